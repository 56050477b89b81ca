"""What truly happened: the contacts of one month, column by column, before any system writes them down."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np

from answerable.records.synthetic.hours import Ints

NONE = -1
OUTCOMES = ("answered", "abandoned", "callback", "contained", "forwarded", "phantom")
ANSWERED, ABANDONED, CALLBACK, CONTAINED, FORWARDED, PHANTOM = range(len(OUTCOMES))
LINES = ("999", "101", "switchboard", "chat", "email", "web_form")


@dataclass
class Contacts:
    """Times are instants in milliseconds UTC; NONE (-1) where there was no such moment.

    line, outcome, origin, place, reason: codes into LINES, OUTCOMES and the lists of `callers`; handler: the
    handler's number; left: when a contact left the queue or the system without being answered (hung up, rung
    back, contained, forwarded); logged: 1 where it led to an incident log; log_day, log_count: the number of the incident
    that it led to, or that it was about; team: of a contact from within the force, code into `callers.TEAMS`.
    """

    line: Ints
    outcome: Ints
    origin: Ints
    place: Ints
    reason: Ints
    logged: Ints
    log_day: Ints
    log_count: Ints
    team: Ints
    handler: Ints
    operator: Ints
    presented: Ints
    message_ended: Ints
    queued: Ints
    answered: Ints
    left: Ints
    ended: Ints
    wrap_ended: Ints

    def __len__(self) -> int:
        return len(self.presented)

    def take(self, which: Ints) -> Contacts:
        """The contacts at these positions, in that order."""
        return Contacts(**{field.name: getattr(self, field.name)[which] for field in fields(self)})


def blank(count: int) -> Contacts:
    """Contacts of which nothing is known yet."""
    return Contacts(**{field.name: np.full(count, NONE, dtype=np.int64) for field in fields(Contacts)})


def together(parts: list[Contacts]) -> Contacts:
    """All contacts of several groups, by the time they were presented."""
    whole = Contacts(**{field.name: np.concatenate([getattr(part, field.name) for part in parts])
                        for field in fields(Contacts)})
    return whole.take(np.argsort(whole.presented, kind="stable"))
