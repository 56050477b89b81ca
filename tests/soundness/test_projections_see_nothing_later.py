"""A projection rests on what was known when it is said to be made: no later month, no correction, no decision. And one measure
in which nothing moves does not spoil the others'."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from answerable.cli import run
from answerable.forecasting.projecting import project_all
from answerable.forecasting.projection import Projection
from answerable.forecasting.series import DURATION, MONTH, Series
from answerable.projecting.early_warnings import LOOKED_AT, replayed
from answerable.projecting.running import Projections, project_measures
from answerable.workspace import Workspace
from made_projections import month
from small_force import SmallForce, call

MEASURE = "101-answered-within-30s"
TARGET = """
target: made-up
version: 1
measure: 101-answered-within-30s
value: 75
comparison: ">="
owner: Nobody
status: local
source: Made up.
from: 2020-01-01
"""


def calls(number: int, late: int) -> list[dict[str, object]]:
    """Four calls on each day of a month, of which so many wait for 45 seconds."""
    made = []
    for place in range(28 * 4):
        day, minute = f"{month(number):%Y-%m}-{place // 4 + 1:02d}", 10 + place % 4
        answered = f"{day} 09:{minute}:{45 if place < late else 10}"
        made.append(call(f"{day}-{place}", f"{day} 09:{minute}:00", queued=f"{day} 09:{minute}:00", left_queue=answered,
                         answered=answered))
    return made


def rows(first: int, last: int) -> list[dict[str, object]]:
    return [row for number in range(first, last) for row in calls(number, 20 + 7 * number % 11)]


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> SmallForce:
    """Twenty ordinary months. For asking, and for copies."""
    force = SmallForce(tmp_path_factory.mktemp("before"))
    (force.workspace.folder / "targets" / "made-up.yaml").write_text(TARGET, encoding="utf-8")
    force.load(rows(0, 20))
    return force


@pytest.fixture(scope="module")
def after(before: SmallForce, tmp_path_factory: pytest.TempPathFactory) -> SmallForce:
    """The same force later: the last months were corrected, everything went wrong in those that followed, and somebody
    accepted a step."""
    force = before.copied(tmp_path_factory.mktemp("after") / "copy")
    force.load([*rows(0, 17), *(row for number in (17, 18, 19) for row in calls(number, 0))])
    force.load([row for number in (20, 21, 22) for row in calls(number, 110)], "later.csv")
    force.workspace.decide("step", by="Head of performance", reason="A new rota", measure=MEASURE, at=month(12))
    return force


def projection(made: Projections) -> Projection:
    found = made.by_id[MEASURE].projection
    assert found is not None
    return found


def of(workspace: Workspace, as_of: str | None = None) -> Projections:
    head = workspace.state(as_of)
    # The day before the decision: what was known then.
    return project_measures(workspace, head, day=date(2025, 10, 15))


def test_an_older_state_is_projected_as_if_nothing_had_come_after(before: SmallForce, after: SmallForce) -> None:
    then, now = projection(of(before.workspace)), projection(of(after.workspace, "1"))
    assert now == then
    assert not of(before.workspace).afterwards
    assert of(after.workspace, "1").afterwards


def test_what_came_after_does_change_a_projection_made_then(before: SmallForce, after: SmallForce) -> None:
    assert projection(of(after.workspace)).steps[0].at(0.5) < projection(of(before.workspace)).steps[0].at(0.5) - 10


def test_a_step_is_unknown_until_it_was_accepted(after: SmallForce) -> None:
    head = after.workspace.state("1")
    today = project_measures(after.workspace, head).by_id[MEASURE].past.series
    then = of(after.workspace, "1").by_id[MEASURE].past.series
    assert today is not None
    assert then is not None
    assert [each.at for each in today.restarts] == [month(12)]
    assert then.restarts == ()


def test_a_look_at_an_earlier_months_end_sees_no_later_month(before: SmallForce, after: SmallForce) -> None:
    """The last months are corrected in the one workspace and not in the other: looks at the ends of months before are the
    same."""
    looks = []
    for force in (before, after):
        made = of(force.workspace)
        (found,) = replayed(made, [made.by_id[MEASURE]]).values()
        looks.append({look.on: [each.odds for each in look.months] for look in found if look.on <= month(17)})
    assert 0 < len(looks[0]) < LOOKED_AT
    assert looks[0].keys() == looks[1].keys()
    for day, odds in looks[0].items():
        assert odds == pytest.approx(looks[1][day], abs=1e-9)


def printed(capsys: pytest.CaptureFixture[str], *words: str) -> Any:
    assert run(["project", *words, "--format", "json", "--quiet"]) == 0
    return json.loads(capsys.readouterr().out)


def test_what_is_shown_is_kept_once_and_what_is_made_later_is_marked(before: SmallForce, after: SmallForce, tmp_path: Path,
                                                                      capsys: pytest.CaptureFixture[str]) -> None:
    workspace = after.copied(tmp_path / "copy").workspace
    folder = str(workspace.folder)
    first, again = printed(capsys, folder, MEASURE), printed(capsys, folder, MEASURE)
    assert first == again
    assert [entry.number for entry in workspace.forecasts()] == [1]
    late = printed(capsys, folder, MEASURE, "--as-of", "1")[0]
    assert late["afterwards"]
    # Those months are over by now, and the state was no longer the newest.
    assert [all(each.afterwards for each in entry.forecasts) for entry in workspace.forecasts()] == [False, True]
    kept = workspace.forecasts()[0]
    assert (kept.manifest, kept.forecasts[0].measure, kept.forecasts[0].target is not None) == (3, MEASURE, True)


def test_a_measure_in_which_nothing_moved_does_not_make_the_others_endless() -> None:
    """Twenty-four months of the same, then a change: over an error of nothing that is a change beyond all measure."""
    def series(name: str, values: list[float]) -> Series:
        return Series(name, MONTH, tuple(month(place) for place in range(len(values))), tuple(values), DURATION)
    usual = [16.0 + 3 * (place * 7 % 11) / 11 for place in range(26)]
    alone = project_all([series("usual", usual)], 6)[0]
    beside = project_all([series("usual", usual), series("still", [10.0] * 24 + [45.0, 10.0])], 6)
    assert isinstance(alone, Projection)
    for found in beside:
        if isinstance(found, Projection):
            assert max(max(step.quantiles) for step in found.steps) < 1000
            assert max(max(path) for path in found.paths) < 10_000


def test_odds_are_none_where_nothing_is_to_be_met(before: SmallForce) -> None:
    item = of(before.workspace).by_id["101-mean-wait-queue-clock"]
    assert len(item.odds) == 12
    assert set(item.odds) == {(None, None)}


def test_a_projection_in_another_order_of_measures_is_the_same(before: SmallForce) -> None:
    made = of(before.workspace)
    figures = {name: monthly_of(before, name) for name in reversed(made.by_id)}
    assert projection(project_measures(before.workspace, made.head, figures=figures, day=made.day)) == projection(made)


def monthly_of(force: SmallForce, name: str) -> list[Any]:
    from answerable.judging import monthly

    found = force.workspace.measure(name)
    return [replace(figure) for figure in monthly(force.workspace, found, force.workspace.head())]


def test_a_release_is_refused_where_a_kept_forecast_was_changed(before: SmallForce, tmp_path: Path,
                                                               capsys: pytest.CaptureFixture[str]) -> None:
    folder = before.copied(tmp_path / "copy").workspace.folder
    printed(capsys, str(folder), MEASURE)
    entry = folder / "forecasts" / "000001.json"
    entry.chmod(0o644)
    entry.write_text(entry.read_text(encoding="utf-8").replace('"point": ', '"point": 1', 1), encoding="utf-8")
    assert run(["release", str(folder)]) == 2
    assert "000001.json" in capsys.readouterr().err
    assert not list((folder / "releases").glob("[0-9]*"))
