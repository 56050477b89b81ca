"""The made-up force's files, loaded by its mappings, give the counts and waits of its truth."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import duckdb
import pytest

from answerable.records.contract import SERIES_COLUMNS
from answerable.records.loading import LoadReport
from answerable.records.synthetic import SOURCES_FOLDER, make_force
from answerable.workspace import Workspace

OUTCOMES = ("answered", "abandoned", "callback", "contained", "forwarded", "phantom")
# File → source: one month of each system, and a month in which the clocks go back.
FILES = {"telephone-2025-10.csv": "westshire-telephone-old",
         "telephone-2026-02.csv": "westshire-telephone-old",
         "conversations-2026-03.csv": "westshire-telephone-new", "chats-2026-03.csv": "westshire-live-chat",
         "inbox-2026-03.csv": "westshire-inbox"}
PHONE = ("999", "101", "switchboard")
LOADED = (("2025-10", PHONE), ("2026-02", PHONE), ("2026-03", (*PHONE, "chat", "email", "web_form")))


@pytest.fixture(scope="module")
def raw(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("raw")
    make_force(folder, months=13, scale=0.15, processes=1)
    return folder


@pytest.fixture(scope="module")
def truth(raw: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((raw / "truth.json").read_text())
    return found


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    folder = tmp_path_factory.mktemp("workspace") / "westshire"
    made = Workspace.create(folder, made_up=True)
    shutil.copytree(SOURCES_FOLDER, folder / "sources", dirs_exist_ok=True)
    return made


@pytest.fixture(scope="module")
def reports(raw: Path, workspace: Workspace) -> dict[str, LoadReport]:
    return {name: workspace.load(source, raw / name) for name, source in FILES.items()}


@pytest.fixture(scope="module")
def records(workspace: Workspace, reports: dict[str, LoadReport]) -> duckdb.DuckDBPyConnection:
    """Table `records`: the stored records with the words of their series and their month."""
    head = workspace.head()
    connection = duckdb.connect()
    connection.execute("CREATE TABLE series (code INTEGER, line TEXT, outcome TEXT, origin TEXT)")
    for code, combination in enumerate(workspace.store.read_series(head).combinations):
        words = dict(zip(SERIES_COLUMNS, combination, strict=True))
        connection.execute("INSERT INTO series VALUES (?, ?, ?, ?)",
                           [code, words["line"], words["outcome"], words["origin"]])
    paths = [workspace.store.path(ref) for ref in head.parts("contacts", "records").values()]
    connection.execute(
        "CREATE TABLE records AS SELECT *, strftime(DATE '1970-01-01' + local_day, '%Y-%m') AS month "
        "FROM read_parquet(?) JOIN series ON series = code", [paths])
    return connection


def lines_of(truth: dict[str, Any]) -> list[tuple[str, str, dict[str, Any]]]:
    """(month, line, what the files can tell) for every month and line that was loaded."""
    return [(month, line, truth["months"][month][line]["loaded"])
            for month, lines in LOADED for line in lines]


def test_each_file_reports_what_the_truth_foretells(reports: dict[str, LoadReport],
                                                    truth: dict[str, Any]) -> None:
    for name, report in reports.items():
        told = truth["files"][name]
        assert (report.read, report.accepted, report.quarantined, report.duplicate) == \
            (told["read"], told["accepted"], sum(told["quarantined"].values()), told["duplicate"]), name


def test_impossible_times_are_voided_and_no_other(reports: dict[str, LoadReport],
                                                  truth: dict[str, Any]) -> None:
    for name, report in reports.items():
        voided = {fault["column"]: fault["records"] for fault in report.faults
                  if fault["fault"] == "before-its-predecessor"}
        told = truth["files"][name]["voided"]
        assert voided == {column: count for column, count in told.items() if count}, name


def test_every_outcome_is_counted_as_it_happened(records: duckdb.DuckDBPyConnection,
                                                 truth: dict[str, Any]) -> None:
    for month, line, told in lines_of(truth):
        found = dict(records.execute("SELECT outcome, count(*) FROM records WHERE month = ? AND line = ? "
                                     "GROUP BY ALL", [month, line]).fetchall())
        assert {name: found.get(name, 0) for name in OUTCOMES} == {name: told[name] for name in OUTCOMES}


@pytest.mark.parametrize("clock", ["caller", "force", "queue"])
def test_every_wait_is_known_to_the_millisecond(records: duckdb.DuckDBPyConnection, truth: dict[str, Any],
                                                clock: str) -> None:
    for month, line, told in lines_of(truth):
        for outcome in ("answered", "abandoned"):
            found = records.execute(
                f"SELECT count({clock}_ms), sum({clock}_ms), max({clock}_ms), "
                f"count(*) FILTER ({clock}_ms <= 30000) "
                "FROM records WHERE month = ? AND line = ? AND outcome = ?",
                [month, line, outcome]).fetchone()
            assert found == expected(told[f"{outcome}_waits"][clock]), (month, line, outcome)


def expected(waits: dict[str, Any] | None) -> tuple[int, int | None, int | None, int]:
    if waits is None:
        return 0, None, None, 0
    return waits["count"], waits["sum_ms"], waits["longest_ms"], waits["within_seconds"]["30"]
