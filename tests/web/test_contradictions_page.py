"""Where the site says that a rating is contradicted by its own evidence."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from django.test import Client
from example_contradictions import ASKED, FELL, MISSED
from example_release import write_example_release
from reading_html import read_html

from answerable.judgement.contradictions import TITLES


def text(site: Client, address: str) -> str:
    """The words of a page's main part."""
    answer = site.get(address)
    assert answer.status_code == 200, address
    return " ".join(read_html(answer.content.decode()).all("main")[0].text().split())


def test_a_measures_page_says_it_before_its_chart_with_figures_and_source(site: Client) -> None:
    said = text(site, "/measures/101-answered-within-30s/")
    for item in (MISSED, FELL, ASKED):
        assert item["words"] in said
        assert TITLES[item["code"]] in said
    assert "Rated by: Report to the panel, page 4" in said
    assert said.index(MISSED["words"]) < said.index(ASKED["words"]) < said.index("How to read this chart")
    assert said.index("To ask about") < said.index(ASKED["words"])


def test_nothing_is_shown_where_there_is_none(site: Client) -> None:
    said = text(site, "/measures/101-offered/")
    assert "contradicted by their own evidence" not in said
    assert "To ask about" not in said


def test_the_home_page_counts_ratings_and_links_their_measures(site: Client) -> None:
    assert "2 ratings or statements are contradicted by their own evidence." in text(site, "/")
    page = site.get("/").content.decode()
    assert 'href="/contradictions/"' in page
    assert 'href="/measures/101-answered-within-30s/#contradicted"' in page


def test_the_page_of_all_names_measures_that_only_a_report_has(site: Client) -> None:
    said = text(site, "/contradictions/")
    assert "12 ratings were checked." in said
    assert "Letters & cards: Statements about September 2026 disagree: 55% (a <b>reply</b>); 59% (minutes)." in said
    assert "a &lt;b&gt;reply&lt;/b&gt;" in site.get("/contradictions/").content.decode()
    assert "101 calls answered within 30 seconds : Stated as Green" in said


def test_an_older_release_says_nothing_of_it(new_site: Client, tmp_path: Path) -> None:
    release = write_example_release(tmp_path, number=7)
    header = json.loads((release / "release.json").read_text())
    (release / "contradictions.json").unlink()
    del header["files"]["contradictions.json"]
    name = "measures/101-answered-within-30s.json"
    measure = json.loads((release / name).read_text())
    del measure["contradictions"]
    (release / name).write_text(json.dumps(measure))
    header["files"][name] = hashlib.sha256((release / name).read_bytes()).hexdigest()
    (release / "release.json").write_text(json.dumps(header))
    assert "contradicted" not in text(new_site, "/")
    assert "contradicted" not in text(new_site, "/measures/101-answered-within-30s/")
    assert "0 ratings were checked. None is contradicted by its own evidence." in text(new_site, "/contradictions/")
