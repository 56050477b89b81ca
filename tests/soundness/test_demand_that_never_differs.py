"""A line on which every day is as the last has a forecast, and intervals, like any other."""

from __future__ import annotations

import warnings
from datetime import date, timedelta

import numpy as np
import pytest

from answerable.forecasting.demand.engine import forecast_demand
from answerable.forecasting.demand.types import Demand, DemandForecast

SLOTS = 24


@pytest.mark.parametrize("busy", [1.0, 40.0])
def test_the_same_count_in_every_open_hour(busy: float) -> None:
    counts = np.zeros((90, SLOTS))
    counts[:, 9:17] = busy
    days = tuple(date(2026, 1, 5) + timedelta(days=number) for number in range(90))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        made = forecast_demand(Demand("line", days, 60, counts, np.ones((90, SLOTS), dtype=np.int64)), 7, {})
    assert isinstance(made, DemandForecast)
    assert made.mean[:, 9:17] == pytest.approx(busy, rel=0.05)
    assert (made.quantiles[:, 9:17, 0] <= busy).all()
    assert (made.quantiles[:, 9:17, -1] >= busy).all()
    assert made.mean[:, :9].max() < 0.05 * busy
