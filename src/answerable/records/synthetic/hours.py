"""The half-hours of a month as a force lives them: instants, local days, half-hours of the local clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]

HALF_HOUR_MS = 1_800_000
DAY_MS = 86_400_000
ZONE = ZoneInfo("Europe/London")
EPOCH = date(1970, 1, 1)


@dataclass(frozen=True)
class Hours:
    """Consecutive half-hours. start_ms: instants in UTC; day: days since 1970-01-01 on the local calendar;
    slot: half-hour of the local clock, 0 to 47; offset_ms: local clock less UTC; month_starts_ms: where the
    month begins and the warm-up before it ends; month_ends_ms: where the next month begins.
    """

    start_ms: Ints
    day: Ints
    slot: Ints
    offset_ms: Ints
    month_starts_ms: int
    month_ends_ms: int

    def index(self, instants_ms: Ints) -> Ints:
        """Position of the half-hour of each instant; one that lies outside goes to the first or the last."""
        position = (instants_ms - self.start_ms[0]) // HALF_HOUR_MS
        inside: Ints = np.clip(position, 0, len(self.start_ms) - 1)
        return inside

    def local_ms(self, instants_ms: Ints) -> Ints:
        """What the local clock shows at each instant, as if it were UTC."""
        local: Ints = instants_ms + self.offset_ms[self.index(instants_ms)]
        return local

    def within_month(self, instants_ms: Ints) -> npt.NDArray[np.bool_]:
        """Which instants lie in the month itself, not in its warm-up or after it."""
        return (instants_ms >= self.month_starts_ms) & (instants_ms < self.month_ends_ms)


def hours_of_month(year: int, month: int, warm_up_half_hours: int) -> Hours:
    """The half-hours of a month and of a warm-up before it, in order."""
    begins, ends = _midnight(year, month), _midnight(year + month // 12, month % 12 + 1)
    starts = np.arange(begins - warm_up_half_hours * HALF_HOUR_MS, ends, HALF_HOUR_MS, dtype=np.int64)
    offsets = _offsets_ms(starts)
    local = starts + offsets
    return Hours(starts, local // DAY_MS, local % DAY_MS // HALF_HOUR_MS, offsets, begins, ends)


def _offsets_ms(starts: Ints) -> Ints:
    first, last = _offset_ms(int(starts[0])), _offset_ms(int(starts[-1]))
    if first == last:
        # No month has both changes of the clocks, so nothing changed in between.
        return np.full(len(starts), first, dtype=np.int64)
    return np.array([_offset_ms(int(start)) for start in starts], dtype=np.int64)


def _midnight(year: int, month: int) -> int:
    return round(datetime(year, month, 1, tzinfo=ZONE).timestamp() * 1000)


def _offset_ms(instant_ms: int) -> int:
    moment = datetime.fromtimestamp(instant_ms / 1000, UTC).astimezone(ZONE)
    return round((moment.utcoffset() or timedelta()).total_seconds() * 1000)


def to_date(day: int) -> date:
    """The date of a number of days since 1970-01-01."""
    return EPOCH + timedelta(days=int(day))


@cache
def bank_holidays(year: int) -> frozenset[date]:
    """Bank holidays of England and Wales in a year by the standing rules (Banking and Financial Dealings Act
    1971).

    One-off holidays of royal occasions are left out.
    """
    easter = _easter(year)
    fixed = [_substitute(date(year, 1, 1)), *_christmas(year)]
    return frozenset([*fixed, easter - timedelta(days=2), easter + timedelta(days=1),
                      _first_monday(year, 5),
                      # The last Monday of a month stands a week before the first of the next.
                      _first_monday(year, 6) - timedelta(days=7), _first_monday(year, 9) - timedelta(days=7)])


def _substitute(day: date) -> date:
    return day + timedelta(days=(0, 0, 0, 0, 0, 2, 1)[day.weekday()])


def _christmas(year: int) -> tuple[date, date]:
    first = date(year, 12, 25)
    shift = {4: (0, 2), 5: (2, 2), 6: (2, 0)}.get(first.weekday(), (0, 0))
    return first + timedelta(days=shift[0]), first + timedelta(days=1 + shift[1])


def _first_monday(year: int, month: int) -> date:
    first = date(year, month, 1)
    return first + timedelta(days=-first.weekday() % 7)


def _easter(year: int) -> date:
    """Easter Sunday by the anonymous Gregorian computus (Meeus, Astronomical Algorithms, 1991, chapter 8)."""
    century, rest = divmod(year, 100)
    golden = year % 19
    moon = (19 * golden + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (rest // 4) - moon - rest % 4) % 7
    shift = moon + weekday - 7 * ((golden + 11 * moon + 22 * weekday) // 451) + 114
    return date(year, shift // 31, shift % 31 + 1)
