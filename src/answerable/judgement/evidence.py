"""The evidence that a stated rating is held against, and how it is put into words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from answerable.judgement.beside import Said
from answerable.judgement.charts import ChartPoint, ControlChart, Phase
from answerable.judgement.series import HIGHER, LOWER, NEUTRAL, Point
from answerable.judgement.stated import Stated
from answerable.words import _, format_count, format_value

TARGET, BASELINE, BENCHMARK = "target", "baseline", "benchmark"
RISE, FALL = "rise", "fall"


@dataclass(frozen=True)
class Bar:
    """What a figure is held against. kind: TARGET, BASELINE or BENCHMARK; value: in the measure's unit; words: what it is
    called, such as "national baseline", its kind where empty; strict: whether a figure equal to it fails it."""

    kind: str
    value: float
    words: str = ""
    strict: bool = False


@dataclass(frozen=True)
class Earlier:
    """What was stated before, and the figure of that time, where there is one."""

    stated: Stated
    point: Point | None


@dataclass(frozen=True)
class Evidence:
    """What is known beside a rating.

    unit: one of words.UNITS; direction: "higher", "lower" or "neutral", None where it is not known; point: the figure of the
    rating's period; printed: whether that is a number out of a text, which stands for all that round to it; half: half of its
    last digit, None where only the number is known; chart: the figures up to that period, judged by nothing later; latest:
    where the period has no figure, the last one before it; meant_to: RISE or FALL; earlier: the statement before this one;
    start: the first figure known; facts: what else is known of a figure of ours that speaks for today, in the codes of rating
    rules' facts.
    """

    unit: str
    direction: str | None
    point: Point | None
    printed: bool = False
    half: float | None = None
    chart: ControlChart | None = None
    bars: tuple[Bar, ...] = ()
    meant_to: str | None = None
    earlier: Earlier | None = None
    start: Point | None = None
    latest: Point | None = None
    facts: tuple[Said, ...] = ()

    @property
    def known(self) -> Point | None:
        """The figure, where there is one that counts: a provisional one may still change, and speaks against nobody."""
        return self.point if self.point is not None and self.point.judged else None

    @property
    def value(self) -> float:
        """The figure's value; 0 where there is none, so ask `known` first."""
        return float(self.point.value or 0.0) if self.point is not None else 0.0

    @property
    def room(self) -> float:
        """How far the true value may lie from the printed one: half of its last digit, 0 for one that was computed."""
        if not self.printed:
            return 0.0
        return float(rounding(self.value)) if self.half is None else self.half

    @property
    def last(self) -> ChartPoint | None:
        """The chart's point of the rating's period, where the chart has limits there."""
        found = self._place
        return found[1] if found else None

    @property
    def phase_values(self) -> list[float]:
        """The figures of the chart's phase in which the rating's period lies, seasonally adjusted where the chart is; none
        where it has no limits."""
        found = self._place
        return [] if found is None else [float(item.point.value or 0.0) if item.adjusted is None else item.adjusted
                                         for item in found[0].points if item.point.judged]

    @property
    def _place(self) -> tuple[Phase, ChartPoint] | None:
        if self.chart is None or self.known is None:
            return None
        return next(((phase, point) for phase in self.chart.phases for point in phase.points if phase.limits is not None
                     and point.point.judged and point.point.period_start == self.known.period_start), None)

    def worse(self, one: float, other: float) -> bool:
        """Whether `one` is worse than `other`; never where neither direction is better, or it is not known which."""
        return one < other if self.direction == HIGHER else one > other if self.direction == LOWER else False

    def sided(self) -> bool:
        """Whether one direction is known to be better."""
        return self.direction is not None and self.direction != NEUTRAL

    def bar(self, kind: str) -> Bar | None:
        """The bar of that kind, where there is one."""
        return next((bar for bar in self.bars if bar.kind == kind), None)


@dataclass(frozen=True)
class Contradiction:
    """A rating that its own evidence contradicts.

    certain: False where the figures speak against the rating but chance, or what is not told, may explain it; words: one plain
    sentence with the figures in it; figures: the evidence by name, in the measure's unit.
    """

    code: str
    certain: bool
    words: str
    stated: Stated
    figures: dict[str, Any] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """One of the list "contradictions" of docs/reference/release-format.md."""
        return {"code": self.code, "certain": self.certain, "words": self.words, "stated": self.stated.text,
                "stands": self.stated.meaning.stands, "period": self.stated.label, "from": self.stated.starts.isoformat(),
                "to": self.stated.ends.isoformat(), "source": self.stated.source, "figures": self.figures,
                "until": self.stated.until.isoformat() if self.stated.until else None}


def shown(value: float, unit: str, beside: float | None = None) -> str:
    """A value as a sentence names it, never rounded onto another one that it is not."""
    return format_value(value, unit, apart_from=beside, shortest=True)


def out_of(point: Point) -> str:
    """The counts behind a figure, "650 of 1,000", where it has them; otherwise the empty string."""
    if point.numerator is None or point.denominator is None:
        return ""
    return _("{count} of {all}").format(count=format_count(point.numerator), all=format_count(point.denominator))


def counts_of(points: Sequence[Point], unit: str) -> list[float] | None:
    """Out of how many each figure is, where every one is a share that says so."""
    if unit != "percent" or any(not point.denominator for point in points):
        return None
    return [float(point.denominator or 0) for point in points]


def rounding(value: float) -> Decimal:
    """Half of the last digit written: 71 may stand for 70.5 to 71.5."""
    written = Decimal(repr(value)).normalize()
    exponent = int(written.as_tuple().exponent)
    return Decimal(1).scaleb(min(exponent, 0)) / 2


def differ(one: float, other: float, printed: tuple[float, float]) -> bool:
    """Whether two values differ by more than the rounding of the two numbers that were printed for them."""
    return abs(Decimal(repr(one)) - Decimal(repr(other))) > rounding(printed[0]) + rounding(printed[1])
