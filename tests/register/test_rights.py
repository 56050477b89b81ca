"""Who may do and read what: by role, by organisation, by state of publication."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError

from answerable.web.accounts.permissions import RIGHTS
from answerable.web.accounts.rights import INTERNAL, PANEL, PUBLIC, may, parties, rights_for
from answerable.web.accounts.roles import ROLES
from answerable.web.audit.kept import acting
from answerable.web.meetings import commands as meetings
from answerable.web.register.models import Action


def action(cast: Any, visibility: str) -> Action:
    with acting(None, "test"):
        return Action.objects.create(title="Brief the board", body=cast.body, force=cast.force, visibility=visibility)


def test_every_role_is_made_of_rights_that_there_are() -> None:
    assert not {right for role in ROLES.values() for right in role.rights} - RIGHTS.keys()


def test_every_right_belongs_to_a_role() -> None:
    assert RIGHTS.keys() == {right for role in ROLES.values() for right in role.rights}


@pytest.mark.parametrize(("who", "readable"), [
    ("", {PUBLIC}), ("charlie", {PUBLIC}), ("panel-member", {PUBLIC, PANEL}), ("analyst", {PUBLIC, PANEL, INTERNAL}),
    ("policy-officer", {PUBLIC, PANEL, INTERNAL}), ("auditor", {PUBLIC, PANEL, INTERNAL})])
def test_what_each_reads(cast: Any, who: str, readable: set[str]) -> None:
    for visibility in (INTERNAL, PANEL, PUBLIC):
        action(cast, visibility)
    user = cast.account(who) if who else AnonymousUser()
    assert {each.visibility for each in Action.objects.readable_by(user)} == readable
    assert {each.visibility for each in Action.objects.all() if rights_for(user).may_read(each)} == readable


def test_a_right_holds_in_ones_own_organisation_alone(cast: Any) -> None:
    own = action(cast, INTERNAL)
    assert may(cast.account("chief-officer"), "action.write", own)
    assert not may(cast.account("charlie"), "action.write", own)


def test_an_account_that_is_switched_off_may_do_nothing(cast: Any) -> None:
    user = cast.account("chief-officer")
    user.is_active = False
    assert not may(user, "action.write")


def test_an_organisation_is_its_own_party(cast: Any) -> None:
    assert parties(cast.force) == {cast.force.pk}


@pytest.mark.parametrize("make", [
    lambda cast: (meetings.publish_question, "question", meetings.ask_question(
        by=None, text="When did the force know?", body=cast.body, force=cast.force)),
    lambda cast: (meetings.publish_meeting, "meeting", meetings.add_meeting(by=None, title="Assurance", body=cast.body)),
    lambda cast: (meetings.publish_decision, "decision", meetings.add_decision(
        by=None, title="Chat stays closed", text="It does.", reason="Nobody staffs it.", body=cast.body)),
])
def test_an_entry_is_shown_to_no_audience_that_there_is_not(cast: Any, make: Any) -> None:
    publish, name, entry = make(cast)
    with pytest.raises(ValidationError):
        publish(by=None, visibility="everybody", **{name: entry})
    entry.refresh_from_db()
    assert entry.visibility in (INTERNAL, PANEL, PUBLIC)
