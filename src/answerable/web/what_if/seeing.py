"""What came of a room, and of the same room changed, as plain numbers: what pages show, scenarios keep and papers say.

{"repetitions", "lines": [{"name", "limit", "came", "now", "then", "difference"}], "pools": […], "faults": […]}. now and then
hold "within", "abandoned" (of 100), "wait" (seconds) and "came" (contacts); difference holds [mean, low, high] for the first
three, low to high being 95% of what the difference can be. then and difference are None where nothing is changed, and each
number is None where nobody was counted.
"""

from __future__ import annotations

from math import isnan
from typing import Any

from answerable.simulation.laying_out import queues_of
from answerable.simulation.results import Simulated, change_of
from answerable.simulation.room import Room
from answerable.simulation.stability import unstable_from
from answerable.simulation.telling import moment

# What is told of a line: what is counted, out of what, and by how much it is multiplied.
FIGURES = {"within": ("within", "answered", 100.0), "abandoned": ("abandoned", "offered", 100.0),
           "wait": ("wait_answered", "answered", 1.0)}
HOUR = 3600.0


def seen(room: Room, now: Simulated, changed: Room | None = None, then: Simulated | None = None) -> dict[str, Any]:
    """The numbers of a room, and of what it was changed into where that is given. Both were run equally often, with the same
    seed."""
    limits = {queue.name: queue.service.within for queue in queues_of(room)}
    return {
        "repetitions": now.repetitions, "days": round(room.slots / room.slots_a_day(), 2), "room": room.name,
        "lines": [_line(name, limit, now, then) for name, limit in limits.items()],
        "pools": [_pool(name, now, then) for name in now.pools],
        "faults": [fault for which, one, result in (("now", room, now), ("then", changed, then)) if one and result
                   for fault in _faults(which, one, result)]}


def _line(name: str, limit: float, now: Simulated, then: Simulated | None) -> dict[str, Any]:
    return {"name": name, "limit": limit, "now": _figures(now, name), "then": _figures(then, name) if then else None,
            "difference": {key: _difference(now, then, name, key) for key in FIGURES} if then else None}


def _figures(result: Simulated, name: str) -> dict[str, float | None]:
    found: dict[str, float | None] = {"came": round(float(result.counted(name, "offered").mean()), 2)}
    for key, (above, below, scale) in FIGURES.items():
        total = result.counted(name, below).sum()
        found[key] = round(float(result.counted(name, above).sum() / total) * scale, 4) if total else None
    return found


def _difference(now: Simulated, then: Simulated, name: str, key: str) -> list[float] | None:
    """[mean, low, high] of what the changes make; None where it cannot be told."""
    above, below, scale = FIGURES[key]
    change = change_of(*((each.counted(name, above), each.counted(name, below)) for each in (now, then)))
    return None if isnan(change[0]) else [round(number * scale, 4) for number in change]


def _pool(name: str, now: Simulated, then: Simulated | None) -> dict[str, Any]:
    return {"name": name, "now": _time(now, name), "then": _time(then, name) if then else None}


def _time(result: Simulated, name: str) -> dict[str, float]:
    """How much of their time handlers are busy (of 100), and the hours on duty, breaks and absence off."""
    place = result.pools.index(name)
    return {"busy": round(result.occupancy(name) * 100, 4), "hours": round(float(result.staffed[place].sum()) / HOUR, 2)}


def _faults(which: str, room: Room, result: Simulated) -> list[dict[str, str]]:
    """Since when a room does not keep up: [{"which", "kind", "at"}]."""
    slot = unstable_from(room, result)
    found = [("unstable", slot)] if slot is not None else []
    if result.stopped:
        found = [("stopped", min(max(int(result.stopped_at / room.slot_seconds), 0), room.slots - 1))]
    return [{"which": which, "kind": kind, "at": moment(room, at)} for kind, at in found]
