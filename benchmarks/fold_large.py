"""The fold of a hundred million contacts: their canonical records made straight, in bounded memory, then every measure of
the catalogue folded, against (a) summing the columns that the fold reads and (b) a query a measure over the same records.

At 100 million rows it needs about 2.5 GB of disk, most of an hour on two cores, and little memory. The workspace is
removed at the end, unless --keep is given.
"""

from __future__ import annotations

import shutil
import sys
from argparse import Namespace
from pathlib import Path

import numpy as np

from answerable.workspace import Workspace
from benchmarks import measuring
from benchmarks.agreement import print_agreement
from benchmarks.canonical import made_force
from benchmarks.fold import FLOOR, WRITTEN, all_figures, fold_written, opened, sum_columns
from benchmarks.force import canonical_bytes_a_row, records_of
from benchmarks.material import FIRST_MONTH, arguments
from benchmarks.measuring import MB, Measured, Ratio, Side
from benchmarks.rival_canonical import query_answers

DAYS = 1096
FIGURES, QUERIES = "fold and all figures", "a query a measure"
MEMORY_GOAL_BYTES = 1_000_000_000


def main(options: Namespace) -> bool:
    """Make the records, run all sides by turns and print the ratios. Returns whether the answers agree."""
    print(f"fold of {options.rows:,} contacts over 36 months, made straight\n{measuring.machine()}\n", flush=True)
    folder = options.folder / f"large-{options.rows}"
    made, = [None] if (folder / "log" / "00000001.json").exists() else measuring.measure([_making(folder, options.rows)], 1)
    sides = [Side(FLOOR, opened, sum_columns, folder), Side(WRITTEN, opened, fold_written, folder),
             Side(FIGURES, opened, all_figures, folder), Side(QUERIES, as_given, query_answers, folder)]
    found = {side.name: side for side in measuring.measure(sides, options.rounds)}
    measuring.print_ratios(_ratios(found))
    measuring.print_sides([*([made] if made else []), *found.values()])
    print(f"{canonical_bytes_a_row(Workspace(folder)):.1f} bytes a canonical row")
    agree = print_agreement("a query a measure", found[FIGURES].gave, found[QUERIES].gave)
    print(measuring.load())
    if not options.keep:
        shutil.rmtree(folder)
    return agree


def _making(folder: Path, rows: int) -> Side:
    return Side("making and folding the records", as_given, make, (folder, rows))


def as_given(given: object) -> object:
    """Nothing to prepare."""
    return given


def make(given: tuple[Path, int]) -> int:
    """Make the workspace; returns how many rows it has."""
    folder, rows = given
    made = made_force(folder, int(FIRST_MONTH.astype("datetime64[D]").astype(np.int64)), DAYS, rows)
    return sum(ref.rows for ref in records_of(made)[0].values())


def _ratios(found: dict[str, Measured]) -> list[Ratio]:
    floor, written, figures, queries = (found[name] for name in (FLOOR, WRITTEN, FIGURES, QUERIES))
    return [
        measuring.at_most(WRITTEN, FLOOR, written.wall / floor.wall, 4),
        measuring.at_most(f"{WRITTEN}, CPU seconds", FLOOR, written.cpu / floor.cpu, 4),
        measuring.at_least_faster(FIGURES, QUERIES, queries.wall / figures.wall, 5),
        measuring.at_least_faster(f"{FIGURES}, CPU seconds", QUERIES, queries.cpu / figures.cpu, 5),
        Ratio("peak memory, fold", "a limit", f"{written.peak / MB:,.0f} MB", f"≤ {MEMORY_GOAL_BYTES / MB:,.0f} MB",
              written.peak <= MEMORY_GOAL_BYTES),
        Ratio("peak memory, fold and all figures", "a limit", f"{figures.peak / MB:,.0f} MB",
              f"≤ {MEMORY_GOAL_BYTES / MB:,.0f} MB", figures.peak <= MEMORY_GOAL_BYTES)]


if __name__ == "__main__":
    parser = arguments(str(__doc__), rows=10_000_000, rounds=1)
    parser.add_argument("--keep", action="store_true", help="keep the workspace for the next run")
    sys.exit(0 if main(parser.parse_args()) else 1)
