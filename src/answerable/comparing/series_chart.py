"""Series of any file, judged: what is said of each as a whole, and of each of its points."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import pairwise
from typing import Any

from answerable.errors import InputError
from answerable.judgement.beside import Said
from answerable.judgement.charts import ChartPoint, ControlChart, Phase, control_chart
from answerable.judgement.facts import ASSURANCE_WORDS
from answerable.judgement.kinds import XMR
from answerable.judgement.lines import Lines
from answerable.judgement.plans import MONTH, Baseline, ChartPlan
from answerable.judgement.rules import RuleSet
from answerable.judgement.series import PROVISIONAL, PhaseStart, Point, stretches_of
from answerable.judgement.verdict import phase_json, point_json
from answerable.periods import period_label
from answerable.words import _, capital, format_things, format_value

PLAN = "as-asked"
# NHSRplotthedots warns below this many points in a phase; the official chart tool shows no limits there.
ENOUGH = 13
COMMON_CAUSE, TOO_FEW = "common-cause", "too-few-points"


@dataclass(frozen=True)
class Asked:
    """How series are to be judged. plan: see ChartPlan; better: "higher", "lower" or "neutral"; target: in the series' unit;
    rebase: first days of new phases; unit: None where not known."""

    plan: ChartPlan
    better: str
    target: float | None = None
    rebase: tuple[date, ...] = ()
    unit: str | None = None


@dataclass(frozen=True)
class Charted:
    """One judged series. facet: which it is, empty where there is one; variation: what is said of its last judged point;
    assurance: what follows for its target, None where nothing does; notes: what a reader must know of the limits; days: first
    day of a point's period → the day that the file has for it, where that is another."""

    facet: str
    chart: ControlChart
    asked: Asked
    variation: Said
    assurance: Said | None
    notes: tuple[str, ...]
    days: Mapping[date, date] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """All of it, with every digit."""
        plan = self.asked.plan
        return {"facet": self.facet, "variation": self.variation.as_json(),
                "assurance": self.assurance.as_json() if self.assurance else None, "target": self.asked.target,
                "better": self.asked.better, "unit": self.asked.unit, "plan": {**plan.meaning(), "words": plan.words},
                "notes": list(self.notes), "phases": [phase_json(phase) for phase in self.chart.phases], "points": self.rows()}

    def rows(self) -> list[dict[str, Any]]:
        """A row a point: docs/how-to/chart-any-series.md says what each column is."""
        return [_row(self, number, phase, judged, ranges) for number, phase in enumerate(self.chart.phases, 1)
                for ranges in [_moving_ranges(phase, self.asked.plan)] for judged in phase.points]

    def summary(self) -> dict[str, Any]:
        """What is said of it as a whole, in one row, with the limits of its newest phase."""
        limits, last = self.chart.phases[-1].limits, self.last
        return {"facet": self.facet, "points": sum(phase.judged for phase in self.chart.phases),
                "phases": len(self.chart.phases), "last": last.point.label if last else "",
                "value": last.point.value if last else None, "mean": limits.centre if limits else None,
                "lower": limits.lower if limits else None, "upper": limits.upper if limits else None,
                "variation": self.variation.code, "variation_words": self.variation.words,
                "assurance": self.assurance.code if self.assurance else "",
                "assurance_words": self.assurance.words if self.assurance else "", "notes": " ".join(self.notes)}

    @property
    def last(self) -> ChartPoint | None:
        """The last point that is judged."""
        return _last(self.chart)

    def as_measure(self) -> dict[str, Any]:
        """The series in the form of a release's measure, to be drawn. Raises InputError where its periods are shorter than
        months."""
        points = [point_json(self.chart, judged) for judged in self.chart.points]
        if any(earlier["period_start"][:7] == later["period_start"][:7] for earlier, later in pairwise(points)):
            raise InputError("only series of months or longer periods can be drawn.", remedy="Leave --svg out.")
        target, unit = self.asked.target, self._drawn_unit()
        words = format_value(target, unit, shortest=True)
        words_of_break = _("Limits from here on are worked out afresh")
        breaks = [{"at": phase.points[0].point.period_start.isoformat(), "words": words_of_break}
                  for phase in self.chart.phases[1:]]
        return {"id": self.facet or "series", "unit": unit,
                "target": None if target is None else {"value": target, "words": words},
                "chart": {"kind": self.asked.plan.kind, "plan": self.asked.plan.as_json(), "points": _with_absent(points),
                          "phases": [phase_json(phase) for phase in self.chart.phases], "breaks": breaks, "gaps": []}}

    def _drawn_unit(self) -> str:
        whole = all(float(judged.point.value or 0).is_integer() for judged in self.chart.points)
        return self.asked.unit or ("count" if whole else "ratio")


def plan_asked(kind: str, rule_set: RuleSet, *, screen: bool = True, baseline: int | None = None, minimum_points: int = 2,
               season: str = "none") -> ChartPlan:
    """The chart plan of a question. baseline: how many first points of each phase make its limits, None for all.

    Raises InputError where the parts contradict one another: a baseline below the fewest points, a season with another kind
    than xmr.
    """
    if not screen:
        unscreened = _("{rules}, moving ranges not screened").format(rules=rule_set.id)
        rule_set = replace(rule_set, id=unscreened, screen_outliers=False)
    plan = ChartPlan(PLAN, kind=kind, rule_set=rule_set, baseline=None if baseline is None else Baseline(points=baseline),
                     minimum_points=minimum_points, season=season)
    if minimum_points < 2:
        raise InputError(f"limits cannot be made from {minimum_points}: a range needs two points.",
                         remedy="Write --minimum-points 2 or more.")
    if baseline is not None and baseline < plan.needed:
        raise InputError(f"a baseline of {baseline} is fewer than the {plan.needed} points that limits are to need.",
                         remedy="Write a larger --baseline, or a smaller --minimum-points.")
    if season == MONTH and kind != XMR:
        raise InputError(f"a {kind} chart cannot be adjusted for the season.", remedy="Leave --season out, or use --kind xmr.")
    return plan


def charted(facet: str, points: Sequence[Point], asked: Asked, days: Mapping[date, date] | None = None) -> Charted:
    """One series, judged. days: see Charted. Raises InputError as control_chart does, with the facet as the place."""
    own = days or {point.period_start: point.period_start for point in points}
    starts = [PhaseStart(start, "") for start in _phase_starts(asked.rebase, own)]
    try:
        chart = control_chart(points, direction=asked.better, plan=asked.plan, phase_starts=starts, target=asked.target,
                              unit=asked.unit)
    except InputError as error:
        place = ", ".join(filter(None, (facet, error.where)))
        raise InputError(error.message, where=place, remedy=error.remedy) from error
    assurance = Said(chart.assurance, _(ASSURANCE_WORDS[chart.assurance])) if chart.assurance else None
    return Charted(facet, chart, asked, _variation(chart), assurance, tuple(_notes(chart)), own)


def _phase_starts(rebase: Sequence[date], days: Mapping[date, date]) -> list[date]:
    """The first days of the periods with which phases begin: of each, the first whose own day is not before it. A date that
    is the last day of its period begins the phase with that period, as it does in NHSRplotthedots."""
    ordered = sorted(days.items())
    starts = [next((start for start, own in ordered if own >= day), None) for day in rebase]
    return [start for start in starts if start is not None and start != ordered[0][0]]


def check_rebase(rebase: Sequence[date], series: Mapping[str, Mapping[date, date]]) -> None:
    """Raises InputError for a day on or before which, or from which on, no series has a point: no phase would begin."""
    for day in rebase:
        if not any(_phase_starts([day], days) for days in series.values()):
            raise InputError(f"no series has points both before {day} and from then on: no phase would begin there.",
                             remedy="Give --rebase the first day of a new phase.")


def _last(chart: ControlChart) -> ChartPoint | None:
    return next((judged for judged in reversed(chart.points) if judged.point.judged), None)


def _variation(chart: ControlChart) -> Said:
    """What is said of the last judged point, as the package's icon of variation does."""
    last = _last(chart)
    if last is None:
        return Said("no-figure", _("There is no figure to judge"))
    if last.lines is None:
        return Said(TOO_FEW, _("Too few figures in a row to say what is usual"))
    words = _("{period}: {what}").format(period=last.point.label, what=chart.said_of(last))
    if last.special_cause is None:
        return Said(COMMON_CAUSE, words)
    better = {"improvement": _(", a change for the better"), "concern": _(", a change for the worse")}
    return Said(f"special-cause-{last.special_cause}", words + better.get(last.special_cause, ""))


def _notes(chart: ControlChart) -> list[str]:
    notes = []
    for number, phase in enumerate(chart.phases, 1):
        which = _("Phase {number}: ").format(number=number) if len(chart.phases) > 1 else ""
        if phase.limits is None:
            notes.append(capital(which + _("no limits: they need {needed} figures, two of them in a row; there are {have}.")
                                 .format(needed=phase.needed, have=phase.baseline)))
        elif phase.baseline < ENOUGH:
            notes.append(capital(which + _("limits from {have} figures only: below {enough} they are little reliable.").format(
                have=phase.baseline, enough=ENOUGH)))
    gaps = sum(len(stretches_of([judged.point for judged in phase.points])) - 1 for phase in chart.phases if phase.judged)
    if gaps:
        notes.append(_("{gaps} between figures: nothing is carried across (NHSRplotthedots goes on as if there were none).")
                     .format(gaps=format_things(gaps, "gap", "gaps")))
    provisional = sum(judged.point.status == PROVISIONAL for judged in chart.points)
    if provisional:
        notes.append(_("Provisional, so not judged: {figures}.").format(
            figures=format_things(provisional, "figure", "figures")))
    return notes


def _moving_ranges(phase: Phase, plan: ChartPlan) -> Mapping[date, float]:
    """First day → the step from the figure before, in a chart of single values; none over a gap."""
    if plan.kind != XMR:
        return {}
    values = {judged.point.period_start: judged.point.value if judged.adjusted is None else judged.adjusted
              for judged in phase.points}
    return {later.period_start: abs((values[later.period_start] or 0.0) - (values[earlier.period_start] or 0.0))
            for stretch in stretches_of([judged.point for judged in phase.points]) for earlier, later in pairwise(stretch)}


def _row(charted: Charted, number: int, phase: Phase, judged: ChartPoint, ranges: Mapping[date, float]) -> dict[str, Any]:
    point, lines = judged.point, judged.lines
    # Where nothing is held against the lines nothing is found, which is not the same as finding nothing.
    found = None if lines is None or not point.judged else judged.special_cause or "none"
    side = {1: "high", -1: "low"}.get(judged.side, "")
    day = charted.days.get(point.period_start, point.period_start)
    return {"facet": charted.facet, "date": day.isoformat(), "period": point.label, "value": point.value,
            "numerator": point.numerator, "denominator": point.denominator, "status": point.status, "phase": number,
            "baseline": phase.baseline, **_lines_json(lines), "moving_range": ranges.get(point.period_start),
            "adjusted": judged.adjusted, "special_cause": found, "side": side, "rules": list(judged.rules)}


def _lines_json(lines: Lines | None) -> dict[str, float | None]:
    if lines is None:
        return dict.fromkeys(("mean", "lower", "upper", "near_lower", "near_upper"))
    return {"mean": lines.centre, "lower": lines.lower, "upper": lines.upper, "near_lower": lines.near_lower,
            "near_upper": lines.near_upper}


def _with_absent(points: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The points of a monthly series, with an empty one for each month that is not there, so that a gap is drawn as one."""
    months = [12 * int(point["period_start"][:4]) + int(point["period_start"][5:7]) - 1 for point in points]
    steps = [later - earlier for earlier, later in pairwise(months)]
    if not steps or min(steps) != 1:
        return list(points)
    there = dict(zip(months, points, strict=True))
    return [there.get(month) or _absent(date(month // 12, month % 12 + 1, 1)) for month in range(months[0], months[-1] + 1)]


def _absent(month: date) -> dict[str, Any]:
    return {"period_start": month.isoformat(), "label": period_label("month", month, month), "value": None, "status": "no-data"}
