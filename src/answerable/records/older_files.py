"""Files of records that were written before a column came into the contract: read as if it stood in them, empty."""

from __future__ import annotations

from collections.abc import Sequence

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


def table_of(path: str, schema: pa.Schema, columns: Sequence[str], filters: Sequence[tuple[str, str, object]]) -> pa.Table:
    """Some columns of the rows of a Parquet file that filters (as pyarrow has them) let through, in that order; columns of the
    schema that the file does not have are null throughout."""
    there = set(pq.read_schema(path).names)
    table = pq.read_table(path, columns=[name for name in columns if name in there], filters=list(filters))
    for name in columns:
        if name not in there:
            table = table.append_column(schema.field(name), pa.nulls(len(table), schema.field(name).type))
    return table.select(list(columns))
