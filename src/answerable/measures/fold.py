"""The fold: canonical records → cells, in plain ANSI SQL over whole numbers, all measures of a table at once.

A cell is (day, series, clock, from_ms, to_ms) → n contacts, whose waits add up to ms_sum (null: not known).
For the wait clocks there is a cell a wait: `from_ms` is the wait itself where it is a whole number of seconds, and
otherwise the whole second plus one, standing for all waits strictly between two seconds. So both "≤ 10 s" and
"< 10 s", in milliseconds or in whole seconds, are exact, and so are percentiles in whole seconds. `to_ms` is null but
for a band of a source that only counts: there it is the band's upper end.

The text holds only COUNT, SUM, CASE, GROUP BY and remainders over integers, so every engine gives the same numbers.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from answerable.clocks import HALF_HOUR_MS
from answerable.measures.record_fold import record_cells
from answerable.records.contract import CONTACTS_CODE, DURATION_CODES, DURATIONS
from answerable.records.tables import TABLES

CELL_COLUMNS = ("day", "series", "clock", "from_ms", "to_ms", "n", "ms_sum")
# A talk and wrap-up longer than this many half-hours is cut there when it is spread over the half-hours it touches.
LONGEST_HANDLING_HALF_HOURS = 48
# Nearly all calls end within this many half-hours: the few others are spread apart, by a longer list of numbers.
USUAL_HANDLING_HALF_HOURS = 4


def contact_cells(records: str, keys: str = "local_day", names: str = "day") -> str:
    """SQL: every cell of canonical contacts, in the long form of CELL_COLUMNS.

    records: a table expression; keys: what to group by beside series and wait, comma-separated, under these names.
    """
    totals = _total_cells(records, keys, names)
    parts = [f"SELECT {names}, series, {CONTACTS_CODE} AS clock, 0 AS from_ms, NULL AS to_ms, n, NULL AS ms_sum "
             "FROM totals"]
    parts += [f"SELECT {names}, series, {DURATION_CODES[name]} AS clock, 0 AS from_ms, NULL AS to_ms, {name}_n AS n, "
              f"{name}_sum AS ms_sum FROM totals WHERE {name}_n > 0" for name in DURATIONS]
    return f"WITH totals AS ({totals}) " + " UNION ALL ".join([*parts, *_wait_cells(records, keys, names)])


def _total_cells(records: str, keys: str, names: str) -> str:
    sums = ", ".join(f"COUNT({name}_ms) AS {name}_n, SUM({name}_ms) AS {name}_sum" for name in DURATIONS)
    return f"SELECT {_as(keys, names)}, series, COUNT(*) AS n, {sums} FROM {records} GROUP BY {keys}, series"


def _wait_cells(records: str, keys: str, names: str) -> list[str]:
    """Each contact is counted once for each different wait that it has on its clocks."""
    with_force = "CASE WHEN force_ms = caller_ms THEN 2 ELSE 0 END"
    caller = f"1 + {with_force} + CASE WHEN queue_ms = caller_ms THEN 4 ELSE 0 END"
    force = "2 + CASE WHEN queue_ms = force_ms THEN 4 ELSE 0 END"
    other_than_caller = "(caller_ms IS NULL OR caller_ms <> {})"
    return [
        _waits(records, keys, names, "caller_ms", caller, "caller_ms IS NOT NULL"),
        _waits(records, keys, names, "force_ms", force,
               f"force_ms IS NOT NULL AND {other_than_caller.format('force_ms')}"),
        _waits(records, keys, names, "queue_ms", "4",
               f"queue_ms IS NOT NULL AND {other_than_caller.format('queue_ms')} "
               "AND (force_ms IS NULL OR force_ms <> queue_ms)"),
    ]


def _waits(records: str, keys: str, names: str, ms: str, code: str, condition: str) -> str:
    wait = f"{ms} - {ms} % 1000 + CASE WHEN {ms} % 1000 > 0 THEN 1 ELSE 0 END"
    return (f"SELECT {_as(keys, names)}, series, {code} AS clock, {wait} AS from_ms, NULL AS to_ms, COUNT(*) AS n, "
            f"SUM({ms}) AS ms_sum FROM {records} WHERE {condition} GROUP BY {keys}, series, {code}, {wait}")


def _as(keys: str, names: str) -> str:
    return ", ".join(f"{key.strip()} AS {name.strip()}" for key, name in
                     zip(keys.split(","), names.split(","), strict=True))


def band_cells(records: str, keys: str = "local_day", names: str = "day") -> str:
    """SQL: the cells of contact bands. Each band counts its contacts, and those with a wait in their band as well."""
    return (f"SELECT {_as(keys, names)}, series, {CONTACTS_CODE} AS clock, 0 AS from_ms, NULL AS to_ms, SUM(n) AS n, "
            f"NULL AS ms_sum FROM {records} GROUP BY {keys}, series "
            f"UNION ALL SELECT {_as(keys, names)}, series, clock, from_ms, to_ms, SUM(n) AS n, NULL AS ms_sum "
            f"FROM {records} WHERE clock <> {CONTACTS_CODE} GROUP BY {keys}, series, clock, from_ms, to_ms")


# Table → the text of its cells.
CELLS_OF: dict[str, Callable[..., str]] = {name: partial(record_cells, table) for name, table in TABLES.items()}
CELLS_OF |= {"contacts": contact_cells, "contact_bands": band_cells}


def rolled_up(cells: str, key: str) -> str:
    """SQL: cells added up over all their days; `key` is the number that stands in the column `day` instead."""
    return (f"SELECT {key} AS day, series, clock, from_ms, to_ms, SUM(n) AS n, SUM(ms_sum) AS ms_sum "
            f"FROM {cells} GROUP BY series, clock, from_ms, to_ms")


def handling_cells(records: str, series: Sequence[int]) -> str:
    """SQL: handled milliseconds a half-hour (counted from 1970-01-01 UTC) and handler, calls split over the
    half-hours they touch. series: the codes of the telephone."""
    codes = ", ".join(str(code) for code in series) or "-1"
    start = "presented_ms + force_ms"
    first = f"start_ms - start_ms % {HALF_HOUR_MS}"
    usual = USUAL_HANDLING_HALF_HOURS
    return f"""
WITH handled AS (
  SELECT handler, {start} AS start_ms, {start} + COALESCE(talk_ms, 0) + COALESCE(wrap_ms, 0) AS end_ms
  FROM {records} WHERE handler IS NOT NULL AND force_ms IS NOT NULL AND series IN ({codes})
    AND COALESCE(talk_ms, 0) + COALESCE(wrap_ms, 0) > 0)
SELECT half_hour_ms, handler, SUM(ms) AS ms FROM (
  SELECT {first} AS half_hour_ms, handler,
    CASE WHEN end_ms < {first} + {HALF_HOUR_MS} THEN end_ms ELSE {first} + {HALF_HOUR_MS} END - start_ms AS ms
  FROM handled
  UNION ALL {_later_half_hours(first, 1, usual, 1)}
  UNION ALL {_later_half_hours(first, usual, LONGEST_HANDLING_HALF_HOURS, usual)}) AS pieces
GROUP BY half_hour_ms, handler"""


def _later_half_hours(first: str, start: int, stop: int, least: int) -> str:
    """The pieces of calls in their half-hours number `start` to `stop` − 1, of calls that reach number `least`."""
    numbers = " UNION ALL ".join(f"SELECT {number} AS k" for number in range(start, stop))
    begin = f"{first} + k * {HALF_HOUR_MS}"
    return f"""
  SELECT {begin} AS half_hour_ms, handler,
    CASE WHEN end_ms < {begin} + {HALF_HOUR_MS} THEN end_ms - ({begin}) ELSE {HALF_HOUR_MS} END AS ms
  FROM (SELECT * FROM handled WHERE end_ms > {first} + {least * HALF_HOUR_MS}) AS long_ones
    CROSS JOIN ({numbers}) AS numbers
  WHERE end_ms > {begin}"""
