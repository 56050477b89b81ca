"""The fold: canonical records → cells, in plain ANSI SQL over whole numbers, all measures of a table at once.

A cell is (day, series, clock, from_ms, to_ms) → n contacts, of which `timed` have a known wait, whose sum is ms_sum.
For the three clocks there is a cell a wait: `from_ms` is the wait itself where it is a whole number of seconds, and
otherwise the whole second plus one, standing for all waits strictly between two seconds. So both "≤ 10 s" and
"< 10 s", in milliseconds or in whole seconds, are exact, and so are percentiles in whole seconds. A band from a
source that only counts is a cell whose from and to lie apart.

The text holds only COUNT, SUM, CASE, GROUP BY and remainders over integers, so every engine gives the same numbers.
"""

from __future__ import annotations

from collections.abc import Sequence

from answerable.clocks import HALF_HOUR_MS
from answerable.records.contract import CLOCKS, DURATIONS, WAIT_CLOCKS

CELL_COLUMNS = ("day", "series", "clock", "from_ms", "to_ms", "n", "timed", "ms_sum")
# A talk or wrap-up longer than this many half-hours is cut there when it is spread over the half-hours it touches.
LONGEST_HANDLING_HALF_HOURS = 48


def wait_cells(clock: str, records: str, keys: str = "local_day", names: str = "day") -> str:
    """SQL: the cells of one clock. records: a table expression of canonical contacts; keys: what to group by beside
    series and wait, under these names."""
    ms = f"{clock}_ms"
    bin_ = f"{ms} - {ms} % 1000 + CASE WHEN {ms} % 1000 > 0 THEN 1 ELSE 0 END"
    return (f"SELECT {_as(keys, names)}, series, {CLOCKS[clock]} AS clock, {bin_} AS from_ms, "
            f"COUNT(*) AS n, COUNT(*) AS timed, SUM({ms}) AS ms_sum FROM {records} "
            f"WHERE {ms} IS NOT NULL GROUP BY {keys}, series, {bin_}")


def total_cells(records: str, keys: str = "local_day", names: str = "day") -> str:
    """SQL: contacts counted, and the sums of the durations, one wide row a series."""
    sums = ", ".join(f"COUNT({name}_ms) AS {name}_n, COALESCE(SUM({name}_ms), 0) AS {name}_sum" for name in DURATIONS)
    return f"SELECT {_as(keys, names)}, series, COUNT(*) AS n, {sums} FROM {records} GROUP BY {keys}, series"


def _as(keys: str, names: str) -> str:
    return ", ".join(f"{key.strip()} AS {name.strip()}" for key, name in
                     zip(keys.split(","), names.split(","), strict=True))


def contact_cells(records: str, keys: str = "local_day", names: str = "day") -> str:
    """SQL: every cell of canonical contacts, in the long form of CELL_COLUMNS."""
    columns = names
    parts = [f"SELECT {columns}, series, {CLOCKS['contacts']} AS clock, 0 AS from_ms, 0 AS to_ms, n, 0 AS timed, "
             "0 AS ms_sum FROM totals"]
    parts += [f"SELECT {columns}, series, {CLOCKS[name]} AS clock, 0 AS from_ms, 0 AS to_ms, {name}_n AS n, "
              f"{name}_n AS timed, {name}_sum AS ms_sum FROM totals WHERE {name}_n > 0" for name in DURATIONS]
    # from_ms on a whole second stands for that wait alone; else for all waits up to the next second.
    parts += [f"SELECT {columns}, series, clock, from_ms, CASE WHEN from_ms % 1000 = 0 THEN from_ms ELSE from_ms + 998 "
              f"END AS to_ms, n, timed, ms_sum FROM ({wait_cells(clock, records, keys, names)}) AS {clock}_waits"
              for clock in WAIT_CLOCKS]
    return f"WITH totals AS ({total_cells(records, keys, names)}) " + " UNION ALL ".join(parts)


def band_cells(records: str, keys: str = "local_day", names: str = "day") -> str:
    """SQL: the cells of contact bands. Each band counts its contacts, and those with a wait in their band as well."""
    return (f"SELECT {_as(keys, names)}, series, {CLOCKS['contacts']} AS clock, 0 AS from_ms, 0 AS to_ms, SUM(n) AS n, "
            f"0 AS timed, 0 AS ms_sum FROM {records} GROUP BY {keys}, series "
            f"UNION ALL SELECT {_as(keys, names)}, series, clock, from_ms, to_ms, SUM(n) AS n, 0 AS timed, 0 AS ms_sum "
            f"FROM {records} WHERE clock <> {CLOCKS['contacts']} GROUP BY {keys}, series, clock, from_ms, to_ms")


CELLS_OF = {"contacts": contact_cells, "contact_bands": band_cells}


def rolled_up(cells: str, key: str) -> str:
    """SQL: cells added up over all their days; `key` is the number that stands in the column `day` instead."""
    return (f"SELECT {key} AS day, series, clock, from_ms, to_ms, SUM(n) AS n, SUM(timed) AS timed, "
            f"SUM(ms_sum) AS ms_sum FROM {cells} GROUP BY series, clock, from_ms, to_ms")


def handling_cells(records: str, series: Sequence[int]) -> str:
    """SQL: handled milliseconds a half-hour (counted from 1970-01-01 UTC) and handler, calls split over the
    half-hours they touch. series: the codes of the telephone."""
    codes = ", ".join(str(code) for code in series) or "-1"
    start = "presented_ms + force_ms"
    length = "COALESCE(talk_ms, 0) + COALESCE(wrap_ms, 0)"
    numbers = " UNION ALL ".join(f"SELECT {k} AS k" for k in range(1, LONGEST_HANDLING_HALF_HOURS))
    return f"""
WITH handled AS (
  SELECT handler, {start} AS start_ms, {start} + {length} AS end_ms,
    ({start} - ({start}) % {HALF_HOUR_MS}) AS first_ms
  FROM {records} WHERE handler IS NOT NULL AND force_ms IS NOT NULL AND {length} > 0 AND series IN ({codes})),
pieces AS (
  SELECT handler, first_ms AS half_hour_ms,
    CASE WHEN end_ms < first_ms + {HALF_HOUR_MS} THEN end_ms ELSE first_ms + {HALF_HOUR_MS} END - start_ms AS ms
  FROM handled
  UNION ALL
  SELECT handler, first_ms + k * {HALF_HOUR_MS} AS half_hour_ms,
    CASE WHEN end_ms < first_ms + (k + 1) * {HALF_HOUR_MS} THEN end_ms - (first_ms + k * {HALF_HOUR_MS})
    ELSE {HALF_HOUR_MS} END AS ms
  FROM handled JOIN ({numbers}) AS numbers ON end_ms > first_ms + k * {HALF_HOUR_MS}
  WHERE end_ms > first_ms + {HALF_HOUR_MS})
SELECT half_hour_ms, handler, SUM(ms) AS ms FROM pieces GROUP BY half_hour_ms, handler"""
