"""Charts that are read month by month, in a real Chromium under the site's content security policy."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from test_in_chromium import CLASHES, opened, overflow, photograph, violations

pytestmark = pytest.mark.browser

MEASURE = "/measures/101-answered-within-30s/"
GAP = "/measures/101-abandoned/"

Contexts = dict[str, BrowserContext]


def come_alive(page: Page) -> None:
    """Scroll to the chart and wait until it is drawn by the script."""
    page.locator("#chart").scroll_into_view_if_needed()
    page.locator(".app-live").scroll_into_view_if_needed()
    page.wait_for_selector(".app-live--on", timeout=20_000)


def words(page: Page) -> str:
    """What the chart says now."""
    return page.locator(".app-live__words").inner_text()


def test_the_drawing_script_comes_only_when_the_chart_is_nearly_in_view(contexts: Contexts, site: str) -> None:
    fetched: list[str] = []
    page = contexts["own"].new_page()
    page.on("request", lambda request: fetched.append(request.url))
    page.set_viewport_size({"width": 1280, "height": 300})
    page.goto(site + MEASURE)
    page.wait_for_load_state("networkidle")
    assert not [address for address in fetched if "vega" in address or "chart.json" in address]
    come_alive(page)
    assert len([address for address in fetched if "vega" in address]) == 1
    page.close()


def test_the_live_chart_takes_the_place_of_the_picture_without_a_word_on_the_console(
    contexts: Contexts, site: str, screenshots: Path
) -> None:
    with opened(contexts, site + MEASURE) as page:
        come_alive(page)
        assert not page.locator(".app-live__picture").is_visible()
        assert page.locator(".app-live__keys svg").is_visible()
        assert page.evaluate(CLASHES) == []
        assert overflow(page) == 0
        photograph(page, screenshots / "live-wide.jpg")


def test_nothing_moves_when_the_chart_comes_alive(contexts: Contexts, site: str) -> None:
    top = "document.querySelector('#figures').getBoundingClientRect().top + scrollY"
    page = contexts["own"].new_page()
    page.set_viewport_size({"width": 1280, "height": 300})
    page.goto(site + MEASURE)
    before = page.evaluate(top)
    come_alive(page)
    assert abs(page.evaluate(top) - before) <= 1
    page.close()


def test_the_arrow_keys_read_month_by_month_and_escape_ends_it(contexts: Contexts, site: str) -> None:
    with opened(contexts, site + MEASURE) as page:
        come_alive(page)
        hint = words(page)
        page.locator(".app-live__keys").focus()
        assert words(page).startswith("October 2026: 67.5%.")
        page.keyboard.press("ArrowLeft")
        assert words(page).startswith("September 2026: ")
        page.keyboard.press("Home")
        assert words(page) == "November 2023: 62.0%. Usual range 61.0% to 70.6%, average 65.8%."
        page.keyboard.press("ArrowLeft")
        assert words(page).startswith("November 2023: ")
        page.keyboard.press("Escape")
        assert words(page) == hint


def test_the_chart_is_reached_and_left_by_the_tab_key(contexts: Contexts, site: str) -> None:
    with opened(contexts, site + MEASURE) as page:
        come_alive(page)
        # The last link before the chart.
        page.locator("main a[href='/rating-rule/']").focus()
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.className").startswith("app-live__keys")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.tagName") == "A"


def test_what_is_read_is_announced(contexts: Contexts, site: str) -> None:
    with opened(contexts, site + MEASURE) as page:
        come_alive(page)
        assert page.locator(".app-live__words").get_attribute("aria-live") == "polite"
        assert "arrow keys" in str(page.locator(".app-live__keys").get_attribute("aria-label"))


def test_pointing_reads_the_nearest_month_and_marks_it(contexts: Contexts, site: str) -> None:
    with opened(contexts, site + GAP) as page:
        come_alive(page)
        drawn = page.locator(".app-live__keys svg *").count()
        box = page.locator(".app-live__keys svg").bounding_box()
        assert box is not None
        scale = box["width"] / 760
        page.mouse.move(box["x"] + 60 * scale, box["y"] + box["height"] / 3)
        expect(page.locator(".app-live__words")).to_contain_text("2023")
        expect(page.locator(".app-live__keys svg *")).to_have_count(drawn + 2)
        # The words stay when the pointer leaves, so that they can be read and enlarged (WCAG 2.2, 1.4.13).
        page.mouse.move(5, 5)
        assert "2023" in words(page)


def test_a_month_without_a_figure_is_read_with_its_reason(contexts: Contexts, site: str) -> None:
    with opened(contexts, site + GAP) as page:
        come_alive(page)
        page.locator(".app-live__keys").focus()
        for _press in range(12):
            page.keyboard.press("ArrowLeft")
        assert "Not available: the new telephone system did not record hang-ups" in words(page)


def test_a_live_chart_is_accessible(contexts: Contexts, site: str) -> None:
    with opened(contexts, site + MEASURE) as page:
        come_alive(page)
        assert violations(page) == []
        page.locator(".app-live__keys").focus()
        assert violations(page) == []


def test_paper_gets_the_picture(contexts: Contexts, site: str, screenshots: Path) -> None:
    with opened(contexts, site + MEASURE) as page:
        come_alive(page)
        page.emulate_media(media="print")
        assert page.locator(".app-live__picture").is_visible()
        assert not page.locator(".app-live__keys").is_visible()
        assert not page.locator(".app-live__words").is_visible()
        page.pdf(format="A4", prefer_css_page_size=True, path=screenshots / "live.pdf")


def test_a_phone_keeps_the_picture_and_fetches_nothing(contexts: Contexts, site: str) -> None:
    fetched: list[str] = []
    with opened(contexts, site + MEASURE, width=390) as page:
        page.on("request", lambda request: fetched.append(request.url))
        page.locator(".app-chart__narrow").first.scroll_into_view_if_needed()
        page.wait_for_load_state("networkidle")
        assert not page.locator(".app-live__words").is_visible()
        assert not [address for address in fetched if "vega" in address or "chart.json" in address]


@pytest.mark.parametrize("broken", ["**/chart.json", "**/vega-*.js"])
def test_where_anything_fails_the_picture_stands(contexts: Contexts, site: str, broken: str) -> None:
    page = contexts["own"].new_page()
    page.set_viewport_size({"width": 1280, "height": 800})
    page.route(broken, lambda route: route.fulfill(status=500))
    page.goto(site + MEASURE)
    page.locator(".app-live").scroll_into_view_if_needed()
    page.wait_for_selector(".app-live--off", timeout=20_000)
    assert page.locator(".app-live__picture").is_visible()
    assert not page.locator(".app-live__words").is_visible()
    page.close()


def test_without_javascript_the_picture_stands_and_nothing_promises_more(contexts: Contexts, site: str) -> None:
    with opened(contexts, site + MEASURE, script="off") as page:
        assert page.locator(".app-live__picture").is_visible()
        assert not page.locator(".app-live__words").is_visible()
