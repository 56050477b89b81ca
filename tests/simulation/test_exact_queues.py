"""The simulator against queues with an exact answer: the differences in standard errors, all printed together.

Of so many comparisons none may be over 3.5 standard errors, and the sum of their squares must be as chance would have it.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count

import numpy as np
import pytest
from exact_rooms import Comparison, a_day_of_calls, all_waits, changing_exactly, exponential, line, shares, steady
from exact_waves import A_WAVE, LENGTH, fewest, present, share_who_wait, wave_room, within_slots
from scipy.stats import chi2

from answerable.simulation.results import Simulated, Spread, spread_of
from answerable.simulation.room import Pool, Refusal, Room
from answerable.simulation.simulating import simulate
from answerable.staffing.erlang import Abandoning, Priority, blocked, waits

SEEDS = count(101)
RATES = 1000 / 86400, 1800 / 86400       # of 999 and 101, contacts a second


def run(room: Room, repetitions: int) -> Simulated:
    """The room with callers that no other case has: with the same ones, chance would push many comparisons the same way."""
    return simulate(room, repetitions, next(SEEDS))


def patient() -> Iterator[Comparison]:
    """Erlang C: who waits."""
    for handlers, load, repetitions in ((5, 4, 60), (20, 18, 60), (12, 10, 60)):
        result = run(steady(handlers, line("calls", load / 180, 180, hours=24), hours=24, warm_up_hours=12), repetitions)
        yield Comparison(f"Erlang C {handlers}, {load}: waits", shares(result, "calls", "waited"), waits(handlers, load))


def turned_away() -> Iterator[Comparison]:
    """Erlang B: who is turned away, of all who come."""
    for handlers, load in ((5, 4), (10, 8), (20, 18)):
        result = run(steady(handlers, line("calls", load / 180, 180, refusal=Refusal(when_free=0))), 60)
        refused = result.counted("calls", "refused")
        yield Comparison(f"Erlang B {handlers}, {load}", spread_of(refused, refused + result.counted("calls", "offered")),
                         blocked(handlers, load))


def impatient() -> Iterator[Comparison]:
    """Erlang A: Garnett, Mandelbaum and Reiman's example, with several numbers of handlers."""
    for handlers in (45, 48, 50, 52, 55):
        exact = Abandoning(handlers, 48 / 60, 60, 120)
        result = run(steady(handlers, line("calls", 48 / 60, 60, patience=exponential(120))), 60)
        yield Comparison(f"Erlang A {handlers}: gives up", result.share_abandoned("calls"), exact.abandoned())
        yield Comparison(f"Erlang A {handlers}: mean wait", all_waits(result, "calls"), exact.mean_wait())
        yield Comparison(f"Erlang A {handlers}: in 10 s", result.share_within_of_offered("calls"), exact.answered_within(10))


def by_priority() -> Iterator[Comparison]:
    """999 before 101, nobody giving up."""
    for handlers in (13, 14, 15, 16):
        exact = Priority(handlers, *RATES, 360)
        lines = [line(name, rate, 360, priority=place, hours=48) for place, (name, rate) in enumerate(zip(("999", "101"), RATES,
                                                                                                       strict=True))]
        result = run(steady(handlers, *lines, hours=48, warm_up_hours=24), 150)
        yield Comparison(f"priority {handlers}: waits", shares(result, "999", "waited"), exact.waits())
        yield Comparison(f"priority {handlers}: wait of 999", all_waits(result, "999"), exact.mean_wait_first())
        yield Comparison(f"priority {handlers}: wait of 101", all_waits(result, "101"), exact.mean_wait_second())
        yield Comparison(f"priority {handlers}: 999 in 10 s", result.share_within_of_offered("999"), exact.within_first(10))


def by_priority_and_impatient() -> Iterator[Comparison]:
    """999 before 101, with patience of 90 and 300 seconds: a Markov chain over busy handlers and both queues, solved apart."""
    for handlers, waiting, gone_999, gone_101, wait_999, wait_101 in (
            (11, 0.552160, 0.172886, 0.153764, 15.5597, 46.1291), (13, 0.344331, 0.094406, 0.075414, 8.4966, 22.6242),
            (15, 0.179298, 0.043641, 0.031695, 3.9277, 9.5084)):
        lines = [line(name, rate, 360, priority=place, patience=exponential(patience), hours=24)
                 for place, (name, rate, patience) in enumerate(zip(("999", "101"), RATES, (90, 300), strict=True))]
        result = run(steady(handlers, *lines, hours=24), 150)
        for what, found, exact in (
                ("waits", shares(result, "101", "waited"), waiting), ("999 gives up", result.share_abandoned("999"), gone_999),
                ("101 gives up", result.share_abandoned("101"), gone_101), ("wait of 999", all_waits(result, "999"), wait_999),
                ("wait of 101", all_waits(result, "101"), wait_101)):
            yield Comparison(f"priority, impatient {handlers}: {what}", found, exact)


def changing() -> Iterator[Comparison]:
    """A day that swells and falls, handlers with it, from an empty room: who gives up in all."""
    rates, handlers = a_day_of_calls()
    one = line("calls", 0, 360, patience=exponential(180))
    room = Room("day", (type(one)("calls", tuple(rate * 1800 for rate in rates), one.service),),
                (Pool("room", handlers),), 48)
    counts = run(room, 2000).counted("calls", "abandoned")
    found = Spread(float(counts.mean()), 0, 0, float(counts.std(ddof=1) / len(counts) ** 0.5))
    yield Comparison("changing day: give up", found, changing_exactly(rates, handlers, 360, 180, 1800))


def waves() -> Iterator[Comparison]:
    """Feldman and others' wave: the share who wait by five staffings, and the load of a room that nobody waits in."""
    middles = (np.arange(A_WAVE) + 0.5) * LENGTH
    for share in (0.1, 0.3, 0.5, 0.7, 0.9):
        staff = fewest(present(middles), share)
        yield Comparison(f"wave, staffed for {share:.0%}: waits", shares(run(wave_room(staff), 300), "calls", "waited"),
                         share_who_wait(staff))
    busy = np.array([run(wave_room(np.full(A_WAVE, 300), 1), 10).busy[0] / 1800 for _ in range(40)])
    exact = within_slots(1).mean(axis=1)
    for name, weight in (("mean", np.full(A_WAVE, 1.0)), ("sine", 2 * np.sin(middles)), ("cosine", 2 * np.cos(middles))):
        found = (busy * weight).mean(axis=1)
        yield Comparison(f"wave, all handled: {name}", Spread(float(found.mean()), 0, 0, float(found.std(ddof=1) / 40**0.5)),
                         float((exact * weight).mean()))


CASES = patient, turned_away, impatient, by_priority, by_priority_and_impatient, changing, waves


@pytest.mark.slow
def test_every_exact_case_within_chance(capsys: pytest.CaptureFixture[str]) -> None:
    compared = [comparison for case in CASES for comparison in case()]
    squares = sum(comparison.z**2 for comparison in compared)
    told = [f"{comparison.what:40} {comparison.found.mean:11.6f} exact {comparison.exact:11.6f} z {comparison.z:6.2f}"
            for comparison in compared]
    told.append(f"{len(compared)} comparisons, sum of squares {squares:.1f}")
    with capsys.disabled():
        print("", *told, sep="\n")
    assert max(abs(comparison.z) for comparison in compared) <= 3.5, told
    assert chi2.ppf(0.001, len(compared)) < squares < chi2.ppf(0.999, len(compared)), told


def test_the_day_that_swells_is_solved_as_published() -> None:
    """128.328 who give up a day; with the queue of every half-hour taken as if it had lasted for ever, 129.455."""
    rates, handlers = a_day_of_calls()
    assert changing_exactly(rates, handlers, 360, 180, 1800) == pytest.approx(128.328, abs=5e-4)
    steady_state = sum(rate * 1800 * Abandoning(here, rate, 360, 180).abandoned()
                       for rate, here in zip(rates, handlers, strict=True))
    assert steady_state == pytest.approx(129.455, abs=5e-4)
