"""`answerable simulate` and `answerable staff`, as they are typed."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from answerable.cli import run

ROOM = """\
name: small room
days: 1
lines:
  "999": {arrivals: 10, talk: {exponential: 240}, patience: {exponential: 90}, pools: [handlers], within: 10}
  "101": {arrivals: 20, talk: {exponential: 300}, patience: {exponential: 300}, pools: [handlers], priority: 1}
pools:
  handlers: {staff: 6}
"""


@pytest.fixture
def room(tmp_path: Path) -> Path:
    """The file of a small room."""
    path = tmp_path / "room.yaml"
    path.write_text(ROOM, encoding="utf-8")
    return path


def test_a_room_is_told_in_sentences_and_a_table(room: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["simulate", str(room), "--repetitions", "20", "--quiet"]) == 0
    told = capsys.readouterr().out
    assert "small room: 20 repetitions of 1 day." in told
    assert "gave up; of those answered" in told
    assert "Handlers of handlers are busy" in told
    assert "answered_within" in told


def test_two_rooms_are_compared_with_the_same_callers(room: Path, capsys: pytest.CaptureFixture[str]) -> None:
    other = room.with_name("more.yaml")
    other.write_text(ROOM.replace("staff: 6", "staff: 7").replace("small room", "one more"), encoding="utf-8")
    assert run(["simulate", str(room), "--against", str(other), "--repetitions", "40", "--quiet", "--format", "json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["differences"][0] == "one more against small room, with the same callers in both:"
    assert any(sentence.startswith("101, answered in time: +") for sentence in told["differences"])
    within = {(row["room"], row["queue"]): row["answered_within"] for row in told["figures"]}
    assert within["one more", "101"] > within["small room", "101"]


def test_each_half_hour_as_csv(room: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["simulate", str(room), "--repetitions", "5", "--by-slot", "--quiet", "--format", "csv"]) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert len(rows) == 96
    assert rows[49]["from"] == "Mon 00:30"
    assert rows[49]["queue"] == "101"


def test_staff_for_two_targets(room: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["staff", str(room), "--target", "999 within 90%", "--target", "101 within 70%", "--repetitions", "30", "--quiet"]
    assert run([*words, "--format", "json", "--costs"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert len(told["staff"]) == 48
    assert 5 <= min(told["staff"]) <= max(told["staff"]) <= 14
    assert [target["target"] for target in told["targets"]] == ["999 within at least 90.0%", "101 within at least 70.0%"]
    assert run(words) == 0
    assert "with callers that the search had not seen" in capsys.readouterr().out


def test_staff_over_the_whole_time_with_the_best_reserve(room: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["staff", str(room), "--target", "999 within 90% over_all", "--target", "101 within 70% over_all", "--reserve",
             "0..1", "--confidence", "80%", "--repetitions", "20", "--quiet"]
    assert run(words) == 0
    told = capsys.readouterr().out
    assert "999 within at least 90.0% over all: with callers that the search had not seen, " in told
    assert "of repetitions (asked: 80%; chance between " in told
    assert "Handler hours by reserve: 0: " in told
    assert run([*words[:2], "--target", "999 within 90%", "--confidence", "80%"]) == 2
    assert "Write over_all after a target" in capsys.readouterr().err


@pytest.mark.parametrize(("option", "written"), [("--repetitions", "0"), ("--threads", "0"), ("--seed", "-1"),
                                                 ("--repetitions", "many")])
def test_a_number_that_cannot_be_is_told(room: Path, capsys: pytest.CaptureFixture[str], option: str, written: str) -> None:
    with pytest.raises(SystemExit) as ended:
        run(["simulate", str(room), f"{option}={written}"])
    assert ended.value.code == 2
    assert f"'{written}' is no whole number of" in capsys.readouterr().err


def test_a_faulty_room_is_one_line_on_the_error_output(room: Path, capsys: pytest.CaptureFixture[str]) -> None:
    room.write_text(ROOM.replace("staff: 6", "staff: -6"), encoding="utf-8")
    assert run(["simulate", str(room)]) == 2
    assert "line 7: pools > handlers > staff must not be negative; at Mon 00:00 it is -6" in capsys.readouterr().err
