"""What a model is told of a day ahead: what the same weekday was like, how busy the last days were, and the calendar.

Everything is told relative to a base, the mean of the latest same weekdays, so that a model learns by how much a day departs
from it, and follows any level. Nothing after the origin is used: of a day `lead` days ahead only weeks back that lie whole
before the origin, and levels that end the day before it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from answerable.forecasting.demand.past import Past
from answerable.forecasting.demand.types import Floats, Whole

# The weeks that make the base, and how many are looked at for them.
WEEKS, REACH = 4, 9
# With so many days the season of the year is told by the years before.
YEAR = 364
# Weight of the slot's and its neighbours' mean in a base: a base of no call at all would forbid one for ever.
PRIOR = 0.5


@dataclass(frozen=True, eq=False)
class Pairs:
    """Days to be forecast, each from an origin. day: absolute number; lead: days ahead, from 1; the origin is day − lead + 1
    days known."""

    day: Whole
    lead: Whole

    @property
    def known(self) -> Whole:
        """How many days were known at the origin."""
        return np.asarray(self.day - self.lead + 1)


@dataclass(frozen=True, eq=False)
class Table:
    """Features by pair and slot. columns: names; values: (pairs × slots × columns); base: (pairs × slots), above 0."""

    columns: tuple[str, ...]
    values: Floats
    base: Floats


@dataclass(frozen=True, eq=False)
class Levels:
    """What the features are made of, once an origin. rates: ordinary days only, without the effect; profile: (7 × slots) of
    all of them; busy: (days), a day's calls over what its weekday's profile led one to expect, nan where not known."""

    past: Past
    effect: Floats
    rates: Floats
    profile: Floats
    busy: Floats
    busy_sum: Floats
    busy_count: Floats

    def mean_busy(self, start: Whole, end: Whole) -> Floats:
        """The mean busyness of the days from start to before end; nan where none is known. Days before the first count not."""
        start, end = np.clip(start, 0, len(self.busy)), np.clip(end, 0, len(self.busy))
        number = self.busy_count[end] - self.busy_count[start]
        total = self.busy_sum[end] - self.busy_sum[start]
        return np.asarray(np.where(number > 0, total / np.maximum(number, 1), np.nan))


def levels_of(past: Past, effect: Floats) -> Levels:
    """Levels of a past. effect: (days + ahead), log, what repeats (`seasons.DayModel`): it is taken out of the rates that are
    looked back at, and put into the base of the day told of."""
    effect = effect - effect[:past.days].mean()
    rates = np.where(past.special[:past.days, None], np.nan, past.rates) / np.exp(effect[:past.days, None])
    with np.errstate(invalid="ignore", divide="ignore"):
        known = ~np.isnan(rates)
        profile = np.array([np.where(known, rates, 0)[past.weekdays == day].sum(axis=0)
                            / known[past.weekdays == day].sum(axis=0) for day in range(7)])
        slot = np.where(known, rates, 0).sum(axis=0) / known.sum(axis=0)
        profile = np.where(np.isnan(profile), slot, profile)
        expected = np.where(known, profile[past.weekdays], 0).sum(axis=1)
        busy = np.where(expected > 0, np.where(known, rates, 0).sum(axis=1) / expected, np.nan)
    busy_known = ~np.isnan(busy)
    return Levels(past, effect, rates, np.nan_to_num(profile), busy, np.concatenate(([0.0], np.cumsum(np.nan_to_num(busy)))),
                  np.concatenate(([0.0], np.cumsum(busy_known))))


def table_of(levels: Levels, pairs: Pairs) -> Table:
    """The features of pairs."""
    past, slots = levels.past, levels.past.slots
    lags = _weeks_back(levels, pairs)
    base, count = _base(lags)
    around = _neighbours(np.where(np.isnan(base), levels.profile[_weekday(past, pairs.day)], base))
    base = np.where(count > 0, (np.nan_to_num(base) * count + PRIOR * around) / (count + PRIOR), around)
    if slots == 1:   # whole days have no profile that four weeks would tell better than the level of all days does
        month = levels.mean_busy(pairs.known - 28, pairs.known)[:, None]
        base = np.where(np.isnan(month), base, month * levels.profile[_weekday(past, pairs.day)])
    base = np.maximum(base, 1e-3 * max(float(np.nanmean(past.rates)), 1e-9))
    per_day = _day_columns(levels, pairs)
    per_slot = {"slot": np.broadcast_to(np.arange(slots), base.shape), "around": np.log(np.maximum(around, 1e-9) / base),
                "base": np.log(base)}
    for number in range(WEEKS):
        per_slot[f"week{number}"] = np.log((lags[number] + 0.5) / (base + 0.5))
    columns = (*per_slot, *per_day)
    values = np.empty((*base.shape, len(columns)))
    for place, column in enumerate(per_slot.values()):
        values[:, :, place] = column
    for place, column in enumerate(per_day.values(), start=len(per_slot)):
        values[:, :, place] = column[:, None]
    return Table(columns, values, base * np.exp(levels.effect[pairs.day])[:, None])


def _weekday(past: Past, day: Whole) -> Whole:
    return np.asarray((past.weekdays[0] + day) % 7)


def _weeks_back(levels: Levels, pairs: Pairs) -> Floats:
    """(REACH × pairs × slots): the same weekday, the latest known whole weeks back first; nan where not known."""
    lags = np.full((REACH, len(pairs.day), levels.past.slots), np.nan)
    first = (pairs.lead - 1) // 7 + 1
    for number in range(REACH):
        back = pairs.day - 7 * (first + number)
        inside = back >= 0
        lags[number, inside] = levels.rates[back[inside]]
    return lags


def _base(lags: Floats) -> tuple[Floats, Floats]:
    """(mean of the latest WEEKS known, how many)."""
    known = ~np.isnan(lags)
    taken = known & (np.cumsum(known, axis=0) <= WEEKS)
    count = taken.sum(axis=0)
    return np.where(count > 0, np.where(taken, np.nan_to_num(lags), 0).sum(axis=0) / np.maximum(count, 1), np.nan), count


def _neighbours(base: Floats) -> Floats:
    """The mean of the slot and its neighbours within the day."""
    if base.shape[1] == 1:
        return base
    padded = np.pad(base, ((0, 0), (1, 1)), mode="edge")
    return np.asarray((padded[:, :-2] + padded[:, 1:-1] + padded[:, 2:]) / 3)


def _day_columns(levels: Levels, pairs: Pairs) -> dict[str, Floats]:
    """What is told of the day as a whole."""
    past, known = levels.past, pairs.known
    first = 7 * ((pairs.lead - 1) // 7 + 1)
    month = levels.mean_busy(known - 28, known)
    columns: dict[str, Floats] = {"weekday": _weekday(past, pairs.day).astype(float), "lead": pairs.lead.astype(float),
                                "effect": levels.effect[pairs.day]}
    for name, days in (("last1", 1), ("last3", 3), ("last7", 7), ("last14", 14)):
        columns[name] = _log_ratio(levels.mean_busy(known - days, known), month)
    columns["trend"] = _log_ratio(month, levels.mean_busy(known - 84, known - 28))
    columns["base_busy"] = _log_ratio(month, levels.mean_busy(pairs.day - first - 21, pairs.day - first + 1))
    columns |= _year_columns(levels, pairs)
    for name, column in past.known.items():
        columns["known " + name] = column[pairs.day]
        columns["before " + name] = column[np.minimum(pairs.day + 1, len(column) - 1)]
        columns["after " + name] = column[np.maximum(pairs.day - 1, 0)]
    return columns


def _log_ratio(above: Floats, below: Floats) -> Floats:
    """The log of a ratio of busynesses, none taken for less than a thousandth; nan where one is not known."""
    return np.asarray(np.log(np.maximum(above, 1e-3) / np.maximum(below, 1e-3)))


def _year_columns(levels: Levels, pairs: Pairs) -> dict[str, Floats]:
    """How the same weeks of earlier years stood to the four weeks before their like origins."""
    if levels.past.days < YEAR + 60:
        return {}
    told = []
    for years in range(1, 1 + min(4, levels.past.days // YEAR)):
        shift = round(years * 365.25 / 7) * 7
        day, known = pairs.day - shift, pairs.known - shift
        before = np.where(known - 28 >= 0, levels.mean_busy(known - 28, known), np.nan)
        told.append(_log_ratio(levels.mean_busy(day - 3, day + 4), before))
    stacked = np.array(told)
    number = (~np.isnan(stacked)).sum(axis=0)
    mean = np.where(number > 0, np.nansum(stacked, axis=0) / np.maximum(number, 1), np.nan)
    ordinal = levels.past.origin.toordinal() - levels.past.days + 1 + pairs.day
    turn = 2 * np.pi * (ordinal % 365.2425) / 365.2425
    return {"years": mean, "last_year": stacked[0], "sine": np.sin(turn), "cosine": np.cos(turn)}
