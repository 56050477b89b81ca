"""A number with the interval in which it lies with 95% confidence."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.stats import chi2, gamma

TIMES_DRAWN, SEED = 1000, 20


@dataclass(frozen=True)
class Estimate:
    """value; low, high: the 95% interval. All NaN where nothing was there to estimate from."""

    value: float
    low: float
    high: float

    def __contains__(self, number: float) -> bool:
        return self.low <= number <= self.high


UNKNOWN = Estimate(float("nan"), float("nan"), float("nan"))


def ratio_over_days(numerators: np.ndarray, denominators: np.ndarray, seed: int = SEED) -> Estimate:
    """The sum of one number by the sum of another, each by day. The interval is a bootstrap over days (percentiles): what
    happens on one day hangs together, so days and not contacts are drawn again. UNKNOWN where the denominators are 0."""
    if not denominators.sum():
        return UNKNOWN
    count = len(numerators)
    drawn = np.random.default_rng(seed).multinomial(count, np.full(count, 1 / count), TIMES_DRAWN)
    below = drawn @ denominators
    ratios = (drawn @ numerators)[below > 0] / below[below > 0]
    # Percentiles of a bootstrap over n are as if divided by n and not by n - 1: widened by the root of n / (n - 1).
    value, wider = float(numerators.sum() / denominators.sum()), np.sqrt(count / max(count - 1, 1))
    low, high = value + (np.quantile(ratios, [0.025, 0.975]) - value) * wider
    return Estimate(value, float(low), float(high))


def mean_of_exponential(total: float, events: int) -> Estimate:
    """The mean of an exponential time of which `events` ended in `total` seconds watched, whether or not each was seen to its
    end: total / events, its maximum likelihood, with the exact interval of a Poisson count (Garwood 1936). Without an event
    the value and the upper end are infinite."""
    low = total / float(chi2.ppf(0.975, 2 * events + 2) / 2)
    if events == 0:
        return Estimate(float("inf"), low, float("inf"))
    return Estimate(total / events, low, total / float(chi2.ppf(0.025, 2 * events) / 2))


def gamma_interval(shape: np.ndarray, rate: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The middle 95% of gamma distributions."""
    return np.asarray(gamma.ppf(0.025, shape) / rate), np.asarray(gamma.ppf(0.975, shape) / rate)
