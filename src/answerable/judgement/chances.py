"""How likely chance alone would be to give what a rule found: one probability for each rule, by its formula."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import NormalDist, stdev

# Variance of the standard deviation that is estimated from the average moving range of n independent normal values, in
# units of the true variance: (0.826 n - 1.082) / (n - 1)^2 (Cryer and Ryan, Journal of Quality Technology 22(3), 1990,
# 187-192).
_RANGE_SLOPE, _RANGE_OFFSET = 0.826, 1.082
# The expected range of two normal values in standard deviations (Shewhart's d2).
RANGE_OF_TWO = 1.128
# The newest months are held against no fewer than this.
LEAST_BEFORE = 8
# Below this many values the variance above means nothing.
_FEWEST = 3


@dataclass(frozen=True)
class Placed:
    """A judged figure of an unbroken stretch. value: in the measure's unit; z: its distance from the centre line in
    thirds of the way to the limit on its side, so that 3 is on the limit."""

    value: float
    z: float


def chance(rule: str, stretch: Sequence[Placed], place: int, *, points: int | None, memory: float = 0.0) -> float | None:
    """The probability that a stable series of normal figures shows, at that place of the stretch, what the rule found
    there, or something further out. None for a rule that this version has no formula for.

    rule: its code; points: how many figures the limits were drawn from (None: they follow from counts alone, so that
    their width is known and not estimated); memory: the correlation of neighbouring months, 0 for independent ones.
    Formulas: docs/explanation/portfolio.md.
    """
    # Neighbours that resemble one another differ by less, so that limits from moving ranges are too narrow by this much.
    narrow = 1.0 if points is None else math.sqrt(1 - memory)
    if rule == "beyond-limits":
        return two_sided(narrow * stretch[place].z, points)
    if rule == "two-of-three":
        return _two_of_three([Placed(placed.value, narrow * placed.z) for placed in stretch], place, points)
    if rule == "trend-of-seven":
        return min(1.0, 2 / math.factorial(_run([_sign(later.value - earlier.value)
                                                  for earlier, later in pairwise(stretch)], place - 1) + 1))
    if rule == "seven-on-one-side":
        return min(1.0, same_side(memory) ** (_run([_sign(placed.z) for placed in stretch], place) - 1))
    return None


@dataclass(frozen=True)
class Compared:
    """The newest months of a series held against those before them. months: how many; chance: the probability that a stable
    series gives a difference as large; looks: how much that is to be multiplied by, as other numbers of months might have
    been taken: n (n + 1), whose inverses add up to 1 over every n."""

    months: int
    chance: float

    @property
    def looks(self) -> int:
        """See the class."""
        return self.months * (self.months + 1)


def compared(before: Sequence[float], newest: Sequence[float], memory: float) -> Compared | None:
    """The newest month, or as many of the newest as differ most from those before: the least likely by its chance and looks.

    before, newest: distances from the centre, in any one unit, the earliest first; `newest` holds the month that is judged
    last. memory: the correlation of neighbouring months. None where fewer than LEAST_BEFORE months came before.
    Formula: Student's t for the difference of two means, the variance of a mean of n neighbours being that of a month
    times (1 + 2 Σ (1 − j/n) memory^j) / n (Box, Jenkins and Reinsel, Time Series Analysis, 1994, 2.1.5).
    """
    found = []
    for months in range(1, len(newest) + 1):
        earlier = [*before, *newest[:len(newest) - months]]
        if len(earlier) < LEAST_BEFORE:
            continue
        width, freedom = _width(earlier, memory)
        error = math.sqrt(_of_mean(months, memory) + _of_mean(len(earlier), memory))
        difference = abs(math.fsum(newest[-months:]) / months - math.fsum(earlier) / len(earlier))
        found.append(Compared(months, 2 * student_upper(difference / (width * error), freedom) if width else
                              float(not difference)))
    return min(found, key=lambda one: one.chance * one.looks, default=None)


def _of_mean(months: int, memory: float) -> float:
    """The variance of the mean of so many neighbouring months, in units of that of one."""
    return (1 + 2 * math.fsum((1 - gap / months) * memory ** gap for gap in range(1, months))) / months


def _width(values: Sequence[float], memory: float) -> tuple[float, float]:
    """(the standard deviation of single months, its degrees of freedom): from all of them together, or from neighbours
    where that is less, as it is where the series once changed its level."""
    whole = stdev(values)
    ranges = math.fsum(abs(later - earlier) for earlier, later in pairwise(values)) / (len(values) - 1)
    neighbours = ranges / RANGE_OF_TWO / math.sqrt(1 - memory)
    return (whole, len(values) - 1) if whole <= neighbours else (neighbours, degrees_of_freedom(len(values)))


def two_sided(z: float, points: int | None) -> float:
    """The probability of a figure at least that far from the centre, to either side.

    Student's t with the degrees of freedom of a width that was estimated from moving ranges; the normal distribution
    where the width is known.
    """
    return 2 * _upper(abs(z), points)


def same_side(memory: float) -> float:
    """The probability that a normal figure lies on the same side of the mean as the one before it, with which it is
    correlated by so much: 1/2 + arcsin(memory) / π (Sheppard, Philosophical Transactions A 192, 1899)."""
    return 0.5 + math.asin(memory) / math.pi


def degrees_of_freedom(points: int) -> float:
    """Degrees of freedom of the standard deviation estimated from the average moving range of so many figures: those of
    the scaled chi-squared distribution with the same mean and variance, about 0.6 for each figure."""
    if points < _FEWEST:
        return 1.0
    return (points - 1) ** 2 / (2 * (_RANGE_SLOPE * points - _RANGE_OFFSET))


def limit_error(points: int) -> float:
    """The standard error of a control limit in standard deviations of the figures: that of the mean, and three times
    that of the width, added as variances."""
    return math.sqrt(1 / points + 9 / (2 * degrees_of_freedom(points)))


def _two_of_three(stretch: Sequence[Placed], place: int, points: int | None) -> float:
    """Of every three in a row that hold the place and lie on one side: the chance that two or three of them lie as far
    out as the second furthest. With tail a and the rest of the side b: 2 (3 a² b + a³)."""
    found = 1.0
    for first in range(max(place - 2, 0), min(place, len(stretch) - 3) + 1):
        three = stretch[first:first + 3]
        if len({_sign(placed.z) for placed in three}) == 1 and three[0].z:
            tail = _upper(sorted(abs(placed.z) for placed in three)[1], points)
            found = min(found, 2 * (3 * tail ** 2 * (0.5 - tail) + tail ** 3))
    return found


def _run(signs: Sequence[int], place: int) -> int:
    """How many equal signs in a row hold the place; a place before the first belongs to the run that begins there."""
    place = max(place, 0)
    if place >= len(signs) or not signs[place]:
        return 0
    first = last = place
    while first > 0 and signs[first - 1] == signs[place]:
        first -= 1
    while last + 1 < len(signs) and signs[last + 1] == signs[place]:
        last += 1
    return last - first + 1


def _upper(z: float, points: int | None) -> float:
    return 1 - NormalDist().cdf(z) if points is None else student_upper(z, degrees_of_freedom(points))


def student_upper(t: float, freedom: float) -> float:
    """P(T > t) of Student's t, t at or above 0: half the regularised incomplete beta function at
    freedom / (freedom + t²) (Abramowitz and Stegun, 26.7.1)."""
    return 0.5 * _incomplete_beta(freedom / (freedom + t * t), freedom / 2, 0.5)


def _incomplete_beta(x: float, a: float, b: float) -> float:
    """The regularised incomplete beta function, by its continued fraction (Abramowitz and Stegun, 26.5.8)."""
    if x <= 0 or x >= 1:
        return float(x >= 1)
    if x > (a + 1) / (a + b + 2):
        return 1 - _incomplete_beta(1 - x, b, a)
    front = math.exp(math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(x) + b * math.log1p(-x))
    return front * _fraction(x, a, b) / a


def _fraction(x: float, a: float, b: float) -> float:
    """The continued fraction, worked out from its tail: forty steps give every digit for the values met here."""
    value = 1.0
    for step in range(40, 0, -1):
        m, odd = divmod(step, 2)
        top = -(a + m) * (a + b + m) * x if odd else m * (b - m) * x
        value = 1 + top / ((a + step - 1) * (a + step)) / value
    return 1 / value


def _sign(difference: float) -> int:
    return (difference > 0) - (difference < 0)
