"""A bands file's intervals put together with those already held."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from answerable.records.bands_loading import bands_table
from answerable.records.contract import BANDS_SCHEMA
from answerable.records.correcting import earlier_loads
from answerable.records.preparing import Prepared
from answerable.records.series import SeriesBook
from answerable.records.staging import month_name
from answerable.records.store import FileRef, Manifest, Store

Counts = frozenset[tuple[int, ...]]


class BandsMerging:
    """The bands of one state of a store, to which files are added in turn. Such tables are small: a few lines an hour."""

    def __init__(self, store: Store, head: Manifest, book: SeriesBook) -> None:
        self.store, self.head, self.book = store, head, book
        self.before = head.parts("contact_bands", "records")
        self.held: pa.Table | None = None
        self.touched: set[str] = set()

    def add(self, item: Prepared) -> None:
        """Merge a file's intervals, in rows of the file. An interval that another file gave with other counts is not
        overwritten: the new row goes to quarantine. A file of the same name replaces its own rows."""
        assert item.intervals is not None
        held = self._held()
        own_batches = [batch["batch"] for batch in earlier_loads(self.head, item)]
        fresh = bands_table(item.intervals.kept, item.groups, item.source, item.batch, self.book)
        known, origin, new = _counts(held), _origins(held), _counts(fresh)
        clashes = {start for start, counts in new.items()
                   if start in known and known[start] != counts and origin[start] not in own_batches}
        same = {start for start, counts in new.items() if known.get(start) == counts}
        gone = {start for start, batch in origin.items() if batch in own_batches and start not in new}
        taken = set(new) - clashes - same
        self._tell(item, clashes, len(same), sum(start in known for start in taken), len(taken), len(gone))
        self.held = pa.concat_tables([_without(held, gone | taken), _without(fresh, clashes | same)])
        for table, starts in ((held, gone | taken), (fresh, taken)):
            self.touched |= {month_name(day) for day in pc.unique(_only(table, starts)["local_day"]).to_pylist()}

    def _held(self) -> pa.Table:
        if self.held is None:
            tables = [pq.read_table(self.store.path(ref)) for ref in self.before.values()]
            self.held = pa.concat_tables(tables) if tables else BANDS_SCHEMA.empty_table()
        return self.held

    def _tell(self, item: Prepared, clashes: set[str], same: int, replaced: int, taken: int, gone: int) -> None:
        report, intervals = item.report, item.intervals
        assert intervals is not None
        starts = {int(start.rsplit("|", 1)[1]) for start in clashes}
        rows = [interval.row for interval in intervals.kept if interval.start_ms in starts]
        item.tally.quarantine("interval-loaded-otherwise", "interval_start", rows)
        report.quarantined, report.faults = item.tally.count_quarantined(), item.tally.as_json()
        report.accepted, report.replaced, report.withdrawn = taken, replaced, gone
        report.duplicate = intervals.duplicate + same
        for warning in intervals.warnings:
            report.warn(warning)
        if rows:
            report.warn(f"{len(rows)} intervals were loaded from another file with other counts; these rows (from row "
                        f"{min(rows)}) were set apart. If this file is right, withdraw the other one first; else check "
                        "its dates.")

    def write(self, manifest: Manifest) -> dict[str, FileRef]:
        """Keep the months that changed; take those left empty out of the manifest. Returns month → file."""
        records: dict[str, FileRef] = {}
        if not self.touched or self.held is None:
            return records
        months = pa.array([month_name(day) for day in self.held["local_day"].to_pylist()], pa.string())
        for month in sorted(self.touched):
            table = self.held.filter(pc.equal(months, month))
            if table.num_rows:
                records[month] = self.store.keep("data/contact_bands", month, _writer(table))
            else:
                manifest.tables.get("contact_bands", {}).pop(month, None)
        return records


def _counts(table: pa.Table) -> dict[str, Counts]:
    found: dict[str, set[tuple[int, ...]]] = {}
    columns = [table[name].to_pylist() for name in ("record_id", "series", "clock", "from_ms", "to_ms", "n")]
    for start, *rest in zip(*columns, strict=True):
        found.setdefault(start, set()).add(tuple(rest))
    return {start: frozenset(counts) for start, counts in found.items()}


def _origins(table: pa.Table) -> dict[str, str]:
    return dict(zip(table["record_id"].to_pylist(), table["batch"].to_pylist(), strict=True))


def _only(table: pa.Table, starts: Iterable[str]) -> pa.Table:
    return table.filter(pc.is_in(table["record_id"], value_set=pa.array(sorted(starts), pa.string())))


def _without(table: pa.Table, starts: Iterable[str]) -> pa.Table:
    return table.filter(pc.invert(pc.is_in(table["record_id"], value_set=pa.array(sorted(starts), pa.string()))))


def _writer(table: pa.Table) -> Callable[[Path], int]:
    ordered = table.sort_by([(name, "ascending") for name in ("presented_ms", "series", "clock", "from_ms")])

    def write(path: Path) -> int:
        pq.write_table(ordered, path, compression="zstd", version="2.6")
        return int(ordered.num_rows)

    return write
