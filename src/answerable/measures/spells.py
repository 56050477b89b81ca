"""Spells: stretches of time in which an incident was open and no unit was assigned to it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from answerable.engines import connect, quoted, reader
from answerable.records.incident_tables import INCIDENTS
from answerable.records.series import Combination
from answerable.records.store import Manifest, Store

Instants = npt.NDArray[np.int64]
SPELLS_SCHEMA = pa.schema([("series", pa.int32()), ("start_ms", pa.int64()), ("end_ms", pa.int64()),
                           ("unassigned", pa.int8())])
ASSIGNED, ATTENDED, CLOSED = (INCIDENTS.series_columns.index(name) for name in ("assigned", "attended", "closed"))


def spells_text(records: str) -> str:
    """SQL: one spell an incident, from its creation to the first assignment of a unit or, where that came first or alone, to
    its resolution or close; the end is null while it is open. unassigned: 1 where no time of assignment is known. Plain ANSI
    SQL over whole numbers.

    records: a table expression of canonical incidents.
    """
    closing = "CASE WHEN resolution_ms IS NULL THEN closure_ms ELSE resolution_ms END"
    waited = ("CASE WHEN assignment_ms IS NULL THEN closing_ms WHEN closing_ms IS NULL THEN assignment_ms "
              "WHEN closing_ms < assignment_ms THEN closing_ms ELSE assignment_ms END")
    lives = f"SELECT series, at_ms, assignment_ms, {closing} AS closing_ms FROM {records}"
    spells = (f"SELECT series, at_ms AS start_ms, at_ms + {waited} AS end_ms, "
              f"CASE WHEN assignment_ms IS NULL THEN 1 ELSE 0 END AS unassigned FROM ({lives}) AS lives")
    return f"SELECT series, start_ms, end_ms, unassigned FROM ({spells}) AS spells WHERE end_ms IS NULL OR end_ms > start_ms"


@dataclass(frozen=True)
class Spells:
    """Spells as columns: series code, first instant, and the instant at which each was over (ms, UTC). age_ms: how old all
    of them are at their start, where it is not the beginning of the spell."""

    series: npt.NDArray[np.int64]
    start: Instants
    end: Instants
    age_ms: int = 0

    @property
    def born(self) -> Instants:
        """The instants at which the whole spells began."""
        return self.start - self.age_ms

    def where(self, keep: npt.NDArray[np.bool_]) -> Spells:
        """The spells that are kept."""
        return Spells(self.series[keep], self.start[keep], self.end[keep], self.age_ms)

    def between_ages(self, least_ms: int, most_ms: int | None) -> Spells:
        """The part of each spell in which it was at least so old and not yet as old as `most_ms` (None: no bound)."""
        age = max(least_ms, self.age_ms)
        start = self.born + age
        end = self.end if most_ms is None else np.minimum(self.end, self.born + most_ms)
        return Spells(self.series, start, end, age).where(start < end)

    def time_until(self, instants: Instants) -> Instants:
        """Milliseconds of all spells together before each instant."""
        base = int(self.start.min(initial=0))
        starts, ends = np.sort(self.start) - base, np.sort(self.end) - base
        return _area(starts, instants - base) - _area(ends, instants - base)

    def open_at(self, instants: Instants) -> npt.NDArray[np.int64]:
        """How many spells hold each instant: begun at it or before, and not over by then."""
        begun = np.searchsorted(np.sort(self.start), instants, side="right")
        found: npt.NDArray[np.int64] = begun - np.searchsorted(np.sort(self.end), instants, side="right")
        return found

    def oldest_at(self, instants: Instants) -> npt.NDArray[np.float64]:
        """The age in ms of the oldest spell that holds each instant; NaN where none does."""
        order = np.argsort(self.end)
        ends = self.end[order]
        # Of the spells that end after an instant, the earliest start tells: no other of them can be older.
        earliest = np.minimum.accumulate(self.start[order][::-1])[::-1]
        place = np.searchsorted(ends, instants, side="right")
        start = np.append(earliest, np.iinfo(np.int64).max)[np.minimum(place, len(ends))]
        return np.where(start <= instants, instants - start.astype(np.float64) + self.age_ms, np.nan)


def _area(sorted_: Instants, instants: Instants) -> Instants:
    """Sum over the sorted values below each instant of how far they lie below it."""
    sums = np.concatenate([[0], np.cumsum(sorted_)])
    place = np.searchsorted(sorted_, instants)
    found: Instants = place * instants - sums[place]
    return found


@dataclass(frozen=True)
class Open:
    """What a state tells of incidents that were open. spells: those that can be told; left_out: from the creation of incidents
    that were assigned, attended or closed at a time that is not known (their ends mean nothing); newest: the instant (ms) of
    the newest incident, up to which spells are told."""

    spells: Spells
    left_out: Spells
    newest: int


_kept: dict[tuple[str, str], Open] = {}


def spells_of(store: Store, head: Manifest, book: tuple[Combination, ...]) -> Open:
    """Every spell of a state. A spell without an end is open until the newest incident."""
    key = (str(store.folder), head.sha256)
    if key not in _kept:
        _kept.clear()
        _kept[key] = _read(store, head, book)
    return _kept[key]


def _read(store: Store, head: Manifest, book: tuple[Combination, ...]) -> Open:
    files = ", ".join(quoted(store.path(ref)) for part in ("spells", "again")
                      for ref in head.parts("incidents", part).values())
    newest = _newest(store, head)
    if not files:
        none = np.empty(0, dtype=np.int64)
        return Open(Spells(none, none, none), Spells(none, none, none), newest)
    # Later stretches without a unit, told by a log of events, end when they end: the column is theirs to lack.
    found = reader().execute("SELECT series, start_ms, end_ms, unassigned FROM "
                                       f"read_parquet([{files}], union_by_name = true)").to_arrow_table()
    series, start = (found[name].to_numpy().astype(np.int64) for name in ("series", "start_ms"))
    ended, unassigned = pc.is_valid(found["end_ms"]).to_numpy(), pc.fill_null(found["unassigned"], 0).to_numpy() == 1
    had_unit, closed = (np.array([any(combination[at] for at in flags) for combination in book] or [False])[series]
                        for flags in ((ASSIGNED, ATTENDED), (CLOSED,)))
    unknown = unassigned & (had_unit | (closed & ~ended))
    every = Spells(series, start, np.where(ended, pc.fill_null(found["end_ms"], newest).to_numpy(), newest))
    return Open(every.where(~unknown & (start < every.end)), every.where(unknown), newest)


def _newest(store: Store, head: Manifest) -> int:
    files = ", ".join(quoted(store.path(ref)) for ref in head.parts("incidents", "records").values())
    row = connect(threads=1).execute(f"SELECT MAX(at_ms) FROM read_parquet([{files}])").fetchone() if files else None
    return int(row[0]) if row and row[0] is not None else 0
