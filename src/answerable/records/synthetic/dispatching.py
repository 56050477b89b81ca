"""Who is sent when: the officers of a division and the incidents that wait for them, the more urgent first."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from math import inf

from answerable.records.synthetic.queueing import NOBODY, Crew, Room, Work

LAST_RANK = 2           # scheduled incidents
ENOUGH_FOR_A_RESERVE = 4


class _Streets(Room):
    """As in the control room, with three ranks instead of two: `urgent` of the work is the rank, 0 the first.

    Where at least four officers are on duty, one is kept back from scheduled incidents. Nobody is called away.
    """

    def __init__(self, work: Work) -> None:
        super().__init__(work, 0)
        self.ranks: tuple[deque[int], ...] = (deque(), deque(), deque())

    def change_crew(self, at: float, crew: Sequence[int]) -> None:
        self.reserve = int(len(crew) >= ENOUGH_FOR_A_RESERVE)
        super().change_crew(at, crew)

    def take_in(self, first: int, until: float) -> int:
        joined, rank, number, count = self.work.joined, self.work.urgent, first, len(self.work.joined)
        while number < count and (now := joined[number]) < until:
            self.finish_until(now)
            if len(self.idle) > (self.reserve if rank[number] == LAST_RANK else 0):
                self.begin(number, self.idle.popleft(), now)
            else:
                self.ranks[rank[number]].append(number)
            number += 1
        return number

    def next_waiting(self, at: float) -> int:
        gives_up = self.work.gives_up
        for queue in self.ranks if len(self.idle) >= self.reserve else self.ranks[:LAST_RANK]:
            while queue:
                number = queue.popleft()
                if gives_up[number] >= at:
                    return number
        return NOBODY

    def finish(self, at: float) -> None:
        """Send the last crew until nothing waits."""
        self.reserve = 0
        idle, self.idle = self.idle, deque()
        for officer in idle:
            self.free(officer, at)
        self.finish_until(inf)


def dispatch(work: Work, crews: Sequence[Crew]) -> tuple[list[float], list[int]]:
    """Start and officer of each incident; NOBODY (-1) twice for one that no longer needed anybody.

    work: incidents in the order in which an officer could be sent; `urgent` holds the rank (0 emergency, 1 priority,
    2 scheduled); handling: from the assignment until the officer is free. The last crew stays until nothing waits.
    """
    streets = _Streets(work)
    reached = 0
    ends = [*(at for at, _ in crews[1:]), inf]
    for (at, crew), until in zip(crews, ends, strict=True):
        streets.change_crew(at, crew)
        reached = streets.take_in(reached, until)
    streets.finish(max([crews[-1][0], *work.joined[-1:]]))
    return streets.started, streets.handler
