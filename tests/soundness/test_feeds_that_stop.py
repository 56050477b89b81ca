"""A feed that stops, a day that is lost, a clock that is no longer recorded: never a zero, never an early end."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from small_force import SmallForce, call
from stopping_feeds import INCIDENTS, calls, days, incidents


def by(force: SmallForce, measure: str, period: str, **where: str) -> dict[str, dict[str, object]]:
    return {str(row["period_start"]): row for row in force.figures(measure, period, **where)}


def test_a_feed_that_stops_is_not_available_since_then_up_to_the_newest_month(force: SmallForce) -> None:
    force.load(calls("101", days("2026-01-01", "2026-03-17")) + calls("999", days("2026-01-01", "2026-06-30")))
    rows = by(force, "101-offered", "month")
    assert list(rows) == [f"2026-0{month}-01" for month in range(1, 7)]
    assert [rows[f"2026-0{month}-01"]["status"] for month in (1, 2, 3)] == ["final", "final", "provisional"]
    for month in (4, 5, 6):
        row = rows[f"2026-0{month}-01"]
        assert (row["value"], row["numerator"], row["status"]) == (None, None, "not-available")
        assert row["note"] == "not available since 18 March 2026: no records have come since then"
    assert by(force, "101-answered-within-30s", "month")["2026-06-01"]["value"] is None
    window = by(force, "101-offered", "rolling-3-months")["2026-02-01"]
    assert (window["status"], window["note"]) == ("provisional", rows["2026-06-01"]["note"])


def test_a_feed_that_is_a_few_days_late_has_not_stopped(force: SmallForce) -> None:
    force.load(calls("101", days("2026-01-01", "2026-02-26")) + calls("999", days("2026-01-01", "2026-03-02")))
    rows = by(force, "101-offered", "month")
    assert list(rows) == ["2026-01-01", "2026-02-01"]
    assert rows["2026-02-01"]["status"] == "provisional"


def test_a_line_of_few_calls_may_be_silent_by_chance(force: SmallForce) -> None:
    rare = [call(f"rare/{day}", f"{day} 09:00:00", line="rare") for day in days("2026-01-05", "2026-02-28")[::14]]
    force.load([*rare, *calls("999", days("2026-01-01", "2026-04-30"))])
    rows = by(force, "contacts-recorded", "month", line="rare")
    assert (rows["2026-04-01"]["value"], rows["2026-04-01"]["status"]) == (None, "no-data")


def test_a_lost_day_of_one_line_lowers_the_coverage_of_all(force: SmallForce) -> None:
    whole = days("2026-01-01", "2026-02-28")
    lost = [day for day in whole if day != date(2026, 2, 11)]
    force.load(calls("101", lost, 30) + calls("999", whole, 10))
    day = by(force, "contacts-recorded", "day")["2026-02-11"]
    assert (day["value"], day["coverage"], day["status"]) == (10, pytest.approx(0.25), "provisional")
    gap = by(force, "contacts-recorded", "day", line="101")["2026-02-11"]
    assert (gap["value"], gap["status"]) == (None, "no-data")


def test_a_total_says_which_of_its_lines_stopped(force: SmallForce) -> None:
    force.load(calls("101", days("2026-01-01", "2026-02-28"), 30) + calls("999", days("2026-01-01", "2026-05-31"), 10))
    row = by(force, "contacts-recorded", "month")["2026-05-01"]
    assert row["status"] == "provisional"
    assert row["coverage"] == pytest.approx(0.25)
    assert row["note"] == "no records of 101 by phone have come since 1 March 2026"


def test_a_line_that_rests_at_weekends_and_on_holidays_has_no_gap(force: SmallForce) -> None:
    # Good Friday and Easter Monday of 2026 are 3 and 6 April.
    off = {date(2026, 4, 3), date(2026, 4, 6)}
    office = [day for day in days("2026-03-02", "2026-04-30") if day.weekday() < 5 and day not in off]
    force.load(calls("101", office) + calls("999", days("2026-03-02", "2026-04-30")))
    rows = by(force, "101-offered", "month")
    assert [(row["coverage"], row["status"]) for row in rows.values()] == [(1.0, "final")] * 2


def test_a_lost_clock_is_not_available_though_incidents_come(force: SmallForce) -> None:
    incidents(force, days("2026-01-01", "2026-09-30"), days("2026-06-01", "2026-09-30"))
    rows = by(force, "attendance-time-median", "month")
    assert (rows["2026-05-01"]["value"], rows["2026-05-01"]["status"]) == (900, "final")
    for month in (6, 7, 8, 9):
        row = rows[f"2026-0{month}-01"]
        assert (row["value"], row["denominator"], row["status"]) == (None, None, "not-available")
    assert str(rows["2026-09-01"]["note"]).startswith("the times were lost: 0 of 300 incidents have the time ")
    assert str(rows["2026-09-01"]["note"]).endswith(", where usually 60% do")


def test_times_lost_within_a_month_make_it_provisional_and_say_which_days(force: SmallForce) -> None:
    incidents(force, days("2026-01-01", "2026-09-30"), days("2026-06-20", "2026-07-05"))
    rows = by(force, "attendance-time-median", "month")
    assert [rows[f"2026-0{month}-01"]["status"] for month in (5, 6, 7, 8)] == ["final", "provisional", "provisional", "final"]
    assert rows["2026-06-01"]["note"] == "without 20 June 2026 to 30 June 2026, whose times were lost"
    assert by(force, "attendance-time-median", "day")["2026-06-25"]["status"] == "not-available"


def test_a_year_says_which_months_it_lacks(force: SmallForce) -> None:
    incidents(force, days("2026-01-01", "2026-12-31"), days("2026-06-01", "2026-09-30"))
    row = by(force, "attendance-time-median", "rolling-12-months")["2026-01-01"]
    assert (row["value"], row["status"]) == (900, "provisional")
    assert row["note"] == "without June 2026 to September 2026, whose times were lost"


def test_a_true_fall_of_what_is_attended_is_a_figure(force: SmallForce) -> None:
    force.source("incidents", INCIDENTS)
    incidents(force, days("2026-01-01", "2026-06-30"), [])
    rows = [{"id": f"{day}/{number}", "created": f"{day} {number + 8:02d}:00:00", "grade": "1",
             "arrived": f"{day} {number + 8:02d}:30:00" if number < 4 else ""}
            for day in days("2026-07-01", "2026-07-31") for number in range(10)]
    force.load(rows, "july.csv", "incidents")
    row = by(force, "attendance-time-median", "month")["2026-07-01"]
    assert (row["value"], row["status"]) == (1800, "final")


def test_a_feed_that_ended_long_ago_is_history_and_no_gap_of_a_generation(tmp_path: Path) -> None:
    force = SmallForce(tmp_path)
    force.load([{"id": f"a{day}", "presented": f"1999-02-{day:02d} 10:00:00", "line": "bank", "outcome": "answered",
                 "answered": f"1999-02-{day:02d} 10:00:09"} for day in range(1, 29)], "old.csv")
    force.load([{"id": f"b{day}", "presented": f"2025-11-{day:02d} 10:00:00", "line": "101", "outcome": "answered",
                 "answered": f"2025-11-{day:02d} 10:00:09"} for day in range(1, 29)], "new.csv")
    rows = force.workspace.figure_rows("contacts-recorded", by="month", where={"line": "bank"})
    assert [(row["period_start"], row["value"]) for row in rows] == [("1999-02-01", 28)]
