"""A bank's calls of 2003: the afternoon is told better once the morning is known."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest
from benchmarks.revising import bank_calls

from answerable.forecasting.demand.revising import revised
from answerable.forecasting.demand.types import Busyness
from answerable.forecasting.projection import LEVELS

DATA = os.environ.get("ANSWERABLE_DATA")
pytestmark = pytest.mark.skipif(not DATA, reason="the real files are not here: set ANSWERABLE_DATA to their folder")
# As the errors of earlier weeks tell it in the autumn of that year (python -m benchmarks.revising).
BUSYNESS = Busyness(1 / 0.002, 1 / 0.005, 0.9, 0.04, 39)


@pytest.mark.parametrize(("time", "least_gain"), [(20, 0.25), (24, 0.35), (30, 0.3)])
def test_the_error_of_what_is_left_falls(time: int, least_gain: float) -> None:
    demand = bank_calls(Path(DATA or ""))
    before, after, inside = [], [], []
    for place in range(35, len(demand.days)):
        came = demand.counts[place]
        weeks = demand.counts[[place - 7 * week for week in range(1, 5)]]
        if np.isnan(came[14:42]).any() or np.isnan(weeks[:, 14:42]).any():
            continue
        forecast = weeks.mean(axis=0)
        rest = revised(np.nan_to_num(forecast), np.where(np.arange(48) < time, came, np.nan), BUSYNESS)
        left = float(came[list(rest.slots)].sum())
        before.append(abs(left - rest.forecast_rest))
        after.append(abs(left - rest.total_mean))
        inside.append(rest.total_quantiles[LEVELS.index(0.05)] <= left <= rest.total_quantiles[LEVELS.index(0.95)])
    assert len(before) > 100
    assert sum(after) < (1 - least_gain) * sum(before)
    assert 0.85 <= np.mean(inside) <= 0.99
