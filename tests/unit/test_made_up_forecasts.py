"""The made-up past of the demonstration's forecast ledger: a small one, out of figures given one by one."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from answerable import Workspace
from answerable.cli.demonstration_forecasts import EVERY, FORECAST, LOOKS, PROJECTED, forecast_the_past
from answerable.ledger import Entry, forecasts_json, ledger_faults, record_outcomes
from answerable.measures.figure import Figure
from answerable.records.synthetic import TARGETS_FOLDER
from made_projections import figures
from small_force import SmallForce, call

# A force that does well, collapses and recovers.
VALUES = [79.0, 78, 80, 77, 79, 78, 81, 80, 78, 80, 79, 77, 78, 81, 79, 76, 78, 79, 66, 43, 39, 43, 56, 64,
          70, 75, 80, 83, 82, 83, 81, 79]
HOPEFUL, CAUTIOUS = "Duty superintendent", "Head of contact"


def of(measure: str, values: Sequence[float]) -> tuple[Figure, ...]:
    return tuple(replace(each, measure=measure) for each in figures(values))


def made_up(folder: Path, monkeypatch: pytest.MonkeyPatch, values: Sequence[float] = VALUES) -> Workspace:
    """A made-up force with a made-up past, of which every measure goes alike. One call is loaded, so that there are records."""
    force = SmallForce(folder)
    settings = force.workspace.folder / "answerable.toml"
    settings.write_text(settings.read_text("utf-8").replace("made_up = false", "made_up = true"), "utf-8")
    force.load([call(1, "2025-12-01 09:00:00")])
    workspace = Workspace(force.workspace.folder)
    shutil.copytree(TARGETS_FOLDER, workspace.folder / "targets", dirs_exist_ok=True)
    monkeypatch.setattr("answerable.cli.demonstration_forecasts.monthly",
                        lambda _workspace, measure, _head: of(measure.id, values))
    forecast_the_past(workspace, lambda _share, _what: None)
    return workspace


def said(entries: Sequence[Entry], by: str) -> list[Entry]:
    return [entry for entry in entries if entry.by == by]


def test_the_record_is_whole_in_order_and_scored(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    workspace = made_up(tmp_path, monkeypatch)
    record_outcomes(workspace.store, "Europe/London", workspace.head(), lambda measure: of(measure, VALUES))
    entries = workspace.forecasts()
    assert list(ledger_faults(workspace.folder)) == []
    forecast = entries[:-1]
    assert all(entry.made_up for entry in forecast)
    assert not entries[-1].made_up
    assert sorted(entry.made_at for entry in forecast) == [entry.made_at for entry in forecast]
    for entry in forecast:
        assert all(each.origin < entry.day <= each.period_end for each in entry.forecasts)
    assert len(said(entries, CAUTIOUS)) == len(said(entries, HOPEFUL)) == LOOKS
    assert len([entry for entry in forecast if entry.kind == "model"]) == LOOKS // EVERY

    found = forecasts_json(entries, {})
    done = [each for each in found["scores"] if each["status"] == "scored"]
    assert not any(each["afterwards"] for each in found["scores"])
    assert all(each["made_up"] for each in found["entries"])
    sides = {row["by"]: row["side"] for row in found["forecasters"] if row["measure"] == FORECAST[0] and row["kind"] == "human"}
    assert sides == {CAUTIOUS: "cautious", HOPEFUL: "too hopeful"}
    # The first collapse was thought likely to meet the target, and missed it.
    missed = [each for each in done if each["by"] == HOPEFUL and each["measure"] == FORECAST[0] and each["met"] is False]
    assert max(each["odds"] for each in missed) > 0.66
    assert sum(row["n"] for row in found["calibration"]) == sum(each["odds"] is not None for each in done)


def test_people_speak_with_what_the_program_says_beside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    entries = made_up(tmp_path, monkeypatch).forecasts()
    model, *people = entries[:3]
    told = {(each.measure, each.period_start): each.point for each in model.forecasts}
    assert {each.measure for each in model.forecasts} == set(PROJECTED)
    for entry in people:
        for each in entry.forecasts:
            assert each.model is not None
            assert each.model.point == told[each.measure, each.period_start]


def test_nothing_that_came_later_is_in_a_forecast(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Other figures from a month on change no entry made before that month had ended."""
    first = 23
    before = made_up(tmp_path / "one", monkeypatch).forecasts()
    other = made_up(tmp_path / "two", monkeypatch, [*VALUES[:first], *(20.0 + place for place in range(len(VALUES) - first))])
    changed = date.fromisoformat(figures(VALUES)[first].period_end) + timedelta(days=1)
    alike = [each.forecasts == new.forecasts for each, new in zip(before, other.forecasts(), strict=True)]
    early = [datetime.fromisoformat(each.made_at).date() < changed for each in before]
    assert alike == early
    assert 10 < sum(early) < len(early)


def test_a_force_of_few_months_has_no_past(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert made_up(tmp_path, monkeypatch, VALUES[:5]).forecasts() == ()
