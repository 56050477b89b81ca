"""A Room written as the YAML that `room_file.read_room` reads back equal: for rooms that a program fitted or changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import yaml

from answerable.errors import InputError
from answerable.simulation.by_slot import DAYS, GROUPS, Calendar
from answerable.simulation.room import AT_ONCE, NEVER, Duration, Line, Message, Outage, Pool, Redial, Refusal, Room, Service

_Span = tuple[int, int]


def yaml_of(room: Room) -> str:
    """The text of a room's file. Every number is written to its last digit; what a reader takes by default is left out.

    Raises InputError where the file has no way to say it: a room that is not of whole days, or whose slots do not divide a day
    into whole minutes.
    """
    calendar = _calendar(room)
    content: dict[str, Any] = {"name": room.name, "days": calendar.days, "begins": calendar.weekday(0)}
    if calendar.slot_minutes != 30:
        content["slot_minutes"] = calendar.slot_minutes
    content |= _unless("busyness", room.busyness, 0.0)
    content["warm_up_hours"] = _number(room.warm_up * calendar.slot_minutes / 60)
    content["lines"] = {line.name: _line(line, room, calendar) for line in room.lines}
    content["pools"] = {pool.name: _pool(pool, calendar) for pool in room.pools}
    outages = [span for outage in room.outages for span in _outage(outage, calendar)]
    if outages:
        content["outages"] = outages
    return yaml.dump(content, Dumper=_WithoutAnchors, sort_keys=False, allow_unicode=True, default_flow_style=None, width=120)


class _WithoutAnchors(yaml.SafeDumper):
    """Two days with the same numbers are written out twice; a reader should not have to follow references."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _calendar(room: Room) -> Calendar:
    minutes = round(room.slot_seconds / 60)
    if minutes < 1 or minutes * 60 != room.slot_seconds or 1440 % minutes:
        raise InputError(f"The room {room.name} has slots of {room.slot_seconds:g} seconds, which do not divide a day into "
                         "whole minutes: no file can say that.", remedy="Make its slots, for example, 1800 seconds.")
    if room.slots % (1440 // minutes) or not room.slots:
        raise InputError(f"The room {room.name} has {room.slots} slots, which are not whole days: no file can say that.",
                         remedy=f"Give it a multiple of {1440 // minutes} slots.")
    return Calendar(room.slots * minutes // 1440, minutes, room.begins)


def _line(line: Line, room: Room, calendar: Calendar) -> dict[str, Any]:
    content: dict[str, Any] = {"arrivals": _by_slot(line.arrivals, calendar)}
    content |= _service(line.service, room)
    if line.message:
        content["message"] = _message(line.message)
    if line.switchboard:
        content["switchboard"] = _service(line.switchboard.service, room) | {"passed_on": _number(line.switchboard.passed_on)}
    if line.redial:
        content["redial"] = _redial(line.redial)
    if line.refusal:
        content["refused"] = refusal_written(line.refusal)
    if line.open:
        touching = _spans((slot, slot + 1) for slot, is_open in enumerate(line.open) if is_open)
        content["open"] = [_said(span, days, calendar) for span, days in _by_day(touching, calendar)]
    return content


def _service(service: Service, room: Room) -> dict[str, Any]:
    content: dict[str, Any] = {"talk": _duration(service.talk)}
    for key, duration, default in (("wrap", service.wrap, AT_ONCE), ("patience", service.patience, NEVER)):
        if duration != default:
            content[key] = _duration(duration)
    content |= {"pools": list(service.pools), "priority": service.priority}
    if service.reserves:
        content["reserve"] = {pool.name: service.reserve_in(pool.name) for pool in room.pools if service.reserve_in(pool.name)}
    elif service.reserve:
        content["reserve"] = service.reserve
    content["within"] = _number(service.within)
    for key, number, usual in (("short", service.short, 5.0), ("at_once", service.at_once, 1),
                               ("slowdown", service.slowdown, 0.0), ("interrupts", service.interrupts, False),
                               ("interruptible", service.interruptible, False)):
        content |= _unless(key, number, usual)
    return content


def _duration(duration: Duration) -> Any:
    if duration.shape == "never":
        return "never"
    if duration.shape == "constant":
        return _number(duration.mean)
    if duration.shape == "quantiles":
        return {"quantiles": [_number(value) for value in duration.quantiles]}
    said = {duration.shape: _number(duration.mean)}
    return said if duration.shape == "exponential" else said | {"sd": _number(duration.sd)}


def _message(message: Message) -> dict[str, Any]:
    return {"seconds": _number(message.seconds), **_unless("contained", message.contained, 0.0),
            **_unless("hang_up", message.hang_up, 0.0)}


def _redial(redial: Redial) -> dict[str, Any]:
    return {"share": _number(redial.share), "after": _duration(redial.after), **_unless("attempts", redial.attempts, 10)}


def refusal_written(refusal: Refusal) -> dict[str, Any]:
    """A rule of refusing as a file has it: `room_file.refusal` reads it back."""
    content = {key: value for key, value in (("when_free", refusal.when_free), ("when_waiting", refusal.when_waiting),
                                             ("to", refusal.to)) if value is not None}
    return content | {"share": _number(refusal.share), "after": _duration(refusal.after)}


def _pool(pool: Pool, calendar: Calendar) -> dict[str, Any]:
    return {"staff": _by_slot(pool.staff, calendar), **_unless("absent", pool.absent, 0.0), **_unless("away", pool.away, 0.0)}


def _outage(outage: Outage, calendar: Calendar) -> Iterator[dict[str, Any]]:
    for span, days in _by_day([(outage.first, outage.last)], calendar):
        pools = {"pools": list(outage.pools)} if outage.pools else {}
        yield _said(span, days, calendar) | {"lost": _number(outage.lost)} | pools


def _by_slot(values: Sequence[float], calendar: Calendar) -> Any:
    """One number, a day's list, by weekday, or all slots: the shortest that says it."""
    days = [tuple(values[first:first + calendar.a_day]) for first in range(0, len(values), calendar.a_day)]
    by_weekday = {calendar.weekday(place): day for place, day in enumerate(days)}
    if len(set(days)) == 1:
        return _day(days[0])
    if any(by_weekday[calendar.weekday(place)] != day for place, day in enumerate(days)):
        return [_number(value) for value in values]
    said: dict[str, Any] = {}
    for name in DAYS:
        group = next((group for group in ("weekdays", "weekend") if name in GROUPS[group] and _alike(by_weekday, group)), name)
        if name in by_weekday and group not in said:
            said[group] = _day(by_weekday[name])
    return said


def _alike(by_weekday: dict[str, tuple[float, ...]], group: str) -> bool:
    return len({by_weekday.get(name) for name in GROUPS[group]}) == 1


def _day(values: tuple[float, ...]) -> Any:
    return _number(values[0]) if len(set(values)) == 1 else [_number(value) for value in values]


def _spans(slots: Iterable[_Span]) -> list[_Span]:
    """Spans that touch, put together."""
    found: list[_Span] = []
    for first, last in slots:
        if found and found[-1][1] == first:
            found[-1] = found[-1][0], last
        else:
            found.append((first, last))
    return found


def _by_day(spans: Iterable[_Span], calendar: Calendar) -> list[tuple[_Span, tuple[int, ...]]]:
    """Spans of a room's slots as spans of a day, each with the days of the room on which it stands."""
    found: dict[_Span, list[int]] = {}
    for first, last in spans:
        for day in range(first // calendar.a_day, -(-last // calendar.a_day)):
            begins = day * calendar.a_day
            found.setdefault((max(first - begins, 0), min(last - begins, calendar.a_day)), []).append(day)
    return [(span, tuple(days)) for span, days in found.items()]


def _said(span: _Span, days: tuple[int, ...], calendar: Calendar) -> dict[str, Any]:
    said: dict[str, Any] = {key: _clock(slot, calendar) for key, slot in zip(("from", "to"), span, strict=True)}
    if len(days) == calendar.days:
        return said
    names = {calendar.weekday(day) for day in days}
    if len(days) == sum(calendar.weekday(day) in names for day in range(calendar.days)):
        return said | {"days": [name for name in DAYS if name in names]}
    return said | {"day_numbers": [day + 1 for day in days]}


def _clock(slot: int, calendar: Calendar) -> str:
    minutes = slot * calendar.slot_minutes
    return f"{minutes // 60:02}:{minutes % 60:02}"


def _number(value: float) -> float | int:
    """Whole numbers without a point."""
    return int(value) if float(value).is_integer() else float(value)


def _unless(key: str, value: Any, default: Any) -> dict[str, Any]:
    return {} if value == default else {key: value if isinstance(value, bool) else _number(value)}
