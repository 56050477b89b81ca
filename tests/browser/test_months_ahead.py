"""The fan chart and the record of forecasts in a real Chromium: switched on with script and without, on paper, by key."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page
from test_in_chromium import CLASHES, opened, overflow, photograph, violations

pytestmark = pytest.mark.browser

MEASURE = "/measures/999-mean-time-to-answer/"
Contexts = dict[str, BrowserContext]


def shown(page: Page) -> int:
    """How many past forecasts can be seen."""
    found: int = page.evaluate("""() => [...document.querySelectorAll(".app-switched path[stroke-dasharray]")]
        .filter((path) => path.getClientRects().length && path.checkVisibility()).length""")
    return found


@pytest.mark.parametrize(("script", "width"), [("own", 390), ("off", 1280)])
def test_past_forecasts_show_where_they_are_switched_on(contexts: Contexts, site: str, script: str, width: int) -> None:
    with opened(contexts, site + MEASURE, width=width, script=script) as page:
        assert shown(page) == 0
        page.get_by_label("Past forecasts on the chart").check()
        assert shown(page) == 2
        assert overflow(page) == 0
        assert script == "off" or violations(page) == []
        page.get_by_label("Past forecasts on the chart").uncheck()
        assert shown(page) == 0


def test_the_live_fan_is_switched_by_the_same_box_and_read_month_by_month(contexts: Contexts, site: str,
                                                                          screenshots: Path) -> None:
    with opened(contexts, site + MEASURE) as page:
        page.locator(".app-fan").scroll_into_view_if_needed()
        page.wait_for_selector(".app-fan .app-live--on", timeout=20_000)
        assert shown(page) == 0
        page.locator("#past-forecasts").focus()
        page.keyboard.press("Space")
        assert shown(page) == 2
        page.keyboard.press("Tab")
        words = page.locator(".app-fan .app-live__words").inner_text()
        assert words.startswith("April 2027: Expected 19.2 seconds.")
        assert "Chance that the target is met: unlikely (12%)." in words
        assert page.evaluate(CLASHES) == []
        assert violations(page) == []
        photograph(page, screenshots / "fan-live.jpg")


def test_paper_shows_the_chart_as_it_was_left(contexts: Contexts, site: str, screenshots: Path) -> None:
    with opened(contexts, site + MEASURE, width=390, script="none") as page:
        page.emulate_media(media="print")
        assert not page.locator(".app-fan__label").is_visible()
        assert shown(page) == 0
        page.emulate_media(media="screen")
        page.locator("#past-forecasts").check()
        page.emulate_media(media="print")
        assert page.locator(".app-fan__label").is_visible()
        assert not page.locator("#past-forecasts").is_visible()
        assert shown(page) == 2
        page.pdf(format="A4", prefer_css_page_size=True, path=screenshots / "fan.pdf")


def test_the_record_is_filtered_without_a_script_and_by_its_buttons(contexts: Contexts, site: str) -> None:
    with opened(contexts, f"{site}/forecasts/", script="off") as page:
        page.get_by_label("What became of it").select_option("waiting")
        page.get_by_role("button", name="Show").click()
        assert page.get_by_text("Forecasts 1 to 2 of 2.").is_visible()
        assert page.get_by_label("What became of it").input_value() == "waiting"
