"""A real Chromium on the served site."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, sync_playwright

TESTS = Path(__file__).parents[1]
# The example release and the running site stand with the tests of the pages.
sys.path.insert(0, str(TESTS / "web"))

from example_release import write_example_release  # noqa: E402
from running_site import running_site  # noqa: E402

SCREENSHOTS = Path(__file__).parent / "screenshots"
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
# No sandbox: tests may run as root in a container. The rest keeps the browser from reaching for the network.
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def find_chromium() -> str:
    """The browser to test with: ANSWERABLE_CHROMIUM, or the first on the path; the one without windows of its own before
    the others, since it draws the same pages with half the work. Ends the tests where there is none.
    """
    named = os.environ.get("ANSWERABLE_CHROMIUM")
    found = named or next(filter(None, map(shutil.which, BROWSERS)), None)
    if not found or not Path(found).exists():
        pytest.fail(f"no Chromium{f' at {named}' if named else ''}: run `apt-get install chromium`, or set "
                    "ANSWERABLE_CHROMIUM to its path", pytrace=False)
    return found


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One browser for all tests."""
    path = find_chromium()
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def contexts(browser: Browser) -> Iterator[dict[str, BrowserContext]]:
    """Three ways to open a page, by what becomes of its script.

    "own": it runs; "none": an empty file comes in its place, so that the page stays as it was sent while
    axe-core can still run; "off": JavaScript is switched off in the browser.
    """
    found = {"own": browser.new_context(), "none": browser.new_context(),
             "off": browser.new_context(java_script_enabled=False)}
    found["none"].route("**/*.js", lambda route: route.fulfill(body="", content_type="text/javascript"))
    yield found
    for context in found.values():
        context.close()


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the site on the example release."""
    folder = tmp_path_factory.mktemp("workspace")
    write_example_release(folder)
    with running_site(folder) as address:
        yield address


@pytest.fixture(scope="session")
def empty_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the site on a workspace without a release."""
    with running_site(tmp_path_factory.mktemp("empty")) as address:
        yield address


@pytest.fixture(scope="session")
def screenshots() -> Path:
    """Where screenshots are put."""
    SCREENSHOTS.mkdir(exist_ok=True)
    return SCREENSHOTS
