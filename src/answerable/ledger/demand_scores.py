"""Demand forecasts by the part of the day, held against what came."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from answerable.ledger.entries import Demand, Entry, Table, demand_key
from answerable.ledger.scoring import Come, Key, key_of, outcomes_of

DAY_MINUTES = 1440
Row = Mapping[str, str]
Rows = Callable[[Table], Sequence[Row]]


@dataclass(frozen=True)
class Parts:
    """How the parts of the days did, of those whose outcome is known and that the clock has once. days, parts: how many;
    wape: the absolute errors of the means over the counts (None where nothing came); bias: what came beyond the means, over
    the counts; floor_wape: of the floor; cover50, cover90: the shares of counts inside the intervals, ends included, of parts
    that were expected to be open; afterwards: some of it was known when it was made."""

    entry: Entry
    demand: Demand
    days: int
    parts: int
    wape: float | None
    bias: float | None
    floor_wape: float | None
    cover50: float | None
    cover90: float | None
    afterwards: bool


def score_parts(entries: Iterable[Entry], rows: Rows) -> tuple[Parts, ...]:
    """Every forecast of demand, in order. rows: of a table kept beside an entry, as texts."""
    entries = tuple(entries)
    come = outcomes_of(entries)
    return tuple(_scored(entry, entry.demand, come, rows) for entry in entries if entry.demand)


def _counts(demand: Demand, come: Mapping[Key, Sequence[Come]]) -> dict[datetime, tuple[float, int]]:
    """Start of a part → what came in it, as it is known now, and how many minutes it has."""
    found: dict[datetime, tuple[float, int]] = {}
    for day in demand.days:
        known = [each.outcome for each in come.get((demand_key(demand.series), day.day, day.day), ()) if each.outcome.parts]
        for outcome in known[-1:]:
            found |= {datetime.fromisoformat(start): (count, outcome.minutes) for start, count in outcome.parts}
    return found


def _scored(entry: Entry, demand: Demand, come: Mapping[Key, Sequence[Come]], rows: Rows) -> Parts:
    counts = _counts(demand, come)
    late = any(each.afterwards or any(known.known_to(entry) for known in come.get(key_of(each), ()))
               for each in entry.said)
    pairs = _pairs(rows(demand.table), counts) if counts else []
    came = math.fsum(count for _row, count in pairs)
    errors = [count - float(row["mean"]) for row, count in pairs]
    floors = [count - float(row["floor"]) for row, count in pairs]
    opened = [(row, count) for row, count in pairs if float(row["high90"]) > 0]
    return Parts(entry, demand, len({row["start"][:10] for row, _count in pairs}), len(pairs),
                 math.fsum(map(abs, errors)) / came if came else None, math.fsum(errors) / came if came else None,
                 math.fsum(map(abs, floors)) / came if came else None, _inside(opened, "50"), _inside(opened, "90"), late)


def _pairs(rows: Iterable[Row], counts: Mapping[datetime, tuple[float, int]]) -> list[tuple[Row, float]]:
    """Each row with what came from its start to its end, where all of that is known; counts may be of shorter parts."""
    starts, found = sorted(counts), []
    for row in rows:
        start, end = datetime.fromisoformat(row["start"]), datetime.fromisoformat(row["end"])
        inside = [counts[at] for at in starts[bisect_left(starts, start):bisect_left(starts, end)]]
        minutes = sum(each for _count, each in inside)
        # A day has 1,440 minutes, or an hour more or less.
        if minutes * 60 == (end - start).total_seconds() or (len(inside) == 1 and minutes == DAY_MINUTES and start in counts):
            found.append((row, math.fsum(count for count, _minutes in inside)))
    return found


def _inside(pairs: Sequence[tuple[Row, float]], width: str) -> float | None:
    if not pairs:
        return None
    return sum(float(row[f"low{width}"]) <= count <= float(row[f"high{width}"]) for row, count in pairs) / len(pairs)
