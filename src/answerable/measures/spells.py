"""Spells: stretches of time in which an incident was open and no unit was assigned to it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from answerable.engines import connect, quoted
from answerable.records.incident_tables import INCIDENTS
from answerable.records.series import Combination
from answerable.records.store import Manifest, Store

Instants = npt.NDArray[np.int64]
SPELLS_SCHEMA = pa.schema([("series", pa.int32()), ("start_ms", pa.int64()), ("end_ms", pa.int64())])
ASSIGNED, CLOSED = (INCIDENTS.series_columns.index(name) for name in ("assigned", "closed"))


def spells_text(records: str) -> str:
    """SQL: one spell an incident, from its creation to the first assignment of a unit or, where that came first or alone, to
    its resolution or close; the end is null while it is open. Plain ANSI SQL over whole numbers.

    records: a table expression of canonical incidents.
    """
    closing = "CASE WHEN resolution_ms IS NULL THEN closure_ms ELSE resolution_ms END"
    waited = ("CASE WHEN assignment_ms IS NULL THEN closing_ms WHEN closing_ms IS NULL THEN assignment_ms "
              "WHEN closing_ms < assignment_ms THEN closing_ms ELSE assignment_ms END")
    lives = f"SELECT series, at_ms, assignment_ms, {closing} AS closing_ms FROM {records}"
    spells = f"SELECT series, at_ms AS start_ms, at_ms + {waited} AS end_ms FROM ({lives}) AS lives"
    return f"SELECT series, start_ms, end_ms FROM ({spells}) AS spells WHERE end_ms IS NULL OR end_ms > start_ms"


@dataclass(frozen=True)
class Spells:
    """Spells as columns: series code, first instant, and the instant at which each was over (ms, UTC)."""

    series: npt.NDArray[np.int64]
    start: Instants
    end: Instants

    def where(self, keep: npt.NDArray[np.bool_]) -> Spells:
        """The spells that are kept."""
        return Spells(self.series[keep], self.start[keep], self.end[keep])

    def between_ages(self, least_ms: int, most_ms: int | None) -> Spells:
        """The part of each spell in which it was at least so old and not yet as old as `most_ms` (None: no bound)."""
        start = self.start + least_ms
        end = self.end if most_ms is None else np.minimum(self.end, self.start + most_ms)
        return Spells(self.series, start, end).where(start < end)

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
        return np.where(start <= instants, instants - start.astype(np.float64), np.nan)


def _area(sorted_: Instants, instants: Instants) -> Instants:
    """Sum over the sorted values below each instant of how far they lie below it."""
    sums = np.concatenate([[0], np.cumsum(sorted_)])
    place = np.searchsorted(sorted_, instants)
    found: Instants = place * instants - sums[place]
    return found


_kept: dict[tuple[str, str], tuple[Spells, int]] = {}


def spells_of(store: Store, head: Manifest, book: tuple[Combination, ...]) -> tuple[Spells, int]:
    """(every spell of a state, the instant of its newest incident in ms). A spell without an end is open until then, unless
    its incident was assigned or closed at a time that is not known: nothing can be said of such a one, and it is left out."""
    key = (str(store.folder), head.sha256)
    if key not in _kept:
        _kept.clear()
        _kept[key] = _read(store, head, book)
    return _kept[key]


def _read(store: Store, head: Manifest, book: tuple[Combination, ...]) -> tuple[Spells, int]:
    files = ", ".join(quoted(store.path(ref)) for part in ("spells", "again")
                      for ref in head.parts("incidents", part).values())
    newest = max((int(datetime.fromisoformat(batch["cut_off"]).timestamp() * 1000) for batch in head.batches
                  if batch["table"] == "incidents" and batch.get("cut_off") and not batch.get("withdrawn_by")), default=0)
    if not files:
        none = np.empty(0, dtype=np.int64)
        return Spells(none, none, none), newest
    found = connect(threads=2).execute(f"SELECT series, start_ms, end_ms FROM read_parquet([{files}])").to_arrow_table()
    series, start = (found[name].to_numpy().astype(np.int64) for name in ("series", "start_ms"))
    ended = pc.is_valid(found["end_ms"]).to_numpy()
    gone = np.array([bool(combination[ASSIGNED]) or bool(combination[CLOSED]) for combination in book] or [False])[series]
    end = np.where(ended, pc.fill_null(found["end_ms"], newest).to_numpy(), newest)
    return Spells(series, start, end).where((ended | ~gone) & (start < end)), newest
