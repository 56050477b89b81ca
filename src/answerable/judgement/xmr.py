"""Charts of single values and moving ranges (XmR): the spread is how far a figure lies from the one before."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

from answerable.judgement.lines import Limits, LinesAt, around
from answerable.judgement.rules import RuleSet
from answerable.judgement.series import Point, value_of

# Half the width of the limits in average moving ranges: 3 / d2, where d2 = 1.128 is the expected range of two
# normal values in standard deviations (Wheeler, Understanding Variation, 1993; Shewhart's d2 for n = 2).
LIMITS_IN_MOVING_RANGES = 2.66
# D4 for n = 2: a moving range of this many average ranges is itself out of the ordinary
# (Nelson, Journal of Quality Technology 14(3), 1982, 172-173).
SCREENED_MOVING_RANGE = 3.267


def limits_of(stretches: Sequence[Sequence[float]], rule_set: RuleSet) -> Limits | None:
    """The limits from unbroken stretches of values: mean ± 2.66 average moving ranges; None without a moving range.

    Moving ranges are taken inside a stretch only. The mean is never screened, the moving ranges once where the rule set
    screens them.
    """
    values = [value for stretch in stretches for value in stretch]
    average = average_moving_range(stretches, screened=rule_set.screen_outliers)
    if average is None:
        return None
    lines = around(mean(values), LIMITS_IN_MOVING_RANGES * average)
    return Limits(lines.centre, lines.lower, lines.upper, lines.near_lower, lines.near_upper, average)


def fit(stretches: Sequence[Sequence[Point]], rule_set: RuleSet, _scale: float) -> LinesAt | None:
    """The same for points: one object holds for every point, as the limits depend on none of them."""
    limits = limits_of([[value_of(point) for point in stretch] for stretch in stretches], rule_set)
    return None if limits is None else lambda _point: limits


def average_moving_range(stretches: Sequence[Sequence[float]], *, screened: bool) -> float | None:
    """The average size of the step from one value to the next inside each stretch; None where there is no step.

    screened: leave steps of SCREENED_MOVING_RANGE or more averages out, once.
    """
    ranges = [abs(later - earlier) for stretch in stretches for earlier, later in pairwise(stretch)]
    if not ranges:
        return None
    average = mean(ranges)
    # A series that never moves has no range to screen by: its limits are the value itself.
    if screened and average:
        return mean([size for size in ranges if size < SCREENED_MOVING_RANGE * average])
    return average


def mean(values: Sequence[float]) -> float:
    """The mean, summed without loss."""
    return math.fsum(values) / len(values)
