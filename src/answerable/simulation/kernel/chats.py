"""Chats: one handler, several at once, each the slower the more there are.

A desk is a handler who chats. With n chats on it each goes on at 1 / (1 + slowdown × (n - 1)) of the speed it would have
alone; what is left of each is worked out anew whenever one comes or ends, so the slowing is exact. A free handler is asked
before a second chat is put to somebody who has one. A handler is free for calls again when the last chat has ended.
"""

from __future__ import annotations

from answerable.simulation.kernel.compiled import compiled
from answerable.simulation.kernel.drawing import talk_of, wrap_of
from answerable.simulation.kernel.heap import code, push
from answerable.simulation.kernel.lines import give_back, take_first
from answerable.simulation.kernel.tallying import answered, keep, keep_desk, spread
from answerable.simulation.kernel.world import CHAT_FINISHED, NONE, WAS_ANSWERED, Room


@compiled()
def desk_with_room(room: Room, queue: int, pool: int) -> int:
    """The desk of a pool that chats on this queue and has room for one more, the one with fewest; NONE where there is none.
    Where more are at work than are on duty, no desk has room: its handler is about to leave."""
    best = NONE
    if room.state.at_work[pool] > room.state.on_duty[pool]:
        return best
    for place in range(len(room.desks)):
        desk = room.desks[place]
        if (desk.pool == pool and desk.queue == queue and 0 < desk.chats < room.world.concurrency[queue]
                and (best == NONE or desk.chats < room.desks[best].chats)):
            best = place
    return best


@compiled()
def open_desk(room: Room, row: int, queue: int, pool: int, now: float) -> None:
    """A handler who was free begins to chat."""
    place = 0
    while room.desks[place].chats > 0:
        place += 1
    desk = room.desks[place]
    desk.queue, desk.pool, desk.opened, desk.since = queue, pool, now, now
    join_desk(room, row, place, now)


@compiled()
def join_desk(room: Room, row: int, place: int, now: float) -> None:
    """A chat is taken at a desk that has room for it."""
    _go_on(room, place, now)
    desk, contact = room.desks[place], room.contacts[row]
    talk, wrap = talk_of(room, desk.queue, contact.name, 0), wrap_of(room, desk.queue, contact.name, 0)
    answered(room, row, desk.queue, now, talk, wrap)
    contact.version += 1
    contact.began, contact.pool = now, desk.pool
    desk.contact[desk.chats] = row
    desk.left[desk.chats] = talk + wrap
    desk.chats += 1
    _plan(room, place, now)


@compiled()
def _speed(room: Room, place: int) -> float:
    """How fast each chat of a desk goes on, 1 being the speed of a chat alone."""
    desk = room.desks[place]
    return 1.0 / (1.0 + room.world.slowdown[desk.queue] * max(desk.chats - 1, 0))


@compiled()
def _go_on(room: Room, place: int, now: float) -> None:
    """Take off what was done of each chat since the desk last changed."""
    desk, done = room.desks[place], (now - room.desks[place].since) * _speed(room, place)
    for chat in range(desk.chats):
        desk.left[chat] -= done
    desk.since = now


@compiled()
def _shortest(room: Room, place: int) -> int:
    desk, best = room.desks[place], 0
    for chat in range(1, desk.chats):
        if desk.left[chat] < desk.left[best]:
            best = chat
    return best


@compiled()
def _plan(room: Room, place: int, now: float) -> None:
    """When the next chat of a desk will end, as things stand; what was planned before is void."""
    desk = room.desks[place]
    desk.version += 1
    left = max(desk.left[_shortest(room, place)], 0.0)
    push(room, now + left / _speed(room, place), code(CHAT_FINISHED, place, desk.version))


@compiled()
def chat_finished(room: Room, place: int, now: float) -> int:
    """The chat that was to end at a desk has ended. Gives the pool whose handler is free by that; NONE while others go on."""
    _go_on(room, place, now)
    desk, chat = room.desks[place], _shortest(room, place)
    row, pool, last = desk.contact[chat], desk.pool, desk.chats - 1
    desk.contact[chat], desk.left[chat], desk.chats = desk.contact[last], desk.left[last], last
    keep(room, row, WAS_ANSWERED, room.contacts[row].began, now, now)
    keep_desk(room, place)
    give_back(room, row)
    if last > 0:
        _plan(room, place, now)
        refill(room, pool, now)
        return NONE
    spread(room, pool, desk.opened, now)
    room.state.at_work[pool] -= 1
    return pool


@compiled()
def refill(room: Room, pool: int, now: float) -> None:
    """Chats that wait are put to desks with room, unless somebody who goes before them waits for this pool."""
    for order in range(room.world.queues):
        queue = room.world.queues_of[pool, order]
        if queue == NONE:
            return
        if room.world.concurrency[queue] < 2:
            if room.state.length[queue] > 0 and room.world.interruptible[queue] == 0:
                return
            continue
        while room.state.length[queue] > 0:
            desk = desk_with_room(room, queue, pool)
            if desk == NONE:
                break
            join_desk(room, take_first(room, queue), desk, now)
