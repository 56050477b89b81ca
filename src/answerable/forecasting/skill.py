"""How a series' projections did from earlier origins, each with the way and the intervals that were known at that origin."""

from __future__ import annotations

import numpy as np

from answerable.forecasting.models import WAYS
from answerable.forecasting.pooling import AsOf, Pool, outlook
from answerable.forecasting.projection import Backtest
from answerable.forecasting.scales import Numbers, Places
from answerable.words import _

# Within 50% and 90% intervals, and the middle.
ASKED = np.array([0.05, 0.25, 0.5, 0.75, 0.95])
DRAWS = 400
SEED = 11


class Tested:
    """The tested origins of a pool's series: of each the number of forecasts, the error of the middle and of the floor, and how
    many outcomes fell into 50% and 90% intervals. Errors are in each series' own unit."""

    def __init__(self, owners: int) -> None:
        self.sums: list[list[Numbers]] = [[] for _owner in range(owners)]

    def add(self, pool: Pool, rows: Places, known: AsOf, errors: Numbers) -> None:
        """Rows of one origin, told as they would have been then, beside what came. errors: at ASKED."""
        told = outlook(pool, rows, known, errors)
        came = pool.evidence.rows.came[rows]
        low90, low50, middle, high50, high90 = np.moveaxis(told.quantiles, 2, 0)
        parts = [~np.isnan(came), np.abs(came - middle), np.abs(came - told.floor),
                 (low50 <= came) & (came <= high50), (low90 <= came) & (came <= high90)]
        sums = np.stack([np.nansum(part, axis=1, dtype=float) for part in parts], axis=1)
        for owner, row in zip(pool.evidence.rows.owner[rows].tolist(), sums, strict=True):
            if row[0]:
                self.sums[owner].append(row)

    def of(self, owner: int, floor: int, pooled: int) -> Backtest:
        """The record of one series. floor: the way that is its floor now."""
        words = _(WAYS[floor].words)
        if not self.sums[owner]:
            return Backtest(0, 0, words, None, None, None, None, None, pooled)
        sums = np.array(self.sums[owner])
        number = sums[:, 0].sum()
        skill, low, high = _skill(sums[:, 1], sums[:, 2])
        return Backtest(len(sums), int(number), words, skill, low, high,
                        float(sums[:, 3].sum() / number), float(sums[:, 4].sum() / number), pooled)


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
