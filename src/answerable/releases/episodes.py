"""The special causes of a measure, as episodes: neighbouring months with the same change are one thing to tell."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import takewhile
from typing import Any

from answerable.judgement.chances import Compared, Placed, chance, compared
from answerable.judgement.portfolio import MEMORY

FINAL = ("final", "revised")
# Months without the same special cause after which an episode is over. Two may lie inside it: the rule of two in three
# itself passes over one month of three.
QUIET_MONTHS = 3
# Charts whose width follows from the counts alone, so that it is not estimated from the figures.
KNOWN_WIDTH = ("p", "u", "g", "t")
SIGMAS = 3


@dataclass(frozen=True)
class Lines:
    """The lines that hold at a month, in the measure's unit; points: how many figures they were drawn from."""

    centre: float
    lower: float
    upper: float
    points: int

    def z(self, value: float) -> float:
        """The distance from the centre in thirds of the way to the limit on that side; 0 where there is no way."""
        width = (self.upper if value > self.centre else self.lower) - self.centre
        return SIGMAS * (value - self.centre) / abs(width) if width else 0.0


@dataclass(frozen=True)
class Month:
    """A judged month of a chart. value: the one held against the lines (seasonally adjusted where the chart is);
    stretch: its number among the stretches without a gap or a new phase; place: in its stretch; order: among all judged
    months."""

    start: str
    label: str
    value: float
    cause: str | None
    rules: tuple[str, ...]
    lines: Lines | None
    phase: int
    stretch: int
    place: int
    order: int

    @property
    def kind(self) -> str | None:
        """What was found, so that opposite findings differ: the cause; for a neutral one, with its side."""
        if self.cause == "neutral" and self.lines is not None:
            return "neutral-high" if self.value > self.lines.centre else "neutral-low"
        return self.cause


@dataclass(frozen=True)
class Episode:
    """A special cause that goes on over neighbouring months. months: those in which a rule found it; going_on: whether
    fewer than QUIET_MONTHS judged months came after it, and none with another special cause."""

    kind: str
    months: tuple[Month, ...]
    going_on: bool

    @property
    def first(self) -> str:
        """The first day of its first month."""
        return self.months[0].start

    @property
    def last(self) -> str:
        """The first day of its last month."""
        return self.months[-1].start


@dataclass(frozen=True)
class Evidence:
    """How likely chance alone is to give a month. rule: the one that found it; looks: in how many places as much might have
    been found; compared: how many of the newest months were held against those before, 0 for the rule's own pattern."""

    rule: str
    chance: float
    looks: int
    compared: int = 0


class Chart:
    """The chart of a measure as a release holds it."""

    def __init__(self, measure: Mapping[str, Any]) -> None:
        chart = measure.get("chart") or {}
        self.kind: str = chart.get("kind") or "xmr"
        self.phases: Sequence[Mapping[str, Any]] = chart.get("phases") or []
        self.points: Sequence[Mapping[str, Any]] = chart.get("points") or []

    @cached_property
    def months(self) -> tuple[Month, ...]:
        """Every judged month, in order."""
        found: list[Month] = []
        begun = {phase["from"] for phase in self.phases}
        phase, stretch, place = 0, 0, 0
        for point in self.points:
            if point["period_start"] in begun:
                phase, stretch, place = phase + 1, stretch + 1, 0
            if not _is_judged(point):
                stretch, place = stretch + 1, 0
                continue
            adjusted = point.get("adjusted")
            found.append(Month(point["period_start"], point["label"], float(point["value"] if adjusted is None else adjusted),
                               point.get("special_cause"), tuple(point.get("rules") or ()),
                               _lines(point, self._phase_of(point)), phase, stretch, place, len(found)))
            place += 1
        return tuple(found)

    @cached_property
    def episodes(self) -> tuple[Episode, ...]:
        """Every special cause, the earliest first."""
        runs: list[list[Month]] = []
        for month in (month for month in self.months if month.kind):
            if runs and runs[-1][-1].kind == month.kind and month.order - runs[-1][-1].order <= QUIET_MONTHS:
                runs[-1].append(month)
            else:
                runs.append([month])
        return tuple(Episode(str(run[0].kind), tuple(run),
                             run is runs[-1] and self.months[-1].order - run[-1].order < QUIET_MONTHS) for run in runs)

    def evidence(self, month: Month, rules: int) -> Evidence | None:
        """What chance explains least: the pattern that a rule found, or how far the newest months lie from those before. None
        where no rule that is known found the month. rules: how many the rule set has.

        Half of the looks are spent on the patterns and half on the comparison.
        """
        if month.lines is None or not month.rules:
            return None
        stretch = [Placed(other.value, other.lines.z(other.value) if other.lines else 0.0)
                   for other in self.months if other.stretch == month.stretch]
        points = None if self.kind in KNOWN_WIDTH else month.lines.points
        found = [Evidence(rule, probability, 2 * rules) for rule in month.rules
                 if (probability := chance(rule, stretch, month.place, points=points, memory=MEMORY)) is not None]
        if found and (held := self._compared(month)):
            found.append(Evidence(month.rules[0], held.chance, 2 * held.looks, held.months))
        return min(found, key=lambda one: one.chance * one.looks, default=None)

    def _compared(self, month: Month) -> Compared | None:
        """The month, and those before it on the same side, held against the rest of its phase before them."""
        far = [(other.lines.z(other.value), other.order) for other in self.months
               if other.phase == month.phase and other.order <= month.order and other.lines is not None]
        newest = [z for z, _order in takewhile(lambda one: (one[0] > 0) == (far[-1][0] > 0), reversed(far))][::-1]
        return compared([z for z, _order in far[:len(far) - len(newest)]], newest, MEMORY)

    def _phase_of(self, point: Mapping[str, Any]) -> Mapping[str, Any]:
        start = point["period_start"]
        return next((phase for phase in self.phases if phase["from"] <= start <= phase["to"]), {})


def judged(measure: Mapping[str, Any]) -> frozenset[str]:
    """The first days of a measure's judged months."""
    points = (measure.get("chart") or {}).get("points") or ()
    return frozenset(point["period_start"] for point in points if _is_judged(point))


def _is_judged(point: Mapping[str, Any]) -> bool:
    return point.get("value") is not None and point.get("status") in FINAL


def _lines(point: Mapping[str, Any], phase: Mapping[str, Any]) -> Lines | None:
    centre, lower, upper = point.get("centre"), point.get("lower"), point.get("upper")
    if centre is None or lower is None or upper is None:
        # Releases from before every point carried its lines have them by phase only.
        centre, lower, upper = phase.get("mean"), phase.get("lower"), phase.get("upper")
    if centre is None or lower is None or upper is None:
        return None
    return Lines(centre, lower, upper, int(phase.get("baseline") or phase.get("points") or 0))


def matching(episode: Episode, known: Iterable[Mapping[str, Any]]) -> Mapping[str, Any] | None:
    """What was known of the same episode: of the same kind, in months that both hold or that touch."""
    return next((old for old in known if old["kind"] == episode.kind and old["from"] <= episode.last
                 and old["to"] >= _before(episode.first)), None)


def _before(month: str) -> str:
    """The first day (ISO) of the month that lies as far before as an episode may be interrupted."""
    months = int(month[:4]) * 12 + int(month[5:7]) - 1 - QUIET_MONTHS
    return f"{months // 12:04d}-{months % 12 + 1:02d}-01"
