"""The records of a control room as demand: contacts offered on a line, or incidents of a grade, counted by the half-hour.

The counts are those of the measures `contacts-offered` and `incidents-created`: the sum over any days is their figure. Of
incidents the first grade is taken, which is known when they come; the final one is not.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np
import numpy.typing as npt

from answerable.clocks import DAY_MS, SLOTS_A_DAY, half_hours_of_day, zone
from answerable.errors import InputError, did_you_mean
from answerable.forecasting.demand.types import Demand, Floats, Whole
from answerable.forecasting.projection import NoProjection
from answerable.measures.answering import chosen_series
from answerable.measures.cells import coarsest_interval, day_cells, half_hour_cells
from answerable.measures.definition import Measure
from answerable.measures.presence import feeds_of
from answerable.periods import day_label, to_date
from answerable.projecting.coverage import Covered, covered, told_slots
from answerable.records.contract import CONTACTS_CODE
from answerable.records.quality import cut_off_of, feeds
from answerable.records.series import Combination
from answerable.records.store import Manifest, Store
from answerable.records.tables import TABLES, family_of
from answerable.words import _, join_words

LINE, GRADE = "line", "grade"
# What is asked for → the measure that counts it, and the dimension that it is a word of.
MEASURE = {LINE: ("contacts-offered", "line"), GRADE: ("incidents-created", "first_grade")}
HALF_HOUR, HOUR, DAY = 30, 60, 1440
INTERVALS = {"half-hour": HALF_HOUR, "hour": HOUR, "day": DAY}
# Three years hold what a calendar repeats; more is slower and tells of another force.
LONGEST_DAYS = 3 * 366
# Weeks of the same weekday by which it is told how far a day has come.
WEEKS_TO_TELL = 4
NAMED_DAYS = 3


@dataclass(frozen=True)
class Subject:
    """What demand is of. kind: LINE or GRADE; value: which, as the records write it; phone: whether it comes by phone alone."""

    kind: str
    value: str
    phone: bool = True

    @property
    def id(self) -> str:
        """Its name among all series: "line 101", "grade 1"."""
        return f"{self.kind} {self.value}"

    @property
    def noun(self) -> str:
        """What is counted, in words: "101 calls", "email contacts", "incidents of grade 1"."""
        if self.kind == GRADE:
            return _("incidents of grade {grade}").format(grade=self.value)
        words = self.value.replace("_", " ")
        return _("{line} calls").format(line=words) if self.phone else _("{line} contacts").format(line=words)


@dataclass(frozen=True)
class Moment:
    """A time of a local day. day: days since 1970-01-01; slots: how many of its half-hours are over."""

    day: int
    slots: int

    @property
    def text(self) -> str:
        """As it is written: "2026-09-30 14:00"."""
        return f"{to_date(self.day)} {self.slots // 2:02d}:{self.slots % 2 * 30:02d}"


@dataclass(frozen=True, eq=False)
class Recorded:
    """What the records tell of a subject. demand: of whole days; under_way: the day after them where it has begun, with
    its counts so far by slot (nan: still to come, or not told); notes: what a reader has to know."""

    subject: Subject
    demand: Demand
    under_way: tuple[date, Floats] | None = None
    notes: tuple[str, ...] = field(default=())


@dataclass(frozen=True)
class Records:
    """Where demand is counted. until: nothing after it is looked at (None: everything that came)."""

    store: Store
    head: Manifest
    measures: Mapping[str, Measure]
    time_zone: str
    holidays: frozenset[date]
    until: Moment | None = None

    def subjects(self, kind: str) -> list[Subject]:
        """Every line, or every grade, of which records came, in order."""
        measure, book, dimension = self.measured(kind)
        names = TABLES[measure.table].series_columns
        found: dict[str, bool] = {}
        for code in chosen_series(measure, book, ()):
            words = dict(zip(names, book[code], strict=True))
            if words[dimension] is not None:
                phone = words.get("channel", "phone") == "phone"
                found[str(words[dimension])] = found.get(str(words[dimension]), True) and phone
        return [Subject(kind, value, phone) for value, phone in sorted(found.items())]

    def subject(self, kind: str, value: str) -> Subject:
        """The line or grade of that name. Raises InputError with the nearest."""
        known = {subject.value: subject for subject in self.subjects(kind)}
        if value not in known:
            listed = _("The records have: {values}.").format(values=", ".join(known)) if known else \
                _("No such records came so far.")
            raise InputError(_("there is no {kind} '{value}' in the records.").format(kind=kind, value=value),
                             remedy=did_you_mean(value, known) or listed)
        return known[value]

    def measured(self, kind: str) -> tuple[Measure, tuple[Combination, ...], str]:
        """(measure, series of its family, dimension) that count a kind of subject."""
        name, dimension = MEASURE[kind]
        measure = self.measures[name]
        return measure, self.store.combinations(self.head, family_of(measure.table)), dimension


def recorded(records: Records, subject: Subject, minutes: int = HALF_HOUR) -> Recorded | NoProjection:
    """The demand of a line or grade by slots of so many minutes, over the last three years at most. Days that did not come,
    or came in part, are nan; a day under way stands apart. Raises InputError where the source is too coarse."""
    measure, book, dimension = records.measured(subject.kind)
    where = ((dimension, subject.value),)
    codes = chosen_series(measure, book, where)
    family = family_of(measure.table)
    if family == "contacts" and minutes < DAY:
        _fine_enough(records, codes, minutes)
    known = feeds(records.store, records.head, uneven=True)
    wanted = _own_feeds(measure, book, dict(where))
    own = [feed for feed in known if feed.family == family and feed.key in wanted and len(feed.days)]
    cut_off = cut_off_of(known, family)
    last = cut_off if records.until is None else min(cut_off, records.until.day - 1)
    found = covered(own, last, records.store.closed_feeds(), records.holidays)
    if found.ended is not None:
        return NoProjection(subject.id, "ended", _("No {noun} have come since {day}").format(
            noun=subject.noun, day=day_label(to_date(found.ended))) + (f": {found.why}." if found.why else "."))
    if found.first is None:
        return NoProjection(subject.id, "lost", _("No {noun} have come.").format(noun=subject.noun))
    return _counted(records, subject, found, (codes, range(len(book))), family, minutes)


def _own_feeds(measure: Measure, book: tuple[Combination, ...], where: Mapping[str, str]) -> set[tuple[str, ...]]:
    return {feed for feed in feeds_of(measure, book)
            if all(where.get(name) in (None, value) for name, value in zip(measure.records.feed, feed, strict=True))}


def _fine_enough(records: Records, codes: Sequence[int], minutes: int) -> None:
    came = coarsest_interval(records.store, records.head, codes)
    if came > minutes:
        raise InputError(_("these counts came in intervals of {came} minutes.").format(came=came),
                         remedy=_("Ask with --by hour.") if came <= HOUR else _("Ask with --by day."))


def _counted(records: Records, subject: Subject, found: Covered, codes: tuple[Sequence[int], Sequence[int]], family: str,
             minutes: int) -> Recorded | NoProjection:
    """The counts of the days that are covered. codes: series of the subject, and of its whole family."""
    assert found.first is not None
    first, last = max(found.first, found.last - LONGEST_DAYS + 1), found.last
    told, day = SLOTS_A_DAY, found.last
    under_way = None
    if records.until is None:
        told = _told(records, family, codes, last, SLOTS_A_DAY)
        last -= told < SLOTS_A_DAY
    elif records.until.slots:
        day = records.until.day
        told = _told(records, family, codes, day, records.until.slots)
    if last < first:
        return NoProjection(subject.id, "too-short", _("Of {noun} only one day has come.").format(noun=subject.noun))
    if told < SLOTS_A_DAY:
        under_way = to_date(day), _seen(records, family, codes[0], day, told, minutes)
    counts = _by_day(records, family, codes[0], first, last) if minutes == DAY else \
        _joined(_half_hours(records, family, codes[0], first, last), minutes)
    days = np.arange(first, last + 1)
    lost = np.isin(days, found.lost)
    counts[lost] = np.nan
    exposure = exposures(first, last, minutes, records.time_zone)
    counts[exposure < 0] = np.nan
    # Calls in an hour that the zone does not have came from a source of another zone: they did come.
    exposure = np.where((exposure == 0) & (np.nan_to_num(counts) > 0), 1, np.abs(exposure))
    missed = np.array([day for day in found.lost if day >= first], dtype=np.int64)
    notes = _notes(missed, under_way, told, records.until)
    return Recorded(subject, Demand(subject.id, tuple(map(to_date, days.tolist())), minutes, counts, exposure), under_way,
                    notes)


def _half_hours(records: Records, family: str, codes: Sequence[int], first: int, last: int) -> Floats:
    """(days × 48): records by local half-hour; both passes of an hour that comes twice together."""
    cells = half_hour_cells(records.store, records.head, family, codes, (CONTACTS_CODE,), first, last)
    counts = np.zeros((last - first + 1, SLOTS_A_DAY))
    assert cells.slot is not None
    np.add.at(counts, (cells.day - first, cells.slot), cells.n)
    return counts


def _by_day(records: Records, family: str, codes: Sequence[int], first: int, last: int) -> Floats:
    cells = day_cells(records.store, records.head, family, codes, (CONTACTS_CODE,), first, last)
    counts: Floats = np.zeros((last - first + 1, 1))
    np.add.at(counts[:, 0], cells.day - first, cells.n)
    return counts


def _joined(counts: Floats, minutes: int) -> Floats:
    """Half-hours added up to slots of so many minutes."""
    return np.asarray(counts.reshape(len(counts), -1, minutes // HALF_HOUR).sum(axis=2))


def _told(records: Records, family: str, codes: tuple[Sequence[int], Sequence[int]], day: int, limit: int) -> int:
    """How many half-hours of a day, up to `limit`, have come: by the subject's own records, and by all of its family."""
    least = limit
    for series in codes:
        weeks = _half_hours(records, family, series, day - 7 * WEEKS_TO_TELL, day)
        least = min(least, told_slots(weeks[-1][:limit], weeks[:-1:7].mean(axis=0)[:limit]))
    return least


def _seen(records: Records, family: str, codes: Sequence[int], day: int, told: int, minutes: int) -> Floats:
    """(slots): the counts of the slots of a day that are wholly over, nan after them."""
    counts = np.where(np.arange(SLOTS_A_DAY) < told, _half_hours(records, family, codes, day, day)[0], np.nan)
    seen: Floats = _joined(counts[None, :], minutes)[0]
    return seen


def exposures(first: int, last: int, minutes: int, time_zone: str) -> Whole:
    """(days × slots): 1; 0 where the clock leaps over the slot, 2 where it comes twice; less than 0 where a part of it does,
    which no whole number tells. A whole day counts as one, whatever the clocks do."""
    found = np.ones((last - first + 1, DAY // minutes), dtype=np.int64)
    if minutes == DAY:
        return found
    for day in days_of_change(first, last, time_zone):
        halves = np.bincount([slot for slot, _again in half_hours_of_day(zone(time_zone), day)], minlength=SLOTS_A_DAY)
        sums, each = halves.reshape(-1, minutes // HALF_HOUR).sum(axis=1), minutes // HALF_HOUR
        found[day - first] = np.where(sums % each == 0, sums // each, -1)
    return found


def days_of_change(first: int, last: int, time_zone: str) -> list[int]:
    """The days from the first to the last that are not of 24 hours."""
    midnights = zone(time_zone).to_utc(np.arange(first, last + 2, dtype=np.int64) * DAY_MS)
    return [int(first + place) for place in np.flatnonzero(np.diff(midnights) != DAY_MS)]


def _notes(lost: npt.NDArray[np.int64], under_way: tuple[date, Floats] | None, told: int,
           until: Moment | None) -> tuple[str, ...]:
    notes = []
    if len(lost):
        named = join_words([day_label(to_date(day)) for day in lost[-NAMED_DAYS:].tolist()])
        words = _("{named} did not come or came in part, and is left out.") if len(lost) == 1 else \
            _("{number} days did not come or came in part, and are left out, the latest {named}.")
        notes.append(words.format(number=len(lost), named=named))
    if under_way is not None and until is None:
        notes.append(_("{day} has come only in part, and is left out.").format(day=day_label(under_way[0])))
    if until is not None and told < until.slots:
        notes.append(_("The records of {day} have come up to {time} only: what follows is not known.").format(
            day=day_label(to_date(until.day)), time=f"{told // 2:02d}:{told % 2 * 30:02d}"))
    return tuple(notes)
