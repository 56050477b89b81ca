"""The store of a workspace: immutable, content-named files under numbered manifests.

A manifest lists every file of one state of the workspace. A new state is a new manifest, committed by an
exclusive hard link to its number: a process killed at any moment leaves the state before or the state after,
and of two writers one wins and the other is told.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from answerable.errors import WorkspaceError
from answerable.records.contract import SERIES_COLUMNS
from answerable.records.series import Combination, Combinations, SeriesBook
from answerable.records.turns import Tell, locked, untold

FORMAT = 2
CONTACT_COLUMNS = len(SERIES_COLUMNS)
FOLDERS = ("log", "data", "cells", "series", "tmp", "releases")


@dataclass(frozen=True)
class FileRef:
    """A file of the store: its name below the workspace, rows, bytes and SHA-256."""

    name: str
    rows: int
    bytes: int
    sha256: str

    def as_json(self) -> dict[str, Any]:
        """The reference as a manifest holds it."""
        return {"name": self.name, "rows": self.rows, "bytes": self.bytes, "sha256": self.sha256}


@dataclass
class Manifest:
    """One state of a workspace. tables: table → month ("2026-09") → part → file, the parts being `records` and the
    kinds of cells; batches: every load so far; series: family of tables → the file of its series book."""

    number: int = 0
    created_at: str = ""
    note: str = ""
    tables: dict[str, dict[str, dict[str, FileRef]]] = field(default_factory=dict)
    batches: list[dict[str, Any]] = field(default_factory=list)
    series: dict[str, FileRef] = field(default_factory=dict)
    sha256: str = ""

    def files(self) -> Iterator[FileRef]:
        """Every file of this state."""
        for months in self.tables.values():
            for parts in months.values():
                yield from parts.values()
        yield from self.series.values()
        for batch in self.batches:
            if batch.get("quarantine_file"):
                yield FileRef(**batch["quarantine_file"])

    def parts(self, table: str, part: str) -> dict[str, FileRef]:
        """Month → file of one part of a table."""
        return {month: parts[part] for month, parts in sorted(self.tables.get(table, {}).items()) if part in parts}

    def following(self) -> Manifest:
        """The state after this one, to be changed: nothing of this one is shared but the files' references."""
        tables = {table: {month: dict(parts) for month, parts in months.items()} for table, months in self.tables.items()}
        # Loads are only ever marked, never changed within: a copy of each costs a fortieth of a deep one.
        return replace(self, number=self.number + 1, note="", tables=tables, batches=[dict(batch) for batch in self.batches],
                       series=dict(self.series))

    def told(self, table: str) -> dict[str, FileRef]:
        """Month → file of a table's canonical rows, with what other tables tell of them where there is such a file."""
        return self.parts(table, "records") | self.parts(table, "lives")

    def as_json(self) -> dict[str, Any]:
        """The manifest as it is written."""
        tables = {table: {month: {part: ref.as_json() for part, ref in sorted(parts.items())}
                          for month, parts in sorted(months.items())} for table, months in sorted(self.tables.items())}
        return {"format": FORMAT, "number": self.number, "parent": self.number - 1, "created_at": self.created_at,
                "note": self.note, "tables": tables,
                "series": {family: ref.as_json() for family, ref in sorted(self.series.items())},
                "batches": self.batches}

    @classmethod
    def from_json(cls, content: dict[str, Any], sha256: str) -> Manifest:
        """The manifest out of its written form."""
        tables = {table: {month: {part: FileRef(**ref) for part, ref in parts.items()}
                          for month, parts in months.items()} for table, months in content["tables"].items()}
        series = {family: FileRef(**ref) for family, ref in _by_family(content["series"]).items()}
        return cls(content["number"], content["created_at"], content["note"], tables, content["batches"], series,
                   sha256)


class ManifestTaken(Exception):
    """Another writer committed first: read the new head and do the work again on it."""


# Family of tables and key of a feed → the last day (days since 1970-01-01) that it was to bring, and why it ended.
ClosedFeeds = dict[tuple[str, tuple[str, ...]], tuple[int, str]]


class Store:
    """The files of one workspace folder. tell: where it says what it waits for; closed_feeds: gives the feeds that ended on
    purpose, of which nothing more is expected."""

    def __init__(self, folder: Path, tell: Tell = untold) -> None:
        self.folder, self.tell = folder, tell
        self.closed_feeds: Callable[[], ClosedFeeds] = dict

    def create(self) -> None:
        """Make the empty folders."""
        for name in FOLDERS:
            (self.folder / name).mkdir(parents=True, exist_ok=True)

    def path(self, ref: FileRef) -> str:
        """Where a file of the store lies."""
        return str(self.folder / ref.name)

    def head(self) -> Manifest:
        """The newest state; an empty one where nothing was loaded. Raises WorkspaceError for a damaged manifest."""
        paths = self.manifest_files()
        return self.read(paths[max(paths)]) if paths else Manifest()

    def manifest_files(self) -> dict[int, Path]:
        """Number → file of every manifest that is there, in order."""
        found = {int(path.stem): path for path in (self.folder / "log").glob("[0-9]*.json") if path.stem.isdigit()}
        return dict(sorted(found.items()))

    def at(self, when: str, time_zone: str) -> Manifest:
        """The state as it stood: `when` is a manifest's number, a day (its end) or a time of that zone.

        Raises InputError for what is none of these and for a time before the first load, WorkspaceError for a state that
        is no longer kept.
        """
        from answerable.records.history import state_at

        return state_at(self, when, time_zone)

    def read(self, path: Path) -> Manifest:
        """The manifest in a file. Raises WorkspaceError for a damaged one and for one of a newer version's format."""
        try:
            text = path.read_bytes()
            content = json.loads(text)
            check_format(int(content["format"]), path)
            return Manifest.from_json(content, hashlib.sha256(text).hexdigest())
        except (ValueError, KeyError, TypeError, AttributeError, OSError) as error:
            raise WorkspaceError(f"the manifest cannot be read ({error}).", where=str(path),
                                 remedy="Restore it from a backup. Where it is the newest, removing it goes back to the state "
                                 "before.") from error

    def commit(self, manifest: Manifest) -> None:
        """Make `manifest` the head. Raises ManifestTaken when its number was taken meanwhile."""
        target = self.folder / "log" / f"{manifest.number:08d}.json"
        temporary = self.folder / "tmp" / f"manifest-{uuid.uuid4().hex}.json"
        manifest.created_at = datetime.now(UTC).isoformat(timespec="seconds")
        # What was read is still the state before, and its digest the one that the new state follows.
        content = manifest.as_json() | {"parent_sha256": manifest.sha256}
        text = manifest_text(content).encode()
        with disk_errors(self.folder):
            write_durably(temporary, text)
            try:
                os.link(temporary, target)
            except FileExistsError as error:
                raise ManifestTaken from error
            finally:
                temporary.unlink(missing_ok=True)
            sync_folder(target.parent)
        manifest.sha256 = hashlib.sha256(text).hexdigest()

    @contextmanager
    def staging(self) -> Iterator[Path]:
        """A folder for unfinished work of a writer, removed whatever happens."""
        folder = self.folder / "tmp" / f"work-{os.getpid()}-{uuid.uuid4().hex[:8]}"
        with self.writing():
            with disk_errors(self.folder):
                folder.mkdir(parents=True)
            try:
                yield folder
            finally:
                shutil.rmtree(folder, ignore_errors=True)

    @contextmanager
    def writing(self) -> Iterator[None]:
        """While files are written that no manifest names yet: any number of writers at once, and nobody who tidies."""
        with locked(self.folder / "log" / "writers.lock", "the store is being tidied", shared=True, tell=self.tell):
            yield

    @contextmanager
    def turn(self) -> Iterator[None]:
        """One writer after the other: from reading the head to the commit of the state that follows it."""
        with locked(self.folder / "log" / "turn.lock", "another load is putting its records in", tell=self.tell):
            yield

    @contextmanager
    def alone(self, longest: float) -> Iterator[bool]:
        """While nobody writes; False where the folder knows no locks. Raises WorkspaceError when somebody still writes
        after `longest` seconds."""
        with locked(self.folder / "log" / "writers.lock", "a load or a release is being written", tell=self.tell,
                    longest=longest) as known:
            yield known

    def keep(self, kind: str, name: str, write: Callable[[Path], int]) -> FileRef:
        """Keep what `write` puts into the path it is given, under a name made of its content. It returns the rows.

        The file is written under a temporary name, synced to disk and renamed, so a name in the store always
        means a whole file.
        """
        temporary = self.folder / "tmp" / f"part-{uuid.uuid4().hex}"
        with disk_errors(self.folder):
            rows = write(temporary)
            digest = digest_of(temporary)
            size = temporary.stat().st_size
            target = self.folder / kind / f"{name}-{digest[:16]}{'.json' if kind == 'series' else '.parquet'}"
            target.parent.mkdir(parents=True, exist_ok=True)
            _sync_file(temporary)
            os.replace(temporary, target)
            sync_folder(target.parent)
        return FileRef(str(target.relative_to(self.folder)), rows, size, digest)

    def read_series(self, manifest: Manifest, family: str = "contacts") -> SeriesBook:
        """The series book of a family of tables in a state, to which codes may be added."""
        return SeriesBook(self.combinations(manifest, family))

    def combinations(self, manifest: Manifest, family: str = "contacts") -> tuple[Combination, ...]:
        """The combinations of dimensions of a family of tables, each at the place that is its code."""
        ref = manifest.series.get(family)
        return _combinations(self.folder / ref.name, family) if ref is not None else ()

    def keep_series(self, book: SeriesBook, family: str = "contacts") -> FileRef:
        """Keep the series book of a family of tables."""
        text = json.dumps(book.combinations, ensure_ascii=False).encode()

        def write(path: Path) -> int:
            path.write_bytes(text)
            return len(book.combinations)

        return self.keep("series", family, write)

    def states(self) -> Iterator[Manifest]:
        """Every state that is kept, in order. Raises WorkspaceError for a damaged manifest."""
        for path in self.manifest_files().values():
            try:
                yield self.read(path)
            except WorkspaceError:
                # One that was tidied away since the list was made is no fault.
                if path.exists():
                    raise

    def orphans(self) -> list[Path]:
        """Files that no manifest names: what a killed writer left, or what a running one has not committed yet."""
        named = {ref.name for manifest in self.states() for ref in manifest.files()}
        return [path for kind in ("data", "cells", "series", "tmp") for path in (self.folder / kind).rglob("*")
                if path.is_file() and str(path.relative_to(self.folder)) not in named]


def manifest_text(content: dict[str, Any]) -> str:
    """A manifest as JSON, a key to the line and a load to the line: people can read it, and it is written in no time."""
    def line(value: Any) -> str:
        return json.dumps(value, ensure_ascii=False)

    loads = ",\n".join(map(line, content["batches"]))
    parts = [f"{line(key)}: {line(value)}" for key, value in content.items() if key != "batches"]
    return "{" + ",\n".join([*parts, f'"batches": [\n{loads}]']) + "}\n"


def check_format(number: int, path: Path, known: int = FORMAT) -> None:
    """Refuse what a newer version wrote, in a format above the newest known. Raises WorkspaceError."""
    if number > known:
        raise WorkspaceError(f"was written by a newer version of answerable (format {number}; this one reads up to {known}).",
                             where=str(path), remedy="Install that version or a later one; nothing was changed.")


# The file's name holds the digest of its content, so what was read once stays right.
@lru_cache(maxsize=16)
def _combinations(path: Path, family: str) -> tuple[Combination, ...]:
    entries = [tuple(entry) for entry in json.loads(path.read_text(encoding="utf-8"))]
    if family == "contacts":
        # Books of version 0.1 have no team: it stands before the flag at the end.
        entries = [entry if len(entry) == CONTACT_COLUMNS else (*entry[:-1], None, entry[-1]) for entry in entries]
    return Combinations(entries)


def _by_family(series: dict[str, Any] | None) -> dict[str, dict[str, Any]]:
    """The books of a manifest; version 0.1 had one, of the contacts."""
    if not series:
        return {}
    return {"contacts": series} if "sha256" in series else series


@contextmanager
def disk_errors(folder: Path) -> Iterator[None]:
    """Turn the operating system's refusals into one line that says what to do."""
    try:
        yield
    except OSError as error:
        if isinstance(error, FileExistsError):
            raise
        raise WorkspaceError(f"cannot write: {error.strerror or error}.", where=str(folder),
                             remedy="Make room on the disk or mend the rights; nothing was changed.") from error


def write_durably(path: Path, content: bytes) -> None:
    """Write a file and wait until it is on the disk."""
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _sync_file(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Wait until a folder's names are on the disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def digest_of(path: Path) -> str:
    """SHA-256 of a file's bytes, in hex."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(1 << 20):
            digest.update(piece)
    return digest.hexdigest()
