"""Every kind of control chart: its lines against published and exact values, what it needs, what it says."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date, timedelta

import pytest

from answerable.errors import InputError
from answerable.judgement.charts import ControlChart, control_chart
from answerable.judgement.kinds import KINDS
from answerable.judgement.plans import ChartPlan
from answerable.judgement.rare_events import NELSON, chances_between, days_between, geometric_quantile
from answerable.judgement.rules import OFFICIAL_2023, R_0_2_2, RuleSet
from answerable.judgement.series import Point

# Purchase orders with an error, of 80 to 120 a week (Montgomery, Introduction to Statistical Quality Control, chapter 7,
# the p chart with samples of different sizes).
ORDERS = [100, 80, 80, 100, 110, 110, 100, 100, 90, 90, 110, 120, 120, 120, 110, 80, 80, 80, 90, 100, 100, 100, 100, 90, 90]
ERRORS = [12, 8, 6, 9, 10, 12, 11, 16, 10, 6, 20, 15, 9, 8, 6, 8, 10, 7, 5, 8, 5, 8, 10, 6, 9]
# Flaws in rolls of dyed cloth, each so many times 50 square metres (the same, the u chart).
ROLLS = [10, 8, 13, 10, 9.5, 10, 12, 10.5, 12, 12.5]
FLAWS = [14, 12, 20, 11, 7, 10, 21, 16, 19, 23]


def month(number: int) -> date:
    return date(2020 + number // 12, number % 12 + 1, 1)


def counted(numerators: Sequence[float], denominators: Sequence[float], scale: float = 100) -> list[Point]:
    """Months with the counts behind their values."""
    return [Point(month(i), f"month {i}", scale * n / d, "final", n, d)
            for i, (n, d) in enumerate(zip(numerators, denominators, strict=True))]


def events(values: Sequence[float]) -> list[Point]:
    """Events, each with its distance from the one before."""
    return [Point(date(2020, 1, 1) + timedelta(days=i), f"event {i}", value, "final") for i, value in enumerate(values)]


def chart_of(kind: str, points: Sequence[Point], rules: RuleSet = OFFICIAL_2023, **options: str) -> ControlChart:
    plan = ChartPlan("test-1", kind=kind, rule_set=rules, minimum_points=10)
    return control_chart(points, direction="lower", plan=plan, **options)


# ---- shares and rates ----


def test_the_published_p_chart_with_orders_of_different_numbers() -> None:
    chart = chart_of("p", counted(ERRORS, ORDERS))
    eleventh = chart.points[10]
    assert eleventh.lines is not None
    # Printed there: centre 0.096, and for a sample of 110 an upper limit of 0.180, which its 0.182 exceeds.
    assert (round(eleventh.lines.centre / 100, 3), round(eleventh.lines.upper / 100, 3)) == (0.096, 0.180)
    assert [i for i, point in enumerate(chart.points) if "beyond-limits" in point.rules] == [10]


def test_the_published_u_chart_of_flaws_in_cloth() -> None:
    chart = chart_of("u", counted(FLAWS, ROLLS, scale=1), unit="ratio")
    printed = {0: (0.29, 2.55), 1: (0.16, 2.68), 2: (0.43, 2.41)}
    for place, limits in printed.items():
        lines = chart.points[place].lines
        assert lines is not None
        # The book works on from the rounded 1.42, we from 153 ÷ 107.5 = 1.4233: up to 0.009 in the limits.
        assert round(lines.centre, 2) == 1.42
        assert (lines.lower, lines.upper) == pytest.approx(limits, abs=0.01)


def test_with_equal_denominators_p_prime_is_a_chart_of_single_values() -> None:
    # Sigma z takes the binomial out again: what is left is the average moving range, as 3 ÷ 1.128 and not as 2.66.
    points = counted([62, 71, 58, 66, 64, 75, 61, 69, 70, 57, 63, 68], [100] * 12)
    prime, single = (chart_of(kind, points).phases[0].limits for kind in ("p-prime", "xmr"))
    assert prime is not None
    assert single is not None
    assert prime.centre == pytest.approx(single.centre)
    assert (prime.upper - prime.centre) == pytest.approx((single.upper - single.centre) * 3 / 1.128 / 2.66)


def test_laney_widens_the_limits_of_large_denominators_and_keeps_those_of_a_true_binomial() -> None:
    shares = [0.70, 0.66, 0.73, 0.69, 0.75, 0.68, 0.71, 0.65, 0.72, 0.70, 0.67, 0.74]
    large = counted([round(share * 50_000) for share in shares], [50_000] * 12)
    outside = {kind: sum("beyond-limits" in point.rules for point in chart_of(kind, large).points) for kind in ("p", "p-prime")}
    assert outside == {"p": 10, "p-prime": 0}


def test_moving_ranges_of_z_are_screened_where_the_rule_set_screens() -> None:
    points = counted([50, 52] * 5 + [90] + [50, 52] * 5, [100] * 21)
    screened, unscreened = (chart_of("p-prime", points, rules).phases[0].limits for rules in (R_0_2_2, OFFICIAL_2023))
    assert screened is not None
    assert unscreened is not None
    assert screened.centre == unscreened.centre
    assert screened.upper < unscreened.upper


def test_nothing_ever_happened_is_a_line_at_nothing() -> None:
    for kind in ("p", "p-prime"):
        chart = chart_of(kind, counted([0] * 12, [80, 90] * 6))
        assert chart.phases[0].limits is not None
        assert (chart.phases[0].limits.lower, chart.phases[0].limits.upper) == (0, 0)
        assert {point.special_cause for point in chart.points} == {None}


def test_lines_narrow_as_denominators_grow_and_the_phase_has_those_of_its_last_point() -> None:
    chart = chart_of("p", counted([50] * 6 + [200] * 6, [100] * 6 + [400] * 6))
    first, last = chart.points[0].lines, chart.points[-1].lines
    assert first is not None
    assert last is not None
    assert (first.upper - first.centre) == pytest.approx(2 * (last.upper - last.centre))
    assert (chart.phases[0].limits, chart.phases[0].varying) == (last, True)


def test_a_provisional_month_has_lines_where_it_has_a_denominator_and_no_signal() -> None:
    points = counted(ERRORS, ORDERS)
    late = Point(month(25), "so far", 90.0, "provisional", 9, 10)
    empty = Point(month(26), "none", None, "no-data")
    chart = chart_of("p", [*points, late, empty])
    assert chart.points[-2].lines is not None
    assert (chart.points[-2].special_cause, chart.points[-1].lines) == (None, None)
    assert chart.phases[0].limits == chart.points[-3].lines


@pytest.mark.parametrize(("numerator", "denominator", "value", "message"), [
    (None, 100, 60.0, "month 12 has no numerator, so it cannot be judged by a p chart"),
    (60, None, 60.0, "month 12 has no denominator"),
    (0, 0, 0.0, "month 12 is 0 out of 0"),
    (-1, 100, -1.0, "month 12 is -1 out of 100"),
    (120, 100, 120.0, r"month 12 has a numerator \(120\) above its denominator \(100\)"),
    (60, 100, 65.0, "month 12 is 65, but its numerator ÷ denominator gives 60"),
])
def test_a_share_without_its_counts_is_refused(numerator: float | None, denominator: float | None, value: float,
                                               message: str) -> None:
    points = [*counted([60] * 12, [100] * 12), Point(month(12), "month 12", value, "final", numerator, denominator)]
    with pytest.raises(InputError, match=message):
        chart_of("p", points)


def test_a_month_without_a_figure_needs_no_counts() -> None:
    points = [*counted([60, 62] * 6, [100] * 12), Point(month(12), "month 12", None, "no-data", 0, 0)]
    assert chart_of("p-prime", points).phases[0].limits is not None


def test_a_mean_time_is_no_rate_of_events() -> None:
    with pytest.raises(InputError, match="a series in seconds cannot be judged by a u chart"):
        chart_of("u", counted([60] * 12, [10] * 12, scale=1), unit="seconds")


# ---- rare events ----


@pytest.mark.parametrize(("average", "share", "expected"), [
    (9, 0.5, 6), (9, 0.99865, 62), (9, 0.00135, 0), (1, 0.5, 0), (1, 0.75, 1), (1, 0.875, 2), (0, 0.99865, 0),
    (99, 0.5, 68), (999, 0.00135, 1)])
def test_quantiles_of_the_geometric_distribution(average: float, share: float, expected: float) -> None:
    # With mean 9, p is 0.1: 0.9^7 = 0.478 and 0.9^63 = 0.00131 are the first at or below 0.5 and 0.00135.
    assert geometric_quantile(average, share) == expected


def test_the_lines_of_a_g_chart_are_median_and_tails() -> None:
    chart = chart_of("g", events([9, 4, 15, 8, 11, 2, 16, 7, 10, 8, 9, 9]))
    lines = chart.phases[0].limits
    assert lines is not None
    assert (lines.centre, lines.lower, lines.upper, lines.near_upper) == (6, 0, 62, 35)
    assert chart.points[0].lines is lines


def test_a_long_time_without_an_event_is_a_signal_on_both_charts_of_rare_events() -> None:
    usual = [9.0, 4, 15, 8, 11, 2, 16, 7, 10, 8, 9, 9]
    for kind in ("g", "t"):
        last = chart_of(kind, events([*usual, 120])).points[-1]
        assert (last.side, last.rules[0]) == (1, "beyond-limits")


def test_the_lines_of_a_t_chart_are_those_of_transformed_times() -> None:
    days = [60.0, 12, 33, 5, 81, 20, 47, 9, 28, 15, 66, 38]
    assert round(60 ** (1 / NELSON), 3) == 3.118        # printed in a worked t chart: POWER(60, 1/3.6)
    lines = chart_of("t", events(days)).phases[0].limits
    plain = chart_of("xmr", events([day ** (1 / 3.6) for day in days])).phases[0].limits
    assert lines is not None
    assert plain is not None
    assert (lines.centre, lines.upper) == pytest.approx((plain.centre ** 3.6, plain.upper ** 3.6))
    assert lines.lower == pytest.approx(max(plain.lower, 0) ** 3.6)


def test_two_events_at_once_are_a_time_of_nothing_and_no_time_is_below_it() -> None:
    chart = chart_of("t", events([0.0, 50, 1, 40, 0, 60, 2, 30, 0, 45, 3, 70]))
    lines = chart.phases[0].limits
    assert lines is not None
    assert (lines.lower, math.isfinite(lines.upper)) == (0, True)
    assert "beyond-limits" not in {rule for point in chart.points for rule in point.rules}


def test_days_of_events_become_the_points_of_a_t_chart() -> None:
    days = [date(2026, 3, 9), date(2026, 1, 5), date(2026, 3, 9), date(2026, 2, 4)]
    points = days_between(days)
    assert [(point.label, point.value) for point in points] == [
        ("4 February 2026", 30), ("9 March 2026", 33), ("9 March 2026", 0)]


def test_chances_between_events_are_those_without_one() -> None:
    chances = {date(2026, 1, day): 10 for day in range(1, 9)}
    # On the 2nd one of ten is an event, on the 5th two are: 9 + 10 + 10 chances until the 5th's own eight.
    points = chances_between([date(2026, 1, 5), date(2026, 1, 2), date(2026, 1, 5)], chances)
    assert [(point.period_start.day, point.value) for point in points] == [(5, 28), (5, 0)]


def test_two_events_on_a_day_are_two_points_in_whatever_order_they_come() -> None:
    days = [date(2026, 1, 1) + timedelta(days=7 * i + i % 3) for i in range(15)]
    points = days_between([*days, days[7]])
    plan = ChartPlan("t-1", kind="t")
    chart = control_chart(points, direction="higher", plan=plan)
    assert len(chart.points) == 15
    assert [point.point.value for point in chart.points if point.point.period_start == days[7]] == [8, 0]
    assert control_chart(points[::-1], direction="higher", plan=plan) == chart
    with pytest.raises(InputError, match="two figures for the period"):
        control_chart(points, direction="higher")


@pytest.mark.parametrize(("kind", "value", "message"), [
    ("g", -1.0, "event 12 is -1, and not a whole number of 0 or more"),
    ("g", 2.5, "event 12 is 2.5, and not a whole number"), ("t", -0.5, "event 12 is -0.5, and not a number of 0 or more")])
def test_a_distance_between_events_that_cannot_be_is_refused(kind: str, value: float, message: str) -> None:
    with pytest.raises(InputError, match=message):
        chart_of(kind, events([*[5.0] * 12, value]))


# ---- words ----


def test_every_kind_says_what_it_found_by_the_name_of_its_centre_line() -> None:
    high = [50.0, 52, 48, 51, 49, 50, 48, 47, 60, 61, 60, 62, 60, 61, 60]
    said = {}
    for kind in KINDS:
        points = counted([round(value) for value in high], [100] * len(high), 100 if kind in ("p", "p-prime") else 1)
        chart = chart_of(kind, events(high) if kind in ("g", "t") else points, unit="percent" if kind[0] == "p" else "count")
        said[kind] = chart.rule_set.rule("seven-on-one-side").words(1).format(centre=KINDS[kind].centre)
        assert chart.said_of(chart.points[-1])
        assert "{" not in chart.said_of(chart.points[-1])
    assert said["xmr"] == said["p-prime"] == "one of seven or more in a row above its average"
    assert said["g"] == "one of seven or more in a row above its median"
