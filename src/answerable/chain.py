"""A record that only grows: numbered files in a folder, each holding the SHA-256 of the one before.

A file appears whole under the next number, or not at all; of two writers one gets the number. A changed, removed, swapped or
cut-off file is found and named.
"""

from __future__ import annotations

import hashlib
import json
import os
import uuid
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, Protocol, TypeVar

from answerable.errors import AnswerableError, WorkspaceError
from answerable.records.store import Store, disk_errors, sync_folder, write_durably
from answerable.records.turns import locked

NEWEST = "newest.json"


class Link(Protocol):
    """What a file of the record says of its own place in it."""

    @property
    def number(self) -> int:
        """Its place, 1 for the first."""

    @property
    def before(self) -> str:
        """The SHA-256 of the file before, "" for the first."""


L = TypeVar("L", bound=Link)
Fault = tuple[Path, str]


@dataclass(frozen=True)
class Chain(Generic[L]):
    """One record. thing: what its files are called; digits, suffix: of their names; read: the link in a file, raising
    AnswerableError for one that cannot be read; remedy: what to do where the record is not as it was written."""

    folder: Path
    thing: str
    digits: int
    suffix: str
    read: Callable[[Path], L]
    remedy: str

    def file_name(self, number: int) -> str:
        """The file of a number."""
        return f"{number:0{self.digits}d}{self.suffix}"

    def files(self) -> dict[int, Path]:
        """Number → file of everything that is there, in order."""
        found = {int(path.stem): path for path in self.folder.glob(f"[0-9]*{self.suffix}") if path.stem.isdigit()}
        return dict(sorted(found.items()))

    def links(self) -> tuple[L, ...]:
        """The whole record, in order. Raises WorkspaceError that names the file where one was changed, removed or put
        elsewhere, or cannot be read."""
        found: list[L] = []
        fault = next(self._walk(found), None)
        if fault is not None:
            raise WorkspaceError(fault[1], where=str(fault[0]), remedy=self.remedy)
        return tuple(found)

    def faults(self) -> Iterator[Fault]:
        """(file, what is wrong) wherever the record is not as it was written: a file changed, removed, put under another
        number, or added by hand. A record cut off at its end shows where the note of the newest, or a release, still tells of
        what is gone."""
        return self._walk([])

    def _walk(self, found: list[L]) -> Iterator[Fault]:
        before, last = "", 0
        for number, path in self.files().items():
            for missing in range(last + 1, number):
                yield self._path(missing), f"{self.thing} {missing} is missing, but {self.thing} {number} is there."
            link, fault = self._read(path)
            if link is None:
                yield path, f"the {self.thing} cannot be read: {fault}"
            elif link.number != number:
                yield path, f"{self.thing} {link.number} stands under the number {number}."
            elif last == number - 1 and link.before != before:
                yield (self._path(last), f"{self.thing} {last} was changed after {self.thing} {number} was recorded, or "
                       f"{self.thing} {number} was.") if last else (path, f"the first {self.thing} names one before it.")
            if link is not None:
                found.append(link)
            before, last = hashlib.sha256(path.read_bytes()).hexdigest(), number
        yield from self.newest_faults(*self.newest_noted())

    def _path(self, number: int) -> Path:
        return self.folder / self.file_name(number)

    def _read(self, path: Path) -> tuple[L | None, str]:
        try:
            return self.read(path), ""
        except AnswerableError as error:
            return None, error.message

    def newest_faults(self, number: int, sha256: str, told_by: str = "") -> Iterator[Fault]:
        """A fault where what has this number is not there with that SHA-256. told_by: what says that it was, a clause."""
        if number == 0:
            return
        path = self.files().get(number)
        told = told_by or f"{NEWEST} says"
        if path is None:
            yield self._path(number), f"{self.thing} {number} was recorded, as {told}, and is missing."
        elif hashlib.sha256(path.read_bytes()).hexdigest() != sha256:
            yield path, f"{self.thing} {number} was changed after it was recorded, as {told}."

    def released_faults(self, workspace: Path, key: str) -> Iterator[Fault]:
        """(file, what is wrong) where the newest release of a workspace rests on something that is gone, or was another then.
        key: under which release.json names the newest of the record."""
        paths = sorted((workspace / "releases").glob("[0-9]*/release.json"))
        if paths:
            newest = json.loads(paths[-1].read_bytes()).get(key, {"number": 0, "sha256": ""})
            yield from self.newest_faults(newest["number"], newest["sha256"], f"release {paths[-1].parent.name} tells")

    def newest_noted(self) -> tuple[int, str]:
        """(number, SHA-256) of the newest as noted when it was recorded; (0, "") without a note."""
        path = self.folder / NEWEST
        if not path.is_file():
            return 0, ""
        try:
            content = json.loads(path.read_bytes())
            return int(content["number"]), str(content["sha256"])
        except (ValueError, KeyError, TypeError) as error:
            raise WorkspaceError(f"the note of the newest {self.thing} cannot be read ({error}).", where=str(path),
                                 remedy=self.remedy) from error

    def append(self, store: Store, draft: Callable[[], tuple[L, bytes] | L]) -> L:
        """Record what `draft` makes as the next of the record as it stands, and return it.

        draft: gives what is to be recorded with its file's content, or something recorded already, with which nothing is done;
        it is asked again where another writer was faster. Raises what `draft` raises, and WorkspaceError where the disk
        refuses.
        """
        lock = store.folder / "log" / f"{self.folder.name}.lock"
        # Where a folder knows no locks, the exclusive link still decides who has the number.
        with store.writing(), locked(lock, f"another {self.thing} is being recorded", tell=store.tell), \
                disk_errors(self.folder):
            self.folder.mkdir(exist_ok=True)
            while True:
                made = draft()
                if not isinstance(made, tuple):
                    return made
                if self._put(store, *made):
                    self._note_newest(store)
                    return made[0]

    def _put(self, store: Store, link: L, content: bytes) -> bool:
        """Whether the file could be put under its name: False where another writer has taken the number meanwhile."""
        temporary = store.folder / "tmp" / f"{self.folder.name}-{uuid.uuid4().hex}{self.suffix}"
        temporary.parent.mkdir(exist_ok=True)
        try:
            write_durably(temporary, content)
            os.link(temporary, self._path(link.number))
        except FileExistsError:
            return False
        finally:
            temporary.unlink(missing_ok=True)
        sync_folder(self.folder)
        return True

    def _note_newest(self, store: Store) -> None:
        """Note which is the newest, so that a record cut off at its end shows. A writer killed before this leaves the note of
        the one before, which is true as well."""
        number, path = list(self.files().items())[-1]
        temporary = store.folder / "tmp" / f"newest-{uuid.uuid4().hex}.json"
        noted = {"number": number, "sha256": hashlib.sha256(path.read_bytes()).hexdigest()}
        write_durably(temporary, json.dumps(noted).encode() + b"\n")
        os.replace(temporary, self.folder / NEWEST)
        sync_folder(self.folder)


def newest_json(links: Sequence[Any]) -> dict[str, Any]:
    """How release.json names the newest of a record, by number and SHA-256; 0 and "" before the first."""
    return {"number": links[-1].number, "sha256": links[-1].sha256} if links else {"number": 0, "sha256": ""}
