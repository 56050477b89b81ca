"""A month of telephone calls: 999, 101 and the switchboard through one pool of handlers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from answerable.records.synthetic import staffing
from answerable.records.synthetic.callers import (
    HANDLING,
    INTERNAL,
    LOGGED_SHARES,
    NEVER_LOGGED,
    PLACE_SHARES,
    REASON_SHARES,
    TEAM_SHARES,
    choose,
    log_normal_ms,
    patience_ms,
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
from answerable.records.synthetic.demand import Floats, arrivals
from answerable.records.synthetic.hours import Hours, Ints, hours_of_month
from answerable.records.synthetic.plan import MonthPlan
from answerable.records.synthetic.queueing import Crew, Work, serve

WARM_UP_HALF_HOURS = 8          # from 20:00 of the evening before, thrown away
OPERATOR_SECONDS = (2.0, 7.0)   # from the operator's answer to the call reaching the force
PICK_UP_SECONDS = (1.0, 4.0)    # the handler's telephone rings this long
RESERVE = 1                     # handlers kept for 999 at scale 1
CALLBACK_AFTER_MS = 120_000     # a caller who waited this long is offered a callback
CALLBACK_TAKEN = 0.18
SYSTEM_TICK_MS = (1000, 1)      # the old system writes whole seconds, the new one milliseconds
# Shares of calls that never reach the queue: (old system, new system with its longer message).
HANG_UP_IN_MESSAGE = (0.025, 0.05)
CONTAINED_BY_MESSAGE = (0.015, 0.055)
FORWARDED_SHARE = {"999": 0.003, "101": 0.006, "switchboard": 0.0}
PHANTOM_SHARE = {"999": 0.0008, "101": 0.0, "switchboard": 0.0}


@dataclass
class _Calls:
    """Calls before the queue: the contacts, and what the queue needs to know of each (milliseconds)."""

    contacts: Contacts
    gives_up: Ints
    pick_up: Ints
    talk: Ints
    wrap: Ints


def simulate_phone(plan: MonthPlan, scale: float, random: np.random.Generator) -> Contacts:
    """Every call presented in the month, in order.

    Times are whole seconds in the months of the old system: it knows no finer, and the queue runs on what it
    knows.
    """
    return simulate_room(plan, scale, random)[0]


def simulate_room(plan: MonthPlan, scale: float, random: np.random.Generator) -> tuple[Contacts, staffing.Roster]:
    """The same, and the roster of the handlers who took the calls."""
    hours = hours_of_month(plan.year, plan.month, WARM_UP_HALF_HOURS)
    calls = _gather([_calls(line, plan, hours, scale, random) for line in staffing.PHONE_LINES])
    roster = staffing.roster(plan, hours, scale, random)
    crews = staffing.crews(roster.present, hours, staffing.team_size(scale))
    _through_the_queue(calls, crews, reserve=round(RESERVE * scale))
    contacts = calls.contacts
    return contacts.take(np.flatnonzero(hours.within_month(contacts.presented))), roster


def _gather(parts: list[_Calls]) -> _Calls:
    order = np.argsort(np.concatenate([part.contacts.presented for part in parts]), kind="stable")
    columns = {name: np.concatenate([getattr(part, name) for part in parts])[order]
               for name in ("gives_up", "pick_up", "talk", "wrap")}
    return _Calls(together([part.contacts for part in parts]), **columns)


def _calls(line: str, plan: MonthPlan, hours: Hours, scale: float, random: np.random.Generator) -> _Calls:
    tick = SYSTEM_TICK_MS[plan.new_system]
    presented = _whole(arrivals(line, plan, hours, scale, random), tick)
    contacts = _who_calls(line, presented, random)
    if line == "999":
        operator = _between(OPERATOR_SECONDS, len(presented), random)
        contacts.operator = presented - _whole(operator, tick)
    _before_the_queue(contacts, line, plan, random)
    handling, count = HANDLING[line], len(presented)
    calls = _Calls(
        contacts, gives_up=contacts.queued + _whole(patience_ms(handling, count, random), tick),
        pick_up=_whole(_between(PICK_UP_SECONDS, count, random), tick),
        talk=_whole(log_normal_ms(handling.talk_seconds, handling.talk_variation, count, random), tick),
        wrap=_whole(log_normal_ms(handling.wrap_seconds, handling.wrap_variation, count, random), tick))
    if line == "101" and plan.callbacks:
        _offer_callbacks(calls, random)
    return calls


def _who_calls(line: str, presented: Ints, random: np.random.Generator) -> Contacts:
    count = len(presented)
    contacts = blank(count)
    contacts.presented = presented
    contacts.line[:] = LINES.index(line)
    contacts.origin = choose(HANDLING[line].origins, count, random)
    contacts.place = choose(PLACE_SHARES, count, random)
    if line in REASON_SHARES:
        contacts.reason = choose(REASON_SHARES[line], count, random)
        logged = (random.random(count) < LOGGED_SHARES[line]) & ~np.isin(contacts.reason, NEVER_LOGGED)
        contacts.logged = logged.astype(np.int64)
    contacts.team = np.where(contacts.origin == INTERNAL, choose(TEAM_SHARES, count, random), NONE)
    return contacts


def _before_the_queue(contacts: Contacts, line: str, plan: MonthPlan, random: np.random.Generator) -> None:
    """Play the message; let some hang up in it, be content with it, or be sent on. The others queue."""
    count = len(contacts)
    message = plan.message_seconds * 1000 if line == "101" else 0
    fate, moment = random.random(count), random.random(count)
    hang_up, contained = _message_shares(line, plan)
    edges = np.cumsum([hang_up, contained, FORWARDED_SHARE[line], PHANTOM_SHARE[line]])
    kind = np.searchsorted(edges, fate, side="right")
    contacts.outcome = np.array([ABANDONED, CONTAINED, FORWARDED, PHANTOM, ANSWERED])[kind]
    reached_end = kind >= 2
    if message:
        contacts.message_ended = np.where(reached_end, contacts.presented + message, NONE)
    contacts.queued = np.where(kind == 4, contacts.presented + message, NONE)
    tick = SYSTEM_TICK_MS[plan.new_system]
    in_message = contacts.presented + _whole(moment * message, tick)
    after = contacts.presented + message + _whole(1000 + 3000 * moment, tick)
    contacts.left = np.select([kind < 2, kind < 4], [in_message, after], NONE)


def _message_shares(line: str, plan: MonthPlan) -> tuple[float, float]:
    if line != "101":
        return 0.0, 0.0
    return HANG_UP_IN_MESSAGE[plan.new_system], CONTAINED_BY_MESSAGE[plan.new_system]


def _offer_callbacks(calls: _Calls, random: np.random.Generator) -> None:
    """Who takes the offer leaves the queue when it is made, if still waiting then."""
    contacts = calls.contacts
    offered_at = contacts.queued + CALLBACK_AFTER_MS
    takes = (random.random(len(contacts)) < CALLBACK_TAKEN) & (contacts.queued != NONE)
    takes &= offered_at < calls.gives_up
    calls.gives_up = np.where(takes, offered_at, calls.gives_up)
    # What becomes of a call that nobody answers in time; the queue decides whether it comes to that.
    contacts.outcome = np.where(takes, CALLBACK, contacts.outcome)


def _through_the_queue(calls: _Calls, crews: list[Crew], reserve: int) -> None:
    contacts = calls.contacts
    waiting = np.flatnonzero(contacts.queued != NONE)
    waiting = waiting[np.argsort(contacts.queued[waiting], kind="stable")]
    work = Work(joined=contacts.queued[waiting].tolist(), urgent=(contacts.line[waiting] == 0).tolist(),
                gives_up=calls.gives_up[waiting].tolist(),
                handling=(calls.pick_up + calls.talk + calls.wrap)[waiting].tolist())
    started, handler = (np.array(found, dtype=np.int64) for found in serve(work, crews, reserve))
    served = waiting[started != NONE]
    contacts.answered[served] = started[started != NONE] + calls.pick_up[served]
    contacts.handler[served] = handler[started != NONE]
    contacts.outcome[served] = ANSWERED
    contacts.ended[served] = contacts.answered[served] + calls.talk[served]
    contacts.wrap_ended[served] = contacts.ended[served] + calls.wrap[served]
    _those_who_left(contacts, waiting[started == NONE], calls.gives_up)


def _those_who_left(contacts: Contacts, left: Ints, gives_up: Ints) -> None:
    contacts.left[left] = gives_up[left]
    contacts.outcome[left] = np.where(contacts.outcome[left] == CALLBACK, CALLBACK, ABANDONED)


def _between(limits: tuple[float, float], count: int, random: np.random.Generator) -> Floats:
    return (limits[0] + (limits[1] - limits[0]) * random.random(count)) * 1000


def _whole(durations_ms: Floats | Ints, tick_ms: int) -> Ints:
    return (durations_ms // tick_ms).astype(np.int64) * tick_ms
