"""The days on which simulated repetitions are put: a room is a pattern of weekdays, a record has a date."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from answerable.errors import InputError
from answerable.periods import WEEKDAYS
from answerable.simulation.room import Room

FIRST_DAY = date(2026, 1, 1)
"""Where nothing else is said, the first day on or after this one that is the weekday on which the room begins."""


def first_day(room: Room, given: str | None) -> date:
    """The day on which the first repetition begins. given: "2026-09-07"; None: see FIRST_DAY.

    Raises InputError for what is no date, and for another weekday than the room's first.
    """
    if given is None:
        return FIRST_DAY + timedelta(days=(room.begins.value - FIRST_DAY.weekday()) % 7)
    try:
        day = date.fromisoformat(given)
    except ValueError as error:
        raise InputError(f"'{given}' is not a date.", remedy="Write it as 2026-09-07.") from error
    if day.weekday() != room.begins.value:
        nearest = day + timedelta(days=(room.begins.value - day.weekday()) % 7)
        raise InputError(f"{given} is a {WEEKDAYS[day.weekday()]}, and {room.name} begins on a {WEEKDAYS[room.begins.value]}.",
                         where=room.where or None, remedy=f"Give {nearest.isoformat()}, or say `begins` in the room's file.")
    return day


def beginnings(room: Room, first: date, repetitions: int, time_zone: str) -> list[date]:
    """The first day of each repetition: one after the other by whole weeks, without those in which the clocks change, since a
    room knows no day of 23 or 25 hours."""
    days = -(-room.slots // room.slots_a_day())
    found, day = list[date](), first
    while len(found) < repetitions:
        if _hours_apart(day, day + timedelta(days=days), time_zone) == 24 * days:
            found.append(day)
        day += timedelta(days=-(-days // 7) * 7)
    return found


def midnight_ms(day: date, time_zone: str) -> int:
    """The instant at which a local day begins, milliseconds since 1970-01-01 UTC."""
    return round(datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(time_zone)).timestamp() * 1000)


def _hours_apart(first: date, last: date, time_zone: str) -> float:
    return (midnight_ms(last, time_zone) - midnight_ms(first, time_zone)) / 3_600_000
