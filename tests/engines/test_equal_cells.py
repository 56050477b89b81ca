"""The same text gives the same cells on every engine: each cell and column of each table that folds."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from generated import BOOK, MONTHS, stored_records

from answerable.engines.folding import FoldingEngine
from answerable.measures.folding import fold_months
from answerable.records.store import FileRef, Store
from answerable.records.tables import TABLES

ROWS = 800


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """An empty store."""
    empty = Store(tmp_path / "a force")
    empty.create()
    return empty


def rows_of(store: Store, ref: FileRef) -> tuple[pa.Schema, Counter[tuple[object, ...]]]:
    """The columns of a file with their types, and how often each row stands in it."""
    table = pq.read_table(store.path(ref))
    return table.schema.remove_metadata(), Counter(zip(*(column.to_pylist() for column in table.columns), strict=True))


@pytest.mark.parametrize("table", TABLES)
def test_every_cell_is_the_one_of_the_default_engine(engine: FoldingEngine, store: Store, table: str) -> None:
    records = stored_records(store, table, ROWS)
    expected, folded = fold_months(store, table, records, BOOK), fold_months(store, table, records, BOOK, engine)
    assert [list(parts) for parts in folded.values()] == [list(parts) for parts in expected.values()]
    for month, parts in expected.items():
        for part, ref in parts.items():
            assert rows_of(store, folded[month][part]) == rows_of(store, ref), f"{month} {part}"
            assert folded[month][part].rows == ref.rows > 0


def test_every_contact_is_counted_once_on_every_day_of_its_month(engine: FoldingEngine, store: Store) -> None:
    records = stored_records(store, "contacts", ROWS)
    folded = fold_months(store, "contacts", records, BOOK, engine)
    for month in MONTHS:
        for part in ("days", "months"):
            cells = pq.read_table(store.path(folded[month][part]))
            counts = zip(cells["clock"].to_pylist(), cells["n"].to_pylist(), strict=True)
            assert sum(n for clock, n in counts if clock == 0) == ROWS
