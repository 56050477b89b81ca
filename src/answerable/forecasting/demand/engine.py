"""Demand forecast: the ways of forecasting held against each other at earlier origins, the best one asked, and its errors
made intervals."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

import numpy as np

from answerable.forecasting.demand import choosing
from answerable.forecasting.demand.busyness import busyness
from answerable.forecasting.demand.checking import nothing_lately, refuse
from answerable.forecasting.demand.intervals import learn_spread
from answerable.forecasting.demand.rolling import Earlier, Progress, Rolling, earlier_forecasts
from answerable.forecasting.demand.summing import summary, whole_days
from answerable.forecasting.demand.types import (
    DayTotals,
    Demand,
    DemandBacktests,
    DemandForecast,
    DemandOrigin,
    Floats,
    Whole,
)
from answerable.forecasting.projection import NoProjection


def forecast_demand(demand: Demand, ahead_days: int, known: Mapping[str, Floats] | None = None, *,
                    exposure_ahead: Whole | None = None, progress: Progress | None = None) -> DemandForecast | NoProjection:
    """The next `ahead_days` days of a demand (1 to about 42), or why there is no forecast.

    known: calendar columns, name → one number a day over the past and the days ahead (bank holidays, school holidays, …): what
    is known of coming days beforehand, and nothing else; exposure_ahead: (ahead × slots), 0 for an hour that does not exist, 2
    for the repeated one, None: 1 throughout; progress: called with how many origins are done, and of how many.
    """
    refused = refuse(demand, len(demand.days))
    if refused:
        return refused
    return _forecast(rolling_for(demand, ahead_days, known or {}), ahead_days, len(demand.days), exposure_ahead, progress)


def backtest_demand(demand: Demand, ahead_days: int, origins: int, step_days: int = 7,
                    known: Mapping[str, Floats] | None = None, *, progress: Progress | None = None
                    ) -> DemandBacktests | NoProjection:
    """Forecasts from `origins` earlier origins, the last `ahead_days` before the end and the others `step_days` apart, each
    made as `forecast_demand` would have made it there, with its choice of a model and its intervals. Origins with too short
    a past are left out. known: as of `forecast_demand`; it need not reach past the end."""
    return backtest_rolling(rolling_for(demand, ahead_days, known or {}), ahead_days, origins, step_days, progress=progress)


def rolling_for(demand: Demand, ahead_days: int, known: Mapping[str, Floats]) -> Rolling:
    """The forecasts by which one of `ahead_days` is judged. They reach a week at least: origins are a week apart, and a
    forecast of one day would else be judged by eight days, all of one weekday."""
    return Rolling(demand, max(7, ahead_days), known)


def backtest_rolling(rolling: Rolling, ahead_days: int, origins: int, step_days: int = 7, *, progress: Progress | None = None
                     ) -> DemandBacktests | NoProjection:
    """The same for a `Rolling`, which keeps what each way forecast at each origin."""
    demand, made = rolling.demand, []
    starts = [len(demand.days) - ahead_days - step_days * back for back in range(origins - 1, -1, -1)]
    for done, start in enumerate(starts):
        if progress:
            progress(done, len(starts))
        if start <= 0 or refuse(demand, start):
            continue
        exposure = None if demand.exposure is None else demand.exposure[start:start + ahead_days]
        forecast = _forecast(rolling, ahead_days, start, exposure, None)
        if isinstance(forecast, DemandForecast):
            made.append(DemandOrigin(forecast, np.array(demand.counts[start:start + ahead_days], dtype=float)))
    if not made:
        return refuse(demand, max(0, starts[-1])) or nothing_lately(demand)
    return DemandBacktests(tuple(made), summary(made))


def _forecast(rolling: Rolling, ahead_days: int, days: int, exposure: Whole | None, progress: Progress | None
              ) -> DemandForecast | NoProjection:
    past = rolling.past(days)
    for done, origin in enumerate(asked := rolling.earlier(days)):
        rolling.at(origin)
        if progress:
            progress(done + 1, len(asked) + 1)
    earlier = earlier_forecasts(rolling, days)
    if earlier is None:
        return nothing_lately(rolling.demand)
    choice = choosing.choose(earlier)
    made = {way: rates[:ahead_days] for way, rates in rolling.at(days).items()}
    mean, floor = choice.apply(made), made[choice.floor]
    opened = past.open_ahead()[:ahead_days]
    if exposure is not None:
        weight = np.asarray(exposure, dtype=float)
        mean, floor, opened = mean * weight, floor * weight, opened & (weight > 0)
    fitted = choice.apply(earlier.made)
    quantiles, totals = _quantiles(mean, earlier, fitted, past.whole_numbers)
    coming = tuple(past.origin + timedelta(days=ahead + 1) for ahead in range(ahead_days))
    return DemandForecast(rolling.demand.id, past.origin, rolling.demand.interval_minutes, coming, mean, quantiles, floor,
                          opened, totals, busyness(earlier, fitted), choice.method(), choice.tried,
                          choosing.backtest(earlier, fitted, choice), tuple(choosing.notes(past, choice)))


def _quantiles(mean: Floats, earlier: Earlier, fitted: Floats, whole: bool) -> tuple[Floats, DayTotals]:
    """The slots' quantiles and the days' totals, each from errors of their own kind."""
    ahead = np.arange(1, len(mean) + 1)
    spread = learn_spread(fitted, earlier.outcome, earlier.ahead, earlier.origin, whole, earlier.days,
                          whole_days=mean.shape[1] == 1)
    slots = spread.quantiles(mean.ravel(), np.repeat(ahead, mean.shape[1])).reshape(*mean.shape, -1)
    if mean.shape[1] == 1:
        return slots, DayTotals(mean[:, 0], slots[:, 0])
    days = whole_days(earlier, fitted)
    total = mean.sum(axis=1)
    spread = learn_spread(days.mean, days.outcome, days.ahead, days.origin, whole, earlier.days)
    return slots, DayTotals(total, spread.quantiles(total, ahead))
