"""Scores of forecasts of which the outcome is known. All are losses: less is better, 0 is perfect."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.float64]


def pinball(level: npt.ArrayLike, quantile: npt.ArrayLike, outcome: npt.ArrayLike) -> Numbers:
    """The quantile loss: (outcome − quantile) × level where the outcome is above, (quantile − outcome) × (1 − level) below.

    Arrays are broadcast. In the unit of the outcome (Koenker and Bassett 1978).
    """
    above = np.asarray(outcome, dtype=float) - np.asarray(quantile, dtype=float)
    share = np.asarray(level, dtype=float)
    return np.asarray(np.maximum(share * above, (share - 1) * above))


def interval_score(low: npt.ArrayLike, high: npt.ArrayLike, outcome: npt.ArrayLike, chance_outside: float) -> Numbers:
    """The width of an interval, and 2/chance_outside times the distance of an outcome outside of it.

    chance_outside: 0.1 for a 90% interval (Gneiting and Raftery 2007, equation 43).
    """
    bottom, top, fact = (np.asarray(part, dtype=float) for part in (low, high, outcome))
    outside = np.maximum(bottom - fact, 0) + np.maximum(fact - top, 0)
    return np.asarray(top - bottom + 2 / chance_outside * outside)


def weighted_interval_score(levels: Sequence[float], quantiles: npt.ArrayLike, outcome: npt.ArrayLike) -> Numbers:
    """The weighted interval score (Bracher, Ray, Gneiting and Reich 2021): twice the mean quantile loss over all levels.

    levels: symmetric about a half, the median among them; quantiles: (..., levels); outcome: (...). For K intervals and the
    median it is ½|outcome − median| and α/2 times the interval score of each, divided by K + ½. It is in the unit of
    the outcome, and comes near the continuous ranked probability score as levels are added. Raises ValueError where the
    levels are not symmetric or lack the median.
    """
    shares = np.asarray(levels, dtype=float)
    if not np.allclose(np.sort(shares), np.sort(1 - shares)) or not np.any(np.isclose(shares, 0.5)):
        raise ValueError(f"The levels {list(levels)} are not symmetric about a half with the median among them.")
    losses = pinball(shares, quantiles, np.asarray(outcome, dtype=float)[..., None])
    return np.asarray(2 * losses.mean(axis=-1))


def brier(odds: npt.ArrayLike, happened: npt.ArrayLike) -> Numbers:
    """The squared distance of odds (0 to 1) from what happened (1 or 0); Brier 1950, in its form for one event."""
    return np.asarray((np.asarray(odds, dtype=float) - np.asarray(happened, dtype=float)) ** 2)


def crps_sample(sample: npt.ArrayLike, outcome: npt.ArrayLike) -> Numbers:
    """The continuous ranked probability score of equally likely values: mean |x − outcome| − ½ mean |x − x'|.

    sample: (..., values); outcome: (...) (Gneiting and Raftery 2007, equation 20, with the sample's own distribution).
    """
    values = np.sort(np.asarray(sample, dtype=float), axis=-1)
    count = values.shape[-1]
    far = np.abs(values - np.asarray(outcome, dtype=float)[..., None]).mean(axis=-1)
    # Of sorted values the k-th lies above k − 1 and below n − k of them.
    ranks = 2 * np.arange(1, count + 1) - count - 1
    return np.asarray(far - (values * ranks).sum(axis=-1) / count ** 2)
