"""A week's need out of a room's staff, a file, or targets; and absence and breaks turned into people to be rostered."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from math import floor
from pathlib import Path

from answerable.errors import InputError
from answerable.simulation.room import Pool, Room
from answerable.simulation.telling import moment
from answerable.staffing.shifts.need import Need
from answerable.staffing.shifts.pattern import Pattern

_COLUMNS = ("handlers", "people", "staff")


def read_need(path: Path, room: Room) -> tuple[float, ...]:
    """The numbers of a CSV file, one row for each of the room's slots in order, in a column handlers, people or staff (or the
    only one); a column `from`, where there is one, must say the slot's beginning ("Mon 03:00"). Raises InputError with
    the row."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise InputError(f"cannot be read as CSV: {error}.", where=str(path)) from error
    column = next((name for name in _COLUMNS if rows and name in rows[0]), None)
    if column is None:
        raise InputError(f"has no column {', '.join(_COLUMNS)}.", where=str(path),
                         remedy="Write one, such as `answerable staff ROOM --format csv` does.")
    if len(rows) != room.slots:
        raise InputError(f"has {len(rows)} rows, where {room.name} has {room.slots} slots.", where=str(path),
                         remedy="Write one row for each slot.")
    return tuple(_number(row, column, place, path, room) for place, row in enumerate(rows))


def _number(row: dict[str, str], column: str, place: int, path: Path, room: Room) -> float:
    where = f"{path}, row {place + 2}"
    said = row.get("from") or moment(room, place)
    if said != moment(room, place):
        raise InputError(f"the slot begins at '{said}', where {moment(room, place)} is next.", where=where,
                         remedy="Write the slots in order.")
    try:
        number = float(row[column] or "")
    except (TypeError, ValueError):
        number = -1.0
    if not 0 <= number < 100_000:
        raise InputError(f"'{row[column]}' is no number of people.", where=where, remedy="Write 0 or more.")
    return number


def need_of(room: Room, pool: Pool, planned: Sequence[float], pattern: Pattern, *, of: str, at_desks: bool = False,
            away: float | None = None) -> Need:
    """The people that a pattern has to have at desks in each slot of a week.

    planned: by slot of the room, what it says or needs. Where at_desks, they are people at desks on the day, to whom those
    absent are added; else people planned as in the room's file, the absent and those on breaks among them. A pattern with
    breaks takes these at their half-hours, so the pool's share of people away is taken out; away: the share that stays
    away beside the breaks (default none where the pattern has breaks, else the room's). of: what the numbers are, in words.
    Raises InputError where the room is not a week (or a day, which is then every day).
    """
    slots_a_week = 7 * room.slots_a_day()
    if room.slots not in (slots_a_week, room.slots_a_day()):
        raise InputError(f"{room.name} covers {room.slots / room.slots_a_day():g} days, and shifts cover a week.",
                         where=room.where or None, remedy="Write `days: 7`, or `days: 1` for a day that is every day.")
    has_breaks = any(shift.breaks for shift in pattern.shifts)
    kept = away if away is not None else 0.0 if has_breaks else pool.away
    if not 0 <= kept < 1 or pool.absent >= 1 or pool.away >= 1:
        raise InputError("nobody would be at work: all are absent or away.", where=room.where or None,
                         remedy="Write shares below 1 for absent and away.")
    factor = 1 / (1 - pool.absent) / (1 - kept) if at_desks else (1 - pool.away) / (1 - kept)
    week = tuple(planned) * (slots_a_week // room.slots)
    people = tuple(max(floor(number * factor + 0.5), 1) if number > 0 else 0 for number in week)
    return Need(room.name, people, round(room.slot_seconds / 60), room.begins,
                tuple(_how(of, sum(week), sum(people), pool, kept, at_desks=at_desks, has_breaks=has_breaks)), kept)


def _how(of: str, asked: float, rostered: int, pool: Pool, kept: float, *, at_desks: bool, has_breaks: bool) -> list[str]:
    told = [f"To be covered: {of}, {asked:,.0f} half-hours of one person's work in the week" if at_desks else
            f"To be covered: {of}, {asked:,.0f} half-hours of planned staff in the week"]
    told[0] += "." if rostered == asked else f"; at desks that is {rostered:,}."
    if at_desks and pool.absent:
        told.append(f"Of those rostered {pool.absent:.0%} will be absent, so more are rostered than must be there.")
    elif pool.absent:
        told.append(f"The {pool.absent:.0%} who will be absent are in these numbers.")
    if has_breaks and not at_desks and pool.away and not kept:
        told.append(f"The room's file counts {pool.away:.0%} of those on duty as away; here breaks stand in the shifts at "
                    "their half-hours, so that share is taken out.")
    elif kept:
        told.append(f"{kept:.0%} of those on duty and not on a break are still counted as away from their desks.")
    return told
