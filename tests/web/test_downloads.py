"""The downloads hold the very figures of the page."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import pytest
from django.test import Client
from example_release import HOSTILE, HOSTILE_FILE, example_measures
from openpyxl import load_workbook
from reading_html import read_html

MEASURES = {measure["id"]: measure for measure in example_measures()}
STATUS = {
    "final": "Final",
    "provisional": "Provisional",
    "no-data": "No data",
    "not-available": "Not available",
}
# What the page calls a column, what a download calls it, and how the page writes its value.
SHOWN = {
    "Group": ("group", str), "Version": ("version", str), "Month": ("period", str), "Figure": ("figure", str),
    "Total seconds": ("numerator", lambda value: "" if value is None else f"{value:,}"),
    "Counted": ("numerator", lambda value: "" if value is None else f"{value:,}"),
    "Out of": ("denominator", lambda value: "" if value is None else f"{value:,}"),
    "Coverage": ("coverage", lambda value: "" if value is None else "100%" if value == 1 else
                 "0%" if value == 0 else f"{value * 100:.1f}%"),
    "Status": ("status", STATUS.__getitem__), "Note": ("note", str),
}


def from_json(site: Client, name: str) -> list[dict[str, Any]]:
    """The figures of a measure's JSON download."""
    figures: list[dict[str, Any]] = json.loads(site.get(f"/measures/{name}/figures.json").content)["figures"]
    return figures


def page_cells(site: Client, name: str) -> list[dict[str, str]]:
    """The cells of all figure tables of a measure's page: one mapping of heading to text a row."""
    rows = []
    for table in read_html(site.get(f"/measures/{name}/").content.decode()).all(
        "table", class_="app-figures"
    ):
        headings = [heading.text() for heading in table.all("thead")[0].all("th")]
        if "Figure" in headings:
            for row in table.all("tbody")[0].all("tr"):
                texts = [cell.text() for cell in [*row.all("th"), *row.all("td")]]
                rows.append(dict(zip(headings, texts, strict=True)))
    return rows


@pytest.mark.parametrize("name", MEASURES)
def test_each_cell_of_the_page_stands_in_the_download(site: Client, name: str) -> None:
    shown, figures = page_cells(site, name), from_json(site, name)
    assert len(shown) == len(figures) > 0
    for row, figure in zip(shown, figures, strict=True):
        for heading, text in row.items():
            key, written = SHOWN[heading]
            assert text == written(figure[key]), (heading, figure)


@pytest.mark.parametrize("name", MEASURES)
def test_csv_and_workbook_hold_the_same_cells_as_json(site: Client, name: str) -> None:
    figures = from_json(site, name)
    text = site.get(f"/measures/{name}/figures.csv").content.decode()
    rows = list(csv.DictReader(io.StringIO(text)))
    book = load_workbook(io.BytesIO(site.get(f"/measures/{name}/figures.xlsx").content))
    header, *lines = book["Figures"].iter_rows(values_only=True)
    assert list(rows[0]) == list(header) == list(figures[0])
    for figure, row, line in zip(figures, rows, lines, strict=True):
        for key, cell in zip(header, line, strict=True):
            # A workbook holds 16 digits of a number, and nothing where the text is empty.
            wanted = pytest.approx(figure[key], rel=1e-15) if isinstance(figure[key], float) else figure[key]
            assert cell == (None if figure[key] == "" else wanted)
            assert row[key].removeprefix("'") == ("" if figure[key] is None else str(figure[key]))


def test_values_are_those_of_the_release_to_the_last_digit(site: Client) -> None:
    released = {
        figure["period_start"]: figure["value"] for figure in MEASURES["101-answered-within-30s"]["figures"]
    }
    downloaded = {figure["period_start"]: figure["value"]
                  for figure in from_json(site, "101-answered-within-30s") if not figure["dimension"]}
    assert downloaded == released


def test_json_says_what_the_figures_are_and_where_they_come_from(site: Client) -> None:
    content = json.loads(site.get("/measures/101-offered/figures.json").content)
    assert {key: content[key] for key in ("measure", "unit", "force", "made_up", "release", "cut_off")} == {
        "measure": "101-offered",
        "unit": "contacts",
        "force": "Westshire Police",
        "made_up": "yes",
        "release": 2,
        "cut_off": "2026-10-31T23:59:12Z",
    }


def test_a_spreadsheet_runs_nothing_that_came_in_as_text(site: Client) -> None:
    rows = list(csv.DictReader(io.StringIO(
        site.get("/measures/switchboard-answered/figures.csv").content.decode())))
    assert {"'=1+1", "'@SUM(A1)"} <= {row["note"] for row in rows}
    assert {"'=2+3", "'-minus"} <= {row["group"] for row in rows}
    book = load_workbook(io.BytesIO(site.get("/measures/switchboard-answered/figures.xlsx").content))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert "=1+1" in [cell.value for cell in cells]
    assert HOSTILE in [cell.value for cell in cells]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    assert not any(cell.hyperlink for cell in cells)


def test_the_loads_can_be_had_in_full_and_run_nothing_either(site: Client) -> None:
    response = site.get("/data-quality/loads.csv")
    assert response.headers["Content-Disposition"] == 'attachment; filename="loads.csv"'
    rows = list(csv.DictReader(io.StringIO(response.content.decode())))
    assert len(rows) == 1000
    assert sum(int(row["read"]) for row in rows) == sum(
        int(row[kind]) for row in rows for kind in ("accepted", "quarantined", "duplicate"))
    assert HOSTILE_FILE not in response.content.decode()


@pytest.mark.parametrize(("kind", "content_type"), [
    ("csv", "text/csv; charset=utf-8"), ("json", "application/json"),
    ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")])
def test_a_download_names_its_kind(site: Client, kind: str, content_type: str) -> None:
    assert site.get(f"/measures/101-offered/figures.{kind}").headers["Content-Type"] == content_type
