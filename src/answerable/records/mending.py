"""Mending the newest state where files of it are damaged and no backup has them: cells are made anew from their records; a
month whose records are damaged is taken out, and the files that it came from are to be loaded again. Older states are left as
they are."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from answerable.errors import WorkspaceError
from answerable.records.living import live
from answerable.records.refolding import Fold
from answerable.records.store import FileRef, Manifest, ManifestTaken, Store
from answerable.records.tables import family_of
from answerable.records.verifying import file_fault, files_in_order


@dataclass(frozen=True)
class Mended:
    """What was done. folded: (table, month) whose cells were made anew; taken_out: (table, month) without records now;
    load_again: (source, file) in the order in which to load them; manifest: the new state's number, None where nothing was
    damaged."""

    folded: tuple[tuple[str, str], ...] = ()
    taken_out: tuple[tuple[str, str], ...] = ()
    load_again: tuple[tuple[str, str], ...] = ()
    manifest: int | None = None


def mend(store: Store, fold: Fold) -> Mended:
    """Mend the newest state and commit it as a new one. Raises WorkspaceError where a list of series is damaged, without
    which no cell can be read, and where another writer was first."""
    head = store.head()
    damaged = {ref.name for ref in head.files() if file_fault(Path(store.path(ref)), ref) is not None}
    if not damaged:
        return Mended()
    for ref in head.series.values():
        if ref.name in damaged:
            raise WorkspaceError("the list of series is damaged: without it no record tells its line.", where=ref.name,
                                 remedy="Restore it from a backup, or load everything again into a new workspace.")
    manifest = head.following()
    manifest.note = "mended"
    _forget_quarantine(manifest, damaged)
    out = _months(head, damaged, records=True)
    folded = [at for at in _months(head, damaged, records=False) if at not in out]
    for table, month in out:
        manifest.tables[table].pop(month)
    for table, month in folded:
        parts, book = head.tables[table][month], store.read_series(head, family_of(table))
        lives = live(store, head, month, book) if "lives" in parts else {}
        cells = fold(store, table, {month: lives.get("lives", parts["records"])}, book)
        manifest.tables[table][month] = {"records": parts["records"], **lives, **cells[month]}
    again = _mark(manifest, out)
    _commit(store, manifest)
    return Mended(tuple(folded), tuple(out), again, manifest.number)


def _months(head: Manifest, damaged: set[str], *, records: bool) -> list[tuple[str, str]]:
    """(table, month) of which the records, or any cells, are damaged."""
    def harmed(parts: dict[str, FileRef]) -> bool:
        return any(ref.name in damaged for part, ref in parts.items() if (part == "records") == records)

    return [(table, month) for table, months in sorted(head.tables.items()) for month, parts in sorted(months.items())
            if harmed(parts)]


def _forget_quarantine(manifest: Manifest, damaged: set[str]) -> None:
    for batch in manifest.batches:
        if batch.get("quarantine_file", {}).get("name") in damaged:
            del batch["quarantine_file"]


def _mark(manifest: Manifest, out: list[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """Let the loads that the lost records came from be no longer known, so that their files are read again."""
    lost = [batch for batch in manifest.batches if not batch.get("withdrawn_by")
            and any(batch["table"] == table and month in batch["months"] for table, month in out)]
    for batch in lost:
        batch["load_again"] = manifest.number
    return files_in_order(lost)


def _commit(store: Store, manifest: Manifest) -> None:
    try:
        store.commit(manifest)
    except ManifestTaken as error:
        raise WorkspaceError("another load committed at the same moment.", where=str(store.folder),
                             remedy="Try again.") from error
