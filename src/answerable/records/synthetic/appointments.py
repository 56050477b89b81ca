"""Appointments for the incidents of grade 4, and the diary in which they stand."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from answerable.records.synthetic.callers import PLACES, choose
from answerable.records.synthetic.contacts import NONE
from answerable.records.synthetic.hours import DAY_MS, HALF_HOUR_MS, Hours, Ints
from answerable.records.synthetic.incidents import APPOINTMENT, KEPT, UNATTENDED, Incidents, seconds_between
from answerable.records.synthetic.plan import MonthPlan

OUTCOMES = ("kept", "missed_by_force", "missed_by_caller", "rebooked", "cancelled")
OUTCOME_SHARES = (0.80, 0.02, 0.08, 0.06, 0.04)
SECOND_SHARES = (0.88, 0.03, 0.09, 0.0, 0.0)
REBOOKED = OUTCOMES.index("rebooked")
MISSED_FELT = 0.6               # of the vacancies, what is added to the share that the force misses
DIARIES = ("diary car", "station desk")
DESK_SHARE = 0.35
LEAD_DAYS = (1.0, 22.0)         # mean days ahead: at no vacancies, and added for each 100%
SLOTS = (18, 40)                # half-hours of the day that can be booked, 09:00 to 20:00
SLOT_MINUTES = 45
OPEN_PLACES = 22                # bookable places a day and diary at scale 1, over all places
WITHDRAWN_FELT = 1.0            # of the vacancies, the share of places that is withdrawn


@dataclass(frozen=True)
class Appointments:
    """One row an appointment. incident: place in the month's incidents; outcome, diary: codes; times in ms UTC."""

    incident: Ints
    booked: Ints
    at: Ints
    outcome: Ints
    diary: Ints


def book(logs: Incidents, plan: MonthPlan, hours: Hours, random: np.random.Generator) -> Appointments:
    """Book, keep and miss appointments; the incidents get their arrival and end by them."""
    which = np.flatnonzero(logs.first_grade == APPOINTMENT)
    count = len(which)
    booked = logs.graded[which] + seconds_between((120, 1200), count, random)
    at = _ahead(booked, plan, hours, random)
    missed = MISSED_FELT * plan.vacancy
    outcome = choose((OUTCOME_SHARES[0] - missed, OUTCOME_SHARES[1] + missed, *OUTCOME_SHARES[2:]), count, random)
    diary = (random.random(count) < DESK_SHARE).astype(np.int64)
    again = np.flatnonzero(outcome == REBOOKED)
    booked_again = booked[again] + ((at - booked)[again] * 0.7).astype(np.int64) // 1000 * 1000
    at_again = np.maximum(_ahead(booked_again, plan, hours, random), at[again] + DAY_MS)
    second = choose(SECOND_SHARES, len(again), random)
    last_at, last_outcome = at.copy(), outcome.copy()
    last_at[again], last_outcome[again] = at_again, second
    _finish(logs, which, last_at, last_outcome, booked, random)
    return Appointments(np.concatenate([which, which[again]]), np.concatenate([booked, booked_again]),
                        np.concatenate([at, at_again]), np.concatenate([outcome, second]),
                        np.concatenate([diary, diary[again]]))


def _ahead(booked: Ints, plan: MonthPlan, hours: Hours, random: np.random.Generator) -> Ints:
    """Half-hours of later days on which somebody is free, in ms UTC."""
    count = len(booked)
    mean = LEAD_DAYS[0] + LEAD_DAYS[1] * plan.vacancy
    days = np.minimum(1 + random.poisson(mean, count), 24)
    slot = random.integers(SLOTS[0], SLOTS[1], count)
    midnight = hours.local_ms(booked) // DAY_MS * DAY_MS
    # The offset of the hours known holds on: clocks never change in the weeks after a month's end.
    local = midnight + days * DAY_MS + slot * HALF_HOUR_MS
    at: Ints = local - hours.offset_ms[hours.index(local)]
    return at


def _finish(logs: Incidents, which: Ints, at: Ints, outcome: Ints, booked: Ints, random: np.random.Generator) -> None:
    count, kept = len(which), outcome == 0
    arrived = at + seconds_between((-300, 900), count, random)
    ended = arrived + seconds_between((1500, 4500), count, random)
    given_up = at + seconds_between((7200, 90_000), count, random)
    logs.assigned[which] = booked
    logs.arrived[which] = np.where(kept, arrived, NONE)
    logs.resolved[which] = np.where(kept, ended, given_up)
    logs.resolution[which] = np.where(kept, KEPT, UNATTENDED)


@dataclass(frozen=True)
class Diary:
    """One row a place in the diary. at: ms UTC; state: 0 free, 1 booked, 2 withdrawn; diary, place: codes."""

    at: Ints
    state: Ints
    diary: Ints
    place: Ints


def diary_of(plan: MonthPlan, hours: Hours, booked: Appointments, logs: Incidents, scale: float,
             random: np.random.Generator) -> Diary:
    """The diary's places: those that this month's incidents booked, and beside them the month's left free or withdrawn."""
    here = booked.outcome != REBOOKED
    if plan.before_last == 0:
        here &= hours.within_month(booked.at)
    at, place = booked.at[here], logs.place[booked.incident[here]]
    starts = hours.start_ms[(hours.slot >= SLOTS[0]) & (hours.slot < SLOTS[1]) & hours.within_month(hours.start_ms)]
    spare = random.poisson(OPEN_PLACES * scale * len(starts) / (SLOTS[1] - SLOTS[0]) * (0.55 - plan.vacancy))
    withdrawn = random.random(spare) < WITHDRAWN_FELT * plan.vacancy
    free_at = starts[random.integers(0, len(starts), spare)]
    free_diary = (random.random(spare) < DESK_SHARE).astype(np.int64)
    return Diary(np.concatenate([at, free_at]), np.concatenate([np.ones(len(at), np.int64), np.where(withdrawn, 2, 0)]),
                 np.concatenate([booked.diary[here], free_diary]),
                 np.concatenate([place, random.integers(0, len(PLACES), spare)]))
