"""The control chart: lines by phase and point, special causes, assurance. How it is drawn up, a chart plan says."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from answerable.judgement.kinds import KINDS, Kind
from answerable.judgement.lines import Lines, LinesAt
from answerable.judgement.plans import MONTH, Baseline, ChartPlan, default_plan
from answerable.judgement.rules import ROUNDING, Found, RuleSet, Stretch
from answerable.judgement.seasons import Season, check_monthly, season_of
from answerable.judgement.series import (
    HIGHER,
    NEUTRAL,
    PhaseStart,
    Point,
    check_direction,
    in_order,
    phases_of,
    stretches_of,
    value_of,
)
from answerable.words import _

IMPROVEMENT, CONCERN = "improvement", "concern"
CONSISTENT_PASS, CONSISTENT_FAIL, INCONSISTENT = "consistent-pass", "consistent-fail", "inconsistent"

# The values that a unit can take at all; a plan may have drawn limits cut there, and never those that judge.
POSSIBLE = {"percent": (0.0, 100.0), "seconds": (0.0, None), "contacts": (0.0, None), "count": (0.0, None),
            "ratio": (0.0, None)}

Stretches = Sequence[Sequence[Point]]
# The rules that found a point, each with 1 where it is high and -1 where it is low.
Causes = tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class ChartPoint:
    """A point and what the rules say of it.

    special_cause: "improvement", "concern", "neutral", or None (none found, or not judged);
    side: 1 where the rule that decides found it high or rising, -1 low or falling, 0 without a special cause;
    rules: codes of every rule that found it, in the rule set's order: the first decides;
    lines: what is usual at it, None where that is not known; adjusted: the value that is held against the lines where the
    plan adjusts it for the season, None elsewhere.
    """

    point: Point
    special_cause: str | None
    side: int
    rules: tuple[str, ...]
    lines: Lines | None = None
    adjusted: float | None = None


@dataclass(frozen=True)
class Phase:
    """A stretch of the series that is judged by its own limits.

    points: every point of it; judged: how many of them count; limits: what holds at its last judged point, None where there
    are too few figures; drawn_lower, drawn_upper: the same for drawing, cut at the values the unit can take where the plan
    says so; baseline, needed: how many figures the limits are made from, and how many they need; varying: whether the lines
    differ from point to point; season: what is usual for each calendar month, None where the series is not adjusted for it.
    """

    points: tuple[ChartPoint, ...]
    judged: int
    limits: Lines | None
    drawn_lower: float | None
    drawn_upper: float | None
    baseline: int
    needed: int
    varying: bool = False
    season: Season | None = None


@dataclass(frozen=True)
class ControlChart:
    """A judged series. assurance: CONSISTENT_PASS, CONSISTENT_FAIL or INCONSISTENT; None where not known."""

    phases: tuple[Phase, ...]
    plan: ChartPlan
    direction: str
    assurance: str | None

    @property
    def rule_set(self) -> RuleSet:
        """The rules that found its special causes."""
        return self.plan.rule_set

    @property
    def points(self) -> tuple[ChartPoint, ...]:
        """Every point of every phase, in order."""
        return tuple(point for phase in self.phases for point in phase.points)

    def said_of(self, judged: ChartPoint) -> str:
        """What the rules say of a point, as a clause, without whether it is for the better."""
        centre = _(KINDS[self.plan.kind].centre)
        said = _(self.rule_set.rule(judged.rules[0]).words(judged.side)).format(centre=centre) if judged.rules else _(
            "within its usual range")
        return _("{what} (seasonally adjusted)").format(what=said) if self.plan.season == MONTH else said


@dataclass(frozen=True)
class _Making:
    """What the phases of one chart are drawn up by."""

    plan: ChartPlan
    kind: Kind
    direction: str
    scale: float
    possible: tuple[float | None, float | None]


def control_chart(points: Sequence[Point], *, direction: str, plan: ChartPlan | None = None,
                  phase_starts: Sequence[PhaseStart] = (), target: float | None = None,
                  unit: str | None = None) -> ControlChart:
    """Judge a series by a chart plan.

    points: in any order, one a period; those without a final value are carried along, judged by nothing, and
    end runs, trends and moving ranges. direction: "higher", "lower" (which is better) or "neutral".
    plan: None for the shipped default. phase_starts: declared breaks, each with limits of its own. target: a value in the
    measure's unit, for assurance. unit: cuts the drawn limits to what is possible where the plan says so ("percent" to 0 and
    100; other units at 0).
    Raises InputError on an unknown direction or status, two points of one period, periods that overlap, a value that is no
    number, and points that lack what the plan's kind of chart or its season needs.
    Formulas: kinds.KINDS names them for each kind of chart.
    """
    check_direction(direction)
    plan = plan or default_plan()
    kind = KINDS[plan.kind]
    ordered = in_order(points, together=kind.between_events)
    kind.check(ordered, unit)
    if plan.season == MONTH:
        check_monthly(ordered)
    possible = POSSIBLE.get(unit or "", (None, None)) if plan.within_possible else (None, None)
    making = _Making(plan, kind, direction, kind.scale(unit), possible)
    parts = phases_of(ordered, phase_starts)
    stretches = [stretches_of(part) for part in parts]
    baselines = _baselines(stretches, plan.baseline)
    seasons = [_season(baselines[:number], plan) for number in range(1, len(parts) + 1)]
    phases = tuple(_phase(*each, making) for each in zip(parts, stretches, baselines, seasons, strict=True))
    return ControlChart(phases, plan, direction, _assurance(phases, target, direction))


def assurance_of(target: float | None, limits: Lines | None, direction: str) -> str | None:
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


def _assurance(phases: Sequence[Phase], target: float | None, direction: str) -> str | None:
    """Assurance by the limits at the last judged point of the newest phase: those before it hold for it no more. Of a
    seasonal series the range must lie on one side in every month of the year."""
    last = phases[-1] if phases else None
    if last is None or last.limits is None or last.season is None:
        return assurance_of(target, last.limits if last else None, direction)
    over_the_year = replace(last.limits, lower=last.limits.lower + min(last.season.effects),
                            upper=last.limits.upper + max(last.season.effects))
    return assurance_of(target, over_the_year, direction)


def _baselines(phases: Sequence[Stretches], baseline: Baseline | None) -> list[Stretches]:
    """For each phase the figures that its lines are made from, still in their stretches."""
    if baseline is None:
        return list(phases)
    if baseline.points is not None:
        return [_first(stretches, baseline.points) for stretches in phases]
    dated = [[[point for point in stretch if baseline.holds(point.period_start)] for stretch in stretches]
             for stretches in phases]
    # A phase that the dates do not touch stands by itself. Where they touch none there is no baseline at all.
    if not any(any(stretches) for stretches in dated):
        return [[] for _phase in phases]
    return [[stretch for stretch in inside if stretch] or stretches
            for inside, stretches in zip(dated, phases, strict=True)]


def _first(stretches: Stretches, points: int) -> Stretches:
    """The first so many points, still in their stretches."""
    taken: list[Sequence[Point]] = []
    for stretch in stretches:
        taken.append(stretch[:max(points - sum(map(len, taken)), 0)])
    return [stretch for stretch in taken if stretch]


def _season(baselines: Sequence[Stretches], plan: ChartPlan) -> Season | None:
    """The season as the newest of these phases sees it. A later phase is no part of it, so that what was found stays."""
    if plan.season != MONTH:
        return None
    return season_of([point for stretch in stretches for point in stretch] for stretches in baselines)


def _phase(points: tuple[Point, ...], stretches: Stretches, baseline: Stretches, season: Season | None,
           making: _Making) -> Phase:
    plan, known = making.plan, sum(map(len, baseline))
    waits = plan.season == MONTH and season is None
    needed = plan.needed if waits else plan.minimum_points
    lines_at: LinesAt | None = None
    if known >= needed and not waits:
        whole, stretches = baseline is stretches, _without(stretches, season)
        lines_at = _fit(stretches if whole else _without(baseline, season), season, making)
    causes = _special_causes(stretches, lines_at, plan.rule_set) if lines_at else iter(())
    judged = tuple(_chart_point(point, next(causes, ()) if point.judged else (), making.direction, lines_at, season)
                   for point in points)
    limits = lines_at(stretches[-1][-1]) if lines_at else None
    return Phase(judged, sum(map(len, stretches)), limits, *_drawn(limits, making.possible), known, needed,
                 varying=making.kind.varying, season=season)


def _fit(baseline: Stretches, season: Season | None, making: _Making) -> LinesAt | None:
    lines_at = making.kind.fit(baseline, making.plan.rule_set, making.scale)
    lines = lines_at(baseline[-1][-1]) if season and lines_at else None
    if season is None or lines is None:
        return lines_at
    wider = season.widened(lines)
    return lambda _point: wider


def _without(stretches: Stretches, season: Season | None) -> Stretches:
    """The points without their season."""
    if season is None:
        return stretches
    return [[season.without(point) for point in stretch] for stretch in stretches]


def _special_causes(stretches: Stretches, lines_at: LinesAt, rule_set: RuleSet) -> Iterator[Causes]:
    """For each judged point in turn the rules that found it as (code, 1 high or -1 low), in the rule set's order."""
    for points in stretches:
        stretch = _placed(points, lines_at)
        found: list[tuple[str, Found]] = [(rule.code, rule.find(stretch)) for rule in rule_set.rules]
        for place in range(len(points)):
            yield tuple((code, sides[place]) for code, sides in found if sides[place])


def _placed(points: Sequence[Point], lines_at: LinesAt) -> Stretch:
    """The values of a stretch, each placed against the lines at its point."""
    values, lines = [value_of(point) for point in points], [_lines(lines_at, point) for point in points]
    slack = ROUNDING * max(max(map(abs, values)), max(abs(at.lower) for at in lines), max(abs(at.upper) for at in lines))
    return Stretch(tuple(values),
                   side=_against(values, [at.centre for at in lines], [at.centre for at in lines], slack),
                   near=_against(values, [at.near_lower for at in lines], [at.near_upper for at in lines], slack),
                   beyond=_against(values, [at.lower for at in lines], [at.upper for at in lines], slack))


def _lines(lines_at: LinesAt, point: Point) -> Lines:
    lines = lines_at(point)
    assert lines is not None, "a judged point has what its lines need: Kind.check saw to it"
    return lines


def _against(values: Sequence[float], lows: Sequence[float], highs: Sequence[float], slack: float) -> Found:
    return tuple((value > high + slack) - (value < low - slack)
                 for value, low, high in zip(values, lows, highs, strict=True))


def _chart_point(point: Point, found: Causes, direction: str, lines_at: LinesAt | None,
                 season: Season | None) -> ChartPoint:
    lines = lines_at(point) if lines_at else None
    without = season.adjusted(point) if season and lines and point.value is not None else None
    if not found:
        return ChartPoint(point, None, 0, (), lines, without)
    side = found[0][1]
    return ChartPoint(point, _meaning(side, direction), side, tuple(code for code, _ in found), lines, without)


def _meaning(side: int, direction: str) -> str:
    if direction == NEUTRAL:
        return NEUTRAL
    return IMPROVEMENT if (side > 0) == (direction == HIGHER) else CONCERN


def _drawn(limits: Lines | None, possible: tuple[float | None, float | None]) -> tuple[float | None, float | None]:
    if limits is None:
        return None, None
    least, most = possible
    return (max(limits.lower, -math.inf if least is None else least),
            min(limits.upper, math.inf if most is None else most))
