"""What a target asks of a measure: a value to be met, or, where its owner named none, a way to move."""

from __future__ import annotations

import operator
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from answerable.judgement.evidence import FALL, RISE
from answerable.judgement.series import HIGHER, LOWER, PhaseStart, Point
from answerable.judgement.trends import IMPROVING, LEAST_PAIRS, year_of
from answerable.periods import day_label
from answerable.words import _, format_value, mark


@dataclass(frozen=True)
class Comparison:
    """How a figure is held against a value: the test, the direction in which it is met, and its English."""

    met: Callable[[float, float], bool]
    direction: str
    words: str


COMPARISONS = {
    ">=": Comparison(operator.ge, HIGHER, mark("{value} or more")),
    ">": Comparison(operator.gt, HIGHER, mark("more than {value}")),
    "<=": Comparison(operator.le, LOWER, mark("{value} or less")),
    "<": Comparison(operator.lt, LOWER, mark("less than {value}")),
}


@dataclass(frozen=True)
class Amount:
    """A value to be met, in the measure's unit; comparison: a key of COMPARISONS."""

    value: float
    comparison: str

    @property
    def direction(self) -> str:
        """Which values meet it: "higher" or "lower"."""
        return COMPARISONS[self.comparison].direction

    @property
    def strict(self) -> bool:
        """Whether a figure equal to the value misses it."""
        return not self.met(self.value)

    def met(self, value: float) -> bool:
        """Whether a figure meets it, with the strictness of its comparison."""
        return COMPARISONS[self.comparison].met(value, self.value)

    def words(self, unit: str) -> str:
        """What is asked: "80% or more"."""
        return _(COMPARISONS[self.comparison].words).format(value=self._shown(unit))

    def brief(self, unit: str = "") -> str:
        """What is asked, for a list: ">= 80%"; without a unit the bare number."""
        return f"{self.comparison} {self._shown(unit) if unit else format(self.value, 'g')}"

    def position(self, value: float, unit: str, noun: str) -> str:
        """Where a figure stands; noun: what the target is called: "below the 80% aspiration"."""
        side = _("above") if value > self.value else _("below") if value < self.value else self._level()
        return _("{side} the {value} {noun}").format(side=side, value=self._shown(unit), noun=noun)

    def _level(self) -> str:
        if not self.strict:
            return _("at")
        return _("at, and not above,") if self.direction == HIGHER else _("at, and not below,")

    def _shown(self, unit: str) -> str:
        return format_value(self.value, unit, shortest=True)

    def as_json(self) -> dict[str, Any]:
        """Its part of "target" in a measure's release file."""
        return {"value": self.value, "comparison": self.comparison, "aim": None, "since": None}


@dataclass(frozen=True)
class Aim:
    """A way to move. way: RISE or FALL; since: the day from which movement counts."""

    way: str
    since: date

    @property
    def direction(self) -> str:
        """Which values are nearer to it: "higher" or "lower"."""
        return HIGHER if self.way == RISE else LOWER

    def words(self, _unit: str) -> str:
        """What is asked: "to fall, counted from 1 April 2025"."""
        return _(_WORDS[self.way]).format(day=day_label(self.since))

    def brief(self, _unit: str = "") -> str:
        """What is asked, for a list: "to fall since 2025-04-01"."""
        return f"to {self.way} since {self.since.isoformat()}"

    def counts_on(self, day: date) -> bool:
        """Whether, by the month of that day, so much time has passed that a year's comparison could tell movement."""
        return 12 * (day.year - self.since.year) + day.month - self.since.month >= LEAST_PAIRS - 1

    def as_json(self) -> dict[str, Any]:
        """Its part of "target" in a measure's release file: without a value there is none to draw or to meet."""
        return {"value": None, "comparison": None, "aim": self.way, "since": self.since.isoformat()}


@dataclass(frozen=True)
class Movement:
    """How a figure stands to an aim. static: that movement could have been told and was not."""

    static: bool
    words: str


def towards(aim: Aim, points: Sequence[Point], at: Point, starts: Sequence[PhaseStart], *, settled: bool) -> Movement:
    """Whether a figure stays where it is although it is meant to move.

    points, at, starts: as trends.year_of takes them. settled: the figure lies within its usual range and the last year has no
    direction; otherwise something moves, and what it is the signal and the trend tell.
    Static is said only where enough figures since the aim began can be held against the year before, so that movement could
    have been told; and not where they are better than those of the year before the aim: that is movement since, if none lately.
    """
    if not settled:
        return Movement(False, _(_MEANT[aim.way]))
    lately = year_of(points, at, aim.direction, starts, since=aim.since)
    if lately.pairs < LEAST_PAIRS:
        why = _TOO_FEW if aim.counts_on(at.period_start) else _TOO_SOON
        return Movement(False, _(why[aim.way]).format(day=day_label(aim.since)))
    whole = year_of(points, at, aim.direction, starts, since=aim.since, before=aim.since)
    if whole.code == IMPROVING:
        return Movement(False, _(_MOVED[aim.way]).format(
            day=day_label(aim.since), number=whole.better, pairs=whole.pairs))
    return Movement(True, _(_STATIC[aim.way]))


_WORDS = {RISE: mark("to rise, counted from {day}"), FALL: mark("to fall, counted from {day}")}
_MEANT = {RISE: mark("meant to rise"), FALL: mark("meant to fall")}
_STATIC = {RISE: mark("it is meant to rise, and no movement can be told from chance"),
           FALL: mark("it is meant to fall, and no movement can be told from chance")}
_TOO_SOON = {RISE: mark("it is meant to rise, and too little time has passed since {day} to tell"),
             FALL: mark("it is meant to fall, and too little time has passed since {day} to tell")}
_TOO_FEW = {
    RISE: mark("it is meant to rise, and too few figures since {day} can be held against the year before to tell"),
    FALL: mark("it is meant to fall, and too few figures since {day} can be held against the year before to tell")}
_MOVED = {
    RISE: mark("it is meant to rise, and is higher than in the year before {day} in {number} of its last {pairs} figures"),
    FALL: mark("it is meant to fall, and is lower than in the year before {day} in {number} of its last {pairs} figures")}
