"""A day's forecast revised through the day: what the calls that have come tell of those still to come.

A count is Poisson with its forecast mean × the day's factor × the slot's own factor. The factors are gamma, and the slots'
own ones are alike in neighbouring slots. By linear credibility (Bühlmann and Straub 1970) the counts seen give the mean and
the variance of the factors that remain. Where only the day's factor varies, that is the exact posterior of the gamma-Poisson
model (Gelman et al., Bayesian Data Analysis, 3rd edition, 2.6), not an approximation of it. The counts ahead are negative
binomial, a Poisson with a gamma factor of that mean and variance.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from answerable.forecasting.demand.types import Busyness, Flags, Floats
from answerable.forecasting.projection import LEVELS

# A factor is never taken to be less: neighbouring slots can lead a linear formula below 0.
LEAST_FACTOR = 0.02
# A variance beyond the Poisson's own that is smaller than this share of it is none.
LEAST_SPREAD = 1e-9


@dataclass(frozen=True)
class DayFactor:
    """How busy the day is against its forecast: a gamma distribution. shape, rate: infinite where the day cannot differ from
    its forecast but by chance."""

    shape: float
    rate: float

    @property
    def mean(self) -> float:
        """Its mean: 1.1 where the day is a tenth busier than was forecast."""
        return self.shape / self.rate if np.isfinite(self.shape) else 1.0

    def at(self, level: float) -> float:
        """Its quantile at a level between 0 and 1."""
        if not np.isfinite(self.shape):
            return 1.0
        from scipy.stats import gamma

        return float(gamma.ppf(level, self.shape, scale=1 / self.rate))


@dataclass(frozen=True, eq=False)
class Rest:
    """What is left of a day. slots: places of the slots still to come; factor: of the day, after what was seen; mean: (slots),
    quantiles: (slots × LEVELS); total_mean, total_quantiles: of all that is left together; seen: what came, forecast_seen:
    what was forecast for the same slots; forecast_rest: for those left, before."""

    slots: tuple[int, ...]
    factor: DayFactor
    mean: Floats
    quantiles: Floats
    total_mean: float
    total_quantiles: Floats
    seen: float
    forecast_seen: float
    forecast_rest: float


def day_factor(forecast_seen: float, seen: float, day_shape: float) -> DayFactor:
    """The exact posterior of the day's factor, prior gamma(day_shape, day_shape), after `seen` calls where `forecast_seen`
    were forecast, with no other variation: gamma(day_shape + seen, day_shape + forecast_seen)."""
    return DayFactor(day_shape + seen, day_shape + forecast_seen)


def revised(mean: Floats, seen: Floats, busyness: Busyness | None) -> Rest:
    """What is left of a day, after what was seen.

    mean: (slots) the forecast made before the day, 0 where a slot does not exist or is closed; seen: (slots) the counts so
    far, nan in slots that are still to come or were lost; busyness: how days and slots differ (None: by chance alone). What is
    left are the slots after the last one seen: one without a count before it is lost, and stays unknown.
    """
    known = ~np.isnan(seen) & (mean > 0)
    last = int(np.flatnonzero(~np.isnan(seen)).max(initial=-1))
    left = np.flatnonzero((np.arange(len(mean)) > last) & (mean > 0))
    of_day, of_slot, correlation = _variances(busyness)
    factors, spread = _posterior(mean, seen, known, left, _covariance(len(mean), of_day, of_slot, correlation))
    ahead = mean[left] * factors
    extra = np.sqrt(np.outer(factors, factors)) * spread * np.outer(mean[left], mean[left])
    seen_sum, forecast_seen = float(seen[known].sum()), float(mean[known].sum())
    return Rest(tuple(left.tolist()), _factor_of_day(mean, seen, known, of_day, of_slot, correlation), ahead,
                count_quantiles(ahead, np.diag(extra)), float(ahead.sum()),
                count_quantiles(np.array([ahead.sum()]), np.array([extra.sum()]))[0], seen_sum, forecast_seen,
                float(mean[left].sum()))


def day_variance(busyness: Busyness) -> float:
    """The variance of the factor by which one day differs from its forecast: its own, and the error of level that all days of
    the forecast share."""
    own = 1 / busyness.day_shape if busyness.day_shape > 0 else 0.0
    return own + busyness.level_deviation ** 2


def _variances(busyness: Busyness | None) -> tuple[float, float, float]:
    """(variance of the day's factor, variance of a slot's own, correlation of neighbours). The error of level that days of a
    forecast share is part of what is not known of this day."""
    if busyness is None:
        return 0.0, 0.0, 0.0
    of_slot = 1 / busyness.within_shape if busyness.within_shape > 0 else 0.0
    return day_variance(busyness), of_slot, float(np.clip(busyness.within_correlation, 0.0, 0.999))


def _covariance(slots: int, of_day: float, of_slot: float, correlation: float) -> Floats:
    """(slots × slots): of the products of the day's factor and the slots' own."""
    apart = np.abs(np.subtract.outer(np.arange(slots), np.arange(slots)))
    near = np.where(apart == 0, 1.0, correlation ** apart) if correlation > 0 else np.eye(slots)
    return np.asarray((1 + of_day) * (1 + of_slot * near) - 1)


def _posterior(mean: Floats, seen: Floats, known: Flags, left: np.ndarray, covariance: Floats) -> tuple[Floats, Floats]:
    """(mean of the factors of the slots left, their covariance for a factor of 1)."""
    ones, own = np.ones(len(left)), covariance[np.ix_(left, left)]
    if not known.any() or not covariance.any():
        return ones, own
    m = mean[known]
    between = covariance[np.ix_(left, known)] * m
    weights = np.linalg.solve(covariance[np.ix_(known, known)] * np.outer(m, m) + np.diag(m), between.T).T
    factors = np.maximum(ones + weights @ (seen[known] - m), LEAST_FACTOR)
    return factors, own - weights @ between.T


def _factor_of_day(mean: Floats, seen: Floats, known: Flags, of_day: float, of_slot: float, correlation: float) -> DayFactor:
    """The day's factor alone, without the slots' own."""
    if of_day <= 0:
        return DayFactor(np.inf, np.inf)
    if not known.any():
        return DayFactor(1 / of_day, 1 / of_day)
    m = mean[known]
    places = np.flatnonzero(known)
    covariance = _covariance(int(places[-1]) + 1, of_day, of_slot, correlation)[np.ix_(places, places)]
    weights = np.linalg.solve(covariance * np.outer(m, m) + np.diag(m), of_day * m)
    factor = max(1 + float(weights @ (seen[known] - m)), LEAST_FACTOR)
    variance = of_day - float(weights @ (of_day * m))
    return DayFactor(factor / variance, 1 / variance)


def count_quantiles(mean: Floats, extra: Floats) -> Floats:
    """(n × LEVELS): quantiles of counts of these means, Poisson but for a gamma factor that adds `extra` to the variance."""
    from scipy.stats import nbinom, poisson

    levels = np.array(LEVELS)[None, :]
    m, more = np.asarray(mean, dtype=float)[:, None], np.maximum(np.asarray(extra, dtype=float), 0.0)[:, None]
    spread = more > LEAST_SPREAD * np.maximum(m, 1e-12)
    shape = np.where(spread, m ** 2 / np.where(spread, more, 1.0), 1.0)
    found = np.where(spread, nbinom.ppf(levels, shape, shape / (shape + m)), poisson.ppf(levels, m))
    return np.asarray(np.where(m > 0, found, 0.0))
