"""Matters arising: the open actions that come to a meeting by themselves, and go on to the next when it is closed."""

from __future__ import annotations

from typing import Any

from answerable.web.accounts.rights import readable
from answerable.web.meetings.models import Meeting
from answerable.web.register.commands_actions import bring_forward, open_actions_for


def open_actions(meeting: Meeting, user: Any) -> Any:
    """The actions that are matters arising at a meeting and that somebody can read, first what is due first: a query."""
    return open_actions_for(meeting).filter(readable(user))


def bring_all_forward(by: Any, following: Meeting) -> int:
    """Bring every matter arising before the meeting that follows; within a command. How many there were."""
    actions = list(open_actions_for(following))
    for action in actions:
        bring_forward(by=by, action=action, meeting=following)
    return len(actions)
