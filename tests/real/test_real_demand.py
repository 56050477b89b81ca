"""A bank's calls of 2003 by the half-hour, a week ahead: as good as the design measured, or better, and as sure as it says."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from benchmarks.demand_series import bank

from answerable.forecasting.demand.engine import backtest_demand
from answerable.forecasting.demand.types import DemandBacktests


def test_the_banks_half_hours_a_week_ahead(real_data: Path) -> None:
    calls = bank(real_data)
    backtests = backtest_demand(calls, 7, 16)
    assert isinstance(backtests, DemandBacktests)
    whole = backtests.summary
    assert (whole.origins, whole.forecasts) == (16, 2184)     # two weekdays of the sixteen weeks have no row
    assert whole.wape <= 0.060
    assert whole.floor_wape >= 0.065
    assert whole.skill_low is not None
    assert whole.skill_low > 0
    assert 0.87 <= (whole.cover90 or 0) <= 0.93
    assert 0.87 <= (whole.day_cover90 or 0) <= 0.97
    for one in backtests.origins:                             # weekdays from seven to nine, found from the counts
        weekday = np.array([day.weekday() for day in one.forecast.days])
        assert not one.forecast.open[weekday >= 5].any()
        assert (one.forecast.open[weekday < 5].sum(axis=1) == 28).all()
