"""Every page of the register that has an address of its own, asked for, with its queries and its time."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from statistics import median
from typing import Any

# Of these a reader has but one, or none is kept: they are no lists.
NO_LISTS = re.compile(r"(add|new|ask|edit|invite|sign|account/|password|healthz|\.csv|\.xlsx|\.json|\.ics|subjects|tokens)")
OWN_APPS = ("audit", "accounts", "organisations", "register", "meetings", "scrutiny", "api")


@dataclass(frozen=True)
class Asked:
    """A page as somebody got it. role: "" for the public; cpu_ms: of the process, the median of some; bytes: of the answer."""

    address: str
    role: str
    status: int
    queries: int
    cpu_ms: float
    bytes: int

    @property
    def is_list(self) -> bool:
        """Whether it is a list, so that it may be of any length."""
        return not NO_LISTS.search(self.address)


def addresses() -> Iterator[str]:
    """The address of every page of the register that takes no number, in English: new ones are found by themselves."""
    from django.urls import URLPattern, get_resolver

    def walk(patterns: Any, before: str) -> Iterator[tuple[str, str]]:
        for each in patterns:
            route = before + str(each.pattern)
            if isinstance(each, URLPattern):
                yield route, each.callback.__module__
            else:
                yield from walk(each.url_patterns, route)
    for route, module in walk(get_resolver().url_patterns, "/"):
        own = module.startswith(tuple(f"answerable.web.{app}." for app in OWN_APPS))
        if own and "<" not in route and "^" not in route and not route.startswith(("/api/", "/cy/")):
            yield route


def ask(client: Any, address: str, role: str, rounds: int = 1) -> Asked:
    """Ask for a page so many times (and once before, to be warm where there is more than one)."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    if rounds > 1:
        client.get(address)
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(address)
    queries = len(captured)   # the next request empties it
    size = len(answer.content) if not answer.streaming else 0
    times = []
    for _round in range(rounds if rounds > 1 else 0):
        began = time.process_time()
        client.get(address)
        times.append(1000 * (time.process_time() - began))
    return Asked(address, role, answer.status_code, queries, median(times) if times else 0.0, size)
