"""Loads that swell and fall, at their printed digits: what staffing by the load of the moment gets wrong, and by how much."""

from __future__ import annotations

from math import atan2, pi

import numpy as np
import pytest
from exact_waves import fewest, present
from scipy.stats import poisson

from answerable.simulation.room import Duration, Line, Pool, Room, Service
from answerable.staffing.requirement import start
from answerable.staffing.targets import Target

T = np.arange(1000) / 1000 * 2 * pi


@pytest.mark.parametrize(("share", "least", "most", "printed"), [
    (0.1, 99, 129, 0.0921), (0.3, 92, 121, 0.2832), (0.5, 87, 115, 0.4794), (0.7, 82, 109, 0.6824), (0.9, 75, 102, 0.8904)])
def test_handlers_for_a_wave(share: float, least: int, most: int, printed: float) -> None:
    """Feldman and others' example. The mean of the printed shares was taken on a grid of its own, hence the last digits."""
    staff = fewest(present(T), share)
    assert (staff.min(), staff.max()) == (least, most)
    assert poisson.sf(staff - 1, present(T)).mean() == pytest.approx(printed, abs=1.1e-3)


def test_the_load_follows_the_calls_by_an_eighth_of_a_wave() -> None:
    """Lag arctan(ω/μ)/ω = π/4 and amplitude 20/√2 = 14.142."""
    sine, cosine = (2 * float(np.mean(present(T) * wave(T))) for wave in (np.sin, np.cos))
    assert atan2(-cosine, sine) == pytest.approx(pi / 4, abs=1e-12)
    assert (sine**2 + cosine**2) ** 0.5 == pytest.approx(14.142, abs=5e-4)


def missed(lag: float, ratio: float, share: float = 0.3) -> float:
    """The share of the time in which handlers for the load of `lag` radians before miss the target by a tenth or more.
    ratio: 2π × mean handling over the length of a wave; the calls swing by 20%."""
    load = 100 + 20 * (np.sin(T) - ratio * np.cos(T)) / (1 + ratio**2)
    waits = poisson.sf(fewest(100 + 20 * np.sin(T - lag), share) - 1, load)
    return float(np.mean(waits > 1.1 * share))


def test_staffing_by_the_moment_misses_where_jobs_are_long_and_a_lag_mends_most_of_it() -> None:
    """Green, Kolesar & Soares 2001: jobs of 90 minutes, and calls of 6, in a day that swells once."""
    jobs, calls = 2 * pi * 1.5 / 24, 2 * pi * 0.1 / 24
    assert missed(0, jobs) > 0.4
    assert missed(jobs, jobs) < 0.3 * missed(0, jobs)
    assert missed(0, calls) == missed(calls, calls) == 0


def test_the_start_of_a_search_follows_the_calls_by_their_length() -> None:
    """Ten-minute calls in half-hours: a third of each half-hour's work is of the half-hour before."""
    service = Service(Duration("exponential", 600), ("room",), within=30)
    arrivals = (30.0,) * 6 + (90.0,) * 6
    staff = start(Room("step", (Line("calls", arrivals, service),), (Pool("room", (1,) * 12),), 12), "room",
                  [Target("calls", "within", 0.8)])
    assert staff[5] < staff[6] < staff[7] == staff[11]
