"""The points of a series, in order, and where a gap breaks it."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from answerable.errors import InputError, did_you_mean

FINAL, REVISED, PROVISIONAL = "final", "revised", "provisional"
NO_DATA, NOT_AVAILABLE = "no-data", "not-available"
STATUSES = (FINAL, REVISED, PROVISIONAL, NO_DATA, NOT_AVAILABLE)
JUDGED = frozenset({FINAL, REVISED})

HIGHER, LOWER, NEUTRAL = "higher", "lower", "neutral"
DIRECTIONS = (HIGHER, LOWER, NEUTRAL)


@dataclass(frozen=True)
class Point:
    """One figure of a series.

    period_start: first local day of the period; label: the period as people name it ("September 2026");
    value: in the measure's unit, None where there is no figure; status: one of STATUSES;
    numerator, denominator: the counts behind the value, where there are such;
    coverage: share (0 to 1) of the expected records that came, None where it is not known.
    """

    period_start: date
    label: str
    value: float | None
    status: str
    numerator: float | None = None
    denominator: float | None = None
    coverage: float | None = None

    @property
    def judged(self) -> bool:
        """Whether limits and rules count the point: it has a value that is final."""
        return self.value is not None and self.status in JUDGED


@dataclass(frozen=True)
class PhaseStart:
    """A declared break: the series is judged afresh from the first period that starts on or after `at`."""

    at: date
    reason: str


def in_order(points: Iterable[Point]) -> tuple[Point, ...]:
    """The points by period, whatever order they came in.

    Raises InputError on two points of one period, an unknown status, or a value that is no finite number.
    """
    ordered = tuple(sorted(points, key=lambda point: point.period_start))
    for earlier, later in pairwise(ordered):
        if earlier.period_start == later.period_start:
            raise InputError(f"two figures for the period that starts on {later.period_start}: "
                             f"{earlier.value} and {later.value}.", remedy="Give one figure a period.")
    for point in ordered:
        _check(point)
    return ordered


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
    """The unbroken stretches of judged points: a point that is not judged ends a stretch."""
    stretches: list[tuple[Point, ...]] = []
    current: list[Point] = []
    for point in phase:
        if point.judged:
            current.append(point)
        elif current:
            stretches.append(tuple(current))
            current = []
    return [*stretches, tuple(current)] if current else stretches


def check_direction(direction: str) -> None:
    """Raise InputError unless the direction is one of DIRECTIONS."""
    if direction not in DIRECTIONS:
        hint = did_you_mean(direction, DIRECTIONS)
        raise InputError(f"unknown direction '{direction}'.",
                         remedy=f"{hint} Write higher, lower or neutral.".lstrip())
