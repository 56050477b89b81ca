"""DuckDB (below 2.0; docs/decisions/0002 says why): reading, loading, figures, and the fold where no other engine is named."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path

import duckdb
import pyarrow as pa

from answerable.engines.folding import Files, cast_to


def connect(*, threads: int | None = None, memory_limit: str = "1GB") -> duckdb.DuckDBPyConnection:
    """A fresh in-memory connection that never touches the network and keeps rows in the order given.

    threads: how many the engine may use (None: its own choice); memory_limit: as DuckDB writes it.
    """
    connection = duckdb.connect(":memory:")
    connection.execute(f"SET memory_limit = '{memory_limit}'")
    connection.execute("SET autoinstall_known_extensions = false")
    connection.execute("SET autoload_known_extensions = false")
    # Its bar would stand among what a verb prints.
    connection.execute("SET enable_progress_bar = false")
    if threads is not None:
        connection.execute(f"SET threads = {threads}")
    return connection


@lru_cache(maxsize=1)
def _shared(_process: int) -> duckdb.DuckDBPyConnection:
    return connect(threads=2)


def reader() -> duckdb.DuckDBPyConnection:
    """A connection for one query over files, of two threads; it may make no table. All share one engine, since to start one
    takes longer than most questions."""
    return _shared(os.getpid()).cursor()


_own = threading.local()


def own_connection(*, in_order: bool = True) -> duckdb.DuckDBPyConnection:
    """A connection to this thread's own engine of one thread: a thousandth of a second where a fresh engine takes 25.

    Whatever is made on it must be TEMP (or registered), for only that goes when it is closed. in_order: whether rows keep
    the order given.
    """
    name = f"{os.getpid()}_{in_order}"
    if not hasattr(_own, name):
        engine = connect(threads=1)
        engine.execute(f"SET preserve_insertion_order = {str(in_order).lower()}")
        setattr(_own, name, engine)
    connection: duckdb.DuckDBPyConnection = getattr(_own, name).cursor()
    # The other settings are the engine's, this one is each connection's.
    connection.execute("SET enable_progress_bar = false")
    return connection


def quoted(text: str) -> str:
    """`text` as an SQL string literal."""
    return "'" + text.replace("'", "''") + "'"


def write_parquet(connection: duckdb.DuckDBPyConnection, query: str, path: Path) -> int:
    """Write a query's rows to a Parquet file; returns how many."""
    row = connection.execute(f"COPY ({query}) TO {quoted(str(path))} "
                             "(FORMAT parquet, COMPRESSION zstd, PARQUET_VERSION v2)").fetchone()
    return int(row[0]) if row else 0


def file_list(paths: list[str]) -> str:
    """An SQL table expression that reads these Parquet files, in one schema."""
    return f"read_parquet([{', '.join(quoted(path) for path in paths)}], union_by_name = true)"


class DuckFolding:
    """The fold's queries on DuckDB, one connection with one thread: small hash tables that stay in the cache beat one
    large one, so several of these side by side are faster than one with several threads."""

    at_once = 2

    def check(self) -> None:
        """DuckDB is always there."""

    @contextmanager
    def run(self) -> Iterator[DuckRun]:
        """A connection of its own, closed at the end."""
        # Cells are numbers in any order: sorting them would cost as much as the fold.
        with own_connection(in_order=False) as connection:
            yield DuckRun(connection)

    def close(self) -> None:
        """Nothing stays open between runs."""


class DuckRun:
    """Queries that share their tables (engines.folding.Run)."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self.connection, self.kept = connection, 0

    def read(self, files: Files) -> str:
        """Parquet files as a table expression."""
        return f"read_parquet([{', '.join(quoted(str(path)) for path in files.paths)}])"

    def keep(self, query: str, schema: pa.Schema) -> str:
        """A query's rows, computed once, as a table expression."""
        self.kept += 1
        self.connection.execute(f"CREATE TEMP TABLE kept_{self.kept} AS {cast_to(query, schema)}")
        return f"kept_{self.kept}"

    def write(self, query: str, schema: pa.Schema, path: Path) -> int:
        """A query's rows into a Parquet file; returns how many."""
        return write_parquet(self.connection, cast_to(query, schema), path)
