"""Queues with an exact answer: where a search for handlers begins, and what the simulator is held to.

Loads are in erlangs (arrivals a second × seconds of handling), times in seconds. Sources: Erlang 1917 (B and C); Garnett,
Mandelbaum & Reiman 2002 (A, with abandonment); Cobham 1954, Davis 1966 and Kella & Yechiali 1985 (priority M/M/c).
"""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, floor, inf

import numpy as np


def blocked(handlers: int, load: float) -> float:
    """Erlang B: the share turned away by so many handlers with nowhere to wait. B(k) = a B(k-1) / (k + a B(k-1))."""
    share = 1.0
    for number in range(1, handlers + 1):
        share = load * share / (number + load * share)
    return share


def waits(handlers: int, load: float) -> float:
    """Erlang C: the share who wait where nobody gives up; 1 where the load is not below the handlers."""
    if load >= handlers:
        return 1.0
    share = blocked(handlers, load)
    return share / (1 - load / handlers * (1 - share))


def within(handlers: int, load: float, handling: float, limit: float) -> float:
    """The share answered within a limit where nobody gives up: 1 - C e^(-(c-a) t / handling); 0 where the queue grows."""
    if load >= handlers:
        return 0.0
    return 1 - waits(handlers, load) * exp(-(handlers - load) * limit / handling)


def mean_wait(handlers: int, load: float, handling: float) -> float:
    """The mean wait of all (seconds) where nobody gives up; infinite where the queue grows."""
    return waits(handlers, load) * handling / (handlers - load) if load < handlers else inf


@dataclass(frozen=True)
class Priority:
    """Two classes through one pool, the first going before the second, one mean of handling (seconds), nobody giving up.
    first, second: arrivals a second. Handling exponential; whoever is being handled is not interrupted."""

    handlers: int
    first: float
    second: float
    handling: float

    @property
    def _rate(self) -> float:
        return self.handlers / self.handling

    def waits(self) -> float:
        """The share of either class who wait."""
        return waits(self.handlers, (self.first + self.second) * self.handling)

    def mean_wait_first(self) -> float:
        """C / (cμ (1 - ρ1)), seconds."""
        return self.waits() / (self._rate - self.first)

    def mean_wait_second(self) -> float:
        """C / (cμ (1 - ρ1) (1 - ρ)), seconds; infinite where the queue grows."""
        free = 1 - (self.first + self.second) / self._rate
        return self.mean_wait_first() / free if free > 0 else inf

    def within_first(self, limit: float) -> float:
        """The share of the first class answered within a limit: 1 - C e^(-(cμ - λ1) t). Exact: while all are busy, the queue
        of the first class is an M/M/1 queue of rate cμ."""
        return 1 - self.waits() * exp(-(self._rate - self.first) * limit)


@dataclass(frozen=True)
class Abandoning:
    """Erlang A: one class, exponential handling and patience (means, seconds). arrivals: a second."""

    handlers: int
    arrivals: float
    handling: float
    patience: float

    def _shares(self) -> np.ndarray:
        """The share of time with 0, 1, 2 … contacts in the room, until what is left out is below 1e-16."""
        logs, number, highest = [0.0], 0, 0.0
        while True:
            number += 1
            out = min(number, self.handlers) / self.handling + max(number - self.handlers, 0) / self.patience
            logs.append(logs[-1] + np.log(self.arrivals / out))
            highest = max(highest, logs[-1])
            if number > self.handlers and logs[-1] < highest - 45 and out > self.arrivals:
                break
        weights = np.exp(np.array(logs) - highest)
        return np.asarray(weights / weights.sum())

    def waits(self) -> float:
        """The share who find nobody free."""
        return float(self._shares()[self.handlers:].sum())

    def abandoned(self) -> float:
        """The share who give up: θ E[Q] / λ."""
        return self._queue() / (self.patience * self.arrivals)

    def mean_wait(self) -> float:
        """Mean wait of all, who give up among them (seconds): E[Q] / λ."""
        return self._queue() / self.arrivals

    def _queue(self) -> float:
        shares = self._shares()
        return float(np.arange(len(shares) - self.handlers) @ shares[self.handlers:])

    def occupancy(self) -> float:
        """The share of the time in which handlers are busy."""
        return self.arrivals * (1 - self.abandoned()) * self.handling / self.handlers

    def answered_within(self, limit: float) -> float:
        """The share of all offered who are answered within a limit (seconds).

        Who finds j waiting is answered when j + 1 have left before him, by an answer (rate cμ) or by giving up (rate θ each).
        The moments of leaving are a pure death chain; its j + 1 stages together with his own patience give
        P(answered by t) by uniformisation.
        """
        shares = self._shares()
        ahead = shares[self.handlers:]
        return float(shares[:self.handlers].sum() + ahead @ self._reach(len(ahead), limit))

    def _reach(self, most: int, limit: float) -> np.ndarray:
        """For 0, 1 … waiting before him: the share answered within the limit. Stage k is k others before him still waiting;
        from it cμ + kθ lead on, θ is his own giving up."""
        serve, leave = self.handlers / self.handling, 1 / self.patience
        on = serve + leave * np.arange(most)
        rate = float(on[-1] + leave)
        stay = 1 - (on + leave) / rate
        answered = np.zeros(most + 1)       # answered[k]: the chance of having been answered after n steps from stage k - 1
        answered[0] = 1.0
        found, steps = np.zeros(most), floor(rate * limit + 12 * (rate * limit) ** 0.5 + 40)
        weight = -rate * limit
        for step in range(steps + 1):
            found += np.exp(weight) * answered[1:]
            weight += np.log(rate * limit / (step + 1)) if limit > 0 else -inf
            answered[1:] = stay * answered[1:] + on / rate * answered[:-1]
        return found


def least_handlers(share: float, limit: float, load: float, handling: float) -> int:
    """The fewest handlers by which a share is answered within a limit, where nobody gives up. Raises ValueError unless the
    share is below 1."""
    if not 0 <= share < 1:
        raise ValueError(f"the share must be from 0 to below 1: {share}")
    handlers = floor(load) + 1
    while within(handlers, load, handling, limit) < share:
        handlers += 1
    return handlers
