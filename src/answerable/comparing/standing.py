"""Where a figure stands against published ones: which of them may count, and whether ours is better, level or worse.

What counts is narrow on purpose, as a rating follows from it: a figure of the whole country or of the inspectorate, set by law,
or one that was declared as a baseline; of the same statistic and unit, on the same clock, of a time not long past, and
disputed by nobody. The rest is named with what is wrong with it.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from answerable.comparing.benchmarks import CLOCKS, CONFIDENT, Benchmark, Likeness, amount
from answerable.comparing.showing import Others, in_our_terms, turned_reading
from answerable.judgement.beside import Said
from answerable.judgement.samples import interval_of_share
from answerable.judgement.series import HIGHER, NEUTRAL
from answerable.measures.definition import Measure
from answerable.measures.figure import Figure
from answerable.words import _, mark, sentence_end_off

BETTER, LEVEL, WORSE = "better", "level", "worse"
# The worst first: a figure is worse than its benchmarks where it is worse than any that counts.
ORDER = (WORSE, LEVEL, BETTER)
# A published figure of so many days has all seasons in it; ours is held against it over a year too.
YEAR_DAYS = 300
# Published figures of the whole country come a year or more late; older ones are about another time.
RECENT = timedelta(days=2 * 366)
# How far "about 70" may be from what was meant, as a share of the value.
ABOUT = 0.1
_STATISTICS = {"mean": "mean", "longest": "longest", "backlog": "number"}
_WHOSE = {"statutory": mark("the {value} set by law"), "national": mark("the national {value}"),
          "inspectorate": mark("the inspectorate's {value}")}
_BASELINE = mark("the baseline of {value}")
_WORDS = {WORSE: mark("{gap} worse than {whom}"), BETTER: mark("{gap} better than {whom}"), LEVEL: mark("level with {whom}")}


@dataclass(frozen=True)
class Standing:
    """position: for the rating, None where nothing compares; not_comparable: what may not count, by id, with the reason."""

    position: Said | None = None
    not_comparable: tuple[Said, ...] = ()


@dataclass(frozen=True)
class Held:
    """Our figure held against a published one. code: one of ORDER; gap: how far apart, in the measure's unit, 0 or more."""

    item: Benchmark
    alike: Likeness
    ours: Figure
    code: str
    gap: float

    @property
    def words(self) -> str:
        """The position as a clause: "2.8 percentage points worse than the national 71% for October 2026"."""
        whose = _BASELINE if self.item.baseline else _WHOSE[self.item.status]
        whom = _(whose).format(value=in_our_terms(self.item, self.alike))
        said = _(_WORDS[self.code]).format(gap=_apart(self.gap, self.item.unit), whom=f"{whom} {_during(self.item)}")
        if self.ours.latest is None:
            return said
        return _("over the year {value}, {said}").format(value=amount(self.ours.value or 0.0, self.ours.unit), said=said)


def standing(measure: Measure, month: Figure, year: Callable[[], Figure | None], others: Others) -> Standing:
    """Where the judged month of a measure stands.

    year: works out the figure of the twelve months up to it, None where there is none; asked for only where a published figure
    is about a year. Figures of single forces are no benchmarks (they are for the peers) and are not named.
    """
    if measure.direction == NEUTRAL or month.value is None:
        return Standing()
    found, left_out = [], []
    for item, alike in others.like(measure.id):
        if others.organisations.force(item.about) is not None and not item.baseline:
            continue
        ours = month if _days(item) < YEAR_DAYS else year()
        reason = why_not(item, alike, measure, month, disputed=(measure.id, item.id) in others.disagreeing)
        held = _held(item, alike, ours, measure) if not reason and ours is not None else None
        if held is not None:
            found.append(held)
        else:
            left_out.append(_named(item, alike, reason or _reason(ours)))
    return Standing(_position(_latest(found)), tuple(left_out))


def why_not(item: Benchmark, alike: Likeness, measure: Measure, month: Figure, *, disputed: bool) -> str:
    """Why a published figure may not count in a rating; "" where it may. disputed: others published another value."""
    start, end = date.fromisoformat(month.period_start), date.fromisoformat(month.period_end)
    if item.status not in CONFIDENT and not item.baseline:
        return _("it is neither national, set by law nor of the inspectorate, and was not declared as a baseline")
    if item.confidence == "weak":
        return _("its source is weak")
    if alike.clocks not in ("same", "none"):
        return _(CLOCKS[alike.clocks])
    if item.unit != measure.unit or item.statistic != statistic_of(measure):
        return _("it is another kind of number ({theirs}) than ours ({ours})").format(
            theirs=item.statistic, ours=statistic_of(measure) or measure.kind)
    if disputed:
        return _("others published another value of the same")
    if item.starts > end:
        return _("it is about a later time")
    return _("it is about a time more than two years before") if item.ends < start - RECENT and not item.baseline else ""


def statistic_of(measure: Measure) -> str:
    """What kind of number a measure is, in the words of benchmarks; "" where none of them says it."""
    if measure.kind == "percentile":
        return "median" if measure.percentile == 50 else ""
    return _STATISTICS.get(measure.kind, "share" if measure.unit == "percent" else "")


def spread_of(item: Benchmark, alike: Likeness) -> tuple[float, float]:
    """The values that a published figure may stand for, in the measure's terms: rounding to the last digit given, a tenth
    around "about", all above "or more", all below "or less"."""
    value, reading = item.in_terms_of(alike.measure) or 0.0, turned_reading(item, alike)
    digits = min(int(Decimal(repr(item.value)).normalize().as_tuple().exponent), 0)
    slack = ABOUT * item.value if reading == "about" else 0.5 * 10.0 ** digits
    return (-math.inf if reading == "at-most" else value - slack, math.inf if reading == "at-least" else value + slack)


def _held(item: Benchmark, alike: Likeness, ours: Figure, measure: Measure) -> Held | None:
    """Our figure held against a published one; None where "or more" or "or less" leaves it open."""
    low, high = _interval(ours)
    least, most = spread_of(item, alike)
    value = ours.value or 0.0
    slack = 1e-9 * max(abs(value), 1.0)
    if low > most + slack or high < least - slack:
        code = BETTER if (low > most) == (measure.direction == HIGHER) else WORSE
        return Held(item, alike, ours, code, abs(value - (item.in_terms_of(measure.id) or 0.0)))
    return None if math.inf in (most, -least) else Held(item, alike, ours, LEVEL, 0.0)


def _interval(ours: Figure) -> tuple[float, float]:
    """Our value with what chance leaves open in a share of so many: Wilson's 95% interval."""
    value = ours.value or 0.0
    size = ours.sample_size or ours.denominator
    if ours.unit != "percent" or not size or not 0 <= value <= 100:
        return value, value
    found = interval_of_share(value / 100, size)
    return min(100 * found.low, value), max(100 * found.high, value)


def _latest(found: Sequence[Held]) -> list[Held]:
    """Of several about the same the latest: what is newer takes the older one's place."""
    newest: dict[tuple[str, str, bool], Held] = {}
    for held in sorted(found, key=lambda held: (held.item.ends, held.item.starts, held.item.id)):
        newest[held.item.about, held.item.owner, held.item.baseline] = held
    return list(newest.values())


def _position(found: Iterable[Held]) -> Said | None:
    """The worst standing; of equals the one whose benchmark binds most."""
    binding = (*CONFIDENT, "")
    worst = min(found, default=None, key=lambda held: (
        ORDER.index(held.code), binding.index(held.item.status if held.item.status in CONFIDENT else ""), held.item.id))
    return Said(worst.code, worst.words) if worst else None


def _named(item: Benchmark, alike: Likeness, reason: str) -> Said:
    return Said(item.id, _("{value} ({about}, {period}): {reason}").format(
        value=in_our_terms(item, alike), about=item.about, period=item.period, reason=sentence_end_off(reason)))


def _reason(ours: Figure | None) -> str:
    if ours is None:
        return _("it is about a year, and there is no figure of the last twelve months")
    return _("it leaves open on which side ours stands")


def _apart(gap: float, unit: str) -> str:
    if unit == "percent":
        return _("{number} percentage points").format(number=f"{gap:.1f}")
    return amount(round(gap, 3), unit)


def _during(item: Benchmark) -> str:
    return item.period if item.ends == date.max else _("for {period}").format(period=item.period)


def _days(item: Benchmark) -> int:
    # A standard that goes on has no time of its own: it is held against every month.
    return 1 if item.ends == date.max else (item.ends - item.starts).days + 1
