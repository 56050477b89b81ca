"""Actions that come before the next meeting until they are closed."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from answerable.web.accounts.rights import Refused
from answerable.web.audit.kept import acting
from answerable.web.meetings.models import Meeting
from answerable.web.register import commands_actions as actions
from answerable.web.register import commands_progress as progress
from answerable.web.register.models import Action


def meeting(cast: Any, kind: str = "assurance", **fields: Any) -> Meeting:
    with acting(None, "test"):
        return Meeting.objects.create(title="Meeting", kind=kind, **{"body": cast.body, "force": cast.force} | fields)


def add(cast: Any, title: str, due: date | None = None, **fields: Any) -> Action:
    made: Action = actions.add_action(by=None, title=title, body=cast.body, force=cast.force, due=due, **fields)
    return made


def test_what_arises_is_open_and_of_this_kind_of_meeting(cast: Any) -> None:
    before, now, panel = meeting(cast), meeting(cast), meeting(cast, "panel")
    add(cast, "Undated", meeting=before)
    add(cast, "Due late", date(2027, 2, 1), meeting=before)
    add(cast, "Due first", date(2027, 1, 1))
    add(cast, "Made here", meeting=now)
    elsewhere = add(cast, "Of another kind", meeting=panel)
    progress.close_action(by=None, action=add(cast, "Closed", meeting=before), text="Seen.")
    titles = [each.title for each in actions.open_actions_for(now)]
    assert titles == ["Due first", "Due late", "Undated"]
    actions.bring_forward(by=None, action=elsewhere, meeting=before)
    assert "Of another kind" in {each.title for each in actions.open_actions_for(now)}
    assert actions.open_actions_for(cast.body).count() == 5
    assert not actions.open_actions_for(cast.other_force).exists()


def test_bringing_forward_is_told_once_for_each_meeting(cast: Any) -> None:
    action, first, second = add(cast, "Brief the board"), meeting(cast), meeting(cast)
    for place in (first, first, second):
        actions.bring_forward(by=cast.account("policy-officer"), action=action, meeting=place)
    assert [each.meeting for each in action.updates.all()] == [first, second]


def test_what_is_closed_or_of_others_is_not_brought_forward(cast: Any) -> None:
    action = add(cast, "Brief the board")
    with pytest.raises(Refused):
        actions.bring_forward(by=cast.account("manager"), action=action, meeting=meeting(cast))
    with pytest.raises(ValidationError, match="other organisations"):
        actions.bring_forward(by=None, action=action, meeting=meeting(cast, body=None, force=cast.other_force))
    progress.close_action(by=None, action=action, text="Seen.")
    action.refresh_from_db()
    with pytest.raises(ValidationError, match="closed already"):
        actions.bring_forward(by=None, action=action, meeting=meeting(cast))


def test_owners_and_days_due_are_not_overwritten_either(cast: Any) -> None:
    action = add(cast, "Brief the board", date(2027, 1, 1), owners=[cast.chief])
    client = cast.signed_in("policy-officer")
    day = {"due_day": "1", "due_month": "3", "due_year": "2027", "reason": "Leave."}
    assert client.post(f"/actions/{action.pk}/due/", day | {"version": 1}).status_code == 302
    late = client.post(f"/actions/{action.pk}/owners/", {"owners": [], "as_printed": "ALL", "reason": "", "version": 1})
    assert late.status_code == 409
    assert "Chief Constable" in late.content.decode()
    assert client.post(f"/actions/{action.pk}/due/", day | {"due_month": "4", "version": 1}).status_code == 409
    action.refresh_from_db()
    assert (action.due, str(action.owners.get())) == (date(2027, 3, 1), "Chief Constable")
