"""The probability of what each rule found, held to printed tables, to enumeration and to simulated series."""

from __future__ import annotations

import math
import random
from datetime import date
from itertools import pairwise, permutations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from answerable.judgement import Point, control_chart
from answerable.judgement.chances import Placed, chance, compared, degrees_of_freedom, limit_error, student_upper, two_sided


def placed(*z: float) -> list[Placed]:
    """A stretch whose values are its distances from the centre."""
    return [Placed(each, each) for each in z]


@pytest.mark.parametrize(("t", "freedom", "upper"), [
    (12.706, 1, 0.025), (2.228, 10, 0.025), (4.587, 10, 0.0005), (2.086, 20, 0.025), (1.282, 1e6, 0.1), (0.0, 7, 0.5)])
def test_student_s_t_is_that_of_the_printed_tables(t: float, freedom: float, upper: float) -> None:
    assert student_upper(t, freedom) == pytest.approx(upper, rel=1e-3)


@settings(deadline=None, max_examples=30)
@given(st.floats(0.01, 8), st.integers(2, 60))
def test_student_s_t_equals_its_density_added_up(t: float, freedom: int) -> None:
    scale = math.exp(math.lgamma((freedom + 1) / 2) - math.lgamma(freedom / 2)) / math.sqrt(freedom * math.pi)
    steps = 4000
    inside = math.fsum(scale * (1 + ((i + 0.5) * t / steps) ** 2 / freedom) ** (-(freedom + 1) / 2)
                       for i in range(steps)) * t / steps
    assert student_upper(t, freedom) == pytest.approx(0.5 - inside, abs=1e-7)


def test_where_the_width_is_known_three_sigmas_are_one_in_370() -> None:
    assert 1 / two_sided(3, None) == pytest.approx(370.4, abs=0.05)
    assert two_sided(-3, 24) == two_sided(3, 24) > two_sided(3, None)


def test_a_width_from_more_figures_is_known_better() -> None:
    assert degrees_of_freedom(24) == pytest.approx(0.6 * 24, abs=0.5)
    assert [limit_error(points) for points in (12, 24, 60)] == sorted((limit_error(p) for p in (12, 24, 60)), reverse=True)


def test_the_degrees_of_freedom_are_those_of_simulated_widths() -> None:
    chooser, widths = random.Random(1), []
    for _ in range(4000):
        values = [chooser.gauss(0, 1) for _ in range(24)]
        widths.append(math.fsum(abs(b - a) for a, b in pairwise(values)) / 23)
    mean = math.fsum(widths) / len(widths)
    variance = math.fsum((width - mean) ** 2 for width in widths) / len(widths)
    # A scaled chi-squared width has (standard deviation / mean)² = 1 / (2 × degrees of freedom).
    assert mean ** 2 / (2 * variance) == pytest.approx(degrees_of_freedom(24), rel=0.06)


@pytest.mark.parametrize("length", [7, 8, 11])
def test_a_run_on_one_side_is_as_likely_as_the_same_side_of_so_many_coins(length: int) -> None:
    stretch = placed(-1, *[0.5] * length)
    same = sum(len(set(sides)) == 1 for sides in product((-1, 1), repeat=length)) / 2 ** length
    assert chance("seven-on-one-side", stretch, length, points=24) == same


def test_a_trend_is_as_likely_as_one_order_of_so_many_figures() -> None:
    stretch = placed(5, *[float(i) for i in range(7)])
    orders = list(permutations(range(7)))
    rising = sum(list(order) in (sorted(order), sorted(order, reverse=True)) for order in orders) / len(orders)
    assert chance("trend-of-seven", stretch, 7, points=24) == pytest.approx(rising)


def test_two_of_three_is_as_likely_as_in_a_million_normal_triples() -> None:
    chooser, far, runs = random.Random(3), 1.5, 200_000
    hit = sum(len({z > 0 for z in three}) == 1 and sorted(map(abs, three))[1] >= far
              for three in ([chooser.gauss(0, 1) for _ in range(3)] for _ in range(runs)))
    assert chance("two-of-three", placed(0.1, far, 2.4), 2, points=None) == pytest.approx(hit / runs, rel=0.05)


def test_no_chance_is_made_up_for_a_rule_that_is_not_known() -> None:
    assert chance("rule-of-tomorrow", placed(1, 2, 3), 2, points=24) is None


@pytest.mark.parametrize("points", [13, 24, 36])
def test_on_stable_series_a_chance_of_one_in_a_hundred_comes_no_oftener_than_that(points: int) -> None:
    chooser, found, runs = random.Random(points), 0, 1500
    for _ in range(runs):
        values = [chooser.gauss(50, 5) for _ in range(points)]
        series = [Point(date(2020 + i // 12, i % 12 + 1, 1), str(i), value, "final") for i, value in enumerate(values)]
        chart = control_chart(series, direction="higher")
        lines = chart.phases[-1].limits
        assert lines is not None
        stretch = [Placed(value, 3 * (value - lines.centre) / (lines.upper - lines.centre)) for value in values]
        chances = [chance(rule, stretch, points - 1, points=points) or 1.0 for rule in chart.points[-1].rules]
        # Any of the four rules might have found it.
        found += 4 * min(chances, default=1.0) <= 0.01
    assert found / runs <= 0.01


def remembering(chooser: random.Random, months: int, memory: float) -> list[float]:
    """Normal months with mean 0 and spread 1, each correlated with the one before."""
    values = [chooser.gauss(0, 1)]
    while len(values) < months:
        values.append(memory * values[-1] + (1 - memory ** 2) ** 0.5 * chooser.gauss(0, 1))
    return values


def test_one_month_is_held_against_those_before_as_in_any_textbook() -> None:
    before = [-2.0, 2.0] * 6
    spread = math.sqrt(sum(value ** 2 for value in before) / 11)
    found = compared(before, [7.0], 0.0)
    assert found is not None
    # A new single value against the mean of n others has the standard error s √(1 + 1/n), with n − 1 degrees of freedom.
    assert found.chance == pytest.approx(2 * student_upper(7 / (spread * math.sqrt(1 + 1 / 12)), 11))
    assert (found.months, found.looks) == (1, 2)


def test_months_that_stay_down_say_more_together() -> None:
    before = [-1.0, 1.0, 0.5, -0.5] * 6
    chances = [found.chance * found.looks for count in (1, 2, 3, 4) if (found := compared(before, [-2.5] * count, 0.3))]
    assert chances == sorted(chances, reverse=True)
    assert chances[3] < chances[0] / 4


def test_a_year_and_a_half_at_another_level_is_no_chance() -> None:
    found = compared([-1.0, 1.0, 0.5, -0.5] * 4, [3.0, 4.0, 3.5] * 6, 0.3)
    assert found is not None
    assert found.months == 18
    assert found.chance * found.looks < 1e-4


def test_an_earlier_change_of_level_does_not_hide_a_new_one() -> None:
    steady, stepped = [-1.0, 1.0] * 12, [-1.0, 1.0] * 6 + [19.0, 21.0] * 6
    plain, after_a_step = compared(steady, [-9.0], 0.3), compared([value - 10 for value in stepped], [-20.0], 0.3)
    assert plain is not None
    assert after_a_step is not None
    assert after_a_step.chance < 0.01


def test_too_few_months_before_compare_with_nothing() -> None:
    assert compared([0.0] * 7, [5.0], 0.3) is None


def test_a_series_that_never_moved_leaves_no_chance_to_a_month_that_did() -> None:
    found, same = compared([1.0] * 12, [2.0], 0.3), compared([1.0] * 12, [1.0], 0.3)
    assert found is not None
    assert same is not None
    assert (found.chance, same.chance) == (0.0, 1.0)


@pytest.mark.parametrize("memory", [0.0, 0.3])
def test_on_series_with_that_memory_the_comparison_keeps_to_its_chance(memory: float) -> None:
    chooser, found, runs = random.Random(11), 0, 3000
    for _ in range(runs):
        values = remembering(chooser, 30, memory)
        at_last = next((place for place in range(29, 0, -1) if (values[place] > 0) != (values[29] > 0)), 0) + 1
        held = compared(values[:at_last], values[at_last:], memory)
        found += held is not None and held.chance * held.looks <= 0.02
    assert found / runs <= 0.02
