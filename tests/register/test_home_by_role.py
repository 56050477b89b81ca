"""What each role finds on its own page: the next job first, each section once, and no more queries for more work."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from answerable.web.accounts import commands as accounts
from answerable.web.audit.kept import acting
from answerable.web.meetings.models import Meeting
from answerable.web.organisations import commands as organisations
from answerable.web.register.commands_actions import add_action
from answerable.web.register.commands_plans import add_item, add_plan, make_live
from answerable.web.register.escalation import escalate_overdue
from answerable.web.scrutiny.home import SECTIONS, sections_for
from answerable.web.scrutiny.models import Inquiry


def sections(user: Any) -> dict[str, Any]:
    return {each.key: each for each in sections_for(user)}


def linked(cast: Any, role: str, post: Any) -> Any:
    """The account of a role whose person holds a post."""
    tenure = organisations.add_tenure(by=None, post=post, person=role.title(), starts=date(2020, 1, 1))
    user = cast.account(role)
    user.person = tenure.person
    user.save()
    return cast.account(role)


def meeting(cast: Any, days: int, **changes: Any) -> Meeting:
    with acting(None, "test"):
        return Meeting.objects.create(title="Assurance", body=cast.body, force=cast.force, visibility="panel",
                                      starts_at=timezone.now() + timedelta(days=days), **changes)


@pytest.mark.parametrize("role", sorted(SECTIONS))
def test_everybody_has_a_page_that_says_what_is_next(cast: Any, role: str) -> None:
    page = cast.signed_in(role).get("/my/")
    assert page.status_code == 200
    for section in sections_for(cast.account(role)):
        assert section.sentence in page.content.decode().replace("&#x27;", "'")


def test_whoever_is_not_signed_in_is_asked_to(cast: Any) -> None:
    assert cast.signed_in("").get("/my/").url == "/sign-in/?next=/my/"


def test_an_account_without_a_role_is_told_so(cast: Any) -> None:
    user = accounts.add_account(by=None, email="new@example.org", name="New", password=None)
    client = Client()
    client.force_login(user)
    assert "Your account has no role yet" in client.get("/my/").content.decode()


def test_a_chief_officer_sees_what_their_post_owes(cast: Any) -> None:
    past = timezone.localdate() - timedelta(days=3)
    add_action(by=None, title="Brief the board", body=cast.body, force=cast.force, owners=[cast.chief], due=past)
    add_action(by=None, title="Another's", body=cast.body, force=cast.force, owners=[cast.commissioner], due=past)
    mine = sections(linked(cast, "chief-officer", cast.chief))["mine"]
    assert [(row.words, row.late) for row in mine.rows] == [("Brief the board", True)]
    assert mine.sentence == "Your posts own 1 open action."


def test_a_policy_officer_sees_the_next_meeting_and_what_is_overdue(cast: Any) -> None:
    meeting(cast, 5)
    add_action(by=None, title="Brief the board", body=cast.body, force=cast.force, owners=[cast.chief],
               due=timezone.localdate() - timedelta(days=1))
    found = sections(cast.account("policy-officer"))
    assert found["meeting"].rows[0].note == "Its agenda is not published yet."
    assert found["overdue"].sentence == "1 action is overdue."


def test_what_has_something_to_do_stands_first(cast: Any) -> None:
    add_action(by=None, title="Brief the board", body=cast.body, force=cast.force, owners=[cast.chief],
               due=timezone.localdate() - timedelta(days=1))
    found = sections_for(cast.account("policy-officer"))
    assert found[0].key == "overdue"
    assert [bool(each.rows) for each in found] == sorted((bool(each.rows) for each in found), reverse=True)


def test_a_member_sees_minutes_to_approve(cast: Any) -> None:
    meeting(cast, -5, state=Meeting.DRAFT)
    assert sections(cast.account("member"))["minutes"].sentence == "The minutes of 1 meeting wait for approval."


def test_a_panel_member_sees_what_is_new_since_the_last_meeting(cast: Any) -> None:
    meeting(cast, -5)
    assert sections(cast.account("panel-member"))["since"].sentence.startswith("This is new since “Assurance”")
    with acting(None, "test"):
        Inquiry.objects.create(title="Waits", terms="Why.", body=cast.body, visibility="panel")
        Inquiry.objects.create(title="Inside", terms="Why.", body=cast.body, visibility="internal")
    rows = {row.words: row.note for row in sections(cast.account("panel-member"))["since"].rows}
    assert rows["New inquiries"] == "1"


def test_an_analyst_sees_loads_quarantine_and_what_is_missing(cast: Any) -> None:
    found = sections(cast.account("analyst"))
    assert found["loads"].sentence == "3 records are in quarantine."
    assert found["failures"].rows


def test_an_administrator_sees_accounts_without_a_second_proof(cast: Any) -> None:
    rows = sections(cast.account("administrator"))["accounts"].rows
    # Those of the body, which is theirs to look after; not the force's.
    assert {row.words for row in rows} == {"Policy Officer", "Member", "Auditor", "Administrator", "Second"}


def test_an_auditor_sees_the_chain(cast: Any) -> None:
    assert sections(cast.account("auditor"))["audit"].sentence.startswith("The chain has ")


def test_somebody_with_two_roles_has_each_section_once(cast: Any) -> None:
    accounts.give_role(by=None, user=cast.people["policy-officer"], organisation=cast.body, role="member",
                       starts=date(2020, 1, 1))
    keys = [each.key for each in sections_for(cast.account("policy-officer"))]
    assert len(keys) == len(set(keys))
    assert {"proposals", "minutes"} <= set(keys)


def test_somebody_of_another_force_sees_nothing_of_this_one(cast: Any) -> None:
    add_action(by=None, title="Brief the board", body=cast.body, force=cast.force, owners=[cast.chief],
               due=timezone.localdate() - timedelta(days=1))
    meeting(cast, 5)
    assert "Brief the board" not in cast.signed_in("charlie").get("/my/").content.decode()
    assert "Assurance" not in cast.signed_in("charlie").get("/my/").content.decode()


@pytest.mark.parametrize("role", ["policy-officer", "chief-officer", "panel-member"])
def test_more_work_asks_no_more_questions(cast: Any, role: str, django_assert_num_queries: Any,
                                          django_assert_max_num_queries: Any) -> None:
    def more(number: int) -> None:
        for each in range(number):
            add_action(by=None, title=f"Action {each}", body=cast.body, force=cast.force, owners=[cast.chief],
                       due=timezone.localdate() - timedelta(days=1))
        meeting(cast, 3)
        meeting(cast, -3)

    more(1)
    client = cast.signed_in(role)
    with django_assert_max_num_queries(45) as few:
        client.get("/my/")
    more(6)
    with django_assert_num_queries(len(few.captured_queries)):
        client.get("/my/")


def test_what_was_escalated_stands_on_the_page_of_whom_it_was_escalated_to(cast: Any) -> None:
    due = timezone.localdate() - timedelta(days=20)
    add_action(by=None, title="Brief the board", body=cast.body, force=cast.force, owners=[cast.chief], due=due)
    escalate_overdue(None, timezone.localdate())
    found = sections(cast.account("chief-officer"))["escalated"]
    assert [(row.words, row.late) for row in found.rows] == [("Brief the board", True)]
    assert found.sentence == "1 overdue action was escalated to you."
    assert sections(cast.account("member"))["escalated"].rows == []


def test_a_plan_to_be_looked_at_again_stands_on_the_page_of_its_writers(cast: Any) -> None:
    made = add_plan(by=None, title="Answering plan", body=cast.body, force=cast.force, refresh_due=date(2026, 2, 1))
    add_item(by=None, plan_version=made.versions.get(), title="Recruit")
    make_live(by=None, plan_version=made.versions.get())
    found = sections(cast.account("manager"))["plans"]
    assert [(row.words, row.note) for row in found.rows] == [
        ("Answering plan", "It was to be looked at again by 1 February 2026.")]
    assert "plans" not in sections(cast.account("auditor"))
