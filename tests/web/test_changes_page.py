"""The page of what changed, its downloads and its feed."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
from pathlib import Path
from xml.etree import ElementTree

from django.test import Client
from example_changes import HOSTILE, MADE, example_changes
from example_release import write_example_release
from reading_html import read_html

# When the example release was made, as the feed writes it.
NOW = "2026-11-03T09:05:00+00:00"
ATOM = "{http://www.w3.org/2005/Atom}"


def without_digest(folder: Path) -> None:
    """Make the example's release one from before there was a digest."""
    header = json.loads((folder / "release.json").read_bytes())
    del header["files"]["signals.json"]
    (folder / "release.json").write_text(json.dumps(header))
    (folder / "signals.json").unlink()


def main(site: Client, address: str = "/changes/") -> str:
    answer = site.get(address)
    assert answer.status_code == 200
    return " ".join(read_html(answer.content.decode()).all("main")[0].text().split())


def test_the_headline_comes_first_and_each_kind_says_why_it_is_shown(site: Client) -> None:
    said = main(site)
    assert said.index("2 changes to know. 2 more may be chance.") < said.index("Signals You see these because they stand out")
    assert "Late data You see these because records that were expected had not come" in said
    assert "no more than 10 in 100 are expected to be chance" in said
    assert "chance alone: 1 in 10,000; 1 in 2,500 in 4 looks".capitalize() in said


def test_each_thing_leads_to_its_measure_where_that_has_a_page(site: Client) -> None:
    links = [link.attributes.get("href") for link in read_html(site.get("/changes/").content.decode()).all("a")]
    assert "/measures/101-offered/" in links
    assert "/measures/101-abandoned/" in links
    assert not any("withdrawn-measure" in (link or "") for link in links)


def test_what_may_be_chance_is_folded_away_and_counted(site: Client) -> None:
    folded = [part.text() for part in read_html(site.get("/changes/").content.decode()).all("details")]
    assert re.search(r"May be chance \(2, 1 of them as in the release before\)", " ".join(folded[0].split()))
    assert "Seven in a row" in folded[0]
    assert "Steady → Improving: rose" in folded[0]
    assert "it rests on 12" in folded[1]


def test_a_hostile_text_stays_text(site: Client) -> None:
    assert "<b>=cmd()" not in site.get("/changes/").content.decode()
    assert HOSTILE in main(site)


def test_home_tells_the_headline_and_leads_there(site: Client) -> None:
    assert example_changes(1)["headline"] in main(site, "/")
    assert 'href="/changes/"' in site.get("/").content.decode()


def test_the_list_is_the_same_as_csv_and_json(site: Client) -> None:
    rows = list(csv.DictReader(io.StringIO(site.get("/changes/changes.csv").content.decode())))
    assert [row["list"] for row in rows] == [
        *["told"] * 3, "late", "ratings_changed", "revised", "definitions", *["by_chance"] * 2, "too_small", "standing"]
    assert (rows[0]["before"], rows[0]["after"], rows[0]["probability"]) == ("81%", "61%", "0.0004")
    assert json.loads(site.get("/changes/changes.json").content) == example_changes(1)


def test_the_feed_has_an_entry_a_release_with_the_times_of_the_releases(site: Client) -> None:
    answer = site.get("/changes.atom")
    assert answer["Content-Type"] == "application/atom+xml; charset=utf-8"
    feed = ElementTree.fromstring(answer.content)
    entries = feed.findall(f"{ATOM}entry")
    assert [entry.findtext(f"{ATOM}title") for entry in entries] == [example_changes(1)["headline"], "The first release."]
    assert [entry.findtext(f"{ATOM}updated") for entry in entries] == [NOW, MADE]
    assert feed.findtext(f"{ATOM}updated") == NOW
    assert "Fell in October 2026" in (entries[0].findtext(f"{ATOM}summary") or "")
    assert len({entry.findtext(f"{ATOM}id") for entry in [feed, *entries]}) == 3
    assert feed.findtext(f"{ATOM}id") == ElementTree.fromstring(site.get("/changes.atom").content).findtext(f"{ATOM}id")


def test_the_feed_holds_no_name_of_a_host(site: Client) -> None:
    content = site.get("/changes.atom", headers={"host": "evil.example"}).content.decode()
    assert "evil.example" not in content
    assert '<link href="/changes/" rel="alternate"' in content


def test_every_page_names_the_feed(site: Client) -> None:
    assert 'type="application/atom+xml"' in site.get("/").content.decode()


def test_a_release_from_before_there_was_a_digest_says_so(new_site: Client, tmp_path: Path) -> None:
    without_digest(write_example_release(tmp_path))
    assert "made before releases said what changed" in main(new_site)
    assert json.loads(new_site.get("/changes/changes.json").content) == {}
    assert new_site.get("/changes/changes.csv").content.decode().count("\n") == 1
    entries = ElementTree.fromstring(new_site.get("/changes.atom").content).findall(f"{ATOM}entry")
    assert [entry.findtext(f"{ATOM}title") for entry in entries] == ["Release 1"]
    assert 'Since release' not in new_site.get("/").content.decode()


def test_a_first_release_shows_what_stands_and_no_sentence_on_chance(new_site: Client, tmp_path: Path) -> None:
    folder = write_example_release(tmp_path)
    digest = example_changes(1) | {"since": None, "headline": "The first release.", "earlier": []} | {
        name: [] for name in ("told", "late", "ratings_changed", "definitions", "revised", "by_chance", "too_small")}
    content = json.dumps(digest).encode()
    header = json.loads((folder / "release.json").read_bytes())
    header["files"]["signals.json"] = hashlib.sha256(content).hexdigest()
    (folder / "signals.json").write_bytes(content)
    (folder / "release.json").write_text(json.dumps(header))
    said = main(new_site)
    assert "Every special cause that goes on (1)" in said
    assert "Of 40 measures" not in said
