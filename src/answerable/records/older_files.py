"""Files of records that were written before a column came into the contract: read as if it stood in them, empty."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.parquet as pq

from answerable.engines import quoted
from answerable.engines.folding import SQL_TYPES


def rows_of(path: str, schema: pa.Schema) -> str:
    """SQL: the rows of a Parquet file with at least the columns of a schema. What the file does not have is null in all of
    them: it is not known of any."""
    there = set(pq.read_schema(path).names)
    lacking = [f"CAST(NULL AS {SQL_TYPES[part.type]}) AS {part.name}" for part in schema if part.name not in there]
    relation = f"read_parquet({quoted(path)})"
    return f"(SELECT *, {', '.join(lacking)} FROM {relation})" if lacking else relation
