"""One run of a room from its first slot to its last: the loop that takes what happens next, and how contacts come and go."""

from __future__ import annotations

from math import inf, log

import numpy as np

from answerable.simulation.kernel.chats import chat_finished
from answerable.simulation.kernel.compiled import compiled, inlined
from answerable.simulation.kernel.drawing import delay_of
from answerable.simulation.kernel.heap import code, parts, pop, push
from answerable.simulation.kernel.lines import give_back, new_contact, take_out
from answerable.simulation.kernel.randomness import (
    DIVERT,
    DIVERT_DELAY,
    GAP,
    MESSAGE,
    MESSAGE_MOMENT,
    REDIAL,
    REDIAL_DELAY,
    again,
    mix,
    named,
    uniform,
)
from answerable.simulation.kernel.service import finished, free_in, join_queue, join_queue_here, serve, serve_here
from answerable.simulation.kernel.tallying import abandoned, keep
from answerable.simulation.kernel.world import (
    AFTER_MESSAGE,
    CHAT_FINISHED,
    DIVERT_AFTER,
    FINE,
    FINISHED,
    FREED,
    GAVE_UP,
    LEFT_IN_MESSAGE,
    NONE,
    REDIAL_AFTER,
    RETURNS,
    TALKED,
    WAS_ABANDONED,
    WAS_CONTAINED,
    WAS_REFUSED,
    Plan,
    Room,
)


@compiled()
def run(room: Room, plan: Plan) -> float:
    """Run an empty room from time 0; gives the time reached (seconds): the end, or where state.fault was noted.

    The room is filled in place. Contacts come until the last slot ends; then those still there go on, with the handlers of
    the last slot, for at most world.run_out seconds.
    """
    state, slots, length = room.state, room.world.slots, room.world.slot_seconds
    slot, now, boundary, last = -1, 0.0, 0.0, slots * length + room.world.run_out
    soonest, first = inf, 0
    while state.fault == FINE:
        event_at = room.events[0].at if state.events > 0 else inf
        if boundary <= soonest and boundary <= event_at:
            if boundary == inf:
                break
            now, slot = boundary, slot + 1
            boundary = (slot + 1) * length if slot < slots else inf
            _begin_slot(room, plan, slot, now)
            soonest, first = _soonest(room)
        elif soonest <= event_at:
            now = soonest
            _arrives(room, first, now)
            state.number[first] += 1
            _look_ahead(room, first, now, boundary)
            soonest, first = _soonest(room)
        elif event_at <= last:
            now = event_at
            _happens(room, pop(room), now)
        else:
            break
    return now


@inlined()
def _soonest(room: Room) -> tuple[float, int]:
    """When the next contact comes, and of which class."""
    soonest, first = room.state.coming[0], 0
    for class_ in range(1, room.world.classes):
        if room.state.coming[class_] < soonest:
            soonest, first = room.state.coming[class_], class_
    return soonest, first


@compiled()
def _begin_slot(room: Room, plan: Plan, slot: int, now: float) -> None:
    """Another half-hour: those on duty change, and who has come on takes those who wait. Within a slot contacts come as a
    Poisson process; a slot without memory of the one before lets a busier Monday leave Tuesday's contacts as they are."""
    state, world = room.state, room.world
    if slot == world.slots:
        state.coming[:world.classes] = inf
        return
    state.slot = slot
    for class_ in range(world.classes):
        mean = plan.mean[class_, slot]
        state.gap[class_], state.open[class_] = world.slot_seconds / mean if mean > 0.0 else inf, plan.open[class_, slot]
        state.number[class_] = 0
        state.key[class_] = mix(named(named(world.seed, np.uint64(class_ + 1)), np.uint64(slot + 1)))
        _look_ahead(room, class_, now, now + world.slot_seconds)
    for pool in range(world.pools):
        state.on_duty[pool] = plan.staff[pool, slot]
        room.pools[pool, slot].staffed += plan.staff[pool, slot] * world.slot_seconds
    for pool in range(world.pools):
        serve(room, pool, now)


@inlined()
def _look_ahead(room: Room, class_: int, now: float, boundary: float) -> None:
    """When the next contact of a class comes; never, where that would be in the next slot."""
    state = room.state
    name = named(state.key[class_], np.uint64(state.number[class_]))
    at = now - log(uniform(name, GAP)) * state.gap[class_]
    state.coming[class_] = at if at < boundary else inf


@inlined()
def _arrives(room: Room, class_: int, now: float) -> None:
    """The contact looked ahead to is here."""
    row = new_contact(room, class_, named(room.state.key[class_], np.uint64(room.state.number[class_])), now)
    if row != NONE:
        _enter_here(room, row, now)


@compiled()
def _enter(room: Room, row: int, now: float) -> None:
    """A contact is at the door of its class: refused, played the message, or let through to the queue."""
    _enter_here(room, row, now)


@inlined()
def _enter_here(room: Room, row: int, now: float) -> None:
    """The same, compiled into whatever calls it."""
    class_ = room.contacts[row].class_
    if room.state.open[class_] != 0 and room.world.guarded[class_] == 0:
        join_queue_here(room, row, room.world.first_queue[class_], now)
    else:
        _pass_the_door(room, row, class_, now)


@compiled()
def _pass_the_door(room: Room, row: int, class_: int, now: float) -> None:
    """A contact of a class that is closed, plays a message, or has a rule of whom to turn away."""
    queue = room.world.first_queue[class_]
    if _is_refused(room, class_, queue):
        _refuse(room, row, class_, queue, now)
    elif room.world.message[class_] > 0.0:
        _play_message(room, row, class_, queue, now)
    else:
        join_queue(room, row, queue, now)


@inlined()
def _is_refused(room: Room, class_: int, queue: int) -> bool:
    """Whether the class is closed in this slot, or by its rule: too few handlers free, or too many waiting."""
    world = room.world
    if room.state.open[class_] == 0:
        return True
    if 0 <= world.refuse_when_waiting[class_] <= room.state.length[queue]:
        return True
    return world.refuse_when_free[class_] >= 0 and _free_for(room, queue) <= world.refuse_when_free[class_]


@compiled()
def _free_for(room: Room, queue: int) -> int:
    """How many handlers are free in all the pools of a queue."""
    free = 0
    for place in range(room.world.pools):
        pool = room.world.pools_of[queue, place]
        if pool == NONE:
            break
        free += max(free_in(room, pool), 0)
    return free


@compiled()
def _refuse(room: Room, row: int, class_: int, queue: int, now: float) -> None:
    """The contact is turned away; some of those come by another way a little later."""
    contact = room.contacts[row]
    contact.queue, contact.queued, contact.slot = queue, now, room.state.slot
    room.queues[queue, room.state.slot].refused += 1.0
    keep(room, row, WAS_REFUSED, now, now, now)
    if room.world.divert_to[class_] != NONE and uniform(contact.name, DIVERT) < room.world.divert_share[class_]:
        contact.class_ = room.world.divert_to[class_]
        _comes_again(room, row, now + delay_of(room, class_, DIVERT_AFTER, contact.name, DIVERT_DELAY))
    else:
        give_back(room, row)


@compiled()
def _comes_again(room: Room, row: int, at: float) -> None:
    """The same contact tries once more later, under another name: its talk and its patience are drawn anew."""
    contact = room.contacts[row]
    contact.name = again(contact.name)
    contact.version += 1
    push(room, at, code(RETURNS, row, contact.version))


@compiled()
def _play_message(room: Room, row: int, class_: int, queue: int, now: float) -> None:
    """The recorded message: some are content with it, some hang up in it, the others come to the queue at its end."""
    world, contact = room.world, room.contacts[row]
    fate = uniform(contact.name, MESSAGE)
    if fate >= world.contained[class_] + world.hang_up[class_]:
        push(room, now + world.message[class_], code(AFTER_MESSAGE, row, contact.version))
        return
    contact.queue, contact.slot = queue, room.state.slot
    contact.queued = now + world.message[class_] * uniform(contact.name, MESSAGE_MOMENT)
    if fate < world.contained[class_]:
        room.queues[queue, room.state.slot].contained += 1.0
        keep(room, row, WAS_CONTAINED, contact.queued, now, now)
    else:
        room.queues[queue, room.state.slot].left_message += 1.0
        keep(room, row, LEFT_IN_MESSAGE, contact.queued, now, now)
    give_back(room, row)


@compiled()
def _gives_up(room: Room, row: int, now: float) -> None:
    """A contact that waits hangs up; some of those try again."""
    contact = room.contacts[row]
    class_ = contact.class_
    take_out(room, contact.queue, row)
    abandoned(room, row, contact.queue, now)
    keep(room, row, WAS_ABANDONED, now, now, now)
    again = contact.attempt < room.world.attempts[class_]
    if again and uniform(contact.name, REDIAL) < room.world.redial_share[class_]:
        contact.attempt += 1
        _comes_again(room, row, now + delay_of(room, class_, REDIAL_AFTER, contact.name, REDIAL_DELAY))
    else:
        give_back(room, row)


@inlined()
def _happens(room: Room, event: int, now: float) -> None:
    """What was planned for this moment, unless its contact has gone other ways since."""
    kind, row, version = parts(event)
    if kind == FREED:
        room.state.at_work[row] -= 1
        serve_here(room, row, now)
    elif kind == CHAT_FINISHED:
        if room.desks[row].version == version:
            pool = chat_finished(room, row, now)
            if pool != NONE:
                serve(room, pool, now)
    elif room.contacts[row].version == version:
        _to_contact(room, kind, row, now)


@compiled()
def _to_contact(room: Room, kind: int, row: int, now: float) -> None:
    """What was planned for a contact happens to it."""
    contact = room.contacts[row]
    if kind == GAVE_UP:
        _gives_up(room, row, now)
    elif kind == FINISHED:
        finished(room, row, now)
    elif kind == RETURNS:
        contact.arrived, contact.stage, contact.left_to_do = now, 0, 0.0
        _enter(room, row, now)
    elif kind == AFTER_MESSAGE:
        join_queue(room, row, room.world.first_queue[contact.class_], now)
    elif kind == TALKED:
        contact.stage += 1
        join_queue(room, row, room.world.next_queue[contact.queue], now)
