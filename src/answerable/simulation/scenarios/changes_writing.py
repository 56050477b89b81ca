"""Changes as a scenario's file has them: `changes_file.read_change` reads back what is written here."""

from __future__ import annotations

from typing import Any

from answerable.simulation.room_writing import refusal_written
from answerable.simulation.scenarios.changes import (
    Absent,
    Arrivals,
    AtOnce,
    Away,
    Change,
    Down,
    Lasts,
    Move,
    Opening,
    Refuse,
    Reserve,
    Staff,
)
from answerable.simulation.scenarios.times import ALWAYS, DAY, When, clock


def written(change: Change) -> dict[str, dict[str, Any]]:
    """A change as a file has it: `read_change` reads it back equal."""
    kind, said = _said(change)
    return {kind: {key: value for key, value in said.items() if value is not None}}


def _said(change: Change) -> tuple[str, dict[str, Any]]:
    match change:
        case Staff(pool, add, times, when):
            return "staff", {"pool": pool, "add": add, "times": None if times == 1.0 else times, **_when(when)}
        case Absent(share, pool):
            return "absent", {"share": share, "pool": pool}
        case Away(share, pool):
            return "away", {"share": share, "pool": pool}
        case Opening(line, is_open, when):
            return "open" if is_open else "close", {"line": line, **_when(when)}
        case Refuse(line, rule):
            return "refuse", {"line": line, **({} if rule is None else refusal_written(rule))}
        case Arrivals(times, line, when):
            return "arrivals", {"line": line, "times": times, **_when(when)}
        case Move(line, share, of, into):
            return "move", {"line": line, "share": share, "of": _when(of), "into": _when(into)}
        case Reserve(line, keep, pool):
            return "reserve", {"line": line, "keep": keep, "pool": pool}
        case Lasts(what, times, line):
            return what, {"line": line, "times": times}
        case AtOnce(line, most, slowdown):
            return "at_once", {"line": line, "most": most, "slowdown": slowdown}
        case Down(lost, pools, when):
            return "outage", {"lost": lost, "pools": list(pools) or None, **_when(when)}
    raise TypeError(f"{change!r} is no change that a file can hold")


def _when(when: When) -> dict[str, Any]:
    if when == ALWAYS:
        return {}
    days = [day.name.lower() for day in when.days]
    return {"from": clock(when.start), "to": clock(when.end % DAY), **({"days": days} if days else {})}
