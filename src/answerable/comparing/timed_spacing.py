"""At what distances the rows of a file lie, and by what they are counted or added up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from answerable.comparing.series_days import POINT, spacing
from answerable.comparing.timed_file import TimedFile, TimedRows
from answerable.comparing.timed_texts import MINUTE_MS, Whole
from answerable.errors import InputError
from answerable.periods import to_date

DAY_MINUTES = 1440
MINUTES = {"half-hour": 30, "hour": 60, "day": DAY_MINUTES}
LONGER = ("week", "month", "quarter", "year")
# Events are counted by the finest of these that holds one or more on average.
ONE = 1.0
MOSTLY = 0.8
INTERVALS = (30, 60, 120, 180, 240, 360, 480, 720, DAY_MINUTES)


@dataclass(frozen=True)
class Every:
    """By what a series is counted. name: "half-hour", "hour", "4 hours", "day", "week" … "year"; minutes: of its intervals, 0
    for weeks and longer; as_it_is: whether the file has it so, and nothing is counted or added up; step: minutes between the
    rows of the file where it names times, 0 where it does not."""

    name: str
    minutes: int
    as_it_is: bool
    step: int = 0


def find_every(file: TimedFile, wanted: str | None) -> Every:
    """By what the rows are counted. wanted: what --every says. Raises InputError where rows lie at no even distances, or are
    wanted finer than they are."""
    rows = list(file.series.values())
    if file.events:
        return _of_events(file, rows, wanted)
    own = _own(file, rows)
    if wanted is None or wanted == own.name:
        return own
    if _length(wanted) < _length(own.name):
        raise InputError(f"{file.file} has a row for every {own.name}; there is nothing by the {wanted} in it.",
                         remedy=f"Write --every {own.name}, or leave it out.")
    return Every(wanted, MINUTES.get(wanted, 0), False, own.step)


def _of_events(file: TimedFile, rows: list[TimedRows], wanted: str | None) -> Every:
    timed = any((each.clock > 0).any() for each in rows)
    span = _span(rows) or (None if timed else _of_days(rows))
    if span and wanted in (None, span):
        return Every(span, 0, True)
    if wanted is None:
        days = max(int(each.last.max() - each.first.min()) + 1 for each in rows)
        a_day = sum(len(each.first) for each in rows) / len(rows) / days
        wanted = "hour" if timed and a_day >= 24 * ONE else "day" if a_day >= ONE else "week" if a_day >= ONE / 7 else "month"
    least = "half-hour" if timed else span or "day"
    if _length(wanted) < _length(least):
        raise InputError(f"{file.file} tells of no times within a {least}.", remedy=f"Write --every {least}.")
    return Every(wanted, MINUTES.get(wanted, 0), False, 0)


def _own(file: TimedFile, rows: list[TimedRows]) -> Every:
    """The distances at which the rows of a file with values lie."""
    span = _span(rows)
    if span:
        return Every(span, 0, True)
    clocks = np.concatenate([each.clock for each in rows])
    if len(np.unique(clocks)) > 1:
        return _by_minutes(file, rows)
    days = {int(day) for each in rows for day in np.unique(each.first)}
    kind = _of_days(rows)
    if kind:
        return Every(kind, 0, True)
    apart = Counter(np.diff(np.array(sorted(days))).tolist())
    most, number = apart.most_common(1)[0] if apart else (1, 1)
    if most == 7 and number >= MOSTLY * apart.total():
        return Every("week", 0, True)
    if most == 1 or not apart:
        return Every("day", DAY_MINUTES, True)
    raise InputError(f"{file.file}: the dates lie at no even distances (most are {most} days apart).",
                     remedy="--every day says that each is a day; --every month adds counts up.")


def _of_days(rows: list[TimedRows]) -> str | None:
    """What single days stand for where that is more than a day: months where all are first days of months, and so on."""
    kind = spacing(to_date(day) for day in {int(day) for each in rows for day in np.unique(each.first)})
    return None if kind == POINT else kind


def _by_minutes(file: TimedFile, rows: list[TimedRows]) -> Every:
    steps: Counter[int] = Counter()
    for each in rows:
        instants = np.unique(each.first * DAY_MINUTES + np.maximum(each.clock, 0) // MINUTE_MS)
        steps.update(np.diff(instants).tolist())
    if not steps:
        raise InputError(f"{file.file} has rows of a single time.", remedy="Two weeks at least are needed.")
    step = steps.most_common(1)[0][0]
    even = sum(number for apart, number in steps.items() if apart % step == 0)
    if even < MOSTLY * steps.total():
        raise InputError(f"{file.file}: the times lie at no even distances.",
                         remedy="If each row is one event, write --events.")
    minutes = next((minutes for minutes in INTERVALS if minutes % step == 0), 0)
    if not minutes:
        raise InputError(f"{file.file}: rows lie {step} minutes apart, which no half-hour, hour or day is made of.",
                         remedy="Write --every day to add them up.")
    name = {30: "half-hour", 60: "hour", DAY_MINUTES: "day"}.get(minutes, f"{minutes // 60} hours")
    return Every(name, minutes, minutes == step, step)


def _span(rows: Iterable[TimedRows]) -> str | None:
    """What rows stand for that name more than a day each."""
    lengths = Counter[str]()
    for each in rows:
        for days in np.unique(each.last - each.first + 1):
            lengths[_named_length(int(days))] += int((each.last - each.first + 1 == days).sum())
    return lengths.most_common(1)[0][0] or None


def _named_length(days: int) -> str:
    return ("" if days == 1 else "week" if days <= 7 else "month" if days <= 31 else "quarter" if days <= 92 else "year")


def _length(name: str) -> int:
    """For putting in order: minutes, of months and longer about."""
    if name in LONGER:
        return DAY_MINUTES * {"week": 7, "month": 30, "quarter": 91, "year": 365}[name]
    return MINUTES.get(name) or 60 * int(name.split()[0])


def period_starts_of(days: Whole, every: str, first: int) -> Whole:
    """First day of the week (counted from `first`, its first day), month, quarter or year of each day."""
    if every == "week":
        return first + (days - first) // 7 * 7
    months = days.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
    size = {"month": 1, "quarter": 3, "year": 12}[every]
    shift = int(np.array([first]).astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)[0])
    starts = shift + (months - shift) // size * size
    return starts.astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)
