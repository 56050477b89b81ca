"""The verb `plans`, and what judging a measure by a plan of its own prints and releases."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from answerable.cli import run
from answerable.doctor import examine
from small_force import SmallForce, call

PLAN = """chart_plan: ours
version: 1
title: Shares after Laney
kind: p-prime
rule_set: making-data-count-2023
minimum_points: 2
season: none
within_possible: true
measures: [101-answered-within-30s]
reason: The number of calls differs much from month to month.
"""


@pytest.fixture
def folder(force: SmallForce) -> Path:
    """A workspace with four months of calls and a chart plan of its own."""
    for month in (1, 2, 3, 4):
        calls = [call(f"{month}-{place}", f"2026-{month:02d}-05 09:{place:02d}:00",
                      queued=f"2026-{month:02d}-05 09:{place:02d}:00",
                      answered=f"2026-{month:02d}-05 09:{place:02d}:{20 if place % (month + 1) else 50}")
                 for place in range(12)]
        force.load(calls, name=f"calls-{month}.csv")
    (force.workspace.folder / "chart_plans" / "ours-1.yaml").write_text(PLAN, encoding="utf-8")
    return force.workspace.folder


def test_the_plans_are_listed_with_what_they_are_for(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["plans", "list", "--workspace", str(folder), "--format", "json"]) == 0
    rows = {row["chart_plan"]: row for row in json.loads(capsys.readouterr().out)}
    assert (rows["ours-1"]["kind"], rows["ours-1"]["measures"]) == ("p-prime", "101-answered-within-30s")
    assert rows["default-1"]["measures"] == "every other measure"


def test_what_is_shipped_has_no_fault(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["plans", "check"]) == 0
    assert capsys.readouterr().out.endswith("checked, 0 faults.\n")


@pytest.mark.parametrize(("old", "new", "said"), [
    ("101-answered-within-30s", "101-answerd-within-30s", "there is no measure '101-answerd-within-30s'."),
    ("101-answered-within-30s", "101-mean-wait-queue-clock",
     "takes percent, but '101-mean-wait-queue-clock' is in seconds"),
    ("kind: p-prime", "kind: p-primo", "Did you mean 'p-prime'"),
    ("[101-answered-within-30s]", "all", None),
])
def test_check_finds_what_is_wrong_with_a_plan(folder: Path, capsys: pytest.CaptureFixture[str], old: str, new: str,
                                               said: str | None) -> None:
    (folder / "chart_plans" / "ours-1.yaml").write_text(PLAN.replace(old, new), encoding="utf-8")
    assert run(["plans", "check", "--workspace", str(folder)]) == (2 if said else 0)
    if said:
        assert said in capsys.readouterr().out
        from answerable import Workspace

        assert any(said in finding["what"] for finding in examine(Workspace(folder)))


def test_judge_says_by_which_plan_and_the_chart_carries_it(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["judge", str(folder), "101-answered-within-30s"]) == 0
    assert "chart plan ours-1, making-data-count-2023)" in capsys.readouterr().out
    assert run(["judge", str(folder), "101-answered-within-30s", "--format", "json"]) == 0
    chart = json.loads(capsys.readouterr().out)[0]["chart"]
    assert (chart["kind"], chart["plan"]["id"]) == ("p-prime", "ours-1")
    assert chart["phases"][0]["varying"] is True
    assert all(point["lower"] is not None for point in chart["points"] if point["status"] == "final")


def test_a_plan_that_does_not_suit_its_measure_is_an_error_that_names_the_remedy(
        folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "chart_plans" / "ours-1.yaml").write_text(
        PLAN.replace("101-answered-within-30s", "101-mean-wait-queue-clock"), encoding="utf-8")
    assert run(["judge", str(folder), "101-mean-wait-queue-clock"]) == 2
    assert "a series in seconds cannot be judged by a p-prime chart" in capsys.readouterr().err


def test_a_released_plan_keeps_its_meaning_and_may_be_given_other_measures(
        folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def plan(text: str, version: int = 1) -> None:
        (folder / "chart_plans" / f"ours-{version}.yaml").write_text(text, encoding="utf-8")

    assert run(["release", str(folder), "--quiet"]) == 0
    header = json.loads((folder / "releases" / "0001" / "release.json").read_bytes())
    held = {item["id"]: item["meaning"] for item in header["chart_plans"]}
    assert (held["ours-1"]["kind"], held["default-1"]["kind"]) == ("p-prime", "xmr")
    plan(PLAN.replace("minimum_points: 2", "minimum_points: 3"))
    assert run(["release", str(folder), "--quiet"]) == 2
    said = capsys.readouterr().err
    assert "the plan does something else than in release 1 ('minimum_points' changed)" in said
    assert "ours-2.yaml" in said
    plan(PLAN.replace("[101-answered-within-30s]", "[101-answered-within-30s, 999-answered-within-10s]"))
    plan(PLAN.replace("version: 1", "version: 2").replace("minimum_points: 2", "minimum_points: 3"), version=2)
    assert run(["release", str(folder), "--quiet"]) == 0
    measure = json.loads((folder / "releases" / "0002" / "measures" / "101-answered-within-30s.json").read_bytes())
    assert measure["chart"]["plan"]["id"] == "ours-2"
