"""The days that a series' dates stand for: which are written out, which are the first or last day of a period."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from answerable.comparing.published_periods import days_in_words, published_period
from answerable.periods import MONTH_NAMES, day_label, period_label

MONTH, QUARTER, YEAR, WEEK, DAY, POINT = "month", "quarter", "year", "week", "day", "point"
EVERY = (MONTH, QUARTER, YEAR, WEEK, DAY, POINT)
EXAMPLES = "2016-04-01, 01/04/2016 (the day first), 2016-04, April 2016, Q2 2020/21"
_MONTHS = {MONTH: 1, QUARTER: 3, YEAR: 12}
_ONE_DAY = timedelta(days=1)
_DAY_FIRST = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_NAMED_DAY = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?[\s-]+([a-z]{3,9})\.?,?[\s-]+(\d{4})")
_MIDNIGHT = re.compile(r"[ T]00:00(?::00(?:\.0+)?)?Z?$")


@dataclass(frozen=True)
class Days:
    """First and last day that a text names; day_first: its first two numbers, where it is written as 01/04/2016."""

    first: date
    last: date
    day_first: tuple[int, int] | None = None


@dataclass(frozen=True)
class Period:
    """What a point of a series stands for. last: None where only its day is known, so that no gap can be."""

    first: date
    last: date | None
    label: str


def days_named(text: str) -> Days | None:
    """The days that a text names: as published_period reads them, a day with its day first, or "1 April 2016"; None where it
    names none. Midnight behind a day is passed over."""
    plain = _MIDNIGHT.sub("", text.strip())
    try:
        if match := _DAY_FIRST.fullmatch(plain):
            day = date(int(match[3]), int(match[2]), int(match[1]))
            return Days(day, day, (int(match[1]), int(match[2])))
        if match := _NAMED_DAY.fullmatch(plain.casefold()):
            month = next((number for number, name in enumerate(MONTH_NAMES, 1) if name.casefold().startswith(match[2])), 0)
            day = date(int(match[3]), month, int(match[1]))
            return Days(day, day)
    except ValueError:
        return None
    found = published_period(plain)
    return Days(*found) if found else None


def month_first(days: Iterable[Days]) -> bool:
    """Whether days written as 01/04/2016 may have the month first: read with the day first they are early days of January
    and of nothing else, as the first days of months are that have the month in front."""
    pairs = {each.day_first for each in days if each.day_first}
    return len(pairs) > 1 and all(second == 1 and first <= 12 for first, second in pairs)


def spacing(days: Iterable[date]) -> str:
    """For what kind of period single days stand, one of EVERY: months, quarters or years where all are first days of months
    or all are last ones; months where all have one day of the month; weeks where they lie whole weeks apart; else no more than
    points in time."""
    ordered = sorted(set(days))
    if _are_first(ordered) or _are_last(ordered):
        apart = _months_apart(ordered)
        return {0: MONTH, 1: MONTH, 3: QUARTER, 12: YEAR}.get(apart, POINT)
    if len(ordered) > 1 and len({day.day for day in ordered}) == 1:
        # Which quarter or year a day in the middle stands for cannot be told; its month can.
        return MONTH if _months_apart(ordered) == 1 else POINT
    return WEEK if math.gcd(*((later - earlier).days for earlier, later in pairwise(ordered))) == 7 else POINT


def period_of(day: date, every: str, *, ends: bool = False) -> Period:
    """The period that a day stands for. every: one of EVERY; ends: whether days are the last ones of their quarters and
    years, and not the first."""
    if every in _MONTHS:
        opening = _months_on(day, 1 - _MONTHS[every]) if ends else day.replace(day=1)
        return named(opening, _months_on(opening, _MONTHS[every]) - _ONE_DAY)
    if every == WEEK:
        last = day + timedelta(days=6)
        return Period(day, last, period_label(WEEK, day, last))
    return Period(day, day if every == DAY else None, day_label(day))


def named(first: date, last: date, *, gaps: bool = True) -> Period:
    """A period whose days are known. gaps: whether one that is missing beside it is a gap."""
    return Period(first, last if gaps else None, days_in_words(first, last))


def are_ends(days: Iterable[date]) -> bool:
    """Whether all are last days of months."""
    return _are_last(set(days))


def _months_apart(ordered: Sequence[date]) -> int:
    """The most months of which every distance between neighbours is a multiple; 0 for a single day."""
    return math.gcd(*(12 * (later.year - earlier.year) + later.month - earlier.month for earlier, later in pairwise(ordered)))


def _are_first(days: Iterable[date]) -> bool:
    return all(day.day == 1 for day in days)


def _are_last(days: Iterable[date]) -> bool:
    return all((day + _ONE_DAY).day == 1 for day in days)


def _months_on(day: date, months: int) -> date:
    """The first day of the month so many months on."""
    number = 12 * day.year + day.month - 1 + months
    return date(number // 12, number % 12 + 1, 1)
