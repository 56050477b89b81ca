"""Two rooms that are compared see not only the same callers but the same people absent."""

from __future__ import annotations

import numpy as np

from answerable.simulation.laying_out import plan_of, seed_of
from answerable.simulation.room import Duration, Line, Pool, Room, Service

STAFF = (4,) * 16 + (9,) * 16 + (6,) * 16


def staff_of(staff: tuple[int, ...], repetition: int) -> np.ndarray:
    line = Line("101", (1.0,) * len(staff), Service(Duration("constant", 60.0), ("one",)))
    room = Room("a day", (line,), (Pool("one", staff, absent=0.2),), len(staff))
    return plan_of(room, seed_of(1, repetition)).staff[0]


def test_one_more_person_than_there_ever_were_changes_nobody_elses_absence() -> None:
    more = tuple(heads + (20 <= slot < 24) for slot, heads in enumerate(STAFF))     # ten, where nine were the most
    for repetition in range(50):
        change = staff_of(more, repetition) - staff_of(STAFF, repetition)
        assert set(change[20:24]) in ({0}, {1})
        assert not change[:20].any()
        assert not change[24:].any()


def test_each_day_has_absences_of_its_own_at_the_rate_that_is_asked_for() -> None:
    room = Room("two days", (Line("101", (1.0,) * 96, Service(Duration("constant", 60.0), ("one",))),),
                (Pool("one", (10,) * 96, absent=0.2),), 96)
    present = np.array([plan_of(room, seed_of(1, repetition)).staff[0][[0, 48]] for repetition in range(2000)])
    assert abs(present.mean() - 8.0) < 4 * np.sqrt(1.6 / 4000)
    assert abs(np.corrcoef(present.T)[0, 1]) < 4 / np.sqrt(2000)
