"""Parts of a definition that only some kinds of measure have: limits by word or by grade, and the two sides of a ratio."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from answerable.content import unknown_keys
from answerable.records.expressions import Expression
from answerable.records.table import Table
from answerable.records.tables import MEASURED, TABLES

# "records" counts them; every other word is a clock or an amount of the table, added up.
RECORDS = "records"
MISSING = ("left-out", "late")
STATISTICS = ("average", "at-clock-times", "oldest", "older-than", "beyond-grade-time")
LIMITS_KEYS = ("by", "seconds", "working_days")
PART_KEYS = ("table", "population", "amount")
DAY_SECONDS = 86_400
HALF_HOUR_MINUTES = 30

Condition = Callable[[str, str, Table], Expression]


@dataclass(frozen=True)
class Limits:
    """How long something may take, which differs by a dimension. limits_ms: word → milliseconds; empty: as the grade scheme
    in force says for the grade in the dimension `by`. A record whose word has no limit is not measured."""

    by: str
    limits_ms: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True)
class Part:
    """One side of a ratio: records of a table, counted, or one of their clocks (in hours) or amounts, added up."""

    table: str
    population: Expression
    amount: str = RECORDS


def parse_limits(given: Any, table: Table, faults: list[str]) -> Limits | None:
    """The limits of a definition; what is wrong with them is added to `faults`."""
    if given is None:
        return None
    if given == "grade_scheme":
        given = {"by": "grade"}
    if not isinstance(given, dict):
        faults.append("'limits' must say 'grade_scheme', or hold 'by' and 'seconds' or 'working_days'.")
        return None
    faults += unknown_keys(given, LIMITS_KEYS, inside="limits")
    by = str(given.get("by"))
    if by not in table.dimensions:
        faults.append(f"limits: 'by' is '{by}'; it must be one of {', '.join(table.dimensions)}.")
    scale = 1000 * (DAY_SECONDS if "working_days" in given else 1)
    words = given.get("working_days", given.get("seconds", {}))
    if not isinstance(words, Mapping) or not all(isinstance(value, int) and value >= 0 for value in words.values()):
        faults.append("limits: each word needs a whole number of 0 or more.")
        words = {}
    if not words and by not in ("grade", "first_grade"):
        faults.append("limits: a grade scheme tells limits by grade or first_grade only; give 'seconds' or 'working_days'.")
    return Limits(by, tuple(sorted((str(word), scale * value) for word, value in words.items())))


def parse_part(given: Any, key: str, condition: Condition, faults: list[str]) -> Part | None:
    """One side of a ratio; what is wrong with it is added to `faults`."""
    if given is None:
        return None
    if not isinstance(given, dict) or given.get("table") not in MEASURED:
        faults.append(f"'{key}' needs a 'table' of {', '.join(MEASURED)}.")
        return None
    faults += unknown_keys(given, PART_KEYS, inside=key)
    table = TABLES[given["table"]]
    amount = str(given.get("amount", RECORDS))
    if amount != RECORDS and amount not in table.clock_codes:
        faults.append(f"{key}: 'amount' is '{amount}'; it must be one of {', '.join((RECORDS, *table.clock_codes))}.")
    return Part(table.name, condition(str(given.get("population", "true")), f"{key}: population", table), amount)


def parse_clock_times(given: Any, faults: list[str]) -> tuple[int, ...]:
    """Clock times such as "07:00" as minutes of the day; what is wrong with them is added to `faults`."""
    found = []
    for text in given or ():
        hour, colon, minute = str(text).partition(":")
        if not (colon and hour.isdigit() and minute.isdigit() and int(hour) < 24 and int(minute) < 60):
            faults.append(f"'at': '{text}' is no time of day; write \"07:00\", in quotes.")
            continue
        found.append(60 * int(hour) + int(minute))
    return tuple(found)
