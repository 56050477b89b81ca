"""What is usual for each month of the year, and a series without it."""

from __future__ import annotations

import math
import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from answerable.errors import InputError
from answerable.judgement.lines import Lines, around
from answerable.judgement.series import Point, value_of

MONTHS = 12
# Three whole years of figures: every calendar month then has two that stand in the middle of a whole year each.
YEARS_NEEDED = 3
FIGURES_NEEDED = YEARS_NEEDED * MONTHS
DIFFERENCES_NEEDED = YEARS_NEEDED - 1


@dataclass(frozen=True)
class Season:
    """effects: by how much each calendar month, January first, usually lies above the year around it, in the measure's unit,
    adding up to 0; figures, differences: from how many figures that was worked out, and how many of them stand in the middle
    of a whole year."""

    effects: tuple[float, ...]
    figures: int
    differences: int

    def adjusted(self, point: Point) -> float:
        """A point's value, seasonally adjusted: minus the effect of its calendar month."""
        return value_of(point) - self.effects[point.period_start.month - 1]

    def without(self, point: Point) -> Point:
        """The point with its adjusted value."""
        return replace(point, value=self.adjusted(point))

    def widened(self, lines: Lines) -> Lines:
        """The lines of an adjusted series, made as much wider as the figures to come vary more than those they come from.

        With k differences for each calendar month, a figure whose own difference is in its month's effect varies by a share
        of 1/k less than it did, and every other one, all those to come among them, by 1/k more (the variance of a value less
        a mean of k that it is part of, or is not part of).
        """
        each = self.differences / MONTHS
        beyond = self.figures - self.differences
        within = (self.differences * (1 - 1 / each) + beyond * (1 + 1 / each)) / self.figures
        return around(lines.centre, (lines.upper - lines.centre) * math.sqrt((1 + 1 / each) / within))


def season_of(parts: Iterable[Sequence[Point]]) -> Season | None:
    """What is usual for each calendar month of a series.

    parts: monthly points that have a value; no year is averaged over the border of two parts, which may stand on different
    levels. None unless there are three whole years of figures with two differences for each calendar month.
    Classical additive decomposition (Hyndman and Athanasopoulos, Forecasting: Principles and Practice, section 3.4; R's
    decompose()): each figure minus the centred average of twelve months around it (the thirteen from six before to six after,
    the outer two by half); the mean of these differences for each calendar month; the twelve moved to add up to 0.
    """
    differences: dict[int, list[float]] = {month: [] for month in range(1, MONTHS + 1)}
    figures = 0
    for part in parts:
        values = _by_month(part)
        figures += len(values)
        for month, value in values.items():
            around = [values.get(month + step) for step in range(-MONTHS // 2, MONTHS // 2 + 1)]
            known = [other for other in around if other is not None]
            if len(known) == len(around):
                differences[month % MONTHS + 1].append(value - (sum(known) - (known[0] + known[-1]) / 2) / MONTHS)
    if figures < FIGURES_NEEDED or min(map(len, differences.values())) < DIFFERENCES_NEEDED:
        return None
    means = [statistics.fmean(differences[month]) for month in range(1, MONTHS + 1)]
    level = statistics.fmean(means)
    return Season(tuple(mean - level for mean in means), figures, sum(map(len, differences.values())))


def check_monthly(points: Sequence[Point]) -> None:
    """Raise InputError unless every point is a calendar month: a season of anything else is not known here."""
    for point in points:
        end = point.period_end
        if point.period_start.day != 1 or (end is not None and (end.year, end.month) != (
                point.period_start.year, point.period_start.month)):
            raise InputError(f"{point.label} is not a calendar month, so the series cannot be seasonally adjusted by month.",
                             where=f"the period that starts on {point.period_start}",
                             remedy="Give one figure for each calendar month, or a chart plan without a season.")


def _by_month(points: Sequence[Point]) -> dict[int, float]:
    """Months since year 0 → value."""
    return {point.period_start.year * MONTHS + point.period_start.month - 1: value_of(point) for point in points}
