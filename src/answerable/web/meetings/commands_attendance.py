"""Changes to who was at a meeting."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from answerable.web.accounts.rights import require
from answerable.web.audit.commanding import Did, command
from answerable.web.meetings.models import Attendance, Meeting
from answerable.web.organisations.models import Person, Post, Tenure
from answerable.words import mark


@command("attendance.added", mark("Who was at meeting {meeting} was recorded ({number})."))
def add_attendance(*, by: Any, meeting: Meeting, person: Person | str | None = None, post: Post | None = None,
                   capacity: str = "", present: bool = True, chair: bool = False) -> Did:
    """Record that somebody was at a meeting, or sent apologies (present false). person: somebody known, or the name of somebody
    new; without one, whoever held the post on the day of the meeting; capacity: as what, in words; chair: whether they took
    the chair, which one person does.

    Raises Refused without "meeting.write"; ValidationError where neither person nor post is given, the post was not held, or
    the minutes are approved."""
    require(by, "meeting.write", meeting)
    _open(meeting)
    if person is None or person == "":
        person = holder_on(post, day_of(meeting)) if post else None
    if not person:
        raise ValidationError(_("Say who it was: nobody is known to have held that post on the day of the meeting."))
    if isinstance(person, str):
        person = Person.objects.create(name=person.strip())
    if chair and not present:
        raise ValidationError(_("Whoever sent apologies cannot have taken the chair."))
    if Attendance.objects.filter(meeting=meeting, person=person).exists():
        raise ValidationError(_("That person is on the list already."))
    if chair:
        for other in meeting.attendances.filter(chair=True):
            other.chair = False
            other.save()
    return Did(Attendance.objects.create(meeting=meeting, person=person, post=post, capacity=capacity, present=present,
                                         chair=chair), {"meeting": meeting.pk})


@command("attendance.removed", mark("Somebody was taken off the list of who was at meeting {number}."))
def remove_attendance(*, by: Any, attendance: Attendance) -> Meeting:
    """Take somebody off the list. Raises Refused; ValidationError where the minutes are approved."""
    require(by, "meeting.write", attendance)
    _open(attendance.meeting)
    meeting = attendance.meeting
    attendance.delete()
    return meeting


@command("attendance.taken-over", mark("Who was at the meeting before was taken over to meeting {number}."))
def take_over_attendance(*, by: Any, meeting: Meeting) -> Did:
    """Put the posts of the meeting before on the list, each with whoever holds it on the day of this one, and the people there
    without a post. Whoever is on the list already stays as they are. Raises Refused; ValidationError without a meeting
    before."""
    require(by, "meeting.write", meeting)
    _open(meeting)
    if meeting.previous is None:
        raise ValidationError(_("There is no meeting before this one."))
    there = set(meeting.attendances.values_list("person_id", flat=True))
    added = 0
    for each in meeting.previous.attendances.select_related("post", "person"):
        person = holder_on(each.post, day_of(meeting)) if each.post else each.person
        if person is not None and person.pk not in there:
            Attendance.objects.create(meeting=meeting, person=person, post=each.post, capacity=each.capacity)
            there.add(person.pk)
            added += 1
    return Did(meeting, {"added": added})


def day_of(meeting: Meeting) -> date:
    """The day of a meeting on the force's clocks; today for one without."""
    return timezone.localdate(meeting.starts_at) if meeting.starts_at else timezone.localdate()


def holder_on(post: Post, day: date) -> Person | None:
    """Who held a post on a day, none where nobody is known; of two the one who came later (who acts for the other)."""
    tenure = Tenure.objects.on(day).filter(post=post).select_related("person").order_by("-starts").first()
    return tenure.person if tenure else None


def _open(meeting: Meeting) -> None:
    if meeting.state == Meeting.APPROVED:
        raise ValidationError(_("The minutes of this meeting are approved, so its list of who was there stays as it is."))
