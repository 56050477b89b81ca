"""What the browser gets to make a chart readable month by month, and the addresses it comes from."""

from __future__ import annotations

import json
from typing import Any
from xml.etree import ElementTree

import pytest
import vl_convert
from django.test import Client
from example_charts import with_season, with_varying_limits
from example_release import example_measures, gap_and_break, judged_by_nobody, ordinary, special_cause, volume

from answerable.charts.control import control_chart
from answerable.charts.interactive import live_chart
from answerable.charts.svg import drawn

SVG = "{http://www.w3.org/2000/svg}"
DRAWN = [measure for measure in example_measures() if measure["chart"]["points"]]


def live(measure: dict[str, Any]) -> dict[str, Any]:
    """What the browser gets for a measure."""
    chart = control_chart(measure, width="wide")
    return live_chart(measure, chart, drawn(chart.picture).vega)


def said(measure: dict[str, Any], slot: int) -> str:
    """What is read out of one period."""
    point = live(measure)["points"][slot]
    return f"{point['title']}: {'. '.join(point['lines'])}."


def as_svg(vega: dict[str, Any]) -> ElementTree.Element:
    """A Vega specification drawn by the server's converter."""
    return ElementTree.fromstring(vl_convert.vega_to_svg(vega, allowed_base_urls=[]))


def read_at(measure: dict[str, Any], slot: int) -> ElementTree.Element:
    """The live chart with one period being read."""
    vega = live(measure)["vega"]
    next(signal for signal in vega["signals"] if signal["name"] == "at")["value"] = slot
    return as_svg(vega)


def test_a_month_is_read_with_its_figure_what_is_usual_and_its_notes() -> None:
    assert said(ordinary(), 0) == "November 2023: 62.0%. Usual range 61.0% to 70.6%, average 65.8%."
    assert said(ordinary(), -1).endswith("average 65.8%. Provisional, so not judged. 19 of 31 days came.")


def test_a_signal_is_read_with_what_the_rules_say() -> None:
    measure = special_cause()
    measure["chart"]["points"][-1]["says"] = "above its usual range"
    assert "Signal of concern: above its usual range" in said(measure, -1)


def test_a_gap_is_read_with_its_reason_and_a_break_with_its_words() -> None:
    assert said(gap_and_break(), 20) == (
        "July 2025: Not available: the new telephone system did not record hang-ups.")
    assert "Not comparable with what is before: Definition version 2: any hang-up counts." in said(gap_and_break(), 25)


def test_a_month_of_its_own_limits_is_read_with_these() -> None:
    assert "Usual range 48.3% to 100%" in said(with_varying_limits(), 20)
    assert "Usual range 65.4% to 77.3%" in said(with_varying_limits(), 0)


def test_a_seasonally_adjusted_figure_is_read_beside_the_figure() -> None:
    assert said(with_season(), 3).startswith("February 2024: ")
    assert "Seasonally adjusted 68.7%" in said(with_season(), 3)


def test_without_limits_nothing_is_called_usual() -> None:
    assert "sual range" not in said(judged_by_nobody(), 1)


def test_whole_things_are_read_as_whole_numbers() -> None:
    assert "Usual range 28,517 to 33,317, average 30,917" in said(volume(), 3)


@pytest.mark.parametrize("measure", [*DRAWN, with_season(), with_varying_limits()], ids=lambda measure: str(measure["id"]))
def test_the_live_chart_is_the_picture_until_a_month_is_read(measure: dict[str, Any]) -> None:
    still = ElementTree.fromstring(drawn(control_chart(measure, width="wide").picture).svg)
    moving = as_svg(live(measure)["vega"])
    assert [element.text for element in moving.iter(f"{SVG}text")] == [element.text for element in still.iter(f"{SVG}text")]
    for name in ("line", "path"):
        shapes = [[element.attrib.get("d") for element in root.iter(f"{SVG}{name}")] for root in (still, moving)]
        assert set(shapes[0]) == set(shapes[1])


def test_the_month_that_is_read_has_a_line_and_a_ring() -> None:
    still, read = (len(list(read_at(ordinary(), slot).iter())) for slot in (-1, 4))
    assert read == still + 2


def test_a_month_without_a_figure_has_a_line_and_no_ring() -> None:
    still, read = (len(list(read_at(gap_and_break(), slot).iter())) for slot in (-1, 20))
    assert read == still + 1
    assert live(gap_and_break())["points"][20]["y"] is None


def test_places_are_those_of_the_marks() -> None:
    measure = ordinary()
    chart = control_chart(measure, width="wide")
    points, value = live(measure)["points"], measure["chart"]["points"][3]["value"]
    assert points[3]["x"] == pytest.approx(chart.padding["left"] + chart.plot.x(3.5))
    assert points[3]["y"] == pytest.approx(chart.padding["top"] + chart.plot.y(value), abs=0.02)


def test_the_site_serves_it_and_nothing_else_of_that_kind(site: Client) -> None:
    answer = site.get("/measures/101-answered-within-30s/chart.json")
    assert answer.headers["Content-Type"] == "application/json"
    assert set(json.loads(answer.content)) == {"vega", "points"}
    assert "url" not in json.loads(answer.content)["vega"]
    for address in ("/measures/contacts-by-channel/chart.json", "/measures/no-such/chart.json"):
        assert site.get(address).status_code == 404


def test_a_chart_is_a_file_with_its_sentence_as_title_on_white(site: Client) -> None:
    answer = site.get("/measures/101-answered-within-30s/chart.svg")
    assert answer.headers["Content-Type"] == "image/svg+xml"
    assert 'filename="101-answered-within-30s-chart.svg"' in answer.headers["Content-Disposition"]
    root = ElementTree.fromstring(answer.content)
    assert root[0].tag == f"{SVG}title"
    assert str(root[0].text).startswith("101 calls answered within 30 seconds. ")
    assert root[1].attrib["fill"] == "#ffffff"


def test_hostile_words_stay_words_in_the_title_of_a_file(site: Client) -> None:
    root = ElementTree.fromstring(site.get("/measures/switchboard-answered/chart.svg").content)
    assert "<script>" in str(root[0].text)
    assert not list(root.iter("script"))


@pytest.mark.parametrize("address", ["101-answered-within-30s/hours.svg", "101-offered/parts.svg"])
def test_every_kind_of_chart_can_be_fetched(site: Client, address: str) -> None:
    assert ElementTree.fromstring(site.get(f"/measures/{address}").content).tag == f"{SVG}svg"


@pytest.mark.parametrize("address", ["101-offered/hours.svg", "101-abandoned/funnel.svg", "101-offered/other.svg",
                                     "contacts-by-channel/chart.svg"])
def test_a_chart_that_is_not_there_is_not_found(site: Client, address: str) -> None:
    assert site.get(f"/measures/{address}").status_code == 404
