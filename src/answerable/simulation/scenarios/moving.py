"""A share of one time's contacts moved to another time."""

from __future__ import annotations

from collections.abc import Sequence

from answerable.errors import InputError
from answerable.simulation.room import Room
from answerable.simulation.scenarios.times import When, days_of, slots_of, slots_on


def moved(arrivals: Sequence[float], share: float, of: When, into: When, room: Room) -> tuple[float, ...]:
    """Contacts expected by slot, with a share of those in one span come in another instead; the sum stays. Where both spans
    begin on the same days, each day's stay on that day. Raises InputError where there is no slot to move them to."""
    found = list(arrivals)
    if days_of(of, room) != days_of(into, room):
        pairs = [(slots_of(of, room), slots_of(into, room))]
    else:
        pairs = [(slots_on(of, day, room), slots_on(into, day, room)) for day in days_of(of, room)]
    for source, target in pairs:
        taken = {slot: arrivals[slot] * share for slot in source}
        for slot, number in taken.items():
            found[slot] -= number
        for slot, number in _spread(sum(taken.values()), target, arrivals, into, room).items():
            found[slot] += number
    return tuple(found)


def _spread(total: float, slots: Sequence[int], arrivals: Sequence[float], into: When, room: Room) -> dict[int, float]:
    """A total over slots in proportion to who comes then already; evenly where nobody does."""
    if not slots:
        raise InputError(f"{room.name} has no slot at {into}, so nothing can be moved there.", remedy="Name another time.")
    there = sum(arrivals[slot] for slot in slots)
    return {slot: total * arrivals[slot] / there if there else total / len(slots) for slot in slots}
