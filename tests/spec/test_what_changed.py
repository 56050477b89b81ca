"""From records to the digest: two releases of a small force, and what the second tells."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from answerable.cli import run
from answerable.ledger.packing import unpacked
from answerable.releases import release
from small_force import SmallForce, call

MEASURE = "101-answered-within-30s"


def month(year: int, number: int, late: int) -> list[dict[str, object]]:
    """Four calls on each day of a month, of which so many wait for 45 seconds in the month and the others for 10."""
    calls = []
    for place in range(28 * 4):
        wait = 45 if place < late else 10
        day, minute = f"{year}-{number:02d}-{place // 4 + 1:02d}", 10 + place % 4
        calls.append(call(f"{day}-{place}", f"{day} 09:{minute}:00", queued=f"{day} 09:{minute}:00",
                          left_queue=f"{day} 09:{minute}:{wait}", answered=f"{day} 09:{minute}:{wait}"))
    return calls


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with a release after two ordinary years, and one after a month in which most calls waited."""
    force = SmallForce(tmp_path_factory.mktemp("changes"))
    months = [(2024 + number // 12, number % 12 + 1) for number in range(26)]
    force.load([row for place, (year, number) in enumerate(months[:24]) for row in month(year, number, 20 + 7 * place % 11)])
    release(force.workspace)
    # The month after it closes the month in question: the newest one is provisional.
    force.load([*month(*months[24], 90), *month(*months[25], 25)])
    release(force.workspace)
    return force.workspace.folder


def digest(folder: Path, number: int) -> dict[str, Any]:
    """signals.json of a release."""
    content: dict[str, Any] = json.loads((folder / "releases" / f"{number:04d}" / "signals.json").read_bytes())
    return content


def test_the_first_release_compares_with_nothing(folder: Path) -> None:
    assert digest(folder, 1)["since"] is None
    assert digest(folder, 1)["told"] == []


def test_the_second_tells_the_month_in_which_most_calls_waited(folder: Path) -> None:
    told = [each for thing in digest(folder, 2)["told"] for each in (thing, *thing.get("beside", ()))]
    drop = next(thing for thing in told if thing["measure"] == MEASURE and thing["code"] == "special-cause-new")
    assert (drop["kind"], drop["after"]["label"]) == ("concern", "January 2026")
    assert drop["evidence"]["adjusted"] < 0.01


def test_the_digest_is_among_the_files_that_the_release_vouches_for(folder: Path) -> None:
    header = json.loads((folder / "releases" / "0002" / "release.json").read_bytes())
    assert "signals.json" in header["files"]


def test_the_command_prints_what_was_released(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["signals", str(folder), "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out) == digest(folder, 2)
    assert run(["signals", str(folder)]) == 0
    assert f"{MEASURE}: 19.6% in January 2026: below its usual range, a change for the worse" in capsys.readouterr().out
    assert run(["signals", str(folder), "--format", "markdown"]) == 0
    assert "### Signals" in capsys.readouterr().out


def test_an_unknown_release_is_refused_with_those_that_there_are(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["signals", str(folder), "--since", "7"]) == 2
    assert "Releases before it: 1." in capsys.readouterr().err


def test_a_damaged_release_before_is_as_if_it_were_not_there(folder: Path, tmp_path: Path) -> None:
    from answerable.releases.signals import signals_of

    (tmp_path / "releases" / "0001").mkdir(parents=True)
    (tmp_path / "releases" / "0001" / "release.json").write_text("{")
    newest = folder / "releases" / "0002"
    content = signals_of(newest, json.loads((newest / "release.json").read_bytes()), tmp_path / "releases")
    assert content["since"] is None


def test_a_workspace_without_a_release_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["init", str(tmp_path / "force")]) == 0
    assert run(["signals", str(tmp_path / "force")]) == 2
    assert "answerable release" in capsys.readouterr().err


def measures(folder: Path, number: int) -> dict[str, dict[str, Any]]:
    """The measures of a release, by id."""
    paths = (folder / "releases" / f"{number:04d}" / "measures").glob("*.json")
    return {path.stem: json.loads(path.read_bytes()) for path in paths}


def forecasts_of(folder: Path, number: int) -> dict[str, Any]:
    """The record of forecasts of a release, every row in full."""
    return unpacked(json.loads((folder / "releases" / f"{number:04d}" / "forecasts.json").read_bytes()))


def test_a_release_shows_no_projection_that_is_not_in_the_ledger(folder: Path) -> None:
    for number in (1, 2):
        release_json = json.loads((folder / "releases" / f"{number:04d}" / "release.json").read_bytes())
        forecasts = forecasts_of(folder, number)
        entries = {entry["number"]: entry for entry in forecasts["entries"]}
        kept = {(score["entry"], score["measure"], score["period_start"]): score for score in forecasts["scores"]}
        shown = [(name, each["projection"]) for name, each in measures(folder, number).items() if each["projection"]]
        assert MEASURE in [name for name, _projection in shown]
        for name, projection in shown:
            assert entries[projection["entry"]]["manifest"] == release_json["manifest"]["number"]
            for step in projection["steps"]:
                score = kept[projection["entry"], name, step["period_start"]]
                assert (score["point"], score["low90"], score["high90"]) == pytest.approx(
                    (step["median"], step["low90"], step["high90"]))


def test_every_measure_is_projected_or_says_why_not(folder: Path) -> None:
    for name, each in measures(folder, 2).items():
        assert (each["projection"] is None) is not (each["no_projection"] is None), name
        if each["no_projection"]:
            assert each["no_projection"]["words"].endswith(".")


def test_what_was_forecast_before_stands_beside_and_is_scored(folder: Path) -> None:
    past = measures(folder, 2)[MEASURE]["past_forecasts"]
    assert [(each["entry"], each["origin_label"]) for each in past] == [(1, "November 2025")]
    forecasts = forecasts_of(folder, 2)
    january = [score for score in forecasts["scores"] if (score["measure"], score["entry"]) == (MEASURE, 1)
               and score["label"] == "January 2026"]
    assert [(score["status"], score["outcome"]) for score in january] == [("scored", pytest.approx(100 * 22 / 112))]
