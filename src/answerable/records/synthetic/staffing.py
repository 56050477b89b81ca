"""Who is on duty when: a staffing table by weekday and half-hour, thinned by vacancies and absence.

The day has three blocks of eight hours (00:00, 08:00, 16:00), each with a team of its own, and six teams take
turns. No team works two blocks that touch, so a handler who finishes a contact late is never back before it
ends, and a month made on its own never gives a handler two contacts at once at its edges.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np

from answerable.records.synthetic.callers import HANDLING
from answerable.records.synthetic.demand import DEMAND, WEEKDAY_OF_EPOCH, Floats, day_shape, night_out
from answerable.records.synthetic.hours import HALF_HOUR_MS, Hours, Ints
from answerable.records.synthetic.plan import MonthPlan

PHONE_LINES = ("999", "101", "switchboard")
TEAMS = 6
BLOCK_SLOTS = 16
TURNS = (0, 2, 4)           # which team has the block: day of the calendar plus this, modulo the teams
LEAST_ON_DUTY = 2
SAFETY = 0.95               # handlers above the offered load, in square roots of it (square-root staffing)
ABSENCE_SPREAD = 0.02       # standard deviation of a day's absence, as a share of the table
EXTRA_SLOTS = (16, 40)      # the daytime in which the investment's handlers work


@cache
def planned(scale: float) -> Floats:
    """Handlers the force means to have, by weekday (Monday first) and half-hour: 7 × 48, not rounded.

    Offered load plus `SAFETY` times its square root (square-root staffing: Halfin and Whitt 1981), on the
    demand of an ordinary week, smoothed over an hour and a half as shifts are. Somewhat more than theory asks for: whoever
    comes on begins only as those who go off finish.
    """
    load = np.zeros((7, 48))
    weekday, slot = np.repeat(np.arange(7), 48), np.tile(np.arange(48), 7)
    nights = night_out(weekday, slot).reshape(7, 48)
    for line in PHONE_LINES:
        demand = DEMAND[line]
        contacts = demand.daily * scale * np.outer(np.array(demand.weekdays), day_shape(demand))
        seconds = HANDLING[line].talk_seconds + HANDLING[line].wrap_seconds
        load += contacts * np.where(nights, demand.nights_out, 1.0) * seconds * 1000 / HALF_HOUR_MS
    smooth = np.convolve(np.pad(load.ravel(), 1, mode="wrap"), np.ones(3) / 3, mode="valid").reshape(7, 48)
    return smooth + SAFETY * np.sqrt(smooth)


@dataclass(frozen=True)
class Roster:
    """Handlers in each half-hour of `hours`. planned: those on the rota, after vacancies; present: those who came."""

    hours: Hours
    planned: Ints
    present: Ints


def roster(plan: MonthPlan, hours: Hours, scale: float, random: np.random.Generator) -> Roster:
    """Handlers planned and present in each half-hour, after vacancies and the day's absence."""
    days = hours.day - hours.day[0]
    block = hours.slot // BLOCK_SLOTS
    absence = random.normal(0, ABSENCE_SPREAD, int(days[-1]) + 1)[days]
    # A whole number of people whose mean is the fraction: the same dice for all half-hours of one block.
    dice = random.random((int(days[-1]) + 1, 3))[days, block]
    table = planned(scale)[(hours.day + WEEKDAY_OF_EPOCH) % 7, hours.slot]
    daytime = (hours.slot >= EXTRA_SLOTS[0]) & (hours.slot < EXTRA_SLOTS[1])
    rota = table * (1 - plan.vacancy) + plan.extra_handlers * scale * daytime
    planned_people, present = (np.maximum(np.floor(wanted + dice), LEAST_ON_DUTY).astype(np.int64)
                               for wanted in (rota, rota - table * absence))
    return Roster(hours, planned_people, present)


def crews(present: Ints, hours: Hours, team_size: int) -> list[tuple[int, ...]]:
    """Which handlers take contacts in each half-hour. Handlers are numbered from 1, team after team."""
    return [_members((day + TURNS[slot // BLOCK_SLOTS]) % TEAMS, day, count, team_size)
            for day, slot, count in zip(hours.day.tolist(), hours.slot.tolist(), present.tolist(), strict=True)]


@cache
def _members(team: int, day: int, count: int, team_size: int) -> tuple[int, ...]:
    # Another member comes first each time, so that all of a team get their share of the quiet hours.
    first = 1 + team * team_size
    return tuple(first + (day * 5 + place) % team_size for place in range(min(count, team_size)))


def team_size(scale: float) -> int:
    """People in a team: enough for the busiest half-hour of the table, with some to spare."""
    return int(np.ceil(planned(scale).max() * 1.15)) + LEAST_ON_DUTY
