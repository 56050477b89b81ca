"""A release is a Data Package: Excel, Power BI, R and SQL read its tables as they are, and find the figures of the site."""

from __future__ import annotations

import csv
import hashlib
import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pyarrow.parquet as pq
import pytest
from frictionless import Package, validate

from answerable import Workspace
from answerable.errors import WorkspaceError
from answerable.releases import release
from answerable.releases.data_package import NAME
from small_force import SmallForce, call

TABLES = ("figures", "measures", "judgements", "benchmarks")
HOSTILE = "=HYPERLINK(1)"
SOURCE = """
source: queues
version: 1
table: contacts
identity: [id]
columns: {presented_at: presented, queued_at: queued, left_queue_at: left_queue, answered_at: answered, line: line,
          channel: "'phone'", queue: queue, outcome: outcome}
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A release of four months of calls in two queues, one with a name that a spreadsheet would take for a formula."""
    force = SmallForce(tmp_path_factory.mktemp("package"))
    force.source("queues", SOURCE)
    days = [f"2026-{month:02d}-{day:02d}" for month in (1, 2, 3, 4) for day in range(1, 29)]
    force.load([call(f"{day}-{wait}", f"{day} 09:00:00", queued=f"{day} 09:00:00", left_queue=f"{day} 09:00:{wait}",
                     answered=f"{day} 09:00:{wait}", queue=queue)
                for day in days for wait, queue in ((10, "North Süd"), (45, HOSTILE))], source="queues")
    settings = force.workspace.folder / "answerable.toml"
    settings.write_text(settings.read_text(encoding="utf-8").replace('licence = ""', 'licence = "OGL-UK-3.0"'))
    workspace = Workspace(force.workspace.folder)
    return workspace.folder / "releases" / f"{release(workspace, note='First figures'):04d}"


def descriptor(folder: Path) -> dict[str, Any]:
    """What datapackage.json says."""
    content: dict[str, Any] = json.loads((folder / NAME).read_bytes())
    return content


def rows_of(folder: Path, name: str) -> list[dict[str, str]]:
    """The rows of a CSV file, as text."""
    with (folder / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_the_package_is_valid(folder: Path) -> None:
    report = validate(str(folder / NAME))
    # Of a Parquet file this validator cannot tell the size; the next test but one holds it.
    faults = [fault for task in report.tasks for fault in task.errors if task.name != "figures-parquet"]
    assert faults == []
    told = descriptor(folder)
    for resource in told["resources"]:
        if resource["format"] == "parquet":
            del resource["bytes"], resource["hash"]
    assert Package(told, basepath=str(folder)).validate().valid


def test_what_others_published_stands_beside_the_measure_it_is_like(folder: Path) -> None:
    rows = {(row["measure"], row["benchmark"]): row for row in rows_of(folder, "benchmarks")}
    answered = rows["101-abandonment", "kent-101-answered-2024-25"]
    assert (answered["value"], answered["published"], answered["clocks"]) == ("3.0", "97%", "none")
    assert (answered["status"], answered["period_end"]) == ("local", "2025-03-31")


def test_the_descriptor_says_what_the_standard_asks_for(folder: Path) -> None:
    told = descriptor(folder)
    assert told["$schema"] == "https://datapackage.org/profiles/2.0/datapackage.json"
    assert re.fullmatch(r"[a-z0-9][a-z0-9._-]*", told["name"])
    assert told["version"] == "1.0.0"
    assert date.fromisoformat(told["created"][:10]) <= date.today()
    assert told["licenses"][0]["name"] == "OGL-UK-3.0"
    assert [source["title"] for source in told["sources"]] == ["queues"]
    assert [resource["path"] for resource in told["resources"]] \
        == ["figures.csv", "figures.parquet", "measures.csv", "judgements.csv", "benchmarks.csv", "peers.csv",
            "projections.csv"]
    assert len({resource["name"] for resource in told["resources"]}) == 7
    for resource in told["resources"]:
        assert resource["schema"]["missingValues"] == [""]
        assert all(column["description"] for column in resource["schema"]["fields"])


def test_each_file_is_the_one_that_is_described(folder: Path) -> None:
    header = json.loads((folder / "release.json").read_bytes())
    for resource in descriptor(folder)["resources"]:
        content = (folder / resource["path"]).read_bytes()
        digest = hashlib.sha256(content).hexdigest()
        assert (resource["bytes"], resource["hash"]) == (len(content), f"sha256:{digest}")
        assert header["files"][resource["path"]] == digest
    assert header["files"][NAME] == hashlib.sha256((folder / NAME).read_bytes()).hexdigest()


@pytest.mark.parametrize("name", TABLES)
def test_spreadsheets_data_frames_and_sql_read_the_same_rows(folder: Path, name: str) -> None:
    raw = (folder / f"{name}.csv").read_bytes()
    # Excel takes a CSV file for UTF-8 only when it begins with this mark.
    assert raw.startswith(b"\xef\xbb\xbf")
    plain, frame = rows_of(folder, name), pd.read_csv(folder / f"{name}.csv", dtype=str, keep_default_na=False)
    assert list(frame.columns) == list(plain[0])
    assert frame.to_dict("records") == plain
    asked = duckdb.sql(f"SELECT * FROM read_csv('{folder / name}.csv', all_varchar = true)")
    assert asked.columns == list(plain[0])
    assert [{column: value or "" for column, value in zip(asked.columns, row, strict=True)} for row in asked.fetchall()] \
        == [{column: value.replace("\r\n", "\n") for column, value in row.items()} for row in plain]


def test_the_parquet_file_has_the_figures_of_the_csv_file_typed(folder: Path) -> None:
    table = pq.read_table(folder / "figures.parquet")
    assert [str(table.schema.field(name).type) for name in ("version", "period_start", "value", "coverage", "note")] \
        == ["int64", "date32[day]", "double", "double", "string"]
    typed, text = table.to_pylist(), rows_of(folder, "figures")
    assert len(typed) == len(text)
    for one, other in zip(typed, text, strict=True):
        for name, value in one.items():
            said = other[name].removeprefix("'") if isinstance(value, str) else other[name]
            assert said == "" if value is None else (float(said) == value if isinstance(value, float) else said == str(value))


def test_every_figure_of_the_site_stands_in_the_table(folder: Path) -> None:
    rows = rows_of(folder, "figures")
    whole = {(row["measure"], row["period_start"]): row for row in rows
             if not any(row[name] for name in ("line", "channel", "queue", "place", "origin", "outcome"))}
    seen = 0
    for path in (folder / "measures").glob("*.json"):
        for figure in json.loads(path.read_bytes())["figures"]:
            row = whole[path.stem, figure["period_start"]]
            assert row["value"] == ("" if figure["value"] is None else str(figure["value"]))
            assert (row["status"], row["version"], row["note"]) == (figure["status"], str(figure["version"]), figure["note"])
            seen += 1
    assert seen == len(whole) > 60
    by_queue = [row for row in rows if row["measure"] == "101-answered-within-30s" and row["queue"]]
    assert {(row["queue"], float(row["value"])) for row in by_queue} == {("North Süd", 100.0), (f"'{HOSTILE}", 0.0)}


def test_each_figure_and_judgement_names_a_version_that_is_defined(folder: Path) -> None:
    defined = {(row["measure"], row["version"]): row for row in rows_of(folder, "measures")}
    for name in ("figures", "judgements"):
        assert {(row["measure"], row["version"]) for row in rows_of(folder, name)} <= set(defined)
    shown = defined["101-answered-within-30s", "1"]
    assert (shown["family"], shown["parent"], shown["checked_by"], shown["current"]) == ("101", "101-offered", "", "true")


def test_a_column_that_names_a_row_does_so_once(folder: Path) -> None:
    for resource in descriptor(folder)["resources"]:
        if resource["format"] == "csv":
            schema, rows = resource["schema"], rows_of(folder, resource["name"])
            for key in [*schema.get("uniqueKeys", []), *([schema["primaryKey"]] if "primaryKey" in schema else [])]:
                assert len({tuple(row[name] for name in key) for row in rows}) == len(rows)


def test_a_licence_that_is_not_known_is_refused(tmp_path: Path) -> None:
    folder = Workspace.create(tmp_path / "force").folder
    (folder / "answerable.toml").write_text('licence = "OGL"\n', encoding="utf-8")
    with pytest.raises(WorkspaceError, match=r"'licence' is 'OGL'. Use one of OGL-UK-3.0, CC-BY-4.0, CC0-1.0"):
        Workspace(folder)


def test_the_site_hands_out_every_file_of_the_package(folder: Path) -> None:
    from answerable.web.performance.data_page import DATA_FILES

    assert {resource["path"] for resource in descriptor(folder)["resources"]} | {NAME} == set(DATA_FILES)
