"""The demonstration's room and scenarios: what the made-up force's records are made of, in files that anybody could have
written."""

from __future__ import annotations

from pathlib import Path

import pytest

from answerable.cli.demonstration_room import SCENARIO_FILES, add_what_if, room_of_the_force
from answerable.records.synthetic.demand import DEMAND
from answerable.simulation.simulating import simulate
from answerable.what_if.keeping import Kept


@pytest.mark.parametrize("scale", [0.02, 1.0])
def test_the_files_can_be_read_at_any_size_of_the_force(tmp_path: Path, scale: float) -> None:
    add_what_if(tmp_path, scale)
    kept = Kept(tmp_path)
    assert kept.room("westshire").lines == kept.read("evening-and-reserve").base.lines
    assert {kept.read(name).room_id for name in SCENARIO_FILES} == {"westshire"}


def test_a_week_of_the_room_has_the_forces_contacts() -> None:
    room = room_of_the_force(1.0)
    expected = {line.name: sum(line.arrivals) for line in room.lines}
    assert expected["switchboard"] == pytest.approx(DEMAND["switchboard"].daily * sum(DEMAND["switchboard"].weekdays), rel=1e-3)
    assert 0.9 < expected["101"] / (DEMAND["101"].daily * 7) < 1.1
    result = simulate(room, 4)
    assert not result.stopped
    assert 0.6 < result.occupancy("handlers") < 0.9
    assert all(result.share_abandoned(queue).mean < 0.15 for queue in result.queues)
