"""Verifying a store: every file of every state that is kept and of every release against what was written down of it, cells
against their records, and the chain of manifests. Nothing is changed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from answerable.engines import connect, quoted
from answerable.errors import WorkspaceError
from answerable.records.contract import CONTACTS_CODE
from answerable.records.history import Past, Pinned, missing_numbers, pinned_by, tidied
from answerable.records.store import FileRef, Manifest, Store, digest_of
from answerable.records.tables import TABLES
from answerable.words import format_things

Progress = Callable[[float, str], None]
# The kinds of cells that count every contact once, under clock 0.
COUNTING_PARTS = ("days", "months")
MOST_NAMED = 5


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong. kind: a word for scripts; file: its name below the workspace; table, month, part: what it
    holds, where it is a file of records or cells; manifests: first and last number of the states that need it; load_again:
    the loaded files, as (source, file), that its records came from."""

    kind: str
    file: str
    what: str
    remedy: str
    table: str | None = None
    month: str | None = None
    part: str | None = None
    manifests: tuple[int, int] | None = None
    load_again: tuple[tuple[str, str], ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The finding for scripts."""
        return {**self.__dict__, "manifests": list(self.manifests) if self.manifests else None,
                "load_again": [{"source": source, "file": file} for source, file in self.load_again]}


@dataclass
class Verified:
    """What was looked at, and what is wrong with it."""

    manifests: int = 0
    releases: int = 0
    files: int = 0
    bytes: int = 0
    findings: list[Finding] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """The whole for scripts."""
        return {**self.__dict__, "findings": [finding.as_json() for finding in self.findings]}


@dataclass
class _Kept:
    """A file that some states name. origin: the loads that its records came from, by the newest of these states."""

    ref: FileRef
    first: int
    last: int
    table: str | None = None
    month: str | None = None
    part: str | None = None
    origin: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class _Pair:
    """Records of a month and cells made of them."""

    table: str
    records: str
    cells: str


def verify(store: Store, progress: Progress = lambda _share, _what: None) -> Verified:
    """Look at everything. progress: called with the share done (0 to 1) and the file looked at."""
    verified = Verified()
    known, pairs = _manifests(store, verified)
    pinned = list(_releases(store, verified))
    _Chain(store, verified).check()
    total = sum(kept.ref.bytes for kept in known.values()) or 1
    head = max((kept.last for kept in known.values()), default=0)
    sound = set()
    for kept in known.values():
        progress(0.9 * verified.bytes / total, kept.ref.name)
        wrong = file_fault(store.folder / kept.ref.name, kept.ref)
        verified.files, verified.bytes = verified.files + 1, verified.bytes + kept.ref.bytes
        if wrong is None:
            sound.add(kept.ref.name)
        elif not _tidied_meanwhile(store, kept):
            verified.findings.append(_damaged(kept, head, *wrong))
    with connect(threads=1) as connection:
        for place, pair in enumerate(pairs):
            progress(0.9 + 0.05 * place / len(pairs), pair.cells)
            if {pair.records, pair.cells} <= sound:
                verified.findings += _disagreement(connection, store.folder, pair, known, head)
    for release in pinned:
        progress(0.97, f"release {release.release}")
        verified.findings += _release_faults(store, release, verified)
    progress(1.0, "done")
    return verified


def _manifests(store: Store, verified: Verified) -> tuple[dict[str, _Kept], list[_Pair]]:
    """Every file that a state names, under its name, and every pair of records and cells; damaged manifests are found."""
    known: dict[str, _Kept] = {}
    pairs: dict[_Pair, None] = {}
    for number, path in store.manifest_files().items():
        try:
            manifest = store.read(path)
        except WorkspaceError as error:
            if path.exists():
                verified.findings.append(Finding("manifest", f"log/{path.name}", error.message, error.remedy or "",
                                                 manifests=(number, number)))
            continue
        verified.manifests += 1
        for ref in manifest.files():
            verified.findings += _named_otherwise(known.setdefault(ref.name, _Kept(ref, number, number)), ref, number)
        _tell_origins(manifest, known)
        pairs.update(dict.fromkeys(_pairs(manifest)))
    return known, list(pairs)


def _named_otherwise(kept: _Kept, ref: FileRef, number: int) -> Iterator[Finding]:
    kept.last = number
    if ref != kept.ref:
        yield Finding("manifest", f"log/{number:08d}.json", f"it says other things of {ref.name} than manifest {kept.first}.",
                      "Restore the manifest from a backup.", manifests=(number, number))


def _tell_origins(manifest: Manifest, known: Mapping[str, _Kept]) -> None:
    """Note what each file holds and which loads it came from."""
    loads: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for batch in manifest.batches:
        if not batch.get("withdrawn_by"):
            for month in batch.get("months", ()):
                loads.setdefault((batch["table"], month), []).append(batch)
        if batch.get("quarantine_file"):
            kept = known[batch["quarantine_file"]["name"]]
            kept.table, kept.part, kept.origin = batch["table"], "quarantine", ((batch["source"], batch["file"]),)
    for table, months in manifest.tables.items():
        for month, parts in months.items():
            for part, ref in parts.items():
                kept = known[ref.name]
                kept.table, kept.month, kept.part = table, month, part
                kept.origin = files_in_order(loads.get((table, month), ()))


def files_in_order(batches: Iterable[dict[str, Any]]) -> tuple[tuple[str, str], ...]:
    """(source, file) of loads, each once, in the order in which they were last loaded: so they can be loaded again."""
    last = {(str(batch["source"]), str(batch["file"])): place for place, batch in enumerate(batches)}
    return tuple(sorted(last, key=lambda name: last[name]))


def _pairs(manifest: Manifest) -> Iterator[_Pair]:
    for table, months in manifest.tables.items():
        for parts in months.values():
            if "records" in parts:
                yield from (_Pair(table, parts["records"].name, parts[part].name) for part in COUNTING_PARTS if part in parts)


def file_fault(path: Path, ref: FileRef) -> tuple[str, str] | None:
    """(kind, words) of what is wrong with a file of the store, or None."""
    try:
        size = path.stat().st_size
        if size != ref.bytes:
            return "changed", f"it has {format_things(size, 'byte', 'bytes')} where {ref.bytes:,} were written."
        if digest_of(path) != ref.sha256:
            return "changed", "its content is not what was written: its SHA-256 differs."
        rows = _rows(path)
    except FileNotFoundError:
        return "missing", "the file is missing."
    except (OSError, ValueError, pa.ArrowInvalid) as error:
        return "unreadable", f"it cannot be read ({str(error).splitlines()[0]})."
    if rows != ref.rows:
        return "rows", f"it holds {format_things(rows, 'row', 'rows')} where {ref.rows:,} were written down."
    return None


def check_whole(store: Store, manifest: Manifest) -> None:
    """Refuse a state of which any file is not what was written. Raises WorkspaceError that names the file."""
    for ref in manifest.files():
        fault = file_fault(store.folder / ref.name, ref)
        if fault is not None:
            raise WorkspaceError(f"a file of the records is damaged: {fault[1]}", where=ref.name,
                                 remedy="`answerable store verify WORKSPACE` says what it holds and how to mend it.")


def _rows(path: Path) -> int:
    """Rows by a Parquet file's footer; entries of a series book."""
    if path.suffix == ".json":
        return len(json.loads(path.read_text(encoding="utf-8")))
    rows: int = pq.read_metadata(path).num_rows
    return rows


def _tidied_meanwhile(store: Store, kept: _Kept) -> bool:
    """Whether every state that named a file was tidied away while we looked."""
    paths = store.manifest_files()
    gone = {past.number for past in tidied(store.folder)}
    return all(number in gone and number not in paths for number in (kept.first, kept.last))


def _damaged(kept: _Kept, head: int, kind: str, what: str) -> Finding:
    remedy = "Restore it from a backup."
    if kept.last == head and kept.month is not None:
        made = "makes these cells anew" if kept.part != "records" else \
            f"takes the month out; then load again {_listed(kept.origin)}"
        remedy += f" Without one: `answerable store mend WORKSPACE` {made}."
    elif kept.part == "records" and kept.origin:
        remedy += f" Only older states need it; its records came from {_listed(kept.origin)}."
    return Finding(kind, kept.ref.name, what, remedy, kept.table, kept.month, kept.part, (kept.first, kept.last),
                   kept.origin)


def _listed(origin: tuple[tuple[str, str], ...]) -> str:
    shown = ", ".join(file for _, file in origin[-MOST_NAMED:])
    return shown if len(origin) <= MOST_NAMED else f"{len(origin)} files, the last of them {shown}"


def _disagreement(connection: duckdb.DuckDBPyConnection, folder: Path, pair: _Pair,
                  known: Mapping[str, _Kept], head: int) -> Iterator[Finding]:
    """Whether cells count as many contacts as the records that they were made of."""
    records, cells = (f"read_parquet({quoted(str(folder / name))})" for name in (pair.records, pair.cells))
    try:
        row = connection.execute(f"SELECT (SELECT SUM(n) FROM {cells} WHERE clock = {CONTACTS_CODE}), "
                                 f"(SELECT {_counted(pair.table)} FROM {records})").fetchone()
    except duckdb.Error as error:
        yield _damaged(known[pair.cells], head, "unreadable", f"it cannot be added up ({str(error).splitlines()[0]}).")
        return
    in_cells, in_records = row or (None, None)
    if in_cells is not None and in_cells != in_records:
        yield _damaged(known[pair.cells], head, "cells", f"it counts {format_things(in_cells, 'record', 'records')} where its "
                       f"records are {in_records or 0:,}.")


def _counted(table: str) -> str:
    """SQL: how many a table's records stand for, as its cells count them."""
    if table == "contact_bands":
        return "SUM(n)"
    return "SUM(weight)" if table in TABLES and TABLES[table].weight else "COUNT(*)"


class _Chain:
    """The manifests as a chain: no number is missing, and each names the one before it by its digest."""

    def __init__(self, store: Store, verified: Verified) -> None:
        self.store, self.verified = store, verified

    def check(self) -> None:
        """Add what is wrong to the findings."""
        try:
            missing = missing_numbers(self.store)
            gone = {past.number: past for past in tidied(self.store.folder)}
        except WorkspaceError as error:
            self._found("log/tidied.json", error.message, error.remedy or "")
            return
        for number in missing:
            self._found(f"log/{number:08d}.json", "the manifest is missing, and was not tidied away.",
                        "Restore it from a backup.", number)
        self._digests(gone)

    def _digests(self, gone: Mapping[int, Past]) -> None:
        digests = {number: past.sha256 for number, past in gone.items()}
        for number, path in self.store.manifest_files().items():
            try:
                text = path.read_bytes()
                content = json.loads(text)
                parent, own = content.get("parent_sha256"), content["number"]
            except (OSError, ValueError, KeyError, AttributeError):
                continue
            digests[number] = hashlib.sha256(text).hexdigest()
            if own != number:
                self._found(f"log/{path.name}", f"it says that it is manifest {own}.", "Restore it from a backup.", number)
            if parent and number - 1 in digests and digests[number - 1] != parent:
                self._found(f"log/{number - 1:08d}.json", f"it is not the manifest that manifest {number} followed: one of "
                            "the two was changed.", "Restore both from a backup.", number)

    def _found(self, file: str, what: str, remedy: str, number: int | None = None) -> None:
        self.verified.findings.append(Finding("manifest", file, what, remedy,
                                              manifests=None if number is None else (number, number)))


def _releases(store: Store, verified: Verified) -> Iterator[Pinned]:
    for path in sorted((store.folder / "releases").glob("[0-9]*/release.json")):
        verified.releases += 1
        try:
            yield pinned_by(path)
        except WorkspaceError as error:
            verified.findings.append(Finding("release", str(path.relative_to(store.folder)), error.message,
                                             error.remedy or ""))


def _release_faults(store: Store, release: Pinned, verified: Verified) -> Iterator[Finding]:
    """A release's files against its own list, and the state that it rests on."""
    folder = store.folder / "releases" / release.release
    for name, digest in release.files.items():
        path = folder / name
        verified.files += 1
        if not path.is_file():
            yield Finding("missing", f"releases/{release.release}/{name}", "the file is missing.", "Restore it from a backup.")
            continue
        verified.bytes += path.stat().st_size
        if digest_of(path) != digest:
            yield Finding("changed", f"releases/{release.release}/{name}", "its content is not what was released.",
                          "Restore it from a backup; the site refuses it.")
    state = store.manifest_files().get(release.number)
    if state is None or digest_of(state) != release.sha256:
        what = "is missing" if state is None else "is another one now"
        yield Finding("release", f"releases/{release.release}/release.json",
                      f"manifest {release.number}, on which it rests, {what}: its figures cannot be made again.",
                      f"Restore log/{release.number:08d}.json and the files it names from a backup.",
                      manifests=(release.number, release.number))
