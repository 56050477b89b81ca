"""A room's file (YAML) read into a Room. What may stand in it: docs/reference/room.md."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

from answerable.content.located import File, Part
from answerable.simulation.by_slot import Calendar, numbers, spans
from answerable.simulation.kernel.world import MOST_AT_A_DESK, MOST_CLASSES, MOST_POOLS, MOST_QUEUES
from answerable.simulation.room import (
    AT_ONCE,
    NEVER,
    Duration,
    Line,
    Message,
    Outage,
    Pool,
    Redial,
    Refusal,
    Room,
    Service,
    Switchboard,
    Weekday,
)

_SERVICE = ("talk", "wrap", "patience", "pools", "priority", "reserve", "within", "short", "at_once", "slowdown", "interrupts",
            "interruptible")
_LINE = (*_SERVICE, "arrivals", "message", "switchboard", "redial", "refused", "open")
REFUSAL = ("when_free", "when_waiting", "to", "share", "after")
_ROOM = ("name", "days", "slot_minutes", "begins", "busyness", "warm_up_hours", "lines", "pools", "outages")

# Far beyond any control room; what is above is a slip of the pen, and would run for hours or not fit into memory.
MOST_DAYS, MOST_CONTACTS, MOST_ATTEMPTS, MOST_STAFF = 366, 20_000_000, 100, 20_000


def read_room(path: Path) -> Room:
    """The room of a file. Raises DefinitionError with the line of every fault, and of what could never work: a line that is
    open at a time when nobody who may take it is on duty."""
    file = File(path, "the room")
    top = file.top
    top.known(*_ROOM)
    calendar = _calendar(top)
    pools = tuple(_pool(top.part("pools"), name, calendar) for name in top.part("pools").content)
    names = tuple(pool.name for pool in pools)
    lines = tuple(_line(top.part("lines"), name, calendar, names) for name in top.part("lines").content)
    _within_limits(top, lines, pools)
    room = Room(
        name=str(top.content.get("name", path.stem)), lines=lines, pools=pools, slots=calendar.slots,
        slot_seconds=calendar.slot_minutes * 60.0, begins=calendar.begins,
        busyness=top.number("busyness", default=0.0, most=2.0),
        warm_up=_warm_up(top, calendar), outages=_outages(top, calendar, names), where=str(path))
    _can_be_run(file, top, room)
    if not file.faults:
        _somebody_is_there(file, room, calendar)
        _reserves_can_be_kept(file, room)
    file.finish()
    return room


def _calendar(top: Part) -> Calendar:
    minutes = top.whole("slot_minutes", default=30, least=1)
    if 1440 % minutes:
        top.fault("slot_minutes", f"must divide a day of 1,440 minutes; it is {minutes}")
        minutes = 30
    day = str(top.content.get("begins", "monday")).upper()
    if day not in Weekday.__members__:
        top.fault("begins", f"must be a weekday such as monday; it is {day.lower()!r}")
        day = "MONDAY"
    days = top.whole("days", default=7, least=1)
    if days > MOST_DAYS:
        top.fault("days", f"must be at most {MOST_DAYS}; it is {days:,}")
    return Calendar(min(days, MOST_DAYS), minutes, Weekday[day])


def _warm_up(top: Part, calendar: Calendar) -> int:
    slots = round(top.number("warm_up_hours", default=4.0) * 60 / calendar.slot_minutes)
    if slots > calendar.slots:
        top.fault("warm_up_hours", "must not be longer than the room itself")
    return min(slots, calendar.slots)


def _within_limits(top: Part, lines: tuple[Line, ...], pools: tuple[Pool, ...]) -> None:
    queues = len(lines) + sum(line.switchboard is not None for line in lines)
    for key, number, most in (("lines", len(lines), MOST_CLASSES), ("pools", len(pools), MOST_POOLS),
                              ("lines", queues, MOST_QUEUES)):
        if not 1 <= number <= most:
            top.fault(key, f"must be from 1 to {most} (a switchboard counts as one more); there are {number}")


def _pool(pools: Part, name: str, calendar: Calendar) -> Pool:
    part = pools.part(name)
    part.known("staff", "shifts", "absent", "away")
    return Pool(name, _staff(part, calendar), absent=part.number("absent", default=0.0, most=1.0),
                away=part.number("away", default=0.0, most=1.0), where=f"line {part.file.line(part.keys)}")


def _staff(part: Part, calendar: Calendar) -> tuple[int, ...]:
    """Handlers by slot: those of `staff`, and on top of them those of `shifts`."""
    staff = list(numbers(part, "staff", calendar)) if "staff" in part.content or "shifts" not in part.content else (
        [0.0] * calendar.slots)
    if any(number != int(number) for number in staff):
        part.fault("staff", "must be whole numbers of people")
    if "shifts" in part.content:
        def put(span: Part, slot: int) -> None:
            staff[slot] += span.whole("staff")
        spans(part, "shifts", calendar, put, "staff")
    return tuple(int(number) for number in staff)


def _line(lines: Part, name: str, calendar: Calendar, pools: tuple[str, ...]) -> Line:
    part = lines.part(name)
    part.known(*_LINE)
    return Line(
        name, arrivals=_arrivals(part, calendar), service=_service(part, pools), message=_message(part),
        switchboard=_switchboard(part, pools), redial=_redial(part), refusal=_refusal(part, tuple(lines.content)),
        open=_open(part, calendar), where=f"line {part.file.line(part.keys)}")


def _arrivals(part: Part, calendar: Calendar) -> tuple[float, ...]:
    """Expected contacts by slot: as they stand, or so many a day spread by a shape."""
    value = part.content.get("arrivals")
    if not (isinstance(value, dict) and "per_day" in value):
        return numbers(part, "arrivals", calendar)
    own = part.part("arrivals")
    own.known("per_day", "shape")
    a_day, shape = numbers(own, "per_day", calendar), (1.0,) * calendar.slots
    if "shape" in own.content:
        shape = numbers(own, "shape", calendar)
    days = [shape[first:first + calendar.a_day] for first in range(0, calendar.slots, calendar.a_day)]
    if any(sum(day) == 0 for day in days):
        own.fault("shape", "must be above 0 somewhere on each day")
        return (0.0,) * calendar.slots
    totals = [sum(day) for day in days for _ in day]
    return tuple(number * own_shape / total for number, own_shape, total in zip(a_day, shape, totals, strict=True))


def _service(part: Part, pools: tuple[str, ...]) -> Service:
    at_once = part.whole("at_once", default=1, least=1)
    if at_once > MOST_AT_A_DESK:
        part.fault("at_once", f"must be at most {MOST_AT_A_DESK}; it is {at_once}")
    if at_once > 1 and part.flag("interruptible"):
        part.fault("interruptible", "cannot go with at_once: chats are not broken off")
    return Service(
        talk=duration(part, "talk"), wrap=duration(part, "wrap", default=AT_ONCE),
        patience=duration(part, "patience", default=NEVER), pools=part.texts("pools", pools, "pool"),
        priority=part.whole("priority", default=0), **_reserve(part, pools),
        within=part.number("within", default=30.0, unit="seconds"), short=part.number("short", default=5.0, unit="seconds"),
        at_once=min(at_once, MOST_AT_A_DESK), slowdown=part.number("slowdown", default=0.0),
        interrupts=part.flag("interrupts"), interruptible=part.flag("interruptible"))


def _reserve(part: Part, pools: tuple[str, ...]) -> dict[str, Any]:
    """One number for all pools, or a number by pool; 0 for those that are not named."""
    if not isinstance(part.content.get("reserve"), dict):
        return {"reserve": part.whole("reserve", default=0)}
    own = part.part("reserve")
    own.known(*pools)
    return {"reserves": tuple((pool, own.whole(pool)) for pool in own.content if pool in pools)}


def duration(part: Part, key: str, *, default: Duration | None = None) -> Duration:
    """How long something takes: "never", a number of seconds, or a shape with its numbers."""
    value = part.content.get(key)
    if value is None and default is not None:
        return default
    if value == "never":
        return NEVER
    if isinstance(value, int | float):
        return Duration("constant", part.number(key, unit="seconds"))
    own = part.part(key)
    own.known("exponential", "log_normal", "weibull", "quantiles", "sd")
    shapes = [shape for shape in ("exponential", "log_normal", "weibull", "quantiles") if shape in own.content]
    if len(shapes) != 1:
        part.fault(key, 'must be "never", a number of seconds, or one of exponential, log_normal (with sd), weibull (with sd) '
                        "and quantiles")
        return AT_ONCE
    return _shaped(own, shapes[0])


def _shaped(own: Part, shape: str) -> Duration:
    if shape == "quantiles":
        value = own.content[shape]
        if (not isinstance(value, list) or len(value) < 2 or not all(isinstance(one, int | float) for one in value)
                or value[0] < 0 or any(later < one for one, later in pairwise(value))):
            own.fault(shape, "must be two or more numbers of seconds that never fall, from the shortest to the longest")
            return AT_ONCE
        return Duration("quantiles", quantiles=tuple(map(float, value)))
    mean = own.number(shape, above=True, unit="the mean in seconds")
    if shape == "exponential":
        return Duration("exponential", mean)
    sd = own.number("sd", above=True, unit="standard deviation in seconds")
    return Duration("log_normal" if shape == "log_normal" else "weibull", mean, sd)


def _message(part: Part) -> Message | None:
    if "message" not in part.content:
        return None
    own = part.part("message")
    own.known("seconds", "contained", "hang_up")
    message = Message(own.number("seconds", unit="seconds"), own.number("contained", default=0.0, most=1.0),
                      own.number("hang_up", default=0.0, most=1.0))
    if message.contained + message.hang_up > 1:
        own.fault("contained", "and hang_up must not be more than 1 together")
    return message


def _switchboard(part: Part, pools: tuple[str, ...]) -> Switchboard | None:
    if "switchboard" not in part.content:
        return None
    own = part.part("switchboard")
    own.known(*_SERVICE, "passed_on")
    if own.content.get("at_once", 1) != 1 or own.content.get("interruptible"):
        own.fault("at_once", "and interruptible are not for a switchboard")
    return Switchboard(_service(own, pools), own.number("passed_on", default=1.0, most=1.0))


def _redial(part: Part) -> Redial | None:
    if "redial" not in part.content:
        return None
    own = part.part("redial")
    own.known("share", "after", "attempts")
    return Redial(own.number("share", most=1.0), duration(own, "after"), own.whole("attempts", default=10, least=1))


def _refusal(part: Part, lines: tuple[str, ...]) -> Refusal | None:
    if "refused" not in part.content:
        return None
    own = part.part("refused")
    own.known(*REFUSAL)
    return refusal(own, lines)


def refusal(own: Part, lines: Sequence[str]) -> Refusal:
    """When contacts are turned away, and what becomes of them, from the keys of REFUSAL. lines: the names they may go to."""
    to = own.choice("to", lines) if "to" in own.content else None
    return Refusal(own.optional_whole("when_free"), own.optional_whole("when_waiting"), to,
                   own.number("share", default=0.0 if to is None else 1.0, most=1.0), duration(own, "after", default=AT_ONCE))


def _open(part: Part, calendar: Calendar) -> tuple[bool, ...]:
    if "open" not in part.content:
        return ()
    found = [False] * calendar.slots

    def put(_span: Part, slot: int) -> None:
        found[slot] = True
    spans(part, "open", calendar, put)
    return tuple(found)


def _outages(top: Part, calendar: Calendar, pools: tuple[str, ...]) -> tuple[Outage, ...]:
    if "outages" not in top.content:
        return ()
    found: dict[tuple[float, tuple[str, ...]], list[int]] = {}

    def put(span: Part, slot: int) -> None:
        named = span.texts("pools", pools, "pool") if "pools" in span.content else ()
        found.setdefault((span.number("lost", most=1.0), named), []).append(slot)
    spans(top, "outages", calendar, put, "lost", "pools")
    return tuple(Outage(slot, slot + 1, lost, named) for (lost, named), slots in found.items() for slot in sorted(slots))


def _can_be_run(file: File, top: Part, room: Room) -> None:
    """A fault for each number so great that a run would not end, or not fit into memory."""
    for line in room.lines:
        if sum(line.arrivals) > MOST_CONTACTS:
            file.fault(("lines", line.name, "arrivals"), f"must not be more than {MOST_CONTACTS:,} in all; they are "
                                                         f"{sum(line.arrivals):,.0f}")
        if line.redial and line.redial.attempts > MOST_ATTEMPTS:
            file.fault(("lines", line.name, "redial", "attempts"), f"must be at most {MOST_ATTEMPTS}; it is "
                                                                   f"{line.redial.attempts:,}")
    for pool in room.pools:
        if max(pool.staff) > MOST_STAFF:
            file.fault(("pools", pool.name), f"must not have more than {MOST_STAFF:,} on duty at once; it has "
                                             f"{max(pool.staff):,}")


def _somebody_is_there(file: File, room: Room, calendar: Calendar) -> None:
    """A fault for each line that is open, and called, in a slot in which no pool that may take it has anyone on duty."""
    staff = {pool.name: pool.staff for pool in room.pools}
    for line in room.lines:
        for slot in range(room.slots):
            called = line.arrivals[slot] > 0 and (not line.open or line.open[slot])
            if called and not any(staff[name][slot] for name in line.service.pools):
                pools = ", ".join(line.service.pools)
                file.fault(("lines", line.name), f"is open at {calendar.moment(slot)}, when nobody of {pools} is on duty. "
                                                 "Close the line then (open:), or put somebody on")
                break


def _reserves_can_be_kept(file: File, room: Room) -> None:
    """A fault for each reserve so great that a pool named for a line could never take it."""
    most = {pool.name: max(pool.staff) for pool in room.pools}
    for line in room.lines:
        for pool in line.service.pools:
            kept = line.service.reserve_in(pool)
            if kept >= most[pool] > 0:
                file.fault(("lines", line.name, "reserve"), f"keeps {kept} handlers of {pool} free, where there are never "
                           f"more than {most[pool]}: it could never take one. Write fewer, or by pool")
