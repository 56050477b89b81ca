"""Ranks with their interval. A rank alone claims an order that the figures do not hold; so none is given without."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from statistics import NormalDist

import numpy as np
import numpy.typing as npt

from answerable.errors import InputError

LEVEL = 0.95
# Points in equal steps of probability at which a force's own value is put: probabilities are right to within about 1 in 1,000.
STEPS = 200

Values = npt.NDArray[np.float64]


def rank_intervals(levels: Sequence[float], spreads: Sequence[float]) -> list[tuple[int, int, int]]:
    """(rank, lowest, highest) of each, 1 for the least level; equal levels share the better rank.

    Each level is taken to be normal around what was found, with its standard deviation, apart from the others; the interval
    holds the rank with 95% probability. It is worked out and not drawn by lot: given one value, the number of others below
    it is a sum of independent yes-or-no variables (Poisson binomial), whose distribution is averaged over that value.
    Raises InputError where a standard deviation is not above 0.
    """
    if any(spread <= 0 for spread in spreads):
        raise InputError("a rank needs standard deviations above 0.", remedy="Leave out what has none.")
    found = [1 + sum(other < level for other in levels) for level in levels]
    normal = NormalDist()
    steps = np.array([normal.inv_cdf((step + 0.5) / STEPS) for step in range(STEPS)])
    mu, sigma = np.array(levels, dtype=np.float64), np.array(spreads, dtype=np.float64)
    intervals = []
    for place, rank in enumerate(found):
        others = np.arange(len(mu)) != place
        low, high = _interval(mu[place] + sigma[place] * steps, mu[others], sigma[others])
        # Of many that are equal all have the first rank, which their interval need not hold.
        intervals.append((rank, min(low, rank), max(high, rank)))
    return intervals


def _interval(at: Values, mu: Values, sigma: Values) -> tuple[int, int]:
    below = _normal_cdf((at[:, None] - mu[None, :]) / sigma[None, :])
    chances = np.zeros((len(at), len(mu) + 1))
    chances[:, 0] = 1.0
    for other in range(len(mu)):
        one = below[:, other:other + 1]
        chances[:, 1:other + 2] = chances[:, 1:other + 2] * (1 - one) + chances[:, :other + 1] * one
        chances[:, :1] *= 1 - one
    up_to = np.cumsum(chances.mean(axis=0))
    tail = (1 - LEVEL) / 2
    low, high = (int(np.searchsorted(up_to, share, side="left")) for share in (tail, 1 - tail))
    return min(low, len(mu)) + 1, min(high, len(mu)) + 1


@cache
def _table() -> tuple[Values, Values]:
    points = np.arange(-8.0, 8.0005, 0.001)
    return points, np.array([NormalDist().cdf(point) for point in points])


def _normal_cdf(z: Values) -> Values:
    # Between points a thousandth apart a straight line is off by less than 0.00000004.
    points, chances = _table()
    return np.interp(z, points, chances)
