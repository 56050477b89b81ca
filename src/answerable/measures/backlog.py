"""The backlog: incidents that are open while no unit is assigned (unresourced), on average over time, at clock times, the
oldest of them, and how many are older than they should be."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from answerable.clocks import DAY_MS, HALF_HOUR_MS, Zone, half_hours_of_day, zone
from answerable.errors import InputError, did_you_mean
from answerable.measures.answering import AGE_BAND, Answer, Question, chosen_series
from answerable.measures.cells import empty_cells
from answerable.measures.conditions import labels_of
from answerable.measures.definition import Measure
from answerable.measures.figure import Figure
from answerable.measures.finalise import NO_LIMIT, Result
from answerable.measures.grouping import Keys, keys_of
from answerable.measures.limits import LimitTable, limit_table
from answerable.measures.presence import presence_of
from answerable.measures.spells import ASSIGNED, Open, Spells, spells_of
from answerable.records.series import Combination
from answerable.records.store import Manifest, Store
from answerable.records.tables import family_of

Values = npt.NDArray[np.float64]
Label = tuple[str | None, ...]
HOUR_MS = 2 * HALF_HOUR_MS
# Age bands: word → least and (not included) greatest age in ms.
AGE_BANDS: dict[str, tuple[int, int | None]] = {
    "under 15 minutes": (0, HOUR_MS // 4), "15 to 60 minutes": (HOUR_MS // 4, HOUR_MS), "1 to 4 hours": (HOUR_MS, 4 * HOUR_MS),
    "4 to 24 hours": (4 * HOUR_MS, DAY_MS), "1 to 3 days": (DAY_MS, 3 * DAY_MS), "3 days and more": (3 * DAY_MS, None)}


@dataclass(frozen=True)
class _Spans:
    """Stretches of time that make the periods. start, end: instants in ms (UTC); period: which one each belongs to."""

    start: npt.NDArray[np.int64]
    end: npt.NDArray[np.int64]
    period: npt.NDArray[np.int64]
    periods: int

    def sum(self, values: npt.NDArray[np.int64]) -> Values:
        """Values of the stretches added up by period."""
        return np.bincount(self.period, weights=values, minlength=self.periods).astype(np.float64)

    def begun(self, spells: Spells) -> Values:
        """How many spells began in each period."""
        begun = np.searchsorted(np.sort(spells.start), np.stack([self.start, self.end]))
        return self.sum(begun[1] - begun[0])


def figures(store: Store, head: Manifest, measure: Measure, asked: Question, dimensions: tuple[str, ...],
            time_zone: str) -> list[Figure]:
    """The figures of a backlog. Periods end at the newest incident: what is not over by then is open until then."""
    book = store.combinations(head, family_of(measure.table))
    presence = presence_of(store, head, measure, book, dict(asked.where))
    if presence is None:
        return []
    told = spells_of(store, head, book)
    chosen = np.zeros(max(len(book), 1), dtype=bool)
    chosen[chosen_series(measure, book, tuple(pair for pair in asked.where if pair[0] != AGE_BAND))] = True
    limits = limit_table(measure, book, store.folder) if measure.limits is not None else None
    keys = keys_of(asked.period, empty_cells(), presence, asked.first, asked.last, time_zone)
    band = dict(asked.where).get(AGE_BAND)
    _check_band(band)
    groups = _grouped(told.spells.where(chosen[told.spells.series]), book, measure, dimensions, band)
    if not groups or not keys.starts:
        return []
    first = presence.first if asked.first is None else max(asked.first, presence.first)
    spans = _spans(keys, first, asked.last, zone(time_zone), told.newest)
    working = _Working(measure, spans, zone(time_zone), limits)
    results = [working.result(own) for own in groups.values()]
    answer = Answer(measure, book, dimensions, keys, asked.period, limits, labels=list(groups))
    answer.presences = [presence.within(asked.first, asked.last)] * len(groups)
    value, numerator, denominator = (np.stack(parts, axis=1).ravel() for parts in zip(*results, strict=True))
    untimed = _untimed(told.left_out.where(chosen[told.left_out.series]), spans, list(groups), book, measure, dimensions)
    none = np.full(len(value), np.nan)
    if not _tells_units(told, chosen, book):
        # A source that never tells when a unit was assigned: every incident would seem to wait until its close.
        value, untimed = none, np.maximum(untimed, 1)
        return answer.figures(Result(value, none, none, untimed, untimed, none, none))
    return answer.figures(Result(value, numerator, denominator, untimed, np.zeros(len(value)), none, none))


def _check_band(band: str | None) -> None:
    if band is not None and band not in AGE_BANDS:
        raise InputError(f"'{band}' is not an age band.",
                         remedy=did_you_mean(band, AGE_BANDS) or f"Use one of: {', '.join(AGE_BANDS)}.")


def _tells_units(told: Open, chosen: npt.NDArray[np.bool_], book: tuple[Combination, ...]) -> bool:
    """Whether the sources of the chosen incidents say when a unit was assigned. Without any that waited there is nothing that
    could seem to wait."""
    occurring = np.union1d(told.spells.series, told.left_out.series)
    own = [book[code] for code in occurring.tolist() if chosen[code]]
    return not own or any(combination[ASSIGNED] is not None for combination in own)


def _grouped(spells: Spells, book: tuple[Combination, ...], measure: Measure, dimensions: tuple[str, ...],
             band: str | None) -> dict[Label, Spells]:
    """Label → the spells that have it. An age band has the part of each spell in which it was of that age."""
    plain = [name for name in dimensions if name != AGE_BAND]
    has, known = labels_of(book, measure.table, plain)
    places = {label: place for place, label in enumerate(known)}
    occurring = sorted((known[place] for place in np.unique(has[np.unique(spells.series)]).tolist()),
                       key=lambda label: tuple(map(str, label))) if plain else [()]
    bands = [band] if band else list(AGE_BANDS) if AGE_BAND in dimensions else [None]
    groups: dict[Label, Spells] = {}
    for label in occurring:
        own = spells.where(has[spells.series] == places[label]) if plain else spells
        for name in bands:
            key = _label(label, dimensions, name)
            groups[key] = own if name is None else own.between_ages(*AGE_BANDS.get(name, (0, 0)))
    return groups


def _label(label: Label, dimensions: tuple[str, ...], band: str | None) -> Label:
    words = iter(label)
    return tuple(band if name == AGE_BAND else next(words) for name in dimensions)


def _untimed(left_out: Spells, spans: _Spans, labels: list[Label], book: tuple[Combination, ...], measure: Measure,
             dimensions: tuple[str, ...]) -> Values:
    """By period and label, the incidents created then that cannot be told (of every age band, the same)."""
    plain = tuple(name for name in dimensions if name != AGE_BAND)
    groups = _grouped(left_out, book, measure, plain, None)
    nobody = left_out.where(np.zeros(len(left_out.start), dtype=bool))
    own = [tuple(word for name, word in zip(dimensions, label, strict=True) if name != AGE_BAND) for label in labels]
    return np.stack([spans.begun(groups.get(label, nobody)) for label in own], axis=1).ravel()


def _spans(keys: Keys, first: int, last: int | None, local: Zone, newest: int) -> _Spans:
    """The stretches of the periods, from the local day `first` to `last` (None: no bound) and no further than `newest`."""
    if keys.kind == "hour-of-week":
        days_asked = range(keys.starts[0][0], keys.starts[0][1] + 1)
        slots = [(day, slot, again) for day in days_asked for slot, again in half_hours_of_day(local, day)]
        period = [((day + 3) % 7) * 24 + slot // 2 for day, slot, _again in slots]
    else:
        slots, period = [(day, slot, again) for day, _last, slot, again in keys.starts if slot >= 0], []
    if slots:
        days, places, again = (np.array(part, dtype=np.int64) for part in zip(*slots, strict=True))
        start = local.to_utc(days * DAY_MS + places * HALF_HOUR_MS, again.astype(bool))
        end = start + HALF_HOUR_MS
    else:
        first_days = np.array([max(begin, first) for begin, *_rest in keys.starts], dtype=np.int64)
        last_days = np.array([end if last is None else min(end, last) for _begin, end, *_rest in keys.starts], dtype=np.int64)
        start, end = local.to_utc(first_days * DAY_MS), local.to_utc((last_days + 1) * DAY_MS)
    end = np.maximum(np.minimum(end, newest), start)
    which = np.array(period or range(len(start)), dtype=np.int64)
    return _Spans(start, end, which, len(keys.starts))


class _Working:
    """Works the statistic out for one group of spells after another: (value, numerator, denominator) by period."""

    def __init__(self, measure: Measure, spans: _Spans, local: Zone, limits: LimitTable | None) -> None:
        self.measure, self.spans, self.local, self.limits = measure, spans, local, limits

    def result(self, spells: Spells) -> tuple[Values, Values, Values]:
        statistic = self.measure.statistic
        if statistic == "oldest":
            return self._oldest(spells)
        if statistic == "at-clock-times":
            return self._at_clock_times(spells)
        if statistic == "beyond-grade-time":
            return self._beyond(spells)
        if statistic == "older-than":
            spells = spells.between_ages(self.measure.older_than_ms or 0, None)
        # Hours that incidents spent waiting, over the hours of the period.
        waited = self._time(spells) / HOUR_MS
        length = self.spans.sum(self.spans.end - self.spans.start) / HOUR_MS
        return _over(waited, length), waited, length

    def _time(self, spells: Spells) -> Values:
        return self.spans.sum(spells.time_until(self.spans.end) - spells.time_until(self.spans.start))

    def _oldest(self, spells: Spells) -> tuple[Values, Values, Values]:
        """The age in seconds of the oldest at the end of each period; 0 where none is open then."""
        # At the end of a stretch: the moment before it, so that what ends with the period was still open.
        ages = np.nan_to_num(spells.oldest_at(self.spans.end - 1) + 1) / 1000 if len(spells.start) \
            else np.zeros(len(self.spans.end))
        newest = np.full(self.spans.periods, np.nan)
        # A stretch that begins after the newest incident tells nothing.
        told = self.spans.end > self.spans.start
        newest[self.spans.period[told]] = ages[told]
        nothing = np.full(self.spans.periods, np.nan)
        return newest, nothing, nothing

    def _at_clock_times(self, spells: Spells) -> tuple[Values, Values, Values]:
        """The mean number open at the clock times of the definition that each period holds."""
        days = np.arange(*_day_bounds(self.spans, self.local))
        minutes = np.array(self.measure.clock_times, dtype=np.int64)
        instants = np.sort(self.local.to_utc((days[:, None] * DAY_MS + minutes[None, :] * 60_000).ravel()))
        # Stretches may overlap (rolling windows): each has what lies between the instants before its start and its end.
        running = np.concatenate([[0], np.cumsum(spells.open_at(instants))])
        begin, end = (np.searchsorted(instants, edges) for edges in (self.spans.start, self.spans.end))
        counted, times = self.spans.sum(running[end] - running[begin]), self.spans.sum(end - begin)
        return _over(counted, times), counted, times

    def _beyond(self, spells: Spells) -> tuple[Values, Values, Values]:
        """Of the hours that incidents with a limit spent waiting, the percent beyond it."""
        assert self.limits is not None
        local, _repeated = self.local.to_local(spells.born)
        limit, _code = self.limits.of(spells.series, local // DAY_MS)
        limited = spells.where(limit != NO_LIMIT)
        start = np.maximum(limited.start, limited.born + limit[limit != NO_LIMIT])
        late = Spells(limited.series, start, limited.end).where(start < limited.end)
        whole, beyond = self._time(limited) / HOUR_MS, self._time(late) / HOUR_MS
        return 100 * _over(beyond, whole), beyond, whole


def _over(above: Values, below: Values) -> Values:
    with np.errstate(divide="ignore", invalid="ignore"):
        found: Values = np.where(below > 0, above / below, np.nan)
    return found


def _day_bounds(spans: _Spans, local: Zone) -> tuple[int, int]:
    if not len(spans.start):
        return 0, 0
    walls, _repeated = local.to_local(np.array([spans.start.min(), spans.end.max()]))
    return int(walls[0] // DAY_MS), int(walls[1] // DAY_MS) + 1
