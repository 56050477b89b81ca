"""Minutes, read for what was asked, promised, decided and stated: proposals, each of which a person confirms or discards."""

from __future__ import annotations

from answerable.documents.minutes.proposals import Attendee, MeetingFacts, MinutesReading, Proposal
from answerable.documents.minutes.reading import read_minutes
from answerable.documents.minutes.rules import KINDS

__all__ = ["KINDS", "Attendee", "MeetingFacts", "MinutesReading", "Proposal", "read_minutes"]
