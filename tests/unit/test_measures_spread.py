"""The standard error of a mean, from cells, is that of the single waits."""

from __future__ import annotations

import math
import random
import statistics
from datetime import date

import pytest

from answerable.measures.spread import standard_error
from answerable.periods import to_day
from small_force import SmallForce, call

WAITS = random.Random(3)
SEPTEMBER = (to_day(date(2026, 9, 1)), to_day(date(2026, 9, 30)))


def load(force: SmallForce, waits: list[int], month: int = 9) -> None:
    """Calls to 999 on the days of a month, answered after so many seconds."""
    force.load([call(f"{month}-{n}", f"2026-{month:02}-{n % 28 + 1:02} 09:{n // 28:02}:00", line="999",
                     answered=f"2026-{month:02}-{n % 28 + 1:02} 09:{n // 28 + wait // 60:02}:{wait % 60:02}")
                for n, wait in enumerate(waits)], name=f"calls-{month}.csv")


def error(force: SmallForce) -> float | None:
    return standard_error(force.workspace.store, force.workspace.head(), force.workspace.measure("999-mean-time-to-answer"),
                          *SEPTEMBER)


@pytest.mark.parametrize("waits", [[3, 4], [7] * 20, [WAITS.randrange(0, 200) for _ in range(120)]])
def test_it_is_that_of_the_single_waits(force: SmallForce, waits: list[int]) -> None:
    load(force, waits)
    load(force, [100, 200, 300], month=8)       # another month moves nothing
    assert error(force) == pytest.approx(statistics.stdev(waits) / math.sqrt(len(waits)), rel=1e-9)


def test_one_call_has_none(force: SmallForce) -> None:
    load(force, [3])
    assert error(force) is None
