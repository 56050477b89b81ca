"""Matters arising: the open actions that come to a meeting by themselves, and go on to the next when it is closed."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from answerable.web.meetings.models import Meeting
from answerable.web.register.models import Action, ActionUpdate


def open_actions(meeting: Meeting, user: Any = None) -> QuerySet[Any]:
    """The open actions of the meeting's body that came of meetings before it, oldest due first, undated ones last. user: only
    those that they can read; None for all."""
    entries = Action.objects.all() if user is None else Action.objects.readable_by(user)
    from_before = entries.filter(state__in=(Action.OPEN, Action.ASKED), body_id=meeting.body_id, meeting__isnull=False)
    if meeting.starts_at:
        from_before = from_before.filter(meeting__starts_at__lt=meeting.starts_at)
    return from_before.exclude(meeting=meeting).select_related("meeting").prefetch_related(
        "owners__post", "owners__organisation").order_by("due", "pk")


def bring_all_forward(by: Any, meeting: Meeting, following: Meeting) -> int:
    """Bring every open action of a meeting, and what came to it, forward to the next; within a command. How many there were."""
    waiting = Action.objects.filter(state__in=(Action.OPEN, Action.ASKED), body_id=meeting.body_id, meeting__isnull=False)
    if following.starts_at:
        waiting = waiting.filter(meeting__starts_at__lt=following.starts_at)
    actions = list(waiting)
    for action in actions:
        ActionUpdate.objects.create(action=action, by=by, kind="brought", meeting=following)
    return len(actions)
