"""Police forces and whoever holds each to account, as dated identities, found by any name they go by."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from answerable.content import raise_faults, read_yaml, shipped, unknown_keys
from answerable.errors import InputError, did_you_mean
from answerable.judgement.reading import Fields

FILE = "organisations.yaml"
ROLES = ("police-and-crime-commissioner", "mayor", "common-council", "policing-board", "police-authority")
FORCE, GOVERNING_BODY = "police-force", "governing-body"
KEYS = ("organisations", "version", "forces", "governing_bodies")
FORCE_KEYS = ("name", "nation", "aliases", "from", "to", "predecessor", "successor")
BODY_KEYS = ("name", "role", "force", "aliases", "from", "to", "predecessor", "successor")
# Words that a force's name is written with or without: they tell no two forces apart.
DROPPED = {"police", "constabulary", "service", "force", "the"}


@dataclass(frozen=True)
class Organisation:
    """A police force or a governing body, from `starts` to `ends` (both days inside; None: no date is known).

    role and force: of a governing body, what it is and which force it holds to account; empty for a force.
    """

    id: str
    kind: str
    name: str
    aliases: tuple[str, ...] = ()
    nation: str = ""
    role: str = ""
    force: str = ""
    starts: date | None = None
    ends: date | None = None
    predecessor: str = ""
    successor: str = ""

    def exists(self, day: date) -> bool:
        """Whether it exists on a day, as far as its dates are known."""
        return (self.starts is None or self.starts <= day) and (self.ends is None or day <= self.ends)


class Organisations:
    """Every organisation known, by id and by name."""

    def __init__(self, known: Iterable[Organisation]) -> None:
        self.by_id = {item.id: item for item in known}
        self._by_name = {plain_name(name): item for item in self.by_id.values()
                         for name in (item.id, item.name, *item.aliases)}

    def find(self, name: str) -> Organisation | None:
        """The organisation of that id, name or alias; None where there is none. "Police", "&" and case do not matter."""
        return self._by_name.get(plain_name(name))

    def force(self, name: str) -> Organisation | None:
        """The same for police forces only."""
        found = self.find(name)
        return found if found is not None and found.kind == FORCE else None

    def nearest(self, name: str) -> str:
        """The names most like an unknown one, as "Did you mean ...?"; empty where none is."""
        names = {plain_name(item.name): item.name for item in self.by_id.values() if item.kind == FORCE}
        return did_you_mean(plain_name(name), names)

    def governing_body(self, force: str, day: date) -> Organisation | None:
        """Whoever holds a force (its id) to account on a day; None where it is not known."""
        bodies = [item for item in self.by_id.values() if item.force == force and item.exists(day)]
        return max(bodies, key=lambda item: item.starts or date.min, default=None)


def plain_name(name: str) -> str:
    """A name as it is compared: lower case, "and" for "&", no punctuation, without the words of DROPPED."""
    words = re.findall(r"[a-z0-9]+", name.lower().replace("&", " and "))
    return " ".join([word for word in words if word not in DROPPED] or words)


def read_organisations(own: Path | None = None) -> Organisations:
    """Those shipped, and those of the file `own` (a workspace's organisations.yaml), which win. Raises DefinitionError."""
    files = [shipped("") / FILE, *([own] if own is not None and own.is_file() else [])]
    return Organisations(item for path in files for item in _read(path, path.stat().st_mtime_ns))


@lru_cache(maxsize=8)
def _read(path: Path, _changed_ns: int) -> tuple[Organisation, ...]:
    content = read_yaml(path)
    faults = unknown_keys(content, KEYS)
    found = [_organisation(path, kind, name, part, faults)
             for key, kind in (("forces", FORCE), ("governing_bodies", GOVERNING_BODY))
             for name, part in (content.get(key) or {}).items()]
    names = {item.id for item in found}
    known = names | ({item.id for item in _read(shipped("") / FILE, 0)} if path != shipped("") / FILE else set())
    for item in found:
        faults += [f"{item.id}: {key} '{other}' is not in the list." for key, other in
                   (("force", item.force), ("predecessor", item.predecessor), ("successor", item.successor))
                   if other and other not in known]
    raise_faults(faults + _one_name_twice(found), what="the list of organisations", path=path)
    return tuple(found)


def _organisation(path: Path, kind: str, name: str, part: Any, faults: list[str]) -> Organisation:
    body = kind == GOVERNING_BODY
    fields = Fields(path, "organisation", BODY_KEYS if body else FORCE_KEYS, inside=str(name),
                    content=part if isinstance(part, Mapping) else {})
    starts, ends = fields.day("from", optional=True), fields.day("to", optional=True)
    aliases = fields.content.get("aliases") or []
    found = Organisation(str(name), kind, fields.text("name"), tuple(map(str, aliases)),
                         "" if body else fields.text("nation", default=""),
                         fields.choice("role", ROLES) if body else "", fields.text("force") if body else "", starts, ends,
                         fields.text("predecessor", default=""), fields.text("successor", default=""))
    if starts and ends and ends < starts:
        fields.faults.append(f"{name}: to is '{ends}', before from '{starts}'.")
    faults += fields.faults
    return found


def _one_name_twice(found: Iterable[Organisation]) -> list[str]:
    holders: dict[str, str] = {}
    faults = []
    for item in found:
        for name in {plain_name(word) for word in (item.id, item.name, *item.aliases)}:
            if holders.setdefault(name, item.id) != item.id:
                faults.append(f"'{name}' names both {holders[name]} and {item.id}. Take it from one of them.")
    return faults


def organisation_id(organisations: Organisations, name: str, *, where: str) -> str:
    """The id of the force that goes by a name. Raises InputError with the nearest names where there is none."""
    found = organisations.force(name)
    if found is None:
        raise InputError(f"there is no police force '{name}'.", where=where,
                         remedy=organisations.nearest(name) or "Add it to the workspace's organisations.yaml.")
    return found.id
