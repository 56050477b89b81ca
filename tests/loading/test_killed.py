"""A load killed at any moment leaves the workspace as before or as after, never in between."""

from __future__ import annotations

import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from answerable import Workspace

MOMENTS = 20
ROWS = 60_000
HEADER = "call_id,line,outcome,presented_at,queued_at,answered_at,ended_at\n"


def write_calls(path: Path, first: int, month: str) -> None:
    """Calls of a month, as many a day."""
    with path.open("w", encoding="utf-8") as file:
        file.write(HEADER)
        for number in range(ROWS):
            day, second = 1 + number % 28, 37 * number % 80_000
            clock = f"{month}-{day:02d} {second // 3600:02d}:{second // 60 % 60:02d}:{second % 60:02d}"
            file.write(f"{first + number},101,answered,{clock},{clock},{clock},{clock}\n")


def load(workspace: Path, files: list[Path]) -> subprocess.Popen[bytes]:
    """A load begun in a process of its own."""
    return subprocess.Popen([sys.executable, "-m", "answerable", "load", str(workspace), "generic_csv",
                             *map(str, files), "--quiet"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                            start_new_session=True)


def held(workspace: Path) -> tuple[int, ...]:
    """Calls offered by month, read as a user reads them."""
    return tuple(row["value"] for row in Workspace(workspace).figure_rows("101-offered", by="month"))


@pytest.mark.slow
def test_a_load_killed_at_20_moments_is_there_whole_or_not_at_all(tmp_path: Path) -> None:
    first, second = tmp_path / "2026-08.csv", tmp_path / "2026-09.csv"
    write_calls(first, 0, "2026-08")
    write_calls(second, ROWS, "2026-09")
    base = tmp_path / "base"
    Workspace.create(base).load("generic_csv", first)
    whole = tmp_path / "whole"
    shutil.copytree(base, whole)
    begun = time.monotonic()
    assert load(whole, [second]).wait() == 0
    length = time.monotonic() - begun
    moments = random.Random(2026)
    seen = set()
    for number in range(MOMENTS):
        tried = tmp_path / f"tried-{number}"
        shutil.copytree(base, tried)
        process = load(tried, [second])
        # The killing itself is the point; it is spread over the whole length of a load, and a little beyond.
        time.sleep(length * moments.uniform(0.2, 1.1))
        process.send_signal(signal.SIGKILL)
        process.wait()
        assert held(tried) in {(ROWS,), (ROWS, ROWS)}
        seen.add(held(tried))
        if number % 5 == 0:
            # What was left behind does not stand in the way of the next load.
            assert load(tried, [second]).wait() == 0
            assert held(tried) == held(whole) == (ROWS, ROWS)
        shutil.rmtree(tried)
    assert (ROWS,) in seen, "no kill came before the load was done: the test shows nothing"
