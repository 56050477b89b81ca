"""Changes to a room: what each does, slot by slot, against slow arithmetic; how they are read from a file, with its lines."""

from __future__ import annotations

from math import floor
from pathlib import Path
from random import Random

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from answerable.content import shipped
from answerable.content.located import File
from answerable.errors import DefinitionError, InputError
from answerable.simulation.laying_out import plan_of, seed_of
from answerable.simulation.room import AT_ONCE, Duration, Line, Outage, Pool, Refusal, Room, Service, Weekday
from answerable.simulation.room_file import read_room
from answerable.simulation.scenarios.changes import (
    Absent,
    Arrivals,
    AtOnce,
    Away,
    Change,
    Down,
    Lasts,
    Move,
    Opening,
    Refuse,
    Reserve,
    Staff,
    changed,
)
from answerable.simulation.scenarios.changes_file import Names, read_changes
from answerable.simulation.scenarios.changes_writing import written
from answerable.simulation.scenarios.times import When, slots_of

HOURS = 24
TALK = Duration("log_normal", 200, 150)
spans = st.builds(When, st.integers(0, 23).map(lambda hour: hour * 60), st.integers(1, 24).map(lambda hour: hour * 60),
                  st.lists(st.sampled_from(Weekday), unique=True, max_size=3).map(
                      lambda days: tuple(day for day in Weekday if day in days)))
names = st.sampled_from(["999", "chat"])
shares = st.sampled_from([0.0, 0.1, 0.55, 1.0])
times = st.sampled_from([0.5, 0.9, 1.0, 1.3])
pools = st.sampled_from(["a", "b"])
refusals = st.builds(Refusal, st.one_of(st.none(), st.integers(0, 3)), st.one_of(st.none(), st.integers(0, 3)),
                     st.one_of(st.none(), names), shares, st.sampled_from([AT_ONCE, TALK, Duration("exponential", 9)]))
changes = st.one_of(
    st.builds(Staff, pools, st.integers(-3, 3), times, spans), st.builds(Absent, shares, st.one_of(st.none(), pools)),
    st.builds(Away, shares, st.one_of(st.none(), pools)), st.builds(Opening, names, st.booleans(), spans),
    st.builds(Refuse, names, st.one_of(st.none(), refusals)),
    st.builds(Arrivals, times, st.one_of(st.none(), names), spans), st.builds(Move, names, shares, spans, spans),
    st.builds(Reserve, names, st.integers(0, 4), st.one_of(st.none(), pools)),
    st.builds(Lasts, st.sampled_from(["talk", "wrap", "patience"]), times, st.one_of(st.none(), names)),
    st.builds(AtOnce, names, st.integers(1, 3), st.sampled_from([None, 0.4])),
    st.builds(Down, shares, st.sampled_from([(), ("a",), ("a", "b")]), spans))


def a_room(days: int, begins: Weekday, seed: int) -> Room:
    """So many days of hours, two lines, two pools."""
    slots, chance = HOURS * days, Random(seed)
    lines = tuple(Line(name, tuple(float(chance.randrange(40)) for _ in range(slots)), Service(TALK, ("a", "b")),
                       open=chance.choice([(), (True, False) * (slots // 2)])) for name in ("999", "chat"))
    return Room("any", lines, tuple(Pool(name, tuple(chance.randrange(40) for _ in range(slots))) for name in "ab"), slots,
                3600.0, begins)


rooms = st.builds(a_room, st.sampled_from([1, 2, 9]), st.sampled_from(Weekday), st.integers(0, 99))


def holds(when: When, room: Room, slot: int) -> bool:
    """Whether a slot lies in a span, found the slow way: hour by hour from each beginning."""
    hours = (when.end - when.start) % 1440 // 60 or HOURS
    for day in range(room.slots // HOURS):
        weekday = Weekday((room.begins.value + day) % 7)
        if (not when.days or weekday in when.days) and slot in [
                (day * HOURS + when.start // 60 + hour) % room.slots for hour in range(hours)]:
            return True
    return False


def line_of(room: Room, name: str) -> Line:
    """The line of that name."""
    return next(line for line in room.lines if line.name == name)


@settings(max_examples=60, deadline=None)
@given(rooms, spans)
def test_a_span_holds_the_hours_that_people_would_count(room: Room, when: When) -> None:
    assert slots_of(when, room) == tuple(slot for slot in range(room.slots) if holds(when, room, slot))


@settings(max_examples=60, deadline=None)
@given(rooms, st.builds(Staff, pools, st.integers(-3, 3), times, spans), shares, spans)
def test_staff_and_outages_by_the_slot(room: Room, more: Staff, lost: float, when: When) -> None:
    found = changed(room, [more, Down(lost, ("a",), when)])
    for before, after in zip(room.pools, found.pools, strict=True):
        for slot in range(room.slots):
            expected = before.staff[slot]
            if before.name == more.pool and holds(more.when, room, slot):
                expected = max(floor(expected * more.times + 0.5) + more.add, 0)
            assert after.staff[slot] == expected
    assert {outage.first for outage in found.outages} == {slot for slot in range(room.slots) if holds(when, room, slot)}


@settings(max_examples=60, deadline=None)
@given(rooms, times, spans, st.booleans(), spans)
def test_arrivals_and_opening_by_the_slot(room: Room, factor: float, busy: When, is_open: bool, when: When) -> None:
    found = changed(room, [Arrivals(factor, "999", busy), Opening("chat", is_open, when)])
    assert line_of(found, "chat").arrivals == line_of(room, "chat").arrivals
    for slot in range(room.slots):
        was = line_of(room, "999").arrivals[slot]
        assert line_of(found, "999").arrivals[slot] == (was * factor if holds(busy, room, slot) else was)
        stood = (line_of(room, "chat").open or (True,) * room.slots)[slot]
        assert line_of(found, "chat").open[slot] == (is_open if holds(when, room, slot) else stood)


@settings(max_examples=100, deadline=None)
@given(rooms, shares, spans, spans)
def test_what_is_moved_is_neither_lost_nor_made(room: Room, share: float, of: When, into: When) -> None:
    first = line_of(room, "999").arrivals
    if not slots_of(into, room):
        return
    second = line_of(changed(room, [Move("999", share, of, into)]), "999").arrivals
    assert sum(second) == pytest.approx(sum(first))
    for slot in range(room.slots):
        if not holds(into, room, slot):
            # A day's end may be the next one's beginning: there it is taken from twice at most.
            assert second[slot] <= first[slot]
            assert second[slot] == pytest.approx(first[slot] * (1 - share if holds(of, room, slot) else 1))
        elif not holds(of, room, slot):
            assert second[slot] >= first[slot]


def test_each_days_contacts_stay_on_their_day() -> None:
    room = Room("two days", (Line("101", (10.0,) * 24 + (30.0,) * 24, Service(TALK, ("a",))),), (Pool("a", (1,) * 48),), 48,
                3600.0)
    found = changed(room, [Move("101", 0.1, When(840, 1320), When(480, 720))]).lines[0].arrivals
    assert found[14:22] == (9.0,) * 8
    assert found[38:46] == (27.0,) * 8
    assert found[8:12] == pytest.approx((10 + 8 / 4,) * 4)
    assert found[32:36] == pytest.approx((30 + 24 / 4,) * 4)
    assert found[12:14] == (10.0,) * 2


def test_shares_rules_and_durations() -> None:
    room = read_room(shipped("rooms") / "control-room.yaml")
    found = changed(room, [Absent(0.2), Away(0.05, "digital"), Reserve("101", 3), Reserve("e-mail", 2, "handlers"),
                           Lasts("talk", 0.5, "101"), AtOnce("chat", 3), Refuse("chat", None)])
    assert [(pool.absent, pool.away) for pool in found.pools] == [(0.2, 0.11), (0.2, 0.05)]
    assert line_of(found, "101").service.reserve_in("handlers") == 3
    assert dict(line_of(found, "e-mail").service.reserves) == {"handlers": 2, "digital": 1}
    assert line_of(found, "101").service.talk == Duration("log_normal", 170, 150)
    assert (line_of(found, "chat").service.at_once, line_of(found, "chat").service.slowdown) == (3, 0.4)
    assert line_of(found, "chat").refusal is None
    assert line_of(found, "999") == line_of(room, "999")


def test_an_outage_takes_handlers_off_in_its_slots_alone() -> None:
    room = Room("room", (Line("101", (1.0,) * 24, Service(TALK, ("a",))),), (Pool("a", (10,) * 24),), 24, 3600.0)
    night = changed(room, [Down(1.0, (), When(22 * 60, 2 * 60))])
    staff = plan_of(night, seed_of(1, 0)).staff[0]
    assert [slot for slot in range(24) if staff[slot] == 0] == [0, 1, 22, 23]
    assert night.outages[0] == Outage(0, 1, 1.0)


@pytest.mark.parametrize(("change", "told"), [
    (Staff("handler", 1), "Westshire control room has no pool 'handler'. Did you mean 'handlers'"),
    (Arrivals(2.0, "102"), "Westshire control room has no line '102'. Did you mean '101'"),
    (Refuse("chat", Refusal(to="110")), "has no line '110'"),
    (Staff("handlers", 1, when=When(605, 660)), "10:05 to 11:00 does not begin and end at the edge of a slot. The slots of"),
    (AtOnce("e-mail", 2), "e-mail is interruptible"),
])
def test_a_change_that_does_not_fit_the_room_is_told(change: Change, told: str) -> None:
    with pytest.raises(InputError) as error:
        changed(read_room(shipped("rooms") / "control-room.yaml"), [change])
    assert told in error.value.line()


def read(tmp_path: Path, text: str, room: Room) -> tuple[Change, ...]:
    """The changes of a text."""
    path = tmp_path / "changes.yaml"
    path.write_text(text, encoding="utf-8")
    file = File(path, "the scenario")
    found = read_changes(file.top, "changes", Names(room))
    file.finish()
    return found


@settings(max_examples=150, deadline=None)
@given(rooms, st.lists(changes, min_size=1, max_size=4))
def test_what_is_written_is_read_back(tmp_path_factory: pytest.TempPathFactory, room: Room, listed: list[Change]) -> None:
    text = yaml.safe_dump({"changes": [written(change) for change in listed]}, sort_keys=False)
    assert read(tmp_path_factory.mktemp("changes"), text, room) == tuple(listed)


def test_a_file_of_every_kind(tmp_path: Path) -> None:
    room = read_room(shipped("rooms") / "control-room.yaml")
    text = """\
changes:
  - staff: {pool: handlers, add: 1, from: "17:00", to: "18:00", days: weekdays}
  - close: {line: chat, from: "12:00", to: "20:00"}
  - move: {line: "101", share: 0.1, of: {from: "14:00", to: "22:00"}, into: {from: "08:00", to: "12:00"}}
  - outage: {lost: 0.6, from: "20:00", to: "02:00", days: saturday}
"""
    assert read(tmp_path, text, room) == (
        Staff("handlers", 1, when=When(1020, 1080, tuple(Weekday)[:5])), Opening("chat", False, When(720, 1200)),
        Move("101", 0.1, When(840, 1320), When(480, 720)), Down(0.6, (), When(1200, 120, (Weekday.SATURDAY,))))


@pytest.mark.parametrize(("written_there", "told"), [
    ("staff: {pool: handler, add: 1}", "line 2: changes > 1 > staff > pool must be one of handlers, digital; it is 'handler'. "
                                       "Did you mean 'handlers'?"),
    ("staff: {pool: handlers}", "line 2: changes > 1 > staff > add is missing"),
    ("stuff: {pool: handlers}", "line 2: changes > 1 > stuff is not known here. Did you mean 'staff'?"),
    ("staff: {pool: handlers, add: 1, from: 17h}", "from must be a time of day at a slot's edge, such as \"07:30\"; it is "
                                                   "'17h'"),
    ("absent: {share: 20}", "absent > share must be a number from 0 to 1; it is 20"),
    ("refuse: {line: chat, to: \"111\"}", "refuse > to must be one of 999, 101, chat, e-mail"),
    ("at_once: {line: e-mail, most: 2}", "e-mail is interruptible"),
    ("move: {line: \"101\", share: 0.1, of: {form: \"09:00\"}, into: {to: \"12:00\"}}", "of > form is not known here. Did you "
                                                                                  "mean 'from'?"),
    ("{open: {line: chat}, close: {line: chat}}", "must hold one change and no more"),
    ("closed", "changes > 1 must hold keys and values; it is 'closed'"),
])
def test_a_fault_of_a_change_is_told_with_its_line(tmp_path: Path, written_there: str, told: str) -> None:
    with pytest.raises(DefinitionError) as error:
        read(tmp_path, f"changes:\n  - {written_there}\n", read_room(shipped("rooms") / "control-room.yaml"))
    assert told in error.value.line()


def test_a_room_that_refuses_to_a_line_that_is_not_there_is_told(tmp_path: Path) -> None:
    text = (shipped("rooms") / "control-room.yaml").read_text(encoding="utf-8").replace('to: "101"', 'to: "110"')
    (tmp_path / "room.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(DefinitionError) as error:
        read_room(tmp_path / "room.yaml")
    assert "refused > to must be one of 999, 101, chat, e-mail; it is '110'" in error.value.line()
