"""Loading: one CSV file of ten million contacts, and the same rows as 36 monthly files, into an empty workspace.

Rows a second from the files to the committed state (records and cells on disk), bytes a canonical row, and the most
memory that the loading process and its children held together.
"""

from __future__ import annotations

import resource
import shutil
import sys
import time
from argparse import Namespace
from collections.abc import Sequence
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path

from answerable.workspace import Workspace
from benchmarks import measuring
from benchmarks.force import canonical_bytes_a_row
from benchmarks.material import SOURCE, arguments, csv_material
from benchmarks.measuring import MB, PeakWatch, Ratio, cpu_seconds, peak_bytes

MEMORY_GOAL_BYTES = 2_000_000_000


@dataclass(frozen=True)
class Loaded:
    """What a load took. peak: of the loading process; together: with its children; accepted: rows."""

    name: str
    wall: float
    cpu: float
    peak: int
    together: int
    accepted: int
    read: int
    bytes_a_row: float
    raw_bytes: int


def load_once(name: str, files: Sequence[Path], folder: Path) -> Loaded:
    """Load files into a new workspace, in a process of its own so that its memory is told apart."""
    context = get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_load, args=(theirs, name, list(files), folder))
    process.start()
    theirs.close()
    try:
        loaded = ours.recv()
    except EOFError as error:
        raise SystemExit(f"loading {name} ended early; its error stands above.") from error
    process.join()
    assert isinstance(loaded, Loaded)
    return loaded


def _load(pipe: Connection, name: str, files: list[Path], folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    workspace = Workspace.create(folder, name="Benchmark", made_up=True)
    with PeakWatch() as watch:
        start, cpu = time.perf_counter(), cpu_seconds()
        reports = workspace.load_many([(SOURCE, path) for path in files])
        wall, cpu = time.perf_counter() - start, cpu_seconds() - cpu
    children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024
    together = max(watch.together, peak_bytes(), children)
    pipe.send(Loaded(name, wall, cpu, peak_bytes(), together, sum(report.accepted for report in reports),
                     sum(report.read for report in reports), canonical_bytes_a_row(workspace),
                     sum(path.stat().st_size for path in files)))


def main(options: Namespace) -> bool:
    """Load both ways and print what they took. Returns whether every row was accepted."""
    print(f"loading {options.rows:,} contacts\n{measuring.machine()}\n", flush=True)
    material = csv_material(options.rows, options.folder)
    scratch = material.folder / "loaded"
    found = [load_once("one CSV file", [material.whole_csv], scratch),
             load_once("36 monthly CSV files", material.csv, scratch)]
    shutil.rmtree(scratch, ignore_errors=True)
    measuring.print_ratios([_memory(loaded) for loaded in found])
    _print(found)
    print(measuring.load())
    return all(loaded.accepted == loaded.read == material.rows for loaded in found)


def _memory(loaded: Loaded) -> Ratio:
    return Ratio(f"peak memory, {loaded.name}", "a limit", f"{loaded.together / MB:,.0f} MB",
                 f"≤ {MEMORY_GOAL_BYTES / MB:,.0f} MB", loaded.together <= MEMORY_GOAL_BYTES)


def _print(found: Sequence[Loaded]) -> None:
    rows = [(loaded.name, f"{loaded.wall:,.1f}", f"{loaded.cpu:,.1f}", f"{loaded.accepted / loaded.wall:,.0f}",
             f"{loaded.raw_bytes / loaded.read:.0f}", f"{loaded.bytes_a_row:.1f}", f"{loaded.peak / MB:,.0f}",
             f"{loaded.together / MB:,.0f}") for loaded in found]
    measuring.print_table(("loaded", "wall s", "CPU s", "rows/s", "raw bytes/row", "canonical bytes/row",
                           "peak MB, own", "peak MB, all"), rows)


if __name__ == "__main__":
    sys.exit(0 if main(arguments(str(__doc__), rows=10_000_000, rounds=1).parse_args()) else 1)
