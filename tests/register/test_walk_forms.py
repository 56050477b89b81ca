"""Every form of the register in a real Chromium: empty, and as it comes back when it was sent empty, sent with nonsense in
every field, or sent after somebody else was faster. axe-core finds no fault, nothing is wider than a telephone, the keyboard
alone is enough; what is refused says why where the focus is, and leads to the field.

A new route is walked by itself, once it has its line in routes.py.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from reading_html import Element, read_html
from test_every_route import Visitors, told, visitors, workspace
from walking import FORMS, IN_A_BROWSER, Answer, Window, module_window, opened, sent, window

pytestmark = IN_A_BROWSER
__all__ = ["module_window", "visitors", "window", "workspace"]   # fixtures
Fields = dict[str, Any]


# Nothing to see: the call of an example whose records are not here.
NOT_FOUND = {"example-call"}


def controls(page: str, path: str) -> list[Element]:
    """The controls of the form that a page sends to its own address."""
    forms = [form for main in read_html(page).all("main") for form in main.all("form") if form.attributes["method"] == "post"]
    own = next(form for form in forms if (form.attributes.get("action") or "").partition("?")[0] in ("", path))
    return [each for each in own.everything() if each.name in ("input", "select", "textarea") and each.attributes.get("name")]


def hidden(page: list[Element]) -> Fields:
    """What a browser sends of a form that nothing was written in, and from which all that stood there was taken."""
    return {str(each.attributes["name"]): each.attributes.get("value") or "" for each in page
            if each.attributes.get("type") == "hidden"}


def nonsense(page: list[Element]) -> Fields:
    """Something that no field can be, save one of free text; nothing is ticked."""
    return {str(each.attributes["name"]): "?" for each in page
            if each.attributes.get("type") not in ("file", "checkbox")} | hidden(page)


def as_shown(page: list[Element]) -> Fields:
    """What a browser sends of a form that nobody touched."""
    found: Fields = {}
    for each in page:
        name, kind = str(each.attributes["name"]), each.attributes.get("type")
        if each.name == "select":
            found[name] = [one.attributes.get("value") for one in each.all("option") if "selected" in one.attributes]
        elif kind in ("radio", "checkbox"):
            if "checked" in each.attributes:
                found.setdefault(name, []).append(each.attributes.get("value") or "on")
        elif kind != "file":
            found[name] = each.text() if each.name == "textarea" else each.attributes.get("value") or ""
    return found


def ways(form: list[Element]) -> Iterator[tuple[str, int, Fields]]:
    """How a form is sent: in words, what is answered to a form that is refused, and what is sent."""
    if any(each.attributes.get("type") != "hidden" for each in form):
        yield "sent empty", 422, hidden(form)
        yield "sent with nonsense", 422, nonsense(form)
    shown = as_shown(form)
    if "version" in shown:
        yield "sent too late", 409, shown | {"version": str(int(shown["version"]) + 1)}


def refusals(visitors: Visitors, page: Answer, name: str) -> Iterator[tuple[str, Answer]]:
    """What the site answers to each way in which it does not take a form."""
    for how, status, fields in ways(controls(page.body, visitors.path(name))):
        answer = sent(visitors, name, how, fields)
        if answer.status == status:
            yield how, answer


def test_every_form_is_without_fault_whether_open_or_refused(visitors: Visitors, window: Window) -> None:
    count: Counter[str] = Counter()
    for name in FORMS:
        page = opened(visitors, name)
        assert page.status == 200 or name in NOT_FOUND, f"{name}: {page.status}"
        if page.status != 200:
            continue
        window.look(page)
        count["by keyboard"] += window.go_by_keyboard(page)
        for how, answer in refusals(visitors, page, name):
            count[how] += 1
            window.look(answer, wholly=how == "sent empty")
            window.follow_the_summary(answer)
    assert count["by keyboard"] > 100, count
    assert count["sent empty"] > 85, count
    assert count["sent with nonsense"] > 75, count
    assert count["sent too late"] > 20, count
    told(window.faults)
