"""What a release says of what came and what is missing: each feed by day, and the entries of the register."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from answerable.periods import to_date
from answerable.records.expecting import MISSING, STATES
from answerable.records.quality import feeds
from answerable.records.store import Manifest
from answerable.register import Entry
from answerable.workspace import Workspace


def coverage_json(workspace: Workspace, head: Manifest) -> list[dict[str, Any]]:
    """The part "coverage" of quality.json: each feed with its days. by_day holds, from the day "from" on, the records
    received and expected, and the state of each day by the first letter of its name (answerable.records.expecting)."""
    rows = []
    for feed in feeds(workspace.store, head):
        if not len(feed.days):
            continue
        book = feed.book()
        missing = book.of(MISSING)
        rows.append({"feed": feed.label, "from": _iso(feed.first), "to": _iso(feed.last),
                     "days_expected": len(feed.days) + len(missing), "days_received": len(feed.days),
                     "missing_days": [_iso(day) for day in missing],
                     "by_day": {"from": _iso(book.first), "received": book.received.tolist(),
                                "expected": [round(float(value), 1) for value in book.expected],
                                "states": "".join(STATES[state][0] for state in book.state)}})
    return rows


def _iso(day: int) -> str:
    return to_date(day).isoformat()


def entries_json(entries: Iterable[Entry]) -> list[dict[str, Any]]:
    """The part "register" of a measure's file: what the register says of it."""
    return [{"entry": entry.id, "title": entry.title, "gaps": [gap.as_json() for gap in entry.gaps],
             "breaks": [{"at": at.at.isoformat(), "words": at.reason} for at in entry.breaks]} for entry in entries]
