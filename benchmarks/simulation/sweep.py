"""A sweep of 45 rooms of a week, fifty repetitions of each: on one core, in threads, in processes of their own; and said again.

    python -m benchmarks.simulation.sweep
"""

from __future__ import annotations

import os
import tempfile
import time
from pathlib import Path

from answerable.engines.spreading import cores
from answerable.simulation.scenarios.sweep_file import Sweep
from answerable.simulation.simulating import get_ready
from answerable.what_if import running
from answerable.what_if.answers import Question
from answerable.what_if.keeping import Kept

REPETITIONS, SEED = 50, 1
WAYS = (("one thread", 1, float("inf")), ("threads", None, float("inf")), ("processes", None, 0.0))


def main() -> None:
    """Print the seconds of each way, on the wall and of the processor."""
    get_ready()
    for what, at_once, long_work in WAYS:
        with tempfile.TemporaryDirectory() as folder:
            kept = Kept(Path(folder))
            found = kept.read("staff-and-reserve")
            assert isinstance(found, Sweep)
            questions = [Question(one.room, REPETITIONS, SEED) for one in found.combinations()]
            running.LONG_WORK_S = long_work
            wall, own = time.monotonic(), os.times()
            running.run_all(kept, questions, at_once=at_once)
            took, after = time.monotonic() - wall, os.times()
            processor = sum(after[:4]) - sum(own[:4])
            again = time.monotonic()
            assert running.run_all(kept, questions).ran == 0
            print(f"{what} ({at_once or cores()} at once): {took:.1f} s, processor {processor:.1f} s, "
                  f"{len(questions) * REPETITIONS / took:.0f} weeks a second; said again: {time.monotonic() - again:.2f} s")


if __name__ == "__main__":
    main()
