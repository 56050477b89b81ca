"""Changes to a room, each frozen and small: one more handler, a closed chat, an outage. A scenario is a list of them.

`changed(room, changes)` applies them in their order. A change names pools and lines; one that is not there is an InputError.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from math import floor
from typing import Any, Literal, Protocol

from answerable.errors import InputError, did_you_mean
from answerable.simulation.kernel.world import MOST_AT_A_DESK
from answerable.simulation.room import Duration, Line, Outage, Pool, Refusal, Room, Service
from answerable.simulation.scenarios.moving import moved
from answerable.simulation.scenarios.times import ALWAYS, When, slots_of

Lasting = Literal["talk", "wrap", "patience"]


class Change(Protocol):
    """Something that is different in a scenario."""

    def on(self, room: Room) -> Room:
        """The room with it. Raises InputError where it names what is not there, or a time inside a slot."""


@dataclass(frozen=True)
class Staff:
    """Other people planned in a pool at some times: times what was planned, rounded to whole people (a half up), and so many
    added. There are never fewer than none."""

    pool: str
    add: int = 0
    times: float = 1.0
    when: When = ALWAYS

    def on(self, room: Room) -> Room:
        """The room with it."""
        slots = set(slots_of(self.when, room))
        return _with_pool(room, self.pool, lambda pool: replace(pool, staff=tuple(
            max(floor(number * self.times + 0.5) + self.add, 0) if slot in slots else number
            for slot, number in enumerate(pool.staff))))


@dataclass(frozen=True)
class Absent:
    """Another share of people missing, each for whole days. pool: None for every pool."""

    share: float
    pool: str | None = None

    def on(self, room: Room) -> Room:
        """The room with it."""
        return _with_pool(room, self.pool, lambda pool: replace(pool, absent=self.share))


@dataclass(frozen=True)
class Away:
    """Another share of handlers on a break. pool: None for every pool."""

    share: float
    pool: str | None = None

    def on(self, room: Room) -> Room:
        """The room with it."""
        return _with_pool(room, self.pool, lambda pool: replace(pool, away=self.share))


@dataclass(frozen=True)
class Opening:
    """A line open, or closed, at some times; at other times it is as it was."""

    line: str
    is_open: bool
    when: When = ALWAYS

    def on(self, room: Room) -> Room:
        """The room with it."""
        slots = set(slots_of(self.when, room))
        return _with_line(room, self.line, lambda line: replace(line, open=tuple(
            self.is_open if slot in slots else was for slot, was in enumerate(line.open or (True,) * room.slots))))


@dataclass(frozen=True)
class Refuse:
    """Another rule by which contacts of a line are turned away; None: nobody is, but when the line is closed."""

    line: str
    refusal: Refusal | None

    def on(self, room: Room) -> Room:
        """The room with it."""
        if self.refusal and self.refusal.to is not None:
            _known(room, "line", self.refusal.to)
        return _with_line(room, self.line, lambda line: replace(line, refusal=self.refusal))


@dataclass(frozen=True)
class Arrivals:
    """So many times the contacts at some times. line: None for every line."""

    times: float
    line: str | None = None
    when: When = ALWAYS

    def on(self, room: Room) -> Room:
        """The room with it."""
        slots = set(slots_of(self.when, room))
        return _with_line(room, self.line, lambda line: replace(line, arrivals=tuple(
            number * self.times if slot in slots else number for slot, number in enumerate(line.arrivals))))


@dataclass(frozen=True)
class Move:
    """A share of a line's contacts at some times comes at others instead: spread over those in proportion to who comes then
    already. Where both spans begin on the same days, each day's stay on that day; else all are moved together."""

    line: str
    share: float
    of: When
    into: When

    def on(self, room: Room) -> Room:
        """The room with it."""
        return _with_line(room, self.line, lambda line: replace(
            line, arrivals=moved(line.arrivals, self.share, self.of, self.into, room)))


@dataclass(frozen=True)
class Reserve:
    """A line is taken only while more handlers than this are free. pool: None for every pool alike."""

    line: str
    keep: int
    pool: str | None = None

    def on(self, room: Room) -> Room:
        """The room with it."""
        if self.pool is None:
            return _with_service(room, self.line, lambda service: replace(service, reserve=self.keep, reserves=()))
        own = _known(room, "pool", self.pool)
        return _with_service(room, self.line, lambda service: replace(
            service, reserves=tuple((dict(service.reserves) | {own: self.keep}).items())))


@dataclass(frozen=True)
class Lasts:
    """Talk, wrap-up or patience lasts so many times as long, for every caller alike. line: None for every line."""

    what: Lasting
    times: float
    line: str | None = None

    def on(self, room: Room) -> Room:
        """The room with it."""
        def lasting(service: Service) -> Service:
            own: dict[str, Any] = {self.what: longer(getattr(service, self.what), self.times)}
            return replace(service, **own)
        return _with_service(room, self.line, lasting)


@dataclass(frozen=True)
class AtOnce:
    """How many contacts of a line one handler takes at the same time. slowdown: by how much each further one slows the others;
    None: as it was."""

    line: str
    most: int
    slowdown: float | None = None

    def on(self, room: Room) -> Room:
        """The room with it. Raises InputError also where the line's work may be broken off: chats are not."""
        if not 1 <= self.most <= MOST_AT_A_DESK:
            raise InputError(f"{self.most} contacts of {self.line} at once cannot be.", remedy=f"1 to {MOST_AT_A_DESK} can.")
        if self.most > 1 and any(line.name == self.line and line.service.interruptible for line in room.lines):
            raise InputError(f"{self.line} is interruptible, and what is taken several at once is not broken off.",
                             remedy="Make it one or the other.")
        return _with_service(room, self.line, lambda service: replace(
            service, at_once=self.most, slowdown=service.slowdown if self.slowdown is None else self.slowdown))


@dataclass(frozen=True)
class Down:
    """An outage: a share of handlers who cannot work at some times. pools: none named means every pool."""

    lost: float
    pools: tuple[str, ...] = ()
    when: When = ALWAYS

    def on(self, room: Room) -> Room:
        """The room with it."""
        for pool in self.pools:
            _known(room, "pool", pool)
        slots = slots_of(self.when, room)
        return replace(room, outages=(*room.outages, *(Outage(slot, slot + 1, self.lost, self.pools) for slot in slots)))


def changed(room: Room, changes: Iterable[Change]) -> Room:
    """The room with all changes, one after the other. Raises InputError where one names what is not there, or a time inside a
    slot."""
    for change in changes:
        room = change.on(room)
    return room


def longer(duration: Duration, times: float) -> Duration:
    """A duration so many times as long, each of its quantiles alike."""
    return replace(duration, mean=duration.mean * times, sd=duration.sd * times,
                   quantiles=tuple(seconds * times for seconds in duration.quantiles))


def _known(room: Room, what: Literal["pool", "line"], name: str) -> str:
    """The name itself, where the room has it."""
    names = [own.name for own in (room.pools if what == "pool" else room.lines)]
    if name not in names:
        raise InputError(f"{room.name} has no {what} '{name}'.",
                         remedy=did_you_mean(name, names) or f"There are: {', '.join(names)}.")
    return name


def _with_pool(room: Room, name: str | None, changing: Callable[[Pool], Pool]) -> Room:
    own = None if name is None else _known(room, "pool", name)
    return replace(room, pools=tuple(changing(pool) if own in (None, pool.name) else pool for pool in room.pools))


def _with_line(room: Room, name: str | None, changing: Callable[[Line], Line]) -> Room:
    own = None if name is None else _known(room, "line", name)
    return replace(room, lines=tuple(changing(line) if own in (None, line.name) else line for line in room.lines))


def _with_service(room: Room, name: str | None, changing: Callable[[Service], Service]) -> Room:
    return _with_line(room, name, lambda line: replace(line, service=changing(line.service)))
