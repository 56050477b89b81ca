"""Where the site says that a rating is contradicted by its own evidence."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from datetime import date
from pathlib import Path

import pytest
from django.test import Client
from example_contradictions import ASKED, FELL, MISSED, OVERRIDDEN
from example_contradictions import TITLES as MEASURES
from example_release import write_example_release
from reading_html import read_html

from answerable.judgement.contradictions import TITLES
from answerable.web.performance.contradictions import contradictions_at_home, contradictions_context, own_contradictions
from answerable.web.performance.reading import Release


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


def overridden(tmp_path: Path) -> tuple[Release, dict[str, object]]:
    """A release whose one contradiction is of an override that is shown until 31 January 2027; and its measure."""
    folder, name = write_example_release(tmp_path), "101-answered-within-30s"
    content = json.dumps({"checked": 2, "contradictions": [{"measure": name, "title": MEASURES[name], **OVERRIDDEN}]}).encode()
    (folder / "contradictions.json").write_bytes(content)
    header = json.loads((folder / "release.json").read_text("utf-8"))
    header["files"]["contradictions.json"] = hashlib.sha256(content).hexdigest()
    (folder / "release.json").write_text(json.dumps(header), "utf-8")
    return Release(folder), {"contradictions": [OVERRIDDEN]}


@pytest.mark.parametrize(("today", "shown"), [(date(2026, 11, 3), True), (date(2027, 1, 31), True), (date(2027, 2, 1), False)])
def test_what_contradicts_an_override_is_shown_as_long_as_the_override(tmp_path: Path, today: date, shown: bool) -> None:
    release, measure = overridden(tmp_path)
    assert bool(own_contradictions(measure, today)) == shown
    assert contradictions_context(release, today)["any"] == shown
    assert bool(contradictions_at_home(release, today)) == shown


def test_the_list_can_be_had_as_csv_and_json_as_it_was_released(site: Client) -> None:
    page = site.get("/contradictions/").content.decode()
    assert "/contradictions/contradictions.csv" in page
    assert "/contradictions/contradictions.json" in page
    released = json.loads(site.get("/contradictions/contradictions.json").content)
    assert released["contradictions"][0]["figures"] == MISSED["figures"]
    answer = site.get("/contradictions/contradictions.csv")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="contradictions.csv"'
    rows = list(csv.DictReader(io.StringIO(answer.content.decode())))
    assert [row["words"] for row in rows] == [told["words"] for told in released["contradictions"]]
    assert rows[0] | {"certain": "True", "source": MISSED["source"], "until": ""} == rows[0]
