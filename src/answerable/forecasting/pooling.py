"""Series of one kind of period together: fitted at every origin, and what was known at each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from answerable.forecasting.choosing import Choice, Evidence, choose, gather
from answerable.forecasting.conformal import Spread, spread
from answerable.forecasting.histories import Prepared, prepare, rows_of
from answerable.forecasting.models import Courses, courses
from answerable.forecasting.scales import Numbers, Places, back_together
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
    """Rows told, in their series' units. quantiles: (rows, ahead, levels); floor: (rows, ahead)."""

    quantiles: Numbers
    floor: Numbers


def pool_of(series: Sequence[Series], every: str, ahead: int, back: int = 0) -> Pool:
    """Series of one kind of period, none of them refused, fitted at every origin. back: from how many periods before its last
    figure each is told too."""
    prepared = tuple(prepare(one) for one in series)
    # Periods without a figure at the end of a series are ahead of its last figure too.
    farthest = ahead + max(len(one.series.values) - len(one.values) for one in prepared)
    rows = rows_of(prepared, every, farthest, back)
    found = courses(rows, farthest)
    return Pool(every, prepared, gather(rows, found, len(prepared)), found, farthest)


def as_of(pool: Pool, now: int) -> AsOf | None:
    """What was known in a pool at the place `now`; None where too few errors were known for an interval."""
    choice, floor = choose(pool.evidence, now)
    known = spread(pool.evidence, choice, now)
    return None if known is None else AsOf(choice, floor, known)


def outlook(pool: Pool, rows: Places, known: AsOf, errors: Numbers) -> Outlook:
    """Some rows told. errors: what `known.spread.at` says of levels, (levels,) for all periods or (ahead, levels) for each
    its own."""
    owner = pool.evidence.rows.owner[rows]
    middle = pool.found.forecasts[known.choice[owner], rows]
    own = pool.found.error[rows] * known.spread.own[owner] * _young(pool, rows)
    unit = own[:, None] * known.spread.growth
    places = middle[:, :, None] + unit[:, :, None] * errors
    return Outlook(_in_units(pool, rows, places), _in_units(pool, rows, pool.found.forecasts[known.floor[owner], rows]))


def _in_units(pool: Pool, rows: Places, places: Numbers) -> Numbers:
    """(rows, ...) on the scale of models, each in the unit of its series."""
    owners = pool.evidence.rows.owner[rows].tolist()
    scales = [pool.series[owner].scale for owner in owners]
    shape = (-1, *[1] * (places.ndim - 1))
    offset = np.array([scale.offset for scale in scales]).reshape(shape)
    sizes = [pool.series[owner].size_after(origin)
             for owner, origin in zip(owners, pool.evidence.rows.origin[rows].tolist(), strict=True)]
    size = np.array(sizes).reshape(shape)
    kinds, found = np.array([scale.kind for scale in scales]), np.empty_like(places)
    for kind in set(kinds.tolist()):
        here = kinds == kind
        found[here] = back_together(kind, places[here], offset[here], size[here])
    return found


def _young(pool: Pool, rows: Places) -> Numbers:
    """A level told by few figures since a step is less sure: by one of them as unsure as the next figure itself."""
    fresh, known = pool.evidence.rows.fresh[rows], pool.evidence.rows.known[rows]
    return np.asarray(np.where(fresh < known, np.sqrt(1 + 1 / np.maximum(fresh, 1)), 1.0))
