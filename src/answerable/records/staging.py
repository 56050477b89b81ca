"""The first half of a load: a file read piece by piece into canonical rows, laid aside by month."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from answerable.periods import month_number
from answerable.records.canonical import canonical_contacts
from answerable.records.canonical_records import canonical_records
from answerable.records.faults import Tally
from answerable.records.mapping import Mapper, Raw
from answerable.records.placing import Settings
from answerable.records.readers import Reading, Rejected
from answerable.records.table import Table

Progress = Callable[[float], None]
# Rows of a month gathered before they are written: large enough for the columns to pack well, small enough that
# a file over many months stays within memory.
ROWS_A_GROUP = 60_000


@dataclass
class Staged:
    """A file laid aside. read: rows that are records of the source; left_out: rows its `keep` leaves out; files:
    month → the Parquet file of its rows; days: local day → rows; series: codes of the series that occur;
    cut_off_ms: instant of the latest record."""

    read: int = 0
    left_out: int = 0
    files: dict[str, Path] = field(default_factory=dict)
    days: dict[int, int] = field(default_factory=dict)
    series: set[int] = field(default_factory=set)
    cut_off_ms: int = 0


def month_name(day: int) -> str:
    """The month of a local day, as files are named: "2026-09"."""
    return str(np.datetime64(int(day), "D").astype("datetime64[M]"))


def stage_records(reading: Reading, mapper: Mapper, settings: Settings, folder: Path, tally: Tally,
                  progress: Progress) -> Staged:
    """Read a whole file into canonical rows below `folder`, a file a month. Memory is bounded by the months open."""
    staged = Staged()
    table = mapper.table
    writer = _MonthWriter(folder, table)
    for chunk in reading.chunks:
        reject(chunk.rejected, tally)
        raw = mapper.apply(chunk.table, chunk.rows)
        staged.left_out += raw.left_out
        staged.read += len(chunk.rejected) + len(raw.rows)
        rows = _canonical(table, raw, settings, tally)
        for day, count in zip(*np.unique(rows["local_day"].to_numpy(), return_counts=True), strict=True):
            staged.days[int(day)] = staged.days.get(int(day), 0) + int(count)
        if rows.num_rows:
            staged.series.update(np.unique(rows["series"].to_numpy()).tolist())
            staged.cut_off_ms = max(staged.cut_off_ms, int(rows[table.instant].to_numpy().max()))
        writer.add(rows)
        progress(chunk.done)
    staged.files = writer.close()
    return staged


def _canonical(table: Table, raw: Raw, settings: Settings, tally: Tally) -> pa.Table:
    if table.name == "contacts":
        return canonical_contacts(raw, settings, tally)
    return canonical_records(table, raw, settings, tally)


def reject(rejected: list[Rejected], tally: Tally) -> None:
    """Quarantine the rows that the reader set apart."""
    by_code: dict[str, list[int]] = defaultdict(list)
    for item in rejected:
        by_code[item.reason.split(":")[0]].append(item.row)
    for code, rows in by_code.items():
        tally.quarantine(code, "", rows)


class _MonthWriter:
    """Gathers rows by month and writes each month's to a file of its own."""

    def __init__(self, folder: Path, table: Table) -> None:
        self.folder, self.schema = folder, table.schema
        self.held: dict[str, list[pa.Table]] = defaultdict(list)
        self.counts: dict[str, int] = defaultdict(int)
        self.writers: dict[str, pq.ParquetWriter] = {}

    def add(self, table: pa.Table) -> None:
        if not table.num_rows:
            return
        days = table["local_day"].to_numpy()
        months = month_number(days.astype(np.int64))
        for month in np.unique(months):
            part = table if months[0] == month == months[-1] and (months == month).all() \
                else table.filter(pa.array(months == month))
            name = str(np.datetime64(int(month), "M"))
            self.held[name].append(part)
            self.counts[name] += part.num_rows
            if self.counts[name] >= ROWS_A_GROUP:
                self._write(name)

    def _write(self, name: str) -> None:
        if name not in self.writers:
            # Laid aside for seconds only: quick to write matters more than small.
            self.writers[name] = pq.ParquetWriter(self.folder / f"{name}.parquet", self.schema, compression="lz4",
                                                  use_dictionary=["batch"], write_statistics=False)
        self.writers[name].write_table(pa.concat_tables(self.held.pop(name)))
        self.counts[name] = 0

    def close(self) -> dict[str, Path]:
        for name in list(self.held):
            self._write(name)
        for writer in self.writers.values():
            writer.close()
        return {name: self.folder / f"{name}.parquet" for name in sorted(self.writers)}
