"""The register below /cy/: no English of the program's own leaks into what a visitor who is not signed in can open."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import models
from django.test import Client
from reading_welsh import leaks, lines_of
from routes import ALL, NOBODY, READ, ROUTES
from test_every_route import Visitors, told, visitors, workspace

from answerable.web.accounts.rights import PUBLIC

FAULTY = {"line": "x", "at": "soon", "day_day": "x", "happened": "x"}
__all__ = ["visitors", "workspace"]   # fixtures


def written() -> list[str]:
    """What people wrote in the register."""
    found: set[str] = set()
    for model in apps.get_models():
        if model.__module__.startswith("answerable.web") and not model.__name__.startswith("Historical"):
            for field in model._meta.concrete_fields:
                if isinstance(field, models.CharField | models.TextField) and not field.choices:
                    found.update(each for each in model._default_manager.values_list(field.name, flat=True) if each)
    return lines_of(found)


def public_pages(visitors: Visitors) -> Iterator[tuple[str, Any]]:
    """(name, answer) of every Welsh page that is for everybody, and of every form that everybody may send, sent with faults."""
    client = Client(raise_request_exception=False)
    for name, (_kind, opens, sends) in ROUTES.items():
        if opens in (ALL, READ):
            yield name, client.get("/cy" + visitors.path(name, PUBLIC))
        if sends in (ALL, READ) and sends != NOBODY:
            yield f"{name}, sent with faults", client.post("/cy" + visitors.path(name, PUBLIC), FAULTY)
    for address in ("/cy/sign-in/", "/cy/actions/999999/"):
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
