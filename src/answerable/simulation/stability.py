"""Whether a queue grows without bound: what never gives up, and never gets done."""

from __future__ import annotations

import numpy as np

from answerable.simulation.durations import handling_seconds
from answerable.simulation.results import PLACE, Simulated
from answerable.simulation.room import Room


def unstable_from(room: Room, result: Simulated) -> int | None:
    """The slot from which the work of lines that never give up outgrows the handlers and is not caught up again; None where
    there is no such slot, or the backlog at the end is less than an hour's work of those on duty then.

    Taken as a fluid: in each slot comes the work that was offered to such lines (contacts × mean handling), and goes what
    time the handlers of their pools had left by lines that do give up. Pools are taken together.
    """
    patient = [place for place, line in enumerate(room.lines) if line.service.patience.shape == "never"]
    if not patient:
        return None
    pools = {name for place in patient for name in room.lines[place].service.pools}
    come = sum(result.by_slot[place, :, PLACE["offered"]] * _handling(room, place) for place in patient)
    taken = sum(result.by_slot[place, :, PLACE["talk"]] + result.by_slot[place, :, PLACE["wrap"]]
                for place, line in enumerate(room.lines) if place not in patient and pools & set(line.service.pools))
    able = sum(result.staffed[place] for place, pool in enumerate(room.pools) if pool.name in pools)
    free = np.asarray(able) - np.asarray(taken)
    return _never_caught_up(np.asarray(come) - free, an_hour=float(free[-1]) * 3600 / room.slot_seconds)


def _handling(room: Room, place: int) -> float:
    """Handler seconds that a contact takes; several chats at once share them."""
    service = room.lines[place].service
    together = (1 + service.slowdown * (service.at_once - 1)) / service.at_once
    return handling_seconds(service) * together


def _never_caught_up(excess: np.ndarray, an_hour: float) -> int | None:
    """Where the backlog that is still there at the end began; None where it is no more than an hour's work."""
    backlog, began = 0.0, 0
    for slot, more in enumerate(excess):
        if backlog <= 0.0:
            backlog, began = 0.0, slot
        backlog += float(more)
    return began if backlog > max(an_hour, 0.0) else None
