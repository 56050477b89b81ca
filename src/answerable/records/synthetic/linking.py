"""Further contacts about an incident that is already there: somebody else saw it too, or asks what has become of it.

The longer incidents wait, the more of those who ring about a case ring about one that is still waiting.
"""

from __future__ import annotations

import numpy as np

from answerable.records.synthetic.callers import REASONS
from answerable.records.synthetic.contacts import LINES, NONE, Contacts
from answerable.records.synthetic.hours import DAY_MS, Ints
from answerable.records.synthetic.incidents import WITHOUT, Incidents
from answerable.records.synthetic.texts import Mask

HOUR_MS = 3_600_000
SEEN_TOO_SHARE, SEEN_TOO_MS = 0.10, HOUR_MS     # of other answered calls to 999: about an incident of the last hour
ASKING_MS, ASKING_TRIES = 4 * DAY_MS, 2         # callers with this reason think of an incident of the last days
ASKING = REASONS.index("Update on a case")


def link_again(calls: Contacts, logs: Incidents, random: np.random.Generator) -> None:
    """Give calls that are about an open incident its number."""
    free = (calls.answered != NONE) & (calls.log_count == NONE)
    emergency = free & (calls.line == LINES.index("999"))
    _link(calls, logs, emergency & (random.random(len(calls)) < SEEN_TOO_SHARE), SEEN_TOO_MS, random)
    for _ in range(ASKING_TRIES):
        _link(calls, logs, free & (calls.reason == ASKING) & (calls.log_count == NONE), ASKING_MS, random)


def _link(calls: Contacts, logs: Incidents, which: Mask, window_ms: int, random: np.random.Generator) -> None:
    order = np.argsort(logs.created, kind="stable")
    created, ended = logs.created[order], _ended(logs)[order]
    callers = np.flatnonzero(which)
    at = calls.presented[callers]
    first, last = np.searchsorted(created, at - window_ms), np.searchsorted(created, at)
    chosen = first + (random.random(len(callers)) * (last - first)).astype(np.int64)
    there = np.flatnonzero(last > first)
    there = there[ended[chosen[there]] > at[there]]
    about = order[chosen[there]]
    calls.log_day[callers[there]], calls.log_count[callers[there]] = logs.log_day[about], logs.log_count[about]


def _ended(logs: Incidents) -> Ints:
    """When an incident stops being asked about: its end, at once for those that nobody is sent to."""
    return np.where(logs.first_grade == WITHOUT, NONE, logs.resolved)
