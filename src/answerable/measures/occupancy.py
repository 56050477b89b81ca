"""Occupancy of handlers: of the time of those who dealt with a call in a half-hour, how much went into calls."""

from __future__ import annotations

from dataclasses import replace

import duckdb
import numpy as np
import numpy.typing as npt

from answerable.clocks import HALF_HOUR_MS, day_and_slot, zone
from answerable.engines import connect, quoted
from answerable.errors import InputError
from answerable.measures.blocks import Cells
from answerable.measures.definition import Measure
from answerable.measures.figure import Figure
from answerable.measures.grouping import keys_of
from answerable.measures.presence import Presence, presence_of
from answerable.records.store import Manifest, Store


def figures(store: Store, head: Manifest, measure: Measure, period: str, dimensions: tuple[str, ...],
            where: tuple[tuple[str, str], ...], first: int | None, last: int | None, time_zone: str) -> list[Figure]:
    """Occupancy by period: handled time over the time of the handlers active in each half-hour.

    Raises InputError when asked by or for a dimension: a handler takes calls of several lines in one half-hour.
    """
    if dimensions or where:
        raise InputError(f"'{measure.id}' cannot be asked by or for a dimension: a handler takes calls of several lines "
                         "within one half-hour.", remedy="Ask by period only.")
    presence = presence_of(store, head, measure, store.combinations(head), {})
    cells = _half_hours(store, head, time_zone)
    if presence is None or not len(cells.day):
        return []
    # Calls that run on past the last day on which calls came, or that is asked for, must not be counted beyond it.
    least = presence.first if first is None else max(first, presence.first)
    most = presence.last if last is None else min(last, presence.last)
    cells = cells.where((cells.day >= least) & (cells.day <= most))
    if period == "hour-of-week":
        cells = replace(cells, day=(cells.day + 3) % 7)
    keys = keys_of(period, cells, presence, first, last, time_zone)
    return _figures(measure, keys.cells, keys.group, keys, presence.within(first, last))


_kept: dict[tuple[str, str, str], Cells] = {}


def _half_hours(store: Store, head: Manifest, time_zone: str) -> Cells:
    """One cell a half-hour: n = handlers who dealt with a call in it, ms_sum = milliseconds handled. Kept for the newest
    state asked for."""
    key = (str(store.folder), head.sha256, time_zone)
    if key not in _kept:
        _kept.clear()
        _kept[key] = _read_half_hours(store, head, time_zone)
    return _kept[key]


def _read_half_hours(store: Store, head: Manifest, time_zone: str) -> Cells:
    rows = _handled([store.path(ref) for ref in head.parts("contacts", "handling").values()])
    local, repeated = zone(time_zone).to_local(rows[:, 0])
    day, slot = day_and_slot(local)
    zero = np.zeros(len(rows), dtype=np.int64)
    return Cells(day.astype(np.int64), zero, zero, zero, zero, rows[:, 1], zero, rows[:, 2], slot.astype(np.int64),
                 repeated.astype(np.int64))


def _handled(files: list[str]) -> npt.NDArray[np.int64]:
    """(half-hour, handlers, milliseconds) in order. Within a file, a handler has one row a half-hour."""
    if not files:
        return np.empty((0, 3), dtype=np.int64)
    listed = ", ".join(quoted(name) for name in files)
    with connect(threads=2) as connection:
        rows = _numbers(connection, "SELECT half_hour_ms, COUNT(*) AS handlers, CAST(SUM(ms) AS BIGINT) AS ms "
                                    f"FROM read_parquet([{listed}], filename = true) GROUP BY half_hour_ms, filename "
                                    "ORDER BY half_hour_ms")
        # A call over the end of a month stands in both months' files: in the half-hours that several files have,
        # handlers are told apart before they are counted.
        shared = np.unique(rows[1:, 0][rows[1:, 0] == rows[:-1, 0]])
        if not len(shared):
            return rows
        wanted = ", ".join(str(half_hour) for half_hour in shared.tolist())
        again = _numbers(connection, "SELECT half_hour_ms, COUNT(*) AS handlers, CAST(SUM(ms) AS BIGINT) AS ms FROM (SELECT "
                                     f"half_hour_ms, handler, SUM(ms) AS ms FROM read_parquet([{listed}]) WHERE half_hour_ms "
                                     f"IN ({wanted}) GROUP BY half_hour_ms, handler) AS apart GROUP BY half_hour_ms")
    rows = np.concatenate([rows[~np.isin(rows[:, 0], shared)], again])
    return rows[np.argsort(rows[:, 0])]


def _numbers(connection: duckdb.DuckDBPyConnection, query: str) -> npt.NDArray[np.int64]:
    found = connection.execute(query).to_arrow_table()
    return np.column_stack([found[name].to_numpy() for name in found.column_names]).astype(np.int64)


def _figures(measure: Measure, cells: Cells, group: npt.NDArray[np.int64], keys: object,
             presence: Presence) -> list[Figure]:
    from answerable.measures.grouping import Keys

    assert isinstance(keys, Keys)
    size = len(keys.starts)
    handled = np.bincount(group, weights=cells.ms_sum, minlength=size) / 1000
    available = np.bincount(group, weights=cells.n, minlength=size) * (HALF_HOUR_MS / 1000)
    found = []
    for place in range(size):
        start, end, label = keys.describe(place)
        first, last = keys.first_day(place), keys.last_day(place)
        coverage = presence.coverage(first, last)
        value = 100 * handled[place] / available[place] if available[place] else None
        status, note = presence.absent(first) if value is None else ("final", "")
        if status == "final":
            status = "provisional" if presence.late(last) or coverage < 0.8 else "final"
            note = presence.without(last)
        found.append(Figure(measure.id, measure.version, start, end, label, value, measure.unit,
                            float(handled[place]) if value is not None else None,
                            float(available[place]) if value is not None else None, coverage, status,
                            note=note))
    return found
