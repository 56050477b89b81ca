"""The register below /cy/: no English of the program's own leaks into what a visitor who is not signed in can open."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import models
from django.test import Client
from reading_welsh import leaks, lines_of
from routes import ALL, IN, INSIDE, NOBODY, READ, ROUTES
from test_every_route import Visitors, holder, told, visitors, workspace

from answerable.web.accounts.rights import PUBLIC
from answerable.web.register.models import Action
from answerable.words import QUOTE

FAULTY = {"line": "x", "at": "soon", "day_day": "x", "happened": "x"}
# Where no element can stand, so that nothing can be marked.
_APART = re.compile(r"""\s(aria-label|title|alt|placeholder)=("[^"]*"|'[^']*')|<title>.*?</title>""", re.DOTALL)
__all__ = ["visitors", "workspace"]   # fixtures


def written() -> list[str]:
    """What people wrote in the register."""
    found: set[str] = set()
    for model in apps.get_models():
        if model.__module__.startswith("answerable.web") and not model.__name__.startswith("Historical"):
            for field in model._meta.concrete_fields:
                if isinstance(field, models.CharField | models.TextField | models.JSONField) and not field.choices:
                    for value in model._default_manager.values_list(field.name, flat=True):
                        found.update(texts_in(value))
    return lines_of(found)


def texts_in(value: Any) -> Iterator[str]:
    """Every text in a text, or in a tree of them."""
    if isinstance(value, str):
        yield value
    for each in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from texts_in(each)


def public_pages(visitors: Visitors) -> Iterator[tuple[str, Any]]:
    """(name, answer) of every Welsh page that is for everybody, and of every form that everybody may send, sent with faults."""
    client = Client(raise_request_exception=False)
    for name, (_kind, opens, sends) in ROUTES.items():
        if opens in (ALL, READ):
            yield name, client.get("/cy" + visitors.path(name, PUBLIC))
        if sends in (ALL, READ) and sends != NOBODY:
            yield f"{name}, sent with faults", client.post("/cy" + visitors.path(name, PUBLIC), FAULTY)
    for address in ("/cy/sign-in/", "/cy/sign-in/forgotten/", "/cy/actions/999999/"):
        yield address, client.get(address)
    yield "a wrong password", client.post("/cy/sign-in/", {"login": "nobody@example.com", "password": "wrong"})


def test_no_english_leaks_into_what_everybody_can_open(visitors: Visitors) -> None:
    answers = [(name, answer) for name, answer in public_pages(visitors) if answer["Content-Type"].startswith("text/html")]
    texts, faults = written(), []
    for name, answer in answers:
        page = answer.content.decode()
        assert answer.status_code in (200, 404, 422), (name, answer.status_code)
        assert '<html lang="cy"' in page, name
        faults += [f"{name}: {text.strip()}" for text in leaks(page, texts)]
    assert len(answers) > 25
    told(faults)


def role_of(who: str) -> str:
    """A role that may do what routes.py says."""
    return "policy-officer" if who in (IN, READ, INSIDE) else holder(who)


def test_what_staff_read_is_welsh_or_says_that_it_is_english(visitors: Visitors) -> None:
    """Every page of the register, opened by somebody who may: the program's own texts that have no Welsh stand in elements that
    say so. In tags and the title nothing can be marked."""
    pages = {}
    for name, (_kind, opens, _sends) in ROUTES.items():
        if opens not in (ALL, NOBODY):
            answer = visitors.client(role_of(opens)).get("/cy" + visitors.path(name, PUBLIC))
            if answer.get("Content-Type", "").startswith("text/html") and answer.status_code == 200:
                pages[name] = _APART.sub("", answer.content.decode())
    # A document's text is shown in parts, around the sentence that was found in it.
    texts = [*written(), "brief the board."]
    assert len(pages) > 60
    told([f"{name}: {text.strip()}" for name, page in pages.items() for text in leaks(page, texts)])


def test_a_form_that_comes_again_marks_its_english_and_nothing_marked_is_saved(cast: Any) -> None:
    officer = cast.signed_in("policy-officer")
    again = officer.post("/cy/actions/add/", {"origin": "other"})
    assert again.status_code == 422
    assert '<span lang="en">One sentence that says when it is done' in again.content.decode()
    given = {"title": "Briffio’r bwrdd", "home": f"{cast.body.pk}-{cast.force.pk}", "owners": [f"post-{cast.chief.pk}"],
             "origin": "other"}
    assert officer.post("/cy/actions/add/", given).status_code == 302
    action = Action.objects.get()
    assert officer.post(f"/cy/actions/{action.pk}/owners/", {"as_printed": "Pawb", "version": 1}).status_code == 302
    assert officer.get("/cy/actions/actions.xlsx").status_code == 200
    held = [text for update in action.updates.all() for text in (update.text,)]
    assert held
    assert not [text for text in held if QUOTE in text]


def test_a_page_that_is_sent_packed_is_marked_too(cast: Any) -> None:
    """As browsers ask for it: what is English is marked before the page is packed."""
    officer = cast.signed_in("policy-officer")
    packed = officer.get("/cy/actions/add/", headers={"accept-encoding": "gzip"})
    assert packed.headers["Content-Encoding"] == "gzip"
    page = gzip.decompress(packed.content).decode()
    assert '<span lang="en">One sentence that says when it is done' in page
    assert QUOTE not in page
