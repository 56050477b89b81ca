"""A room's file: what is read, and every fault with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from answerable.content import shipped
from answerable.errors import DefinitionError
from answerable.simulation.room import Duration, Room
from answerable.simulation.room_file import read_room
from answerable.simulation.simulating import simulate
from answerable.simulation.stability import unstable_from
from answerable.simulation.telling import in_words, moment

ROOM = """\
days: 1
warm_up_hours: 0
lines:
  "999":
    arrivals: 10
    talk: {exponential: 240}
    pools: [handlers]
    within: 10
pools:
  handlers: {staff: 6}
"""


def read(tmp_path: Path, text: str) -> Room:
    """The room of a text."""
    path = tmp_path / "room.yaml"
    path.write_text(text, encoding="utf-8")
    return read_room(path)


def faults(tmp_path: Path, text: str) -> str:
    """What is said of a faulty text."""
    with pytest.raises(DefinitionError) as told:
        read(tmp_path, text)
    return told.value.line()


def test_a_small_room_is_read(tmp_path: Path) -> None:
    room = read(tmp_path, ROOM)
    line = room.lines[0]
    assert (room.name, room.slots, line.name, line.arrivals[0], line.service.within) == ("room", 48, "999", 10.0, 10.0)
    assert line.service.talk == Duration("exponential", 240)
    assert room.pools[0].staff == (6,) * 48


def test_the_shipped_room_runs_and_is_told_in_words() -> None:
    room = read_room(shipped("rooms") / "control-room.yaml")
    result = simulate(room, 4)
    assert not result.stopped
    assert all(0.2 < result.occupancy(pool) < 0.95 for pool in result.pools)
    assert unstable_from(room, result) is None
    told = "\n".join(in_words(room, result))
    assert "999: of " in told
    assert "were within 10 seconds" in told
    assert result.queues == ("999", "101", "chat", "e-mail")


def test_arrivals_by_day_and_shape_add_up(tmp_path: Path) -> None:
    text = ROOM.replace("arrivals: 10", "arrivals: {per_day: {weekdays: 480, friday: 960, weekend: 240}, shape: [1, 3]}")
    text = text.replace("days: 1", "days: 7\nslot_minutes: 720")
    arrivals = read(tmp_path, text).lines[0].arrivals
    assert arrivals[:2] == (120.0, 360.0)
    assert arrivals[8:10] == (240.0, 720.0)
    assert sum(arrivals) == 4 * 480 + 960 + 2 * 240


def test_shifts_go_over_midnight_into_the_first_morning(tmp_path: Path) -> None:
    shifts = '{shifts: [{from: "21:00", to: "07:00", staff: 2}, {from: "07:00", to: "21:00", staff: 5}]}'
    text = ROOM.replace("{staff: 6}", shifts)
    staff = read(tmp_path, text).pools[0].staff
    assert (staff[0], staff[13], staff[14], staff[41], staff[42]) == (2, 2, 5, 5, 2)


@pytest.mark.parametrize(("written", "instead", "told"), [
    ("talk: {exponential: 240}", "talk: {exponential: -5}", "line 6: lines > 999 > talk > exponential must be a number above "
                                                            "0"),
    ("talk: {exponential: 240}", "tallk: {exponential: 240}", "line 6: lines > 999 > tallk is not known here. Did you mean "
                                                          "'talk'?"),
    ("arrivals: 10", "arrivals: -10", "line 5: lines > 999 > arrivals must not be negative; at Mon 00:00 it is -10"),
    ("arrivals: 10", "arrivals: [1, 2]", "line 5: lines > 999 > arrivals must be one number, a list of 48"),
    ("pools: [handlers]", "pools: [handler]", "line 7: lines > 999 > pools names the pool 'handler', which is not there. Did "
                                              "you mean 'handlers'?"),
    ("pools: [handlers]", "pools: []", "line 7: lines > 999 > pools must name at least one pool: there are handlers"),
    ("{staff: 6}", "{staff: 6.5}", "line 10: pools > handlers > staff must be whole numbers of people"),
    ("within: 10", "patience: soon", 'line 8: lines > 999 > patience must hold keys and values; it is \'soon\''),
    ("within: 10", "reserve: 6", "line 8: lines > 999 > reserve keeps 6 handlers of handlers free, where there are never more "
                                 "than 6: it could never take one"),
    ("within: 10", "reserve: {handler: 1}", "line 8: lines > 999 > reserve > handler is not known here"),
    ("days: 1", "days: 0", "line 1: days must be a whole number of 1 or more; it is 0"),
])
def test_a_fault_is_told_with_its_line(tmp_path: Path, written: str, instead: str, told: str) -> None:
    assert told in faults(tmp_path, ROOM.replace(written, instead))


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    text = ROOM.replace("240", "-1").replace("within: 10", "reserve: -1").replace("staff: 6", "staff: many")
    assert "the room has 3 faults" in faults(tmp_path, text)


def test_nobody_on_duty_at_three_in_the_morning(tmp_path: Path) -> None:
    staff = [6] * 6 + [0] + [6] * 41
    told = faults(tmp_path, ROOM.replace("{staff: 6}", f"{{staff: {staff}}}"))
    assert "line 4: lines > 999 is open at Mon 03:00, when nobody of handlers is on duty" in told
    assert "Close the line then (open:), or put somebody on." in told


def test_a_queue_that_grows_is_told_from_when(tmp_path: Path) -> None:
    """Work for 2.7 handlers until 14:30, then for 8; there are 6."""
    room = read(tmp_path, ROOM.replace("arrivals: 10", f"arrivals: {[20] * 29 + [60] * 19}"))
    result = simulate(room, 10)
    slot = unstable_from(room, result)
    assert slot is not None
    assert moment(room, slot) == "Mon 14:30"
    assert any(sentence.startswith("Unstable from Mon 14:30") for sentence in in_words(room, result))


def test_a_room_past_all_help_stops_with_a_sentence(tmp_path: Path) -> None:
    room = read(tmp_path, ROOM.replace("arrivals: 10", "arrivals: 60000").replace("staff: 6", "staff: 1"))
    result = simulate(room, 1)
    assert "the queue grows without bound" in result.stopped
    assert any("Stopped at Mon 0" in sentence for sentence in in_words(room, result))


def test_patience_lets_no_queue_grow(tmp_path: Path) -> None:
    room = read(tmp_path, ROOM.replace("arrivals: 10", "arrivals: 200").replace("within: 10", "patience: {exponential: 60}"))
    result = simulate(room, 3)
    assert unstable_from(room, result) is None
    assert 0.6 < result.share_abandoned("999").mean < 0.9
