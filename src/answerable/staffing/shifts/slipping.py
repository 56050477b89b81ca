"""A slip of shifts: the same people start earlier or later on some days."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from answerable.content.located import File, Part
from answerable.errors import InputError
from answerable.simulation.by_slot import DAYS, Calendar, slot_of
from answerable.simulation.room import Room, Weekday
from answerable.simulation.scenarios.changes import Move
from answerable.simulation.scenarios.times import When
from answerable.staffing.requirement import with_staff

_GROUPS = {"every_day": DAYS, "weekdays": DAYS[:5], "weekend": DAYS[5:]}
_SLIP = re.compile(r"(?P<start>\d\d:\d\d)\s+(?P<by>[+-]\d+)(?:\s+(?P<days>[a-z_,]+))?")
_MOVED = re.compile(r"(?P<share>\d+(?:\.\d+)?)%\s+(?P<of>\d\d:\d\d-\d\d:\d\d)\s+"
                    r"(?P<into>\d\d:\d\d-\d\d:\d\d)(?:\s+(?P<days>[a-z_,]+))?")


@dataclass(frozen=True)
class OwnShift:
    """People of a room's pool who are on from one slot of a weekday's midnight for so many slots. It may go over midnight."""

    weekday: int
    first: int
    slots: int
    people: int


@dataclass(frozen=True)
class Slip:
    """Shifts that begin at a time of day (minutes) begin so many minutes later (negative: earlier) on some weekdays."""

    start: int
    by: int
    days: tuple[int, ...]

    def __str__(self) -> str:
        days = "every day" if len(self.days) == 7 else ", ".join(DAYS[day].title() for day in self.days)
        return (f"shifts of {self.start // 60:02}:{self.start % 60:02} begin {abs(self.by)} minutes "
                f"{'later' if self.by > 0 else 'earlier'} ({days})")


def read_slip(said: str) -> Slip:
    """A slip as it is written: "14:00 +60 friday,saturday"; no days: every day. Raises InputError."""
    found = _SLIP.fullmatch(said.strip().lower())
    if not found:
        raise InputError(f"'{said}' is no slip.", where="--slip",
                         remedy='Write the time at which the shifts begin, by how many minutes, and the days: "14:00 +60 '
                                'friday,saturday".')
    return Slip(_minutes(found["start"], "--slip"), int(found["by"]), _days(found["days"], "--slip"))


def read_moved(said: str, room: Room) -> list[Move]:
    """A share of demand that is moved, as it is written: "10% 15:00-19:00 19:00-23:00 friday,saturday"; of every line. Raises
    InputError."""
    found = _MOVED.fullmatch(said.strip().lower())
    if not found or float(found["share"]) > 100:
        raise InputError(f"'{said}' is no move of demand.", where="--moved",
                         remedy='Write a share, the time it leaves, the time it goes to, and the days: "10% 15:00-19:00 '
                                '19:00-23:00 friday,saturday".')
    days = tuple(Weekday(day) for day in _days(found["days"], "--moved"))
    of, into = (When(_minutes(said[:5], "--moved"), _minutes(said[6:], "--moved"), days) for said in found.group("of", "into"))
    return [Move(line.name, float(found["share"]) / 100, of, into) for line in room.lines]


def _minutes(said: str, where: str) -> int:
    hours, minutes = map(int, said.split(":"))
    if hours > 24 or minutes > 59 or hours * 60 + minutes > 1440:
        raise InputError(f"'{said}' is no time of day.", where=where, remedy='Write it like "14:00".')
    return hours * 60 + minutes


def _days(said: str | None, where: str) -> tuple[int, ...]:
    wanted: list[str] = []
    for name in (said or "every_day").split(","):
        near = [day for day in DAYS if len(name) >= 3 and day.startswith(name)]
        if name not in _GROUPS and len(near) != 1:
            raise InputError(f"'{name}' is no day.", where=where, remedy=f"There are {', '.join((*DAYS, *_GROUPS))}.")
        wanted += _GROUPS.get(name, tuple(near))
    return tuple(sorted({DAYS.index(day) for day in wanted}))


def own_shifts(room: Room, pool: str) -> tuple[OwnShift, ...]:
    """The shifts that a room's file gives a pool. Raises InputError where it gives none."""
    file = File(Path(room.where), "the room")
    part = file.top.part("pools").part(pool)
    if "shifts" not in part.content:
        raise InputError(f"the pool '{pool}' has no shifts that could slip.", where=room.where,
                         remedy="Write its staff as shifts (from, to, days, staff).")
    calendar = Calendar(room.slots // room.slots_a_day(), round(room.slot_seconds / 60), room.begins)
    listed, found = part.content["shifts"], list[OwnShift]()
    for number, content in enumerate(listed if isinstance(listed, list) else [listed], 1):
        span = Part(file, (*part.keys, "shifts", str(number)), content)
        first, last = slot_of(span, "from", calendar), slot_of(span, "to", calendar, end=True)
        wanted = span.texts("days", (*DAYS, *_GROUPS), "day") if "days" in span.content else DAYS
        names = {day for name in wanted for day in _GROUPS.get(name, (name,))}
        found += [OwnShift(DAYS.index(day), first, (last - first) % calendar.a_day or calendar.a_day, span.whole("staff"))
                  for day in DAYS if day in names]
    file.finish()
    return tuple(found)


def slipped(shifts: Sequence[OwnShift], slip: Slip, slot_minutes: int) -> tuple[OwnShift, ...]:
    """The shifts after a slip. Raises InputError where it moves by part of a slot, or there is no such shift."""
    if slip.by % slot_minutes or slip.start % slot_minutes:
        raise InputError(f"{slip} does not begin and end at the edge of a slot.", where="--slip",
                         remedy=f"Slots are {slot_minutes} minutes long.")
    meant = [own.weekday in slip.days and own.first * slot_minutes == slip.start % 1440 for own in shifts]
    if not any(meant):
        times = sorted({own.first * slot_minutes for own in shifts})
        raise InputError(f"no shift begins at {slip.start // 60:02}:{slip.start % 60:02} on those days.", where="--slip",
                         remedy=f"Shifts begin at {', '.join(f'{time // 60:02}:{time % 60:02}' for time in times)}.")
    return tuple(replace(own, first=own.first + slip.by // slot_minutes) if chosen else own
                 for own, chosen in zip(shifts, meant, strict=True))


def people_of(shifts: Sequence[OwnShift], room: Room) -> np.ndarray:
    """People of these shifts in each slot of a room of whole days; what goes over its end goes on at its beginning."""
    found, a_day = np.zeros(room.slots, dtype=int), room.slots_a_day()
    for own in shifts:
        for day in range(room.slots // a_day):
            if (room.begins.value + day) % 7 == own.weekday:
                for slot in range(own.slots):
                    found[(day * a_day + own.first + slot) % room.slots] += own.people
    return found


def room_slipped(room: Room, pool: str, slips: Sequence[Slip]) -> Room:
    """The room with the same people on a pool's shifts after these slips."""
    before = after = own_shifts(room, pool)
    for slip in slips:
        after = slipped(after, slip, round(room.slot_seconds / 60))
    planned = np.array(next(own.staff for own in room.pools if own.name == pool))
    staff = planned - people_of(before, room) + people_of(after, room)
    return replace(with_staff(room, pool, [int(number) for number in staff]), name=f"{room.name}, shifts slipped")
