"""What is to be covered: people at their desks in each slot of a week."""

from __future__ import annotations

from dataclasses import dataclass

from answerable.simulation.by_slot import Calendar
from answerable.simulation.room import Weekday


@dataclass(frozen=True)
class Need:
    """People who are to be on duty and not on a break, in each slot of a week that begins on a weekday. how: how the numbers
    came about, in sentences. kept_away: the share of those on duty who are neither on a break nor at a desk, already in the
    numbers."""

    name: str
    people: tuple[int, ...]
    slot_minutes: int = 30
    begins: Weekday = Weekday.MONDAY
    how: tuple[str, ...] = ()
    kept_away: float = 0.0

    @property
    def work(self) -> int:
        """All of it, in slots of one person's work."""
        return sum(self.people)

    @property
    def calendar(self) -> Calendar:
        """The slots of the week."""
        return Calendar(7, self.slot_minutes, self.begins)

    def slot(self, weekday: int, minutes: int) -> int:
        """The slot in which so many minutes after a weekday's midnight lie (0 is Monday); the week is a ring."""
        days = (weekday - self.begins.value) % 7
        return (days * self.calendar.a_day + minutes // self.slot_minutes) % self.calendar.slots

    def moment(self, slot: int) -> str:
        """When a slot begins: "Mon 03:00"."""
        return self.calendar.moment(slot)
