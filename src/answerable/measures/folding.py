"""Folding the months that a load touched: each by itself, several at a time."""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pyarrow as pa

from answerable.engines.duck import DuckFolding
from answerable.engines.folding import Files, FoldingEngine, Run
from answerable.measures.fold import CELLS_OF, handling_cells, rolled_up
from answerable.periods import first_day_of_month
from answerable.records.contract import SCHEMAS
from answerable.records.series import SeriesBook
from answerable.records.store import FileRef, Store

CELLS_SCHEMA = pa.schema([("day", pa.int32()), ("series", pa.int32()), ("clock", pa.int8()), ("from_ms", pa.int64()),
                          ("to_ms", pa.int64()), ("n", pa.int32()), ("ms_sum", pa.int64())])
HANDLING_SCHEMA = pa.schema([("half_hour_ms", pa.int64()), ("handler", pa.int64()), ("ms", pa.int64())])
DUCKDB = DuckFolding()


def fold_months(store: Store, table: str, records: dict[str, FileRef], book: SeriesBook,
                engine: FoldingEngine = DUCKDB) -> dict[str, dict[str, FileRef]]:
    """month → part → file of cells for the given months' records. Parts: `days`, `months`, and for contacts
    `handling`. Raises EngineError where an engine other than DuckDB fails."""
    with ThreadPoolExecutor(engine.at_once) as pool:
        folded = pool.map(lambda month: _fold_month(engine, store, table, month, records[month], book.phone()), records)
        return dict(zip(records, folded, strict=True))


def _fold_month(engine: FoldingEngine, store: Store, table: str, month: str, records: FileRef,
                phone: Iterable[int]) -> dict[str, FileRef]:
    first = int(first_day_of_month(int(np.datetime64(month, "M").astype(np.int64))))
    with engine.run() as run:
        source = run.read(Files((Path(store.path(records)),), SCHEMAS[table], records.rows))
        cells = run.keep(CELLS_OF[table](source), CELLS_SCHEMA)
        parts = {
            "days": _keep(store, run, table, "days", month, f"SELECT * FROM {cells}", CELLS_SCHEMA),
            "months": _keep(store, run, table, "months", month, rolled_up(cells, str(first)), CELLS_SCHEMA),
        }
        if table == "contacts":
            handled = handling_cells(source, list(phone))
            parts["handling"] = _keep(store, run, table, "handling", month, handled, HANDLING_SCHEMA)
    return parts


def _keep(store: Store, run: Run, table: str, part: str, month: str, query: str, schema: pa.Schema) -> FileRef:
    return store.keep(f"cells/{table}/{part}", month, lambda path: run.write(query, schema, path))
