"""How a contact is answered: by whom, for how long, and who is next when a handler is free.

A handler takes one contact at a time (chats: `chats`). Queues go by priority, within one priority by who came first. A
queue with a reserve of r is served only while more than r handlers of the pool are free. Who is to leave finishes the
contact in hand first; nobody is interrupted except work that is marked interruptible, by contacts that may.
"""

from __future__ import annotations

from answerable.simulation.kernel.chats import desk_with_room, join_desk, open_desk, refill
from answerable.simulation.kernel.compiled import compiled, inlined
from answerable.simulation.kernel.drawing import patience_of, talk_of, wrap_of
from answerable.simulation.kernel.heap import code, push
from answerable.simulation.kernel.lines import append, give_back, put_first, take_first
from answerable.simulation.kernel.randomness import STAGE, uniform
from answerable.simulation.kernel.tallying import answered, came, keep, spread
from answerable.simulation.kernel.world import FINISHED, FREED, GAVE_UP, NONE, TALKED, WAS_ANSWERED, Room

_A_MOMENT = 1e-6            # seconds; 0 left to do would mean: not begun


@inlined()
def free_in(room: Room, pool: int) -> int:
    """Handlers of a pool who are on duty and idle; below 0 where some finish who should have left."""
    return room.state.on_duty[pool] - room.state.at_work[pool]


@compiled()
def join_queue(room: Room, row: int, queue: int, now: float) -> None:
    """A contact comes to a queue: answered at once where somebody is free for it, else it waits, as long as it will."""
    join_queue_here(room, row, queue, now)


@inlined()
def join_queue_here(room: Room, row: int, queue: int, now: float) -> None:
    """The same, compiled into whatever calls it."""
    contact = room.contacts[row]
    contact.queue, contact.slot, contact.queued = queue, room.state.slot, now
    came(room, row, queue)
    for place in range(room.world.pools):
        pool = room.world.pools_of[queue, place]
        if pool == NONE:
            break
        if free_in(room, pool) > room.world.reserve[queue, pool]:
            begin_here(room, row, queue, pool, now)
            return
    if room.world.concurrency[queue] > 1 and _fits_a_desk(room, row, queue, now):
        return
    if room.world.interrupts[queue] != 0 and _breaks_in(room, row, queue, now):
        return
    append(room, queue, row)
    patience = patience_of(room, queue, contact.name, contact.stage)
    if patience < 1e300:
        push(room, now + patience, code(GAVE_UP, row, contact.version))


@compiled()
def _fits_a_desk(room: Room, row: int, queue: int, now: float) -> bool:
    """Whether a chat was taken by a handler who is chatting already."""
    for place in range(room.world.pools):
        pool = room.world.pools_of[queue, place]
        if pool == NONE:
            break
        desk = desk_with_room(room, queue, pool)
        if desk != NONE:
            join_desk(room, row, desk, now)
            return True
    return False


@compiled()
def _breaks_in(room: Room, row: int, queue: int, now: float) -> bool:
    """Whether a contact that may interrupt found somebody at interruptible work; that work goes back to its queue's head."""
    for place in range(room.world.pools):
        pool = room.world.pools_of[queue, place]
        if pool == NONE:
            break
        if room.state.doing[pool] > 0:
            _break_off(room, pool, now)
            begin(room, row, queue, pool, now)
            return True
    return False


@compiled()
def _break_off(room: Room, pool: int, now: float) -> None:
    """The interruptible work begun last is put aside with what is left of it."""
    room.state.doing[pool] -= 1
    row = room.doing[pool, room.state.doing[pool]]
    contact = room.contacts[row]
    contact.version += 1
    contact.left_to_do = max(contact.ends - now, _A_MOMENT)
    room.state.at_work[pool] -= 1
    spread(room, pool, contact.began, now)
    put_first(room, contact.queue, row)


@compiled()
def begin(room: Room, row: int, queue: int, pool: int, now: float) -> None:
    """A free handler of a pool takes a contact. For where that is seldom; `begin_here` for where it is not."""
    begin_here(room, row, queue, pool, now)


@inlined()
def begin_here(room: Room, row: int, queue: int, pool: int, now: float) -> None:
    """The same, compiled into whatever calls it."""
    room.state.at_work[pool] += 1
    room.contacts[row].pool = pool
    if room.world.plain[queue] != 0:
        _talk(room, row, queue, pool, now)
        give_back(room, row)
    else:
        _begin_otherwise(room, row, queue, pool, now)


@inlined()
def _talk(room: Room, row: int, queue: int, pool: int, now: float) -> float:
    """A handler talks with one contact and writes it up; gives the seconds of talk."""
    contact = room.contacts[row]
    talk, wrap = talk_of(room, queue, contact.name, contact.stage), wrap_of(room, queue, contact.name, contact.stage)
    answered(room, row, queue, now, talk, wrap)
    keep(room, row, WAS_ANSWERED, now, now + talk, now + talk + wrap)
    spread(room, pool, now, now + talk + wrap)
    push(room, now + talk + wrap, code(FREED, pool, 0))
    return talk


@compiled()
def _begin_otherwise(room: Room, row: int, queue: int, pool: int, now: float) -> None:
    """A contact of a queue that is not plain: a chat, interruptible work, or one that another queue may follow."""
    if room.world.concurrency[queue] > 1:
        open_desk(room, row, queue, pool, now)
        return
    if room.world.interruptible[queue] != 0:
        _work_on(room, row, queue, pool, now)
        return
    talk, contact = _talk(room, row, queue, pool, now), room.contacts[row]
    if room.world.next_queue[queue] != NONE and uniform(contact.name, STAGE) < room.world.next_share[queue]:
        contact.version += 1
        push(room, now + talk, code(TALKED, row, contact.version))
    else:
        give_back(room, row)


@compiled()
def _work_on(room: Room, row: int, queue: int, pool: int, now: float) -> None:
    """Interruptible work is begun, or gone on with where it was broken off."""
    contact = room.contacts[row]
    if contact.left_to_do == 0.0:
        talk = talk_of(room, queue, contact.name, 0)
        answered(room, row, queue, now, talk, 0.0)
        contact.left_to_do = talk
    contact.version += 1
    contact.began, contact.ends = now, now + contact.left_to_do
    room.doing[pool, room.state.doing[pool]] = row
    room.state.doing[pool] += 1
    push(room, contact.ends, code(FINISHED, row, contact.version))


@compiled()
def finished(room: Room, row: int, now: float) -> None:
    """Interruptible work is done, and its handler free."""
    contact = room.contacts[row]
    pool = contact.pool
    _strike_off(room, pool, row)
    spread(room, pool, contact.began, now)
    keep(room, row, WAS_ANSWERED, contact.began, now, now)
    give_back(room, row)
    room.state.at_work[pool] -= 1
    serve(room, pool, now)


@compiled()
def _strike_off(room: Room, pool: int, row: int) -> None:
    """Take a row from the list of the interruptible work that a pool has begun."""
    place = 0
    while room.doing[pool, place] != row:
        place += 1
    room.state.doing[pool] -= 1
    for following in range(place, room.state.doing[pool]):
        room.doing[pool, following] = room.doing[pool, following + 1]


@inlined()
def next_queue(room: Room, pool: int, free: int) -> int:
    """The queue whose first contact the pool takes next with so many handlers free; NONE where there is none."""
    world, state, best = room.world, room.state, NONE
    for place in range(world.queues):
        queue = world.queues_of[pool, place]
        if queue == NONE or (best != NONE and world.priority[queue] > world.priority[best]):
            break
        if state.length[queue] == 0 or free <= world.reserve[queue, pool]:
            continue
        if best == NONE or room.contacts[state.head[queue]].queued < room.contacts[state.head[best]].queued:
            best = queue
    return best


@compiled()
def serve(room: Room, pool: int, now: float) -> None:
    """Handlers of a pool who are free take those who wait, until nobody is free or nobody may be taken."""
    serve_here(room, pool, now)


@inlined()
def serve_here(room: Room, pool: int, now: float) -> None:
    """The same, compiled into whatever calls it."""
    free = free_in(room, pool)
    while free > 0:
        queue = next_queue(room, pool, free)
        if queue == NONE:
            break
        begin_here(room, take_first(room, queue), queue, pool, now)
        free -= 1
    if room.world.chats_in[pool] != 0 and free >= 0:
        refill(room, pool, now)
