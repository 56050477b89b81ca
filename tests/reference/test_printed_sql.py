"""The SQL that `answerable measures show` prints, run by DuckDB on the canonical records, gives the cells' figures."""

from __future__ import annotations

import math
import os
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest
from comparing import ask, definitions, new_workspace, parsed
from generating import LAYOUTS, SEASONS, records, write_csv
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from plain import LONDON, Question

from answerable.measures.explain import sql
from answerable.records.contract import SERIES_COLUMNS
from answerable.workspace import Workspace

EXAMPLES = int(os.environ.get("ANSWERABLE_EXAMPLES", "2"))
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
HALF_HOUR_MS = 1_800_000


def contacts_table(workspace: Workspace) -> duckdb.DuckDBPyConnection:
    """A database with `contacts` and `handled` as the printed queries expect them, by local month."""
    head = workspace.head()
    files = [workspace.store.path(ref) for ref in head.parts("contacts", "records").values()]
    connection = duckdb.connect()
    connection.execute(f"CREATE TABLE series (code INTEGER, {', '.join(f'{name} TEXT' for name in SERIES_COLUMNS[:-1])}, "
                       "queued INTEGER)")
    book = [(code, *values) for code, values in enumerate(workspace.store.read_series(head).combinations)]
    connection.executemany(f"INSERT INTO series VALUES ({', '.join('?' * (len(SERIES_COLUMNS) + 1))})", book)
    connection.execute("CREATE TABLE contacts AS SELECT *, strftime(DATE '1970-01-01' + local_day, '%Y-%m-01') AS period "
                       f"FROM read_parquet({files}) AS records JOIN series ON series.code = records.series")
    connection.execute("CREATE TABLE handled (period TEXT, half_hour_ms BIGINT, handler BIGINT, ms BIGINT)")
    pieces = list(handled_pieces(connection))
    if pieces:
        connection.executemany("INSERT INTO handled VALUES (?, ?, ?, ?)", pieces)
    return connection


def handled_pieces(connection: duckdb.DuckDBPyConnection) -> Iterator[tuple[str, int, int, int]]:
    """Each answered telephone call's talk and wrap-up, split over the half-hours it touches, on days that have calls."""
    last, = connection.execute("SELECT MAX(local_day) FROM contacts WHERE channel = 'phone'").fetchone() or (None,)
    calls = connection.execute(
        "SELECT presented_ms + force_ms, coalesce(talk_ms, 0) + coalesce(wrap_ms, 0), handler FROM contacts "
        "WHERE channel = 'phone' AND outcome = 'answered' AND handler IS NOT NULL AND force_ms IS NOT NULL").fetchall()
    for start, length, handler in calls:
        for number in range(48):
            half_hour = (start // HALF_HOUR_MS + number) * HALF_HOUR_MS
            ms = min(start + length, half_hour + HALF_HOUR_MS) - max(start, half_hour)
            local = (EPOCH + timedelta(milliseconds=half_hour)).astimezone(LONDON)
            if ms > 0 and (local.date() - EPOCH.date()).days <= last:
                yield f"{local:%Y-%m}-01", half_hour, handler, ms


def rows_of_sql(connection: duckdb.DuckDBPyConnection, name: str) -> list[dict[str, Any]]:
    """The rows of a measure's printed query, by column name."""
    result = connection.execute(sql(parsed()[name]))
    columns = [column[0] for column in result.description or ()]
    return [dict(zip(columns, row, strict=True)) for row in result.fetchall()]


def same(figure: dict[str, Any], row: dict[str, Any]) -> bool:
    """Whether a figure and a row of the printed query tell the same. Where there is no figure, as the clock is lost or
    nobody waited, at most the denominator is told."""
    told = [name for name in ("numerator", "denominator", "value") if name in row]
    pairs = [(figure[name], row[name]) for name in told
             if figure["value"] is not None or (name == "denominator" and figure["status"] != "not-available")]
    return all(mine == theirs or (mine is not None and theirs is not None and math.isclose(mine, theirs, abs_tol=1e-9))
               for mine, theirs in pairs)


@pytest.mark.parametrize("season", ["clocks go back", "new year", "two years"])
@settings(max_examples=EXAMPLES, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck),
          phases=[Phase.generate])
@given(data=st.data())
def test_printed_query_gives_the_figures_of_every_measure_by_month(season: str, data: st.DataObject) -> None:
    assert season in SEASONS
    items, columns = data.draw(records(season)), data.draw(st.sampled_from(LAYOUTS))
    with tempfile.TemporaryDirectory() as folder:
        workspace = new_workspace(Path(folder), [write_csv(Path(folder) / "calls.csv", items, columns)])
        connection = contacts_table(workspace)
        for name in definitions():
            dimensions = parsed()[name].dimensions
            printed = {(row["period"], *(row[key] for key in dimensions)): row for row in rows_of_sql(connection, name)}
            figures = {(row["period_start"], *(row[key] for key in dimensions)): row
                       for row in ask(workspace, name, Question("month"))}
            assert set(printed) <= set(figures), name
            for key, figure in figures.items():
                row = printed.get(key)
                assert same(figure, row) if row else not figure["numerator"], (name, figure, row)
