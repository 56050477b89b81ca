"""Signing in for the first time in a real Chromium, with a passkey that the browser itself holds (WebAuthn), by keyboard."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page
from running_site import running_site
from test_in_chromium import AXE, EXCESS, FAULTS, RULES

pytestmark = pytest.mark.browser
PASSWORD = "correct-horse-battery"
DEVICE = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
          "isUserVerified": True, "automaticPresenceSimulation": True}
OWN_PAGES = ["/account/", "/account/edit/", "/account/password/", "/account/sessions/", "/account/second-proof/",
             "/account/second-proof/passkeys/", "/account/second-proof/app/add/", "/account/second-proof/recovery-codes/",
             "/accounts/", "/accounts/invite/", "/accounts/1/", "/roles/", "/organisations/", "/organisations/2/",
             "/organisations/add/", "/organisations/2/edit/", "/organisations/2/terms/", "/organisations/2/successor/"]


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    """The address of a site, and of the invitation of its first administrator."""
    folder = str(tmp_path_factory.mktemp("passkeys") / "westshire")

    def run(*words: str) -> str:
        return subprocess.run([sys.executable, "-m", "answerable", *words], capture_output=True, text=True, check=True).stdout

    run("init", folder, "--name", "Westshire Police", "--governing-body", "Westshire Policing Board")
    said = run("accounts", "add", folder, "--email", "ann@b.example", "--name", "Ann Archer", "--role", "administrator",
               "--organisation", "Westshire Policing Board", "--address", "")
    link = re.search(r"(/invitation/\S+)", said)
    assert link
    with running_site(Path(folder)) as served:
        # Passkeys belong to a name, not to a number.
        yield served.replace("127.0.0.1", "localhost"), link[1]


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A browser with a device that holds passkeys."""
    context = browser.new_context()
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    yield page
    context.close()


def look(page: Page) -> None:
    """A page reads on a phone, and axe-core finds nothing."""
    page.set_viewport_size({"width": 390, "height": 800})
    assert page.evaluate(EXCESS) == 0, page.url
    page.evaluate(AXE)
    assert page.evaluate(FAULTS, RULES) == [], page.url


def press(page: Page, words: str) -> None:
    """Press a button by keyboard."""
    page.get_by_role("button", name=words, exact=True).focus()
    page.keyboard.press("Enter")


def test_from_the_invitation_to_a_passkey_and_in_again(page: Page, address: tuple[str, str]) -> None:
    site, link = address
    page.goto(site + link)
    look(page)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_label("The password again").fill("another-horse-battery")
    press(page, "Save the password")
    page.wait_for_selector(".govuk-error-summary")
    page.wait_for_function("document.activeElement.className === 'govuk-error-summary'")
    look(page)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_label("The password again").fill(PASSWORD)
    press(page, "Save the password")

    page.wait_for_url("**/sign-in/")
    look(page)
    page.get_by_label("E-mail address").fill("ann@b.example")
    page.get_by_label("Password").fill(PASSWORD)
    press(page, "Sign in")
    page.wait_for_url("**/second-proof/needed/**")
    look(page)
    page.get_by_role("link", name="Add a passkey").click()
    page.get_by_label("Sign in with it alone").check()
    press(page, "Add the passkey")
    page.wait_for_url("**/recovery-codes/")

    for path in OWN_PAGES:
        answer = page.goto(site + path)
        assert answer is not None
        assert answer.status == 200, path
        look(page)

    press(page, "Sign out")
    page.wait_for_url(f"{site}/")
    page.goto(site + "/sign-in/")
    press(page, "Sign in with a passkey")
    page.wait_for_url("**/my/")
    assert page.get_by_role("link", name="Ann Archer").is_visible()
