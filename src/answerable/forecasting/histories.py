"""What was known at each origin: one row for each series and origin, holding nothing that came after.

Every row is fitted afresh, so no choice, level, season or spread of a row can rest on what its origin had not seen.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from answerable.forecasting.scales import SIZE_UNKNOWN, Numbers, Places, Scale, scale_of, sizes_of
from answerable.forecasting.series import COUNT, Restart, Series
from answerable.forecasting.spacing import Spacing, last_day, place, spacing_of

RECENT_SIZES = 12


@dataclass(frozen=True)
class Prepared:
    """A series on its scale up to its last figure. first: the place of its first period; raw: in its unit; sizes: denominators
    of a share."""

    series: Series
    scale: Scale
    first: int
    raw: Numbers
    values: Numbers
    sizes: Numbers | None

    @property
    def last(self) -> int:
        """The place of the last period with a figure."""
        return self.first + len(self.values) - 1

    @property
    def whole(self) -> bool:
        """Whether it counts whole things."""
        known = self.raw[~np.isnan(self.raw)]
        return self.scale.kind == COUNT and bool((known == np.rint(known)).all())

    def size_after(self, origin: int) -> float:
        """The denominator that is expected of periods after an origin: the median of the last year's."""
        if self.sizes is None:
            return SIZE_UNKNOWN
        seen = self.sizes[max(0, origin - self.first + 1 - RECENT_SIZES):origin - self.first + 1]
        return float(np.median(seen)) if len(seen) else SIZE_UNKNOWN


@dataclass(frozen=True)
class Rows:
    """Histories, newest last. owner: which series; origin: the place of the last period seen; seen: (rows, periods), nan where
    not known or before the first; outcome: (rows, ahead) what came, nan where not yet known; came: the same in the
    series' unit; fresh: figures since the last
    known step (as many as there are, where there was none)."""

    spacing: Spacing
    owner: Places
    origin: Places
    seen: Numbers
    outcome: Numbers
    came: Numbers
    fresh: Places

    @cached_property
    def known(self) -> Places:
        """How many figures each row holds."""
        return np.asarray((~np.isnan(self.seen)).sum(axis=1))

    def __len__(self) -> int:
        return len(self.owner)


def prepare(series: Series) -> Prepared:
    """A series on its scale, cut after its last figure."""
    scale = scale_of(series)
    last = max((index for index, value in enumerate(series.values) if value is not None), default=-1)
    raw = np.array([np.nan if value is None else value for value in series.values[:last + 1]], dtype=float)
    sizes = sizes_of(series)
    return Prepared(series, scale, place(series.every, series.starts[0]) if series.starts else 0, raw,
                    scale.forth(raw, None if sizes is None else sizes[:last + 1]), None if sizes is None else sizes[:last + 1])


def rows_of(prepared: Sequence[Prepared], every: str, ahead: int, back: int = 0) -> Rows:
    """The rows of all series of one kind of period, each at its last origins. back: from how many periods before its last
    figure it is told too, each time by as many origins before that.

    An origin needs a figure in its own period, and enough before it.
    """
    spacing = spacing_of(every)
    parts = [_rows_of_one(index, one, spacing, ahead, back) for index, one in enumerate(prepared)]
    longest = max((part.seen.shape[1] for part in parts), default=1)
    return Rows(spacing, np.concatenate([part.owner for part in parts]), np.concatenate([part.origin for part in parts]),
                np.concatenate([_widened(part.seen, longest) for part in parts]),
                np.concatenate([part.outcome for part in parts]), np.concatenate([part.came for part in parts]),
                np.concatenate([part.fresh for part in parts]))


def _widened(seen: Numbers, width: int) -> Numbers:
    return np.pad(seen, ((0, 0), (width - seen.shape[1], 0)), constant_values=np.nan)


def _rows_of_one(index: int, one: Prepared, spacing: Spacing, ahead: int, back: int) -> Rows:
    values, count = one.values, len(one.values)
    known = ~np.isnan(values)
    ends = np.flatnonzero(known & (np.cumsum(known) >= spacing.first_seen))[-spacing.tried - back:]
    width = min(spacing.longest, count)
    seen, outcome = _windows(values, ends - width + 1, width), _windows(values, ends + 1, ahead)
    fresh = np.cumsum(known)[ends]
    if one.series.restarts:
        for row, end in enumerate(ends):
            seen[row], fresh[row] = _as_seen(one, int(end), width, spacing.season)
    return Rows(spacing, np.full(len(ends), index), one.first + ends, seen, outcome, _windows(one.raw, ends + 1, ahead), fresh)


def _windows(values: Numbers, starts: Places, width: int) -> Numbers:
    """(starts, width): the values from each start on, nan before the first and after the last."""
    places = starts[:, None] + np.arange(width)
    inside = (places >= 0) & (places < len(values))
    return np.asarray(np.where(inside, values[np.clip(places, 0, len(values) - 1)], np.nan))


def _as_seen(one: Prepared, end: int, width: int, season: int) -> tuple[Numbers, int]:
    """(the last `width` values up to `end`, moved to the level after the last step known by then; figures since that step)."""
    history = one.values[:end + 1].copy()
    start = 0
    for restart in _known(one, end):
        at = _position(one, restart)
        if 0 < at <= end:
            history[:at] += _shift(history, at, season)
            start = at
    row = np.full(width, np.nan)
    part = history[-width:]
    row[width - len(part):] = part
    return row, int(np.count_nonzero(~np.isnan(history[start:])))


def _known(one: Prepared, end: int) -> list[Restart]:
    """The steps that were known by the last day of the period at `end`, in order."""
    seen_until = last_day(one.series.every, one.series.starts[end])
    return sorted((restart for restart in one.series.restarts if restart.known_from <= seen_until), key=lambda step: step.at)


def _position(one: Prepared, restart: Restart) -> int:
    """The index of the first period on or after a step."""
    return sum(start < restart.at for start in one.series.starts)


def _shift(history: Numbers, at: int, season: int) -> float:
    """How far the level moved at a step: the same seasons compared where a year before the step is known, else the mean
    after it against as many figures before it."""
    after = history[at:]
    if np.isnan(after).all():
        return 0.0
    span = min(len(after), season)
    same = [(history[at + step], history[at + step - season]) for step in range(span) if at + step - season >= 0]
    pairs = np.array([new - old for new, old in same])
    if len(pairs) and not np.isnan(pairs).all():
        return float(np.nanmedian(pairs)) if len(pairs) > 2 else float(np.nanmean(pairs))
    before = history[max(0, at - max(span, 3)):at]
    return float(np.nanmean(after) - np.nanmean(before)) if not np.isnan(before).all() else 0.0
