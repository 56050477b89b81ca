"""The Welsh pages: no English leaks into them, what stays English says so, and both languages hold the same numbers."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client
from django.test.utils import override_settings
from reading_html import read_html
from reading_welsh import leaks

from answerable import Workspace
from answerable.releases import release
from answerable.web.components.languages import english_marked, english_text
from answerable.words import QUOTE, UNQUOTE
from small_force import SmallForce, call

PAGES = ["/", "/changes/", "/measures/", "/data/", "/forecasts/", "/data-quality/", "/contradictions/", "/rating-rule/",
         "/missing/", "/help/", "/accessibility/", "/no-such-page/"]
MONTHS = [f"{2024 + number // 12}-{number % 12 + 1:02d}" for number in range(16)]


def answered(day: str, number: int, seconds: int) -> dict[str, object]:
    """A call to 101 at nine o'clock, and how long it waited."""
    begun = f"{day}T09:00:00"
    return call(f"{day}-{number}", begun, message_ended=begun, queued=begun, answered=f"{day}T09:0{number % 3}:{seconds}")


@pytest.fixture(scope="module")
def welsh_workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A force with sixteen months of 101 calls, one of them in a month without any, released in both languages."""
    force = SmallForce(tmp_path_factory.mktemp("welsh"))
    rows = [answered(f"{month}-{number % 27 + 1:02d}", number, 10 + place % 7 * 3)
            for place, month in enumerate(MONTHS) if month != "2024-09" for number in range(40)]
    force.load(rows)
    folder = force.workspace.folder
    (folder / "targets").mkdir(exist_ok=True)
    (folder / "words").mkdir(exist_ok=True)
    (folder / "words" / "own.yaml").write_text(
        "words:\n  - english: 101 calls offered\n    welsh: Ein galwadau 101\n", encoding="utf-8")
    release(Workspace(folder), note="Two languages")
    return folder


@pytest.fixture
def welsh_site(welsh_workspace: Path) -> Iterator[Client]:
    """A browser without a screen on its site."""
    with override_settings(WORKSPACE=welsh_workspace):
        yield Client(raise_request_exception=False)


def measures_of(workspace: Path) -> list[str]:
    header = json.loads((workspace / "releases" / "0001" / "release.json").read_bytes())
    return [measure["id"] for measure in header["measures"]]


def test_no_english_leaks_into_a_welsh_page(welsh_site: Client, welsh_workspace: Path) -> None:
    found = {}
    for address in [*PAGES, *(f"/measures/{name}/" for name in measures_of(welsh_workspace))]:
        response = welsh_site.get(f"/cy{address}")
        page = response.content.decode()
        assert response.headers["Content-Language"] == "cy"
        assert '<html lang="cy"' in page
        assert not {QUOTE, UNQUOTE} & set(page)
        found |= {address: told} if (told := leaks(page)) else {}
    assert not found


def test_the_test_finds_english() -> None:
    assert leaks('<p>Atebwyd <span lang="en">calls from the public</span></p>') == []
    assert leaks("<p>Atebwyd calls from the public</p>") == ["Atebwyd calls from the public"]
    assert leaks('<nav aria-label="About this site"></nav>') == ["About this site"]


def test_a_force_gives_its_own_welsh(welsh_site: Client) -> None:
    page = read_html(welsh_site.get("/cy/measures/101-offered/").content.decode())
    assert page.all("h1")[0].text().endswith("Ein galwadau 101")
    assert page.all("title")[0].text().startswith("Ein galwadau 101 – ")


def test_what_has_no_welsh_is_marked_as_english_where_an_element_can_stand() -> None:
    text = f"{QUOTE}Old system{UNQUOTE}"
    assert english_text("Old system") == text
    assert english_text("101-offered") == "101-offered"
    assert english_marked(f"<p>Daw o {text}.</p>") == '<p>Daw o <span lang="en">Old system</span>.</p>'
    assert english_marked(f'<a title="{text}">x</a><title>{text}</title><option value="1">{text}</option>') == (
        '<a title="Old system">x</a><title>Old system</title><option value="1">Old system</option>')


def test_both_languages_hold_the_same_numbers(welsh_site: Client, welsh_workspace: Path) -> None:
    for name in measures_of(welsh_workspace):
        english, welsh = (read_html(welsh_site.get(f"{prefix}/measures/{name}/").content.decode()) for prefix in ("", "/cy"))
        cells = [[re.findall(r"\d(?:[\d,.]*\d)?", cell.text()) for cell in page.all("td")] for page in (english, welsh)]
        assert cells[0] == cells[1], name


def test_a_page_names_the_other_language_and_leads_to_it(welsh_site: Client) -> None:
    english, welsh = "/forecasts/?status=waiting", "/cy/forecasts/?status=waiting"
    for address, other, here in ((english, welsh, "English"), (welsh, english, "Cymraeg")):
        page = read_html(welsh_site.get(address).content.decode())
        navigation = page.all("nav", class_="govuk-language-navigation")[0]
        link = navigation.all("a")[0]
        assert link.attributes["href"] == other
        assert link.attributes["lang"] == link.attributes["hreflang"]
        assert [span.text() for span in navigation.all("span") if "aria-current" in span.attributes] == [here]
        assert {link.attributes["hreflang"] for link in page.all("link", rel="alternate") if "hreflang" in link.attributes} == {
            "en", "cy"}


def test_every_link_of_a_welsh_page_stays_in_welsh(welsh_site: Client) -> None:
    links = {str(link.attributes.get("href")) for link in read_html(welsh_site.get("/cy/").content.decode()).all("a")}
    inside = {link for link in links if link.startswith("/")}
    assert {link for link in inside if not link.startswith("/cy/")} == {"/"}


def test_a_chart_speaks_the_language_of_its_page(welsh_site: Client) -> None:
    english, welsh = (welsh_site.get(f"{prefix}/measures/101-offered/chart.svg").content.decode() for prefix in ("", "/cy"))
    assert "Jul" in english
    assert "Gorff" in welsh
    assert "Cyfartaledd" in welsh
    assert english.count("<path") == welsh.count("<path")


def test_files_of_a_welsh_page_hold_no_signs(welsh_site: Client) -> None:
    for name in ("figures.csv", "figures.json", "figures.xlsx"):
        content = welsh_site.get(f"/cy/measures/101-offered/{name}").content
        assert QUOTE.encode() not in content
        assert content


def test_a_release_from_before_there_was_welsh_says_so(site: Client) -> None:
    page = site.get("/cy/measures/101-answered-within-30s/").content.decode()
    assert "Gwnaed y cyhoeddiad hwn cyn i gyhoeddiadau siarad Cymraeg" in page
    assert "Medi 2026" in page
    assert '<span lang="en">' in page
    assert "cyhoeddiadau siarad" not in site.get("/measures/101-answered-within-30s/").content.decode()
