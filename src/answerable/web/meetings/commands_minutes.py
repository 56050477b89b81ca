"""Changes to minutes: written item by item, approved by somebody else, and from then on only corrected."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from answerable.web.accounts.rights import require
from answerable.web.audit.commanding import Did, command, taken
from answerable.web.meetings.models import AgendaItem, Decision, Meeting, Minute, MinuteCorrection, Question
from answerable.web.register.checking import of_one_house
from answerable.web.register.models import Action, PromiseEntry
from answerable.words import mark


@command("minute.added", mark("An outcome was minuted ({number}: {kind})."))
def add_minute(*, by: Any, meeting: Meeting, kind: str, text: str, agenda_item: AgendaItem | None = None,
               action: Action | None = None, promise: PromiseEntry | None = None, question: Question | None = None,
               decision: Decision | None = None) -> Did:
    """Write one outcome into the minutes, at the end of its item. kind: of Minute.KINDS; action, promise, question, decision:
    the entry that came of it. A meeting that was planned is held by it.

    Raises Refused without "meeting.write"; ValidationError where the minutes are approved or the item is another meeting's."""
    require(by, "meeting.write", meeting)
    meeting = taken(meeting, None)
    if meeting.state in (Meeting.APPROVED, Meeting.CANCELLED):
        raise ValidationError(_("The minutes of this meeting are approved, or it was cancelled: nothing can be added. "
                                "Record a correction instead."))
    if kind not in dict(Minute.KINDS) or (agenda_item is not None and agenda_item.meeting_id != meeting.pk):
        raise ValidationError(_("This is no outcome of this meeting: choose a kind and an item that it has."))
    of_one_house(meeting, action=action, promise=promise, question=question, decision=decision)
    last = Minute.objects.filter(meeting=meeting, agenda_item=agenda_item).order_by("-position").first()
    minute = Minute.objects.create(meeting=meeting, agenda_item=agenda_item, kind=kind, text=text, action=action,
                                   promise=promise, question=question, decision=decision,
                                   position=last.position + 1 if last else 1)
    meeting.state = Meeting.DRAFT
    meeting.save()
    return Did(minute, {"kind": kind, "meeting": meeting.pk})


@command("minute.changed", mark("A minuted outcome was changed ({number})."))
def change_minute(*, by: Any, minute: Minute, text: str, version: int | None = None) -> Minute:
    """Change the words of an outcome while the minutes are a draft; what came of it is changed where it stands."""
    require(by, "meeting.write", minute)
    _draft(minute.meeting)
    minute = taken(minute, version)
    minute.text = text
    minute.save()
    return minute


@command("minute.removed", mark("A minuted outcome was removed ({minute}) from meeting {number}."))
def remove_minute(*, by: Any, minute: Minute) -> Did:
    """Take an outcome out of draft minutes; the entry that came of it stays. Its versions are kept."""
    require(by, "meeting.write", minute)
    _draft(minute.meeting)
    number, meeting = minute.pk, minute.meeting
    minute.delete()
    return Did(meeting, {"minute": number})


def _draft(meeting: Meeting) -> None:
    if meeting.state == Meeting.APPROVED:
        raise ValidationError(_("These minutes are approved. Record a correction instead."))


def writers(meeting: Meeting) -> set[int]:
    """The accounts, by number, that wrote anything of a meeting's minutes."""
    return set(Minute.history.filter(meeting_id=meeting.pk, history_user__isnull=False)
               .values_list("history_user_id", flat=True).distinct().order_by())


@command("minutes.approved", mark("The minutes of meeting {number} were approved at meeting {at}."))
def approve_minutes(*, by: Any, meeting: Meeting, at: Meeting | None = None) -> Did:
    """Approve the minutes of a meeting. at: the meeting at which that was done, none for outside one.

    Raises Refused without "minutes.approve"; ValidationError where there are none in draft, or whoever approves wrote of
    them."""
    require(by, "minutes.approve", meeting)
    meeting = taken(meeting, None)
    if meeting.state != Meeting.DRAFT:
        raise ValidationError(_("There are no minutes in draft: none were written, or they are approved already."))
    if by is not None and by.pk in writers(meeting):
        raise ValidationError(_("You wrote of these minutes, so somebody else has to approve them."))
    if at is not None and at.pk == meeting.pk:
        raise ValidationError(_("Minutes are approved at a later meeting, not at their own."))
    meeting.state, meeting.approved_at, meeting.approved_by, meeting.approved_in = Meeting.APPROVED, timezone.now(), by, at
    meeting.save()
    return Did(meeting, {"at": at.pk if at else None})


@command("minutes.corrected", mark("An approved minute was corrected ({number})."))
def correct_minute(*, by: Any, minute: Minute, text: str, reason: str, version: int | None = None) -> Minute:
    """Correct approved minutes: what stood there is shown beside what stands there now, with the reason. Raises Refused without
    "minutes.approve"; ValidationError where they are no more than a draft, or nothing changes, or there is no reason."""
    require(by, "minutes.approve", minute)
    minute = taken(minute, version)
    if minute.meeting.state != Meeting.APPROVED:
        raise ValidationError(_("These minutes are not approved yet. Change them instead."))
    if not reason.strip() or text.strip() == minute.text.strip():
        raise ValidationError(_("A correction needs other words than stand there, and the reason."))
    MinuteCorrection.objects.create(minute=minute, by=by, before=minute.text, after=text, reason=reason)
    minute.text = text
    minute.save()
    return minute


@command("minutes.published", mark("Who can read the minutes of meeting {number} was changed: {visibility}."))
def publish_minutes(*, by: Any, meeting: Meeting, visibility: str) -> Did:
    """Decide who reads the minutes: "internal", "panel" or "public", never more people than read the meeting. Raises Refused
    without "publish"; ValidationError where more would read them, or a draft would be public."""
    require(by, "publish", meeting)
    meeting = taken(meeting, None)
    order = ["internal", "panel", "public"]
    if order.index(visibility) > order.index(meeting.visibility):
        raise ValidationError(_("More people would read the minutes than can read the meeting. Publish the meeting first."))
    if visibility == "public" and meeting.state != Meeting.APPROVED:
        raise ValidationError(_("A draft is not for the public. Have the minutes approved first."))
    meeting.minutes_visibility = visibility
    meeting.save()
    return Did(meeting, {"visibility": visibility})
