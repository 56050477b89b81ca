"""A month of live chat, and of e-mails and web forms worked off by a small office."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from answerable.records.synthetic.callers import HANDLING, choose, log_normal_ms, patience_ms
from answerable.records.synthetic.contacts import (
    ABANDONED,
    ANSWERED,
    FORWARDED,
    LINES,
    NONE,
    Contacts,
    blank,
    together,
)
from answerable.records.synthetic.demand import Floats, arrivals
from answerable.records.synthetic.hours import DAY_MS, HALF_HOUR_MS, Hours, Ints, hours_of_month
from answerable.records.synthetic.plan import MonthPlan
from answerable.records.synthetic.queueing import Crew, Work, serve

CHATS_AT_ONCE = 3
CHAT_PEAK = (24, 36)                # half-hours with a second chat handler
FIRST_REPLY_SECONDS = (4.0, 35.0)   # from taking a chat to the first words typed
SECOND_MS = 1000
MINUTE_MS = 60_000

OFFICE_WARM_UP_DAYS = 14            # long enough for the inbox's backlog to build up
OFFICE_SLOTS = {"weekday": (16, 36), "weekend": (18, 26)}
OFFICE_HANDLERS = 4                 # at scale 1
OFFICE_VACANCY = 0.45               # of the control room's vacancies, what the office feels
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
    asked = arrivals("chat", plan, hours, scale, random) // SECOND_MS * SECOND_MS
    slot = hours.slot[hours.index(asked)]
    asked = asked[(slot >= plan.chat_hours[0]) & (slot < plan.chat_hours[1])]
    contacts = blank(len(asked))
    contacts.presented, contacts.queued = asked, asked.copy()
    contacts.line[:], contacts.origin[:] = LINES.index("chat"), 0
    _chat_queue(contacts, _chat_crews(hours, scale), random)
    return contacts


def _chat_crews(hours: Hours, scale: float) -> list[Crew]:
    """One place for each chat a handler may have; handlers' first places come before their second."""
    usual = max(1, round(scale))
    crews: list[Crew] = []
    for start, slot in zip(hours.start_ms.tolist(), hours.slot.tolist(), strict=True):
        handlers = usual * (2 if CHAT_PEAK[0] <= slot < CHAT_PEAK[1] else 1)
        crews.append((start, [handler * CHATS_AT_ONCE + place for place in range(CHATS_AT_ONCE)
                              for handler in range(1, handlers + 1)]))
    return crews


def _chat_queue(contacts: Contacts, crews: list[Crew], random: np.random.Generator) -> None:
    handling, count = HANDLING["chat"], len(contacts)
    low, high = FIRST_REPLY_SECONDS
    reply = _whole((low + (high - low) * random.random(count)) * 1000, SECOND_MS)
    talk = _whole(log_normal_ms(handling.talk_seconds, handling.talk_variation, count, random), SECOND_MS)
    wrap = _whole(log_normal_ms(handling.wrap_seconds, handling.wrap_variation, count, random), SECOND_MS)
    gives_up = contacts.queued + _whole(patience_ms(handling, count, random), SECOND_MS)
    work = Work(contacts.queued.tolist(), [False] * count, gives_up.tolist(), (reply + talk + wrap).tolist())
    started, place = (np.array(found, dtype=np.int64) for found in serve(work, crews))
    served = started != NONE
    contacts.outcome = np.where(served, ANSWERED, ABANDONED)
    contacts.answered = np.where(served, started + reply, NONE)
    contacts.ended = np.where(served, contacts.answered + talk, NONE)
    contacts.wrap_ended = np.where(served, contacts.ended + wrap, NONE)
    contacts.handler = np.where(served, place // CHATS_AT_ONCE, NONE)
    contacts.left = np.where(served, NONE, gives_up)


def simulate_inbox(plan: MonthPlan, scale: float, random: np.random.Generator) -> Contacts:
    """Every e-mail and web form that came in the month, in order, with its first reply. Whole minutes.

    First come, first served by an office that works 08:00 to 18:00, at weekends 09:00 to 13:00. Vacancies
    slow it. The two weeks before are worked too, and thrown away, so that the month begins with a backlog.
    """
    hours = hours_of_month(plan.year, plan.month, OFFICE_WARM_UP_DAYS * 48)
    contacts = together([_received(line, plan, hours, scale, random) for line in ("email", "web_form")])
    _work_off(contacts, OfficeClock.of(plan), plan, scale, random)
    return contacts.take(np.flatnonzero(hours.within_month(contacts.presented)))


def _received(line: str, plan: MonthPlan, hours: Hours, scale: float,
              random: np.random.Generator) -> Contacts:
    received = arrivals(line, plan, hours, scale, random) // MINUTE_MS * MINUTE_MS
    contacts = blank(len(received))
    contacts.presented, contacts.queued = received, received.copy()
    contacts.line[:] = LINES.index(line)
    contacts.origin = choose(HANDLING[line].origins, len(received), random)
    fate = random.random(len(received))
    edges = np.cumsum([FORWARDED_SHARE, CLOSED_UNANSWERED_SHARE])
    contacts.outcome = np.array([FORWARDED, ABANDONED, ANSWERED])[np.searchsorted(edges, fate, side="right")]
    return contacts


def _work_off(contacts: Contacts, clock: OfficeClock, plan: MonthPlan, scale: float,
              random: np.random.Generator) -> None:
    count = len(contacts)
    people = max(1, round(OFFICE_HANDLERS * scale))
    # A smaller office, or one with vacancies, takes as much longer as it lacks people.
    slower = people / (OFFICE_HANDLERS * scale) / (1 - OFFICE_VACANCY * plan.vacancy)
    handling = np.where(contacts.line == LINES.index("email"), HANDLING["email"].talk_seconds,
                        HANDLING["web_form"].talk_seconds) / HANDLING["email"].talk_seconds
    email = HANDLING["email"]
    duration = handling * slower * log_normal_ms(email.talk_seconds, email.talk_variation, count, random)
    joined = clock.worked_until(contacts.presented)
    work = Work(joined.tolist(), [False] * count, [np.inf] * count, duration.tolist())
    started, handler = serve(work, [(0, range(1, people + 1))])
    done = clock.instant(np.array(started) + duration) // MINUTE_MS * MINUTE_MS
    done = np.maximum(done, contacts.presented)
    answered = contacts.outcome == ANSWERED
    contacts.handler = np.array(handler, dtype=np.int64)
    contacts.answered = np.where(answered, done, NONE)
    contacts.left = np.where(answered, NONE, done)


@dataclass(frozen=True)
class OfficeClock:
    """Working time of the inbox: instants of opening and closing, and the time worked before each opening."""

    opens_ms: Ints
    closes_ms: Ints
    worked_ms: Ints

    @classmethod
    def of(cls, plan: MonthPlan) -> OfficeClock:
        """The office's hours from two weeks before the month to two months after it began."""
        later = plan.number + 1
        parts = [hours_of_month(plan.year, plan.month, OFFICE_WARM_UP_DAYS * 48),
                 hours_of_month(later // 12, later % 12 + 1, 0)]
        start = np.concatenate([part.start_ms for part in parts])
        day = np.concatenate([part.day for part in parts])
        slot = np.concatenate([part.slot for part in parts])
        is_open = start[_office_open(day, slot)]
        first = np.flatnonzero(np.diff(is_open, prepend=-DAY_MS) != HALF_HOUR_MS)
        closes = is_open[np.append(first[1:], len(is_open)) - 1] + HALF_HOUR_MS
        opens = is_open[first]
        worked = np.concatenate([[0], np.cumsum(closes - opens)[:-1]])
        return cls(opens, closes, worked)

    def worked_until(self, instants_ms: Ints) -> Ints:
        """Working time, in milliseconds, between the first opening and each instant."""
        spell = np.searchsorted(self.opens_ms, instants_ms, side="right") - 1
        inside = np.minimum(instants_ms, self.closes_ms[spell]) - self.opens_ms[spell]
        return np.where(spell >= 0, self.worked_ms[spell] + inside, 0)

    def instant(self, worked_ms: Floats) -> Ints:
        """The instant at which so much working time has passed."""
        spell = np.searchsorted(self.worked_ms, worked_ms, side="left") - 1
        spell = np.maximum(spell, 0)
        return (self.opens_ms[spell] + worked_ms - self.worked_ms[spell]).astype(np.int64)


def _office_open(day: Ints, slot: Ints) -> Ints:
    weekend = np.isin((day + 3) % 7, WEEKEND)
    from_slot = np.where(weekend, OFFICE_SLOTS["weekend"][0], OFFICE_SLOTS["weekday"][0])
    to_slot = np.where(weekend, OFFICE_SLOTS["weekend"][1], OFFICE_SLOTS["weekday"][1])
    return np.flatnonzero((slot >= from_slot) & (slot < to_slot))


def _whole(durations_ms: Floats, tick_ms: int) -> Ints:
    return (durations_ms // tick_ms).astype(np.int64) * tick_ms
