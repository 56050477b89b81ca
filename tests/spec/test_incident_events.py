"""A log of events adds to the incidents it names: times, grades, and the stretches without a unit."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from answerable.records.living import without_unit
from answerable.workspace import Workspace

INCIDENTS = """incident_id,number,created_at,grade
1,I1,2026-09-01 10:00:00,2
2,I2,2026-09-30 23:50:00,1
3,I3,2026-10-02 08:00:00,3
"""
EVENTS = """event_id,incident,happened_at,event,value,unit
1,I1,2026-09-01 10:00:10,graded,2,
2,I1,2026-09-01 10:05:00,assigned,,U1
3,I1,2026-09-01 10:10:00,unassigned,,U1
4,I1,2026-09-01 10:30:00,assigned,,U2
5,I1,2026-09-01 10:40:00,arrived,,U2
6,I1,2026-09-01 10:45:00,regraded,1,
7,I1,2026-09-01 11:00:00,closed,,
8,I2,2026-10-01 00:20:00,assigned,,U9
9,I2,2026-10-01 00:25:00,arrived,,U9
10,nobody,2026-09-05 00:25:00,arrived,,U9
"""


@pytest.fixture
def load(tmp_path: Path) -> Callable[[str, str], Workspace]:
    """Loads a text as a file of a plain table, and gives the workspace."""
    workspace = Workspace.create(tmp_path / "force")

    def loaded(table: str, text: str, name: str = "") -> Workspace:
        path = tmp_path / f"{name or table}.csv"
        path.write_text(text, encoding="utf-8")
        workspace.load(f"generic_{table}", path)
        return workspace

    return loaded


def values(workspace: Workspace, measure: str, **asked: object) -> dict[str, float | None]:
    return {row["period_start"]: row["value"] for row in workspace.figure_rows(measure, **asked)}  # type: ignore[arg-type]


def test_events_fill_in_what_the_incidents_row_lacks(load: Callable[..., Workspace]) -> None:
    load("incidents", INCIDENTS)
    workspace = load("incident_events", EVENTS)
    # 40 minutes and 35 minutes, the second of an incident whose events came in the next month.
    assert values(workspace, "attendance-time-median")["2026-09-01"] == (40 + 35) / 2 * 60


def test_the_order_of_the_files_makes_no_difference(load: Callable[..., Workspace]) -> None:
    load("incident_events", EVENTS)
    workspace = load("incidents", INCIDENTS)
    assert values(workspace, "attendance-time-median")["2026-09-01"] == 2250


def test_a_regrade_gives_the_final_grade_and_the_first_grading_the_initial_one(load: Callable[..., Workspace]) -> None:
    load("incidents", INCIDENTS)
    workspace = load("incident_events", EVENTS)
    rows = workspace.figure_rows("incidents-created", by=["all", "first_grade", "grade"])
    assert {(row["first_grade"], row["grade"]): row["value"] for row in rows} == {("2", "1"): 1, ("1", "1"): 1, ("3", "3"): 1}


def test_an_incident_whose_unit_was_taken_away_waits_again(load: Callable[..., Workspace]) -> None:
    load("incidents", INCIDENTS)
    workspace = load("incident_events", EVENTS)
    found = values(workspace, "unresourced-average", by="half-hour", start="2026-09-01", end="2026-09-01")
    # From 10:00 to 10:05 and again from 10:10 to 10:30: 25 of 30 minutes.
    assert found["2026-09-01T10:00"] == pytest.approx(25 / 30)
    assert found["2026-09-01T10:30"] == 0


def test_events_that_are_withdrawn_take_back_what_they_told(load: Callable[..., Workspace]) -> None:
    before = values(load("incidents", INCIDENTS), "unresourced-average", by="day")
    workspace = load("incident_events", EVENTS)
    assert values(workspace, "unresourced-average", by="day") != before
    workspace.withdraw("incident_events.csv")
    assert values(workspace, "unresourced-average", by="day") == before


def test_a_corrected_log_counts_by_its_newest_version(load: Callable[..., Workspace]) -> None:
    load("incidents", INCIDENTS)
    load("incident_events", EVENTS)
    workspace = load("incident_events", EVENTS.replace("10:40:00,arrived", "10:50:00,arrived"))
    assert values(workspace, "attendance-time-median")["2026-09-01"] == (50 + 35) / 2 * 60


@pytest.mark.parametrize(("events", "found"), [
    ([("assigned", 1, "a"), ("arrived", 2, "a"), ("closed", 3, None)], []),
    ([("assigned", 1, "a"), ("unassigned", 2, "a"), ("assigned", 5, "b"), ("closed", 9, None)], [(2, 5)]),
    ([("assigned", 1, "a"), ("assigned", 2, "b"), ("unassigned", 3, "a"), ("closed", 9, None)], []),
    ([("assigned", 1, "a"), ("assigned", 2, "b"), ("unassigned", 3, None), ("closed", 9, None)], [(3, 9)]),
    ([("assigned", 1, "a"), ("unassigned", 2, "a")], [(2, None)]),
], ids=["never alone", "alone until another unit", "a second unit stays", "all taken away", "still alone"])
def test_stretches_without_a_unit(events: list[tuple[str, int, str | None]],
                                  found: list[tuple[int, int | None]]) -> None:
    assert without_unit(events) == found
