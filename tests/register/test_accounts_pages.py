"""The pages of accounts: inviting, roles with their days, closing and resetting; and what every answer carries."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.core import mail
from django.test import Client, override_settings
from django.utils import timezone

from answerable.errors import InputError
from answerable.web.accounts import commands
from answerable.web.accounts.models import Membership, User
from answerable.web.accounts.permissions import RIGHTS
from answerable.web.accounts.rights import Refused, may
from answerable.web.accounts.roles import ROLES
from answerable.web.audit.models import AuditEvent

MAIL = {"EMAIL_BACKEND": "django.core.mail.backends.locmem.EmailBackend", "SENDS_MAIL": True,
        "ADDRESS": "https://answers.example"}


def invite(cast: Any, **changes: Any) -> Any:
    """What the page answers an administrator of the body who invites somebody."""
    given = {"name": "Ben Baker", "email": "Ben@B.example", "role": "policy-officer", "organisation": cast.body.pk, **changes}
    return cast.signed_in("administrator").post("/accounts/invite/", given)


def link_on(page: str) -> str:
    """The path of the invitation that a page shows."""
    found = re.search(r"<code>(http[^<]+/invitation/[^<]+)</code>", page)
    assert found
    return urlsplit(found[1]).path


def test_the_page_shows_the_link_to_hand_over(cast: Any) -> None:
    answer = invite(cast)
    user = User.objects.get(email="ben@b.example")
    assert answer["Location"] == f"/accounts/{user.pk}/"
    page = cast.signed_in("administrator").get(answer["Location"]).content.decode()
    assert "Invited, has not signed in yet" in page
    assert Client().get(link_on(page)).status_code == 200
    assert [str(each) for each in user.memberships.all()] == [f"Policy officer, {cast.body}"]
    assert mail.outbox == []


def test_with_a_server_for_e_mail_the_link_is_sent(cast: Any) -> None:
    with override_settings(**MAIL):
        invite(cast)
    (sent,) = mail.outbox
    assert sent.to == ["ben@b.example"]
    path = re.search(r"https://answers\.example(/invitation/\S+)", sent.body)
    assert path
    assert Client().get(path[1]).status_code == 200


def test_a_forged_host_gets_into_no_e_mail(cast: Any) -> None:
    with override_settings(**MAIL):
        cast.signed_in("administrator").post("/accounts/invite/", {
            "name": "Ben", "email": "ben@b.example", "role": "auditor", "organisation": cast.body.pk}, HTTP_HOST="evil.example")
    assert "evil.example" not in mail.outbox[0].body


@pytest.mark.parametrize(("changes", "fault"), [
    ({"email": "policy-officer@{body}.example"}, "has an account already. Give that account a role instead."),
    ({"email": "ben"}, "Enter a valid email address."), ({"organisation": "{other}"}, "Select a valid choice."),
    ({"role": "king"}, "Select a valid choice."), ({"is_active": "1"}, "The form has no field “is_active”.")])
def test_what_cannot_be_is_told_on_the_form(cast: Any, changes: dict[str, str], fault: str) -> None:
    answer = invite(cast, **{key: value.format(body=cast.body.pk, other=cast.other_force.pk) for key, value in changes.items()})
    assert answer.status_code == 422
    assert fault in answer.content.decode()
    assert not User.objects.filter(email="ben@b.example").exists()


def test_nobody_gives_themselves_a_role(cast: Any) -> None:
    administrator = cast.account("administrator")
    with pytest.raises(InputError, match="You cannot give a role to yourself"):
        commands.give_role(by=administrator, user=administrator, organisation=cast.body, role="member")


def test_no_role_twice_at_one_time(cast: Any) -> None:
    with pytest.raises(InputError, match="has that role in"):
        commands.give_role(by=None, user=cast.account("auditor"), organisation=cast.body, role="auditor")


def test_a_role_begins_and_ends_by_its_days(cast: Any) -> None:
    today = timezone.localdate()
    user = commands.add_account(by=None, email="c@b.example", name="Cara Cole")
    given = commands.give_role(by=None, user=user, organisation=cast.body, role="member", starts=today + timedelta(days=1))
    assert not may(User.objects.get(pk=user.pk), "action.close", cast.body)
    commands.end_role(by=None, membership=given, on=today + timedelta(days=9))
    assert Membership.objects.get(pk=given.pk).ends == today + timedelta(days=9)
    now = commands.give_role(by=None, user=user, organisation=cast.body, role="auditor", ends=today)
    assert may(User.objects.get(pk=user.pk), "audit.read", cast.body)
    commands.end_role(by=None, membership=now)
    assert not may(User.objects.get(pk=user.pk), "audit.read", cast.body)


def test_the_administrator_of_one_side_cannot_take_over_an_officer_of_the_other(cast: Any) -> None:
    """Giving an officer of the force a role in the body must not let the body's administrator reset their password."""
    administrator, chief = cast.account("administrator"), cast.account("chief-officer")
    commands.give_role(by=administrator, user=chief, organisation=cast.body, role="auditor")
    for command in (commands.reset_account, commands.end_account, commands.take_second_factor):
        with pytest.raises(Refused):
            command(by=administrator, user=chief)
    page = cast.signed_in("administrator").get(f"/accounts/{chief.pk}/").content.decode()
    assert "you cannot close or reset it" in page
    assert cast.signed_in("administrator").post(f"/accounts/{chief.pk}/reset/", {}).status_code == 403


def test_an_account_of_another_organisation_is_not_even_told(cast: Any) -> None:
    assert cast.signed_in("administrator").get(f"/accounts/{cast.charlie.pk}/").status_code == 404
    assert "Charlie" not in cast.signed_in("administrator").get("/accounts/").content.decode()


def test_resetting_shows_a_new_link(cast: Any) -> None:
    client, officer = cast.signed_in("administrator"), cast.account("policy-officer")
    assert client.post(f"/accounts/{officer.pk}/reset/", {})["Location"] == f"/accounts/{officer.pk}/"
    assert Client().get(link_on(client.get(f"/accounts/{officer.pk}/").content.decode())).status_code == 200
    assert AuditEvent.objects.filter(kind="account.reset", object_number=officer.pk).count() == 1


def test_closing_and_opening_again(cast: Any) -> None:
    client, officer = cast.signed_in("administrator"), cast.account("policy-officer")
    theirs = cast.signed_in("policy-officer")
    client.post(f"/accounts/{officer.pk}/close/", {})
    assert theirs.get("/account/").status_code == 302
    client.post(f"/accounts/{officer.pk}/open/", {})
    assert User.objects.get(pk=officer.pk).is_active


def test_the_list_takes_as_many_queries_for_many_as_for_few(cast: Any, django_assert_max_num_queries: Any) -> None:
    for number in range(60):
        user = commands.add_account(by=None, email=f"p{number}@b.example", name=f"Person {number}")
        commands.give_role(by=None, user=user, organisation=cast.body, role="auditor")
    client = cast.signed_in("administrator")
    with django_assert_max_num_queries(9):
        page = client.get("/accounts/").content.decode()
    assert "Page 1 of 2" in page
    assert "Person 59" in client.get("/accounts/?q=person+59").content.decode()


def test_the_page_of_roles_is_the_manual(cast: Any) -> None:
    page = Client().get("/roles/").content.decode()
    for role in ROLES.values():
        assert str(role.title) in page
        assert str(role.description).replace("’", "&#x27;") in page or str(role.description) in page.replace("&#x27;", "'")
    assert all(str(words).replace("'", "&#x27;") in page for words in RIGHTS.values())


def test_ones_own_name_and_language(cast: Any) -> None:
    client = cast.signed_in("analyst")
    assert client.post("/account/edit/", {"name": "Ann Alyst", "language": "cy"})["Location"] == "/account/"
    user = cast.account("analyst")
    assert (user.name, user.language) == ("Ann Alyst", "cy")
    commands.choose_password(by=None, user=user, password="correct-horse-battery")
    answer = Client().post("/sign-in/", {"login": user.email, "password": "correct-horse-battery"})
    assert answer["Location"] == "/cy/my/"


def test_cookies_keep_to_https_where_a_proxy_speaks_it(cast: Any) -> None:
    user = commands.choose_password(by=None, user=cast.account("analyst"), password="correct-horse-battery")
    client = Client()
    with override_settings(SESSION_COOKIE_SECURE=True, CSRF_COOKIE_SECURE=True):
        client.get("/sign-in/")
        client.post("/sign-in/", {"login": user.email, "password": "correct-horse-battery"})
    for name in ("sessionid", "csrftoken"):
        cookie = client.cookies[name]
        assert (cookie["secure"], cookie["httponly"], cookie["samesite"]) == (True, True, "Lax"), name


def test_a_host_that_the_site_does_not_answer_to_is_refused(cast: Any) -> None:
    with override_settings(ALLOWED_HOSTS=["answers.example"]):
        assert Client().get("/sign-in/", HTTP_HOST="evil.example").status_code == 400
        assert Client().get("/sign-in/", HTTP_HOST="answers.example").status_code == 200


def test_the_pages_of_signing_in_run_no_script_of_their_own() -> None:
    answer = Client().get("/sign-in/")
    assert "script-src 'self'" in answer["Content-Security-Policy"]
    for kind, body in re.findall(r"<script([^>]*)>([^<]*)</script>", answer.content.decode()):
        assert "src=" in kind or ('type="application/json"' in kind and body.startswith("{"))
    assert Client().get("/static/mfa/js/webauthn.js").status_code == 200
