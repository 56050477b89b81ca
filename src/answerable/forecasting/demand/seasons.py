"""Whole days told by what repeats: weekday, season of the year, day of the month, calendar, and a level that wanders.

A Poisson regression with a ridge (a normal prior for every coefficient), fitted by reweighted least squares (Nelder and
Wedderburn 1972; Wood 2017, chapter 3), with residuals cut off so that one odd day does not move it. What recurs on dates of
its own (the first of January, the fourth Thursday in November, Easter) is found from the years before, without a calendar.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from answerable.forecasting.demand.past import RARE, Past
from answerable.forecasting.demand.special_dates import special_date_columns
from answerable.forecasting.demand.types import Floats

ROUNDS = 6
# The level wanders from four weeks to the next by about this much (log); older days count half every two years.
KNOT_DAYS, KNOT_DEVIATION, HALF_LIFE = 28, 0.05, 730.0
# A season of the year needs so many days, a day of the month so many.
YEAR_DAYS, MONTH_DAYS = 456, 180
# Constants of smoothing that are tried, and the days ahead for which one is chosen.
SMOOTHING, LEADS = (0.0, 0.02, 0.05, 0.1, 0.2, 0.4), (1, 2, 4, 7, 14, 28)


@dataclass(frozen=True, eq=False)
class DayModel:
    """Days told by what repeats. effect: (days + ahead), log, without the level; mean: (ahead), expected totals;
    totals: (days), of the past, partial days made whole, nan where not known."""

    effect: Floats
    mean: Floats
    totals: Floats


def day_model(past: Past) -> DayModel | None:
    """The model of whole days, or None where fewer than ten of them are known."""
    totals = whole_totals(past)
    if (~np.isnan(totals)).sum() < 10 or not np.nansum(totals):
        return None
    days = past.days + past.ahead
    dates = [past.origin + timedelta(days=day + 1 - past.days) for day in range(days)]
    columns, deviations = calendar_columns(past, dates)
    level, level_deviations = level_columns(past.days, days)
    fitted = _fit(totals, np.hstack([columns, level])[:past.days], np.concatenate([deviations, level_deviations]))
    found, wide = special_date_columns(dates, fitted.left)
    if found.shape[1]:
        columns, deviations = np.hstack([columns, found]), np.concatenate([deviations, wide])
        fitted = _fit(totals, np.hstack([columns, level])[:past.days], np.concatenate([deviations, level_deviations]))
    effect = columns @ fitted.coefficients[:columns.shape[1]]
    whole = effect + level @ fitted.coefficients[columns.shape[1]:]
    return DayModel(effect, np.exp(whole[past.days:] + lately(fitted.left, past.ahead)), totals)


def whole_totals(past: Past) -> Floats:
    """(days): totals; a day known in part is made whole by the share of its weekday's calls that falls into the part, and is
    nan where that is less than half."""
    known = ~np.isnan(past.rates)
    filled = np.where(known, past.rates, 0)
    profile = np.array([filled[past.weekdays == day].sum(axis=0) / np.maximum(known[past.weekdays == day].sum(axis=0), 1)
                        for day in range(7)])[past.weekdays]
    usual = profile.sum(axis=1)
    share = np.where(known, profile, 0).sum(axis=1) / np.where(usual > 0, usual, 1)
    return np.asarray(np.where((share >= 0.5) & known.any(axis=1), filled.sum(axis=1) / np.where(share > 0, share, 1), np.nan))


def calendar_columns(past: Past, dates: list[date]) -> tuple[Floats, Floats]:
    """(days × columns, prior deviations): weekday, year, month, and the calendar with the days before and after."""
    weekday = (np.array([day.weekday() for day in dates])[:, None] == np.arange(7)).astype(float)
    columns, deviations = [weekday], [0.7] * 7
    if past.days >= YEAR_DAYS:
        order = 3 if past.days < 3 * 365 else 6
        turn = 2 * np.pi * np.array([day.toordinal() for day in dates]) / 365.2425
        for number in range(1, order + 1):
            columns.append(np.stack([np.sin(number * turn), np.cos(number * turn)], axis=1))
            deviations += [0.15 / number] * 2
    if past.days >= MONTH_DAYS:
        turn = 2 * np.pi * np.array([(day.day - 1) / 30.44 for day in dates])
        columns.append(np.stack([f(number * turn) for number in (1, 2, 3) for f in (np.sin, np.cos)], axis=1))
        deviations += [0.03] * 6
    for column in past.known.values():
        own = np.nan_to_num(column)
        if np.ptp(own[:past.days]) == 0:
            continue
        rare = np.mean(own != 0) < RARE
        shifted = [own, np.roll(own, -1), np.roll(own, 1)] if rare else [(own - own[:past.days].mean()) / own[:past.days].std()]
        columns.append(np.stack(shifted, axis=1))
        deviations += [0.5, 0.1, 0.1] if rare else [0.1]
    return np.hstack(columns), np.array(deviations)


def level_columns(known: int, days: int) -> tuple[Floats, Floats]:
    """(days × columns, prior deviations) of the level: a constant, and a walk from knot to knot, from the first day to the last
    known, that then stays where it is."""
    knots = np.arange(0, max(1, known - KNOT_DAYS), KNOT_DAYS)
    walk = np.clip((np.arange(days)[:, None] - knots) / KNOT_DAYS, 0, 1)
    return np.hstack([np.ones((days, 1)), walk]), np.concatenate([[20.0], np.full(len(knots), KNOT_DEVIATION)])


@dataclass(frozen=True, eq=False)
class _Fit:
    coefficients: Floats
    left: Floats   # (days): log of what came over what was fitted, nan where not known


def _fit(totals: Floats, columns: Floats, deviations: Floats) -> _Fit:
    """Reweighted least squares. v, the variance of the rates beyond chance, comes from the median of the residuals."""
    known = ~np.isnan(totals)
    x, y = columns[known], totals[known]
    age = 0.5 ** ((len(totals) - 1 - np.flatnonzero(known)) / HALF_LIFE)
    spread, log_mean = 0.05, np.full(len(y), np.log(max(y.mean(), 1e-6)))
    coefficients = np.zeros(x.shape[1])
    for _round in range(ROUNDS):
        mean = np.exp(log_mean)
        deviation = np.sqrt(1 / mean + spread)
        left = np.clip((y - mean) / mean, -3 * deviation, 3 * deviation)
        weighted = x * (age / deviation ** 2)[:, None]
        coefficients = np.linalg.solve(x.T @ weighted + np.diag(1 / deviations ** 2), weighted.T @ (log_mean + left))
        log_mean = np.clip(x @ coefficients, -20, 25)
        off = (y - np.exp(log_mean)) / np.exp(log_mean)
        spread = float(np.clip((1.4826 * np.median(np.abs(off))) ** 2 - np.median(np.exp(-log_mean)), 1e-4, 1.0))
    left = np.full(len(totals), np.nan)
    left[known] = np.log((y + 0.5) / (np.exp(log_mean) + 0.5))
    return _Fit(coefficients, left)


def lately(left: Floats, ahead: int) -> Floats:
    """(ahead): what the last days' residuals say of the coming ones: exponential smoothing, for each of LEADS its constant
    chosen by the squared error so many days ahead in the last 400 days; 0 where none does better than nothing."""
    recent = np.clip(left, -1, 1)[-400:]
    paths = [_smoothed(recent, constant) for constant in SMOOTHING]
    leads = [lead for lead in LEADS if lead < ahead] + [ahead]
    told = [_last_of_best(recent, paths, lead) for lead in leads]
    return np.asarray(np.array(told)[np.searchsorted(leads, np.arange(1, ahead + 1))])


def _last_of_best(recent: Floats, paths: list[Floats], lead: int) -> float:
    """The end of the path that tells best what comes `lead` days later; the first path is nothing, and stays where another
    does not better it by two in a hundred."""
    best, chosen = np.inf, 0.0
    for path in paths:
        gaps = (recent[lead:] - path[:-lead]) ** 2 if lead < len(recent) else np.zeros(0)
        error = float(np.nanmean(gaps)) if (~np.isnan(gaps)).any() else np.inf
        if error < best * 0.98:
            best, chosen = error, float(path[-1])
    return chosen


def _smoothed(values: Floats, constant: float) -> Floats:
    path, level = np.empty(len(values)), 0.0
    for place, value in enumerate(values):
        if not np.isnan(value):
            level += constant * (value - level)
        path[place] = level
    return path
