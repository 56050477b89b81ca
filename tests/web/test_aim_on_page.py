"""The page of a measure that is meant to move, without a number to be met."""

from __future__ import annotations

import hashlib
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from example_release import write_example_release

from answerable.charts.series import read_series
from answerable.judgement import Aim, Point, Subject, Target, judge, rating_rule

MEASURE = "101-answered-within-30s"
WOBBLE = [0.0, 1.2, -0.8, 0.4, -1.1, 0.9, -0.3, 0.7, -0.6, 1.0, -1.2, -0.2]


def as_released(content: dict[str, Any]) -> dict[str, Any]:
    """A measure of the example as it is released when its share stays at 26% and is meant to rise."""
    final = [point for point in content["chart"]["points"] if point["status"] == "final"]
    points = [Point(date.fromisoformat(point["period_start"]), point["label"], 26 + WOBBLE[place % 12], "final",
                    denominator=5000) for place, point in enumerate(final)]
    target = Target("t", 1, MEASURE, Aim("rise", points[0].period_start), "Westshire", "local", "Westshire's plan",
                    points[0].period_start, None, "")
    judged = judge(Subject(MEASURE, "X", "percent", "higher", "{value} of calls in {period}"), points, target=target,
                   rule=rating_rule())
    return content | judged.as_json()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The example release, with that measure."""
    folder = write_example_release(tmp_path)
    path, header = folder / "measures" / f"{MEASURE}.json", json.loads((folder / "release.json").read_bytes())
    path.write_text(json.dumps(as_released(json.loads(path.read_bytes()))))
    header["files"][f"measures/{MEASURE}.json"] = hashlib.sha256(path.read_bytes()).hexdigest()
    (folder / "release.json").write_text(json.dumps(header))
    return folder


def text(site: Client, address: str) -> str:
    return " ".join(site.get(address, follow=True).content.decode().split())


def test_the_page_says_what_is_asked_and_that_it_does_not_move(new_site: Client, folder: Path) -> None:
    page = text(new_site, f"/measures/{MEASURE}/")
    assert "Target: to rise, counted from " in page
    assert "(local target of Westshire)" in page
    assert "Not moving towards its target" in page
    assert "it is meant to rise, and no movement can be told from chance" in page


def test_the_list_of_measures_says_what_is_asked(new_site: Client, folder: Path) -> None:
    assert "Target: to rise, counted from " in text(new_site, "/")


def test_no_line_is_drawn_where_there_is_no_value(folder: Path) -> None:
    series = read_series(json.loads((folder / "measures" / f"{MEASURE}.json").read_bytes()))
    assert series.target is None
    assert all(value < 100 for value in series.drawn_values())
