"""Repeat contacts: those about an incident that somebody was already in touch about within some days before (a part of what
is called failure demand)."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from answerable.clocks import DAY_MS
from answerable.engines import quoted, reader
from answerable.measures.answering import Answer, Question, chosen_series
from answerable.measures.blocks import Cells
from answerable.measures.definition import Measure
from answerable.measures.figure import Figure
from answerable.measures.finalise import Result
from answerable.measures.grouping import keys_of
from answerable.measures.presence import presence_of
from answerable.records.store import Manifest, Store
from answerable.records.tables import family_of


def repeat_text(records: str, within_days: int) -> str:
    """SQL: for each local day, half-hour and series, the contacts that name an incident (n) and those of them that come within
    so many days (of 24 hours) after an earlier contact about the same incident (repeats). Plain ANSI SQL over whole numbers.

    records: a table expression of the population's canonical contacts.
    """
    earlier = ("LAG(presented_ms) OVER (PARTITION BY incident ORDER BY presented_ms, record_id)")
    told = (f"SELECT local_day, slot, repeated, series, presented_ms, {earlier} AS before_ms FROM {records} "
            "WHERE incident IS NOT NULL")
    again = f"SUM(CASE WHEN presented_ms - before_ms <= {within_days * DAY_MS} THEN 1 ELSE 0 END)"
    return (f"SELECT local_day, slot, repeated, series, COUNT(*) AS n, {again} AS repeats FROM ({told}) AS told "
            "GROUP BY local_day, slot, repeated, series")


def figures(store: Store, head: Manifest, measure: Measure, asked: Question, dimensions: tuple[str, ...],
            time_zone: str) -> list[Figure]:
    """Percent of the contacts about an incident that are repeats, by period and group of the later contact.

    What came before is looked for in the whole population, whatever the period, group or condition asked for.
    """
    book = store.combinations(head, family_of(measure.table))
    presence = presence_of(store, head, measure, book, dict(asked.where))
    if presence is None:
        return []
    cells = _cells(store, head, measure, chosen_series(measure, book, ()))
    keep = np.isin(cells.series, chosen_series(measure, book, asked.where))
    if asked.first is not None:
        keep &= cells.day >= asked.first
    if asked.last is not None:
        keep &= cells.day <= asked.last
    cells = cells.where(keep)
    if asked.period == "hour-of-week":
        cells = replace(cells, day=(cells.day + 3) % 7)
    keys = keys_of(asked.period, cells, presence, asked.first, asked.last, time_zone)
    answer = Answer(measure, book, dimensions, keys, asked.period)
    answer.presences = [presence.within(asked.first, asked.last)] * len(answer.labels)
    size = len(keys.starts) * len(answer.labels)
    group = keys.group * len(answer.labels) + answer.place_of_series[keys.cells.series]
    whole = np.bincount(group, weights=keys.cells.n, minlength=size).astype(np.float64)
    again = np.bincount(group, weights=keys.cells.ms_sum, minlength=size).astype(np.float64)
    with np.errstate(divide="ignore", invalid="ignore"):
        value = np.where(whole > 0, 100 * again / whole, np.nan)
    none, zero = np.full(size, np.nan), np.zeros(size)
    return answer.figures(Result(value, again, whole, zero, zero, none, none))


_kept: dict[tuple[str, str, str, int], Cells] = {}


def _cells(store: Store, head: Manifest, measure: Measure, series: list[int]) -> Cells:
    """One cell a day, slot and series: n contacts about an incident, ms_sum of them repeats. Kept for the newest state."""
    key = (str(store.folder), head.sha256, measure.population.text, measure.within_days)
    if key not in _kept:
        for other in [other for other in _kept if other[:2] != key[:2]]:
            del _kept[other]
        _kept[key] = _read(store, head, series, measure.within_days)
    return _kept[key]


def _read(store: Store, head: Manifest, series: list[int], within_days: int) -> Cells:
    files = ", ".join(quoted(store.path(ref)) for ref in head.parts("contacts", "records").values())
    rows = np.empty((0, 6), dtype=np.int64)
    if files:
        codes = ", ".join(map(str, series)) or "-1"
        records = f"(SELECT * FROM read_parquet([{files}]) WHERE series IN ({codes})) AS records"
        found = reader().execute(repeat_text(records, within_days)).to_arrow_table()
        rows = np.column_stack([found[name].to_numpy() for name in found.column_names]).astype(np.int64)
    zero = np.zeros(len(rows), dtype=np.int64)
    return Cells(rows[:, 0], rows[:, 3], zero, zero, zero, rows[:, 4], zero, rows[:, 5], rows[:, 1], rows[:, 2])
