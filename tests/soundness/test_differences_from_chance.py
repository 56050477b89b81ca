"""Differences of scenarios: their intervals hold the truth as often as they say, and of none that is there none is told."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from answerable.simulation.results import Simulated
from answerable.simulation.room import Duration, Line, Pool, Room, Service
from answerable.simulation.scenarios.differences import FIGURES, WITHIN, Difference, Weighed, differences, weighed
from answerable.simulation.simulating import simulate

RUNS, EACH = 60, 12


def room(staff: int) -> Room:
    """Four hours of two lines."""
    lines = tuple(Line(name, (rate,) * 4, Service(Duration("exponential", 300), ("handlers",), priority=place,
                                                  patience=Duration("exponential", 200)))
                  for place, (name, rate) in enumerate((("999", 20.0), ("101", 40.0))))
    return Room("room", lines, (Pool("handlers", (staff,) * 4),), 4, 3600.0, busyness=0.1)


def part(result: Simulated, number: int) -> Simulated:
    """Some of its repetitions, as if there were no others."""
    return replace(result, totals=result.totals[number * EACH:(number + 1) * EACH])


@pytest.fixture(scope="module")
def results() -> tuple[Simulated, Simulated]:
    """The room, and with one more handler, with the same callers."""
    return simulate(room(6), RUNS * EACH), simulate(room(7), RUNS * EACH)


def test_intervals_hold_the_truth_as_often_as_they_say(results: tuple[Simulated, Simulated]) -> None:
    """The truth is taken from all 720 repetitions; of sixty intervals from twelve each, 50 or more must hold it."""
    truth = {(one.queue, one.figure): one.difference for one in differences(*results)}
    held = dict.fromkeys(truth, 0)
    for number in range(RUNS):
        for one in differences(*(part(result, number) for result in results)):
            held[one.queue, one.figure] += one.low <= truth[one.queue, one.figure] <= one.high
    told = {key: count for key, count in held.items() if truth[key]}
    assert len(told) == 6       # nobody calls again, so as many come in both
    assert all(count >= 50 for count in told.values()), told
    assert 0.9 <= np.mean(list(told.values())) / RUNS <= 0.99


def test_where_there_is_no_difference_none_is_told(results: tuple[Simulated, Simulated]) -> None:
    """The same room with other callers on each side: thirty lists, of which one in twenty may name one."""
    named = 0
    for number in range(0, RUNS, 2):
        found = weighed(differences(part(results[0], number), part(results[0], number + 1)))
        named += any(one.weighed is Weighed.DIFFERENT for one in found)
    assert named <= 6           # of a binomial of 30 with 0.05 more than 6 come once in two thousand


def test_the_same_room_is_the_same_and_not_a_difference_of_nought(results: tuple[Simulated, Simulated]) -> None:
    found = weighed(differences(results[0], results[0]))
    assert {one.weighed for one in found} == {Weighed.SAME}
    assert len(found) == 2 * len(FIGURES)


def test_a_line_that_nobody_calls_has_no_figures() -> None:
    quiet = replace(room(6), lines=tuple(replace(line, arrivals=(0.0,) * 4) for line in room(6).lines))
    result = simulate(quiet, 3)
    shares = [one for one in differences(result, result) if one.figure is WITHIN]
    assert {one.weighed for one in shares} == {Weighed.UNKNOWN}
    assert {one.first for one in shares} == {None}


def test_many_differences_are_weighed_together() -> None:
    """Holm by hand: of p 0.001, 0.02, 0.03 and 0.6 the first passes 0.05 / 4, the second not 0.05 / 3."""
    listed = [Difference("101", WITHIN, 0.5, 0.6, chance=chance, weighed=Weighed.CHANCE) for chance in (0.03, 0.6, 0.001, 0.02)]
    assert [one.weighed for one in weighed(listed)] == [Weighed.CHANCE, Weighed.CHANCE, Weighed.DIFFERENT, Weighed.CHANCE]
    alone = [replace(listed[0])]
    assert weighed(alone)[0].weighed is Weighed.DIFFERENT
