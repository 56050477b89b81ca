"""The rows of a file as a series by the week, month, quarter or year: whole periods only, added up where the file is finer."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np

from answerable.comparing.series_days import are_ends
from answerable.comparing.timed_demand import demand_of, no_second_figure
from answerable.comparing.timed_file import Floats, TimedFile, TimedRows
from answerable.comparing.timed_spacing import DAY_MINUTES, Every, period_starts_of
from answerable.comparing.timed_texts import Whole
from answerable.errors import InputError
from answerable.forecasting.series import COUNT, NUMBER, RATIO, SHARE, Series
from answerable.periods import to_date, to_day
from answerable.words import format_things

# A period of which no more than that share of days is not known is told from the rest of its days.
NOT_KNOWN = 0.1
# A weekday on which fewer than that share of days have anything is one on which nothing comes.
CLOSED = 0.2
DAYS_A_WEEK = 7
MONDAY = 4   # 5 January 1970, counted from the 1st
MONTHS = {"month": 1, "quarter": 3, "year": 12}


def series_of(name: str, rows: TimedRows, every: Every, file: TimedFile, *, add_up: bool) -> tuple[Series, list[str]]:
    """One series, and what has to be said of it. Raises InputError for two figures of one period, and where there is none."""
    notes: list[str] = []
    if every.as_it_is or (rows.first != rows.last).any():
        starts, values, over = _as_it_is(name, rows, every, file, add_up=add_up)
    else:
        starts, values, over = _from_days(name, rows, every, file, notes, add_up=add_up)
    known = np.flatnonzero(~np.isnan(values))
    if not len(known):
        raise InputError(f"{file.file}: there is no figure{f' of {name}' if name else ''}.")
    # Rows of periods to come, still empty, are no part of the series.
    kept = slice(known[0], known[-1] + 1)
    starts, values, over = starts[kept], values[kept], None if over is None else over[kept]
    missing = int(np.isnan(values).sum())
    if missing:
        notes.append(f"{format_things(missing, f'{every.name} has', f'{every.name}s have')} no figure.")
    return _series(name, every.name, starts, values, over, percent=file.percent), notes


def _series(name: str, every: str, starts: Whole, values: Floats, over: Floats | None, *, percent: bool) -> Series:
    scale, weights = _scale(values, percent), None
    if over is not None:
        shares = 100 * values / np.where(over > 0, over, np.nan)
        scale = SHARE if np.nanmax(shares) <= 100 else RATIO
        values, weights = shares if scale == SHARE else shares / 100, _optional(over)
    return Series(name or "series", every, tuple(to_date(start) for start in starts), _optional(values), scale, weights)


def _optional(values: Floats) -> tuple[float | None, ...]:
    return tuple(None if np.isnan(value) else float(value) for value in values)


def _scale(values: Floats, percent: bool) -> str:
    known = values[~np.isnan(values)]
    if known.min() < 0:
        return NUMBER
    if percent and known.max() <= 100:
        return SHARE
    return COUNT if (known == np.round(known)).all() else RATIO


def _as_it_is(name: str, rows: TimedRows, every: Every, file: TimedFile, *, add_up: bool
              ) -> tuple[Whole, Floats, Floats | None]:
    """Periods as the file has them: each row names one, or of events the one it falls in."""
    if not file.events and not add_up:
        no_second_figure(rows, file, name)
    first = _first_days(rows, every.name)
    opening = int(first.min())
    starts = _all_starts(opening, int(first.max()), every.name)
    place = np.searchsorted(starts, first)
    return starts, _sums(place, rows.values, len(starts), empty=0.0 if file.events else np.nan), \
        None if rows.over is None else _sums(place, rows.over, len(starts), empty=np.nan)


def _first_days(rows: TimedRows, every: str) -> Whole:
    """First day of the period that each row names."""
    if every == "week":
        opening = int(rows.first.min())
        # A week that begins a day late, after a holiday, is still that week.
        return opening + np.round((rows.first - opening) / DAYS_A_WEEK).astype(np.int64) * DAYS_A_WEEK
    ends = (rows.first == rows.last).all() and are_ends(to_date(day) for day in np.unique(rows.first))
    months = rows.first.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64) - (MONTHS[every] - 1 if ends else 0)
    opening = int(months.min())
    months = opening + (months - opening) // MONTHS[every] * MONTHS[every]
    return months.astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)


def _all_starts(first: int, last: int, every: str) -> Whole:
    if every == "week":
        return np.arange(first, last + 1, DAYS_A_WEEK, dtype=np.int64)
    opening, closing = np.array([first, last]).astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
    return np.arange(opening, closing + 1, MONTHS[every]).astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)


def _sums(place: Whole, values: Floats, size: int, *, empty: float) -> Floats:
    """Sums by place; nan where a part is not known; `empty` where there is no part."""
    sums = np.bincount(place, weights=np.nan_to_num(values), minlength=size).astype(np.float64)
    sums[np.bincount(place, weights=np.isnan(values), minlength=size) > 0] = np.nan
    sums[np.bincount(place, minlength=size) == 0] = empty
    return sums


def _from_days(name: str, rows: TimedRows, every: Every, file: TimedFile, notes: list[str], *, add_up: bool
               ) -> tuple[Whole, Floats, Floats | None]:
    """Days added up to whole periods; a period of which the first or last days are not there is left out."""
    by_day = Every("day", DAY_MINUTES, False, every.step)
    days, said = demand_of(name, rows, by_day, file, add_up=add_up)
    notes += said
    first = to_day(days.days[0])
    numbers = np.arange(first, first + len(days.days), dtype=np.int64)
    counts = _closed_days_are_nought(days.counts[:, 0], numbers)
    starts_of = period_starts_of(numbers, every.name, MONDAY if every.name == "week" else _january(days.days[0]))
    starts = np.unique(starts_of)
    place = np.searchsorted(starts, starts_of)
    lengths = np.diff(np.append(starts, _next_start(starts[-1], every.name)))
    values, guessed = _period_sums(place, counts, len(starts))
    over = None
    if rows.over is not None:
        below, _ = demand_of(name, replace(rows, values=rows.over, over=None), by_day, file, add_up=add_up)
        over = _period_sums(place, _closed_days_are_nought(below.counts[:, 0], numbers), len(starts))[0]
    if guessed:
        notes.append(f"{format_things(guessed, f'{every.name} lacks', f'{every.name}s lack')} a tenth of the days or fewer, "
                     f"and {'was' if guessed == 1 else 'were'} taken from the others.")
    part = _in_part(numbers, counts, starts, lengths)
    kept = slice(1 if "first" in part else 0, len(starts) - (1 if "last" in part else 0))
    if part:
        notes.append(f"The {' and the '.join(part)} {every.name} {'are' if len(part) > 1 else 'is'} there in part and "
                     f"{'were' if len(part) > 1 else 'was'} left out.")
    return starts[kept], values[kept], None if over is None else over[kept]


def _period_sums(place: Whole, counts: Floats, size: int) -> tuple[Floats, int]:
    """Sums of days by period, and how many were taken from most of their days."""
    known = np.bincount(place, weights=~np.isnan(counts), minlength=size)
    there = np.bincount(place, minlength=size)
    sums = np.bincount(place, weights=np.nan_to_num(counts), minlength=size)
    lacking = known < there
    near = lacking & (known >= (1 - NOT_KNOWN) * there)
    return np.where(near, sums * there / np.maximum(known, 1), np.where(known < there, np.nan, sums)), int(near.sum())


def _in_part(numbers: Whole, counts: Floats, starts: Whole, lengths: Whole) -> list[str]:
    """Which of the first and last period lack days beyond the first or last day, on weekdays that have something."""
    open_days = {int(day) % DAYS_A_WEEK for day in numbers[np.nan_to_num(counts) > 0]}
    before = range(int(starts[0]), int(numbers[0]))
    after = range(int(numbers[-1]) + 1, int(starts[-1] + lengths[-1]))
    return [side for side, lacking in (("first", before), ("last", after))
            if any(day % DAYS_A_WEEK in open_days for day in lacking)]


def _closed_days_are_nought(counts: Floats, numbers: Whole) -> Floats:
    """Weekdays that hardly ever have a figure add nothing."""
    counts = counts.copy()
    for day in range(DAYS_A_WEEK):
        mine = (numbers + 3) % DAYS_A_WEEK == day
        if mine.any() and np.mean(~np.isnan(counts[mine])) < CLOSED:
            counts[mine] = np.nan_to_num(counts[mine])
    return counts


def _january(day: date) -> int:
    return to_day(day.replace(month=1, day=1))


def _next_start(start: int, every: str) -> int:
    if every == "week":
        return int(start) + DAYS_A_WEEK
    month = np.array([start]).astype("datetime64[D]").astype("datetime64[M]") + MONTHS[every]
    return int(month.astype("datetime64[D]").astype(np.int64)[0])
