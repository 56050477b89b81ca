"""A measure's parts show in its rating, its sentence, its reasons and its release; what is published beside it does too."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
import yaml

from answerable.cli import run
from answerable.judging import Families
from answerable.releases import release
from small_force import SmallForce, call

CALLS = "line = '101' AND outcome IN ('answered', 'abandoned')"
KEPT = {"version": 1, "group": "101", "population": CALLS, "direction": "higher", "why_it_matters": "Waits.",
        "author": "A. Analyst", "review_due": date(2027, 4, 1)}
IN_TIME = {**KEPT, "measure": "in-time", "title": "Calls in time", "kind": "service_level", "clock": "queue",
           "formula": "answered-within-of-offered", "parent": "answered",
           "threshold": {"seconds": 30, "comparison": "<=", "resolution": "milliseconds"},
           "sentence": "{value} of {denominator} calls were in time in {period}"}
ANSWERED = {**KEPT, "measure": "answered", "title": "Calls answered", "kind": "share", "counted": "outcome = 'answered'",
            "parent": "all-calls", "sentence": "{value} of {denominator} calls were answered in {period}"}
ALL = {**{key: value for key, value in KEPT.items() if key != "direction"}, "measure": "all-calls", "title": "All calls",
       "kind": "count", "direction": "neutral", "sentence": "{value} calls came in {period}"}
TARGET = {"target": "in-time", "version": 1, "measure": "in-time", "value": 80, "comparison": ">=", "owner": "Westshire",
          "status": "local", "source": "Plan.", "from": date(2020, 1, 1)}
NATIONAL = {"id": "national", "value": 98, "unit": "percent", "statistic": "share", "quantity": "Calls answered",
            "about": "England and Wales", "from": date(2026, 1, 1), "to": date(2026, 1, 31), "owner": "Home Office",
            "status": "national", "confidence": "primary", "source": "A table.", "address": "https://example.org/table",
            "comparability": "Made up for a test.", "comparable_to": {"answered": {"clocks": "none"}}}


@pytest.fixture
def family(force: SmallForce) -> SmallForce:
    """Two months of 56 calls, of which half wait 45 seconds. All calls > answered > in time."""
    folder = force.workspace.folder
    for measure in (IN_TIME, ANSWERED, ALL):
        (folder / "measures" / f"{measure['measure']}.yaml").write_text(yaml.safe_dump(measure), "utf-8")
    rows = []
    for day in [f"2026-{month:02d}-{day:02d}" for month in (1, 2) for day in range(1, 29)]:
        rows += [call(f"{day}-1", f"{day} 09:00:00", queued=f"{day} 09:00:00", left_queue=f"{day} 09:00:45",
                      answered=f"{day} 09:00:45"),
                 call(f"{day}-2", f"{day} 10:00:00", queued=f"{day} 10:00:00", left_queue=f"{day} 10:00:10",
                      answered=f"{day} 10:00:10")]
    force.load(rows)
    return force


def with_target(force: SmallForce) -> None:
    (force.workspace.folder / "targets" / "in-time.yaml").write_text(yaml.safe_dump(TARGET), "utf-8")


def with_benchmark(force: SmallForce, **changes: Any) -> None:
    (force.workspace.folder / "benchmarks" / "ours.yaml").write_text(
        yaml.safe_dump({"benchmarks": "ours", "version": 1, "figures": [NATIONAL | changes]}), "utf-8")


def judged(force: SmallForce, name: str) -> dict[str, Any]:
    families = Families.of(force.workspace, force.workspace.head())
    judgement = families.assess(families.measures[name]).judgement
    assert judgement is not None
    part: dict[str, Any] = judgement.as_json()["judgement"]
    return part


def test_a_part_of_concern_is_named_in_the_whole_and_passed_on_upwards(family: SmallForce) -> None:
    with_target(family)
    assert judged(family, "in-time")["rating"]["code"] == "off-target"
    whole = judged(family, "answered")
    assert whole["rating"] == {"code": "parts-of-concern", "words": "Parts of it are of concern", "stands": "unfavourable"}
    assert whole["reasons"][0] == {"code": "children-concern",
                                   "words": "of concern among its parts: Calls in time is off target"}
    assert "of concern among its parts: Calls in time is off target" in whole["sentence"]
    assert whole["children"] == [{"id": "in-time", "title": "Calls in time", "rating": "off-target", "words": "Off target",
                                  "stands": "unfavourable", "reason": "below the 80% local target of Westshire"}]
    head = judged(family, "all-calls")
    assert head["reasons"][0]["words"] == "of concern among its parts: Calls in time is off target"


def test_without_a_part_of_concern_the_parts_are_listed_and_decide_nothing(family: SmallForce) -> None:
    whole = judged(family, "answered")
    assert (whole["rating"]["code"], [child["rating"] for child in whole["children"]]) == ("not-rated", ["not-rated"])
    assert "parts" not in whole["sentence"]


def test_one_measure_asked_for_by_itself_knows_its_parts_too(family: SmallForce, capsys: pytest.CaptureFixture[str]) -> None:
    with_target(family)
    assert run(["judge", str(family.workspace.folder), "answered"]) == 0
    assert "of concern among its parts: Calls in time is off target [children-concern]" in capsys.readouterr().out
    assert run(["judge", str(family.workspace.folder), "answered", "--rule", "default-1"]) == 0
    assert "children-concern" not in capsys.readouterr().out


def test_a_release_holds_the_parts_and_what_was_published(family: SmallForce) -> None:
    with_target(family)
    with_benchmark(family, value=100)
    release(family.workspace)
    held = json.loads((family.workspace.folder / "releases/0001/measures/answered.json").read_text("utf-8"))
    assert [child["id"] for child in held["judgement"]["children"]] == ["in-time"]
    assert held["judgement"]["benchmark"] == {"code": "benchmark-level",
                                              "words": "level with the national 100% for January 2026"}


def test_a_measure_behind_the_national_figure_says_so(family: SmallForce) -> None:
    with_benchmark(family, comparable_to={"in-time": {"clocks": "same"}}, quantity="Calls in time")
    behind = judged(family, "in-time")
    assert behind["rating"]["stands"] == "unfavourable"
    assert "48.0 percentage points worse than the national 98% for January 2026" in behind["sentence"]
    assert judged(family, "answered")["rating"]["code"] == "parts-of-concern"


def test_what_does_not_compare_is_named_and_leaves_the_rating_alone(family: SmallForce) -> None:
    with_benchmark(family, comparable_to={"in-time": {"clocks": "differ"}}, quantity="Calls in time")
    found = judged(family, "in-time")
    assert (found["rating"]["code"], found["benchmark"]) == ("not-rated", None)
    assert found["not_comparable"] == [{"code": "national", "words": (
        "98% (England and Wales, January 2026): The clocks differ, so the two values cannot be held side by side: read the "
        "note")}]
