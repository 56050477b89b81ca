"""Every page of the register in a real Chromium, each form empty and sent too: no fault that axe-core finds, nothing wider than
a telephone, and every form can be filled and sent by the keyboard alone.

The browser is answered by the site in this process, so that each page is asked for by the role that may open it. A new route
is walked by itself, once it has its line in routes.py.
"""

from __future__ import annotations

import importlib.util
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Page, Route, sync_playwright
from routes import ALL, IN, INSIDE, NOBODY, READ, ROUTES
from test_every_route import Visitors, holder, told, visitors, workspace

TESTS = Path(__file__).resolve().parents[1]
AXE = (TESTS / "vendor" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
SITE = "http://register.example"
FAULTS = """async (tags) => {
  const {violations} = await axe.run(document, {runOnly: {type: "tag", values: tags}, resultTypes: ["violations"]});
  return violations.map(({id, help, nodes}) => `${id}: ${help}: ${nodes[0].html.slice(0, 160)}`);
}"""
EXCESS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
# The controls of the page's own form, in the order of the page; of radio buttons the one that the keyboard comes to.
CONTROLS = """() => [...document.querySelectorAll("main form[method=post]")].slice(0, 1).flatMap((form) => {
  const groups = new Set();
  return [...form.elements].filter((each) => {
    if (each.type === "hidden" || each.disabled || each.tagName === "FIELDSET" || !each.checkVisibility()) return false;
    if (each.type !== "radio") return true;
    const first = !groups.has(each.name);
    groups.add(each.name);
    return first;
  }).map((each) => each.type === "radio" ? each.name : each.id || each.name || each.textContent.trim());
})"""
FOCUSED = """() => { const each = document.activeElement;
  return each.type === "radio" ? each.name : each.id || each.name || each.textContent.trim(); }"""

OPENED, SENT = 1, 2   # the place of who may do it in a line of ROUTES

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db,
    pytest.mark.skipif("ANSWERABLE_DATABASE" in os.environ, reason="the pages are the same on every database"),
]
__all__ = ["visitors", "workspace"]   # fixtures


def _of_the_browser_tests() -> Any:
    found = importlib.util.spec_from_file_location("browser_tests", TESTS / "browser" / "conftest.py")
    assert found is not None
    assert found.loader is not None
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    return module


@dataclass(frozen=True)
class Answer:
    """A page as the site sent it. name: of its route; way: OPENED, or SENT for what came of its form sent empty."""

    name: str
    way: int
    path: str
    status: int
    headers: dict[str, str]
    body: bytes


class Walk:
    """A browser that shows what the site sent."""

    def __init__(self, page: Page) -> None:
        self.page, self.site = page, Client()
        page.route("**/*", self._answer)

    def _answer(self, route: Route) -> None:
        path = route.request.url.removeprefix(SITE).partition("#")[0]
        if route.request.resource_type == "document":
            route.fulfill(status=200, headers=self.answer.headers, body=self.answer.body)
            return
        found = self.site.get(path, headers={"accept-encoding": "identity"})   # style and script, which need no database
        route.fulfill(status=found.status_code, content_type=found["Content-Type"], body=b"".join(found))

    def show(self, answer: Answer) -> None:
        """Show an answer of the site, under its address."""
        self.answer = answer
        self.page.goto(SITE + answer.path)

    def faults(self) -> list[str]:
        """What axe-core finds wrong with the page that is shown, and by how much it is wider than the window."""
        if not self.page.evaluate("'axe' in window"):
            self.page.evaluate(AXE)
        found: list[str] = self.page.evaluate(FAULTS, RULES)
        return found + self.excess()

    def excess(self) -> list[str]:
        """By how much the page is wider than the window, in words; empty where it is not."""
        pixels = self.page.evaluate(EXCESS)
        return [f"{pixels} pixels wider than the window"] if pixels else []


_GATHERED: list[Answer] = []


@pytest.fixture
def answers(request: pytest.FixtureRequest) -> list[Answer]:
    """Every page, opened and its form sent empty, asked for once: before the browser runs, whose loop the database would take
    for another thread."""
    if not _GATHERED:
        visitors: Visitors = request.getfixturevalue("visitors")
        _GATHERED.extend([*pages(visitors, OPENED), *pages(visitors, SENT)])
    return _GATHERED


@pytest.fixture
def walk(answers: list[Answer]) -> Iterator[Walk]:
    """The browser."""
    named = _of_the_browser_tests()
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=named.find_chromium(), args=named.FLAGS)
        yield Walk(chromium.new_page())
        chromium.close()


def role_of(who: str) -> str:
    """A role that may do what routes.py says; "" for nobody."""
    return "" if who == ALL else "policy-officer" if who in (IN, READ, INSIDE) else holder(who)


def pages(visitors: Visitors, way: int) -> Iterator[Answer]:
    """Every route with a page: opened, or its form sent empty."""
    for name, row in ROUTES.items():
        if row[way] == NOBODY:
            continue
        path, client = visitors.path(name), visitors.client(role_of(row[way]))
        answer = client.get(path) if way == OPENED else client.post(path, {"csrfmiddlewaretoken": "x"})
        if answer.get("Content-Type", "").startswith("text/html") and answer.status_code in (200, 409, 422):
            kept = {key: answer[key] for key in ("Content-Type", "Content-Security-Policy") if key in answer}
            yield Answer(name, way, path, answer.status_code, kept, answer.content)


def test_no_page_has_a_fault(walk: Walk, answers: list[Answer]) -> None:
    faults, opened = [], [answer for answer in answers if answer.way == OPENED]
    for place, answer in enumerate(opened):
        walk.page.set_viewport_size({"width": 1280 if place % 2 else 390, "height": 800})
        walk.show(answer)
        faults += [f"{answer.name}: {fault}" for fault in walk.faults()]
        walk.page.set_viewport_size({"width": 390, "height": 800})
        faults += [f"{answer.name}, on a telephone: {fault}" for fault in walk.excess()]
    assert len(opened) > 60
    told(faults)


def test_no_form_that_was_sent_empty_has_a_fault(walk: Walk, answers: list[Answer]) -> None:
    faults, refused = [], [answer for answer in answers if answer.way == SENT and answer.status == 422]
    for place, answer in enumerate(refused):
        walk.page.set_viewport_size({"width": 390 if place % 2 else 1280, "height": 800})
        walk.show(answer)
        faults += [f"{answer.name}: {fault}" for fault in walk.faults()]
        focused = walk.page.evaluate("document.activeElement.className")
        # A message left by the form before, sent by the same visitor, stands first: nobody but this walk brings that about.
        if "govuk-error-summary" not in focused and b"govuk-notification-banner--" not in answer.body:
            faults.append(f"{answer.name}: the error summary has not the focus, but “{focused}”")
    assert len(refused) >= 20
    told(faults)


def test_every_form_is_filled_and_sent_by_the_keyboard_alone(walk: Walk, answers: list[Answer]) -> None:
    faults, count = [], 0
    walk.page.set_viewport_size({"width": 1280, "height": 800})
    for answer in answers:
        if answer.way == SENT or b'method="post"' not in answer.body.partition(b"<main")[2]:
            continue
        walk.show(answer)
        controls = walk.page.evaluate(CONTROLS)
        if controls:
            count += 1
            faults += [f"{answer.name}: {fault}" for fault in _by_keyboard(walk.page, controls)]
    assert count > 25
    told(faults)


def _by_keyboard(page: Page, controls: list[str]) -> list[str]:
    """What hinders the keyboard from coming to each control in turn, and from sending at the last."""
    page.evaluate("""() => { const form = document.querySelector("main form[method=post]");
      form.tabIndex = -1; form.focus(); window.sent = 0;
      form.addEventListener("submit", (event) => { event.preventDefault(); window.sent += 1; }); }""")
    reached = []
    for _control in controls:
        page.keyboard.press("Tab")
        reached.append(page.evaluate(FOCUSED))
    if reached != controls:
        return [f"Tab comes to {reached}, not to {controls}"]
    page.keyboard.press("Enter")
    return [] if page.evaluate("window.sent") == 1 else ["Enter at the button does not send it"]
