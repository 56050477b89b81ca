"""The room with other numbers of people: its staff by half-hour scaled, whole people with the right mean; and other demand."""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby
from math import ceil

from answerable.simulation.room import Outage, Pool, Room

# What is left of a person below this is rounding of floats.
_HAIR = 1e-9


def scaled(room: Room, ratio: float, demand: float = 1.0) -> Room:
    """The room with `ratio` times its staff in every pool and slot, and `demand` times its arrivals.

    15 × 1.02 = 15.3 handlers are 15 or 16, drawn slot by slot: the next whole number, of which an outage of this slot takes
    what is too much. So the shift pattern stays, and the mean is right.
    """
    pools, outages = [], list(room.outages)
    for pool in room.pools:
        wanted = [ratio * here for here in pool.staff]
        whole = [ceil(one - _HAIR) for one in wanted]
        pools.append(replace(pool, staff=tuple(whole)))
        outages += _taken(pool, wanted, whole)
    lines = tuple(replace(line, arrivals=tuple(demand * number for number in line.arrivals)) for line in room.lines)
    return replace(room, pools=tuple(pools), lines=lines, outages=tuple(outages))


def _taken(pool: Pool, wanted: list[float], whole: list[int]) -> list[Outage]:
    """What each slot has too much, in runs of slots that are alike."""
    lost = [1 - exact / staff if staff else 0.0 for exact, staff in zip(wanted, whole, strict=True)]
    found, first = [], 0
    for share, run in groupby(lost):
        last = first + len(list(run))
        if share > _HAIR:
            found.append(Outage(first, last, share, (pool.name,)))
        first = last
    return found
