"""A cover written back into its room: what was rostered is the staff, breaks at their half-hours in place of a share away."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from answerable.errors import InputError
from answerable.simulation.room import Room
from answerable.staffing.requirement import with_staff
from answerable.staffing.shifts.cover import Cover


def rostered_room(room: Room, pool: str, cover: Cover) -> Room:
    """The room whose pool is staffed as the cover rosters it: people on duty less those on a break, rounded to whole people (a
    half to the even number), of whom the pool's share is absent as before. Raises InputError where the room is not a week."""
    if room.slots != len(cover.need.people):
        raise InputError(f"{room.name} covers {room.slots} slots, and shifts were found for {len(cover.need.people)}.",
                         where=room.where or None, remedy="Write `days: 7` to have it simulated with them.")
    staffed = with_staff(room, pool, [int(people) for people in np.rint(cover.at_desks)])
    return replace(staffed, name=f"{room.name} on {cover.pattern.title}",
                   pools=tuple(replace(own, away=cover.need.kept_away) if own.name == pool else own for own in staffed.pools))
