"""Dates that recur with an effect of their own, found from the years before: no calendar of any country is needed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterator
from datetime import date, timedelta

import numpy as np

from answerable.forecasting.demand.types import Floats

# A recurring date is taken where its residuals of two years or more are so many standard errors from nothing, all of one sign,
# and so many deviations of a single day on average: of some thousand candidates about one is then chance.
ERRORS, DEVIATIONS = 4.0, 1.5


def recurrences(day: date) -> Iterator[Hashable]:
    """The ways in which a day recurs: by date; as the nth, or the last, such weekday of its month; by distance to Easter."""
    yield ("date", day.month, day.day)
    yield ("nth", day.month, (day.day - 1) // 7, day.weekday())
    if (day + timedelta(days=7)).month != day.month:
        yield ("last", day.month, day.weekday())
    distance = (day - easter(day.year)).days
    if -3 <= distance <= 1 or distance in (39, 49, 50, 60):
        yield ("easter", distance)


def easter(year: int) -> date:
    """Easter Sunday by the Gregorian computus (Meeus 1991, chapter 8)."""
    golden, century, rest = year % 19, year // 100, year % 100
    leap, left = divmod(century, 4)
    moon = (19 * golden + century - leap - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    weekday = (32 + 2 * left + 2 * (rest // 4) - moon - rest % 4) % 7
    shift = (golden + 11 * moon + 22 * weekday) // 451
    month, day = divmod(moon + weekday - 7 * shift + 114, 31)
    return date(year, month, day + 1)


def special_date_columns(dates: list[date], left: Floats) -> tuple[Floats, Floats]:
    """(days × columns, prior deviations): a column for each recurring date found. left: log residuals of the past days, nan
    where not known; dates: those days and the ones ahead."""
    if len(left) < 2 * 365:
        return np.zeros((len(dates), 0)), np.zeros(0)
    found: dict[Hashable, list[int]] = defaultdict(list)
    for place, day in enumerate(dates):
        for way in recurrences(day):
            found[way].append(place)
    deviation = float(1.4826 * np.nanmedian(np.abs(left)))
    strengths = {way: _strength(left[[place for place in places if place < len(left)]], deviation)
                 for way, places in found.items()}
    columns, taken = [], np.zeros(len(dates), dtype=bool)
    for way in sorted((way for way, strength in strengths.items() if strength > 0), key=lambda way: -strengths[way]):
        places = [place for place in found[way] if not taken[place]]
        if _strength(left[[place for place in places if place < len(left)]], deviation) <= 0:
            continue
        column = np.zeros(len(dates))
        column[places] = 1
        taken[places] = True
        columns.append(column)
    return np.array(columns).T.reshape(len(dates), -1), np.full(len(columns), 0.5)


def _strength(left: Floats, deviation: float) -> float:
    """How sure the effect of a recurring date is, in standard errors; 0 where it is not taken."""
    left = left[~np.isnan(left)]
    if len(left) < 2 or deviation <= 0:
        return 0.0
    mean = float(np.mean(left))
    strength = abs(mean) / deviation * np.sqrt(len(left))
    sure = strength > ERRORS and abs(mean) > DEVIATIONS * deviation and np.mean(np.sign(left) == np.sign(mean)) >= 0.8
    return float(strength) if sure else 0.0
