"""Answering a question: the cells it needs, their groups, and the figures with their coverage and status."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from answerable.errors import InputError, did_you_mean
from answerable.measures.blocks import Cells
from answerable.measures.cells import coarsest_interval, day_cells, half_hour_cells, hour_of_week_cells, month_cells
from answerable.measures.conditions import equal_to, holding, labels_of
from answerable.measures.definition import Measure
from answerable.measures.figure import Figure, Told
from answerable.measures.finalise import FINALISERS, LEAST_TIMED_SHARE, NO_LIMIT, Grouped, Result
from answerable.measures.grouping import Keys
from answerable.measures.limits import LimitTable, of_cells
from answerable.measures.lost_clocks import LostTimes
from answerable.measures.presence import Presence
from answerable.periods import MONTHS_OF, to_date
from answerable.records.contract import CONTACTS_CODE
from answerable.records.series import Combination
from answerable.records.store import Manifest, Store
from answerable.records.table import Table
from answerable.records.tables import TABLES, clock_codes, family_of
from answerable.words import _, format_count, format_things, format_value, mark

# Less than this share of a period's days having come, its figure is provisional whatever came later.
LEAST_COVERAGE = 0.8

NO_SCHEME = mark("the workspace has no grade scheme that says how soon each grade must be attended")
_NO_TIME = {
    "caller": mark("on the caller's clock"), "force": mark("on the force's clock"), "queue": mark("on the queue's clock"),
    "talk": mark("of talking"), "wrap": mark("of the work after the call"), "message": mark("of the recorded message"), "": ""}


# Every dimension and flag of every table: which of them a measure has is looked at when it is asked.
AGE_BAND = "age_band"
ANY_DIMENSION = (*dict.fromkeys(name for table in TABLES.values() for name in table.series_columns), AGE_BAND)


@dataclass(frozen=True)
class Question:
    """What is asked: a kind of period, dimensions to group by, values they must have, and a span of local days."""

    period: str = "month"
    dimensions: tuple[str, ...] = ()
    where: tuple[tuple[str, str], ...] = ()
    first: int | None = None
    last: int | None = None


def check_dimensions(measure: Measure, asked: Question) -> None:
    known = (*measure.records.series_columns, *((AGE_BAND,) if measure.kind == "backlog" else ()))
    if measure.kind == "ratio":
        return
    for name in (*asked.dimensions, *(name for name, _value in asked.where)):
        if name not in known:
            raise InputError(f"'{measure.id}' is of {measure.records.title.lower()}, which have no '{name}'.",
                             remedy=did_you_mean(name, known) or f"Use one of: {', '.join(known)}.")


def chosen_series(measure: Measure, book: tuple[Combination, ...], where: tuple[tuple[str, str], ...]) -> list[int]:
    """Codes of the series of a measure's population that meet the conditions."""
    keep = holding(measure.population.text, book, measure.table)
    for name, value in where:
        keep = keep & equal_to(book, measure.table, name, value)
    found: list[int] = np.flatnonzero(keep).tolist()
    return found


@lru_cache(maxsize=256)
def _series_flags(counted: str | None, book: tuple[Combination, ...], table: Table) -> npt.NDArray[np.bool_]:
    """For each series: answered, abandoned, counted by the condition `counted`."""
    if not book:
        return np.zeros((1, 3), dtype=bool)
    none = np.zeros(len(book), dtype=bool)
    outcomes = [equal_to(book, table.name, "outcome", word) if table.name == "contacts" else none
                for word in ("answered", "abandoned")]
    return np.column_stack([*outcomes, none if counted is None else holding(counted, book, table.name)])


def clocks_of(measure: Measure) -> list[int]:
    """The codes of the cells that a measure needs."""
    timed = measure.clock or measure.amount
    return [CONTACTS_CODE, *(clock_codes(measure.table, timed) if timed else ())]


def cells_of(store: Store, head: Manifest, table: str, asked: Question, series: list[int], clocks: list[int], *,
             by_day: bool = False, limits: tuple[int, ...] | None = None, over_series: bool = False) -> Cells:
    """The cells of some series and clocks of a table, at the grain that the question needs.

    by_day: by day even where months would do, since something else changes from day to day; limits: the only waits (ms) of
    which it matters on which side a cell lies (None: every wait matters); over_series: waits may be added up over series.
    Raises InputError where the source is too coarse.
    """
    family = family_of(table)
    if asked.period in ("half-hour", "hour-of-week"):
        minutes = coarsest_interval(store, head, series) if family == "contacts" else 0
        if minutes > (30 if asked.period == "half-hour" else 60):
            raise InputError(f"these counts came in intervals of {minutes} minutes, so there is no figure by "
                             f"{asked.period}.", remedy="Ask by hour-of-week or by day.")
        if asked.period == "half-hour":
            return half_hour_cells(store, head, family, series, clocks, asked.first, asked.last)
        return hour_of_week_cells(store, head, family, asked.first, asked.last).of(series, clocks, None, None, limits)
    if by_day or asked.period not in (*MONTHS_OF, "all") or not _whole_months(asked):
        return day_cells(store, head, family, series, clocks, asked.first, asked.last)
    blocks = month_cells(store, head, family)
    if over_series:
        return blocks.histogram(series, clocks, asked.first, asked.last)
    return blocks.of(series, clocks, asked.first, asked.last, limits)


def _whole_months(asked: Question) -> bool:
    """Whether the span asked for begins and ends with a month, so that cells by month can tell it."""
    starts = [day for day in (asked.first, None if asked.last is None else asked.last + 1) if day is not None]
    return all(to_date(day).day == 1 for day in starts)


class Answer:
    """One measure's cells grouped by period and dimensions, and the figures made of them."""

    def __init__(self, measure: Measure, book: tuple[Combination, ...], dimensions: tuple[str, ...], keys: Keys,
                 period: str, limits: LimitTable | None = None, labels: list[tuple[str | None, ...]] | None = None) -> None:
        self.measure, self.book, self.dimensions, self.keys = measure, book, dimensions, keys
        self.period, self.limits = period, limits
        # Of contacts, a clock that most lack was lost. Incidents and the like may well never be attended: they are counted.
        # But of those that were attended, a time that most lack was lost too.
        self.least_timed = LEAST_TIMED_SHARE if measure.table == "contacts" else 0.0
        self.happened, self.lacking = np.zeros(0), np.zeros(0)
        self.presences: list[Presence] = []
        self.lost: LostTimes | None = None
        if labels is None:
            self.labels, self.place_of_series = self._dimension_groups(keys.cells.series)
        else:
            self.labels, self.place_of_series = labels, np.zeros(0, dtype=np.int64)

    def _dimension_groups(self, series: npt.NDArray[np.int64]) -> tuple[list[tuple[str | None, ...]],
                                                                        npt.NDArray[np.int64]]:
        """(the combinations of dimension values that occur, which of them each series code has)."""
        if not self.dimensions:
            return [()], np.zeros(len(self.book), dtype=np.int64)
        has, known = labels_of(self.book, self.measure.table, self.dimensions)
        occurring = {known[place] for place in np.unique(has[np.unique(series)]).tolist()}
        labels = sorted(occurring, key=lambda label: tuple(str(word) for word in label))
        places = {label: place for place, label in enumerate(labels)}
        return labels, np.array([places.get(label, 0) for label in known] or [0], dtype=np.int64)[has]

    def feed_of(self, label: tuple[str | None, ...]) -> dict[str, str]:
        """The feed that a group is about (of contacts, the line and channel), where it is grouped by it."""
        return {name: value for name, value in zip(self.dimensions, label, strict=True)
                if name in self.measure.records.feed and value is not None}

    def figures(self, result: Result | None = None) -> list[Figure]:
        """The figures, in order of period and group. result: what was worked out otherwise, one value a period and label."""
        if not self.labels:
            return []
        if result is None:
            result = self._composition() if self.measure.kind == "composition" else self._result()
        width = len(self.labels)
        return [self._figure(result, group, *divmod(group, width)) for group in range(len(self.keys.starts) * width)
                if self._asked_for(result, group)]

    def _asked_for(self, result: Result, group: int) -> bool:
        # Groups of dimensions without a single contact in a half-hour are not drawn out into rows.
        return not (self.period == "half-hour" and self.dimensions) or not np.isnan(result.value[group])

    def _grouped(self) -> Grouped:
        cells, keys = self.keys.cells, self.keys
        counted = self.measure.counted.text if self.measure.counted else None
        chosen = _series_flags(counted, self.book, self.measure.records)[cells.series]
        group = keys.group * len(self.labels) + self.place_of_series[cells.series]
        limits = of_cells(self.limits, cells)
        return Grouped(cells, group, len(keys.starts) * len(self.labels), chosen[:, 0], chosen[:, 1], chosen[:, 2], *limits)

    def _result(self) -> Result:
        grouped = self._grouped()
        self._count_lacking(grouped)
        return FINALISERS[self.measure.kind](self.measure, grouped)

    def _count_lacking(self, grouped: Grouped) -> None:
        """By group: records of which it is known that what ends the measure's clock did happen, and those of them that have
        no time for it. Nothing where no flag of the table tells."""
        table, columns = self.measure.records, self.measure.records.series_columns
        ends = {end for clock in table.clocks if clock.name == self.measure.clock for end in clock.end}
        flags = [columns.index(flag.name) for flag in table.flags if flag.given in ends]
        if not flags or self.measure.longer_than_ms is not None:
            return
        told = np.logical_or.reduce([np.array([combination[flag] for combination in self.book] or [0]) == 1 for flag in flags])
        known, on = told[grouped.cells.series], grouped.on(self.measure)
        if grouped.limit_ms is not None:
            known, on = known & (grouped.limit_ms != NO_LIMIT), grouped.cells.clock == grouped.limit_code
        self.happened = grouped.contacts(known)
        self.lacking = np.maximum(self.happened - grouped.total(known & on), 0)

    def _lost(self, result: Result, group: int) -> bool:
        return bool(len(self.happened)) and result.untimed[group] > 0 and bool(
            self.lacking[group] > (1 - LEAST_TIMED_SHARE) * self.happened[group])

    def _composition(self) -> Result:
        """Each value's share of the contacts that are alike in period and in all other dimensions."""
        contacts = self._grouped().contacts()
        table = contacts.reshape(len(self.keys.starts), len(self.labels))
        over = self.dimensions.index(self.measure.dimension or "")
        rest = [label[:over] + label[over + 1:] for label in self.labels]
        whole = np.stack([table[:, [place for place, other in enumerate(rest) if other == mine]].sum(axis=1)
                          for mine in rest], axis=1).ravel()
        none, zero = np.full(len(contacts), np.nan), np.zeros(len(contacts))
        with np.errstate(divide="ignore", invalid="ignore"):
            value = np.where(whole > 0, 100 * contacts / whole, np.nan)
        return Result(value, contacts, whole, zero, zero, none, none)

    def _figure(self, result: Result, group: int, period: int, label: int) -> Figure:
        start, end, words = self.keys.describe(period)
        presence, last_day = self.presences[label], self.keys.last_day(period)
        coverage = presence.coverage(self.keys.first_day(period), last_day)
        told = self._status(result, group, coverage, self.keys.first_day(period), presence)
        if told.status == "final":
            late = presence.late(last_day) or coverage < LEAST_COVERAGE
            told = Told("provisional" if late else "final",
                        "; ".join(filter(None, (presence.without(last_day), told.note))), told.value)
        times = self.lost.within(label, self.keys.first_day(period), last_day) \
            if self.lost and coverage > 0 and self.keys.kind != "hour-of-week" else None
        if times is not None:
            told = times.told(told)
        status, note, value, why = told
        untimed = int(result.untimed[group])
        # Of a lost clock the few contacts that do have a time are no population that anybody asked about.
        lost = status == "not-available" and (untimed > 0 or times is not None)
        return Figure(self.measure.id, self.measure.version, start, end, words, value, self.measure.unit,
                      _number(result.numerator[group]) if value is not None or not note else None,
                      None if lost else _number(result.denominator[group]), coverage, status, untimed, note,
                      dict(zip(self.dimensions, self.labels[label], strict=True)), why=why)

    def _status(self, result: Result, group: int, coverage: float, first_day: int,
                presence: Presence) -> Told:
        value, eligible = _number(result.value[group]), result.eligible[group]
        timed = eligible - result.untimed[group]
        if coverage == 0:
            return Told(*presence.absent(first_day), None)
        if self.limits is not None and not self.limits.known:
            return Told("not-available", _(NO_SCHEME), None)
        clock = _(_NO_TIME.get(self.measure.clock or "", mark("on this clock")))
        if eligible > 0 and (timed <= 0 or timed < self.least_timed * eligible):
            why = _("the source gives no usable time {clock}").format(clock=clock)
            return Told("not-available", _("{why} for {lacking} of {contacts}").format(
                why=why, lacking=format_count(eligible - timed), contacts=self._things(eligible)), None, why)
        if self._lost(result, group):
            why = _("the time {clock} was lost").format(clock=clock)
            return Told("not-available", _("{why}: {contacts} should have one, and {lacking} have none").format(
                why=why, lacking=format_count(self.lacking[group]), contacts=self._things(self.happened[group])), None, why)
        bands = _("the source only counts by wait band")
        if not (np.isnan(result.least[group]) and np.isnan(result.most[group])):
            between = _("{why}: {values}").format(why=bands, values=self._open_words(result, group))
            return Told("not-available", between, None, bands)
        if value is None and result.denominator[group] > 0:
            return Told("not-available", _("{why}, which does not tell this").format(why=bands), None, bands)
        note = _("{records} without a usable time left out").format(records=self._things(result.untimed[group])) \
            if result.untimed[group] else ""
        nothing = _("no {records} to measure").format(records=self.measure.records.noun)
        return Told("final", note or ("" if value is not None else nothing), value)

    def _things(self, count: float) -> str:
        noun = self.measure.records.noun
        one = noun.removesuffix("s") if noun.endswith("s") and " " not in noun else noun
        return format_things(count, one, noun)

    def _open_words(self, result: Result, group: int) -> str:
        least, most = result.least[group], result.most[group]
        unit = self.measure.unit
        if not np.isfinite(most):
            return _("the value is {least} or more").format(least=format_value(_number(least), unit))
        return _("the value lies between {least} and {most}").format(least=format_value(_number(least), unit),
                                                                      most=format_value(most, unit))


def _number(value: float) -> float | None:
    if math.isnan(value):
        return None
    return int(value) if float(value).is_integer() else float(value)
