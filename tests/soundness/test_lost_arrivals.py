"""Arrivals that a system does not record: the incidents stay attended, and no figure is made of the others alone."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from answerable import Workspace
from answerable.records.synthetic import GRADE_SCHEMES_FOLDER

HEADER = "number,created_at,grade,arrived_at,resolved_at,resolution"


def incident(number: int, day: int, *, grade: str, minutes: int | None) -> str:
    arrived = f"2026-05-{day:02d} 10:{minutes:02d}:00" if minutes is not None else ""
    return f"{number},2026-05-{day:02d} 10:00:00,{grade},{arrived},2026-05-{day:02d} 12:00:00,attended"


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """On each day of May an emergency whose arrival is lost, and a priority incident reached after 30 minutes."""
    rows = [incident(2 * day, day, grade="1", minutes=None) for day in range(1, 32)]
    rows += [incident(2 * day + 1, day, grade="2", minutes=30) for day in range(1, 32)]
    (tmp_path / "incidents.csv").write_text("\n".join([HEADER, *rows]) + "\n")
    made = Workspace.create(tmp_path / "force")
    made.load("generic_incidents", tmp_path / "incidents.csv")
    return made


def test_an_incident_resolved_by_attending_it_was_attended_though_the_arrival_is_lost(workspace: Workspace) -> None:
    (row,) = workspace.figure_rows("attendance-recorded")
    assert (row["numerator"], row["denominator"]) == (31, 62)


def test_no_median_is_made_of_the_incidents_that_happen_to_have_a_time(workspace: Workspace) -> None:
    (row,) = workspace.figure_rows("attendance-time-median")
    assert row["value"] is None
    assert row["status"] == "not-available"


def test_the_share_in_time_is_not_that_of_the_grades_that_happen_to_have_a_time(workspace: Workspace) -> None:
    shutil.copytree(GRADE_SCHEMES_FOLDER, workspace.folder / "grade_schemes", dirs_exist_ok=True)
    (row,) = workspace.figure_rows("attendance-within-grade-time")
    assert row["value"] is None
    assert "62 incidents should have one, and 31 have none" in row["note"]


def test_the_grade_that_has_its_times_keeps_its_figure(workspace: Workspace) -> None:
    rows = {row["grade"]: row for row in workspace.figure_rows("attendance-time-median", by=["month", "grade"])}
    assert rows["1"]["value"] is None
    assert rows["2"]["value"] == 30 * 60
