"""The record of forecasts on the site: who forecast how well, every forecast, and what of an older release."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from pathlib import Path
from xml.etree import ElementTree

import openpyxl
import pytest
from django.test import Client
from example_projections import PEOPLE, example_forecasts
from example_release import write_example_release
from reading_html import Element, read_html

from answerable.charts import calibration_svg
from answerable.charts.calibration import SIZE
from answerable.ledger.packing import packed
from answerable.web.performance.forecast_record import PAGE, asked_for, calibration_rows

CONTENT = example_forecasts()
ALL_KEYS = {key: None for row in CONTENT["scores"] for key in row}
STATUS = {name: [score for score in CONTENT["scores"] if score["status"] == name] for name in ("scored", "waiting", "cannot")}


def page(site: Client, query: str = "") -> Element:
    answer = site.get(f"/forecasts/{query}")
    assert answer.status_code == 200, query
    return read_html(answer.content.decode()).all("main")[0]


def tables(read: Element) -> dict[str, Element]:
    """The tables by the heading that names them."""
    return {str(table.attributes.get("aria-labelledby")): table for table in read.all("table")}


def listed(read: Element) -> list[list[str]]:
    """The cells of every forecast of the list."""
    return [[cell.text() for cell in (*row.all("th"), *row.all("td"))] for row in tables(read)["list"].all("tr")[1:]]


def test_it_begins_with_the_sentence_and_the_forecasters(site: Client) -> None:
    read = page(site)
    assert read.all("p", class_="app-lead")[0].text() == CONTENT["sentence"]
    rows = [row.text() for row in tables(read)["forecasters"].all("tr")]
    assert rows[1] == ("answerable A model, theta 1 54 2 wait 0.6 seconds cautious on average over 54 forecasts "
                       "52% (44% to 60%) 90% (83% to 95%) 0.08 (0.05 to 0.12) +21% (+5% to +34%)")
    assert rows[2] == (f"{PEOPLE} People 4 2 wait 0.6 seconds cautious on average over 4 forecasts – Too few to tell – "
                       "−10% (−20% to +10%)")
    assert len(rows) == 3


def test_a_forecaster_of_one_measure_is_shown_where_that_is_asked_for(site: Client) -> None:
    rows = tables(page(site, "?measure=999-mean-time-to-answer"))["forecasters"].all("tr")
    assert len(rows) == 2
    assert "Of “999: mean time to answer” alone." in page(site, "?measure=999-mean-time-to-answer").text()
    assert "Were the odds right?" not in page(site, "?measure=999-mean-time-to-answer").text()
    assert "None of these forecasts has been scored yet" in page(site, "?measure=101-withdrawn").text()


def test_the_list_has_what_was_expected_what_came_and_the_difference(site: Client) -> None:
    first = listed(page(site, "?status=scored"))[0]
    assert first == ["October 2026 4 months ahead", "999: mean time to answer answerable, entry 8",
                     "17 seconds Target: unlikely (20%)", "17 seconds Target not met", "0 seconds", "Inside"]


def test_a_month_that_was_revised_keeps_both_figures_and_both_differences(site: Client) -> None:
    row = next(row for row in listed(page(site, "?measure=101-withdrawn")))
    first = format(STATUS["scored"][-1]["outcome"], "g")
    assert row[3].startswith(f"12.5 seconds At first {first} seconds")
    assert row[4].endswith("At first −1 second")
    assert row[1].startswith("A measure that went")


def test_what_waits_and_what_cannot_be_scored_is_listed_with_the_reason(site: Client) -> None:
    waiting = listed(page(site, "?status=waiting"))
    assert [row[0].split()[0] for row in waiting] == ["December", "January"]
    assert all(row[3] == "Waiting for its figure" for row in waiting)
    assert listed(page(site, "?status=cannot"))[0][3] == "Cannot be scored No figure ever came for that month."
    assert "No figure ever came for that month. (1)" in page(site).text()


def test_every_forecast_is_on_one_page_and_on_one_only(site: Client) -> None:
    first, second = page(site), page(site, "?page=2")
    assert len(listed(first)) == PAGE
    assert len(listed(first)) + len(listed(second)) == len(CONTENT["scores"])
    assert f"Forecasts 51 to {len(CONTENT['scores'])} of {len(CONTENT['scores'])}." in second.text()
    links = [link.attributes["href"] for link in first.all("a") if link.attributes.get("rel") == "next"]
    assert links == ["/forecasts/?page=2#list"]
    assert [link.attributes["href"] for link in second.all("a") if link.attributes.get("rel")] == ["/forecasts/?#list"]


def test_choices_hold_together_and_stay_when_the_page_is_turned(site: Client) -> None:
    read = page(site, "?measure=999-mean-time-to-answer&by=answerable&status=scored")
    assert "Forecasts 1 to 50 of 54." in read.text()
    chosen = [option.attributes["value"] for option in read.all("option") if "selected" in option.attributes]
    assert chosen == ["999-mean-time-to-answer", "answerable", "scored"]
    link = next(link.attributes["href"] for link in read.all("a") if link.attributes.get("rel") == "next")
    assert link == "/forecasts/?measure=999-mean-time-to-answer&by=answerable&status=scored&page=2#list"


@pytest.mark.parametrize("query", ["?measure=../secret", "?by=%3Cscript%3E", "?status=x", "?page=0", "?page=-1", "?page=²",
                                   "?page=99999999999999999999", "?nothing=1", "?measure=&by=&status=&page="])
def test_what_the_record_does_not_know_asks_for_nothing(site: Client, query: str) -> None:
    read = page(site, query)
    assert f"Forecasts 1 to 50 of {len(CONTENT['scores'])}." in read.text()
    assert "<script>" not in str(read.text())


def test_a_page_beyond_the_last_is_the_last(site: Client) -> None:
    assert "Page 2 of 2" in page(site, "?page=77").text()


def test_a_measure_of_which_nothing_was_forecast_is_told_so(site: Client) -> None:
    assert "Nothing was forecast of “101 calls abandoned” so far." in page(site, "?measure=101-abandoned").text()


def test_questions_are_not_kept_so_that_no_end_of_them_fills_the_memory(site: Client) -> None:
    asked = asked_for({"page": "3", "by": "answerable"}, CONTENT)
    assert (asked.by, asked.page, asked.address(1)) == ("answerable", 3, "?by=answerable")
    from answerable.web.performance.reading import newest_release
    release = newest_release()
    assert release is not None
    before = len(release.pages)
    for number in range(4):
        page(site, f"?page={number}")
    assert len(release.pages) <= before


def test_the_entries_stand_with_their_digests(site: Client) -> None:
    text = page(site).text()
    assert all(entry["sha256"] in text for entry in CONTENT["entries"])
    assert "answerable forecasts verify" in text


def test_the_files_hold_every_forecast(site: Client) -> None:
    rows = list(csv.DictReader(io.StringIO(site.get("/forecasts/forecasts.csv").content.decode())))
    assert len(rows) == len(CONTENT["scores"])
    assert [row["outcome"] for row in rows] == ["" if score["outcome"] is None else str(score["outcome"])
                                                for score in CONTENT["scores"]]
    revised = next(row for row in rows if row["outcome_revised"])
    assert (revised["first_error"], revised["measure"]) == ("-1.0", "101-withdrawn")
    assert json.loads(site.get("/forecasts/forecasts.json").content) == json.loads(json.dumps(CONTENT))
    book = openpyxl.load_workbook(io.BytesIO(site.get("/forecasts/forecasts.xlsx").content))
    assert [book[name].max_row - 1 for name in ("Forecasts", "Forecasters", "Entries")] == [
        len(CONTENT[key]) for key in ("scores", "forecasters", "entries")]


def test_odds_are_drawn_against_what_came_of_them() -> None:
    rows = calibration_rows(CONTENT)
    assert [(row["odds"], row["n"], row["met"], row["range"]) for row in rows] == [
        ("0% to 20%", 20, "10%", "2% to 30%"), ("60% to 80%", 12, "50%", "too few to tell")]
    marks = [each.attrib for each in ElementTree.fromstring(calibration_svg(rows)).iter("rect")]
    middles = [(float(mark["x"]) + float(mark["width"]) / 2, float(mark["y"]) + float(mark["height"]) / 2) for mark in marks]
    assert middles == [pytest.approx((0.12 * SIZE, 0.9 * SIZE)), pytest.approx((0.7 * SIZE, 0.5 * SIZE))]
    assert marks[0]["fill"] != marks[1]["fill"]
    assert calibration_svg([]) == ""


def test_of_few_odds_no_range_is_told_even_by_a_release_that_has_one() -> None:
    row = {"from": 0.3, "to": 0.6, "n": 9, "mean_odds": 0.5, "share_met": 0.5, "share_met_low": 0.07, "share_met_high": 0.93}
    assert [(each["range"], each["low"]) for each in calibration_rows({"calibration": [row]})] == [("too few to tell", None)]


def changed_record(folder: Path, content: dict[str, object]) -> None:
    """An example release with another record of forecasts."""
    release = write_example_release(folder)
    header = json.loads((release / "release.json").read_bytes())
    (release / "forecasts.json").write_text(json.dumps(content), "utf-8")
    header["files"]["forecasts.json"] = hashlib.sha256((release / "forecasts.json").read_bytes()).hexdigest()
    (release / "release.json").write_text(json.dumps(header), "utf-8")


def test_a_packed_record_is_shown_and_handed_out_in_full(new_site: Client, tmp_path: Path) -> None:
    changed_record(tmp_path, packed(CONTENT | {"scores": [dict.fromkeys(ALL_KEYS) | row for row in CONTENT["scores"]],
                                               "forecasters": []}))
    assert len(listed(page(new_site))) == PAGE
    rows = json.loads(new_site.get("/forecasts/forecasts.json").content)["scores"]
    assert [(row["point"], row["by"]) for row in rows] == [(row["point"], row["by"]) for row in CONTENT["scores"]]


def test_months_come_before_days_of_demand_which_can_be_chosen(new_site: Client, tmp_path: Path) -> None:
    days = [STATUS["scored"][0] | {"kind": "demand", "measure": "demand: line 101", "title": "Demand by the day, line 101",
                                   "label": f"{day} December 2026", "period_start": f"2026-12-{day:02d}"} for day in (1, 2, 3)]
    changed_record(tmp_path, CONTENT | {"scores": [*days, *CONTENT["scores"]]})
    assert not [row for row in listed(page(new_site)) if "Demand" in row[1]]
    last = listed(page(new_site, "?page=2"))
    assert [row[0].split(" December")[0] for row in last[-3:]] == ["3", "2", "1"]
    assert len(listed(page(new_site, "?kind=days"))) == 3
    assert f"Forecasts 1 to 50 of {len(CONTENT['scores'])}." in page(new_site, "?kind=months").text()
    assert "Days of demand (3)" in page(new_site).text()
    assert "Days of demand" not in page(new_site, "?kind=months").all("table")[-1].text()


def older(folder: Path) -> None:
    """A release without the record and without fans."""
    release = write_example_release(folder)
    header = json.loads((release / "release.json").read_bytes())
    del header["files"]["forecasts.json"]
    (release / "forecasts.json").unlink()
    for name in [name for name in header["files"] if "-fan-" in name]:
        del header["files"][name]
        (release / name).unlink()
    (release / "release.json").write_text(json.dumps(header))


def test_an_older_release_says_that_nothing_was_recorded(new_site: Client, tmp_path: Path) -> None:
    older(tmp_path)
    assert "No forecast has been recorded yet." in page(new_site).text()
    assert len(new_site.get("/forecasts/forecasts.csv").content.decode().splitlines()) == 1
    assert json.loads(new_site.get("/forecasts/forecasts.json").content)["scores"] == []
    assert new_site.get("/measures/999-mean-time-to-answer/").status_code == 200
    assert new_site.get("/").status_code == 200


def test_without_a_release_it_says_so(new_site: Client) -> None:
    assert new_site.get("/forecasts/").status_code == 503
    assert new_site.get("/forecasts/forecasts.csv").status_code == 404
