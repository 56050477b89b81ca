"""What the pages say, and what they never do."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from django.test import Client
from example_release import HOSTILE, HOSTILE_FILE, example_measures, write_example_release
from reading_html import Element, read_html

MEASURES = [measure["id"] for measure in example_measures()]
PAGES = ["/", "/changes/", "/measures/", "/data/", "/data-quality/", "/missing/", "/contradictions/", "/forecasts/", "/help/",
         "/accessibility/", "/no-such-page/", *(f"/measures/{name}/" for name in MEASURES)]


def page(site: Client, address: str, status: int = 200) -> Element:
    """A page, read."""
    response = site.get(address)
    assert response.status_code == status, response.content[:300]
    return read_html(response.content.decode())


def main_text(site: Client, address: str) -> str:
    """The words of a page's main part."""
    return page(site, address).all("main")[0].text()


@pytest.mark.parametrize("address", PAGES)
def test_a_page_is_whole_british_and_has_one_heading(site: Client, address: str) -> None:
    read = page(site, address, status=404 if "no-such" in address else 200)
    assert read.all("html")[0].attributes["lang"] == "en-GB"
    assert len(read.all("h1")) == 1
    assert "Westshire Police" in read.all("title")[0].text()


@pytest.mark.parametrize("address", PAGES)
def test_no_script_or_style_stands_in_a_page(site: Client, address: str) -> None:
    elements = read_html(site.get(address).content.decode()).everything()
    assert not [each for each in elements if each.name == "style" or "style" in each.attributes]
    assert not [each for each in elements if each.name == "script" and "src" not in each.attributes]
    assert not [name for each in elements for name in each.attributes if name.startswith("on")]


@pytest.mark.parametrize("address", PAGES)
def test_identifiers_are_unique_and_every_link_within_a_page_leads_somewhere(
    site: Client, address: str
) -> None:
    elements = read_html(site.get(address).content.decode()).everything()
    names = [each.attributes["id"] for each in elements if "id" in each.attributes]
    assert len(names) == len(set(names))
    links = [each.attributes.get("href") or "" for each in elements if each.name == "a"]
    assert {link[1:] for link in links if link.startswith("#")} <= set(names)


@pytest.mark.django_db
def test_every_page_linked_from_the_home_page_is_there(site: Client) -> None:
    links = {link.attributes["href"] for link in page(site, "/").all("a")}
    assert {f"/measures/{name}/" for name in MEASURES} < links
    assert {site.get(str(link)).status_code for link in links if not str(link).startswith("#")} == {200}


def test_the_home_page_names_force_release_and_cut_off_on_the_clock_of_the_force(site: Client) -> None:
    text = main_text(site, "/")
    assert "How Westshire Police answers the public" in text
    assert "Release 2, made on 3 November 2026, 9:05am." in text
    assert "records up to 31 October 2026, 11:59pm" in text


def test_a_line_of_the_home_page_gives_figure_signal_rating_and_target_in_words(site: Client) -> None:
    row = next(
        row for row in page(site, "/").all("tr") if "101 calls answered within 30 seconds" in row.text()
    )
    cells = [cell.text() for cell in row.all("td")]
    assert cells[0].endswith("September 2026")
    assert cells[1] == "Within its usual range"
    assert cells[2].startswith("Off target Target: 80% or more")
    assert row.all("svg", class_="app-trend")


def test_the_emergency_line_comes_first_and_signals_are_counted(site: Client) -> None:
    read = page(site, "/")
    assert read.all("h2")[0].text() == "999: emergency calls"
    assert "1 measure shows a signal of concern" in read.text()
    assert "1 measure shows a signal of improvement" in read.text()


def test_each_kind_of_signal_has_a_shape_of_its_own(site: Client) -> None:
    signals = page(site, "/").all("span", class_="app-signal")
    shapes = {str(signal.attributes["class"]): str(signal.all("svg")[0].everything()[0].attributes)
              for signal in signals}
    assert len(shapes) == len(set(shapes.values())) == 5


def test_a_made_up_force_says_so_on_every_page_and_a_real_one_on_none(
    new_site: Client, tmp_path: Path
) -> None:
    write_example_release(tmp_path, number=1, made_up=True)
    assert all("Nothing here is real" in new_site.get(address).content.decode() for address in PAGES)
    write_example_release(tmp_path, number=2, made_up=False)
    assert not any("Nothing here is real" in new_site.get(address).content.decode() for address in PAGES)


def test_a_measure_page_begins_with_its_sentence_and_says_why_it_is_rated(site: Client) -> None:
    read = page(site, "/measures/101-answered-within-30s/")
    assert read.all("p", class_="app-lead")[0].text().endswith("in September 2026: within its usual range.")
    assert "Below the 80% aspiration of the force (Westshire)" in read.text()


def test_both_charts_are_pictures_described_by_the_sentence(site: Client) -> None:
    charts = page(site, "/measures/101-answered-within-30s/").all("div", **{"data-chart": "control"})
    assert [chart.all("svg")[0].attributes["width"] for chart in charts] == ["760", "340"]
    assert all(chart.attributes["role"] == "img" for chart in charts)
    assert all("in September 2026" in str(chart.attributes["aria-label"]) for chart in charts)


def test_provisional_and_missing_figures_are_named_in_words(site: Client) -> None:
    provisional = page(site, "/measures/101-answered-within-30s/").all("table")[0].all("tr")[1].text()
    assert "61.0% Provisional 19 of 31 days came" in provisional
    missing = page(site, "/measures/101-abandoned/").all("tr", class_="app-missing")
    assert len(missing) == 7
    assert "no figure" in missing[0].text()
    assert "Not available the new system did not record hang-ups" in missing[0].text()


def test_a_composition_has_its_parts_but_no_chart_and_no_headline(site: Client) -> None:
    read = page(site, "/measures/contacts-by-channel/")
    assert not read.all("div", class_="app-chart")
    assert [row.all("th")[0].text() for row in read.all("table")[0].all("tr")[1:]] == [
        "phone", "web form", "chat", "social media"]
    assert "By channel, October 2026" in read.text()


def test_hours_without_a_figure_are_read_out_as_such(site: Client) -> None:
    hours = page(site, "/measures/101-answered-within-30s/").all("table", class_="app-hours")[0]
    monday = hours.all("tr")[1]
    assert monday.all("th")[0].text() == "Monday"
    assert len(monday.all("td")) == 24
    assert hours.all("tr")[7].all("td")[5].text() == "– no figure"


def test_hours_with_few_cases_are_in_brackets_and_the_map_has_its_sentence(site: Client) -> None:
    read = page(site, "/measures/101-answered-within-30s/")
    assert read.all("table", class_="app-hours")[0].all("tr")[1].all("td")[3].text() == "(76.2%)"
    assert "Figures in brackets rest on fewer than 30 cases" in read.text()
    charts = read.all("div", **{"data-chart": "hours"})
    assert all(str(chart.attributes["aria-label"]).startswith(
        "Highest in the hour from 00:00 on Monday (80.0%), lowest in the hour from 22:00 on Friday (52.4%).")
        for chart in charts)


def test_the_parts_of_a_measure_are_drawn_side_by_side_with_a_table_of_them(site: Client) -> None:
    read = page(site, "/measures/101-offered/")
    assert [chart.all("svg")[0].attributes["width"] for chart in read.all("div", **{"data-chart": "parts"})] == ["760", "340"]
    assert "101 calls answered within 30 seconds" in read.text()
    assert not page(site, "/measures/101-abandoned/").all("div", **{"data-chart": "parts"})


def test_the_definition_names_its_keeper_or_says_that_nobody_checked_it(site: Client) -> None:
    checked = main_text(site, "/measures/101-answered-within-30s/")
    assert "Checked by C. Checker" in checked
    assert "1 April 2099 Version" in checked
    unchecked = main_text(site, "/measures/chat-answered-within-60s/")
    assert "Checked by Nobody yet: no second person has checked this definition" in unchecked
    assert "The review of this definition has been overdue since 31 January 2024." in unchecked
    assert "31 January 2024 Overdue" in unchecked


def test_a_measure_that_nobody_judged_still_says_its_figure(site: Client) -> None:
    text = main_text(site, "/measures/chat-answered-within-60s/")
    assert "in September 2026." in text
    assert "Signal Not judged" in text
    assert "Not rated" in text


def test_text_from_outside_is_never_markup(site: Client) -> None:
    for address in ("/", "/measures/switchboard-answered/", "/data-quality/"):
        read = page(site, address)
        assert not [script for script in read.all("script") if "alert" in script.text()]
        assert not [bold for bold in read.all("b") if "calls" in bold.text()]
    assert HOSTILE in page(site, "/measures/switchboard-answered/").all("h1")[0].text()
    assert HOSTILE_FILE in main_text(site, "/data-quality/")


def test_the_quality_page_sums_loads_and_shows_the_latest_of_many(site: Client) -> None:
    read = page(site, "/data-quality/")
    by_source = [row.text() for row in read.all("table")[2].all("tr")]
    assert "chat 1 November 2023 – 26 July 2026 500 1,249,500 1,244,500 1,500 3,500" in by_source
    assert len(read.all("table")[3].all("tr")) == 31
    assert "30 of 1,000 files are shown." in read.text()


def test_the_quality_page_tells_what_is_missing_and_what_to_do(site: Client) -> None:
    text = main_text(site, "/data-quality/")
    assert "52 days have not come. What to do: Ask for the exports again." in text
    assert "101 by phone 1 November 2023 – 31 October 2026 1,096 1,044 52 95.3%" in text
    assert "and 12 more" in text
    assert "101 calls abandoned , May 2025 – November 2025: hang-ups were not recorded" in text
    assert "withdrawn-measure, November 2023: no longer measured" in text


def test_without_a_release_the_pages_say_what_to_run(new_site: Client) -> None:
    for address in ("/", "/data-quality/", "/measures/101-offered/"):
        read = page(new_site, address, status=503)
        assert "answerable release" in read.text()
    assert page(new_site, "/help/").all("h1")
    assert json.loads(new_site.get("/healthz").content) == {"status": "ok", "release": None}


def test_a_new_release_shows_without_a_restart(new_site: Client, tmp_path: Path) -> None:
    write_example_release(tmp_path, number=9)
    assert "Release 9," in main_text(new_site, "/")
    write_example_release(tmp_path, number=10)
    assert "Release 10," in main_text(new_site, "/")
    assert json.loads(new_site.get("/healthz").content)["release"] == 10


def test_a_page_asked_for_again_is_the_same_but_a_measure_never_that_of_another(site: Client) -> None:
    for name in MEASURES:
        first, second = (site.get(f"/measures/{name}/").content for _time in range(2))
        assert first == second
        assert f"/measures/{name}/figures.csv".encode() in first


def test_an_unchanged_page_is_not_sent_twice(site: Client) -> None:
    first = site.get("/")
    assert first.headers["Cache-Control"] == "no-cache"
    again = site.get("/", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_a_file_changed_after_its_release_is_not_shown(new_site: Client, tmp_path: Path) -> None:
    folder = write_example_release(tmp_path)
    changed = folder / "measures" / "101-offered.json"
    changed.write_text(changed.read_text().replace("101 calls offered", "102 calls offered"))
    fault = page(new_site, "/measures/101-offered/", status=500)
    assert "Sorry, there is a fault" in fault.text()
    assert page(new_site, "/measures/101-abandoned/").all("h1")


def test_a_release_that_cannot_be_read_gives_a_page_and_fails_the_health_check(
        new_site: Client, tmp_path: Path) -> None:
    (write_example_release(tmp_path) / "release.json").write_text("{")
    assert "Sorry, there is a fault" in page(new_site, "/", status=500).text()
    assert page(new_site, "/help/").all("h1")
    assert new_site.get("/healthz").status_code == 503


@pytest.mark.parametrize("address", [*PAGES, "/healthz", "/measures/101-offered/figures.csv"])
def test_every_answer_carries_the_security_headers(site: Client, address: str) -> None:
    headers = site.get(address).headers
    policy = dict(part.strip().split(" ", 1) for part in headers["Content-Security-Policy"].split(";"))
    assert policy["default-src"] == policy["frame-ancestors"] == policy["base-uri"] == "'none'"
    assert {policy[f"{kind}-src"] for kind in ("script", "style", "img", "font", "connect")} == {"'self'"}
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"
    assert not headers.get("Set-Cookie")


@pytest.mark.parametrize("address", [*PAGES, "/healthz", "/measures/101-offered/figures.csv"])
def test_the_site_only_answers_and_takes_nothing(site: Client, address: str) -> None:
    status = 404 if "no-such" in address else 405
    assert {
        site.post(address).status_code,
        site.put(address).status_code,
        site.delete(address).status_code,
    } == {status}
