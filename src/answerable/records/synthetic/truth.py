"""The true counts of a month, and what a careful loading must make of its files."""

from __future__ import annotations

from typing import Any

import numpy as np

from answerable.records.synthetic.callers import INTERNAL
from answerable.records.synthetic.contacts import (
    ABANDONED,
    ANSWERED,
    LINES,
    NONE,
    OUTCOMES,
    PHANTOM,
    Contacts,
)
from answerable.records.synthetic.dirt import DIRT, Damage
from answerable.records.synthetic.exports import NEW_TELEPHONE, System
from answerable.records.synthetic.hours import Ints
from answerable.records.synthetic.texts import Mask

WITHIN_SECONDS = (5, 10, 20, 30, 60, 120, 300, 600, 3600, 86400, 172800)
Counts = dict[str, Any]


def count_lines(contacts: Contacts, damage: Damage, system: System) -> dict[str, Counts]:
    """Line → {"true": counts of all that happened, "loaded": counts of what the file can tell}."""
    found = {}
    for code in np.unique(contacts.line).tolist():
        on_line = contacts.line == code
        told = on_line & damage.loaded()
        clear = ~damage.of("answered_before_presented") & ~damage.of("abandoned_before_presented")
        everything = np.ones(len(contacts), np.bool_)
        # A system that records the leaving of the queue still knows its queue's clock.
        queue_clear = everything if system is NEW_TELEPHONE else clear
        found[LINES[code]] = {
            "true": _counts(contacts, on_line, clocks_ms(contacts), everything, everything),
            "loaded": _counts(contacts, told, _known_clocks(contacts, system), clear, queue_clear)}
    return found


def clocks_ms(contacts: Contacts) -> dict[str, Ints]:
    """The wait of every contact on each clock, in milliseconds; NONE where it has no such wait.

    caller: from the operator's connection on 999, else from the presentation; force: from the presentation;
    queue: from joining the queue. Each to the answer, or for those abandoned to the hang-up.
    """
    ends = np.where(contacts.outcome == ANSWERED, contacts.answered,
                    np.where(contacts.outcome == ABANDONED, contacts.left, NONE))
    by_operator = np.where(contacts.operator != NONE, contacts.operator, contacts.presented)
    starts = {"caller": by_operator, "force": contacts.presented, "queue": contacts.queued}
    return {clock: np.where((ends != NONE) & (start != NONE), ends - start, NONE)
            for clock, start in starts.items()}


def _known_clocks(contacts: Contacts, system: System) -> dict[str, Ints]:
    clocks = clocks_ms(contacts)
    if system is NEW_TELEPHONE:
        clocks["caller"] = np.where(contacts.operator != NONE, NONE, clocks["caller"])
    return clocks


def _counts(contacts: Contacts, which: Mask, clocks: dict[str, Ints],
            clear: Mask, queue_clear: Mask) -> Counts:
    outcome = contacts.outcome[which]
    counts: Counts = {name: int((outcome == code).sum()) for code, name in enumerate(OUTCOMES)}
    counts["contacts"] = len(outcome)
    counts["offered"] = len(outcome) - counts[OUTCOMES[PHANTOM]]
    counts["internal"] = int((contacts.origin[which] == INTERNAL).sum())
    known = {"caller": clear, "force": clear, "queue": queue_clear}
    for code in (ANSWERED, ABANDONED):
        counts[f"{OUTCOMES[code]}_waits"] = {
            clock: _waits(waits, which & (contacts.outcome == code) & known[clock])
            for clock, waits in clocks.items()}
    return counts


def _waits(waits: Ints, which: Mask) -> Counts | None:
    known = waits[which & (waits != NONE)]
    if not len(known):
        return None
    sorted_waits = np.sort(known)
    within = np.searchsorted(sorted_waits, np.array(WITHIN_SECONDS) * 1000, side="right")
    return {"count": len(known), "sum_ms": int(known.sum()), "longest_ms": int(sorted_waits[-1]),
            "within_seconds": dict(zip(map(str, WITHIN_SECONDS), within.tolist(), strict=True))}


def count_file(damage: Damage, rows: Ints, system: System) -> Counts:
    """What loading the file must report: rows read, accepted, quarantined, duplicate, times voided."""
    happened = {kind: int(damage.of(kind).sum()) for kind in DIRT}
    quarantined = {kind: happened[kind] for kind in ("short_row", "unknown_outcome")}
    return {
        "source": system.source, "read": len(rows), "quarantined": quarantined,
        "duplicate": happened["repeated_row"],
        "accepted": len(rows) - sum(quarantined.values()) - happened["repeated_row"],
        "voided": {"answered_at": happened["answered_before_presented"],
                   "abandoned_at": happened["abandoned_before_presented"]},
        "repeated_from_month_before": 0, "lost_with_the_missing_day": int(damage.lost.sum())}
