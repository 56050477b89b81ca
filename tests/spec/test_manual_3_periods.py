"""When: days and half-hours on the local clock, months that are missing, and windows that move."""

from __future__ import annotations

import pytest
from manual import Force


def test_a_call_belongs_to_the_day_it_came_in_on_the_local_clock(force: Force) -> None:
    """Half past midnight in London is still the day before in UTC, while summer time holds."""
    force.calls("""
        presented                 | answered
        2026-09-01T23:59:59+01:00 | 2026-09-02T00:05:00+01:00
        2026-09-01T23:30:00Z      | 2026-09-01T23:31:00Z
    """)
    assert [(row["period_start"], row["value"]) for row in force.figures("101-offered", "day")] == [
        ("2026-09-01", 1), ("2026-09-02", 1)]


def test_the_hour_that_comes_twice_is_two_hours(force: Force) -> None:
    """The clocks go back on 25 October 2026: 01:30 comes twice, and the day has fifty half-hours."""
    force.calls("""
        presented                 | answered
        2026-10-25T01:35:00+01:00 | 2026-10-25T01:35:10+01:00
        2026-10-25T01:35:00+00:00 | 2026-10-25T01:35:30+00:00
    """)
    rows = force.figures("101-offered", "half-hour")
    assert len(rows) == 50
    assert {row["period_start"]: row["value"] for row in rows if row["value"]} == {
        "2026-10-25T01:30": 1, "2026-10-25T01:30 (second time)": 1}
    assert force.value("101-mean-wait-caller-clock") == 20


def test_the_hour_that_never_was_is_left_out_of_its_day(force: Force) -> None:
    """The clocks go forward on 29 March 2026: after 00:30 comes 02:00."""
    force.calls("""
        presented                 | answered
        2026-03-29T00:59:50+00:00 | 2026-03-29T02:00:10+01:00
    """)
    starts = [row["period_start"] for row in force.figures("101-offered", "half-hour")]
    assert len(starts) == 46
    assert starts[1:3] == ["2026-03-29T00:30", "2026-03-29T02:00"]
    assert force.value("101-mean-wait-caller-clock") == 20


def test_a_gap_is_not_a_zero(force: Force) -> None:
    """No records at all in February: no figure. Records, but none of the kind that is asked for, in March: none of them."""
    force.calls("""
        presented           | outcome   | answered            | abandoned
        2026-01-10 09:00:00 | abandoned |                     | 2026-01-10 09:01:00
        2026-03-10 09:00:00 | answered  | 2026-03-10 09:00:10 |
    """)
    rows = force.figures("101-abandonment", "month")
    assert [(row["value"], row["status"] == "no-data") for row in rows] == [(100, False), (None, True), (0, False)]


def test_a_month_half_loaded_is_provisional(force: Force) -> None:
    force.calls("\n".join(["presented | answered", *(
        f"2026-{month:02d}-{day:02d} 09:00:00 | 2026-{month:02d}-{day:02d} 09:00:10"
        for month, days in ((8, 31), (9, 12)) for day in range(1, days + 1))]))
    august, september = force.figures("101-offered", "month")
    assert (august["status"], august["coverage"]) == ("final", 1)
    assert (september["status"], september["coverage"]) == ("provisional", pytest.approx(12 / 30))


def test_a_month_that_is_asked_for_in_part_is_provisional(force: Force) -> None:
    """Asked from 22 September on, the figure of September is of nine days, and says so."""
    force.calls("\n".join(["presented | answered", *(f"2026-09-{day:02d} 09:00:00 | 2026-09-{day:02d} 09:00:10"
                                                      for day in range(1, 31))]))
    row = force.figure("101-offered", by="month", start="2026-09-22")
    assert (row["value"], row["status"], row["coverage"]) == (9, "provisional", pytest.approx(9 / 30))


def test_a_rolling_window_ends_with_each_month(force: Force) -> None:
    """Three months at a time, from the third month on: a mean of all their calls, not of three means."""
    force.calls("""
        presented           | answered
        2026-01-05 09:00:00 | 2026-01-05 09:00:10
        2026-02-05 09:00:00 | 2026-02-05 09:00:10
        2026-03-05 09:00:00 | 2026-03-05 09:00:40
        2026-03-06 09:00:00 | 2026-03-06 09:00:40
        2026-04-05 09:00:00 | 2026-04-05 09:00:50
    """)
    rows = force.figures("101-mean-wait-caller-clock", "rolling-3-months")
    assert [(row["period_start"], row["period_end"], row["value"]) for row in rows] == [
        ("2026-01-01", "2026-03-31", 25), ("2026-02-01", "2026-04-30", 35)]


def test_weeks_begin_on_monday_and_financial_years_in_april(force: Force) -> None:
    force.calls("""
        presented           | answered
        2026-03-31 09:00:00 | 2026-03-31 09:00:10
        2026-04-01 09:00:00 | 2026-04-01 09:00:10
    """)
    week, = force.figures("101-offered", "week")
    assert (week["period_start"], week["period_end"], week["value"]) == ("2026-03-30", "2026-04-05", 2)
    years = force.figures("101-offered", "financial-year")
    assert [(row["period_start"], row["value"]) for row in years] == [("2025-04-01", 1), ("2026-04-01", 1)]
