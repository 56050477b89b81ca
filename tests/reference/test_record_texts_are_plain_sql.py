"""The texts of the tables beside the contacts are plain SQL: SQLite makes the same cells, spells and repeats as DuckDB."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

import pyarrow as pa
import pytest
from test_fold_is_plain_sql import HALF_HOURS, HOURS_OF_THE_WEEK, START_MS, by_both

from answerable.measures.fold import CELLS_OF
from answerable.measures.repeats import repeat_text
from answerable.measures.spells import spells_text
from answerable.measures.staffed import SPANS, staffed_text
from answerable.records.tables import MEASURED, TABLES

RECORDS = tuple(name for name in MEASURED if name != "contacts")
Rows = list[tuple[Any, ...]]


def canonical(name: str, seed: int, size: int = 300) -> tuple[tuple[str, ...], Rows]:
    """(columns of whole numbers of a table's canonical rows, rows of them with times that are equal, apart or not known)."""
    draw = random.Random(seed)
    columns = tuple(field.name for field in TABLES[name].schema if pa.types.is_integer(field.type))
    whole: dict[str, Callable[[], int | None]] = {
        TABLES[name].instant: lambda: START_MS + draw.randrange(3 * 86_400_000),
        "local_day": lambda: 20_022 + draw.randrange(3),
        "slot": lambda: draw.randrange(48), "repeated": lambda: draw.randrange(2), "series": lambda: draw.randrange(6),
        "weight": lambda: draw.choice((0, 1, 250)), "row": lambda: draw.randrange(size),
        "actual_start_at_ms": lambda: draw.choice((None, START_MS + draw.randrange(3 * 86_400_000)))}

    def time() -> int | None:
        return draw.choice((None, 0, 1000, 900_000, 1_800_000, draw.randrange(40_000_000), 90_000_000))

    return columns, [tuple(whole.get(column, time)() for column in columns) for _ in range(size)]


@pytest.mark.parametrize("keys", [("local_day", "day"), HALF_HOURS, HOURS_OF_THE_WEEK], ids=["day", "half-hour", "week"])
@pytest.mark.parametrize("name", RECORDS)
def test_cells(name: str, keys: tuple[str, str]) -> None:
    columns, rows = canonical(name, 1)
    duck, lite = by_both(columns, rows, CELLS_OF[name]("records", *keys))
    assert duck == lite
    assert len(duck) >= 15
    # Every record counts once, by its weight where it has one.
    at = columns.index("weight") if "weight" in columns else None
    assert sum(row[5 if keys[1] == "day" else 7] for row in duck.elements() if row[2 if keys[1] == "day" else 4] == 0) == sum(
        1 if at is None else row[at] for row in rows)


def test_spells() -> None:
    for seed in range(3):
        duck, lite = by_both(*canonical("incidents", seed), spells_text("records"))
        assert duck == lite
        assert len(duck) > 100


@pytest.mark.parametrize("name", SPANS)
def test_hours_spread_over_half_hours(name: str) -> None:
    for seed in range(3):
        duck, lite = by_both(*canonical(name, seed), staffed_text("records", name))
        assert duck == lite
        assert len(duck) > 100


def test_repeats() -> None:
    draw = random.Random(5)
    columns = ("presented_ms", "local_day", "slot", "repeated", "series", "incident", "record_id")
    rows = [(START_MS + 3_600_000 * draw.randrange(500), 20_022 + draw.randrange(20), draw.randrange(48), draw.randrange(2),
             draw.randrange(6), draw.choice((None, *range(20))), number) for number in range(400)]
    duck, lite = by_both(columns, rows, repeat_text("records", 7))
    assert duck == lite
    assert len(duck) > 100
