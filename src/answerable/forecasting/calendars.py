"""What the calendar tells of days past and ahead, as columns of numbers: holidays, paydays, clock changes, declared events.

Every column is known before its day comes. What is not known is left out or nan, never guessed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, timedelta
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from answerable.clocks import DAY_MS, zone
from answerable.errors import InputError, did_you_mean
from answerable.forecasting.declared_days import Event, SchoolHolidays
from answerable.periods import to_date, to_day
from answerable.words import join_words

Column = npt.NDArray[np.float64]
Columns = dict[str, Column]
# Nation of the United Kingdom → its part in the package `holidays`.
NATIONS = {"England": "ENG", "Wales": "WLS", "Scotland": "SCT", "Northern Ireland": "NIR"}
UNITED_KINGDOM = "GB"
# Days of the year that differ from all others, and from one another: a column each.
SINGLE_DAYS = {"christmas_eve": (12, 24), "christmas_day": (12, 25), "boxing_day": (12, 26), "december_27": (12, 27),
               "december_28": (12, 28), "december_29": (12, 29), "december_30": (12, 30), "new_years_eve": (12, 31),
               "new_years_day": (1, 1), "january_2": (1, 2)}
# Days with fireworks and doorbells, busy evenings of the emergency line in the United Kingdom.
EVENINGS = {"halloween": (10, 31), "bonfire_night": (11, 5)}
# From Easter Sunday, in days.
EASTER_DAYS = {"good_friday": -2, "easter_saturday": -1, "easter_sunday": 0, "easter_monday": 1}
# Wages come on the last working day of a month or on a day that stands for it; on the working day before where that is none.
PAYDAYS = (25, 28)
SATURDAY = 5


def calendar_columns(days: Sequence[date], country: str = "", *, time_zone: str = "", schools: Iterable[SchoolHolidays] = (),
                     events: Iterable[Event] = (), weather: Mapping[str, Mapping[date, float]] | None = None) -> Columns:
    """Name → one number a day, for days past and ahead (in any order, none twice).

    country: a nation of the United Kingdom ("England"), or a country and its part as ISO 3166 has them ("GB-SCT", "US",
    "US-TX"); "": no public holidays, and no paydays that avoid them; time_zone: its clock changes ("": none); schools, events:
    what is declared; weather: name → day → value. Flags are 0 or 1; `days_since_...` count days; a day that a file of school
    holidays or of the weather does not tell is nan, and a column that tells no day at all is left out. Raises InputError for
    an unknown country or time zone.
    """
    found = _each_year(days, SINGLE_DAYS) | _easter(days)
    off = public_holidays(country, {day.year for day in days}) if country else frozenset[date]()
    if country:
        found |= _holidays(days, off)
    if _british(country):
        found |= _each_year(days, EVENINGS)
    found |= _paydays(days, off) | (_clock_changes(days, time_zone) if time_zone else {})
    found |= _school_column(days, list(schools)) | _event_columns(days, list(events))
    for name, values in (weather or {}).items():
        found |= _told(f"weather_{name}", np.array([values.get(day, np.nan) for day in days], dtype=np.float64))
    return found


def public_holidays(country: str, years: Iterable[int]) -> frozenset[date]:
    """The public holidays of a country (see `calendar_columns`) in these years, with those moved to a working day, and those
    of the year before and after. From the package `holidays`. Raises InputError for an unknown country."""
    wanted = sorted(set(years))
    return _public_holidays(country, wanted[0] - 1, wanted[-1] + 1) if wanted else frozenset()


@lru_cache(maxsize=32)
def _public_holidays(country: str, first: int, last: int) -> frozenset[date]:
    import holidays

    code, _dash, part = (f"{UNITED_KINGDOM}-{NATIONS[country]}" if country in NATIONS else country).partition("-")
    try:
        return frozenset(holidays.country_holidays(code, subdiv=part or None, years=range(first, last + 1)))
    except NotImplementedError as error:
        known = (*NATIONS, *holidays.list_supported_countries())
        raise InputError(f"'{country}' is no country whose public holidays are known.", remedy=did_you_mean(country, known)
                         or f"Use {join_words(list(NATIONS))}, or a code such as US or US-TX.") from error


def easter_sunday(year: int) -> date:
    """Easter Sunday of a year, by the anonymous Gregorian computus (Meeus, Astronomical Algorithms, 1991, chapter 8)."""
    century, rest = divmod(year, 100)
    golden = year % 19
    moon = (19 * golden + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (rest // 4) - moon - rest % 4) % 7
    shift = moon + weekday - 7 * ((golden + 11 * moon + 22 * weekday) // 451) + 114
    return date(year, shift // 31, shift % 31 + 1)


def _british(country: str) -> bool:
    return country in NATIONS or country.partition("-")[0] == UNITED_KINGDOM


def _flags(days: Sequence[date], holds: Callable[[date], float]) -> Column:
    return np.array([holds(day) for day in days], dtype=np.float64)


def _told(name: str, values: Column) -> Columns:
    """The column, unless it tells of no day."""
    return {} if np.isnan(values).all() else {name: values}


def _each_year(days: Sequence[date], named: Mapping[str, tuple[int, int]]) -> Columns:
    dates = [(day.month, day.day) for day in days]
    return {name: np.array([at == when for at in dates], dtype=np.float64) for name, when in named.items()}


def _easter(days: Sequence[date]) -> Columns:
    easter = {year: easter_sunday(year) for year in {day.year for day in days}}
    after = np.array([(day - easter[day.year]).days for day in days])
    return {name: (after == shift).astype(np.float64) for name, shift in EASTER_DAYS.items()}


def _holidays(days: Sequence[date], off: frozenset[date]) -> Columns:
    """Bank holidays, and the days before and after them that are none."""
    one = timedelta(days=1)
    return {"bank_holiday": _flags(days, lambda day: day in off),
            "day_before_bank_holiday": _flags(days, lambda day: day + one in off and day not in off),
            "day_after_bank_holiday": _flags(days, lambda day: day - one in off and day not in off)}


def _paydays(days: Sequence[date], off: frozenset[date]) -> Columns:
    """Days since wages came last: 0 on the payday itself."""
    found = {"days_since_last_working_day": _flags(days, lambda day: _since(day, 31, off))}
    return found | {f"days_since_{of}th": np.array([_since(day, of, off) for day in days], dtype=np.float64)
                    for of in PAYDAYS}


def _since(day: date, of_month: int, off: frozenset[date]) -> int:
    paid = _payday(day.year, day.month, of_month, off)
    if paid > day:
        before = day.replace(day=1) - timedelta(days=1)
        paid = _payday(before.year, before.month, of_month, off)
    return (day - paid).days


@lru_cache(maxsize=4096)
def _payday(year: int, month: int, of_month: int, off: frozenset[date]) -> date:
    """The working day of a month on or before a day of it (31: its last)."""
    end = date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
    day = min(end, end.replace(day=min(of_month, end.day)))
    while day.weekday() >= SATURDAY or day in off:
        day -= timedelta(days=1)
    return day


def _clock_changes(days: Sequence[date], time_zone: str) -> Columns:
    """Days on which the clocks go forward (they lack an hour) and back (an hour comes twice)."""
    rules = zone(time_zone)
    starts = np.array([to_day(day) for day in days], dtype=np.int64) * DAY_MS
    length = rules.to_utc(starts + DAY_MS) - rules.to_utc(starts)
    return {"clocks_forward": (length < DAY_MS).astype(np.float64), "clocks_back": (length > DAY_MS).astype(np.float64)}


def _school_column(days: Sequence[date], schools: list[SchoolHolidays]) -> Columns:
    """The share of the files that tell a day and have a school holiday on it."""
    told = np.array([[held.on(day) for day in days] for held in schools], dtype=np.float64).reshape(len(schools), len(days))
    known = (~np.isnan(told)).sum(axis=0)
    shares = np.divide(np.nansum(told, axis=0), known, out=np.full(len(days), np.nan), where=known > 0)
    return _told("school_holiday", shares)


def _event_columns(days: Sequence[date], events: list[Event]) -> Columns:
    """How many events of each kind are on a day. A kind without one on any of the days is left out."""
    kinds = sorted({event.kind for event in events if any(day in event.days for day in days)})
    return {f"event_{kind}": np.array([sum(day in event.days for event in events if event.kind == kind) for day in days],
                                      dtype=np.float64) for kind in kinds}


def days_between(first: date, last: date) -> list[date]:
    """Every day from the first to the last, both with it."""
    return [to_date(day) for day in range(to_day(first), to_day(last) + 1)]
