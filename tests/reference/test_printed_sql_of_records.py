"""The SQL that `answerable measures show` prints for incidents, people and surveys, run on the canonical records, gives the
figures; the texts of backlog and repeats, which are worked on, give what they say."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

import duckdb
import pytest
from comparing import ask, parsed
from generating_records import CHANGES, NUMBERS, Maker, schemes, write_schemes, write_table
from plain import Question
from plain_records import limit_by_scheme, understood

from answerable.measures.explain import sql
from answerable.records.tables import TABLES
from answerable.workspace import Workspace

SEASON = "new year"
SIZES = {"incidents": 120, "appointments": 40, "diary_slots": 30, "duties": 40, "abstractions": 30, "establishment": 30,
         "survey_answers": 60, "victim_updates": 60, "samples": 40}
NAMES = tuple(name for name, measure in parsed().items() if measure.table != "contacts")


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    folder, maker = tmp_path_factory.mktemp("printed"), Maker(SEASON, 11)
    made = Workspace.create(folder / "force")
    write_schemes(folder / "force", SEASON)
    made.load_many([(f"generic_{table}", write_table(folder / f"{table}.csv", table, maker.records(table, size)))
                    for table, size in SIZES.items()])
    return made


@pytest.fixture(scope="module")
def connection(workspace: Workspace) -> Iterator[duckdb.DuckDBPyConnection]:
    """A database with each table as the printed queries expect it: canonical rows, words, and the local month as period."""
    head, found = workspace.head(), duckdb.connect()
    for name in SIZES:
        columns = TABLES[name].series_columns
        typed = ", ".join(f"{column} {'INTEGER' if column in TABLES[name].flag_names else 'TEXT'}" for column in columns)
        found.execute(f"CREATE TABLE series_{name} (code INTEGER, {typed})")
        book = workspace.store.read_series(head, name).combinations
        found.executemany(f"INSERT INTO series_{name} VALUES ({', '.join('?' * (len(columns) + 1))})",
                          [(code, *values) for code, values in enumerate(book)])
        files = [workspace.store.path(ref) for ref in head.parts(name, "records").values()]
        found.execute(f"CREATE TABLE {name} AS SELECT *, strftime(DATE '1970-01-01' + local_day, '%Y-%m-01') AS period "
                      f"FROM read_parquet({files}) AS records JOIN series_{name} AS series ON series.code = records.series")
    found.execute("CREATE TABLE limits (number TEXT, basis TEXT, limit_ms BIGINT, scheme_clock TEXT)")
    for row in Maker(SEASON, 11).records("incidents", SIZES["incidents"]):
        for basis in ("grade", "first_grade"):
            limit = limit_by_scheme(schemes(SEASON), understood("incidents", row), basis)
            if limit is not None:
                found.execute("INSERT INTO limits VALUES (?, ?, ?, ?)", [row[NUMBERS["incidents"]], basis, *limit])
    yield found
    found.close()


def printed(connection: duckdb.DuckDBPyConnection, name: str) -> list[dict[str, Any]]:
    """The rows of a measure's printed query. What the text leaves to who runs it (the limits of the schemes in force, the last
    day of a period that has a statement) is put beside the records first."""
    measure, text = parsed()[name], sql(parsed()[name])
    table = measure.table
    if measure.limits is not None and not measure.limits.limits_ms:
        # The scheme names the clock of attendance: the column is filled from it, as the figure is.
        if measure.clock is None:
            return _rows(connection, text)
        clock = f"CASE scheme_clock WHEN 'attendance' THEN {table}.{measure.clock}_ms ELSE attendance_from_grading_ms END" \
            if measure.clock == "attendance" else f"{table}.{measure.clock}_ms"
        connection.execute(f"CREATE OR REPLACE TEMP VIEW limited AS SELECT {table}.* REPLACE ({clock} AS {measure.clock}_ms), "
                           f"limit_ms FROM {table} JOIN limits ON limits.number = {table}.number "
                           f"AND basis = '{measure.limits.by}'")
        text = text.replace(f"FROM {table}", "FROM limited")
    if measure.kind == "level":
        connection.execute(f"CREATE OR REPLACE TEMP VIEW stated AS SELECT *, MAX(local_day) OVER (PARTITION BY period) AS "
                           f"last_day FROM {table}")
        text = text.replace(f"FROM {table}", "FROM stated")
    return _rows(connection, text)


def _rows(connection: duckdb.DuckDBPyConnection, text: str) -> list[dict[str, Any]]:
    result = connection.execute(text)
    columns = [column[0] for column in result.description or ()]
    return [dict(zip(columns, row, strict=True)) for row in result.fetchall()]


@pytest.mark.parametrize("name", [name for name in NAMES if parsed()[name].kind not in ("backlog", "ratio")])
def test_printed_query_gives_the_figures_by_month(workspace: Workspace, connection: duckdb.DuckDBPyConnection,
                                                  name: str) -> None:
    dimensions = parsed()[name].dimensions
    rows = {(row["period"], *(row[key] for key in dimensions)): row for row in printed(connection, name)}
    figures = {(row["period_start"], *(row[key] for key in dimensions)): row for row in ask(workspace, name, Question("month"))}
    assert CHANGES[SEASON].month == 12
    told = 0
    for key, figure in figures.items():
        if figure["value"] is None:
            continue
        for column in ("numerator", "denominator", "value"):
            if column in rows[key] and rows[key][column] is not None and figure[column] is not None:
                assert math.isclose(float(rows[key][column]), figure[column], rel_tol=1e-9, abs_tol=1e-9), (column, figure)
                told += 1
    assert told or all(figure["value"] is None for figure in figures.values())


@pytest.mark.parametrize("name", [name for name in NAMES if parsed()[name].kind == "backlog"])
def test_printed_spells_are_those_of_the_incidents_that_wait(connection: duckdb.DuckDBPyConnection, name: str) -> None:
    rows = printed(connection, name)
    waiting, = connection.execute(
        "SELECT COUNT(*) FROM incidents WHERE origin = 'public' AND (least(assignment_ms, resolution_ms) IS NULL "
        "OR least(assignment_ms, resolution_ms) > 0)").fetchone() or (0,)
    assert len(rows) == waiting > 20
    assert all(row["end_ms"] is None or row["end_ms"] > row["start_ms"] for row in rows)
