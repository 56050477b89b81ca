"""Charts of rare events: how many chances (g), or how much time (t), lies between one event and the next.

A month's count of something that happens a few times a year is 0 or 1 and tells nothing. Each event is a point here, and
its value is the distance from the event before it: a high point means that the events have become rarer.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import pairwise

from answerable.judgement.lines import Lines, LinesAt
from answerable.judgement.rules import RuleSet
from answerable.judgement.series import FINAL, Point, value_of
from answerable.judgement.xmr import limits_of, mean
from answerable.periods import day_label

# Times between events that come at random, raised to this power, are very nearly normal
# (Nelson, A control chart for parts-per-million nonconforming items, Journal of Quality Technology 26(3), 1994, 239-240).
NELSON = 3.6
# What a normal value has below its mean by three, by two, and by no standard deviations.
BEYOND, NEAR, MIDDLE = 0.00135, 0.02275, 0.5
# The chance of a quantile is met in exact arithmetic; closer than this to it is rounding.
ROUNDED = 1e-12


def days_between(events: Iterable[date]) -> list[Point]:
    """The points of a t chart from the days of events, in any order, several on a day or one: each event but the first with
    the days since the one before."""
    return [Point(later, day_label(later), float((later - earlier).days), FINAL)
            for earlier, later in pairwise(sorted(events))]


def chances_between(events: Iterable[date], chances: Mapping[date, int]) -> list[Point]:
    """The points of a g chart from the days of events and how many chances of one each day had (contacts, say): each event
    but the first with the chances without an event since the one before.

    Within a day the events are taken to come last, since a day does not tell. Of days that `chances` lacks nothing is
    counted.
    """
    days = sorted(events)
    on, upto, total = Counter(days), {}, 0
    for day in sorted({*chances, *days}):
        total += max(chances.get(day, 0) - on[day], 0)
        upto[day] = total
    return [Point(later, day_label(later), float(upto[later] - upto[earlier]), FINAL) for earlier, later in pairwise(days)]


def fit_g(stretches: Sequence[Sequence[Point]], _rule_set: RuleSet, _scale: float) -> LinesAt:
    """Lines of a g chart: quantiles of the geometric distribution that has the mean of the points.

    Values are numbers of chances without an event between two events, 0 or more. With the mean x̄ an event has the chance
    p = 1 ÷ (x̄ + 1). The centre is the median, the limits leave 0.135% on each side, the near limits 2.275%, which is what
    three and two standard deviations leave of a normal distribution. Three standard deviations of the geometric itself would
    leave 1.8% above and have no lower limit. Kaminsky, Benneyan, Davis and Burke, Statistical control charts based on a
    geometric distribution, Journal of Quality Technology 24(2), 1992, 63-69; Benneyan, Health Care Management Science 4,
    2001, 305-318, on limits by probability.
    """
    average = mean([value_of(point) for stretch in stretches for point in stretch])
    lines = Lines(*(geometric_quantile(average, share) for share in (MIDDLE, BEYOND, 1 - BEYOND, NEAR, 1 - NEAR)))
    return lambda _point: lines


def geometric_quantile(average: float, share: float) -> float:
    """The least whole number that at least that share of a geometric distribution does not exceed.

    average: the distribution's mean, 0 or more; its values are 0, 1, 2, …; share: above 0, below 1. P(X ≤ k) is
    1 − (1 − p)^(k + 1) with p = 1 ÷ (average + 1).
    """
    if average <= 0:
        return 0.0
    trials = math.log1p(-share) / math.log(average / (average + 1))
    return float(max(math.ceil(trials * (1 - ROUNDED)) - 1, 0))


def fit_t(stretches: Sequence[Sequence[Point]], rule_set: RuleSet, _scale: float) -> LinesAt | None:
    """Lines of a t chart: those of the times to the power 1 ÷ 3.6, as single values and moving ranges, raised back.

    Values are times of one kind (days, say), 0 or more. A line below 0 is 0: no time is shorter.
    """
    limits = limits_of([[value_of(point) ** (1 / NELSON) for point in stretch] for stretch in stretches], rule_set)
    if limits is None:
        return None
    lines = Lines(*(max(line, 0.0) ** NELSON for line in (
        limits.centre, limits.lower, limits.upper, limits.near_lower, limits.near_upper)))
    return lambda _point: lines


def wrong_distance(point: Point, *, whole: bool) -> str | None:
    """What is wrong with a distance between events, as a clause; None where it is right. whole: it is a count."""
    if point.value is None or (point.value >= 0 and (not whole or float(point.value).is_integer())):
        return None
    return f"is {point.value:g}, and not {'a whole number of' if whole else 'a number of'} 0 or more"
