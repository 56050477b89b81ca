"""The points of a series, in order, and where a gap breaks it."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from answerable.errors import InputError, did_you_mean

FINAL, REVISED, PROVISIONAL = "final", "revised", "provisional"
NO_DATA, NOT_AVAILABLE = "no-data", "not-available"
STATUSES = (FINAL, REVISED, PROVISIONAL, NO_DATA, NOT_AVAILABLE)
JUDGED = frozenset({FINAL, REVISED})
ONE_DAY = timedelta(days=1)

HIGHER, LOWER, NEUTRAL = "higher", "lower", "neutral"
DIRECTIONS = (HIGHER, LOWER, NEUTRAL)


@dataclass(frozen=True)
class Point:
    """One figure of a series.

    period_start, period_end: first and last local day of the period (period_end may be left out; where it is given, periods
    that overlap are refused, and a day between two periods is a gap); label: the period as people name it ("September 2026");
    value: in the measure's unit, None where there is no figure; status: one of STATUSES;
    numerator, denominator: the counts behind the value, where there are such;
    coverage: share (0 to 1) of the expected records that came, None where it is not known; sample_size: of a sample or
    survey in which each gave several answers, how many they are, None where the denominator says it;
    untimed: how many records were left out because their time is lost or not sure.
    """

    period_start: date
    label: str
    value: float | None
    status: str
    numerator: float | None = None
    denominator: float | None = None
    coverage: float | None = None
    period_end: date | None = None
    sample_size: float | None = None
    untimed: int = 0

    @property
    def judged(self) -> bool:
        """Whether limits and rules count the point: it has a value that is final."""
        return self.value is not None and self.status in JUDGED


@dataclass(frozen=True)
class PhaseStart:
    """A declared break: the series is judged afresh from the first period that starts on or after `at`.

    level_only: only the level changed there, not what a figure means: figures on both sides may still be compared.
    """

    at: date
    reason: str
    level_only: bool = False


def in_order(points: Iterable[Point], *, together: bool = False) -> tuple[Point, ...]:
    """The points by period, whatever order they came in.

    together: several may have one day, as events do whose value is the distance from the one before: the furthest first.
    Raises InputError on two points of one period, periods that overlap (such as rolling windows), an unknown status, or a
    value that is no finite number.
    """
    ordered = tuple(sorted(points, key=_furthest_first if together else _by_start))
    for earlier, later in pairwise(ordered):
        if earlier.period_start == later.period_start and not together:
            raise InputError(f"two figures for the period that starts on {later.period_start}: "
                             f"{earlier.value} and {later.value}.", remedy="Give one figure a period.")
        if earlier.period_end is not None and later.period_start <= earlier.period_end:
            raise _overlap(earlier, later)
    for point in ordered:
        _check(point)
    return ordered


def _by_start(point: Point) -> date:
    return point.period_start


def _furthest_first(point: Point) -> tuple[date, float]:
    # Of two events on a day only the first lies days after the one before.
    return point.period_start, -(point.value or 0.0)


def _overlap(earlier: Point, later: Point) -> InputError:
    # Neighbouring windows share most of their days: a single odd month would look like a run, and moving ranges tell
    # nothing of what is usual.
    return InputError(
        f"the figures for {earlier.label} and {later.label} share days, so what is usual cannot be told from them.",
        where=f"the period that starts on {later.period_start}",
        remedy="Judge periods that stand side by side, such as months or quarters, and never rolling windows.")


def _check(point: Point) -> None:
    where = f"the period that starts on {point.period_start}"
    if point.status not in STATUSES:
        hint = did_you_mean(point.status, STATUSES)
        raise InputError(f"unknown status '{point.status}'.", where=where,
                         remedy=f"{hint} Known: {', '.join(STATUSES)}.".lstrip())
    if point.value is not None and not math.isfinite(point.value):
        raise InputError(f"the value {point.value} is not a number.", where=where,
                         remedy="Give no value (None) where there is no figure.")


def phases_of(points: Sequence[Point], starts: Sequence[PhaseStart]) -> list[tuple[Point, ...]]:
    """The points cut where a declared phase starts; every part has at least one point.

    A start inside a period takes effect with the next one, as a period of two kinds belongs to the old.
    """
    days = sorted({start.at for start in starts})
    parts: dict[int, list[Point]] = {}
    for point in points:
        parts.setdefault(sum(day <= point.period_start for day in days), []).append(point)
    return [tuple(part) for part in parts.values()]


def stretches_of(phase: Sequence[Point]) -> list[tuple[Point, ...]]:
    """The unbroken stretches of judged points: a point that is not judged ends a stretch, and so does a day that lies
    between two periods."""
    stretches: list[tuple[Point, ...]] = []
    current: list[Point] = []
    for point in phase:
        if current and _apart(current[-1], point):
            stretches.append(tuple(current))
            current = []
        if point.judged:
            current.append(point)
        elif current:
            stretches.append(tuple(current))
            current = []
    return [*stretches, tuple(current)] if current else stretches


def _apart(earlier: Point, later: Point) -> bool:
    return earlier.period_end is not None and later.period_start - earlier.period_end > ONE_DAY


def value_of(point: Point) -> float:
    """The value of a point that has one, as every judged point does."""
    assert point.value is not None, "only points that have a value come here"
    return float(point.value)


def check_direction(direction: str) -> None:
    """Raise InputError unless the direction is one of DIRECTIONS."""
    if direction not in DIRECTIONS:
        hint = did_you_mean(direction, DIRECTIONS)
        raise InputError(f"unknown direction '{direction}'.",
                         remedy=f"{hint} Write higher, lower or neutral.".lstrip())
