"""The page of what is missing, what a measure's page says of it, and the days of each feed."""

from __future__ import annotations

import csv
import io
import json

from django.test import Client
from example_missing import OPEN, example_days
from reading_html import read_html


def text(site: Client, address: str) -> str:
    answer = site.get(address)
    assert answer.status_code == 200, address
    return " ".join(read_html(answer.content.decode()).all("main")[0].text().split())


def test_the_page_says_what_stopped_why_who_mends_it_and_that_it_is_overdue(site: Client) -> None:
    said = text(site, "/missing/")
    assert "Not available since 4 June 2025: the new system does not record hang-ups. The data office is to mend it by " \
           "31 January 2026. Overdue." in said
    assert "First final figure: November 2023. Latest figure: May 2025. Coverage of the last 13 months: 50.0%." in said


def test_what_nobody_explains_is_said_loudly_and_what_nobody_defined_is_listed(site: Client) -> None:
    said = text(site, "/missing/")
    assert "Not explained 101-offered : no figure for February 2024 to March 2024." in said
    assert "Nobody has said why." in said
    assert "Asked for by The commissioner. The commissioner is to define it by 31 January 2026. Overdue." in said
    assert "Never computed: no records have come Wait in the queue" in said


def test_home_and_quality_lead_to_it_and_a_measure_says_its_own(site: Client) -> None:
    for address in ("/", "/data-quality/"):
        assert 'href="/missing/"' in site.get(address).content.decode()
    assert "Not available since 4 June 2025" in text(site, "/measures/101-abandoned/")
    assert "Not available since" not in text(site, "/measures/101-offered/")
    assert json.loads(site.get("/missing/register.json").content)["measures"][0]["gaps"][0]["register"] == [OPEN]


def test_a_strip_of_signs_shows_each_day_and_words_name_the_odd_ones(site: Client) -> None:
    said = text(site, "/data-quality/")
    assert "March 2026" in said
    assert "missing: 11; far fewer: 17" in said
    assert "twice: 7" in said
    assert "■■■■■■·■■✕■■■·■▁" in said


def test_the_days_are_the_same_in_csv_and_json(site: Client) -> None:
    rows = list(csv.DictReader(io.StringIO(site.get("/data-quality/days.csv").content.decode())))
    days = json.loads(site.get("/data-quality/days.json").content)
    assert [{key: str(value) for key, value in day.items()} for day in days] == rows
    assert len(days) == len(example_days()["states"])
    assert rows[9] == {"feed": "101 by phone", "day": "2026-02-11", "received": "0", "expected": "100.0", "state": "missing"}


def test_a_release_without_a_register_says_so_by_empty_lists(new_site: Client) -> None:
    assert new_site.get("/missing/register.json").status_code == 404
