"""The register of what is missing, and the days of a feed, of the example release."""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]

OPEN = {"from": "2025-06-04", "to": None, "reason": "the new system does not record hang-ups", "owner": "The data office",
        "mend_by": "2026-01-31", "status": "open",
        "words": "not available since 4 June 2025: the new system does not record hang-ups. The data office is to mend it by "
                 "31 January 2026"}


def example_missing() -> Json:
    """One measure that stopped, one with a gap that nobody explains, one whole, one that never came; one not defined."""
    months = [{"label": "October 2026", "from": "2026-10-01", "status": "final", "coverage": 0.5}]
    line = {"group": "101", "feeds": ["101 by phone"], "sources": ["telephone"], "months": months, "gaps": [], "entries": [],
            "since": "November 2023", "latest": "October 2026", "state": "available"}
    return {
        "measures": [
            line | {"measure": "101-abandoned", "title": "101 calls abandoned", "state": "not-available", "latest": "May 2025",
                    "gaps": [{"from": "2025-06-01", "to": None, "words": "no records came", "unexplained": False,
                              "register": [OPEN]}]},
            line | {"measure": "101-offered", "title": "101 calls offered",
                    "gaps": [{"from": "2024-02-01", "to": "2024-03-31", "words": "no records came", "unexplained": True,
                              "register": []}]},
            line | {"measure": "999-mean-time-to-answer", "title": "999: mean time to answer"},
            line | {"measure": "queue-wait", "title": "Wait in the queue", "state": "never", "months": []}],
        "wanted": [{"entry": "backlog", "title": "Incidents without a unit", "why": "Nobody knows how many wait.",
                    "asked_by": "The commissioner", "asked_where": "", "source": "", "owner": "", "by": "2026-01-31",
                    "gaps": []}],
        "findings": [{"kind": "missing-unexplained", "what": "no figure for February 2024 to March 2024.",
                      "where": "101-offered", "remedy": "Find out."}]}


def example_days() -> Json:
    """February and March of a feed: a lost day, a thin one, a doubled one, Sundays closed."""
    states = list("c".join("u" * 6 for _ in range(8)) + "uu")
    for place, state in ((9, "m"), (15, "t"), (33, "d")):
        states[place] = state
    received = [{"u": 100, "c": 0, "m": 0, "t": 12, "d": 205}[state] for state in states]
    return {"from": "2026-02-02", "states": "".join(states), "received": received,
            "expected": [0.0 if state == "c" else 100.0 for state in states]}
