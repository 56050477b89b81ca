"""The second half of a load: a month's new rows put together with those already held.

The same record, unchanged, is a duplicate; changed, it replaces; a file loaded again under its name replaces its
own rows, and those it no longer has are withdrawn.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from answerable.engines import own_connection, quoted, write_parquet
from answerable.records.older_files import rows_of
from answerable.records.store import FileRef, Store
from answerable.records.table import Table

# What tells where a row came from, and is no part of what it says.
ORIGIN = ("batch", "row", "record_id")


@dataclass
class Merged:
    """What became of a file's rows. accepted: new or changed; replaced: of these, changed; duplicate: held already or
    more than once in the file; clashes: of these, with other content in the same file; withdrawn: no longer in a
    corrected file; moved: taken out here because the file has them in another month."""

    accepted: int = 0
    replaced: int = 0
    duplicate: int = 0
    clashes: int = 0
    withdrawn: int = 0
    moved: int = 0

    @property
    def changed(self) -> bool:
        """Whether the month's records are other than before."""
        return bool(self.accepted or self.withdrawn or self.moved)

    def add(self, other: Merged) -> None:
        """Add another month's."""
        for name in ("accepted", "replaced", "duplicate", "clashes", "withdrawn", "moved"):
            setattr(self, name, getattr(self, name) + getattr(other, name))


@dataclass(frozen=True)
class Correction:
    """That a file of this name was loaded before. loads: its earlier loads; first_day, last_day: withdraw only rows of
    these local days (None: of any)."""

    loads: tuple[dict[str, Any], ...] = ()
    first_day: int | None = None
    last_day: int | None = None

    def condition(self) -> str:
        """SQL that is true of rows which this correction takes out where the new file does not have them."""
        if not self.loads:
            return "false"
        parts = [f"batch IN ({', '.join(quoted(batch['batch']) for batch in self.loads)})"]
        if self.first_day is not None:
            parts.append(f"local_day BETWEEN {self.first_day} AND {self.last_day}")
        return " AND ".join(parts)


@dataclass(frozen=True)
class Incoming:
    """A prepared file for merging. files: month → its rows; codes: the store's code for each of the file's own series
    codes; months: those it touches, by its rows or by what it corrects; moved: month → records that it has elsewhere."""

    files: Mapping[str, Path]
    codes: Sequence[int]
    correction: Correction
    months: frozenset[str]
    moved: Mapping[str, Sequence[str]] = field(default_factory=dict)


def merge_month(store: Store, table: Table, month: str, incoming: Sequence[Incoming],
                held: FileRef | None) -> tuple[list[Merged], FileRef | None]:
    """Put a month's rows of several files, in their order, together with those held (None: none are).

    Returns what became of each file's rows, and the month's new file: None where nothing changed or nothing is left.
    """
    with own_connection() as connection:
        month_of = _Month(connection, table)
        month_of.begin(store.path(held) if held else None)
        for place, item in enumerate(incoming):
            month_of.read(item, month, place)
        merged = month_of.all_new(incoming, month) or [
            month_of.merge_one(item, place, month) if month in item.months else Merged()
            for place, item in enumerate(incoming)]
        rows, = month_of.one("SELECT COUNT(*) FROM current")
        if not rows or not any(part.changed for part in merged):
            return merged, None

        def write(path: Path) -> int:
            return write_parquet(connection, f"SELECT {month_of.columns} FROM current ORDER BY {table.instant}, record_id",
                                 path)

        return merged, store.keep(f"data/{table.name}", month, write)


class _Month:
    """A month's rows in an engine: those held, those of each file, and `current`, what they are together so far."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, table: Table) -> None:
        self.connection, self.schema = connection, table.schema
        self.columns = ", ".join(table.schema.names)
        self.content = tuple(name for name in table.schema.names if name not in ORIGIN)

    def read(self, item: Incoming, month: str, place: int) -> None:
        """The table `staged…`: a file's rows of the month, under the store's series codes."""
        if month not in item.files:
            self.connection.execute(f"CREATE TEMP VIEW staged{place} AS SELECT * FROM nothing")
            return
        self.connection.register("codes", pa.table({"own": list(range(len(item.codes))), "code": list(item.codes)},
                                                   schema=pa.schema([("own", pa.int32()), ("code", pa.int32())])))
        self.connection.execute(f"CREATE TEMP TABLE staged{place} AS SELECT rows.* REPLACE (codes.code AS series) "
                                f"FROM read_parquet({quoted(str(item.files[month]))}) AS rows "
                                "JOIN codes ON rows.series = codes.own")
        self.connection.unregister("codes")

    def all_new(self, incoming: Sequence[Incoming], month: str) -> list[Merged] | None:
        """The common case in one step: no record stands twice and nothing is corrected. None where it is not so."""
        if any(item.correction.loads or month in item.moved for item in incoming):
            return None
        parts = [f"SELECT record_id FROM {name}" for name in ("current", *(f"staged{at}" for at in range(len(incoming))))]
        rows, records = self.one(f"SELECT COUNT(*), COUNT(DISTINCT record_id) FROM ({' UNION ALL '.join(parts)})")
        if rows != records:
            return None
        whole = " UNION ALL ".join(f"SELECT {self.columns} FROM staged{at}" for at in range(len(incoming)))
        self.connection.execute("ALTER VIEW current RENAME TO held")
        self.connection.execute(f"CREATE TEMP VIEW current AS SELECT {self.columns} FROM held UNION ALL {whole}")
        return [Merged(accepted=self.one(f"SELECT COUNT(*) FROM staged{at}")[0]) for at in range(len(incoming))]

    def begin(self, held: str | None) -> None:
        """The view `current`: what the month holds so far."""
        self.connection.register("nothing", self.schema.empty_table())
        relation = rows_of(held, self.schema) if held else "nothing"
        self.connection.execute(f"CREATE TEMP VIEW current AS SELECT * FROM {relation}")

    def merge_one(self, item: Incoming, place: int, month: str) -> Merged:
        merged = Merged()
        if month in item.moved:
            merged.moved = self.take_out(item.moved[month], place)
        fresh = self.fresh(place, merged)
        self.against_held(fresh, place, merged, item.correction)
        return merged

    def take_out(self, numbers: Sequence[str], place: int) -> int:
        """Take records out of `current`; returns how many went."""
        self.connection.register(f"moved{place}", pa.table({"record_id": pa.array(numbers, pa.string())}))
        before, = self.one("SELECT COUNT(*) FROM current")
        self.connection.execute(f"CREATE TEMP TABLE stayed{place} AS SELECT {self.columns} FROM current "
                           f"WHERE record_id NOT IN (SELECT record_id FROM moved{place})")
        self.connection.execute(f"CREATE OR REPLACE TEMP VIEW current AS SELECT * FROM stayed{place}")
        after, = self.one("SELECT COUNT(*) FROM current")
        return before - after

    def one(self, query: str) -> tuple[int, ...]:
        row = self.connection.execute(query).fetchone()
        return tuple(int(value or 0) for value in row) if row else ()

    def fresh(self, place: int, merged: Merged) -> str:
        """The name of a table of the file's rows of the month, each record once: its last row. What went is counted."""
        staged = f"staged{place}"
        rows, records = self.one(f"SELECT COUNT(*), COUNT(DISTINCT record_id) FROM {staged}")
        if rows == records:
            return staged
        self.connection.execute(f"CREATE TEMP TABLE fresh{place} AS SELECT * FROM {staged} "
                           "QUALIFY row_number() OVER (PARTITION BY record_id ORDER BY row DESC) = 1")
        distinct, = self.one(f"SELECT COUNT(*) FROM (SELECT DISTINCT record_id, {', '.join(self.content)} FROM {staged})")
        merged.duplicate, merged.clashes = rows - records, distinct - records
        return f"fresh{place}"

    def against_held(self, fresh: str, place: int, merged: Merged,
                      correction: Correction) -> None:
        """Merge a file's rows into `current`, which is then the merged whole."""
        total, = self.one(f"SELECT COUNT(*) FROM {fresh}")
        held, = self.one("SELECT COUNT(*) FROM current")
        if not held:
            self.connection.execute(f"CREATE OR REPLACE TEMP VIEW current AS SELECT * FROM {fresh}")
            merged.accepted = total
            return
        alike = " AND ".join(f"fresh.{name} IS NOT DISTINCT FROM held.{name}" for name in self.content)
        common, whole = f"common{place}", f"whole{place}"
        self.connection.execute(f"CREATE TEMP TABLE {common} AS SELECT fresh.record_id, {alike} AS alike "
                           f"FROM {fresh} AS fresh JOIN current AS held ON fresh.record_id = held.record_id")
        same, changed = self.one(f"SELECT COUNT(*) FILTER (alike), COUNT(*) FILTER (NOT alike) FROM {common}")
        stays = f"(NOT ({correction.condition()}) OR record_id IN (SELECT record_id FROM {common}))"
        kept, = self.one(f"SELECT COUNT(*) FROM current WHERE {stays}")
        self.connection.execute(
            f"CREATE TEMP TABLE {whole} AS SELECT {self.columns} FROM current WHERE {stays} "
            f"AND record_id NOT IN (SELECT record_id FROM {common} WHERE NOT alike) "
            f"UNION ALL SELECT {self.columns} FROM {fresh} WHERE record_id NOT IN (SELECT record_id FROM {common} WHERE alike)")
        self.connection.execute(f"CREATE OR REPLACE TEMP VIEW current AS SELECT * FROM {whole}")
        merged.withdrawn, merged.replaced = held - kept, changed
        merged.duplicate += same
        merged.accepted = total - same
