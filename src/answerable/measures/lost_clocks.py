"""Times that a source stopped recording while its records still come, told by a measure's own history.

Of incidents and the like many never have a time (nobody was sent, so nobody arrived), so no fixed share tells that a clock
was lost. What tells it is that far fewer have one than usually do. Flags that say whether a time is given ("attended") are
lost with it: without this, a share of incidents attended would fall to zero where only the record of it was lost.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from answerable.measures.blocks import Cells
from answerable.measures.cells import day_cells, month_cells
from answerable.measures.conditions import equal_to, labels_of, may_hold
from answerable.measures.definition import Measure
from answerable.measures.figure import Told
from answerable.periods import MONTH_NAMES, day_label, first_day_of_month, month_number, to_date
from answerable.records.contract import CONTACTS_CODE
from answerable.records.expressions import parse
from answerable.records.series import Combination
from answerable.records.store import Manifest, Store
from answerable.records.tables import clock_codes, family_of
from answerable.words import _, format_count, format_value

Numbers = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Label = tuple[str | None, ...]
# (month or day, group, records, those of them with the time)
Counts = tuple[npt.NDArray[np.int64], Numbers, Numbers]

# Below this part of its usual level, the share of records with a time says that the times were lost …
LOST_BELOW = 0.5
# … but where few have one anyway, a fall may well be true: only next to none tells it.
FEW, NEXT_TO_NONE = 0.2, 0.05
# Below this part of it, it is worth a look whether there is a run of days whose times were lost.
PARTLY_BELOW, LEAST_DAYS = 0.85, 3
# The usual level is the median of so many good months before; with fewer than the least, of those after.
GOOD_MONTHS, LEAST_GOOD_MONTHS = 12, 3
# So many records with a time were to be expected, and chance (three spreads) does not explain that there are not.
LEAST_EXPECTED, SPREADS = 5, 3.0


@dataclass(frozen=True)
class Loss:
    """Times lost in a period. whole: in all of it, so that there is no figure; words: what was lost."""

    whole: bool
    words: str

    def told(self, of: Told) -> Told:
        """What is told of a figure of that period. of: the same without this loss."""
        if self.whole:
            return Told("not-available", self.words, None, _("the times were lost"))
        if of.status == "not-available":
            return of
        return Told("provisional", "; ".join(filter(None, (self.words, of.note))), of.value)


@dataclass(frozen=True)
class _Times:
    """One time that a measure needs. about: in words; months: months since January 1970, in order; records, timed: by month
    and group; usual: the share that usually has the time; lost: months without; by_day: reads the counts by day."""

    about: str
    noun: str
    months: npt.NDArray[np.int64]
    records: Numbers
    timed: Numbers
    usual: Numbers
    lost: Flags
    by_day: Callable[[], Counts]
    _days: list[Counts] = field(default_factory=list)

    def within(self, group: int, first_day: int, last_day: int) -> Loss | None:
        first, last = (int(month) for month in month_number(np.array([first_day, last_day])))
        inside = np.flatnonzero((self.months >= first) & (self.months <= last))
        if not len(inside):
            return None
        records, timed = self._counted(group, first_day, last_day, inside)
        usual = float(np.median(self.usual[inside, group]))
        if is_lost(records, timed, usual):
            return Loss(True, _("the times were lost: {timed} of {records} {noun} have the time {about}, where usually {usual} "
                                "do").format(timed=format_count(timed), records=format_count(records), noun=self.noun,
                                             about=self.about, usual=format_value(100 * usual, "percent", shortest=True)))
        lost = self.months[inside[self.lost[inside, group]]]
        if len(lost) and first != last:
            return Loss(False, _("without {months}, whose times were lost").format(months=_span(int(lost[0]), int(lost[-1]))))
        return self._partly(group, first_day, last_day, usual) if is_partly_lost(records, timed, usual) else None

    def _partly(self, group: int, first_day: int, last_day: int, usual: float) -> Loss | None:
        """The days within a period on which the times were lost, where there is a run of them."""
        days, records, timed = self._by_day()
        keep = slice(*np.searchsorted(days, [first_day, last_day + 1]))
        few = timed[keep, group] < LOST_BELOW * usual * records[keep, group]
        run = np.cumsum(~few)
        for number in np.unique(run[few]):
            of_run = np.flatnonzero(few & (run == number))
            came, told = (int(counts[keep, group][of_run].sum()) for counts in (records, timed))
            if len(of_run) >= LEAST_DAYS and is_lost(came, told, usual):
                first, last = (day_label(to_date(int(days[keep][place]))) for place in (of_run[0], of_run[-1]))
                return Loss(False, _("without {first} to {last}, whose times were lost").format(first=first, last=last))
        return None

    def _by_day(self) -> Counts:
        if not self._days:
            self._days.append(self.by_day())
        return self._days[0]

    def _counted(self, group: int, first_day: int, last_day: int, inside: npt.NDArray[np.intp]) -> tuple[int, int]:
        starts = first_day_of_month(np.array([self.months[inside[0]], self.months[inside[-1]] + 1]))
        if first_day <= starts[0] and last_day >= starts[1] - 1:
            return int(self.records[inside, group].sum()), int(self.timed[inside, group].sum())
        days, records, timed = self._by_day()
        keep = slice(*np.searchsorted(days, [first_day, last_day + 1]))
        return int(records[keep, group].sum()), int(timed[keep, group].sum())


@dataclass(frozen=True)
class LostTimes:
    """The times that a measure needs, with their history."""

    times: tuple[_Times, ...]

    def within(self, group: int, first_day: int, last_day: int) -> Loss | None:
        """What was lost of a group in the period between two days; None where nothing was."""
        found = [loss for each in self.times if (loss := each.within(group, first_day, last_day))]
        return next((loss for loss in found if loss.whole), found[0] if found else None)


def _span(first: int, last: int) -> str:
    one, other = (f"{MONTH_NAMES[month % 12]} {1970 + month // 12}" for month in (first, last))
    return one if first == last else _("{first} to {last}").format(first=one, last=other)


def is_lost(records: int, timed: int, usual: float) -> bool:
    """Whether so few of the records have a time, where a share of `usual` does, that the times were lost."""
    expected = usual * records
    spread = max(1.0, float(np.sqrt(expected * (1 - usual))))
    below = LOST_BELOW if usual >= FEW else NEXT_TO_NONE
    return expected >= LEAST_EXPECTED and timed < below * expected and expected - timed > SPREADS * spread


def is_partly_lost(records: int, timed: int, usual: float) -> bool:
    """Whether so much fewer of the records have a time than usually do that some days may be without any."""
    return usual >= FEW and timed < PARTLY_BELOW * usual * records


_kept: dict[tuple[object, ...], LostTimes] = {}


def lost_times(store: Store, head: Manifest, measure: Measure, book: tuple[Combination, ...], where: Mapping[str, str],
               dimensions: Sequence[str], labels: Sequence[Label]) -> LostTimes | None:
    """The history of the times that a measure needs, by group (`labels`: values of the dimensions); None where it needs
    none, or is of contacts (whose clocks are held to a fixed share, measures.finalise.LEAST_TIMED_SHARE)."""
    flags = _flags(measure)
    if measure.table == "contacts" or not labels or not (measure.clock or flags) or {*dimensions, *where} & set(flags):
        return None
    key = (str(store.folder), head.sha256, measure.id, measure.digest, tuple(sorted(where.items())), *dimensions, *labels)
    if key not in _kept:
        for other in [other for other in _kept if other[:2] != key[:2]]:
            del _kept[other]
        group_of = _groups(measure, book, where, dimensions, labels, flags)
        _kept[key] = _read(store, head, measure, book, group_of, len(labels), flags)
    return _kept[key]


def _read(store: Store, head: Manifest, measure: Measure, book: tuple[Combination, ...], group_of: npt.NDArray[np.int64],
          groups: int, flags: Mapping[str, str]) -> LostTimes:
    series = tuple(int(code) for code in np.flatnonzero(group_of >= 0))
    needed: list[tuple[str, tuple[int, ...], Flags | None]] = [(*clock, None) for clock in _clock(measure)]
    needed += [(_("that says whether {about}").format(about=about), (CONTACTS_CODE,), _having(measure, book, name))
               for name, about in flags.items()]
    return LostTimes(tuple(_history(store, head, measure, series, group_of, groups, *each) for each in needed))


def _flags(measure: Measure) -> dict[str, str]:
    """Flags that the measure's conditions ask and that say whether a time is given → what they are about."""
    texts = [condition.text for condition in (measure.population, measure.counted) if condition]
    asked = {name for text in texts for name in parse(text).columns}
    return {flag.name: flag.about for flag in measure.records.flags if flag.given and flag.name in asked}


def _clock(measure: Measure) -> list[tuple[str, tuple[int, ...]]]:
    named = [clock.about for clock in measure.records.clocks if clock.name == measure.clock]
    return [(named[0], clock_codes(measure.table, str(measure.clock)))] if named else []


def _having(measure: Measure, book: tuple[Combination, ...], flag: str) -> Flags:
    at = measure.records.series_columns.index(flag)
    return np.array([combination[at] == 1 for combination in book], dtype=bool)


def _groups(measure: Measure, book: tuple[Combination, ...], where: Mapping[str, str], dimensions: Sequence[str],
            labels: Sequence[Label], flags: Mapping[str, str]) -> npt.NDArray[np.int64]:
    """The group of each series that would be in the population whatever its flags; -1 of all others."""
    places = {label: place for place, label in enumerate(labels)}
    has, known = labels_of(book, measure.table, dimensions)
    found = np.array([places.get(label, -1) for label in known] or [-1], dtype=np.int64)[has]
    keep = may_hold(measure.population.text, book, measure.table, tuple(flags))
    for name, value in where.items():
        keep = keep & equal_to(book, measure.table, name, value)
    return np.where(keep, found, -1)


def _history(store: Store, head: Manifest, measure: Measure, series: tuple[int, ...], group_of: npt.NDArray[np.int64],
             groups: int, about: str, codes: tuple[int, ...], having: Flags | None) -> _Times:
    clocks = (CONTACTS_CODE, *codes)

    def count(cells: Cells, when: npt.NDArray[np.int64]) -> Counts:
        return _counts(cells, when, group_of, groups, codes, having)

    def by_day() -> Counts:
        cells = day_cells(store, head, family_of(measure.table), series, clocks, None, None)
        return count(cells, cells.day)

    cells = month_cells(store, head, family_of(measure.table)).of(series, clocks, None, None, ())
    months, records, timed = count(cells, month_number(cells.day))
    judged = [judged_months(records[:, group], timed[:, group]) for group in range(groups)]
    usual, lost = np.stack([each[0] for each in judged], axis=1), np.stack([each[1] for each in judged], axis=1)
    return _Times(about, measure.records.noun, months, records, timed, usual, lost, by_day)


def _counts(cells: Cells, when: npt.NDArray[np.int64], group_of: npt.NDArray[np.int64], groups: int, codes: tuple[int, ...],
            having: Flags | None) -> Counts:
    times, at = np.unique(when, return_inverse=True)
    place = at * groups + group_of[cells.series]
    whole = cells.clock == CONTACTS_CODE
    part = np.isin(cells.clock, codes) if having is None else whole & having[cells.series]
    records, timed = (np.bincount(place[keep], weights=cells.n[keep], minlength=len(times) * groups).astype(np.float64)
                      for keep in (whole, part))
    return times, records.reshape(len(times), groups), timed.reshape(len(times), groups)


def judged_months(records: Numbers, timed: Numbers) -> tuple[Numbers, Flags]:
    """(usual share with a time, whether the times were lost) of each month, from the records of the months in order."""
    shares = np.divide(timed, records, out=np.zeros(len(records)), where=records > 0)
    usual, lost = np.zeros(len(shares)), np.zeros(len(shares), dtype=bool)
    good: list[float] = []
    for month in range(len(shares)):
        usual[month] = np.median(good[-GOOD_MONTHS:]) if len(good) >= LEAST_GOOD_MONTHS else _after(shares, month)
        lost[month] = is_lost(int(records[month]), int(timed[month]), float(usual[month]))
        if not lost[month] and records[month]:
            good.append(float(shares[month]))
    return usual, lost


def _after(shares: Numbers, month: int) -> float:
    """The usual share of a month that has too few before it: of it and those after it, without the ones far below the best."""
    following = shares[month:month + GOOD_MONTHS + 1]
    return float(np.median(following[following >= LOST_BELOW * following.max()]))
