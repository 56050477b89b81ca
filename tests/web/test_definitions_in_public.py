"""Definitions in public: families, versions with what differs, where a measure is used, and the data as a whole."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from example_definitions import FIGURES, SECOND_FROM, example_package
from example_release import HOSTILE, write_example_release
from reading_html import Element, read_html

from answerable.web.performance.data_page import DATA_FILES, size_words
from answerable.web.performance.home import in_families


def page(site: Client, address: str) -> Element:
    """The main part of a page."""
    response = site.get(address)
    assert response.status_code == 200
    return read_html(response.content.decode()).all("main")[0]


def measure(name: str, group: str = "101", parent: str | None = None, target: str | None = None) -> dict[str, Any]:
    """As much of a measure as its place in a family depends on."""
    return {"id": name, "group": group, "parent": parent, "target": target}


def test_a_family_shows_a_measure_before_its_parts() -> None:
    families = in_families([measure("late", parent="answered"), measure("lone"), measure("answered", parent="offered"),
                            measure("abandoned", parent="offered", target="5%"), measure("offered"), measure("999", "999")])
    assert list(families) == ["999", "101"]
    assert [(found["id"], depth) for found, depth in families["101"]] \
        == [("offered", 0), ("abandoned", 1), ("answered", 1), ("late", 2), ("lone", 0)]


def test_a_part_whose_whole_has_no_figures_is_shown_all_the_same() -> None:
    assert [(found["id"], depth) for found, depth in in_families([measure("late", parent="offered")])["101"]] == [("late", 0)]


def test_no_measure_is_lost_from_the_home_page(site: Client) -> None:
    links = [link.attributes["href"] for link in page(site, "/").all("table")[0].all("a")]
    assert links.index("/measures/101-offered/") < links.index("/measures/101-answered-within-30s/") \
        if "/measures/101-offered/" in links else True
    # A link to a part of a measure's page is a link to that measure.
    named = {str(link.attributes.get("href")).partition("#")[0] for link in page(site, "/").all("a")}
    assert len([name for name in named if str(name).startswith("/measures/") and name != "/measures/"]) == 8


def test_the_list_of_definitions_says_who_checked_each_and_what_is_overdue(site: Client) -> None:
    words = page(site, "/measures/").text()
    assert "8 measures, each with what it counts. 1 was checked by nobody but its author so far. The review of 1 is overdue." \
        in words
    rows = {row.all("a")[0].text(): row.text() for row in page(site, "/measures/").all("tr") if row.all("a")}
    assert rows["Chats answered within 60 seconds"].endswith("A. Analyst Nobody yet 31 January 2024 Overdue 2")


def test_a_version_shows_what_differs_from_the_one_before_in_words_and_as_sql(site: Client) -> None:
    found = page(site, "/measures/101-abandoned/")
    words = found.text()
    assert "Version 2, from 1 December 2025 (current)" in words
    assert "Version 1, from the beginning" in words
    assert "Hang-ups left out before 5 seconds –" in words
    assert [line.text() for line in found.all("del")] == ["− queue_ms >= 5000"]
    assert "+ SELECT count(*)" in found.all("ins")[0].text()


def test_figures_of_two_versions_say_which(site: Client) -> None:
    table = page(site, "/measures/101-abandoned/").all("table", class_="app-figures")[0]
    assert "Version" in [heading.text() for heading in table.all("thead")[0].all("th")]
    one = page(site, "/measures/101-offered/").all("table", class_="app-figures")[0]
    assert "Version" not in [heading.text() for heading in one.all("thead")[0].all("th")]
    figures = json.loads(site.get("/measures/101-abandoned/figures.json").content)["figures"]
    assert {(figure["period_start"] >= SECOND_FROM, figure["version"]) for figure in figures} == {(True, 2), (False, 1)}


def test_a_page_says_where_its_measure_is_used_and_shows_the_working(site: Client) -> None:
    found = page(site, "/measures/101-answered-within-30s/")
    words = found.text()
    assert "First published in this release (2)" in words
    assert "80% or more (local aspiration of Westshire, not a national standard) from 1 April 2025" in words
    assert "Rating rule default-1" in words
    assert "÷ 20,000 = " in words
    links = [link.attributes.get("href") for link in found.all("a")]
    assert "/measures/101-offered/" in links
    assert "/measures/not-shown/" not in links
    assert "A measure without figures" in words


def test_a_release_made_before_versions_were_kept_lists_its_changes(site: Client) -> None:
    words = page(site, "/measures/999-mean-time-to-answer/").text()
    assert "Changes of the definition Version 1, 1 November 2023: First version" in words
    assert "Used in" not in words


def test_hostile_words_in_a_version_stay_words(site: Client) -> None:
    assert HOSTILE in page(site, "/measures/switchboard-answered/").text()
    assert "<script>" not in site.get("/measures/switchboard-answered/").content.decode().replace("<script src", "")


def test_the_data_page_names_each_file_with_its_size_and_hands_it_out(site: Client) -> None:
    found = page(site, "/data/")
    assert "Open Government Licence v3.0" in found.text()
    assert "measures.csv The table measures.csv. 18 kB" in found.text()
    linked = {str(link.attributes.get("href")) for link in found.all("a")}
    for name, content in example_package().items():
        assert f"/data/{name}" in linked
        response = site.get(f"/data/{name}")
        assert response.content == content
        assert response.headers["Content-Type"] == DATA_FILES[name]


@pytest.mark.parametrize("name", ["release.json", "quality.json", "figures", "..%2frelease.json", "measures/101-offered.json",
                                  "datapackageXjson", "FIGURES.CSV", ""])
def test_nothing_else_of_a_release_is_handed_out(site: Client, name: str) -> None:
    response = site.get(f"/data/{name}")
    assert response.status_code == (200 if name == "" else 404)
    assert FIGURES not in response.content


def test_a_file_changed_after_its_release_is_not_handed_out(new_site: Client, tmp_path: Path) -> None:
    (write_example_release(tmp_path) / "figures.csv").write_bytes(b"measure,value\r\n101-offered,1\r\n")
    assert new_site.get("/data/figures.csv").status_code == 500


def test_a_release_without_tables_says_so(new_site: Client, tmp_path: Path) -> None:
    header = write_example_release(tmp_path) / "release.json"
    content = json.loads(header.read_bytes())
    content["files"] = {name: digest for name, digest in content["files"].items() if name not in example_package()}
    header.write_text(json.dumps(content))
    assert "This release has no tables to download as a whole." in page(new_site, "/data/").text()
    assert new_site.get("/data/figures.csv").status_code == 404


@pytest.mark.parametrize(("size", "words"), [(0, "0 bytes"), (1, "1 byte"), (999, "999 bytes"), (14_199, "14 kB"),
                                           (1_250_000, "1.2 MB")])
def test_a_size_is_said_in_words(size: int, words: str) -> None:
    assert size_words(size) == words
