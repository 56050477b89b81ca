"""Loading files into a workspace's store: prepared side by side, merged, folded, and committed as one or not at all."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from datetime import UTC, datetime
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from answerable.engines.side_by_side import side_by_side
from answerable.errors import InputError, WorkspaceError
from answerable.records.correcting import correction_of
from answerable.records.merging import Incoming, Merged, merge_month
from answerable.records.moving import moved_records
from answerable.records.preparing import LoadReport, Order, Prepared, prepare, prepare_quietly
from answerable.records.refolding import Fold, refold
from answerable.records.series import SeriesBook
from answerable.records.sources import read_source
from answerable.records.staging import Progress, month_name
from answerable.records.store import FileRef, Manifest, ManifestTaken, Store, digest_of
from answerable.records.table import Table
from answerable.records.tables import TABLES, family_of
from answerable.words import format_things

TRIES = 5
FILES_AT_ONCE = 2
# Preparing in processes of their own pays from this many bytes on: starting one takes a second.
WORTH_PROCESSES = 20_000_000
# Shares of the whole work, for the progress shown.
PREPARED_SHARE, MERGED_SHARE = 0.6, 0.95


@dataclass(frozen=True)
class LoadSettings:
    """What a load needs of the workspace. time_zone: of its figures; key: its secret for pseudonyms; fold: how records
    become cells."""

    time_zone: str
    key: bytes
    fold: Fold


def load_files(store: Store, items: Sequence[tuple[Path, Path]], settings: LoadSettings,
               progress: Progress) -> list[LoadReport]:
    """Load files, given as (mapping's file, file), under one manifest: all of them or, when an error is raised, none.

    A file loaded already changes nothing. Raises InputError for a file that is not what its source says,
    WorkspaceError when the store cannot be written.
    """
    with store.staging() as folder:
        orders = [_order(source, path, folder / str(place), settings) for place, (source, path) in enumerate(items)]
        head = store.head()
        reports: list[LoadReport | None] = [_loaded_before(head, order) for order in orders]
        todo = [place for place, report in enumerate(reports) if report is None]
        prepared = _prepare([orders[place] for place in todo], progress)
        if prepared:
            with store.turn():
                _commit(store, prepared, settings, progress)
        for place, item in zip(todo, prepared, strict=True):
            reports[place] = item.report
    progress(1.0)
    return [report for report in reports if report is not None]


def _order(source: Path, path: Path, folder: Path, settings: LoadSettings) -> Order:
    if not path.is_file():
        raise InputError(f"there is no file '{path}'.", remedy="Check the name and the folder.")
    return Order(source, path, digest_of(path), folder, settings.time_zone, settings.key)


def _loaded_before(head: Manifest, order: Order) -> LoadReport | None:
    """A report of nothing done, if this very file was loaded by this very mapping and still stands."""
    source = read_source(order.source_path)
    for batch in reversed(head.batches):
        if batch["source"] != source.name or batch.get("withdrawn_by"):
            continue
        if batch["sha256"] == order.sha256 and batch["mapping"] == source.digest and not batch.get("load_again"):
            report = LoadReport(source.name, order.path.name, order.sha256, batch["read"], 0, 0, batch["read"])
            report.manifest = batch["manifest"]
            report.warn(f"this very file was loaded already (manifest {batch['manifest']}); nothing changed.")
            return report
        if batch["file"] == order.path.name:
            return None
    return None


def _prepare(orders: list[Order], progress: Progress) -> list[Prepared]:
    if len(orders) < 2 or sum(order.path.stat().st_size for order in orders) < WORTH_PROCESSES:
        return [prepare(order, _part_of(progress, place, len(orders))) for place, order in enumerate(orders)]
    try:
        return _prepare_side_by_side(orders, progress)
    except BrokenProcessPool:
        # A script without a main guard is run again by each new process and breaks it: then one file after the other.
        return [prepare(order, _part_of(progress, place, len(orders))) for place, order in enumerate(orders)]


def _prepare_side_by_side(orders: list[Order], progress: Progress) -> list[Prepared]:
    prepared = []
    # Spawned, not forked: a forked engine or reader may wait for ever on a thread that was not copied.
    with ProcessPoolExecutor(FILES_AT_ONCE, mp_context=get_context("spawn")) as pool:
        for place, item in enumerate(pool.map(prepare_quietly, orders)):
            prepared.append(item)
            progress(PREPARED_SHARE * (place + 1) / len(orders))
    return prepared


def _part_of(progress: Progress, place: int, files: int) -> Progress:
    """The progress of one file of several, as a part of the whole."""
    return lambda share: progress(PREPARED_SHARE * (place + share) / files)


def _commit(store: Store, prepared: list[Prepared], settings: LoadSettings, progress: Progress) -> None:
    for _ in range(TRIES):
        head = store.head()
        manifest = head.following()
        _Merging(store, head, manifest, settings, progress).merge(prepared)
        try:
            store.commit(manifest)
        except ManifestTaken:
            continue
        return
    raise WorkspaceError("other loads kept committing first.", where=str(store.folder), remedy="Try again.")


class _Merging:
    """Prepared files put together with one state of the store, into the manifest of the next."""

    def __init__(self, store: Store, head: Manifest, manifest: Manifest, settings: LoadSettings,
                 progress: Progress) -> None:
        self.store, self.head, self.manifest = store, head, manifest
        self.settings, self.progress = settings, progress
        self.books: dict[str, SeriesBook] = {}

    def merge(self, prepared: list[Prepared]) -> None:
        changed: dict[str, dict[str, FileRef]] = {}
        by_table: dict[str, list[Prepared]] = {}
        for item in prepared:
            by_table.setdefault(item.source.table, []).append(item)
        for table, items in by_table.items():
            changed[table] = self._bands(items) if table == "contact_bands" else self._records(TABLES[table], items)
        refold(self.store, self.head, self.manifest, changed, self.settings.fold, self._book)
        for family, book in self.books.items():
            self.manifest.series[family] = self.store.keep_series(book, family)
        self.progress(MERGED_SHARE)
        self.manifest.batches += [self._entry(item) for item in prepared]

    def _book(self, table: str) -> SeriesBook:
        family = family_of(table)
        if family not in self.books:
            self.books[family] = self.store.read_series(self.head, family)
        return self.books[family]

    def _records(self, table: Table, prepared: list[Prepared]) -> dict[str, FileRef]:
        """Merge month by month, each file in its turn. Returns the months' new files."""
        held = self.head.parts(table.name, "records")
        incoming = [self._incoming(item, held) for item in prepared]
        months = sorted({month for item in incoming for month in item.months})
        totals = [Merged() for _ in incoming]
        records: dict[str, FileRef] = {}
        # Only the files that touch a month go into its merging; two months at a time, each with one engine thread.
        touching = {month: [place for place, item in enumerate(incoming) if month in item.months] for month in months}
        def merged_month(month: str) -> tuple[list[Merged], FileRef | None]:
            return merge_month(self.store, table, month, [incoming[at] for at in touching[month]], held.get(month))

        with side_by_side(merged_month, months, FILES_AT_ONCE) as results:
            for place, (month, (merged, file)) in enumerate(zip(months, results, strict=True)):
                self._note(table, month, merged, file, [totals[at] for at in touching[month]], records)
                self.progress(PREPARED_SHARE + (MERGED_SHARE - PREPARED_SHARE) * place / len(months))
        for item, total in zip(prepared, totals, strict=True):
            _report_records(item, total)
        return records

    def _note(self, table: Table, month: str, merged: list[Merged], file: FileRef | None, totals: list[Merged],
              records: dict[str, FileRef]) -> None:
        """Add a month's outcome up, and mind its new file."""
        for total, part in zip(totals, merged, strict=True):
            total.add(part)
        if file is not None:
            records[month] = file
        elif any(part.changed for part in merged):
            self.manifest.tables.get(table.name, {}).pop(month, None)

    def _incoming(self, item: Prepared, held: dict[str, FileRef]) -> Incoming:
        assert item.staged is not None
        book = self._book(item.source.table)
        codes = [book.code(combination) for combination in item.combinations]
        correction = correction_of(self.store, self.head, held, item)
        moved = moved_records(self.store, held, item)
        own = {month for batch in correction.loads for month in batch["months"]} & set(held)
        return Incoming(item.staged.files, codes, correction, frozenset(own | set(item.staged.files) | set(moved)), moved)

    def _bands(self, prepared: list[Prepared]) -> dict[str, FileRef]:
        from answerable.records.bands_merging import BandsMerging

        merging = BandsMerging(self.store, self.head, self._book("contact_bands"))
        for item in prepared:
            merging.add(item)
        return merging.write(self.manifest)

    def _entry(self, item: Prepared) -> dict[str, Any]:
        """The load as the manifest remembers it."""
        item.report.manifest = self.manifest.number
        series, latest, months = _extent(item)
        table = TABLES[item.source.table]
        at = [table.series_columns.index(name) for name in table.feed]
        feeds = sorted({tuple(str(item.combinations[code][place]) for place in at) for code in series})
        entry = item.report.as_json() | {
            "title": item.source.title, "table": item.source.table, "mapping": item.source.digest,
            "mapping_version": item.source.version,
            "loaded_at": datetime.now(UTC).isoformat(timespec="seconds"), "time_zone": item.zone, "batch": item.batch,
            "months": sorted(months), "feeds": [list(feed) for feed in feeds],
            "cut_off": datetime.fromtimestamp(latest / 1000, UTC).isoformat(timespec="seconds") if latest else None}
        if item.tally.rows:
            entry["quarantine_file"] = self._keep_quarantine(item).as_json()
        return entry

    def _keep_quarantine(self, item: Prepared) -> FileRef:
        rows, codes, columns = zip(*item.tally.rows, strict=True)
        table = pa.table({"file": [item.report.file] * len(rows), "row": rows, "reason": codes, "column": columns})

        def write(path: Path) -> int:
            pq.write_table(table, path)
            return int(table.num_rows)

        return self.store.keep("data/quarantine", item.batch, write)


def _extent(item: Prepared) -> tuple[set[int], int, Iterator[str] | set[str]]:
    """(series codes that occur, instant of the latest record in ms, months touched) of a file."""
    if item.staged is not None:
        return item.staged.series, item.staged.cut_off_ms, set(item.staged.files)
    assert item.intervals is not None
    latest = max((interval.start_ms for interval in item.intervals.kept), default=0)
    length = item.source.interval_minutes * 60_000 if latest else 0
    return set(range(len(item.combinations))), latest + length, {month_name(day) for day in item.report.days}


def _report_records(item: Prepared, total: Merged) -> None:
    report = item.report
    report.accepted, report.duplicate = total.accepted, total.duplicate
    report.replaced, report.withdrawn = total.replaced + total.moved, total.withdrawn
    if total.clashes:
        tally = copy.deepcopy(item.tally)
        tally.fault("same-record-different-content", "record_id", total.clashes, "counted under duplicate")
        report.faults = tally.as_json()
    if report.replaced:
        report.warn(f"held already with other content, and replaced: {format_things(report.replaced, 'record', 'records')}.")
    if total.withdrawn:
        report.warn("withdrawn, as they are no longer in the file: "
                    f"{format_things(total.withdrawn, 'record', 'records')} of its earlier version.")
