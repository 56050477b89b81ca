"""The fold by sorting gives the cells that the fold's text gives, or leaves a file to the text."""

from __future__ import annotations

import random
from collections import Counter
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from answerable.engines.duck import DuckFolding
from answerable.engines.folding import Files
from answerable.measures.fold import contact_cells, handling_cells, rolled_up
from answerable.measures.folding import CELLS_SCHEMA, HANDLING_SCHEMA, fold_months
from answerable.measures.sorted_fold import DoesNotFit, sorted_fold
from answerable.records.contract import CONTACTS_SCHEMA
from answerable.records.series import SeriesBook
from answerable.records.store import FileRef, Store

DAY_MS = 86_400_000
FIRST_DAY = 20_028  # 2024-11-01, a month that follows a clock change and has 30 days
PHONE = ("101", "phone", "", "", "public", "answered", True)
CHAT = ("chat", "chat", "", "", "public", "answered", True)
BOOK = SeriesBook([PHONE, CHAT, (*PHONE[:5], "abandoned", False), (*CHAT[:5], "abandoned", False)])
Row = dict[str, Any]


def contact(draw: random.Random, day: int) -> Row:
    """A canonical row; waits that agree on some clocks, differ on others, or are not known."""
    def stretch(longest: int) -> int | None:
        return draw.choice((None, 0, 999, 1000, 1001, 1_800_000, draw.randrange(longest), draw.randrange(longest)))

    force = stretch(100_000)
    return {"presented_ms": (FIRST_DAY + day) * DAY_MS + draw.randrange(DAY_MS), "local_day": FIRST_DAY + day,
            "series": draw.randrange(4), "caller_ms": draw.choice((force, force, stretch(200_000))), "force_ms": force,
            "queue_ms": draw.choice((force, 0, stretch(100_000))), "message_ms": stretch(50_000),
            "talk_ms": stretch(8_000_000), "wrap_ms": stretch(90_000_000),
            "handler": draw.choice((None, 0, 5, 2**62 + 7, 2**63 - 1))}


def month(seed: int, size: int) -> list[Row]:
    """A month's rows, in no order, the last day's running on into the next month."""
    draw = random.Random(seed)
    return [contact(draw, draw.choice((0, draw.randrange(30), 29))) for _ in range(size)]


def kept(rows: list[Row], path: Path) -> str:
    """A file of records as the store holds them."""
    pq.write_table(pa.Table.from_pylist(rows, CONTACTS_SCHEMA), path, row_group_size=500)
    return str(path)


def by_text(file: str) -> dict[str, pa.Table]:
    """The cells of a file by the SQL text, which is the definition."""
    path = Path(file)
    with DuckFolding().run() as run:
        source = run.read(Files((path,), CONTACTS_SCHEMA, 0))
        cells = run.keep(contact_cells(source), CELLS_SCHEMA)
        queries = {"days": (f"SELECT * FROM {cells}", CELLS_SCHEMA),
                   "months": (rolled_up(cells, str(FIRST_DAY)), CELLS_SCHEMA),
                   "handling": (handling_cells(source, BOOK.phone()), HANDLING_SCHEMA)}
        for part, (query, schema) in queries.items():
            run.write(query, schema, path.with_name(part))
    return {part: pq.read_table(path.with_name(part)) for part in queries}


def rows_of(cells: dict[str, pa.Table]) -> dict[str, Counter[Any]]:
    return {part: Counter(tuple(row.items()) for row in table.to_pylist()) for part, table in cells.items()}


@pytest.mark.parametrize("size", [1, 3, 700, 5_000])
def test_the_same_cells_as_by_the_text(tmp_path: Path, size: int) -> None:
    for seed in range(5):
        file = kept(month(seed, size), tmp_path / "records.parquet")
        fast = sorted_fold(file, FIRST_DAY, 4, BOOK.phone())
        text = by_text(file)
        assert rows_of(fast) == rows_of(text)
        assert {part: table.schema for part, table in fast.items()} == {part: table.schema for part, table in text.items()}


def test_more_rows_than_are_taken_at_a_time(tmp_path: Path) -> None:
    draw = random.Random(3)
    few = month(3, 2_000)
    file = kept([draw.choice(few) for _ in range(70_000)], tmp_path / "records.parquet")
    assert rows_of(sorted_fold(file, FIRST_DAY, 4, BOOK.phone())) == rows_of(by_text(file))


def test_cells_come_in_order(tmp_path: Path) -> None:
    cells = sorted_fold(kept(month(1, 3_000), tmp_path / "records.parquet"), FIRST_DAY, 4, BOOK.phone())
    for part in ("days", "months"):
        keys = [(row["day"], row["series"], row["clock"], row["from_ms"]) for row in cells[part].to_pylist()]
        assert keys == sorted(keys)


@pytest.mark.parametrize("odd", [{"force_ms": -1}, {"caller_ms": 2**36}, {"talk_ms": 2**36}, {"local_day": FIRST_DAY + 31},
                                 {"local_day": FIRST_DAY - 1}, {"handler": -1}, {"presented_ms": -1}],
                         ids=lambda odd: next(iter(odd)))
def test_a_number_that_does_not_fit_leaves_the_file_to_the_text(tmp_path: Path, odd: Row) -> None:
    rows = month(2, 50)
    usual = {"series": 0, "caller_ms": None, "force_ms": 1_000, "queue_ms": None, "talk_ms": 60_000, "handler": 5}
    file = kept([*rows, rows[0] | usual | odd], tmp_path / "records.parquet")
    with pytest.raises(DoesNotFit):
        sorted_fold(file, FIRST_DAY, 4, BOOK.phone())
    store = Store(tmp_path)
    store.create()
    parts = fold_months(store, "contacts", {"2024-11": FileRef("records.parquet", 51, 0, "")}, BOOK)["2024-11"]
    assert rows_of({part: pq.read_table(store.path(ref)) for part, ref in parts.items()}) == rows_of(by_text(file))


def test_a_series_that_the_book_does_not_know_leaves_the_file_to_the_text(tmp_path: Path) -> None:
    file = kept(month(2, 50), tmp_path / "records.parquet")
    with pytest.raises(DoesNotFit):
        sorted_fold(file, FIRST_DAY, 3, [0])
