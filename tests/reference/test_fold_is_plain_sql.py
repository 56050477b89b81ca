"""The fold's text is plain SQL: SQLite, which shares nothing with DuckDB, makes the same cells of the same rows."""

from __future__ import annotations

import random
import sqlite3
from collections import Counter
from collections.abc import Sequence
from typing import Any

import duckdb
import pytest

from answerable.measures.fold import band_cells, contact_cells, handling_cells, rolled_up
from answerable.records.contract import NO_UPPER_END_MS

CONTACT_COLUMNS = ("presented_ms", "local_day", "slot", "repeated", "series", "caller_ms", "force_ms", "queue_ms",
                   "message_ms", "talk_ms", "wrap_ms", "handler")
BAND_COLUMNS = ("local_day", "slot", "repeated", "series", "clock", "from_ms", "to_ms", "n")
HALF_HOURS = ("local_day, slot, repeated", "day, slot, repeated")
HOURS_OF_THE_WEEK = ("(local_day + 3) % 7, slot - slot % 2, repeated * 0", "day, slot, repeated")
START_MS = 1_729_980_000_000
Rows = list[tuple[Any, ...]]


def contacts(seed: int, size: int = 400) -> Rows:
    """Canonical rows of a few days and series; waits that agree on some clocks, differ on others, or are not known."""
    draw = random.Random(seed)

    def wait() -> int | None:
        return draw.choice((None, 0, 999, 1000, 1001, 10_000, 10_001, draw.randrange(100_000)))

    rows: Rows = []
    for _ in range(size):
        force = wait()
        caller, queue = draw.choice((force, wait())), draw.choice((force, 0, wait()))
        stretches = (draw.choice((None, 0, 1_800_000, 90_000_000, draw.randrange(8_000_000))) for _ in range(3))
        rows.append((START_MS + draw.randrange(3 * 86_400_000), 20_022 + draw.randrange(3), draw.randrange(48),
                     draw.randrange(2), draw.randrange(6), caller, force, queue, *stretches,
                     draw.choice((None, 5, 2**62 + 7, 2**63 - 1))))
    return rows


def bands(seed: int, size: int = 200) -> Rows:
    """Lines of counts: of a wait band, or (clock 0) without a wait."""
    draw = random.Random(seed)
    edges = (0, 10_000, 20_000, 60_000, NO_UPPER_END_MS)
    rows: Rows = []
    for _ in range(size):
        place, clock = draw.randrange(4), draw.choice((0, 1, 2, 4))
        band = (edges[place] + (place > 0), edges[place + 1]) if clock else (0, 0)
        rows.append((20_022 + draw.randrange(3), draw.randrange(48), draw.randrange(2), draw.randrange(6), clock, *band,
                     draw.randrange(50)))
    return rows


def by_both(columns: Sequence[str], rows: Rows, query: str) -> tuple[Counter[Any], Counter[Any]]:
    """The rows that DuckDB and SQLite give for a query over the table `records`."""
    table = f"CREATE TABLE records ({', '.join(f'{name} BIGINT' for name in columns)})"
    insert = f"INSERT INTO records VALUES ({', '.join('?' * len(columns))})"
    engines = duckdb.connect(), sqlite3.connect(":memory:")
    found = []
    for engine in engines:
        engine.execute(table)
        engine.executemany(insert, rows)
        found.append(Counter(tuple(row) for row in engine.execute(query).fetchall()))
    return found[0], found[1]


@pytest.mark.parametrize("keys", [("local_day", "day"), HALF_HOURS, HOURS_OF_THE_WEEK], ids=["day", "half-hour", "week"])
def test_contact_cells(keys: tuple[str, str]) -> None:
    for seed in range(3):
        duck, lite = by_both(CONTACT_COLUMNS, contacts(seed), contact_cells("records", *keys))
        assert duck == lite
        assert len(duck) > 100


@pytest.mark.parametrize("keys", [("local_day", "day"), HALF_HOURS], ids=["day", "half-hour"])
def test_band_cells(keys: tuple[str, str]) -> None:
    for seed in range(3):
        duck, lite = by_both(BAND_COLUMNS, bands(seed), band_cells("records", *keys))
        assert duck == lite
        assert len(duck) > 100


@pytest.mark.parametrize(("columns", "rows", "cells"), [(CONTACT_COLUMNS, contacts(1), contact_cells("records")),
                                                        (BAND_COLUMNS, bands(1), band_cells("records"))],
                         ids=["contacts", "bands"])
def test_days_rolled_up_to_months(columns: Sequence[str], rows: Rows, cells: str) -> None:
    duck, lite = by_both(columns, rows, rolled_up(f"({cells}) AS cells", "19997"))
    assert duck == lite
    assert all(row[0] == 19997 for row in duck)


def test_handling_cells() -> None:
    for seed in range(3):
        duck, lite = by_both(CONTACT_COLUMNS, contacts(seed), handling_cells("records", [0, 2, 4]))
        assert duck == lite
        assert len(duck) > 100


def test_handling_cells_without_a_telephone_are_none() -> None:
    duck, lite = by_both(CONTACT_COLUMNS, contacts(0), handling_cells("records", []))
    assert duck == lite == Counter()


def test_every_contact_is_counted_once_on_each_clock_it_is_known_on() -> None:
    rows = contacts(7)
    cells, _ = by_both(CONTACT_COLUMNS, rows, contact_cells("records"))
    for place, bit in (("caller_ms", 1), ("force_ms", 2), ("queue_ms", 4)):
        known = [row[CONTACT_COLUMNS.index(place)] for row in rows if row[CONTACT_COLUMNS.index(place)] is not None]
        on_clock = [row for row in cells.elements() if 1 <= row[2] <= 7 and row[2] & bit]
        assert (sum(row[5] for row in on_clock), sum(row[6] for row in on_clock)) == (len(known), sum(known))
