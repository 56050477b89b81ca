"""An action from being added to being closed, by somebody who does not own it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from answerable.web.accounts.rights import Refused
from answerable.web.audit.models import AuditEvent
from answerable.web.organisations import commands as organisations
from answerable.web.register import commands_actions as actions
from answerable.web.register import commands_progress as progress
from answerable.web.register import commands_recommendations as recommendations
from answerable.web.register.models import Action
from answerable.web.register.owners import OwnersDoNotClose, actions_of

DUE = date(2026, 6, 30)


def brief(cast: Any, **fields: Any) -> Action:
    """An action of the Chief Constable."""
    given: dict[str, Any] = {"title": "Brief the board each quarter", "body": cast.body, "force": cast.force,
                             "owners": [cast.chief], "due": DUE} | fields
    made: Action = actions.add_action(by=cast.account("policy-officer"), **given)
    return made


def linked(cast: Any, role: str, post: Any, *, acting: bool = False) -> Any:
    """The account with that role, whose person holds a post from last year on."""
    from answerable.web.audit.kept import acting as within

    user = cast.account(role)
    tenure = organisations.add_tenure(by=None, post=post, person=f"Somebody {role}",
                                      starts=timezone.localdate() - timedelta(days=400), acting=acting)
    with within(None, "test"):
        user.person = tenure.person
        user.save()
    return cast.account(role)


def test_an_action_names_its_owners_as_posts_organisations_or_words(cast: Any) -> None:
    action = brief(cast, owners=[cast.chief, cast.force, "ALL", "  "], due=None)
    assert [str(each) for each in action.owners.all()] == ["Chief Constable", "Westshire Police", "ALL"]
    assert action.due is None


def test_somebody_else_closes_what_an_owner_says_is_done(cast: Any) -> None:
    action = brief(cast)
    progress.ask_for_closing(by=cast.account("manager"), action=action, text="Briefed on 3 June; the slides are attached.")
    action.refresh_from_db()
    assert action.state == Action.ASKED
    progress.close_action(by=cast.account("member"), action=action, text="The board had its briefing.")
    action.refresh_from_db()
    assert (action.state, action.closed_by) == (Action.CLOSED, cast.people["member"])
    assert action.closing == "The board had its briefing."
    assert [each.kind for each in action.updates.all()] == ["asked", "closed"]
    assert AuditEvent.objects.last().words == f"Action {action.pk} was closed."   # type: ignore[union-attr]


def test_whoever_said_that_it_is_done_does_not_close_it(cast: Any) -> None:
    action = brief(cast, owners=["ALL"])
    progress.ask_for_closing(by=cast.account("policy-officer"), action=action, text="Sent round.")
    with pytest.raises(OwnersDoNotClose, match="You said that this action is done"):
        progress.close_action(by=cast.account("policy-officer"), action=action, text="Done.")
    progress.close_action(by=cast.account("member"), action=action, text="Seen.")


@pytest.mark.parametrize("acting", [False, True])
def test_whoever_holds_the_post_that_owns_it_does_not_close_it(cast: Any, acting: bool) -> None:
    chief = linked(cast, "chief-officer", cast.chief, acting=acting)
    with pytest.raises(OwnersDoNotClose, match="You hold a post that owns this action"):
        progress.close_action(by=chief, action=brief(cast), text="Done.")


def test_an_officer_in_another_post_of_the_force_may_close_it(cast: Any) -> None:
    deputy = organisations.add_post(by=None, organisation=cast.force, title="Deputy Chief Constable")
    officer = linked(cast, "chief-officer", deputy)
    progress.close_action(by=officer, action=brief(cast), text="Seen by me.")


def test_an_account_of_nobody_known_does_not_close_what_a_post_of_its_organisation_owns(cast: Any) -> None:
    with pytest.raises(OwnersDoNotClose, match="linked to no person"):
        progress.close_action(by=cast.account("chief-officer"), action=brief(cast), text="Done.")


def test_nobody_of_the_force_closes_what_the_force_owns_as_a_whole(cast: Any) -> None:
    deputy = organisations.add_post(by=None, organisation=cast.force, title="Deputy Chief Constable")
    with pytest.raises(OwnersDoNotClose, match="owns this action as a whole"):
        progress.close_action(by=linked(cast, "chief-officer", deputy), action=brief(cast, owners=[cast.force]), text="Done.")


@pytest.mark.parametrize("role", ["analyst", "manager", "panel-member", "auditor", "administrator", "charlie"])
def test_others_have_no_right_to_close(cast: Any, role: str) -> None:
    with pytest.raises(Refused):
        progress.close_action(by=cast.account(role), action=brief(cast), text="Done.")


def test_an_action_returned_is_open_again_and_says_what_is_missing(cast: Any) -> None:
    action = brief(cast)
    with pytest.raises(ValidationError, match="Nobody has said"):
        progress.return_action(by=cast.account("member"), action=action, reason="No slides.")
    progress.ask_for_closing(by=cast.account("manager"), action=action, text="Done.")
    progress.return_action(by=cast.account("member"), action=action, reason="No slides.")
    action.refresh_from_db()
    assert action.state == Action.OPEN
    assert action.updates.last().text == "No slides."


def test_a_closed_action_takes_nothing_more_until_it_is_opened_again(cast: Any) -> None:
    action = brief(cast)
    progress.close_action(by=cast.account("member"), action=action, text="Done.")
    action.refresh_from_db()
    with pytest.raises(ValidationError, match="closed already"):
        actions.change_due(by=cast.account("member"), action=action, version=None, due=None, reason="No day after all.")
    progress.reopen_action(by=cast.account("member"), action=action, reason="The briefing did not come.")
    action.refresh_from_db()
    assert (action.state, action.closed_at, action.closing) == (Action.OPEN, None, "")


def test_each_change_of_the_day_due_is_kept_with_its_reason(cast: Any) -> None:
    action = brief(cast)
    officer = cast.account("policy-officer")
    actions.change_due(by=officer, action=action, version=1, due=date(2026, 9, 30), reason="Leave in June.")
    actions.change_due(by=officer, action=action, version=2, due=None, reason="Waits for the new system.")
    told = [(each.due_before, each.due_after, each.text) for each in action.updates.filter(kind="due")]
    assert told == [(DUE, date(2026, 9, 30), "Leave in June."), (date(2026, 9, 30), None, "Waits for the new system.")]
    with pytest.raises(ValidationError, match="Say why"):
        actions.change_due(by=officer, action=action, version=3, due=DUE, reason=" ")


def test_what_is_wrong_with_a_field_is_said(cast: Any) -> None:
    with pytest.raises(ValidationError, match="needs a title"):
        brief(cast, title=" ")
    with pytest.raises(ValidationError) as told:
        brief(cast, title="a" * 301, origin="rumour")
    assert set(told.value.message_dict) == {"title", "origin"}
    with pytest.raises(ValidationError, match="to which governing body"):
        brief(cast, body=None, force=None)


def test_nothing_of_other_organisations_can_be_linked(cast: Any) -> None:
    theirs = recommendations.add_recommendation(by=None, title="Theirs", made_by=cast.body, force=cast.other_force)
    with pytest.raises(ValidationError, match="belongs to other organisations"):
        brief(cast, recommendation=theirs)


def test_only_who_may_publish_makes_an_action_public(cast: Any) -> None:
    action = brief(cast)
    with pytest.raises(Refused, match="public"):
        actions.set_action_visibility(by=cast.account("manager"), action=action, visibility="public")
    actions.set_action_visibility(by=cast.account("policy-officer"), action=action, visibility="public")
    with pytest.raises(ValidationError):
        actions.set_action_visibility(by=cast.account("policy-officer"), action=action, visibility="everybody")


def test_what_a_person_is_to_do_follows_the_post_not_the_name(cast: Any) -> None:
    action = brief(cast)
    chief = linked(cast, "chief-officer", cast.chief)
    assert list(actions_of(chief)) == [action]
    assert list(actions_of(cast.account("member"))) == []
