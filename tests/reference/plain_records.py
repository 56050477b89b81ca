"""The slow, obvious second reading of incidents, people and surveys: one record after another, in plain Python.

Written from docs/reference/tables.md; it shares no code with the program. A record is a dict with the columns of its table;
its times are aware datetimes in whole milliseconds, or None.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

Record = Mapping[str, Any]
LONDON = ZoneInfo("Europe/London")
MILLISECOND = timedelta(milliseconds=1)
DAY_MS = 86_400_000

# The bank holidays of England and Wales of the years that are generated (gov.uk/bank-holidays).
BANK_HOLIDAYS = {date.fromisoformat(text) for text in (
    "2024-01-01", "2024-03-29", "2024-04-01", "2024-05-06", "2024-05-27", "2024-08-26", "2024-12-25", "2024-12-26",
    "2025-01-01", "2025-04-18", "2025-04-21", "2025-05-05", "2025-05-26", "2025-08-25", "2025-12-25", "2025-12-26")}


@dataclass(frozen=True)
class Reading:
    """How a table is read. anchor: the time that places a record; words: its dimensions; feed: those that tell one feed from
    another; flags: name → the column that is filled; after: time → the ones before it, nearest first; before: times that must
    not come after the anchor; clocks: name → where it starts, where it ends (the first that is known); amounts: numbers."""

    anchor: str
    words: tuple[str, ...]
    feed: tuple[str, ...]
    flags: Mapping[str, str] = field(default_factory=dict)
    after: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    before: tuple[str, ...] = ()
    clocks: Mapping[str, tuple[str, tuple[str, ...]]] = field(default_factory=dict)
    amounts: tuple[str, ...] = ()
    apart: tuple[str, ...] = ()


_CREATED = ("created_at",)
READINGS = {
    "incidents": Reading(
        "created_at", ("grade", "first_grade", "agency", "type", "place", "area", "team", "origin", "resolution",
                       "domestic_abuse", "vulnerable", "risk"), ("agency",),
        flags={"assigned": "assigned_at", "attended": "arrived_at", "closed": "closed_at", "reopened": "reopened_at",
               "assessed": "assessed_at", "reassessed": "reassessed_at"},
        after={"graded_at": _CREATED, "regraded_at": _CREATED, "assessed_at": _CREATED,
               "reassessed_at": ("assessed_at", "created_at"), "assigned_at": _CREATED, "en_route_at": _CREATED,
               "arrived_at": _CREATED, "resolved_at": _CREATED, "closed_at": _CREATED, "reopened_at": _CREATED},
        before=("contact_at",),
        clocks={"assignment": ("created_at", ("assigned_at",)), "attendance": ("created_at", ("arrived_at",)),
                "attendance_from_contact": ("contact_at", ("arrived_at",)),
                "attendance_from_grading": ("graded_at", ("arrived_at",)),
                "attendance_from_assignment": ("assigned_at", ("arrived_at",)),
                "resolution": ("created_at", ("resolved_at", "closed_at")), "closure": ("created_at", ("closed_at",)),
                "assessment": ("created_at", ("assessed_at",)), "regrading": ("created_at", ("regraded_at",))}),
    "appointments": Reading("appointment_at", ("outcome", "diary", "place", "type", "domestic_abuse"), ("diary",),
                            before=("booked_at",), clocks={"lead": ("booked_at", ("appointment_at",))}),
    "diary_slots": Reading("slot_at", ("state", "diary", "place"), ("diary",), amounts=("minutes",)),
    "duties": Reading("starts_at", ("team", "role", "skill", "kind", "place"), ("role",),
                      after={"planned_end_at": ("starts_at",), "actual_end_at": ("actual_start_at", "starts_at")},
                      clocks={"planned": ("starts_at", ("planned_end_at",)),
                              "worked": ("actual_start_at", ("actual_end_at",))}),
    "abstractions": Reading("starts_at", ("team", "role", "kind", "reason", "place"), ("team",),
                            after={"ends_at": ("starts_at",)}, clocks={"abstracted": ("starts_at", ("ends_at",))}),
    "establishment": Reading("as_of", ("team", "role", "kind", "place"), ("role",),
                             amounts=("establishment", "strength", "in_training", "joiners", "leavers")),
    "survey_answers": Reading("asked_at", ("survey", "outcome", "question", "answer", "cohort", "method", "place"), ("survey",),
                              apart=("survey",)),
    "victim_updates": Reading("happened_at", ("event", "rights", "team", "place"), ("event",), flags={"told": "told_at"},
                              after={"told_at": ("happened_at",)}),
    "samples": Reading("sampled_at", ("sample", "result", "aspect", "team", "place"), ("sample",), apart=("sample",))}


@dataclass(frozen=True)
class Item:
    """A record understood. at: its instant; local: the same on London's clock (fold 1: an hour's second pass); words: its
    dimensions and flags; ms: clock → whole milliseconds, None where not known; stretch: clock → the instants between which it
    ran; amount: the numbers given; weight: for how many it stands."""

    at: datetime
    local: datetime
    words: Mapping[str, Any]
    ms: Mapping[str, int | None]
    stretch: Mapping[str, tuple[datetime, datetime]]
    amount: Mapping[str, float | None]
    weight: int = 1

    @property
    def day(self) -> date:
        """The local day."""
        return self.local.date()


def understood(table: str, record: Record) -> Item:
    """A record as its table's page says that it is read."""
    reading = READINGS[table]
    names = {reading.anchor, *reading.after, *reading.before, *(start for start, _ in reading.clocks.values()),
             *(end for _, ends in reading.clocks.values() for end in ends), *reading.flags.values()}
    given = {name: record[name].astimezone(UTC) for name in names if record.get(name) is not None}
    bad = {name for name, earlier in reading.after.items()
           if name in given and given[name] < next((given[other] for other in earlier if other in given), given[name])}
    bad |= {name for name in reading.before if name in given and given[name] > given[reading.anchor]}
    times = {name: time for name, time in given.items() if name not in bad}
    words = {name: record.get(name) for name in reading.words} | {
        flag: int(column in given) for flag, column in reading.flags.items()}
    if table == "incidents":
        words["attended"] |= words["resolution"] == "attended"
        words["first_grade"] = words["first_grade"] or words["grade"]
        words["regraded"] = int(words["first_grade"] != words["grade"])
    ran = {name: (times[start], next(times[end] for end in ends if end in times))
           for name, (start, ends) in reading.clocks.items() if start in times and any(end in times for end in ends)}
    if table == "duties" and {"planned", "worked"} <= set(ran):
        both = max(ran["planned"][0], ran["worked"][0]), min(ran["planned"][1], ran["worked"][1])
        ran["adhered"] = both if both[0] < both[1] else (both[0], both[0])
    # Where a clock runs backwards, which of its two times is wrong is not known.
    ran = {name: (start, end) for name, (start, end) in ran.items() if end >= start}
    ms: dict[str, int | None] = {name: (end - start) // MILLISECOND for name, (start, end) in ran.items()}
    if table == "victim_updates" and "told_at" in times:
        ms["telling"] = DAY_MS * working_days(times["happened_at"], times["told_at"])
    at = given[reading.anchor]
    amounts = {name: record.get(name) for name in reading.amounts}
    return Item(at, at.astimezone(LONDON), words, ms, ran, amounts, record.get("people") or 1)


def working_days(start: datetime, end: datetime) -> int:
    """Working days after the local day of one instant, up to and with that of another."""
    day, last, found = start.astimezone(LONDON).date(), end.astimezone(LONDON).date(), 0
    while day < last:
        day += timedelta(days=1)
        found += day.weekday() < 5 and day not in BANK_HOLIDAYS
    return found


_sqlite = sqlite3.connect(":memory:")


@lru_cache(maxsize=100_000)
def _is_true(condition: str, names: tuple[str, ...], values: tuple[Any, ...]) -> bool:
    columns = ", ".join(f"? AS {name}" for name in names)
    row = _sqlite.execute(f"SELECT COUNT(*) FROM (SELECT {columns}) WHERE {condition}", values).fetchone()
    return bool(row[0])


def holds(condition: str, item: Item) -> bool:
    """Whether a condition of a definition is true of a record: SQLite is asked."""
    return _is_true(condition, tuple(item.words), tuple(item.words.values()))


# Grade schemes --------------------------------------------------------------------------------------------------

def limit_by_scheme(schemes: Sequence[Mapping[str, Any]], item: Item, by: str) -> tuple[int, str] | None:
    """(milliseconds within which an incident must be attended, on which clock), by the scheme of its day; None: no limit."""
    for scheme in schemes:
        if scheme["from"] <= item.day <= scheme.get("to", date.max) and scheme.get("agency") in (None, item.words["agency"]):
            for grade in scheme["grades"]:
                if grade["grade"] == item.words[by] and "minutes" in grade:
                    minutes = grade["minutes"]
                    if isinstance(minutes, dict):
                        minutes = minutes.get(item.words["area"], max(minutes.values()))
                    return round(minutes * 60_000), scheme["clock"]
    return None
