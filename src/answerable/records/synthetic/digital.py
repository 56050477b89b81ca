"""A month of live chat, and of e-mails and web forms worked off by a small office; drawn by the simulator's kernel (`room`)."""

from __future__ import annotations

import numpy as np

from answerable.records.synthetic.callers import HANDLING, choose
from answerable.records.synthetic.contacts import (
    ABANDONED,
    ANSWERED,
    FORWARDED,
    LINES,
    NONE,
    Contacts,
    blank,
)
from answerable.records.synthetic.demand import DEMAND, Floats, busyness, expected_arrivals
from answerable.records.synthetic.hours import Hours, Ints, hours_of_month
from answerable.records.synthetic.plan import MonthPlan
from answerable.records.synthetic.room import POOL, Desk, log_normal, see, service
from answerable.simulation.kernel.world import WAS_ANSWERED
from answerable.simulation.room import AT_ONCE, Line, Service

CHATS_AT_ONCE = 3
CHAT_PEAK = (24, 36)                # half-hours with a second chat handler
FIRST_REPLY_SECONDS = (4.0, 35.0)   # from taking a chat to the first words typed
SECOND_MS = 1000
MINUTE_MS = 60_000

OFFICE_WARM_UP_DAYS = 14            # long enough for the inbox's backlog to build up
OFFICE_SLOTS = {"weekday": (16, 36), "weekend": (18, 26)}
OFFICE_HANDLERS = 4                 # at scale 1
OFFICE_VACANCY = 0.52               # of the control room's vacancies, what the office feels
FORWARDED_SHARE = 0.03              # meant for another organisation and sent on
CLOSED_UNANSWERED_SHARE = 0.008
WEEKEND = (5, 6)


def simulate_chat(plan: MonthPlan, scale: float, random: np.random.Generator) -> Contacts:
    """Every chat asked for in the month, in order; none where chat is closed. Whole seconds.

    A handler has up to three chats at once. A chat that has begun is finished after closing time.
    """
    if plan.chat_hours is None:
        return blank(0)
    hours = hours_of_month(plan.year, plan.month, 0)
    is_open = (hours.slot >= plan.chat_hours[0]) & (hours.slot < plan.chat_hours[1])
    expected = expected_arrivals("chat", plan, hours) * scale * busyness(DEMAND["chat"], hours, random) * is_open
    handling = HANDLING["chat"]
    # A place is taken until the chat is written up; how that time falls apart is drawn afterwards.
    whole = handling.talk_seconds + handling.wrap_seconds + sum(FIRST_REPLY_SECONDS) / 2
    line = Line("chat", (), service(handling, talk=log_normal(whole, handling.talk_variation * handling.talk_seconds / whole),
                                    wrap=AT_ONCE, at_once=CHATS_AT_ONCE))
    seen = see("chat", [Desk(line, expected)], _chat_crews(hours, scale), int(hours.start_ms[0]), random)
    contacts, answered = blank(len(seen)), seen.rows["outcome"] == WAS_ANSWERED
    contacts.line[:], contacts.origin[:] = LINES.index("chat"), 0
    contacts.presented = seen.at("arrived", SECOND_MS)
    contacts.queued = contacts.presented.copy()
    contacts.outcome = np.where(answered, ANSWERED, ABANDONED)
    contacts.handler, contacts.left = seen.handler, seen.at("left", SECOND_MS)
    taken, free = seen.at("answered", SECOND_MS), seen.at("free", SECOND_MS)
    reply = np.minimum(taken + _whole(_between(FIRST_REPLY_SECONDS, len(seen), random), SECOND_MS), free)
    wrap = _whole((free - reply) * _between((0.02, 0.18), len(seen), random) / 1000, SECOND_MS)
    contacts.answered = np.where(answered, reply, NONE)
    contacts.ended = np.where(answered, free - wrap, NONE)
    contacts.wrap_ended = np.where(answered, free, NONE)
    return contacts


def _chat_crews(hours: Hours, scale: float) -> list[range]:
    usual = max(1, round(scale))
    return [range(1, 1 + usual * (2 if CHAT_PEAK[0] <= slot < CHAT_PEAK[1] else 1)) for slot in hours.slot.tolist()]


def simulate_inbox(plan: MonthPlan, scale: float, random: np.random.Generator) -> Contacts:
    """Every e-mail and web form that came in the month, in order, with its first reply. Whole minutes.

    First come, first served by an office that works 08:00 to 18:00, at weekends 09:00 to 13:00, and finishes what it has in
    hand. Vacancies slow it. The two weeks before are worked too, and thrown away, so that the month begins with a backlog; the
    month after is worked, with nothing new, so that everything is dealt with.
    """
    hours, later = hours_of_month(plan.year, plan.month, OFFICE_WARM_UP_DAYS * 48), plan.number + 1
    after = hours_of_month(later // 12, later % 12 + 1, 0)
    people = max(1, round(OFFICE_HANDLERS * scale))
    # A smaller office, or one with vacancies, takes as much longer as it lacks people.
    slower = people / (OFFICE_HANDLERS * scale) / (1 - OFFICE_VACANCY * plan.vacancy)
    desks = [Desk(_inbox_line(line, slower), np.concatenate(
        [expected_arrivals(line, plan, hours) * scale * busyness(DEMAND[line], hours, random), np.zeros(len(after.slot))]))
        for line in ("email", "web_form")]
    crews = [range(1, 1 + people) if is_open else range(0) for part in (hours, after) for is_open in _office_open(part)]
    seen = see("inbox", desks, crews, int(hours.start_ms[0]), random)
    contacts = blank(len(seen))
    contacts.line = np.array([LINES.index("email"), LINES.index("web_form")])[seen.line]
    contacts.presented = seen.at("arrived", MINUTE_MS)
    contacts.queued, contacts.handler = contacts.presented.copy(), seen.handler
    _what_became_of_them(contacts, seen.at("free", MINUTE_MS), random)
    return contacts.take(np.flatnonzero(hours.within_month(contacts.presented)))


def _inbox_line(line: str, slower: float) -> Line:
    talk = log_normal(HANDLING[line].talk_seconds * slower, HANDLING["email"].talk_variation)
    return Line(line, (), Service(talk, (POOL,)))


def _what_became_of_them(contacts: Contacts, done: Ints, random: np.random.Generator) -> None:
    """Whether a message was answered, sent on or closed unanswered, when its turn was over."""
    for line in ("email", "web_form"):
        on_line = np.flatnonzero(contacts.line == LINES.index(line))
        contacts.origin[on_line] = choose(HANDLING[line].origins, len(on_line), random)
        fate = random.random(len(on_line))
        edges = np.cumsum([FORWARDED_SHARE, CLOSED_UNANSWERED_SHARE])
        contacts.outcome[on_line] = np.array([FORWARDED, ABANDONED, ANSWERED])[np.searchsorted(edges, fate, side="right")]
    answered = contacts.outcome == ANSWERED
    contacts.answered, contacts.left = np.where(answered, done, NONE), np.where(answered, NONE, done)


def _office_open(hours: Hours) -> list[bool]:
    weekend = np.isin((hours.day + 3) % 7, WEEKEND)
    first, last = (np.where(weekend, OFFICE_SLOTS["weekend"][side], OFFICE_SLOTS["weekday"][side]) for side in (0, 1))
    found: list[bool] = ((hours.slot >= first) & (hours.slot < last)).tolist()
    return found


def _between(limits: tuple[float, float], count: int, random: np.random.Generator) -> Floats:
    return (limits[0] + (limits[1] - limits[0]) * random.random(count)) * 1000


def _whole(durations_ms: Floats, tick_ms: int) -> Ints:
    return (durations_ms // tick_ms).astype(np.int64) * tick_ms
