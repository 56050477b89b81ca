"""What came of a measure's feeds: how many of the expected records, and up to where."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from answerable.measures.conditions import holding
from answerable.measures.definition import Measure
from answerable.periods import day_label, to_date
from answerable.records.expecting import LEAST_TO_MISS, MISSING, THIN_DAY, expected_records
from answerable.records.quality import LATE_DAYS, UNEVEN, Feed, cut_off_of, feeds
from answerable.records.series import Combination
from answerable.records.store import Manifest, Store
from answerable.records.tables import TABLES, family_of
from answerable.words import _, join_words

# A feed that has been silent for longer than this while others went on has ended: what was in time for it is final.
SILENT_FOR_GOOD_DAYS = 62
# One silent for longer than it ever spoke, and for longer than this, is history: nobody waits for it, and its figures end
# with it. Until then its periods go on to be told as not available.
HISTORY_DAYS = 3 * 366
# Days around what came for which expected records are worked out: no period is longer.
LONGEST_PERIOD = 400

Amounts = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Presence:
    """What came of the feeds of a measure. first, last: days between which records came; cut_off_day: the day up to which
    its feeds can be taken as told; until: the day up to which there are periods, with or without records; since: the day
    from which nothing came any more, None while it does; why: why not, where the register says; lost: (feed, day from
    which nothing came of it) of feeds that stopped while others of the measure go on; expected, came: records by day, from
    the day `start` on; held: days with any record."""

    first: int
    last: int
    cut_off_day: int
    until: int
    since: int | None
    why: str
    lost: tuple[tuple[str, int], ...]
    start: int
    expected: Amounts
    came: Amounts
    held: Amounts
    _sums: tuple[Amounts, ...]

    def within(self, first: int | None, last: int | None) -> Presence:
        """The presence between two days that are asked for (None: no bound): a period that they cut has come in part."""
        if first is None and last is None:
            return self
        days = self.start + np.arange(len(self.came))
        keep = (days >= (self.start if first is None else first)) & (days <= (days[-1] if last is None else last))
        came, held = np.where(keep, self.came, 0.0), np.where(keep, self.held, 0.0)
        return replace(self, came=came, held=held, _sums=_sums(self.expected, came, held))

    def coverage(self, first: int, last: int) -> float:
        """Share of the records expected from `first` to `last` that came; 0 where there is not one. A day that came counts
        as it was expected: only missing days and thin ones lower the share."""
        start, stop = (min(max(day - self.start, 0), len(self.came)) for day in (first, last + 1))
        expected, came, held = (float(sums[stop] - sums[start]) for sums in self._sums)
        return min(came / expected, 1.0) if held else 0.0

    def late(self, last_day: int) -> bool:
        """Whether records of a period that ends on `last_day` may still come, or stopped without being closed."""
        return last_day > self.cut_off_day or (self.since is not None and last_day >= self.since and not self.why)

    def expected_between(self, first: int, last: int) -> float:
        """Records to be expected on the days from `first` to `last`."""
        start, stop = (min(max(day - self.start, 0), len(self.came)) for day in (first, last + 1))
        return float(self._sums[0][stop] - self._sums[0][start])

    def absent(self, first_day: int) -> tuple[str, str]:
        """(status, note) of a period from `first_day` on of which nothing came."""
        if self.since is None or first_day < self.since:
            return "no-data", "no records of this period"
        return "not-available", _("not available since {day}: {why}").format(
            day=day_label(to_date(self.since)), why=self.why or _("no records have come since then"))

    def without(self, last_day: int) -> str:
        """What a period that ends on `last_day` lacks, because a feed stopped before; "" where none did."""
        if self.since is not None and last_day >= self.since:
            return self.absent(self.since)[1]
        return join_words([_("no records of {feed} have come since {day}").format(feed=feed, day=day_label(to_date(since)))
                           for feed, since in self.lost if last_day >= since])


def _sums(*amounts: Amounts) -> tuple[Amounts, ...]:
    return tuple(np.concatenate([[0.0], np.cumsum(values)]) for values in amounts)


def presence_of(store: Store, head: Manifest, measure: Measure, book: tuple[Combination, ...],
                where: Mapping[str, str]) -> Presence | None:
    """The presence of the feeds (of contacts: line and channel) that a measure and a condition are about; None where none
    came."""
    named = measure.records.feed
    wanted = {feed for feed in feeds_of(measure, book)
              if all(where.get(name) in (None, value) for name, value in zip(named, feed, strict=True))}
    family, closed = family_of(measure.table), store.closed_feeds()
    key = (str(store.folder), head.sha256, family, frozenset(wanted), tuple(sorted(closed.items())))
    if key not in _presences:
        # A state holds few sets of feeds; a newer state makes the older ones useless.
        for other in [other for other in _presences if other[:2] != key[:2]]:
            del _presences[other]
        own = [feed for feed in _feeds(store, head) if feed.family == family and feed.key in wanted and len(feed.days)]
        _presences[key] = _presence(own, cut_off_of(_feeds(store, head), family), closed) if own else None
    return _presences[key]


def feeds_of(measure: Measure, book: tuple[Combination, ...]) -> frozenset[tuple[str, ...]]:
    """The feeds that hold a measure's population."""
    return _population_feeds(measure.population.text, measure.table, book)


@lru_cache(maxsize=256)
def _population_feeds(condition: str, table: str, book: tuple[Combination, ...]) -> frozenset[tuple[str, ...]]:
    at = [TABLES[table].series_columns.index(name) for name in TABLES[table].feed]
    return frozenset({tuple(str(book[code][place]) for place in at)
                      for code in np.flatnonzero(holding(condition, book, table)).tolist()})


Closed = Mapping[tuple[str, tuple[str, ...]], tuple[int, str]]


def _presence(own: list[Feed], cut_off: int, closed: Closed) -> Presence:
    days = np.unique(np.concatenate([np.concatenate([feed.days, np.array(feed.stray, dtype=np.int64)]) for feed in own]))
    first, last, begun = int(days[0]), int(days[-1]), min(feed.first for feed in own)
    start = first - LONGEST_PERIOD
    span = np.arange(start, max(last, cut_off) + LONGEST_PERIOD + 1)
    parts = [_of_feed(feed, span, cut_off, begun, closed.get((feed.family, feed.key))) for feed in own]
    expected, came = (np.sum([part[place] for part in parts], axis=0) for place in (0, 1))
    ended = max(feed.last for feed in own)
    late = LATE_DAYS if own[0].family not in UNEVEN else SILENT_FOR_GOOD_DAYS
    until = max(last, cut_off if late < cut_off - ended <= max(HISTORY_DAYS, ended - first) else ended)
    why = _closing_words(own, closed)
    silent = bool(why) or float(expected[ended + 1 - start:cut_off + 1 - start].sum()) >= LEAST_TO_MISS
    since = ended + 1 if until > ended and silent else None
    lost = () if since is not None else tuple(_lost(own, cut_off, closed))
    held = np.isin(span, days).astype(np.float64)
    return Presence(first, last, _settled(own, cut_off, closed), until, since, why, lost, start, expected, came, held,
                    _sums(expected, came, held))


def _of_feed(feed: Feed, span: npt.NDArray[np.int64], cut_off: int, begun: int,
             closing: tuple[int, str] | None) -> tuple[Amounts, Amounts]:
    """(expected, came) of a feed on each day of the span."""
    if feed.family in UNEVEN:
        expected = np.isin(span % 7, list(feed.open_weekdays())).astype(np.float64)
    else:
        expected = expected_records(feed.days, feed.counts, span)
    # What begins after the other feeds of a measure was not there before; what was closed is not expected any more.
    expected[span < (feed.first if feed.first > begun else span[0])] = 0.0
    if closing is not None:
        expected[span > max(closing[0], feed.last)] = 0.0
    came = np.zeros(len(span))
    held = np.isin(span, np.concatenate([feed.days, np.array(feed.stray, dtype=np.int64)]))
    expected[held & (expected == 0)] = 1.0
    came[held] = expected[held]
    if feed.family not in UNEVEN:
        _weigh(feed, came, expected, int(span[0]), cut_off)
    return expected, came


def _weigh(feed: Feed, came: Amounts, expected: Amounts, start: int, cut_off: int) -> None:
    """Thin days came in part; quiet ones, on which few were to be expected, came."""
    book = feed.book(max(feed.last, cut_off))
    at = slice(book.first - start, book.first - start + len(book.received))
    thin = book.state == THIN_DAY
    came[at] = np.where(thin, np.minimum(book.received, expected[at]), came[at])
    # A sparse feed's day without a record is no gap in a month, though by itself it is no evidence either.
    quiet = (book.received == 0) & (book.state != MISSING) & (book.span <= feed.last)
    came[at] = np.where(quiet, expected[at], came[at])


def _closing_words(own: list[Feed], closed: Closed) -> str:
    """Why the feed that went on longest was closed; "" where it was not."""
    longest = max(own, key=lambda feed: feed.last)
    return closed.get((longest.family, longest.key), (0, ""))[1]


def _lost(own: list[Feed], cut_off: int, closed: Closed) -> list[tuple[str, int]]:
    return [(feed.label, feed.last + 1) for feed in own if feed.family not in UNEVEN and cut_off - feed.last > LATE_DAYS
            and (feed.family, feed.key) not in closed and max(feed.missing(cut_off), default=0) > feed.last]


def _settled(own: list[Feed], cut_off: int, closed: Closed) -> int:
    """Up to where the own feeds can be taken as told: the last day of the slowest of them that is late."""
    return min([cut_off, *(feed.last for feed in own if (feed.family, feed.key) not in closed and _late(feed, cut_off))])


def _late(feed: Feed, cut_off: int) -> bool:
    """Whether a feed's silence up to `cut_off` means that records are still to come: long enough that chance alone does
    not explain it, and not so long that the feed has ended."""
    silent = cut_off - feed.last
    return silent < SILENT_FOR_GOOD_DAYS and silent * float(np.median(feed.counts)) >= LEAST_TO_MISS


_presences: dict[tuple[object, ...], Presence | None] = {}


def _feeds(store: Store, head: Manifest) -> list[Feed]:
    return feeds(store, head, uneven=True)
