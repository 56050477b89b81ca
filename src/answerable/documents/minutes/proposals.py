"""What the reader proposes, as plain values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

# Where an owner is printed.
COLUMN, SENTENCE, EARLIER, HEADING = "action column", "sentence", "sentence before", "heading"


@dataclass(frozen=True)
class Proposal:
    """Something that minutes say, for a person to confirm.

    kind: action, commitment, promise, decision, figure or next_meeting; sentence: as printed, on one line; start, end: its
    characters in the document's text; rule: the id of the rule that found it; owner: as printed, None where none is; owners:
    its parts; owner_where: one of COLUMN, SENTENCE, EARLIER, HEADING, or ""; due_printed, due: as printed, and the last day it
    may mean where that can be known; measure: an id of the catalogue; claim: of a promise: target, forecast, commitment or
    benefit; value, unit, comparison: the number of a promise or figure (minutes and hours in seconds); period_printed,
    period_start, period_end: of a figure; state: what a table says became of an action, or "brought forward"; page: of a PDF;
    heading: under which it stands.
    """

    kind: str
    sentence: str
    start: int
    end: int
    rule: str
    owner: str | None = None
    owners: tuple[str, ...] = ()
    owner_where: str = ""
    due_printed: str | None = None
    due: date | None = None
    measure: str | None = None
    claim: str | None = None
    value: float | None = None
    unit: str | None = None
    comparison: str | None = None
    period_printed: str | None = None
    period_start: date | None = None
    period_end: date | None = None
    state: str | None = None
    page: int | None = None
    heading: str | None = None

    def as_json(self) -> dict[str, Any]:
        """The proposal for scripts: dates as YYYY-MM-DD."""
        return {key: value.isoformat() if isinstance(value, date) else list(value) if isinstance(value, tuple) else value
                for key, value in asdict(self).items()}


@dataclass(frozen=True)
class Attendee:
    """Somebody named as present or as absent. capacity: as printed; short: the abbreviation that the minutes give, or ""."""

    name: str
    capacity: str = ""
    short: str = ""


@dataclass(frozen=True)
class MeetingFacts:
    """What minutes say of their own meeting. held: its day, where one is printed whole; headings: of the agenda, in order."""

    title: str = ""
    held: date | None = None
    chair: str = ""
    present: tuple[Attendee, ...] = ()
    apologies: tuple[Attendee, ...] = ()
    abbreviations: Mapping[str, str] = field(default_factory=dict)
    headings: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The facts for scripts."""
        return {"title": self.title, "held": self.held.isoformat() if self.held else None, "chair": self.chair,
                "present": [asdict(one) for one in self.present], "apologies": [asdict(one) for one in self.apologies],
                "abbreviations": dict(self.abbreviations), "headings": list(self.headings)}


@dataclass(frozen=True)
class MinutesReading:
    """All that was read of one document: its meeting's facts, and the proposals in the order of the text."""

    document: str
    meeting: MeetingFacts
    proposals: tuple[Proposal, ...]

    def of(self, *kinds: str) -> tuple[Proposal, ...]:
        """The proposals of some kinds."""
        return tuple(proposal for proposal in self.proposals if proposal.kind in kinds)

    def as_json(self) -> dict[str, Any]:
        """The reading for scripts: docs/reference/minutes-reading.md."""
        return {"document": self.document, "meeting": self.meeting.as_json(),
                "proposals": [proposal.as_json() for proposal in self.proposals]}
