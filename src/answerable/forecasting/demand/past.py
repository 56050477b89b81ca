"""The past that a forecast may learn from: rates, opening hours, and days set aside."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np

from answerable.forecasting.demand.opening import closed_flags, lost_stretches, open_week
from answerable.forecasting.demand.types import Demand, Flags, Floats, Whole

# A calendar column that is set on fewer days than this share marks special days.
RARE = 0.08
# Older days than eight years' worth teach nothing that newer ones do not.
MOST_DAYS = 2922


@dataclass(frozen=True, eq=False)
class Past:
    """Everything known at an origin.

    first: the place in the demand of the first day kept; rates: (days × slots) counts by unit of exposure, nan where there is
    nothing to learn; weekdays: (days), Monday is 0; week_open: (7 × slots); special: (days + ahead), days marked by a rare
    calendar column; known: the calendar over past and coming days; shut: (ahead), days on which the calendar's like were
    closed; lost: how many days have a stretch that was set aside as lost.
    """

    origin: date
    first: int
    rates: Floats
    weekdays: Whole
    week_open: Flags
    special: Flags
    known: Mapping[str, Floats]
    shut: Flags
    ahead: int
    lost: int
    whole_numbers: bool

    @property
    def days(self) -> int:
        return int(self.rates.shape[0])

    @property
    def slots(self) -> int:
        return int(self.rates.shape[1])

    def weekdays_ahead(self) -> Whole:
        """(ahead): the weekdays of the days to be forecast."""
        return np.asarray((self.weekdays[-1] + 1 + np.arange(self.ahead)) % 7)

    def open_ahead(self) -> Flags:
        """(ahead × slots): where the days ahead are open."""
        return np.asarray(self.week_open[self.weekdays_ahead()] & ~self.shut[:, None])


def past_at(demand: Demand, days: int, ahead: int, known: Mapping[str, Floats]) -> Past:
    """The past as it stood after the first `days` days of `demand`. known: arrays over days + ahead days; what lies
    beyond is not looked at, and days that they do not reach are 0."""
    first = max(0, days - MOST_DAYS)
    counts = np.array(demand.counts[first:days], dtype=float)
    counts[counts < 0] = np.nan
    exposure = np.ones_like(counts) if demand.exposure is None else np.asarray(demand.exposure[first:days], dtype=float)
    with np.errstate(divide="ignore", invalid="ignore"):
        rates = np.where(exposure > 0, counts / exposure, np.nan)
    weekdays = (demand.days[first].weekday() + np.arange(len(counts))) % 7
    columns = {name: _reaching(np.asarray(column[first:days + ahead], dtype=float), len(counts) + ahead)
               for name, column in known.items()}
    special = special_days(columns, len(counts) + ahead)
    opened = open_week(rates, weekdays)
    lost = lost_stretches(rates, weekdays, opened, special[:len(counts)])
    shut = closed_flags(columns, rates, opened[weekdays], ahead)
    rates = np.where(lost | ~opened[weekdays], np.nan, rates)
    present = counts[~np.isnan(counts)]
    return Past(demand.days[days - 1], first, rates, weekdays, opened, special, columns, shut, ahead,
                int(lost.any(axis=1).sum()), bool(np.all(present == np.round(present))))


def _reaching(column: Floats, length: int) -> Floats:
    return np.pad(column, (0, max(0, length - len(column))))


def special_days(known: Mapping[str, Floats], length: int) -> Flags:
    """(length): days that a calendar column marks which is set on few days only, as bank holidays are."""
    marked = np.zeros(length, dtype=bool)
    for column in known.values():
        flag = np.nan_to_num(column[:length]) != 0
        if flag.mean() < RARE:
            marked[:len(flag)] |= flag
    return marked
