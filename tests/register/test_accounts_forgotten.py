"""Somebody forgot their password: a link by e-mail, or where the site sends none, words that say whom to ask."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client, override_settings

from answerable.web.accounts import commands
from answerable.web.accounts.models import User

PASSWORD, OTHER = "correct-horse-battery", "another-horse-battery"
ADDRESS = "/sign-in/forgotten/"
SENDS = override_settings(SENDS_MAIL=True, ADDRESS="https://answers.example")


@pytest.fixture
def ann(cast: Any) -> User:
    """A policy officer with a password."""
    cache.clear()
    return commands.choose_password(by=None, user=cast.account("policy-officer"), password=PASSWORD)


def asked(email: str) -> Any:
    return Client().post(ADDRESS, {"email": email})


@SENDS
def test_the_link_comes_by_email_and_works_once(ann: User) -> None:
    assert 'href="/sign-in/forgotten/"' in Client().get("/sign-in/").content.decode()
    assert asked(ann.email.upper())["Location"] == "/sign-in/"
    (letter,) = mail.outbox
    assert letter.to == [ann.email]
    found = re.search(r"https://answers\.example(/invitation/\S+)", letter.body)
    assert found is not None
    client = Client()
    given = {"name": ann.name, "password": OTHER, "again": OTHER}
    assert client.post(found[1], given)["Location"] == "/sign-in/"
    assert client.get(found[1]).status_code == 410
    for password, status in ((PASSWORD, 422), (OTHER, 302)):
        assert client.post("/sign-in/", {"login": ann.email, "password": password}).status_code == status


@SENDS
def test_an_unknown_address_a_closed_account_and_one_without_a_password_read_the_same(cast: Any, ann: User) -> None:
    closed = commands.end_account(by=None, user=commands.choose_password(
        by=None, user=cast.account("manager"), password=PASSWORD))
    elsewhere = cast.account("chief-officer")   # signs in elsewhere, and never chose a password here
    answers = [Client().post(ADDRESS, {"email": email}, follow=True).content.decode()
               for email in (ann.email, "nobody@b.example", closed.email, elsewhere.email)]
    assert all("a link is on its way to it" in answer for answer in answers)
    assert [letter.to for letter in mail.outbox] == [[ann.email]]


@SENDS
def test_nobody_is_flooded(ann: User) -> None:
    assert [asked(ann.email).status_code for _time in range(6)] == [302] * 5 + [429]
    assert len(mail.outbox) == 5


def test_where_no_email_is_sent_it_says_whom_to_ask(ann: User) -> None:
    for answer in (Client().get(ADDRESS), asked(ann.email)):
        assert answer.status_code == 200
        assert "Ask an administrator of your organisation" in answer.content.decode()
    assert mail.outbox == []
