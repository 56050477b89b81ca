"""The control chart: limits, phases, gaps, and what a point comes to mean."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest

from answerable.errors import InputError
from answerable.judgement.charts import control_chart
from answerable.judgement.plans import Baseline, ChartPlan
from answerable.judgement.rules import OFFICIAL_2023, R_0_2_2
from answerable.judgement.series import PhaseStart, Point, phases_of
from answerable.judgement.xmr import limits_of

# Months that swing widely, so that a slow rise after them stays inside the limits and crosses the mean.
SWINGS = [0.0, 10.0] * 6
RISE = [2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0]
SPIKE = [1, 2, 1, 2, 10, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1]


def month(number: int) -> date:
    """The first of the month that lies `number` months after January 2024."""
    return date(2024 + number // 12, number % 12 + 1, 1)


def series(values: Sequence[float | None], status: str = "final") -> list[Point]:
    """One point a month; None is a month without data."""
    return [
        Point(month(i), f"month {i}", value, "no-data" if value is None else status)
        for i, value in enumerate(values)
    ]


def found(points: list[Point], **options: object) -> list[str | None]:
    """What each point was found to be, where higher is better."""
    return [point.special_cause for point in control_chart(points, direction="higher", **options).points]


def test_limits_are_the_mean_and_two_point_six_six_average_moving_ranges() -> None:
    limits = limits_of([[10.0, 12.0] * 6], R_0_2_2)
    assert limits is not None
    assert (limits.mean, limits.average_moving_range) == (11, 2)
    assert (limits.lower, limits.upper) == pytest.approx((11 - 5.32, 11 + 5.32))
    assert (limits.near_lower, limits.near_upper) == pytest.approx((11 - 5.32 * 2 / 3, 11 + 5.32 * 2 / 3))


def test_a_high_point_is_an_improvement_where_higher_is_better_and_the_opposite_where_lower_is() -> None:
    for direction, meaning in (("higher", "improvement"), ("lower", "concern"), ("neutral", "neutral")):
        spike = control_chart(series(SPIKE), direction=direction).points[4]
        assert (spike.special_cause, spike.side, spike.rules) == (meaning, 1, ("beyond-limits",))


def test_eleven_figures_are_too_few_for_limits_and_twelve_are_enough() -> None:
    eleven, twelve = (
        control_chart(series(SPIKE[:count]), direction="higher").phases[0] for count in (11, 12)
    )
    assert (eleven.limits, eleven.judged, {point.special_cause for point in eleven.points}) == (
        None,
        11,
        {None},
    )
    assert (twelve.limits is not None, twelve.judged) == (True, 12)


def test_all_rules_that_found_a_point_are_listed_and_the_first_decides() -> None:
    fixed = ChartPlan("fixed-1", baseline=Baseline(points=12))
    point = control_chart(
        series([*SWINGS, -1, -2, -3, -4, -5, -6, -40]), direction="higher", plan=fixed
    ).points[-1]
    assert point.rules == ("beyond-limits", "trend-of-seven", "seven-on-one-side")
    assert (point.side, point.special_cause) == (-1, "concern")


def test_a_rise_below_the_mean_is_judged_by_its_direction() -> None:
    chart = control_chart(series(SWINGS + [number - 4 for number in RISE]), direction="higher")
    assert {(point.rules[0], point.special_cause) for point in chart.points[12:16]} == {
        ("trend-of-seven", "improvement")
    }


def test_the_order_in_which_points_come_does_not_matter() -> None:
    points = series(SPIKE)
    assert control_chart(points[::-1], direction="higher") == control_chart(points, direction="higher")


def test_a_month_without_data_has_no_moving_range_over_it() -> None:
    limits = limits_of([[1.0, 1.0, 1.0, 1.0, 1.0, 1.0], [100.0, 100.0, 100.0, 100.0, 100.0, 100.0]], R_0_2_2)
    assert limits is not None
    assert (limits.mean, limits.average_moving_range) == (50.5, 0)


@pytest.mark.parametrize("missing", ["no-data", "not-available", "provisional"])
def test_a_trend_does_not_continue_over_a_point_that_is_not_judged(missing: str) -> None:
    points = series(SWINGS + RISE)
    assert found(points)[12:] == ["improvement"] * 7
    points[15] = replace(points[15], value=5 if missing == "provisional" else None, status=missing)
    assert found(points)[12:] == [None] * 7


def test_a_provisional_point_is_carried_along_but_counts_for_nothing() -> None:
    points = series(SPIKE)
    late = Point(month(len(SPIKE)), "so far", 1000.0, "provisional")
    without, with_it = (control_chart(p, direction="higher") for p in (points, [*points, late]))
    assert with_it.phases[0].limits == without.phases[0].limits
    assert (with_it.points[-1].point, with_it.points[-1].special_cause) == (late, None)


def test_a_revised_figure_is_judged_like_a_final_one() -> None:
    assert found(series(SPIKE, "revised")) == found(series(SPIKE))


def test_figures_that_never_stand_side_by_side_have_no_limits() -> None:
    phase = control_chart(series([5, None] * 14), direction="higher").phases[0]
    assert (phase.judged, phase.limits) == (14, None)


def test_a_phase_start_draws_new_limits_from_its_month() -> None:
    chart = control_chart(
        series([10, 12] * 6 + [50, 52] * 6),
        direction="higher",
        phase_starts=[PhaseStart(month(12), "new telephone system")],
    )
    assert [phase.limits.mean for phase in chart.phases if phase.limits] == [11, 51]
    assert {point.special_cause for point in chart.points} == {None}


def test_no_rule_reaches_over_a_phase_start() -> None:
    points = series(SWINGS + RISE + SWINGS)
    assert found(points)[12:19] == ["improvement"] * 7
    assert found(points, phase_starts=[PhaseStart(month(15), "new definition")])[12:19] == [None] * 7


def test_a_phase_start_inside_a_month_takes_effect_with_the_next() -> None:
    points = series([1] * 4)
    inside = PhaseStart(month(2) + timedelta(days=13), "changed in mid-month")
    assert [len(phase) for phase in phases_of(points, [inside])] == [3, 1]


def test_phase_starts_before_after_and_twice_make_no_empty_phase() -> None:
    starts = [
        PhaseStart(at, "x") for at in (month(0), month(2), month(2), date(1999, 1, 1), date(2099, 1, 1))
    ]
    assert [len(phase) for phase in phases_of(series([1] * 4), starts)] == [2, 2]
    assert control_chart([], direction="higher", phase_starts=starts).phases == ()


def test_a_baseline_is_drawn_from_the_first_figures_only() -> None:
    fixed = ChartPlan("fixed-1", baseline=Baseline(points=12))
    calm, later = [10.0, 12.0] * 6, [10.0, 12.0] * 6 + [90.0]
    limits = [
        control_chart(series(values), direction="higher", plan=fixed).phases[0].limits
        for values in (calm, later)
    ]
    assert limits[0] == limits[1]


@pytest.mark.parametrize(
    ("target", "higher", "lower"),
    [
        (20, "consistent-fail", "consistent-pass"),
        (2, "consistent-pass", "consistent-fail"),
        (11, "inconsistent", "inconsistent"),
        (11 + 2.66 * 2, "inconsistent", "inconsistent"),
        (11 - 2.66 * 2, "inconsistent", "inconsistent"),
    ],
)
def test_assurance_asks_on_which_side_of_the_limits_the_target_lies(
    target: float, higher: str, lower: str
) -> None:
    points = series([10, 12] * 6)
    assert control_chart(points, direction="higher", target=target).assurance == higher
    assert control_chart(points, direction="lower", target=target).assurance == lower
    assert control_chart(points, direction="neutral", target=target).assurance is None


def test_limits_are_cut_for_drawing_only() -> None:
    phase = control_chart(series([99, 92] * 6), direction="higher", unit="percent").phases[0]
    assert phase.limits is not None
    assert phase.limits.upper == pytest.approx(95.5 + 2.66 * 7)
    assert (phase.drawn_upper, phase.drawn_lower) == (100, phase.limits.lower)


def test_the_unscreened_set_keeps_the_large_moving_ranges() -> None:
    screened, unscreened = (
        control_chart(series(SPIKE), direction="higher", plan=ChartPlan("x-1", rule_set=rules)).phases[0].limits
        for rules in (R_0_2_2, OFFICIAL_2023)
    )
    assert screened is not None
    assert unscreened is not None
    assert (screened.average_moving_range, screened.mean) == (1, unscreened.mean)
    assert unscreened.average_moving_range == pytest.approx(32 / 17)


@pytest.mark.parametrize(
    ("point", "message"),
    [
        (Point(month(0), "again", 1, "final"), "two figures for the period that starts on 2024-01-01"),
        (Point(month(5), "odd", 1, "finale"), r"unknown status 'finale'\. Did you mean 'final'"),
        (Point(month(5), "nan", float("nan"), "final"), "the value nan is not a number"),
        (Point(month(5), "inf", float("inf"), "final"), "the value inf is not a number"),
    ],
)
def test_a_faulty_point_is_refused_with_its_period(point: Point, message: str) -> None:
    with pytest.raises(InputError, match=message):
        control_chart([*series([1.0]), point], direction="higher")


def test_an_unknown_direction_is_refused() -> None:
    with pytest.raises(InputError, match=r"unknown direction 'up'.*higher, lower or neutral"):
        control_chart([], direction="up")
