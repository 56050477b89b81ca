"""The control chart of single values and moving ranges (XmR): limits by phase, special causes, assurance."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from answerable.judgement.rules import (
    DEFAULT_RULE_SET,
    LIMITS_IN_MOVING_RANGES,
    NEAR_LIMITS,
    ROUNDING,
    SCREENED_MOVING_RANGE,
    Found,
    RuleSet,
    Stretch,
)
from answerable.judgement.series import (
    HIGHER,
    NEUTRAL,
    PhaseStart,
    Point,
    check_direction,
    in_order,
    phases_of,
    stretches_of,
)

IMPROVEMENT, CONCERN = "improvement", "concern"
CONSISTENT_PASS, CONSISTENT_FAIL, INCONSISTENT = "consistent-pass", "consistent-fail", "inconsistent"

# The values that a unit can take at all; limits are cut there for drawing, never for judging.
POSSIBLE = {"percent": (0.0, 100.0), "seconds": (0.0, None), "contacts": (0.0, None), "count": (0.0, None),
            "ratio": (0.0, None)}


@dataclass(frozen=True)
class Limits:
    """What is usual in a phase: mean, average moving range and their lines, all in the measure's unit."""

    mean: float
    average_moving_range: float
    lower: float
    upper: float
    near_lower: float
    near_upper: float


@dataclass(frozen=True)
class ChartPoint:
    """A point and what the rules say of it.

    special_cause: "improvement", "concern", "neutral", or None (none found, or not judged);
    side: 1 where the rule that decides found it high or rising, -1 low or falling, 0 without a special cause;
    rules: codes of every rule that found it, in the rule set's order: the first decides.
    """

    point: Point
    special_cause: str | None
    side: int
    rules: tuple[str, ...]


@dataclass(frozen=True)
class Phase:
    """A stretch of the series that is judged by its own limits.

    points: every point of it; judged: how many of them count; limits: None where they are too few;
    drawn_lower, drawn_upper: the limits cut at the values the unit can take, for drawing only.
    """

    points: tuple[ChartPoint, ...]
    judged: int
    limits: Limits | None
    drawn_lower: float | None
    drawn_upper: float | None


@dataclass(frozen=True)
class ControlChart:
    """A judged series. assurance: CONSISTENT_PASS, CONSISTENT_FAIL or INCONSISTENT; None where not known."""

    phases: tuple[Phase, ...]
    rule_set: RuleSet
    direction: str
    assurance: str | None

    @property
    def points(self) -> tuple[ChartPoint, ...]:
        """Every point of every phase, in order."""
        return tuple(point for phase in self.phases for point in phase.points)


def control_chart(points: Sequence[Point], *, direction: str, rule_set: RuleSet = DEFAULT_RULE_SET,
                  phase_starts: Sequence[PhaseStart] = (), target: float | None = None,
                  unit: str | None = None) -> ControlChart:
    """Judge a series by a rule set.

    points: in any order, one a period; those without a final value are carried along, judged by nothing, and
    end runs, trends and moving ranges. direction: "higher", "lower" (which is better) or "neutral".
    phase_starts: declared breaks, each with limits of its own. target: a value in the measure's unit, for
    assurance. unit: cuts the drawn limits to what is possible ("percent" to 0 and 100; other units at 0).
    Raises InputError on an unknown direction or status, two points of one period, or a value that is no
    number.
    Formulas: limits are mean ± 2.66 average moving ranges (Making Data Count; NHSRplotthedots 0.2.2).
    """
    check_direction(direction)
    possible = POSSIBLE.get(unit or "", (None, None))
    phases = tuple(_phase(part, direction, rule_set, possible)
                   for part in phases_of(in_order(points), phase_starts))
    last = phases[-1].limits if phases else None
    return ControlChart(phases, rule_set, direction, assurance_of(target, last, direction))


def assurance_of(target: float | None, limits: Limits | None, direction: str) -> str | None:
    """Whether the usual range lies wholly on one side of the target; a target on a limit is inside.

    None without a target or limits, or where neither direction is better.
    """
    if target is None or limits is None or direction == NEUTRAL:
        return None
    slack = ROUNDING * max(abs(target), abs(limits.lower), abs(limits.upper))
    if target > limits.upper + slack:
        return CONSISTENT_FAIL if direction == HIGHER else CONSISTENT_PASS
    if target < limits.lower - slack:
        return CONSISTENT_PASS if direction == HIGHER else CONSISTENT_FAIL
    return INCONSISTENT


def limits_of(stretches: Sequence[Sequence[float]], rule_set: RuleSet) -> Limits | None:
    """The limits of a phase from its unbroken stretches of values; None where they are too few.

    Moving ranges are taken inside a stretch only. The mean is never screened, the moving ranges once.
    """
    baseline = _first(stretches, rule_set.baseline_points)
    values = [value for stretch in baseline for value in stretch]
    ranges = [abs(later - earlier) for stretch in baseline for earlier, later in pairwise(stretch)]
    if len(values) < rule_set.minimum_points or not ranges:
        return None
    mean, average = _mean(values), _mean(ranges)
    # A series that never moves has no range to screen by: its limits are the value itself.
    if rule_set.screen_outliers and average:
        average = _mean([size for size in ranges if size < SCREENED_MOVING_RANGE * average])
    width = LIMITS_IN_MOVING_RANGES * average
    near = NEAR_LIMITS * width
    return Limits(mean, average, mean - width, mean + width, mean - near, mean + near)


def _first(stretches: Sequence[Sequence[float]], points: int | None) -> list[Sequence[float]]:
    """The first so many values, still in their stretches; all of them for None."""
    if points is None:
        return list(stretches)
    taken: list[Sequence[float]] = []
    for stretch in stretches:
        taken.append(stretch[:max(points - sum(map(len, taken)), 0)])
    return taken


def _mean(values: Sequence[float]) -> float:
    return math.fsum(values) / len(values)


def _phase(points: tuple[Point, ...], direction: str, rule_set: RuleSet,
           possible: tuple[float | None, float | None]) -> Phase:
    stretches = stretches_of(points)
    limits = limits_of([[_value(point) for point in stretch] for stretch in stretches], rule_set)
    found = _special_causes(stretches, limits, rule_set) if limits else {}
    judged = tuple(_chart_point(point, found.get(point.period_start, ()), direction) for point in points)
    lower, upper = _drawn(limits, possible) if limits else (None, None)
    return Phase(judged, sum(map(len, stretches)), limits, lower, upper)


def _special_causes(stretches: Sequence[tuple[Point, ...]], limits: Limits,
                    rule_set: RuleSet) -> dict[date, tuple[tuple[str, int], ...]]:
    """Period start → the rules that found the point as (code, 1 high or -1 low), in the rule set's order."""
    causes = {}
    for points in stretches:
        stretch = _placed([_value(point) for point in points], limits)
        found: list[tuple[str, Found]] = [(rule.code, rule.find(stretch)) for rule in rule_set.rules]
        for place, point in enumerate(points):
            causes[point.period_start] = tuple((code, sides[place]) for code, sides in found if sides[place])
    return causes


def _placed(values: Sequence[float], limits: Limits) -> Stretch:
    """The values of a stretch, each placed against the phase's lines."""
    slack = ROUNDING * max(map(abs, [*values, limits.lower, limits.upper]))
    return Stretch(tuple(values),
                   side=_against(values, limits.mean - slack, limits.mean + slack),
                   near=_against(values, limits.near_lower - slack, limits.near_upper + slack),
                   beyond=_against(values, limits.lower - slack, limits.upper + slack))


def _against(values: Sequence[float], low: float, high: float) -> Found:
    return tuple((value > high) - (value < low) for value in values)


def _chart_point(point: Point, found: tuple[tuple[str, int], ...], direction: str) -> ChartPoint:
    if not found:
        return ChartPoint(point, None, 0, ())
    side = found[0][1]
    return ChartPoint(point, _meaning(side, direction), side, tuple(code for code, _ in found))


def _meaning(side: int, direction: str) -> str:
    if direction == NEUTRAL:
        return NEUTRAL
    return IMPROVEMENT if (side > 0) == (direction == HIGHER) else CONCERN


def _drawn(limits: Limits, possible: tuple[float | None, float | None]) -> tuple[float, float]:
    least, most = possible
    return (max(limits.lower, -math.inf if least is None else least),
            min(limits.upper, math.inf if most is None else most))


def _value(point: Point) -> float:
    assert point.value is not None, "only judged points, which have a value, come here"
    return float(point.value)
