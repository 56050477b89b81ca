"""The one place that knows the query engines: DuckDB (below 2.0; docs/decisions/0002 says why), and for the fold Spark."""

from answerable.engines.duck import connect, file_list, own_connection, quoted, reader, write_parquet

__all__ = ["connect", "file_list", "own_connection", "quoted", "reader", "write_parquet"]
