"""Folding the months that a load touched: each by itself, several at a time."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from answerable.engines.duck import DuckFolding
from answerable.engines.folding import Files, FoldingEngine, Run
from answerable.engines.side_by_side import side_by_side
from answerable.measures.fold import CELLS_OF, handling_cells, rolled_up
from answerable.measures.sorted_fold import DoesNotFit, sorted_fold
from answerable.measures.spells import SPELLS_SCHEMA, spells_text
from answerable.periods import first_day_of_month
from answerable.records.contract import CONTACTS_CODE
from answerable.records.series import SeriesBook
from answerable.records.store import FileRef, Store
from answerable.records.tables import TABLES

CELLS_SCHEMA = pa.schema([("day", pa.int32()), ("series", pa.int32()), ("clock", pa.int8()), ("from_ms", pa.int64()),
                          ("to_ms", pa.int64()), ("n", pa.int32()), ("ms_sum", pa.int64())])
HANDLING_SCHEMA = pa.schema([("half_hour_ms", pa.int64()), ("handler", pa.int64()), ("ms", pa.int64())])
DUCKDB = DuckFolding()
ROWS_OF_A_GROUP = 131_072


def fold_months(store: Store, table: str, records: dict[str, FileRef], book: SeriesBook,
                engine: FoldingEngine = DUCKDB) -> dict[str, dict[str, FileRef]]:
    """month → part → file of cells for the given months' records. Parts: `days`, `months`, and for contacts
    `handling`. Raises EngineError where an engine other than DuckDB fails."""
    with side_by_side(lambda month: _fold_month(engine, store, table, month, records[month], book), records,
                      engine.at_once, staying=isinstance(engine, DuckFolding)) as folded:
        return dict(zip(records, folded, strict=True))


def _fold_month(engine: FoldingEngine, store: Store, table: str, month: str, records: FileRef,
                book: SeriesBook) -> dict[str, FileRef]:
    first = int(first_day_of_month(int(np.datetime64(month, "M").astype(np.int64))))
    if table == "contacts" and isinstance(engine, DuckFolding):
        try:
            cells = sorted_fold(store.path(records), first, len(book.combinations), book.phone())
        except DoesNotFit:
            pass
        else:
            return {part: _keep_sorted(store, table, part, month, rows) for part, rows in cells.items()}
    return _fold_by_text(engine, store, table, month, records, book, first)


def _fold_by_text(engine: FoldingEngine, store: Store, table: str, month: str, records: FileRef, book: SeriesBook,
                  first: int) -> dict[str, FileRef]:
    with engine.run() as run:
        source = run.read(Files((Path(store.path(records)),), TABLES[table].schema, records.rows))
        cells = run.keep(CELLS_OF[table](source), CELLS_SCHEMA)
        parts = {
            "days": _keep(store, run, table, "days", month, f"SELECT * FROM {cells}", CELLS_SCHEMA),
            "months": _keep(store, run, table, "months", month, rolled_up(cells, str(first)), CELLS_SCHEMA),
        }
        if table == "contacts":
            handled = handling_cells(source, book.phone())
            parts["handling"] = _keep(store, run, table, "handling", month, handled, HANDLING_SCHEMA)
        if table == "incidents":
            parts["spells"] = _keep(store, run, table, "spells", month, spells_text(source), SPELLS_SCHEMA)
    return parts


def _keep(store: Store, run: Run, table: str, part: str, month: str, query: str, schema: pa.Schema) -> FileRef:
    return store.keep(f"cells/{table}/{part}", month, lambda path: run.write(query, schema, path))


def _keep_sorted(store: Store, table: str, part: str, month: str, cells: pa.Table) -> FileRef:
    numbers = [name for name in cells.column_names if name != "handler"]
    # How many contacts came on each day is asked after every load, of all months: these cells are kept together.
    groups = [cells] if part != "days" else [cells.filter(pc.equal(cells["clock"], CONTACTS_CODE)),
                                             cells.filter(pc.not_equal(cells["clock"], CONTACTS_CODE))]

    def write(path: Path) -> int:
        # Whole numbers in order, as differences: smaller than by a dictionary and written in half the time.
        with pq.ParquetWriter(path, cells.schema, compression="snappy",
                              use_dictionary=["handler"] if "handler" in cells.column_names else False,
                              column_encoding=dict.fromkeys(numbers, "DELTA_BINARY_PACKED")) as writer:
            for group in groups:
                writer.write_table(group, ROWS_OF_A_GROUP)
        return int(cells.num_rows)

    return store.keep(f"cells/{table}/{part}", month, write)
