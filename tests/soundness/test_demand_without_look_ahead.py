"""A forecast of demand knows nothing after its origin, and where nothing can be told it gives no number."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest

from answerable.forecasting.demand.engine import backtest_demand, forecast_demand
from answerable.forecasting.demand.types import Demand, DemandBacktests, DemandForecast
from answerable.forecasting.projection import NoProjection

START = date(2025, 1, 6)


def counts(days: int, slots: int = 6, mean: float = 40.0, seed: int = 1) -> np.ndarray:
    shape = 1 + 0.6 * np.sin(np.arange(slots) / slots * 2 * np.pi)
    week = np.array([1.2, 1.1, 1.0, 1.0, 1.1, 0.8, 0.7])
    return np.random.default_rng(seed).poisson(mean * shape * week[np.arange(days) % 7][:, None]).astype(float)


def demand(values: np.ndarray, exposure: np.ndarray | None = None) -> Demand:
    return Demand("line", tuple(START + timedelta(days=day) for day in range(len(values))), 1440 // values.shape[1], values,
                  exposure)


def made(values: np.ndarray, ahead: int = 7, **more: np.ndarray) -> DemandForecast:
    forecast = forecast_demand(demand(values, more.get("exposure")), ahead, exposure_ahead=more.get("exposure_ahead"))
    assert isinstance(forecast, DemandForecast), forecast
    return forecast


def alike(one: DemandForecast, other: DemandForecast) -> bool:
    return (one.mean.tobytes() == other.mean.tobytes() and one.quantiles.tobytes() == other.quantiles.tobytes()
            and one.day_totals.quantiles.tobytes() == other.day_totals.quantiles.tobytes()
            and (one.method, one.tried, one.busyness) == (other.method, other.tried, other.busyness)
            and one.backtest == other.backtest)


@pytest.mark.parametrize(("days", "future"), [(112, 1e6), (66, 0.0), (66, np.nan)])   # the first with boosted trees
def test_a_telltale_future_changes_no_bit_of_a_backtest(days: int, future: float) -> None:
    known = {"holiday": (np.arange(days) % 41 == 5).astype(float)}
    values = counts(days)
    changed = values.copy()
    changed[days - 14:] = future
    one, other = (backtest_demand(demand(table), 7, 2, 7, known) for table in (values, changed))
    assert isinstance(one, DemandBacktests)
    assert isinstance(other, DemandBacktests)
    assert alike(one.origins[0].forecast, other.origins[0].forecast)    # its origin is 14 days before the end
    assert ("boosted" in {tried.id for tried in one.origins[0].forecast.tried}) == (days > 66)
    alone = forecast_demand(demand(values[:-14]), 7, {name: column[:-7] for name, column in known.items()})
    assert isinstance(alone, DemandForecast)
    assert alike(one.origins[0].forecast, alone)


def test_two_runs_give_the_same_bits() -> None:
    values = counts(86)
    assert alike(made(values), made(values))


@pytest.mark.parametrize(("values", "code"), [
    (counts(12), "too-short"), (np.full((90, 6), np.nan), "lost"), (np.zeros((90, 6)), "all-zero"),
    (np.full((90, 6), 7.0), "constant"), (np.zeros((0, 6)), "too-short")])
def test_where_nothing_can_be_told_there_is_a_sentence_and_no_number(values: np.ndarray, code: str) -> None:
    for said in (forecast_demand(demand(values), 7), backtest_demand(demand(values), 7, 4)):
        assert isinstance(said, NoProjection)
        assert said.code == code
        assert said.words.endswith(".")


def test_ten_times_the_calls_are_ten_times_the_forecast() -> None:
    values = counts(55)
    one, ten = made(values), made(values * 10)
    assert ten.mean.sum() / one.mean.sum() == pytest.approx(10, rel=0.02)


def test_an_hour_that_does_not_exist_has_no_calls_and_a_repeated_one_twice_as_many() -> None:
    values, exposure = counts(55, 24), np.ones((55, 24), dtype=np.int64)
    exposure[20, 2], exposure[50, 2] = 0, 2
    values[20, 2], values[50, 2] = 0, values[50, 2] * 2
    ahead = np.ones((7, 24), dtype=np.int64)
    ahead[3, 1], ahead[4, 1] = 0, 2
    forecast, plain = made(values, exposure=exposure, exposure_ahead=ahead), made(values, exposure=exposure)
    assert forecast.mean[3, 1] == 0
    assert not forecast.quantiles[3, 1].any()
    assert forecast.mean[4, 1] == pytest.approx(2 * plain.mean[4, 1])
    assert forecast.mean[5].tobytes() == plain.mean[5].tobytes()


def test_lost_days_and_half_days_move_nothing() -> None:
    values = counts(55, 24)
    hurt = values.copy()
    hurt[30] = 0              # the feed was down for a day,
    hurt[40, 12:] = 0         # for an afternoon,
    hurt[50] = np.nan         # and brought no row
    one, other = made(values), made(hurt)
    assert other.mean.sum() == pytest.approx(one.mean.sum(), rel=0.02)
    assert any("2 past days" in note for note in other.notes)


def test_days_that_the_calendar_marks_and_that_were_closed_are_forecast_as_closed() -> None:
    values, holiday = counts(55, 24), np.zeros(62)
    holiday[[20, 45, 58]] = 1
    values[[20, 45]] = np.nan
    forecast = forecast_demand(demand(values), 7, {"bank_holiday": holiday})
    assert isinstance(forecast, DemandForecast)
    assert not forecast.open[3].any()
    assert forecast.day_totals.mean[3] == 0
    assert forecast.day_totals.mean[2] > 0
    assert forecast.day_totals.mean[2] == pytest.approx(made(values).day_totals.mean[2], rel=0.05)   # no zeros were learnt
