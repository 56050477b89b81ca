"""Words about meetings, questions and decisions."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from answerable.web.components.templatetags.answerable import day
from answerable.web.meetings.models import Decision, Meeting, Question


def when_words(meeting: Meeting) -> str:
    """When a meeting is, on the force's clocks: "Tuesday 3 November 2026, 2:30pm to 4:30pm"."""
    if meeting.starts_at is None:
        return _("Questions answered in writing, without a meeting")
    starts = timezone.localtime(meeting.starts_at)
    words = f"{WEEKDAYS[starts.weekday()]} {day(starts.date())}, {clock(starts)}"
    if meeting.ends_at:
        words = _("{from_when} to {until}").format(from_when=words, until=clock(timezone.localtime(meeting.ends_at)))
    return words


def clock(at: Any) -> str:
    """A time of day as people say it: "2:30pm"."""
    return f"{at.hour % 12 or 12}:{at.minute:02d}{'am' if at.hour < 12 else 'pm'}"


def state_words(meeting: Meeting) -> str:
    """How far a meeting has come."""
    if meeting.state == Meeting.PLANNED and meeting.agenda_published_at:
        return _("Agenda published")
    return str(meeting.get_state_display())


def question_state(question: Question) -> dict[str, str]:
    """How a question stands: {"code": answered, overdue, waiting; "words": as a sentence}."""
    if question.answered_on:
        return {"code": "answered", "words": _("Answered on {day}").format(day=day(question.answered_on))}
    if question.due is None:
        return {"code": "waiting", "words": _("Waiting for an answer; no day was set")}
    days = (question.due - timezone.localdate()).days
    if days < 0:
        return {"code": "overdue", "words": ngettext("An answer is overdue by {number} day", "An answer is overdue by {number} "
                                                     "days", -days).format(number=-days)}
    return {"code": "waiting", "words": _("An answer is due by {day}").format(day=day(question.due))}


def decision_state(decision: Decision) -> dict[str, str]:
    """How a decision stands: {"code": back, review, stands; "words"}."""
    if decision.taken_back_on:
        return {"code": "back", "words": _("Taken back on {day}").format(day=day(decision.taken_back_on))}
    if decision.review_overdue:
        return {"code": "review", "words": _("To be looked at again since {day}").format(day=day(decision.review_on))}
    if decision.review_on:
        return {"code": "stands", "words": _("Stands; to be looked at again on {day}").format(day=day(decision.review_on))}
    return {"code": "stands", "words": _("Stands")}


def minutes_state(meeting: Meeting) -> str:
    """How far a meeting's minutes have come, as a sentence."""
    if meeting.state == Meeting.APPROVED and meeting.approved_at:
        at = timezone.localtime(meeting.approved_at).date()
        if meeting.approved_in and meeting.approved_in.starts_at:
            return _("Approved at the meeting of {day}.").format(day=day(timezone.localdate(meeting.approved_in.starts_at)))
        return _("Approved on {day}.").format(day=day(at))
    if meeting.state == Meeting.DRAFT:
        return _("These minutes are a draft: nobody has approved them yet.")
    return _("There are no minutes yet.")


def meeting_title(meeting: Meeting) -> str:
    """A meeting's minutes as their title names them, with the day: "Minutes of the Board held on 3 November 2026"."""
    if meeting.starts_at is None:
        return _("Minutes of {meeting}").format(meeting=meeting.title)
    return _("Minutes of {meeting} held on {day}").format(meeting=meeting.title,
                                                          day=day(timezone.localdate(meeting.starts_at)))
