"""Every page of the register that has no form to send in a real Chromium, in English and in Welsh; the home of every role; and
what is public, signed out.
"""

from __future__ import annotations

import pytest
from roles_of_the_cast import ROLES_OF
from routes import ALL, IN, NOBODY, READ, ROUTES
from test_every_route import Visitors, told, visitors, workspace
from walking import FORMS, IN_A_BROWSER, OPENS, Window, module_window, opened, read, window

from answerable.web.accounts.rights import PUBLIC

pytestmark = IN_A_BROWSER
__all__ = ["module_window", "visitors", "window", "workspace"]   # fixtures

PAGES = [name for name, row in ROUTES.items() if row[OPENS] != NOBODY and name not in FORMS]
OF_READERS = [name for name in PAGES if ROUTES[name][OPENS] in (ALL, IN, READ)]


@pytest.mark.parametrize("language", ["", "/cy"])
def test_every_page_is_without_fault(visitors: Visitors, window: Window, language: str) -> None:
    pages = 0
    for name in PAGES if not language else OF_READERS:
        answer = opened(visitors, name, language)
        if answer.is_page:
            pages += 1
            window.look(answer)
            window.go_by_keyboard(answer)
    assert pages > 35
    told(window.faults)


def test_the_home_of_every_role_is_without_fault(visitors: Visitors, window: Window) -> None:
    for role in ROLES_OF:
        window.look(read(f"home of {role}", visitors.client(role).get(visitors.path("my"))), wholly=False)
    told(window.faults)


def test_every_page_that_is_public_is_without_fault_signed_out(visitors: Visitors, window: Window) -> None:
    for name in OF_READERS:
        answer = read(f"{name}, signed out", visitors.client("").get(visitors.path(name, PUBLIC)))
        if answer.is_page:
            window.look(answer, wholly=False)
    told(window.faults)
