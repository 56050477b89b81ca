"""The hour that comes twice (25 October 2026 in London: 01:00 to 02:00), the hour that never was (29 March 2026), midnight,
leap days and zones."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from small_force import CALLS, SmallForce, call, faults

LONDON = ZoneInfo("Europe/London")
ROLLING = CALLS.replace("version: 1", "version: 1\nrolls_past_midnight: true")
WITH_DURATION = CALLS.replace("answered_at: answered", "answered_at: {from: presented, plus: wait}")
WITH_START_OF_TALK = CALLS.replace("ended_at: ended", "ended_at: {from: answered, plus: talk}")


def instant(text: str, fold: int = 0) -> int:
    """Milliseconds since 1970 of a London wall time; fold 1: in the second pass of an hour that comes twice."""
    return int(datetime.fromisoformat(text).replace(tzinfo=LONDON, fold=fold).timestamp() * 1000)


def presented(force: SmallForce) -> dict[str, int]:
    """Record number → the instant it was placed at."""
    return {record["record_id"].split("|")[1]: record["presented_ms"] for record in force.records()}


def passes(force: SmallForce) -> dict[str, int]:
    """Record number → 0 for the first pass of its hour, 1 for the second."""
    return {record["record_id"].split("|")[1]: record["repeated"] for record in force.records()}


def autumn_day() -> list[dict[str, object]]:
    """Calls in the order in which they came, every ten minutes from 00:00 BST to 04:00 GMT; the number tells the place."""
    rows = []
    for number in range(30):
        moment = datetime.fromtimestamp((instant("2026-10-25 00:00") + number * 600_000) / 1000, LONDON)
        rows.append(call(number, moment.strftime("%Y-%m-%d %H:%M:%S")))
    return rows


def test_a_file_in_order_tells_the_two_passes_apart(force: SmallForce) -> None:
    report = force.load(autumn_day())
    assert presented(force) == {str(number): instant("2026-10-25 00:00") + number * 600_000 for number in range(30)}
    assert [number for number, second in passes(force).items() if second] == [str(number) for number in range(12, 18)]
    assert faults(report) == {}


def test_a_file_with_the_newest_first_tells_them_apart_too(force: SmallForce) -> None:
    report = force.load(autumn_day()[::-1])
    assert presented(force) == {str(number): instant("2026-10-25 00:00") + number * 600_000 for number in range(30)}
    assert faults(report) == {}


def test_a_file_in_no_order_says_that_it_cannot_tell(force: SmallForce) -> None:
    days = (20, 27, 19, 24, 26, 18)
    rows = [call(f"other{day}", f"2026-10-{day} 10:00:00") for day in days]
    rows[3:3] = [call("late", "2026-10-25 01:50:00"), call("early", "2026-10-25 01:10:00")]
    report = force.load(rows)
    assert faults(report) == {("hour-that-comes-twice", "presented_at"): 2}
    assert (passes(force)["late"], passes(force)["early"]) == (0, 0)
    assert force.value() == len(rows)


def test_without_order_the_later_times_of_the_record_decide(force: SmallForce) -> None:
    report = force.load([
        *(call(day, f"2026-10-{day} 10:00:00", outcome="forwarded") for day in (27, 20, 24)),
        # Answered at 02:00:10 by the new clock: ten seconds after the second pass, an hour and ten after the first.
        call("second", "2026-10-25 01:59:50", answered="2026-10-25 02:00:10"),
        call("open", "2026-10-25 01:30:00", answered="2026-10-25 01:30:20")])
    waits = {record["record_id"].split("|")[1]: record["force_ms"] for record in force.records()}
    assert passes(force)["second"] == 1
    assert waits["second"] == 20_000
    assert waits["open"] == 20_000
    assert faults(report) == {("hour-that-comes-twice", "presented_at"): 1}


def test_a_call_from_the_first_pass_into_the_second_lasts_as_long_as_it_did(force: SmallForce) -> None:
    force.load([call(1, "2026-10-25 00:30:00"),
                call(2, "2026-10-25 01:59:50", answered="2026-10-25 01:00:05", ended="2026-10-25 01:10:05"),
                call(3, "2026-10-25 01:10:00"), call(4, "2026-10-25 02:10:00")])
    record = next(record for record in force.records() if record["record_id"] == "calls|2")
    assert (record["repeated"], record["force_ms"], record["talk_ms"]) == (0, 15_000, 600_000)


def test_times_with_an_offset_need_no_guess(force: SmallForce) -> None:
    report = force.load([
        call("gmt", "2026-10-25T01:30:00+00:00", answered="2026-10-25T01:30:10Z"),
        call("bst", "2026-10-25T01:30:00+01:00", answered="2026-10-25T02:30:10+02:00"),
        call("none", "2026-10-26T12:00:00", answered="2026-10-26T12:00:10")])
    assert presented(force) == {"bst": instant("2026-10-25 01:30"), "gmt": instant("2026-10-25 01:30", fold=1),
                                "none": instant("2026-10-26 12:00")}
    assert {record["force_ms"] for record in force.records()} == {10_000}
    assert faults(report) == {}


@pytest.mark.parametrize(("written", "form"), [("2026-07-01 12:00:00 +0100", "%Y-%m-%d %H:%M:%S %z"),
                                               ("01/07/2026 12:00", "%d/%m/%Y %H:%M")])
def test_formats_with_and_without_a_zone_stand_side_by_side(force: SmallForce, written: str, form: str) -> None:
    force.source("calls", CALLS + 'time_formats: ["%Y-%m-%d %H:%M:%S %z", "%d/%m/%Y %H:%M"]\n')
    assert "%" in form
    force.load([call(1, written)])
    assert presented(force) == {"1": instant("2026-07-01 12:00")}


def test_a_duration_is_added_to_the_instant_and_not_to_the_clock_on_the_wall(force: SmallForce) -> None:
    force.source("calls", WITH_DURATION)
    rows = [row | {"wait": 30} for row in autumn_day()]
    rows[11]["presented"] = "2026-10-25 01:59:50"
    report = force.load(rows)
    assert {record["force_ms"] for record in force.records()} == {30_000}
    assert faults(report) == {}


def test_the_hour_that_never_was_is_read_by_the_clock_before_the_change(force: SmallForce) -> None:
    report = force.load([call(1, "2026-03-29 00:59:50", answered="2026-03-29 02:00:10"),
                         call(2, "2026-03-29 01:30:00", answered="2026-03-29 01:30:20"),
                         call(3, "2026-03-29 02:30:00", answered="2026-03-29 02:30:20")])
    assert presented(force)["2"] == instant("2026-03-29 02:30")
    assert {record["force_ms"] for record in force.records()} == {20_000}
    assert faults(report) == {("hour-that-never-was", "presented_at"): 1}


def test_times_of_an_export_in_utc_fall_on_local_days(force: SmallForce) -> None:
    force.source("calls", CALLS + "time_zone: UTC\n")
    force.load([call(1, "2026-06-30 23:30:00"), call(2, "2026-12-31 23:30:00"), call(3, "2026-10-25 00:30:00"),
                call(4, "2026-10-25 01:30:00")])
    assert force.by_day() == {"2026-07-01": 1, "2026-12-31": 1, "2026-10-25": 2}
    assert passes(force) == {"1": 0, "2": 0, "3": 0, "4": 1}


@pytest.mark.parametrize(("day", "wait"), [("2026-03-01", 15_000), ("2026-10-24", 15_000)])
def test_a_clock_time_after_midnight_belongs_to_the_next_day(force: SmallForce, day: str, wait: int) -> None:
    force.source("calls", ROLLING)
    force.load([call(1, f"{day} 23:59:50", answered=f"{day} 00:00:05", ended=f"{day} 00:10:05")])
    record, = force.records()
    assert (record["force_ms"], record["talk_ms"]) == (wait, 600_000)
    assert list(force.by_day()) == [day]


def test_without_that_option_a_time_before_the_call_is_voided_and_the_call_is_kept(force: SmallForce) -> None:
    report = force.load([call(1, "2026-03-01 23:59:50", answered="2026-03-01 00:00:05")])
    assert faults(report) == {("before-its-predecessor", "answered_at"): 1}
    assert force.records()[0]["force_ms"] is None


def test_a_rolled_time_may_carry_a_duration(force: SmallForce) -> None:
    force.source("calls", WITH_START_OF_TALK + "rolls_past_midnight: true\n")
    force.load([call(1, "2026-03-01 23:59:50", answered="2026-03-01 00:00:05", talk=60)])
    assert force.records()[0]["talk_ms"] == 60_000


def test_a_leap_day_is_a_day(force: SmallForce) -> None:
    report = force.load([call(1, "2028-02-28 23:59:59"), call(2, "2028-02-29 00:00:00"), call(3, "2028-02-29 23:59:59"),
                         call(4, "2028-03-01 00:00:00"), call(5, "2027-02-29 12:00:00")])
    assert force.by_day() == {"2028-02-28": 1, "2028-02-29": 2, "2028-03-01": 1}
    assert faults(report) == {("time-not-understood", "presented_at"): 1}
    months = {row["period_start"]: row["period_end"] for row in force.figures("contacts-recorded", "month")}
    assert months["2028-02-01"] == "2028-02-29"


def test_the_zone_of_the_machine_does_not_matter(force: SmallForce) -> None:
    path = force.file("calls.csv", "id,presented,line,outcome,answered\n"
                                   "1,2026-07-01 00:10:00,101,answered,2026-07-01 00:10:07\n"
                                   "2,2026-07-01T00:10:00+01:00,101,answered,2026-07-01T00:10:07+01:00\n")
    subprocess.run([sys.executable, "-m", "answerable", "load", str(force.workspace.folder), "calls", str(path), "--quiet"],
                   check=True, env=os.environ | {"TZ": "America/New_York"}, capture_output=True)
    assert force.by_day() == {"2026-07-01": 2}
    assert [record["force_ms"] for record in force.records()] == [7000, 7000]
