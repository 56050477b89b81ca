"""No list asks the database more often because there is more in it: with four times the entries every page that takes no number
takes the queries that it took before. Which pages there are is read off routes.py, so a new one is tried by itself."""

from __future__ import annotations

from typing import Any

import pytest
from benchmarks.register_material import fill, posts
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from roles_of_the_cast import ROLES_OF
from routes import ALL, IN, NOBODY, ROUTES
from test_every_route import REGISTER, SPACES, holder

FEW, MORE = 4, 12   # meetings; each brings twenty actions and its share of all else
# Whoever is not signed in reads what is public; a policy officer reads all, and sees the links to what may be done.
OF_EVERYBODY = ("", "policy-officer")
PAGES = {name: opens for name, (kind, opens, _sends) in ROUTES.items()
         if not kind and opens != NOBODY and not REGISTER[name].pattern.converters}


def readers(opens: str) -> tuple[str, ...]:
    """The roles with which a page is tried: every one where each has a page of its own."""
    if opens == ALL:
        return OF_EVERYBODY
    return tuple(ROLES_OF) if opens == IN else (holder(opens),)


def queries(client: Client, name: str) -> int:
    """How many queries a page takes."""
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(reverse(SPACES[name] + name))
        assert answer.status_code == 200, name
        b"".join(answer.streaming_content) if answer.streaming else answer.content
    return len(captured)


def test_no_list_takes_more_queries_with_more_entries(cast: Any) -> None:
    clients = {role: cast.signed_in(role) for role in ("", *ROLES_OF)}
    asked = [(name, role) for name, opens in PAGES.items() for role in readers(opens)]
    there = {"body": cast.body, "force": cast.force, "panel": cast.panel, "analyst": cast.people["analyst"],
             "posts": posts(cast.force)}
    fill(there, FEW)
    few = {(name, role): queries(clients[role], name) for name, role in asked}
    fill(there, MORE)
    many = {(name, role): queries(clients[role], name) for name, role in asked}
    assert {each: (few[each], many[each]) for each in asked if few[each] != many[each]} == {}


@pytest.mark.parametrize("name", ["actions", "promises", "plans", "recommendations", "meetings", "questions", "decisions",
                                  "inquiries", "organisations", "answers", "my", "history", "list-actions"])
def test_the_lists_are_among_the_pages_that_are_tried(name: str) -> None:
    assert name in PAGES
