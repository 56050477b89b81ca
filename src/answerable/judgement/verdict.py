"""Judging one measure: chart, target and rating put together, with the sentence that says so."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from answerable.judgement import facts as known
from answerable.judgement.beside import NOTHING_BESIDE, Beside, Child, Said
from answerable.judgement.charts import ChartPoint, ControlChart, Phase, control_chart
from answerable.judgement.facts import State
from answerable.judgement.plans import ChartPlan
from answerable.judgement.ratings import Facts, Rating, RatingRule, rate
from answerable.judgement.samples import interval_of_share
from answerable.judgement.sentence import (
    Gap,
    check_template,
    figure_clause,
    judged_sentence,
    no_figure_sentence,
    provisional_sentence,
)
from answerable.judgement.series import PhaseStart, Point, check_direction
from answerable.judgement.targets import Target, check_target
from answerable.words import _, format_value


@dataclass(frozen=True)
class Subject:
    """What is judged. unit: one of words.UNITS; direction: "higher", "lower" (which is better) or "neutral";
    sentence: template with {value}, {period} and, where it has them, {numerator} and {denominator}; sampled: whether its
    figures are shares of a sample or survey, so that the sentence says what they leave open.

    Raises InputError on an unknown direction, DefinitionError on a template that does not parse.
    """

    id: str
    title: str
    unit: str
    direction: str
    sentence: str
    sampled: bool = False

    def __post_init__(self) -> None:
        check_direction(self.direction)
        format_value(None, self.unit)
        check_template(self.sentence, where=f"measure '{self.id}'")


@dataclass(frozen=True)
class Break:
    """A visible break in a series: the first day of the new, and what changed."""

    at: date
    words: str


@dataclass(frozen=True)
class Judgement:
    """Everything that is said of a measure, and what it rests on.

    judged: the latest final figure, None where there is none; facts: what the rating rule was given; told: fact → code with
    words.
    """

    subject: Subject
    chart: ControlChart
    target: Target | None
    rule: RatingRule
    judged: ChartPoint | None
    facts: Facts
    rating: Rating
    told: Mapping[str, Said]
    reasons: tuple[Said, ...]
    sentence: str
    breaks: tuple[Break, ...]
    gaps: tuple[Gap, ...]
    beside: Beside = NOTHING_BESIDE

    @property
    def signal(self) -> Said | None:
        """What the chart says of the judged figure; None where it does not speak for today."""
        return self.told.get("signal")

    @property
    def assurance(self) -> Said | None:
        """Whether the target is to be expected to be met; None where that is not known."""
        return self.told.get("assurance")

    def as_json(self) -> dict[str, Any]:
        """The parts "judgement", "target" and "chart" of docs/reference/release-format.md."""
        return {"judgement": self._judgement_json(),
                "target": self.target.as_json(self.subject.unit) if self.target else None,
                "chart": {"kind": self.chart.plan.kind, "plan": self.chart.plan.as_json(),
                          "points": [point_json(self.chart, point) for point in self.chart.points],
                          "phases": [phase_json(phase) for phase in self.chart.phases],
                          "breaks": [{"at": at.at.isoformat(), "words": at.words} for at in self.breaks],
                          "gaps": [{"from": gap.first.isoformat(), "to": gap.last.isoformat(),
                                    "words": gap.words} for gap in self.gaps]}}

    def _judgement_json(self) -> dict[str, Any]:
        return {"rule_set": self.chart.rule_set.id, "rating_rule": self.rule.id,
                "rating": {"code": self.rating.code, "words": _(self.rating.words), "stands": self.rating.stands},
                **{fact: self.told[fact].as_json() if fact in self.told else None
                   for fact in ("signal", "assurance", "trend", "benchmark", "peers")},
                "reasons": [reason.as_json() for reason in self.reasons],
                "children": [child.as_json() for child in self.beside.children],
                "not_comparable": [said.as_json() for said in self.beside.not_comparable],
                "sentence": self.sentence}

    def as_child(self) -> Child:
        """The judgement as a part of the measure above it sees it."""
        drivers = self.beside.of_concern if "children" in self.rating.decided_by else ()
        return Child(self.subject.id, self.subject.title, self.rating, self.reasons[0].words if self.reasons else "", drivers)


def judge(subject: Subject, points: Sequence[Point], *, target: Target | None, rule: RatingRule,
          plan: ChartPlan | None = None, phase_starts: Sequence[PhaseStart] = (),
          breaks: Sequence[Break] | None = None, gaps: Sequence[Gap] = (), beside: Beside = NOTHING_BESIDE) -> Judgement:
    """Judge a measure by its latest final figure.

    points: one a period, in any order, values in the subject's unit. target: the one in force, or None.
    plan: how what is usual is worked out (None: the shipped default).
    phase_starts: declared breaks after which the chart is judged afresh. breaks, gaps: carried through to the
    chart; breaks left out are made from phase_starts. beside: what is known beside the series: benchmarks, peers, children.
    Raises InputError where a target is met in the direction that the subject calls worse, on a figure that
    lacks a count its sentence asks for, and as control_chart does.
    """
    if target is not None:
        check_target(target, subject.direction)
    chart = control_chart(points, direction=subject.direction, plan=plan, phase_starts=phase_starts,
                          target=target.value if target else None, unit=subject.unit)
    state = known.state_of(chart, target, rule, subject.unit, phase_starts=phase_starts, beside=beside)
    rating = rate(rule, state.facts)
    if breaks is None:
        breaks = [Break(start.at, start.reason) for start in phase_starts]
    return Judgement(
        subject, chart, target, rule, state.judged, state.facts, rating, state.told,
        # Two facts may say the same ("there is no figure"); it is said once.
        reasons=tuple(dict.fromkeys(state.reason(fact) for fact in rating.because)),
        sentence=_sentence(subject, target, state, rating, gaps), breaks=tuple(breaks), gaps=tuple(gaps),
        beside=beside)


def _sentence(subject: Subject, target: Target | None, state: State, rating: Rating, gaps: Sequence[Gap]) -> str:
    """The sentence that fits the state of the figure: judged, old, provisional, or none at all."""
    newest = state.newest
    if state.judged is None:
        return _unjudged(subject, newest, gaps)
    judged = judged_sentence(
        figure_clause(subject.sentence, state.judged.point, subject.unit,
                      apart_from=target.value if target else None),
        (*_left_open(subject, state.judged.point), *state.clauses_for(rating)), subject.direction)
    if newest is None or newest is state.judged.point:
        return judged
    if newest.value is not None:
        return f"{judged} {provisional_sentence(newest, subject.unit)}"
    missing = no_figure_sentence(newest, gaps)
    # A figure that is no longer made must not read like today's: what is missing comes first.
    if state.facts.figure == "current":
        return f"{judged} {missing}"
    return _("{missing} The last one: {judged}").format(missing=missing, judged=judged)


def _unjudged(subject: Subject, newest: Point | None, gaps: Sequence[Gap]) -> str:
    if newest is None or newest.value is None:
        return no_figure_sentence(newest, gaps)
    return judged_sentence(figure_clause(subject.sentence, newest, subject.unit, so_far=True),
                           (*_left_open(subject, newest), _("provisional, so not judged")), subject.direction)


def _left_open(subject: Subject, point: Point) -> tuple[str, ...]:
    """What a share of a sample leaves open of the whole: "at least 72% with 95% confidence"; nothing of a count of all."""
    size = point.sample_size or point.denominator
    if not subject.sampled or not size or point.value is None:
        return ()
    share = point.value / 100
    return (interval_of_share(share, size).said_of(share),)


def point_json(chart: ControlChart, judged: ChartPoint) -> dict[str, Any]:
    """A point of a chart as a release has it."""
    point, lines = judged.point, judged.lines
    return {"period_start": point.period_start.isoformat(), "label": point.label, "value": point.value,
            "status": point.status, "special_cause": judged.special_cause, "rules": list(judged.rules),
            "centre": lines.centre if lines else None, "lower": lines.lower if lines else None,
            "upper": lines.upper if lines else None, "adjusted": judged.adjusted,
            "says": chart.said_of(judged) if point.judged and lines else None}


def phase_json(phase: Phase) -> dict[str, Any]:
    """A phase of a chart as a release has it."""
    limits = phase.limits
    return {"from": phase.points[0].point.period_start.isoformat(),
            "to": phase.points[-1].point.period_start.isoformat(),
            "mean": limits.mean if limits else None, "lower": limits.lower if limits else None,
            "upper": limits.upper if limits else None, "points": phase.judged, "baseline": phase.baseline,
            "varying": phase.varying}
