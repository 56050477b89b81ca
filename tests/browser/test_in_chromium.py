"""Every public page in a real Chromium: wide and narrow, with and without JavaScript, on screen and on paper.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, ConsoleMessage, Page

pytestmark = pytest.mark.browser

# One page of each kind; measures that differ only in their figures share a kind.
PAGES = {
    "home": "/", "ordinary": "/measures/101-answered-within-30s/", "gap": "/measures/101-abandoned/",
    "unjudged": "/measures/chat-answered-within-60s/", "composition": "/measures/contacts-by-channel/",
    "hostile": "/measures/switchboard-answered/", "quality": "/data-quality/", "help": "/help/",
    "definitions": "/measures/", "data": "/data/", "changes": "/changes/", "contradictions": "/contradictions/",
    "forecasts": "/forecasts/",
    "rating rule": "/rating-rule/", "accessibility": "/accessibility/", "missing": "/no-such-page/",
}
CHARTS = ["101-answered-within-30s", "999-mean-time-to-answer", "999-answered-within-10s", "101-abandoned",
          "101-offered", "chat-answered-within-60s", "switchboard-answered"]
WIDTHS = {"wide": 1280, "phone": 390}
AXE = (Path(__file__).parents[1] / "vendor" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

Contexts = dict[str, BrowserContext]

each_page = pytest.mark.parametrize("name", PAGES)

# What a page is asked, in the browser.
FAULTS = """async (tags) => {
  const options = {runOnly: {type: "tag", values: tags}, resultTypes: ["violations"]};
  const {violations} = await axe.run(document, options);
  return violations.map(({id, help, nodes}) => `${id}: ${help}: ${nodes[0].html.slice(0, 200)}`);
}"""
EXCESS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
CLASHES = """() => {
  const texts = [...document.querySelectorAll(".app-chart text")].filter((text) => text.checkVisibility());
  const boxes = texts.map((text) => [text.textContent, text.getBoundingClientRect()]);
  // Boxes of letters in one line are a little taller than what is seen of them.
  const clash = (a, b) => a.left < b.right - 0.5 && b.left < a.right - 0.5
    && a.top + 3 < b.bottom - 3 && b.top + 3 < a.bottom - 3;
  return boxes.flatMap(([one, a], place) => boxes.slice(place + 1)
    .filter(([, b]) => clash(a, b)).map(([other]) => `${one} / ${other}`));
}"""


@contextmanager
def opened(contexts: Contexts, address: str, *, width: int = 1280, script: str = "own") -> Iterator[Page]:
    """A page, opened; fails at the end where the browser complained of anything but a missing page."""
    complaints: list[str] = []
    page = contexts[script].new_page()
    page.set_viewport_size({"width": width, "height": 800})
    page.on("console", lambda said: complaints.extend(complaint(said)))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("requestfailed", lambda request: complaints.append(request.url))
    page.goto(address)
    yield page
    # What the browser breaks off because the page is closed is no fault of the page.
    found = [*complaints]
    page.close()
    assert found == []


def complaint(said: ConsoleMessage) -> list[str]:
    """What the console says, if it is an error or a warning; that an absent page is absent is none."""
    expected = "no-such-page" in said.location["url"] or "503" in said.text
    return [said.text] if said.type in ("error", "warning") and not expected else []


def violations(page: Page) -> list[str]:
    """What axe-core finds wrong with a page, one line each."""
    # The checker stays on the page for the next width.
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    found: list[str] = page.evaluate(FAULTS, RULES)
    return found


def overflow(page: Page) -> int:
    """By how many pixels the page is wider than the window."""
    pixels: int = page.evaluate(EXCESS)
    return pixels


def photograph(page: Page, path: Path) -> None:
    """Keep the whole page as a picture, for people to look at, where they ask for it: half a second each."""
    if os.environ.get("ANSWERABLE_SCREENSHOTS"):
        page.screenshot(path=path, full_page=True, type="jpeg", quality=80)


@each_page
@pytest.mark.parametrize("script", ["own", "none"])
def test_a_page_is_accessible_whole_and_quiet(
    contexts: Contexts, site: str, screenshots: Path, name: str, script: str
) -> None:
    with opened(contexts, site + PAGES[name], script=script) as page:
        for width, pixels in WIDTHS.items():
            page.set_viewport_size({"width": pixels, "height": 800})
            assert overflow(page) == 0
            # Without its script a page differs in the menu, which is there at both widths and folds away at one.
            if script == "own" or width == "phone":
                assert violations(page) == []
            if script == "own":
                photograph(page, screenshots / f"{name}-{width}.jpg")


@each_page
def test_with_javascript_switched_off_everything_is_still_there(contexts: Contexts, site: str, name: str) -> None:
    with opened(contexts, site + PAGES[name], width=390, script="off") as page:
        assert page.locator("h1").is_visible()
        assert page.locator("nav a").first.is_visible()
        assert page.locator("h2, p").last.is_visible()


def test_without_a_release_the_page_is_accessible_too(
    contexts: Contexts, empty_site: str, screenshots: Path
) -> None:
    with opened(contexts, empty_site, width=390) as page:
        assert page.locator("h1").inner_text() == "Nothing has been released yet"
        assert overflow(page) == 0
        assert violations(page) == []
        photograph(page, screenshots / "no-release-phone.jpg")


def test_opened_details_are_accessible_and_hold_the_calculation(contexts: Contexts, site: str) -> None:
    with opened(contexts, site + PAGES["hostile"], script="none", width=390) as page:
        for summary in page.locator("summary").all():
            summary.click()
        assert "SELECT '</code><script>" in page.locator("pre").first.inner_text()
        assert overflow(page) == 0
        assert violations(page) == []


def test_one_chart_is_shown_at_each_width_and_is_never_cut(contexts: Contexts, site: str) -> None:
    with opened(contexts, site + PAGES["gap"], script="none") as page:
        for width, shown in ((1280, "760"), (701, "760"), (699, "340"), (390, "340"), (340, "340")):
            page.set_viewport_size({"width": width, "height": 800})
            charts = [chart for chart in page.locator(".app-chart[data-chart=control] svg").all() if chart.is_visible()]
            assert [chart.get_attribute("width") for chart in charts] == [shown]
            box = charts[0].bounding_box()
            assert box is not None
            assert box["x"] >= 0
            assert box["x"] + box["width"] <= width


@pytest.mark.parametrize("measure", CHARTS)
def test_no_text_of_a_chart_covers_another_in_the_face_of_the_page(
    contexts: Contexts, site: str, measure: str
) -> None:
    with opened(contexts, f"{site}/measures/{measure}/") as page:
        for pixels in WIDTHS.values():
            page.set_viewport_size({"width": pixels, "height": 800})
            assert page.evaluate(CLASHES) == []


def test_chart_text_on_a_phone_is_no_smaller_than_12_pixels(contexts: Contexts, site: str) -> None:
    with opened(contexts, site + PAGES["gap"], width=390) as page:
        shown = page.locator(".app-chart__narrow[data-chart=control] svg")
        scale = shown.evaluate("svg => svg.getBoundingClientRect().width / svg.viewBox.baseVal.width")
        assert 13 * scale >= 12


def test_the_menu_folds_away_on_a_phone_and_opens_by_keyboard(contexts: Contexts, site: str) -> None:
    with opened(contexts, site, width=390) as page:
        link = page.locator("#navigation a", has_text="Data quality")
        assert not link.is_visible()
        page.get_by_role("button", name="Menu").press("Enter")
        assert link.is_visible()


def test_without_script_the_menu_is_open_and_leads_on(contexts: Contexts, site: str) -> None:
    with opened(contexts, site, width=390, script="off") as page:
        page.get_by_role("link", name="Data quality").first.click()
        assert page.locator("h1").inner_text() == "Data quality"


def test_the_first_stop_of_the_keyboard_skips_to_the_content(contexts: Contexts, site: str) -> None:
    with opened(contexts, site) as page:
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.textContent") == "Skip to main content"
        page.keyboard.press("Enter")
        assert page.url.endswith("#main-content")


def test_text_at_four_times_its_size_runs_off_nowhere(contexts: Contexts, site: str) -> None:
    # 400% of a window 1280 wide leaves 320 pixels of width (WCAG 2.2, 1.4.10).
    for name in ("home", "gap", "quality", "definitions", "data", "forecasts"):
        with opened(contexts, site + PAGES[name], width=320) as page:
            assert overflow(page) == 0, name


@pytest.mark.parametrize("name", ["home", "ordinary", "gap", "quality"])
def test_a_page_prints_on_a4(contexts: Contexts, site: str, screenshots: Path, name: str) -> None:
    with opened(contexts, site + PAGES[name]) as page:
        printed = page.pdf(format="A4", prefer_css_page_size=True, path=screenshots / f"{name}.pdf")
        assert printed.startswith(b"%PDF")
        # The ordinary measure has everything that a page can hold: hours of the week, parts, peers, others.
        assert printed.count(b"/Type /Page\n") <= (9 if name == "ordinary" else 6)
        page.emulate_media(media="print")
        assert not page.locator(".govuk-service-navigation").is_visible()


def test_print_opens_what_is_folded_and_shows_the_wide_chart(contexts: Contexts, site: str) -> None:
    with opened(contexts, site + PAGES["ordinary"], width=390) as page:
        page.emulate_media(media="print")
        assert page.locator("pre").first.is_visible()
        assert page.locator(".app-chart__wide").first.is_visible()
        assert not page.locator(".app-chart__narrow").first.is_visible()
