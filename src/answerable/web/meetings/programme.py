"""The programme of a year: the days that a rule gives, such as the last Tuesday of each month but August."""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np

from answerable.records.workingdays import bank_holidays

LAST = 0


@dataclass(frozen=True)
class Rule:
    """Which days: weekday, 0 for Monday to 6; week: 1 to 4 of the month, LAST for the last; every: each so many months, from
    the first month on; but_months: months, 1 to 12, that have none."""

    weekday: int
    week: int
    every: int = 1
    but_months: frozenset[int] = frozenset()


@dataclass(frozen=True)
class ProposedDay:
    """A day that a rule gives. bank_holiday: whether it is one, in England and Wales."""

    day: date
    bank_holiday: bool


def proposed_days(rule: Rule, first: date, last: date) -> list[ProposedDay]:
    """The days that a rule gives from a first to a last day, both within, with bank holidays marked (they are not moved:
    whoever plans decides)."""
    return [ProposedDay(day, is_bank_holiday(day)) for day in _days(rule, first, last)]


def _days(rule: Rule, first: date, last: date) -> Iterator[date]:
    months = (last.year - first.year) * 12 + last.month - first.month
    for ahead in range(0, months + 1, rule.every):
        year, month = first.year + (first.month - 1 + ahead) // 12, (first.month - 1 + ahead) % 12 + 1
        day = day_in_month(rule, year, month)
        if month not in rule.but_months and first <= day <= last:
            yield day


def day_in_month(rule: Rule, year: int, month: int) -> date:
    """The day that a rule gives in one month."""
    days = [day for day in calendar.Calendar().itermonthdates(year, month)
            if day.month == month and day.weekday() == rule.weekday]
    return days[-1] if rule.week == LAST else days[rule.week - 1]


def is_bank_holiday(day: date) -> bool:
    """Whether a day is a bank holiday of England and Wales."""
    return bool(np.isin(np.datetime64(day), bank_holidays()))


