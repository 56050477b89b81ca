"""The need: how many people each shift of each day wants."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time

from answerable.staffing.rules.duties import DAY, Duty, duty_on


@dataclass(frozen=True)
class Shift:
    """A shift by the wall clock; skill: what whoever works it must have ("": nothing particular)."""

    name: str
    starts: time
    ends: time
    break_minutes: int = 0
    skill: str = ""

    @property
    def label(self) -> str:
        """Its name, with the skill where one is asked for."""
        return f"{self.name} ({self.skill})" if self.skill else self.name

    def on(self, day: date, zone: str) -> Duty:
        """The duty of whoever works it on a day."""
        return duty_on(day, self.starts, self.ends, zone, self.break_minutes)


@dataclass(frozen=True)
class Need:
    """people: for each day from the first, for each shift, how many."""

    first: date
    shifts: tuple[Shift, ...]
    people: tuple[tuple[int, ...], ...]
    zone: str = "Europe/London"

    @property
    def days(self) -> tuple[date, ...]:
        """The days that the need is about."""
        return tuple(self.first + day * DAY for day in range(len(self.people)))

    @property
    def last(self) -> date:
        """The last of them."""
        return self.days[-1]

    @property
    def total(self) -> int:
        """How many duties there are to give."""
        return sum(map(sum, self.people))
