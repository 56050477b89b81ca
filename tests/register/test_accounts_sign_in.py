"""Signing in: by invitation, with password and second proof, within limits; and signing out elsewhere."""

from __future__ import annotations

import re
import time
from datetime import date
from typing import Any
from unittest.mock import patch  # only to move the clock

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core.cache import cache
from django.test import Client, override_settings

from answerable.web.accounts import commands
from answerable.web.accounts.invitations import invitation_path
from answerable.web.accounts.models import User
from answerable.web.audit.models import AuditEvent

PASSWORD = "correct-horse-battery"


@pytest.fixture(autouse=True)
def no_attempts_yet(db: None) -> None:
    """Attempts to sign in are counted anew."""
    cache.clear()


@pytest.fixture
def ann(cast: Any) -> User:
    """A policy officer with a password."""
    user = cast.account("policy-officer")
    return commands.choose_password(by=None, user=user, password=PASSWORD)


def sign_in(client: Client, email: str, password: str, **more: str) -> Any:
    """What the page answers."""
    return client.post("/sign-in/", {"login": email, "password": password, **more})


def code_of(secret: str) -> str:
    """What an app that knows the secret shows now."""
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


def test_who_has_the_link_chooses_a_password_once(cast: Any) -> None:
    user = commands.add_account(by=None, email="New@B.example", name="New Person")
    path = invitation_path(user)
    client = Client()
    assert "You will sign in as new@b.example" in client.get(path).content.decode()
    answer = client.post(path, {"name": "Nina New", "password": PASSWORD, "again": PASSWORD})
    assert (answer.status_code, answer["Location"]) == (302, "/sign-in/")
    again = client.get(path)
    assert again.status_code == 410
    assert "This link works no more" in again.content.decode()
    assert sign_in(client, "new@b.example", PASSWORD).status_code == 302
    assert User.objects.get(pk=user.pk).name == "Nina New"


def test_an_invitation_runs_out(cast: Any) -> None:
    path = invitation_path(cast.account("analyst"))
    with override_settings(PASSWORD_RESET_TIMEOUT=-1):
        assert Client().get(path).status_code == 410


def test_a_reset_ends_every_link_and_session_before(cast: Any, ann: User) -> None:
    client = Client()
    sign_in(client, ann.email, PASSWORD)
    assert client.get("/account/").status_code == 200
    commands.reset_account(by=None, user=ann)
    assert client.get("/account/")["Location"] == "/sign-in/?next=/account/"
    assert sign_in(Client(), ann.email, PASSWORD).status_code == 422


@pytest.mark.parametrize(("password", "again", "fault"), [
    ("short", "short", "at least 12 characters"), ("policy-officer", "policy-officer", "too similar"),
    (PASSWORD, PASSWORD + "x", "The two passwords are not the same")])
def test_a_weak_password_is_refused_with_the_reason(cast: Any, password: str, again: str, fault: str) -> None:
    path = invitation_path(cast.account("policy-officer"))
    answer = Client().post(path, {"name": "Ann", "password": password, "again": again})
    assert answer.status_code == 422
    assert fault in answer.content.decode()


def test_a_wrong_password_and_an_unknown_address_read_the_same(ann: User) -> None:
    known, unknown = (sign_in(Client(), email, "wrong-password-1").content.decode() for email in (ann.email, "no@b.example"))
    assert "The e-mail address or the password is not right." in known
    assert re.sub(r'value="[^"]*"', "", known) == re.sub(r'value="[^"]*"', "", unknown)


def test_five_wrong_passwords_close_the_door_for_five_minutes(ann: User) -> None:
    for _attempt in range(5):
        assert "is not right" in sign_in(Client(), ann.email, "wrong-password-1").content.decode()
    closed = sign_in(Client(), ann.email, PASSWORD)
    assert closed.status_code == 422
    assert "Too many attempts. Wait five minutes, then try again." in closed.content.decode()
    later = time.time() + 301
    with patch("time.time", return_value=later):
        assert sign_in(Client(), ann.email, PASSWORD).status_code == 302


def test_the_session_is_another_after_signing_in(ann: User) -> None:
    client = Client()
    client.get("/sign-in/")
    client.cookies["sessionid"] = before = "a" * 32
    sign_in(client, ann.email, PASSWORD)
    assert client.cookies["sessionid"].value not in ("", before)
    assert client.cookies["sessionid"]["httponly"]


@pytest.mark.parametrize(("wanted", "given"), [("/actions/?mine=1", "/actions/?mine=1"), ("https://evil.example/", "/my/"),
                                               ("//evil.example/", "/my/"), ("javascript:alert(1)", "/my/")])
def test_after_signing_in_one_is_sent_within_this_site_alone(ann: User, wanted: str, given: str) -> None:
    assert sign_in(Client(), ann.email, PASSWORD, next=wanted)["Location"] == given


def test_a_closed_account_is_signed_out_and_stays_out(ann: User) -> None:
    client = Client()
    sign_in(client, ann.email, PASSWORD)
    commands.end_account(by=None, user=ann)
    assert client.get("/account/").status_code == 302
    answer = sign_in(Client(), ann.email, PASSWORD)
    assert answer.status_code == 403
    assert "The e-mail address or the password is not right." in answer.content.decode()


def test_nobody_signs_up() -> None:
    for path in ("/sign-up/", "/accounts/signup/", "/signup/", "/account/signup/"):
        assert Client().post(path, {"email": "me@evil.example", "password1": PASSWORD}).status_code == 404


def test_pages_of_somebody_signed_in_are_kept_nowhere(ann: User) -> None:
    client = Client()
    sign_in(client, ann.email, PASSWORD)
    assert client.get("/account/")["Cache-Control"] == "no-store, private"
    assert client.get("/")["Cache-Control"] == "no-cache"
    assert "Cookie" not in client.get("/").get("Vary", "")


def test_signing_out_everywhere_else(ann: User) -> None:
    here, there = Client(HTTP_USER_AGENT="Firefox here"), Client(HTTP_USER_AGENT="Edge there")
    for client in (here, there):
        sign_in(client, ann.email, PASSWORD)
    shown = here.get("/account/sessions/").content.decode()
    assert "Firefox here" in shown
    assert "Edge there" in shown
    here.post("/account/sessions/")
    assert here.get("/account/").status_code == 200
    assert there.get("/account/").status_code == 302


def test_another_password_ends_the_other_sessions(ann: User) -> None:
    here, there = Client(), Client()
    for client in (here, there):
        sign_in(client, ann.email, PASSWORD)
    answer = here.post("/account/password/", {"password": "another-horse-battery", "again": "another-horse-battery"})
    assert answer["Location"] == "/account/"
    assert here.get("/account/").status_code == 200
    assert there.get("/account/").status_code == 302


def test_what_matters_asks_for_the_password_again_after_a_while(ann: User) -> None:
    client = Client()
    sign_in(client, ann.email, PASSWORD)
    later = time.time() + 301
    with patch("time.time", return_value=later):
        assert client.get("/account/password/")["Location"] == "/account/confirm/password/?next=%2Faccount%2Fpassword%2F"
        answer = client.post("/account/confirm/password/?next=/account/password/", {"password": PASSWORD})
        assert answer["Location"] == "/account/password/"
        assert client.get("/account/password/").status_code == 200


@override_settings(REQUIRE_SECOND_FACTOR=True)
def test_a_role_that_sees_what_is_internal_needs_a_second_proof(ann: User) -> None:
    client = Client()
    sign_in(client, ann.email, PASSWORD)
    asked = client.get("/my/")
    assert asked["Location"] == "/account/second-proof/needed/?next=%2Fmy%2F"
    assert "Set up an app on your phone" in client.get(asked["Location"]).content.decode()
    assert client.get("/").status_code == 200      # what is public stays so


@override_settings(REQUIRE_SECOND_FACTOR=True)
def test_a_panel_member_may_do_without(cast: Any) -> None:
    member = commands.choose_password(by=None, user=cast.account("panel-member"), password=PASSWORD)
    client = Client()
    sign_in(client, member.email, PASSWORD)
    assert client.get("/my/").status_code == 200


def with_app(client: Client) -> tuple[str, list[str]]:
    """Set an app up for whoever is signed in: its secret and the recovery codes."""
    page = client.get("/account/second-proof/app/add/").content.decode()
    found = re.search(r'app-secret">([A-Z2-7]+)<', page)
    assert found
    answer = client.post("/account/second-proof/app/add/", {"code": code_of(found[1])})
    assert answer["Location"] == "/account/second-proof/recovery-codes/"
    shown = client.get(answer["Location"]).content.decode()
    return found[1], re.findall(r"<li>(\d{8})</li>", shown)


@override_settings(REQUIRE_SECOND_FACTOR=True)
def test_an_app_from_end_to_end(ann: User, django_capture_on_commit_callbacks: Any) -> None:
    client = Client()
    sign_in(client, ann.email, PASSWORD)
    with django_capture_on_commit_callbacks(execute=True):
        secret, codes = with_app(client)
    assert client.get("/my/").status_code == 200
    assert len(codes) == 10
    stored = Authenticator.objects.get(user=ann, type="totp").data["secret"]
    assert secret not in stored    # the database holds it under the site's key
    assert AuditEvent.objects.filter(kind="second-factor.added", actor=ann.pk).count() == 1

    later = Client()
    assert sign_in(later, ann.email, PASSWORD)["Location"] == "/sign-in/code/"
    assert later.get("/my/")["Location"] == "/sign-in/?next=/my/"
    assert later.post("/sign-in/code/", {"code": "000000"}).status_code == 422
    assert later.post("/sign-in/code/", {"code": codes[0]})["Location"] == "/my/"
    assert later.get("/my/").status_code == 200

    once_more = Client()
    sign_in(once_more, ann.email, PASSWORD)
    assert once_more.post("/sign-in/code/", {"code": codes[0]}).status_code == 422      # each counts once
    with patch("time.time", return_value=time.time() + 60):     # the code that set it up is used too
        assert once_more.post("/sign-in/code/", {"code": code_of(secret)})["Location"] == "/my/"


@override_settings(REQUIRE_SECOND_FACTOR=True)
def test_a_session_from_before_the_app_is_asked_for_its_code(ann: User) -> None:
    before, client = Client(), Client()
    for each in (before, client):
        sign_in(each, ann.email, PASSWORD)
    with_app(client)
    assert before.get("/my/")["Location"] == "/account/confirm/code/?next=%2Fmy%2F"


@override_settings(REQUIRE_SECOND_FACTOR=True)
def test_who_lost_the_phone_is_helped_by_an_administrator(cast: Any, ann: User) -> None:
    client = Client()
    sign_in(client, ann.email, PASSWORD)
    with_app(client)
    commands.take_second_factor(by=cast.account("administrator"), user=ann)
    later = Client()
    sign_in(later, ann.email, PASSWORD)
    assert later.get("/my/")["Location"].startswith("/account/second-proof/needed/")


def test_a_role_that_has_ended_gives_nothing(cast: Any, ann: User) -> None:
    held = ann.memberships.get()
    ended = commands.end_role(by=None, membership=held, on=date(2025, 1, 1))
    assert ended.ends == date(2025, 1, 1)
    assert not User.objects.get(pk=ann.pk).rights.where
