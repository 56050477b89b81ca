"""A measure's chart, read once: every period becomes a slot, every date the number of a slot."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from answerable.words import _

# What a unit can be at all, the least and the most: neither axis nor limits leave it.
POSSIBLE: Mapping[str, tuple[float, float | None]] = {"percent": (0.0, 100.0)}
NOT_NEGATIVE: tuple[float, float | None] = (0.0, None)
ANYTHING: tuple[float, float | None] = (-math.inf, None)


@dataclass(frozen=True)
class Point:
    """One period. slot: its place from the left, 0 first; day: its first; label: as people name it ("May
    2026"); value: in the measure's unit, None without a figure; adjusted: the same without its season, None where
    nothing is adjusted; mean, lower, upper: the lines at this period, where they differ from period to period.
    """

    slot: int
    day: date
    label: str
    value: float | None
    provisional: bool
    special_cause: str | None
    adjusted: float | None = None
    mean: float | None = None
    lower: float | None = None
    upper: float | None = None

    @property
    def judged(self) -> float | None:
        """The value that the lines are about: the seasonally adjusted one where there is one."""
        return self.value if self.adjusted is None else self.adjusted


@dataclass(frozen=True)
class Phase:
    """Lines of a stretch of slots, from `first` up to and not including `end`. None: no such line.

    varying: each period has lines of its own (they stand in its point); those here are of the last period.
    """

    first: int
    end: int
    mean: float | None
    lower: float | None
    upper: float | None
    varying: bool = False


@dataclass(frozen=True)
class Break:
    """Where the series stops being comparable: at the left edge of a slot."""

    slot: int
    words: str


@dataclass(frozen=True)
class Proposal:
    """A step that the figures suggest and nobody has accepted: at the left edge of a slot. The lines go on across it."""

    slot: int
    words: str


@dataclass(frozen=True)
class Gap:
    """A stretch of slots without figures, from `first` up to and not including `end`."""

    first: int
    end: int
    words: str


@dataclass(frozen=True)
class Series:
    """A chart ready to be placed. target: in the measure's unit; target_words: as the measure's page says it;
    within_possible: whether lines go no further than the unit does, as the chart plan chooses; kind: of chart ("xmr").
    """

    unit: str
    points: tuple[Point, ...]
    phases: tuple[Phase, ...]
    breaks: tuple[Break, ...]
    gaps: tuple[Gap, ...]
    target: float | None
    target_words: str
    within_possible: bool = True
    kind: str = "xmr"
    proposals: tuple[Proposal, ...] = ()

    @property
    def possible(self) -> tuple[float, float | None]:
        """The least and the most that the axis may show."""
        return POSSIBLE.get(self.unit, NOT_NEGATIVE) if self.within_possible or not self.drawn_values() else ANYTHING

    def is_bound(self, value: float) -> bool:
        """Whether a value is the least or the most that the unit can be: a limit there limits nothing."""
        return self.within_possible and value in POSSIBLE.get(self.unit, NOT_NEGATIVE)

    @property
    def is_adjusted(self) -> bool:
        """Whether the lines are about a seasonally adjusted series."""
        return any(point.adjusted is not None for point in self.points)

    def lined_points(self, phase: Phase) -> tuple[Point, ...]:
        """The points of a phase whose lines differ from period to period; none where they do not."""
        return self.points[phase.first:phase.end] if phase.varying else ()

    def runs(self) -> list[list[Point]]:
        """The figures in unbroken stretches: a gap or a break ends one."""
        breaks = [each.slot for each in self.breaks]
        stretches = groupby(self.points, key=lambda point: (point.value is None,
                                                            sum(slot <= point.slot for slot in breaks)))
        return [list(points) for (empty, _broken), points in stretches if not empty]

    def drawn_values(self) -> list[float]:
        """Every value that must lie on the axis: figures, lines and target."""
        figures = [value for point in self.points for value in (point.value, point.adjusted)]
        lined: list[Phase | Point] = [*self.phases]
        for phase in self.phases:
            lined += self.lined_points(phase)
        lines = [value for line in lined for value in (line.mean, line.lower, line.upper)]
        return [value for value in [*figures, *lines, self.target] if value is not None]


def read_series(measure: Mapping[str, Any]) -> Series:
    """The series of a measure of a release (`measures/ID.json`): one slot a period, in the order of
    `chart.points`.
    """
    chart, target = measure["chart"], measure.get("target") or {}
    days = [date.fromisoformat(point["period_start"]) for point in chart["points"]]
    within = (chart.get("plan") or {}).get("within_possible", True)
    possible = POSSIBLE.get(measure["unit"], NOT_NEGATIVE) if within else ANYTHING
    points = tuple(_point(slot, day, point, possible)
                   for slot, (day, point) in enumerate(zip(days, chart["points"], strict=True)))
    return Series(
        unit=measure["unit"], points=points,
        phases=tuple(_phase(phase, days, possible) for phase in chart["phases"]),
        breaks=_breaks(chart["breaks"], days),
        gaps=_gaps(points, chart["gaps"], days),
        target=target.get("value"), target_words=target.get("words", ""), within_possible=within,
        kind=chart.get("kind") or "xmr", proposals=_proposals(measure.get("proposed_steps") or (), days))


def _point(slot: int, day: date, point: Mapping[str, Any], possible: tuple[float, float | None]) -> Point:
    lower, upper = (_cut(point.get(key), possible) for key in ("lower", "upper"))
    return Point(slot, day, point["label"], point["value"], point["status"] == "provisional",
                 point.get("special_cause"), point.get("adjusted"), point.get("centre"), lower, upper)


def _phase(phase: Mapping[str, Any], days: Sequence[date], possible: tuple[float, float | None]) -> Phase:
    first, end = _slots(phase, days)
    lower, upper = (_cut(phase.get(key), possible) for key in ("lower", "upper"))
    return Phase(first, end, phase.get("mean"), lower, upper, bool(phase.get("varying")))


def _cut(limit: float | None, possible: tuple[float, float | None]) -> float | None:
    """A limit cut to what is possible."""
    if limit is None:
        return None
    least, most = possible
    return max(limit, least) if most is None else min(max(limit, least), most)


def _breaks(breaks: Sequence[Mapping[str, Any]], days: Sequence[date]) -> tuple[Break, ...]:
    """Breaks inside the chart; two at one place become one, with the words of both."""
    placed = sorted((bisect_left(days, date.fromisoformat(each["at"])), each["words"]) for each in breaks)
    inside = ((slot, words) for slot, words in placed if slot < len(days))
    return tuple(Break(slot, "; ".join(words for _slot, words in same))
                 for slot, same in groupby(inside, key=lambda pair: pair[0]))


def _proposals(steps: Sequence[Mapping[str, Any]], days: Sequence[date]) -> tuple[Proposal, ...]:
    """Steps proposed inside the chart."""
    placed = ((bisect_left(days, date.fromisoformat(each["at"])), _("A step is proposed here; nobody has accepted it yet"))
              for each in steps)
    return tuple(Proposal(slot, words) for slot, words in placed if slot < len(days))


def _gaps(points: Sequence[Point], reasons: Sequence[Mapping[str, Any]],
          days: Sequence[date]) -> tuple[Gap, ...]:
    """The runs of periods without a figure, cut where the reason changes."""
    words = {slot: reason["words"] for reason in reasons for slot in range(*_slots(reason, days))}
    kinds = ((point.slot, None if point.value is not None else words.get(point.slot, _("No figure")))
             for point in points)
    runs = ((reason, [slot for slot, _reason in run])
            for reason, run in groupby(kinds, key=lambda kind: kind[1]))
    return tuple(Gap(slots[0], slots[-1] + 1, reason) for reason, slots in runs if reason is not None)


def _slots(stretch: Mapping[str, Any], days: Sequence[date]) -> tuple[int, int]:
    """First slot and the slot after the last of a stretch whose `from` and `to` are both inside it."""
    first = bisect_left(days, date.fromisoformat(stretch["from"]))
    last = stretch.get("to")
    end = len(days) if last is None else sum(day <= date.fromisoformat(last) for day in days)
    return first, max(first, end)
