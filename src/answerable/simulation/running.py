"""Running a room: once, or many times over on all cores, each repetition with random numbers of its own."""

from __future__ import annotations

from typing import Any

import numpy as np

from answerable.simulation.kernel.run import run
from answerable.simulation.kernel.world import (
    CONTACT,
    DESK,
    EVENT,
    KEPT,
    NONE,
    SECONDS,
    STATE,
    TALLY,
    Plan,
    Room,
)

CONTACTS_AT_ONCE = 1 << 16      # more than wait or are served at one moment in any room that is not past help


def rows(kind: np.dtype, *shape: int) -> Any:
    """Zeros of a kind of record, whose fields are reached as attributes."""
    return np.zeros(shape, dtype=kind).view(np.recarray)


def new_room(world: np.ndarray, shapes: np.ndarray, plan: Plan, kept: int = 0, contacts: int = CONTACTS_AT_ONCE) -> Room:
    """An empty room. world: one row of WORLD; shapes: SHAPES. kept: how many contacts to write down by themselves.
    contacts: how many may be there at once before the run ends with a fault."""
    one = world.view(np.recarray)[0]
    most = int(plan.staff.max(initial=0)) + 1
    desks = most * int(one.chats_in[:one.pools].sum())
    room = Room(world=one, state=rows(STATE, 1)[0], shapes=shapes.view(np.recarray), contacts=rows(CONTACT, contacts),
                events=rows(EVENT, 4 * contacts), desks=rows(DESK, desks), doing=np.zeros((one.pools, most), dtype=np.int64),
                queues=rows(TALLY, one.queues, one.slots), pools=rows(SECONDS, one.pools, one.slots), kept=rows(KEPT, kept))
    empty(room)
    return room


def empty(room: Room) -> None:
    """Empty a room again and forget what was counted, so that its arrays serve another run."""
    room.state.events = room.state.kept = room.state.fault = room.state.untouched = 0
    room.state.free_contacts = NONE
    room.state.head[:], room.state.tail[:], room.state.length[:] = NONE, NONE, 0
    room.state.at_work[:], room.state.doing[:] = 0, 0
    room.desks.chats = 0
    for counted in (room.queues, room.pools):
        counted.view(np.float64)[:] = 0.0


def run_once(room: Room, plan: Plan) -> float:
    """Run an empty room; gives the time reached (seconds)."""
    with np.errstate(over="ignore"):        # keys wrap around on purpose; uncompiled, NumPy would warn
        return float(run(room, plan))


def tallies_of(room: Room) -> np.ndarray:
    """What a run counted, as plain numbers: queues × slots × COUNTED."""
    return np.asarray(room.queues.view(np.float64).reshape(*room.queues.shape, -1))
