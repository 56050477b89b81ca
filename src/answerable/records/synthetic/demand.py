"""How many contacts arrive when: the shape of day, week and year, and days that are busier than others."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from answerable.records.synthetic.hours import HALF_HOUR_MS, Hours, Ints, bank_holidays, to_date
from answerable.records.synthetic.plan import MonthPlan

Floats = npt.NDArray[np.float64]

WEEKDAY_OF_EPOCH = 3                # 1970-01-01 was a Thursday; Monday is 0
GROWTH_FROM = 2024 * 12             # the month (counted since year 0) at which `daily` holds
FRIDAY, SATURDAY, SUNDAY = 4, 5, 6


@dataclass(frozen=True)
class Demand:
    """Arrivals on one line.

    daily: contacts a day at scale 1; floor and bumps (height, half-hour of the peak, width in half-hours):
    the shape of the day; weekdays: factor for Monday to Sunday; nights_out: factor on Friday and Saturday
    nights; season: how far July lies above the mean; growth: change a year; busyness: standard deviation of
    the factor by which one day differs from the next (calls vary more than Poisson: Ibrahim et al. 2016);
    holiday: factor on a bank holiday; urgent: 999, which a plan's extra demand reaches only in part.
    """

    daily: float
    floor: float
    bumps: tuple[tuple[float, float, float], ...]
    weekdays: tuple[float, ...]
    nights_out: float = 1.0
    season: float = 0.05
    growth: float = 0.0
    busyness: float = 0.06
    holiday: float = 1.0
    urgent: bool = False


EVEN_WEEK = (1.0,) * 7
OFFICE_WEEK = (1.18, 1.12, 1.10, 1.08, 1.06, 0.80, 0.66)
DEMAND = {
    "999": Demand(570, 0.42, ((0.65, 36, 10),), (0.95, 0.95, 0.95, 0.97, 1.06, 1.10, 1.02), nights_out=1.55,
                  season=0.07, growth=0.015, holiday=1.05, urgent=True),
    "101": Demand(850, 0.10, ((1.0, 21, 6), (0.85, 33, 7)), OFFICE_WEEK, nights_out=1.2, season=0.05,
                  growth=-0.02, busyness=0.07, holiday=0.75),
    "switchboard": Demand(170, 0.02, ((1.0, 21, 5), (0.8, 29, 5)), (1.3, 1.3, 1.3, 1.3, 1.2, 0.35, 0.25),
                          growth=-0.03, holiday=0.4),
    "chat": Demand(105, 0.2, ((1.0, 26, 8), (0.7, 38, 6)), EVEN_WEEK, growth=0.1, busyness=0.1, holiday=0.8),
    "email": Demand(125, 0.12, ((1.0, 21, 7), (0.5, 38, 6)), OFFICE_WEEK, growth=0.01, busyness=0.09,
                    holiday=0.6),
    "web_form": Demand(120, 0.2, ((1.0, 23, 8), (0.9, 39, 6)), EVEN_WEEK, growth=0.04, busyness=0.09,
                       holiday=0.8),
}


def presented(expected: Floats, hours: Hours, random: np.random.Generator) -> Ints:
    """Instants (milliseconds UTC, in order) at which contacts come, so many expected in each half-hour."""
    begins = np.repeat(hours.start_ms, random.poisson(expected))
    return np.sort(begins + (random.random(len(begins)) * HALF_HOUR_MS).astype(np.int64))


def expected_arrivals(line: str, plan: MonthPlan, hours: Hours) -> Floats:
    """Mean number of contacts in each half-hour at scale 1, before any day's busyness."""
    demand = DEMAND[line]
    weekday = (hours.day + WEEKDAY_OF_EPOCH) % 7
    years = (plan.number - GROWTH_FROM) / 12
    extra = 1 + (plan.demand - 1) * (0.5 if demand.urgent else 1.0)
    level = demand.daily * (1 + demand.growth * years) * (1 + demand.season * season(plan.month)) * extra
    rate: Floats = level * day_shape(demand)[hours.slot] * np.array(demand.weekdays)[weekday]
    nights = np.where(night_out(weekday, hours.slot), demand.nights_out, 1.0)
    return rate * nights * _special_days(demand, hours)


def day_shape(demand: Demand) -> Floats:
    """Share of a day's contacts in each of the 48 half-hours."""
    slots = np.arange(48)
    shape = np.full(48, demand.floor)
    for height, peak, width in demand.bumps:
        shape += height * np.exp(-(((slots - peak) / width) ** 2))
    share: Floats = shape / shape.sum()
    return share


def season(month: int) -> float:
    """1 in July, -1 in January."""
    return float(np.cos(2 * np.pi * (month - 7) / 12))


def night_out(weekday: Ints, slot: Ints) -> npt.NDArray[np.bool_]:
    """Friday and Saturday from 22:00 to 03:00 of the day after."""
    evening = np.isin(weekday, (FRIDAY, SATURDAY)) & (slot >= 44)
    return evening | (np.isin(weekday, (SATURDAY, SUNDAY)) & (slot < 6))


def busyness(demand: Demand, hours: Hours, random: np.random.Generator) -> Floats:
    """One gamma factor of mean 1 a local day, spread over its half-hours."""
    days = hours.day - hours.day[0]
    shape = demand.busyness ** -2
    factors: Floats = random.gamma(shape, 1 / shape, int(days[-1]) + 1)[days]
    return factors


def _special_days(demand: Demand, hours: Hours) -> Floats:
    factor = np.ones(len(hours.day))
    for day in np.unique(hours.day):
        factor[hours.day == day] = _day_factor(demand, int(day))
    if demand.urgent:
        factor[_new_year_night(hours)] *= 1.9
    return factor


def _day_factor(demand: Demand, day: int) -> float:
    when = to_date(day)
    if when in bank_holidays(when.year) or (when.month, when.day) == (12, 25):
        return demand.holiday
    # Halloween and Bonfire Night.
    busy_evening = demand.urgent and (when.month, when.day) in ((10, 31), (11, 5))
    return 1.15 if busy_evening else 1.0


def _new_year_night(hours: Hours) -> npt.NDArray[np.bool_]:
    first = np.array([(when.month, when.day) == (1, 1) for when in map(to_date, hours.day)])
    return first & (hours.slot < 8)
