"""From a chart, a target and what stands beside it to the facts a rating rule asks for, each as a code with its words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from answerable.judgement.aims import Amount, Movement, towards
from answerable.judgement.beside import NAMED_IN_SENTENCE, NOTHING_BESIDE, Beside, Said
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
from answerable.judgement.ratings import AGAINST, Facts, Rating, RatingRule
from answerable.judgement.series import NEUTRAL, NOT_AVAILABLE, PROVISIONAL, PhaseStart, Point
from answerable.judgement.targets import Target
from answerable.judgement.trends import IMPROVING, STATIC, WORSENING, Year, year_of
from answerable.words import _, capital, format_count, format_value, mark, small

# Of these a sentence tells what decides its figure's rating, and what speaks against the force, in this order.
BESIDE_FACTS = ("trend", "benchmark", "peers", "children")
# Units of figures that are made from cases one by one; of others the denominator is no number of cases.
CASES = ("percent", "seconds")


@dataclass(frozen=True)
class State:
    """What is known of the figure to be judged.

    judged: the latest final figure; newest: the last period of the series, with a figure or without; told: fact → code with
    words, of the facts that have words of their own; clauses: what the sentence says of the judged figure by itself.
    """

    facts: Facts
    judged: ChartPoint | None
    newest: Point | None
    told: Mapping[str, Said]
    clauses: tuple[str, ...]
    beside: Beside = NOTHING_BESIDE

    def reason(self, fact: str) -> Said:
        """A fact as a reason: code and words."""
        if fact in self.told:
            return self.told[fact]
        code, words = PLAIN_REASONS[fact, getattr(self.facts, fact)]
        return Said(code, _(words))

    def clauses_for(self, rating: Rating) -> tuple[str, ...]:
        """What the sentence says of the judged figure that has this rating."""
        short = self.beside.parts(NAMED_IN_SENTENCE)
        told = {**self.told, **({"children": short} if short else {})}
        values = {fact: getattr(self.facts, fact) for fact in BESIDE_FACTS}
        # That a missed target is not neared is told where it decides; else that it is missed is enough.
        further = [told[fact].words for fact, value in values.items() if fact in told
                   and (fact in rating.decided_by or (value in AGAINST[fact] and value != STATIC))]
        # That something meant to move does not is a clause of its own already.
        return tuple(dict.fromkeys((*self.clauses, *map(small, further))))


def state_of(chart: ControlChart, target: Target | None, rule: RatingRule, unit: str, *,
             phase_starts: Sequence[PhaseStart] = (), beside: Beside = NOTHING_BESIDE) -> State:
    """The facts of the latest final figure of a chart, and of what stands beside it, with the words for each.

    phase_starts: those of the chart, which say what may be compared with the year before.
    """
    points = [judged.point for judged in chart.points]
    judged = next((point for point in reversed(chart.points) if point.point.judged), None)
    figure = _figure(points, judged, rule)
    told = _of_point(judged.point, rule, unit) if judged else {}
    signal = _signal(judged, chart) if judged else None
    if figure == "current" and judged is not None and signal is not None:
        told |= _of_today(chart, judged, signal, target, unit)
        told |= _trend(year_of(points, judged.point, chart.direction, phase_starts), chart, told)
        told |= {fact: Said(f"{fact}-{said.code}", said.words) for fact, said in
                 (("benchmark", beside.benchmark), ("peers", beside.peers)) if said}
    else:
        # What was true of an old figure is told in the sentence, as its past; it is no fact about today.
        beside = Beside(children=beside.children, not_comparable=beside.not_comparable)
    aimed = _aimed(target, points, judged, phase_starts, told)
    if aimed and aimed.static:
        told["trend"] = Said(f"trend-{STATIC}", aimed.words)
    clauses = _clauses(signal, judged, target, unit, told, aimed)
    parts = beside.parts()
    told |= {"children": parts} if parts else {}
    facts = Facts(
        figure=figure, coverage=_coverage(judged.point if judged else None, told), sample=_sample(judged, told, unit, rule),
        signal=_code(told, "signal"), target=_code(told, "target"), assurance=_code(told, "assurance"),
        trend=_code(told, "trend"), benchmark=_code(told, "benchmark"), peers=_code(told, "peers"), children=beside.standing)
    return State(facts, judged, points[-1] if points else None, told, clauses, beside)


def _code(told: Mapping[str, Said], fact: str) -> str:
    """The fact's value: its code without the fact's own name before it."""
    return told[fact].code.removeprefix(f"{fact}-") if fact in told else "none"


def _of_point(point: Point, rule: RatingRule, unit: str) -> dict[str, Said]:
    """What is said against relying on a figure: too few records, times that were lost, too few cases."""
    found = {}
    untimed = point.untimed / (point.untimed + (point.denominator or 0)) if point.untimed else 0.0
    if point.coverage is not None and point.coverage < rule.minimum_coverage:
        found["coverage"] = Said("coverage-low", _("too few of the expected records have come"))
    elif untimed > rule.maximum_untimed:
        found["coverage"] = Said("times-lost", _("the time of {share} of the records is lost or not sure").format(
            share=format_value(100 * untimed, "percent")))
    cases = _cases(point, unit)
    if cases is not None and cases < (rule.minimum_denominator or 0):
        found["sample"] = Said("sample-small", _("of {cases} only, where {least} are the least that is rated").format(
            cases=format_count(cases), least=rule.minimum_denominator))
    return found


def _cases(point: Point, unit: str) -> float | None:
    """Out of how many cases the figure is made; None where it is not made of cases, or they are not known. Where each person
    gave several answers, the people count."""
    if unit not in CASES:
        return None
    return point.denominator if point.sample_size is None else point.sample_size


def _coverage(point: Point | None, told: Mapping[str, Said]) -> str:
    if "coverage" in told:
        return "low"
    return "unknown" if point is None or point.coverage is None else "enough"


def _sample(judged: ChartPoint | None, told: Mapping[str, Said], unit: str, rule: RatingRule) -> str:
    if "sample" in told:
        return "small"
    known = judged is not None and _cases(judged.point, unit) is not None
    return "enough" if known and rule.minimum_denominator is not None else "unknown"


def _of_today(chart: ControlChart, judged: ChartPoint, signal: Said, target: Target | None, unit: str) -> dict[str, Said]:
    """Signal, target and assurance of a figure that speaks for today."""
    found = {"signal": signal}
    if target is not None:
        found["target"] = _against(judged.point, target, target.amount, unit) if target.amount else _no_value(target)
    if chart.assurance:
        words = _UNLIKE_ITS_RANGE.get((chart.assurance, _code(found, "target")), ASSURANCE_WORDS[chart.assurance])
        found["assurance"] = Said(chart.assurance, _(words))
    return found


def _trend(year: Year, chart: ControlChart, told: Mapping[str, Said]) -> dict[str, Said]:
    """Which way the year went; that nothing moved, where a target is missed and something was meant to."""
    if year.code is not None:
        words = _YEAR[year.code]
        number = year.better if year.code == IMPROVING else year.worse
        return {"trend": Said(f"trend-{year.code}", _(words).format(number=number, pairs=year.pairs))}
    if (_code(told, "target"), _code(told, "signal")) == ("missed", "common-cause") and chart.direction != NEUTRAL:
        return {"trend": Said(f"trend-{STATIC}", _("no movement towards its target that could be told from chance"))}
    return {}


def _aimed(target: Target | None, points: Sequence[Point], judged: ChartPoint | None, starts: Sequence[PhaseStart],
           told: Mapping[str, Said]) -> Movement | None:
    """How the judged figure stands to an aim; None without an aim or a figure."""
    if target is None or target.aim is None or judged is None:
        return None
    settled = _code(told, "signal") == "common-cause" and "trend" not in told
    return towards(target.aim, points, judged.point, starts, settled=settled)


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


def _no_value(target: Target) -> Said:
    return Said("target-none", _("the target of {owner} names no value that could be met").format(owner=target.owner))


def _against(point: Point, target: Target, amount: Amount, unit: str) -> Said:
    value = point.value if point.value is not None else 0.0
    words = _("{position} of {owner}").format(position=target.position(value, unit), owner=target.owner)
    return Said("target-met" if amount.met(value) else "target-missed", words)


def _clauses(signal: Said | None, judged: ChartPoint | None, target: Target | None, unit: str,
             told: Mapping[str, Said], aimed: Movement | None) -> tuple[str, ...]:
    if signal is None or judged is None or judged.point.value is None:
        return ()
    clauses = [small(signal.words)]
    position = aimed.words if aimed else target.position(judged.point.value, unit) if target else None
    clauses += [position] if position else []
    if "coverage" in told:
        clauses.append(_unreliable(told["coverage"], judged.point))
    if "sample" in told:
        clauses.append(told["sample"].words)
    return tuple(clauses)


def _unreliable(said: Said, point: Point) -> str:
    if said.code != "coverage-low":
        return said.words
    return _("from {share} of the records expected").format(share=format_value(100 * (point.coverage or 0.0), "percent"))


ASSURANCE_WORDS = {
    CONSISTENT_PASS: mark("Expected to meet the target every time unless something changes"),
    CONSISTENT_FAIL: mark("Expected to miss the target every time unless something changes"),
    INCONSISTENT: mark("Meets or misses the target by chance: the target lies within the usual range"),
}
# A figure that its usual range does not let one expect: what was to be expected must not read as if it still were.
_UNLIKE_ITS_RANGE = {
    (CONSISTENT_FAIL, "met"): mark("By its usual range so far it would be expected to miss the target every time; "
                                   "the latest figure lies outside that range"),
    (CONSISTENT_PASS, "missed"): mark("By its usual range so far it would be expected to meet the target every time; "
                                      "the latest figure lies outside that range"),
}
_YEAR = {
    IMPROVING: mark("better than a year before in {number} of its last {pairs} figures"),
    WORSENING: mark("worse than a year before in {number} of its last {pairs} figures"),
}
PLAIN_REASONS = {
    ("figure", "current"): ("current-figure", mark("the latest figure is current")),
    ("figure", "provisional"): ("provisional-only", mark("every figure so far is provisional")),
    ("figure", "stale"): ("stale-figure", mark("the latest final figure is too old")),
    ("figure", "none"): ("no-figure", mark("there is no figure")),
    ("figure", "not-available"): ("not-available", mark("the figure is not available at present")),
    ("coverage", "enough"): ("coverage-enough", mark("nearly all of the expected records have come")),
    ("coverage", "unknown"): ("coverage-unknown", mark("how many records were to be expected is not known")),
    ("sample", "enough"): ("sample-enough", mark("there are enough cases to rest a figure on")),
    ("sample", "unknown"): ("sample-unknown", mark("out of how many cases the figure is made is not known")),
    ("signal", "none"): ("no-figure", mark("there is no figure")),
    ("target", "none"): ("no-target", mark("no target is set")),
    ("assurance", "none"): ("no-assurance", mark("whether to expect the target to be met is not known")),
    ("trend", "none"): ("no-trend", mark("which way the figures go is not known")),
    ("benchmark", "none"): ("no-benchmark", mark("no published figure compares with it")),
    ("peers", "none"): ("no-peers", mark("no figures of its peers compare with it")),
    ("children", "none"): ("no-children", mark("it has no parts that are rated")),
}
