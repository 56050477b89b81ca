"""Published numbers held against one another, with made-up numbers."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from test_comparing_benchmarks import GOOD, write

from answerable.comparing.benchmarks import read_benchmark_file, read_benchmarks
from answerable.comparing.plausible import Reported, disagreements, doubts, reported

FIRST, LAST = date(2025, 4, 1), date(2026, 3, 31)


def number(key: str, statistic: str, value: float, unit: str = "seconds", ends: date = LAST) -> Reported:
    """A number about Northshire's 101."""
    return Reported(key, "northshire", "101", FIRST, ends, statistic, value, unit)


@pytest.mark.parametrize(("numbers", "said"), [
    ([number("a", "share", 104, "percent")], "104 per cent: a share lies between 0 and 100"),
    ([number("a", "mean", -1)], "-1: it cannot be below 0"),
    ([number("a", "mean", 600), number("b", "longest", 320)],
     "the mean (10 minutes) is above the longest of the same period (5 minutes 20 seconds)"),
    ([number("a", "median", 600), number("b", "longest", 320)], "the median (10 minutes) is above"),
    ([number("a", "offered", 100, "contacts"), number("b", "answered", 110, "contacts")], "110 answered of 100 offered"),
    ([number("a", "offered", 1000, "contacts"), number("b", "answered", 900, "contacts"),
      number("c", "unanswered", 90, "contacts")],
     "1,000 offered less 900 answered is 100, not the 90 printed as not answered"),
])
def test_what_cannot_be_is_said(numbers: list[Reported], said: str) -> None:
    (doubt,) = doubts(numbers)
    assert doubt.words.startswith(said)
    assert set(doubt.keys) == {item.key for item in numbers}


@pytest.mark.parametrize("numbers", [
    [number("a", "mean", 320), number("b", "longest", 320)],
    [number("a", "mean", 600), number("b", "longest", 320, ends=date(2025, 4, 30))],
    [number("a", "offered", 1000, "contacts"), number("b", "answered", 900, "contacts"),
     number("c", "unanswered", 100, "contacts")],
    [number("a", "share", 0, "percent"), number("b", "share", 100, "percent")],
], ids=["mean equals longest", "another period", "parts make the whole", "none and all"])
def test_what_can_be_is_not_doubted(numbers: list[Reported]) -> None:
    assert doubts(numbers) == []


def pair(folder: Path, *changes: dict[str, Any]) -> list[Any]:
    """Disagreements between figures that differ from GOOD by these changes."""
    figures = [{**GOOD, "id": f"f{place}", **change} for place, change in enumerate(changes)]
    return disagreements(read_benchmark_file(write(folder, *figures)))


ABANDONED = {"comparable_to": {"101-abandonment": {"clocks": "none"}}}


@pytest.mark.parametrize(("one", "other"), [
    ({"value": 55}, {"value": 55, **ABANDONED}),                  # 55% answered, 55% not answered
    ({"value": 55, **ABANDONED}, {"value": 59, **ABANDONED}),
    ({"value": 96.0, "reading": "at-least"}, {"value": 6, **ABANDONED}),
])
def test_two_statements_about_one_thing_that_differ_are_told(tmp_path: Path, one: dict[str, Any],
                                                             other: dict[str, Any]) -> None:
    (found,) = pair(tmp_path, one, other)
    assert found.ids == ("f0", "f1")


@pytest.mark.parametrize(("one", "other"), [
    ({"value": 97}, {"value": 3, **ABANDONED}),
    ({"value": 71, **ABANDONED}, {"value": 71.4, **ABANDONED}),   # the same, rounded
    ({"value": 90, "reading": "at-least"}, {"value": 3, **ABANDONED}),
    ({"value": 55}, {"value": 55, **ABANDONED, "to": "2025-10-31"}),
    ({"value": 55}, {"value": 55, **ABANDONED, "about": "Southshire"}),
], ids=["complement", "rounding", "at least", "another period", "another force"])
def test_statements_that_can_both_be_true_are_not(tmp_path: Path, one: dict[str, Any], other: dict[str, Any]) -> None:
    assert pair(tmp_path, one, other) == []


def test_the_three_shipped_statements_about_one_month_are_flagged() -> None:
    (found,) = disagreements(read_benchmarks())
    assert found.ids == ("kent-101-answered-2022-10", "kent-101-attrition-2022-10", "kent-101-attrition-peak-2022-10")


def test_nothing_shipped_is_impossible() -> None:
    assert doubts(map(reported, read_benchmarks())) == []
