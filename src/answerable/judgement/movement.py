"""Whether a measure moved the way it was meant to, or as somebody says that it did."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Any

from answerable.judgement.chance import apart, error_of_mean
from answerable.judgement.evidence import BASELINE, RISE, Evidence, counts_of, rounding, shown
from answerable.judgement.series import Point
from answerable.words import _, format_count

MOVED, NOT_MOVED, CANNOT_TELL = "moved", "not-moved", "cannot-tell"
# Figures that are compared half against half: the latest twelve where there are as many.
FIGURES = 12
# A movement of two standard errors is taken as one: who says that something moved has the benefit of the doubt.
SHOWN = 2.0
# The largest change that is told in per cent, as a multiple of the first figure.
LARGEST_CHANGE = 100.0


@dataclass(frozen=True)
class Movement:
    """What was found, the two figures that it was found from in words, and by name."""

    found: str
    words: str = ""
    figures: dict[str, Any] = field(default_factory=dict)


def movement(evidence: Evidence, way: str) -> Movement | None:
    """Whether the figure moved `way` (RISE or FALL); None where there is nothing to compare it with.

    With twelve figures or more in an unbroken phase: the average of the latest six against that of the six before. Moved from
    two standard errors on, or where a special cause lies that way; not moved where the average did not move that way at all.
    With fewer: the figure against the statement before, else the first figure, else the baseline. Not moved where it did not
    move that way beyond rounding; moved where by its counts it lies two standard deviations apart; otherwise it cannot be told.
    """
    values = evidence.phase_values
    if len(values) >= FIGURES:
        return _by_halves(evidence, values, way)
    start = _start(evidence)
    return _by_two(evidence, start, way) if start is not None else None


def _by_halves(evidence: Evidence, values: list[float], way: str) -> Movement:
    latest = values[-FIGURES:]
    earlier, later = latest[:FIGURES // 2], latest[FIGURES // 2:]
    before, after = math.fsum(earlier) / len(earlier), math.fsum(later) / len(later)
    error = math.hypot(error_of_mean(earlier), error_of_mean(later))
    size = after - before if way == RISE else before - after
    told = {"before": before, "after": after}
    if size > SHOWN * error or _special_cause(evidence, way):
        return Movement(MOVED, figures=told)
    names = {"before": shown(round(before, 2), evidence.unit), "after": shown(round(after, 2), evidence.unit)}
    if size <= 0:
        return Movement(NOT_MOVED, _("the average of the latest six figures is {after}, that of the six before {before}")
                        .format(**names), told)
    return Movement(CANNOT_TELL, _("the average of the latest six figures ({after}) differs from that of the six before "
                                   "({before}) by no more than chance explains").format(**names), told)


def _special_cause(evidence: Evidence, way: str) -> bool:
    assert evidence.chart is not None, "asked only where there is a chart"
    side = 1 if way == RISE else -1
    judged = [point for point in evidence.chart.points if point.point.judged]
    return any(point.special_cause is not None and point.side == side for point in judged[-FIGURES // 2:])


def _start(evidence: Evidence) -> tuple[Point | None, float, str] | None:
    """What the figure is compared with: its point, where it is one, its value and its name."""
    before = evidence.earlier.point if evidence.earlier else None
    for point in (before, evidence.start):
        if point is not None and point.value is not None and point is not evidence.point:
            return point, float(point.value), _("for {period}").format(period=point.label)
    baseline = evidence.bar(BASELINE)
    return (None, baseline.value, baseline.words or _("as the baseline")) if baseline else None


def _by_two(evidence: Evidence, start: tuple[Point | None, float, str], way: str) -> Movement:
    point, then, name = start
    size = evidence.value - then if way == RISE else then - evidence.value
    told = {"before": then, "after": evidence.value}
    words = _("{now}, after {then} {name}").format(
        now=shown(evidence.value, evidence.unit, then), then=shown(then, evidence.unit, evidence.value), name=name)
    if size <= (evidence.room + float(rounding(then)) if evidence.printed else 0.0):
        return Movement(NOT_MOVED, words, told)
    counts = counts_of([item for item in (point, evidence.point) if item is not None], evidence.unit)
    if counts and abs(apart(evidence.value / 100, then / 100, counts)) > SHOWN:
        return Movement(MOVED, figures=told)
    return Movement(CANNOT_TELL, _("{words}{change}; two figures do not tell a change from ordinary variation").format(
        words=words, change=_change(then, evidence.value)), told)


def _change(then: float, now: float) -> str:
    """The change in per cent of the first figure, in brackets. None of a first figure that is nothing, or next to it: beyond a
    hundredfold a percentage tells of the smallness of the first figure, and it may be too long to write."""
    size = abs(now - then) / abs(then) if then else math.inf
    if size > LARGEST_CHANGE:
        return ""
    return f" ({'−' if now < then else '+'}{format_count(round(100 * size))}%)"
