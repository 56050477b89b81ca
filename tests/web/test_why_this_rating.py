"""The section "Why this rating" of a measure's page."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from example_release import special_cause, write_example_release

from answerable.web.performance.reading import Release
from answerable.web.performance.why import stands_words, why_context

WITH_PARTS = "/measures/999-mean-time-to-answer"


def text(site: Client, address: str = WITH_PARTS) -> str:
    """A page, with runs of white space made one."""
    return " ".join(site.get(address, follow=True).content.decode().split())


def section(site: Client, address: str = WITH_PARTS) -> str:
    """The section, up to the chart."""
    page = text(site, address)
    return page[page.index('id="why"'):page.index('id="chart"')]


def test_the_rating_says_how_it_stands_by_which_rule_and_why(site: Client) -> None:
    why = section(site)
    assert "<strong>Off target.</strong> It speaks against the force." in why
    assert "by a rule that was set beforehand (default-1)" in why
    first, second = why.index("Above the 10 seconds national standard"), why.index("Outside the limits of the usual range")
    assert first < second
    assert "<ol" in why


def test_each_part_stands_with_its_rating_and_what_decided_it(site: Client) -> None:
    why = section(site)
    assert "How its parts are rated" in why
    assert 'href="/measures/999-answered-within-10s/">999 calls answered within 10 seconds</a>' in why
    assert "<strong>Worsening</strong>" in why
    assert "Worse than a year before" in why
    # A part that the release does not show has no link, and its title is text.
    assert "&lt;script&gt;" in why
    assert "/measures/gone" not in why


def test_what_does_not_count_is_named_with_the_reason(site: Client) -> None:
    why = section(site)
    assert "Published figures that do not count in this rating" in why
    assert "16.1 seconds (United Kingdom, 2021): the clocks differ" in why


def test_a_release_from_before_has_its_reasons_and_nothing_more(site: Client) -> None:
    why = section(site, "/measures/101-answered-within-30s")
    assert "Below the 80% aspiration" in why
    assert "speaks" not in why
    assert "How its parts are rated" not in why


def test_a_measure_without_reasons_has_no_such_section(site: Client) -> None:
    assert 'id="why"' not in text(site, "/measures/contacts-by-channel")


@pytest.mark.parametrize(("rule", "shown"), [("default-1", True), ("another-1", False)])
def test_what_a_rule_declares_against_itself_stands_on_the_page(tmp_path: Path, rule: str, shown: bool) -> None:
    folder = write_example_release(tmp_path)
    header: dict[str, Any] = json.loads((folder / "release.json").read_text("utf-8"))
    header["rating_rule"] = {"id": rule, "favourable_despite": [{"fact": "benchmark", "values": ["worse"]}]}
    (folder / "release.json").write_text(json.dumps(header), "utf-8")
    assert bool(why_context(Release(folder), special_cause())["despite"]) == shown


def test_every_way_of_standing_has_words_and_no_other_has_any() -> None:
    assert [bool(stands_words(stands)) for stands in ("favourable", "unfavourable", "neutral", "unmarked", "")] == [
        True, True, True, False, False]
