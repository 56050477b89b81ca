"""What is done with minutes that were put in to be read: nothing comes of a proposal before a person confirms it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from answerable.documents import Document
from answerable.documents.minutes import MinutesReading
from answerable.web.accounts.rights import require
from answerable.web.audit.commanding import Did, command, taken
from answerable.web.audit.files import keep_file
from answerable.web.meetings.commands_decisions import add_decision
from answerable.web.meetings.commands_meetings import set_next_meeting
from answerable.web.meetings.commands_minutes import add_minute
from answerable.web.meetings.models import Meeting, MinutesDocument, Proposal
from answerable.web.organisations.models import Post
from answerable.web.register.commands_actions import add_action
from answerable.web.register.commands_promises import add_promise
from answerable.words import mark

ACTION, PROMISE, DECISION, NEXT_MEETING, FIGURE = "action", "promise", "decision", "next_meeting", "figure"
# What a proposal is confirmed as where nothing else is said.
BECOMES = {"action": ACTION, "commitment": ACTION, "promise": PROMISE, "decision": DECISION, "next_meeting": NEXT_MEETING,
           "figure": FIGURE}
ALLOWED = frozenset({"docx", "pdf", "txt"})


@command("minutes.read", mark("A document ({number}) was read for meeting {meeting}: {proposals} proposals."))
def keep_reading(*, by: Any, meeting: Meeting, file: UploadedFile, document: Document, reading: MinutesReading) -> Did:
    """Keep a document that was read, with what the reader proposes. file: as it came with the form; it is kept under its
    SHA-256. Raises Refused without "minutes.read", ValidationError for a file that is not kept."""
    require(by, "minutes.read", meeting)
    kept = MinutesDocument.objects.create(meeting=meeting, file=keep_file(file, allowed=ALLOWED), text=document.text)
    for proposal in reading.proposals:
        Proposal(document=kept, kind=proposal.kind, start=proposal.start, end=proposal.end, rule=proposal.rule,
                 data=proposal.as_json()).save()
    return Did(kept, {"meeting": meeting.pk, "proposals": len(reading.proposals)})


def _waiting(proposal: Proposal, version: int | None) -> Proposal:
    proposal = taken(proposal, version)
    if proposal.state != Proposal.WAITING:
        raise ValidationError(_("This proposal was confirmed or discarded before."))
    return proposal


def _made(proposal: Proposal, kind: str, entry: Any) -> Did:
    proposal.state, proposal.made_kind, proposal.made_number = Proposal.CONFIRMED, kind, entry.pk if entry else None
    proposal.save()
    return Did(proposal, {"kind": kind, "made": entry.pk if entry else None})


def _minute(by: Any, proposal: Proposal, kind: str, text: str, **entry: Any) -> None:
    """The outcome in the minutes of the register, as long as those are not approved."""
    meeting = proposal.document.meeting
    if meeting.state not in (Meeting.APPROVED, Meeting.CANCELLED):
        add_minute(by=by, meeting=meeting, kind=kind, text=text, **entry)


@command("proposal.action", mark("Proposal {number} was confirmed: {kind} {made}."))
def confirm_action(*, by: Any, proposal: Proposal, version: int | None = None, title: str, text: str = "", owners: str = "",
                   due: date | None = None, measure_id: str = "") -> Did:
    """Make an action of a proposal. owners: as printed; a post or organisation of the meeting's body or force that is called
    so owns it, other words stay as printed."""
    require(by, "minutes.read", proposal.document.meeting)
    proposal = _waiting(proposal, version)
    meeting = proposal.document.meeting
    action = add_action(by=by, title=title, text=text, owners=known_owners(meeting, owners), due=due, origin="meeting",
                        meeting=meeting, measure_id=measure_id)
    _minute(by, proposal, "action", text or title, action=action)
    return _made(proposal, ACTION, action)


@command("proposal.promise", mark("Proposal {number} was confirmed: {kind} {made}."))
def confirm_promise(*, by: Any, proposal: Proposal, version: int | None = None, words: str, kind: str,
                    said_by: Post | None = None, measure_id: str = "", comparison: str = "", threshold: float | None = None,
                    due: date | None = None) -> Did:
    """Make a promise of a proposal, said on the day of the meeting."""
    require(by, "minutes.read", proposal.document.meeting)
    proposal = _waiting(proposal, version)
    meeting = proposal.document.meeting
    promise = add_promise(by=by, words=words, kind=kind, said_on=day_of(meeting), said_by=said_by, meeting=meeting,
                          measure_id=measure_id, comparison=comparison, threshold=threshold, due=due)
    _minute(by, proposal, "promise", words, promise=promise)
    return _made(proposal, PROMISE, promise)


@command("proposal.decision", mark("Proposal {number} was confirmed: {kind} {made}."))
def confirm_decision(*, by: Any, proposal: Proposal, version: int | None = None, title: str, text: str, reason: str,
                     risk: str = "") -> Did:
    """Make a decision of a proposal, taken at the meeting."""
    require(by, "minutes.read", proposal.document.meeting)
    proposal = _waiting(proposal, version)
    meeting = proposal.document.meeting
    decision = add_decision(by=by, title=title, text=text, reason=reason, risk=risk, body=meeting.body, force=meeting.force,
                            meeting=meeting)
    _minute(by, proposal, "decision", text, decision=decision)
    return _made(proposal, DECISION, decision)


@command("proposal.meeting", mark("Proposal {number} was confirmed: {kind} {made}."))
def confirm_next_meeting(*, by: Any, proposal: Proposal, version: int | None = None, starts_at: datetime,
                         place: str = "") -> Did:
    """Plan the next meeting from a proposal."""
    require(by, "minutes.read", proposal.document.meeting)
    proposal = _waiting(proposal, version)
    following = set_next_meeting(by=by, meeting=proposal.document.meeting, starts_at=starts_at, place=place)
    return _made(proposal, NEXT_MEETING, following)


@command("proposal.figure", mark("Proposal {number} was confirmed: {kind} {made}."))
def confirm_figure(*, by: Any, proposal: Proposal, version: int | None = None, measure_id: str, value: float,
                   period_start: date, period_end: date) -> Did:
    """Confirm that a figure was stated so: of which measure, how much, for which period. It is held against our own and
    against other statements from then on."""
    require(by, "minutes.read", proposal.document.meeting)
    proposal = _waiting(proposal, version)
    if period_end < period_start:
        raise ValidationError({"period_end": _("The period ends before it begins.")})
    proposal.data = proposal.data | {"measure": measure_id, "value": value, "period_start": period_start.isoformat(),
                                     "period_end": period_end.isoformat()}
    return _made(proposal, FIGURE, None)


@command("proposal.discarded", mark("Proposal {number} was discarded."))
def discard(*, by: Any, proposal: Proposal, version: int | None = None) -> Proposal:
    """Say that nothing is to come of a proposal. It stays to be read."""
    require(by, "minutes.read", proposal.document.meeting)
    proposal = _waiting(proposal, version)
    proposal.state = Proposal.DISCARDED
    proposal.save()
    return proposal


@command("proposal.returned", mark("Proposal {number} waits again."))
def take_back(*, by: Any, proposal: Proposal) -> Proposal:
    """Let a discarded proposal wait again. Raises ValidationError where something came of it already."""
    require(by, "minutes.read", proposal.document.meeting)
    proposal = taken(proposal, None)
    if proposal.state != Proposal.DISCARDED:
        raise ValidationError(_("Only a proposal that was discarded can wait again."))
    proposal.state = Proposal.WAITING
    proposal.save()
    return proposal


def known_owners(meeting: Meeting, printed: str) -> Sequence[Post | str]:
    """The owners in a printed list: the post of the meeting's body or force of which exactly one has that title, or words."""
    names = [name.strip() for name in printed.replace(";", ",").replace("/", ",").replace(" and ", ",").split(",")]
    posts = Post.objects.on(day_of(meeting)).filter(organisation__in=meeting.parties())
    return [_post_called(posts, name) or name for name in names if name]


def _post_called(posts: Any, name: str) -> Post | None:
    fitting = list(posts.filter(Q(title__iexact=name) | Q(short_title__iexact=name))[:2])
    return fitting[0] if len(fitting) == 1 else None


def day_of(meeting: Meeting) -> date:
    """The day of a meeting; today where it has none, and never a day to come."""
    today = timezone.localdate()
    return min(timezone.localdate(meeting.starts_at), today) if meeting.starts_at else today
