"""What came of a measure's feeds: which days have records, and up to where."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from answerable.measures.definition import Measure, holds_text
from answerable.records.quality import LEAST_CONTACTS_TO_MISS, Feed, feeds
from answerable.records.series import Combination
from answerable.records.store import Manifest, Store
from answerable.records.tables import TABLES, family_of

# A feed that has been silent for longer than this while others went on has ended.
SILENT_FOR_GOOD_DAYS = 62


@dataclass(frozen=True)
class Presence:
    """Days on which any of the feeds of a measure has records. days: in order; weekdays: those on which records are
    usual (day number modulo 7); cut_off_day: the day up to which all of
    its feeds have come."""

    days: npt.NDArray[np.int64]
    weekdays: frozenset[int]
    cut_off_day: int
    _coverages: dict[tuple[int, int], float] = field(default_factory=dict, repr=False, compare=False)
    _parts: dict[tuple[int | None, int | None], Presence] = field(default_factory=dict, repr=False, compare=False)

    @property
    def first(self) -> int:
        """First day with records."""
        return int(self.days.min())

    @property
    def last(self) -> int:
        """Last day with records."""
        return int(self.days.max())

    def within(self, first: int | None, last: int | None) -> Presence:
        """The presence between two days that are asked for (None: no bound): a period that they cut has come in part."""
        if first is None and last is None:
            return self
        if (first, last) not in self._parts:
            least, most = self.first if first is None else first, self.last if last is None else last
            keep = (self.days >= least) & (self.days <= most)
            self._parts[first, last] = replace(self, days=self.days[keep], _coverages={}, _parts={})
        return self._parts[first, last]

    def coverage(self, first: int, last: int) -> float:
        """Share of the days from `first` to `last` that came, out of those on which records are usual."""
        known = self._coverages.get((first, last))
        if known is None:
            known = self._coverages[first, last] = self._coverage(first, last)
        return known

    def _coverage(self, first: int, last: int) -> float:
        start, stop = np.searchsorted(self.days, (first, last + 1))
        span = np.arange(first, last + 1)
        expected = np.isin(span % 7, list(self.weekdays)) | np.isin(span, self.days[start:stop])
        return float((stop - start) / expected.sum()) if expected.any() else 0.0


def presence_of(store: Store, head: Manifest, measure: Measure, book: tuple[Combination, ...],
                where: Mapping[str, str]) -> Presence | None:
    """The presence of the feeds (of contacts: line and channel) that a measure and a condition are about; None where none
    came."""
    named = measure.records.feed
    wanted = {feed for feed in feeds_of(measure, book)
              if all(where.get(name) in (None, value) for name, value in zip(named, feed, strict=True))}
    family = family_of(measure.table)
    key = (str(store.folder), head.sha256, family, frozenset(wanted))
    if key not in _presences:
        # A state holds few sets of feeds; a newer state makes the older ones useless.
        for other in [other for other in _presences if other[:2] != key[:2]]:
            del _presences[other]
        own = [feed for feed in _feeds(store, head, family) if feed.key in wanted and len(feed.days)]
        _presences[key] = _presence(_feeds(store, head, family), own)
    return _presences[key]


def feeds_of(measure: Measure, book: tuple[Combination, ...]) -> frozenset[tuple[str, ...]]:
    """The feeds that hold a measure's population."""
    return _population_feeds(measure.population.text, measure.table, book)


@lru_cache(maxsize=256)
def _population_feeds(condition: str, table: str, book: tuple[Combination, ...]) -> frozenset[tuple[str, ...]]:
    at = [TABLES[table].series_columns.index(name) for name in TABLES[table].feed]
    return frozenset(tuple(str(combination[place]) for place in at) for combination in book
                     if holds_text(condition, combination, table))


def _presence(everything: list[Feed], own: list[Feed]) -> Presence | None:
    if not own:
        return None
    days = np.unique(np.concatenate([np.concatenate([feed.days, np.array(feed.stray, dtype=np.int64)]) for feed in own]))
    weekdays = frozenset(weekday for feed in own for weekday in feed.open_weekdays())
    cut_off = max(feed.last for feed in everything if len(feed.days))
    return Presence(days, weekdays, _settled(own, cut_off))


def _settled(own: list[Feed], cut_off: int) -> int:
    """Up to where the own feeds can be taken as told: the last day of the slowest of them that is late."""
    return min([cut_off, *(feed.last for feed in own if _late(feed, cut_off))])


def _late(feed: Feed, cut_off: int) -> bool:
    """Whether a feed's silence up to `cut_off` means that records are still to come: long enough that chance alone does
    not explain it, and not so long that the feed has ended."""
    silent = cut_off - feed.last
    return silent < SILENT_FOR_GOOD_DAYS and silent * float(np.median(feed.counts)) >= LEAST_CONTACTS_TO_MISS


_kept: dict[tuple[str, str], list[Feed]] = {}
_presences: dict[tuple[str, str, str, frozenset[tuple[str, ...]]], Presence | None] = {}


def _feeds(store: Store, head: Manifest, family: str) -> list[Feed]:
    key = (str(store.folder), head.sha256)
    if key not in _kept:
        _kept.clear()
        _kept[key] = feeds(store, head, uneven=True)
    return [feed for feed in _kept[key] if feed.family == family]
