"""Every rating shown of a workspace held against its evidence: our own by rule, overrides, and those of reports."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from itertools import pairwise
from typing import Any

from answerable.comparing.report_check import Found, check_rows, point_of, series_of
from answerable.comparing.stated_ratings import FOLDER, Known, Report, Row, read_report, report_files
from answerable.content import raise_faults, shipped
from answerable.errors import AnswerableError
from answerable.judgement.charts import ControlChart, control_chart
from answerable.judgement.contradictions import contradictions
from answerable.judgement.evidence import TARGET, Bar, Contradiction, Evidence
from answerable.judgement.ratings import read_rating_rule
from answerable.judgement.series import FINAL, ONE_DAY, PhaseStart, Point
from answerable.judgement.stated import FOLDER as WORDS
from answerable.judgement.stated import Meaning, Stated, Vocabulary, own_standing, vocabulary
from answerable.judgement.statements import Statement
from answerable.judgement.targets import Target
from answerable.judgement.trends import STATIC
from answerable.judgement.verdict import Judgement
from answerable.judging import Assessed, judgement_json, points_of
from answerable.measures.definition import Measure
from answerable.words import _
from answerable.workspace import Workspace

# How long the periods are that a workspace's figures are judged by, in months.
MONTH = 1


@dataclass(frozen=True)
class Contradicted:
    """What contradicts the ratings of a workspace. own: the rating by rule, or an override; reported: ratings of reports, with
    their rows; checked: how many ratings were held against their evidence."""

    own: tuple[Contradiction, ...]
    reported: tuple[Found, ...]
    checked: int

    @property
    def all(self) -> tuple[Contradiction, ...]:
        """Everything: our own ratings first."""
        return (*self.own, *(found.told for found in self.reported))

    def of(self, measure: str) -> list[dict[str, Any]]:
        """The part "contradictions" of a measure's release file."""
        return [told.as_json() for told in self.all if told.stated.measure == measure]

    def as_json(self) -> dict[str, Any]:
        """The content of a release's contradictions.json."""
        return {"checked": self.checked, "contradictions": [
            {"measure": told.stated.measure, "title": told.stated.title, **told.as_json()} for told in self.all]}


def contradicted(assessed: Sequence[Assessed], rows: Sequence[Row]) -> Contradicted:
    """Everything that contradicts a rating: those of the measures assessed, and those of reports' rows."""
    ours = {item.measure.id: Figures(item) for item in assessed if item.judgement is not None}
    shown = [(stated, figures) for figures in ours.values() for stated in figures.ratings()]
    own = [told for stated, figures in shown for told in contradictions(stated, figures.now())]

    def widened(row: Row, evidence: Evidence) -> Evidence:
        return ours[row.measure].beside(row, evidence) if row.measure in ours else evidence

    known = [told for row in rows if row.measure in ours for told in ours[row.measure].statements(row)]
    rated = sum(row.stated.rated for row in rows) + sum(stated.rated for stated, _figures in shown)
    return Contradicted(tuple(own), tuple(check_rows(rows, widened, known)), rated)


@dataclass(frozen=True)
class Figures:
    """The figures of a measure of ours as evidence."""

    item: Assessed

    @property
    def judgement(self) -> Judgement:
        """What is said of it."""
        assert self.item.judgement is not None, "only measures that were judged come here"
        return self.item.judgement

    @cached_property
    def points(self) -> Mapping[date, Point]:
        """Its months by their first day."""
        return {point.period_start: point for point in points_of(self.item.figures)}

    def over(self, first: date, last: date) -> Point | None:
        """Our own figure of a span of days: a month's, or a share over several months from their counts. None where it is
        neither, where a month of it lacks, and where the months' counts do not give their values."""
        inside = [point for point in self.points.values() if first <= point.period_start and (point.period_end or last) <= last]
        if len(inside) == 1 and (inside[0].period_start, inside[0].period_end) == (first, last):
            return inside[0]
        whole = bool(inside) and (inside[0].period_start, inside[-1].period_end) == (first, last) and all(
            later.period_start - (earlier.period_end or later.period_start) == ONE_DAY for earlier, later in pairwise(inside))
        if not whole or self.judgement.subject.unit != "percent" or not all(map(_counts_give_value, inside)):
            return None
        numerator, denominator = (sum(getattr(point, part) for point in inside) for part in ("numerator", "denominator"))
        return replace(inside[0], value=100 * numerator / denominator, numerator=numerator, denominator=denominator,
                       period_end=last, status=FINAL, sample_size=None)

    def ratings(self) -> list[Stated]:
        """Every rating that its page shows: the one by rule, and an override that stands."""
        judged = judgement_json(self.item)["judgement"]
        given = [self._stated(judged["rating"], _("rule {rule}").format(rule=judged["rating_rule"]))]
        override = judged.get("override")
        if override:
            stated = self._stated(override["rating"], _("override by {who}").format(who=override["by"]))
            given.append(replace(stated, until=date.fromisoformat(override["expires"])))
        return given

    def _stated(self, rating: Mapping[str, Any], source: str) -> Stated:
        point = self._rated_point()
        measure, day = self.item.measure, point.period_start if point else date.min
        meaning = Meaning(own_standing(rating["code"], rating["stands"]), "", source)
        return Stated(measure.id, measure.title, rating["words"], meaning, day, (point.period_end if point else None) or day,
                      point.label if point else "", source)

    def _rated_point(self) -> Point | None:
        """The figure that a rating of today is about: the judged one, or the newest where that speaks for today no more."""
        judged, points = self.judgement.judged, list(self.points.values())
        if self.judgement.facts.figure == "current" and judged is not None:
            return judged.point
        return points[-1] if points else None

    def now(self) -> Evidence:
        """The evidence of today's rating."""
        return evidence_now(self.judgement)

    def beside(self, row: Row, evidence: Evidence) -> Evidence:
        """What a report tells of a period, with our own figures in its place where there are final ones."""
        own = self.over(row.stated.starts, row.stated.ends)
        bars = (*evidence.bars, *(bar for bar in self._bars(row.stated.starts) if evidence.bar(bar.kind) is None))
        meant_to = evidence.meant_to or self._meant_to(row.stated.starts)
        if own is None or not own.judged:
            return replace(evidence, bars=bars, direction=self.judgement.subject.direction, meant_to=meant_to)
        judged = self.judgement.judged
        today = judged is not None and judged.point.period_start == own.period_start
        earlier, month = evidence.earlier, own.period_start in self.points and series_of(row)[1] == MONTH
        if earlier is not None and (before := self.over(earlier.stated.starts, earlier.stated.ends)) is not None:
            earlier = replace(earlier, point=before)
        first = next((point for point in self.points.values() if point.judged), None) if month else None
        today = today and month
        if today and evidence.meant_to is None:
            meant_to = _not_moving(self.judgement)
        return replace(evidence, unit=self.judgement.subject.unit, direction=self.judgement.subject.direction, point=own,
                       printed=False, half=None, chart=self._chart_until(own) if month else None, bars=bars, earlier=earlier,
                       meant_to=meant_to, start=first, facts=tuple(self.judgement.told.values()) if today else ())

    def _bars(self, day: date) -> tuple[Bar, ...]:
        target = self.judgement.target
        return _target_bar(target) if target is not None and target.in_force(day) else ()

    def _meant_to(self, day: date) -> str | None:
        """Which way the measure was meant to move by a month, where so much time had passed that movement could be told."""
        target = self.judgement.target
        aim = target.aim if target is not None and target.in_force(day) else None
        return aim.way if aim is not None and aim.counts_on(day) else None

    def _chart_until(self, own: Point) -> ControlChart:
        """The chart as it was when the month was the newest: what came later judges nobody."""
        chart = self.judgement.chart
        starts = [PhaseStart(phase.points[0].point.period_start, "") for phase in chart.phases[1:]]
        until = [point for point in self.points.values() if point.period_start <= own.period_start]
        return control_chart(until, direction=chart.direction, plan=chart.plan, phase_starts=starts,
                             unit=self.judgement.subject.unit)

    def statements(self, row: Row) -> list[Statement]:
        """Our own figure of a row's month, as one more statement about it; none where the row states no number."""
        own = self.over(row.stated.starts, row.stated.ends)
        if own is None or not own.judged or point_of(row).value is None or row.unit != self.judgement.subject.unit:
            return []
        stated = replace(row.stated, text="", meaning=Meaning("none"), source=_("the records"))
        return [Statement(stated, row.unit, own.value)]


def evidence_now(judgement: Judgement) -> Evidence:
    """What a rating of today's figure is held against; without a figure, where the latest does not speak for today."""
    point = judgement.judged.point if judgement.judged is not None else None
    current = judgement.facts.figure == "current"
    return Evidence(judgement.subject.unit, judgement.subject.direction, point if current else None, chart=judgement.chart,
                    bars=_target_bar(judgement.target) if current else (), meant_to=_not_moving(judgement), latest=point,
                    facts=tuple(judgement.told.values()) if current else ())


def _counts_give_value(point: Point) -> bool:
    return point.judged and point.numerator is not None and bool(point.denominator) and \
        abs(float(point.value or 0) - 100 * point.numerator / (point.denominator or 1)) < 1e-6


def _not_moving(judgement: Judgement) -> str | None:
    """Which way a measure of ours is meant to move, where its judgement finds that it does not: too little time speaks against
    nobody."""
    aim = judgement.target.aim if judgement.target is not None else None
    return aim.way if aim is not None and judgement.facts.trend == STATIC else None


def _target_bar(target: Target | None) -> tuple[Bar, ...]:
    amount = target.amount if target is not None else None
    return (Bar(TARGET, amount.value, strict=amount.strict),) if amount else ()


def rating_words(workspace: Workspace | None = None) -> Vocabulary:
    """What rating words mean: the shipped ones, the workspace's own, and those of every rating rule."""
    folders = [shipped("ratings"), *([workspace.folder / "ratings"] if workspace else [])]
    rules = [read_rating_rule(path) for folder in folders for path in sorted(folder.glob("*.yaml"), reverse=True)]
    return vocabulary(workspace.folder / WORDS if workspace else None).with_ratings(rules)


def stated_rows(workspace: Workspace) -> list[Row]:
    """The ratings of reports that the workspace keeps. Raises DefinitionError with every fault of a file."""
    reports = _reports(workspace)
    for report in reports:
        raise_faults(list(report.faults), what="the report's ratings", path=workspace.folder / FOLDER / report.file)
    return [row for report in reports for row in report.rows]


def faults_of_reports(workspace: Workspace) -> list[str]:
    """What must be mended in the reports' ratings that the workspace keeps, each fault with its file and line."""
    try:
        return [fault for report in _reports(workspace) for fault in report.faults]
    except AnswerableError as error:
        return [error.line()]


def _reports(workspace: Workspace) -> list[Report]:
    files = report_files(workspace.folder / FOLDER)
    if not files:
        return []
    words, measures = rating_words(workspace), known_measures(workspace.measures().values())
    return [read_report(path, words, measures) for path in files]


def known_measures(measures: Iterable[Measure]) -> list[Known]:
    """The measures that a report's row may name."""
    return [Known(item.id, item.title, item.unit, item.direction) for item in measures if not item.dimensions]
