"""Values that go by the half-hour, in the ways in which people write them: one number, a day, a week, by weekday, by shift."""

from __future__ import annotations

from collections.abc import Callable
from math import isfinite
from typing import Any

from answerable.content.located import Part
from answerable.simulation.room import Weekday

DAYS = tuple(day.name.lower() for day in Weekday)
GROUPS = {"every_day": DAYS, "weekdays": DAYS[:5], "weekend": DAYS[5:]}


class Calendar:
    """The slots of a room: how many a day, and the weekday of each day."""

    def __init__(self, days: int, slot_minutes: int, begins: Weekday) -> None:
        self.days, self.slot_minutes, self.begins = days, slot_minutes, begins
        self.a_day = 1440 // slot_minutes
        self.slots = days * self.a_day

    def weekday(self, day: int) -> str:
        """What weekday a day of the room is (the first is 0)."""
        return DAYS[(self.begins.value + day) % 7]

    def moment(self, slot: int) -> str:
        """When a slot begins, as people write it: "Mon 03:00"."""
        minutes = slot % self.a_day * self.slot_minutes
        return f"{self.weekday(slot // self.a_day)[:3].title()} {minutes // 60:02}:{minutes % 60:02}"


def numbers(part: Part, key: str, calendar: Calendar) -> tuple[float, ...]:
    """A number for each slot: one for all, a list for a day or for all slots, or by weekday. Zeros, and a fault, where it is
    none of these or a number is negative."""
    value = part.content.get(key)
    found = _spread(value, calendar) if not isinstance(value, dict) else _by_weekday(part, key, value, calendar)
    if found is None:
        part.fault(key, f"must be one number, a list of {calendar.a_day} (a day) or {calendar.slots} (all slots) numbers, "
                        f"or such by weekday ({', '.join((*DAYS, *GROUPS))})")
        return (0.0,) * calendar.slots
    least = min(found)
    if least < 0:
        part.fault(key, f"must not be negative; at {calendar.moment(found.index(least))} it is {least:g}")
        return (0.0,) * calendar.slots
    return found


def _spread(value: Any, calendar: Calendar) -> tuple[float, ...] | None:
    """One number or a list, for all slots; None where it is neither."""
    if _is_number(value):
        return (float(value),) * calendar.slots
    if not isinstance(value, list) or not all(map(_is_number, value)) or len(value) not in (calendar.a_day, calendar.slots):
        return None
    return tuple(map(float, value)) * (calendar.slots // len(value))


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and isfinite(value)


def _by_weekday(part: Part, key: str, value: dict[Any, Any], calendar: Calendar) -> tuple[float, ...] | None:
    own = Part(part.file, (*part.keys, key), value)
    own.known(*DAYS, *GROUPS)
    days: dict[str, tuple[float, ...]] = {}
    one_day = Calendar(1, calendar.slot_minutes, calendar.begins)
    for name in sorted(own.content, key=lambda name: name in DAYS):        # a weekday by name goes before its group
        found = _spread(own.content[name], one_day)
        if found is None:
            own.fault(name, f"must be one number or a list of {calendar.a_day}")
        for day in GROUPS.get(name, (name,)):
            days[day] = found or (0.0,) * calendar.a_day
    missing = {calendar.weekday(day) for day in range(calendar.days)} - set(days)
    if missing:
        part.fault(key, f"says nothing of {', '.join(day for day in DAYS if day in missing)}")
    zeros = (0.0,) * calendar.a_day
    return tuple(number for day in range(calendar.days) for number in days.get(calendar.weekday(day), zeros))


def slot_of(part: Part, key: str, calendar: Calendar, *, end: bool = False) -> int:
    """The slot of a day at which a time such as "07:30" stands; end: "24:00" may be said, and "00:00" means it."""
    value = part.content.get(key)
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= 1440:
        minutes = value                                     # YAML reads 07:30 without quotes as 450
    elif isinstance(value, str) and len(value) == 5 and value[2] == ":" and (value[:2] + value[3:]).isdigit():
        minutes = int(value[:2]) * 60 + int(value[3:])
    else:
        minutes = -1
    if not 0 <= minutes <= 1440 or minutes % calendar.slot_minutes:
        part.fault(key, f'must be a time of day at a slot\'s edge, such as "07:30"; it is {value!r}')
        return 0
    return calendar.a_day if end and minutes == 0 else minutes // calendar.slot_minutes


def spans(part: Part, key: str, calendar: Calendar, put: Callable[[Part, int], None], *keys: str) -> None:
    """Read a list of spans (from, to, days or day_numbers) and call put(span, slot) for every slot in each. A span may go
    over midnight. days: weekdays; day_numbers: days of the room by number, 1 the first; neither: every day."""
    value = part.content.get(key)
    listed = value if isinstance(value, list) else [value]
    for number, content in enumerate(listed, 1):
        span = Part(part.file, (*part.keys, key, str(number)), content)
        span.known("from", "to", "days", "day_numbers", *keys)
        first, last = slot_of(span, "from", calendar), slot_of(span, "to", calendar, end=True)
        last += calendar.a_day if last <= first else 0
        for day in _days_of(span, calendar):
            for slot in range(first, last):
                put(span, (day * calendar.a_day + slot) % calendar.slots)


def _days_of(span: Part, calendar: Calendar) -> list[int]:
    """The days of the room (the first is 0) on which a span stands."""
    if "day_numbers" in span.content:
        value = span.content["day_numbers"]
        listed = value if isinstance(value, list) else [value]
        if not all(isinstance(day, int) and not isinstance(day, bool) and 1 <= day <= calendar.days for day in listed):
            span.fault("day_numbers", f"must be days of the room by number, from 1 to {calendar.days}; it is {value!r}")
            return []
        if "days" in span.content:
            span.fault("day_numbers", "cannot go with days: name the days of the room by number, or weekdays")
        return [day - 1 for day in listed]
    wanted = span.texts("days", (*DAYS, *GROUPS), "day") if "days" in span.content else DAYS
    names = {day for name in wanted for day in GROUPS.get(name, (name,))}
    return [day for day in range(calendar.days) if calendar.weekday(day) in names]
