"""Week files of a control room as they come: other columns, other durations, empty numbers, glued rows, headers again, a day
under another date. They end in right figures and named faults."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from answerable.records.preparing import LoadReport
from answerable.workspace import Workspace
from small_force import faults

HEADER = ("Master_Incident_Number", "Response_Date", "Shift", "Agency", "Problem", "Priority_Number", "Call_Reception",
          "Incident_Start_Time", "Incident_Dispatch_Time", "Time_To_Dispatch", "Incident_Enroute_Time", "Incident_Arrival_Time",
          "TimeFirstCallCleared", "Incident_First_Close_Time", "First_Reopen_Time", "Final_Closed_Time", "Disposition")
MORE = ("Elapsed_CallRcvd2InQueue", "Elapsed_InQueue_2_FirstAssign", "Elapsed_CallRcvd2CalTakDone",
        "Elapsed_InQueue_2_FirstAssign.1", "Elapsed_CallRcvd2FirstAssign", "Elapsed_Assigned2FirstEnroute",
        "Elapsed_Enroute2FirstAtScene", "Elapsed_CallRcvd2CallClosed")
A_DAY = 40
MONDAY = date(2025, 9, 1)


def line(day: date, number: int, *, given: bool = True, duration: str = "60", problem: str = "") -> list[str]:
    """One police incident of a day, attended after five minutes."""
    start = datetime.combine(day, datetime.min.time()) + timedelta(minutes=30 * number + 7)
    at = {minutes: f"{start + timedelta(minutes=minutes):%Y-%m-%d %H:%M:%S}.000" for minutes in (0, 1, 2, 5, 30)}
    return [f"INC{day:%m%d}{number:03d}" if given else "", at[0], "A", "POLICE", problem or "ALARM", "2", "Phone", at[0], at[1],
            duration, at[2], at[5], at[30], at[30], "NULL", at[30], "FALSE-False Alarm"]


def week(first: date, **changed: str) -> list[list[str]]:
    return [line(first + timedelta(days=day), number, **changed) for day in range(7) for number in range(A_DAY)]  # type: ignore[arg-type]


def text(lines: list[list[str]], header: tuple[str, ...] = HEADER) -> str:
    return "\n".join(",".join(fields) for fields in [list(header), *lines]) + "\n"


@pytest.fixture
def force(tmp_path: Path) -> Workspace:
    return Workspace.create(tmp_path / "force", time_zone="America/New_York")


def load(force: Workspace, content: str, name: str = "week.csv") -> LoadReport:
    path = force.folder.parent / name
    path.write_text(content, encoding="utf-8")
    return force.load("decc_psap_incidents", path)


def created(force: Workspace) -> float:
    row, = force.figure_rows("incidents-created", "all")
    return float(row["value"])


def median(force: Workspace) -> tuple[float, float]:
    row, = force.figure_rows("attendance-time-median", "all")
    return row["value"], row["denominator"]


def test_a_week_with_eight_more_columns_and_durations_as_hours_and_minutes_is_the_same_week(force: Workspace) -> None:
    load(force, text(week(MONDAY)), "one.csv")
    odd = [[*fields, *("0:01:00",) * len(MORE)] for fields in week(MONDAY + timedelta(days=7), duration="0:01:00")]
    report = load(force, text(odd, (*HEADER, *MORE)), "two.csv")
    assert (report.read, report.accepted, report.faults) == (7 * A_DAY, 7 * A_DAY, [])
    assert median(force) == (300, 14 * A_DAY)


def test_a_day_under_another_date_is_named(force: Workspace) -> None:
    """The file of five weeks has the Wednesday of the second one under the date of the Tuesday."""
    lines = [fields for number in range(5) for fields in week(MONDAY + timedelta(days=7 * number))]
    text_ = text(lines).replace("2025-09-10", "2025-09-09").replace("INC0910", "INCX910")
    report = load(force, text_)
    assert report.accepted == 35 * A_DAY
    assert ("Incidents: POLICE: 9 September 2025 has about twice the usual number of records and 10 September 2025 has none: "
            "perhaps the whole day stands under the wrong date.") in report.warnings
    assert "Incidents: POLICE: no records on 10 September 2025." in report.warnings


def test_incidents_without_a_number_are_told_apart_by_start_and_problem(force: Workspace) -> None:
    lines = [*week(MONDAY), line(MONDAY, 3, given=False), line(MONDAY, 3, given=False, problem="THEFT"),
             line(MONDAY, 4, given=False)]
    report = load(force, text(lines))
    assert (report.accepted, report.quarantined) == (7 * A_DAY + 3, 0)
    assert created(force) == 7 * A_DAY + 3
    assert load(force, text([*lines, line(MONDAY, 5, given=False)]), "again.csv").accepted >= 1
    assert created(force) == 7 * A_DAY + 4


def test_glued_rows_and_a_header_among_them_are_set_apart_and_named(force: Workspace) -> None:
    lines = week(MONDAY)
    glued = [*lines[10], *lines[11]]
    report = load(force, text([*lines[:10], glued, list(HEADER), *lines[12:]]))
    found = faults(report)
    assert (report.accepted, report.quarantined) == (7 * A_DAY - 2, 2)
    assert {code for code, _ in found} == {"fields-shifted", "header-again"}
    assert median(force) == (300, 7 * A_DAY - 2)


def test_an_arrival_before_the_start_is_voided_and_the_incident_stays(force: Workspace) -> None:
    lines = week(MONDAY)
    lines[0][11] = "2025-08-31 23:00:00.000"
    report = load(force, text(lines))
    assert faults(report) == {("before-its-predecessor", "arrived_at"): 1}
    assert created(force) == 7 * A_DAY
    assert median(force) == (300, 7 * A_DAY - 1)
