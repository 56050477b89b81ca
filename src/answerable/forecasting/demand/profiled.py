"""Level times profile: whole days by what repeats, spread over the day as the same weekday was lately."""

from __future__ import annotations

import numpy as np

from answerable.forecasting.demand.past import Past
from answerable.forecasting.demand.seasons import DayModel
from answerable.forecasting.demand.types import Floats

# The weeks that make the profile, how fast they fade, and the calls of all weekdays that stand beside a weekday's own.
WEEKS, FADING, PRIOR = 10, 0.85, 150.0


def profiled(past: Past, model: DayModel | None) -> Floats | None:
    """(ahead × slots): the rates; None where there is no model of whole days."""
    if model is None:
        return None
    shares = day_shares(past)[past.weekdays_ahead()]
    return np.asarray(np.where(past.open_ahead(), model.mean[:, None] * shares, 0.0))


def day_shares(past: Past) -> Floats:
    """(7 × slots): the share of each slot in its weekday's calls, adding up to 1 where the weekday is open."""
    if past.slots == 1:
        return np.ones((7, 1))
    rates = np.where(past.special[:past.days, None], np.nan, past.rates)[-7 * WEEKS:]
    weekdays, age = past.weekdays[-len(rates):], np.arange(len(rates))[::-1] // 7
    known, weight = ~np.isnan(rates), (FADING ** age)[:, None]
    sums = np.array([(np.where(known, rates, 0) * weight)[weekdays == day].sum(axis=0) for day in range(7)])
    number = np.array([(known * weight)[weekdays == day].sum(axis=0) for day in range(7)])
    mean = sums / np.maximum(number, 1e-9)
    overall = sums.sum(axis=0) / np.maximum(number.sum(axis=0), 1e-9)
    mean = np.where(number > 0, mean, overall) * past.week_open
    total = mean.sum(axis=1, keepdims=True)
    calls = sums.sum(axis=1, keepdims=True)
    common = overall * past.week_open
    common = common / np.maximum(common.sum(axis=1, keepdims=True), 1e-9)
    own = mean / np.maximum(total, 1e-9)
    return np.asarray((calls * own + PRIOR * common) / (calls + PRIOR))
