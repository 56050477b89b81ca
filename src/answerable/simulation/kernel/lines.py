"""Contacts as rows, and queues as lists linked through them: first come, first served, and anyone may leave from anywhere."""

from __future__ import annotations

import numpy as np

from answerable.simulation.kernel.compiled import compiled, inlined
from answerable.simulation.kernel.world import NONE, TOO_MANY_CONTACTS, Room


@inlined()
def new_contact(room: Room, class_: int, name: np.uint64, now: float) -> int:
    """The row of a contact that arrives; NONE where there is no room for one more, and the fault noted."""
    row = room.state.free_contacts
    if row == NONE:
        row = _untouched(room)
        if row == NONE:
            return NONE
    else:
        room.state.free_contacts = room.contacts[row].unused
    contact = room.contacts[row]
    contact.name, contact.class_, contact.attempt, contact.stage = name, class_, 1, 0
    contact.arrived, contact.left_to_do = now, 0.0
    return row


@compiled()
def _untouched(room: Room) -> int:
    """The first row that no contact has had yet; NONE where there is none, and the fault noted."""
    row = room.state.untouched
    if row == len(room.contacts):
        room.state.fault = TOO_MANY_CONTACTS
        return NONE
    room.state.untouched = row + 1
    return row


@inlined()
def give_back(room: Room, row: int) -> None:
    """The row is free again; what was to happen to its contact is void."""
    contact = room.contacts[row]
    contact.version += 1
    contact.unused = room.state.free_contacts
    room.state.free_contacts = row


@inlined()
def append(room: Room, queue: int, row: int) -> None:
    """The contact joins the queue as its last."""
    _put_between(room, queue, row, room.state.tail[queue], NONE)


@compiled()
def put_first(room: Room, queue: int, row: int) -> None:
    """The contact goes to the head of the queue: work that was broken off."""
    _put_between(room, queue, row, NONE, room.state.head[queue])


@inlined()
def _put_between(room: Room, queue: int, row: int, before: int, after: int) -> None:
    """The contact stands between two others of the queue, NONE for the ends."""
    room.contacts[row].before, room.contacts[row].after = before, after
    if before == NONE:
        room.state.head[queue] = row
    else:
        room.contacts[before].after = row
    if after == NONE:
        room.state.tail[queue] = row
    else:
        room.contacts[after].before = row
    room.state.length[queue] += 1


@inlined()
def take_out(room: Room, queue: int, row: int) -> None:
    """The contact leaves the queue, wherever it stands in it."""
    before, after = room.contacts[row].before, room.contacts[row].after
    if before == NONE:
        room.state.head[queue] = after
    else:
        room.contacts[before].after = after
    if after == NONE:
        room.state.tail[queue] = before
    else:
        room.contacts[after].before = before
    room.state.length[queue] -= 1


@inlined()
def take_first(room: Room, queue: int) -> int:
    """The contact that has waited longest leaves the queue; its row. There must be one."""
    row = room.state.head[queue]
    take_out(room, queue, row)
    return row
