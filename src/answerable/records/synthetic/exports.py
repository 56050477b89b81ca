"""The four systems of the force and the tables they export: true contacts in, columns of text out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO

import numpy as np
import pyarrow as pa
from pyarrow import csv

from answerable.records.synthetic import texts
from answerable.records.synthetic.callers import PLACES, REASONS, TEAMS
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
)
from answerable.records.synthetic.hours import DAY_MS, Hours, Ints
from answerable.records.synthetic.plan import MonthPlan

UNIQUE_STEP = np.uint64(0x9E3779B97F4A7C15)     # odd, so multiplying by it keeps numbers apart


@dataclass(frozen=True)
class System:
    """One system and the form of its files. source: the name of the mapping that reads them."""

    source: str
    file_prefix: str
    delimiter: str
    encoding: str
    line_end: bytes


OLD_TELEPHONE = System("westshire-telephone-old", "telephone", ";", "cp1252", b"\r\n")
NEW_TELEPHONE = System("westshire-telephone-new", "conversations", ",", "utf-8", b"\n")
LIVE_CHAT = System("westshire-live-chat", "chats", ",", "utf-8", b"\n")
INBOX = System("westshire-inbox", "inbox", ",", "utf-8", b"\n")

OLD_RESULTS = {ANSWERED: "ANS", ABANDONED: "ABN", CALLBACK: "CBK", CONTAINED: "IVR", FORWARDED: "FWD",
               PHANTOM: "PHA"}
NEW_DISPOSITIONS = {ANSWERED: "ANSWERED", ABANDONED: "ABANDONED", CALLBACK: "CALLBACK_REQUESTED",
                    CONTAINED: "SELF_SERVED", FORWARDED: "TRANSFERRED_OUT", PHANTOM: "NO_CALLER"}
CHAT_STATUSES = {ANSWERED: "handled", ABANDONED: "left"}
INBOX_STATUSES = {ANSWERED: "replied", ABANDONED: "closed without reply", FORWARDED: "sent on"}
QUEUES = ("emergency", "non-emergency", "switchboard", "chat", "inbox", "inbox")


def old_telephone(contacts: Contacts, plan: MonthPlan, hours: Hours) -> pa.Table:
    """The old telephone system: local times without zone, durations in whole seconds."""
    answered, count = contacts.answered != NONE, len(contacts)
    hung_up = np.where(contacts.outcome == ABANDONED, contacts.left, NONE)
    return pa.table({
        "Call Ref": _old_number(plan, np.arange(count)),
        "Line": texts.words(contacts.line, ("999", "101", "SWB")),
        "Queue": texts.words(contacts.line, QUEUES),
        "Caller": texts.words(contacts.origin, ("PUB", "INT", "PTR")),
        "District": texts.words(contacts.place, PLACES),
        "Operator Connected": texts.clock_times(contacts.operator, hours),
        "Presented": texts.clock_times(contacts.presented, hours),
        "Message Secs": _seconds(contacts.presented, contacts.message_ended),
        "Queued": texts.clock_times(contacts.queued, hours),
        "Answered": texts.clock_times(contacts.answered, hours),
        "Abandoned": texts.clock_times(hung_up, hours),
        "Talk Secs": _seconds(contacts.answered, contacts.ended),
        "Handled Secs": _seconds(contacts.answered, contacts.wrap_ended),
        "Result": _outcomes(contacts, OLD_RESULTS),
        "Agent": _handlers("H", contacts.handler),
        "Reason": texts.words(np.where(answered, contacts.reason, NONE), REASONS),
        "Team": texts.words(contacts.team, TEAMS),
        "Log": _incidents(contacts),
    })


def new_telephone(contacts: Contacts, plan: MonthPlan, _hours: Hours) -> pa.Table:
    """The new telephone system: UTC to the millisecond, and nothing of the operator's connection."""
    answered, left, count = contacts.answered != NONE, contacts.left, len(contacts)
    leaves = np.where(contacts.queued != NONE, np.where(left != NONE, left, contacts.answered), NONE)
    return pa.table({
        "conversationId": _new_number(plan, np.arange(count)),
        "lineName": texts.words(contacts.line, ("Emergency 999", "Non-emergency 101", "Switchboard")),
        "queueName": texts.words(contacts.line, QUEUES),
        "callerType": texts.words(contacts.origin, ("external", "internal", "partner")),
        "division": texts.words(contacts.place, PLACES),
        "conversationStart": texts.utc_times(contacts.presented),
        "menuEnd": texts.utc_times(contacts.message_ended),
        "queueEnter": texts.utc_times(contacts.queued),
        "queueExit": texts.utc_times(leaves),
        "agentConnected": texts.utc_times(contacts.answered),
        "disconnected": texts.utc_times(np.where(answered, contacts.ended, left)),
        "wrapUpComplete": texts.utc_times(contacts.wrap_ended),
        "disposition": _outcomes(contacts, NEW_DISPOSITIONS),
        "userId": _handlers("H", contacts.handler),
        "wrapUpCode": texts.words(np.where(answered, contacts.reason, NONE), REASONS),
        "callerTeam": texts.words(contacts.team, TEAMS),
        "incidentRef": _incidents(contacts),
    })


def live_chat(contacts: Contacts, plan: MonthPlan, hours: Hours) -> pa.Table:
    """The chat system: local times with their offset."""
    return pa.table({
        "session": _monthly_number("C", plan, np.arange(1, len(contacts) + 1)),
        "requested": texts.offset_times(contacts.presented, hours),
        "first_reply": texts.offset_times(contacts.answered, hours),
        "left": texts.offset_times(contacts.left, hours),
        "closed": texts.offset_times(contacts.ended, hours),
        "notes_done": texts.offset_times(contacts.wrap_ended, hours),
        "status": _outcomes(contacts, CHAT_STATUSES),
        "operator": _handlers("C", contacts.handler),
    })


def inbox(contacts: Contacts, plan: MonthPlan, _hours: Hours) -> pa.Table:
    """The shared inbox of e-mails and web forms: minutes, on the clock of UTC."""
    return pa.table({
        "item": _monthly_number("I", plan, np.arange(1, len(contacts) + 1)),
        "kind": texts.words(contacts.line - LINES.index("email"), ("email", "web form")),
        "sender": texts.words(contacts.origin, ("public", "force", "partner")),
        "received": texts.utc_minutes(contacts.presented),
        "replied": texts.utc_minutes(contacts.answered),
        "closed": texts.utc_minutes(contacts.left),
        "status": _outcomes(contacts, INBOX_STATUSES),
        "worker": _handlers("D", contacts.handler),
        "log": _incidents(contacts),
    })


def to_lines(table: pa.Table, system: System) -> list[bytes]:
    """The lines of a table's file, without their ends: the header, one a row, and an empty last one."""
    sink = BytesIO()
    options = csv.WriteOptions(include_header=False, delimiter=system.delimiter, quoting_style="none")
    csv.write_csv(table, sink, options)
    header = system.delimiter.join(table.column_names).encode()
    return [header, *_encoded(sink.getvalue(), system.encoding).split(b"\n")]


def _encoded(text: bytes, encoding: str) -> bytes:
    if encoding == "utf-8":
        return text
    # Only places and reasons hold other than ASCII signs; replacing those few is five times faster.
    for sign in sorted({sign for word in (*PLACES, *REASONS) for sign in word if not sign.isascii()}):
        text = text.replace(sign.encode(), sign.encode(encoding))
    return text


def _seconds(begins: Ints, ends: Ints) -> pa.Array:
    return texts.numbers((ends - begins) // 1000, (begins == NONE) | (ends == NONE))


def _outcomes(contacts: Contacts, known: dict[int, str]) -> pa.Array:
    words: Sequence[str] = [known.get(code, "") for code in range(len(NEW_DISPOSITIONS))]
    return texts.words(contacts.outcome, words)


def _handlers(letter: str, handler: Ints) -> pa.Array:
    empty, count = handler == NONE, len(handler)
    return texts.column([texts.constant(letter, count), texts.digits(np.where(empty, 0, handler), 4)], empty)


def _monthly_number(letter: str, plan: MonthPlan, number: Ints) -> pa.Array:
    count = len(number)
    month = np.full(count, plan.year % 100 * 100 + plan.month)
    return texts.column([texts.constant(letter, count), texts.digits(month, 4), texts.constant("-", count),
                         texts.digits(number, 6)])


def log_numbers(day: Ints, count: Ints) -> pa.Array:
    """Numbers of incident logs, counted through each local day, as 20261031-0042; null for NONE."""
    empty = count == NONE
    known = np.where(empty, day[~empty][0] if not empty.all() else 0, day)
    return texts.column([texts.days(known * DAY_MS, "%Y%m%d-"), texts.digits(np.where(empty, 0, count), 4)], empty)


def _incidents(contacts: Contacts) -> pa.Array:
    told = contacts.answered != NONE
    return log_numbers(contacts.log_day, np.where(told, contacts.log_count, NONE))


def contact_numbers(plan: MonthPlan, place: Ints, inbox: Ints) -> pa.Array:
    """The numbers of contacts by their place in the month's calls or, where inbox is 1, messages."""
    call = _new_number(plan, place) if plan.new_system else _old_number(plan, place)
    both = pa.concat_arrays([call, _monthly_number("I", plan, place + 1)])
    return both.take(texts.numbers(np.arange(len(place)) + len(place) * inbox))


def _old_number(plan: MonthPlan, place: Ints) -> pa.Array:
    month = np.full(len(place), plan.year % 100 * 100 + plan.month)
    return texts.column([texts.digits(month, 4), texts.digits(place + 1, 6)])


def _new_number(plan: MonthPlan, place: Ints) -> pa.Array:
    number = place.astype(np.uint64) + np.uint64(plan.number) * np.uint64(1_000_000)
    return texts.column([texts.hexadecimal(number * UNIQUE_STEP)])
