"""The first half of a load, for one file: read, mapped, checked, laid aside. Knows nothing of what is held already,
so files are prepared side by side."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from answerable.clocks import zone
from answerable.errors import InputError
from answerable.periods import to_date
from answerable.records.bands import Group
from answerable.records.bands_loading import Intervals, read_intervals
from answerable.records.faults import Tally
from answerable.records.mapping import Mapper
from answerable.records.placing import Settings
from answerable.records.readers import Reading, open_file
from answerable.records.series import Combination, SeriesBook
from answerable.records.sources import Source, read_source
from answerable.records.staging import Progress, Staged, stage_records

# In a file of at least this many rows, fewer than half of which can be read, it is not the rows that are wrong.
ENOUGH_ROWS = 20
# So many days that are all the same day of a month come from day and month that have changed places.
DAYS_TO_TELL = 3


@dataclass
class LoadReport:
    """What a load did. read = accepted + quarantined + duplicate; replaced is part of accepted. left_out: rows that
    the source's `keep` leaves out, not read as records. days: local day → records of the file."""

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

    def warn(self, text: str) -> None:
        """Add a warning, once."""
        if text not in self.warnings:
            self.warnings.append(text)


@dataclass
class Prepared:
    """A file ready to be merged. staged (records) or intervals and groups (bands): its rows; combinations: its own
    series, whose codes its rows carry; absent: contract columns that it cannot fill."""

    source: Source
    report: LoadReport
    tally: Tally
    combinations: list[Combination]
    absent: set[str]
    zone: str
    staged: Staged | None = None
    intervals: Intervals | None = None
    groups: tuple[Group, ...] = ()

    @property
    def batch(self) -> str:
        """The mark of the file on its records."""
        return self.report.sha256[:16]


@dataclass(frozen=True)
class Order:
    """What to prepare. source_path: the mapping's file; folder: where rows may be laid aside; time_zone: of the
    workspace; key: its secret for pseudonyms."""

    source_path: Path
    path: Path
    sha256: str
    folder: Path
    time_zone: str
    key: bytes


def prepare(order: Order, progress: Progress) -> Prepared:
    """Read one file. Raises InputError for one that is not what the source says; nothing has been changed then."""
    source = read_source(order.source_path)
    reading = open_file(order.path, source)
    mapper = Mapper(source, reading.columns, str(order.path))
    book, local = SeriesBook(), source.local_zone or order.time_zone
    settings = Settings(source, zone(source.time_zone or order.time_zone), zone(local), order.key, order.sha256[:16], book)
    prepared = Prepared(source, LoadReport(source.name, order.path.name, order.sha256), Tally(), [], mapper.absent, local)
    if source.table == "contact_bands":
        _read_bands(prepared, reading, mapper, settings)
    else:
        _read_records(prepared, reading, mapper, settings, order.folder, progress)
    prepared.combinations = book.combinations
    _finish(prepared, reading, mapper, order.path)
    progress(1.0)
    return prepared


def prepare_quietly(order: Order) -> Prepared:
    """The same without progress, for a process of its own."""
    return prepare(order, lambda _share: None)


def _read_records(prepared: Prepared, reading: Reading, mapper: Mapper, settings: Settings, folder: Path,
                   progress: Progress) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    staged = stage_records(reading, mapper, settings, folder, prepared.tally, progress)
    prepared.staged, prepared.report.days = staged, staged.days
    prepared.report.read, prepared.report.left_out = staged.read, staged.left_out


def _read_bands(prepared: Prepared, reading: Reading, mapper: Mapper, settings: Settings) -> None:
    intervals = read_intervals(reading, mapper, settings, prepared.tally)
    prepared.intervals, prepared.groups = intervals, tuple(mapper.groups)
    prepared.report.read = intervals.read
    for item in intervals.kept:
        prepared.report.days[item.day] = prepared.report.days.get(item.day, 0) + 1


def _finish(prepared: Prepared, reading: Reading, mapper: Mapper, path: Path) -> None:
    """Put what was noticed into the report. Raises InputError when not one row could be taken."""
    report, tally = prepared.report, prepared.tally
    report.quarantined, report.faults = tally.count_quarantined(), tally.as_json()
    report.warnings = reading.warnings + _column_warnings(mapper)
    if not report.read:
        report.warn("the file holds no records" + (" that the source keeps." if report.left_out else "."))
    elif report.quarantined == report.read or (report.read >= ENOUGH_ROWS and 2 * tally.unreadable() > report.read):
        worst = max(report.faults, key=lambda fault: int(fault["records"]))
        few = "not one" if report.quarantined == report.read else f"only {report.read - report.quarantined:,}"
        raise InputError(f"is not what the source '{report.source}' says: {few} of its {report.read:,} rows can be "
                         f"taken; {worst['words']} ({worst['column'] or 'row'}; {worst['example']}).", where=str(path),
                         remedy="Check the source's expressions and time formats; nothing was loaded.")
    elif not mapper.table.statements and _one_day_of_the_month(report.days):
        raise InputError("every record is of the same day of a month, month after month: day and month are most likely the "
                         "other way round than the source says.", where=str(path),
                         remedy="Check the source's time formats; nothing was loaded.")


def _one_day_of_the_month(days: Iterable[int]) -> bool:
    listed = list(days)
    return len(listed) >= DAYS_TO_TELL and len({to_date(day).day for day in listed}) == 1


def _column_warnings(mapper: Mapper) -> list[str]:
    warnings = []
    if mapper.lost_groups:
        lines = "; ".join(group.label for group in mapper.lost_groups)
        warnings.append(f"the counts of {lines} were not loaded: columns are missing from the file.")
    if mapper.missing and not mapper.source.columns_may_be_missing:
        empty = f" Left empty: {', '.join(sorted(mapper.absent))}." if mapper.absent else ""
        warnings.append(f"columns that the source names are not in the file: {', '.join(mapper.missing)}.{empty}")
    if mapper.unused and mapper.source.known_columns is not None:
        new = [name for name in mapper.unused if name not in mapper.source.known_columns]
        if new:
            warnings.append(f"columns that the source does not know were passed over: {', '.join(new)}.")
    return warnings
