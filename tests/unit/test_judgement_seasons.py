"""Seasonal adjustment: what is usual for each month, what it needs, and what is said of it."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date

import pytest

from answerable.errors import InputError
from answerable.judgement import judge, rating_rule
from answerable.judgement.aims import Amount
from answerable.judgement.charts import ControlChart, control_chart
from answerable.judgement.plans import Baseline, ChartPlan
from answerable.judgement.seasons import season_of
from answerable.judgement.series import PhaseStart, Point
from answerable.judgement.targets import Target
from answerable.judgement.verdict import Subject

# Passengers of airlines by month, 1949 to 1960, in thousands (Box and Jenkins, series G; R: AirPassengers).
PASSENGERS = [
    112, 118, 132, 129, 121, 135, 148, 148, 136, 119, 104, 118, 115, 126, 141, 135, 125, 149, 170, 170, 158, 133, 114, 140,
    145, 150, 178, 163, 172, 178, 199, 199, 184, 162, 146, 166, 171, 180, 193, 181, 183, 218, 230, 242, 209, 191, 172, 194,
    196, 196, 236, 235, 229, 243, 264, 272, 237, 211, 180, 201, 204, 188, 235, 227, 234, 264, 302, 293, 259, 229, 203, 229,
    242, 233, 267, 269, 270, 315, 364, 347, 312, 274, 237, 278, 284, 277, 317, 313, 318, 374, 413, 405, 355, 306, 271, 306,
    315, 301, 356, 348, 355, 422, 465, 467, 404, 347, 305, 336, 340, 318, 362, 348, 363, 435, 491, 505, 404, 359, 310, 337,
    360, 342, 406, 396, 420, 472, 548, 559, 463, 407, 362, 405, 417, 391, 419, 461, 472, 535, 622, 606, 508, 461, 390, 432]
# What R prints: decompose(AirPassengers)$figure.
FIGURE = [-24.748737, -36.188131, -2.241162, -8.036616, -4.506313, 35.402778, 63.830808, 62.823232, 16.520202, -20.642677,
          -53.593434, -28.619949]
SEASONAL = ChartPlan("seasonal-1", season="month")
# A winter that is worse each year, by far more than months differ otherwise.
WINTER = [-12.0, -8, -2, 2, 4, 5, 5, 4, 3, 1, -1, -1]


def month(number: int) -> date:
    return date(2020 + number // 12, number % 12 + 1, 1)


def monthly(values: Sequence[float | None]) -> list[Point]:
    return [Point(month(i), f"month {i}", value, "no-data" if value is None else "final") for i, value in enumerate(values)]


def winters(years: int, seed: int = 3) -> list[float]:
    """Shares around 70% with a season, by month."""
    random.seed(seed)
    return [70 + WINTER[i % 12] + random.uniform(-1.5, 1.5) for i in range(12 * years)]


def seasonal(values: Sequence[float | None], plan: ChartPlan = SEASONAL, **options: object) -> ControlChart:
    return control_chart(monthly(values), direction="higher", plan=plan, unit="percent", **options)


def test_the_season_of_a_published_series_to_the_last_printed_digit() -> None:
    found = season_of([[Point(date(1949 + i // 12, i % 12 + 1, 1), "", value, "final") for i, value in enumerate(PASSENGERS)]])
    assert found is not None
    assert [round(effect, 6) for effect in found.effects] == FIGURE


def test_a_winter_as_every_year_is_no_signal_and_a_mild_one_is() -> None:
    usual = winters(5)
    assert [point.special_cause for point in seasonal(usual).points[-12:-9]] == [None] * 3
    plain = control_chart(monthly(usual), direction="higher", unit="percent")
    assert "concern" in {point.special_cause for point in plain.points[-12:]}
    mild = [*usual, usual[48] + 10]
    last = seasonal(mild).points[-1]
    assert (last.special_cause, last.rules[0]) == ("improvement", "beyond-limits")
    assert last.adjusted is not None
    assert last.lines is not None
    assert last.adjusted > last.lines.upper


def test_the_figure_stays_and_the_adjusted_value_stands_beside_it() -> None:
    values = winters(4)
    chart = seasonal(values)
    assert [point.point.value for point in chart.points] == values
    season = chart.phases[0].season
    assert season is not None
    assert sum(season.effects) == pytest.approx(0, abs=1e-9)
    for place, point in enumerate(chart.points):
        assert point.adjusted == pytest.approx(values[place] - season.effects[place % 12])


def test_thirty_five_months_are_too_few_and_the_sentence_says_how_many_are_needed() -> None:
    subject = Subject("x", "x", "percent", "higher", "{value} in {period}")
    few = judge(subject, monthly(winters(3)[:35]), target=None, rule=rating_rule(), plan=SEASONAL)
    assert "too few figures to say what is usual (35 of 36)" in few.sentence
    assert {point.adjusted for point in few.chart.points} == {None}
    enough = judge(subject, monthly(winters(3)), target=None, rule=rating_rule(), plan=SEASONAL)
    assert "within its usual range (seasonally adjusted)" in enough.sentence
    assert enough.signal is not None
    assert enough.signal.words == "Within its usual range (seasonally adjusted)"
    assert enough.as_json()["chart"]["plan"]["words"].endswith("seasonally adjusted by month; rules making-data-count-r-0.2.2")


def test_a_month_that_is_never_there_leaves_the_season_unknown() -> None:
    values: list[float | None] = [None if i % 12 == 7 else value for i, value in enumerate(winters(5))]
    chart = seasonal(values)
    assert (chart.phases[0].limits, {point.special_cause for point in chart.points}) == (None, {None})


def test_the_season_outlives_a_step_and_the_level_does_not() -> None:
    values = [*winters(3), *[value + 15 for value in winters(1, seed=9)]]
    chart = seasonal(values, phase_starts=[PhaseStart(month(36), "more staff")])
    before, after = (phase.limits for phase in chart.phases)
    assert before is not None
    assert after is not None
    assert after.centre - before.centre == pytest.approx(15, abs=0.5)
    assert {point.special_cause for point in chart.points} == {None}


def test_a_later_phase_changes_nothing_of_an_earlier_one() -> None:
    values = winters(3)
    starts = [PhaseStart(month(36), "new definition")]
    alone = seasonal(values, phase_starts=starts).points
    assert seasonal([*values, *winters(3, seed=5)], phase_starts=starts).points[:36] == alone


def test_with_a_fixed_baseline_a_new_month_leaves_every_older_one_as_it_was() -> None:
    fixed = ChartPlan("fixed-1", season="month", baseline=Baseline(points=36))
    values = winters(6, seed=8)
    whole = seasonal(values, fixed).points
    for length in range(36, 72, 5):
        assert seasonal(values[:length], fixed).points == whole[:length]


def test_assurance_asks_of_every_month_of_the_year() -> None:
    def assured(value: float) -> str | None:
        return seasonal(winters(4), target=value).assurance

    # Around 70, from 58 in January to 75 in June, each within about 4: a target of 66 is met in June and missed in January.
    assert (assured(90), assured(66), assured(45)) == ("consistent-fail", "inconsistent", "consistent-pass")


def test_the_target_is_held_against_the_figure_and_not_against_the_adjusted_value() -> None:
    values = winters(4)[:37]     # the last is a January: some 58, adjusted some 70
    subject = Subject("x", "x", "percent", "higher", "{value} in {period}")
    held = Target("t", 1, "x", Amount(65, ">="), "Owner", "aspiration", "Plan", date(2019, 1, 1), None, "")
    judged = judge(subject, monthly(values), target=held, rule=rating_rule(), plan=SEASONAL)
    assert judged.facts.target == "missed"
    assert "below the 65% aspiration" in judged.sentence


def test_weeks_and_quarters_have_no_season_by_month() -> None:
    quarters = [Point(date(2015 + i // 4, i % 4 * 3 + 1, 1), f"quarter {i}", 50.0, "final",
                      period_end=date(2015 + i // 4, i % 4 * 3 + 3, 28)) for i in range(40)]
    with pytest.raises(InputError, match="quarter 0 is not a calendar month"):
        control_chart(quarters, direction="higher", plan=SEASONAL)


def test_the_adjusted_limits_hold_for_the_months_to_come() -> None:
    # 400 stable seasonal series, limits fixed by three years: of the twelve months after them few may lie beyond. A chart of
    # single values that is fixed by as many figures has about 1 in 100.
    random.seed(11)
    plan, beyond = ChartPlan("fixed-1", season="month", baseline=Baseline(points=36)), 0
    for _ in range(400):
        values = [70 + WINTER[i % 12] + random.gauss(0, 2) for i in range(48)]
        beyond += sum("beyond-limits" in point.rules for point in seasonal(values, plan).points[36:])
    assert beyond / (400 * 12) < 0.03
