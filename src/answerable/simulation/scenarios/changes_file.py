"""Changes as a scenario's file (YAML) has them. What may stand there: docs/how-to/scenarios.md."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from answerable.content.located import Part
from answerable.simulation.by_slot import DAYS, GROUPS, Calendar, slot_of
from answerable.simulation.kernel.world import MOST_AT_A_DESK
from answerable.simulation.room import Room, Weekday
from answerable.simulation.room_file import REFUSAL, refusal
from answerable.simulation.scenarios.changes import (
    Absent,
    Arrivals,
    AtOnce,
    Away,
    Change,
    Down,
    Lasts,
    Move,
    Opening,
    Refuse,
    Reserve,
    Staff,
)
from answerable.simulation.scenarios.times import When

FEWEST = -10_000        # people taken away: a number below it is a slip of the pen
_WHEN = ("from", "to", "days")


class Names:
    """What the changes of a file may name: the pools and lines of a room, and its slots."""

    def __init__(self, room: Room) -> None:
        self.pools = tuple(pool.name for pool in room.pools)
        self.lines = tuple(line.name for line in room.lines)
        self.broken_off = {line.name for line in room.lines if line.service.interruptible}
        self.calendar = Calendar(-(-room.slots // room.slots_a_day()), round(room.slot_seconds / 60), room.begins)

    def pool(self, own: Part, key: str = "pool") -> str:
        """A pool of the room, at a key."""
        return own.choice(key, self.pools)

    def line(self, own: Part) -> str:
        """A line of the room."""
        return own.choice("line", self.lines)

    def line_or_all(self, own: Part) -> str | None:
        """A line of the room; None, which means all, where the key is left out."""
        return self.line(own) if "line" in own.content else None

    def pool_or_all(self, own: Part) -> str | None:
        """A pool of the room; None, which means all, where the key is left out."""
        return self.pool(own) if "pool" in own.content else None

    def when(self, own: Part) -> When:
        """The span of the keys from, to and days; what is left out is the whole day, or every day."""
        start = slot_of(own, "from", self.calendar) if "from" in own.content else 0
        end = slot_of(own, "to", self.calendar, end=True) if "to" in own.content else self.calendar.a_day
        named = own.texts("days", (*DAYS, *GROUPS), "day") if "days" in own.content else ()
        days = {day for name in named for day in GROUPS.get(name, (name,))}
        minutes = self.calendar.slot_minutes
        return When(start * minutes, end * minutes,
                    tuple(day for day in Weekday if day.name.lower() in days) if len(days) < len(DAYS) else ())


def read_changes(top: Part, key: str, names: Names) -> tuple[Change, ...]:
    """The list of changes at a key; none where it is left out. Faults are noted with their lines."""
    return tuple(change for part in top.parts(key) if (change := read_change(part, names))) if key in top.content else ()


def read_change(part: Part, names: Names) -> Change | None:
    """One change: a mapping of one kind to what it says. None, and a fault, where it is none."""
    kinds = list(part.content)
    part.known(*READERS)
    if len(kinds) != 1:
        part.file.fault(part.keys, f"must hold one change and no more: one of {', '.join(READERS)}")
    if len(kinds) != 1 or kinds[0] not in READERS:
        return None
    keys, read = READERS[kinds[0]]
    own = part.part(kinds[0])
    own.known(*keys)
    return read(own, names)


def _staff(own: Part, names: Names) -> Change:
    if not {"add", "times"} & set(own.content):
        own.fault("add", "is missing: write how many people are added (add: -2 takes two away), or times: 0.8")
    return Staff(names.pool(own), own.whole("add", default=0, least=FEWEST), own.number("times", default=1.0), names.when(own))


def _opening(is_open: bool) -> Callable[[Part, Names], Change]:
    return lambda own, names: Opening(names.line(own), is_open, names.when(own))


def _lasting(what: Any) -> Callable[[Part, Names], Change]:
    return lambda own, names: Lasts(what, own.number("times", above=True), names.line_or_all(own))


def _refuse(own: Part, names: Names) -> Change:
    said = set(own.content) & set(REFUSAL)
    return Refuse(names.line(own), refusal(own, names.lines) if said else None)


def _at_once(own: Part, names: Names) -> Change:
    line, most = names.line(own), own.whole("most", least=1)
    if most > MOST_AT_A_DESK:
        own.fault("most", f"must be at most {MOST_AT_A_DESK}; it is {most}")
    if most > 1 and line in names.broken_off:
        own.fault("most", f"must be 1: {line} is interruptible, and what is taken several at once is not broken off")
    return AtOnce(line, most, own.number("slowdown") if "slowdown" in own.content else None)


def _move(own: Part, names: Names) -> Change:
    spans = []
    for key in ("of", "into"):
        span = own.part(key)
        span.known(*_WHEN)
        spans.append(names.when(span))
    return Move(names.line(own), own.number("share", most=1.0), *spans)


def _outage(own: Part, names: Names) -> Change:
    return Down(own.number("lost", most=1.0), own.texts("pools", names.pools, "pool") if "pools" in own.content else (),
                names.when(own))


READERS: dict[str, tuple[tuple[str, ...], Callable[[Part, Names], Change]]] = {
    "staff": (("pool", "add", "times", *_WHEN), _staff),
    "absent": (("share", "pool"), lambda own, names: Absent(own.number("share", most=1.0), names.pool_or_all(own))),
    "away": (("share", "pool"), lambda own, names: Away(own.number("share", most=1.0), names.pool_or_all(own))),
    "open": (("line", *_WHEN), _opening(True)),
    "close": (("line", *_WHEN), _opening(False)),
    "refuse": (("line", *REFUSAL), _refuse),
    "arrivals": (("line", "times", *_WHEN), lambda own, names: Arrivals(own.number("times"), names.line_or_all(own),
                                                                       names.when(own))),
    "move": (("line", "share", "of", "into"), _move),
    "reserve": (("line", "keep", "pool"), lambda own, names: Reserve(names.line(own), own.whole("keep"),
                                                                    names.pool_or_all(own))),
    "talk": (("line", "times"), _lasting("talk")),
    "wrap": (("line", "times"), _lasting("wrap")),
    "patience": (("line", "times"), _lasting("patience")),
    "at_once": (("line", "most", "slowdown"), _at_once),
    "outage": (("lost", "pools", *_WHEN), _outage),
}
"""Kind of change → the keys it may have, and how it is read."""
