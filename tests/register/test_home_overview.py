"""The overview: its counts are those of the lists that they lead to, for every reader."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from answerable.web.audit.kept import acting
from answerable.web.meetings.models import Decision, Meeting, Question
from answerable.web.register.actions_list import closed_lately
from answerable.web.register.commands_actions import add_action
from answerable.web.register.models import Action, PromiseEntry, Recommendation
from answerable.web.scrutiny.models import Inquiry


def fill(cast: Any, visibility: str) -> None:
    """Something of each kind, in several states."""
    today = timezone.localdate()
    both = {"body": cast.body, "force": cast.force, "visibility": visibility}
    for due in (today - timedelta(days=2), today + timedelta(days=2), None):
        add_action(by=None, title="Brief the board", owners=[cast.chief], due=due, **both)
    with acting(None, "test"):
        Action.objects.create(title="Done", state=Action.CLOSED, closed_at=timezone.now(), **both)
        for due in (today - timedelta(days=2), today + timedelta(days=2)):
            Recommendation.objects.create(title="Do it", made_by=cast.panel, response_due=due, **both)
            Question.objects.create(text="Why?", due=due, **both)
        for outcome in (PromiseEntry.KEPT, PromiseEntry.MISSED, PromiseEntry.MISSED, PromiseEntry.WAITING):
            PromiseEntry.objects.create(words="It will be so.", kind="commitment", said_on=today, outcome=outcome,
                                        outcome_on=today, outcome_reason="Seen.", **both)
        Meeting.objects.create(title="Assurance", starts_at=timezone.now() + timedelta(days=4), **both)
        Inquiry.objects.create(title="Waits", terms="Why.", **both)
        Decision.objects.create(title="Form off", text="The form is off.", reason="Risk.", **both)


def shown(client: Any) -> list[tuple[int, str]]:
    """(count, address) of every number of the overview."""
    found = re.findall(r'<li><a class="govuk-link" href="([^"]*)">[^<]*</a>: <strong>(\d+)</strong></li>',
                       client.get("/answers/").content.decode())
    return [(int(count), address.replace("&amp;", "&")) for address, count in found]


def listed(client: Any, address: str) -> int:
    """How many a list says that it has."""
    page = client.get(address).context["shown"]
    return int(page.paginator.count)


@pytest.mark.parametrize("role", ["", "panel-member", "policy-officer"])
def test_every_number_is_that_of_its_list(cast: Any, role: str) -> None:
    for visibility in ("internal", "panel", "public"):
        fill(cast, visibility)
    client = cast.signed_in(role)
    numbers = shown(client)
    assert len(numbers) >= 12
    for count, address in numbers:
        assert count == listed(client, address), address
    assert {address: count for count, address in numbers}["/actions/?when=overdue"] == {
        "": 1, "panel-member": 2, "policy-officer": 3}[role]


def test_it_says_it_in_sentences(cast: Any) -> None:
    fill(cast, "public")
    said = cast.signed_in("").get("/answers/").content.decode()
    assert "3 actions are open; overdue: 1, without a day due: 1. 1 was closed in the last twelve months." in said
    assert "3 promises could be checked: 1 kept, 2 missed." in said
    assert "1 inquiry is open; reported so far: 0." in said
    assert "2 questions wait for an answer; past their day: 1." in said
    assert "The next meeting is “Assurance” on" in said


def test_what_was_closed_more_than_a_year_ago_is_not_counted(cast: Any) -> None:
    fill(cast, "public")
    with acting(None, "test"):
        Action.objects.create(title="Done long ago", state=Action.CLOSED, closed_at=timezone.now() - timedelta(days=367),
                              body=cast.body, force=cast.force, visibility="public")
    client = cast.signed_in("")
    assert {address: count for count, address in shown(client)}["/actions/?state=closed-lately"] == 1
    assert listed(client, "/actions/?state=closed") == 2


def test_twelve_months_before_a_leap_day_begin_on_28_february() -> None:
    since = dict(closed_lately(date(2028, 2, 29)).children)["closed_at__gte"]
    assert timezone.localtime(since).date() == date(2027, 2, 28)


def test_more_to_count_asks_no_more_questions(cast: Any, django_assert_num_queries: Any,
                                              django_assert_max_num_queries: Any) -> None:
    fill(cast, "public")
    client = cast.signed_in("")
    with django_assert_max_num_queries(12) as few:
        client.get("/answers/")
    for _time in range(3):
        fill(cast, "public")
    with django_assert_num_queries(len(few.captured_queries)):
        client.get("/answers/")
