"""The fold of a year of contacts on a standalone Spark cluster of one and of two workers, against DuckDB on the same cores.

All sides fold the same canonical records into files of cells, which are compared cell by cell. It measures what Spark
costs, not how it scales: its workers have no cores here that DuckDB has not. Starting cluster and session is not timed, and
each side folds one month beforehand.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

from answerable.engines import connect, quoted
from answerable.engines.choosing import folding_engine
from answerable.engines.duck import DuckFolding
from answerable.engines.folding import FoldingEngine
from answerable.engines.naming import engine_name
from answerable.measures.folding import DUCKDB, fold_months
from answerable.records.store import FileRef
from answerable.workspace import Workspace
from benchmarks import measuring
from benchmarks.canonical import made_force
from benchmarks.force import records_of
from benchmarks.material import FOLDER
from benchmarks.spark_cluster import cluster

FIRST_DAY, DAYS = 19_723, 366   # 2024
WORKERS = (1, 2)
Cells = dict[str, dict[str, FileRef]]


class Text:
    """DuckDB running the fold's text, without its short cut for contacts."""

    def __init__(self) -> None:
        duckdb = DuckFolding()
        self.at_once, self.check, self.run, self.close = duckdb.at_once, duckdb.check, duckdb.run, duckdb.close


def timed(workspace: Workspace, engine: FoldingEngine) -> tuple[float, Cells]:
    """(wall seconds of the fold of all months, its cells)."""
    records, book = records_of(workspace)
    fold_months(workspace.store, "contacts", dict(list(records.items())[:1]), book, engine)
    start = time.perf_counter()
    cells = fold_months(workspace.store, "contacts", records, book, engine)
    return time.perf_counter() - start, cells


def on_cluster(workspace: Workspace, workers: int) -> tuple[float, Cells]:
    """The same on a cluster started for it."""
    with cluster(workers) as address:
        engine = folding_engine(engine_name(address, workers))
        try:
            return timed(workspace, engine)
        finally:
            engine.close()


def differences(workspace: Workspace, ours: Cells, theirs: Cells) -> tuple[int, int]:
    """(cells of ours, cells that only one of the two has)."""
    connection, total, apart = connect(threads=2), 0, 0
    for part in next(iter(ours.values())):
        one, other = (", ".join(quoted(workspace.store.path(parts[part])) for parts in side.values())
                      for side in (ours, theirs))
        a, b = f"SELECT * FROM read_parquet([{one}])", f"SELECT * FROM read_parquet([{other}])"
        either = f"({a} EXCEPT ALL {b}) UNION ALL ({b} EXCEPT ALL {a})"
        query = f"SELECT (SELECT COUNT(*) FROM ({a})), (SELECT COUNT(*) FROM ({either}))"
        found = connection.execute(query).fetchone() or (0, 0)
        total, apart = total + found[0], apart + found[1]
    return total, apart


def main(options: argparse.Namespace) -> bool:
    """Run all sides and print their ratios. Returns whether all cells are equal."""
    print(f"fold of {options.rows:,} contacts over 12 months\n{measuring.machine()}\n", flush=True)
    workspace = made_force(options.folder / f"year-{options.rows}", FIRST_DAY, DAYS, options.rows)
    seconds, cells = timed(workspace, DUCKDB)
    sides = {"DuckDB": (seconds, cells), "DuckDB, the text": timed(workspace, Text())}
    sides |= {f"Spark, workers: {workers}": on_cluster(workspace, workers) for workers in WORKERS}
    rows, equal = [], True
    for name, (wall, found) in sides.items():
        total, apart = differences(workspace, cells, found)
        equal = equal and apart == 0
        rows.append((name, f"{wall:.2f} s", f"{wall / seconds:.1f}×", f"{total:,}", f"{apart:,}"))
    measuring.print_table(("engine", "fold", "of DuckDB's time", "cells", "of these different"), rows)
    print(measuring.load())
    return equal


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=2_000_000, help="contacts over 12 months")
    parser.add_argument("--folder", type=Path, default=FOLDER, help="where the workspace is kept")
    sys.exit(0 if main(parser.parse_args()) else 1)
