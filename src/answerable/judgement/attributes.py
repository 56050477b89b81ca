"""Charts of shares (p) and rates (u), whose limits depend on each point's denominator; with Laney's adjustment (p′, u′).

A share's numerator counts things out of its denominator (binomial), a rate's numerator counts events for an exposure
(Poisson). Where denominators are large those distributions promise less variation than any real service has; Laney's
charts measure how much more there is, from one point to the next, and widen (or narrow) the limits by it.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from answerable.judgement.lines import Lines, LinesAt, around
from answerable.judgement.rules import RuleSet
from answerable.judgement.series import Point
from answerable.judgement.xmr import average_moving_range

SIGMAS = 3
# d2 for n = 2: the expected range of two normal values in standard deviations (Laney's paper has it as 1.128).
RANGE_IN_SIGMAS = 1.128
# A value that differs from numerator ÷ denominator by more than this share of it was not made from them.
SAME = 1e-6


def binomial(centre: float) -> float:
    """The standard deviation of a share with a denominator of 1. centre: 0 to 1."""
    return math.sqrt(max(centre * (1 - centre), 0.0))


def poisson(centre: float) -> float:
    """The standard deviation of a rate with a denominator of 1."""
    return math.sqrt(centre)


def fit_plain(spread: Callable[[float], float]) -> Callable[[Sequence[Sequence[Point]], RuleSet, float], LinesAt | None]:
    """The fit of a p or u chart: centre ± 3 standard deviations of the distribution (Shewhart 1931).

    spread: binomial or poisson. The fit takes points in stretches, the rule set and the scale of the unit (100 for
    percent), and gives the lines at each point.
    """
    def fit(stretches: Sequence[Sequence[Point]], _rule_set: RuleSet, scale: float) -> LinesAt | None:
        return _lines_at(_centre(stretches), spread, 1.0, scale)

    return fit


def fit_laney(spread: Callable[[float], float]) -> Callable[[Sequence[Sequence[Point]], RuleSet, float], LinesAt | None]:
    """The fit of a p′ or u′ chart: centre ± 3 standard deviations of the distribution × sigma z.

    Sigma z is the average moving range of the points' z-scores ÷ 1.128, inside unbroken stretches; a rule set that screens
    moving ranges screens these. No lines without a moving range. Laney, Improved control charts for attributes, Quality
    Engineering 14(4), 2002, 531-537.
    """
    def fit(stretches: Sequence[Sequence[Point]], rule_set: RuleSet, scale: float) -> LinesAt | None:
        centre = _centre(stretches)
        sigma_z = _sigma_z(stretches, centre, spread(centre), screened=rule_set.screen_outliers)
        return None if sigma_z is None else _lines_at(centre, spread, sigma_z, scale)

    return fit


def wrong_counts(point: Point, scale: float, *, share: bool) -> str | None:
    """What is wrong with the counts behind a value, as a clause; None where they are right.

    share: the numerator counts some of the denominator, so it cannot be larger.
    """
    if point.value is None:
        return None
    if point.numerator is None or point.denominator is None:
        missing = "numerator" if point.numerator is None else "denominator"
        return f"has no {missing}"
    if point.denominator <= 0 or point.numerator < 0:
        return f"is {point.numerator:g} out of {point.denominator:g}"
    if share and point.numerator > point.denominator:
        return f"has a numerator ({point.numerator:g}) above its denominator ({point.denominator:g})"
    made = scale * point.numerator / point.denominator
    if abs(made - point.value) > SAME * max(abs(made), abs(point.value)):
        return f"is {point.value:g}, but its numerator ÷ denominator gives {made:g}"
    return None


def _centre(stretches: Sequence[Sequence[Point]]) -> float:
    points = [point for stretch in stretches for point in stretch]
    return math.fsum(point.numerator or 0.0 for point in points) / math.fsum(point.denominator or 0.0 for point in points)


def _sigma_z(stretches: Sequence[Sequence[Point]], centre: float, unit_sigma: float, *, screened: bool) -> float | None:
    """The spread of the z-scores. Where the centre is 0, or a share of 1, every point lies on it, so that there is none."""
    scores = [[0.0 if unit_sigma == 0 else _score(point, centre, unit_sigma) for point in stretch] for stretch in stretches]
    average = average_moving_range(scores, screened=screened)
    return None if average is None else average / RANGE_IN_SIGMAS


def _score(point: Point, centre: float, unit_sigma: float) -> float:
    numerator, denominator = point.numerator or 0.0, point.denominator or 0.0
    return (numerator / denominator - centre) * math.sqrt(denominator) / unit_sigma


def _lines_at(centre: float, spread: Callable[[float], float], sigma_z: float, scale: float) -> LinesAt:
    width = scale * SIGMAS * sigma_z * spread(centre)

    def lines_at(point: Point) -> Lines | None:
        if not point.denominator or point.denominator < 0:
            return None
        return around(scale * centre, width / math.sqrt(point.denominator))

    return lines_at
