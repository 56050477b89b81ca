"""A first or last day, or a last hour, that is there in part: far below whatever comes on such a day.

A file that is taken at noon has half of that day. In the middle of a series a low day is a day like another and stays.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np

from answerable.comparing.timed_reading import FileRead
from answerable.comparing.timed_spacing import DAY_MINUTES
from answerable.forecasting.calendars import SINGLE_DAYS, easter_sunday, public_holidays
from answerable.forecasting.demand.part_days import POINT, chance_of_less, in_part
from answerable.forecasting.demand.types import Demand, Flags
from answerable.forecasting.series import Series
from answerable.periods import day_label

# An hour has few like it and is not known where half of it lacks; so many must be usual.
HALF, USUAL_HOUR = 0.5, 20.0
NEAR, WEEK, ALIKE, NEAR_EASTER = 56, 7, 3, 3
# Whose holidays excuse a low day where nothing is known of the file's country.
COMMON = ("England", "US")


def whole_ends(read: FileRead, country: str) -> FileRead:
    """The file without first and last days that are there in part, as its notes then say. country: whose public holidays are
    low days of their own kind, beside those of England and the United States; "none" or "": no further ones."""
    parts: dict[str, Demand | Series] = dict(read.parts)
    notes: list[str] = []
    for name, demand in read.demands.items():
        parts[name], said = whole_demand(demand, country)
        notes += [f"{name}: {words}" if name else words for words in said]
    return replace(read, parts=parts, notes=(*read.notes, *notes))


def whole_demand(demand: Demand, country: str) -> tuple[Demand, list[str]]:
    """A demand without a first or last day, or last hour, there in part, and what has to be said of it."""
    if demand.interval_minutes < DAY_MINUTES:
        return _whole_last_slot(demand)
    weekdays = np.array([day.weekday() for day in demand.days])
    special = holidays_of(demand.days, country)
    first = in_part(demand.counts[::-1, 0], weekdays[::-1], special[::-1])
    last = in_part(demand.counts[:, 0], weekdays, special)
    notes = [f"The {side} day, {day_label(day)}, is far below what ever came on such a day ({count:,.0f}), so it was taken as "
             f"there in part and left out{' (`--keep-last` keeps it)' if side == 'last' else ''}."
             for side, day, count, found in (("first", demand.days[0], demand.counts[0, 0], first),
                                             ("last", demand.days[-1], demand.counts[-1, 0], last)) if found]
    kept = slice(int(first), len(demand.days) - int(last))
    exposure = None if demand.exposure is None else demand.exposure[kept]
    return Demand(demand.id, demand.days[kept], demand.interval_minutes, demand.counts[kept], exposure), notes


def holidays_of(days: tuple[date, ...], country: str) -> Flags:
    """(days): the days that are off, or stand alone in their year, here or in the countries of most files."""
    years = {day.year for day in days}
    names = dict.fromkeys([*COMMON, *([country] if country and country.casefold() != "none" else [])])
    off = frozenset[date]().union(*(public_holidays(name, years) for name in names))
    single = set(SINGLE_DAYS.values())
    return np.array([day in off or (day.month, day.day) in single or abs((day - easter_sunday(day.year)).days) <= NEAR_EASTER
                     for day in days])


def _whole_last_slot(demand: Demand) -> tuple[Demand, list[str]]:
    """The last interval is not known where it is far below the same one of the last eight weeks."""
    counts, last = demand.counts, float(demand.counts[-1, -1])
    alike = counts[-1 - WEEK:-1 - NEAR - WEEK:-WEEK, -1]
    alike = alike[~np.isnan(alike)]
    if len(alike) < ALIKE or np.isnan(last) or last >= min(HALF * float(np.median(alike)), float(alike.min())):
        return demand, []
    beyond = max(float(np.var(alike)) / float(np.mean(alike)) ** 2 - 1 / float(np.mean(alike)), 1e-3)
    if float(np.mean(alike)) < USUAL_HOUR or chance_of_less(last, float(np.mean(alike)), 1 / beyond) >= POINT:
        return demand, []
    counts = counts.copy()
    counts[-1, -1] = np.nan
    return replace(demand, counts=counts), [f"The last interval of {day_label(demand.days[-1])} is far below what ever came in "
                                            "it, so it was taken as there in part and as not known (`--keep-last` keeps it)."]
