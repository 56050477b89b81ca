"""Grade schemes: how soon each grade of incident must be attended, dated, since forces differ and change."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from answerable.content import content_files, raise_faults, read_yaml, unknown_keys
from answerable.periods import to_day

KEYS = ("grade_scheme", "version", "title", "force", "from", "to", "clock", "status", "source", "about", "agency", "grades")
NEEDED = ("grade_scheme", "title", "force", "from", "clock", "status", "source", "grades")
GRADE_KEYS = ("grade", "title", "minutes", "share")
CLOCKS = ("attendance", "attendance_from_contact", "attendance_from_grading", "attendance_from_assignment")
STATUSES = ("statutory", "national", "inspectorate", "local", "aspiration")
AREAS = ("urban", "rural")
MINUTE_MS = 60_000
FOLDER = "grade_schemes"


@dataclass(frozen=True)
class Grade:
    """A grade of a scheme. limits_ms: area → milliseconds within which it must be attended, "" where it is alike in both;
    empty where the scheme asks for no attendance in time; share: percent of incidents that should be (None: not said)."""

    name: str
    title: str
    limits_ms: Mapping[str, int]
    share: float | None = None

    def limit_ms(self, area: str | None) -> int | None:
        """The limit in an area. Where the area is not known, the longer one: nobody is blamed for what is not recorded."""
        if "" in self.limits_ms:
            return self.limits_ms[""]
        return self.limits_ms.get(area or "", max(self.limits_ms.values(), default=None))


@dataclass(frozen=True)
class Scheme:
    """A grade scheme. first, last: local days on which it is in force (last None: until further notice); clock: where the
    time to attend starts; agency: whose incidents it grades (None: all)."""

    name: str
    title: str
    force: str
    first: int
    last: int | None
    clock: str
    status: str
    source: str
    agency: str | None
    grades: Mapping[str, Grade]

    def in_force(self, day: int) -> bool:
        """Whether it is in force on a local day."""
        return self.first <= day and (self.last is None or day <= self.last)


def read_schemes(own: Path) -> tuple[Scheme, ...]:
    """The grade schemes of a workspace, in order of their dates. The shipped ones are examples: they are no force's until
    it takes one. Raises DefinitionError."""
    files = sorted(own.glob("*.yaml")) if own.is_dir() else []
    return tuple(sorted((read_scheme(path) for path in files), key=lambda scheme: (scheme.first, scheme.name)))


def shipped_schemes() -> dict[str, Path]:
    """Name → file of the schemes that come with the program."""
    return content_files(FOLDER, None)


def read_scheme(path: Path) -> Scheme:
    """The grade scheme in a YAML file. Raises DefinitionError that lists every fault of the file."""
    return _read_scheme(path, path.stat().st_mtime_ns if path.exists() else 0)


@lru_cache(maxsize=64)
def _read_scheme(path: Path, _changed_ns: int) -> Scheme:
    content = read_yaml(path)
    faults = unknown_keys(content, KEYS) + [f"'{key}' is missing." for key in NEEDED if content.get(key) in (None, "")]
    if content.get("grade_scheme") != path.stem:
        faults.append(f"'grade_scheme' is '{content.get('grade_scheme')}' but the file is named '{path.stem}'.")
    faults += [f"'{key}' is '{content.get(key)}'; it must be one of {', '.join(known)}."
               for key, known in (("clock", CLOCKS), ("status", STATUSES)) if content.get(key) not in known]
    faults += [f"'{key}' is {content[key]!r}; write a date such as 2027-04-01."
               for key in ("from", "to") if content.get(key) is not None and not isinstance(content[key], date)]
    grades = dict(_grade(entry, place, faults) for place, entry in enumerate(content.get("grades") or [], 1))
    raise_faults(faults, what=f"the grade scheme '{path.stem}'", path=path)
    last = content.get("to")
    return Scheme(path.stem, str(content["title"]), str(content["force"]), to_day(content["from"]),
                  None if last is None else to_day(last), str(content["clock"]), str(content["status"]),
                  str(content["source"]), content.get("agency"), grades)


def _grade(entry: Any, place: int, faults: list[str]) -> tuple[str, Grade]:
    inside = f"grades: {place}"
    entry = entry if isinstance(entry, dict) else {}
    faults += unknown_keys(entry, GRADE_KEYS, inside=inside)
    name = str(entry.get("grade", ""))
    if not name:
        faults.append(f"{inside}: 'grade' is missing.")
    minutes = entry.get("minutes", {})
    limits = minutes if isinstance(minutes, dict) else {"": minutes}
    faults += unknown_keys(limits, (*AREAS, ""), inside=f"{inside}: minutes")
    if not all(isinstance(value, (int, float)) and value > 0 for value in limits.values()):
        faults.append(f"{inside}: 'minutes' must be above 0, or hold 'urban' and 'rural'.")
        limits = {}
    return name, Grade(name, str(entry.get("title", name)),
                       {area: round(value * MINUTE_MS) for area, value in limits.items()}, entry.get("share"))


def overlapping(schemes: Iterable[Scheme]) -> list[tuple[Scheme, Scheme]]:
    """Pairs of schemes that are in force on the same day for the same agency: no incident could tell which is meant."""
    listed = list(schemes)
    return [(one, other) for place, one in enumerate(listed) for other in listed[place + 1:]
            if (one.agency is None or other.agency is None or one.agency == other.agency)
            and (one.last is None or one.last >= other.first)]
