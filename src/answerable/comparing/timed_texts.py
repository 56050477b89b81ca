"""When each row of a file is: dates, times and periods in the usual spellings, a whole column at once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from answerable.clocks import DAY_MS
from answerable.comparing.published_periods import published_period
from answerable.periods import MONTH_NAMES, to_day

Whole = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

EXAMPLES = ("2016-04-01, 01/04/2016, 2016-04-01 13:30, 2016-04-01T13:30:00Z, 4/1/2016 1:30 PM, 2016-04, April 2016, 2016-W13, "
            "1459513800 (seconds since 1970)")
HOUR_MS, MINUTE_MS, SECOND_MS = 3_600_000, 60_000, 1_000
DAY_FIRST, MONTH_FIRST = "day", "month"
_CLOCK = (r"(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?P<part>[.,]\d+)?)?\s*"
          r"(?P<half>[AaPp])?(?(half)\.?[Mm]\.?)")
_OFFSET = r"(?P<offset>Z|z|UTC|GMT|[+-]\d{2}(?::?\d{2})?)"
_WHOLE = re.compile(rf"(?P<day>.+?)(?:T|[\s,:]+){_CLOCK}\s*{_OFFSET}?")
_REST = re.compile(rf"{_CLOCK}\s*{_OFFSET}?")
_HOUR_ONLY = re.compile(r"(?P<day>\d{4}[-/.]\d{1,2}[-/.]\d{1,2})[T\s]+(?P<hour>\d{1,2})")
_ALONE = re.compile(_CLOCK)
_YEAR_FIRST = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
_RUN = re.compile(r"(\d{4})(\d{2})(\d{2})")
_NUMBERS = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|\d{2})")
_DAY_NAMED = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?[\s.-]*([a-z]{3,9})\.?,?[\s-]*(\d{4}|\d{2})")
_MONTH_NAMED = re.compile(r"([a-z]{3,9})\.?[\s-]*(\d{1,2})(?:st|nd|rd|th)?,?[\s-]+(\d{4})")
_WEEK = re.compile(r"(\d{4})[\s-]*w(?:eek|k)?[\s-]*(\d{1,2})", re.IGNORECASE)
_WEEKDAY = re.compile(r"^(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,?\s+", re.IGNORECASE)
_EPOCH = re.compile(r"\d{9,10}(?:\.\d+)?|\d{12,13}")
_SIX = re.compile(r"\d{6}")
NOTHING = ("", "-", "–", "na", "n/a", "nan", "nat", "null", "none")


@dataclass(frozen=True)
class Moments:
    """When each row is. first, last: the days that it names, days since 1970-01-01 (one and the same, but for months and the
    like); clock: ms since that day's midnight, -1 where no time is named; offset: ms by which that clock is before UTC,
    meaningful where zoned; wrong: rows that name nothing; order: "day" or "month", whichever stands first in 01/04/2016,
    empty where nothing is written so."""

    first: Whole
    last: Whole
    clock: Whole
    offset: Whole
    zoned: Flags
    wrong: Flags
    order: str = ""


def read_moments(texts: Sequence[str]) -> Moments:
    """The moments that texts name, all of one column. 01/04/2016 has its day first unless the column proves otherwise."""
    found, places = _each_once(texts)
    moments = _read_moments(found)
    return Moments(moments.first[places], moments.last[places], moments.clock[places], moments.offset[places],
                   moments.zoned[places], moments.wrong[places], moments.order)


def _read_moments(plain: Sequence[str]) -> Moments:
    filled = [text for text in plain if text.casefold() not in NOTHING]
    if filled and all(_EPOCH.fullmatch(text) for text in filled):
        return _epochs(plain)
    clocks: dict[str, tuple[int, int | None] | None] = {}
    split = [_split(text, clocks) for text in plain]
    order = _order(day for day, _, _ in split)
    six = {day for day, _, _ in split if _SIX.fullmatch(day)}
    short = any(not (day[:2] in ("19", "20") and 1 <= int(day[4:]) <= 12) for day in six)
    known = {day: _days(day, order, short) for day in {day for day, _, _ in split}}
    days = [known[day] for day, _, _ in split]
    return Moments(
        np.array([found[0] if found else 0 for found in days], dtype=np.int64),
        np.array([found[1] if found else 0 for found in days], dtype=np.int64),
        np.array([clock for _, clock, _ in split], dtype=np.int64),
        np.array([offset or 0 for _, _, offset in split], dtype=np.int64),
        np.array([offset is not None for _, _, offset in split], dtype=bool),
        np.array([found is None or clock < -1 for found, (_, clock, _) in zip(days, split, strict=True)], dtype=bool), order)


def read_clocks(texts: Sequence[str]) -> tuple[Whole, str]:
    """The times of a column of hours (0 to 23), of hours' ends (1 to 24), of half-hours (1 to 48) or of clock times, in ms
    since midnight, -1 where a text is none; and what was taken for what, where it is not plain."""
    found, places = _each_once(texts)
    clocks, words = _read_clocks(found)
    return clocks[places], words


def _read_clocks(plain: Sequence[str]) -> tuple[Whole, str]:
    numbers = [float(text) if re.fullmatch(r"\d{1,2}(?:\.0+)?", text) else -1.0 for text in plain]
    whole = np.array(numbers, dtype=np.int64)
    known = whole >= 0
    most, least = (int(whole[known].max()), int(whole[known].min())) if known.any() else (0, 0)
    if most > 24:
        return np.where(known & (whole >= 1) & (whole <= 48), (whole - 1) * 30 * MINUTE_MS, -1), "half-hours 1 to 48"
    if known.any():
        ends = most == 24 and least == 1
        return np.where(known & (whole <= 24), (whole - ends) * HOUR_MS, -1), "hours 1 to 24, each by its end" if ends else ""
    return np.array([_alone(text) for text in plain], dtype=np.int64), ""


def _each_once(texts: Sequence[str]) -> tuple[list[str], Whole]:
    """Each text once, and of which of them each one is: a column has many rows and fewer days or times."""
    plain = [text.strip() for text in texts]
    at = {text: place for place, text in enumerate(dict.fromkeys(plain))}
    return list(at), np.array([at[text] for text in plain], dtype=np.int64)


def month_days(years: Whole, months: Whole) -> tuple[Whole, Whole]:
    """First and last days of months given by year and number."""
    first = ((years - 1970) * 12 + months - 1).astype("datetime64[M]")
    return first.astype("datetime64[D]").astype(np.int64), (first + 1).astype("datetime64[D]").astype(np.int64) - 1


def week_days(years: Whole, weeks: Whole) -> tuple[Whole, Whole]:
    """First and last days of ISO weeks: the first of a year holds its 4 January, and weeks begin on Mondays."""
    fourth = (years - 1970).astype("datetime64[Y]").astype("datetime64[D]").astype(np.int64) + 3
    first = fourth - (fourth + 3) % 7 + 7 * (weeks - 1)
    return first, first + 6


def _epochs(plain: Sequence[str]) -> Moments:
    numbers = np.array([float(text) if text.casefold() not in NOTHING else np.nan for text in plain])
    wrong = np.isnan(numbers)
    instants = np.where(wrong, 0, numbers * np.where(numbers > 1e11, 1, SECOND_MS)).astype(np.int64)
    days = np.floor_divide(instants, DAY_MS)
    return Moments(days, days, instants - days * DAY_MS, np.zeros_like(days), ~wrong, wrong)


def _split(text: str, clocks: dict[str, tuple[int, int | None] | None]) -> tuple[str, int, int | None]:
    """The text of the day, the time in ms (-1 where there is none, -2 where it is impossible), and the offset from UTC.
    clocks: times seen before; a file has many rows and few times of the day."""
    day, _, rest = text.partition("T" if text[10:11] == "T" else " ")
    if rest not in clocks:
        match = _REST.fullmatch(rest)
        clocks[rest] = _time(match) if match else None
    known = clocks[rest]
    if known is not None:
        return day, *known
    match = _WHOLE.fullmatch(text)
    if match:
        return match["day"], *_time(match)
    match = _HOUR_ONLY.fullmatch(text)
    if match:
        hour = int(match["hour"])
        return match["day"], hour * HOUR_MS if hour < 24 else -2, None
    return text, -1, None


def _time(match: re.Match[str]) -> tuple[int, int | None]:
    return _milliseconds(match), _offset_ms(match["offset"]) if match["offset"] else None


def _alone(text: str) -> int:
    match = _ALONE.fullmatch(text)
    return max(_milliseconds(match), -1) if match else -1


def _milliseconds(match: re.Match[str]) -> int:
    hour, minute, second = int(match["hour"]), int(match["minute"]), int(match["second"] or 0)
    if match["half"]:
        if not 1 <= hour <= 12:
            return -2
        hour = hour % 12 + (12 if match["half"] in "Pp" else 0)
    if hour > 23 or minute > 59 or second > 60:
        return -2
    part = int(1000 * float(match["part"].replace(",", "."))) if match["part"] else 0
    return hour * HOUR_MS + minute * MINUTE_MS + min(second, 59) * SECOND_MS + part


def _offset_ms(text: str) -> int:
    if text[0] not in "+-":
        return 0
    size = int(text[1:3]) * HOUR_MS + (int(text[-2:]) * MINUTE_MS if len(text) > 3 else 0)
    return -size if text[0] == "-" else size


def _order(days: Iterable[str]) -> str:
    """Which stands first in 01/04/2016: whichever no text forbids; where none forbids either, the month if days first would
    make all of them early days of January, else the day."""
    pairs = {(int(match[1]), int(match[3])) for day in set(days) if (match := _NUMBERS.fullmatch(day))}
    if not pairs:
        return ""
    if any(second > 12 for _, second in pairs) and all(first <= 12 for first, _ in pairs):
        return MONTH_FIRST
    months = len(pairs) > 2 and all(second == 1 and first <= 12 for first, second in pairs)
    return MONTH_FIRST if months else DAY_FIRST


def _days(text: str, order: str, short: bool) -> tuple[int, int] | None:
    """First and last day of what a text names. short: whether six digits are yymmdd, and not a year and a month."""
    try:
        single = _day(text, order, short)
        if single is not None:
            return to_day(single), to_day(single)
        if match := _WEEK.fullmatch(text):
            monday = to_day(date.fromisocalendar(int(match[1]), int(match[2]), 1))
            return monday, monday + 6
        if _SIX.fullmatch(text):
            first, last = month_days(np.array([int(text[:4])]), np.array([int(text[4:])]))
            return int(first[0]), int(last[0])
    except ValueError:
        return None
    found = published_period(text)
    return (to_day(found[0]), to_day(found[1])) if found else None


def _day(text: str, order: str, short: bool) -> date | None:
    """The one day that a text names. Raises ValueError for one that does not exist."""
    if match := _YEAR_FIRST.fullmatch(text) or _RUN.fullmatch(text):
        return date(int(match[1]), int(match[2]), int(match[3]))
    if match := _NUMBERS.fullmatch(text):
        day, month = (int(match[3]), int(match[1])) if order == MONTH_FIRST else (int(match[1]), int(match[3]))
        return date(_year(match[4]), month, day)
    if short and _SIX.fullmatch(text):
        return date(_year(text[:2]), int(text[2:4]), int(text[4:]))
    named = _WEEKDAY.sub("", text).casefold()
    if match := _DAY_NAMED.fullmatch(named):
        return _of_named(match[3], match[2], match[1])
    if match := _MONTH_NAMED.fullmatch(named):
        return _of_named(match[3], match[1], match[2])
    return None


def _of_named(year: str, month: str, day: str) -> date | None:
    number = next((at for at, name in enumerate(MONTH_NAMES, 1) if name.casefold().startswith(month)), 0)
    return date(_year(year), number, int(day)) if number else None


def _year(text: str) -> int:
    """A year of two digits is of 1970 to 2069, as computers read it."""
    return int(text) if len(text) == 4 else int(text) + (1900 if int(text) >= 70 else 2000)
