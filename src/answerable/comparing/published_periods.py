"""The period of a published figure, from the words in which lists and reports write it."""

from __future__ import annotations

import re
from datetime import date, timedelta

from answerable.periods import MONTH_NAMES, period_label

_DAY = r"\d{4}-\d{2}-\d{2}"
_MONTH = r"\d{4}-(?:0[1-9]|1[0-2])"
_YEARS = re.compile(r"(\d{4})[/–-](\d{4}|\d{2})")
_JOINT = re.compile(r"\s*/\s*|\s+to\s+")
_NAMED = re.compile(r"([a-z]{3,9})\.?[\s/-]*(\d{4}|\d{2})")
_QUARTER = re.compile(r"(?:q(?:uarter)?\s*([1-4])|([1-4])(?:st|nd|rd|th)\s+quarter)(?:\s+of)?[\s,-]+(.+)")
_YEAR_FIRST = re.compile(r"(\S+)[\s,-]+q(?:uarter)?\s*([1-4])")
_SPAN = re.compile(r"([a-z]{3,9})\.?\s*(\d{4})?\s*(?:-|–|—|to)\s*([a-z]{3,9})\.?[\s-]*(\d{4})")
_YEAR_TO = re.compile(r"(?:the )?(?:12|twelve) months (?:to|ending|ended) (.+)|(?:the )?year (?:to|ending|ended) (.+)")
FINANCIAL_YEAR_BEGINS = 4
# What is said where words name no days.
EXAMPLES = "September 2020, 2020-09, Q2 2020/21, 2019/20, 2020-04-01 to 2020-09-30"


def published_period(text: str) -> tuple[date, date] | None:
    """First and last day of what names days; None where it names none.

    Read are "2024-04", "2024", "2020/21" (April to March), "2024-04-01", "September 2020", "Sep-20", "Q2 2020/21" (July to
    September 2020), "Apr-Jun 2020", "year to September 2020", and two of these with "/" or " to " between. "Q2 2020" names no
    days: which quarter it is depends on where the year begins. "2010-11" is November 2010.
    """
    text = text.strip()
    whole = _one(text)
    if whole is not None:
        return whole
    parts = _JOINT.split(text) if " to " not in text else re.split(r"\s+to\s+", text)
    if len(parts) != 2:
        return None
    first, last = _one(parts[0]), _one(parts[1])
    return (first[0], last[1]) if first and last and first[0] <= last[1] else None


def days_in_words(first: date, last: date) -> str:
    """A span of days in words: "October 2022", "April 2024 to March 2025", "7 September 2026", "1 May 2026 to 9 May 2026"."""
    if first.day == 1 and (last + timedelta(days=1)).day == 1:
        one = (first.year, first.month) == (last.year, last.month)
        return period_label("month" if one else "quarter", first, last)
    return period_label("day" if first == last else "all", first, last)


def _one(text: str) -> tuple[date, date] | None:
    try:
        if re.fullmatch(_DAY, text):
            return date.fromisoformat(text), date.fromisoformat(text)
        if re.fullmatch(_MONTH, text):
            return _month(int(text[:4]), int(text[5:]))
        if re.fullmatch(r"\d{4}", text):
            return date(int(text), 1, 1), date(int(text), 12, 31)
        return _financial_year(text) or _named(" ".join(text.casefold().split()))
    except ValueError:
        return None


def _financial_year(text: str) -> tuple[date, date] | None:
    """ "2020/21", "2020-21" and "2020/2021": April 2020 to March 2021."""
    match = _YEARS.fullmatch(text)
    if match is None or (int(match[1]) + 1) % 10 ** len(match[2]) != int(match[2]):
        return None
    return date(int(match[1]), FINANCIAL_YEAR_BEGINS, 1), date(int(match[1]) + 1, FINANCIAL_YEAR_BEGINS - 1, 31)


def _named(text: str) -> tuple[date, date] | None:
    """A month by its name, a span of months, or a quarter of a financial year."""
    if match := _YEAR_TO.fullmatch(text):
        days = _named(match[1] or match[2])
        return ((date(days[1].year - 1, days[1].month, 1) + timedelta(days=32)).replace(day=1), days[1]) if days else None
    if match := _NAMED.fullmatch(text):
        number = _month_number(match[1])
        return _month(_year(match[2]), number) if number else None
    if match := _SPAN.fullmatch(text):
        return _span(match)
    match = _QUARTER.fullmatch(text) or _YEAR_FIRST.fullmatch(text)
    if match is None:
        return None
    quarter, year = (match[1] or match[2], match[3]) if match.re is _QUARTER else (match[2], match[1])
    days = _financial_year(year)
    if days is None:
        return None
    first = 3 * (int(quarter) - 1) + FINANCIAL_YEAR_BEGINS - 1
    opening = date(days[0].year + first // 12, first % 12 + 1, 1)
    return opening, _month(opening.year + (opening.month + 1) // 12, (opening.month + 1) % 12 + 1)[1]


def _span(match: re.Match[str]) -> tuple[date, date] | None:
    """ "Apr-Jun 2020", "November 2019 to January 2020": the first month's year is the last's unless it is given."""
    first, last = _month_number(match[1]), _month_number(match[3])
    if not first or not last:
        return None
    opening, closing = _month(int(match[2] or match[4]), first)[0], _month(int(match[4]), last)[1]
    return (opening, closing) if opening <= closing else None


def _month_number(name: str) -> int | None:
    """1 for "January", "Jan" and "Janu"; None for no month's name. "Sept" is September."""
    return next((number for number, known in enumerate(MONTH_NAMES, 1) if known.casefold().startswith(name)), None)


def _year(text: str) -> int:
    return int(text) if len(text) == 4 else 2000 + int(text)


def _month(year: int, month: int) -> tuple[date, date]:
    first = date(year, month, 1)
    return first, (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)
