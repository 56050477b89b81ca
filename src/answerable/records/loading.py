"""Loading a file into a workspace's store: staged, merged, folded and committed as one, or not at all."""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from answerable.clocks import zone
from answerable.errors import InputError, WorkspaceError
from answerable.periods import to_date
from answerable.records.bands_merging import load_bands
from answerable.records.canonical import Settings
from answerable.records.faults import Tally
from answerable.records.mapping import Mapper
from answerable.records.merging import Correction, Merged, merge_contacts, overlap
from answerable.records.readers import open_file
from answerable.records.series import SeriesBook
from answerable.records.sources import Source
from answerable.records.staging import Progress, Staged, month_name, stage_contacts
from answerable.records.store import FileRef, Manifest, ManifestTaken, Store, digest_of

Fold = Callable[[Store, str, dict[str, FileRef], SeriesBook], dict[str, dict[str, FileRef]]]
TRIES = 5
# A file of a name loaded before is a corrected version of it when it has at least this share of its records again.
SHARE_OF_A_CORRECTION = 0.5


@dataclass
class LoadReport:
    """What a load did. read = accepted + quarantined + duplicate; replaced is part of accepted. left_out: rows that
    the source's `keep` leaves out, not read as records. days: local day → records accepted or held already."""

    source: str
    file: str
    sha256: str
    read: int = 0
    accepted: int = 0
    quarantined: int = 0
    duplicate: int = 0
    replaced: int = 0
    withdrawn: int = 0
    left_out: int = 0
    faults: list[dict[str, Any]] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    days: dict[int, int] = field(default_factory=dict)
    manifest: int = 0

    def as_json(self) -> dict[str, Any]:
        """The report for scripts; the days are left out."""
        shown = {key: value for key, value in self.__dict__.items() if key != "days"}
        return shown | {"first_day": self._day(min), "last_day": self._day(max)}

    def _day(self, choose: Callable[[Any], int]) -> str | None:
        return to_date(choose(self.days)).isoformat() if self.days else None


@dataclass(frozen=True)
class LoadSettings:
    """What a load needs of the workspace. time_zone: of its figures; key: its secret for pseudonyms."""

    time_zone: str
    key: bytes
    fold: Fold


def load_file(store: Store, source: Source, path: Path, settings: LoadSettings, progress: Progress) -> LoadReport:
    """Load one file. Nothing is changed when an error is raised; the same file again changes nothing.

    Raises InputError for a file that is not what the source says, WorkspaceError when it cannot be written.
    """
    if not path.is_file():
        raise InputError(f"there is no file '{path}'.", remedy="Check the name and the folder.")
    report = LoadReport(source.name, path.name, digest_of(path))
    before = _loaded_before(store.head(), report, source)
    if before is not None:
        report.read = report.duplicate = before["read"]
        report.manifest = before["manifest"]
        report.warnings.append(f"this very file was loaded already (manifest {before['manifest']}); nothing changed.")
        return report
    with store.staging() as folder:
        if source.table == "contact_bands":
            load = _BandsLoad(store, source, path, settings, report, progress)
        else:
            load = _ContactsLoad(store, source, path, settings, report, progress)  # type: ignore[assignment]
        load.stage(folder)
        return _commit(store, load, report)


def _loaded_before(head: Manifest, report: LoadReport, source: Source) -> dict[str, Any] | None:
    """The earlier load of this very file by this very mapping, if its rows still stand."""
    later = [batch for batch in head.batches if batch["source"] == source.name]
    for batch in reversed(later):
        if batch["sha256"] == report.sha256 and batch["mapping"] == source.digest and not batch.get("withdrawn_by"):
            return batch
        if batch["file"] == report.file:
            return None
    return None


def _commit(store: Store, load: _Load, report: LoadReport) -> LoadReport:
    for _ in range(TRIES):
        head = store.head()
        manifest = copy.deepcopy(head)
        manifest.number = head.number + 1
        load.merge(head, manifest)
        try:
            store.commit(manifest)
        except ManifestTaken:
            continue
        report.manifest = manifest.number
        return report
    raise WorkspaceError("other loads kept committing first.", where=str(store.folder), remedy="Try again.")


class _Load:
    """What loading contacts and loading bands have in common."""

    def __init__(self, store: Store, source: Source, path: Path, settings: LoadSettings, report: LoadReport,
                 progress: Progress) -> None:
        self.store, self.source, self.path = store, source, path
        self.settings, self.report, self.progress = settings, report, progress
        self.tally = Tally()
        self.batch = report.sha256[:16]
        self.local = source.local_zone or settings.time_zone
        self.reading = open_file(path, source)
        self.mapper = Mapper(source, self.reading.columns, str(path))

    def canonical_settings(self, book: SeriesBook) -> Settings:
        written = self.source.time_zone or self.settings.time_zone
        return Settings(self.source, zone(written), zone(self.local), self.settings.key, self.batch, book)

    def stage(self, folder: Path) -> None:
        raise NotImplementedError

    def merge(self, head: Manifest, manifest: Manifest) -> None:
        raise NotImplementedError

    def finish_report(self) -> None:
        """Put what was noticed into the report. Raises InputError when not one row could be taken."""
        report = self.report
        report.quarantined = self.tally.count_quarantined()
        report.faults = self.tally.as_json()
        report.warnings = self.reading.warnings + self._column_warnings()
        if report.read and report.quarantined == report.read:
            worst = max(report.faults, key=lambda fault: int(fault["records"]))
            raise InputError(f"is not what the source '{self.source.name}' says: not one of its {report.read} rows can "
                             f"be taken; {worst['words']} ({worst['column'] or 'row'}; {worst['example']}).",
                             where=str(self.path), remedy="Check the source's expressions and time formats; nothing "
                                                          "was loaded.")

    def _column_warnings(self) -> list[str]:
        warnings = []
        if self.mapper.lost_groups:
            lines = "; ".join(group.label for group in self.mapper.lost_groups)
            warnings.append(f"the counts of {lines} were not loaded: columns are missing from the file.")
        if self.mapper.missing:
            warnings.append(f"columns that the source names are not in the file: {', '.join(self.mapper.missing)}."
                            + (f" Left empty: {', '.join(sorted(self.mapper.absent))}." if self.mapper.absent else ""))
        if self.mapper.unused and self.source.file.format != "jsonl" and self.source.name != "generic_csv":
            pass
        return warnings

    def previous(self, head: Manifest) -> list[dict[str, Any]]:
        """Earlier loads of a file of this name by this source, that still stand."""
        return [batch for batch in head.batches if batch["source"] == self.source.name
                and batch["file"] == self.report.file and not batch.get("withdrawn_by")]

    def close_batch(self, head: Manifest, manifest: Manifest, book: SeriesBook,
                    records: dict[str, FileRef], emptied: set[str]) -> None:
        """Fold the touched months and write the load into the manifest."""
        months = manifest.tables.setdefault(self.source.table, {})
        for month in emptied:
            months.pop(month, None)
        for month, parts in self.settings.fold(self.store, self.source.table, records, book).items():
            months[month] = {"records": records[month], **parts}
        if head.series is None or len(book.combinations) != head.series.rows:
            manifest.series = self.store.keep_series(book)
        manifest.batches.append(self._entry(manifest.number))

    def describe(self, manifest: Manifest, book: SeriesBook, months: set[str], series: set[int], cut_off_ms: int) -> None:
        """Add to the load's entry which months, feeds (line and channel) and latest instant it holds."""
        feeds = sorted({(str(book.combinations[code][0]), book.combinations[code][1]) for code in series})
        cut_off = datetime.fromtimestamp(cut_off_ms / 1000, UTC).isoformat(timespec="seconds")
        manifest.batches[-1] |= {"months": sorted(months), "feeds": [list(feed) for feed in feeds], "cut_off": cut_off}

    def _entry(self, number: int) -> dict[str, Any]:
        report = self.report
        entry = report.as_json() | {
            "table": self.source.table, "mapping": self.source.digest, "mapping_version": self.source.version,
            "loaded_at": datetime.now(UTC).isoformat(timespec="seconds"), "manifest": number,
            "time_zone": self.local, "batch": self.batch, "mapped": sorted(set(self.source.columns) - self.mapper.absent)}
        if self.tally.rows:
            entry["quarantine_file"] = self._keep_quarantine().as_json()
        return entry

    def _keep_quarantine(self) -> FileRef:
        rows, codes, columns = zip(*self.tally.rows, strict=True)
        table = pa.table({"file": [self.report.file] * len(rows), "row": rows, "reason": codes, "column": columns})

        def write(path: Path) -> int:
            pq.write_table(table, path)
            return table.num_rows

        return self.store.keep("data/quarantine", self.batch, write)


class _ContactsLoad(_Load):
    """Loading contacts one by one."""

    def stage(self, folder: Path) -> None:
        self.book = SeriesBook(self.store.read_series(self.store.head()).combinations)
        self.staged: Staged = stage_contacts(self.reading, self.mapper, self.canonical_settings(self.book), folder,
                                             self.tally, self.progress)
        self.report.read, self.report.left_out = self.staged.read, self.staged.left_out
        self.report.days = self.staged.days
        self.finish_report()

    def merge(self, head: Manifest, manifest: Manifest) -> None:
        book = self._book_on(head)
        held = head.parts("contacts", "records")
        correction = self._correction(head, held)
        own = {month for batch in self.previous(head) for month in batch["months"]} if correction.batches else set()
        total, records, emptied = Merged(), {}, set()
        for month in sorted({*self.staged.files, *(own & set(held))}):
            merged = merge_contacts(self.store, month, self.staged.files.get(month), held.get(month), correction)
            _add(total, merged)
            if merged.file is not None:
                records[month] = merged.file
            elif merged.changed:
                emptied.add(month)
        self._report(total)
        self.close_batch(head, manifest, book, records, emptied)
        self.describe(manifest, book, set(self.staged.files), self.staged.series, self.staged.cut_off_ms)

    def _book_on(self, head: Manifest) -> SeriesBook:
        """The series book as staged; if another writer added series meanwhile, the codes no longer fit."""
        current = self.store.read_series(head).combinations
        if current != self.book.combinations[:len(current)]:
            raise WorkspaceError("another load added new kinds of contact at the same moment.",
                                 where=str(self.store.folder), remedy="Load the file again.")
        return self.book

    def _correction(self, head: Manifest, held: dict[str, FileRef]) -> Correction:
        previous = self.previous(head)
        if not previous or not self.staged.days:
            return Correction()
        batches = tuple(batch["batch"] for batch in previous)
        months = {month for batch in previous for month in batch["months"]}
        again, total = overlap(self.store, {m: ref for m, ref in held.items() if m in months}, self.staged.files, batches)
        if not total or again < SHARE_OF_A_CORRECTION * total:
            self._warn(f"another file of this name was loaded before; {again:,} of its {total:,} records are in this "
                       "one, so it was not taken for a corrected version and its records stay. `answerable withdraw` "
                       "takes them out.")
            return Correction()
        if self._moved_window(previous):
            return Correction(batches, min(self.staged.days), max(self.staged.days))
        return Correction(batches)

    def _moved_window(self, previous: list[dict[str, Any]]) -> bool:
        """Whether this is the next window of a rolling export, whose older days must stay."""
        first = min(batch["first_day"] or "" for batch in previous)
        last = max(batch["last_day"] or "" for batch in previous)
        days = self.staged.days
        return to_date(min(days)).isoformat() > first and to_date(max(days)).isoformat() > last

    def _warn(self, text: str) -> None:
        if text not in self.report.warnings:
            self.report.warnings.append(text)

    def _report(self, total: Merged) -> None:
        report = self.report
        report.accepted, report.duplicate = total.accepted, total.duplicate
        report.replaced, report.withdrawn = total.replaced, total.withdrawn
        if total.clashes:
            self.tally.faults.pop(("same-record-different-content", "record_id"), None)
            self.tally.fault("same-record-different-content", "record_id", total.clashes, "see `duplicate`")
            report.faults = self.tally.as_json()
        if total.replaced:
            self._warn(f"{total.replaced:,} records were held already with other content and were replaced.")
        if total.withdrawn:
            self._warn(f"{total.withdrawn:,} records of the earlier version of this file are no longer in it and were "
                       "withdrawn.")


def _add(total: Merged, merged: Merged) -> None:
    for name in ("accepted", "replaced", "duplicate", "clashes", "withdrawn"):
        setattr(total, name, getattr(total, name) + getattr(merged, name))


class _BandsLoad(_Load):
    """Loading counts per interval and band. Such files are small: a row an hour."""

    def stage(self, folder: Path) -> None:
        from answerable.records.bands_loading import read_intervals

        self.intervals = read_intervals(self.reading, self.mapper, self.canonical_settings(SeriesBook()), self.tally)
        self.report.read = self.intervals.read
        for item in self.intervals.kept:
            self.report.days[item.day] = self.report.days.get(item.day, 0) + 1
        self.finish_report()
        self.progress(1.0)

    def merge(self, head: Manifest, manifest: Manifest) -> None:
        book = SeriesBook(self.store.read_series(head).combinations)
        tally, faults = copy.deepcopy(self.tally), list(self.report.warnings)
        result = load_bands(self.store, head, self.intervals, self.mapper, self.canonical_settings(book),
                            [batch["batch"] for batch in self.previous(head)], tally)
        self.tally = tally
        report = self.report
        report.quarantined, report.faults = tally.count_quarantined(), tally.as_json()
        report.accepted, report.replaced = result.accepted, result.replaced
        report.duplicate, report.withdrawn = self.intervals.duplicate + result.duplicate, result.withdrawn
        report.warnings = faults + self.intervals.warnings + result.warnings
        self.close_batch(head, manifest, book, result.records, result.emptied)
        kept = self.intervals.kept
        latest = max((item.start_ms for item in kept), default=0) + self.source.interval_minutes * 60_000
        self.describe(manifest, book, {month_name(day) for day in report.days}, result.series, latest)
        report.warnings = list(dict.fromkeys(report.warnings))
