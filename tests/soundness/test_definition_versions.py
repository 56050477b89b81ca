"""A definition's number goes on meaning the same: no figure is published under a version that meant something else."""

from __future__ import annotations

import json
import re
from dataclasses import MISSING, fields, replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from answerable.content import shipped
from answerable.errors import DefinitionError, InputError
from answerable.judging import assess, judgement_json
from answerable.measures.catalogue import read_measure, read_measures
from answerable.measures.meaning import changed_fields, differences, meaning, meaning_digest, sql_changes
from answerable.measures.versions import in_force_from, read_versions
from answerable.releases import release
from answerable.releases.held_meanings import meaning_faults
from small_force import SmallForce, call

NAME = "calls-in-time"
SECOND = {"version": 2, "date": date(2026, 3, 1), "change": "Sixty seconds instead of thirty."}
FIRST: dict[str, Any] = {
    "measure": NAME, "version": 1, "title": "Calls in time", "group": "101", "kind": "service_level",
    "population": "line = '101' AND outcome IN ('answered', 'abandoned')", "formula": "answered-within-of-offered",
    "clock": "queue", "threshold": {"seconds": 30, "comparison": "<=", "resolution": "milliseconds"},
    "direction": "higher", "sentence": "{value} of {denominator} calls were in time in {period}", "why_it_matters": "Waits.",
    "author": "A. Analyst", "review_due": date(2027, 4, 1)}
AFTER = FIRST | {"version": 2, "change_log": [SECOND],
                 "threshold": {"seconds": 60, "comparison": "<=", "resolution": "milliseconds"}}


def define(force: SmallForce, content: dict[str, Any], *, earlier: bool = False) -> Path:
    """Write a definition of the workspace's own: the current one, or one of its earlier versions."""
    folder = force.workspace.folder / "measures"
    name = f"versions/{NAME}-v{content['version']}" if earlier else NAME
    path = folder / f"{name}.yaml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(yaml.safe_dump(content), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> SmallForce:
    """Four months of two calls a day: one waits 10 seconds, the other 45. Loaded once; tests work on copies."""
    force = SmallForce(tmp_path_factory.mktemp("loaded"))
    days = [f"2026-{month:02d}-{day:02d}" for month in (1, 2, 3, 4) for day in range(1, 29)]
    force.load([call(f"{day}-{wait}", f"{day} 09:00:00", queued=f"{day} 09:00:00", left_queue=f"{day} 09:00:{wait}",
                     answered=f"{day} 09:00:{wait}") for day in days for wait in (10, 45)])
    return force


@pytest.fixture(scope="module")
def once_released(loaded: SmallForce, tmp_path_factory: pytest.TempPathFactory) -> SmallForce:
    """The same with the first version of the definition, released. Tests work on copies."""
    force = loaded.copied(tmp_path_factory.mktemp("released") / "copy")
    define(force, FIRST)
    release(force.workspace)
    return force


@pytest.fixture
def waiting(loaded: SmallForce, tmp_path: Path) -> SmallForce:
    """The calls, without a definition."""
    return loaded.copied(tmp_path / "waiting")


@pytest.fixture
def released(once_released: SmallForce, tmp_path: Path) -> SmallForce:
    """The calls and the first version of the definition, with release 1."""
    return once_released.copied(tmp_path / "released")


def months(force: SmallForce) -> list[tuple[int, float | None]]:
    """(version, value) of each month, as it is judged and released."""
    workspace = force.workspace
    return [(figure.version, figure.value)
            for figure in assess(workspace, workspace.measure(NAME), workspace.head()).figures]


def test_a_month_is_worked_out_by_the_version_that_held_on_its_first_day(waiting: SmallForce) -> None:
    define(waiting, FIRST, earlier=True)
    define(waiting, AFTER)
    assert months(waiting) == [(1, 50.0), (1, 50.0), (2, 100.0), (2, 100.0)]


def test_the_chart_breaks_where_the_version_of_its_figures_changes_and_judges_afresh(waiting: SmallForce) -> None:
    define(waiting, FIRST, earlier=True)
    define(waiting, AFTER)
    workspace = waiting.workspace
    chart = judgement_json(assess(workspace, workspace.measure(NAME), workspace.head()))["chart"]
    assert chart["breaks"] == [{"at": "2026-03-01", "words": "Definition version 2: Sixty seconds instead of thirty."}]
    assert [phase["from"] for phase in chart["phases"]] == ["2026-01-01", "2026-03-01"]


def test_without_the_earlier_text_all_months_are_of_one_version_and_no_break_is_drawn(waiting: SmallForce) -> None:
    define(waiting, AFTER)
    workspace = waiting.workspace
    assert months(waiting) == [(2, 100.0)] * 4
    assert judgement_json(assess(workspace, workspace.measure(NAME), workspace.head()))["chart"]["breaks"] == []


def test_a_figure_can_be_worked_out_again_by_an_earlier_version(waiting: SmallForce) -> None:
    define(waiting, FIRST, earlier=True)
    define(waiting, AFTER)
    rows = {version: waiting.workspace.figure_rows(NAME, "all", version=version)[0] for version in (None, 1, 2)}
    assert {version: (row["version"], row["value"]) for version, row in rows.items()} \
        == {None: (2, 100.0), 1: (1, 50.0), 2: (2, 100.0)}
    with pytest.raises(InputError, match=r"version 3 of 'calls-in-time' is not kept. There are 1 and 2"):
        waiting.workspace.figure_rows(NAME, "all", version=3)


def test_the_sentence_is_that_of_the_version_of_the_figure_it_says(waiting: SmallForce) -> None:
    define(waiting, FIRST | {"sentence": "{value} within the old limit in {period}"}, earlier=True)
    late = SECOND | {"date": date(2026, 4, 1)}
    define(waiting, AFTER | {"change_log": [late], "sentence": "{value} within the new limit in {period}"})
    workspace = waiting.workspace
    judged = assess(workspace, workspace.measure(NAME), workspace.head())
    assert judged.figures[-1].status == "provisional"
    assert judged.judgement is not None
    assert judged.judgement.sentence.startswith("50.0% within the old limit in March 2026")


@pytest.mark.parametrize("change", [
    {"threshold": {"seconds": 31, "comparison": "<=", "resolution": "milliseconds"}},
    {"threshold": {"seconds": 30, "comparison": "<", "resolution": "milliseconds"}},
    {"threshold": {"seconds": 30, "comparison": "<=", "resolution": "whole-seconds"}},
    {"clock": "caller"}, {"formula": "answered-within-of-answered"}, {"direction": "lower"},
    {"population": "line = '101' AND outcome IN ('answered')"},
    {"kind": "abandonment", "clock": None, "formula": None, "threshold": None},
], ids=str)
def test_another_meaning_under_a_released_number_is_refused(released: SmallForce, change: dict[str, Any]) -> None:
    define(released, {key: value for key, value in (FIRST | change).items() if value is not None})
    refusal = r"version 1 means something else than in release 1 .*raise .version. to 2"
    with pytest.raises(DefinitionError, match=refusal) as caught:
        release(released.workspace)
    assert f"'{next(iter(change))}'" in str(caught.value)
    assert not (released.workspace.folder / "releases" / "0002").exists()


@pytest.mark.parametrize("change", [
    {"title": "Answered in time"}, {"why_it_matters": "Nobody likes to wait."}, {"caveats": ["Mind this."]},
    {"sentence": "{value} in {period}"}, {"noun": "calls"}, {"checked_by": "B. Colleague"}, {"review_due": date(2028, 1, 1)},
    {"population": "(outcome IN ('abandoned', 'answered')) AND line = '101'"},
], ids=str)
def test_other_words_or_another_order_change_no_meaning(released: SmallForce, change: dict[str, Any]) -> None:
    define(released, FIRST | change)
    assert release(released.workspace) == 2


def test_a_new_version_beside_the_old_one_is_released_and_the_old_one_is_held(released: SmallForce) -> None:
    define(released, AFTER)
    with pytest.raises(DefinitionError, match=r"version 1 is not kept: save the text .* as versions/calls-in-time-v1.yaml"):
        release(released.workspace)
    define(released, FIRST | {"clock": "caller"}, earlier=True)
    with pytest.raises(DefinitionError, match=r"version 1 means something else than in release 1 \('clock' changed\): put"):
        release(released.workspace)
    define(released, FIRST, earlier=True)
    assert release(released.workspace) == 2
    define(released, FIRST)
    with pytest.raises(DefinitionError, match="release 2 has version 2, but the definition is version 1"):
        release(released.workspace)


def test_a_release_holds_each_version_with_its_text_and_what_differs(waiting: SmallForce) -> None:
    define(waiting, FIRST, earlier=True)
    define(waiting, AFTER)
    release(waiting.workspace)
    held = json.loads((waiting.workspace.folder / f"releases/0001/measures/{NAME}.json").read_bytes())
    assert [(item["version"], item["in_force_from"], item["before"]) for item in held["versions"]] \
        == [(2, "2026-03-01", 1), (1, None, None)]
    assert held["versions"][0]["differences"] == [
        {"what": "Threshold", "before": "at most 30 seconds, compared in milliseconds",
         "after": "at most 1 minute, compared in milliseconds"}]
    assert yaml.safe_load(held["versions"][1]["text"]) == FIRST
    assert [figure["version"] for figure in held["figures"]] == [1, 1, 2, 2]


def test_a_shipped_definition_is_not_replaced_under_its_own_number(force: SmallForce) -> None:
    content = yaml.safe_load((shipped("measures") / "101-offered.yaml").read_text(encoding="utf-8"))
    path = force.workspace.folder / "measures" / "101-offered.yaml"
    path.write_text(yaml.safe_dump(content | {"population": "line = '101'"}), encoding="utf-8")
    faults = meaning_faults(force.workspace, force.workspace.measures().values())
    assert list(faults) == ["101-offered"]
    assert "replaces the shipped version 1 with another meaning ('population')" in faults["101-offered"][0]


def test_every_shipped_measure_keeps_its_earlier_versions() -> None:
    for measure in read_measures().values():
        kept = read_versions(measure)
        assert list(kept) == list(range(1, measure.version + 1)), measure.id
        assert len({meaning_digest(version) for version in kept.values()}) == len(kept), measure.id
        assert all(in_force_from(measure, number) for number in kept if number > 1), measure.id


def test_a_difference_is_told_as_sql_line_by_line(waiting: SmallForce) -> None:
    before, after = read_measure(define(waiting, FIRST, earlier=True)), read_measure(define(waiting, AFTER))
    assert changed_fields(meaning(before), meaning(after)) == ["threshold"]
    assert len(differences(before, after)) == 1
    signs = [sign for sign, _line in sql_changes(before, after)]
    assert (signs.count("-"), signs.count("+")) == (1, 1)


def test_an_earlier_version_stands_under_its_own_name(waiting: SmallForce) -> None:
    path = define(waiting, FIRST, earlier=True)
    path.rename(path.with_name(f"{NAME}-v3.yaml"))
    with pytest.raises(DefinitionError, match=r"version 1 of 'calls-in-time' must stand in a file named 'calls-in-time-v1'"):
        read_measure(path.with_name(f"{NAME}-v3.yaml"))


def test_the_working_that_is_shown_gives_the_figure(waiting: SmallForce) -> None:
    release(waiting.workspace)
    shown = {}
    for path in (waiting.workspace.folder / "releases/0001/measures").glob("*.json"):
        held = json.loads(path.read_bytes())
        if held["headline"] and "=" in held["working"]:
            part, whole = (float(re.findall(r"[0-9.,]+", side)[0].replace(",", "")) for side in held["working"].split("÷"))
            scale = 100 if held["unit"] == "percent" else 1
            assert scale * part / whole == pytest.approx(held["headline"]["value"], rel=0.01)
        shown[path.stem] = held["working"]
    assert shown["101-answered-within-30s"] == "28 ÷ 56 = 50.0%"
    assert shown["101-mean-wait-queue-clock"] == "1,540 seconds ÷ 56 calls = 27.5 seconds"
    assert shown["101-median-wait-queue-clock"] == "number 28 of 56 calls, in order of their time: 10 seconds"
    assert shown["101-offered"] == "56 calls"


def test_every_kind_of_shipped_measure_tells_its_differences_in_words() -> None:
    for measure in read_measures().values():
        bare = replace(measure, **{field.name: field.default for field in fields(measure)
                                   if field.default is not MISSING and field.name not in ("parent", "noun", "text", "digest")})
        for difference in differences(bare, measure):
            assert difference.after or difference.before
            assert not re.search(r"\w[(]|None|Expression", difference.after + difference.what), (measure.id, difference)
