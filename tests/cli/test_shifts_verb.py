"""`answerable shifts`, as it is typed, and what it hands on to `answerable roster`."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from answerable.cli import run

ROOM = """\
name: small room
lines:
  "999": {arrivals: {per_day: 300}, talk: {exponential: 240}, patience: {exponential: 90}, pools: [handlers], within: 10}
pools:
  handlers:
    shifts:
      - {from: "07:00", to: "15:00", staff: 3}
      - {from: "14:00", to: "22:00", staff: 3}
      - {from: "22:00", to: "07:00", staff: 2}
"""


@pytest.fixture
def room(tmp_path: Path) -> Path:
    """The file of a small room."""
    path = tmp_path / "room.yaml"
    path.write_text(ROOM, encoding="utf-8")
    return path


def answered(capsys: pytest.CaptureFixture[str], *words: str | Path) -> str:
    assert run(["shifts", *map(str, words), "--quiet"]) == 0
    return capsys.readouterr().out


def test_the_answer_begins_with_how_many_people_and_how_far_that_is_from_the_bound(
        room: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = answered(capsys, room, "--pattern", "2-2-2-4", "--seconds", "3")
    first = told.splitlines()[0]
    assert first.startswith("small room needs ")
    assert "the gap is" in first
    assert "No half-hour is short." in told


def test_the_need_of_a_target_is_covered_and_the_cover_simulated(room: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = json.loads(answered(capsys, room, "--pattern", "2-2-2-4", "--target", "999 within 80%", "--simulate",
                               "--repetitions", "20", "--format", "json", "--seconds", "3"))
    cover = told["covers"][0]
    assert cover["probability 999 within at least 80.0%"] == 1.0        # a rotation has people to spare
    assert all(row["at_desks"] + 1e-9 >= row["need"] for row in cover["half_hours"])


def test_a_slip_says_what_the_same_people_an_hour_later_would_do(room: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = answered(capsys, room, "--target", "999 within 80%", "--slip", "14:00 +60 friday,saturday", "--repetitions", "30")
    assert "999" in told
    assert "with the same callers" in told


def test_a_cover_is_a_need_that_roster_reads(room: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    need, people, duties = (tmp_path / name for name in ("need.csv", "people.csv", "duties.csv"))
    document = json.loads(answered(capsys, room, "--pattern", "free-tours", "--out", need, "--format", "json",
                                   "--seconds", "6"))
    asked = sum(shift["people"] for shift in document["covers"][0]["shifts"])
    with need.open(encoding="utf-8") as file:
        assert sum(int(row["people"]) for row in csv.DictReader(file)) == asked
    names = [f"person {number}" for number in range(2 * document["covers"][0]["people"])]
    people.write_text("\n".join(["person,weekly_hours", *(f"{name},40" for name in names)]) + "\n", encoding="utf-8")
    assert run(["roster", str(need), "--people", str(people), "--from", "2026-06-01", "--days", "7", "--seconds", "20",
                "--rules", "working-time-regulations-1998", "--out", str(duties), "--quiet"]) == 0
    given = list(csv.DictReader(io.StringIO(duties.read_text(encoding="utf-8"))))
    assert 0 < len(given) <= asked


def test_out_is_for_one_pattern(room: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["shifts", str(room), "--compare", "2-2-2-4", "variable", "--out", str(tmp_path / "need.csv")]) == 2
    assert "--out writes the shifts of one pattern." in capsys.readouterr().err
    assert not (tmp_path / "need.csv").exists()
