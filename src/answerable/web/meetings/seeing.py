"""Who sees which part of a meeting: its agenda once it is published, its minutes and papers by their own visibility."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from answerable.web.accounts.rights import INTERNAL, PANEL, PUBLIC, rights_for
from answerable.web.meetings.models import Meeting

ORDER = (INTERNAL, PANEL, PUBLIC)


@dataclass(frozen=True)
class Part:
    """A part of an entry with a visibility of its own."""

    visibility: str
    of: Any

    def parties(self) -> frozenset[int]:
        """The organisations of the entry."""
        found: frozenset[int] = self.of.parties()
        return found


def narrower(first: str, second: str) -> str:
    """Of two visibilities the one that fewer people have."""
    return min(first, second, key=ORDER.index)


def sees(user: Any, entry: Any, visibility: str) -> bool:
    """Whether somebody, signed in or not, sees what has that visibility and belongs to an entry."""
    return rights_for(user).may_read(Part(visibility, entry))


def sees_agenda(user: Any, meeting: Meeting) -> bool:
    """Whether somebody sees the agenda: those inside always, everybody who reads the meeting once it is published."""
    return sees(user, meeting, meeting.visibility if meeting.agenda_published_at else INTERNAL)


def sees_minutes(user: Any, meeting: Meeting) -> bool:
    """Whether somebody sees the minutes."""
    return sees(user, meeting, narrower(meeting.minutes_visibility, meeting.visibility))


def seen_papers(user: Any, meeting: Meeting) -> list[Any]:
    """The papers of a meeting that somebody sees, those that came late last, each with its versions. Two queries."""
    if not sees_agenda(user, meeting):
        return []
    return [paper for paper in meeting.papers.select_related("agenda_item").prefetch_related("versions__file")
            if sees(user, meeting, narrower(paper.visibility, meeting.visibility))]
