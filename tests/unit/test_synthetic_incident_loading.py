"""The made-up force's incidents, people and surveys, loaded by its mappings, give the figures of its truth."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from answerable.records.preparing import LoadReport
from answerable.records.synthetic import GRADE_SCHEMES_FOLDER, SOURCES_FOLDER, make_force
from answerable.workspace import Workspace

MONTHS = 14     # with the month that was exported too early, and the day under a wrong date


@pytest.fixture(scope="module")
def raw(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("raw")
    make_force(folder, months=MONTHS, scale=0.12, processes=1)
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
    shutil.copytree(GRADE_SCHEMES_FOLDER, folder / "grade_schemes", dirs_exist_ok=True)
    return made


@pytest.fixture(scope="module")
def reports(raw: Path, workspace: Workspace, truth: dict[str, Any]) -> dict[str, LoadReport]:
    files = {name: counts["source"] for name, counts in (truth["incident_files"] | truth["plain_files"]).items()}
    first = [name for name in files if "/" not in name]
    loaded = workspace.load_many([(files[name], raw / name) for name in first])
    return dict(zip(first, loaded, strict=True)) | {name: workspace.load(files[name], raw / name)
                                                    for name in files if "/" in name}


def test_each_incident_file_reports_what_the_truth_foretells(reports: dict[str, LoadReport], truth: dict[str, Any]) -> None:
    for name, told in truth["incident_files"].items():
        report = reports[name]
        assert (report.read, report.accepted, report.quarantined, report.duplicate, report.replaced) == (
            told["read"], told["accepted"], sum(told["quarantined"].values()), told["duplicate"], told["replaced"]), name
        voided = {fault["column"]: fault["records"] for fault in report.faults if fault["fault"] == "before-its-predecessor"}
        assert voided == {column: count for column, count in told["voided"].items() if count}, name


def test_every_row_about_people_and_surveys_is_taken(reports: dict[str, LoadReport], truth: dict[str, Any]) -> None:
    tables = {name.rsplit("-", 1)[0] for name in truth["plain_files"]}
    assert len(tables) == 9
    for name, told in truth["plain_files"].items():
        assert (reports[name].read, reports[name].accepted, reports[name].faults) == (told["read"], told["read"], []), name


@pytest.mark.parametrize("month", ["2025-09", "2026-01", "2026-05"])
def test_incidents_attended_and_the_time_it_took_are_as_they_happened(workspace: Workspace, reports: dict[str, LoadReport],
                                                                      truth: dict[str, Any], month: str) -> None:
    recorded = whole_month(workspace, "attendance-recorded", month)
    medians = whole_month(workspace, "attendance-time-median", month)
    for grade, told in truth["incidents"][month]["grades"].items():
        if told["attended"]:
            assert (recorded[grade]["numerator"], recorded[grade]["denominator"]) == (
                told["attendance"]["count"], told["attended"]), grade
            low, high = told["attendance"]["median_ms"]
            assert low // 1000 <= medians[grade]["value"] <= high / 1000, grade


def whole_month(workspace: Workspace, measure: str, month: str) -> dict[str, dict[str, Any]]:
    rows = workspace.figure_rows(measure, by=["month", "grade"])
    return {row["grade"]: row for row in rows if row["period_start"] == f"{month}-01"}


def test_incidents_that_waited_without_a_unit_are_counted_at_each_clock_time(workspace: Workspace,
                                                                             reports: dict[str, LoadReport],
                                                                             truth: dict[str, Any]) -> None:
    figures = whole_month(workspace, "unresourced-at-clock-times", "2026-01")
    told = truth["incidents"]["2026-01"]
    for grade, row in figures.items():
        # Before the first unit, and after one was taken back until the next.
        first, again = ([count for clock in told[part].values() for count in clock[grade]]
                        for part in ("without_unit", "taken_back"))
        assert row["value"] == pytest.approx((sum(first) + sum(again)) / len(first), abs=1e-6), grade
    assert set(figures) == {"1", "2", "3", "4", "5"}


def test_a_day_under_a_wrong_date_is_noticed(reports: dict[str, LoadReport]) -> None:
    said = " ".join(warning for report in reports.values() for warning in report.warnings)
    assert "14 May 2026" in said
