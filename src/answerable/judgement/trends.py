"""Which way a series goes over a year: each period of the last twelve months held against the same one a year before.

A figure against its own month of the year before needs no seasonal adjustment, and counting how many of them are better needs
no assumption about how figures are spread. What a single odd month does is for the control chart.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from answerable.judgement.series import LOWER, NEUTRAL, ONE_DAY, PhaseStart, Point, phases_of

IMPROVING, WORSENING, STATIC = "improving", "worsening", "static"
# The chance at which a year without any change is called better or worse: with twelve months, eleven of one kind.
ERROR = 0.01
# With fewer pairs not even all of one kind are rare enough.
LEAST_PAIRS = 8


@dataclass(frozen=True)
class Year:
    """How many of `pairs` figures are better than those of the year before, and how many worse; the rest are the same."""

    better: int
    worse: int
    pairs: int

    @property
    def code(self) -> str | None:
        """IMPROVING, WORSENING, or None where it may be chance or the pairs are too few to tell."""
        if self.pairs < LEAST_PAIRS or sign_test(self.better, self.worse) > ERROR:
            return None
        return IMPROVING if self.better > self.worse else WORSENING


def sign_test(one: int, other: int) -> float:
    """The chance, 0 to 1, of a split at least as uneven as this one where both sides are equally likely (two-sided, exact).

    Arbuthnott 1710; as in Conover, Practical Nonparametric Statistics, 3rd edition, section 3.4.
    """
    size, more = one + other, max(one, other)
    tail = sum(math.comb(size, count) for count in range(more, size + 1))
    return min(1.0, 2 * tail / 2.0 ** size)


def year_of(points: Sequence[Point], at: Point, direction: str, starts: Sequence[PhaseStart] = (), *,
            since: date = date.min, before: date = date.max) -> Year:
    """The figures of the year up to a period held against those of the year before.

    points: in order; only final figures count, and only those that mean the same as the one judged: a phase start ends what
    may be compared, unless it says that only the level changed. direction: "higher" or "lower" is better; "neutral" gives no
    pairs. since: figures of periods that begin earlier are not held against anything; before: each figure is held against its
    own period in the last year that begins before that day, where that is earlier than the year before.
    """
    if direction == NEUTRAL:
        return Year(0, 0, 0)
    meaning = [start for start in starts if not start.level_only]
    part = next(part for part in phases_of(points, meaning) if at in part)
    values = {point.period_start: point.value for point in part if point.judged and point.period_start <= at.period_start}
    first = max(_year_before(at.period_start) + ONE_DAY, since)
    changes = [now - then for day, now in values.items() if first <= day
               for then in [values.get(_same_before(day, before))] if now is not None and then is not None]
    fell, rose = sum(change < 0 for change in changes), sum(change > 0 for change in changes)
    return Year(fell, rose, len(changes)) if direction == LOWER else Year(rose, fell, len(changes))


def _same_before(day: date, before: date) -> date:
    """The same day of the latest earlier year that lies before a day."""
    years = (day.year - 1, before.year, before.year - 1)
    return next((earlier for earlier in (_in_year(day, year) for year in years) if earlier < before), date.min)


def _year_before(day: date) -> date:
    return _in_year(day, day.year - 1)


def _in_year(day: date, year: int) -> date:
    # The only day that some years lack is a leap day.
    return day.replace(year=max(year, date.min.year), day=28 if (day.month, day.day) == (2, 29) else day.day)
