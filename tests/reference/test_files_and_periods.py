"""Cells can be added: in whatever files and order records come, and over whatever periods they are asked, they give the
same numbers."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from comparing import Row, ask, definitions, new_workspace
from generating import Record, records, write_csv
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from plain import Question

from answerable.workspace import Workspace

EXAMPLES = int(os.environ.get("ANSWERABLE_EXAMPLES", "2"))
search = settings(max_examples=EXAMPLES, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck),
                  phases=[Phase.generate])
# Kinds whose figures are sums over sums; a percentile's parts do not add up, only its denominator does.
ADDED = ("count", "share", "service_level", "abandonment", "mean", "occupancy")


def all_rows(workspace: Workspace, question: Question) -> dict[str, list[Row]]:
    """Measure → its figures; occupancy has no dimensions."""
    plain = Question(question.period)
    return {name: ask(workspace, name, plain if definition["kind"] == "occupancy" else question)
            for name, definition in definitions().items()}


def dealt_out(items: Sequence[Record], hands: Sequence[int]) -> list[list[Record]]:
    """The records dealt out to files; hand 3 goes into two files, as systems export a day twice."""
    files: list[list[Record]] = [[], [], []]
    for item, hand in zip(items, hands, strict=True):
        for file in ((0, 2) if hand == 3 else (hand,)):
            files[file].append(item)
    return [file for file in files if file]


@pytest.mark.parametrize(("season", "question"), [("two years", Question("month", ("line",))),
                                                  ("clocks go back", Question("day"))])
@search
@given(data=st.data())
def test_the_same_records_in_several_files_in_any_order_give_the_same_figures(season: str, question: Question,
                                                                              data: st.DataObject) -> None:
    items = data.draw(records(season))
    hands = data.draw(st.lists(st.integers(0, 3), min_size=len(items), max_size=len(items)))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        whole = new_workspace(folder / "one", [write_csv(folder / "whole.csv", items)])
        files = [write_csv(folder / f"part-{number}.csv", data.draw(st.permutations(part)))
                 for number, part in enumerate(dealt_out(items, hands))]
        parts = new_workspace(folder / "several", [])
        for path in data.draw(st.permutations(files)):
            parts.load("generic_csv", path)
        assert all_rows(parts, question) == all_rows(whole, question)


def sums(rows: Sequence[Row], name: str) -> Any:
    """The sum over figures, of those that have the number."""
    return sum(row[name] for row in rows if row[name] is not None)


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A workspace of many records over two years, none of which lacks a time."""
    items: list[Record] = []

    @settings(max_examples=20, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck), database=None,
              phases=[Phase.generate])
    @given(records("two years", flawless=True))
    def draw(made: list[Record]) -> None:
        items.extend(item | {"call_id": f"{len(items)}-{item['call_id']}"} for item in made)

    draw()
    folder = tmp_path_factory.mktemp("many")
    return new_workspace(folder, [write_csv(folder / "calls.csv", items)])


@pytest.fixture(scope="module")
def days(workspace: Workspace) -> dict[str, list[Row]]:
    """Every figure by day."""
    return all_rows(workspace, Question("day"))


@pytest.mark.parametrize("period", ["week", "month", "quarter", "financial-year", "hour-of-week", "all"])
def test_days_add_up_to_every_longer_period(workspace: Workspace, days: dict[str, list[Row]], period: str) -> None:
    longer = all_rows(workspace, Question(period))
    for name, definition in definitions().items():
        told = {"count": ["numerator"]}.get(definition["kind"], ["denominator"])
        for number in [*told, *(["numerator"] if definition["kind"] in ADDED else [])]:
            assert sums(days[name], number) == pytest.approx(sums(longer[name], number), abs=1e-6), (name, number)
            assert sums(longer[name], number), f"{name} has no {number} at all: the test would show nothing"


@pytest.mark.parametrize("length", [3, 12])
def test_a_rolling_window_is_the_sum_of_its_months(workspace: Workspace, length: int) -> None:
    rolling, months = (all_rows(workspace, Question(kind)) for kind in (f"rolling-{length}-months", "month"))
    for name, definition in definitions().items():
        if definition["kind"] not in ADDED:
            continue
        for row in rolling[name]:
            inside = [month for month in months[name]
                      if row["period_start"] <= month["period_start"] <= row["period_end"]]
            assert len(inside) == length
            assert sums(inside, "numerator") == pytest.approx(row["numerator"] or 0, abs=1e-6), (name, row)


@pytest.mark.parametrize("dimension", ["line", "channel", "place", "origin", "outcome", "queue"])
def test_the_values_of_a_dimension_add_up_to_the_whole(workspace: Workspace, dimension: str) -> None:
    for name, definition in definitions().items():
        if definition["kind"] in ADDED and definition["kind"] != "occupancy":
            apart, whole = (ask(workspace, name, Question("month", names)) for names in ((dimension,), ()))
            assert sums(apart, "numerator") == pytest.approx(sums(whole, "numerator"), abs=1e-6), name
