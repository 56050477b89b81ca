"""Rooms whose answer is known, and the answers."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from math import exp, sqrt

import numpy as np
from scipy.sparse import csr_matrix, eye_array
from scipy.stats import poisson

from answerable.simulation.results import Simulated, Spread, spread_of
from answerable.simulation.room import NEVER, Duration, Line, Pool, Refusal, Room, Service

DAY = 86400.0


def exponential(mean: float) -> Duration:
    """A duration without memory, of that mean (seconds)."""
    return Duration("exponential", mean)


def steady(handlers: int, *lines: Line, hours: int = 6, warm_up_hours: int = 2) -> Room:
    """A room in which nothing changes, of one pool; its warm-up runs before what is counted."""
    return Room("steady", lines, (Pool("room", (handlers,) * (2 * hours)),), 2 * hours, warm_up=2 * warm_up_hours)


def line(name: str, a_second: float, handling: float, *, patience: Duration = NEVER, within: float = 10.0, priority: int = 0,
         refusal: Refusal | None = None, hours: int = 6) -> Line:
    """Contacts without memory at a rate, handled without memory."""
    return Line(name, (a_second * 1800,) * (2 * hours), refusal=refusal, service=Service(
        exponential(handling), ("room",), patience=patience, within=within, priority=priority))


@dataclass(frozen=True)
class Comparison:
    """A number that a simulation gave, and the exact one."""

    what: str
    found: Spread
    exact: float

    @property
    def z(self) -> float:
        """How many standard errors lie between them."""
        return (self.found.mean - self.exact) / self.found.error


def all_waits(result: Simulated, queue: str) -> Spread:
    """Mean wait of all who came, seconds."""
    return spread_of(result.counted(queue, "wait_answered") + result.counted(queue, "wait_abandoned"),
                     result.counted(queue, "offered"))


def shares(result: Simulated, queue: str, name: str) -> Spread:
    """A count as a share of those who came."""
    return spread_of(result.counted(queue, name), result.counted(queue, "offered"))


@cache
def changing_exactly(rates: tuple[float, ...], handlers: tuple[int, ...], handling: float, patience: float,
                     slot_seconds: float) -> float:
    """Contacts who give up in all, of a room that begins empty: M(t)/M/c(t)+M by uniformisation over (busy, waiting).

    Handlers who are to leave finish first, so more may be busy than are on duty; then nobody is taken. rates: a second, by
    slot. The expected time with j waiting, times j over the mean patience, summed.
    """
    most, longest = max(handlers) + 1, 45       # more wait with a chance below 1e-9
    state, gone = np.zeros((most + 1, longest + 1)), 0.0
    state[0, 0] = 1.0
    for rate, here in zip(rates, handlers, strict=True):
        state = _come_on(state, here)
        generator, waiting = _moves(most, longest, rate, here, handling, patience)
        fastest = float(-generator.diagonal().min())
        step = (eye_array(generator.shape[0], format="csr") + generator / fastest).T.tocsr()
        vector, mean = state.ravel(), fastest * slot_seconds
        count = int(mean + 12 * sqrt(mean) + 40)
        left, after = np.zeros_like(vector), np.zeros_like(vector)
        tails = poisson.sf(np.arange(count), mean)          # the expected time in step n is P(N > n) / fastest
        weights = poisson.pmf(np.arange(count), mean)
        for number in range(count):
            after += weights[number] * vector
            left += tails[number] / fastest * vector
            vector = step @ vector
        gone += float(left @ waiting) / patience
        state = after.reshape(most + 1, longest + 1)
    return gone


def _come_on(state: np.ndarray, here: int) -> np.ndarray:
    """At a slot's edge those who wait are taken by whoever has come on duty."""
    moved = np.zeros_like(state)
    for busy in range(state.shape[0]):
        for waiting in range(state.shape[1]):
            taken = min(waiting, max(here - busy, 0))
            moved[busy + taken, waiting - taken] += state[busy, waiting]
    return moved


def _moves(most: int, longest: int, rate: float, here: int, handling: float, patience: float) -> tuple[csr_matrix, np.ndarray]:
    size = (most + 1) * (longest + 1)
    sources, targets, flows, waiting_in = [], [], [], np.zeros(size)
    for busy in range(most + 1):
        for waiting in range(longest + 1):
            own = busy * (longest + 1) + waiting
            waiting_in[own] = waiting
            moves = []
            if busy < here:
                moves.append((own + longest + 1, rate))
            elif waiting < longest:
                moves.append((own + 1, rate))
            if busy > 0:        # one who is free takes who waits, unless more are busy than are on duty
                takes = waiting > 0 and busy <= here
                moves.append((own - 1 if takes else own - (longest + 1), busy / handling))
            if waiting > 0:
                moves.append((own - 1, waiting / patience))
            for target, flow in moves:
                sources += [own, own]
                targets += [target, own]
                flows += [flow, -flow]
    return csr_matrix((flows, (sources, targets)), shape=(size, size)), waiting_in


def a_day_of_calls() -> tuple[tuple[float, ...], tuple[int, ...]]:
    """Rates (a second) and handlers by half-hour of a day that swells and falls."""
    rates = tuple(2800 / DAY * 1.2 * (0.35 + 0.65 * exp(-((slot - 34) / 11) ** 2) + 0.25 * exp(-((slot - 18) / 6) ** 2))
                  for slot in range(48))
    loads = [rate * 360 for rate in rates]
    return rates, tuple(int(-(-(load + 0.6 * sqrt(load)) // 1)) for load in loads)
