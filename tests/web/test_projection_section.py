"""What the page of a measure says of the months ahead, its files, and what an older release shows in its place."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.test import Client
from example_release import write_example_release
from reading_html import Element, read_html

from answerable.web.performance.projection import backtest_words

MEASURE = "/measures/999-mean-time-to-answer/"
AHEAD = 'id="ahead"'
TRIED = {"origins": 12, "forecasts": 72, "floor": "the same month a year before", "skill": 0.21, "skill_low": 0.05,
         "skill_high": 0.34, "cover50": 0.52, "cover90": 0.89, "pooled": 40}


def page(site: Client, address: str) -> Element:
    answer = site.get(address)
    assert answer.status_code == 200, address
    return read_html(answer.content.decode())


def rewrite(release: Path, name: str, change: Callable[[dict[str, Any]], None]) -> None:
    """Change a file of a release as if it had been released so."""
    content, header = json.loads((release / name).read_bytes()), json.loads((release / "release.json").read_bytes())
    change(content)
    (release / name).write_text(json.dumps(content))
    header["files"][name] = hashlib.sha256((release / name).read_bytes()).hexdigest()
    (release / "release.json").write_text(json.dumps(header))


def test_the_sentence_comes_first_then_the_warning_the_chart_and_the_table(site: Client) -> None:
    text = page(site, MEASURE).all("main")[0].text()
    parts = ("Very unlikely (9%) to be less than 10 seconds by March 2027.", "Half of the odds lie on 16 to 20 seconds.",
             "Warning The target is at risk since 1 April 2026", "Past forecasts on the chart", "How to read this chart",
             "What is expected, month by month", "How this was made", "It erred 21% less than the simplest forecast")
    places = [text.index(part, text.index("The months ahead Very")) for part in parts]
    assert places == sorted(places)


def test_the_picture_is_described_by_the_sentence_at_both_widths(site: Client) -> None:
    charts = [each for each in page(site, MEASURE).all("div", class_="app-chart") if each.attributes["data-chart"] == "fan"]
    assert len(charts) == 2
    for chart in charts:
        assert chart.attributes["role"] == "img"
        assert str(chart.attributes["aria-label"]).startswith("Very unlikely (9%) to be less than 10 seconds by March 2027.")


def test_the_table_has_every_month_with_ranges_and_odds_in_words(site: Client) -> None:
    table = next(each for each in page(site, MEASURE).all("table") if "What is expected" in each.all("caption")[0].text())
    rows = [row.text() for row in table.all("tr")][1:]
    assert len(rows) == 6
    assert rows[0].startswith("November 2026 17.7 seconds ")
    assert rows[5].endswith("Unlikely (12%) Unlikely (18%)")


def test_the_switch_is_a_checkbox_with_a_label_before_the_charts_it_switches(site: Client) -> None:
    fan = page(site, MEASURE).all("div", class_="app-fan")[0]
    names = [child.name for child in fan.children if isinstance(child, Element)]
    assert names[:2] == ["input", "label"]
    box, label = fan.all("input")[0], fan.all("label")[0]
    assert (box.attributes["type"], label.attributes["for"]) == ("checkbox", box.attributes["id"])
    assert len(fan.all("g", class_="app-switched")) == 2
    assert not page(site, "/measures/101-offered/").all("input")


def test_where_the_target_is_met_now_no_first_time_is_told(new_site: Client, tmp_path: Path) -> None:
    assert "Met at least once by then" in page(new_site_with(new_site, tmp_path, 1, value=12.0), MEASURE).text()
    assert "Met at least once by then" not in page(new_site_with(new_site, tmp_path, 2, value=9.0), MEASURE).text()


def new_site_with(site: Client, folder: Path, number: int, *, value: float) -> Client:
    """The site on a release whose newest final mean is `value` seconds."""
    def change(content: dict[str, Any]) -> None:
        content["headline"]["value"] = value
        content["projection"]["target"]["comparison"] = "<"
    rewrite(write_example_release(folder, number=number), "measures/999-mean-time-to-answer.json", change)
    return site


def test_past_forecasts_stand_in_words_too(site: Client) -> None:
    text = page(site, MEASURE).text()
    assert "Service managers <West> , 1 March 2026, 9:00am (entry 1): March 2026 9 seconds; April 2026 9.2 seconds" in text


def test_a_measure_without_a_projection_says_why_and_one_of_an_older_release_says_nothing(site: Client) -> None:
    assert "No projection: 3 months with a final figure are too few" in page(site, "/measures/chat-answered-within-60s/").text()
    answer = site.get("/measures/101-answered-within-30s/").content.decode()
    assert AHEAD not in answer
    assert "#ahead" not in answer


def test_every_measure_leads_to_its_forecasts_in_the_record(site: Client) -> None:
    links = {link.attributes["href"] for link in page(site, MEASURE).all("a")}
    assert "/forecasts/?measure=999-mean-time-to-answer" in links


def test_the_list_of_measures_says_it_of_a_measure_that_has_a_target(site: Client) -> None:
    text = page(site, "/").text()
    assert "Met in November 2026: very unlikely (2%) At risk since 1 April 2026" in text
    assert text.count("Met in") == 1


def test_its_files_hold_what_the_page_shows(site: Client) -> None:
    rows = list(csv.DictReader(io.StringIO(site.get(f"{MEASURE}projection.csv").content.decode())))
    content = json.loads(site.get(f"{MEASURE}projection.json").content)
    book = openpyxl.load_workbook(io.BytesIO(site.get(f"{MEASURE}projection.xlsx").content))
    steps = content["projection"]["steps"]
    assert [float(row["median"]) for row in rows] == [step["median"] for step in steps]
    assert [row["text90"] for row in rows] == [step["text90"] for step in steps]
    assert content["past_forecasts"][0]["by"] == "Service managers <West>"
    header, first, *_rest = book["Projection"].values
    assert dict(zip(header, first, strict=True))["high90"] == steps[0]["high90"]
    assert ("method", steps and content["projection"]["method"]["words"]) in list(book["About"].values)


@pytest.mark.parametrize("name", ["projection.csv", "projection.xlsx", "projection.json", "fan.json", "fan.svg"])
def test_a_measure_without_a_projection_has_no_such_file(site: Client, name: str) -> None:
    assert site.get(f"{MEASURE}{name}").status_code == 200
    assert site.get(f"/measures/101-abandoned/{name}").status_code == 404


def test_the_chart_to_download_has_the_sentence_as_its_title(site: Client) -> None:
    answer = site.get(f"{MEASURE}fan.svg")
    assert 'filename="999-mean-time-to-answer-fan.svg"' in answer.headers["Content-Disposition"]
    assert "<title>999: mean time to answer. Very unlikely (9%)" in answer.content.decode()


def test_hostile_words_stay_words(new_site: Client, tmp_path: Path) -> None:
    hostile = "<script>alert(1)</script>"

    def change(content: dict[str, Any]) -> None:
        content["projection"] |= {"sentence": hostile, "notes": [hostile], "warning": {"raised_on": "2026-05-01",
                                                                                       "words": hostile}}
    rewrite(write_example_release(tmp_path), "measures/999-mean-time-to-answer.json", change)
    answer = new_site.get(MEASURE).content.decode()
    assert hostile not in answer
    assert answer.count("&lt;script&gt;alert(1)") >= 5


def test_how_the_method_did_before_is_said_in_sentences() -> None:
    assert backtest_words(TRIED) == [
        "It was tried from 12 earlier months, seeing nothing that came after each: 72 forecasts.",
        "It erred 21% less than the simplest forecast (the same month a year before); between 5% and 34% with 90% confidence.",
        "52% of the figures that came lay inside the 50% range.", "89% of the figures that came lay inside the 90% range.",
        "How wide the ranges are was learnt from 40 measures together."]


@pytest.mark.parametrize(("skill", "low", "high", "words"), [
    (0.04, -0.1, 0.2, "It erred 4% less than the simplest forecast (x), which is not enough to tell the two apart."),
    (-0.2, -0.3, -0.1, "It erred 20% more than the simplest forecast (x); between 10% and 30% with 90% confidence."),
    (-0.03, -0.13, -0.003, "It erred 3% more than the simplest forecast (x), which is not enough to tell the two apart."),
    (0.3, None, None, "It erred 30% less than the simplest forecast (x).")])
def test_skill_is_said_with_its_side_and_its_uncertainty(skill: float, low: float | None, high: float | None,
                                                         words: str) -> None:
    tried = TRIED | {"floor": "x", "skill": skill, "skill_low": low, "skill_high": high}
    assert backtest_words(tried)[1] == words


def test_what_was_not_tried_is_not_told() -> None:
    assert backtest_words(None) == backtest_words(TRIED | {"forecasts": 0}) == []
    few = TRIED | {"skill": None, "cover50": None, "cover90": None, "pooled": 1, "origins": 1, "forecasts": 6}
    assert backtest_words(few) == ["It was tried from 1 earlier month, seeing nothing that came after it: 6 forecasts."]
