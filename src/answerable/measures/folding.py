"""Folding the months that a load touched: each by itself, two at a time."""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import duckdb
import numpy as np

from answerable.engines import connect, quoted, write_parquet
from answerable.measures.fold import CELLS_OF, handling_cells, rolled_up
from answerable.periods import first_day_of_month
from answerable.records.series import SeriesBook
from answerable.records.store import FileRef, Store

# Each month is folded by one engine thread: small hash tables that stay in the cache beat one large one.
MONTHS_AT_ONCE = 2
CELL_TYPES = ("CAST(day AS INTEGER) AS day, CAST(series AS INTEGER) AS series, CAST(clock AS TINYINT) AS clock, "
              "CAST(from_ms AS BIGINT) AS from_ms, CAST(to_ms AS BIGINT) AS to_ms, CAST(n AS INTEGER) AS n, "
              "CAST(ms_sum AS BIGINT) AS ms_sum")


def fold_months(store: Store, table: str, records: dict[str, FileRef], book: SeriesBook) -> dict[str, dict[str, FileRef]]:
    """month → part → file of cells for the given months' records. Parts: `days`, `months`, and for contacts
    `handling`."""
    with ThreadPoolExecutor(MONTHS_AT_ONCE) as pool:
        folded = pool.map(lambda month: _fold_month(store, table, month, records[month], book.phone()), records)
        return dict(zip(records, folded, strict=True))


def _fold_month(store: Store, table: str, month: str, records: FileRef, phone: Iterable[int]) -> dict[str, FileRef]:
    connection = connect(threads=1)
    # Cells are numbers in any order: sorting them would cost as much as the fold.
    connection.execute("SET preserve_insertion_order = false")
    source = f"read_parquet({quoted(store.path(records))})"
    connection.execute(f"CREATE TEMP TABLE cells AS SELECT {CELL_TYPES} FROM ({CELLS_OF[table](source)}) AS folded")
    first = int(first_day_of_month(int(np.datetime64(month, "M").astype(np.int64))))
    parts = {
        "days": _keep(store, connection, table, "days", month, "cells"),
        "months": _keep(store, connection, table, "months", month,
                        f"(SELECT {CELL_TYPES} FROM ({rolled_up('cells', str(first))}) AS added) AS rolled"),
    }
    if table == "contacts":
        handled = f"({handling_cells(source, list(phone))}) AS handled"
        parts["handling"] = _keep(store, connection, table, "handling", month, handled)
    connection.close()
    return parts


def _keep(store: Store, connection: duckdb.DuckDBPyConnection, table: str, part: str, month: str,
          relation: str) -> FileRef:
    def write(path: Path) -> int:
        return write_parquet(connection, f"SELECT * FROM {relation}", path)

    return store.keep(f"cells/{table}/{part}", month, write)
