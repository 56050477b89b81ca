"""A made-up control room: calls by the half-hour that a test can count again by hand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
from tests.small_force import SmallForce

from answerable.projecting.demand import Moment, Records
from answerable.projecting.demand_ahead import calendar_of, records_of

LONDON = ZoneInfo("Europe/London")
Call = tuple[datetime, str]
# Calls in each half-hour of the day: quiet nights, a peak at eleven.
SHAPE = np.concatenate([np.full(14, 0.6), np.linspace(1, 4, 8), np.linspace(4, 1, 26)])


@cache
def calls_of(first: date, last: date, *, seed: int = 3, line: str = "101", scale: float = 1.0) -> tuple[Call, ...]:
    """Calls from the first to the last day, busier on weekdays, each with its instant."""
    random, found = np.random.default_rng(seed), []
    instant = datetime.combine(first, datetime.min.time(), LONDON).astimezone(UTC)
    while (local := instant.astimezone(LONDON)).date() <= last:
        rate = scale * SHAPE[local.hour * 2 + local.minute // 30] * (1.2 if local.weekday() < 5 else 0.7)
        found += [(instant + timedelta(seconds=int(second)), line)
                  for second in sorted(random.integers(0, 1800, random.poisson(rate)))]
        instant += timedelta(minutes=30)
    return tuple(found)


def rows_of(calls: Iterable[Call], first: int = 0) -> list[dict[str, object]]:
    """The calls as rows of the source `calls`."""
    return [{"id": first + number, "presented": instant.strftime("%Y-%m-%dT%H:%M:%SZ"), "line": line, "outcome": "answered"}
            for number, (instant, line) in enumerate(calls)]


def room_with(folder: Path, calls: Sequence[Call]) -> SmallForce:
    """A workspace with these calls."""
    force = SmallForce(folder)
    force.load(rows_of(calls))
    return force


def records(force: SmallForce, until: Moment | None = None) -> Records:
    """Where the demand of a force is counted."""
    return records_of(force.workspace, force.workspace.head(), calendar_of(force.workspace).country, until)


def by_hand(calls: Iterable[Call], day: date, line: str = "101") -> list[int]:
    """How many calls of a line came in each half-hour of a local day, both passes of an hour that comes twice together."""
    counts = [0] * 48
    for instant, named in calls:
        local = instant.astimezone(LONDON)
        if local.date() == day and named == line:
            counts[local.hour * 2 + local.minute // 30] += 1
    return counts
