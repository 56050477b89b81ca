"""A bands file's intervals put together with those already held."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from answerable.records.bands_loading import Intervals, bands_table, without
from answerable.records.canonical import Settings
from answerable.records.faults import Tally
from answerable.records.mapping import Mapper
from answerable.records.staging import month_name
from answerable.records.store import FileRef, Manifest, Store

Counts = dict[tuple[int, int, int, int], int]


@dataclass
class MergedBands:
    """What became of the intervals, in rows of the file; records: month → its new file; emptied: months left empty;
    series: codes that occur in the file."""

    accepted: int = 0
    replaced: int = 0
    duplicate: int = 0
    withdrawn: int = 0
    records: dict[str, FileRef] = field(default_factory=dict)
    emptied: set[str] = field(default_factory=set)
    series: set[int] = field(default_factory=set)
    warnings: list[str] = field(default_factory=list)


def load_bands(store: Store, head: Manifest, intervals: Intervals, mapper: Mapper, settings: Settings,
               own_batches: list[str], tally: Tally) -> MergedBands:
    """Merge a file's intervals into the held ones. An interval that another file gave with other counts is not
    overwritten: the new row goes to quarantine. A file of the same name replaces its own rows."""
    result = MergedBands()
    held = {month: pq.read_table(store.path(ref)) for month, ref in head.parts("contact_bands", "records").items()}
    fresh = bands_table(intervals.kept, mapper, settings)
    known, origin = _counts(held.values()), _origins(held.values())
    new = _counts([fresh])
    clashes = {start for (start, counts) in new.items()
               if start in known and known[start] != counts and origin[start] not in own_batches}
    same = {start for start, counts in new.items() if known.get(start) == counts}
    _tell_clashes(intervals, clashes, settings.source.system, tally, result)
    result.series = set(pc.unique(fresh["series"]).to_pylist())
    result.duplicate = len(same)
    result.replaced = sum(start in known for start in new if start not in clashes | same)
    result.accepted = len(new) - len(clashes) - len(same)
    gone = {start for start, batch in origin.items() if batch in own_batches and start not in new}
    result.withdrawn = len(gone)
    stay = _without_ids(held, gone | (set(new) - clashes - same))
    _write(store, head, stay, _without_ids({"": fresh}, clashes | same)[""], result)
    return result


def _tell_clashes(intervals: Intervals, clashes: set[str], system: str, tally: Tally, result: MergedBands) -> None:
    starts = {int(start.rsplit("|", 1)[1]) for start in clashes}
    rows = [item.row for item in intervals.kept if item.start_ms in starts]
    tally.quarantine("interval-loaded-otherwise", "interval_start", rows)
    if rows:
        result.warnings.append(
            f"{len(rows)} intervals were loaded from another file with other counts; these rows (from row {min(rows)}) "
            "were set apart. If this file is right, withdraw the other one first, or check the dates.")


def _counts(tables: object) -> dict[str, frozenset[tuple[int, int, int, int, int]]]:
    found: dict[str, set[tuple[int, int, int, int, int]]] = {}
    for table in tables:  # type: ignore[attr-defined]
        columns = [table[name].to_pylist() for name in ("record_id", "series", "clock", "from_ms", "to_ms", "n")]
        for start, *rest in zip(*columns, strict=True):
            found.setdefault(start, set()).add(tuple(rest))  # type: ignore[arg-type]
    return {start: frozenset(counts) for start, counts in found.items()}


def _origins(tables: object) -> dict[str, str]:
    return {start: batch for table in tables  # type: ignore[attr-defined]
            for start, batch in zip(table["record_id"].to_pylist(), table["batch"].to_pylist(), strict=True)}


def _without_ids(tables: dict[str, pa.Table], gone: set[str]) -> dict[str, pa.Table]:
    marks = pa.array(sorted(gone), pa.string())
    return {month: table.filter(pc.invert(pc.is_in(table["record_id"], value_set=marks)))
            for month, table in tables.items()}


def _write(store: Store, head: Manifest, stay: dict[str, pa.Table], fresh: pa.Table, result: MergedBands) -> None:
    months = {month_name(day) for day in pc.unique(fresh["local_day"]).to_pylist()}
    before = head.parts("contact_bands", "records")
    for month in sorted(months | set(stay)):
        names = pa.array([month_name(day) == month for day in fresh["local_day"].to_pylist()], pa.bool_())
        parts = [table for table in (stay.get(month), fresh.filter(names)) if table is not None]
        table = pa.concat_tables(parts)
        if month in before and table.num_rows == before[month].rows and month not in months:
            continue
        if table.num_rows:
            result.records[month] = store.keep("data/contact_bands", month, _writer(table))
        else:
            result.emptied.add(month)


def _writer(table: pa.Table) -> object:
    ordered = table.sort_by([("presented_ms", "ascending"), ("series", "ascending"), ("clock", "ascending"),
                             ("from_ms", "ascending")])

    def write(path: Path) -> int:
        pq.write_table(ordered, path, compression="zstd", version="2.6")
        return ordered.num_rows

    return write
