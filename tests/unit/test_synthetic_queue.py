"""The made-up force's queue: small cases by hand, then exact queueing theory at fixed seeds."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf

import numpy as np
import numpy.typing as npt
import pytest

from answerable.records.synthetic.queueing import NOBODY, Work, serve

Floats = npt.NDArray[np.float64]


def work(joined: list[float], handling: list[float], *, urgent: set[int] | None = None,
         gives_up: dict[int, float] | None = None) -> Work:
    count = range(len(joined))
    return Work(joined, [number in (urgent or set()) for number in count],
                [(gives_up or {}).get(number, inf) for number in count], handling)


def test_one_handler_takes_contacts_in_the_order_they_join() -> None:
    assert serve(work([0, 1, 2], [10, 10, 10]), [(0, [1])]) == ([0, 10, 20], [1, 1, 1])


def test_an_urgent_contact_goes_before_those_who_wait_but_interrupts_nobody() -> None:
    started, _ = serve(work([0, 1, 2], [10, 10, 10], urgent={2}), [(0, [1])])
    assert started == [0, 20, 10]


def test_a_contact_that_gave_up_is_never_handled_and_takes_no_time() -> None:
    started, handler = serve(work([0, 1, 2], [10, 10, 10], gives_up={1: 5}), [(0, [1])])
    assert started == [0, NOBODY, 10]
    assert handler == [1, NOBODY, 1]


def test_the_handler_idle_longest_takes_the_next_contact() -> None:
    _, handler = serve(work([0, 1, 20], [2, 10, 1]), [(0, [1, 2])])
    assert handler == [1, 2, 1]


def test_a_handler_going_off_duty_finishes_the_contact_in_hand_and_takes_no_more() -> None:
    started, handler = serve(work([0, 5], [30, 1]), [(0, [1]), (10, [2])])
    assert (started, handler) == ([0, 10], [1, 2])


def test_a_handler_coming_on_while_still_busy_becomes_free_when_done() -> None:
    started, handler = serve(work([0, 25], [30, 1]), [(0, [1]), (10, []), (20, [1])])
    assert (started, handler) == ([0, 30], [1, 1])


def test_the_reserve_is_kept_for_urgent_contacts() -> None:
    contacts = work([0, 1, 2], [10, 10, 10], urgent={2})
    started, _ = serve(contacts, [(0, [1, 2])], reserve=1)
    assert started[2] == 2
    assert started[1] == 12, "the second waits until both handlers are free"


@dataclass(frozen=True)
class Run:
    """A run of many contacts with exponential gaps and handling; times in mean handling times."""

    joined: Floats
    started: Floats
    gives_up: Floats
    urgent: npt.NDArray[np.bool_]

    @property
    def waits(self) -> Floats:
        return np.where(self.started == NOBODY, self.gives_up, self.started) - self.joined


def run(rate: float, handlers: int, contacts: int, *, patience: float = inf, urgent_share: float = 0.0,
        seed: int = 1) -> Run:
    random = np.random.default_rng(seed)
    joined = np.cumsum(random.exponential(1 / rate, contacts))
    gives_up = joined + (random.exponential(patience, contacts) if patience < inf else inf)
    urgent = random.random(contacts) < urgent_share
    handling = random.exponential(1, contacts).tolist()
    contact = Work(joined.tolist(), urgent.tolist(), gives_up.tolist(), handling)
    started, _ = serve(contact, [(0, range(handlers))])
    return Run(joined, np.array(started), gives_up, urgent)


def within_error(observed: Floats, expected: float) -> bool:
    """Whether a mean of dependent observations agrees with the exact one: 25 batches, 3.5 standard errors."""
    batches = np.array([batch.mean() for batch in np.array_split(observed, 25)])
    error = batches.std(ddof=1) / 5
    assert error < 0.08 * expected, "too short a run to say anything"
    return bool(abs(batches.mean() - expected) < 3.5 * error)


def erlang_c(handlers: int, load: float) -> float:
    """Probability of waiting in M/M/c, by the recursion of Erlang B (Erlang 1917; Cooper 1981, chapter 3)."""
    blocked = 1.0
    for number in range(1, handlers + 1):
        blocked = load * blocked / (number + load * blocked)
    return blocked / (1 - load / handlers * (1 - blocked))


def erlang_a_abandonment(rate: float, handlers: int, patience: float) -> float:
    """Share that gives up in M/M/c+M: mean queue over patience and rate, from the birth-death chain.

    Garnett, Mandelbaum and Reiman 2002 (Manufacturing & Service Operations Management 4:208).
    """
    weights, states = [1.0], range(1, handlers + 400)
    for state in states:
        leaving = min(state, handlers) + max(state - handlers, 0) / patience
        weights.append(weights[-1] * rate / leaving)
    queue = sum(max(state - handlers, 0) * weight for state, weight in enumerate(weights)) / sum(weights)
    return queue / patience / rate


def test_the_formulas_of_this_file_give_published_values() -> None:
    assert erlang_c(10, 8) == pytest.approx(0.409180, abs=1e-6)
    assert erlang_a_abandonment(48, 50, 2) == pytest.approx(0.031, abs=5e-4)


def test_without_patience_or_priority_the_mean_wait_is_erlang_c() -> None:
    found = run(rate=8, handlers=10, contacts=150_000)
    assert within_error(found.waits, erlang_c(10, 8) / (10 - 8))


def test_with_exponential_patience_the_share_abandoned_is_erlang_a() -> None:
    found = run(rate=10, handlers=9, contacts=100_000, patience=0.7)
    abandoned = (found.started == NOBODY).astype(float)
    assert within_error(abandoned, erlang_a_abandonment(10, 9, 0.7))


def test_with_priority_both_mean_waits_are_exact() -> None:
    """Non-pre-emptive priority, M/M/c with equal handling (Cobham 1954; Davis 1966)."""
    rate, handlers, share = 8.0, 10, 0.4
    found = run(rate, handlers, 250_000, urgent_share=share, seed=3)
    waiting = erlang_c(handlers, rate) / handlers
    urgent_load, load = share * rate / handlers, rate / handlers
    assert within_error(found.waits[found.urgent], waiting / (1 - urgent_load))
    assert within_error(found.waits[~found.urgent], waiting / (1 - urgent_load) / (1 - load))


def test_the_mean_queue_seen_at_random_instants_is_rate_times_mean_wait() -> None:
    """Little's law (Little 1961): the queue is counted at instants, the waits are summed."""
    found = run(rate=10, handlers=9, contacts=40_000, patience=0.7, seed=5)
    left = np.sort(found.joined + found.waits)
    instants = np.random.default_rng(6).uniform(found.joined[0], found.joined[-1], 40_000)
    came, gone = (np.searchsorted(times, instants, side="right") for times in (found.joined, left))
    rate = len(found.joined) / (found.joined[-1] - found.joined[0])
    assert (came - gone).mean() == pytest.approx(rate * found.waits.mean(), rel=0.04)
