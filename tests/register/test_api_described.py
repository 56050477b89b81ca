"""The API is what its OpenAPI description says: tried with questions that somebody made up to break it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import Client
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import CHECKS
from test_api_reading import token_for

from answerable.web.accounts.rights import PUBLIC
from answerable.web.api.models import WRITE
from answerable.web.register.commands_actions import add_action
from answerable.web.wsgi import application

# What is sent may be right in form and still be refused, since there is no such meeting or no such right.
LEFT = frozenset({"positive_data_acceptance", "ignored_auth", "missing_required_header", "use_after_free",
                  "ensure_resource_availability"})


@contextmanager
def one_connection() -> Iterator[None]:
    """Requests within leave the connection open, as those of Django's own client do: the test's transaction is on it. That
    client makes requests close connections again when it is done, so nothing is asked of it within."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    try:
        yield
    finally:
        for signal in signals:
            signal.connect(close_old_connections)


def described() -> dict[str, Any]:
    content: dict[str, Any] = Client().get("/api/v1/openapi.json").json()
    return content


def test_the_description_is_openapi_3_1(db: None) -> None:
    content = described()
    assert content["openapi"] == "3.1.0"
    assert content["components"]["securitySchemes"] == {"Token": {"type": "http", "scheme": "bearer"}}
    listing = content["paths"]["/api/v1/actions"]["get"]
    assert listing["security"] == [{}, {"Token": []}]
    assert content["paths"]["/api/v1/actions"]["post"]["security"] == [{"Token": []}]
    assert list(listing["responses"]["422"]["content"]) == ["application/problem+json"]


def test_examples_are_no_part_of_it(db: None) -> None:
    assert not [path for path in described()["paths"] if "example" in path or "account" in path]


@pytest.mark.parametrize("role", ["", "policy-officer"])
def test_no_question_breaks_it(cast: Any, role: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("answerable.web.api.asking.MOST_A_MINUTE", 10**9)
    add_action(by=None, title="Brief the board", body=cast.body, force=cast.force, owners=[cast.chief], visibility=PUBLIC)
    headers = {"Accept-Encoding": "identity"}
    if role:
        headers["Authorization"] = f"Bearer {token_for(cast.account(role), WRITE)}"
    schema = schemathesis.openapi.from_dict(described())
    schema.app = application
    checks = [check for check in CHECKS.get_all() if check.__name__ not in LEFT]
    with one_connection():
        for place, result in enumerate(schema.get_all_operations()):
            operation = result.ok()
            # The lists are made alike: of those some are enough.
            if place % 9 == 0 or (role and operation.method != "get"):
                _tried(operation, headers, checks, 4)


def _tried(operation: Any, headers: dict[str, str], checks: list[Any], examples: int) -> None:
    @given(case=operation.as_strategy())
    @settings(max_examples=examples, deadline=None, database=None, phases=[Phase.generate], derandomize=True,
              suppress_health_check=list(HealthCheck))
    def run(case: Any) -> None:
        case.validate_response(case.call(headers=headers), checks=checks, headers=headers)
    run()
