"""What is done about the month's incidents: sent to, regraded, looked at again, resolved, closed."""

from __future__ import annotations

from math import inf

import numpy as np

from answerable.records.synthetic import response
from answerable.records.synthetic.callers import choose, log_normal_ms
from answerable.records.synthetic.contacts import NONE
from answerable.records.synthetic.demand import Floats
from answerable.records.synthetic.dispatching import Work, dispatch
from answerable.records.synthetic.hours import DAY_MS, HALF_HOUR_MS, Hours, Ints
from answerable.records.synthetic.incidents import (
    ATTENDED,
    CANCELLED,
    DUPLICATE,
    EMERGENCY,
    PRIORITY,
    REFERRED,
    SCHEDULED,
    UNATTENDED,
    WITHOUT,
    Incidents,
    seconds_between,
    whole_seconds,
)
from answerable.records.synthetic.plan import MonthPlan
from answerable.records.synthetic.texts import Mask

MINUTE_MS = 60_000
READY_SECONDS = (40, 150, 600)          # mean time from the grading until a unit could be sent, by grade
NIGHT = (43, 16)                        # half-hours of the local day, 21:30 to 08:00
SETS_OUT_SECONDS = (15, 90)
BLUE_LIGHTS = 0.75                      # travel to an emergency, as a share of other travel
# Scheduled and priority incidents that settle themselves or are dealt with by telephone while they wait:
# (share, mean wait in minutes until then).
SETTLED = {PRIORITY: (0.08, 120), SCHEDULED: (0.30, 900)}
RAISED = {PRIORITY: 0.02, SCHEDULED: 0.04}      # shares regraded one grade up when more is learnt
RAISED_AFTER_SECONDS = (300, 2400)
LOWERED_SHARE, LOWERED_AFTER_MS = 0.06, 20 * MINUTE_MS     # of those waiting longer than that, regraded one down
LIMIT_MINUTES = {EMERGENCY: (15, 20), PRIORITY: (60, 60)}   # urban, rural
PRESSED_SHARE, PRESSED_SECONDS = 0.35, (30, 240)   # of those too late, regraded so long before the time is over
TAKEN_BACK_SHARE = 0.04                 # first assignments taken back for something more urgent
REOPENED_SHARE = 0.012
ASSESSED_SHARE = (0.82, 0.95)           # old and new system
REASSESSED_SHARE = (0.45, 0.75)         # of those waiting more than an hour
REASSESSED_WITH_GRADE = (0.60, 0.85)    # of those regraded, then
DESK_MEAN_SECONDS, CLOSING_MEAN_SECONDS = 14_400, 9_000


def attend(logs: Incidents, plan: MonthPlan, officers: response.Officers, random: np.random.Generator) -> None:
    """Everything that happens to the incidents but to those with an appointment."""
    raised = _raise_some(logs, random)
    sent = np.flatnonzero(logs.first_grade <= SCHEDULED)
    ready = np.where(raised, logs.regraded, logs.graded + _ready_after(logs, random))
    ready = _not_at_night(logs, ready, officers.hours, random)
    settled_at = _settled_at(logs, ready, random)
    _send(logs, sent, ready, settled_at, officers, random)
    _settle(logs, settled_at, random)
    _lower_some(logs, ready, random)
    if plan.regrading_pressure:
        _press(logs, raised, random)
    _resolve_at_the_desk(logs, random)
    _assess(logs, plan, random)


def close(logs: Incidents, random: np.random.Generator) -> None:
    """Close what was resolved, and open a few again."""
    count = len(logs)
    later = whole_seconds(log_normal_ms(CLOSING_MEAN_SECONDS, 1.0, count, random))
    logs.closed = np.where(logs.resolved == NONE, NONE, logs.resolved + later)
    again = (random.random(count) < REOPENED_SHARE) & (logs.closed != NONE)
    logs.reopened = np.where(again, logs.closed + seconds_between((3600, 172_800), count, random), NONE)


def _raise_some(logs: Incidents, random: np.random.Generator) -> Mask:
    drawn, later = random.random(len(logs)), seconds_between(RAISED_AFTER_SECONDS, len(logs), random)
    raised = np.zeros(len(logs), np.bool_)
    for grade, share in RAISED.items():
        raised |= (logs.first_grade == grade) & (drawn < share)
    logs.grade = np.where(raised, logs.first_grade - 1, logs.grade)
    logs.regraded = np.where(raised, logs.graded + later, NONE)
    return raised


def _ready_after(logs: Incidents, random: np.random.Generator) -> Ints:
    mean = np.array((*READY_SECONDS, 0, 0))[logs.grade]
    return whole_seconds(mean * log_normal_ms(1, 0.6, len(logs), random))


def _not_at_night(logs: Incidents, ready: Ints, hours: Hours, random: np.random.Generator) -> Ints:
    """Nobody is visited at night about what can be scheduled: such incidents wait for the morning."""
    slot = hours.slot[hours.index(ready)]
    evening = slot >= NIGHT[0]
    night = (logs.grade == SCHEDULED) & (evening | (slot < NIGHT[1]))
    morning = (hours.local_ms(ready) // DAY_MS + evening) * DAY_MS + NIGHT[1] * HALF_HOUR_MS
    opened = morning - hours.offset_ms[hours.index(morning)] + seconds_between((0, 1800), len(logs), random)
    return np.where(night, opened, ready)


def _settled_at(logs: Incidents, ready: Ints, random: np.random.Generator) -> Floats:
    """Until when each incident needs somebody to come, in milliseconds; infinite for most."""
    drawn, wait = random.random(len(logs)), random.exponential(1.0, len(logs))
    until = np.full(len(logs), inf)
    for grade, (share, minutes) in SETTLED.items():
        mine = (logs.grade == grade) & (drawn < share)
        until[mine] = ready[mine] + 1000 * (60 * minutes * wait[mine]).astype(np.int64)
    return until


def _send(logs: Incidents, sent: Ints, ready: Ints, settled_at: Floats, officers: response.Officers,
          random: np.random.Generator) -> None:
    count = len(logs)
    travel = np.where(logs.area == 1, response.TRAVEL_SECONDS[1], response.TRAVEL_SECONDS[0])
    travel = travel * np.where(logs.grade == EMERGENCY, BLUE_LIGHTS, 1.0)
    travel_ms = whole_seconds(travel * log_normal_ms(1, response.TRAVEL_VARIATION, count, random))
    sets_out = seconds_between(SETS_OUT_SECONDS, count, random)
    scene_ms = whole_seconds(log_normal_ms(response.SCENE_SECONDS, 0.7, count, random))
    busy = sets_out + travel_ms + scene_ms
    for places in response.DIVISIONS:
        here = sent[np.isin(logs.place[sent], places)]
        row, shift = _with_days_around(here, ready[here], officers.hours)
        work = Work((ready[row] + shift).tolist(), logs.grade[row].tolist(), (settled_at[row] + shift).tolist(),
                    busy[row].tolist())
        started, officer = dispatch(work, response.crews(officers, places))
        real = shift == 0
        logs.assigned[row[real]] = np.array(started, dtype=np.int64)[real]
        logs.officer[row[real]] = np.array(officer, dtype=np.int64)[real]
    went = logs.assigned != NONE
    logs.en_route = np.where(went, logs.assigned + sets_out, NONE)
    logs.arrived = np.where(went, logs.en_route + travel_ms, NONE)
    logs.resolved = np.where(went, logs.arrived + scene_ms, NONE)
    logs.resolution = np.where(went, ATTENDED, logs.resolution)
    _take_some_back(logs, ready, random)


def _with_days_around(here: Ints, ready: Ints, hours: Hours) -> tuple[Ints, Ints]:
    """Rows and shifts (ms): the month's incidents in order, and before and after them copies of the same weekdays'.

    The days before fill the streets with what was waiting as the month began; the days after keep them busy.
    """
    back, on = response.WARM_UP_DAYS * DAY_MS, 7 * DAY_MS
    before = ready < hours.month_starts_ms + back
    after = (ready >= hours.month_ends_ms - on) & (ready + on < hours.month_ends_ms + response.COOL_DOWN_DAYS * DAY_MS)
    rows = np.concatenate([here, here[before], here[after]])
    shift = np.repeat([0, -back, on], [len(here), int(before.sum()), int(after.sum())])
    order = np.argsort(np.concatenate([ready, ready[before], ready[after]]) + shift, kind="stable")
    return rows[order], shift[order]


def _take_some_back(logs: Incidents, ready: Ints, random: np.random.Generator) -> None:
    """Some that waited had been given a unit before, which was called to something more urgent."""
    waited = logs.assigned - ready
    back = (logs.grade >= PRIORITY) & (logs.assigned != NONE) & (waited > 15 * MINUTE_MS)
    back &= random.random(len(logs)) < TAKEN_BACK_SHARE
    first = ready + whole_seconds(waited * 0.5 * random.random(len(logs)))
    logs.unassigned = np.where(back, first + seconds_between((120, 420), len(logs), random), NONE)
    logs.assigned_again = np.where(back, logs.assigned, NONE)
    logs.assigned = np.where(back, first, logs.assigned)


def _settle(logs: Incidents, settled_at: Floats, random: np.random.Generator) -> None:
    alone = (logs.first_grade <= SCHEDULED) & (logs.assigned == NONE)
    logs.resolved[alone] = settled_at[alone].astype(np.int64)
    drawn = random.random(len(logs))
    kind = np.where(drawn < 0.2, CANCELLED, np.where(drawn < 0.3, DUPLICATE, UNATTENDED))
    logs.resolution = np.where(alone, kind, logs.resolution)
    # What is dealt with by telephone is mostly given the grade for it then.
    regraded = alone & (kind == UNATTENDED) & (logs.regraded == NONE)
    logs.regraded = np.where(regraded, logs.resolved, logs.regraded)
    logs.grade = np.where(regraded, WITHOUT, logs.grade)


def _lower_some(logs: Incidents, ready: Ints, random: np.random.Generator) -> None:
    waited = np.where(logs.assigned == NONE, 0, logs.assigned - ready)
    lowered = (waited > LOWERED_AFTER_MS) & (logs.grade <= PRIORITY) & (logs.regraded == NONE)
    lowered &= random.random(len(logs)) < LOWERED_SHARE
    at = ready + whole_seconds(waited * (0.2 + 0.6 * random.random(len(logs))))
    logs.regraded = np.where(lowered, at, logs.regraded)
    logs.grade = np.where(lowered, logs.grade + 1, logs.grade)


def _press(logs: Incidents, raised: Mask, random: np.random.Generator) -> None:
    """Regrade some of those that will be late, just before they are; nobody comes any sooner or later for it."""
    drawn = random.random(len(logs))
    lead = seconds_between(PRESSED_SECONDS, len(logs), random)
    for grade, minutes in LIMIT_MINUTES.items():
        limit = logs.created + MINUTE_MS * np.array(minutes)[logs.area]
        pressed = (logs.first_grade == grade) & (logs.regraded == NONE) & (logs.arrived > limit) & ~raised
        pressed &= drawn < PRESSED_SHARE
        logs.regraded = np.where(pressed, limit - lead, logs.regraded)
        logs.grade = np.where(pressed, grade + 1, logs.grade)


def _resolve_at_the_desk(logs: Incidents, random: np.random.Generator) -> None:
    count = len(logs)
    desk = logs.first_grade == WITHOUT
    taken = whole_seconds(log_normal_ms(DESK_MEAN_SECONDS, 1.2, count, random))
    logs.resolved = np.where(desk, logs.graded + taken, logs.resolved)
    kind = np.array((UNATTENDED, REFERRED, DUPLICATE))[choose((0.8, 0.15, 0.05), count, random)]
    logs.resolution = np.where(desk, kind, logs.resolution)


def _assess(logs: Incidents, plan: MonthPlan, random: np.random.Generator) -> None:
    count, new = len(logs), plan.command_change_day is not None
    assessed = random.random(count) < ASSESSED_SHARE[new]
    logs.assessed = np.where(assessed, logs.graded + seconds_between((0, 60), count, random), NONE)
    waited = np.where(logs.assigned == NONE, logs.resolved, logs.assigned) - logs.graded
    again = (waited > 60 * MINUTE_MS) & (random.random(count) < REASSESSED_SHARE[new])
    at = logs.graded + whole_seconds(waited * (0.2 + 0.7 * random.random(count)))
    with_grade = (logs.regraded != NONE) & (random.random(count) < REASSESSED_WITH_GRADE[new])
    logs.reassessed = np.where(with_grade, logs.regraded, np.where(again, at, NONE))
    worse = (logs.reassessed != NONE) & (random.random(count) < 0.1)
    logs.risk = np.where(worse, np.maximum(logs.risk - 1, 0), logs.risk)

