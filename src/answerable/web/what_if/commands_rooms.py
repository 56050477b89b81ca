"""Changes to the rooms that people put in."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

from answerable.web.accounts.rights import require
from answerable.web.audit.commanding import Did, command
from answerable.web.organisations.models import Organisation
from answerable.web.what_if.models import KeptRoom
from answerable.web.what_if.rooms import read_text
from answerable.words import mark


@command("room.added", mark("Room {number} was put in."))
def add_room(*, by: Any, force: Organisation, text: str) -> KeptRoom:
    """Put in a room, so that it can be chosen. text: its YAML. One that is there already is offered again. Raises Refused
    without "scenario.write" in the force; DefinitionError with the faults of the file, InputError for one that is too large."""
    require(by, "scenario.write", force)
    room = kept(force, text, read_text(text).name)
    room.offered = True
    room.save()
    return room


@command("room.offered", mark("Whether room {number} can be chosen was changed: {offered}."))
def offer_room(*, by: Any, room: KeptRoom, offered: bool) -> Did:
    """Take a room off the list of those to choose from, or put it back; scenarios that were made of it stay."""
    require(by, "scenario.write", room)
    room.offered = offered
    room.save()
    return Did(room, {"offered": "yes" if offered else "no"})


def kept(force: Organisation, text: str, name: str) -> KeptRoom:
    """The room with that text, made where there is none yet: saved within a command."""
    digest = sha256(text.encode()).hexdigest()
    return KeptRoom.objects.filter(force=force, sha256=digest).first() or KeptRoom.objects.create(
        force=force, sha256=digest, text=text, name=name[:200])
