"""People, bodies and meetings as Popolo: held against schemas written from the specification, with its names of fields."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.test import Client
from jsonschema import Draft202012Validator

from answerable.web.accounts.rights import INTERNAL, PUBLIC
from answerable.web.api.models import ApiToken, digest_of
from answerable.web.meetings.commands_meetings import add_meeting
from answerable.web.organisations import commands as organisations

_TEXT = {"type": ["string", "null"]}
_DAY = {"type": ["string", "null"], "pattern": r"^\d{4}(-\d{2}(-\d{2})?)?$"}
_INSTANT = {"type": ["string", "null"], "pattern": r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?([+-]\d{2}:\d{2}|Z)$"}
# http://www.popoloproject.com/specs/: the classes and the properties that are used here.
SCHEMAS: dict[str, dict[str, Any]] = {
    "persons": {"id": {"type": "string"}, "name": {"type": "string", "minLength": 1}},
    "organizations": {
        "id": {"type": "string"}, "name": {"type": "string", "minLength": 1}, "classification": _TEXT, "parent_id": _TEXT,
        "founding_date": _DAY, "dissolution_date": _DAY,
        "other_names": {"type": "array", "items": {
            "type": "object", "required": ["name"], "additionalProperties": False,
            "properties": {"name": {"type": "string"}, "note": _TEXT, "lang": _TEXT, "start_date": _DAY, "end_date": _DAY}}}},
    "posts": {"id": {"type": "string"}, "label": {"type": "string"}, "role": _TEXT, "organization_id": {"type": "string"},
              "start_date": _DAY, "end_date": _DAY},
    "memberships": {"id": {"type": "string"}, "person_id": {"type": "string"}, "post_id": {"type": "string"},
                    "organization_id": {"type": "string"}, "role": _TEXT, "start_date": _DAY, "end_date": _DAY},
    "events": {"id": {"type": "string"}, "name": {"type": "string"}, "classification": _TEXT, "start_date": _INSTANT,
               "end_date": _INSTANT, "location": _TEXT, "status": _TEXT, "organization_id": _TEXT},
}


@pytest.fixture
def filled(cast: Any) -> Any:
    organisations.add_tenure(by=None, post=cast.chief, person="Ann Archer", starts=date(2024, 1, 1), acting=True)
    for visibility in (PUBLIC, INTERNAL):
        add_meeting(by=None, title=f"Meeting, {visibility}", body=cast.body, force=cast.force, place="Town hall",
                    starts_at=datetime(2026, 12, 1, 10, tzinfo=UTC), visibility=visibility)
    return cast


def test_everything_is_as_the_specification_has_it(filled: Any) -> None:
    content = Client().get("/api/popolo/popolo.json").json()
    assert content.keys() == SCHEMAS.keys()
    for kind, fields in SCHEMAS.items():
        schema = {"type": "array", "minItems": 1,
                  "items": {"type": "object", "properties": fields, "required": list(fields), "additionalProperties": False}}
        Draft202012Validator(schema).validate(content[kind])


def test_links_lead_to_what_is_there(filled: Any) -> None:
    content = Client().get("/api/popolo/popolo.json").json()
    known = {each["id"] for kind in content.values() for each in kind}
    linked = {value for kind in content.values() for each in kind for key, value in each.items()
              if key.endswith("_id") and value}
    assert linked
    assert linked <= known


def test_a_membership_says_who_held_what(filled: Any) -> None:
    [membership] = Client().get("/api/popolo/memberships.json").json()["result"]
    assert (membership["role"], membership["start_date"], membership["end_date"]) == (
        "Acting Chief Constable", "2024-01-01", None)


def test_only_what_is_public_is_in_it_for_whoever_asks(filled: Any) -> None:
    for client in (Client(), filled.signed_in("policy-officer")):
        assert [each["name"] for each in client.get("/api/popolo/events.json").json()["result"]] == ["Meeting, public"]


@pytest.mark.parametrize("kind", SCHEMAS)
def test_each_kind_comes_by_pages(filled: Any, kind: str) -> None:
    content = Client().get(f"/api/popolo/{kind}.json?page=2").json()
    assert (content["page"], content["pages"], content["total"]) == (1, 1, len(content["result"]))


def test_a_token_is_made_on_its_page_and_shown_once(cast: Any) -> None:
    client = cast.signed_in("analyst")
    answer = client.post("/account/tokens/", {"name": "Board report", "scope": "read", "days": "90"})
    secret = answer.context["secret"]
    assert secret in answer.content.decode()
    assert "no-store" in answer.headers["Cache-Control"]
    token = ApiToken.objects.get()
    assert (token.digest, token.user.pk) == (digest_of(secret), cast.people["analyst"].pk)
    assert secret not in client.get("/account/tokens/").content.decode()
    assert Client(headers={"authorization": f"Bearer {secret}"}).get("/api/v1/posts").status_code == 200
    assert client.post(f"/account/tokens/{token.pk}/revoke/").status_code == 302
    assert Client(headers={"authorization": f"Bearer {secret}"}).get("/api/v1/posts").status_code == 401


@pytest.mark.parametrize(("role", "status"), [("", 302), ("panel-member", 403), ("analyst", 200)])
def test_tokens_are_for_those_with_the_right(cast: Any, role: str, status: int) -> None:
    assert cast.signed_in(role).get("/account/tokens/").status_code == status


def test_nobody_revokes_the_token_of_somebody_else(cast: Any) -> None:
    cast.signed_in("analyst").post("/account/tokens/", {"name": "Board report", "scope": "read", "days": "90"})
    token = ApiToken.objects.get()
    assert cast.signed_in("manager").post(f"/account/tokens/{token.pk}/revoke/").status_code == 404
    assert ApiToken.objects.get().revoked_at is None
