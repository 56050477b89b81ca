"""Duties and abstractions spread over the half-hours that they touch: how many hours of each fell into which."""

from __future__ import annotations

import numpy as np

from answerable.clocks import HALF_HOUR_MS, day_and_slot, zone
from answerable.engines import quoted, reader
from answerable.measures.answering import Question
from answerable.measures.blocks import Cells
from answerable.records.store import Manifest, Store
from answerable.records.tables import clock_codes

# A duty longer than this many half-hours is cut there: nobody works longer than two days on end.
LONGEST_DUTY_HALF_HOURS = 96
# What was both planned and worked begins with the later of the two starts.
_BOTH = "CASE WHEN actual_start_at_ms > at_ms THEN actual_start_at_ms ELSE at_ms END"
# Table → clock → where its stretch starts and how long it is.
SPANS = {"duties": {"planned": ("at_ms", "planned_ms"), "worked": ("actual_start_at_ms", "worked_ms"),
                    "adhered": (_BOTH, "adhered_ms")},
         "abstractions": {"abstracted": ("at_ms", "abstracted_ms")}}


def staffed_text(records: str, table: str = "duties") -> str:
    """SQL: milliseconds of each clock of SPANS by half-hour (counted from 1970-01-01 UTC), series and clock, in plain ANSI SQL
    over whole numbers. records: a table expression of canonical records of the table."""
    spans = " UNION ALL ".join(
        f"SELECT series, {clock_codes(table, name)[0]} AS clock, {start} AS start_ms, {start} + {length} AS end_ms "
        f"FROM {records} WHERE {start} IS NOT NULL AND {length} > 0" for name, (start, length) in SPANS[table].items())
    numbers = " UNION ALL ".join(f"SELECT {number} AS k" for number in range(LONGEST_DUTY_HALF_HOURS))
    begin = f"start_ms - start_ms % {HALF_HOUR_MS} + k * {HALF_HOUR_MS}"
    pieces = (f"SELECT series, clock, {begin} AS half_hour_ms, start_ms, end_ms FROM ({spans}) AS spans "
              f"CROSS JOIN ({numbers}) AS numbers WHERE end_ms > {begin}")
    upper = f"CASE WHEN end_ms < half_hour_ms + {HALF_HOUR_MS} THEN end_ms ELSE half_hour_ms + {HALF_HOUR_MS} END"
    lower = "CASE WHEN start_ms > half_hour_ms THEN start_ms ELSE half_hour_ms END"
    return (f"SELECT half_hour_ms, series, clock, SUM({upper} - {lower}) AS ms FROM ({pieces}) AS pieces "
            "GROUP BY half_hour_ms, series, clock")


def staffed_cells(store: Store, head: Manifest, table: str, asked: Question, series: list[int], code: int,
                  time_zone: str) -> Cells:
    """Cells by half-hour of the time of a clock of SPANS and some series; day, slot and repeat flag of the local calendar, or,
    by hour-of-week, the weekday (Monday 0) instead of the day."""
    files = ", ".join(quoted(store.path(ref)) for ref in head.parts(table, "records").values())
    if not files:
        rows = np.empty((0, 3), dtype=np.int64)
    else:
        codes = ", ".join(map(str, series)) or "-1"
        records = f"(SELECT * FROM read_parquet([{files}]) WHERE series IN ({codes})) AS records"
        found = reader().execute(f"SELECT half_hour_ms, series, CAST(ms AS BIGINT) AS ms FROM "
                                           f"({staffed_text(records, table)}) AS staffed WHERE clock = {code}").to_arrow_table()
        rows = np.column_stack([found[name].to_numpy() for name in found.column_names]).astype(np.int64)
    local, repeated = zone(time_zone).to_local(rows[:, 0])
    day, slot = day_and_slot(local)
    cells = _as_cells(day.astype(np.int64), rows, code, slot.astype(np.int64), repeated.astype(np.int64))
    keep = (cells.day >= (asked.first if asked.first is not None else cells.day.min(initial=0))) \
        & (cells.day <= (asked.last if asked.last is not None else cells.day.max(initial=0)))
    cells = cells.where(keep)
    if asked.period == "half-hour":
        return cells
    return _as_cells((cells.day + 3) % 7, np.column_stack([rows[keep, 0], cells.series, cells.ms_sum]), code,
                     cells.slot if cells.slot is not None else cells.day, np.zeros(len(cells.day), dtype=np.int64))


def _as_cells(day: np.ndarray, rows: np.ndarray, code: int, slot: np.ndarray, repeated: np.ndarray) -> Cells:
    zero = np.zeros(len(rows), dtype=np.int64)
    return Cells(day, rows[:, 1], np.full(len(rows), code), zero, zero, zero + 1, zero + 1, rows[:, 2], slot, repeated)
