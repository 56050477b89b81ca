"""Timing sides against one another in one run: wall and CPU seconds, peak memory, and the table of ratios.

Each side lives in a process of its own, so that its memory is its own; the sides take turns, so that whatever else the
machine does falls on all of them. The best round of each counts.
"""

from __future__ import annotations

import os
import platform
import resource
import sys
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

LIBRARIES = ("duckdb", "pyarrow", "numpy", "pandas")
MB = 1_000_000
NO_GOAL = "none"
WATCHED_EVERY_SECONDS = 0.1


@dataclass(frozen=True)
class Side:
    """What is timed. prepare: called once, untimed, with `given`; run: called with what prepare gave, timed; what it
    gives goes back to the caller once. All three must be known by name to a fresh process."""

    name: str
    prepare: Callable[[Any], Any]
    run: Callable[[Any], Any]
    given: Any


@dataclass(frozen=True)
class Measured:
    """Of one side: seconds of its best round, CPU seconds of its cheapest round (all threads and child processes),
    peak memory of its process in bytes (preparing included), what its first round gave."""

    name: str
    wall: float
    cpu: float
    peak: int
    gave: Any


@dataclass(frozen=True)
class Ratio:
    """A line of the table. ratio: as it is shown; met: whether the goal is."""

    what: str
    rival: str
    ratio: str
    goal: str
    met: bool


def measure(sides: Sequence[Side], rounds: int) -> list[Measured]:
    """Time the sides by turns, `rounds` times each."""
    workers = [_Worker(side) for side in sides]
    for _ in range(rounds):
        for worker in workers:
            worker.time_once()
    return [worker.finish() for worker in workers]


class _Worker:
    """A side in a process of its own, started afresh: nothing is inherited."""

    def __init__(self, side: Side) -> None:
        context = get_context("spawn")
        self.side, (self.pipe, theirs) = side, context.Pipe()
        self.process = context.Process(target=_serve, args=(theirs, side))
        self.process.start()
        theirs.close()
        self.gave = None
        self.walls: list[float] = []
        self.cpus: list[float] = []
        self._answer()

    def _answer(self) -> Any:
        try:
            return self.pipe.recv()
        except EOFError as error:
            raise SystemExit(f"the side '{self.side.name}' ended early; its error stands above.") from error

    def time_once(self) -> None:
        self.pipe.send("run")
        wall, cpu, gave = self._answer()
        print(f"   {self.side.name}: {wall:,.2f} s (CPU {cpu:,.2f})", file=sys.stderr, flush=True)
        self.walls.append(wall)
        self.cpus.append(cpu)
        self.gave = gave if gave is not None else self.gave

    def finish(self) -> Measured:
        self.pipe.send("end")
        peak = self._answer()
        self.process.join()
        return Measured(self.side.name, min(self.walls), min(self.cpus), peak, self.gave)


def _serve(pipe: Connection, side: Side) -> None:
    held = side.prepare(side.given)
    pipe.send("ready")
    told = False
    while pipe.recv() == "run":
        wall, cpu = time.perf_counter(), cpu_seconds()
        gave = side.run(held)
        pipe.send((time.perf_counter() - wall, cpu_seconds() - cpu, None if told else gave))
        told = True
    pipe.send(peak_bytes())


def cpu_seconds() -> float:
    """CPU seconds of this process with its threads, and of its children that have ended."""
    uses = (resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN))
    return sum(use.ru_utime + use.ru_stime for use in uses)


def peak_bytes() -> int:
    """The most memory this process ever held (Linux)."""
    return _status_kb("self", "VmHWM") * 1024


def _status_kb(process: str, name: str) -> int:
    try:
        lines = Path(f"/proc/{process}/status").read_text(encoding="utf-8").splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith(f"{name}:")), 0)


class PeakWatch:
    """Watches this process and its children: the most memory they held together, looked at every tenth of a second.

    Pages that several processes share are counted in each, so the true sum is no higher.
    """

    def __init__(self) -> None:
        self.together = 0
        self.children = 0
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> PeakWatch:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._stop.wait(WATCHED_EVERY_SECONDS):
            held = [_status_kb(child, "VmRSS") * 1024 for child in _children_of(os.getpid())]
            self.children = max([self.children, *held])
            self.together = max(self.together, _status_kb("self", "VmRSS") * 1024 + sum(held))


def _children_of(process: int) -> list[str]:
    found = [path.read_text(encoding="utf-8").split() for path in Path(f"/proc/{process}/task").glob("*/children")]
    return [child for children in found for child in children]


def best_ms(run: Callable[[], Any], rounds: int) -> tuple[float, float]:
    """(wall, CPU) milliseconds of the best of some rounds, in this process. On a busy machine the CPU time is the truer."""
    walls, cpus = [], []
    for _ in range(rounds):
        wall, cpu = time.perf_counter(), time.process_time()
        run()
        walls.append(1000 * (time.perf_counter() - wall))
        cpus.append(1000 * (time.process_time() - cpu))
    return min(walls), min(cpus)


def machine() -> str:
    """The machine, its load and the versions, in a line or two."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    libraries = ", ".join(f"{name} {version(name)}" for name in LIBRARIES)
    return (f"{os.cpu_count()} cores, {memory:.0f} GB, {platform.system()} {platform.machine()}, "
            f"Python {platform.python_version()}, {libraries}\n{load()}")


def load() -> str:
    """How busy the machine is, all processes together."""
    return "load average (1, 5, 15 minutes): " + ", ".join(f"{value:.1f}" for value in os.getloadavg())


def at_most(what: str, rival: str, ratio: float, goal: float) -> Ratio:
    """A ratio that should be no more than its goal."""
    return Ratio(what, rival, f"{ratio:.1f}×", f"≤ {goal:g}×", ratio <= goal)


def at_least_faster(what: str, rival: str, ratio: float, goal: float) -> Ratio:
    """How many times faster than a rival; it should be no less than its goal."""
    return Ratio(what, rival, f"{ratio:.1f}× faster", f"≥ {goal:g}× faster", ratio >= goal)


def print_ratios(ratios: Sequence[Ratio]) -> None:
    """The table: what, against what, ratio, goal, met or not."""
    print_table(("what", "against", "measured", "goal", ""),
                [(ratio.what, ratio.rival, ratio.ratio, ratio.goal, _met(ratio)) for ratio in ratios])


def _met(ratio: Ratio) -> str:
    if ratio.goal == NO_GOAL:
        return ""
    return "met" if ratio.met else "not met"


def print_sides(sides: Sequence[Measured]) -> None:
    """Seconds and memory of each side."""
    rows = [(side.name, f"{side.wall:.2f}", f"{side.cpu:.2f}", f"{side.peak / MB:,.0f}") for side in sides]
    print_table(("side", "wall s", "CPU s", "peak MB"), rows)


def print_table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """A plain table, its columns as wide as their longest entry."""
    widths = [max(len(row[at]) for row in (head, *rows)) for at in range(len(head))]
    for row in (head, *rows):
        print("  ".join(word.ljust(width) for word, width in zip(row, widths, strict=True)).rstrip())
    print(flush=True)
