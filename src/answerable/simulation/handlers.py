"""Who took which contact. The kernel counts heads; names are given afterwards, to whoever on duty has been free longest.

There is always somebody to name: the kernel begins a contact only while fewer heads are at work than are on duty, so of those
on duty one at least is free. Who goes off duty finishes the contact in hand. Only where work was broken off for a call may all
on duty be busy, one of those at work being about to leave: then whoever went off duty stays for it.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from heapq import heappop, heappush
from math import inf

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
        self.changes = 0.0 if crews else inf                # when the next slot begins
        self.idle: deque[int] = deque()
        self.on_duty: frozenset[int] = frozenset()
        self.left: list[int] = []                           # who went off duty free, the last one last
        self.busy: list[tuple[float, int, int]] = []        # until when, who, at which desk
        self.working: dict[int, int] = {}                   # who is busy → with how many contacts
        self.chatting: dict[int, int] = {}                  # desk → who

    def name(self, answered: Sequence[float], free: Sequence[float], desks: Sequence[int]) -> list[int]:
        """Who took each contact, in the order in which they were answered."""
        named, busy, working = list[int](), self.busy, self.working
        for at, until, desk in zip(answered, free, desks, strict=True):
            while self.changes <= at:
                self._begin_slot()
            if busy and busy[0][0] <= at:
                self._finish(at)
            if desk in self.chatting:
                handler = self.chatting[desk]
                working[handler] += 1
            else:
                handler = self.idle.popleft() if self.idle else self._somebody_else()
                working[handler] = 1
                if desk != NONE:
                    self.chatting[desk] = handler
            heappush(busy, (until, handler, desk))
            named.append(handler)
        return named

    def _begin_slot(self) -> None:
        """Everything up to the next slot has happened, and who is on duty changes."""
        self._finish(self.changes)
        self.slot += 1
        self._change(self.crews[self.slot])
        self.changes = (self.slot + 1) * self.slot_seconds if self.slot + 1 < len(self.crews) else inf

    def _change(self, crew: Sequence[int]) -> None:
        before, self.on_duty = self.on_duty, frozenset(crew)
        if before == self.on_duty:
            return
        self.left += [handler for handler in self.idle if handler not in self.on_duty]
        self.idle = deque(handler for handler in self.idle if handler in self.on_duty)
        self.idle.extend(handler for handler in crew if handler not in before and handler not in self.working)

    def _finish(self, until: float) -> None:
        busy, working = self.busy, self.working
        while busy and busy[0][0] <= until:
            _, handler, desk = heappop(busy)
            if working[handler] > 1:
                working[handler] -= 1
                continue
            del working[handler]
            if desk != NONE:
                del self.chatting[desk]
            (self.idle if handler in self.on_duty else self.left).append(handler)

    def _somebody_else(self) -> int:
        """Nobody on duty is free: who went off duty last stays, or one more comes."""
        while self.left and (self.left[-1] in self.working or self.left[-1] in self.on_duty):
            self.left.pop()
        return self.left.pop() if self.left else 1 + max((*self.working, *self.on_duty), default=0)
