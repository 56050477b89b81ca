"""Which days of a subject's feeds came whole, and how far the day under way has come."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from answerable.forecasting.demand.types import Floats
from answerable.periods import to_date
from answerable.records.expecting import DOUBLED_DAY, LEAST_TO_MISS, MISSING, THIN_DAY
from answerable.records.quality import LATE_DAYS, Feed
from answerable.records.store import ClosedFeeds

# A doubled day so near a missing one holds that day's records under the wrong date.
NEAR_DAYS = 7
ABOUT_TWICE = 2.5


@dataclass(frozen=True)
class Covered:
    """first, last: the first day that came and the last that did (None: none did); lost: days between and after that did not
    come, or came in part; ended: the day from which on nothing came any more, None where the feeds go on; why: as the
    register says."""

    first: int | None
    last: int
    lost: tuple[int, ...] = ()
    ended: int | None = None
    why: str = ""


def covered(own: Sequence[Feed], last: int, closed: ClosedFeeds, holidays: frozenset[date]) -> Covered:
    """What came of some feeds up to the day `last`, as it could be told on that day: nothing after it is looked at.

    holidays: days on which few records are no sign of loss.
    """
    cut = [_until(feed, last) for feed in own]
    cut = [feed for feed in cut if len(feed.days)]
    if not cut:
        return Covered(None, last)
    going = [feed for feed in cut if not _ended(feed, last, closed)]
    if not going:
        latest = max(cut, key=lambda feed: feed.last)
        return Covered(None, last, (), latest.last + 1, closed.get((latest.family, latest.key), (0, ""))[1])
    lost: set[int] = set()
    for feed in cut:
        lost |= _lost(feed, last if feed in going else feed.last, holidays)
    first = min(feed.first for feed in cut)
    end = max((day for day in range(last, first - 1, -1) if day not in lost), default=first)
    return Covered(first, end, tuple(sorted(day for day in lost if first <= day)))


def _until(feed: Feed, last: int) -> Feed:
    keep = feed.days <= last
    return feed if keep.all() else replace(feed, days=feed.days[keep], counts=feed.counts[keep], _books={})


def _ended(feed: Feed, last: int, closed: ClosedFeeds) -> bool:
    """Closed by then, or silent for longer than it may be late where so many records were to come that none is no chance."""
    closing = closed.get((feed.family, feed.key))
    if closing is not None and closing[0] <= last:
        return True
    return last - feed.last > LATE_DAYS and max(feed.missing(last), default=0) > feed.last


def _lost(feed: Feed, last: int, holidays: frozenset[date]) -> set[int]:
    book = feed.book(last)
    missing = book.of(MISSING)
    thin = {day for day in book.of(THIN_DAY) if to_date(day) not in holidays}
    doubled = {day for day in book.of(DOUBLED_DAY)
               if book.share(day) <= ABOUT_TWICE and any(abs(day - gap) <= NEAR_DAYS for gap in missing)}
    return {*missing, *thin, *doubled}


def told_slots(counts: Floats, usual: Floats) -> int:
    """How many slots of a day have come: all of them, unless it ends in a silence in which so many were to be expected that
    none is no chance. Then the slot before the silence may have come in part, and is not told either.

    counts, usual: by slot, of the day and of days like it.
    """
    silent = int(np.flatnonzero(counts).max(initial=-1)) + 1
    if usual[silent:].sum() < LEAST_TO_MISS:
        return len(counts)
    return max(silent - 1, 0)
