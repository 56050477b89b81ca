"""Periods at even distances: their place in one calendar, their season, and those that come after."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from answerable.errors import InputError
from answerable.forecasting.series import MONTH, QUARTER, WEEK, YEAR
from answerable.periods import period_label
from answerable.words import _


@dataclass(frozen=True)
class Spacing:
    """What the distance between periods decides.

    season: whole periods in a year (1: no season); year: its length in periods; months: how long a period is (0: a week);
    first_seen: figures a model must have seen before its forecast is tried; enough: figures before a projection is given;
    tried: origins that are tried at most; longest: periods of history that are looked at.
    """

    season: int
    year: float
    months: int
    first_seen: int
    enough: int
    tried: int
    longest: int


SPACINGS = {WEEK: Spacing(52, 365.2425 / 7, 0, 20, 30, 104, 416), MONTH: Spacing(12, 12, 1, 8, 12, 60, 144),
            QUARTER: Spacing(4, 4, 3, 5, 8, 40, 60), YEAR: Spacing(1, 1, 12, 4, 6, 30, 40)}


def spacing_of(every: str) -> Spacing:
    """The spacing of WEEK, MONTH, QUARTER or YEAR; raises InputError for any other."""
    if every not in SPACINGS:
        raise InputError(f"'{every}' is not a distance between periods.", remedy=f"Use one of: {', '.join(SPACINGS)}.")
    return SPACINGS[every]


def place(every: str, start: date) -> int:
    """The number of a period in one calendar of its kind: neighbours differ by 1, those of all series are comparable."""
    spacing = spacing_of(every)
    if not spacing.months:
        return start.toordinal() // 7
    return (start.year * 12 + start.month - 1) // spacing.months


def later(every: str, start: date, steps: int) -> date:
    """The first day of the period that comes so many periods after the one that starts on `start`."""
    months = spacing_of(every).months
    if not months:
        return start + timedelta(days=7 * steps)
    month = start.year * 12 + start.month - 1 + months * steps
    return date(month // 12, month % 12 + 1, start.day)


def last_day(every: str, start: date) -> date:
    """The last day of the period that starts on `start`."""
    return later(every, start, 1) - timedelta(days=1)


def label(every: str, start: date) -> str:
    """A period in words. A year that does not begin in January is written 2026/27."""
    if every == YEAR:
        return str(start.year) if start.month == 1 else period_label("financial-year", start, last_day(every, start))
    return period_label(every, start, last_day(every, start))


def check_starts(name: str, every: str, starts: Sequence[date]) -> None:
    """Raises InputError where a period is left out, out of order, or starts on a day that not every month has."""
    if spacing_of(every).months and starts and starts[0].day > 28:
        raise InputError(_("The periods of '{name}' start on {day}.").format(name=name, day=starts[0]),
                         remedy=_("Let them start on the first of a month."))
    for before, after in pairwise(starts):
        if later(every, before, 1) != after:
            raise InputError(_("In '{name}' {after} follows {before}, which is not one {every} later.").format(
                name=name, after=after, before=before, every=every),
                remedy=_("Give every period in order; None where there is no figure."))
