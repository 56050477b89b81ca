"""What a room may hold at most that anybody puts in or changes on a page: the server simulates it while somebody waits."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from math import isfinite
from typing import Any

import yaml
from django.utils.translation import gettext as _

from answerable.errors import InputError
from answerable.simulation.room import Room
from answerable.words import format_count

MOST_BYTES, MOST_MARKS, MOST_DEPTH = 400_000, 40_000, 12
MOST_DAYS, LEAST_SLOT = 35, 5
# Contacts expected over the room's whole time, and people of one pool at one time: a large force's month is below both.
MOST_CONTACTS, MOST_STAFF = 400_000, 2_000
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def check_text(text: str) -> None:
    """Raise InputError for a text that would take long only to be read: one that is too long or too deep, repeats parts of
    itself by reference, or tells of too many days or too short slots."""
    if len(text.encode()) > MOST_BYTES:
        raise InputError(_("The file is larger than {most} kB, the most that is taken.").format(most=MOST_BYTES // 1000))
    depth = 0
    try:
        for number, event in enumerate(yaml.parse(text, Loader=_Loader)):
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            if number > MOST_MARKS or depth > MOST_DEPTH:
                raise InputError(_("The file holds more than a room does, or parts within parts within parts."))
            if isinstance(event, yaml.AliasEvent):
                raise InputError(_("The file refers to parts of itself (*{name}). Write them out.").format(name=event.anchor))
    except yaml.YAMLError:
        return      # told with its line by who reads the room
    _check_slots(text)


def _check_slots(text: str) -> None:
    try:
        told = yaml.load(text, Loader=_Loader)
    except (yaml.YAMLError, ValueError):
        return
    if not isinstance(told, dict):
        return
    days, minutes = told.get("days", 7), told.get("slot_minutes", 30)
    if isinstance(days, int) and days > MOST_DAYS:
        raise InputError(_("The room tells of {days} days; at most {most} are taken.").format(days=days, most=MOST_DAYS))
    if isinstance(minutes, int) and 0 < minutes < LEAST_SLOT:
        raise InputError(_("The room's slots are {minutes} minutes long; they must be at least {least}.").format(
            minutes=minutes, least=LEAST_SLOT))


def check_room(room: Room) -> Room:
    """The room. Raises InputError where it would take too long to simulate while somebody waits, or a number in it is none."""
    if not _finite(room):
        raise InputError(_("A number in the room is infinite, or none."))
    _check_circle({line.name: line.refusal.to for line in room.lines if line.refusal and line.refusal.to})
    come = sum(sum(line.arrivals) * _busyness(line) for line in room.lines)
    if come > MOST_CONTACTS:
        raise InputError(_("{number} contacts would come; at most {most} are simulated here.").format(
            number=format_count(round(come)), most=format_count(MOST_CONTACTS)))
    for pool in room.pools:
        most = max(pool.staff, default=0)
        if most > MOST_STAFF:
            raise InputError(_("{number} people of {pool} would be on duty at one time; at most {most} are simulated here."
                               ).format(number=format_count(most), pool=pool.name, most=format_count(MOST_STAFF)))
    return room


def _check_circle(sent_on: dict[str, str]) -> None:
    """Raise InputError where lines send those whom they refuse round in a circle: they could go round for ever."""
    for first in sent_on:
        line, met = first, {first}
        while (line := sent_on.get(line, "")) and line not in met:
            met.add(line)
        if line:
            raise InputError(_("Those whom {line} refuses are sent round in a circle.").format(line=first),
                             remedy=_("Let one of the lines refuse them for good."))


def _busyness(line: Any) -> float:
    """How many attempts a contact of a line makes at most, on average: all of those who give up call again."""
    if line.redial is None:
        return 1.0
    share, attempts = line.redial.share, line.redial.attempts
    return float(attempts) if share >= 1.0 else float((1 - share**attempts) / (1 - share))


def _finite(value: Any) -> bool:
    """Whether every number in an object and its parts is one."""
    if isinstance(value, float):
        return isfinite(value)
    if is_dataclass(value):
        return all(_finite(getattr(value, field.name)) for field in fields(value))
    return all(map(_finite, value)) if isinstance(value, tuple) else True
