"""A workspace's rooms and scenarios, and what came of them: files of one folder, each whole or not there.

rooms/ and scenarios/ are the user's, beside those that come with the program. scenarios/results/ is the program's: it may be
deleted at any time, which costs no more than the runs again.
"""

from __future__ import annotations

import os
import re
import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from answerable.content import content_files
from answerable.errors import InputError, WorkspaceError, did_you_mean
from answerable.records.store import write_durably
from answerable.simulation.room import Room
from answerable.simulation.room_file import read_room
from answerable.simulation.scenarios.scenario_file import Scenario, read_scenario
from answerable.simulation.scenarios.sweep_file import Sweep, is_sweep, read_sweep
from answerable.what_if.answers import Answer, Question, packed, simulator_version, unpacked

ROOMS, SCENARIOS, RESULTS = "rooms", "scenarios", "results"
_NAME = re.compile(r"[a-z0-9][a-z0-9_-]*")


class Kept:
    """The rooms, scenarios and results of a workspace's folder."""

    def __init__(self, workspace: Path) -> None:
        self.rooms_folder, self.folder = workspace / ROOMS, workspace / SCENARIOS

    def rooms(self) -> dict[str, Path]:
        """Name → file of every room, the workspace's own before the shipped."""
        return content_files(ROOMS, self.rooms_folder)

    def files(self) -> dict[str, Path]:
        """Name → file of every scenario and sweep, the workspace's own before the shipped."""
        return content_files(SCENARIOS, self.folder)

    def room(self, name: str) -> Room:
        """The room of that name. Raises InputError where there is none, DefinitionError for a faulty file."""
        return read_room(_named(name, self.rooms(), "room", "Put its file (YAML) into rooms/ of the workspace."))

    def read(self, name: str) -> Scenario | Sweep:
        """What that name stands for. Raises InputError where there is none, DefinitionError for a faulty file."""
        return self.read_file(_named(name, self.files(), "scenario", "`answerable scenarios list` names them all."))

    def read_file(self, path: Path) -> Scenario | Sweep:
        """A scenario or a sweep out of a file, its room being one of these. Raises DefinitionError, InputError."""
        return read_sweep(path, self.room) if is_sweep(path) else read_scenario(path, self.room)

    def add(self, path: Path, *, replace: bool = False) -> Scenario | Sweep:
        """Keep a copy of a file, under its own name, once it is read without a fault. Raises InputError where there is one of
        that name, or the name is none that files and commands can have; DefinitionError for a faulty file."""
        if not _NAME.fullmatch(path.stem) or path.suffix != ".yaml":
            raise InputError(f"'{path.name}' cannot be the name of a scenario's file.",
                             remedy="Use small letters, digits, - and _, and .yaml at the end.")
        target, found = self.folder / path.name, self.read_file(path)
        if target.exists() and not replace:
            raise InputError(f"there is a scenario '{path.stem}' already.", where=str(target),
                             remedy="Name the file otherwise, or say --replace.")
        with _whole(target) as temporary:
            write_durably(temporary, path.read_bytes())
        return found

    def remove(self, name: str) -> None:
        """Remove a scenario's or a sweep's file. Raises InputError where the workspace has none of that name of its own."""
        path = self.folder / f"{name}.yaml"
        if not _NAME.fullmatch(name) or not path.is_file():
            own = [file.stem for file in self.files().values() if file.parent == self.folder]
            shipped = " It comes with the program; it cannot be removed." if name in self.files() else ""
            raise InputError(f"the workspace has no scenario '{name}' of its own.{shipped}",
                             remedy=did_you_mean(name, own) or None)
        path.unlink()

    def answer(self, question: Question) -> Answer | None:
        """What came of a room, where it was run before with the same callers, as often, on the same version of the simulator,
        and its file is whole; else None."""
        try:
            content = self._file(question.digest).read_bytes()
        except FileNotFoundError:
            return None
        return unpacked(content, question.digest)

    def keep(self, question: Question, found: Answer | bytes) -> None:
        """Keep what came of a room. Raises WorkspaceError where bytes are the answer to something else."""
        content = found if isinstance(found, bytes) else packed(question, found)
        if unpacked(content, question.digest) is None:
            raise WorkspaceError("a result came back that is damaged or made by another version of the simulator.",
                                 remedy="Install the same version of answerable wherever it runs.")
        target = self._file(question.digest)
        with _whole(target) as temporary:
            write_durably(temporary, content)

    def drop_outdated(self) -> None:
        """Remove what other versions of the simulator have left: it would never be shown again."""
        for folder in (self.folder / RESULTS).glob("*"):
            if folder.is_dir() and folder.name != simulator_version():
                shutil.rmtree(folder, ignore_errors=True)

    def _file(self, digest: str) -> Path:
        return self.folder / RESULTS / simulator_version() / f"{digest}.npz"


def _named(name: str, files: dict[str, Path], thing: str, remedy: str) -> Path:
    if name not in files:
        raise InputError(f"there is no {thing} '{name}'.", remedy=did_you_mean(name, files) or remedy)
    return files[name]


@contextmanager
def _whole(target: Path) -> Iterator[Path]:
    """A file to be written beside the target, which takes its place at the end, whole, or never."""
    target.parent.mkdir(parents=True, exist_ok=True)
    temporary = target.with_name(f".{target.name}-{uuid.uuid4().hex}")
    try:
        yield temporary
        os.replace(temporary, target)
    finally:
        with suppress(FileNotFoundError):
            temporary.unlink()
