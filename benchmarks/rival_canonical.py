"""Every measure by month by a query of its own over the canonical records: whole numbers and short columns, which is far
cheaper than the raw rows. Percentiles by the engine's own exact quantile, all else as `answerable measures show` prints it.
"""

from __future__ import annotations

from pathlib import Path

import duckdb
import numpy as np

from answerable.clocks import zone
from answerable.engines import quoted
from answerable.measures.definition import Measure
from answerable.measures.explain import sql
from answerable.measures.fold import handling_cells
from answerable.records.contract import SERIES_COLUMNS
from answerable.workspace import Workspace
from benchmarks.force import Answers, contact_measures, records_of
from benchmarks.rival_sql import THREADS

PERIOD = "date_trunc('month', DATE '1970-01-01' + records.local_day) AS period"


def query_answers(folder: Path) -> dict[str, Answers]:
    """Every measure, one query after the other, by DuckDB with two threads."""
    workspace = Workspace(folder)
    connection = _connected(workspace)
    return {name: _answers(connection, measure) for name, measure in contact_measures(workspace).items()}


def _connected(workspace: Workspace) -> duckdb.DuckDBPyConnection:
    records, book = records_of(workspace)
    source = f"read_parquet([{', '.join(quoted(workspace.store.path(ref)) for ref in records.values())}])"
    connection = duckdb.connect(config={"threads": THREADS})
    connection.execute("SET enable_progress_bar = false")
    words = ", ".join(f"{name} TEXT" for name in SERIES_COLUMNS[:-1])
    connection.execute(f"CREATE TABLE dimensions (code INTEGER, {words}, queued INTEGER)")
    connection.executemany(f"INSERT INTO dimensions VALUES (?{', ?' * len(SERIES_COLUMNS)})",
                           [(code, *values) for code, values in enumerate(book.combinations)])
    connection.execute(f"CREATE VIEW contacts AS SELECT records.*, dimensions.*, {PERIOD} FROM {source} AS records "
                       "JOIN dimensions ON dimensions.code = records.series")
    _months(connection)
    connection.execute(f"CREATE VIEW busy AS {handling_cells(source, book.phone())}")
    return connection


def _months(connection: duckdb.DuckDBPyConnection) -> None:
    """The table `months`: each from its first instant to the next one's, midnights on the wall."""
    connection.execute("CREATE TABLE months (period DATE, start_ms BIGINT, end_ms BIGINT)")
    for (period,) in connection.execute("SELECT DISTINCT period FROM contacts").fetchall():
        month = np.datetime64(period, "M")
        walls = np.array([month, month + 1]).astype("datetime64[ms]").astype(np.int64)
        connection.execute("INSERT INTO months VALUES (?, ?, ?)", [period, *zone("Europe/London").to_utc(walls).tolist()])


def _answers(connection: duckdb.DuckDBPyConnection, measure: Measure) -> Answers:
    result = connection.execute(_query(measure))
    columns = [column[0] for column in result.description or ()]
    found = [dict(zip(columns, row, strict=True)) for row in result.fetchall()]
    return {(f"{row['period']:%Y-%m}", row[measure.dimensions[0]] if measure.dimensions else None):
            (_number(row.get("numerator")), _number(row.get("denominator")), _seconds(row, measure)) for row in found}


def _seconds(row: dict[str, object], measure: Measure) -> float | None:
    if measure.kind == "mean":
        return (_number(row["numerator"]) or 0) / (_number(row["denominator"]) or 1)
    return _number(row.get("value")) if measure.unit == "seconds" else None


def _query(measure: Measure) -> str:
    if measure.kind == "occupancy":
        return ("SELECT period, SUM(ms) / 1000.0 AS numerator, SUM(handlers) * 1800 AS denominator FROM (SELECT half_hour_ms, "
                "COUNT(*) AS handlers, SUM(ms) AS ms FROM busy GROUP BY half_hour_ms) AS halves "
                "JOIN months ON half_hour_ms >= start_ms AND half_hour_ms < end_ms GROUP BY period")
    if measure.kind not in ("percentile", "longest"):
        return sql(measure)
    ms = f"{measure.clock}_ms"
    longer = f" AND {ms} > {measure.longer_than_ms}" if measure.longer_than_ms is not None else ""
    value = f"MAX({ms})" if measure.kind == "longest" else f"quantile_disc({ms}, {(measure.percentile or 0) / 100})"
    return (f"SELECT period, floor({value} / 1000) AS value, COUNT({ms}) AS denominator FROM contacts "
            f"WHERE ({measure.population.sql()}){longer} GROUP BY period")


def _number(value: object) -> float | None:
    return None if value is None else float(str(value))
