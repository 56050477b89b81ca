"""The one place that knows the query engine (DuckDB below 2.0; docs/decisions/0002 says why)."""

from __future__ import annotations

from pathlib import Path

import duckdb

THREADS_OF_A_WORKER = 1


def connect(*, threads: int | None = None, memory_limit: str = "1GB") -> duckdb.DuckDBPyConnection:
    """A fresh in-memory connection that never touches the network and keeps rows in the order given.

    threads: how many the engine may use (None: its own choice); memory_limit: as DuckDB writes it.
    """
    connection = duckdb.connect(":memory:")
    connection.execute(f"SET memory_limit = '{memory_limit}'")
    connection.execute("SET autoinstall_known_extensions = false")
    connection.execute("SET autoload_known_extensions = false")
    if threads is not None:
        connection.execute(f"SET threads = {threads}")
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
