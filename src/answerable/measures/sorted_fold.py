"""Contacts folded by sorting whole numbers in memory: cell by cell what fold.py's text gives, several times faster.

Day, series, clock and wait of a contact are packed into one 64-bit number. Sorted, all waits of a cell stand side by
side, so that a cell is a stretch between two changes. The text stays the definition: a test holds both equal, and a
file whose numbers do not fit into the packing is folded by the text.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq

from answerable.clocks import DAY_MS, HALF_HOUR_MS
from answerable.measures.fold import LONGEST_HANDLING_HALF_HOURS
from answerable.records.contract import CLOCK_BITS, CONTACTS_CODE, DURATION_CODES, DURATIONS

Numbers = npt.NDArray[np.int64]
Sums = tuple[Numbers, Numbers, Numbers]

# A cell's key: 5 bits of the day in the month, 18 of the series, 4 of the clock, 36 of the wait in ms (2 years).
WAIT_BITS, CLOCK_WIDTH, SERIES_BITS = 36, 4, 18
CLOCK_AT, SERIES_AT, DAY_AT = WAIT_BITS, WAIT_BITS + CLOCK_WIDTH, WAIT_BITS + CLOCK_WIDTH + SERIES_BITS
DAYS_OF_A_MONTH = 31
# A piece of handling's key: 17 bits of the half-hour since shortly before the month, 25 of the handler, 21 of the ms.
PIECE_BITS, HANDLER_BITS, HALF_HOUR_BITS = 21, 25, 17
DAYS_BEFORE = 2
# So many rows at a time: their columns stay in the processor's cache, and memory is bounded by the keys.
ROWS_AT_ONCE = 65_536
ABSENT = -1
WAITS = ("caller_ms", "force_ms", "queue_ms")
READ = ("local_day", "series", "presented_ms", *WAITS, *(f"{name}_ms" for name in DURATIONS), "handler")


class DoesNotFit(Exception):
    """A number of the file is outside what the packed keys can hold: the text must fold it."""


def sorted_fold(path: str | Path, first_day: int, series: int, phone: Iterable[int]) -> dict[str, pa.Table]:
    """The cells of a month's contacts: `days`, `months`, and `handling`, the handled time a half-hour and handler.

    first_day: the month's, in days since 1970; series: how many there are; phone: the codes of the telephone's.
    Raises DoesNotFit.
    """
    if series > 1 << SERIES_BITS:
        raise DoesNotFit
    totals, keys = _Totals(series), [np.empty(0, dtype=np.int64)]
    handling = _Handling(first_day, series, phone)
    for rows in _batches(path):
        day = rows["local_day"] - first_day
        _check(day, DAYS_OF_A_MONTH)
        _check(rows["series"], series)
        totals.add(day * series + rows["series"], rows)
        keys += _wait_keys((day << DAY_AT) + (rows["series"] << SERIES_AT), *(rows[name] for name in WAITS))
        handling.add(rows)
    cells = _joined(_counted(np.concatenate(keys)), totals.cells())
    return {"days": _cell_table(*cells, first_day), "months": _cell_table(*_without_days(cells), first_day),
            "handling": handling.table()}


def _batches(path: str | Path) -> Iterator[dict[str, Numbers]]:
    """The file's columns as 64-bit numbers, some rows at a time; ABSENT where there is none."""
    with pq.ParquetFile(path, memory_map=True) as file:
        for batch in file.iter_batches(ROWS_AT_ONCE, columns=list(READ), use_threads=False):
            yield {name: _numbers(batch.column(name)) for name in READ}


def _numbers(column: pa.Array) -> Numbers:
    # Straight from the column's own memory: filling it by the library's function costs as much as reading it.
    valid, content = column.buffers()
    here = slice(column.offset, column.offset + len(column))
    values: Numbers = np.frombuffer(content, column.type.to_pandas_dtype())[here].astype(np.int64, copy=False)
    if column.null_count:
        known = np.unpackbits(np.frombuffer(valid, np.uint8), bitorder="little")[here].view(np.int8)
        # All bits set where there is none, which is ABSENT: a fifth of the time of choosing by a condition.
        values = values | (known - 1)
    if np.count_nonzero(values < 0) != column.null_count:
        raise DoesNotFit
    return values


def _check(values: Numbers, limit: int) -> None:
    if len(values) and not (values.min() >= 0 and values.max() < limit):
        raise DoesNotFit


def _wait_keys(base: Numbers, caller: Numbers, force: Numbers, queue: Numbers) -> list[Numbers]:
    """A key for each different wait that a contact has on its clocks; base: its day and series in their places."""
    for wait in (caller, force, queue):
        if len(wait) and wait.max() >= 1 << WAIT_BITS:
            raise DoesNotFit
    one = {name: bit << CLOCK_AT for name, bit in CLOCK_BITS.items()}
    codes = one["caller"] + one["force"] * (force == caller) + one["queue"] * (queue == caller)
    keys = [(base + codes + caller)[np.flatnonzero(caller >= 0)]]
    own = np.flatnonzero((force >= 0) & (force != caller))
    keys.append(base[own] + one["force"] + one["queue"] * (queue[own] == force[own]) + force[own])
    own = np.flatnonzero((queue >= 0) & (queue != caller) & (queue != force))
    return [*keys, base[own] + one["queue"] + queue[own]]


class _Totals:
    """Contacts, and the number and sum of each duration, by day and series."""

    def __init__(self, series: int) -> None:
        self.series = series
        self.found = {name: (self._zeros(), self._zeros()) for name in ("", *DURATIONS)}

    def _zeros(self) -> Numbers:
        return np.zeros(DAYS_OF_A_MONTH * self.series, dtype=np.int64)

    def add(self, place: Numbers, rows: dict[str, Numbers]) -> None:
        size = DAYS_OF_A_MONTH * self.series
        self.found[""][0][:] += np.bincount(place, minlength=size)
        for name in DURATIONS:
            ms = rows[f"{name}_ms"]
            if len(ms) and ms.max() >= 1 << WAIT_BITS:
                raise DoesNotFit
            known = np.flatnonzero(ms >= 0)
            n, total = self.found[name]
            n += np.bincount(place[known], minlength=size)
            # Exact: 2^16 rows of less than 2^36 ms stay below 2^53.
            total += np.bincount(place[known], weights=ms[known], minlength=size).astype(np.int64)

    def cells(self) -> Sums:
        """Keys in order, contacts, and the sums of their times."""
        keys, counts, sums = [], [], []
        for name, (n, total) in self.found.items():
            place = np.flatnonzero(n)
            day, series = np.divmod(place, self.series) if self.series else (place, place)
            code = DURATION_CODES.get(name, CONTACTS_CODE)
            keys.append((day << DAY_AT) + (series << SERIES_AT) + (code << CLOCK_AT))
            counts.append(n[place])
            sums.append(total[place])
        every = np.concatenate(keys)
        order = np.argsort(every)
        return every[order], np.concatenate(counts)[order], np.concatenate(sums)[order]


def _counted(keys: Numbers) -> Sums:
    """The cells of wait keys (which are sorted in place): key of the cell, contacts, sum of their waits."""
    keys.sort()
    ends = np.searchsorted(keys, np.arange(DAYS_OF_A_MONTH + 1) << DAY_AT)
    # A day at a time: what is made on the way stays small.
    days = [_counted_sorted(keys[start:end]) for start, end in pairwise(ends) if end > start]
    if not days:
        return keys, keys, keys
    cells, n, sums = zip(*days, strict=True)
    return np.concatenate(cells), np.concatenate(n), np.concatenate(sums)


def _counted_sorted(keys: Numbers) -> Sums:
    waits = keys & ((1 << WAIT_BITS) - 1)
    inside = waits - waits // 1000 * 1000
    cells = keys - inside + (inside > 0)
    starts = _changes(cells)
    return cells[starts], np.diff(starts, append=len(cells)), _added(waits, starts)


def _changes(values: Numbers) -> npt.NDArray[np.intp]:
    """The places at which a new value begins."""
    first = np.empty(len(values), dtype=bool)
    first[:1] = True
    np.not_equal(values[1:], values[:-1], out=first[1:])
    return np.flatnonzero(first)


def _added(values: Numbers, starts: npt.NDArray[np.intp]) -> Numbers:
    """The sum of each stretch, from its start to the next."""
    running = np.concatenate([np.zeros(1, dtype=np.int64), np.cumsum(values)])
    added: Numbers = np.diff(running[np.append(starts, len(values))])
    return added


def _joined(waits: Sums, totals: Sums) -> Sums:
    """Both in one order of their keys."""
    place = np.searchsorted(waits[0], totals[0])
    keys, n, sums = (np.insert(wait, place, total) for wait, total in zip(waits, totals, strict=True))
    return keys, n, sums


def _without_days(cells: Sums) -> Sums:
    """The cells added up over the days of the month."""
    keys = cells[0] & ((1 << DAY_AT) - 1)
    order = np.argsort(keys)
    keys = keys[order]
    starts = _changes(keys)
    return keys[starts], _added(cells[1][order], starts), _added(cells[2][order], starts)


def _cell_table(keys: Numbers, n: Numbers, sums: Numbers, first_day: int) -> pa.Table:
    """The cells in fold.CELL_COLUMNS, with the types of folding.CELL_TYPES; ordered by day, series, clock and wait."""
    clock = (keys >> CLOCK_AT) & ((1 << CLOCK_WIDTH) - 1)
    return pa.table({
        "day": ((keys >> DAY_AT) + first_day).astype(np.int32),
        "series": ((keys >> SERIES_AT) & ((1 << SERIES_BITS) - 1)).astype(np.int32),
        "clock": clock.astype(np.int8), "from_ms": keys & ((1 << WAIT_BITS) - 1),
        "to_ms": pa.nulls(len(keys), pa.int64()), "n": n.astype(np.int32),
        "ms_sum": pa.array(sums, mask=clock == CONTACTS_CODE)})


@dataclass
class _Handling:
    """Pieces of handling as keys (half-hour, handler, milliseconds), and the handlers met so far."""

    first_day: int
    series: int
    phone: Iterable[int]
    keys: list[Numbers] = field(default_factory=list)
    codes: dict[int, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.start_ms = (self.first_day - DAYS_BEFORE) * DAY_MS
        self.is_phone = np.zeros(self.series, dtype=bool)
        self.is_phone[list(self.phone)] = True

    def add(self, rows: dict[str, Numbers]) -> None:
        """Add contacts: those of the telephone that were dealt with, split over the half-hours that they touch."""
        length = np.maximum(rows["talk_ms"], 0) + np.maximum(rows["wrap_ms"], 0)
        own = np.flatnonzero((rows["handler"] >= 0) & (rows["force_ms"] >= 0) & (length > 0) & self.is_phone[rows["series"]])
        start = rows["presented_ms"][own] + rows["force_ms"][own] - self.start_ms
        _check(start, (1 << HALF_HOUR_BITS) * HALF_HOUR_MS - (LONGEST_HANDLING_HALF_HOURS + 1) * HALF_HOUR_MS)
        handler, end = self._codes(rows["handler"][own]) << PIECE_BITS, start + length[own]
        first = start // HALF_HOUR_MS
        self._keep(first, handler, np.minimum(end, (first + 1) * HALF_HOUR_MS) - start)
        for later in range(1, LONGEST_HANDLING_HALF_HOURS):
            goes_on = np.flatnonzero(end > (first + later) * HALF_HOUR_MS)
            if not len(goes_on):
                return
            first, handler, end = first[goes_on], handler[goes_on], end[goes_on]
            self._keep(first + later, handler, np.minimum(end - (first + later) * HALF_HOUR_MS, HALF_HOUR_MS))

    def _keep(self, half_hour: Numbers, handler: Numbers, ms: Numbers) -> None:
        self.keys.append((half_hour << (HANDLER_BITS + PIECE_BITS)) + handler + ms)

    def _codes(self, handlers: Numbers) -> Numbers:
        """A small number for each handler."""
        known = pa.array(handlers).dictionary_encode()
        codes = [self.codes.setdefault(handler, len(self.codes)) for handler in known.dictionary.to_pylist()]
        if len(self.codes) > 1 << HANDLER_BITS:
            raise DoesNotFit
        found: Numbers = np.array(codes, dtype=np.int64)[known.indices.to_numpy()]
        return found

    def table(self) -> pa.Table:
        """Milliseconds handled, by half-hour and handler."""
        keys = np.concatenate([np.empty(0, dtype=np.int64), *self.keys])
        keys.sort()
        starts = _changes(keys >> PIECE_BITS)
        cells = keys[starts] >> PIECE_BITS
        handlers = np.array(list(self.codes), dtype=np.int64)
        ms = _added(keys & ((1 << PIECE_BITS) - 1), starts)
        return pa.table({"half_hour_ms": (cells >> HANDLER_BITS) * HALF_HOUR_MS + self.start_ms,
                         "handler": handlers[cells & ((1 << HANDLER_BITS) - 1)], "ms": ms})
