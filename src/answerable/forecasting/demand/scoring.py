"""How forecasts of counts are scored. nan outcomes are left out of every score."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from answerable.forecasting.demand.types import Floats
from answerable.forecasting.projection import LEVELS


def wape(outcome: Floats, mean: Floats) -> float:
    """The sum of absolute errors over the sum of counts (weighted absolute percentage error). nan where nothing came."""
    known = ~np.isnan(outcome)
    total = float(np.abs(outcome[known]).sum())
    return float(np.abs(outcome[known] - mean[known]).sum()) / total if total else float("nan")


def poisson_deviance(outcome: Floats, mean: Floats) -> float:
    """Mean Poisson deviance a slot: fair to low counts, where absolute errors favour a forecast of nothing."""
    known = ~np.isnan(outcome)
    return float(np.mean(deviances(outcome[known], mean[known]))) if known.any() else float("nan")


def deviances(outcome: Floats, mean: Floats) -> Floats:
    """Poisson deviances 2 (y log(y / m) − y + m), one each. A mean below 0.001 counts as 0.001."""
    mean = np.maximum(mean, 1e-3)
    logs = np.where(outcome > 0, outcome * np.log(np.where(outcome > 0, outcome, 1) / mean), 0.0)
    return np.asarray(2 * (logs - outcome + mean))


def pinball(outcome: Floats, quantiles: Floats) -> float:
    """Mean pinball loss over LEVELS. quantiles: (… × LEVELS)."""
    levels, known = np.array(LEVELS), ~np.isnan(outcome)
    if not known.any():
        return float("nan")
    gap = outcome[known][:, None] - quantiles[known]
    return float(np.mean(np.maximum(levels * gap, (levels - 1) * gap)))


def coverage(outcome: Floats, quantiles: Floats, low: float, high: float) -> float:
    """The share of outcomes between the quantiles at two of LEVELS; nan where there is no outcome.

    An outcome that equals an end point counts in part: by the share of its own probability that lies between the levels
    (the randomised coverage of Czado, Gneiting and Held 2009, as an expectation). Counted whole, an interval of whole
    numbers would always seem too wide. quantiles: (… × LEVELS), of the shape of outcome but for the last.
    """
    known = ~np.isnan(outcome)
    y, q = outcome[known][:, None], quantiles[known]
    if not len(y):
        return float("nan")
    below, up_to = _level_of((q < y).sum(axis=1)), _level_of((q <= y).sum(axis=1))
    part = np.clip((np.minimum(up_to, high) - np.maximum(below, low)) / np.maximum(up_to - below, 1e-9), 0, 1)
    bottom, top = q[:, LEVELS.index(low)], q[:, LEVELS.index(high)]
    inside = ((y[:, 0] > bottom) & (y[:, 0] < top)).astype(float)
    on_edge = (y[:, 0] == bottom) | (y[:, 0] == top)
    return float(np.where(on_edge, part, inside).mean())


def _level_of(number: NDArray[np.int64]) -> Floats:
    """The probability that so many of LEVELS lie at or below: between the last of them and the next, so in the middle."""
    edges = np.array([0.0, *LEVELS, 1.0])
    return np.asarray((edges[number] + edges[number + 1]) / 2)
