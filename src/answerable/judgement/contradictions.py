"""The contradiction check: a stated rating held against its own evidence.

Each kind is a function with its threshold in its first lines. None of them may come from chance: what chance could have made
is said to be so (`certain` is False), with what would settle it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from answerable.judgement.chance import (
    DEVIATIONS,
    FEWEST_CASES,
    WIDEST_INTERVAL,
    apart,
    enough_cases,
    room_of_mean,
    spread_of,
)
from answerable.judgement.charts import CONCERN, IMPROVEMENT, ChartPoint
from answerable.judgement.evidence import (
    BASELINE,
    BENCHMARK,
    FALL,
    RISE,
    TARGET,
    Bar,
    Contradiction,
    Evidence,
    counts_of,
    out_of,
    rounding,
    shown,
)
from answerable.judgement.lines import Lines
from answerable.judgement.movement import CANNOT_TELL, MOVED, NOT_MOVED, movement
from answerable.judgement.samples import Sample, interval
from answerable.judgement.series import HIGHER, Point
from answerable.judgement.stated import FAVOURABLE, IMPROVING, NEITHER, UNFAVOURABLE, WORSENING, Stated
from answerable.judgement.trends import STATIC
from answerable.words import _, format_count, mark, ngettext, small

# Figures that a phase's average must rest on before it is held against a bar.
FEWEST_FIGURES = 12
# A change of something else than a share that is asked about: a fifth of what it was.
WORTH_ASKING = 0.2

# Code → what it is called.
TITLES = {
    "favourable-but-target-missed": mark("Favourable, though the target is missed"),
    "favourable-but-worse-than-baseline": mark("Favourable, though worse than the baseline"),
    "favourable-but-worse-than-benchmark": mark("Favourable, though worse than the benchmark"),
    "unchanged-after-fall": mark("Unchanged after a change for the worse"),
    "favourable-after-special-cause-concern": mark("Favourable, though out of its usual range for the worse"),
    "favourable-on-static-measure-meant-to-move": mark("Favourable, though it did not move as it was meant to"),
    "change-not-shown": mark("A change is claimed that the figures do not show"),
    "unfavourable-though-evidence-favourable": mark("Unfavourable, though all the evidence is favourable"),
    "statements-disagree": mark("Statements that disagree"),
    "favourable-but-worse-than-peers": mark("Favourable, though worse than its peers"),
    "favourable-though-worsening": mark("Favourable, though worse over the year"),
    "favourable-though-parts-of-concern": mark("Favourable, though parts of it are of concern"),
    "rated-on-nothing": mark("Rated on nothing, or on too little"),
}
Kind = Callable[[Stated, Evidence], Contradiction | None]


def contradictions(stated: Stated, evidence: Evidence) -> tuple[Contradiction, ...]:
    """Everything in the evidence that contradicts a rating; nothing for a statement that rates nothing.

    What disagrees with other statements is found by statements.disagreeing.
    """
    if not stated.rated:
        return ()
    nothing = rated_on_nothing(stated, evidence)
    if nothing is not None and nothing.certain:
        # A figure that cannot carry a rating speaks neither for nor against it.
        return (nothing,)
    found = [contradiction for kind in KINDS if (contradiction := kind(stated, evidence))] + ([nothing] if nothing else [])
    codes = {item.code for item in found if item.certain}
    # The fall is named once, by the kind that also says that the rating stayed the same.
    return tuple({item.code: item for item in reversed(found) if not (
        item.code == "favourable-after-special-cause-concern" and "unchanged-after-fall" in codes)}.values())[::-1]


def rated_on_nothing(stated: Stated, evidence: Evidence) -> Contradiction | None:
    """No figure for the period; one of too few of the expected records; or a share of fewer than 30 whose 95% interval is
    wider than 20 points and holds the target, where there is one. To ask about with 30 or more, unless the figure stands in a
    chart, or a rating rule of ours has looked at its number of cases."""
    if evidence.point is None or evidence.point.value is None:
        words = _("there is no figure for that period")
        if evidence.latest is not None and evidence.latest.value is not None:
            words = _("there is no figure for that period; the latest before it is {value} for {period}").format(
                value=shown(evidence.latest.value, evidence.unit), period=evidence.latest.label)
        return _said("rated-on-nothing", stated, words, value=None)
    lacking = next((fact for fact in evidence.facts if fact.code in NOTHING_TO_RATE), None)
    if lacking is not None:
        return _said("rated-on-nothing", stated, lacking.words, value=evidence.value)
    return _too_few(stated, evidence, evidence.point)


# Codes of facts by which a figure cannot be relied on.
NOTHING_TO_RATE = ("coverage-low", "times-lost")


def _too_few(stated: Stated, evidence: Evidence, point: Point) -> Contradiction | None:
    sample = _sample(point, evidence.unit)
    found = interval(sample) if sample else None
    if sample is None or found is None:
        return None
    low, high, target = 100 * found.low, 100 * found.high, evidence.bar(TARGET)
    certain = sample.size < FEWEST_CASES
    looked_at = evidence.last is not None or bool(evidence.facts)
    if high - low <= WIDEST_INTERVAL or (looked_at and not certain) or (
            target is not None and not low <= target.value <= high):
        return None
    words = _("it rests on {count} of {all}: {interval}").format(
        count=format_count(sample.count), all=format_count(sample.size), interval=found.said_of(sample.share))
    return _said("rated-on-nothing", stated, words, certain=certain, value=evidence.value, numerator=sample.count,
                 denominator=sample.size, low=low, high=high)


def _sample(point: Point, unit: str) -> Sample | None:
    """The people or cases behind a share; None where they are not told, or where they are no part of a whole."""
    if unit == "percent" and point.sample_size and point.value is not None and 0 <= point.value <= 100:
        return Sample(round(point.value * point.sample_size / 100), round(point.sample_size))
    if unit != "percent" or not point.denominator or point.denominator < 1 or point.numerator is None \
            or not 0 <= point.numerator <= point.denominator:
        return None
    return Sample(round(point.numerator), round(point.denominator))


def target_missed(stated: Stated, evidence: Evidence) -> Contradiction | None:
    """A favourable rating; the figure misses the target by more than its rounding. A target is met or missed to the letter."""
    target = evidence.bar(TARGET)
    if stated.meaning.stands != FAVOURABLE or target is None or not _misses(evidence, target):
        return None
    words = _("{value} misses the target of {target}").format(
        value=_value(evidence, target.value), target=shown(target.value, evidence.unit))
    return _said("favourable-but-target-missed", stated, words, value=evidence.value, target=target.value)


def _misses(evidence: Evidence, target: Bar) -> bool:
    if evidence.known is None or not evidence.sided():
        return False
    room = evidence.room if evidence.direction == HIGHER else -evidence.room
    return evidence.worse(evidence.value + room, target.value) or (
        target.strict and not evidence.printed and evidence.value == target.value)


def worse_than_baseline(stated: Stated, evidence: Evidence) -> Contradiction | None:
    """A favourable rating; the figure is worse than the baseline, and more than chance explains (see _worse_than)."""
    return _worse_than(stated, evidence, evidence.bar(BASELINE))


def worse_than_benchmark(stated: Stated, evidence: Evidence) -> Contradiction | None:
    """A favourable rating; the figure is worse than the benchmark, and more than chance explains (see _worse_than)."""
    return _worse_than(stated, evidence, evidence.bar(BENCHMARK))


def _worse_than(stated: Stated, evidence: Evidence, bar: Bar | None) -> Contradiction | None:
    """Worse beyond rounding. Certain where the difference exceeds half of the usual range, or the average of twelve figures or
    more lies three standard errors on the worse side, or, without a chart, the share three standard deviations."""
    if stated.meaning.stands != FAVOURABLE or bar is None or evidence.known is None or not evidence.sided():
        return None
    room = evidence.room if evidence.direction == HIGHER else -evidence.room
    if not evidence.worse(evidence.value + room, bar.value):
        return None
    certain, why = _beyond_chance(evidence, evidence.known, bar)
    name = bar.words or _(BAR_NAMES[bar.kind])
    words = _("{value} is worse than the {name} of {bar}, {why}").format(
        value=_value(evidence, bar.value), name=name, bar=shown(bar.value, evidence.unit), why=why)
    return _said(f"favourable-but-worse-than-{bar.kind}", stated, words, certain=certain,
                 value=evidence.value, **{bar.kind: bar.value})


BAR_NAMES = {BASELINE: mark("baseline"), BENCHMARK: mark("benchmark"), TARGET: mark("target")}


def _beyond_chance(evidence: Evidence, point: Point, bar: Bar) -> tuple[bool, str]:
    """Whether a figure is further from a bar than chance explains, and why it is so or cannot be told."""
    if evidence.last is not None:
        return _beyond_usual(evidence, bar)
    counts = counts_of([point], evidence.unit)
    if counts and abs(apart(evidence.value / 100, bar.value / 100, counts)) > DEVIATIONS:
        return True, _("by more than chance explains ({counts})").format(counts=out_of(point) or _cases(counts[0]))
    return False, _why_not([evidence.value, bar.value], 1, bool(counts), evidence.unit)


def _beyond_usual(evidence: Evidence, bar: Bar) -> tuple[bool, str]:
    lines, values = _lines(evidence), evidence.phase_values
    if lines is not None and abs(evidence.value - bar.value) > max(lines.upper - lines.centre, DEVIATIONS * spread_of(values)):
        return True, _("by more than its usual range allows for")
    mean = sum(values) / len(values)
    if len(values) >= FEWEST_FIGURES and evidence.worse(mean, bar.value) \
            and abs(mean - bar.value) > room_of_mean(values):
        return True, _("and so is the average of its {n} latest figures, {mean}, by more than chance explains").format(
            n=len(values), mean=shown(round(mean, 2), evidence.unit))
    return False, _("which its usual variation may explain")


def _why_not(values: list[float], figures: int, counted: bool, unit: str) -> str:
    """Why a difference cannot be called more than chance, and what would settle it."""
    if unit != "percent":
        return _("which chance may explain: {n} figures do not tell what is usual").format(n=figures + 1) if figures > 1 else \
            _("which chance may explain: one figure does not tell what is usual")
    needed = enough_cases(values[0] / 100, values[1] / 100, figures)
    if counted or needed is None:
        return _("which chance may explain: a steady service varies as much")
    words = ngettext("which would be more than chance explains if each figure rests on {n} case or more; how many is not told",
                     "which would be more than chance explains if each figure rests on {n} cases or more; how many is not told",
                     needed) if figures > 1 else \
        ngettext("which would be more than chance explains if it rests on {n} case or more; how many is not told",
                 "which would be more than chance explains if it rests on {n} cases or more; how many is not told", needed)
    return words.format(n=format_count(needed))


def after_concern(stated: Stated, evidence: Evidence) -> Contradiction | None:
    """A favourable rating; the chart's rules find a special cause of concern in the figure itself."""
    last = evidence.last
    if stated.meaning.stands != FAVOURABLE or last is None or last.special_cause != CONCERN:
        return None
    words = _("{value} is {what}, a change for the worse{range}").format(
        value=_value(evidence), what=_rule_words(evidence, last), range=_range(evidence))
    return _said("favourable-after-special-cause-concern", stated, words, value=evidence.value, rules=list(last.rules),
                 **_limits(evidence))


def unchanged_after_fall(stated: Stated, evidence: Evidence) -> Contradiction | None:
    """The rating stands as it stood before, and is not unfavourable; the figure is worse than it was then. Certain where the
    chart finds a special cause of concern now that was none then, or, without a chart, where the two shares lie three standard
    deviations apart. To be asked about where enough cases would put the shares that far apart and their number is not told, or
    where something else than a share changed by a fifth."""
    before, now = evidence.earlier, evidence.known
    if before is None or now is None or before.point is None or before.point.value is None or not evidence.sided():
        return None
    if stated.meaning.stands not in (FAVOURABLE, NEITHER) or before.stated.meaning.stands != stated.meaning.stands:
        return None
    then = float(before.point.value)
    if not evidence.worse(evidence.value, then) or abs(evidence.value - then) <= _both_rounded(evidence, then):
        return None
    certain, why = _fall_beyond_chance(evidence, before.point, now)
    if not why:
        return None
    words = _("it is rated as it was for {before}, and went from {then} to {now}, {why}").format(
        before=before.stated.label, then=shown(then, evidence.unit), now=_value(evidence), why=why)
    return _said("unchanged-after-fall", stated, words, certain=certain, value=evidence.value, before=then,
                 stated_before=before.stated.text, period_before=before.stated.label)


def _both_rounded(evidence: Evidence, then: float) -> float:
    return evidence.room + float(rounding(then)) if evidence.printed else 0.0


def _fall_beyond_chance(evidence: Evidence, then: Point, now: Point) -> tuple[bool, str]:
    """Whether two figures lie further apart than chance explains, and why; no words where a chart finds the fall usual."""
    if evidence.last is not None and evidence.chart is not None:
        at = next((item for item in evidence.chart.points if item.point.period_start == then.period_start), None)
        fell = evidence.last.special_cause == CONCERN and (at is None or at.special_cause != CONCERN)
        return fell, _("{what}, a change for the worse").format(what=_rule_words(evidence, evidence.last)) if fell else ""
    counts = counts_of([then, now], evidence.unit)
    if counts and abs(apart(float(then.value or 0) / 100, float(now.value or 0) / 100, counts)) > DEVIATIONS:
        return True, _("by more than chance explains ({then} and {now})").format(
            then=out_of(then) or _cases(counts[0]), now=out_of(now) or _cases(counts[1]))
    values = [float(then.value or 0), float(now.value or 0)]
    return False, _why_not(values, 2, False, evidence.unit) if not counts and _worth_asking(values, evidence.unit) else ""


def _worth_asking(values: list[float], unit: str) -> bool:
    """Whether a change of two figures is more than every steady service shows."""
    if unit == "percent":
        return enough_cases(values[0] / 100, values[1] / 100, 2) is not None
    return abs(values[1] - values[0]) >= WORTH_ASKING * abs(values[0])


def static_though_meant_to_move(stated: Stated, evidence: Evidence) -> Contradiction | None:
    """A favourable rating of a measure that was meant to rise or fall, and did neither: see movement.movement. To ask about
    where half a year against the half before says that it moved, which a season may do, and months against themselves a year
    before do not."""
    if stated.meaning.stands != FAVOURABLE or evidence.meant_to is None or evidence.known is None:
        return None
    told = movement(evidence, evidence.meant_to)
    if told is None or told.found == MOVED:
        static = next((fact for fact in evidence.facts if fact.code == f"trend-{STATIC}"), None)
        return _said("favourable-on-static-measure-meant-to-move", stated, static.words, certain=False,
                     value=evidence.value) if static else None
    return _said("favourable-on-static-measure-meant-to-move", stated,
                 _(_MEANT[evidence.meant_to, told.found]).format(figures=told.words),
                 certain=told.found == NOT_MOVED, **told.figures)


_MEANT = {(RISE, NOT_MOVED): mark("it was meant to rise, and did not: {figures}"),
          (FALL, NOT_MOVED): mark("it was meant to fall, and did not: {figures}"),
          (RISE, CANNOT_TELL): mark("it was meant to rise, and whether it did cannot be told: {figures}"),
          (FALL, CANNOT_TELL): mark("it was meant to fall, and whether it did cannot be told: {figures}")}


def change_not_shown(stated: Stated, evidence: Evidence) -> Contradiction | None:
    """The rating's word claims a change for the better or the worse; the figures do not show it: see movement.movement."""
    if not stated.meaning.says or evidence.known is None or not evidence.sided() or evidence.meant_to is not None:
        return None
    if evidence.last is not None and evidence.last.special_cause == _CAUSES[stated.meaning.says]:
        return None
    better = RISE if evidence.direction == HIGHER else FALL
    other = FALL if better == RISE else RISE
    told = movement(evidence, better if stated.meaning.says == IMPROVING else other)
    if told is None or told.found == MOVED:
        return None
    words = _("the figures show no such change: {figures}") if told.found == NOT_MOVED else _("{figures}")
    return _said("change-not-shown", stated, words.format(figures=told.words), certain=told.found == NOT_MOVED, **told.figures)


_CAUSES = {IMPROVING: IMPROVEMENT, WORSENING: CONCERN}


def unfavourable_though_favourable(stated: Stated, evidence: Evidence) -> Contradiction | None:
    """An unfavourable rating; the target is met beyond rounding, the figure is worse than no baseline and no benchmark, has
    not fallen since the statement before, and the chart finds no special cause of concern."""
    target = evidence.bar(TARGET)
    if stated.meaning.stands != UNFAVOURABLE or target is None or evidence.known is None or not evidence.sided():
        return None
    room = evidence.room if evidence.direction == HIGHER else -evidence.room
    if not evidence.worse(target.value, evidence.value - room) or _speaks_against(evidence):
        return None
    words = _("{value} meets the target of {target}, and nothing that is given here speaks against it").format(
        value=_value(evidence, target.value), target=shown(target.value, evidence.unit))
    return _said("unfavourable-though-evidence-favourable", stated, words, value=evidence.value, target=target.value)


def _speaks_against(evidence: Evidence) -> bool:
    """Whether anything given is on the worse side, be it by chance."""
    before = evidence.earlier.point if evidence.earlier else None
    others = [bar.value for bar in evidence.bars if bar.kind != TARGET]
    others += [float(before.value)] if before is not None and before.value is not None else []
    static = evidence.meant_to is not None and (told := movement(evidence, evidence.meant_to)) is not None \
        and told.found != MOVED
    facts = any(fact.code in SPEAKING_AGAINST for fact in evidence.facts)
    return facts or static or any(evidence.worse(evidence.value, other) for other in others) or (
        evidence.last is not None and evidence.last.special_cause == CONCERN)


def against_facts(stated: Stated, evidence: Evidence) -> Contradiction | None:
    """A favourable rating of a measure of ours, of which a fact that rating rules are given (see ratings.FACTS) is on the worse
    side: worse than published figures that compare, or than its peers, worse over the year, or with parts of concern. Each fact
    has a threshold of its own."""
    if stated.meaning.stands != FAVOURABLE:
        return None
    told = next((fact for fact in evidence.facts if fact.code in SPEAKING_AGAINST), None)
    return None if told is None else _said(SPEAKING_AGAINST[told.code], stated, small(told.words),
                                           value=evidence.value)


# The code of a fact that speaks against a figure → the contradiction with a favourable rating.
SPEAKING_AGAINST = {"benchmark-worse": "favourable-but-worse-than-benchmark", "peers-worse": "favourable-but-worse-than-peers",
                    "trend-worsening": "favourable-though-worsening", "children-concern": "favourable-though-parts-of-concern"}


KINDS: tuple[Kind, ...] = (target_missed, worse_than_baseline, worse_than_benchmark, unchanged_after_fall, after_concern,
                           static_though_meant_to_move, change_not_shown, against_facts, unfavourable_though_favourable)


def _said(code: str, stated: Stated, why: str, *, certain: bool = True, **figures: Any) -> Contradiction:
    words = _("Stated as {rating} for {period}: {why}.").format(rating=stated.text, period=stated.label, why=why)
    return Contradiction(code, certain, words, stated, dict(figures))


def _value(evidence: Evidence, beside: float | None = None) -> str:
    return shown(evidence.value, evidence.unit, beside)


def _cases(count: float) -> str:
    return ngettext("{n} case", "{n} cases", count).format(n=format_count(count))


def _rule_words(evidence: Evidence, last: ChartPoint) -> str:
    assert evidence.chart is not None, "a chart's point has a chart"
    return evidence.chart.said_of(last)


def _lines(evidence: Evidence) -> Lines | None:
    """What was usual at the figure that is rated."""
    return evidence.last.lines if evidence.last is not None else None


def _limits(evidence: Evidence) -> dict[str, Any]:
    lines = _lines(evidence)
    return {"lower": lines.lower, "upper": lines.upper} if lines else {}


def _range(evidence: Evidence) -> str:
    limits = _limits(evidence)
    if not limits or evidence.unit not in ("percent", "seconds"):
        return ""
    most = 100.0 if evidence.unit == "percent" else limits["upper"]
    low, high = round(max(limits["lower"], 0.0), 1), round(min(limits["upper"], most), 1)
    return _(" (usual: {low} to {high})").format(low=shown(low, evidence.unit), high=shown(high, evidence.unit))
