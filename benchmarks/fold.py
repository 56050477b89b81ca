"""The fold of ten million contacts, every measure of the catalogue, against three rivals.

(a) merely summing the columns that the fold reads, by DuckDB with two threads; (b) each measure by a query of its own
over the raw rows, by DuckDB; (c) each measure by pandas over the raw rows held in memory. Ours and the SQL read Parquet
from disk each time, so pandas is timed with reading its rows as well.
Ours starts from the canonical records: turning raw rows into them is loading, which benchmarks.loading times.
"""

from __future__ import annotations

import sys
from argparse import Namespace
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import duckdb
import pandas as pd

from answerable.engines import connect, quoted
from answerable.measures.fold import contact_cells, handling_cells, rolled_up
from answerable.measures.folding import DUCKDB
from answerable.workspace import Workspace
from benchmarks import measuring
from benchmarks.agreement import print_agreement
from benchmarks.force import Answers, answers, loaded_force, records_of, refolded
from benchmarks.material import Material, arguments, parquet_material
from benchmarks.measuring import Measured, Ratio, Side
from benchmarks.rival_pandas import held_rows, pandas_answers
from benchmarks.rival_sql import THREADS, sql_answers

READ_BY_THE_FOLD = ("local_day", "series", "presented_ms", "caller_ms", "force_ms", "queue_ms", "message_ms", "talk_ms",
                    "wrap_ms", "handler")
FLOOR, WRITTEN, TEXT = "summing the columns", "fold, cells written", "its SQL text, cells not written"
FIGURES, SQL = "fold and all figures", "SQL, a query a measure"
PANDAS, PANDAS_READS = "pandas, rows held", "pandas, reading its rows"


def sum_columns(workspace: Workspace) -> None:
    """The least that anything must do which looks at every row: decode the columns and add them up."""
    files = ", ".join(quoted(workspace.store.path(ref)) for ref in records_of(workspace)[0].values())
    # Pseudonyms fill 63 bits: their sum needs more.
    sums = ", ".join(f"SUM({name})" for name in READ_BY_THE_FOLD)
    connection = duckdb.connect(config={"threads": THREADS})
    connection.execute("SET enable_progress_bar = false")
    connection.execute(f"SELECT {sums} FROM read_parquet([{files}])").fetchall()


def fold_written(workspace: Workspace) -> None:
    """The fold as a load does it: all months, cells written and synced to disk."""
    refolded(workspace)


def fold_by_text(workspace: Workspace) -> None:
    """The fold's SQL text by DuckDB, a month to a thread as well, the cells left in memory."""
    records, book = records_of(workspace)
    phone = book.phone()

    def fold(path: str) -> None:
        with connect(threads=1) as connection:
            connection.execute("SET preserve_insertion_order = false")
            source = f"read_parquet({quoted(path)})"
            connection.execute(f"CREATE TEMP TABLE days AS {contact_cells(source)}")
            connection.execute(f"CREATE TEMP TABLE months AS {rolled_up('days', '0')}")
            connection.execute(f"CREATE TEMP TABLE handling AS {handling_cells(source, phone)}")

    with ThreadPoolExecutor(DUCKDB.at_once) as pool:
        list(pool.map(fold, [workspace.store.path(ref) for ref in records.values()]))


def all_figures(workspace: Workspace) -> dict[str, Answers]:
    """Fold, then every figure of every measure by month from the new cells."""
    return answers(workspace, refolded(workspace))


def opened(folder: Path) -> Workspace:
    """The workspace, in the side's own process."""
    return Workspace(folder)


def as_given(material: Material) -> Material:
    """The files as they are: the query reads them."""
    return material


def held(material: Material) -> pd.DataFrame:
    """The rows in memory."""
    return held_rows(material)


def read_and_answer(material: Material) -> None:
    """Read the rows, then every measure."""
    pandas_answers(held_rows(material))


def main(options: Namespace) -> bool:
    """Run all sides by turns and print the ratios. Returns whether the answers agree."""
    print(f"fold of {options.rows:,} contacts over 36 months\n{measuring.machine()}\n", flush=True)
    material = parquet_material(options.rows, options.folder)
    few = material if options.pandas_rows >= options.rows else parquet_material(options.pandas_rows, options.folder)
    workspace = loaded_force(material, fresh=options.fresh)
    sides = _sides(workspace.folder, material, few)
    found = {side.name: side for side in measuring.measure(sides, options.rounds)}
    measuring.print_ratios(_ratios(found, few.rows / material.rows))
    measuring.print_sides(list(found.values()))
    if few.rows < material.rows:
        print(f"pandas had {few.rows:,} rows, so its ratios are by row.")
    agree = print_agreement("the SQL", found[FIGURES].gave, found[SQL].gave)
    ours = found[FIGURES].gave if few is material else answers(force := loaded_force(few), refolded(force))
    agree = print_agreement("pandas", ours, found[PANDAS].gave) and agree
    print(measuring.load())
    return agree


def _sides(folder: Path, material: Material, few: Material) -> list[Side]:
    return [Side(FLOOR, opened, sum_columns, folder), Side(WRITTEN, opened, fold_written, folder),
            Side(TEXT, opened, fold_by_text, folder), Side(FIGURES, opened, all_figures, folder),
            Side(SQL, as_given, sql_answers, material), Side(PANDAS, held, pandas_answers, few),
            Side(PANDAS_READS, as_given, read_and_answer, few)]


def _ratios(found: dict[str, Measured], share: float) -> list[Ratio]:
    floor, written, figures = found[FLOOR].wall, found[WRITTEN].wall, found[FIGURES].wall
    return [
        measuring.at_most(WRITTEN, FLOOR, written / floor, 4),
        measuring.at_most(TEXT, FLOOR, found[TEXT].wall / floor, 4),
        measuring.at_least_faster(FIGURES, SQL, found[SQL].wall / figures, 4),
        measuring.at_least_faster(FIGURES, PANDAS, found[PANDAS].wall / share / figures, 5),
        measuring.at_least_faster(FIGURES, PANDAS_READS, found[PANDAS_READS].wall / share / figures, 5),
    ]


if __name__ == "__main__":
    parser = arguments(str(__doc__), rows=10_000_000, rounds=3)
    parser.add_argument("--pandas-rows", type=int, default=10_000_000, help="no more rows than this for pandas")
    parser.add_argument("--fresh", action="store_true", help="load the rows anew, after a change to loading")
    sys.exit(0 if main(parser.parse_args()) else 1)
