"""The verb `minutes`: a document read for what was asked, promised, decided and stated. Nothing is kept."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from answerable.cli.printing import as_csv, as_json
from answerable.documents import LIMITS, open_document
from answerable.documents.limits import check_bytes
from answerable.documents.minutes import KINDS, MinutesReading, Proposal, read_minutes
from answerable.errors import InputError
from answerable.measures.catalogue import read_measures
from answerable.words import format_things, format_value
from answerable.workspace import Workspace

HEADINGS = {"action": "Actions", "commitment": "Commitments that are not marked", "promise": "Promises",
            "decision": "Decisions", "figure": "Figures stated", "next_meeting": "Next meeting"}


def minutes(arguments: Namespace) -> int:
    """Read a document and print what it proposes."""
    path = Path(arguments.file)
    check_bytes(path.stat().st_size, LIMITS)
    document = open_document(path.read_bytes(), path.name)
    measures = Workspace(arguments.workspace).measures() if arguments.workspace else read_measures()
    reading = read_minutes(document, frozenset(measures), held=_day(arguments.held))
    if arguments.format == "json":
        print(as_json(reading.as_json()))
    elif arguments.format == "csv":
        print(as_csv([_row(proposal) for proposal in reading.proposals]))
    else:
        print("\n".join(_in_words(reading)))
    return 0


def _day(said: str | None) -> date | None:
    if said is None:
        return None
    try:
        return date.fromisoformat(said)
    except ValueError as error:
        raise InputError(f"'{said}' is no day.", where="--held", remedy="Write it as 2026-09-30.") from error


def _row(proposal: Proposal) -> dict[str, object]:
    return {key: " / ".join(value) if isinstance(value, list) else value for key, value in proposal.as_json().items()}


def _in_words(reading: MinutesReading) -> Iterator[str]:
    meeting = reading.meeting
    yield f"{meeting.title or reading.document}{f', {meeting.held:%d %B %Y}' if meeting.held else ''}"
    yield f"{format_things(len(reading.proposals), 'proposal', 'proposals')}; confirm each by reading its sentence."
    for kind in KINDS:
        found = reading.of(kind)
        if found:
            yield f"\n{HEADINGS[kind]} ({len(found)})"
        for proposal in found:
            yield f"- {proposal.sentence}"
            yield f"  {'; '.join(_told(proposal))} [{proposal.rule}, characters {proposal.start} to {proposal.end}]"


def _told(proposal: Proposal) -> Iterator[str]:
    if proposal.kind in ("action", "commitment"):
        yield f"owner: {proposal.owner} ({proposal.owner_where})" if proposal.owner else "owner: none printed"
    if proposal.kind in ("action", "commitment", "promise", "next_meeting"):
        yield f"due: {_due(proposal)}"
    if proposal.claim:
        yield proposal.claim
    if proposal.value is not None:
        yield f"{f'{proposal.comparison} ' if proposal.comparison else ''}{_amount(proposal)}"
    if proposal.period_printed:
        yield f"period: {proposal.period_printed}"
    if proposal.measure:
        yield f"measure: {proposal.measure}"
    if proposal.state:
        yield proposal.state
    if proposal.kind == "decision":
        yield "decision"


def _amount(proposal: Proposal) -> str:
    try:
        return format_value(proposal.value, proposal.unit or "", shortest=True)
    except InputError:
        return f"{proposal.value:,.10g} {proposal.unit or ''}".strip()


def _due(proposal: Proposal) -> str:
    if not proposal.due_printed:
        return "undated"
    return f"{proposal.due_printed}{f' ({proposal.due.isoformat()})' if proposal.due else ' (no day known)'}"
