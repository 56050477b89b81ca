"""Faults of control charts that would give a wrong signal without an error; never weaken a test here."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from answerable.judgement.charts import ControlChart, control_chart
from answerable.judgement.plans import Baseline, ChartPlan
from answerable.judgement.rules import OFFICIAL_2023, R_0_2_2, RuleSet
from answerable.judgement.series import PhaseStart, Point

SPIKE = [1, 2, 1, 2, 10, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1]
SWAPPED = {"improvement": "concern", "concern": "improvement", None: None}
RULE_SETS = pytest.mark.parametrize("rules", [R_0_2_2, OFFICIAL_2023], ids=lambda rules: rules.id)

whole_numbers = st.lists(st.integers(0, 12), min_size=12, max_size=45)
with_gaps = st.lists(
    st.one_of(st.integers(0, 9), st.integers(0, 9), st.integers(0, 9), st.none()), min_size=12, max_size=45
)


def month(number: int) -> date:
    return date(2024 + number // 12, number % 12 + 1, 1)


def series(values: Sequence[float | None]) -> list[Point]:
    return [
        Point(month(i), f"month {i}", value, "no-data" if value is None else "final")
        for i, value in enumerate(values)
    ]


def judged(
    values: Sequence[float | None], rules: RuleSet = R_0_2_2, direction: str = "higher", **plan: Any
) -> ControlChart:
    return control_chart(series(values), direction=direction, plan=ChartPlan("test-1", rule_set=rules, **plan))


def lines(chart: ControlChart) -> tuple[float, float, float]:
    limits = chart.phases[0].limits
    assert limits is not None
    return limits.mean, limits.lower, limits.upper


# ---- published numbers ----


def test_the_published_example_screened_and_unscreened() -> None:
    assert [round(line, 3) for line in lines(judged(SPIKE, R_0_2_2))] == [1.944, -0.716, 4.604]
    assert [round(line, 3) for line in lines(judged(SPIKE, OFFICIAL_2023))] == [1.944, -3.063, 6.952]


def test_the_published_series_of_twenty() -> None:
    # Twenty standard normal values (R: set.seed(123); rnorm(20)), whose lines the R package prints.
    values = [
        -0.56047565,
        -0.23017749,
        1.55870831,
        0.07050839,
        0.12928774,
        1.71506499,
        0.46091621,
        -1.26506123,
        -0.68685285,
        -0.44566197,
        1.22408180,
        0.35981383,
        0.40077145,
        0.11068272,
        -0.55584113,
        1.78691314,
        0.49785048,
        -1.96661716,
        0.70135590,
        -0.47279141,
    ]
    assert lines(judged(values)) == pytest.approx((0.142, -3.01, 3.29), abs=0.005)


def test_the_published_trend_flags_positions_two_to_eight() -> None:
    chart = judged([2, 1, 2, 3, 4, 5, 6, 7, 3], minimum_points=2)
    assert ["trend-of-seven" in point.rules for point in chart.points] == [False] + [True] * 7 + [False]


# ---- a slow second implementation, in exact arithmetic ----


def slow_lines(values: Sequence[int | None], screen: bool) -> tuple[Fraction, Fraction, Fraction] | None:
    """Mean, near width and full width, as fractions; None where there are too few figures."""
    numbers = [Fraction(value) for value in values if value is not None]
    ranges = [Fraction(abs(b - a)) for a, b in pairwise(values) if a is not None and b is not None]
    if len(numbers) < 12 or not ranges:
        return None
    average = sum(ranges) / len(ranges)
    if screen and average > 0:
        kept = [size for size in ranges if size < Fraction("3.267") * average]
        average = sum(kept) / len(kept)
    width = Fraction("2.66") * average
    return sum(numbers) / len(numbers), width * 2 / 3, width


def windows_with(values: Sequence[int | None], place: int, length: int) -> list[list[tuple[int, int]]]:
    """Every unbroken window of that length that holds the place, as (place, value), the earliest first."""
    found = []
    for first in range(max(0, place - length + 1), place + 1):
        window = [
            (i, values[i]) for i in range(first, min(first + length, len(values))) if values[i] is not None
        ]
        if len(window) == length:
            found.append(window)
    return found


def slow_trend(values: Sequence[int | None], place: int) -> int:
    direction = 0
    for window in windows_with(values, place, 7):
        if all(b[1] > a[1] for a, b in pairwise(window)):
            direction = 1
        if all(b[1] < a[1] for a, b in pairwise(window)):
            direction = -1
    return direction


def slow_run(values: Sequence[int | None], place: int, mean: Fraction) -> int:
    for window in windows_with(values, place, 7):
        if all(value > mean for _, value in window):
            return 1
        if all(value < mean for _, value in window):
            return -1
    return 0


def slow_two_of_three(
    values: Sequence[int | None], place: int, near: tuple[Fraction, Fraction, Fraction], beyond_counts: bool
) -> int:
    mean, near_width, width = near
    for window in windows_with(values, place, 3):
        for sign in (1, -1):
            distances = [(i, sign * (value - mean)) for i, value in window]
            close = {
                i
                for i, distance in distances
                if distance > near_width and (beyond_counts or distance <= width)
            }
            if all(distance > 0 for _, distance in distances) and len(close) >= 2 and place in close:
                return sign
    return 0


def slow_rules(values: Sequence[int | None], rules: RuleSet) -> list[dict[str, int]]:
    """For each point the rules that find it, with 1 for high and -1 for low."""
    drawn = slow_lines(values, rules.screen_outliers)
    if drawn is None:
        return [{} for _ in values]
    mean, _, width = drawn
    causes = []
    for place, value in enumerate(values):
        if value is None:
            causes.append({})
            continue
        found = {
            "beyond-limits": 1 if value > mean + width else -1 if value < mean - width else 0,
            "trend-of-seven": slow_trend(values, place),
            "two-of-three": slow_two_of_three(values, place, drawn, rules is OFFICIAL_2023),
            "seven-on-one-side": slow_run(values, place, mean),
        }
        causes.append({code: side for code, side in found.items() if side})
    return causes


@RULE_SETS
@settings(max_examples=150, deadline=None)
@given(values=with_gaps)
def test_every_rule_agrees_with_its_slow_reading(rules: RuleSet, values: list[int | None]) -> None:
    chart, expected = judged(values, rules), slow_rules(values, rules)
    assert [point.rules for point in chart.points] == [tuple(found) for found in expected]
    assert [point.side for point in chart.points] == [next(iter(found.values()), 0) for found in expected]


@settings(max_examples=60, deadline=None)
@given(values=with_gaps)
def test_limits_agree_with_exact_fractions(values: list[int | None]) -> None:
    chart, expected = judged(values), slow_lines(values, screen=True)
    if expected is None:
        assert chart.phases[0].limits is None
    else:
        mean, _, width = map(float, expected)
        assert lines(chart) == pytest.approx((mean, mean - width, mean + width), abs=1e-9)


# ---- what must hold for every series ----


@RULE_SETS
@settings(max_examples=60, deadline=None)
@given(values=whole_numbers, shift=st.integers(-1000, 1000), scale=st.sampled_from([0.1, 0.5, 3, 1000]))
def test_shifting_or_scaling_a_series_moves_its_limits_with_it_and_keeps_its_rules(
    rules: RuleSet, values: list[int], shift: int, scale: float
) -> None:
    plain, moved = judged(values, rules), judged([shift + scale * value for value in values], rules)
    assert lines(moved) == pytest.approx([shift + scale * line for line in lines(plain)], abs=1e-6)
    assert [point.rules for point in moved.points] == [point.rules for point in plain.points]


@RULE_SETS
@settings(max_examples=60, deadline=None)
@given(values=whole_numbers)
def test_turning_the_direction_round_swaps_improvement_and_concern(rules: RuleSet, values: list[int]) -> None:
    higher, lower = judged(values, rules, "higher"), judged(values, rules, "lower")
    assert [SWAPPED[point.special_cause] for point in higher.points] == [
        point.special_cause for point in lower.points
    ]


@RULE_SETS
@settings(max_examples=60, deadline=None)
@given(values=whole_numbers)
def test_turning_a_series_upside_down_is_turning_the_direction_round(
    rules: RuleSet, values: list[int]
) -> None:
    mirrored = judged([-value for value in values], rules, "lower")
    assert [point.special_cause for point in mirrored.points] == [
        point.special_cause for point in judged(values, rules, "higher").points
    ]


@settings(max_examples=60, deadline=None)
@given(values=whole_numbers, gap=st.integers(1, 5))
def test_months_without_data_at_the_end_change_nothing_before_them(values: list[int], gap: int) -> None:
    assert judged([*values, *[None] * gap]).points[: len(values)] == judged(values).points


@settings(max_examples=60, deadline=None)
@given(values=whole_numbers, later=st.lists(st.integers(0, 99), min_size=1, max_size=3))
def test_with_a_fixed_baseline_later_months_leave_the_limits_alone(
    values: list[int], later: list[int]
) -> None:
    fixed = Baseline(points=12)
    assert lines(judged([*values, *later], baseline=fixed)) == lines(judged(values, baseline=fixed))


# ---- faults known from other tools ----


def test_assurance_never_uses_the_limits_from_before_a_rebase() -> None:
    before, after = [60, 62] * 6, [90, 92] * 6
    chart = control_chart(
        series(before + after),
        direction="higher",
        target=80,
        phase_starts=[PhaseStart(month(12), "more staff")],
    )
    assert chart.assurance == "consistent-pass"


def test_assurance_is_unknown_while_the_newest_phase_is_short() -> None:
    chart = control_chart(
        series([60, 62] * 6 + [90, 92]),
        direction="higher",
        target=80,
        phase_starts=[PhaseStart(month(12), "more staff")],
    )
    assert (chart.phases[0].limits is not None, chart.assurance) == (True, None)


def test_a_missing_value_makes_no_signal_around_it() -> None:
    assert {
        point.special_cause for point in judged([5, 6, 5, None, 6, 5, 6, 5, None, None, 6, 5, 6, 5, 6]).points
    } == {None}


@pytest.mark.parametrize("value", [0.0, 0.1, 1 / 3, 65.4, 1e9 + 0.1])
@pytest.mark.parametrize("length", [12, 13, 29, 49])
def test_a_series_that_never_moves_shows_no_signal(value: float, length: int) -> None:
    # 0.1 has no exact binary form: a careless mean lies beside the values, and all of them on one side.
    chart = judged([value] * length)
    assert {point.special_cause for point in chart.points} == {None}
    assert lines(chart) == pytest.approx((value, value, value), rel=1e-12)


def test_one_step_away_from_a_series_that_never_moved_is_a_signal() -> None:
    assert judged([50.0] * 20 + [51.0], baseline=Baseline(points=20)).points[-1].rules == (
        "beyond-limits",
    )


@pytest.mark.parametrize("values", [[0.1, 0.2, 0.3], [0.7, 0.8, 0.9], [65.3, 65.4, 65.5]])
def test_a_figure_on_the_mean_is_on_it_whatever_its_binary_form(values: list[float]) -> None:
    low, middle, high = values
    chart = judged([low, high] * 6 + [middle] * 8)
    assert "seven-on-one-side" not in {rule for point in chart.points for rule in point.rules}


def test_a_figure_on_a_limit_is_inside() -> None:
    on_the_limit = 11 + 2.66 * 2
    chart = judged([*[10.0, 12.0] * 6, on_the_limit, 11.0, on_the_limit + 0.001], baseline=Baseline(points=12))
    assert ["beyond-limits" in point.rules for point in chart.points[12:]] == [False, False, True]
