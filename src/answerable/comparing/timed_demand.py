"""The rows of a file as demand by the half-hour, hour or day: what is nought, what is not known, which days are whole."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from answerable.clocks import DAY_MS, Zone
from answerable.comparing.timed_file import Floats, TimedFile, TimedRows
from answerable.comparing.timed_spacing import DAY_MINUTES, Every
from answerable.comparing.timed_texts import MINUTE_MS, Whole
from answerable.errors import InputError
from answerable.forecasting.demand.types import Demand
from answerable.periods import day_label, to_date
from answerable.words import format_things

# A stretch without rows in which that many were to be expected is not known; a shorter one is nought (chance of none at 10:
# 1 in 22,000).
EXPECTED = 10.0
# A first or last day is left out as part of a day where that many events were to come, or rows that nearly every day has.
TO_COME, NEARLY_EVERY = 3.0, 0.8
HALF, ENOUGH = 0.5, 20.0
WEEK = 7
HOUR_MINUTES = 60


@dataclass(frozen=True, eq=False)
class Gridded:
    """Rows put on a grid of days and slots. counts: (days × slots), nan where there is no row or no figure; rows: (days ×
    slots) how many times of the file fall there; first: the first day since 1970-01-01."""

    first: int
    counts: Floats
    rows: Whole
    exposure: Whole
    weekdays: Whole


def demand_of(name: str, rows: TimedRows, every: Every, file: TimedFile, *, add_up: bool) -> tuple[Demand, list[str]]:
    """One series as demand, and what has to be said of it. Raises InputError for two figures of one time."""
    notes: list[str] = []
    changes = _clock_changes(rows, every, file, notes)
    rows = _second_passes(rows, changes) if file.naive and not file.events else rows
    if not file.events and not add_up:
        no_second_figure(rows, file, name)
    grid = _grid(rows, every, changes)
    noughts = file.events or _leaves_noughts_out(rows.values)
    grid = _incomplete(grid, rows, every, file, noughts)
    grid, left_out = _whole_days(grid, rows, noughts)
    notes += left_out
    grid = _noughts(grid, notes, file.events) if noughts else _unknown(grid, notes)
    days = tuple(to_date(grid.first + at) for at in range(len(grid.counts)))
    return Demand(name, days, every.minutes, grid.counts, grid.exposure), notes


# ---- the clock ----


def _clock_changes(rows: TimedRows, every: Every, file: TimedFile, notes: list[str]) -> Zone | None:
    """Whose clock changes bear on the rows. None where times fall into the hour that never was: their clock does not change
    then."""
    if file.zone is None or every.minutes > HOUR_MINUTES or not (rows.clock >= 0).any():
        return None
    wall = rows.first * DAY_MS + np.maximum(rows.clock, 0)
    if file.naive and (file.zone.never_was(wall) & (np.nan_to_num(rows.values) > 0)).any():
        notes.append(f"There are counts in an hour that never was in {file.zone.name}, so the clock of this file is another: "
                     "no hour is taken as missing or doubled. `--zone` names its own.")
        return None
    return file.zone


def _second_passes(rows: TimedRows, changes: Zone | None) -> TimedRows:
    """Of two rows of one time in an hour that comes twice, the later is of its second pass."""
    if changes is None:
        return rows
    wall = rows.first * DAY_MS + np.maximum(rows.clock, 0)
    twice = np.flatnonzero(changes.ambiguous(wall))
    seen: set[int] = set()
    again = rows.again.copy()
    for at in twice:
        again[at] = int(wall[at]) in seen
        seen.add(int(wall[at]))
    return replace(rows, again=again)


def no_second_figure(rows: TimedRows, file: TimedFile, name: str) -> None:
    """Raises InputError where two rows of one series tell of one time."""
    key = (rows.first * DAY_MS + np.maximum(rows.clock, 0)) * 2 + rows.again
    _, first, inverse = np.unique(key, return_index=True, return_inverse=True)
    more = np.flatnonzero(first[inverse] != np.arange(len(key)))
    if len(more):
        at = more[0]
        of = f" of {name}" if name else ""
        day = day_label(to_date(rows.first[at]))
        raise InputError(f"{file.file}, line {rows.lines[at]}: a second figure for {day}{of}: the "
                         f"first stands in line {rows.lines[first[inverse[at]]]}.", remedy="Choose rows with --where, tell "
                         "series apart with --facet, or add counts up with --add-up.")


# ---- the grid ----


def _grid(rows: TimedRows, every: Every, changes: Zone | None) -> Gridded:
    slots = DAY_MINUTES // every.minutes
    first, days = int(rows.first.min()), int(rows.first.max() - rows.first.min()) + 1
    place = (rows.first - first) * slots + np.maximum(rows.clock, 0) // (every.minutes * MINUTE_MS)
    size = days * slots
    counts = np.bincount(place, weights=np.nan_to_num(rows.values), minlength=size).astype(np.float64)
    lacking = np.bincount(place, weights=np.isnan(rows.values), minlength=size)
    # How many different times, not rows: several rows of one time are parts of one figure.
    times = np.unique((place * DAY_MS + np.maximum(rows.clock, 0)) * 2 + rows.again) // 2 // DAY_MS
    number = np.bincount(times, minlength=size).astype(np.int64)
    counts[(number == 0) | (lacking > 0)] = np.nan
    exposure = exposure_of(first, days, slots, every.minutes, changes)
    counts = np.where(exposure == 0, np.nan, counts.reshape(days, slots))
    return Gridded(first, counts, number.reshape(days, slots), exposure, (np.arange(days) + first + 3) % WEEK)


def exposure_of(first: int, days: int, slots: int, minutes: int, changes: Zone | None) -> Whole:
    """(days × slots): 1, 0 where the clock leaps over a slot, 2 where it comes twice. first: the first day since 1970-01-01."""
    exposure = np.ones(days * slots, dtype=np.int64)
    if changes is not None and minutes <= HOUR_MINUTES:
        wall = first * DAY_MS + np.arange(days * slots, dtype=np.int64) * minutes * MINUTE_MS
        exposure[changes.never_was(wall)] = 0
        exposure[changes.ambiguous(wall)] = 2
    return exposure.reshape(days, slots)


def _leaves_noughts_out(values: Floats) -> bool:
    """Whether a file of counts has no row where there was nothing: whole numbers, no nought among them, but ones and twos."""
    known = values[~np.isnan(values)]
    return bool(len(known)) and 1 <= known.min() <= 2 and bool((known == np.round(known)).all())


def _incomplete(grid: Gridded, rows: TimedRows, every: Every, file: TimedFile, noughts: bool) -> Gridded:
    """Slots made of fewer rows than they usually have are not known, nor the doubled hour that has one figure."""
    counts = grid.counts.copy()
    if file.events:
        return grid
    if not noughts and every.step and every.step < every.minutes:
        usual = _usual(grid)
        spared = HOUR_MINUTES // every.step if every.minutes > HOUR_MINUTES else 0
        counts[(grid.rows > 0) & (grid.rows < usual * np.maximum(grid.exposure, 1) - spared)] = np.nan
    elif every.step == every.minutes:
        counts[(grid.exposure == 2) & (grid.rows == 1)] = np.nan
    return replace(grid, counts=counts)


def _usual(grid: Gridded) -> Floats:
    """(days × slots): how many rows that slot of the week mostly has, where it has any."""
    usual = np.zeros(grid.rows.shape)
    for day in range(WEEK):
        mine = grid.weekdays == day
        number = np.where(grid.rows[mine] > 0, grid.rows[mine].astype(np.float64), np.nan)
        if len(number):
            usual[mine] = np.nan_to_num(_nan_median(number))
    return usual


def _nan_median(numbers: Floats) -> Floats:
    filled = np.where(np.isnan(numbers).all(axis=0), 0.0, numbers)
    return np.nanmedian(filled, axis=0)


# ---- whole days ----


def _whole_days(grid: Gridded, rows: TimedRows, noughts: bool) -> tuple[Gridded, list[str]]:
    """Without the days before the first and after the last figure, and without a first or last day that is there in part."""
    known = np.flatnonzero(~np.isnan(grid.counts).all(axis=1))
    if not len(known):
        return grid, []
    grid = _cut(grid, known[0], known[-1] + 1)
    notes, start, end = [], 0, len(grid.counts)
    for at, side in ((0, "first"), (len(grid.counts) - 1, "last")):
        if len(grid.counts) > WEEK and _in_part(grid, at, side, noughts):
            notes.append(f"The {side} day, {day_label(to_date(grid.first + at))}, is there in part and was left out.")
            start, end = (1, end) if side == "first" else (start, end - 1)
    return _cut(grid, start, end), notes


def _cut(grid: Gridded, start: int, end: int) -> Gridded:
    return Gridded(grid.first + int(start), grid.counts[start:end], grid.rows[start:end], grid.exposure[start:end],
                   grid.weekdays[start:end])


def _in_part(grid: Gridded, at: int, side: str, noughts: bool) -> bool:
    others = np.arange(len(grid.counts)) != at
    alike = others & (grid.weekdays == grid.weekdays[at])
    alike = alike if alike.sum() > 1 else others
    filled = np.nan_to_num(grid.counts)
    if grid.counts.shape[1] == 1:
        usual = float(filled[alike].mean())
        return noughts and usual >= ENOUGH and float(filled[at, 0]) < HALF * usual
    there = np.flatnonzero(~np.isnan(grid.counts[at]) & (filled[at] > 0 if noughts else True))
    if not len(there):
        return True
    outside = slice(0, there[0]) if side == "first" else slice(there[-1] + 1, None)
    if noughts:
        return float(filled[alike].mean(axis=0)[outside].sum()) >= TO_COME
    return bool((np.mean(~np.isnan(grid.counts[alike]), axis=0)[outside] >= NEARLY_EVERY).any())


# ---- what is nought, and what is not known ----


def _noughts(grid: Gridded, notes: list[str], events: bool) -> Gridded:
    """Slots without rows are nought, but for stretches in which many were to be expected: these are not known."""
    expected = _expected(grid)
    filled, silent = np.nan_to_num(grid.counts).ravel(), (np.nan_to_num(grid.counts) == 0).ravel()
    edges = np.flatnonzero(np.diff(np.concatenate(([0], silent.astype(np.int64), [0]))))
    lost = np.zeros(len(filled), dtype=bool)
    for start, end in zip(edges[::2], edges[1::2], strict=True):
        lost[start:end] = expected.ravel()[start:end].sum() >= EXPECTED
    counts = np.where(lost | (grid.exposure.ravel() == 0), np.nan, filled).reshape(grid.counts.shape)
    number, nought = int(lost.sum()), int((silent & ~lost & np.isnan(grid.counts).ravel()).sum())
    thing = ("interval", "intervals") if grid.counts.shape[1] > 1 else ("day", "days")
    if nought and not events:
        notes.append(f"{format_things(nought, *thing)} without a row count as nought: the file has ones and no noughts.")
    if number:
        notes.append(f"{format_things(number, *thing)} without {'an event' if events else 'a row'}, in stretches where ten or "
                     "more were to be expected, are taken as not known, and not as nought.")
    return replace(grid, counts=counts)


def _expected(grid: Gridded) -> Floats:
    """(days × slots): the median of the same slots of the week on the days that have anything, else their mean."""
    expected = np.zeros(grid.counts.shape)
    filled = np.nan_to_num(grid.counts)
    busy = filled.sum(axis=1) > 0
    for day in range(WEEK):
        mine = grid.weekdays == day
        alike = filled[mine & busy] if (mine & busy).any() else filled[busy]
        if len(alike):
            expected[mine] = np.minimum(alike.mean(axis=0), 2 * np.median(alike, axis=0) + 1)
    return expected


def _unknown(grid: Gridded, notes: list[str]) -> Gridded:
    """Rows that nearly every such slot of the week has, and which are missing, are not known; it is said how many."""
    missing = 0
    for day in range(WEEK):
        there = ~np.isnan(grid.counts[grid.weekdays == day])
        if len(there):
            missing += int((~there[:, there.mean(axis=0) >= NEARLY_EVERY]).sum())
    thing = ("interval", "intervals") if grid.counts.shape[1] > 1 else ("day", "days")
    if missing:
        verb = "is" if missing == 1 else "are"
        notes.append(f"{format_things(missing, *thing)} without a row {verb} taken as not known, and not as nought.")
    return grid
