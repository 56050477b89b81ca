"""Projections of real series from many origins: less wrong than the floors, and their intervals hold.

The files are no part of this project; ANSWERABLE_DATA names the folder that holds them.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
from benchmarks.projection_series import attendances

from answerable.forecasting.backtests import backtest
from answerable.forecasting.projection import LEVELS


def test_the_share_within_four_hours_of_every_trust_is_told_better_than_by_the_year_before(real_data: Path) -> None:
    shares, _counts = attendances(real_data)
    figures = {(one.id, start): value for one in shares for start, value in zip(one.starts, one.values, strict=True)}
    rows = backtest(shares, 6, 12)
    assert len(rows) > 10_000
    ours, naive, inside50, inside90 = [], [], [], []
    for row in rows:
        month = row.origin.year * 12 + row.origin.month - 1 + row.ahead
        before = figures.get((row.series, row.origin.replace(year=month // 12 - 1, month=month % 12 + 1, day=1)))
        low90, low50, middle, high50, high90 = (row.quantiles[LEVELS.index(level)] for level in (0.05, 0.25, 0.5, 0.75, 0.95))
        if before is not None:
            ours.append(abs(row.outcome - middle))
            naive.append(abs(row.outcome - before))
        inside50.append(low50 <= row.outcome <= high50)
        inside90.append(low90 <= row.outcome <= high90)
    assert 1 - np.sum(ours) / np.sum(naive) > 0.15
    assert 0.87 <= np.mean(inside90) <= 0.93
    assert 0.45 <= np.mean(inside50) <= 0.62
