"""Whose public holidays a series of days keeps, told by which days departed from their weekday's usual."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np
import numpy.typing as npt

from answerable.forecasting.calendars import public_holidays

# The countries tried. What they have in common tells nothing of whose they are.
USUAL, TRIED = "England", ("England", "US", "CA", "IE", "AU", "NZ")
# A holiday speaks for its country by how many deviations the day departs, at most so many; a day like others (0.8 of them on
# average) speaks against it. Another country than the usual one is taken where it leads by the margin.
MOST, EVEN, MARGIN = 4.0, 1.5, 3.0
LEAST_DAYS, REACH, WEEK = 28, 4, 7


def whose_holidays(days: Sequence[date], totals: npt.NDArray[np.float64]) -> str:
    """The country among TRIED whose holidays stand out most, by name or code as `calendar_columns` takes it; USUAL where none
    does. days: consecutive; totals: one a day, nan where not known."""
    if len(days) < LEAST_DAYS:
        return USUAL
    apart = departures(totals)
    years = {day.year for day in days}
    off = {country: public_holidays(country, years) for country in TRIED}
    common = frozenset[date].intersection(*off.values())
    for_it = {country: sum(float(apart[at]) - EVEN for at, day in enumerate(days)
                           if day in held and day not in common and not np.isnan(apart[at])) for country, held in off.items()}
    best = max(TRIED, key=lambda country: for_it[country])
    return best if for_it[best] >= max(0.0, for_it[USUAL]) + MARGIN else USUAL


def departures(totals: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """(days): how far each day is from the median of its weekday REACH weeks about, in robust deviations, MOST at most."""
    usual = np.full(len(totals), np.nan)
    for first in range(WEEK):
        own = np.pad(totals[first::WEEK], REACH, constant_values=np.nan)
        windows = np.lib.stride_tricks.sliding_window_view(own, 2 * REACH + 1)
        known = ~np.isnan(windows).all(axis=1)
        usual[first::WEEK][known] = np.nanmedian(windows[known], axis=1)
    left = np.log((np.maximum(totals, 0) + 0.5) / (usual + 0.5))
    deviation = 1.4826 * float(np.nanmedian(np.abs(left))) if (~np.isnan(left)).any() else 0.0
    return np.minimum(np.abs(left) / deviation, MOST) if deviation > 0 else np.zeros(len(totals))
