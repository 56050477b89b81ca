"""The records of a workspace as demand: counted again by hand, with the odd days told apart."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest
from tests.rooms import LONDON, by_hand, calls_of, records, room_with
from tests.small_force import SmallForce

from answerable.doctor import examine
from answerable.errors import DefinitionError, InputError
from answerable.forecasting.declared_days import read_events, read_school_holidays
from answerable.forecasting.projection import NoProjection
from answerable.periods import to_day
from answerable.projecting.demand import DAY, GRADE, HOUR, LINE, Moment, Recorded, Subject, exposures, recorded
from answerable.projecting.demand_ahead import calendar_of
from answerable.projecting.demand_table import slots_of_day
from answerable.records.synthetic import CALENDAR_FOLDER

FIRST, LAST = date(2026, 3, 2), date(2026, 4, 12)
LOST, FORWARD, BACK = date(2026, 3, 18), date(2026, 3, 29), date(2026, 10, 25)
CALLS = tuple(call for call in (*calls_of(FIRST, LAST), *calls_of(FIRST, LAST, seed=4, line="999"))
              if call[0].astimezone(LONDON).date() != LOST or call[1] != "101")


@pytest.fixture(scope="module")
def force(tmp_path_factory: pytest.TempPathFactory) -> SmallForce:
    return room_with(tmp_path_factory.mktemp("room"), CALLS)


def counted(force: SmallForce, value: str = "101", minutes: int = 30, until: Moment | None = None) -> Recorded:
    held = records(force, until)
    found = recorded(held, held.subject(LINE, value), minutes)
    assert isinstance(found, Recorded)
    return found


def test_every_half_hour_holds_the_calls_that_a_slow_count_finds(force: SmallForce) -> None:
    demand = counted(force).demand
    assert demand.days[0] == FIRST
    assert demand.days[-1] == LAST
    for place, day in enumerate(demand.days):
        if day != LOST:
            assert demand.counts[place].tolist() == by_hand(CALLS, day), day


def test_the_sum_of_a_day_is_the_measures_figure(force: SmallForce) -> None:
    demand = counted(force, "999").demand
    told = {row["period_start"]: row["value"] for row in force.figures("contacts-offered", "day", line="999")}
    assert {day.isoformat(): total for day, total in zip(demand.days, demand.counts.sum(axis=1), strict=True)} == told


def test_a_lost_day_is_not_known_and_not_a_quiet_one(force: SmallForce) -> None:
    found = counted(force)
    assert np.isnan(found.demand.counts[found.demand.days.index(LOST)]).all()
    assert not np.isnan(counted(force, "999").demand.counts).any()
    assert "18 March 2026 did not come or came in part, and is left out." in found.notes


def test_hours_and_days_are_the_half_hours_added_up(force: SmallForce) -> None:
    halves, hours, days = (counted(force, minutes=minutes).demand for minutes in (30, HOUR, DAY))
    assert np.array_equal(hours.counts, halves.counts.reshape(-1, 24, 2).sum(axis=2), equal_nan=True)
    assert np.array_equal(days.counts[:, 0], halves.counts.sum(axis=1), equal_nan=True)


def test_an_hour_that_never_was_has_no_exposure(force: SmallForce) -> None:
    demand = counted(force).demand
    assert demand.exposure is not None
    assert np.flatnonzero(demand.exposure[demand.days.index(FORWARD)] == 0).tolist() == [2, 3]
    assert (np.delete(demand.exposure, demand.days.index(FORWARD), axis=0) == 1).all()


def test_an_hour_that_comes_twice_counts_both_passes(tmp_path: Path) -> None:
    calls = calls_of(BACK - timedelta(days=3), BACK + timedelta(days=1), scale=3)
    demand = counted(room_with(tmp_path, calls)).demand
    place = demand.days.index(BACK)
    assert demand.counts[place].tolist() == by_hand(calls, BACK)
    assert np.flatnonzero(demand.exposure[place] == 2).tolist() == [2, 3]  # type: ignore[index]


def test_exposures_of_hours_and_of_a_zone_that_moves_by_half_an_hour() -> None:
    forward, back = to_day(FORWARD), to_day(BACK)
    assert exposures(forward, forward, HOUR, "Europe/London")[0, :4].tolist() == [1, 0, 1, 1]
    assert exposures(back, back, HOUR, "Europe/London")[0, :4].tolist() == [1, 2, 1, 1]
    assert exposures(back, back, DAY, "Europe/London").tolist() == [[1]]
    # Lord Howe Island's clocks went forward by half an hour on 4 October 2026, at two.
    assert -1 in exposures(to_day(date(2026, 10, 4)), to_day(date(2026, 10, 4)), HOUR, "Australia/Lord_Howe")


def test_the_parts_of_a_day_are_those_that_the_clock_has() -> None:
    forward, back, usual = (slots_of_day(day, 30, "Europe/London") for day in (FORWARD, BACK, LAST))
    assert (len(forward), len(back), len(usual)) == (46, 50, 48)
    assert [slot for slot, *_rest in back[:6]] == [0, 1, 2, 3, 2, 3]
    assert [often for *_rest, often in back[:7]] == [1, 1, 2, 2, 2, 2, 1]
    assert [start.isoformat() for _slot, start, _end, _often in back[3:5]] == \
        ["2026-10-25T01:30:00+01:00", "2026-10-25T01:00:00+00:00"]
    for parts in (forward, back, usual):
        assert [end for _slot, _start, end, _often in parts[:-1]] == [start for _slot, start, _end, _often in parts[1:]]
        assert {(end.timestamp() - start.timestamp()) / 60 for _slot, start, end, _often in parts} == {30}


def test_a_last_day_that_came_in_part_is_left_out(tmp_path: Path) -> None:
    cut = tuple(call for call in calls_of(FIRST, LAST) if call[0].astimezone(LONDON).strftime("%m-%d %H") < "04-12 16")
    found = counted(room_with(tmp_path, cut))
    assert found.demand.days[-1] == date(2026, 4, 11)
    assert found.under_way is not None
    assert found.under_way[0] == LAST
    # The half-hour before the silence may have come in part: it is not told either.
    assert np.flatnonzero(~np.isnan(found.under_way[1])).max() == 30
    assert "12 April 2026 has come only in part, and is left out." in found.notes


def test_up_to_a_time_only_what_is_over_is_seen(force: SmallForce) -> None:
    found = counted(force, until=Moment(to_day(date(2026, 4, 7)), 29))
    assert found.demand.days[-1] == date(2026, 4, 6)
    assert found.under_way is not None
    day, seen = found.under_way
    assert day == date(2026, 4, 7)
    assert seen[:29].tolist() == by_hand(CALLS, day)[:29]
    assert np.isnan(seen[29:]).all()


def test_a_line_that_has_ended_says_since_when(tmp_path: Path) -> None:
    calls = (*calls_of(FIRST, LAST), *calls_of(FIRST, date(2026, 3, 20), seed=5, line="desk"))
    held = records(room_with(tmp_path, calls))
    found = recorded(held, held.subject(LINE, "desk"))
    assert isinstance(found, NoProjection)
    assert (found.code, found.words) == ("ended", "No desk calls have come since 21 March 2026.")


def test_an_unknown_line_is_answered_with_those_there_are(force: SmallForce) -> None:
    held = records(force)
    assert [subject.value for subject in held.subjects(LINE)] == ["101", "999"]
    with pytest.raises(InputError, match=r"no line '102' in the records\. Did you mean '101'"):
        held.subject(LINE, "102")
    with pytest.raises(InputError, match="No such records came so far"):
        held.subject(GRADE, "1")


def test_what_is_counted_has_its_words() -> None:
    assert Subject(LINE, "101").noun == "101 calls"
    assert Subject(LINE, "web_form", phone=False).noun == "web form contacts"
    assert Subject(GRADE, "1").noun == "incidents of grade 1"


INCIDENTS = """
source: incidents
version: 1
table: incidents
identity: [id]
columns:
  created_at: created
  grade: grade
  first_grade: first_grade
  origin: origin
"""


def test_incidents_count_by_the_grade_they_came_with(tmp_path: Path) -> None:
    force = SmallForce(tmp_path)
    force.source("incidents", INCIDENTS)
    days = [date(2026, 5, 1) + timedelta(days=place) for place in range(12)]
    rows = [{"id": f"{day}-{number}", "created": f"{day}T09:{number:02d}:00", "grade": "3", "first_grade": grade,
             "origin": origin} for day in days for number, (grade, origin) in enumerate(
        [("1", "public")] * 12 + [("3", "public")] * 11 + [("1", "internal")])]
    force.load(rows, "incidents.csv", "incidents")
    held = records(force)
    found = recorded(held, held.subject(GRADE, "1"))
    assert isinstance(found, Recorded)
    assert set(found.demand.counts.sum(axis=1)) == {12.0}
    assert [subject.value for subject in held.subjects(GRADE)] == ["1", "3"]


def test_the_calendar_is_that_of_the_forces_nation(tmp_path: Path) -> None:
    force = SmallForce(tmp_path)
    assert calendar_of(force.workspace).country == "England"
    (force.workspace.folder / "organisations.yaml").write_text(
        "organisations: own\nversion: 1\nforces:\n  force: {name: Force, nation: Scotland}\n", encoding="utf-8")
    assert calendar_of(force.workspace).country == "Scotland"


def test_the_made_up_forces_calendar_is_read_whole() -> None:
    events = [event for path in sorted((CALENDAR_FOLDER / "events").glob("*.yaml")) for event in read_events(path)]
    held = read_school_holidays(CALENDAR_FOLDER / "school_holidays" / "westshire.yaml")
    assert {event.kind for event in events} == {"festival", "fair", "fireworks", "election"}
    assert held.forces == ("westshire",)
    assert (held.on(date(2026, 7, 22)), held.on(date(2026, 7, 21))) == (1, 0)


def test_doctor_names_a_file_of_events_that_is_faulty(tmp_path: Path) -> None:
    force = SmallForce(tmp_path)
    (force.workspace.folder / "events" / "ours.yaml").write_text("events: Ours\nversion: 1\nlisted: []\n", encoding="utf-8")
    named = [finding for finding in examine(force.workspace) if finding["where"].endswith("ours.yaml")]
    assert [finding["remedy"] for finding in named] == ["Mend the file."]
    assert "'listed' must be a list" in named[0]["what"]
    with pytest.raises(DefinitionError, match="'listed' must be a list"):
        calendar_of(force.workspace)


def test_school_holidays_of_other_forces_are_passed_over(tmp_path: Path) -> None:
    force = SmallForce(tmp_path)
    folder = force.workspace.folder / "school_holidays"
    text = (CALENDAR_FOLDER / "school_holidays" / "westshire.yaml").read_text(encoding="utf-8")
    (folder / "westshire.yaml").write_text(text, encoding="utf-8")
    assert calendar_of(force.workspace).schools == ()
    (folder / "ours.yaml").write_text(text.replace("forces: [westshire]\n", ""), encoding="utf-8")
    assert [held.forces for held in calendar_of(force.workspace).schools] == [()]
    # A day ahead that no file tells leaves the column out, and says so.
    days = [date(2027, 7, 20) + timedelta(days=place) for place in range(8)]
    columns, notes = calendar_of(force.workspace).columns(days, 4)
    assert "school_holiday" not in columns
    assert notes == ["Left out, as it does not tell every day ahead: school holiday."]


def test_days_lost_at_the_end_are_named_and_the_forecast_begins_before_them(tmp_path: Path) -> None:
    gone = {date(2026, 4, 8), date(2026, 4, 9)}
    calls = (*(call for call in calls_of(FIRST, date(2026, 4, 9)) if call[0].astimezone(LONDON).date() not in gone),
             *calls_of(FIRST, date(2026, 4, 9), seed=4, line="999"))
    found = counted(room_with(tmp_path, calls))
    assert found.demand.days[-1] == date(2026, 4, 7)
    assert found.notes == ("2 days did not come or came in part, and are left out, the latest 8 April 2026 and 9 April 2026.",)
