"""Slots put together to whole days, and backtests summed up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from answerable.forecasting.demand.rolling import Earlier
from answerable.forecasting.demand.scoring import coverage, pinball, wape
from answerable.forecasting.demand.types import DemandBacktest, DemandOrigin, Floats


@dataclass(frozen=True, eq=False)
class WholeDays:
    """Days as wholes, one element a day of one origin: their mean, what came, days ahead, and the origin."""

    mean: Floats
    outcome: Floats
    ahead: np.ndarray
    origin: np.ndarray


def whole_days(earlier: Earlier, fitted: Floats) -> WholeDays:
    """The days of earlier forecasts as wholes. Slots that are not known are in neither sum."""
    _, first, which = np.unique(np.stack([earlier.origin, earlier.day]), axis=1, return_index=True, return_inverse=True)
    which = which.ravel()
    return WholeDays(np.bincount(which, fitted).astype(float), np.bincount(which, earlier.outcome).astype(float),
                     earlier.ahead[first], earlier.origin[first])


def skill_interval(errors: Floats, floor_errors: Floats) -> tuple[float | None, float | None, float | None]:
    """Skill with its 90% interval from sums of absolute errors by origin: origins drawn again 2,000 times, as they are the
    pieces that are independent of one another, or nearly. None where there is nothing to compare; no interval below four."""
    if not len(errors) or floor_errors.sum() <= 0:
        return None, None, None
    skill = 1 - float(errors.sum() / floor_errors.sum())
    if len(errors) < 4:
        return skill, None, None
    drawn = np.random.default_rng(0).integers(0, len(errors), (2000, len(errors)))
    below = floor_errors[drawn].sum(axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        skills = 1 - errors[drawn].sum(axis=1) / below
    low, high = np.nanquantile(skills[np.isfinite(skills)], [0.05, 0.95])
    return skill, float(low), float(high)


def summary(made: Sequence[DemandOrigin]) -> DemandBacktest:
    """Forecasts from several origins with their outcomes, summed up. The floor is the one that each named its best."""
    opened = [np.where(one.forecast.open, one.outcome, np.nan) for one in made]
    outcome = np.concatenate(opened)
    mean, floor = (np.concatenate([getattr(one.forecast, name) for one in made]) for name in ("mean", "floor"))
    quantiles = np.concatenate([one.forecast.quantiles for one in made])
    totals = np.concatenate([_totals(one) for one in made])
    by_origin = [np.array([np.nansum(np.abs(came - getattr(one.forecast, name)))
                           for one, came in zip(made, opened, strict=True)]) for name in ("mean", "floor")]
    skill, low, high = skill_interval(*by_origin)
    names = [one.forecast.backtest.floor for one in made]
    return DemandBacktest(len(made), int((~np.isnan(outcome)).sum()), max(set(names), key=names.count), wape(outcome, mean),
                          wape(outcome, floor), skill, low, high, coverage(outcome, quantiles, 0.25, 0.75),
                          coverage(outcome, quantiles, 0.05, 0.95),
                          coverage(totals, np.concatenate([one.forecast.day_totals.quantiles for one in made]), 0.05, 0.95),
                          pinball(outcome, quantiles))


def _totals(one: DemandOrigin) -> Floats:
    """(days): the day's total; nan where an open slot of it is not known, or it has none."""
    opened = one.forecast.open
    total = np.where(opened, one.outcome, 0).sum(axis=1)
    return np.asarray(np.where(opened.any(axis=1), total, np.nan))
