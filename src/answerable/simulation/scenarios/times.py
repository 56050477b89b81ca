"""When something is changed: a span of each of some days, told without a room, and laid over one."""

from __future__ import annotations

from dataclasses import dataclass

from answerable.errors import InputError
from answerable.simulation.room import Room, Weekday

DAY = 1440


@dataclass(frozen=True)
class When:
    """A span of each of some days. start, end: minutes from midnight; an end at or before the start lies on the next day.
    days: on which it begins; none named means every day."""

    start: int = 0
    end: int = DAY
    days: tuple[Weekday, ...] = ()

    def __str__(self) -> str:
        if self == ALWAYS:
            return "always"
        times = "" if self.start == 0 and self.end == DAY else f"{clock(self.start)} to {clock(self.end % DAY)}"
        days = ", ".join(day.name.title() for day in self.days)
        return " ".join(part for part in (days, times) if part)


ALWAYS = When()


def clock(minutes: int) -> str:
    """A time of day as people write it: "07:30"."""
    return f"{minutes // 60:02}:{minutes % 60:02}"


def slots_of(when: When, room: Room) -> tuple[int, ...]:
    """The room's slots in a span, each once, in order. What goes over the end of a room of whole days goes on at its
    beginning, as with shifts. Raises InputError where the span does not begin and end at a slot's edge."""
    return tuple(sorted({slot for day in days_of(when, room) for slot in slots_on(when, day, room)}))


def slots_on(when: When, day: int, room: Room) -> tuple[int, ...]:
    """The room's slots in a span that begins on one of its days (the first is 0), in the order of time. Raises InputError."""
    minutes, a_day = room.slot_seconds / 60, room.slots_a_day()
    if when.start % minutes or when.end % minutes:
        raise InputError(f"{when} does not begin and end at the edge of a slot.",
                         remedy=f"The slots of {room.name} are {minutes:g} minutes long.")
    first, last = round(when.start / minutes), round(when.end / minutes)
    last += a_day if last <= first else 0
    slots = range(day * a_day + first, day * a_day + last)
    return tuple(slot % room.slots for slot in slots if slot < room.slots or room.slots % a_day == 0)


def days_of(when: When, room: Room) -> tuple[int, ...]:
    """The room's days (the first is 0) on which a span begins."""
    days = range(-(-room.slots // room.slots_a_day()))
    return tuple(day for day in days if not when.days or Weekday((room.begins.value + day) % 7) in when.days)
