"""What a room does by the number of its people: scaled whole, told by a curve that never turns, and near the simulator."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from answerable.simulation.laying_out import plan_of, seed_of
from answerable.simulation.room import Duration, Line, Outage, Pool, Room, Service
from answerable.simulation.simulating import simulate
from answerable.staffing.strength.emulator import Emulator, Range, emulate
from answerable.staffing.strength.monotone import rising, smooth
from answerable.staffing.strength.scaled import scaled
from answerable.staffing.targets import Target

TARGETS = [Target("101", "within", 0.8), Target("101", "mean_wait", 60.0)]
numbers = st.lists(st.floats(-5, 5), min_size=3, max_size=12)


def small_room(staff: int = 9) -> Room:
    """A day of one line that gives up."""
    service = Service(Duration("exponential", 300), ("handlers",), patience=Duration("exponential", 200), within=30)
    return Room("small", (Line("101", (40.0,) * 48, service),), (Pool("handlers", (staff,) * 48),), 48)


@pytest.fixture(scope="module")
def curves() -> list[Emulator]:
    return emulate(small_room(), TARGETS, Range(0.5, 1.6, 0.9, 1.15), repetitions=12, ratios=12)


@given(numbers)
def test_the_nearest_rising_row_keeps_the_mean_and_leaves_what_rises(values: list[float]) -> None:
    row = np.array(values)
    found = rising(row)
    assert (np.diff(found) >= 0).all()
    assert found.mean() == pytest.approx(row.mean(), abs=1e-9)
    assert rising(np.sort(row)) == pytest.approx(np.sort(row))


@given(numbers)
def test_a_curve_through_rising_points_goes_through_them_and_never_falls(values: list[float]) -> None:
    places, row = np.cumsum(np.arange(1, len(values) + 1) * 0.5), np.sort(np.array(values))
    fine = np.linspace(places[0] - 1, places[-1] + 1, 500)
    assert smooth(places, row, places) == pytest.approx(row, abs=1e-9)
    assert (np.diff(smooth(places, row, fine)) >= -1e-9).all()


@pytest.mark.parametrize("ratio", [0.37, 0.9, 1.0, 1.25])
def test_scaled_staff_are_whole_people_with_the_right_mean(ratio: float) -> None:
    pools = (Pool("handlers", tuple(range(48)), absent=0.1, away=0.15), Pool("other", (3,) * 48))
    room = Room("two", small_room().lines, pools, 48, outages=(Outage(10, 20, 0.5, ("other",)),))
    staff = np.mean([plan_of(scaled(room, ratio), seed_of(1, number)).staff for number in range(800)], axis=0)
    wanted = ratio * np.array([np.arange(48) * 0.9 * 0.85, np.where((np.arange(48) >= 10) & (np.arange(48) < 20), 1.5, 3.0)])
    assert np.abs(staff - wanted).max() < 0.35
    assert staff.sum(axis=1) == pytest.approx(wanted.sum(axis=1), rel=0.01)


def test_a_room_that_is_not_scaled_is_the_room() -> None:
    assert scaled(small_room(), 1.0) == small_room()


def test_more_people_are_never_worse_and_more_callers_never_better(curves: list[Emulator]) -> None:
    for emulator in curves:
        better = emulator.places if emulator.target.at_least else -emulator.places
        assert (np.diff(better, axis=1) >= -1e-9).all()
        assert (np.diff(better, axis=0) <= 1e-9).all()
        assert (emulator.spread > 0).all()


def test_the_curve_tells_what_the_simulator_tells(curves: list[Emulator]) -> None:
    """At a ratio and a demand at which it was not asked, with callers that it has not seen, within its stated error."""
    result = simulate(scaled(small_room(), 0.93, 1.04), 60, 77)
    above, below = TARGETS[0].counts(result)
    said = curves[0].value(curves[0].at(np.log([0.93]), np.log([1.04]))[0])[0]
    assert abs(said - above.sum() / below.sum()) < 0.02
    assert curves[0].error[0] < 0.02


def test_turned_round_it_tells_with_how_many_people_a_figure_comes(curves: list[Emulator]) -> None:
    for emulator in curves:
        for ratio in (0.7, 0.93, 1.1):
            figure = emulator.value(emulator.at(np.log([ratio]), np.array([0.02]))[0])[0]
            assert emulator.ratio_of(float(figure), 0.02) == pytest.approx(np.log(ratio), abs=1e-3)
