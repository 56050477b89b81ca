"""A walk over the site's pages in a real Chromium.

The site answers in this process, so that each page is asked for by somebody who may open it. One window shows one page after
the other: axe-core, the style and the script are read once.
"""

from __future__ import annotations

import copy
import importlib.util
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from mimetypes import guess_type
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.db import transaction
from django.test import Client
from playwright.sync_api import Page, sync_playwright
from routes import ALL, IN, INSIDE, NOBODY, READ, ROUTES
from test_every_route import Visitors, holder

TESTS = Path(__file__).resolve().parents[1]
AXE = (TESTS / "vendor" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")
ASKING = (Path(__file__).parent / "walking.js").read_text(encoding="utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WIDTHS = (390, 1280)
MOST_PARTS = 12
OPENS, SENDS = 1, 2   # the place of who may do it in a line of ROUTES
FORMS = [name for name, row in ROUTES.items() if row[OPENS] != NOBODY and row[SENDS] != NOBODY]
IN_A_BROWSER = [
    pytest.mark.browser,
    pytest.mark.django_db,
    pytest.mark.skipif("ANSWERABLE_DATABASE" in os.environ, reason="the pages are the same on every database"),
]


@dataclass(frozen=True)
class Answer:
    """What the site sent. name: of its route, or what else tells it apart."""

    name: str
    status: int
    policy: str
    body: str

    @property
    def is_page(self) -> bool:
        """Whether it is a page to look at."""
        return bool(self.body)


def role_of(who: str) -> str:
    """A role that may do what routes.py says, of those the one that sees most; "" for nobody."""
    return "policy-officer" if who in (ALL, IN, READ, INSIDE) else holder(who)


def read(name: str, response: Any) -> Answer:
    """What the site sent, with the body of a page alone."""
    page = response.get("Content-Type", "").startswith("text/html") and not response.streaming
    return Answer(name, response.status_code, response.get("Content-Security-Policy", ""),
                  response.content.decode() if page else "")


def opened(visitors: Visitors, name: str, language: str = "") -> Answer:
    """The page of a route. language: "/cy" for the Welsh one."""
    client, path = visitors.client(role_of(ROUTES[name][OPENS])), visitors.path(name)
    with undone(client):
        return read(f"{language} {name}".strip(), client.get(language + path))


def sent(visitors: Visitors, name: str, how: str, fields: dict[str, Any]) -> Answer:
    """What comes of the form of a route. how: in words."""
    client, path = visitors.client(role_of(ROUTES[name][SENDS])), visitors.path(name)
    with undone(client):
        return read(f"{name}, {how}", client.post(path, fields))


@contextmanager
def undone(client: Client) -> Iterator[None]:
    """What is asked for here leaves nothing behind: nobody is signed out, and no entry is closed, by the form before."""
    cookies = copy.deepcopy(client.cookies)
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
    client.cookies = cookies


class Window:
    """A window of a browser, and the faults that were found in it."""

    def __init__(self, page: Page, address: str) -> None:
        self.page, self.address = page, address
        self.session = page.context.new_cdp_session(page)
        self.widths, self.width = WIDTHS, 0
        self.faults: list[str] = []
        Answering.policy = ""

    def _begin(self, policy: str) -> None:
        Answering.policy = policy
        self.page.goto(self.address)
        self.page.evaluate(AXE)
        self.page.evaluate(ASKING)

    def look(self, answer: Answer, wholly: bool = True) -> None:
        """Show a page and look for faults at both widths. axe-core looks at it at the one (not wholly: where something of a
        kind is visible that it did not see at that width before), and so at the other."""
        if not Answering.policy:
            self._begin(answer.policy)
        assert answer.policy == Answering.policy, answer.name
        self.page.set_content(answer.body)
        for width in self.widths:
            self._resize(width)
            found = self.page.evaluate("(asked) => walk.faults(...asked)", [width, RULES, wholly and width == self.widths[0]])
            self.faults += [f"{answer.name}, {width} wide: {fault}" for fault in found]
        self.widths = self.widths[::-1]   # the next page begins at the width at which this one ended

    def _resize(self, width: int) -> None:
        if width != self.width:
            self.width = width
            size = {"width": width, "height": 800, "deviceScaleFactor": 1, "mobile": False}
            self.session.send("Emulation.setDeviceMetricsOverride", size)

    def go_by_keyboard(self, answer: Answer) -> int:
        """Come to each control of each form of the page that is shown by Tab, and send it by Enter. Gives how many forms."""
        count: int = self.page.evaluate("walk.count()")
        for place in range(count):
            stops = self.page.evaluate("(place) => walk.begin(place)", place)
            if not stops:
                self.faults.append(f"{answer.name}: form {place + 1} has no button")
                continue
            came = self._tab(stops)
            if came["reached"] != stops:
                self.faults.append(f"{answer.name}: Tab comes to {came['reached']}, not to {stops}")
            elif came["sent"] != 1:
                self.faults.append(f"{answer.name}: Enter at “{stops[-1]}” does not send the form")
        return count

    def _tab(self, stops: list[str]) -> dict[str, Any]:
        """What was come to by Tab, and how often the form was sent by Enter. Within a day Tab goes from part to part."""
        for _stop in stops:
            self.page.keyboard.press("Tab")
        for _part in range(MOST_PARTS):
            if len(self.page.evaluate("walk.end()")["reached"]) == len(stops):
                break
            self.page.keyboard.press("Tab")
        self.page.keyboard.press("Enter")
        came: dict[str, Any] = self.page.evaluate("walk.end()")
        return came

    def follow_the_summary(self, answer: Answer) -> None:
        """The error summary has the focus, and each of its links leads to a control."""
        focused = self.page.evaluate("walk.focused()")
        if "govuk-error-summary" not in focused:
            self.faults.append(f"{answer.name}: the error summary has not the focus, but “{focused}”")
        self.faults += [f"{answer.name}: {link} leads to no control" for link in self.page.evaluate("walk.lost()")]


def _file(path: str) -> bytes:
    if not path.startswith("/static/"):
        return b"<!DOCTYPE html><title>Begin</title>"
    name = path.removeprefix("/static/")
    ours = Path(settings.STATIC_ROOT) / name
    return ours.read_bytes() if ours.is_file() else Path(finders.find(name)).read_bytes()


class Answering(BaseHTTPRequestHandler):
    """An empty page under the site's own policy, and the site's style, script and fonts."""

    protocol_version = "HTTP/1.1"
    policy = ""

    def do_GET(self) -> None:
        """Send a file of the site; it is asked for once."""
        name = self.path.partition("?")[0]
        body = _file(name)
        self.send_response(200)
        self.send_header("Content-Type", guess_type(name)[0] or "text/html")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Content-Security-Policy", self.policy)
        self.send_header("Cache-Control", "max-age=3600")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_said: Any) -> None:
        """Nothing is told of what is well."""


@contextmanager
def served() -> Iterator[str]:
    """The address of what a page asks for while it is shown."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Answering)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


def _of_the_browser_tests() -> Any:
    found = importlib.util.spec_from_file_location("browser_tests", TESTS / "browser" / "conftest.py")
    assert found is not None
    assert found.loader is not None
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    return module


@pytest.fixture
def window(module_window: Window) -> Window:
    """The window of the module, before any fault was found in it."""
    module_window.faults = []
    return module_window


@pytest.fixture(scope="module")
def module_window() -> Iterator[Window]:
    """A window of a browser. The browser's loop runs in this thread, which is the database's own all the same."""
    named = _of_the_browser_tests()
    with pytest.MonkeyPatch.context() as patch, served() as address, sync_playwright() as playwright:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        chromium = playwright.chromium.launch(executable_path=named.find_chromium(), args=named.FLAGS)
        yield Window(chromium.new_page(), address)
        chromium.close()
