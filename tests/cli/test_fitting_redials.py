"""`answerable fit` of a room whose callers try again: written as records and fitted, it gives back its redials."""

from __future__ import annotations

import json
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from answerable.cli import run
from answerable.simulation.room_file import read_room

ROOM = """\
name: impatient room
days: 21
lines:
  "101": {arrivals: {per_day: 500, shape: 1}, talk: {exponential: 300}, patience: {exponential: 90}, pools: [handlers],
          redial: {share: 0.5, after: {exponential: 600}, attempts: 4}}
pools:
  handlers: {staff: 2}
"""


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, Any], Path]:
    """What `fit` says as JSON of two weeks, and where the room is that it wrote."""
    folder = tmp_path_factory.mktemp("redialling")
    (folder / "room.yaml").write_text(ROOM, encoding="utf-8")
    records, made = str(folder / "records.csv"), str(folder / "force")
    assert run(["simulate", str(folder / "room.yaml"), "--repetitions", "1", "--records", records, "--from", "2026-06-01",
                "--quiet"]) == 0
    assert run(["init", made]) == 0
    assert run(["load", made, "simulated_contacts", records, "--quiet"]) == 0
    with redirect_stdout(StringIO()) as out:
        assert run(["fit", made, "--check-on", "2026-06-15:2026-06-21", "--repetitions", "60", "--quiet", "--format", "json",
                    "--output", str(folder / "fitted.yaml")]) == 0
    return json.loads(out.getvalue()), folder / "fitted.yaml"


@pytest.mark.parametrize(("parameter", "truth"), [
    ("try again after giving up", 0.5), ("mean time until they try again", 600), ("most attempts", 4),
    ("arrivals of a Tuesday", 500), ("mean patience, were it exponential", 90)])
def test_what_the_room_was_made_with_lies_in_the_interval(told: tuple[dict[str, Any], Path], parameter: str,
                                                          truth: float) -> None:
    row, = (row for row in told[0]["parameters"] if row["parameter"] == parameter)
    assert row["low"] - truth / 100 <= truth <= row["high"] + truth / 100


def test_it_is_said_in_words_and_stands_in_the_room(told: tuple[dict[str, Any], Path]) -> None:
    said, = (sentence for sentence in told[0]["fitted_to"] if "gave up and whose caller is known" in sentence)
    assert said.startswith("101: of ")
    assert said.endswith(", at most 4 attempts. Arrivals are those of first attempts.")
    redial = read_room(told[1]).lines[0].redial
    assert redial is not None
    assert (redial.share, redial.attempts) == (pytest.approx(0.5, abs=0.02), 4)


def test_the_week_that_was_not_fitted_to_is_foretold(told: tuple[dict[str, Any], Path]) -> None:
    """All who came, redials among them, are what is foretold: counted twice, they would be a fifth more."""
    offered = {row["taken"]: row for row in told[0]["figures"] if row["figure"] == "offered"}
    assert offered["as fitted"]["inside"]
    assert offered["with the real arrivals and staff"]["predicted"] == pytest.approx(offered["as fitted"]["real"], rel=0.05)
    assert sum(row["inside"] for row in told[0]["figures"] if row["taken"] == "as fitted") >= 3
