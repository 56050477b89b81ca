"""A month of telephone calls: 999, 101 and the switchboard through one pool of handlers.

The simulator's kernel draws who calls, waits, is answered or gives up (`room`). What a call is about and who calls hangs on its
contacts afterwards. Those that no queue ever sees (sent on, or a signal with no caller) are drawn apart.
"""

from __future__ import annotations

from math import exp, gamma

import numpy as np

from answerable.records.synthetic import staffing
from answerable.records.synthetic.callers import (
    HANDLING,
    INTERNAL,
    LOGGED_SHARES,
    LONGEST_TALK_SECONDS,
    NEVER_LOGGED,
    PLACE_SHARES,
    REASON_SHARES,
    TEAM_SHARES,
    Handling,
    choose,
)
from answerable.records.synthetic.contacts import (
    ABANDONED,
    ANSWERED,
    CALLBACK,
    CONTAINED,
    FORWARDED,
    LINES,
    NONE,
    PHANTOM,
    Contacts,
    blank,
    together,
)
from answerable.records.synthetic.demand import DEMAND, Floats, busyness, expected_arrivals, presented
from answerable.records.synthetic.hours import Hours, Ints, hours_of_month
from answerable.records.synthetic.plan import MonthPlan
from answerable.records.synthetic.room import Desk, Seen, log_normal, see, service
from answerable.simulation.kernel.world import (
    LEFT_IN_MESSAGE,
    TABLE_STEPS,
    WAS_ABANDONED,
    WAS_ANSWERED,
    WAS_CONTAINED,
)
from answerable.simulation.room import Duration, Line, Message

WARM_UP_HALF_HOURS = 8          # from 20:00 of the evening before, thrown away
OPERATOR_SECONDS = (2.0, 7.0)   # from the operator's answer to the call reaching the force
PICK_UP_SECONDS = (1.0, 4.0)    # the handler's telephone rings this long
RESERVE = 1                     # handlers kept for 999 at scale 1
CALLBACK_AFTER_SECONDS = 120    # a caller who waited this long is offered a callback
CALLBACK_TAKEN = 0.18
SYSTEM_TICK_MS = (1000, 1)      # the old system writes whole seconds, the new one milliseconds
# Shares of calls that never reach the queue: (old system, new system with its longer message).
HANG_UP_IN_MESSAGE = (0.025, 0.05)
CONTAINED_BY_MESSAGE = (0.015, 0.055)
FORWARDED_SHARE = {"999": 0.003, "101": 0.006, "switchboard": 0.0}
PHANTOM_SHARE = {"999": 0.0008, "101": 0.0, "switchboard": 0.0}
OUTCOMES = {WAS_ANSWERED: ANSWERED, WAS_ABANDONED: ABANDONED, LEFT_IN_MESSAGE: ABANDONED, WAS_CONTAINED: CONTAINED}


def simulate_phone(plan: MonthPlan, scale: float, random: np.random.Generator) -> Contacts:
    """Every call presented in the month, in order.

    Times are whole seconds in the months of the old system: it knows no finer.
    """
    return simulate_room(plan, scale, random)[0]


def simulate_room(plan: MonthPlan, scale: float, random: np.random.Generator) -> tuple[Contacts, staffing.Roster]:
    """The same, and the roster of the handlers who took the calls."""
    hours = hours_of_month(plan.year, plan.month, WARM_UP_HALF_HOURS)
    expected = [expected_arrivals(line, plan, hours) * scale * busyness(DEMAND[line], hours, random)
                for line in staffing.PHONE_LINES]
    roster = staffing.roster(plan, hours, scale, random)
    crews = staffing.crews(roster.present, hours, staffing.team_size(scale))
    desks = [Desk(_line(line, plan, round(RESERVE * scale)), mean * (1 - _besides(line)))
             for line, mean in zip(staffing.PHONE_LINES, expected, strict=True)]
    calls = [_calls_seen(see("control room", desks, crews, int(hours.start_ms[0]), random), plan, random)]
    calls += [_calls_besides(line, mean, plan, hours, random)
              for line, mean in zip(staffing.PHONE_LINES, expected, strict=True) if _besides(line)]
    contacts = together(calls)
    _who_calls(contacts, plan, random)
    return contacts.take(np.flatnonzero(hours.within_month(contacts.presented))), roster


# What the simulator is told of a line


def _line(line: str, plan: MonthPlan, reserve: int) -> Line:
    handling, urgent = HANDLING[line], line == "999"
    more: dict[str, object] = {"talk": log_normal(handling.talk_seconds + sum(PICK_UP_SECONDS) / 2, handling.talk_variation)}
    if line == "101" and plan.callbacks:
        more["patience"] = _patience_with_callbacks(handling)
    return Line(line, (), service(handling, **more, priority=0 if urgent else 1, reserve=0 if urgent else reserve),
                message=_message(plan) if line == "101" else None)


def _message(plan: MonthPlan) -> Message:
    """The recorded message. Its shares are of all calls; those that no queue ever sees do not come to the simulator."""
    rest = 1 - _besides("101")
    contained, hang_up = CONTAINED_BY_MESSAGE[plan.new_system], HANG_UP_IN_MESSAGE[plan.new_system]
    return Message(plan.message_seconds, contained / rest, hang_up / rest)


def _patience_with_callbacks(handling: Handling) -> Duration:
    """Patience where some ask to be rung back when that is offered: theirs ends at that very second.

    By quantiles, inverting the distribution 1 - (1 - F)(1 - taken) from the offer on, F being the Weibull distribution.
    """
    scale, shape = handling.patience_seconds / gamma(1 + 1 / handling.patience_shape), handling.patience_shape
    shares = np.minimum(np.arange(TABLE_STEPS + 1) / TABLE_STEPS, 1 - 0.25 / TABLE_STEPS)
    before = 1 - exp(-((CALLBACK_AFTER_SECONDS / scale) ** shape))
    plain = np.where(shares <= before, shares, 1 - (1 - shares) / (1 - CALLBACK_TAKEN))
    seconds = scale * (-np.log1p(-np.maximum(plain, 0))) ** (1 / shape)
    seconds = np.where(shares > before, np.maximum(seconds, CALLBACK_AFTER_SECONDS), seconds)
    return Duration("quantiles", quantiles=tuple(seconds.tolist()))


def _besides(line: str) -> float:
    """The share of calls that no queue ever sees."""
    return FORWARDED_SHARE[line] + PHANTOM_SHARE[line]


# What came of it


def _calls_seen(seen: Seen, plan: MonthPlan, random: np.random.Generator) -> Contacts:
    """The calls that the simulator drew."""
    tick, count = SYSTEM_TICK_MS[plan.new_system], len(seen)
    contacts, outcome = blank(count), seen.rows["outcome"]
    contacts.line = np.array([LINES.index(line) for line in staffing.PHONE_LINES])[seen.line]
    contacts.outcome = np.vectorize(OUTCOMES.__getitem__, otypes=[np.int64])(outcome)
    contacts.presented = seen.at("arrived", tick)
    queued = np.isin(outcome, (WAS_ANSWERED, WAS_ABANDONED))
    has_message = queued & (contacts.line == LINES.index("101"))
    # The message is as long as it is, however the arrival was cut to the system's tick.
    contacts.queued = np.where(queued, contacts.presented + np.where(has_message, plan.message_seconds * 1000, 0), NONE)
    contacts.message_ended = np.where(has_message, contacts.queued, NONE)
    contacts.handler = seen.handler
    pick_up = _whole(_between(PICK_UP_SECONDS, count, random), tick)
    free, talked, taken = (seen.at(name, tick) for name in ("free", "talked", "answered"))
    answered = outcome == WAS_ANSWERED
    contacts.answered = np.where(answered, np.minimum(taken + pick_up, talked), NONE)
    contacts.ended = np.where(answered, np.minimum(talked, contacts.answered + LONGEST_TALK_SECONDS * 1000), NONE)
    contacts.wrap_ended = np.where(answered, np.minimum(free, contacts.ended + LONGEST_TALK_SECONDS * 1000), NONE)
    contacts.left = seen.at("left", tick)
    if plan.callbacks:
        waited = np.where(has_message, seen.rows["left"] - seen.rows["queued"], 0.0)
        contacts.outcome[(outcome == WAS_ABANDONED) & np.isclose(waited, CALLBACK_AFTER_SECONDS, rtol=0, atol=1e-6)] = CALLBACK
    return contacts


def _calls_besides(line: str, expected: Floats, plan: MonthPlan, hours: Hours, random: np.random.Generator) -> Contacts:
    """Those sent on to another organisation or line after the message, and signals with no caller behind them."""
    tick = SYSTEM_TICK_MS[plan.new_system]
    came = _whole(presented(expected * _besides(line), hours, random), tick)
    contacts = blank(len(came))
    contacts.presented, contacts.line[:] = came, LINES.index(line)
    contacts.outcome = np.where(random.random(len(came)) < FORWARDED_SHARE[line] / _besides(line), FORWARDED, PHANTOM)
    message = plan.message_seconds * 1000 if line == "101" else 0
    if message:
        contacts.message_ended = came + message
    contacts.left = came + message + _whole(_between((1.0, 4.0), len(came), random), tick)
    return contacts


def _who_calls(contacts: Contacts, plan: MonthPlan, random: np.random.Generator) -> None:
    """Who each call is from and what it is about."""
    for line in staffing.PHONE_LINES:
        on_line = np.flatnonzero(contacts.line == LINES.index(line))
        count = len(on_line)
        contacts.origin[on_line] = choose(HANDLING[line].origins, count, random)
        contacts.place[on_line] = choose(PLACE_SHARES, count, random)
        if line in REASON_SHARES:
            contacts.reason[on_line] = choose(REASON_SHARES[line], count, random)
            logged = (random.random(count) < LOGGED_SHARES[line]) & ~np.isin(contacts.reason[on_line], NEVER_LOGGED)
            contacts.logged[on_line] = logged
        contacts.team[on_line] = np.where(contacts.origin[on_line] == INTERNAL, choose(TEAM_SHARES, count, random), NONE)
        if line == "999":
            before = _whole(_between(OPERATOR_SECONDS, count, random), SYSTEM_TICK_MS[plan.new_system])
            contacts.operator[on_line] = contacts.presented[on_line] - before


def _between(limits: tuple[float, float], count: int, random: np.random.Generator) -> Floats:
    return (limits[0] + (limits[1] - limits[0]) * random.random(count)) * 1000


def _whole(durations_ms: Floats | Ints, tick_ms: int) -> Ints:
    return (durations_ms // tick_ms).astype(np.int64) * tick_ms
