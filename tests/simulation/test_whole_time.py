"""Handlers for targets over the whole time, and with which reserve: fewer hours than for every half-hour, and told how sure.

The room is in kind that of a published comparison (a made-up one): 999 before 101, redials, 90% and 80% in 10 and 30 seconds.
"""

from __future__ import annotations

from math import exp

import numpy as np
import pytest

from answerable.errors import InputError
from answerable.simulation.room import Duration, Line, Pool, Redial, Room, Service
from answerable.staffing.requirement import Requirement, carried, require
from answerable.staffing.reserves import by_reserve, cheapest, kept_back, read_reserves, with_reserve
from answerable.staffing.targets import Target

SWELL = np.array([0.35 + 0.65 * exp(-((slot - 34) / 11) ** 2) + 0.25 * exp(-((slot - 18) / 6) ** 2) for slot in range(48)])


def room(reserve: int = 0) -> Room:
    """A day of 1,000 calls to 999 and 1,800 to 101."""
    def line(name: str, a_day: float, talk: float, wrap: float, patience: float, priority: int) -> Line:
        return Line(name, tuple(a_day * SWELL / SWELL.sum()), Service(
            Duration("exponential", talk), ("room",), wrap=Duration("exponential", wrap), priority=priority,
            reserve=reserve * priority, patience=Duration("exponential", patience), within=10 if priority == 0 else 30),
            redial=Redial(0.5, Duration("exponential", 60 if priority == 0 else 600), 4))
    return Room("day", (line("999", 1000, 240, 60, 90, 0), line("101", 1800, 330, 90, 300, 1)), (Pool("room", (1,) * 48),), 48,
                warm_up=8)


def targets(*, over_all: bool) -> list[Target]:
    """90% of 999 within 10 seconds, 80% of 101 within 30."""
    return [Target("999", "within", 0.9, over_all), Target("101", "within", 0.8, over_all)]


@pytest.fixture(scope="module")
def over_all() -> Requirement:
    """What the day needs over all, with a reserve of one."""
    return require(room(1), "room", targets(over_all=True), repetitions=60)


@pytest.mark.slow
def test_a_target_over_all_needs_fewer_hours_than_in_every_slot(over_all: Requirement) -> None:
    everywhere = require(room(1), "room", targets(over_all=False), repetitions=60)
    assert over_all.settled
    assert 0.9 * everywhere.hours < over_all.hours < 0.99 * everywhere.hours
    for target in over_all.targets:
        assert target.over(over_all.result).mean >= target.level - 0.01       # callers that the search had not seen
    assert over_all.missed == ((), ())


def test_no_half_hour_is_given_up_for_the_mean(over_all: Requirement) -> None:
    """By the numbers alone, nobody at night would be cheapest."""
    assert (np.array(over_all.staff) >= carried(room(1), "room")).all()
    assert (Target("101", "within", 0.4).by_slot(over_all.result) > 0.4).all()


@pytest.mark.slow
def test_to_be_surer_costs_hours(over_all: Requirement) -> None:
    sure = require(room(1), "room", targets(over_all=True), confidence=0.9, repetitions=60)
    assert sure.hours > over_all.hours
    for target in sure.targets:
        low, high = target.chance(sure.result)
        assert low <= target.met_over_all(sure.result) <= high
        assert high >= 0.9
    assert over_all.targets[1].met_over_all(over_all.result) < 0.8


@pytest.mark.slow
def test_a_reserve_of_one_needs_fewest_hours() -> None:
    """Without one, 999 in 10 seconds is reached by staffing 101 too well."""
    found = by_reserve(room(), "room", targets(over_all=False), range(3), repetitions=60)
    assert cheapest(found) == 1
    assert found[1].hours < 0.98 * found[0].hours


def test_the_lines_that_a_reserve_is_of() -> None:
    asked = room()
    assert kept_back(asked, "room", targets(over_all=True)) == ("101",)
    with pytest.raises(InputError, match="gives way"):
        kept_back(asked, "room", targets(over_all=True)[:1])
    changed = with_reserve(asked, "room", ("101",), 3)
    assert [line.service.reserve_in("room") for line in changed.lines] == [0, 3]


@pytest.mark.parametrize(("said", "meant"), [("0..3", range(4)), ("2", range(2, 3))])
def test_reserves_are_read_as_written(said: str, meant: range) -> None:
    assert read_reserves(said) == meant


@pytest.mark.parametrize("said", ["3..0", "..", "-1..2", "few", "0..99", "0.."])
def test_reserves_that_cannot_be_are_told(said: str) -> None:
    with pytest.raises(InputError, match="are no reserves"):
        read_reserves(said)
