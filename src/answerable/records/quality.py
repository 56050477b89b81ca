"""Is what came what should have come? Days that are missing, doubled, or stand far from the rest, told from the
shape of the week in the cells themselves."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from answerable.engines import quoted, reader
from answerable.periods import day_label, to_date
from answerable.records.contract import CONTACTS_CODE
from answerable.records.expecting import DOUBLED_DAY, MISSING, THIN_DAY, DaysOfFeed, days_of_feed, open_weekdays
from answerable.records.store import Manifest, Store
from answerable.records.tables import TABLES, family_of, tables_of_family

# This many days without a record on both sides set a few days apart from the rest of a feed.
FAR_APART_DAYS = 10
STRAY_DAYS = 2
NAMED_DAYS = 6
# Families whose records are dated by what happened: how far one of them has come tells how far the others should have.
DATED_BY_EVENT = ("contacts", "incidents")
# A feed that is silent for no longer than this may only be late.
LATE_DAYS = 7
# Tables that come in batches, not day by day: no day of theirs is missing.
UNEVEN = ("establishment", "survey_answers", "samples", "incident_events")


@dataclass
class Feed:
    """What comes from one place, day by day: of contacts, one line on one channel. family: of its tables; key: the values
    of the table's `feed`; days, counts: the local days that have records, in order, and how many."""

    family: str
    key: tuple[str, ...]
    days: npt.NDArray[np.int64]
    counts: npt.NDArray[np.int64]
    stray: list[int] = field(default_factory=list)
    _books: dict[int, DaysOfFeed] = field(default_factory=dict, repr=False, compare=False)

    @property
    def label(self) -> str:
        """The feed in words."""
        if self.family == "contacts":
            line, channel = self.key
            return channel.replace("_", " ") if line == channel else f"{line} by {channel.replace('_', ' ')}"
        named = ", ".join(word.replace("_", " ") for word in self.key if word != "None")
        title = TABLES[self.family].title
        return f"{title}: {named}" if named else title

    @property
    def first(self) -> int:
        """First day that is not stray."""
        return int(self.days.min())

    @property
    def last(self) -> int:
        """Last day that is not stray."""
        return int(self.days.max())

    def book(self, until: int | None = None) -> DaysOfFeed:
        """What came and what should have come on each of its days, up to its last one or to `until`."""
        key = self.last if until is None else until
        if key not in self._books:
            self._books[key] = days_of_feed(self.days, self.counts, key)
        return self._books[key]

    def missing(self, until: int | None = None) -> list[int]:
        """Days without a record between the first and the last (or `until`), where so many were to be expected that none is
        no chance."""
        return self.book(until).of(MISSING)

    def open_weekdays(self) -> set[int]:
        """Weekdays (day number modulo 7) on which records are usual."""
        return open_weekdays(self.days)


_kept: dict[tuple[str, str], list[Feed]] = {}


def feeds(store: Store, head: Manifest, *, uneven: bool = False) -> list[Feed]:
    """Every feed of the workspace, from the day cells. Stray days are set apart in `stray`. uneven: also those that come in
    batches, not day by day."""
    key = (str(store.folder), head.sha256)
    if key not in _kept or not head.sha256:
        _kept.clear()
        _kept[key] = [_feed(family, name, days) for family in dict.fromkeys(family_of(table) for table in head.tables)
                      for name, days in sorted(_counted(store, head, family).items())]
    return [feed for feed in _kept[key] if uneven or feed.family not in UNEVEN]


def _counted(store: Store, head: Manifest, family: str) -> dict[tuple[str, ...], dict[int, int]]:
    """Feed of a family → local day → records."""
    book, table = store.combinations(head, family), TABLES[family]
    at = [table.series_columns.index(name) for name in table.feed]
    keys = [tuple(str(combination[place]) for place in at) for combination in book]
    known = sorted(set(keys))
    feed_of = np.array([known.index(key) for key in keys], dtype=np.int64)
    parts = list(_contacts_by_day(store, head, family, feed_of))
    # Feed and day in one number: whole days are far below 2^32, also those of a wrong year.
    packed, counts = np.concatenate([(feed << 32) + day for day, feed, _ in parts]), np.concatenate([n for *_, n in parts])
    distinct, place = np.unique(packed, return_inverse=True)
    counted: dict[tuple[str, ...], dict[int, int]] = {}
    for number, n in zip(distinct.tolist(), np.bincount(place, weights=counts).astype(np.int64).tolist(), strict=True):
        counted.setdefault(known[number >> 32], {})[number & (1 << 32) - 1] = n
    return counted


def _contacts_by_day(store: Store, head: Manifest, family: str, feed_of: npt.NDArray[np.int64]) \
        -> Iterator[tuple[npt.NDArray[np.int64], ...]]:
    """(day, feed, contacts) of every day and series, a table at a time."""
    yield tuple(np.empty((3, 0), dtype=np.int64))
    for name in tables_of_family(family):
        files = [store.path(ref) for ref in head.parts(name, "days").values()]
        if files:
            query = (f"SELECT day, series, n FROM read_parquet([{', '.join(quoted(path) for path in files)}]) "
                     f"WHERE clock = {CONTACTS_CODE}")
            found = reader().execute(query).to_arrow_table()
            day, series, n = (found[column].to_numpy().astype(np.int64) for column in ("day", "series", "n"))
            yield day, feed_of[series], n


def _feed(family: str, key: tuple[str, ...], counted: Mapping[int, int]) -> Feed:
    days = np.array(sorted(counted), dtype=np.int64)
    counts = np.array([counted[int(day)] for day in days], dtype=np.int64)
    stray = _stray(days)
    keep = ~np.isin(days, stray)
    return Feed(family, key, days[keep], counts[keep], stray)


def _stray(days: npt.NDArray[np.int64]) -> list[int]:
    """Days in small groups far from everything else: most often a wrong year or month in a date."""
    if len(days) < 4 * STRAY_DAYS:
        return []
    groups = np.split(days, np.flatnonzero(np.diff(days) > FAR_APART_DAYS) + 1)
    largest = max(len(group) for group in groups)
    return [int(day) for group in groups if len(group) <= STRAY_DAYS and largest >= 4 * STRAY_DAYS for day in group]


def day_warnings(store: Store, head: Manifest, only: set[int] | None = None) -> list[str]:
    """What is odd about the days of each feed, in sentences. only: the days of a load, beside whose days (and the
    missing ones next to them) nothing is said."""
    warnings, known, closed = [], feeds(store, head), store.closed_feeds()
    for feed in known:
        if len(feed.days):
            warnings += _feed_warnings(feed, only)
            if only is None and (feed.family, feed.key) not in closed:
                warnings += _stopped(feed, cut_off_of(known, feed.family))
    return warnings


def cut_off_of(everything: Sequence[Feed], family: str) -> int:
    """The last day up to which records of a family should have come, as other feeds tell it."""
    families = DATED_BY_EVENT if family in DATED_BY_EVENT else (family,)
    return max((feed.last for feed in everything if feed.family in families and len(feed.days)), default=0)


def _stopped(feed: Feed, cut_off: int) -> list[str]:
    """A sentence where a feed has been silent up to the newest day of all for longer than it may be late."""
    if cut_off - feed.last <= LATE_DAYS or max(feed.missing(cut_off), default=0) <= feed.last:
        return []
    return [f"{feed.label}: no records have come since {day_label(to_date(feed.last + 1))}, though others have up to "
            f"{day_label(to_date(cut_off))}. If it was closed, say so in the register."]


def _feed_warnings(feed: Feed, only: set[int] | None) -> list[str]:
    missing = [day for day in feed.missing() if _near(day, only)]
    doubled, thin = _odd_days(feed, only)
    warnings = [_pair(feed, day, gap) for day in doubled for gap in missing if abs(gap - day) <= 7][:NAMED_DAYS]
    if missing:
        warnings.append(f"{feed.label}: no records on {_named(missing)}.")
    warnings += [f"{feed.label}: {day_label(to_date(day))} has {share:.1f} times the usual number of records: perhaps "
                 "two days under one date, or a file loaded twice under other record numbers."
                 for day, share in doubled.items()][:NAMED_DAYS]
    if thin:
        warnings.append(f"{feed.label}: far fewer records than usual on {_named(list(thin))}: perhaps a day cut short.")
    stray = [day for day in feed.stray if only is None or day in only]
    if stray:
        warnings.append(f"{feed.label}: {_named(stray)} {'stands' if len(stray) == 1 else 'stand'} far from all other "
                        "days: perhaps a wrong date in the file.")
    return warnings


def _near(day: int, only: set[int] | None) -> bool:
    return only is None or bool(only & {day - 1, day, day + 1}) or (min(only) <= day <= max(only))


def _odd_days(feed: Feed, only: set[int] | None) -> tuple[dict[int, float], dict[int, float]]:
    """(doubled days, thin days), each with its share of the records that were expected."""
    book = feed.book()
    doubled, thin = ({day: book.share(day) for day in book.of(state) if only is None or day in only}
                     for state in (DOUBLED_DAY, THIN_DAY))
    return doubled, thin


def _pair(feed: Feed, day: int, gap: int) -> str:
    return (f"{feed.label}: {day_label(to_date(day))} has about twice the usual number of records and "
            f"{day_label(to_date(gap))} has none: perhaps the whole day stands under the wrong date.")


def _named(days: Iterable[int]) -> str:
    listed = list(days)
    names = ", ".join(day_label(to_date(day)) for day in listed[:NAMED_DAYS])
    return names + (f" and {len(listed) - NAMED_DAYS} more days" if len(listed) > NAMED_DAYS else "")
