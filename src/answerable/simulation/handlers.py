"""Who took which contact. The kernel counts heads; names are given afterwards, to whoever on duty has been free longest.

There is always somebody to name: the kernel begins a contact only while fewer heads are at work than are on duty, so of those
on duty one at least is free. Who goes off duty finishes the contact in hand. Only where work was broken off for a call may all
on duty be busy, one of those at work being about to leave: then whoever went off duty stays for it.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from heapq import heappop, heappush

import numpy as np

from answerable.simulation.kernel.world import NONE


def heads(staff: np.ndarray) -> list[list[Sequence[int]]]:
    """Crews where nothing is known of people but how many: the first so many numbers from 1. staff: pools × slots. Gives the
    crew of each pool in each slot."""
    return [[range(1, count + 1) for count in pool] for pool in staff.tolist()]


def name_handlers(rows: np.ndarray, crews: Sequence[Sequence[Sequence[int]]], slot_seconds: float) -> np.ndarray:
    """The handler of each contact that was answered; NONE for the others. rows: KEPT, seconds from the start of the run.
    crews: of each pool, the numbers of those on duty in each slot; those of the last stay."""
    found = np.full(len(rows), NONE, dtype=np.int64)
    for pool, slots in enumerate(crews):
        taken = np.flatnonzero(rows["pool"] == pool)
        taken = taken[np.argsort(rows["answered"][taken], kind="stable")]
        found[taken] = _Desks(slots, slot_seconds).name(rows["answered"][taken].tolist(), rows["free"][taken].tolist(),
                                                        rows["desk"][taken].tolist())
    return found


class _Desks:
    """The people of one pool: who is on duty, who is free, who chats at which desk of the kernel."""

    def __init__(self, crews: Sequence[Sequence[int]], slot_seconds: float) -> None:
        self.crews, self.slot_seconds, self.slot = crews, slot_seconds, -1
        self.idle: deque[int] = deque()
        self.on_duty: frozenset[int] = frozenset()
        self.left: list[int] = []                           # who went off duty free, the last one last
        self.busy: list[tuple[float, int, int]] = []        # until when, who, at which desk
        self.working: dict[int, int] = {}                   # who is busy → with how many contacts
        self.chatting: dict[int, int] = {}                  # desk → who

    def name(self, answered: Sequence[float], free: Sequence[float], desks: Sequence[int]) -> list[int]:
        """Who took each contact, in the order in which they were answered."""
        named = []
        for at, until, desk in zip(answered, free, desks, strict=True):
            self._come_to(at)
            handler = self.chatting[desk] if desk in self.chatting else self._next()
            self.working[handler] = self.working.get(handler, 0) + 1
            if desk != NONE:
                self.chatting[desk] = handler
            heappush(self.busy, (until, handler, desk))
            named.append(handler)
        return named

    def _come_to(self, at: float) -> None:
        """Everything up to a moment has happened."""
        while self.slot + 1 < len(self.crews) and (begins := (self.slot + 1) * self.slot_seconds) <= at:
            self._finish(begins)
            self.slot += 1
            self._change(self.crews[self.slot])
        self._finish(at)

    def _change(self, crew: Sequence[int]) -> None:
        before, self.on_duty = self.on_duty, frozenset(crew)
        self.left += [handler for handler in self.idle if handler not in self.on_duty]
        self.idle = deque(handler for handler in self.idle if handler in self.on_duty)
        self.idle.extend(handler for handler in crew if handler not in before and handler not in self.working)

    def _finish(self, until: float) -> None:
        while self.busy and self.busy[0][0] <= until:
            _, handler, desk = heappop(self.busy)
            self.working[handler] -= 1
            if self.working[handler]:
                continue
            del self.working[handler]
            self.chatting.pop(desk, None)
            (self.idle if handler in self.on_duty else self.left).append(handler)

    def _next(self) -> int:
        if self.idle:
            return self.idle.popleft()
        while self.left and (self.left[-1] in self.working or self.left[-1] in self.on_duty):
            self.left.pop()
        return self.left.pop() if self.left else 1 + max((*self.working, *self.on_duty), default=0)
