"""A trend against the peers' trend: when a change is told apart from theirs, and when it is not."""

from __future__ import annotations

import math
import random
import statistics

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from answerable.judgement.against_peers import (
    LESS,
    SAME,
    PeriodFigures,
    peer_trend,
    student_below,
    student_quantile,
    trend_json,
)


def period(label: str, own: float | None, *peers: float, without: int | None = None) -> PeriodFigures:
    """A period; `without` names a peer that has no figure in it."""
    return PeriodFigures(label, f"{label}-04-01", f"{label}-04-30", own,
                         {f"p{at}": value for at, value in enumerate(peers) if at != without})


BEFORE, AFTER = (90, 85, 88, 92, 80, 87), (89, 85.5, 86.5, 92, 78.5, 86.5)


# Published tables of Student's t: two-sided 95% and 99%.
@pytest.mark.parametrize(("freedom", "at_975", "at_995"), [
    (1, 12.7062, 63.6567), (2, 4.30265, 9.92484), (4, 2.77645, 4.60409), (5, 2.57058, 4.03214), (9, 2.26216, 3.24984),
    (30, 2.04227, 2.75000), (42, 2.01808, 2.69807)])
def test_quantiles_of_students_t_are_those_of_the_tables(freedom: int, at_975: float, at_995: float) -> None:
    assert student_quantile(0.975, freedom) == pytest.approx(at_975, abs=6e-5)
    assert student_quantile(0.995, freedom) == pytest.approx(at_995, abs=6e-5)


@settings(max_examples=30, deadline=None)
@given(st.floats(-6, 6), st.integers(1, 40))
def test_students_t_equals_its_density_added_up(t: float, freedom: int) -> None:
    scale = math.exp(math.lgamma((freedom + 1) / 2) - math.lgamma(freedom / 2)) / math.sqrt(freedom * math.pi)
    steps = 2000
    area = sum(scale * (1 + ((place + 0.5) * t / steps) ** 2 / freedom) ** (-(freedom + 1) / 2)
               for place in range(steps)) * t / steps
    assert student_below(t, freedom) == pytest.approx(0.5 + area, abs=1e-5)


def test_a_fall_that_the_peers_do_not_share_is_told_apart() -> None:
    trend = peer_trend([period("2025", 88, *BEFORE), period("2026", 78, *AFTER)])
    change = trend.change
    assert change is not None
    assert (change.own, round(change.peers, 2), change.code) == (-10, -0.67, LESS)
    said = trend_json(trend, "percent", "higher", "Westshire Police")["sentence"]
    assert "Westshire Police changed by −10.0 percentage points, its 6 peers by −0.7 percentage points on average." in said
    assert "below what its peers' changes explain, a change for the worse beside them" in said


def test_a_fall_that_the_peers_share_is_not() -> None:
    trend = peer_trend([period("2025", 88, *BEFORE), period("2026", 87, *AFTER)])
    assert trend.change is not None
    assert trend.change.code == SAME
    assert "not told apart" in trend_json(trend, "percent", "higher", "Westshire Police")["sentence"]


def test_a_peer_without_a_figure_in_some_period_makes_no_change() -> None:
    """Had the worst force joined in between, the peers' mean would have fallen without anybody getting worse."""
    trend = peer_trend([period("2025", 88, *BEFORE, 40, without=6), period("2026", 88, *AFTER, 40)])
    assert trend.compared == ("p0", "p1", "p2", "p3", "p4", "p5")
    assert trend.peers_at(trend.periods[1]) == statistics.fmean(AFTER)


@pytest.mark.parametrize("periods", [
    [], [period("2025", 88, *BEFORE)], [period("2025", None, *BEFORE), period("2026", 88, *AFTER)],
    [period("2025", 88, *BEFORE[:4]), period("2026", 88, *AFTER[:4])]])
def test_without_two_ends_and_five_peers_nothing_is_claimed(periods: list[PeriodFigures]) -> None:
    assert peer_trend(periods).change is None


def test_of_forces_like_their_peers_one_in_twenty_is_told_apart() -> None:
    dice, apart, times = random.Random(5), 0, 3000
    for _ in range(times):
        changes = [dice.gauss(-1, 2) for _ in range(8)]
        first = period("2025", 80, *([80] * 7))
        last = period("2026", 80 + changes[0], *(80 + change for change in changes[1:]))
        change = peer_trend([first, last]).change
        apart += change is not None and change.code != SAME
    assert 0.038 < apart / times < 0.062


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 100), st.integers(0, 100)), min_size=6, max_size=12), st.integers(-50, 50))
def test_moving_every_force_alike_changes_nothing_about_the_difference(pairs: list[tuple[int, int]], shift: int) -> None:
    first, last = period("2025", *(pair[0] for pair in pairs)), period("2026", *(pair[1] for pair in pairs))
    moved = period("2026", *(pair[1] + shift for pair in pairs))
    one, other = peer_trend([first, last]).change, peer_trend([first, moved]).change
    assert one is not None
    assert other is not None
    assert (one.difference, one.low, one.high) == pytest.approx((other.difference, other.low, other.high), abs=1e-9)
