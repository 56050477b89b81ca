"""Reading by the API: the same rights as on the pages, by pages, by filters, with ETags."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client

from answerable.web.accounts.rights import INTERNAL, PANEL, PUBLIC
from answerable.web.api.models import READ, WRITE, ApiToken, digest_of, new_secret
from answerable.web.api.routes import KINDS
from answerable.web.audit.kept import acting
from answerable.web.register.commands_actions import add_action
from answerable.web.register.commands_progress import report_progress
from answerable.web.register.models import Action, Plan, PlanVersion


def token_for(user: Any, scope: str = READ, **fields: Any) -> str:
    """A token of an account."""
    from answerable.web.api.commands import make_token

    secret = new_secret()
    token = make_token(by=None, user=user, name="A test", digest=digest_of(secret), scope=scope, days=30)
    for name, value in fields.items():
        setattr(token, name, value)
    token.save()
    return secret


def asking(user: Any = None, scope: str = READ) -> Client:
    """A program, with a token of an account or without one."""
    headers = {"authorization": f"Bearer {token_for(user, scope)}"} if user else {}
    return Client(headers=headers, raise_request_exception=False)


@pytest.fixture
def actions(cast: Any) -> dict[str, Action]:
    return {visibility: add_action(by=None, title=f"An {visibility} action", body=cast.body, force=cast.force,
                                   owners=[cast.chief], due=date(2026, 12, day), visibility=visibility,
                                   measure_id="101-answered-within-30s" if visibility == PUBLIC else "")
            for day, visibility in ((1, PUBLIC), (2, PANEL), (3, INTERNAL))}


@pytest.mark.parametrize(("role", "seen"), [
    ("", [PUBLIC]), ("charlie", [PUBLIC]), ("panel-member", [PUBLIC, PANEL]), ("analyst", [PUBLIC, PANEL, INTERNAL])])
def test_a_program_reads_what_its_account_reads(cast: Any, actions: Any, role: str, seen: list[str]) -> None:
    client = asking(cast.account(role) if role else None)
    answer = client.get("/api/v1/actions").json()
    assert [each["visibility"] for each in answer["items"]] == seen
    assert answer["total"] == len(seen)
    hidden = client.get(f"/api/v1/actions/{actions[INTERNAL].pk}")
    assert hidden.status_code == (200 if INTERNAL in seen else 404)


def test_an_entry_has_its_owners_and_links(cast: Any, actions: Any) -> None:
    entry = Client().get(f"/api/v1/actions/{actions[PUBLIC].pk}").json()
    assert entry["owners"] == [{"post": cast.chief.pk, "organisation": None, "as_printed": ""}]
    assert (entry["body"], entry["force"], entry["due"], entry["version"]) == (
        cast.body.pk, cast.force.pk, "2026-12-01", actions[PUBLIC].version)


@pytest.mark.parametrize(("question", "titles"), [
    ("due_before=2026-12-03", ["public", "panel"]), ("visibility=panel", ["panel"]), ("state=closed", []),
    ("measure=101-answered-within-30s", ["public"]), ("order=-due&limit=1", ["internal"]), ("offset=2", ["internal"]),
    ("changed_since=2020-01-01T00:00:00Z", ["public", "panel", "internal"]), ("changed_since=2099-01-01T00:00:00Z", [])])
def test_a_list_can_be_narrowed_and_ordered(cast: Any, actions: Any, question: str, titles: list[str]) -> None:
    items = asking(cast.account("analyst")).get(f"/api/v1/actions?{question}").json()["items"]
    assert [each["title"] for each in items] == [f"An {each} action" for each in titles]


def test_actions_are_found_by_the_post_that_owns_them(cast: Any, actions: Any) -> None:
    ask = asking(cast.account("analyst"))
    assert ask.get(f"/api/v1/actions?owner={cast.chief.pk}").json()["total"] == 3
    assert ask.get(f"/api/v1/actions?owner={cast.commissioner.pk}").json()["total"] == 0


@pytest.mark.parametrize("question", ["colour=red", "limit=201", "limit=0", "offset=-1", "order=colour", "body=x", "body=0",
                                      "due_before=soon", "changed_since=2026-01-01", "measure=%00", "state=nowhere"])
def test_a_question_that_cannot_be_understood_is_refused_in_words(cast: Any, question: str) -> None:
    answer = Client().get(f"/api/v1/actions?{question}")
    assert answer.status_code == 422
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json()["detail"]


def test_an_update_that_is_not_shared_is_internal(cast: Any, actions: Any) -> None:
    report_progress(by=cast.account("manager"), action=actions[PUBLIC], text="Between ourselves: late.")
    report_progress(by=cast.account("manager"), action=actions[PUBLIC], text="Half done.", shared=True)
    assert [each["text"] for each in Client().get("/api/v1/action-updates").json()["items"]] == ["Half done."]
    assert asking(cast.account("policy-officer")).get("/api/v1/action-updates").json()["total"] == 2


def test_a_draft_of_a_plan_is_internal(cast: Any) -> None:
    with acting(None, "test"):
        plan = Plan.objects.create(title="999 and 101", body=cast.body, force=cast.force, visibility=PUBLIC)
        PlanVersion.objects.create(plan=plan, number=1, state=PlanVersion.LIVE)
        PlanVersion.objects.create(plan=plan, number=2)
    assert [each["number"] for each in Client().get("/api/v1/plan-versions").json()["items"]] == [1]
    assert asking(cast.account("manager")).get("/api/v1/plan-versions").json()["total"] == 2


def test_an_answer_that_did_not_change_costs_nothing(cast: Any, actions: Any) -> None:
    first = Client().get("/api/v1/actions")
    again = Client().get("/api/v1/actions", headers={"if-none-match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    with acting(None, "test"):
        actions[PUBLIC].title = "Another"
        actions[PUBLIC].save()
    assert Client().get("/api/v1/actions", headers={"if-none-match": first.headers["ETag"]}).status_code == 200


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.path)
def test_every_kind_can_be_listed_and_what_is_none_is_not_found(cast: Any, kind: Any) -> None:
    client = asking(cast.account("auditor"))
    assert set(client.get(f"/api/v1/{kind.path}").json()) == {"total", "limit", "offset", "items"}
    answer = client.get(f"/api/v1/{kind.path}/999999999")
    assert (answer.status_code, answer.headers["Content-Type"]) == (404, "application/problem+json")


@pytest.mark.parametrize("address", ["/api/", "/api/v1/", "/api/v1/examples", "/api/v1/actions/none", "/api/v2/actions",
                                     "/api/v1/accounts", "/api/popolo/accounts.json"])
def test_what_is_no_address_is_told_as_a_problem(db: None, address: str) -> None:
    answer = Client().get(address)
    assert answer.status_code in (404, 422)
    assert answer.headers["Content-Type"] == "application/problem+json"


def test_a_list_takes_as_many_queries_for_many_entries_as_for_one(
        cast: Any, django_assert_max_num_queries: Any) -> None:
    for number in range(12):
        add_action(by=None, title=f"Action {number}", body=cast.body, force=cast.force, owners=[cast.chief], visibility=PUBLIC)
    with django_assert_max_num_queries(3):
        assert len(Client().get("/api/v1/actions").json()["items"]) == 12


def test_the_history_is_for_those_with_the_right(cast: Any) -> None:
    assert Client().get("/api/v1/history").status_code == 403
    assert asking(cast.account("policy-officer")).get("/api/v1/history").status_code == 403
    answer = asking(cast.account("auditor")).get("/api/v1/history?kind=organisation.added").json()
    assert answer["items"][0]["words"] == f"Organisation {cast.panel.pk} was added."
    assert "Westshire" not in str(answer)


@pytest.mark.parametrize(("fields", "why"), [
    ({"revoked_at": "2026-01-01T00:00:00Z"}, "revoked"), ({"ends_at": "2026-01-01T00:00:00Z"}, "run out")])
def test_a_token_that_does_not_hold_is_refused(cast: Any, fields: dict[str, Any], why: str) -> None:
    secret = token_for(cast.account("analyst"), **fields)
    answer = Client(headers={"authorization": f"Bearer {secret}"}).get("/api/v1/actions")
    assert answer.status_code == 401, why
    assert answer.headers["WWW-Authenticate"] == "Bearer"


@pytest.mark.parametrize("header", ["Bearer none", "Bearer", "Basic abc", "answerable_x", ""])
def test_what_is_no_token_is_refused_even_where_reading_needs_none(cast: Any, header: str) -> None:
    assert Client(headers={"authorization": header}).get("/api/v1/actions").status_code == 401


def test_the_token_of_a_closed_account_holds_no_more(cast: Any) -> None:
    user = cast.account("analyst")
    secret = token_for(user)
    user.is_active = False
    user.save()
    assert Client(headers={"authorization": f"Bearer {secret}"}).get("/api/v1/actions").status_code == 401


def test_a_token_is_kept_as_a_digest_and_notes_when_it_was_used(cast: Any) -> None:
    secret = token_for(cast.account("analyst"), WRITE)
    Client(headers={"authorization": f"Bearer {secret}"}).get("/api/v1/actions")
    token = ApiToken.objects.get()
    assert secret not in str(vars(token))
    assert token.used_at is not None


def test_too_many_requests_of_one_token_are_refused(cast: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("answerable.web.api.asking.MOST_A_MINUTE", 2)
    client = asking(cast.account("analyst"))
    assert [client.get("/api/v1/posts").status_code for _ in range(3)][-1] == 429
