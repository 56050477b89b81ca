"""What came of the contacts, counted where it happens: by the queue and the slot in which the contact came to it."""

from __future__ import annotations

from numpy import nan

from answerable.simulation.kernel.compiled import compiled, inlined
from answerable.simulation.kernel.world import FINE, NONE, TOO_MANY_KEPT, WAS_ANSWERED, Room


@inlined()
def came(room: Room, row: int, queue: int) -> None:
    """A contact has come to its queue."""
    contact = room.contacts[row]
    room.queues[queue, contact.slot].offered += 1.0
    if contact.attempt == 1:
        room.queues[queue, contact.slot].first_attempts += 1.0


@inlined()
def answered(room: Room, row: int, queue: int, now: float, talk: float, wrap: float) -> None:
    """A contact is answered now, to be talked with and written up for so many seconds."""
    contact = room.contacts[row]
    tally, wait = room.queues[queue, contact.slot], now - contact.queued
    tally.answered += 1.0
    if wait <= room.world.limit[queue]:
        tally.within += 1.0
    if wait > 0.0:
        tally.waited += 1.0
        tally.wait_answered += wait
    tally.wait_caller += now - contact.arrived
    tally.talk += talk
    tally.wrap += wrap


@compiled()
def abandoned(room: Room, row: int, queue: int, now: float) -> None:
    """A contact that waited has given up now."""
    contact = room.contacts[row]
    tally, wait = room.queues[queue, contact.slot], now - contact.queued
    tally.abandoned += 1.0
    tally.waited += 1.0
    tally.wait_abandoned += wait
    if wait <= room.world.short[queue]:
        tally.short_abandoned += 1.0


@inlined()
def spread(room: Room, pool: int, since: float, until: float) -> None:
    """A handler's work of a pool from one moment to another, put to the slots in which it fell."""
    length = room.world.slot_seconds
    slot = int(since / length)
    while slot < room.world.slots and since < until:
        end = min(until, (slot + 1) * length)
        room.pools[pool, slot].busy += end - since
        since = end
        slot += 1


@inlined()
def keep(room: Room, row: int, outcome: int, now: float, talked: float, free: float) -> None:
    """Write a contact down by itself, where that was asked for. now: when it was answered, or left. talked, free: when the
    talk and when the handler's work ended, of one that was answered."""
    if len(room.kept) == 0:
        return
    place = room.state.kept
    if place == len(room.kept):
        room.state.fault = TOO_MANY_KEPT
        return
    room.state.kept = place + 1
    kept, contact = room.kept[place], room.contacts[row]
    kept.class_, kept.queue, kept.attempt, kept.slot = contact.class_, contact.queue, contact.attempt, contact.slot
    kept.arrived, kept.queued, kept.outcome = contact.arrived, contact.queued, outcome
    kept.name, kept.desk = contact.name, NONE
    if outcome == WAS_ANSWERED:
        kept.pool, kept.answered, kept.talked, kept.free, kept.left = contact.pool, now, talked, free, nan
    else:
        kept.pool, kept.answered, kept.talked, kept.free, kept.left = -1, nan, nan, nan, now


@compiled()
def keep_desk(room: Room, desk: int) -> None:
    """The contact just written down by itself was a chat, held at that desk."""
    if len(room.kept) > 0 and room.state.fault == FINE:
        room.kept[room.state.kept - 1].desk = desk
