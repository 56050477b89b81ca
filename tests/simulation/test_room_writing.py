"""A room that was made or changed by a program is written so that it is read back as it was, to the last digit."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from tests.simulation.test_any_room import rooms

from answerable.content import shipped
from answerable.errors import DefinitionError, InputError
from answerable.simulation.room import Line, Outage, Pool, Room, Service, Weekday
from answerable.simulation.room_file import read_room
from answerable.simulation.room_writing import yaml_of


def read_back(room: Room) -> Room:
    """The room as its own file gives it."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "room.yaml"
        path.write_text(yaml_of(room), encoding="utf-8")
        return read_room(path)


def meaning(room: Room) -> tuple[Any, ...]:
    """A room without where it stands in a file; reserves by pool, outages by slot."""
    def served(service: Service) -> tuple[Any, ...]:
        return replace(service, reserve=0, reserves=()), tuple(service.reserve_in(pool.name) for pool in room.pools)

    def line(one: Line) -> tuple[Any, ...]:
        board = one.switchboard
        return (replace(one, where="", service=None, switchboard=None), served(one.service),  # type: ignore[arg-type]
                board and (served(board.service), board.passed_on))
    outages = sorted((slot, one.lost, one.pools) for one in room.outages for slot in range(one.first, one.last))
    return (replace(room, lines=(), pools=(), outages=(), where=""), tuple(map(line, room.lines)),
            tuple(replace(pool, where="") for pool in room.pools), outages)


def whole_days(room: Room, minutes: int, begins: Weekday, more: int) -> Room:
    """A room of six slots as one of many days (its pattern over and over, by no weekday), staffed by enough for its file to
    be taken."""
    slots = 1440 // minutes * (7 + more)

    def over(values: tuple[Any, ...]) -> tuple[Any, ...]:
        return (values * slots)[:slots] if values else values
    return replace(
        room, slots=slots, slot_seconds=minutes * 60.0, begins=begins,
        lines=tuple(replace(line, arrivals=over(line.arrivals), open=over(line.open)) for line in room.lines),
        pools=tuple(replace(pool, staff=over(tuple(count + 4 for count in pool.staff))) for pool in room.pools))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
@given(rooms, st.sampled_from([240, 480]), st.sampled_from(list(Weekday)), st.sampled_from([-6, 0, 2, 7]))
def test_any_room_is_read_back_as_it_was(room: Room, minutes: int, begins: Weekday, more: int) -> None:
    assume(all(not line.message or line.message.contained + line.message.hang_up <= 1 for line in room.lines))
    days = whole_days(room, minutes, begins, more)
    assume(days.warm_up <= days.slots and all(outage.last <= days.slots for outage in days.outages))
    assume(all(not (line.switchboard and line.switchboard.service.interruptible) for line in room.lines))
    assert meaning(read_back(days)) == meaning(days)


def test_the_shipped_room_is_read_back_as_it_was() -> None:
    room = read_room(shipped("rooms") / "control-room.yaml")
    assert meaning(read_back(room)) == meaning(room)


def plain(**changes: Any) -> Room:
    """A room of a week, with something changed."""
    line = Line("101", (3.5,) * 336, Service(read_room(shipped("rooms") / "control-room.yaml").lines[0].service.talk, ("a",)))
    return replace(Room("plain", (line,), (Pool("a", (2,) * 336),), 336), **changes)


def test_equal_days_are_written_once() -> None:
    arrivals = ((1.0,) * 48) * 5 + ((2.0,) * 24 + (3.0,) * 24) * 2
    text = yaml_of(plain(lines=(replace(plain().lines[0], arrivals=arrivals),)))
    assert "weekdays: 1\n" in text
    assert text.count("weekend:") == 1
    assert "staff: 2}" in text


def test_an_outage_over_midnight_of_one_day_of_a_fortnight_is_kept_to_that_day() -> None:
    room = plain(slots=672, outages=(Outage(48 * 9 - 2, 48 * 9 + 3, 0.5, ("a",)),),
                 lines=(replace(plain().lines[0], arrivals=(3.5,) * 672),), pools=(Pool("a", (2,) * 672),))
    assert "day_numbers: [9]" in yaml_of(room)
    assert meaning(read_back(room)) == meaning(room)


@pytest.mark.parametrize(("changes", "said"), [({"slots": 300}, "whole days"), ({"slot_seconds": 45.0}, "whole minutes")])
def test_what_no_file_can_say_is_refused(changes: dict[str, Any], said: str) -> None:
    with pytest.raises(InputError) as told:
        yaml_of(plain(**changes))
    assert said in str(told.value)


def test_a_day_that_the_room_does_not_have_is_a_fault(tmp_path: Path) -> None:
    path = tmp_path / "room.yaml"
    path.write_text(yaml_of(plain()) + 'outages: [{from: "01:00", to: "02:00", day_numbers: [8], lost: 1}]\n', encoding="utf-8")
    with pytest.raises(DefinitionError) as told:
        read_room(path)
    assert "must be days of the room by number, from 1 to 7; it is [8]" in told.value.line()
