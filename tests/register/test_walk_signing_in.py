"""Every page of signing in, and of one's own account, in a real Chromium: each as it opens and as it refuses."""

from __future__ import annotations

from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.test import Client, override_settings
from test_accounts_sign_in import PASSWORD, sign_in, with_app
from test_every_route import told
from walking import IN_A_BROWSER, Window, module_window, read, window

from answerable.web.accounts import commands
from answerable.web.accounts.invitations import invitation_path
from answerable.web.accounts.models import User
from answerable.web.environment import SingleSignOn

pytestmark = IN_A_BROWSER
__all__ = ["module_window", "window"]   # fixtures
PROVE = "/account/second-proof/"


@pytest.fixture(autouse=True)
def no_attempts_yet() -> None:
    """Attempts to sign in are counted anew."""
    cache.clear()


@pytest.fixture
def ann(cast: Any) -> User:
    """A policy officer with a password."""
    return commands.choose_password(by=None, user=cast.account("policy-officer"), password=PASSWORD)


def walked(client: Client, window: Window, *asked: tuple[str, dict[str, str] | None]) -> None:
    """Look at each page: opened where nothing is sent, else refused. asked: (address, what is sent)."""
    for path, fields in asked:
        answer = read(f"{path} {fields or ''}", client.get(path) if fields is None else client.post(path, fields))
        expected = 200 if fields is None else 422
        if answer.status != expected:
            window.faults.append(f"{answer.name}: {answer.status}, not {expected}")
            continue
        window.look(answer)
        if fields is None:
            window.go_by_keyboard(answer)
        else:
            window.follow_the_summary(answer)


EMPTY = {"csrfmiddlewaretoken": "x"}   # what a browser sends of every form


@pytest.mark.parametrize("language", ["", "/cy"])
def test_signing_in(ann: User, window: Window, language: str) -> None:
    page = f"{language}/sign-in/"
    walked(Client(), window, (page, None), (page, EMPTY), (page, {"login": ann.email, "password": "wrong-password-1"}))
    walked(Client(), window, (f"{page}forgotten/", None))   # says whom to ask
    with override_settings(SENDS_MAIL=True, ADDRESS="https://answers.example"):
        walked(Client(), window, (f"{page}forgotten/", None), (f"{page}forgotten/", EMPTY))
    with override_settings(SINGLE_SIGN_ON=SingleSignOn("https://login.example", "answerable", "secret", "Westshire", True)):
        walked(Client(), window, (page, None))
    told(window.faults)


@pytest.mark.parametrize("language", ["", "/cy"])
def test_an_invitation(cast: Any, window: Window, language: str) -> None:
    page = language + invitation_path(cast.account("analyst"))
    walked(Client(), window, (page, None), (page, EMPTY), (page, {"name": "Ann", "password": "short", "again": "other"}))
    window.look(read("invitation that is over", Client().get(f"{language}/invitation/1/no-such-token/")))
    told(window.faults)


def test_pages_that_refuse(cast: Any, ann: User, window: Window) -> None:
    client = cast.signed_in("panel-member")
    window.look(read("without the right", client.get("/actions/add/")))
    window.look(read("no such entry", client.get("/actions/999/")))
    window.look(read("from elsewhere", Client(enforce_csrf_checks=True).post("/sign-in/", {})))
    commands.end_account(by=None, user=ann)
    window.look(read("closed account", sign_in(Client(), ann.email, PASSWORD)))
    told(window.faults)


def test_the_second_proof(ann: User, window: Window) -> None:
    client = Client()
    sign_in(client, ann.email, PASSWORD)
    walked(client, window, (f"{PROVE}needed/", None), (PROVE, None), (f"{PROVE}app/add/", None),
           (f"{PROVE}app/add/", {"code": "000000"}), (f"{PROVE}passkeys/", None), (f"{PROVE}passkeys/add/", None))
    with_app(client)
    key = Authenticator.objects.create(user=ann, type="webauthn", data={"name": "Laptop", "credential": {}})
    own = [f"{PROVE}passkeys/{key.pk}/", f"{PROVE}passkeys/{key.pk}/remove/", f"{PROVE}app/remove/",
           f"{PROVE}recovery-codes/", f"{PROVE}recovery-codes/new/", f"{PROVE}passkeys/", PROVE]
    walked(client, window, *((page, None) for page in own))
    key.delete()   # no real one: nobody could sign in with it
    later = Client()
    sign_in(later, ann.email, PASSWORD)
    walked(later, window, ("/sign-in/code/", None), ("/sign-in/code/", {"code": ""}), ("/sign-in/code/", {"code": "000000"}))
    told(window.faults)


def test_ones_own_account(ann: User, window: Window) -> None:
    client = Client()
    sign_in(client, ann.email, PASSWORD)
    walked(client, window, *((page, None) for page in ("/account/", "/account/sessions/")))
    for page in ("/account/edit/", "/account/password/", "/account/confirm/password/"):
        walked(client, window, (page, None), (page, EMPTY))
    told(window.faults)
