"""What the fold asks of an engine: run this SQL over these Parquet files, and write whole numbers to this file.

The text is the same for every engine. What differs between engines stands behind this interface: how files become a
table, how a result is kept for further queries, and how rows come back.
"""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import pyarrow as pa

# The names of types that DuckDB, Spark and Sail write alike.
SQL_TYPES = {pa.int8(): "TINYINT", pa.int16(): "SMALLINT", pa.int32(): "INTEGER", pa.int64(): "BIGINT",
             pa.string(): "STRING", pa.bool_(): "BOOLEAN"}


@dataclass(frozen=True)
class Files:
    """Parquet files that make one table. paths: each by its full name, no pattern; schema: of every one of them, so that
    nothing is guessed; rows: of all together, held against what the engine reads."""

    paths: tuple[Path, ...]
    schema: pa.Schema
    rows: int


class Run(Protocol):
    """Queries that share their tables. Their text is plain ANSI SQL over the names that `read` and `keep` give."""

    def read(self, files: Files) -> str:
        """Parquet files as a table expression."""

    def keep(self, query: str, schema: pa.Schema) -> str:
        """A query's rows, computed once, as a table expression."""

    def write(self, query: str, schema: pa.Schema, path: Path) -> int:
        """A query's rows, cast to `schema`, into a Parquet file of this process's disk; returns how many."""


class FoldingEngine(Protocol):
    """An engine that folds. at_once: how many runs it is given side by side."""

    @property
    def at_once(self) -> int:
        """How many runs side by side are fastest."""

    def check(self) -> None:
        """Raises EngineError where it is plain that no query can run: a part that is missing, a server that is silent."""

    def run(self) -> AbstractContextManager[Run]:
        """A run; its tables are gone at the end. Errors of the engine are raised as EngineError."""

    def close(self) -> None:
        """Give back what the engine holds."""


def cast_to(query: str, schema: pa.Schema) -> str:
    """SQL: the query's rows with the columns and types of `schema`."""
    columns = ", ".join(f"CAST({field.name} AS {SQL_TYPES[field.type]}) AS {field.name}" for field in schema)
    return f"SELECT {columns} FROM ({query}) AS wanted"
