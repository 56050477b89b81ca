"""A scenario's file (YAML) read into a Scenario. What may stand in it: docs/how-to/scenarios.md."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from answerable.content.located import File, Part
from answerable.errors import InputError
from answerable.simulation.room import Room
from answerable.simulation.scenarios.changes import Change, changed
from answerable.simulation.scenarios.changes_file import Names, read_changes

FindRoom = Callable[[str], Room]
"""From a room's name to the room. Raises InputError where there is none, DefinitionError for a faulty file."""
KEYS = ("name", "description", "room", "changes")


@dataclass(frozen=True)
class Scenario:
    """A room with changes. id: the name of its file; name: as sentences say it ("one more handler at 17:00"); room_id: the
    name of the room's file; base: that room."""

    id: str
    name: str
    description: str
    room_id: str
    base: Room
    changes: tuple[Change, ...]

    @property
    def room(self) -> Room:
        """The room with the changes. Raises InputError where they do not fit it."""
        return changed(self.base, self.changes)


def read_scenario(path: Path, find_room: FindRoom) -> Scenario:
    """The scenario of a file. Raises DefinitionError with the line of every fault; InputError for a room that is not there."""
    file = File(path, "the scenario")
    top = file.top
    top.known(*KEYS)
    room_id, base = room_of(top, find_room)
    changes = read_changes(top, "changes", Names(base))
    if not changes and not file.faults:
        top.fault("changes", "is missing: without a change the scenario is the room itself")
    name, description = top.text("name", default=path.stem), top.text("description", default="")
    file.finish()
    found = Scenario(path.stem, name, description, room_id, base, changes)
    _ = found.room      # what fits by itself may not fit after another change
    return found


def room_of(top: Part, find_room: FindRoom) -> tuple[str, Room]:
    """The name at the key `room`, and the room. Raises DefinitionError at once where there is none: without it nothing else of
    the file can be read."""
    name = top.text("room")
    if name:
        try:
            return name, find_room(name)
        except InputError as error:
            top.fault("room", f"{error.message} {error.remedy or ''}".strip())
    top.file.finish()
    raise AssertionError("a fault was noted")
