"""Cells laid out for asking: a block is one day (or month, or hour), series and clock, its cells in order of the wait.

Most questions need no histogram: how many contacts waited up to some limit, and how long all waited together. For these
each block is given as one cell, or one on each side of the limit, by two subtractions of running totals.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from answerable.clocks import SLOTS_A_DAY
from answerable.records.contract import CONTACTS_CODE

Numbers = npt.NDArray[np.int64]
Places = npt.NDArray[np.intp]

HISTOGRAMS_KEPT = 64
NONE: Numbers = np.empty(0, dtype=np.int64)


@dataclass(frozen=True)
class Cells:
    """Columns of cells (measures.fold says what they mean). day: first day of the month for month cells; slot and
    repeated: 0 unless the cells are by half-hour."""

    day: Numbers
    series: Numbers
    clock: Numbers
    from_ms: Numbers
    to_ms: Numbers
    n: Numbers
    timed: Numbers
    ms_sum: Numbers
    slot: Numbers | None = None
    repeated: Numbers | None = None

    def where(self, keep: npt.NDArray[np.bool_] | Places) -> Cells:
        """The cells that are kept, or those at these places."""
        return Cells(*(None if values is None else values[keep] for values in self.columns()))  # type: ignore[arg-type]

    def columns(self) -> tuple[Numbers | None, ...]:
        """The columns in order."""
        return (self.day, self.series, self.clock, self.from_ms, self.to_ms, self.n, self.timed, self.ms_sum,
                self.slot, self.repeated)


class Blocks:
    """All cells of a state. They may come in any order."""

    def __init__(self, cells: Cells) -> None:
        cells, keys = _in_order(cells)
        first = np.ones(len(keys), dtype=bool)
        first[1:] = keys[1:] != keys[:-1]
        self.starts: Places = np.flatnonzero(first)
        self.ends: Places = np.append(self.starts, len(keys))[1:]
        # What is alike in the whole of a block; slot and repeated only where the cells have them.
        self.of_block = replace(cells.where(self.starts), from_ms=NONE, to_ms=NONE, n=NONE, timed=NONE, ms_sum=NONE)
        self.day, self.series, self.clock = self.of_block.day, self.of_block.series, self.of_block.clock
        self.from_ms, self.to_ms, self.known = cells.from_ms, cells.to_ms, cells.timed > 0
        self.running_n, self.running_ms = _running(cells.n), _running(cells.ms_sum)
        self.plain = self._plain_blocks()
        self._after: dict[int, Places] = {}
        self._histograms: dict[tuple[tuple[int, ...], tuple[int, ...]], Blocks] = {}

    def _plain_blocks(self) -> npt.NDArray[np.bool_]:
        """Whether a block's cells all stand on one side of any limit: none is a band, and either all or none of them
        have a known time."""
        if not len(self.starts):
            return np.empty(0, dtype=bool)
        width = self.to_ms - self.from_ms
        single = (width == 0) | ((width <= 998) & self.known)
        every, some = (of.reduceat(self.known, self.starts) for of in (np.logical_and, np.logical_or))
        plain: npt.NDArray[np.bool_] = np.logical_and.reduceat(single, self.starts) & (every == some)
        return plain

    def of(self, series: Iterable[int], clocks: Iterable[int], first: int | None, last: int | None,
           limits: Sequence[int] | None = None) -> Cells:
        """The cells of these series and clocks, between two days (None: no bound).

        limits: waits in ms; cells of a block that lie on the same sides of all of them are given as one, which stands
        at the longest wait among them. None: every cell by itself.
        """
        keep = _among(self.series, series) & _among(self.clock, clocks)
        if first is not None:
            keep &= self.day >= first
        if last is not None:
            keep &= self.day <= last
        chosen = np.flatnonzero(keep)
        if limits is None:
            return self._each(chosen)
        plain = self.plain[chosen]
        added = self._added(chosen[plain], limits)
        return added if plain.all() else _joined(added, self._each(chosen[~plain]))

    def histogram(self, series: Sequence[int], clocks: Sequence[int], first: int | None, last: int | None) -> Cells:
        """The cells of these series and clocks, added up over all of them, for who asks of each day how many waited how
        long and not in which series; contacts still come by series. Kept: a page asks the same again."""
        waits = tuple(code for code in clocks if code != CONTACTS_CODE)
        contacts = self.of(series, (CONTACTS_CODE,), first, last, ())
        if not waits or not series:
            return contacts
        key = (tuple(series), waits)
        if key not in self._histograms:
            if len(self._histograms) >= HISTOGRAMS_KEPT:
                self._histograms.clear()
            self._histograms[key] = Blocks(_over_series(self.of(series, waits, None, None)))
        return _joined(contacts, self._histograms[key].of(series, waits, first, last))

    def _each(self, chosen: Places) -> Cells:
        """Every cell of the chosen blocks."""
        starts, lengths = self.starts[chosen], self.ends[chosen] - self.starts[chosen]
        before = np.cumsum(lengths) - lengths
        place = np.arange(int(lengths.sum())) + np.repeat(starts - before, lengths)
        return self._cells(np.repeat(chosen, lengths), place, place + 1, self.to_ms[place])

    def _added(self, chosen: Places, limits: Sequence[int]) -> Cells:
        """The cells of the chosen blocks added up between the limits."""
        edges = [self.starts[chosen], *(self._places_after(limit)[chosen] for limit in sorted(set(limits))), self.ends[chosen]]
        low, high = np.concatenate(edges[:-1]), np.concatenate(edges[1:])
        some = np.flatnonzero(high > low)
        low, high = low[some], high[some]
        return self._cells(np.tile(chosen, len(edges) - 1)[some], low, high, self.from_ms[high - 1])

    def _cells(self, block: Places, low: Places, high: Places, to_ms: Numbers) -> Cells:
        """Cells of these blocks, each added up from the place `low` to before `high`."""
        n, last = self.running_n[high] - self.running_n[low], high - 1
        slot, repeated = self.of_block.slot, self.of_block.repeated
        return Cells(self.day[block], self.series[block], self.clock[block], self.from_ms[last], to_ms, n,
                     n * self.known[last], self.running_ms[high] - self.running_ms[low],
                     None if slot is None else slot[block], None if repeated is None else repeated[block])

    def _places_after(self, limit: int) -> Places:
        """For each block the place of its first cell beyond the limit: halved down in all blocks at once, and kept."""
        if limit not in self._after:
            low, high = self.starts.copy(), self.ends.copy()
            while len(open_ := np.flatnonzero(low < high)):
                middle = (low[open_] + high[open_]) // 2
                within = self.from_ms[middle] <= limit
                low[open_[within]] = middle[within] + 1
                high[open_[~within]] = middle[~within]
            self._after[limit] = low
        return self._after[limit]


def _in_order(cells: Cells) -> tuple[Cells, Numbers]:
    """The cells by day, series, clock and wait, and a number for each that is the same within a block."""
    series, clocks = int(cells.series.max(initial=0)) + 1, int(cells.clock.max(initial=0)) + 1
    moment = cells.day
    if cells.slot is not None and cells.repeated is not None:
        moment = (moment * SLOTS_A_DAY + cells.slot) * 2 + cells.repeated
    keys = (moment * series + cells.series) * clocks + cells.clock
    ahead = (keys[1:] > keys[:-1]) | ((keys[1:] == keys[:-1]) & (cells.from_ms[1:] >= cells.from_ms[:-1]))
    if ahead.all():
        return cells, keys
    order = np.lexsort((cells.to_ms, cells.from_ms, keys))
    return cells.where(order), keys[order]


def _over_series(cells: Cells) -> Cells:
    """The cells added up over series and clocks; they stand under one of each."""
    known = cells.timed > 0
    order = np.lexsort((known, cells.to_ms, cells.from_ms, cells.day))
    changed = np.ones(len(order), dtype=bool)
    changed[1:] = np.logical_or.reduce([values[order[1:]] != values[order[:-1]]
                                        for values in (cells.day, cells.from_ms, cells.to_ms, known)])
    starts = np.flatnonzero(changed)
    first, size = order[starts], len(starts)
    n, timed, sums = (np.diff(_running(values[order])[np.append(starts, len(order))])
                      for values in (cells.n, cells.timed, cells.ms_sum))
    return Cells(cells.day[first], np.repeat(cells.series[:1], size), np.repeat(cells.clock[:1], size),
                 cells.from_ms[first], cells.to_ms[first], n, timed, sums)


def _running(values: Numbers) -> Numbers:
    return np.concatenate([np.zeros(1, dtype=np.int64), np.cumsum(values)])


def _joined(one: Cells, other: Cells) -> Cells:
    columns = zip(one.columns(), other.columns(), strict=True)
    return Cells(*(None if mine is None or theirs is None else np.concatenate([mine, theirs])
                   for mine, theirs in columns))  # type: ignore[arg-type]


def _among(values: Numbers, wanted: Iterable[int]) -> npt.NDArray[np.bool_]:
    table = np.zeros(int(values.max(initial=0)) + 1, dtype=bool)
    table[[code for code in wanted if code < len(table)]] = True
    chosen: npt.NDArray[np.bool_] = table[values]
    return chosen
