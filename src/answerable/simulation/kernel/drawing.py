"""How long things take: the durations of a contact, drawn from its name."""

from __future__ import annotations

import numpy as np

from answerable.simulation.kernel.compiled import compiled, inlined
from answerable.simulation.kernel.randomness import NEVER, PATIENCE, PER_STAGE, TALK, WRAP, duration, uniform
from answerable.simulation.kernel.world import PATIENCE_OF, SHAPES_OF_CLASS, SHAPES_OF_QUEUE, TALK_OF, WRAP_OF, Room


@inlined()
def _drawn(room: Room, row: int, name: np.uint64, purpose: np.uint64) -> float:
    shape = room.shapes[row]
    if shape.kind == NEVER:
        return np.inf
    return duration(uniform(name, purpose), shape.kind, shape.first, shape.second, shape.table)


@inlined()
def talk_of(room: Room, queue: int, name: np.uint64, stage: int) -> float:
    """Seconds of talk of a contact in a queue. stage: how many queues it was served in before."""
    return _drawn(room, queue * SHAPES_OF_QUEUE + TALK_OF, name, TALK + PER_STAGE * np.uint64(stage))


@inlined()
def wrap_of(room: Room, queue: int, name: np.uint64, stage: int) -> float:
    """Seconds of work after the talk."""
    return _drawn(room, queue * SHAPES_OF_QUEUE + WRAP_OF, name, WRAP + PER_STAGE * np.uint64(stage))


@inlined()
def patience_of(room: Room, queue: int, name: np.uint64, stage: int) -> float:
    """Seconds for which a contact will wait in a queue; inf where it never gives up."""
    return _drawn(room, queue * SHAPES_OF_QUEUE + PATIENCE_OF, name, PATIENCE + PER_STAGE * np.uint64(stage))


@compiled()
def delay_of(room: Room, class_: int, use: int, name: np.uint64, purpose: np.uint64) -> float:
    """Seconds until a contact comes again. use: REDIAL_AFTER or DIVERT_AFTER."""
    return _drawn(room, room.world.queues * SHAPES_OF_QUEUE + class_ * SHAPES_OF_CLASS + use, name, purpose)
