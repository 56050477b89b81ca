"""The closed forms of queues at their printed digits. Published: Garnett, Mandelbaum & Reiman 2002 (50 agents: 3.1% abandon,
3.7 s, 93% busy; without abandoning 20.8 s, 96%). The others follow from the formulas and were computed apart."""

from __future__ import annotations

import pytest
from scipy.stats import norm

from answerable.staffing.erlang import Abandoning, Priority, blocked, least_handlers, mean_wait, waits, within


@pytest.mark.parametrize(("handlers", "load", "share"), [
    (1, 0.5, 0.5), (2, 1, 1 / 3), (5, 4, 0.554113), (10, 8, 0.409180), (12, 10, 0.449388), (20, 18, 0.550769),
    (50, 48, 0.694456), (100, 90, 0.216940), (100, 95, 0.506457)])
def test_who_waits_where_nobody_gives_up(handlers: int, load: float, share: float) -> None:
    assert waits(handlers, load) == pytest.approx(share, abs=5e-7)


@pytest.mark.parametrize(("handlers", "load", "share"), [
    (1, 0.5, 1 / 3), (2, 1, 0.2), (5, 4, 0.199067), (10, 8, 0.121661), (20, 18, 0.109213), (100, 95, 0.048804)])
def test_who_is_turned_away_where_nobody_can_wait(handlers: int, load: float, share: float) -> None:
    assert blocked(handlers, load) == pytest.approx(share, abs=5e-7)


def test_a_hundred_calls_a_half_hour_need_fourteen_handlers_for_80_percent_in_20_seconds() -> None:
    assert [round(within(handlers, 10, 180, 20), 4) for handlers in (12, 13, 14)] == [0.6402, 0.7956, 0.8884]
    assert least_handlers(0.8, 20, 10, 180) == 14


def test_a_queue_that_grows_has_no_mean_wait() -> None:
    assert mean_wait(10, 10, 180) == float("inf")
    assert within(10, 11, 180, 20) == 0
    assert waits(10, 12) == 1


def test_the_published_call_centre_of_fifty() -> None:
    patient, impatient = mean_wait(50, 48, 60), Abandoning(50, 48 / 60, 60, 120)
    assert patient == pytest.approx(20.83, abs=0.005)
    assert impatient.abandoned() == pytest.approx(0.030912, abs=5e-7)
    assert impatient.mean_wait() == pytest.approx(3.7095, abs=5e-5)
    assert impatient.occupancy() == pytest.approx(0.9303, abs=5e-5)
    assert impatient.waits() == pytest.approx(0.467774, abs=5e-7)
    assert impatient.answered_within(10) == pytest.approx(0.832576, abs=5e-7)
    assert impatient.answered_within(20) == pytest.approx(0.94302, abs=5e-6)


@pytest.mark.parametrize(("handlers", "share"), [(45, 0.08360), (48, 0.04764), (52, 0.01918), (55, 0.00864)])
def test_who_gives_up_with_more_and_fewer_handlers(handlers: int, share: float) -> None:
    assert Abandoning(handlers, 48 / 60, 60, 120).abandoned() == pytest.approx(share, abs=5e-6)


@pytest.mark.parametrize(("handlers", "first", "second", "in_ten"), [
    (13, 25.2119, 245.816, 0.515979), (14, 15.2406, 91.4434, 0.683209), (15, 9.0071, 40.5319, 0.799390),
    (16, 5.1857, 19.1474, 0.877295)])
def test_999_goes_before_101(handlers: int, first: float, second: float, in_ten: float) -> None:
    room = Priority(handlers, 1000 / 86400, 1800 / 86400, 360)
    assert room.mean_wait_first() == pytest.approx(first, abs=5e-5)
    assert room.mean_wait_second() == pytest.approx(second, abs=5e-3)
    assert room.within_first(10) == pytest.approx(in_ten, abs=5e-7)


def test_who_gives_up_never_and_who_gives_up_late_are_nearly_one() -> None:
    assert Abandoning(12, 1 / 36, 360, 1e7).answered_within(20) == pytest.approx(within(12, 10, 360, 20), abs=1e-3)


def test_a_share_of_one_is_refused() -> None:
    with pytest.raises(ValueError, match="below 1"):
        least_handlers(1.0, 20, 10, 180)


@pytest.mark.parametrize(("handlers", "load", "approximate"), [(100, 90, 0.2027), (100, 95, 0.4948)])
def test_who_waits_is_near_the_approximation_for_large_rooms(handlers: int, load: float, approximate: float) -> None:
    """Halfin & Whitt 1981: 1 / (1 + β Φ(β) / φ(β)), β = (c - a) / √a."""
    beta = (handlers - load) / load**0.5
    found = 1 / (1 + beta * norm.cdf(beta) / norm.pdf(beta))
    assert found == pytest.approx(approximate, abs=5e-5)
    assert waits(handlers, load) == pytest.approx(found, rel=0.08)


def test_who_waits_where_they_give_up_is_near_the_approximation_for_large_rooms() -> None:
    """Garnett, Mandelbaum & Reiman 2002: 1 / (1 + √(θ/μ) h(β √(μ/θ)) / h(-β)), h the normal hazard, β = (c - a) / √a."""
    def hazard(x: float) -> float:
        return float(norm.pdf(x) / norm.sf(x))
    beta, ratio = 2 / 48**0.5, (60 / 120) ** 0.5
    found = 1 / (1 + ratio * hazard(beta / ratio) / hazard(-beta))
    assert found == pytest.approx(0.4508, abs=5e-5)
    assert Abandoning(50, 48 / 60, 60, 120).waits() == pytest.approx(found, rel=0.08)
