"""The ledger on the disk: one JSON file an entry, in a chain, and tables beside them named by their content."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from answerable import __version__
from answerable.chain import Chain
from answerable.errors import WorkspaceError
from answerable.ledger.entries import FORMAT, Entry, Table, entry_from, text_of
from answerable.ledger.made_up import check_given_time, given_time_faults
from answerable.records.store import Manifest, Store, check_format, digest_of, disk_errors, sync_folder, write_durably

FOLDER = "forecasts"
TABLES = "tables"
REMEDY = ("Restore the folder forecasts from a backup or from its history. A forecast is never changed: make a new one, both "
          "are kept and scored.")
# So many significant digits of a number are kept: more than any figure has, and few enough to read.
DIGITS = 9

Make = Callable[[Entry, Sequence[Entry]], Entry]


def chain(folder: Path) -> Chain[Entry]:
    """The ledger in a folder, whose files are added to and never changed."""
    return Chain(folder, "entry", 6, ".json", read_entry, REMEDY)


def read_entries(folder: Path) -> tuple[Entry, ...]:
    """Every entry of a ledger's folder, in order. Raises WorkspaceError that names the file where one was changed, removed or
    put elsewhere, or cannot be read."""
    return chain(folder).links()


def read_entry(path: Path) -> Entry:
    """The entry in one file. Raises WorkspaceError where it is none, or of a newer version's format."""
    try:
        return _parsed(path.read_bytes(), path)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise WorkspaceError(f"it is no entry of the ledger ({error}).", where=str(path), remedy=REMEDY) from error


@lru_cache(maxsize=4096)
def _parsed(content: bytes, path: Path) -> Entry:
    """The entry in a file's content. A release asks for the whole ledger several times."""
    given = json.loads(content)
    check_format(int(given["format"]), path, FORMAT)
    return entry_from(given, hashlib.sha256(content).hexdigest())


def ledger_faults(folder: Path) -> Iterator[tuple[Path, str]]:
    """(file, what is wrong) wherever a workspace's ledger is not as it was written: entries, the tables beside them, and what
    its newest release tells; and entries with a given time in a workspace that is not made up. folder: the workspace's."""
    record = chain(folder / FOLDER)
    whole = True
    for found in dict.fromkeys((*record.faults(), *record.released_faults(folder, FOLDER))):
        whole = False
        yield found
    if whole:
        for number, fault in given_time_faults(folder, record.links()):
            yield record.folder / record.file_name(number), fault
        for entry in record.links():
            yield from _table_faults(record.folder, entry)


def _table_faults(folder: Path, entry: Entry) -> Iterator[tuple[Path, str]]:
    for table in entry.tables:
        path = folder / table.name
        if not path.is_file():
            yield path, f"the table of entry {entry.number} is missing."
        elif digest_of(path) != table.sha256:
            yield path, f"the table of entry {entry.number} was changed after it was recorded."


def append(store: Store, time_zone: str, manifest: Manifest, make: Make, *, dry_run: bool = False,
           at: datetime | None = None) -> Entry:
    """Record an entry, and return it as it was recorded.

    manifest: the state of the records that was seen; make: gives, for an entry of which only number, time, place and state
    are filled in and for those recorded so far, the entry to record, or one of those recorded where it says nothing new;
    dry_run: record nothing; at: when it was made, for a made-up past alone. Raises what `make` raises, WorkspaceError where
    the ledger is damaged, the disk refuses or a time is given in a workspace that is not made up.
    """
    folder = store.folder / FOLDER

    def draft() -> tuple[Entry, bytes] | Entry:
        known = read_entries(folder)
        if at is not None:
            check_given_time(store.folder, at, known)
        made = make(_blank(store, time_zone, manifest, known, at), known)
        if made.number <= len(known):
            return made
        text = text_of(made).encode()
        return replace(made, sha256=hashlib.sha256(text).hexdigest()), text

    if dry_run:
        drafted = draft()
        return drafted[0] if isinstance(drafted, tuple) else drafted
    return chain(folder).append(store, draft)


def _blank(store: Store, time_zone: str, manifest: Manifest, known: Sequence[Entry], at: datetime | None) -> Entry:
    now = (at or datetime.now(UTC)).astimezone(UTC)
    newest = max(store.manifest_files(), default=0)
    if at is not None:
        # On a made-up day of the past no state of the records stood: it names none, and none was newest.
        manifest, newest = Manifest(), 0
    return Entry(len(known) + 1, now.isoformat(timespec="seconds"), now.astimezone(ZoneInfo(time_zone)).date(),
                 known[-1].sha256 if known else "", "", "", __version__, manifest.number, manifest.sha256, newest,
                 made_up=at is not None)


def keep_table(store: Store, rows: Sequence[Mapping[str, Any]]) -> Table:
    """Keep rows (each with the same keys) as a CSV file beside the entries, named by its content; the same rows once."""
    out = io.StringIO()
    writer = csv.DictWriter(out, fieldnames=list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows({key: kept(value) for key, value in row.items()} for row in rows)
    content = out.getvalue().encode()
    digest = hashlib.sha256(content).hexdigest()
    name = f"{TABLES}/{digest[:16]}.csv"
    target = store.folder / FOLDER / name
    with store.writing(), disk_errors(target.parent):
        target.parent.mkdir(parents=True, exist_ok=True)
        temporary = store.folder / "tmp" / f"table-{uuid.uuid4().hex}.csv"
        temporary.parent.mkdir(exist_ok=True)
        write_durably(temporary, content)
        os.replace(temporary, target)
        sync_folder(target.parent)
    return Table(name, len(rows), digest)


def read_table(store: Store, table: Table) -> list[dict[str, str]]:
    """The rows of a table kept beside the entries, as texts. Raises WorkspaceError where it is gone or was changed."""
    path = store.folder / FOLDER / table.name
    if not path.is_file() or digest_of(path) != table.sha256:
        raise WorkspaceError("the table is missing or was changed after it was recorded.", where=str(path), remedy=REMEDY)
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def kept(value: Any) -> Any:
    """A number with as many digits as the ledger keeps; anything else as it is."""
    return float(f"{value:.{DIGITS}g}") if isinstance(value, float) else value
