"""By when a recommendation is to be answered: statutory and other clocks, as days."""

from __future__ import annotations

from collections.abc import Container
from datetime import date, timedelta

from answerable.errors import InputError

NONE, INSPECTORATE, WORKING_DAYS, BY_DATE = "none", "inspectorate", "working-days", "date"
# Police Act 1996 s.55(5A) and (5B): comments on an inspectorate's report are published before the end of the 56 days that begin
# with the day of publication. That day is day 1.
INSPECTORATE_DAYS = 56
SATURDAY = 5
MOST_WORKING_DAYS = 1000


def response_due(published_on: date | None, clock: str, days: int | None = None,
                 holidays: Container[date] = frozenset(), by: date | None = None) -> date | None:
    """The last day on which a response is in time; None where there is no limit, or nothing from which to count yet.

    published_on: the day of publication; clock: "none", "inspectorate" (56 days, the day of publication being the first),
    "working-days" (`days` working days after that day, which is not counted itself) or "date" (the day `by`); holidays: days
    besides Saturdays and Sundays that are no working days. Raises InputError on an unknown clock, or one that lacks its number
    of days or its day.
    """
    if clock == NONE:
        return None
    if clock == BY_DATE:
        if by is None:
            raise InputError("the response is due by a day, and none is given.", remedy="Give the day.")
        return by
    if clock == WORKING_DAYS and not (days and 0 < days <= MOST_WORKING_DAYS):
        raise InputError(f"'{days}' is no number of working days.",
                         remedy=f"Give a whole number from 1 to {MOST_WORKING_DAYS}.")
    if clock not in (INSPECTORATE, WORKING_DAYS):
        raise InputError(f"unknown clock '{clock}'.", remedy=f"Use {NONE}, {INSPECTORATE}, {WORKING_DAYS} or {BY_DATE}.")
    if published_on is None:
        return None
    if clock == INSPECTORATE:
        return published_on + timedelta(days=INSPECTORATE_DAYS - 1)
    return working_days_after(published_on, days or 0, holidays)


def working_days_after(day: date, number: int, holidays: Container[date]) -> date:
    """The day that is `number` working days (Monday to Friday, no holiday) after a day, which is not counted itself."""
    while number:
        day += timedelta(days=1)
        number -= is_working_day(day, holidays)
    return day


def is_working_day(day: date, holidays: Container[date]) -> bool:
    """Whether a day is neither Saturday nor Sunday nor a holiday."""
    return day.weekday() < SATURDAY and day not in holidays


def days_left(due: date, today: date) -> int:
    """How many days are left until the end of the day due: 0 on the day itself, less than 0 where it is past."""
    return (due - today).days
