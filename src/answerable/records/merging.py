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

from answerable.engines import connect, quoted, write_parquet
from answerable.records.contract import CONTACTS_SCHEMA
from answerable.records.store import FileRef, Store

CONTENT = tuple(name for name in CONTACTS_SCHEMA.names if name not in ("batch", "row", "record_id"))
COLUMNS = ", ".join(CONTACTS_SCHEMA.names)


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


def merge_month(store: Store, month: str, incoming: Sequence[Incoming],
                held: FileRef | None) -> tuple[list[Merged], FileRef | None]:
    """Put a month's rows of several files, in their order, together with those held (None: none are).

    Returns what became of each file's rows, and the month's new file: None where nothing changed or nothing is left.
    """
    with connect(threads=1) as connection:
        _begin(connection, store.path(held) if held else None)
        for place, item in enumerate(incoming):
            _read(connection, item, month, place)
        merged = _all_new(connection, incoming, month) or [
            _merge_one(connection, item, place, month) if month in item.months else Merged()
            for place, item in enumerate(incoming)]
        rows, = _one(connection, "SELECT COUNT(*) FROM current")
        if not rows or not any(part.changed for part in merged):
            return merged, None

        def write(path: Path) -> int:
            return write_parquet(connection, f"SELECT {COLUMNS} FROM current ORDER BY presented_ms, record_id", path)

        return merged, store.keep("data/contacts", month, write)


def _read(connection: duckdb.DuckDBPyConnection, item: Incoming, month: str, place: int) -> None:
    """The table `staged…`: a file's rows of the month, under the store's series codes."""
    if month not in item.files:
        connection.execute(f"CREATE VIEW staged{place} AS SELECT * FROM nothing")
        return
    connection.register("codes", pa.table({"own": list(range(len(item.codes))), "code": list(item.codes)},
                                          schema=pa.schema([("own", pa.int32()), ("code", pa.int32())])))
    connection.execute(f"CREATE TEMP TABLE staged{place} AS SELECT rows.* REPLACE (codes.code AS series) "
                       f"FROM read_parquet({quoted(str(item.files[month]))}) AS rows JOIN codes ON rows.series = codes.own")
    connection.unregister("codes")


def _all_new(connection: duckdb.DuckDBPyConnection, incoming: Sequence[Incoming], month: str) -> list[Merged] | None:
    """The common case in one step: no record stands twice and nothing is corrected. None where it is not so."""
    if any(item.correction.loads or month in item.moved for item in incoming):
        return None
    parts = [f"SELECT record_id FROM {name}" for name in ("current", *(f"staged{at}" for at in range(len(incoming))))]
    rows, records = _one(connection, f"SELECT COUNT(*), COUNT(DISTINCT record_id) FROM ({' UNION ALL '.join(parts)})")
    if rows != records:
        return None
    whole = " UNION ALL ".join(f"SELECT {COLUMNS} FROM staged{at}" for at in range(len(incoming)))
    connection.execute("ALTER VIEW current RENAME TO held")
    connection.execute(f"CREATE VIEW current AS SELECT {COLUMNS} FROM held UNION ALL {whole}")
    return [Merged(accepted=_one(connection, f"SELECT COUNT(*) FROM staged{at}")[0]) for at in range(len(incoming))]


def _begin(connection: duckdb.DuckDBPyConnection, held: str | None) -> None:
    """The view `current`: what the month holds so far."""
    connection.register("nothing", CONTACTS_SCHEMA.empty_table())
    relation = f"read_parquet({quoted(held)})" if held else "nothing"
    connection.execute(f"CREATE VIEW current AS SELECT * FROM {relation}")


def _merge_one(connection: duckdb.DuckDBPyConnection, item: Incoming, place: int, month: str) -> Merged:
    merged = Merged()
    if month in item.moved:
        merged.moved = _take_out(connection, item.moved[month], place)
    fresh = _fresh(connection, place, merged)
    _against_held(connection, fresh, place, merged, item.correction)
    return merged


def _take_out(connection: duckdb.DuckDBPyConnection, numbers: Sequence[str], place: int) -> int:
    """Take records out of `current`; returns how many went."""
    connection.register(f"moved{place}", pa.table({"record_id": pa.array(numbers, pa.string())}))
    before, = _one(connection, "SELECT COUNT(*) FROM current")
    connection.execute(f"CREATE TEMP TABLE stayed{place} AS SELECT {COLUMNS} FROM current "
                       f"WHERE record_id NOT IN (SELECT record_id FROM moved{place})")
    connection.execute(f"CREATE OR REPLACE VIEW current AS SELECT * FROM stayed{place}")
    after, = _one(connection, "SELECT COUNT(*) FROM current")
    return before - after


def _one(connection: duckdb.DuckDBPyConnection, query: str) -> tuple[int, ...]:
    row = connection.execute(query).fetchone()
    return tuple(int(value or 0) for value in row) if row else ()


def _fresh(connection: duckdb.DuckDBPyConnection, place: int, merged: Merged) -> str:
    """The name of a table of the file's rows of the month, each record once: its last row. What went is counted."""
    staged = f"staged{place}"
    rows, records = _one(connection, f"SELECT COUNT(*), COUNT(DISTINCT record_id) FROM {staged}")
    if rows == records:
        return staged
    connection.execute(f"CREATE TEMP TABLE fresh{place} AS SELECT * FROM {staged} "
                       "QUALIFY row_number() OVER (PARTITION BY record_id ORDER BY row DESC) = 1")
    distinct, = _one(connection, f"SELECT COUNT(*) FROM (SELECT DISTINCT record_id, {', '.join(CONTENT)} FROM {staged})")
    merged.duplicate, merged.clashes = rows - records, distinct - records
    return f"fresh{place}"


def _against_held(connection: duckdb.DuckDBPyConnection, fresh: str, place: int, merged: Merged,
                  correction: Correction) -> None:
    """Merge a file's rows into `current`, which is then the merged whole."""
    total, = _one(connection, f"SELECT COUNT(*) FROM {fresh}")
    held, = _one(connection, "SELECT COUNT(*) FROM current")
    if not held:
        connection.execute(f"CREATE OR REPLACE VIEW current AS SELECT * FROM {fresh}")
        merged.accepted = total
        return
    alike = " AND ".join(f"fresh.{name} IS NOT DISTINCT FROM held.{name}" for name in CONTENT)
    common, whole = f"common{place}", f"whole{place}"
    connection.execute(f"CREATE TEMP TABLE {common} AS SELECT fresh.record_id, {alike} AS alike "
                       f"FROM {fresh} AS fresh JOIN current AS held ON fresh.record_id = held.record_id")
    same, changed = _one(connection, f"SELECT COUNT(*) FILTER (alike), COUNT(*) FILTER (NOT alike) FROM {common}")
    stays = f"(NOT ({correction.condition()}) OR record_id IN (SELECT record_id FROM {common}))"
    kept, = _one(connection, f"SELECT COUNT(*) FROM current WHERE {stays}")
    connection.execute(
        f"CREATE TEMP TABLE {whole} AS SELECT {COLUMNS} FROM current WHERE {stays} "
        f"AND record_id NOT IN (SELECT record_id FROM {common} WHERE NOT alike) "
        f"UNION ALL SELECT {COLUMNS} FROM {fresh} WHERE record_id NOT IN (SELECT record_id FROM {common} WHERE alike)")
    connection.execute(f"CREATE OR REPLACE VIEW current AS SELECT * FROM {whole}")
    merged.withdrawn, merged.replaced = held - kept, changed
    merged.duplicate += same
    merged.accepted = total - same
