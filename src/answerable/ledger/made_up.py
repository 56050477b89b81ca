"""The one exception to the rule that the program dates an entry: the past of a force that does not exist."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from answerable.errors import InputError, WorkspaceError
from answerable.ledger.entries import Entry

SETTINGS = "answerable.toml"


def is_made_up(folder: Path) -> bool:
    """Whether the settings of a workspace say, in so many words, that nothing in it is real."""
    try:
        content = tomllib.loads((folder / SETTINGS).read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError):
        return False
    return content.get("made_up") is True


def check_given_time(folder: Path, at: datetime, known: Sequence[Entry]) -> None:
    """Let a given time pass for an entry only where nothing is real, and never before the entry that stands last. folder: the
    workspace's; known: the ledger so far. Raises WorkspaceError in a real workspace, InputError for a time without zone or
    before the newest entry's."""
    if not is_made_up(folder):
        raise WorkspaceError("a forecast is dated by the clock: a time may be given only where nothing is real.",
                             where=str(folder), remedy="Leave the time out. Only settings with made_up = true allow it.")
    if at.tzinfo is None:
        raise InputError(f"the time {at.isoformat()} has no zone.", remedy="Give it in UTC.")
    if known and at < datetime.fromisoformat(known[-1].made_at):
        raise InputError(f"the time {at.astimezone(UTC).isoformat()} lies before entry {known[-1].number} "
                         f"({known[-1].made_at}).", remedy="Record in the order of time.")


def given_time_faults(folder: Path, entries: Iterable[Entry]) -> Iterator[tuple[int, str]]:
    """(number, what is wrong) of the entries with a given time in a workspace that claims to be real: it was made up when they
    were recorded. folder: the workspace's."""
    if not is_made_up(folder):
        for entry in entries:
            if entry.made_up:
                yield entry.number, (f"entry {entry.number} was given its time when this workspace was a made-up one "
                                     "(made_up = true), and proves nothing in a real one.")
