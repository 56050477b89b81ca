"""What is new since one signed in the time before stands on one's own page, and says since when."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.core.cache import cache
from django.test import Client

from answerable.web.accounts import commands as accounts
from answerable.web.audit.kept import acting
from answerable.web.register.commands_actions import add_action
from answerable.web.register.models import Action

PASSWORD = "correct-horse-battery"


def signed_in_again(cast: Any, role: str, before: datetime | None) -> Client:
    """A browser in which somebody signed in, who had done so before."""
    cache.clear()
    user = accounts.choose_password(by=None, user=cast.account(role), password=PASSWORD)
    user.last_login = before
    user.save()
    client = Client()
    assert client.post("/sign-in/", {"login": user.email, "password": PASSWORD}).status_code == 302
    return client


def text(client: Client) -> str:
    return " ".join(client.get("/my/").content.decode().split())


def test_chief_officers_and_panel_members_see_what_is_new_since_they_signed_in_before(cast: Any) -> None:
    both = {"body": cast.body, "force": cast.force, "visibility": "panel", "owners": [cast.chief]}
    add_action(by=None, title="Known long since", **both)
    with acting(None, "test"):
        for action in Action.objects.all():
            action.created_at = datetime(2026, 10, 1, tzinfo=UTC)
            action.save()
    add_action(by=None, title="Brief the board", **both)
    for role in ("chief-officer", "panel-member"):
        page = text(signed_in_again(cast, role, datetime(2026, 11, 2, 8, 5, tzinfo=UTC)))
        assert "This is new since you signed in before, on 2 November 2026, 8:05am." in page
        assert '<a class="govuk-link" href="/actions/">New actions</a> – 1<' in page
        assert "released on 3 November 2026" in page


def test_where_nothing_is_new_it_says_since_when_nothing_is(cast: Any) -> None:
    page = text(signed_in_again(cast, "chief-officer", datetime(2036, 1, 2, 15, 0, tzinfo=UTC)))
    assert "Nothing is new since you signed in before, on 2 January 2036, 3:00pm." in page


def test_at_the_first_visit_nothing_is_said_of_one_before(cast: Any) -> None:
    assert "you signed in before" not in text(signed_in_again(cast, "chief-officer", None))


def test_the_next_session_counts_from_this_one(cast: Any) -> None:
    signed_in_again(cast, "chief-officer", datetime(2026, 11, 2, 8, 5, tzinfo=UTC))
    user = cast.account("chief-officer")
    client = Client()
    client.post("/sign-in/", {"login": user.email, "password": PASSWORD})
    assert client.session["signed_in_before"] == user.last_login.isoformat()
    assert user.last_login.year >= 2026
