"""Writing by the API: the same commands, the same rights, and nobody overwrites what they have not seen."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from test_api_reading import asking

from answerable.web.accounts.rights import INTERNAL
from answerable.web.api.models import WRITE
from answerable.web.audit.models import AuditEvent
from answerable.web.register.commands_actions import add_action
from answerable.web.register.commands_recommendations import add_recommendation
from answerable.web.register.models import Action


def post(client: Client, address: str, content: Any) -> Any:
    return client.post(f"/api/v1/{address}", content, content_type="application/json")


def patch(client: Client, address: str, content: Any) -> Any:
    return client.patch(f"/api/v1/{address}", content, content_type="application/json")


@pytest.fixture
def action(cast: Any) -> Action:
    return add_action(by=None, title="Brief the board", text="Every quarter.", body=cast.body, force=cast.force,
                      owners=[cast.chief], visibility=INTERNAL)


def test_an_action_is_added_by_its_command(cast: Any) -> None:
    user = cast.account("policy-officer")
    answer = post(asking(user, WRITE), "actions", {
        "title": "Brief the board", "body": cast.body.pk, "force": cast.force.pk, "due": "2026-12-31", "origin": "panel",
        "owners": [{"post": cast.chief.pk}, {"as_printed": "ALL"}]})
    assert answer.status_code == 201, answer.content
    assert answer.json()["owners"] == [{"post": cast.chief.pk, "organisation": None, "as_printed": ""},
                                       {"post": None, "organisation": None, "as_printed": "ALL"}]
    event = AuditEvent.objects.order_by("-number").first()
    assert event is not None
    assert (event.kind, event.actor) == ("action.added", user.pk)


@pytest.mark.parametrize(("role", "scope", "status"), [
    ("", WRITE, 401), ("policy-officer", "read", 403), ("auditor", WRITE, 403), ("charlie", WRITE, 422)])
def test_others_add_none(cast: Any, role: str, scope: str, status: int) -> None:
    client = asking(cast.account(role) if role else None, scope)
    answer = post(client, "actions", {"title": "Theirs", "body": cast.body.pk, "force": cast.force.pk})
    assert answer.status_code in (status, 403 if role == "charlie" else status)
    assert not Action.objects.exists()


@pytest.mark.parametrize("content", [
    {"title": ""}, {"title": "   "}, {"title": "x", "colour": "red"}, {"title": "x", "due": "soon"},
    {"title": "x\x00", "body": 1}, {"title": "x" * 201}, {"title": "x", "body": 999999}, {"title": "x", "owners": [{}]},
    {"title": "x", "origin": "nowhere"}, [], "x", None, {"title": "x", "meeting": 2**70}])
def test_what_cannot_be_understood_is_refused_in_words(cast: Any, content: Any) -> None:
    answer = post(asking(cast.account("policy-officer"), WRITE), "actions", content)
    assert answer.status_code in (400, 422)
    assert answer.json()["detail"]
    assert not Action.objects.exists()


def test_a_change_upon_an_old_version_is_a_conflict_and_loses_nothing(cast: Any, action: Action) -> None:
    one, other = (asking(cast.account(role), WRITE) for role in ("policy-officer", "chief-officer"))
    seen = one.get(f"/api/v1/actions/{action.pk}").json()["version"]
    assert patch(one, f"actions/{action.pk}", {"version": seen, "text": "Every month."}).status_code == 200
    answer = patch(other, f"actions/{action.pk}", {"version": seen, "text": "Never."})
    assert (answer.status_code, answer.json()["version"]) == (409, seen + 1)
    assert Action.objects.get().text == "Every month."
    assert patch(other, f"actions/{action.pk}", {"version": seen + 1, "text": "Every month, and 999."}).status_code == 200


def test_a_change_of_nothing_is_refused(cast: Any, action: Action) -> None:
    assert patch(asking(cast.account("policy-officer"), WRITE), f"actions/{action.pk}", {"version": 1}).status_code == 422


def test_a_day_due_is_moved_with_a_reason(cast: Any, action: Action) -> None:
    client = asking(cast.account("policy-officer"), WRITE)
    version = client.get(f"/api/v1/actions/{action.pk}").json()["version"]
    answer = post(client, f"actions/{action.pk}/due", {"version": version, "due": "2027-01-31", "reason": "The board moved."})
    assert answer.json()["due"] == "2027-01-31"


def test_progress_is_reported_and_closing_asked_for(cast: Any, action: Action) -> None:
    client = asking(cast.account("manager"), WRITE)
    assert post(client, f"actions/{action.pk}/updates", {"text": "Half done.", "shared": True}).status_code == 201
    answer = post(client, f"actions/{action.pk}/updates", {"kind": "asked", "text": "Done: see the minutes."})
    assert answer.json()["state"] == "asked"
    answer = post(client, f"actions/{action.pk}/updates", {"text": "x", "evidence_link": "https://example.org/report"})
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "evidence_link")


def test_a_recommendation_is_answered(cast: Any) -> None:
    entry = add_recommendation(by=None, title="Publish the waits", made_by=cast.body, body=cast.body, force=cast.force,
                               to=cast.force)
    answer = post(asking(cast.account("chief-officer"), WRITE), f"recommendations/{entry.pk}/responses",
                  {"verdict": "accepted", "reason": "From January."})
    assert answer.status_code == 201
    assert [each["verdict"] for each in answer.json()["responses"]] == ["accepted"]


def test_a_promise_is_recorded(cast: Any) -> None:
    answer = post(asking(cast.account("policy-officer"), WRITE), "promises", {
        "words": "We will answer 80% within 30 seconds by December.", "kind": "target", "said_on": "2026-09-01",
        "said_by": cast.chief.pk, "body": cast.body.pk, "force": cast.force.pk, "measure": "101-answered-within-30s",
        "comparison": ">=", "threshold": 80, "due": "2026-12-31"})
    assert answer.status_code == 201, answer.content
    assert (answer.json()["threshold"], answer.json()["outcome"]) == (80, "waiting")


def test_a_question_is_put_and_answered(cast: Any) -> None:
    asked = post(asking(cast.account("policy-officer"), WRITE), "questions", {
        "text": "Why did 101 fall?", "body": cast.body.pk, "force": cast.force.pk, "to": cast.chief.pk}).json()
    answer = post(asking(cast.account("chief-officer"), WRITE), f"questions/{asked['id']}/answer",
                  {"answer": "Vacancies.", "version": asked["version"]})
    assert (answer.status_code, answer.json()["answer"]) == (200, "Vacancies.")


def test_somebody_signed_in_needs_the_protection_against_forged_requests(cast: Any, action: Action) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.account("manager"))
    address, content = f"actions/{action.pk}/updates", {"text": "Forged."}
    assert post(client, address, content).status_code == 403
    client.get("/sign-in/")
    client.cookies["csrftoken"] = "a" * 32
    answer = client.post(f"/api/v1/{address}", content, content_type="application/json", headers={"x-csrftoken": "a" * 32})
    assert answer.status_code == 201
