"""Series of one kind of period together: fitted at every origin, and what was known at each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from answerable.forecasting.choosing import Choice, Evidence, choose, gather
from answerable.forecasting.conformal import Spread, spread
from answerable.forecasting.histories import Prepared, prepare, rows_of
from answerable.forecasting.models import Courses, courses
from answerable.forecasting.scales import Numbers
from answerable.forecasting.series import Series


@dataclass(frozen=True)
class Pool:
    """Series of one kind of period, with every row fitted. ahead: periods after the last figure that are told."""

    every: str
    series: tuple[Prepared, ...]
    evidence: Evidence
    found: Courses
    ahead: int


@dataclass(frozen=True)
class AsOf:
    """What was known at one place of the calendar: the way and the floor of each series, and how far errors go."""

    choice: Choice
    floor: Choice
    spread: Spread


@dataclass(frozen=True)
class Outlook:
    """One row told, in the series' unit. quantiles: (ahead, levels); floor: (ahead,)."""

    quantiles: Numbers
    floor: Numbers


def pool_of(series: Sequence[Series], every: str, ahead: int) -> Pool:
    """Series of one kind of period, none of them refused, fitted at every origin."""
    prepared = tuple(prepare(one) for one in series)
    # Periods without a figure at the end of a series are ahead of its last figure too.
    farthest = ahead + max(len(one.series.values) - len(one.values) for one in prepared)
    rows = rows_of(prepared, every, farthest)
    found = courses(rows, farthest)
    return Pool(every, prepared, gather(rows, found, len(prepared)), found, farthest)


def as_of(pool: Pool, now: int) -> AsOf | None:
    """What was known in a pool at the place `now`; None where too few errors were known for an interval."""
    choice, floor = choose(pool.evidence, now)
    known = spread(pool.evidence, choice, now)
    return None if known is None else AsOf(choice, floor, known)


def outlook(pool: Pool, row: int, known: AsOf, errors: Numbers) -> Outlook:
    """One row. errors: what `known.spread.at` says of levels, (levels,) for all periods or (ahead, levels) for each its own."""
    owner = int(pool.evidence.rows.owner[row])
    one = pool.series[owner]
    size = one.size_after(int(pool.evidence.rows.origin[row]))
    middle = pool.found.forecasts[known.choice[owner], row]
    unit = pool.found.error[row] * known.spread.growth * known.spread.own[owner] * _young(pool, row)
    places = middle[:, None] + unit[:, None] * errors
    floor = one.scale.back(pool.found.forecasts[known.floor[owner], row], size)
    return Outlook(one.scale.back(places, size), floor)


def _young(pool: Pool, row: int) -> float:
    """A level told by few figures since a step is less sure: by one of them as unsure as the next figure itself."""
    fresh, known = int(pool.evidence.rows.fresh[row]), int(pool.evidence.rows.known[row])
    return float(np.sqrt(1 + 1 / max(fresh, 1))) if fresh < known else 1.0
