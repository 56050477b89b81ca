"""Periods: half-hours, days, weeks, months, quarters, financial years and rolling windows of the local calendar.

Days are whole numbers, days since 1970-01-01 (local calendar). A period is named by its first day; its last
day is included.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt

from answerable.errors import InputError, did_you_mean

EPOCH = date(1970, 1, 1)
Days = npt.NDArray[np.int64]

MONTHS_OF = {"month": 1, "quarter": 3, "financial-year": 12, "rolling-3-months": 3, "rolling-12-months": 12}
PERIODS = ("half-hour", "hour-of-week", "day", "week", *MONTHS_OF, "all")
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
FINANCIAL_YEAR_FIRST_MONTH = 4
MONTH_NAMES = ("January", "February", "March", "April", "May", "June", "July", "August", "September",
               "October", "November", "December")


def check_period(name: str) -> str:
    """`name` if it is a kind of period; raises InputError with the nearest kinds otherwise."""
    if name not in PERIODS:
        raise InputError(f"'{name}' is not a kind of period.",
                         remedy=did_you_mean(name, PERIODS) or f"Use one of: {', '.join(PERIODS)}.")
    return name


def to_day(value: date) -> int:
    """Days since 1970-01-01."""
    return (value - EPOCH).days


def to_date(day: int) -> date:
    """The date of a number of days since 1970-01-01."""
    return EPOCH + timedelta(days=int(day))


def month_number(days: Days) -> Days:
    """Months since January 1970 of each day."""
    return np.asarray(days, dtype="datetime64[D]").astype("datetime64[M]").astype(np.int64)


def first_day_of_month(months: Days | int) -> Days:
    """First day of each month given as months since January 1970."""
    return np.asarray(months, dtype="datetime64[M]").astype("datetime64[D]").astype(np.int64)


def period_starts(kind: str, days: Days) -> Days:
    """First day of the (not rolling) period in which each day falls. `all` starts at the least day given."""
    days = np.asarray(days, dtype=np.int64)
    if kind == "day":
        return days
    if kind == "week":
        # 1970-01-01 was a Thursday; weeks begin on Monday.
        return days - (days + 3) % 7
    if kind == "all":
        return np.full(len(days), days.min() if len(days) else 0)
    months = month_number(days)
    if kind == "quarter":
        months = months - months % 3
    elif kind == "financial-year":
        months = months - (months - (FINANCIAL_YEAR_FIRST_MONTH - 1)) % 12
    return first_day_of_month(months)


def period_end(kind: str, start: int) -> int:
    """Last day of the period of this kind that starts on `start`."""
    if kind in ("day", "half-hour"):
        return start
    if kind == "week":
        return start + 6
    month = int(month_number(np.array([start]))[0])
    return int(first_day_of_month(month + MONTHS_OF[kind])) - 1


@dataclass(frozen=True)
class Period:
    """A span of days, both included."""

    kind: str
    start: int
    end: int

    @property
    def label(self) -> str:
        """The period in words: "September 2026", "April to June 2026", "2025/26"."""
        return period_label(self.kind, to_date(self.start), to_date(self.end))


def spans(kind: str, first_day: int, last_day: int) -> list[Period]:
    """Every period of a day-based kind from the one that holds `first_day` to the one that holds `last_day`.

    A rolling window ends with each month; the first is the one whose every month has begun by `first_day`.
    """
    if kind == "all":
        return [Period(kind, first_day, last_day)]
    if kind.startswith("rolling"):
        return _rolling(kind, first_day, last_day)
    found, start = [], int(period_starts(kind, np.array([first_day]))[0])
    while start <= last_day:
        end = period_end(kind, start)
        found.append(Period(kind, start, end))
        start = end + 1
    return found


def _rolling(kind: str, first_day: int, last_day: int) -> list[Period]:
    first, last = (int(m) for m in month_number(np.array([first_day, last_day])))
    length = MONTHS_OF[kind]
    return [Period(kind, int(first_day_of_month(month - length + 1)), int(first_day_of_month(month + 1)) - 1)
            for month in range(first + length - 1, last + 1)]


def period_label(kind: str, start: date, end: date) -> str:
    """A period in words."""
    if kind in ("day", "half-hour"):
        return day_label(start)
    if kind == "week":
        return f"Week beginning {day_label(start)}"
    if kind == "month":
        return f"{MONTH_NAMES[start.month - 1]} {start.year}"
    if kind == "financial-year":
        return f"{start.year}/{end.year % 100:02d}"
    if kind == "all":
        return f"{day_label(start)} to {day_label(end)}"
    return _months_label(start, end)


def day_label(day: date) -> str:
    """A day in words: "7 September 2026"."""
    return f"{day.day} {MONTH_NAMES[day.month - 1]} {day.year}"


def _months_label(start: date, end: date) -> str:
    first, last = MONTH_NAMES[start.month - 1], MONTH_NAMES[end.month - 1]
    year = "" if start.year == end.year else f" {start.year}"
    return f"{first}{year} to {last} {end.year}"


def slot_label(slot: int, repeated: bool = False) -> str:
    """The start of a half-hour on the clock: "01:30", or "01:30 (second time)"."""
    again = " (second time)" if repeated else ""
    return f"{slot // 2:02d}:{slot % 2 * 30:02d}{again}"
