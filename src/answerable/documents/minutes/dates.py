"""Dates as minutes print them, and the day they stand for where that can be known."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
          "december")
MONTH = ("(?:January|February|March|April|May|June|July|August|September|October|November|December"
         r"|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)\b\.?)")
YEAR = r"(?:19|20)\d\d"
WEEKDAY = r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|Mon|Tue|Wed|Thu|Fri|Sat|Sun)"
ORDINAL = r"\s?(?:st|nd|rd|th)?"
NUMBERS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
           "twelve": 12, "a": 1, "eighteen": 18}
COUNT = rf"(?:\d{{1,2}}|{'|'.join(NUMBERS)})"
# What the seasons of a year end with, as far as minutes mean a month by them: the last month of each.
SEASONS = {"spring": 5, "summer": 8, "autumn": 11, "winter": 2}
QUARTERS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": 4, "1": 1, "2": 2, "3": 3, "4": 4}


@dataclass(frozen=True)
class Printed:
    """A date as printed. start, end: where in the text; day: the last day it may stand for, or None; first: the first day of
    what is named, where it is a period; meeting: it names a meeting and no day."""

    start: int
    end: int
    text: str
    day: date | None = None
    first: date | None = None
    meeting: bool = False


Reader = Callable[[re.Match[str], date | None], tuple[date | None, date | None]]


def _month_number(word: str) -> int:
    return next(number for number, name in enumerate(MONTHS, 1) if name.startswith(word.lower().rstrip(".")[:3]))


def month_end(year: int, month: int) -> date:
    """The last day of a month."""
    return date(year, month, calendar.monthrange(year, month)[1])


def _valid(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _next(held: date | None, month: int, day: int = 0) -> int | None:
    """The year in which a month without a year next comes, seen from the day of the meeting."""
    if held is None:
        return None
    past = month < held.month or (month == held.month and 0 < day < held.day)
    return held.year + past


def _full(match: re.Match[str], held: date | None) -> tuple[date | None, date | None]:
    month, day = _month_number(match["month"]), int(match["day"])
    year = int(match["year"]) if match["year"] else _next(held, month, day)
    known = _valid(year, month, day) if year else None
    return known, known


def _numeric(match: re.Match[str], held: date | None) -> tuple[date | None, date | None]:
    year = int(match["year"])
    known = _valid(year + 2000 if year < 100 else year, int(match["month"]), int(match["day"]))
    return known, known


def _iso(match: re.Match[str], held: date | None) -> tuple[date | None, date | None]:
    known = _valid(int(match["year"]), int(match["month"]), int(match["day"]))
    return known, known


def _month(match: re.Match[str], held: date | None) -> tuple[date | None, date | None]:
    month = _month_number(match["month"])
    year = int(match["year"]) if match["year"] else _next(held, month)
    if not year:
        return None, None
    part = (match["part"] or "").lower()
    last = month_end(year, month)
    if "mid" in part or "middle" in part:
        last = date(year, month, 15)
    if "beginning" in part or "start" in part or "early" in part:
        last = date(year, month, 10)
    return last, date(year, month, 1)


def _within(match: re.Match[str], held: date | None) -> tuple[date | None, date | None]:
    if held is None:
        return None, None
    said = match["count"].lower()
    count = int(said) if said.isdigit() else NUMBERS[said]
    return _after(held, count, match["unit"].lower()), held


def _after(held: date, count: int, unit: str) -> date:
    if unit.startswith("working"):
        day = held
        while count:
            day += timedelta(1)
            count -= day.weekday() < 5
        return day
    if unit.startswith(("day", "week", "fortnight")):
        return held + timedelta(count * {"d": 1, "w": 7, "f": 14}[unit[0]])
    months = count * (12 if unit.startswith("year") else 1)
    year, month = divmod(held.year * 12 + held.month - 1 + months, 12)
    return date(year, month + 1, min(held.day, calendar.monthrange(year, month + 1)[1]))


def _quarter(match: re.Match[str], held: date | None) -> tuple[date | None, date | None]:
    """A quarter of a financial year, which begins in April: the only quarters that police minutes count."""
    number, said = QUARTERS[(match["word"] or match["number"] or match["short"]).lower()], match["year"]
    if not said:
        return None, None
    year = int(said) if len(said) == 4 else 2000 + int(said)
    first = date(year, 1 + 3 * number, 1) if number < 4 else date(year + 1, 1, 1)
    return month_end(first.year, first.month + 2), first


def _financial(match: re.Match[str], held: date | None) -> tuple[date | None, date | None]:
    year = int(match["year"])
    return (date(year + 1, 3, 31), date(year, 4, 1)) if (year + 1) % 100 == int(match["second"]) else (None, None)


def _season(match: re.Match[str], held: date | None) -> tuple[date | None, date | None]:
    if not match["year"]:
        return None, None
    month, year = SEASONS[match["season"].lower()], int(match["year"])
    year += match["season"].lower() == "winter"
    return month_end(year, month), None


def _end_of_year(match: re.Match[str], held: date | None) -> tuple[date | None, date | None]:
    if held is None:
        return None, None
    kind = match["kind"].lower()
    if "financial" in kind:
        return date(held.year + (held.month > 3), 3, 31), None
    if "month" in kind:
        return month_end(held.year, held.month), None
    return (date(held.year, 12, 31), None) if "week" not in kind else (held + timedelta(6 - held.weekday()), None)


def _christmas(match: re.Match[str], held: date | None) -> tuple[date | None, date | None]:
    year = int(match["year"]) if match["year"] else held.year if held else None
    return (date(year, 12, 25), None) if year else (None, None)


def _nothing(match: re.Match[str], held: date | None) -> tuple[date | None, date | None]:
    return None, None


def _year(match: re.Match[str], held: date | None) -> tuple[date | None, date | None]:
    return date(int(match["year"]), 12, 31), date(int(match["year"]), 1, 1)


PART = r"(?P<part>(?:the\s+)?(?:end|middle|beginning|start)\s+of\s+|(?:mid|early|late)[\s-]+)?"
# In this order: what comes first takes its letters, and no later form looks at them again.
FORMS: tuple[tuple[re.Pattern[str], Reader], ...] = tuple((re.compile(text, re.IGNORECASE), reader) for text, reader in (
    (rf"(?:{WEEKDAY},?\s+)?(?:the\s+)?\b(?P<day>\d{{1,2}}){ORDINAL}\s+(?:of\s+)?(?P<month>{MONTH})(?:,?\s+(?P<year>{YEAR}))?",
     _full),
    (rf"(?:{WEEKDAY},?\s+)?\b(?P<month>{MONTH})\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?:,?\s+(?P<year>{YEAR}))(?!\d)", _full),
    (r"\b(?P<day>\d{1,2})[/.](?P<month>\d{1,2})[/.](?P<year>(?:20)?\d\d)\b", _numeric),
    (rf"\b(?P<year>{YEAR})-(?P<month>\d\d)-(?P<day>\d\d)\b", _iso),
    (rf"\b(?:(?P<word>first|second|third|fourth|last)\s+quarter|quarter\s+(?P<number>[1-4])|Q(?P<short>[1-4]))"
     rf"(?:\s+(?:of\s+)?(?P<year>{YEAR}|\d\d)(?:\s?[/-]\s?\d\d(?:\d\d)?)?)?\b", _quarter),
    (rf"\b(?P<year>{YEAR})\s?[/-]\s?(?:20)?(?P<second>\d\d)\b", _financial),
    (rf"\b{PART}(?P<month>{MONTH})(?:\s+(?:or|and|to)\s+(?P<or>{MONTH}))?(?:\s+(?P<year>{YEAR}))?(?![\w’])", _month),
    (rf"\b(?:within|in|over|during)\s+(?:the\s+(?:next|coming|following)\s+)?(?P<count>{COUNT})\s+"
     r"(?P<unit>working\s+days?|days?|weeks?|fortnights?|months?|years?)(?:[’']\s+time)?\b", _within),
    (rf"\b(?:the\s+)?next\s+(?P<count>{COUNT})\s+(?P<unit>days?|weeks?|months?|years?)\b", _within),
    (rf"\b(?P<season>spring|summer|autumn|winter)(?:\s+(?:of\s+)?(?P<year>{YEAR}))?\b", _season),
    (r"\b(?:the\s+)?(?:end|close)\s+of\s+(?:the|this)\s+(?P<kind>financial year|calendar year|year|month|week)\b",
     _end_of_year),
    (rf"\bChristmas(?:\s+(?P<year>{YEAR}))?\b", _christmas),
    (r"\b(?:the\s+)?new\s+(?:financial\s+)?year\b", _nothing),
    (r"\b(?:the\s+)?(?:end\s+of\s+the\s+)?next\s+(?:financial\s+year|quarter|year|month|week)\b", _nothing),
    (rf"(?<=\bby\s)(?:the\s+end\s+of\s+)?(?P<year>{YEAR})\b", _year),
))
# "May" that begins no date: "may be", and the verb in every case but its own capital.
NO_MONTH = re.compile(r"may|march|mar|sept?|dec|jan|jun|jul|oct|nov|feb|apr|aug")
MEETING = re.compile(r"\b(?:(?:the|its|their|our|a|an)\s+)?(?:next|following|future|forthcoming|subsequent|(?:" + MONTH + r"))"
                     r"(?:\s+[\w’'&-]+){0,5}?\s+(?:(?:panel|board|committee)\s+meeting|meeting|panel|board|committee|session)"
                     r"s?\b(?:\s+(?:on|in)\s+" + MONTH + r"(?:\s+" + YEAR + r")?)?", re.IGNORECASE)
# No sentence of minutes names more dates.
MOST = 30
SOON = re.compile(r"\b(?:immediately|as soon as possible|asap|ongoing|on-going|TBC|with immediate effect"
                  r"|(?:after|following|outside(?: of)?|before|ahead of|prior to)\s+(?:the|this)\s+meeting|in due course"
                  r"|on\s+a\s+(?:weekly|monthly|quarterly|regular)\s+basis)\b", re.IGNORECASE)


def find_dates(text: str, held: date | None) -> list[Printed]:
    """Every date printed in a text, in its order. held: the day of the meeting, from which "in June" and "within two weeks"
    are counted; where it is None such dates have no day."""
    found = sorted(_forms(text, held), key=lambda one: one.start)
    meetings = [Printed(match.start(), match.end(), match.group(), _meeting_day(match.group(), held), meeting=True)
                for match in MEETING.finditer(text)
                if not any(one.start < match.end() and match.start() < one.end and one.day and _has_day(one) for one in found)]
    free = [one for one in found if not any(other.start <= one.start < other.end for other in meetings)]
    return sorted([*free, *meetings], key=lambda one: one.start)


def _meeting_day(text: str, held: date | None) -> date | None:
    """ "The October Board": by the end of that month; of "the next meeting" nothing is known."""
    named = re.search(MONTH, text)
    year = re.search(YEAR, text)
    if not named:
        return None
    month = _month_number(named.group())
    known = int(year.group()) if year else _next(held, month)
    return month_end(known, month) if known else None


def _has_day(one: Printed) -> bool:
    return one.first == one.day


def _forms(text: str, held: date | None) -> Iterator[Printed]:
    taken: list[tuple[int, int]] = []
    for expression, reader in FORMS:
        for match in expression.finditer(text):
            start, end = match.span()
            if len(taken) >= MOST:
                return
            if any(start < other_end and other_start < end for other_start, other_end in taken) or _no_month(match):
                continue
            taken.append((start, end))
            day, first = _read(reader, match, held)
            yield Printed(start, end, match.group().strip(), day, first)


def _read(reader: Reader, match: re.Match[str], held: date | None) -> tuple[date | None, date | None]:
    if reader is _month and match["or"]:
        return _either(match, held)
    try:
        return reader(match, held)
    except (ValueError, OverflowError):
        return None, None


def _either(match: re.Match[str], held: date | None) -> tuple[date | None, date | None]:
    """ "June or July 2019", "between January and March": until the end of the later month."""
    month = _month_number(match["or"])
    year = int(match["year"]) if match["year"] else _next(held, month)
    return (month_end(year, month), None) if year else (None, None)


def _no_month(match: re.Match[str]) -> bool:
    """Whether what looks like a month is the verb "may" or "march", or an abbreviation in small letters."""
    month = match.groupdict().get("month")
    return bool(month) and not str(month).isdigit() and NO_MONTH.fullmatch(str(month)) is not None
