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
    """A page as somebody got it. role: "" for the public; bytes: of the answer; times: what it took each time in ms of the
    process's processor time."""

    address: str
    role: str
    status: int
    queries: int
    bytes: int
    times: list[float]

    @property
    def cpu_ms(self) -> float:
        """The best time: what others do on the same cores only ever adds to it."""
        return min(self.times, default=0.0)

    @property
    def middle_ms(self) -> float:
        """The median of the times."""
        return median(self.times) if self.times else 0.0

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


def ask(client: Any, address: str, role: str) -> Asked:
    """Ask for a page once, and count."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as captured:
        answer = client.get(address)
    size = len(answer.content) if not answer.streaming else 0
    return Asked(address, role, answer.status_code, len(captured.captured_queries), size, [])


def time_once(client: Any, page: Asked) -> None:
    """Ask for a page again, and add what it took."""
    began = time.process_time()
    client.get(page.address)
    page.times.append(1000 * (time.process_time() - began))


def pace() -> float:
    """What a fixed piece of plain Python takes in ms of processor time: how fast the machine is at this moment."""
    began, found = time.process_time(), 0
    for number in range(400_000):
        found += number * number % 7
    return 1000 * (time.process_time() - began)
