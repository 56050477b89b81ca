"""A week covered with shifts: who is on duty when, who is on a break, where it is short, and what it costs."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from answerable.staffing.shifts.laid_out import Ask, DailyShift, Week, away, presence
from answerable.staffing.shifts.need import Need
from answerable.staffing.shifts.pattern import Pattern, Rotation, ShiftType


@dataclass(frozen=True)
class Rostered:
    """People on one shift of one weekday. breaks: (which of the type's breaks, minutes after the start, how many people take it
    then)."""

    shift: DailyShift
    people: int
    breaks: tuple[tuple[int, int, int], ...] = ()


@dataclass(frozen=True)
class Cover:
    """What covers a need. people: how many work by the pattern; None where single shifts do not say. weeks: of tours, how many
    people have which week; starts: of a rotation, how many of a team begin a shift at which time. cost: what was made least
    (people, paid hours, or weighted shortage); bound: of the relaxation, which no cover is below; proven: whether
    nothing better can be. finished: whether the search ended by itself, in so many seconds."""

    pattern: Pattern
    need: Need
    ask: Ask
    rostered: tuple[Rostered, ...]
    people: int | None
    weeks: tuple[tuple[Week, int], ...]
    bound: float
    cost: float
    proven: bool
    finished: bool
    seconds: float

    @cached_property
    def on_duty(self) -> np.ndarray:
        """People on duty in each slot, those on a break among them."""
        return self._added([(slot, share * own.people) for own in self.rostered
                            for slot, share in presence(own.shift, self.need)])

    @cached_property
    def at_desks(self) -> np.ndarray:
        """People on duty and not on a break in each slot; parts of people where a break takes part of a slot."""
        gone = [(slot, -share * people) for own in self.rostered for place, at, people in own.breaks
                for slot, share in away(own.shift, at, own.shift.type.breaks[place].minutes, self.need)]
        return np.asarray(self.on_duty + self._added(gone))

    def _added(self, parts: list[tuple[int, float]]) -> np.ndarray:
        found = np.zeros(len(self.need.people))
        for slot, people in parts:
            found[slot] += people
        return found

    @cached_property
    def shortage(self) -> np.ndarray:
        """By how many people each slot is short."""
        return np.asarray(np.maximum(np.array(self.need.people) - self.at_desks, 0.0).round(9))

    @cached_property
    def surplus(self) -> np.ndarray:
        """How many more people than needed each slot has."""
        return np.asarray(np.maximum(self.at_desks - np.array(self.need.people), 0.0).round(9))

    @property
    def short_share(self) -> float:
        """The share of the need that is short."""
        return float(self.shortage.sum()) / self.need.work if self.need.work else 0.0

    @property
    def worst(self) -> int:
        """The slot that is shortest of people."""
        return int(np.argmax(self.shortage))

    @property
    def paid_hours(self) -> float:
        """Hours paid for in a week."""
        return sum(own.people * own.shift.type.paid_minutes for own in self.rostered) / 60

    @property
    def gap(self) -> float:
        """How far the answer lies above the bound, as a share of it; 0 where both are 0."""
        return max(self.cost - self.bound, 0.0) / self.bound if self.bound > 1e-9 else float(self.cost > 1e-9)

    @property
    def hours_a_week(self) -> float | None:
        """Paid hours of one person in a week on average; None where nobody knows how many people there are."""
        return self.paid_hours / self.people if self.people else None

    def starts(self) -> dict[str, tuple[tuple[int, int], ...]]:
        """For each shift type the starts that are used, each with the people who begin then over the week."""
        found: dict[str, dict[int, int]] = {}
        for own in self.rostered:
            times = found.setdefault(own.shift.type.name, {})
            times[own.shift.start] = times.get(own.shift.start, 0) + own.people
        return {name: tuple(sorted(times.items())) for name, times in sorted(found.items())}

    def shift_at(self, name: str) -> ShiftType:
        """The shift type of a name."""
        return self.pattern.shift(name)

    @property
    def teams(self) -> int | None:
        """How many teams there are; None but for rotations."""
        return self.pattern.weeks.teams if isinstance(self.pattern.weeks, Rotation) else None
