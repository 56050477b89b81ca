"""The queue itself: contacts that wait with limited patience, urgent ones first, and handlers who come and
go.

One contact a handler at a time; nobody is interrupted (non-pre-emptive priority); within a priority first
come, first served; the handler who has been idle longest takes the next. A reserve of handlers may be kept
for urgent contacts. Held to exact queueing theory by its tests.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from heapq import heappop, heappush
from math import inf

NOBODY = -1


@dataclass(frozen=True)
class Work:
    """Contacts in the order in which they join the queue; all times in one unit, from one origin.

    joined: when each joins; urgent: whether it goes before the others; gives_up: the time until which it
    waits; handling: how long it keeps a handler.
    """

    joined: Sequence[float]
    urgent: Sequence[int]
    gives_up: Sequence[float]
    handling: Sequence[float]


Crew = tuple[float, Sequence[int]]      # from when these handlers, and no others, take contacts


def serve(work: Work, crews: Sequence[Crew], reserve: int = 0) -> tuple[list[float], list[int]]:
    """Start of handling and handler of each contact; NOBODY (-1) twice for one that gave up before.

    crews: in order of time, the first at or before the first contact. Whoever is not in a new crew finishes
    the contact in hand and leaves; the last crew stays until the queue is empty. reserve: a contact that is
    not urgent is taken only while more handlers than this are idle.
    """
    room = Room(work, reserve)
    ends = [*(at for at, _ in crews[1:]), inf]
    reached = 0
    for (at, crew), until in zip(crews, ends, strict=True):
        room.change_crew(at, crew)
        reached = room.take_in(reached, until)
    room.finish_until(inf)
    return room.started, room.handler


class Room:
    """Handlers idle and busy, contacts waiting. Those who gave up are passed over when their turn comes."""

    def __init__(self, work: Work, reserve: int) -> None:
        self.work = work
        self.reserve = reserve
        self.started: list[float] = [NOBODY] * len(work.joined)
        self.handler: list[int] = [NOBODY] * len(work.joined)
        self.idle: deque[int] = deque()
        self.busy: list[tuple[float, int]] = []
        self.busy_until: dict[int, float] = {}
        self.on_duty: frozenset[int] = frozenset()
        self.urgent: deque[int] = deque()
        self.other: deque[int] = deque()

    def change_crew(self, at: float, crew: Sequence[int]) -> None:
        self.finish_until(at)
        self.on_duty = frozenset(crew)
        stayed = [handler for handler in self.idle if handler in self.on_duty]
        self.idle = deque(stayed)
        present = frozenset(stayed)
        for handler in crew:
            if handler not in present and self.busy_until.get(handler, at) <= at:
                self.free(handler, at)

    def take_in(self, first: int, until: float) -> int:
        """Let the contacts from number `first` on join until a time; gives the number of the next."""
        joined, urgent, busy, idle = self.work.joined, self.work.urgent, self.busy, self.idle
        reserve, number, count = self.reserve, first, len(joined)
        while number < count and (now := joined[number]) < until:
            if busy and busy[0][0] <= now:
                self.finish_until(now)
            if len(idle) > (0 if urgent[number] else reserve):
                self.begin(number, idle.popleft(), now)
            elif urgent[number]:
                self.urgent.append(number)
            else:
                self.other.append(number)
            number += 1
        return number

    def finish_until(self, until: float) -> None:
        busy, on_duty = self.busy, self.on_duty
        while busy and busy[0][0] <= until:
            at, handler = heappop(busy)
            if handler in on_duty:
                self.free(handler, at)

    def free(self, handler: int, at: float) -> None:
        number = self.next_waiting(at)
        if number == NOBODY:
            self.idle.append(handler)
        else:
            self.begin(number, handler, at)

    def next_waiting(self, at: float) -> int:
        gives_up = self.work.gives_up
        queues = (self.urgent, self.other) if len(self.idle) >= self.reserve else (self.urgent,)
        for queue in queues:
            while queue:
                number = queue.popleft()
                if gives_up[number] >= at:
                    return number
        return NOBODY

    def begin(self, number: int, handler: int, at: float) -> None:
        ends = at + self.work.handling[number]
        self.started[number] = at
        self.handler[number] = handler
        self.busy_until[handler] = ends
        heappush(self.busy, (ends, handler))
