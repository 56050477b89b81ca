"""What chance can explain between two figures, or between a figure and a bar: two-point evidence held to a strict test.

Shares are compared as angles (the arcsine of the square root), on which the spread by counting alone is 1 / (4 n) whatever
the share. Counting alone is far too narrow at the size of a police service, so an ordinary spread is added to it.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise
from statistics import fmean, variance

# As wide as the limits of a control chart.
DEVIATIONS = 3.0
# How far a steady service's share moves from period to period beside the chance of counting, as a standard deviation of the
# angle. Of 6,480 pairs of neighbouring months, quarters and years in the published A&E four-hour figures of England
# (2016-2019, 136 departments) one fell further than this allows; of counting alone more than a third did.
ORDINARY_SPREAD = 0.05
# A share out of fewer cases than these carries no rating, as in the shipped rating rule.
FEWEST_CASES = 30
# What leaves more than so many percentage points open is asked about.
WIDEST_INTERVAL = 20.0
# The average move of one normal value to the next, in standard deviations (Shewhart's d2 for n = 2).
MOVING_RANGE = 1.128


def angle(share: float) -> float:
    """The angle of a share (0 to 1), in radians: 0 to half of pi."""
    return math.asin(math.sqrt(min(max(share, 0.0), 1.0)))


def apart(one: float, other: float, counts: Sequence[float]) -> float:
    """How many standard deviations `one` lies above `other`, both shares from 0 to 1.

    counts: out of how many each figure is; a single count where the other is a bar that has no chance in it.
    """
    spread = sum(1 / (4 * count) + ORDINARY_SPREAD ** 2 for count in counts)
    return (angle(one) - angle(other)) / math.sqrt(spread)


def enough_cases(one: float, other: float, figures: int) -> int | None:
    """The least number of cases behind each of `figures` figures (1 or 2) that would put two shares beyond chance.

    None where no number would: the difference is one that a steady service shows.
    """
    room = (angle(one) - angle(other)) ** 2 / (figures * DEVIATIONS ** 2) - ORDINARY_SPREAD ** 2
    return math.floor(1 / (4 * room)) + 1 if room > 0 else None


def error_of_mean(values: Sequence[float]) -> float:
    """The standard error of the mean of a series of two values or more, neighbours that go together taken into account.

    The larger of the two spreads (of the values, and by their moving ranges) is taken; where each value resembles the one
    before, by r, there are in effect n (1 − r) / (1 + r) values (Bayley and Hammersley, 1946, for a series of that kind).
    """
    return spread_of(values) / math.sqrt(_in_effect(values))


def spread_of(values: Sequence[float]) -> float:
    """How far the values of a series lie apart, as a standard deviation: by the values or by their moving ranges, the larger.
    Where neighbours resemble each other their moving ranges alone would tell too little. 0 for fewer than two values."""
    if len(values) < 2:
        return 0.0
    return max(math.sqrt(variance(values)), fmean(abs(b - a) for a, b in pairwise(values)) / MOVING_RANGE)


def room_of_mean(values: Sequence[float]) -> float:
    """How far the mean of a series may lie from what it is of before it is more than chance: three standard errors, and more
    where they come from few values (Student's quantile of the same chance, by its first correction: z + (z³ + z) / 4ν)."""
    freedom = max(_in_effect(values) - 1, 1.0)
    return error_of_mean(values) * (DEVIATIONS + (DEVIATIONS ** 3 + DEVIATIONS) / (4 * freedom))


def _in_effect(values: Sequence[float]) -> float:
    """As how many values that know nothing of one another a series counts."""
    together = _resemblance(values)
    return len(values) * (1 - together) / (1 + together)


def _resemblance(values: Sequence[float]) -> float:
    """How much each value resembles the one before it: 0 to 0.9. What few values show is too little by (1 + 3r) / n (Marriott
    and Pope, Biometrika 41, 1954, 390-402), which is given back where they show any."""
    mean = fmean(values)
    whole = math.fsum((value - mean) ** 2 for value in values)
    if whole == 0:
        return 0.0
    shown = math.fsum((earlier - mean) * (later - mean) for earlier, later in pairwise(values)) / whole
    return min(shown + (1 + 3 * shown) / len(values), 0.9) if shown > 0 else 0.0
