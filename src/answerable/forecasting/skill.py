"""How a series' projections did from earlier origins, each with the way and the intervals that were known at that origin."""

from __future__ import annotations

from collections import defaultdict

import numpy as np

from answerable.forecasting.models import WAYS
from answerable.forecasting.pooling import AsOf, Pool, outlook
from answerable.forecasting.projection import Backtest
from answerable.forecasting.scales import Numbers
from answerable.words import _

# Within 50% and 90% intervals, and the middle.
ASKED = np.array([0.05, 0.25, 0.5, 0.75, 0.95])
DRAWS = 400
SEED = 11


class Tested:
    """The tested origins of a pool's series. Values are in each series' own unit."""

    def __init__(self) -> None:
        self.rows: dict[int, list[Numbers]] = defaultdict(list)

    def add(self, pool: Pool, row: int, known: AsOf, errors: Numbers) -> None:
        """One origin of one series, told as it would have been then, beside what came. errors: at ASKED."""
        owner = int(pool.evidence.rows.owner[row])
        one = pool.series[owner]
        origin = int(pool.evidence.rows.origin[row])
        told = outlook(pool, row, known, errors)
        after = one.series.values[origin - one.first + 1:][:len(told.floor)]
        came = np.array([np.nan if value is None else value for value in after], dtype=float)
        if (~np.isnan(came)).any():
            self.rows[owner].append(np.column_stack([told.quantiles[:len(came)], told.floor[:len(came)], came]))

    def of(self, owner: int, floor: int, pooled: int) -> Backtest:
        """The record of one series. floor: the way that is its floor now."""
        words = _(WAYS[floor].words)
        if not self.rows[owner]:
            return Backtest(0, 0, words, None, None, None, None, None, pooled)
        sums = np.array([_sums(rows) for rows in self.rows[owner]])
        number = sums[:, 0].sum()
        skill, low, high = _skill(sums[:, 1], sums[:, 2])
        return Backtest(len(sums), int(number), words, skill, low, high,
                        float(sums[:, 3].sum() / number), float(sums[:, 4].sum() / number), pooled)


def _sums(rows: Numbers) -> Numbers:
    """(forecasts, error of the middle, error of the floor, inside 50%, inside 90%) of one origin."""
    rows = rows[~np.isnan(rows[:, -1])]
    low90, low50, middle, high50, high90, floor, came = rows.T
    return np.array([len(rows), np.abs(came - middle).sum(), np.abs(came - floor).sum(),
                     ((low50 <= came) & (came <= high50)).sum(), ((low90 <= came) & (came <= high90)).sum()])


def _skill(ours: Numbers, floors: Numbers) -> tuple[float | None, float | None, float | None]:
    """(1 − error over the floor's, and its 90% interval). Origins side by side err alike, so they are drawn in runs: the
    circular block bootstrap of Politis and Romano 1992, blocks of the cube root of their number."""
    if floors.sum() <= 0:
        return None, None, None
    skill = float(1 - ours.sum() / floors.sum())
    count = len(ours)
    block = max(1, round(count ** (1 / 3)))
    random = np.random.default_rng(SEED)
    starts = random.integers(0, count, (DRAWS, -(-count // block)))
    picked = ((starts[:, :, None] + np.arange(block)) % count).reshape(DRAWS, -1)[:, :count]
    below = floors[picked].sum(axis=1)
    drawn = 1 - ours[picked].sum(axis=1) / np.where(below > 0, below, np.nan)
    low, high = np.nanquantile(drawn, (0.05, 0.95))
    return skill, float(low), float(high)
