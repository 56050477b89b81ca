"""What is usual for each month of the year, and a series without it."""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Sequence

from answerable.errors import InputError
from answerable.judgement.series import Point, value_of

MONTHS = 12
# Three whole years of figures: every calendar month then has two that stand in the middle of a whole year each.
YEARS_NEEDED = 3
FIGURES_NEEDED = YEARS_NEEDED * MONTHS
DIFFERENCES_NEEDED = YEARS_NEEDED - 1


def effects_of(parts: Iterable[Sequence[Point]]) -> tuple[float, ...] | None:
    """By how much each calendar month, January first, usually lies above the year around it, in the measure's unit.

    parts: monthly points that have a value; no year is averaged over the border of two parts, which may stand on different
    levels. None unless there are three whole years of figures with two differences for each calendar month.
    The first step of the classical decomposition (Macaulay, The Smoothing of Time Series, 1931; Hyndman and Athanasopoulos,
    Forecasting: Principles and Practice, section 3.4): each figure minus the centred average of twelve months around it (the
    thirteen from six before to six after, the outer two by half). Of the differences of a calendar month the median is
    taken, so that one odd month does not become part of the season; the twelve are moved to add up to 0.
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
    medians = [statistics.median(differences[month]) for month in range(1, MONTHS + 1)]
    level = statistics.fmean(medians)
    return tuple(median - level for median in medians)


def adjusted(point: Point, effects: Sequence[float]) -> float | None:
    """A point's value without what is usual for its calendar month; None where it has no value."""
    return None if point.value is None else point.value - effects[point.period_start.month - 1]


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
