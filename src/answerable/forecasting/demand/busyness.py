"""How far days and slots differ beyond chance: the gamma factors of a doubly random Poisson."""

from __future__ import annotations

import numpy as np

from answerable.forecasting.demand.rolling import Earlier
from answerable.forecasting.demand.types import Busyness, Floats

# Fewer days than this say nothing of how days differ.
LEAST_DAYS = 14


def busyness(earlier: Earlier, fitted: Floats) -> Busyness | None:
    """The factors' shapes from the errors of earlier forecasts; None where fewer than LEAST_DAYS days are known.

    By moments. With errors e = y − m of slots with means m: pairs of slots of one day, a quarter of the day's slots or more
    apart, give the variance of the day's factor, Σ e e′ / Σ m m′; pairs of days of one forecast give the part of it that they
    share, which is the level's error and the model's own; single slots give, e² − m, what is left within the day; and
    neighbouring slots its correlation.
    """
    days = earlier.days
    if days < LEAST_DAYS:
        return None
    which, row = np.unique(np.stack([earlier.origin, earlier.day]), axis=1, return_inverse=True)
    slots = int(earlier.slot.max()) + 1
    errors, means = np.zeros((which.shape[1], slots)), np.zeros((which.shape[1], slots))
    errors[row.ravel(), earlier.slot], means[row.ravel(), earlier.slot] = earlier.outcome - fitted, fitted
    level = _shared_by_days(errors.sum(axis=1), means.sum(axis=1), which[0])
    alone = float(((errors ** 2).sum() - means.sum()) / (means ** 2).sum())
    if slots == 1:
        return Busyness(_shape(alone - level), np.inf, 0.0, float(np.sqrt(max(level, 0))), days)
    day = _apart(errors, means, max(2, _span(means) // 4))
    near = _at_distance(errors, means, 1)
    within = max(alone - day, 0.0)
    correlation = float(np.clip((near - day) / within, -1, 1)) if within > 0 else 0.0
    return Busyness(_shape(day - level), _shape(within), correlation, float(np.sqrt(max(level, 0))), days)


def _shape(variance: float) -> float:
    return 1 / variance if variance > 1e-9 else float("inf")


def _span(means: Floats) -> int:
    """How many slots of the day have any mean."""
    return int((means.sum(axis=0) > 0).sum())


def _at_distance(errors: Floats, means: Floats, distance: int) -> float:
    """Σ e e′ / Σ m m′ over pairs of slots of one day, so many apart."""
    below = float((means[:, :-distance] * means[:, distance:]).sum())
    return float((errors[:, :-distance] * errors[:, distance:]).sum()) / below if below else 0.0


def _apart(errors: Floats, means: Floats, least: int) -> float:
    """The same over all pairs at least `least` apart."""
    above = below = 0.0
    for distance in range(least, errors.shape[1]):
        above += float((errors[:, :-distance] * errors[:, distance:]).sum())
        below += float((means[:, :-distance] * means[:, distance:]).sum())
    return above / below if below else 0.0


def _shared_by_days(errors: Floats, means: Floats, origin: np.ndarray) -> float:
    """The same over pairs of different days of one forecast."""
    above = below = 0.0
    for one in np.unique(origin):
        own, mean = errors[origin == one], means[origin == one]
        above += float(own.sum() ** 2 - (own ** 2).sum())
        below += float(mean.sum() ** 2 - (mean ** 2).sum())
    return above / below if below else 0.0
