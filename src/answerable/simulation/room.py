"""A control room as frozen objects: what arrives, how it is handled, and who is there. Made by `room_file` or by code.

All durations are seconds, all shares from 0 to 1. A room covers a number of slots of equal length (half-hours) from `starts`,
local wall time; days of 23 and 25 hours are not told apart: a room is a pattern, not a calendar.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import Literal

Shape = Literal["never", "constant", "exponential", "log_normal", "weibull", "quantiles"]


@dataclass(frozen=True)
class Duration:
    """How long something takes.

    shape: never (it takes for ever) · constant · exponential · log_normal · weibull · quantiles. mean, sd: seconds; sd is of
    log_normal and weibull alone. quantiles: seconds at equal steps of share from 0 to 1, two or more, never falling.
    """

    shape: Shape
    mean: float = 0.0
    sd: float = 0.0
    quantiles: tuple[float, ...] = ()


NEVER = Duration("never")
AT_ONCE = Duration("constant", 0.0)


@dataclass(frozen=True)
class Message:
    """A recorded message before the queue. contained, hang_up: shares of callers who are content with it, or leave in it."""

    seconds: float
    contained: float = 0.0
    hang_up: float = 0.0


@dataclass(frozen=True)
class Redial:
    """Who gave up and calls again. share: of those who gave up; after: until the next attempt; attempts: at most, the first
    among them."""

    share: float
    after: Duration
    attempts: int = 10


@dataclass(frozen=True)
class Refusal:
    """When contacts are turned away, and what becomes of them.

    when_free: turned away while no more handlers than this are free. when_waiting: while so many wait already. to: the line
    that a share of those turned away come to instead, after a while; None: they are lost.
    """

    when_free: int | None = None
    when_waiting: int | None = None
    to: str | None = None
    share: float = 0.0
    after: Duration = AT_ONCE


@dataclass(frozen=True)
class Service:
    """How a queue is served.

    pools: names, in the order in which they are asked. priority: 0 goes first. reserve: taken only while more handlers of a
    pool than this are free; reserves: other numbers for single pools. within: the limit of "answered within",
    seconds. short: who gives up within it is told apart. at_once: contacts that one handler takes at the same time;
    slowdown: by how much each further one slows the others.
    """

    talk: Duration
    pools: tuple[str, ...]
    wrap: Duration = AT_ONCE
    patience: Duration = NEVER
    priority: int = 0
    reserve: int = 0
    reserves: tuple[tuple[str, int], ...] = ()
    within: float = 30.0
    short: float = 5.0
    at_once: int = 1
    slowdown: float = 0.0
    interrupts: bool = False
    interruptible: bool = False

    def reserve_in(self, pool: str) -> int:
        """How many handlers of a pool must stay free beside the one who takes a contact of this queue."""
        return dict(self.reserves).get(pool, self.reserve)


@dataclass(frozen=True)
class Switchboard:
    """Who answers before the queue. passed_on: the share of those answered who go on to the line's own queue."""

    service: Service
    passed_on: float = 1.0


@dataclass(frozen=True)
class Line:
    """A class of contacts: 999, 101, chat, e-mail. arrivals: expected contacts by slot. open: by slot; empty: always."""

    name: str
    arrivals: tuple[float, ...]
    service: Service
    message: Message | None = None
    switchboard: Switchboard | None = None
    redial: Redial | None = None
    refusal: Refusal | None = None
    open: tuple[bool, ...] = ()
    where: str = ""


@dataclass(frozen=True)
class Pool:
    """Handlers who can do the same. staff: planned by slot. absent: the share of them missing (abstraction), each person for
    the whole day. away: the share of a slot's handlers on a break or otherwise not taking contacts."""

    name: str
    staff: tuple[int, ...]
    absent: float = 0.0
    away: float = 0.0
    where: str = ""


@dataclass(frozen=True)
class Outage:
    """A share of a pool's handlers that cannot work from one slot up to (not with) another. pools: empty for all."""

    first: int
    last: int
    lost: float
    pools: tuple[str, ...] = ()


class Weekday(Enum):
    """The day on which a room begins."""

    MONDAY = 0
    TUESDAY = 1
    WEDNESDAY = 2
    THURSDAY = 3
    FRIDAY = 4
    SATURDAY = 5
    SUNDAY = 6


@dataclass(frozen=True)
class Room:
    """A control room over a number of slots.

    busyness: the standard deviation of a day's factor on all arrivals, whose mean is 1 (over-dispersion; gamma). warm_up: how
    many of the last slots are run before the first, uncounted, so that the room does not begin empty.
    """

    name: str
    lines: tuple[Line, ...]
    pools: tuple[Pool, ...]
    slots: int
    slot_seconds: float = 1800.0
    begins: Weekday = Weekday.MONDAY
    busyness: float = 0.0
    warm_up: int = 0
    outages: tuple[Outage, ...] = field(default=())
    where: str = ""

    def slots_a_day(self) -> int:
        """How many slots make a day."""
        return round(86400 / self.slot_seconds)
