"""Incidents without a needed time, with an impossible one, without a scheme or an end: counted and named, never a quiet 0."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pytest
import yaml

from answerable.errors import DefinitionError, InputError
from answerable.records.preparing import LoadReport
from small_force import SmallForce, faults, table

Row = Mapping[str, Any]
SCHEME = {"grade_scheme": "ours", "title": "Ours", "force": "Here", "from": "2020-01-01", "clock": "attendance",
          "status": "local", "source": "made up", "grades": [{"grade": "1", "minutes": {"urban": 15, "rural": 20}},
                                                             {"grade": "2", "minutes": 60}, {"grade": "3"}]}


def scheme(force: SmallForce, **changed: Any) -> None:
    content = SCHEME | changed
    content |= {key: yaml.safe_load(str(content[key])) for key in ("from", "to") if key in content}
    folder = force.workspace.folder / "grade_schemes"
    folder.mkdir(exist_ok=True)
    (folder / f"{content['grade_scheme']}.yaml").write_text(yaml.safe_dump(content), encoding="utf-8")


def incident(number: object, created: str, **given: object) -> dict[str, object]:
    """An incident of grade 1 of 2 March 2026, at clock times of that day unless they have a date."""
    times = {name: f"2026-03-02 {text}" if str(name).endswith("_at") and text and len(str(text)) < 10 else text
             for name, text in given.items()}
    return {"number": number, "created_at": f"2026-03-02 {created}" if len(created) < 10 else created, "grade": "1",
            "area": "urban", **times}


def load(force: SmallForce, rows: Iterable[Row], name: str = "incidents.csv") -> LoadReport:
    listed = list(rows)
    columns = list(dict.fromkeys(name for row in listed for name in row))
    return force.load(table(listed, columns), name, "generic_incidents")


def one(force: SmallForce, measure: str, **where: str) -> dict[str, Any]:
    row, = force.figures(measure, "all", **where)
    return row


def test_incidents_without_arrival_are_left_out_and_counted(force: SmallForce) -> None:
    scheme(force)
    load(force, [incident(1, "10:00:00", arrived_at="10:15:00"), incident(2, "10:00:00", arrived_at="10:15:01"),
                 incident(3, "10:00:00"), incident(4, "10:00:00"), incident(5, "10:00:00", arrived_at="10:05:00")])
    row = one(force, "attendance-within-grade-time")
    assert (row["numerator"], row["denominator"], row["value"]) == (2, 3, pytest.approx(200 / 3))
    assert "2 incidents without a usable time left out" in row["note"]


def test_a_month_of_incidents_without_arrival_has_no_value(force: SmallForce) -> None:
    scheme(force)
    load(force, [incident(number, f"2026-03-{number:02d} 10:00:00", arrived_at="") for number in range(1, 29)]
         + [incident(0, "2026-02-28 10:00:00", arrived_at="2026-02-28 10:10:00")])
    for measure in ("attendance-time-median", "attendance-time-mean", "attendance-within-grade-time"):
        february, march = force.figures(measure, "month")
        assert february["value"] is not None
        assert march["value"] is None, march
        assert march["note"]


@pytest.mark.parametrize(("column", "measure"), [("arrived_at", "attendance-time-median"),
                                                 ("assigned_at", "assignment-time-median")])
def test_a_time_before_the_creation_is_voided_and_the_incident_stays(force: SmallForce, column: str, measure: str) -> None:
    report = load(force, [incident(1, "10:00:00", **{column: "09:59:59"}), incident(2, "10:00:00", **{column: "10:00:00"})])
    assert faults(report) == {("before-its-predecessor", column): 1}
    assert force.value("incidents-created") == 2
    row = one(force, measure)
    # The zero is a time; the impossible one is none: half of those that should have one lack it.
    assert (row["status"], row["value"]) == ("not-available", None)
    assert "1" in row["note"]


def test_zero_seconds_are_a_time(force: SmallForce) -> None:
    load(force, [incident(1, "10:00:00", arrived_at="10:00:00")])
    assert one(force, "attendance-time-median")["value"] == 0


def test_an_arrival_before_the_assignment_is_no_journey_of_0_seconds(force: SmallForce) -> None:
    """The unit was there already, or one of the two times is wrong: nothing says which."""
    rows = [incident(number, "10:00:00", assigned_at="10:01:00", arrived_at="10:11:00") for number in range(1, 20)]
    load(force, [*rows, incident(20, "10:00:00", assigned_at="10:30:00", arrived_at="10:11:00")])
    row = one(force, "travel-time-median")
    assert (row["value"], row["denominator"]) == (600, 19)
    assert "1 incident without" in row["note"]


def test_an_incident_in_two_files_counts_once_as_the_newer_one_says(force: SmallForce) -> None:
    load(force, [incident(1, "10:00:00"), incident(2, "11:00:00", arrived_at="11:10:00")], "march.csv")
    report = load(force, [incident(1, "10:00:00", arrived_at="10:20:00"), incident(2, "11:00:00", arrived_at="11:10:00")],
                  "march-again.csv")
    assert report.read == 2
    assert force.value("incidents-created") == 2
    assert one(force, "attendance-time-median")["value"] == 900


def test_words_that_an_optional_column_may_not_have_are_not_given_and_counted(force: SmallForce) -> None:
    rows = [incident(1, "10:00:00", resolution="attended"), incident(2, "10:00:00", resolution="gone fishing")]
    report = load(force, [row | {"domestic_abuse": "maybe"} for row in rows])
    assert faults(report) == {("word-unknown", "resolution"): 1, ("word-unknown", "domestic_abuse"): 2}
    row = one(force, "resolved-without-attendance")
    assert (row["numerator"], row["denominator"]) == (0, 1)


def test_an_origin_that_nobody_knows_puts_the_row_apart(force: SmallForce) -> None:
    report = load(force, [incident(1, "10:00:00", origin="public"), incident(2, "10:00:00", origin="martians")])
    assert (report.accepted, report.quarantined) == (1, 1)
    assert force.value("incidents-created") == 1


def test_without_a_grade_scheme_nothing_is_in_time_and_nothing_is_late(force: SmallForce) -> None:
    load(force, [incident(1, "10:00:00", arrived_at="10:10:00", closed_at="10:20:00", regraded_at="10:10:00")])
    for measure in ("attendance-within-grade-time", "attendance-within-first-grade-time", "closing-before-the-limit",
                    "regrading-before-the-limit", "unresourced-beyond-grade-time"):
        for row in force.figures(measure, "all"):
            assert (row["status"], row["value"]) == ("not-available", None), row
            assert "no grade scheme" in row["note"]


def test_a_grade_that_the_scheme_does_not_name_is_not_measured(force: SmallForce) -> None:
    scheme(force)
    load(force, [incident(1, "10:00:00", arrived_at="10:10:00"),
                 incident(2, "10:00:00", arrived_at="12:00:00") | {"grade": "9"},
                 incident(3, "10:00:00", arrived_at="12:00:00") | {"grade": "3"}])
    row = one(force, "attendance-within-grade-time")
    assert (row["numerator"], row["denominator"]) == (1, 1)


@pytest.mark.parametrize(("area", "within"), [("urban", 0), ("rural", 1), ("", 1)])
def test_the_area_decides_and_where_it_is_not_known_the_longer_time(force: SmallForce, area: str, within: int) -> None:
    scheme(force)
    load(force, [incident(1, "10:00:00", arrived_at="10:18:00") | {"area": area}])
    assert one(force, "attendance-within-grade-time")["numerator"] == within


def test_a_change_of_scheme_within_a_month_holds_from_its_day(force: SmallForce) -> None:
    scheme(force, grade_scheme="older", to="2026-03-15")
    scheme(force, grade_scheme="newer", **{"from": "2026-03-16"}, grades=[{"grade": "1", "minutes": 5}])
    load(force, [incident(1, "2026-03-15 23:59:00", arrived_at="2026-03-16 00:09:00"),
                 incident(2, "2026-03-16 00:00:00", arrived_at="2026-03-16 00:10:00")])
    assert {row["period_start"]: row["value"] for row in force.figures("attendance-within-grade-time", "day")} == {
        "2026-03-15": 100, "2026-03-16": 0}
    month, = force.figures("attendance-within-grade-time", "month")
    assert (month["numerator"], month["denominator"]) == (1, 2)


def test_days_without_a_scheme_are_not_measured(force: SmallForce) -> None:
    scheme(force, **{"from": "2026-03-10"})
    load(force, [incident(1, "2026-03-09 10:00:00", arrived_at="2026-03-09 18:00:00"),
                 incident(2, "2026-03-10 10:00:00", arrived_at="2026-03-10 10:10:00")])
    row = one(force, "attendance-within-grade-time")
    assert (row["numerator"], row["denominator"]) == (1, 1)


def test_two_schemes_for_the_same_day_and_agency_are_refused(force: SmallForce) -> None:
    scheme(force)
    scheme(force, grade_scheme="another", **{"from": "2026-01-01"}, grades=[{"grade": "1", "minutes": 5}])
    load(force, [incident(1, "10:00:00", arrived_at="10:10:00")])
    with pytest.raises(DefinitionError, match=r"'(another|ours)' and '(ours|another)'"):
        force.figures("attendance-within-grade-time")


def test_schemes_of_two_agencies_stand_side_by_side(force: SmallForce) -> None:
    scheme(force, agency="police")
    scheme(force, grade_scheme="fire_brigade", agency="fire", grades=[{"grade": "1", "minutes": 5}])
    rows = [incident(number, "10:00:00", arrived_at="10:10:00") | {"agency": agency}
            for number, agency in enumerate(("police", "fire"))]
    load(force, rows)
    assert {row["agency"]: row["value"] for row in force.figures("attendance-within-grade-time", "all,agency")} == {
        "police": 100, "fire": 0}


def test_the_hour_that_comes_twice_is_read_by_the_times_that_follow(force: SmallForce) -> None:
    """01:50 on the morning on which clocks go back, and a unit there at 01:10: in the second pass, after 20 minutes."""
    load(force, [incident(1, "2026-10-25 01:50:00", arrived_at="2026-10-25 01:10:00"),
                 incident(2, "2026-10-25 00:50:00", arrived_at="2026-10-25 02:10:00")])
    by = {row["period_start"]: row["value"] for row in force.figures("attendance-time-median", "half-hour") if row["value"]}
    # From 00:50 to 02:10 on the wall, the clock was put back once: 2 h 20 min.
    assert by == {"2026-10-25T00:30": 8400, "2026-10-25T01:30": 1200}


@pytest.mark.parametrize("period", ["half-hour", "hour-of-week"])
def test_a_level_is_not_added_up_over_hours(force: SmallForce, period: str) -> None:
    force.load("statement_id,as_of,role,kind,establishment,strength\n1,2026-03-02,call handler,staff,10,8\n", "posts.csv",
               "generic_establishment")
    with pytest.raises(InputError, match="stands at a date"):
        force.figures("establishment-gap", period)


def test_a_measure_held_against_dates_has_no_hour_of_the_week(force: SmallForce) -> None:
    scheme(force)
    load(force, [incident(1, "10:00:00", arrived_at="10:10:00")])
    with pytest.raises(InputError, match="hour-of-week"):
        force.figures("attendance-within-grade-time", "hour-of-week")


def test_a_file_of_which_no_incident_can_be_placed_is_refused(force: SmallForce) -> None:
    with pytest.raises(InputError, match="not one of its 1 rows can be taken"):
        load(force, [incident(1, "10:00:00") | {"created_at": "", "closed_at": "2026-03-02 10:00:00"}])
    for measure in ("incidents-created", "unresourced-average", "attendance-time-median"):
        assert force.figures(measure) == []
