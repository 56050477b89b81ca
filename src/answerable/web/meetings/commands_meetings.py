"""Changes to meetings themselves: planning, holding, closing and publishing them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from answerable.web.accounts.rights import INTERNAL, require
from answerable.web.audit.commanding import Did, command, taken
from answerable.web.meetings.models import AgendaItem, AgendaTemplate, Meeting
from answerable.web.organisations.models import Organisation
from answerable.web.register.checking import checked, of_one_house
from answerable.words import mark

# What makes a calendar fetch a meeting anew.
_IN_CALENDARS = frozenset({"title", "starts_at", "ends_at", "place", "online", "state"})


@command("meeting.added", mark("Meeting {number} was added."))
def add_meeting(*, by: Any, title: str, body: Organisation, force: Organisation | None = None,
                starts_at: datetime | None = None, ends_at: datetime | None = None, kind: str = "", place: str = "",
                online: bool = False, template: AgendaTemplate | None = None, previous: Meeting | None = None,
                visibility: str | None = None) -> Did:
    """Plan a meeting of a body; force: the force that answers there. starts_at, ends_at: moments with their time zone; without
    starts_at it is a set of questions answered in writing. template: whose items become its agenda, and which says how long it
    lasts where ends_at is none; previous: the meeting before, default: the body's last one of the same kind; visibility: who
    reads it (default: internal). Raises Refused without the right "meeting.write" in the body, and ValidationError for a
    visibility that the right "publish" is lacking for or an end before the beginning."""
    require(by, "meeting.write", body)
    if visibility not in (None, INTERNAL):
        require(by, "publish", body)
    if template is not None:
        kind = kind or template.kind
        ends_at = ends_at or (starts_at + timedelta(minutes=template.minutes) if starts_at else None)
    _check_times(starts_at, ends_at)
    meeting = Meeting.objects.create(
        title=title, body=body, force=force, starts_at=starts_at, ends_at=ends_at, kind=kind, place=place, online=online,
        previous=previous or _last_before(body, kind, starts_at), visibility=visibility or INTERNAL)
    for position, item in enumerate(template.items if template else (), start=1):
        AgendaItem.objects.create(meeting=meeting, position=position, kind=item.get("kind", "item"), title=item["title"],
                                  note=item.get("note", ""))
    return Did(meeting, {"day": starts_at.date() if starts_at else None})


def _last_before(body: Organisation, kind: str, starts_at: datetime | None) -> Meeting | None:
    """The body's meeting of that kind that comes last before a moment; none for questions in writing."""
    if starts_at is None:
        return None
    found: Meeting | None = Meeting.objects.filter(body=body, kind=kind, starts_at__lt=starts_at).exclude(
        state=Meeting.CANCELLED).order_by("-starts_at").first()
    return found


def _check_times(starts_at: datetime | None, ends_at: datetime | None) -> None:
    if ends_at is not None and (starts_at is None or ends_at <= starts_at):
        raise ValidationError(_("The end of the meeting must come after its beginning. Give it a beginning, or a later end."))


@command("meeting.changed", mark("Meeting {number} was changed."))
def change_meeting(*, by: Any, meeting: Meeting, version: int | None = None, **fields: Any) -> Meeting:
    """Change what a meeting is called, when and where it is. version: the one before whoever changes it; fields: title, kind,
    starts_at, ends_at, place, online, previous. Calendars are told where they show any of it. Raises Refused, EditConflict,
    ValidationError, and TypeError for a field that cannot be changed so."""
    require(by, "meeting.write", meeting)
    unknown = fields.keys() - {"title", "kind", "starts_at", "ends_at", "place", "online", "previous"}
    if unknown:
        raise TypeError(f"a meeting's {sorted(unknown)[0]} cannot be changed so")
    meeting = taken(meeting, version)
    _set(meeting, fields)
    _check_times(meeting.starts_at, meeting.ends_at)
    if meeting.previous_id == meeting.pk:
        raise ValidationError(_("A meeting cannot follow itself. Choose another meeting before it."))
    meeting.save()
    return meeting


def _set(meeting: Meeting, fields: dict[str, Any]) -> None:
    changed = {name for name, value in fields.items() if getattr(meeting, name) != value}
    for name in changed:
        setattr(meeting, name, fields[name])
    meeting.sequence += bool(changed & _IN_CALENDARS)


@command("meeting.cancelled", mark("Meeting {number} was cancelled."))
def cancel_meeting(*, by: Any, meeting: Meeting) -> Meeting:
    """Say that a planned meeting will not be. Raises Refused; ValidationError where it was held already."""
    require(by, "meeting.write", meeting)
    meeting = taken(meeting, None)
    if meeting.state != Meeting.PLANNED:
        raise ValidationError(_("Only a meeting that has not been held can be cancelled."))
    _set(meeting, {"state": Meeting.CANCELLED})
    meeting.save()
    return meeting


@command("meeting.held", mark("Meeting {number} was held."))
def hold(*, by: Any, meeting: Meeting) -> Meeting:
    """Say that a meeting was held. Raises Refused; ValidationError where it was cancelled. A meeting that was held stays so."""
    require(by, "meeting.write", meeting)
    meeting = taken(meeting, None)
    if meeting.state == Meeting.CANCELLED:
        raise ValidationError(_("The meeting was cancelled. Plan a new one."))
    if meeting.state == Meeting.PLANNED:
        meeting.state = Meeting.HELD
    meeting.save()
    return meeting


@command("meeting.next", mark("The meeting after meeting {number} is meeting {next}."))
def set_next_meeting(*, by: Any, meeting: Meeting, next_meeting: Meeting | None = None, starts_at: datetime | None = None,
                     title: str = "", place: str = "", template: AgendaTemplate | None = None) -> Did:
    """Say which meeting comes after one. next_meeting: one that is planned already; else one is made at starts_at (a moment
    with its time zone; none where only that there will be one is known), with the same name, body and place unless others
    are given.

    Gives the meeting that follows. Raises Refused; ValidationError where it does not come after."""
    require(by, "meeting.write", meeting)
    following = next_meeting
    if following is None:
        following = add_meeting(by=by, title=title or meeting.title, body=meeting.body, force=meeting.force,
                                starts_at=starts_at, kind=meeting.kind, place=place or meeting.place, template=template,
                                previous=meeting)
    else:
        require(by, "meeting.write", following)
        if following.pk == meeting.pk or (following.starts_at and meeting.starts_at and
                                          following.starts_at <= meeting.starts_at):
            raise ValidationError(_("The next meeting must come after this one. Choose or plan a later one."))
        of_one_house(meeting, next_meeting=following)
        following = taken(following, None)
        following.previous = meeting
        following.save()
    return Did(following, {"next": following.pk})


@command("meeting.published", mark("Who can read meeting {number} was changed: {visibility}."))
def publish_meeting(*, by: Any, meeting: Meeting, visibility: str) -> Did:
    """Decide who reads that a meeting is, and its agenda once that is published: "internal", "panel" or "public"."""
    require(by, "publish", meeting)
    meeting = taken(meeting, None)
    meeting.visibility = visibility
    # Calendars of the public see it from now on, or no more.
    meeting.sequence += 1
    checked(meeting).save()
    return Did(meeting, {"visibility": visibility})


@command("meeting.closed", mark("Meeting {number} was closed: {brought} open actions went on to meeting {next}."))
def close_meeting(*, by: Any, meeting: Meeting, next_meeting: Meeting) -> Did:
    """Close a meeting: every open action goes on to the next one. Gives the meeting. Raises Refused; ValidationError where the
    meeting was not held, or was closed."""
    require(by, "meeting.write", meeting)
    from answerable.web.meetings.arising import bring_all_forward
    meeting = taken(meeting, None)
    if meeting.state in (Meeting.PLANNED, Meeting.CANCELLED):
        raise ValidationError(_("The meeting has not been held. Say first that it was."))
    if meeting.closed_at is not None:
        raise ValidationError(_("The meeting was closed before."))
    set_next_meeting(by=by, meeting=meeting, next_meeting=next_meeting)
    meeting.closed_at = timezone.now()
    meeting.save()
    return Did(meeting, {"brought": bring_all_forward(by, next_meeting), "next": next_meeting.pk})
