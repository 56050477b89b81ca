"""A sweep on a standalone Spark cluster: its workers run this program, and give the very answers of this machine."""

from __future__ import annotations

import pytest

from answerable.engines.spark import SparkFolding
from answerable.engines.spark_spreading import in_waves
from answerable.simulation.room import Duration, Line, Pool, Room, Service
from answerable.what_if.answers import Question, sent, work

SERVICE = Service(Duration("exponential", 300), ("handlers",), patience=Duration("exponential", 200))


def room(staff: int) -> Room:
    """A small room."""
    return Room("small", (Line("101", (20.0,) * 12, SERVICE),), (Pool("handlers", (staff,) * 12),), 12)


@pytest.mark.slow
def test_the_workers_answers_are_those_of_this_machine(on_cluster: SparkFolding) -> None:
    pieces = [sent(Question(room(staff), 3, 1)) for staff in range(2, 7)]
    assert dict(in_waves(on_cluster, work, pieces)) == {place: work(piece) for place, piece in enumerate(pieces)}
