"""The page that says how ratings are made: the rule of the release, in words, with the measures that have each rating."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from django.test import Client
from example_release import write_example_release
from reading_html import Element, read_html

from answerable.judgement.ratings import rating_rule
from answerable.releases.held_rules import rule_json

RULE = rating_rule("default-2")


def main(site: Client) -> Element:
    """The main part of the page."""
    answer = site.get("/rating-rule/")
    assert answer.status_code == 200
    return read_html(answer.content.decode()).all("main")[0]


def with_rule(folder: Path, rule: dict[str, Any] | None) -> None:
    """A release made by that rule, or by none that it kept."""
    header = write_example_release(folder) / "release.json"
    content = json.loads(header.read_text("utf-8"))
    content["rating_rule"] = rule
    header.write_text(json.dumps(content), "utf-8")


def test_every_rating_stands_with_the_measures_that_have_it(site: Client) -> None:
    rows = {row.all("th")[0].text(): row for row in main(site).all("table")[0].all("tbody")[0].all("tr")}
    assert [rows[words].text().split()[-1] for words in ("Worsening", "Steady")] == ["None", "None"]
    linked = {words: row.all("a")[0].attributes["href"].removeprefix("#") for words, row in rows.items() if row.all("a")}
    lists = {part.attributes["id"]: [link.attributes["href"] for link in part.all("a")] for part in main(site).all("details")}
    assert set(lists) == set(linked.values())
    assert "/measures/101-answered-within-30s/#why" in lists[linked["Off target"]]
    assert rows["Off target"].all("a")[0].text() == f"{len(lists[linked['Off target']])} measures"
    shown = [address for listed in lists.values() for address in listed]
    assert "/measures/contacts-by-channel/#why" not in shown, "a measure that was not judged has no rating"
    assert len(shown) == len(set(shown)), "every measure has one rating"


def test_the_rule_is_there_in_plain_words_in_its_order(new_site: Client, tmp_path: Path) -> None:
    with_rule(tmp_path, rule_json(RULE))
    page = main(new_site)
    said = [item.text() for item in page.all("ol", class_="govuk-list--number")[0].all("li")]
    assert len(said) == len(RULE.conditions)
    assert said[3] == "If the latest figure is a change for the worse and the target is missed: Off target and worsening."
    assert said[-1] == "In every other case: Not rated."
    rows = {row.all("th")[0].text(): row.all("td")[0].text() for row in page.all("tbody")[0].all("tr")}
    assert (rows["Improving"], rows["Worsening"], rows["Steady"]) == ("Favourable", "Unfavourable", "Neutral")
    words = page.text()
    for threshold in ("must have come 95% or more", "lack a usable time 5% or less", "must rest on 30 or more",
                      "when more than 3 months have passed since"):
        assert threshold in words
    assert "By this rule no rating is favourable where the figure cannot be relied on" in words


def test_a_rule_that_sets_no_such_limit_and_does_not_say_how_ratings_stand_says_less(site: Client) -> None:
    words = main(site).text()
    assert "Cases that a share" not in words
    assert "no rating is favourable where" not in words
    assert "Not said" in words


def test_what_a_rule_declares_against_itself_is_said_first(new_site: Client, tmp_path: Path) -> None:
    with_rule(tmp_path, rule_json(RULE) | {"favourable_despite": [{"fact": "peers", "values": ["worse"]}]})
    assert "Declared by the rule: a rating may be favourable even if the figure is worse than is usual among its peers." \
        in main(new_site).text()


def test_the_file_can_be_had_and_is_the_one_whose_digest_is_shown(site: Client) -> None:
    answer = site.get("/rating-rule/rule.yaml")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="default-1.yaml"'
    assert hashlib.sha256(answer.content).hexdigest() in main(site).text()
    assert rating_rule("default-1").digest in main(site).text()
    assert answer.content.decode() == rating_rule("default-1").text


def test_help_and_every_rating_lead_there(site: Client) -> None:
    for address in ("/help/", "/measures/101-answered-within-30s/"):
        assert 'href="/rating-rule/"' in site.get(address).content.decode()


def test_a_release_from_before_says_that_it_has_no_rule(new_site: Client, tmp_path: Path) -> None:
    with_rule(tmp_path, None)
    assert "made before releases held their rating rule" in main(new_site).text()
    assert new_site.get("/rating-rule/rule.yaml").status_code == 404


def test_words_of_a_rule_stay_words(new_site: Client, tmp_path: Path) -> None:
    hostile = json.loads(json.dumps(rule_json(RULE)).replace("Not rated", "<script>x</script>"))
    with_rule(tmp_path, hostile)
    assert "<script>x</script>" in main(new_site).text()
    assert "<script>x</script>" not in new_site.get("/rating-rule/").content.decode()
