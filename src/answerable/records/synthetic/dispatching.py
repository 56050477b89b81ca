"""Who is sent when: the officers of a division and the incidents that wait for them, the more urgent first."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from heapq import heappop, heappush
from math import inf

NOBODY = -1
LAST_RANK = 2           # scheduled incidents
ENOUGH_FOR_A_RESERVE = 4


@dataclass(frozen=True)
class Work:
    """Incidents in the order in which an officer could be sent; all times in one unit, from one origin.

    joined: from when an officer could be sent to each; rank: 0 emergency, 1 priority, 2 scheduled; gives_up: the time until
    which it needs one; handling: from the assignment until the officer is free.
    """

    joined: Sequence[float]
    rank: Sequence[int]
    gives_up: Sequence[float]
    handling: Sequence[float]


Crew = tuple[float, Sequence[int]]      # from when these officers, and no others, are sent


class _Streets:
    """Officers free and busy, incidents waiting. Those that settled themselves are passed over when their turn comes.

    The more urgent rank first, within a rank first come, first served; nobody is called away; the officer who has been free
    longest is sent. Where at least four officers are on duty, one is kept back from scheduled incidents.
    """

    def __init__(self, work: Work) -> None:
        self.work, self.reserve = work, 0
        self.started: list[float] = [NOBODY] * len(work.joined)
        self.officer: list[int] = [NOBODY] * len(work.joined)
        self.idle: deque[int] = deque()
        self.busy: list[tuple[float, int]] = []
        self.busy_until: dict[int, float] = {}
        self.on_duty: frozenset[int] = frozenset()
        self.ranks: tuple[deque[int], ...] = (deque(), deque(), deque())

    def change_crew(self, at: float, crew: Sequence[int]) -> None:
        """Whoever is not in the new crew finishes the incident in hand and leaves."""
        self.reserve = int(len(crew) >= ENOUGH_FOR_A_RESERVE)
        self.finish_until(at)
        self.on_duty = frozenset(crew)
        self.idle = deque(officer for officer in self.idle if officer in self.on_duty)
        present = frozenset(self.idle)
        for officer in crew:
            if officer not in present and self.busy_until.get(officer, at) <= at:
                self.free(officer, at)

    def take_in(self, first: int, until: float) -> int:
        """Let the incidents from number `first` on come until a time; gives the number of the next."""
        joined, rank, number, count = self.work.joined, self.work.rank, first, len(self.work.joined)
        while number < count and (now := joined[number]) < until:
            self.finish_until(now)
            if len(self.idle) > (self.reserve if rank[number] == LAST_RANK else 0):
                self.begin(number, self.idle.popleft(), now)
            else:
                self.ranks[rank[number]].append(number)
            number += 1
        return number

    def finish_until(self, until: float) -> None:
        """Officers who are done by a time are free for the next."""
        while self.busy and self.busy[0][0] <= until:
            at, officer = heappop(self.busy)
            if officer in self.on_duty:
                self.free(officer, at)

    def free(self, officer: int, at: float) -> None:
        """An officer takes what waits, or waits."""
        number = self.next_waiting(at)
        if number == NOBODY:
            self.idle.append(officer)
        else:
            self.begin(number, officer, at)

    def next_waiting(self, at: float) -> int:
        """The incident whose turn it is; NOBODY where there is none."""
        gives_up = self.work.gives_up
        for queue in self.ranks if len(self.idle) >= self.reserve else self.ranks[:LAST_RANK]:
            while queue:
                number = queue.popleft()
                if gives_up[number] >= at:
                    return number
        return NOBODY

    def begin(self, number: int, officer: int, at: float) -> None:
        """An officer is sent."""
        ends = at + self.work.handling[number]
        self.started[number], self.officer[number] = at, officer
        self.busy_until[officer] = ends
        heappush(self.busy, (ends, officer))

    def finish(self, at: float) -> None:
        """Send the last crew until nothing waits."""
        self.reserve = 0
        idle, self.idle = self.idle, deque()
        for officer in idle:
            self.free(officer, at)
        self.finish_until(inf)


def dispatch(work: Work, crews: Sequence[Crew]) -> tuple[list[float], list[int]]:
    """Start and officer of each incident; NOBODY (-1) twice for one that no longer needed anybody.

    crews: in order of time, the first at or before the first incident; the last stays until nothing waits.
    """
    streets = _Streets(work)
    reached = 0
    ends = [*(at for at, _ in crews[1:]), inf]
    for (at, crew), until in zip(crews, ends, strict=True):
        streets.change_crew(at, crew)
        reached = streets.take_in(reached, until)
    streets.finish(max([crews[-1][0], *work.joined[-1:]]))
    return streets.started, streets.officer
