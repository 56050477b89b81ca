"""Tidying a store: what killed writers left goes, and, where asked, states older than some days with the files that nobody
else needs. A state that a release rests on stays, and so do the two newest.

In this order, so that a kill leaves nothing that names what is not there: the states' numbers are noted, their manifests
go, then the files.
"""

from __future__ import annotations

import re
import sys
import time
import uuid
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

from answerable.errors import InputError, WorkspaceError
from answerable.records.history import Past, missing_numbers, note_tidied, releases_of
from answerable.records.store import Store, disk_errors, sync_folder
from answerable.records.turns import on_a_local_disk

# The state before the head stays whatever its age: removing the head must lead back to it.
NEWEST_KEPT = 2
# A writer on another machine may be out of sight of our lock: what it wrote within this time may still be committed.
UNSEEN_WRITER_SECONDS = 24 * 3600
PATIENCE_SECONDS = 600.0
KEPT_FOLDERS = ("data", "cells", "series")
CONTENT_NAMED = re.compile(r"-[0-9a-f]{16}\.(parquet|json)$")

Progress = Callable[[float], None]


@dataclass(frozen=True)
class Tidied:
    """What went, or would go. manifests: numbers of states; no_longer_needed: files of those states alone; left_over: files
    that no state names; bytes: of both; too_new: files that would go were they older, as a writer out of sight may own them."""

    manifests: tuple[int, ...] = ()
    no_longer_needed: tuple[str, ...] = ()
    left_over: tuple[str, ...] = ()
    bytes: int = 0
    too_new: int = 0


def tidy(store: Store, keep_days: int | None = None, *, dry_run: bool = False, now: datetime | None = None,
         patience: float = PATIENCE_SECONDS, progress: Progress = lambda _share: None) -> Tidied:
    """Tidy a store, while nobody writes. Readers go on, and see what they would have seen.

    keep_days: how many days back every state that stood can still be asked for (None: all states stay); dry_run: only say
    what would go; now: the moment to count back from; patience: seconds to wait for writers. Raises InputError for less
    than one day, WorkspaceError when a writer does not end, or a manifest or release is missing or cannot be read.
    """
    if keep_days is not None and keep_days < 1:
        raise InputError(f"history cannot be kept for {keep_days} days.", remedy="Keep one day at least: a report may be "
                         "reading the state before.")
    with store.alone(patience) as seen:
        sure = seen and on_a_local_disk(store.folder)
        states = [_Named(Past(state.number, state.created_at, state.sha256),
                         frozenset(sys.intern(ref.name) for ref in state.files())) for state in store.states()]
        _nothing_missing(store, [state.past.number for state in states])
        gone = [] if keep_days is None else _superseded(
            store, states, (now or datetime.now(UTC)) - timedelta(keep_days))
        going = _Going(store, states, gone, 0 if sure else UNSEEN_WRITER_SECONDS)
        if not dry_run:
            _remove(store, gone, going, progress)
        return going.told(gone)


@dataclass(frozen=True)
class _Named:
    """A state with the names of its files: all that is needed of it, as a history may be long."""

    past: Past
    files: frozenset[str]


def _nothing_missing(store: Store, numbers: list[int]) -> None:
    """Refuse where a manifest is missing: its files would be taken for left over. Raises WorkspaceError."""
    missing = missing_numbers(store)
    lost = [release for release in releases_of(store.folder) if release.number not in numbers]
    if missing or lost or (not numbers and any(CONTENT_NAMED.search(path.name) for path in _files(store.folder))):
        number = missing[0] if missing else lost[0].number if lost else 1
        resting = f", on which release {lost[0].release} rests" if lost and lost[0].number == number else ""
        raise WorkspaceError(f"manifest {number}{resting} is missing: which files can go cannot be told.",
                             where=str(store.folder), remedy=f"Restore log/{number:08d}.json from a backup"
                             f"{', or take the release out of releases/' if resting else ''}; nothing was removed.")


def _superseded(store: Store, states: list[_Named], before: datetime) -> list[_Named]:
    """States that a later one had followed by that moment, and that nothing rests on."""
    pinned = {release.number for release in releases_of(store.folder)}
    return [state for state, after in pairwise(states[:len(states) - NEWEST_KEPT + 1])
            if datetime.fromisoformat(after.past.created_at) < before and state.past.number not in pinned]


class _Going:
    """The files that go: those of removed states that no kept one names, and those that none names at all."""

    def __init__(self, store: Store, states: list[_Named], gone: list[_Named], least_age: float) -> None:
        self.folder, self.least_age = store.folder, least_age
        numbers = {state.past.number for state in gone}
        kept = frozenset().union(*(state.files for state in states if state.past.number not in numbers))
        once = frozenset().union(*(state.files for state in gone)) - kept
        unnamed = [path for path in _files(store.folder) if self._name(path) not in kept]
        old = [path for path in unnamed if self.old_enough(path)]
        self.too_new = len(unnamed) - len(old)
        self.no_longer_needed = [path for path in old if self._name(path) in once]
        self.left_over = [path for path in old if self._name(path) not in once]
        self.bytes = sum(_size(path) for path in old)

    def _name(self, path: Path) -> str:
        return str(path.relative_to(self.folder))

    def old_enough(self, path: Path) -> bool:
        """Whether no writer out of sight can own a file."""
        with suppress(FileNotFoundError):
            return self.least_age == 0 or time.time() - path.stat().st_mtime >= self.least_age
        return False

    def told(self, gone: Iterable[_Named]) -> Tidied:
        """What goes, by its names."""
        return Tidied(tuple(state.past.number for state in gone), tuple(sorted(map(self._name, self.no_longer_needed))),
                      tuple(sorted(map(self._name, self.left_over))), self.bytes, self.too_new)


def _files(folder: Path) -> list[Path]:
    """Every file that the program wrote and may not need. What somebody else laid beside them is not ours to remove."""
    found = [path for kind in KEPT_FOLDERS for path in (folder / kind).rglob("*") if CONTENT_NAMED.search(path.name)]
    return found + [path for path in (folder / "tmp").rglob("*") if path.is_file()]


def _size(path: Path) -> int:
    with suppress(FileNotFoundError):
        return path.stat().st_size
    return 0


def _remove(store: Store, gone: list[_Named], going: _Going, progress: Progress) -> None:
    with disk_errors(store.folder):
        if gone:
            note_tidied(store.folder, [state.past for state in gone], store.folder / "tmp" / f"tidied-{uuid.uuid4().hex}")
            sync_folder(store.folder / "log")
        paths = store.manifest_files()
        for state in gone:
            paths[state.past.number].unlink(missing_ok=True)
        if gone:
            # Were the files to go first, a power cut might bring the manifests back without them.
            sync_folder(store.folder / "log")
        files = [*going.no_longer_needed, *going.left_over]
        for place, path in enumerate(files):
            # Looked at again: a writer out of sight may have written it anew since.
            if going.old_enough(path):
                path.unlink(missing_ok=True)
            progress((place + 1) / len(files))
        _remove_empty_folders(store.folder / "tmp", going)


def _remove_empty_folders(folder: Path, going: _Going) -> None:
    for path in sorted(folder.rglob("*"), reverse=True):
        if path.is_dir() and going.old_enough(path):
            with suppress(OSError):
                path.rmdir()
