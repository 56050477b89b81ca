"""Peer groups: which forces are compared with one another, from when to when, on whose word and on what basis."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from answerable.comparing.benchmarks import ADDRESS
from answerable.comparing.organisations import Organisations
from answerable.content import content_files, raise_faults
from answerable.judgement.reading import Fields

KEYS = ("peers", "version", "title", "owner", "basis", "source", "address", "members", "alike")
MEMBER_KEYS = ("force", "from", "to")


@dataclass(frozen=True)
class Membership:
    """A force (its id) in a group from `starts` to `ends`, both days inside; None while it has no end."""

    force: str
    starts: date
    ends: date | None

    def in_force(self, day: date) -> bool:
        """Whether it holds on a day."""
        return self.starts <= day and (self.ends is None or day <= self.ends)


@dataclass(frozen=True)
class PeerGroup:
    """A named group with its memberships. owner: who made it; basis: on what it rests; alike: measure → why its members'
    figures of it may be held side by side although their clocks are not known to be the same."""

    id: str
    version: int
    title: str
    owner: str
    basis: str
    source: str
    address: str
    members: tuple[Membership, ...]
    alike: Mapping[str, str] = field(default_factory=dict)

    def on(self, day: date) -> frozenset[str]:
        """The forces in the group on a day."""
        return frozenset(item.force for item in self.members if item.in_force(day))


def read_peer_group(path: Path, organisations: Organisations) -> PeerGroup:
    """The group in one YAML file. Raises DefinitionError with every fault: unknown forces, overlapping memberships too."""
    fields = Fields(path, "peer group", KEYS)
    members = fields.content.get("members")
    if not isinstance(members, list) or not members:
        fields.faults.append("'members' is missing. Write a list of forces, each with the day it joined.")
        members = []
    group = PeerGroup(fields.name("peers"), fields.whole("version"), fields.text("title"), fields.text("owner"),
                      fields.text("basis"), fields.text("source"), fields.text("address", default=""),
                      tuple(_member(fields, part, organisations) for part in members), _alike(fields))
    if group.address and not ADDRESS.fullmatch(group.address):
        fields.faults.append(f"address is '{group.address}'. Write an address beginning with https://.")
    raise_faults(fields.faults + list(_overlaps(group)), what=f"the peer group '{path.stem}'", path=path)
    return group


def _member(fields: Fields, part: Any, organisations: Organisations) -> Membership:
    inner = Fields(fields.path, "member", MEMBER_KEYS, content=part if isinstance(part, Mapping) else {},
                   inside=str(part.get("force", "a member")) if isinstance(part, Mapping) else "a member")
    name = inner.text("force")
    force = organisations.force(name) if name else None
    if name and force is None:
        remedy = organisations.nearest(name) or "Add it to the workspace's organisations.yaml."
        inner.faults.append(f"{name}: no such police force. {remedy}")
    starts, ends = inner.day("from"), inner.day("to", optional=True)
    if starts and ends and ends < starts:
        inner.faults.append(f"{name}: to is '{ends}', before from '{starts}'.")
    fields.faults += inner.faults
    return Membership(force.id if force else name, starts or date.min, ends)


def _alike(fields: Fields) -> dict[str, str]:
    given = fields.content.get("alike") or {}
    if not isinstance(given, Mapping):
        fields.faults.append("alike must hold measures, each with the reason why its figures may be held side by side.")
        return {}
    empty = [str(measure) for measure, why in given.items() if not isinstance(why, str) or not why.strip()]
    fields.faults += [f"alike: {measure} has no reason. Write why its figures may be held side by side, and who says so."
                      for measure in empty]
    return {str(measure): str(why).strip() for measure, why in given.items()}


def _overlaps(group: PeerGroup) -> Iterable[str]:
    for place, one in enumerate(group.members):
        for other in group.members[place + 1:]:
            if one.force == other.force and (one.in_force(other.starts) or other.in_force(one.starts)):
                yield f"{one.force} is in the group twice at once, from {one.starts} and from {other.starts}."


def read_peer_groups(own: Path | None, organisations: Organisations) -> tuple[PeerGroup, ...]:
    """Every group, shipped and of the folder `own` (which win). No membership is shipped: none could be confirmed."""
    return tuple(read_peer_group(path, organisations) for path in content_files("peers", own).values())


def peers_of(groups: Iterable[PeerGroup], force: str, day: date) -> dict[str, frozenset[str]]:
    """Group → the other forces in it on a day, for every group that the force (its id) is in on that day."""
    return {group.id: group.on(day) - {force} for group in groups if force in group.on(day)}
