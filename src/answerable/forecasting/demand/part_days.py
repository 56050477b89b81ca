"""A day that is there in part: far below whatever comes on such a day."""

from __future__ import annotations

import numpy as np

from answerable.forecasting.demand.types import Flags, Floats, Whole

# How many days beside the edge tell what is usual, how many of them the level, and how many are needed at least.
NEAR, LEVEL, LEAST = 56, 14, 21
WEEK, ALIKE = 7, 3
# Below this point of what was to be expected, and this much below the least of all those days (in shares of what is usual
# of their weekdays). On ten public series 10 of 6,400 whole days lie there; of days cut by half nearly all, where days differ
# little.
POINT, BELOW = 0.005, 0.9


def in_part(counts: Floats, weekdays: Whole, special: Flags) -> bool:
    """Whether the last of these days is too low for a whole one: below the 0.5% point of what its weekday and the level of the
    last days lead one to expect (a negative binomial), and a tenth below the least of the last eight weeks. special: days that
    are not judged and tell nothing of others. Turned round, the first is judged."""
    if special[-1] or np.isnan(counts[-1]):
        return False
    near = slice(max(0, len(counts) - 1 - NEAR), len(counts) - 1)
    there = ~np.isnan(counts[near]) & ~special[near]
    before, of = counts[near][there], weekdays[near][there]
    usual = np.array([np.median(before[of == day]) if (of == day).sum() >= ALIKE else np.nan for day in range(WEEK)])
    with np.errstate(divide="ignore", invalid="ignore"):
        shares = before / usual[of]
    told = np.isfinite(shares)
    shares = shares[told]
    if len(shares) < LEAST or not usual[weekdays[-1]] > 0:
        return False
    level = float(np.median(shares[-LEVEL:]))
    if level <= 0 or counts[-1] >= BELOW * usual[weekdays[-1]] * min(float(shares.min()), level):
        return False
    # Odd days widen what is to be expected, but not by all that they are odd.
    spread = max((1.4826 * float(np.median(np.abs(shares - np.median(shares))))) ** 2, float(np.var(shares)) / 2)
    beyond = max(spread - float(np.mean(1 / usual[of][told])), 1e-4)
    return chance_of_less(float(counts[-1]), float(usual[weekdays[-1]]) * level, 1 / beyond) < POINT


def chance_of_less(count: float, mean: float, shape: float) -> float:
    """The probability of a count or a smaller one by a negative binomial."""
    from scipy.special import betainc

    return float(betainc(shape, np.floor(count) + 1, shape / (shape + mean)))
