"""Whether the chain of audit events is as it was written."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from answerable.web.audit.models import AuditEvent, ChainHead

KEY = "register"   # under which release.json names the newest event
_CHUNK = 2000


@dataclass(frozen=True)
class Anchor:
    """The newest event at some moment: its number and SHA-256. told_by: what says so, a clause for a sentence."""

    number: int
    sha256: str
    told_by: str


@dataclass(frozen=True)
class Verified:
    """What a walk along the chain found. events: how many there are; faults: (number of the event, what is wrong); anchors:
    how many notes of a newest event they were held against."""

    events: int
    faults: tuple[tuple[int, str], ...]
    anchors: int

    def as_json(self) -> dict[str, Any]:
        """For scripts."""
        return {"events": self.events, "anchors": self.anchors,
                "faults": [{"number": number, "what": words} for number, words in self.faults]}


def verify(workspace: Path | None = None) -> Verified:
    """Walk the whole chain and name every event that was changed, removed, swapped or added by hand. A chain cut off at its end
    shows by the note of its head; cut off together with its head, or written anew from its beginning, it shows by the
    releases of the workspace, each of which tells the newest event of its time."""
    anchors = [*_head(), *released_anchors(workspace)] if workspace else [*_head()]
    wanted = {anchor.number for anchor in anchors}
    seen: dict[int, str] = {}
    faults: list[tuple[int, str]] = []
    count, last, before = 0, 0, ""
    for event in AuditEvent.objects.order_by("number").iterator(chunk_size=_CHUNK):
        faults += _event_faults(event, last, before)
        count, last, before = count + 1, event.number, event.sha256
        if event.number in wanted:
            seen[event.number] = event.sha256
    faults += [fault for anchor in anchors for fault in _anchor_faults(anchor, seen)]
    if not ChainHead.objects.exists() and count:
        faults.append((last, _("the note of the newest event is missing: nobody can tell whether later ones are.")))
    elif _head_number() < last:
        faults.append((last, _("event %(number)d was added past the end that is noted, %(noted)d.") % {
            "number": last, "noted": _head_number()}))
    return Verified(count, tuple(sorted(dict.fromkeys(faults))), len(anchors))


def _event_faults(event: AuditEvent, last: int, before: str) -> Iterator[tuple[int, str]]:
    yield from _gap(last, event.number)
    if event.digest() != event.sha256:
        yield event.number, _("event %(number)d was changed: its SHA-256 does not belong to what it says.") % {
            "number": event.number}
    if event.number == last + 1 and event.before != before:
        yield event.number, _("event %(number)d does not follow the one before it: one of the two was replaced.") % {
            "number": event.number}


def _gap(last: int, number: int) -> Iterator[tuple[int, str]]:
    if number == last + 2:
        yield last + 1, _("event %(number)d is missing.") % {"number": last + 1}
    elif number > last + 2:
        yield last + 1, _("events %(first)d to %(last)d are missing.") % {"first": last + 1, "last": number - 1}


def _anchor_faults(anchor: Anchor, seen: dict[int, str]) -> Iterator[tuple[int, str]]:
    if anchor.number == 0:
        return
    told = {"number": anchor.number, "told": anchor.told_by}
    if anchor.number not in seen:
        yield anchor.number, _("event %(number)d was recorded, as %(told)s, and is missing.") % told
    elif seen[anchor.number] != anchor.sha256:
        yield anchor.number, _("event %(number)d was another one, as %(told)s: the chain was written anew.") % told


def _head() -> Iterator[Anchor]:
    head = ChainHead.objects.filter(pk=1).first()
    if head is not None:
        yield Anchor(head.number, head.sha256, _("the note of the newest event says"))


def _head_number() -> int:
    return ChainHead.objects.filter(pk=1).values_list("number", flat=True).first() or 0


def released_anchors(workspace: Path) -> Iterator[Anchor]:
    """The newest event as each release of a workspace tells it; releases made before there was a register tell none."""
    for path in sorted((workspace / "releases").glob("[0-9]*/release.json")):
        told = json.loads(path.read_bytes()).get(KEY)
        if told:
            yield Anchor(int(told["number"]), str(told["sha256"]), _("release %(name)s tells") % {"name": path.parent.name})


def newest_event() -> dict[str, Any]:
    """The newest event as a release tells it: {"number", "sha256"}; 0 and "" before the first."""
    head = ChainHead.objects.filter(pk=1).first()
    return {"number": head.number, "sha256": head.sha256} if head else {"number": 0, "sha256": ""}
