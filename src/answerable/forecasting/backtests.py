"""Projections from earlier origins, each made with nothing but what had been seen by then."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from answerable.forecasting.models import WAYS
from answerable.forecasting.pooling import as_of, outlook, pool_of
from answerable.forecasting.projecting import check
from answerable.forecasting.refusing import refusal
from answerable.forecasting.series import Series
from answerable.forecasting.spacing import SPACINGS, last_day


@dataclass(frozen=True)
class Row:
    """One forecast of a backtest and what came. origin: the last day seen; ahead: periods after it; method: the id of the way
    chosen; quantiles: at LEVELS, in the series' unit, as are floor and outcome (nan where there is none)."""

    series: str
    origin: date
    ahead: int
    method: str
    quantiles: tuple[float, ...]
    floor: float
    outcome: float


def backtest(series: Sequence[Series], ahead: int, origins: int, *, without_outcome: bool = False) -> list[Row]:
    """The rows of the last `origins` origins of each series that have an outcome, sorted by series, origin and ahead.

    without_outcome: those too of which nothing has come yet. At each origin the ways are chosen and the intervals calibrated by
    what was known by then in all series, as `project_all` would have done on that day. A series that cannot be projected now
    has no rows. Raises InputError as `project_all`.
    """
    check(series, ahead)
    found: list[Row] = []
    for every in SPACINGS:
        able = sorted((one for one in series if one.every == every and refusal(one) is None), key=lambda one: one.id)
        if able:
            found += _of_pool(able, every, ahead, origins, without_outcome)
    return sorted(found, key=lambda row: (row.series, row.origin, row.ahead))


def _of_pool(able: Sequence[Series], every: str, ahead: int, origins: int, without_outcome: bool) -> list[Row]:
    pool = pool_of(able, every, ahead, origins)
    rows = pool.evidence.rows
    # The newest origin has no outcome yet.
    first = np.array([one.last - origins + without_outcome for one in pool.series])
    found: list[Row] = []
    for now in np.unique(rows.origin).tolist():
        wanted = np.flatnonzero((rows.origin == now) & (rows.origin >= first[rows.owner]))
        known = as_of(pool, now) if len(wanted) else None
        if known is None:
            continue
        told = outlook(pool, wanted, known, known.spread.quantiles)
        for index, row in enumerate(wanted.tolist()):
            one = pool.series[rows.owner[row]]
            end = now - one.first
            origin = last_day(every, one.series.starts[end])
            method = WAYS[known.choice[rows.owner[row]]].id
            after = [*one.series.values[end + 1:end + 1 + ahead], *[None] * ahead][:ahead]
            found += [Row(one.series.id, origin, step, method, tuple(told.quantiles[index, step - 1].tolist()),
                          float(told.floor[index, step - 1]), math.nan if outcome is None else float(outcome))
                      for step, outcome in enumerate(after, 1) if outcome is not None or without_outcome]
    return found
