"""Signing in with the account of one's own organisation: a whole round with a real provider (OpenID Connect) that runs in a
process of its own."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
import requests
from django.test import Client, override_settings
from running_site import free_port, wait_for

from answerable.errors import WorkspaceError
from answerable.web.accounts import commands
from answerable.web.accounts.models import User
from answerable.web.environment import SingleSignOn, mail_settings, single_sign_on


@pytest.fixture(scope="module")
def provider() -> Iterator[str]:
    """The address of the provider."""
    port = free_port()
    program = [sys.executable, "-m", "oidc_provider_mock", "--port", str(port)]
    with subprocess.Popen(program, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as running:
        try:
            wait_for(port)
            yield f"http://localhost:{port}"
        finally:
            running.terminate()


@pytest.fixture
def set_up(provider: str) -> Iterator[SingleSignOn]:
    """The site, set up for that provider."""
    found = SingleSignOn(provider, "answerable", "secret", "Westshire")
    app = {"provider_id": "single", "name": found.name, "client_id": found.client_id, "secret": found.secret,
           "settings": {"server_url": provider}}
    with override_settings(SINGLE_SIGN_ON=found, SOCIALACCOUNT_PROVIDERS={
            "openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [app]}}):
        yield found


def sign_in(client: Client, provider: str, subject: str, **claims: Any) -> Any:
    """Go there, sign in there as somebody with those claims, and come back: the site's answer."""
    requests.put(f"{provider}/users/{subject}", json=claims, timeout=5).raise_for_status()
    away = client.post("/sign-in/elsewhere/single/?next=/account/")
    assert away.status_code == 302
    assert away["Location"].startswith(f"{provider}/oauth2/authorize?")
    assert "code_challenge=" in away["Location"]
    back = requests.post(away["Location"], data={"sub": subject}, allow_redirects=False, timeout=5)
    address = urlsplit(back.headers["Location"])
    assert address.path == "/sign-in/elsewhere/single/done/"
    return client.get(f"{address.path}?{address.query}")


def test_an_invited_account_is_found_by_its_proved_address(cast: Any, set_up: SingleSignOn) -> None:
    client, officer = Client(), cast.account("policy-officer")
    answer = sign_in(client, set_up.issuer, "officer-1", email=officer.email.upper(), email_verified=True)
    assert answer["Location"] == "/account/"
    assert "Policy Officer" in client.get("/account/").content.decode()
    with override_settings(REQUIRE_SECOND_FACTOR=True):     # the other side asked for its own
        assert client.get("/my/").status_code == 200


def test_later_it_is_found_by_what_the_provider_calls_it(cast: Any, set_up: SingleSignOn) -> None:
    officer = cast.account("policy-officer")
    sign_in(Client(), set_up.issuer, "officer-2", email=officer.email, email_verified=True)
    client = Client()
    sign_in(client, set_up.issuer, "officer-2", email="married@b.example", email_verified=True)
    assert client.get("/account/").context["account"] == officer


@pytest.mark.parametrize("claims", [{"email": "stranger@b.example", "email_verified": True}, {}, {"email": "not an address"}])
def test_nobody_comes_into_being(cast: Any, set_up: SingleSignOn, claims: dict[str, Any]) -> None:
    before = User.objects.count()
    client = Client()
    answer = sign_in(client, set_up.issuer, "stranger", **claims)
    assert answer.status_code == 403
    assert "There is no account here for the one that you signed in with" in answer.content.decode()
    assert User.objects.count() == before
    assert client.get("/account/").status_code == 302


def test_an_address_that_is_not_proved_opens_no_account(cast: Any, set_up: SingleSignOn) -> None:
    officer = cast.account("policy-officer")
    assert sign_in(Client(), set_up.issuer, "thief", email=officer.email, email_verified=False).status_code == 403


def test_a_provider_of_ones_own_may_be_trusted_for_addresses(cast: Any, set_up: SingleSignOn) -> None:
    officer = cast.account("policy-officer")
    with override_settings(SINGLE_SIGN_ON=SingleSignOn(set_up.issuer, "answerable", "secret", "Westshire", True)):
        assert sign_in(Client(), set_up.issuer, "officer-3", email=officer.email).status_code == 302


def test_a_closed_account_stays_closed(cast: Any, set_up: SingleSignOn) -> None:
    officer = cast.account("policy-officer")
    sign_in(Client(), set_up.issuer, "officer-4", email=officer.email, email_verified=True)
    commands.end_account(by=None, user=officer)
    assert sign_in(Client(), set_up.issuer, "officer-4", email=officer.email, email_verified=True).status_code == 403


def test_what_comes_back_without_having_been_sent_is_refused(cast: Any, set_up: SingleSignOn) -> None:
    answer = Client().get("/sign-in/elsewhere/single/done/?code=stolen&state=guessed")
    assert answer.status_code == 403
    assert "was broken off, or it took too long" in answer.content.decode()


def test_the_page_offers_it_where_it_is_set_up(cast: Any, set_up: SingleSignOn) -> None:
    assert "Sign in with your account at Westshire" in Client().get("/sign-in/").content.decode()
    with override_settings(SINGLE_SIGN_ON=None):
        assert "Sign in with your account at" not in Client().get("/sign-in/").content.decode()


SECRET = {"ANSWERABLE_OIDC_CLIENT_SECRET": "s"}


@pytest.mark.parametrize(("told", "environment", "fault"), [
    ({"issuer": "http://login.example"}, SECRET, "Write its whole address, beginning with https://"),
    ({"issuer": "https://login.example"}, SECRET, "has no client id"),
    ({"issuer": "https://login.example", "client_id": "a"}, {}, "Set the environment variable ANSWERABLE_OIDC_CLIENT_SECRET"),
    ({"isuer": "https://login.example"}, SECRET, "unknown setting 'isuer'"), ("https://login.example", SECRET, "no part")])
def test_a_faulty_setting_is_told_with_the_remedy(told: Any, environment: dict[str, str], fault: str) -> None:
    with pytest.raises(WorkspaceError, match=fault):
        single_sign_on(told, environment)


def test_the_environment_comes_before_the_file() -> None:
    found = single_sign_on({"issuer": "https://a.example", "client_id": "a"},
                           {"ANSWERABLE_OIDC_ISSUER": "https://b.example/tenant", **SECRET})
    assert found == SingleSignOn("https://b.example/tenant", "a", "s", "b.example")
    assert found.origin == "https://b.example"
    assert single_sign_on({}, {}) is None


def test_the_server_for_e_mail_is_an_address() -> None:
    found = mail_settings("smtp://answerable:p%40ss@mail.example")
    assert (found["EMAIL_HOST"], found["EMAIL_PORT"], found["EMAIL_HOST_PASSWORD"]) == ("mail.example", 587, "p@ss")
    assert found["EMAIL_USE_TLS"]
    assert mail_settings("smtps://mail.example")["EMAIL_USE_SSL"]
    assert not mail_settings("smtp://mail.example?tls=no")["EMAIL_USE_TLS"]
    with pytest.raises(WorkspaceError, match=r"smtp://name:password@host:587"):
        mail_settings("mail.example")
