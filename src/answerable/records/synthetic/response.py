"""The officers who attend: a rota by place, weekday and block of eight hours, thinned by vacancies, absence and abstraction."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np

from answerable.records.synthetic.callers import LOGGED_SHARES, PLACE_SHARES
from answerable.records.synthetic.demand import DEMAND, WEEKDAY_OF_EPOCH, Floats, day_shape, night_out
from answerable.records.synthetic.dispatching import Crew
from answerable.records.synthetic.hours import HALF_HOUR_MS, Hours, Ints, hours_of_month
from answerable.records.synthetic.incidents import RURAL_SHARES, SCHEDULED, mean_grades
from answerable.records.synthetic.plan import MonthPlan
from answerable.records.synthetic.texts import Mask

WARM_UP_DAYS, COOL_DOWN_DAYS = 14, 3     # the first in whole weeks
BLOCKS = (14, 30, 46)           # half-hours of the local day at which a block of eight hours begins
BLOCK_SLOTS = 16
TEAMS, TURNS = 6, (0, 2, 4)     # no team has two blocks that touch, as in the control room
TRAVEL_SECONDS = (420, 780)     # mean, urban and rural
TRAVEL_VARIATION = 0.6
SCENE_SECONDS = 3000
ANSWERED_SHARE = 0.92
SAFETY = 0.9                    # officers above the load, in square roots of it
VACANCY_FELT = 1.5              # response feels the force's vacancies more than the control room does
DIVISIONS = ((0, 2), (1, 3))    # places whose officers attend for one another
ABSENT_SHARE = 0.045
ABSTRACTED_SHARE = 0.10
MORE_ABSTRACTED = 2.0           # and more with vacancies, by this factor of them: fewer people share it
REASONS = ("court", "constant watch in hospital", "custody", "training", "guarding a scene", "helping another force")
REASON_SHARES = (0.14, 0.27, 0.20, 0.18, 0.15, 0.06)


@dataclass(frozen=True)
class Officers:
    """One row an officer's planned duty. day: local day on which it begins; first: its place in `hours`; absent: did not
    come; gone_from, gone_to: half-hours of the duty in which the officer was abstracted, from and up to but not including
    (equal where he or she was not); reason: code into REASONS; number: of the officer, from 1."""

    hours: Hours
    day: Ints
    block: Ints
    place: Ints
    number: Ints
    first: Ints
    absent: Mask
    gone_from: Ints
    gone_to: Ints
    reason: Ints


@cache
def planned_officers(scale: float) -> Floats:
    """Officers the force means to have on duty, by place, weekday and block, not rounded (square-root staffing)."""
    weekday, slot = np.repeat(np.arange(7), 48), np.tile(np.arange(48), 7)
    nights = night_out(weekday, slot).reshape(7, 48)
    attended = np.zeros((7, 48))
    for line in ("999", "101"):
        demand = DEMAND[line]
        share = ANSWERED_SHARE * LOGGED_SHARES[line] * mean_grades(line)[:SCHEDULED + 1].sum()
        contacts = demand.daily * scale * np.outer(np.array(demand.weekdays), day_shape(demand))
        attended += share * contacts * np.where(nights, demand.nights_out, 1.0)
    in_blocks = np.roll(attended.ravel(), -BLOCKS[0]).reshape(7, 3, BLOCK_SLOTS).mean(axis=2)
    rural = np.array(RURAL_SHARES)
    seconds = SCENE_SECONDS + TRAVEL_SECONDS[0] * (1 - rural) + TRAVEL_SECONDS[1] * rural
    load = np.array(PLACE_SHARES)[:, None, None] * in_blocks * seconds[:, None, None] * 1000 / HALF_HOUR_MS
    table: Floats = load + SAFETY * np.sqrt(load)
    return table


def street_hours(plan: MonthPlan) -> Hours:
    """The half-hours of the month, of some days before it and some after."""
    before = hours_of_month(plan.year, plan.month, WARM_UP_DAYS * 48)
    later = plan.number + 1
    after = hours_of_month(later // 12, later % 12 + 1, 0)
    days = COOL_DOWN_DAYS * 48
    joined = {name: np.concatenate([getattr(before, name), getattr(after, name)[:days]])
              for name in ("start_ms", "day", "slot", "offset_ms")}
    return Hours(month_starts_ms=before.month_starts_ms, month_ends_ms=before.month_ends_ms, **joined)


def officers_on_duty(plan: MonthPlan, hours: Hours, scale: float, random: np.random.Generator) -> Officers:
    """Everybody's planned duties that begin within `hours`, and what became of them."""
    begins = np.flatnonzero(np.isin(hours.slot, BLOCKS))
    # In the hour that comes twice no block begins, so each block has one beginning.
    day, block = hours.day[begins], np.searchsorted(BLOCKS, hours.slot[begins])
    table = planned_officers(scale)[:, (day + WEEKDAY_OF_EPOCH) % 7, block] * (1 - VACANCY_FELT * plan.vacancy)
    people = np.maximum(np.floor(table + random.random(table.shape)), 1).astype(np.int64)
    place, turn = (np.repeat(index.ravel(), people.ravel()) for index in np.indices(people.shape))
    count = len(place)
    rank = np.arange(count) - np.repeat(np.cumsum(people.ravel()) - people.ravel(), people.ravel())
    team = (day[turn] + np.array(TURNS)[block[turn]]) % TEAMS
    size = team_size(scale)
    number = 1 + (place * TEAMS + team) * size + (day[turn] * 3 + rank) % size
    absent = random.random(count) < ABSENT_SHARE
    share = ABSTRACTED_SHARE * (1 + MORE_ABSTRACTED * plan.vacancy)
    gone = (random.random(count) < share) & ~absent
    begin = random.integers(0, BLOCK_SLOTS - 3, count)
    end = np.minimum(begin + random.integers(2, 11, count), BLOCK_SLOTS)
    reason = np.searchsorted(np.cumsum(REASON_SHARES), random.random(count), side="right")
    return Officers(hours, day[turn], block[turn], place, number, begins[turn], absent, np.where(gone, begin, 0),
                    np.where(gone, end, 0), np.minimum(reason, len(REASONS) - 1))


@cache
def team_size(scale: float) -> int:
    """Officers in a team of one place: enough for the busiest block, with some to spare."""
    return int(np.ceil(planned_officers(scale).max() + 1)) + 2


def crews(officers: Officers, places: tuple[int, ...]) -> list[Crew]:
    """The officers of some places who can be sent, from each half-hour on in which they are others than before."""
    count = len(officers.hours.start_ms)
    sent: list[list[int]] = [[] for _ in range(count)]
    here = np.flatnonzero(np.isin(officers.place, places) & ~officers.absent)
    rows = zip(officers.first[here].tolist(), officers.number[here].tolist(), officers.gone_from[here].tolist(),
               officers.gone_to[here].tolist(), strict=True)
    for first, number, gone_from, gone_to in rows:
        for slot in range(first, min(first + BLOCK_SLOTS, count)):
            if not gone_from <= slot - first < gone_to:
                sent[slot].append(number)
    found: list[Crew] = []
    for start, crew in zip(officers.hours.start_ms.tolist(), sent, strict=True):
        if not found or found[-1][1] != crew:
            found.append((start, crew))
    return found
