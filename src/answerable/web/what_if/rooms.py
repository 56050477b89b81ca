"""The rooms that can be chosen: those of the workspace's folder `rooms`, those that somebody put in, and a made-up one where
there is neither."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from answerable.content import shipped
from answerable.errors import AnswerableError, DefinitionError, InputError
from answerable.simulation.room import Room
from answerable.simulation.room_file import read_room
from answerable.web.accounts.rights import rights_for
from answerable.web.what_if.limits import check_room, check_text
from answerable.web.what_if.models import KeptRoom, Scenario

EXAMPLE = "example"
_STEM = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,79}")


@dataclass(frozen=True)
class Choice:
    """A room that can be chosen. key: as it stands in the address; name: in words."""

    key: str
    name: str


@dataclass(frozen=True)
class OpenedRoom:
    """A room as it was read. text: its YAML; digest: SHA-256 of that."""

    key: str
    room: Room
    text: str
    digest: str


def choices(user: Any) -> list[Choice]:
    """The rooms from which somebody can choose; the workspace's own first."""
    own = [Choice(path.stem, path.stem) for path in _files()]
    kept = [Choice(f"room-{each.pk}", each.name) for each in KeptRoom.objects.filter(
        offered=True, force__in=rights_for(user).where.get("scenario.write", ())).only("pk", "name")]
    return own + kept or [Choice(EXAMPLE, _("A made-up control room"))]


def has_own() -> bool:
    """Whether the workspace has rooms of its own."""
    return any(_files())


def _files() -> Iterator[Path]:
    folder = Path(settings.WORKSPACE) / "rooms"
    yield from sorted(path for path in folder.glob("*.yaml") if _STEM.fullmatch(path.stem) and path.is_file())


def text_of(key: str, user: Any) -> str | None:
    """The YAML of a room by its key in an address; None where there is none that somebody may see."""
    if key == EXAMPLE:
        return (shipped("rooms") / "control-room.yaml").read_text(encoding="utf-8")
    if match := re.fullmatch(r"room-(\d{1,12})", key):
        return _kept(int(match[1]), user)
    path = next((path for path in _files() if path.stem == key), None)
    try:
        return path.read_text(encoding="utf-8") if path else None
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(_("The room's file cannot be read: {reason}.").format(reason=error),
                         where=f"rooms/{key}.yaml") from error


def _kept(number: int, user: Any) -> str | None:
    """The text of a room of one's own force, or of a scenario that one can read."""
    room = KeptRoom.objects.filter(pk=number).first()
    if room is None:
        return None
    reads = rights_for(user).may("scenario.write", room) or Scenario.objects.readable_by(user).filter(room=room).exists()
    return room.text if reads else None


def open_room(key: str, user: Any) -> OpenedRoom | None:
    """A room by its key; None where there is none that somebody may see. Raises InputError, DefinitionError with the faults of
    its file."""
    text = text_of(key, user)
    return None if text is None else opened(text, key)


def opened(text: str, key: str) -> OpenedRoom:
    """A room's YAML as it was read. Raises as read_text."""
    digest = sha256(text.encode()).hexdigest()
    return OpenedRoom(key, _read(text), text, digest)


@lru_cache(maxsize=32)
def _read(text: str) -> Room:
    return read_text(text)


def read_text(text: str) -> Room:
    """The room of a YAML text. Raises DefinitionError with the line of every fault; InputError for one that is larger than what
    is simulated while somebody waits."""
    check_text(text)
    with TemporaryDirectory(prefix="answerable-room-") as folder:
        path = Path(folder) / "room.yaml"
        path.write_text(text, encoding="utf-8")
        try:
            room = read_room(path)
        except DefinitionError as error:
            place = (error.where or "").rpartition("room.yaml")[2].lstrip(", ")
            raise DefinitionError(error.message, where=place or None, remedy=error.remedy, faults=error.faults) from error
    return check_room(replace(room, where=""))


def faults_of(error: AnswerableError) -> list[str]:
    """What is wrong with a room's file, a sentence each."""
    return list(error.faults) if isinstance(error, DefinitionError) and error.faults else [error.line()]
