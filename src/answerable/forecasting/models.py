"""What may be used: floors and models, each carrying every history on by itself."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from answerable.forecasting.floors import YEARS, last_known, same_period
from answerable.forecasting.histories import Rows
from answerable.forecasting.scales import Numbers
from answerable.forecasting.seasons import seasons
from answerable.forecasting.smoothing import smoothed
from answerable.words import mark


@dataclass(frozen=True)
class Way:
    """One way of projecting. words: how it is named to people; floor: whether it is one of the floors."""

    id: str
    words: str
    floor: bool
    start: float


WAYS = (
    Way("last", mark("the last figure"), True, 0.1),
    Way("seasonal-naive", mark("the figure of the same period a year before"), True, 0.1),
    Way("recent-years", mark("the mean of the same period in up to three years"), True, 0.1),
    Way("smoothing", mark("exponential smoothing without season"), False, 0.05),
    Way("seasonal-smoothing", mark("exponential smoothing with season and damped trend"), False, 0.0),
    Way("steady-season", mark("a smoothed level with season"), False, 0.0),
    Way("combination", mark("the median of three kinds of smoothing and two simple ways"), False, 0.02),
)
NAMES = tuple(way.id for way in WAYS)
FLOORS = tuple(index for index, way in enumerate(WAYS) if way.floor)
# No series is given a spread under this share of what its figures differ by.
LEAST_ERROR = 0.02
# In a history's usual error its spread weighs as many errors.
SPREAD_WEIGHT = 4


@dataclass(frozen=True)
class Courses:
    """forecasts: (ways, rows, ahead) on the scale of models; error: (rows,) by what each history errs one period ahead."""

    forecasts: Numbers
    error: Numbers


def courses(rows: Rows, ahead: int) -> Courses:
    """Every row carried on in every way."""
    season = rows.spacing.season
    past, to_come = seasons(rows.seen, rows.origin, rows.spacing, ahead)
    plain, without = smoothed(rows.seen, ahead), smoothed(rows.seen - past, ahead)
    naive, years = same_period(rows.seen, season, ahead), same_period(rows.seen, season, ahead, YEARS)
    seasonal, steady = without.course + to_come, without.level_only + to_come
    middle = np.median([naive, years, plain.course, seasonal, steady], axis=0)
    forecasts = [last_known(rows.seen, ahead), naive, years, plain.course, seasonal, steady, middle]
    return Courses(np.stack(forecasts), _error(rows, plain.error))


def _error(rows: Rows, within: Numbers) -> Numbers:
    """By what a history errs one period ahead: smoothing's own errors, and in a short one its spread, since few errors may all
    be small by chance. The season is not taken off first: fitted to few years it would take chance off with it."""
    spread = np.nanstd(rows.seen, axis=1)
    own = np.maximum(rows.known - SPREAD_WEIGHT, 0)
    mixed = (own * within + SPREAD_WEIGHT * spread) / (own + SPREAD_WEIGHT)
    return np.asarray(np.maximum(mixed, LEAST_ERROR * spread + 1e-9))
