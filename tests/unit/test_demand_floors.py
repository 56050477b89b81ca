"""The floors of demand, their scores, and that closed half-hours are forecast as closed."""

from __future__ import annotations

import sys
from datetime import date, timedelta

import numpy as np
import pytest

from answerable.forecasting.demand import floors
from answerable.forecasting.demand.boosted import library
from answerable.forecasting.demand.engine import forecast_demand
from answerable.forecasting.demand.past import past_at
from answerable.forecasting.demand.scoring import coverage, poisson_deviance, wape
from answerable.forecasting.demand.types import Demand, DemandForecast
from answerable.forecasting.projection import LEVELS

START = date(2025, 1, 6)   # a Monday


def counts(days: int, mean: float = 40.0, slots: int = 24, seed: int = 1) -> np.ndarray:
    """(days × slots): Poisson counts with a shape by slot and by weekday."""
    shape = 1 + 0.8 * np.sin(np.arange(slots) / slots * 2 * np.pi)
    week = np.array([1.2, 1.1, 1.0, 1.0, 1.1, 0.8, 0.7])
    return np.random.default_rng(seed).poisson(mean * shape * week[np.arange(days) % 7][:, None]).astype(float)


def demand(values: np.ndarray, name: str = "line") -> Demand:
    return Demand(name, tuple(START + timedelta(days=day) for day in range(len(values))), 1440 // values.shape[1], values)


def forecast(values: np.ndarray, ahead: int = 7) -> DemandForecast:
    made = forecast_demand(demand(values), ahead)
    assert isinstance(made, DemandForecast), made
    return made


def slow_latest_mean(values: np.ndarray, day: int, slot: int, weeks: int) -> float:
    """The floor as one would do it by hand: back a week at a time, until enough known values are found."""
    found: list[float] = []
    back = day - 7
    while back >= 0 and len(found) < weeks:
        if back < len(values) and not np.isnan(values[back, slot]):
            found.append(values[back, slot])
        back -= 7
    return sum(found) / len(found)


@pytest.mark.parametrize("ahead", [7, 10])
def test_the_floors_are_what_one_would_do_by_hand(ahead: int) -> None:
    values = counts(60)
    values[45] = np.nan
    past = past_at(demand(values), len(values), ahead, {})
    naive, mean = floors.seasonal_naive(past), floors.four_week_mean(past)
    for day in range(ahead):
        for slot in (0, 5, 23):
            assert naive[day, slot] == slow_latest_mean(values, 60 + day, slot, 1)
            assert mean[day, slot] == pytest.approx(slow_latest_mean(values, 60 + day, slot, 4))


def test_scores_against_sums_by_hand() -> None:
    outcome, mean = np.array([3.0, 0.0, np.nan, 5.0]), np.array([2.0, 1.0, 9.0, 5.0])
    assert wape(outcome, mean) == 2 / 8
    assert poisson_deviance(outcome, mean) == pytest.approx((2 * (3 * np.log(1.5) - 1) + 2 + 0) / 3)


def test_an_outcome_on_the_end_of_an_interval_counts_in_part() -> None:
    always_nothing = np.zeros((1000, len(LEVELS)))
    assert coverage(np.zeros(1000), always_nothing, 0.05, 0.95) == pytest.approx(0.9, abs=0.02)
    assert coverage(np.ones(1000), always_nothing, 0.05, 0.95) == 0.0


def test_closed_weekdays_and_hours_are_forecast_as_closed() -> None:
    values = counts(54)
    values[np.arange(54) % 7 >= 5] = np.nan     # no rows at weekends
    values[:, :7] = 0                           # rows of nothing before seven
    made = forecast(values)
    weekday = np.array([day.weekday() for day in made.days])
    assert not made.open[weekday >= 5].any()
    assert not made.open[:, :7].any()
    assert made.open[weekday < 5, 7:].all()
    assert not made.mean[~made.open].any()
    assert not made.quantiles[~made.open].any()
    assert any("Saturday, Sunday" in note for note in made.notes)


def test_a_quiet_line_is_not_taken_for_a_closed_one() -> None:
    made = forecast(np.random.default_rng(2).poisson(0.02, (54, 48)).astype(float))
    assert made.open.all()
    assert made.at(0.5).max() == 0


def test_quantiles_of_counts_are_whole_numbers_and_rise() -> None:
    made = forecast(counts(54))
    assert (made.quantiles == np.round(made.quantiles)).all()
    assert (np.diff(made.quantiles, axis=-1) >= 0).all()
    assert made.day_totals.mean == pytest.approx(made.mean.sum(axis=1))


def test_without_lightgbm_the_rest_goes_on_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "lightgbm", None)   # what a missing libgomp comes to: it cannot be imported
    library.cache_clear()
    try:
        made = forecast(counts(90))
    finally:
        monkeypatch.undo()
        library.cache_clear()
    assert "boosted" not in {way.id for way in made.tried}
    assert any("libgomp" in note for note in made.notes)


def test_a_model_is_used_only_where_it_beats_the_floors() -> None:
    week = np.random.default_rng(3).integers(0, 100, 7 * 6).reshape(7, 6).astype(float)
    made = forecast(np.tile(week, (9, 1)))               # the week before says it all
    assert made.method.id in ("seasonal-naive", "four-week-mean")
    assert made.mean == pytest.approx(week)
    assert made.backtest.wape == 0
    assert any("No model" in note for note in made.notes)


def test_a_date_that_recurs_is_found_without_a_calendar_and_is_no_lost_day() -> None:
    start, days = date(2022, 1, 1), 3 * 365 - 8
    dates = [start + timedelta(days=day) for day in range(days)]
    christmas = np.array([0.1 if (day.month, day.day) == (12, 25) else 1.0 for day in dates])
    values = np.random.default_rng(4).poisson(300 * christmas).astype(float)[:, None]
    made = forecast_demand(Demand("days", tuple(dates), 1440, values), 7)
    assert isinstance(made, DemandForecast)
    place = made.days.index(date(2024, 12, 25))
    assert 20 < made.mean[place, 0] < 60
    assert made.mean[place - 1, 0] == pytest.approx(300, rel=0.05)
