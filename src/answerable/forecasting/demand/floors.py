"""The floors: what any model must beat to be used."""

from __future__ import annotations

import numpy as np

from answerable.forecasting.demand.past import Past
from answerable.forecasting.demand.types import Flags, Floats
from answerable.words import mark

SEASONAL_NAIVE, FOUR_WEEKS = "seasonal-naive", "four-week-mean"
WORDS = {SEASONAL_NAIVE: mark("the same weekday of the week before"),
         FOUR_WEEKS: mark("the mean of the same weekday in the last four weeks")}
# How many weeks are looked at for the weeks wanted, where holidays and lost days lie among them.
REACH = 9


def seasonal_naive(past: Past) -> Floats:
    """(ahead × slots): the latest same weekday that is known; special days are skipped."""
    return latest_mean(past, 1)


def four_week_mean(past: Past) -> Floats:
    """(ahead × slots): the mean of the four latest same weekdays that are known; special days are skipped."""
    return latest_mean(past, 4)


def latest_mean(past: Past, weeks: int) -> Floats:
    """(ahead × slots): by weekday and slot the mean of the latest `weeks` known rates among the last REACH weeks; where there
    is none, the slot's mean over all its weekdays, and 0 where there is none of those either. Closed slots are 0."""
    ordinary = np.where(past.special[:past.days, None], np.nan, past.rates)
    by_weekday = np.array([_latest(ordinary[past.weekdays == day][::-1][:REACH], weeks) for day in range(7)])
    slot = _latest(ordinary[::-1][:7 * REACH], 7 * REACH)
    by_weekday = np.where(np.isnan(by_weekday), np.nan_to_num(slot), by_weekday)
    return np.asarray(np.where(past.open_ahead(), by_weekday[past.weekdays_ahead()], 0.0))


def _latest(rows: Floats, number: int) -> Floats:
    """By slot the mean of the first `number` values that are known; nan where there is none. rows: the latest first."""
    known: Flags = ~np.isnan(rows)
    taken = known & (np.cumsum(known, axis=0) <= number)
    count = taken.sum(axis=0)
    return np.asarray(np.where(count > 0, np.where(taken, np.nan_to_num(rows), 0).sum(axis=0) / np.maximum(count, 1), np.nan))
