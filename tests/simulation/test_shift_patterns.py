"""Patterns as they are read, what they ask of people, the cover written back into its room, and the slip of shifts."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from test_shift_covers import covered

from answerable.content import shipped
from answerable.errors import DefinitionError, InputError
from answerable.simulation.room import Room, Weekday
from answerable.simulation.room_file import read_room
from answerable.staffing.rules.reading import read_rules
from answerable.staffing.shifts.need import Need
from answerable.staffing.shifts.need_of import need_of, read_need
from answerable.staffing.shifts.pattern import REST, Pattern, Rotation, ShiftType, Tour, Tours
from answerable.staffing.shifts.pattern_file import find_pattern, pattern_names, read_pattern
from answerable.staffing.shifts.slipping import own_shifts, people_of, read_moved, read_slip, room_slipped
from answerable.staffing.shifts.working_weeks import broken, burden, lives
from answerable.staffing.shifts.written_back import rostered_room

SETS = [read_rules("working-time-regulations-1998")]


@pytest.fixture(scope="module")
def room() -> Room:
    """The shipped room."""
    return read_room(shipped("rooms") / "control-room.yaml")


def test_every_shipped_pattern_is_read() -> None:
    assert pattern_names() == ("2-2-2-4", "4-on-4-off", "6-on-4-off", "free-tours", "single-shifts", "variable")
    assert all(find_pattern(name).shifts for name in pattern_names())


def test_a_pattern_that_is_not_there_is_told_with_the_nearest() -> None:
    with pytest.raises(InputError, match=r"no shift pattern 'free-tour'. Did you mean 'free-tours'"):
        find_pattern("free-tour")


FAULTY = """\
shifts:
  early: {starts: ["06:00"], hours: 10, breaks: [{minutes: 30, from: 3, to: 5}, {minutes: 30, from: 5}]}
  late: {starts: ["20:00"], hours: 12, brakes: no}
rotation:
  cycle: [early, late, rest]
  teams: 2
"""


def test_all_faults_of_a_pattern_are_told_with_their_lines(tmp_path: Path) -> None:
    path = tmp_path / "own.yaml"
    path.write_text(FAULTY, encoding="utf-8")
    with pytest.raises(DefinitionError) as raised:
        read_pattern(path)
    told = " ".join(raised.value.faults)
    assert "line 2: shifts > early > breaks must follow one another" in told
    assert "line 3: shifts > late > brakes is not known here. Did you mean 'breaks'?" in told
    assert "line 6: rotation > teams must divide the cycle's 3 days; it is 2" in told


def test_rest_that_no_start_leaves_is_a_fault(tmp_path: Path) -> None:
    path = tmp_path / "own.yaml"
    path.write_text("shifts:\n  late: {starts: ['14:00'], hours: 10}\n  early: {starts: ['06:00'], hours: 10}\n"
                    "rotation: {cycle: [late, early, rest], teams: 3}\n", encoding="utf-8")
    with pytest.raises(DefinitionError, match=r"leaves 6 hours at best between 'late' and 'early', where 11 are to be kept"):
        read_pattern(path)


def test_a_cycle_of_whole_weeks_may_differ_by_weekday() -> None:
    """Two teams, a week apart: one works Monday to Friday while the other has the weekend."""
    cycle = ("day",) * 5 + (REST,) * 7 + ("day",) * 2
    assert Rotation(cycle, 2).teams_on("day") == (1,) * 7
    assert Rotation(("day", "day", REST), 1).teams_on("day") is None


def test_2_2_2_4_asks_for_seven_weekends_of_ten_and_breaks_no_rule_of_working_time() -> None:
    shipped_one = find_pattern("2-2-2-4")
    starts = {"early": 480, "late": 840, "night": 1320}
    own = replace(shipped_one, shifts=tuple(replace(shift, starts=(starts[shift.name],)) for shift in shipped_one.shifts))
    cover = covered(own, Need("even", (4,) * 336))
    asked = burden(lives(cover))
    assert asked is not None
    assert asked.weekends == pytest.approx(0.7)
    assert asked.nights == pytest.approx(5.6)           # two nights in ten days
    assert sum(life.people for life in lives(cover)) == cover.people
    assert broken(lives(cover), SETS) == []


def test_tours_of_seven_long_days_break_the_rules_and_it_is_said_which() -> None:
    long = ShiftType("long", (1320,), 840)
    cover = covered(Pattern("hard", "hard", (long,), Tours((Tour("long", 7),), off_together=0), rest=0),
                    Need("nights", tuple(int(slot % 48 >= 44) for slot in range(336))))
    found = broken(lives(cover), SETS)
    assert {one.people for one in found} == {1}
    assert any("48 hours" in one.example for one in found)
    assert any("11 hours" in one.example for one in found)


def test_absence_and_breaks_become_people_to_be_rostered(room: Room) -> None:
    pool = room.pools[0]
    breaks, none = find_pattern("2-2-2-4"), Pattern("plain", "plain", (ShiftType("eight", (0,), 480),))
    planned = need_of(room, pool, [20] * 336, breaks, of="plan")
    assert set(planned.people) == {18}                 # 20 less the 11% whom the room's file counts as away
    assert set(need_of(room, pool, [20] * 336, none, of="plan").people) == {20}
    assert set(need_of(room, pool, [20] * 336, breaks, of="plan", at_desks=True).people) == {22}        # 8% are absent
    assert any("that share is taken out" in sentence for sentence in planned.how)


def test_the_cover_written_back_has_its_breaks_in_place_of_a_share(room: Room) -> None:
    own = find_pattern("4-on-4-off")
    cover = covered(own, need_of(room, room.pools[0], room.pools[0].staff, own, of="plan"))
    written = rostered_room(room, "handlers", cover)
    assert written.pools[0].staff == tuple(map(int, np.rint(cover.at_desks)))
    assert (written.pools[0].away, written.pools[0].absent) == (0.0, room.pools[0].absent)
    assert written.pools[1] == room.pools[1]
    assert all(there >= need for there, need in zip(written.pools[0].staff, cover.need.people, strict=True))


def test_the_rooms_own_shifts_are_its_staff_and_a_slip_moves_the_same_people(room: Room) -> None:
    shifts = own_shifts(room, "handlers")
    assert tuple(people_of(shifts, room)) == room.pools[0].staff
    after = np.array(room_slipped(room, "handlers", [read_slip("14:00 +60 fri,saturday")]).pools[0].staff)
    moved = after - np.array(room.pools[0].staff)
    friday, saturday = 4 * 48, 5 * 48
    assert after.sum() == sum(room.pools[0].staff)
    assert list(np.flatnonzero(moved)) == [friday + 28, friday + 29, saturday, saturday + 1, saturday + 28, saturday + 29,
                                           saturday + 48, saturday + 49]
    assert set(moved[[friday + 28, friday + 29]]) == {-9}
    sunday = room_slipped(room, "handlers", [read_slip("21:00 +120 sunday")]).pools[0].staff
    assert sunday[14:18] == tuple(number + 9 for number in room.pools[0].staff[14:18])      # over the week's end into Monday


@pytest.mark.parametrize(("said", "words"), [
    ("14:00 later", "is no slip"), ("14:00 +60 someday", "'someday' is no day"), ("14:30 +60", "no shift begins at 14:30"),
    ("14:00 +45", "edge of a slot"), ("25:00 +30", "is no time of day")])
def test_a_slip_that_cannot_be_is_told(room: Room, said: str, words: str) -> None:
    with pytest.raises(InputError, match=words):
        room_slipped(room, "handlers", [read_slip(said)])


def test_demand_moved_is_every_lines_share_on_the_days_named(room: Room) -> None:
    moves = read_moved("10% 15:00-19:00 19:00-23:00 friday,saturday", room)
    assert [move.line for move in moves] == [line.name for line in room.lines]
    assert (moves[0].share, moves[0].of.start, moves[0].into.end) == (0.1, 900, 1380)
    assert moves[0].of.days == (Weekday.FRIDAY, Weekday.SATURDAY)


def test_a_file_of_numbers_is_read_in_the_order_of_the_slots(room: Room, tmp_path: Path) -> None:
    path = tmp_path / "need.csv"
    rows = [f"Mon {slot // 2:02}:{slot % 2 * 30:02},{slot}" for slot in range(48)]
    path.write_text("\n".join(["from,handlers", *rows]), encoding="utf-8")
    with pytest.raises(InputError, match="has 48 rows, where Westshire control room has 336 slots"):
        read_need(path, room)
    path.write_text("\n".join(["handlers", *["7"] * 335, "many"]), encoding="utf-8")
    with pytest.raises(InputError, match=r"row 337: 'many' is no number of people"):
        read_need(path, room)
