"""`answerable fit`, as it is typed: a room whose numbers are known, written as records, comes back out of them."""

from __future__ import annotations

import csv
import io
import json
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any

import pytest

from answerable.cli import run
from answerable.simulation.room_file import read_room

ROOM = """\
name: known room
days: 28
busyness: 0.15
lines:
  "999": {arrivals: {per_day: 200, shape: 1}, talk: {exponential: 200}, wrap: {exponential: 60}, patience: {exponential: 80},
          pools: [handlers], within: 10}
  "101": {arrivals: {per_day: {weekdays: 800, weekend: 600}, shape: 1}, talk: {log_normal: 300, sd: 240},
          patience: {exponential: 250}, pools: [handlers], priority: 1, message: {seconds: 20, hang_up: 0.1}}
pools:
  handlers: {staff: 5}
"""


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with four weeks of the known room's contacts, from Monday 1 June 2026."""
    folder = tmp_path_factory.mktemp("known")
    (folder / "room.yaml").write_text(ROOM, encoding="utf-8")
    records, made = str(folder / "records.csv"), str(folder / "force")
    assert run(["simulate", str(folder / "room.yaml"), "--repetitions", "1", "--records", records, "--from", "2026-06-01",
                "--quiet"]) == 0
    assert run(["init", made]) == 0
    assert run(["load", made, "simulated_contacts", records]) == 0
    return Path(made)


@pytest.fixture(scope="module")
def told(workspace: Path) -> dict[str, Any]:
    """What `fit` says of it as JSON, fitted to three weeks and held against the fourth."""
    words = ["fit", str(workspace), "--check-on", "2026-06-22:2026-06-28", "--repetitions", "60", "--quiet",
             "--output", str(workspace / "room.yaml")]
    content: dict[str, Any] = json.loads(printed([*words, "--format", "json"]))
    return content


def printed(words: list[str]) -> str:
    """What a command prints."""

    with redirect_stdout(io.StringIO()) as out:
        assert run(words) == 0
    return out.getvalue()


@pytest.mark.parametrize(("of", "parameter", "truth"), [
    ("999", "mean talk", 200), ("999", "mean wrap-up", 60), ("101", "mean talk", 300), ("999", "arrivals of a Monday", 200),
    ("101", "arrivals of a Tuesday", 800), ("101", "arrivals of a Sunday", 600), ("101", "hang up before the queue", 0.1),
    ("101", "mean patience, were it exponential", 250), ("999", "mean patience, were it exponential", 80),
    ("101", "recorded message", 20), ("all lines", "busyness of a day (standard deviation)", 0.15)])
def test_what_the_room_was_made_with_lies_in_the_interval(told: dict[str, Any], of: str, parameter: str, truth: float) -> None:
    row, = (row for row in told["parameters"] if (row["of"], row["parameter"]) == (of, parameter))
    # One world, eleven intervals of 95%: a hundredth of the truth is allowed beside them (the message is always 20 seconds).
    assert row["low"] - truth / 100 <= truth <= row["high"] + truth / 100
    assert row["low"] <= row["value"] <= row["high"]


def test_five_handlers_are_inferred_from_who_answered(told: dict[str, Any]) -> None:
    rows = {row["parameter"]: row["value"] for row in told["parameters"] if row["of"] == "101 and 999"}
    assert rows["handler hours a day"] * rows["can take a contact, calibrated"] == pytest.approx(120, rel=0.06)
    assert any("inferred from who answered" in sentence for sentence in told["fitted_to"])


@pytest.mark.parametrize("reserve", [0, 2])
def test_how_many_are_kept_free_for_those_who_go_first_is_seen_by_whose_the_waiting_is(tmp_path: Path, reserve: int) -> None:
    room = (ROOM.replace("days: 28", "days: 14").replace("staff: 5", "staff: 7").replace("per_day: 200", "per_day: 500")
            .replace("priority: 1,", f"priority: 1, reserve: {reserve},"))
    (tmp_path / "room.yaml").write_text(room, encoding="utf-8")
    force, fitted = str(tmp_path / "force"), tmp_path / "fitted.yaml"
    assert run(["simulate", str(tmp_path / "room.yaml"), "--repetitions", "1", "--records", str(tmp_path / "records.csv"),
                "--from", "2026-06-01", "--quiet"]) == 0
    assert run(["init", force]) == 0
    assert run(["load", force, "simulated_contacts", str(tmp_path / "records.csv")]) == 0
    said = json.loads(printed(["fit", force, "--check-on", "2026-06-13:2026-06-14", "--repetitions", "20", "--quiet",
                               "--output", str(fitted), "--format", "json"]))
    row, = (row for row in said["parameters"] if row["parameter"] == "handlers kept free for it")
    assert (row["of"], row["value"]) == ("999", reserve)
    assert row["low"] <= reserve <= row["high"]
    assert {line.name: line.service.reserve_in("101 and 999") for line in read_room(fitted).lines} == {"101": reserve, "999": 0}


def test_the_week_that_was_not_fitted_to_is_foretold(told: dict[str, Any]) -> None:
    own = [row for row in told["figures"] if row["taken"] == "as fitted"]
    assert [(row["line"], row["figure"]) for row in own] == [
        (line, figure) for line in ("101", "999") for figure in ("offered", "answered_within", "abandoned_share",
                                                                 "mean_wait_seconds")]
    assert sum(row["inside"] for row in own) >= 7
    assert all(row["off"] == pytest.approx(row["real"] - row["predicted"], abs=0.11) for row in own)
    assert told["checked"][0].startswith("Held against 22 June 2026 to 28 June 2026, which it was not fitted to:")


def test_with_the_real_arrivals_less_is_left_open(told: dict[str, Any]) -> None:
    width = {row["taken"]: row["high"] - row["low"] for row in told["figures"]
             if (row["line"], row["figure"]) == ("101", "offered")}
    assert width["with the real arrivals"] < width["as fitted"]


def test_the_written_room_is_one_that_simulate_takes(told: dict[str, Any], workspace: Path) -> None:
    room = read_room(workspace / "room.yaml")
    assert [(line.name, line.service.within, line.service.priority) for line in room.lines] == [("101", 30, 1), ("999", 10, 0)]
    assert room.busyness == pytest.approx(0.15, abs=0.08)
    assert sum(room.lines[1].arrivals) == pytest.approx(7 * 200, rel=0.1)
    assert told["room"] == str(workspace / "room.yaml")


def test_it_is_told_in_sentences_and_as_rows(workspace: Path) -> None:
    words = ["fit", str(workspace), "--check-on", "2026-06-22:2026-06-28", "--repetitions", "20", "--quiet", "--line", "101",
             "--from", "2026-06-13", "--within", "101=60"]
    text = printed(words)
    assert " gave up and whose caller is known, 0.0% (0.0% to " in text
    assert "101, gave up: " in text
    assert "\n999 " not in text
    rows = list(csv.DictReader(io.StringIO(printed([*words, "--format", "csv", "--by-slot"]))))
    assert {row["part"] for row in rows} == {"fitted", "checked"}
    expected = {row["parameter"]: float(row["value"]) for row in rows if row["parameter"].startswith("arrivals Tue ")}
    assert len(expected) == 48
    assert sum(expected.values()) == pytest.approx(800, rel=0.3)
    half_hour = next(row for row in rows if row["parameter"] == "heads Sat 12:00")
    assert float(half_hour["low"]) <= 5 <= float(half_hour["high"]) + 0.05


@pytest.mark.parametrize(("words", "said"), [
    (["--within", "quickly"], "'quickly' is no limit of a line"), (["--line", "102"], "Did you mean '101'"),
    (["--from", "2026-06-18"], "less than a week")])
def test_what_cannot_be_is_told_in_a_line(workspace: Path, words: list[str], said: str,
                                          capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["fit", str(workspace), "--check-on", "2026-06-22:2026-06-28", "--quiet", *words]) != 0
    assert said in capsys.readouterr().err
