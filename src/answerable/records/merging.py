"""The second half of a load: a month's new rows put together with those already held.

The same record, unchanged, is a duplicate; changed, it replaces; a file loaded again under its name replaces its
own rows, and those it no longer has are withdrawn.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import duckdb

from answerable.engines import connect, quoted, write_parquet
from answerable.records.contract import CONTACTS_SCHEMA, SCHEMAS
from answerable.records.store import FileRef, Store

CONTENT = tuple(name for name in CONTACTS_SCHEMA.names if name not in ("batch", "row", "record_id"))


@dataclass
class Merged:
    """What became of a month's rows. accepted: new or changed; replaced: of these, changed; duplicate: held already
    or more than once in the file; clashes: of these, with other content in the same file; withdrawn: no longer in
    a corrected file. file: the month's new records, None where none are left or nothing changed."""

    accepted: int = 0
    replaced: int = 0
    duplicate: int = 0
    clashes: int = 0
    withdrawn: int = 0
    changed: bool = False
    file: FileRef | None = None


@dataclass(frozen=True)
class Correction:
    """That a file of this name was loaded before. batches: its earlier loads; first_day, last_day: withdraw only
    rows of these local days (None: of any)."""

    batches: tuple[str, ...] = ()
    first_day: int | None = None
    last_day: int | None = None

    def condition(self) -> str:
        """SQL that is true of rows which this correction takes out where the new file does not have them."""
        if not self.batches:
            return "false"
        parts = [f"batch IN ({', '.join(quoted(batch) for batch in self.batches)})"]
        if self.first_day is not None:
            parts.append(f"local_day BETWEEN {self.first_day} AND {self.last_day}")
        return " AND ".join(parts)


def merge_contacts(store: Store, month: str, staged: Path | None, held: FileRef | None,
                   correction: Correction) -> Merged:
    """Put a month's staged rows (None: there are none) together with those held (None: none are)."""
    connection = connect(threads=1)
    _views(connection, staged, store.path(held) if held else None)
    merged = Merged()
    _within_file(connection, merged)
    _against_held(connection, merged, correction)
    merged.changed = bool(merged.accepted or merged.withdrawn)
    if merged.changed:
        merged.file = _write(store, connection, "contacts", month)
    connection.close()
    return merged


def _views(connection: duckdb.DuckDBPyConnection, staged: Path | None, held: str | None) -> None:
    for name, path in (("staged", staged), ("held", held)):
        if path is None:
            connection.register("nothing", SCHEMAS["contacts"].empty_table())
            connection.execute(f"CREATE VIEW {name} AS SELECT * FROM nothing")
        else:
            connection.execute(f"CREATE VIEW {name} AS SELECT * FROM read_parquet({quoted(str(path))})")


def _one(connection: duckdb.DuckDBPyConnection, query: str) -> tuple[int, ...]:
    row = connection.execute(query).fetchone()
    return tuple(int(value or 0) for value in row) if row else ()


def _within_file(connection: duckdb.DuckDBPyConnection, merged: Merged) -> None:
    """Leave each record once: its last row. What went is counted."""
    rows, records = _one(connection, "SELECT COUNT(*), COUNT(DISTINCT record_id) FROM staged")
    if rows == records:
        connection.execute("CREATE VIEW fresh AS SELECT * FROM staged")
        return
    content = ", ".join(CONTENT)
    connection.execute("CREATE TEMP TABLE fresh AS SELECT * FROM staged "
                       "QUALIFY row_number() OVER (PARTITION BY record_id ORDER BY row DESC) = 1")
    distinct, = _one(connection, f"SELECT COUNT(*) FROM (SELECT DISTINCT record_id, {content} FROM staged)")
    merged.duplicate, merged.clashes = rows - records, distinct - records


def _against_held(connection: duckdb.DuckDBPyConnection, merged: Merged, correction: Correction) -> None:
    total, = _one(connection, "SELECT COUNT(*) FROM fresh")
    if not _one(connection, "SELECT COUNT(*) FROM held")[0]:
        connection.execute("CREATE VIEW merged AS SELECT * FROM fresh")
        merged.accepted = total
        return
    alike = " AND ".join(f"fresh.{name} IS NOT DISTINCT FROM held.{name}" for name in CONTENT)
    connection.execute(f"CREATE TEMP TABLE common AS SELECT fresh.record_id, {alike} AS alike "
                       "FROM fresh JOIN held ON fresh.record_id = held.record_id")
    same, changed = _one(connection, "SELECT COUNT(*) FILTER (alike), COUNT(*) FILTER (NOT alike) FROM common")
    connection.execute(
        f"CREATE VIEW kept AS SELECT * FROM held WHERE NOT ({correction.condition()}) "
        "OR record_id IN (SELECT record_id FROM common)")
    connection.execute(
        "CREATE VIEW merged AS SELECT * FROM kept WHERE record_id NOT IN (SELECT record_id FROM common WHERE NOT alike) "
        "UNION ALL SELECT * FROM fresh WHERE record_id NOT IN (SELECT record_id FROM common WHERE alike)")
    held, kept = _one(connection, "SELECT (SELECT COUNT(*) FROM held), (SELECT COUNT(*) FROM kept)")
    merged.withdrawn, merged.replaced = held - kept, changed
    merged.duplicate += same
    merged.accepted = total - same


def _write(store: Store, connection: duckdb.DuckDBPyConnection, table: str, month: str) -> FileRef | None:
    rows, = _one(connection, "SELECT COUNT(*) FROM merged")
    if not rows:
        return None
    columns = ", ".join(SCHEMAS[table].names)

    def write(path: Path) -> int:
        return write_parquet(connection, f"SELECT {columns} FROM merged ORDER BY presented_ms, record_id", path)

    return store.keep(f"data/{table}", month, write)


def overlap(store: Store, months: dict[str, FileRef], staged: dict[str, Path],
            batches: Iterable[str]) -> tuple[int, int]:
    """(records of these batches that the staged file has again, records of these batches)."""
    marks = ", ".join(quoted(batch) for batch in batches)
    connection = connect(threads=1)
    again = total = 0
    for month, ref in months.items():
        path = quoted(store.path(ref))
        own = f"(SELECT record_id FROM read_parquet({path}) WHERE batch IN ({marks}))"
        total += _one(connection, f"SELECT COUNT(*) FROM {own}")[0]
        if month in staged:
            again += _one(connection, f"SELECT COUNT(*) FROM {own} WHERE record_id IN "
                                      f"(SELECT record_id FROM read_parquet({quoted(str(staged[month]))}))")[0]
    connection.close()
    return again, total
