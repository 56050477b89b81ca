"""Days that people declare: events, and the holidays of schools. Content files of their own kind, parsed at the border."""

from __future__ import annotations

import csv
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from answerable.content import raise_faults, read_yaml, unknown_keys
from answerable.errors import InputError, did_you_mean

EVENTS, SCHOOL_HOLIDAYS = "events", "school_holidays"
EVENT_FILE_KEYS = ("events", "version", "source", "listed")
EVENT_KEYS = ("name", "days", "area", "kind")
# What an event is like for a control room. A column each: days of one kind are taken to be alike.
EVENT_KINDS = ("sport", "festival", "fair", "procession", "demonstration", "fireworks", "election", "exercise", "closure",
               "other")
SCHOOL_FILE_KEYS = ("school_holidays", "version", "forces", "source", "from", "to", "holidays")
HOLIDAY_KEYS = ("name", "from", "to")
DAY_COLUMN = "day"


@dataclass(frozen=True)
class Event:
    """Something declared before it happens. area: where, "" for everywhere; kind: one of EVENT_KINDS."""

    name: str
    days: frozenset[date]
    area: str
    kind: str


@dataclass(frozen=True)
class SchoolHolidays:
    """The holidays of the schools of an area. forces: ids of the forces it lies in (empty: of whoever keeps the file);
    first, last: the span of days of which the file tells; spans: first and last day of each holiday."""

    area: str
    forces: tuple[str, ...]
    source: str
    first: date
    last: date
    spans: tuple[tuple[date, date], ...]

    def on(self, day: date) -> float:
        """1 on a holiday, 0 on none, nan on a day of which the file does not tell."""
        if not self.first <= day <= self.last:
            return math.nan
        return float(any(first <= day <= last for first, last in self.spans))


class _Faults:
    """Values out of a mapping, with every fault kept."""

    def __init__(self, content: Mapping[str, Any], known: Sequence[str], inside: str, faults: list[str]) -> None:
        self.content, self.inside, self.faults = content, f"{inside}: " if inside else "", faults
        faults += unknown_keys(content, known, inside=inside)

    def text(self, key: str, *, default: str | None = None) -> str:
        value = self.content.get(key, default)
        if not isinstance(value, str) or (not value.strip() and default is None):
            self.faults.append(f"{self.inside}'{key}' must be words.")
            return ""
        return value.strip()

    def day(self, key: str) -> date:
        return self.as_day(self.content.get(key), key)

    def as_day(self, value: Any, key: str) -> date:
        if type(value) is date:
            return value
        self.faults.append(f"{self.inside}'{key}' must be a day such as 2026-07-11, and is '{value}'.")
        return date.min

    def list_of(self, key: str) -> list[Any]:
        value = self.content.get(key)
        if isinstance(value, list) and value:
            return value
        self.faults.append(f"{self.inside}'{key}' must be a list.")
        return []

    def mappings(self, key: str) -> Sequence[Mapping[str, Any]]:
        found = [value for value in self.list_of(key) if isinstance(value, dict)]
        if len(found) < len(self.content.get(key) or ()):
            self.faults.append(f"{self.inside}each of '{key}' must hold keys and values.")
        return found


def read_events(path: Path) -> tuple[Event, ...]:
    """The events of a content file. Raises DefinitionError with every fault."""
    faults: list[str] = []
    fields = _Faults(read_yaml(path), EVENT_FILE_KEYS, "", faults)
    fields.text("events")
    found = tuple(_event(content, number, faults) for number, content in enumerate(fields.mappings("listed"), 1))
    raise_faults(faults, what="The file of events", path=path)
    return found


def _event(content: Mapping[str, Any], number: int, faults: list[str]) -> Event:
    fields = _Faults(content, EVENT_KEYS, f"event {number}", faults)
    name, kind = fields.text("name"), fields.text("kind")
    if kind and kind not in EVENT_KINDS:
        guess = did_you_mean(kind, EVENT_KINDS) or f"Use one of: {', '.join(EVENT_KINDS)}."
        faults.append(f"event {number}: '{kind}' is not a kind of event. {guess}")
    days = frozenset(fields.as_day(day, "days") for day in fields.list_of("days"))
    return Event(name, days, fields.text("area", default=""), kind)


def read_school_holidays(path: Path) -> SchoolHolidays:
    """The school holidays of a content file. Raises DefinitionError with every fault."""
    faults: list[str] = []
    fields = _Faults(read_yaml(path), SCHOOL_FILE_KEYS, "", faults)
    area, source, first, last = fields.text("school_holidays"), fields.text("source"), fields.day("from"), fields.day("to")
    forces = fields.content.get("forces", [])
    if not isinstance(forces, list) or not all(isinstance(force, str) for force in forces):
        faults.append("'forces' must be a list of the ids of forces.")
        forces = []
    spans = tuple(_span(content, number, (first, last), faults)
                  for number, content in enumerate(fields.mappings("holidays"), 1))
    raise_faults(faults, what="The file of school holidays", path=path)
    return SchoolHolidays(area, tuple(forces), source, first, last, spans)


def _span(content: Mapping[str, Any], number: int, told: tuple[date, date], faults: list[str]) -> tuple[date, date]:
    fields = _Faults(content, HOLIDAY_KEYS, f"holiday {number}", faults)
    fields.text("name")
    first, last = fields.day("from"), fields.day("to")
    if not told[0] <= first <= last <= told[1]:
        faults.append(f"holiday {number}: {first} to {last} does not lie within {told[0]} to {told[1]}, "
                      "or ends before it begins.")
    return first, last


def read_weather(path: Path) -> dict[str, dict[date, float]]:
    """Name → day → value, out of a CSV with a column `day` and columns of numbers; an empty value is not known.

    Raises InputError for a file that cannot be read, and names the line of what is no day or no number.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise InputError(f"the weather cannot be read: {error}.", where=str(path)) from error
    names = [name for name in (rows[0] if rows else {}) if name and name != DAY_COLUMN]
    if not names or DAY_COLUMN not in rows[0]:
        raise InputError("the weather needs a column 'day' and at least one column of numbers.", where=str(path),
                         remedy="For example: day,mean_temperature,rain_mm")
    found: dict[str, dict[date, float]] = {name.strip().lower().replace(" ", "_"): {} for name in names}
    for line, row in enumerate(rows, 2):
        day = _weather_day(row[DAY_COLUMN], path, line)
        for name, values in zip(names, found.values(), strict=True):
            if (row[name] or "").strip():
                values[day] = _weather_number(row[name], name, path, line)
    return found


def _weather_day(text: str | None, path: Path, line: int) -> date:
    try:
        return date.fromisoformat((text or "").strip())
    except ValueError as error:
        raise InputError(f"'{text}' is not a day.", where=f"{path}, line {line}", remedy="Write it as 2026-09-01.") from error


def _weather_number(text: str, name: str, path: Path, line: int) -> float:
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise InputError(f"'{text}' in the column '{name}' is not a number.", where=f"{path}, line {line}")
    return value
