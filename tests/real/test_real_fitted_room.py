"""The bank's month (Technion, February 1999): a room fitted to its first three weeks, held against the last.

No roster was published: who was there is inferred from who answered. docs/explanation/fitting.md tells what came out.
"""

from __future__ import annotations

import gzip
import json
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from answerable.cli import run
from answerable.simulation.room_file import read_room

FILE = "technion_anonymous_bank_1999/february1999.tsv.gz"


@pytest.fixture(scope="module")
def told(real_data: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, Any], Path]:
    """What the ordinary commands say, and the workspace."""
    folder = tmp_path_factory.mktemp("fitted") / "bank"
    assert run(["init", str(folder), "--time-zone", "Asia/Jerusalem"]) == 0
    assert run(["load", str(folder), "technion_anonymous_bank", str(real_data / FILE)]) == 0
    with redirect_stdout(StringIO()) as out:
        assert run(["fit", str(folder), "--repetitions", "100", "--format", "json", "--quiet",
                    "--output", str(folder / "room.yaml")]) == 0
    return json.loads(out.getvalue()), folder


def figure(told: dict[str, Any], name: str, taken: str = "as fitted") -> dict[str, Any]:
    """One of the figures of the last week."""
    row, = (row for row in told["figures"] if (row["figure"], row["taken"]) == (name, taken))
    return dict(row)


def test_the_hang_up_share_and_the_mean_wait_of_the_last_week_lie_in_their_intervals(told: tuple[dict[str, Any], Path]) -> None:
    share, wait = figure(told[0], "abandoned_share"), figure(told[0], "mean_wait_seconds")
    # Facts of the file: 852 of 7,115 who queued or were answered hung up.
    assert (share["real"], wait["real"]) == (0.1197, pytest.approx(44.2, abs=0.05))
    assert share["inside"]
    assert wait["inside"]
    # An interval that holds everything would say nothing.
    assert share["high"] - share["low"] < 0.2
    assert wait["high"] - wait["low"] < 60


def test_served_by_the_model_the_last_week_waits_less_than_it_did(told: tuple[dict[str, Any], Path]) -> None:
    """With the real arrivals and handlers, what is left is the error of service: the documentation owns up to it."""
    assert figure(told[0], "abandoned_share", "with the real arrivals and staff")["inside"]
    assert figure(told[0], "mean_wait_seconds", "with the real arrivals and staff")["off"] > 0
    assert figure(told[0], "answered_within", "with the real arrivals and staff")["off"] < 0


def test_no_agent_is_named(told: tuple[dict[str, Any], Path], real_data: Path) -> None:
    lines = gzip.decompress((real_data / FILE).read_bytes()).decode("latin-1").splitlines()[1:]
    names = {line.rsplit("\t", 1)[1].strip() for line in lines} - {"NO_SERVER", ""}
    said = json.dumps(told[0]) + (told[1] / "room.yaml").read_text(encoding="utf-8")
    assert not [name for name in names if name in said]


def test_short_fridays_and_saturday_nights_keep_their_shape(told: tuple[dict[str, Any], Path]) -> None:
    room = read_room(told[1] / "room.yaml")
    arrivals = room.lines[0].arrivals
    friday, saturday = arrivals[4 * 48:5 * 48], arrivals[5 * 48:6 * 48]
    assert sum(friday[32:]) < 0.05 * sum(friday)
    assert sum(saturday[38:]) > 0.8 * sum(saturday)
    assert room.pools[0].staff[4 * 48 + 34] == 0 < room.pools[0].staff[5 * 48 + 40]
