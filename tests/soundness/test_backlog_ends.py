"""The backlog: who waits, from when, until when, and who cannot be told; over ends of months and changes of clock."""

from __future__ import annotations

from typing import Any

import pytest

from small_force import SmallForce, table

COLUMNS = ("number", "created_at", "grade", "assigned_at", "arrived_at", "closed_at", "place")


def load(force: SmallForce, *rows: tuple[str, ...], name: str = "incidents.csv") -> None:
    """Rows of created, assigned, arrived, closed; the last one of a test is there to set the cut-off."""
    listed = [dict(zip(("created_at", "assigned_at", "arrived_at", "closed_at"), row, strict=False)) | {
        "number": number, "grade": "1", "place": "north" if number else "south"} for number, row in enumerate(rows)]
    force.load(table(listed, COLUMNS), name, "generic_incidents")


def figures(force: SmallForce, measure: str, by: str, **asked: Any) -> dict[str, float | None]:
    return {row["period_start"]: row["value"] for row in force.workspace.figure_rows(measure, by, **asked)}


def test_who_still_waits_does_so_until_the_newest_incident(force: SmallForce) -> None:
    load(force, ("2026-06-01 00:00:00",), ("2026-06-01 12:00:00", "2026-06-01 12:00:00"))
    assert figures(force, "unresourced-average", "all") == {"2026-06-01": 1}
    assert figures(force, "unresourced-oldest", "all") == {"2026-06-01": 12 * 3600}


def test_one_who_waits_over_the_end_of_a_month_counts_in_both(force: SmallForce) -> None:
    at_once = (("2026-05-31 00:00:00",) * 2, ("2026-06-01 06:00:00",) * 2, ("2026-06-02 00:00:00",) * 2)
    load(force, ("2026-05-31 12:00:00", "2026-06-01 12:00:00"), *at_once)
    assert figures(force, "unresourced-average", "month") == {"2026-05-01": 0.5, "2026-06-01": 0.5}
    assert figures(force, "unresourced-average", "day")["2026-06-01"] == 0.5


def test_a_unit_assigned_at_a_time_that_is_not_known_ends_a_wait_that_cannot_be_told(force: SmallForce) -> None:
    """Not at its close: the unit was there before it. The incident is left out, and said to be."""
    load(force, ("2026-06-01 00:00:00", "2026-06-01 06:00:00"),
         ("2026-06-01 00:00:00", "2026-05-01 00:00:00", "", "2026-06-01 23:00:00"),
         ("2026-06-02 00:00:00", "2026-06-02 00:00:00"))
    row, _ = force.workspace.figure_rows("unresourced-average", "day")
    assert row["value"] == 0.25
    assert "1 incident without a usable time left out" in row["note"]


def test_a_source_that_never_tells_of_units_has_no_backlog(force: SmallForce) -> None:
    force.load("number,created_at,grade\n1,2026-06-01 00:00:00,1\n2,2026-06-02 00:00:00,1\n", "calls.csv", "generic_incidents")
    for measure in ("unresourced-average", "unresourced-oldest", "unresourced-at-clock-times"):
        row, = force.workspace.figure_rows(measure, "all")
        assert (row["status"], row["value"]) == ("not-available", None)


def test_the_night_the_clocks_go_back_has_an_hour_more_to_wait(force: SmallForce) -> None:
    load(force, ("2026-10-25 00:00:00", "2026-10-25 03:00:00"), ("2026-10-26 00:00:00", "2026-10-26 00:00:00"))
    (row, *_) = force.workspace.figure_rows("unresourced-average", "day")
    assert (row["numerator"], row["denominator"]) == (4, 25)


def test_the_night_the_clocks_go_forward_has_an_hour_less(force: SmallForce) -> None:
    load(force, ("2026-03-29 00:00:00", "2026-03-29 03:00:00"), ("2026-03-30 00:00:00", "2026-03-30 00:00:00"))
    (row, *_) = force.workspace.figure_rows("unresourced-average", "day")
    assert (row["numerator"], row["denominator"]) == (2, 23)


def test_an_age_band_keeps_the_age_of_who_is_in_it(force: SmallForce) -> None:
    load(force, ("2026-06-01 00:00:00",), ("2026-06-01 05:00:00", "2026-06-01 05:00:00"))
    rows = force.workspace.figure_rows("unresourced-oldest", "all,age_band")
    assert {row["age_band"]: row["value"] for row in rows if row["value"]} == {"4 to 24 hours": 5 * 3600}
    rows = force.workspace.figure_rows("unresourced-average", "all,age_band")
    assert {row["age_band"]: row["numerator"] for row in rows if row["value"]} == {
        "under 15 minutes": 0.25, "15 to 60 minutes": 0.75, "1 to 4 hours": 3, "4 to 24 hours": 1}
    rows = force.workspace.figure_rows("unresourced-older-than-1-hour", "all,age_band")
    assert {row["age_band"]: row["numerator"] for row in rows if row["value"]} == {"1 to 4 hours": 3, "4 to 24 hours": 1}


def test_clock_times_count_in_every_rolling_window_that_holds_them(force: SmallForce) -> None:
    load(force, ("2026-04-01 00:00:00", "2026-05-01 00:00:00"), ("2026-07-31 23:59:59", "2026-07-31 23:59:59"))
    rows = force.workspace.figure_rows("unresourced-at-clock-times", "rolling-3-months")
    # April has 30 days with three clock times each, of 91 days and of 92.
    assert [(row["period_start"], row["numerator"], row["denominator"]) for row in rows] == [
        ("2026-04-01", 90, 273), ("2026-05-01", 0, 276)]


def test_a_half_hour_after_the_newest_incident_has_no_oldest(force: SmallForce) -> None:
    load(force, ("2026-06-01 00:00:00",), ("2026-06-01 01:10:00", "2026-06-01 01:10:00"))
    found = figures(force, "unresourced-oldest", "half-hour")
    assert (found["2026-06-01T00:30"], found["2026-06-01T01:00"]) == (3600, 4200)
    assert found.get("2026-06-01T01:30") is None


def test_days_that_are_asked_for_cut_a_month(force: SmallForce) -> None:
    load(force, ("2026-06-01 00:00:00", "2026-06-02 00:00:00"), ("2026-06-05 00:00:00", "2026-06-05 00:00:00"))
    assert figures(force, "unresourced-average", "month") == {"2026-06-01": 0.25}
    assert figures(force, "unresourced-average", "month", start="2026-06-03") == {"2026-06-01": 0}
    assert figures(force, "unresourced-average", "month", end="2026-06-02") == {"2026-06-01": 0.5}


@pytest.mark.parametrize("by", ["all", "all,place"])
def test_a_group_whose_incidents_never_wait_is_no_gap(force: SmallForce, by: str) -> None:
    load(force, ("2026-06-01 00:00:00", "2026-06-01 12:00:00"), ("2026-06-02 00:00:00", "2026-06-02 00:00:00"))
    rows = force.workspace.figure_rows("unresourced-average", by)
    assert [row["value"] for row in rows] == [0.5]
