"""How far days and slots differ beyond chance: the gamma factors of a doubly random Poisson."""

from __future__ import annotations

import numpy as np

from answerable.forecasting.demand.rolling import Earlier
from answerable.forecasting.demand.types import Busyness, Floats

# Fewer days than this say nothing of how days differ.
LEAST_DAYS = 14
# So many robust deviations from the middle make a day odd.
ODD = 6.0
# Correlations of neighbouring slots that are tried.
CORRELATIONS = tuple(np.linspace(0.0, 0.98, 50).tolist())


def busyness(earlier: Earlier, fitted: Floats) -> Busyness | None:
    """The factors' shapes from the errors of earlier forecasts; None where fewer than LEAST_DAYS days are known.

    By moments. With errors e = y − m of slots with means m, Σ e e′ / Σ m m′ over pairs of slots of one day, so many apart (at
    no distance Σ (e² − m) / Σ m²), is what the factors of such slots have in common beyond chance. Over all distances it is
    the variance of the day's factor and, falling off with the distance as a power of the correlation of neighbours, that of
    the slot's own: the three by weighted least squares. Pairs of days of one forecast give the part of the day's variance
    that they share, which is the level's error and the model's own.
    """
    days = earlier.days
    if days < LEAST_DAYS:
        return None
    which, row = np.unique(np.stack([earlier.origin, earlier.day]), axis=1, return_inverse=True)
    slots = int(earlier.slot.max()) + 1
    errors, means = np.zeros((which.shape[1], slots)), np.zeros((which.shape[1], slots))
    errors[row.ravel(), earlier.slot], means[row.ravel(), earlier.slot] = earlier.outcome - fitted, fitted
    usual = _no_odd_days(errors.sum(axis=1), means.sum(axis=1))
    errors, means, which = errors[usual], means[usual], which[:, usual]
    level = _shared_by_days(errors.sum(axis=1), means.sum(axis=1), which[0])
    common, weights = _in_common(errors, means)
    if slots == 1:
        return Busyness(_shape(common[0] - level), np.inf, 0.0, float(np.sqrt(max(level, 0))), days)
    day, within, correlation = fitted_covariance(common, weights, max(level, 0.0))
    return Busyness(_shape(day - level), _shape(within), correlation, float(np.sqrt(max(level, 0))), days)


def _in_common(errors: Floats, means: Floats) -> tuple[Floats, Floats]:
    """(covariance of the factors, its weight Σ m m′) by distance of the slots, from none to the longest that the day has."""
    span = int(np.ptp(np.flatnonzero(means.sum(axis=0)))) + 1 if means.any() else 1
    above, below = np.zeros(span), np.zeros(span)
    above[0], below[0] = (errors ** 2).sum() - means.sum(), (means ** 2).sum()
    for distance in range(1, span):
        above[distance] = (errors[:, :-distance] * errors[:, distance:]).sum()
        below[distance] = (means[:, :-distance] * means[:, distance:]).sum()
    return np.divide(above, below, out=np.zeros(span), where=below > 0), below


def fitted_covariance(common: Floats, weights: Floats, least: float = 0.0) -> tuple[float, float, float]:
    """(variance of the day's factor, of a slot's own, correlation of neighbours): day + within × correlation ** distance,
    fitted to covariances by distance; the day's is at least `least`, what all days of a forecast share, and the other 0."""
    common = common - least
    distance, best = np.arange(len(common)), (np.inf, 0.0, 0.0, 0.0)
    for correlation in CORRELATIONS:
        falls = np.where(distance == 0, 1.0, correlation ** distance)
        for day, within in _least_squares(common, weights, falls):
            missed = float((weights * (common - day - within * falls) ** 2).sum())
            # A shorter memory that fits as well is the plainer story.
            if missed < best[0] * (1 - 1e-9):
                best = missed, day, within, correlation
    return best[1] + least, best[2], best[3]


def _least_squares(common: Floats, weights: Floats, falls: Floats) -> list[tuple[float, float]]:
    """(day, within) by weighted least squares where neither is negative, else with one of them 0."""
    total, one, two = weights.sum(), (weights * falls).sum(), (weights * falls ** 2).sum()
    sums = (weights * common).sum(), (weights * falls * common).sum()
    found = [(max(float(sums[0] / total), 0.0), 0.0), (0.0, max(float(sums[1] / two), 0.0))] if total and two else [(0.0, 0.0)]
    spread = total * two - one ** 2
    if spread > 1e-9 * max(total * two, 1e-300):
        day, within = (two * sums[0] - one * sums[1]) / spread, (total * sums[1] - one * sums[0]) / spread
        found += [(float(day), float(within))] if min(day, within) >= 0 else []
    return found


def _no_odd_days(errors: Floats, means: Floats) -> np.ndarray:
    """(days): False where a day's error over its mean is more than ODD robust deviations from the middle: a holiday or an
    upheaval, which is not how days differ."""
    ratio = errors / np.maximum(means, 1e-9)
    apart = np.abs(ratio - np.median(ratio))
    deviation = 1.4826 * float(np.median(apart))
    return np.asarray(apart <= ODD * deviation if deviation else np.ones(len(apart), dtype=bool))


def _shape(variance: float) -> float:
    return 1 / variance if variance > 1e-9 else float("inf")


def _shared_by_days(errors: Floats, means: Floats, origin: np.ndarray) -> float:
    """The same over pairs of different days of one forecast."""
    above = below = 0.0
    for one in np.unique(origin):
        own, mean = errors[origin == one], means[origin == one]
        above += float(own.sum() ** 2 - (own ** 2).sum())
        below += float(mean.sum() ** 2 - (mean ** 2).sum())
    return above / below if below else 0.0
