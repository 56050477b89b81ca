"""No projection, choice or backtest knows anything of what came after its origin."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from tests.drawn_series import monthly, shares, walks, weeks

from answerable.forecasting.backtests import Row, backtest
from answerable.forecasting.projecting import project_all, project_one
from answerable.forecasting.projection import NoProjection, Projection
from answerable.forecasting.series import COUNT, DURATION, Restart, Series

AHEAD, ORIGINS = 4, 10


def with_another_future(series: Series, seen: int) -> Series:
    """The same until `seen` periods, and something tell-tale after them."""
    telltale = (3.0 if step % 2 else 97.0 for step in range(len(series.values) - seen))
    return replace(series, values=(*series.values[:seen], *telltale))


def until(rows: list[Row], day: date) -> list[Row]:
    """Rows of origins up to a day, without what came."""
    return [replace(row, outcome=0.0) for row in rows if row.origin <= day]


@pytest.mark.parametrize("series", [shares(5), [weeks()]], ids=["months", "weeks"])
def test_what_comes_later_changes_no_earlier_forecast(series: list[Series]) -> None:
    seen = len(series[0].values) - 5
    day = backtest(series, AHEAD, ORIGINS)[-1].origin
    changed = [with_another_future(one, seen) for one in series]
    last_seen = max(row.origin for row in backtest(series, AHEAD, ORIGINS) if row.origin < series[0].starts[seen])
    before, after = (until(backtest(each, AHEAD, ORIGINS), last_seen) for each in (series, changed))
    assert len(before) > AHEAD * len(series)
    assert before == after, "quantiles, floor and the way chosen are the same to the last bit"
    assert day > last_seen


def test_a_backtest_says_what_would_have_been_said_on_that_day() -> None:
    series = shares(4)
    rows = [row for row in backtest(series, AHEAD, ORIGINS) if row.origin == date(2023, 8, 31)]
    assert len(rows) == 4 * AHEAD
    then = project_all([replace(one, starts=one.starts[:44], values=one.values[:44], weights=one.weights[:44])  # type: ignore[index]
                        for one in series], AHEAD)
    for made in then:
        assert isinstance(made, Projection)
        assert made.origin == date(2023, 8, 31)
        for step in made.steps:
            row, = (row for row in rows if row.series == made.series and row.ahead == step.ahead)
            assert row.quantiles == pytest.approx(step.quantiles)
            assert row.floor == pytest.approx(step.floor)
            assert row.method == made.method.id


def test_a_step_is_not_known_before_it_was_told() -> None:
    level = np.random.default_rng(3).normal(0, 0.3, 48)
    level[36:] += 8
    plain = monthly("stepped", level.tolist())
    told = replace(plain, restarts=(Restart(date(2023, 1, 1), date(2023, 6, 10), "a new system"),))
    before, after = (backtest([one], AHEAD, 14) for one in (plain, told))
    assert until(before, date(2023, 5, 31)) == until(after, date(2023, 5, 31))
    assert until(before, date(2023, 6, 30)) != until(after, date(2023, 6, 30))


def test_the_order_of_series_changes_nothing() -> None:
    series = [*shares(4), weeks(), *walks(3)]
    assert project_all(series, 3) == project_all(series[::-1], 3)[::-1]


def test_series_of_other_periods_share_no_evidence() -> None:
    series = shares(3)
    assert project_all([*series, weeks()], 3)[:3] == project_all(series, 3)


def test_a_series_that_ended_long_ago_is_told_from_its_end_and_changes_no_record() -> None:
    series = walks(3)
    ended = replace(series[0], id="ended", starts=series[0].starts[:30], values=series[0].values[:30])
    made = project_all([ended, *series], 3)
    alone = project_one(ended, 3)
    assert isinstance(made[0], Projection)
    assert isinstance(alone, Projection)
    assert made[0].origin == alone.origin == date(2022, 6, 30)
    assert all(isinstance(one, Projection) and one.backtest.origins == 24 for one in made[1:])


def test_one_more_series_leaves_the_middle_of_another_near_where_it_was() -> None:
    series = walks(20)
    alone = project_all(series[:-1], 3)
    beside = project_all(series, 3)
    for one, other in zip(alone, beside, strict=False):
        assert isinstance(one, Projection)
        assert isinstance(other, Projection)
        assert one.steps[0].at(0.5) == pytest.approx(other.steps[0].at(0.5), abs=0.5)


def test_seconds_or_minutes_give_the_same_projection() -> None:
    waits = np.exp(np.random.default_rng(5).normal(4, 0.4, 40))
    seconds = project_one(monthly("waits", waits.tolist(), DURATION), 5)
    minutes = project_one(monthly("waits", (waits / 60).tolist(), DURATION), 5)
    assert isinstance(seconds, Projection)
    assert isinstance(minutes, Projection)
    for one, other in zip(seconds.steps, minutes.steps, strict=True):
        assert [value * 60 for value in other.quantiles] == pytest.approx(one.quantiles)


def test_a_figure_moved_up_by_ten_is_projected_ten_higher() -> None:
    values = np.array(walks(1)[0].values, dtype=float)
    low, high = project_one(monthly("low", values.tolist()), 3), project_one(monthly("low", (values + 10).tolist()), 3)
    assert isinstance(low, Projection)
    assert isinstance(high, Projection)
    assert [value + 10 for value in low.steps[2].quantiles] == pytest.approx(high.steps[2].quantiles)


def test_shares_stay_within_0_and_100_percent_and_counts_above_0() -> None:
    near_all = monthly("nearly all", [100.0 if month % 3 else 98.5 for month in range(40)], "share")
    for made in project_all([near_all, monthly("seldom", [0.0, 0, 1, 0] * 10, COUNT)], 12):
        assert isinstance(made, Projection)
        everything = [value for values in (*(step.quantiles for step in made.steps), *made.paths) for value in values]
        assert min(everything) >= 0
        assert made.series == "seldom" or max(everything) <= 100


def test_a_lost_month_is_filled_for_the_model_and_never_scored() -> None:
    values: list[float | None] = [*shares(1)[0].values]
    values[30] = values[41] = None
    rows = backtest([monthly("with gaps", values, "share")], AHEAD, 12)
    assert all(np.isfinite(row.outcome) and np.isfinite(row.quantiles).all() for row in rows)
    assert date(2023, 6, 30) not in {row.origin for row in rows}, "no forecast is made from a month without a figure"


@pytest.mark.parametrize("pooled", [False, True])
def test_no_answer_is_not_a_number(pooled: bool) -> None:
    random = np.random.default_rng(9)
    odd = [monthly(f"odd {number}", values, COUNT) for number, values in enumerate((
        [0.0] * 30 + [1.0, 0.0, 2.0, 0.0], [5.0] * 13 + [6.0], random.poisson(0.3, 30).astype(float).tolist(),
        np.exp(np.arange(30.0)).tolist(), [1e12, 1.0] * 8, [1e-9 * step for step in range(20)]))]
    for made in project_all(odd, 12) if pooled else [project_one(one, 12) for one in odd]:
        assert isinstance(made, NoProjection) or np.isfinite([step.quantiles for step in made.steps]).all()
        if isinstance(made, Projection):
            assert all(sorted(step.quantiles) == list(step.quantiles) for step in made.steps)
            assert np.isfinite(made.paths).all()
