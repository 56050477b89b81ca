"""A room laid out in the records of the kernel, for one repetition: who is absent and how busy each day is drawn here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.stats import gamma

from answerable.simulation.durations import lay_out_duration
from answerable.simulation.kernel.randomness import GOLDEN, mix
from answerable.simulation.kernel.world import (
    DIVERT_AFTER,
    NONE,
    PATIENCE_OF,
    REDIAL_AFTER,
    SHAPES,
    SHAPES_OF_CLASS,
    SHAPES_OF_QUEUE,
    TALK_OF,
    WORLD,
    WRAP_OF,
    Plan,
)
from answerable.simulation.room import AT_ONCE, NEVER, Line, Pool, Room, Service
from answerable.simulation.running import rows

# What the numbers of a repetition are drawn for, beside its contacts (whose numbers are those of classes, from 1).
_BUSY_DAYS, _ABSENT, _ROUNDED = 1 << 20, 1 << 21, 1 << 22


@dataclass(frozen=True)
class Queue:
    """A queue of the kernel. name: of the line, with " switchboard" for what comes before it. line: its place in the room's
    lines. following: the queue after it."""

    name: str
    line: int
    service: Service
    following: int = NONE
    passed_on: float = 0.0


def queues_of(room: Room) -> tuple[Queue, ...]:
    """The queues of a room: one for each line in order, then the switchboards."""
    own = [Queue(line.name, place, line.service) for place, line in enumerate(room.lines)]
    boards = [Queue(f"{line.name} switchboard", place, line.switchboard.service, place, line.switchboard.passed_on)
              for place, line in enumerate(room.lines) if line.switchboard]
    return tuple(own + boards)


def world_of(room: Room) -> np.ndarray:
    """One row of WORLD, but for its seed."""
    world, queues = np.zeros(1, dtype=WORLD), queues_of(room)
    one = world[0]
    one["classes"], one["queues"], one["pools"] = len(room.lines), len(queues), len(room.pools)
    one["slots"], one["slot_seconds"] = room.slots + room.warm_up, room.slot_seconds
    one["run_out"] = 24 * 3600.0
    for name in ("first_queue", "refuse_when_free", "refuse_when_waiting", "divert_to", "next_queue", "pools_of", "queues_of"):
        one[name] = NONE
    for place, line in enumerate(room.lines):
        _lay_out_line(one, place, line, room, queues)
    for place, queue in enumerate(queues):
        _lay_out_queue(one, place, queue, room)
    _lay_out_pools(one, room, queues)
    return world


def _lay_out_line(one: np.void, place: int, line: Line, room: Room, queues: tuple[Queue, ...]) -> None:
    first = [number for number, queue in enumerate(queues) if queue.line == place]
    one["first_queue"][place], one["attempts"][place] = first[-1], 1
    if line.message:
        one["message"][place], one["contained"][place] = line.message.seconds, line.message.contained
        one["hang_up"][place] = line.message.hang_up
    if line.redial:
        one["redial_share"][place], one["attempts"][place] = line.redial.share, line.redial.attempts
    if line.refusal:
        for column, value in (("refuse_when_free", line.refusal.when_free), ("refuse_when_waiting", line.refusal.when_waiting)):
            one[column][place] = NONE if value is None else value
        if line.refusal.to is not None:
            one["divert_to"][place] = [other.name for other in room.lines].index(line.refusal.to)
            one["divert_share"][place] = line.refusal.share
    one["guarded"][place] = bool(line.message or line.refusal)


def _lay_out_queue(one: np.void, place: int, queue: Queue, room: Room) -> None:
    service = queue.service
    for column, value in (("priority", service.priority), ("interrupts", service.interrupts),
                          ("interruptible", service.interruptible), ("concurrency", service.at_once),
                          ("slowdown", service.slowdown), ("limit", service.within), ("short", service.short),
                          ("next_queue", queue.following), ("next_share", queue.passed_on)):
        one[column][place] = value
    one["plain"][place] = not (service.interruptible or service.at_once > 1 or queue.following != NONE)
    names = [pool.name for pool in room.pools]
    for order, name in enumerate(service.pools):
        one["pools_of"][place, order] = names.index(name)
        one["reserve"][place, names.index(name)] = service.reserve_in(name)


def _lay_out_pools(one: np.void, room: Room, queues: tuple[Queue, ...]) -> None:
    for place, pool in enumerate(room.pools):
        served = sorted((number for number, queue in enumerate(queues) if pool.name in queue.service.pools),
                        key=lambda number: (queues[number].service.priority, number))
        one["queues_of"][place, :len(served)] = served
        one["chats_in"][place] = any(queues[number].service.at_once > 1 for number in served)


def shapes_of(room: Room) -> np.ndarray:
    """The durations of a room's queues and lines, rows of SHAPES."""
    queues = queues_of(room)
    shapes: np.ndarray = rows(SHAPES, len(queues) * SHAPES_OF_QUEUE + len(room.lines) * SHAPES_OF_CLASS)
    for place, queue in enumerate(queues):
        service = queue.service
        for use, duration in ((TALK_OF, service.talk), (WRAP_OF, service.wrap), (PATIENCE_OF, service.patience)):
            lay_out_duration(duration, shapes.view(np.ndarray)[place * SHAPES_OF_QUEUE + use])
    for place, line in enumerate(room.lines):
        first = len(queues) * SHAPES_OF_QUEUE + place * SHAPES_OF_CLASS
        lay_out_duration(line.redial.after if line.redial else NEVER, shapes.view(np.ndarray)[first + REDIAL_AFTER])
        lay_out_duration(line.refusal.after if line.refusal else AT_ONCE, shapes.view(np.ndarray)[first + DIVERT_AFTER])
    return shapes


def seed_of(seed: int, repetition: int) -> np.uint64:
    """The key of a repetition: everything drawn in it is a function of this."""
    return np.uint64(_scattered(_numbered(np.uint64(seed), np.array([repetition + 1])))[0])


def next_names(names: np.ndarray) -> np.ndarray:
    """randomness.again for many names at once: under which their contacts come again."""
    return _scattered(names + GOLDEN)


def _numbered(key: np.uint64 | np.ndarray, numbers: np.ndarray) -> np.ndarray:
    """randomness.named for many numbers at once."""
    return _scattered(np.atleast_1d(key) + np.asarray(numbers, dtype=np.uint64) * GOLDEN)


def _scattered(numbers: np.ndarray) -> np.ndarray:
    """randomness.mix for many numbers at once: its source, uncompiled."""
    source: Any = getattr(mix, "py_func", mix)
    return np.asarray(source(numbers))


def _uniforms(key: np.uint64, purpose: int, count: int) -> np.ndarray:
    """So many numbers between 0 and 1, for a purpose of a repetition."""
    own = _numbered(key, np.array([purpose]))[0]
    return ((_numbered(own, np.arange(1, count + 1)) >> np.uint64(12)) + 0.5) / 2.0**52


def _uniforms_of_days(key: np.uint64, purpose: int, days: int, people: int) -> np.ndarray:
    """Numbers between 0 and 1, days × people, each by its own name: one more person at the peak leaves all others as they
    were."""
    own = _numbered(_numbered(key, np.array([purpose]))[0], np.arange(1, days + 1))
    return ((_numbered(own[:, None], np.arange(1, people + 1)) >> np.uint64(12)) + 0.5) / 2.0**52


def plan_of(room: Room, key: np.uint64) -> Plan:
    """What changes from slot to slot in one repetition: arrivals by how busy the day is, staff without who is missing."""
    mean = np.array([line.arrivals for line in room.lines], dtype=float).reshape(len(room.lines), room.slots)
    mean = mean * _busyness(room, key)[np.arange(room.slots) // room.slots_a_day()]
    is_open = np.array([line.open or (True,) * room.slots for line in room.lines], dtype=np.int64)
    staff = np.array([_present(room, place, pool, key) for place, pool in enumerate(room.pools)], dtype=np.int64)
    before = room.slots - room.warm_up
    return Plan(*(np.ascontiguousarray(np.concatenate([part[:, before:], part], axis=1)) for part in (mean, is_open, staff)))


def _busyness(room: Room, key: np.uint64) -> np.ndarray:
    """A factor for each day, mean 1: gamma, by the room's standard deviation."""
    days = -(-room.slots // room.slots_a_day())
    if room.busyness == 0.0:
        return np.ones(days)
    variance = room.busyness**2
    return np.asarray(gamma.ppf(_uniforms(key, _BUSY_DAYS, days), 1 / variance, scale=variance))


def _present(room: Room, place: int, pool: Pool, key: np.uint64) -> np.ndarray:
    """Handlers of a pool on duty by slot. Who is absent is absent the whole day, whatever is planned; what is left of a
    handler after breaks and outages is rounded by chance, so that the mean is right."""
    planned = np.array(pool.staff, dtype=np.int64)
    most, day = int(planned.max(initial=0)), np.arange(room.slots) // room.slots_a_day()
    if pool.absent > 0.0 and most > 0:
        here = _uniforms_of_days(key, _ABSENT + place, int(day[-1]) + 1, most) >= pool.absent
        planned = np.concatenate([np.zeros((len(here), 1), dtype=np.int64), here.cumsum(axis=1)], axis=1)[day, planned]
    share = np.full(room.slots, 1.0 - pool.away)
    for outage in room.outages:
        if not outage.pools or pool.name in outage.pools:
            share[outage.first:outage.last] *= 1.0 - outage.lost
    if (share == 1.0).all():
        return planned
    return np.asarray(np.floor(planned * share + _uniforms(key, _ROUNDED + place, room.slots) * (share < 1.0)).astype(np.int64))


def names_of_queues(room: Room) -> tuple[str, ...]:
    """What the queues of a room are called, in the kernel's order."""
    return tuple(queue.name for queue in queues_of(room))
