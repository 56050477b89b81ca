"""What came of a room, in sentences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from answerable.simulation.by_slot import Calendar
from answerable.simulation.results import Simulated, change_of
from answerable.simulation.room import Room
from answerable.simulation.stability import unstable_from
from answerable.words import format_count, format_things

# What is told of two rooms: the words, what is counted out of what, and whether it is a share.
_COMPARED = (("answered in time", "within", "answered", True), ("gave up", "abandoned", "offered", True),
             ("mean wait", "wait_answered", "answered", False))


def moment(room: Room, slot: int) -> str:
    """When a slot begins: "Mon 03:00"."""
    return Calendar(max(room.slots // room.slots_a_day(), 1), round(room.slot_seconds / 60), room.begins).moment(slot)


def in_words(room: Room, result: Simulated) -> Iterator[str]:
    """A sentence for each queue, and what went wrong."""
    yield f"{room.name}: {format_things(result.repetitions, 'repetition', 'repetitions')} of {_length(room)}."
    if result.stopped:
        yield f"Stopped at {moment(room, max(int(result.stopped_at / room.slot_seconds), 0))}: {result.stopped}."
    slot = unstable_from(room, result)
    if slot is not None:
        yield (f"Unstable from {moment(room, slot)}: from then on more work comes than the handlers can do, and it is not "
               "caught up by the end. Waits grow for as long as the room runs; their means below depend on its length.")
    for queue in result.queues:
        yield _queue_in_words(room, result, queue)
    for pool in result.pools:
        yield f"Handlers of {pool} are busy {result.occupancy(pool):.0%} of their time on duty."


def _length(room: Room) -> str:
    days = room.slots / room.slots_a_day()
    return format_things(round(days), "day", "days") if days == round(days) else format_things(room.slots, "slot", "slots")


def _queue_in_words(room: Room, result: Simulated, queue: str) -> str:
    within, gone, wait = result.share_within(queue), result.share_abandoned(queue), result.mean_wait(queue)
    offered = result.counted(queue, "offered").mean()
    if offered == 0:
        return f"{queue}: nobody came."
    limit = limit_of(room, queue)
    if np.isnan(within.mean):
        return f"{queue}: of {format_count(round(offered))} nobody was answered."
    return (f"{queue}: of {format_count(round(offered))} who came, {gone.mean:.1%} gave up; of those answered, "
            f"{within.mean:.1%} were within {limit:g} seconds (95 of 100 repetitions: {within.low:.1%} to {within.high:.1%}); "
            f"mean wait {wait.mean:.0f} seconds.")


def limit_of(room: Room, queue: str) -> float:
    """The seconds of "answered within" of a queue. Raises KeyError where there is none of that name."""
    for line in room.lines:
        if line.name == queue:
            return line.service.within
        if line.switchboard and queue == f"{line.name} switchboard":
            return line.switchboard.service.within
    raise KeyError(queue)


def difference_in_words(rooms: Sequence[Room], results: Sequence[Simulated]) -> list[str]:
    """The second room against the first, queue by queue, both with the same callers; queues that only one has are left out."""
    told = [f"{rooms[1].name} against {rooms[0].name}, with the same callers in both:"]
    for queue in results[0].queues:
        if queue not in results[1].queues:
            continue
        told += [f"{queue}, {what}: {_change(results, queue, above, below, share)}." for what, above, below, share in _COMPARED]
    return told


def _change(results: Sequence[Simulated], queue: str, above: str, below: str, share: bool) -> str:
    mean, low, high = change_of(*((result.counted(queue, above), result.counted(queue, below)) for result in results))
    if np.isnan(mean):
        return "cannot be told: nobody was counted"
    unit, scale, digits = ("percentage points", 100.0, 2) if share else ("seconds", 1.0, 1)
    if low <= 0 <= high:
        return f"no difference can be told (between {low * scale:+.{digits}f} and {high * scale:+.{digits}f} {unit})"
    return f"{mean * scale:+.{digits}f} {unit} (between {low * scale:+.{digits}f} and {high * scale:+.{digits}f})"
