"""Taking a loaded file's records out again: a new state without them, committed like a load."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from answerable.engines import connect, quoted, write_parquet
from answerable.errors import InputError, WorkspaceError, did_you_mean
from answerable.records.older_files import rows_of
from answerable.records.refolding import Fold, refold
from answerable.records.series import SeriesBook
from answerable.records.store import FileRef, Manifest, ManifestTaken, Store
from answerable.records.tables import TABLES, family_of


def withdraw(store: Store, name: str, fold: Fold) -> int:
    """Take out the records of every standing load of the file `name` (or of the one whose SHA-256 begins so).

    Returns how many records (lines, for bands) went. Raises InputError for a file that was not loaded.
    """
    head = store.head()
    batches = _named(head, name)
    manifest = head.following()
    manifest.note = f"withdrew {name}"
    marks = sorted({batch["batch"] for batch in batches})
    gone = 0
    changed: dict[str, dict[str, FileRef]] = {}
    books: dict[str, SeriesBook] = {}
    for table in {batch["table"] for batch in batches}:
        rows, changed[table] = _without(store, head, manifest, table, marks)
        gone += rows

    def book_of(table: str) -> SeriesBook:
        return books.setdefault(family_of(table), store.read_series(head, family_of(table)))

    refold(store, head, manifest, changed, fold, book_of)
    manifest.series |= {family: store.keep_series(book, family) for family, book in books.items()}
    shared = _sharing(head, batches)
    for batch in manifest.batches:
        if batch["batch"] in marks:
            batch["withdrawn_by"] = manifest.number
        elif batch["batch"] in shared:
            batch["load_again"] = manifest.number
    try:
        store.commit(manifest)
    except ManifestTaken as error:
        raise WorkspaceError("another load committed at the same moment.", where=str(store.folder),
                             remedy="Try again.") from error
    return gone


def _named(head: Manifest, name: str) -> list[dict[str, Any]]:
    standing = [batch for batch in head.batches if not batch.get("withdrawn_by")]
    found = [batch for batch in standing if batch["file"] == name or batch["sha256"].startswith(name)]
    if not found:
        raise InputError(f"no file '{name}' is loaded.", remedy=did_you_mean(name, {batch["file"] for batch in standing})
                         or "`answerable doctor` and the page on data quality list the loads.")
    return found


def _sharing(head: Manifest, gone: list[dict[str, Any]]) -> set[str]:
    """Marks of other loads that may have had some of these records: as duplicates of them or held back for them, if they
    came later; replaced by them, if earlier. Such a record was kept once and goes with its file; what the other file says
    of it is not known any more until that is loaded again."""
    months = {month for batch in gone for month in batch["months"]}
    tables, marks = {batch["table"] for batch in gone}, {batch["batch"] for batch in gone}
    first, replaced = min(batch["manifest"] for batch in gone), any(batch["replaced"] for batch in gone)
    return {batch["batch"] for batch in head.batches
            if batch["table"] in tables and batch["batch"] not in marks and months & set(batch["months"])
            and ((batch["manifest"] >= first and (batch["duplicate"] or _held_back(batch))) or replaced)}


def _held_back(batch: dict[str, Any]) -> bool:
    return any(fault["fault"] == "interval-loaded-otherwise" for fault in batch["faults"])


def to_load_again(head: Manifest) -> list[str]:
    """Files that shared records with a withdrawn one and were not loaded again since."""
    return [batch["file"] for place, batch in enumerate(head.batches)
            if batch.get("load_again") and not batch.get("withdrawn_by")
            and not any((later["source"], later["file"]) == (batch["source"], batch["file"])
                        for later in head.batches[place + 1:])]


def _without(store: Store, head: Manifest, manifest: Manifest, table: str,
             marks: list[str]) -> tuple[int, dict[str, FileRef]]:
    """(how many rows of a table are of these loads, month → its records without them). Months left empty go from the
    manifest."""
    gone, changed = 0, {}
    listed = ", ".join(quoted(mark) for mark in marks)
    for month, ref in head.parts(table, "records").items():
        kept = _kept(store, table, month, ref, listed)
        if kept is None:
            gone += ref.rows
            manifest.tables[table].pop(month)
        elif kept.rows != ref.rows:
            gone += ref.rows - kept.rows
            changed[month] = kept
    return gone, changed


def _kept(store: Store, table: str, month: str, ref: FileRef, marks: str) -> FileRef | None:
    connection = connect(threads=1)
    schema = TABLES[table].schema
    columns = ", ".join(schema.names)
    relation = f"{rows_of(store.path(ref), schema)} WHERE batch NOT IN ({marks})"
    row = connection.execute(f"SELECT COUNT(*) FROM {relation}").fetchone()
    if not row or not row[0]:
        return None
    if row[0] == ref.rows:
        return ref

    def write(path: Path) -> int:
        return write_parquet(connection, f"SELECT {columns} FROM {relation} ORDER BY {TABLES[table].instant}, record_id", path)

    return store.keep(f"data/{table}", month, write)
