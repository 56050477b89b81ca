"""The section "How others did" of a measure's page."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client
from example_release import HOSTILE, published, write_example_release

from answerable.web.performance.others import others_context

ADDRESS = "/measures/101-answered-within-30s"


def text(site: Client, address: str = ADDRESS) -> str:
    """A page, with runs of white space made one."""
    return " ".join(site.get(address, follow=True).content.decode().split())


def test_each_published_figure_has_value_who_when_source_and_how_far_it_compares(site: Client) -> None:
    page = text(site)
    for words in ("How others did", "Northshire Police, 1 April 2025 to 31 March 2026", "72%", "101 calls answered",
                  "What is counted is not told.", 'href="https://Northshire-Police.example/report"', "Annual report.",
                  "Local, Northshire Police"):
        assert words in page


def test_the_plain_sentence_differs_with_the_clocks(site: Client) -> None:
    page = text(site)
    assert "It is measured on the same clock." in page
    assert "The clocks differ, so the two values cannot be held side by side" in page
    assert "Which clock was used is not known" in page


def test_a_published_share_answered_is_shown_as_what_is_left_and_as_it_was_published(site: Client) -> None:
    assert "3%<br><span class=\"app-quiet\">what is left of the published 97%: 101 calls answered" in text(site)


def test_statements_that_disagree_say_so(site: Client) -> None:
    assert text(site).count("Other published statements about the same period disagree with it.") == 1


def test_that_there_is_no_national_standard_is_said_with_its_source(site: Client) -> None:
    page = text(site)
    assert "There is no national standard for answering 101." in page
    assert "As told by the Home Office, 6 November 2024" in page
    assert 'href="https://parliament.example/1"' in page


def test_many_published_figures_are_folded_away_but_there(site: Client) -> None:
    page = text(site)
    assert "2 more published figures" in page
    assert "Force 5, 1 April 2025" in page


@pytest.mark.parametrize("made_up", [True, False])
def test_a_made_up_force_says_that_the_others_are_real(new_site: Client, tmp_path: Path, made_up: bool) -> None:
    write_example_release(tmp_path, made_up=made_up)
    assert ("Those not marked as made up are real; the force on this page is made up." in text(new_site)) == made_up


def test_a_measure_without_any_has_no_such_section(site: Client) -> None:
    assert "How others did" not in text(site, "/measures/999-answered-within-10s")


def test_a_release_made_before_benchmarks_were_frozen_is_still_shown() -> None:
    assert others_context({"id": "x"}) == {"no_standard": None, "rows": [], "more": [], "any": False}


def test_a_peer_the_force_itself_and_a_limit_are_named_as_such() -> None:
    rows = others_context({"benchmarks": [
        published("A", 1.0, "1%", "same", own=True), published("B", 1.0, "1%", "same", peer_groups=["family"]),
        published("C", 5.0, "5 working days", "none", statistic="limit"),
        published("D", 29.0, "29 seconds", "unknown", printed="0:29:00", read_as="mm:ss")]})["rows"]
    assert [row["relation"] for row in rows[:2]] == ["this force itself, as published", "in the same peer group: family"]
    assert rows[2]["what"] == "a limit: 101 calls answered"
    assert rows[3]["read"] == "Printed as 0:29:00, read as mm:ss."


def test_text_of_a_published_figure_is_never_markup() -> None:
    from django.template.loader import render_to_string

    rows = others_context({"benchmarks": [published("A", 1.0, "1%", "same", note=HOSTILE, comparability=HOSTILE)]})["rows"]
    assert "<script>" not in render_to_string("performance/part_others_table.html", {"rows": rows, "caption": "x"})
