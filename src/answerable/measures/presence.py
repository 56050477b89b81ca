"""What came of a measure's feeds: which days have records, and up to where."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from answerable.measures.definition import Measure, holds
from answerable.records.contract import DIMENSIONS
from answerable.records.quality import Feed, feeds
from answerable.records.series import Combination
from answerable.records.store import Manifest, Store


@dataclass(frozen=True)
class Presence:
    """Days on which any of the feeds of a measure has records. days: in order; weekdays: those on which records are
    usual (day number modulo 7); cut_off_day: the last day up to which the workspace has records of any feed."""

    days: npt.NDArray[np.int64]
    weekdays: frozenset[int]
    cut_off_day: int

    @property
    def first(self) -> int:
        """First day with records."""
        return int(self.days.min())

    @property
    def last(self) -> int:
        """Last day with records."""
        return int(self.days.max())

    def coverage(self, first: int, last: int) -> float:
        """Share of the days from `first` to `last` that came, out of those on which records are usual."""
        received = int(((self.days >= first) & (self.days <= last)).sum())
        span = np.arange(first, last + 1)
        held = set(self.days[(self.days >= first) & (self.days <= last)].tolist())
        expected = sum(int(day) % 7 in self.weekdays or int(day) in held for day in span)
        return received / expected if expected else 0.0


def presence_of(store: Store, head: Manifest, measure: Measure, book: Sequence[Combination],
                where: Mapping[str, str]) -> Presence | None:
    """The presence of the feeds (line and channel) that a measure and a condition are about; None where none came."""
    everything = _feeds(store, head)
    wanted = {(combination[0], combination[1]) for combination in book if holds(measure.population, combination)
              and all(where.get(name) in (None, combination[DIMENSIONS.index(name)]) for name in ("line", "channel"))}
    own = [feed for feed in everything if (feed.line, feed.channel) in wanted and len(feed.days)]
    if not own:
        return None
    days = np.unique(np.concatenate([np.concatenate([feed.days, np.array(feed.stray, dtype=np.int64)]) for feed in own]))
    weekdays = frozenset(weekday for feed in own for weekday in feed.open_weekdays())
    cut_off = max(feed.last for feed in everything if len(feed.days))
    return Presence(days, weekdays, min(cut_off, _settled(own, cut_off)))


def _settled(own: list[Feed], cut_off: int) -> int:
    """Up to where the own feeds can be taken as told: their last day, or later where they have long been silent."""
    return cut_off if cut_off > max(feed.last for feed in own) else max(feed.last for feed in own)


_kept: dict[tuple[str, str], list[Feed]] = {}


def _feeds(store: Store, head: Manifest) -> list[Feed]:
    key = (str(store.folder), head.sha256)
    if key not in _kept:
        _kept.clear()
        _kept[key] = feeds(store, head)
    return _kept[key]
