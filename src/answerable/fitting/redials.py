"""Who calls again, out of the contacts whose caller is known; and which contacts are first attempts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from answerable.fitting.contacts import ANSWERED, GAVE_UP, Contacts
from answerable.simulation.estimating.redialling import (
    FEWEST,
    LEAST_KNOWN,
    WINDOW,
    Attempts,
    Redialling,
    first_attempts,
    redialling,
)
from answerable.words import format_count, format_things

NO_REDIALS = ("Redials are not estimated: no record says that two calls are of one caller. Who calls again is among those who "
              "come.")
# From this share on nothing is said of those whose caller is not known.
NEARLY_ALL = 0.9


def redials_of(contacts: Contacts) -> tuple[Redialling | None, ...]:
    """By line; None where too few callers are known."""
    return tuple(redialling(attempts_of(contacts, line)) for line in range(len(contacts.lines)))


def attempts_of(contacts: Contacts, line: int) -> Attempts:
    """A line's contacts, as who gave up and who came again is told from them."""
    own = contacts.line == line
    wait, talk = np.nan_to_num(contacts.wait[own]), np.nan_to_num(contacts.talk[own])
    answered = contacts.outcome[own] == ANSWERED
    return Attempts(contacts.caller[own], contacts.came[own],
                    contacts.came[own] + contacts.before[own] + wait + np.where(answered, talk, 0.0),
                    contacts.outcome[own] == GAVE_UP, answered, contacts.days)


def firsts_of(contacts: Contacts, redials: Sequence[Redialling | None]) -> np.ndarray:
    """Which contacts are first attempts. On a line that was fitted with redials the others are made by the room itself: counted
    among those who come, they would come twice. On a line without, whoever calls again is among those who come."""
    first = np.ones(len(contacts.line), dtype=bool)
    for line, found in enumerate(redials):
        if found is not None and found.redial is not None:
            first[contacts.line == line] = first_attempts(attempts_of(contacts, line), found)
    return first


def redials_in_words(contacts: Contacts, redials: Sequence[Redialling | None]) -> Iterator[str]:
    """What was estimated and what not, and of how many."""
    if not contacts.caller.any():
        yield NO_REDIALS
        return
    for line, found in enumerate(redials):
        name = contacts.lines[line]
        yield f"{name}: {_not_estimated(attempts_of(contacts, line)) if found is None else _estimated(found)}"


def _estimated(found: Redialling) -> str:
    share, hours = found.share, WINDOW / 3600
    said = (f"of {format_things(found.hang_ups, 'contact', 'contacts')} that gave up and whose caller is known, "
            f"{share.value:.1%} ({share.low:.1%} to {share.high:.1%}) come again within {hours:.0f} hours beyond the "
            f"{found.background:.1%} of those answered who do")
    if found.redial is None:
        return f"{said}: no redials in the room."
    said += f", on average after {format_things(round(found.delay.mean.value), 'second', 'seconds')}"
    said += (f", at most {int(found.attempts.value)} attempts" if found.limited else
             f"; no limit of attempts was seen, so the room has {found.redial.attempts}")
    part = "" if found.known >= NEARLY_ALL else (
        f" The caller is known of {found.known:.0%} of those who gave up: the others are taken to be like them. Who is known "
        "at one attempt and not at the next makes the share come out too low.")
    return f"{said}. Arrivals are those of first attempts.{part}"


def _not_estimated(attempts: Attempts) -> str:
    known = int((attempts.gave_up & attempts.known & attempts.watched).sum())
    return (f"redials are not estimated: the caller is known of {format_count(known)} of "
            f"{format_things(int(attempts.gave_up.sum()), 'contact', 'contacts')} that gave up; needed are {FEWEST}, and "
            f"{LEAST_KNOWN:.0%} of them. Who calls again is among those who come.")
