"""What is going to happen, soonest first: a binary heap."""

from __future__ import annotations

from answerable.simulation.kernel.compiled import inlined
from answerable.simulation.kernel.world import TOO_MANY_EVENTS, Room

_PLACES = (1 << 40) - 1     # a place is within this; saying so saves a test for indices that count from the end, at each step
_ROW_BITS = 24              # an event is kind, then row, then version: 4 + 24 + 32 bits


@inlined()
def code(kind: int, row: int, version: int) -> int:
    """An event in one whole number. version: of the row when the event was made; an older one is void when it comes."""
    return (version << (_ROW_BITS + 4)) | (row << 4) | kind


@inlined()
def parts(event: int) -> tuple[int, int, int]:
    """Kind, row and version of an event."""
    return event & 15, (event >> 4) & ((1 << _ROW_BITS) - 1), event >> (_ROW_BITS + 4)


@inlined()
def push(room: Room, at: float, event: int) -> None:
    """Add an event; where there is no room left, the fault is noted and the run ends."""
    events, place = room.events, room.state.events & _PLACES
    if place == len(events):
        room.state.fault = TOO_MANY_EVENTS
        return
    room.state.events = place + 1
    while place > 0:
        above = (place - 1) >> 1
        if events[above].at <= at:
            break
        events[place].at, events[place].what = events[above].at, events[above].what
        place = above
    events[place].at, events[place].what = at, event


@inlined()
def pop(room: Room) -> int:
    """Take the soonest event away and give its code. There must be one.

    The sooner of two below is found by adding a comparison, not by branching on it, which no processor can foresee. Where
    there is only one below, the other looked at is the last event itself, still in its old place: it is never moved up, as
    the loop ends there.
    """
    events, count = room.events, (room.state.events - 1) & _PLACES
    found = events[0].what
    room.state.events = count
    at, event, place, below = events[count].at, events[count].what, 0, 1
    while below < count:
        below += events[below + 1].at < events[below].at
        if events[below].at >= at:
            break
        events[place].at, events[place].what = events[below].at, events[below].what
        place, below = below, (2 * below + 1) & _PLACES
    events[place].at, events[place].what = at, event
    return found
