"""From a chart and a target to the facts a rating rule asks for, each as a code with its words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from answerable.judgement.charts import (
    CONCERN,
    CONSISTENT_FAIL,
    CONSISTENT_PASS,
    IMPROVEMENT,
    INCONSISTENT,
    ChartPoint,
    ControlChart,
    Phase,
)
from answerable.judgement.ratings import UNFAVOURABLE, Facts, Rating, RatingRule
from answerable.judgement.sentence import capital
from answerable.judgement.series import NOT_AVAILABLE, PROVISIONAL, Point
from answerable.judgement.targets import Target
from answerable.words import _, format_value, join_words, mark


@dataclass(frozen=True)
class Said:
    """A code and the words that say it."""

    code: str
    words: str

    def as_json(self) -> dict[str, str]:
        """The pair as the release holds it."""
        return {"code": self.code, "words": self.words}


@dataclass(frozen=True)
class Child:
    """A part of a measure that was judged before it. rating: with how it stands; reason: the words that decided it."""

    id: str
    title: str
    rating: Rating
    reason: str

    @property
    def concern(self) -> bool:
        """Whether its rating stands against the force."""
        return self.rating.stands == UNFAVOURABLE

    def as_json(self) -> dict[str, str]:
        """The child as the release holds it."""
        return {"id": self.id, "title": self.title, "rating": self.rating.code, "words": _(self.rating.words),
                "stands": self.rating.stands, "reason": self.reason}


@dataclass(frozen=True)
class Beside:
    """What is known beside a measure's own series, in codes that the facts of those names have.

    benchmark: better, level or worse than published figures that compare; peers: better, usual or worse among its peers;
    both None where nothing compares. children: the measure's parts with their ratings; not_comparable: published figures
    that may not count, each with the reason.
    """

    benchmark: Said | None = None
    peers: Said | None = None
    children: tuple[Child, ...] = ()
    not_comparable: tuple[Said, ...] = ()


NOTHING_BESIDE = Beside()


@dataclass(frozen=True)
class State:
    """What is known of the figure to be judged.

    judged: the latest final figure; newest: the last period of the series, with a figure or without;
    signal, assurance, target: as codes with words, None where the figure is not current or there is none;
    clauses: what the sentence says of the judged figure.
    """

    facts: Facts
    judged: ChartPoint | None
    newest: Point | None
    signal: Said | None
    assurance: Said | None
    target: Said | None
    clauses: tuple[str, ...]
    beside: Beside = NOTHING_BESIDE

    def reason(self, fact: str) -> Said:
        """A fact as a reason: code and words."""
        own = {"signal": self.signal, "target": self.target, "assurance": self.assurance,
               "benchmark": _of("benchmark", self.beside.benchmark), "peers": _of("peers", self.beside.peers),
               "children": _children(self.beside.children)}.get(fact)
        if own is not None:
            return own
        code, words = _PLAIN_REASONS[fact, getattr(self.facts, fact)]
        return Said(code, _(words))


def state_of(chart: ControlChart, target: Target | None, rule: RatingRule, unit: str,
             beside: Beside = NOTHING_BESIDE) -> State:
    """The facts of the latest final figure of a chart, and of what stands beside it, with the words for each."""
    points = [judged.point for judged in chart.points]
    judged = next((point for point in reversed(chart.points) if point.point.judged), None)
    figure = _figure(points, judged, rule)
    coverage = _coverage(judged.point if judged else None, rule)
    signal = _signal(judged, chart) if judged else None
    clauses = _clauses(signal, judged, target, unit, coverage)
    against = _against(judged.point, target, unit) if judged and target else None
    assurance = Said(chart.assurance, _(_ASSURANCE[chart.assurance])) if chart.assurance else None
    if figure != "current":
        # What was true of an old figure is told in the sentence, as its past; it is no fact about today.
        signal = against = assurance = None
        beside = Beside(children=beside.children, not_comparable=beside.not_comparable)
    facts = Facts(figure=figure, coverage=coverage, sample=_sample(judged.point if judged else None, rule),
                  signal=signal.code if signal else "none",
                  target=against.code.removeprefix("target-") if against else "none",
                  assurance=assurance.code if assurance else "none",
                  benchmark=beside.benchmark.code if beside.benchmark else "none",
                  peers=beside.peers.code if beside.peers else "none",
                  children=_standing(beside.children))
    return State(facts, judged, points[-1] if points else None, signal, assurance, against, clauses, beside)


def _of(fact: str, said: Said | None) -> Said | None:
    """What is said of a fact, with a code that names the fact too."""
    return Said(f"{fact}-{said.code}", said.words) if said else None


def _standing(children: Sequence[Child]) -> str:
    if not children:
        return "none"
    return "concern" if any(child.concern for child in children) else "none-of-concern"


def _children(children: Sequence[Child]) -> Said | None:
    """The parts of concern, each with its rating; that there is none, where there are parts."""
    if not children:
        return None
    told = [_("{title} ({rating})").format(title=child.title, rating=_(child.rating.words))
            for child in children if child.concern]
    if not told:
        return Said("children-none-of-concern", _("none of its parts is of concern"))
    return Said("children-concern", _("of its parts: {parts}").format(parts=join_words(told)))


def _sample(point: Point | None, rule: RatingRule) -> str:
    if point is None or point.denominator is None or rule.minimum_denominator is None:
        return "unknown"
    return "small" if point.denominator < rule.minimum_denominator else "enough"


def _figure(points: Sequence[Point], judged: ChartPoint | None, rule: RatingRule) -> str:
    """Whether the latest final figure speaks for today."""
    newest = points[-1] if points else None
    if newest is not None and newest.status == NOT_AVAILABLE:
        return "not-available"
    if judged is None:
        some = any(point.value is not None and point.status == PROVISIONAL for point in points)
        return "provisional" if some else "none"
    since = sum(point.period_start > judged.point.period_start for point in points)
    return "stale" if since > rule.stale_after else "current"


def _coverage(point: Point | None, rule: RatingRule) -> str:
    if point is None or point.coverage is None:
        return "unknown"
    return "low" if point.coverage < rule.minimum_coverage else "enough"


def _signal(judged: ChartPoint, chart: ControlChart) -> Said:
    phase = next(phase for phase in chart.phases if judged in phase.points)
    if phase.limits is None:
        return Said("too-few-points", capital(_too_few(phase)))
    code = f"special-cause-{judged.special_cause}" if judged.special_cause else "common-cause"
    return Said(code, capital(_signal_clause(judged, chart)))


def _too_few(phase: Phase) -> str:
    if phase.baseline >= phase.needed:
        return _("too few figures in a row to say what is usual")
    return _("too few figures to say what is usual ({have} of {needed})").format(have=phase.baseline, needed=phase.needed)


def _signal_clause(judged: ChartPoint, chart: ControlChart) -> str:
    words = chart.said_of(judged)
    if judged.special_cause == IMPROVEMENT:
        return _("{what}, a change for the better").format(what=words)
    if judged.special_cause == CONCERN:
        return _("{what}, a change for the worse").format(what=words)
    return words


def _against(point: Point, target: Target, unit: str) -> Said:
    value = point.value if point.value is not None else 0.0
    words = _("{position} of {owner}").format(position=target.position(value, unit), owner=target.owner)
    return Said("target-met" if target.met(value) else "target-missed", words)


def _clauses(signal: Said | None, judged: ChartPoint | None, target: Target | None, unit: str,
             coverage: str) -> tuple[str, ...]:
    if signal is None or judged is None or judged.point.value is None:
        return ()
    clauses = [signal.words[:1].lower() + signal.words[1:]]
    if target is not None:
        clauses.append(target.position(judged.point.value, unit))
    if coverage == "low":
        share = format_value(100 * (judged.point.coverage or 0.0), "percent")
        clauses.append(_("from {share} of the records expected").format(share=share))
    return tuple(clauses)


_ASSURANCE = {
    CONSISTENT_PASS: mark("Expected to meet the target every time unless something changes"),
    CONSISTENT_FAIL: mark("Expected to miss the target every time unless something changes"),
    INCONSISTENT: mark("Meets or misses the target by chance: the target lies within the usual range"),
}
_PLAIN_REASONS = {
    ("figure", "current"): ("current-figure", mark("the latest figure is current")),
    ("figure", "provisional"): ("provisional-only", mark("every figure so far is provisional")),
    ("figure", "stale"): ("stale-figure", mark("the latest final figure is too old")),
    ("figure", "none"): ("no-figure", mark("there is no figure")),
    ("figure", "not-available"): ("not-available", mark("the figure is not available at present")),
    ("coverage", "enough"): ("coverage-enough", mark("nearly all of the expected records have come")),
    ("coverage", "low"): ("coverage-low", mark("too few of the expected records have come")),
    ("coverage", "unknown"): ("coverage-unknown", mark("how many records were to be expected is not known")),
    ("sample", "enough"): ("sample-enough", mark("there are enough cases to rest a figure on")),
    ("sample", "small"): ("sample-small", mark("there are too few cases to rest a figure on")),
    ("sample", "unknown"): ("sample-unknown", mark("out of how many cases the figure is made is not known")),
    ("signal", "none"): ("no-figure", mark("there is no figure")),
    ("target", "none"): ("no-target", mark("no target is set")),
    ("assurance", "none"): ("no-assurance", mark("whether to expect the target to be met is not known")),
    ("trend", "none"): ("no-trend", mark("which way the figures go is not known")),
    ("benchmark", "none"): ("no-benchmark", mark("no published figure compares with it")),
    ("peers", "none"): ("no-peers", mark("no figures of its peers compare with it")),
    ("children", "none"): ("no-children", mark("it has no parts that are rated")),
}
