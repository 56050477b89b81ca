"""Records of any table, made from its schema alone, so that a table added later is tried without a word here."""

from __future__ import annotations

import random
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from answerable.clocks import DAY_MS, HALF_HOUR_MS
from answerable.periods import to_day
from answerable.records.contract import NO_UPPER_END_MS
from answerable.records.series import SeriesBook
from answerable.records.store import FileRef, Store
from answerable.records.tables import TABLES

# A month with the doubled hour, and one with a leap day and the lost hour's neighbours; each with its days.
MONTHS = {"2024-02": 29, "2024-10": 31}
WAITS_MS = (0, 1, 999, 1000, 1001, 9_999, 10_000, 10_001, 60_000, 3_599_999, 90_000_000, 2**35)
ALWAYS_PRESENT = ("record_id", "batch", "row", "presented_ms", "at_ms", "local_day", "slot", "repeated", "series", "n")
BOOK = SeriesBook(("101", channel, None, None, "public", outcome, 1) for channel in ("phone", "chat")
                  for outcome in ("answered", "abandoned", "callback"))


def stored_records(store: Store, table: str, rows: int) -> dict[str, FileRef]:
    """month → file of `rows` made-up records of a table: the same in every run."""
    schema = TABLES[table].schema
    return {month: _kept(store, table, month, pa.Table.from_pylist(
        [_record(random.Random(f"{table} {month} {place}"), schema, month, place) for place in range(rows)], schema))
        for month in MONTHS}


def _kept(store: Store, table: str, month: str, rows: pa.Table) -> FileRef:
    def write(path: Path) -> int:
        pq.write_table(rows, path, compression="zstd")
        return int(rows.num_rows)

    return store.keep(f"data/{table}", month, write)


def _record(draw: random.Random, schema: pa.Schema, month: str, place: int) -> dict[str, object]:
    # The first and the last day of the month come often, and so do the hours that a change of the clock doubles.
    last = MONTHS[month] - 1
    day = to_day(date.fromisoformat(f"{month}-01")) + draw.choice((0, last, draw.randrange(last)))
    slot, repeated = draw.choice(((2, 0), (3, 0), (2, 1), (3, 1), (0, 0), (47, 0), (draw.randrange(48), 0)))
    instant = day * DAY_MS + slot * HALF_HOUR_MS + draw.randrange(HALF_HOUR_MS)
    known = {"record_id": str(place), "batch": "made", "row": place + 2, "local_day": day, "slot": slot, "repeated": repeated,
             "presented_ms": instant, "at_ms": instant, "series": draw.randrange(len(BOOK.combinations))}
    # Two values for all clocks of a record, so that they often agree.
    waits = [draw.choice((*WAITS_MS, draw.randrange(200_000))) for _ in range(2)]
    return {field.name: known.get(field.name, _value(draw, field, waits))
            if field.name in ALWAYS_PRESENT or draw.random() < 0.8 else None for field in schema}


def _value(draw: random.Random, field: pa.Field, waits: list[int]) -> object:
    if field.type == pa.string():
        return draw.choice(("", "a", "b", "naïve"))
    if field.type == pa.bool_():
        return draw.random() < 0.5
    if field.type != pa.int64():
        return draw.choice((0, 1, 2, 4))
    if field.name.endswith("_ms"):
        return draw.choice((*waits, NO_UPPER_END_MS)) if field.name == "to_ms" else draw.choice(waits)
    return draw.choice((5, 2**62 + 7, 2**63 - 1)) if field.name == "handler" else draw.randrange(50)
