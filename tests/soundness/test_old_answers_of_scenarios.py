"""What came of a room is shown only while all that it depends on is as it was."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from answerable.errors import WorkspaceError
from answerable.simulation.scenarios.scenario_file import Scenario
from answerable.simulation.simulating import simulate
from answerable.what_if import answers, keeping
from answerable.what_if.answers import Question, sent, simulator_version, work
from answerable.what_if.keeping import Kept
from answerable.what_if.running import answers as answers_of
from answerable.what_if.running import run_all

ROOM = """\
days: 1
slot_minutes: 60
lines:
  "101": {arrivals: 20, talk: {exponential: 300}, patience: {exponential: 200}, pools: [handlers]}
pools:
  handlers: {staff: 2}
"""
MORE = "room: small\nchanges: [staff: {pool: handlers, add: 1}]\n"


@pytest.fixture
def kept(tmp_path: Path) -> Kept:
    """A workspace's folder with a room and a scenario that was run."""
    for folder, name, text in (("rooms", "small", ROOM), ("scenarios", "more", MORE)):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    found = Kept(tmp_path)
    run_all(found, [question(found)])
    return found


def question(kept: Kept) -> Question:
    """The scenario as its file and its room's file stand now."""
    found = kept.read("more")
    assert isinstance(found, Scenario)
    return Question(found.room, 4, 1)


def result_file(kept: Kept) -> Path:
    """The one result that is kept."""
    found, = (kept.folder / "results" / simulator_version()).glob("*.npz")
    return found


def is_that_of_today(kept: Kept) -> bool:
    """Whether what is shown is what the simulator says of the files of today."""
    asked = question(kept)
    shown, = answers_of(kept, [asked])
    return np.array_equal(shown.simulated.totals, simulate(asked.room, 4, 1).totals)


@pytest.mark.parametrize(("file", "before", "after"), [
    ("rooms/small.yaml", "staff: 2", "staff: 3"), ("rooms/small.yaml", "arrivals: 20", "arrivals: 21"),
    ("rooms/small.yaml", "exponential: 200", "exponential: 201"), ("rooms/small.yaml", "days: 1", "days: 1\nbusyness: 0.1"),
    ("rooms/small.yaml", "days: 1", "days: 1\nbegins: friday\nwarm_up_hours: 5"), ("scenarios/more.yaml", "add: 1", "add: 2"),
])
def test_a_changed_file_is_run_anew(kept: Kept, tmp_path: Path, file: str, before: str, after: str) -> None:
    text = (tmp_path / file).read_text(encoding="utf-8")
    (tmp_path / file).write_text(text.replace(before, after), encoding="utf-8")
    assert text != text.replace(before, after)
    assert kept.answer(question(kept)) is None
    assert is_that_of_today(kept)


def test_another_simulator_shows_nothing_of_the_old_ones(kept: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    old = result_file(kept)
    assert kept.answer(question(kept)) is not None
    for module in (answers, keeping):
        monkeypatch.setattr(module, "simulator_version", lambda: "0123456789abcdef")
    assert kept.answer(question(kept)) is None
    assert run_all(kept, [question(kept)]).ran == 1
    assert not old.exists()


@pytest.mark.parametrize("damage", ["cut off", "one byte", "empty"])
def test_a_damaged_result_is_run_anew(kept: Kept, damage: str) -> None:
    file, = [result_file(kept)]
    content = file.read_bytes()
    place = len(content) // 2
    file.write_bytes({"cut off": content[:place], "empty": b"",
                      "one byte": content[:place] + bytes([content[place] ^ 1]) + content[place + 1:]}[damage])
    assert kept.answer(question(kept)) is None
    assert is_that_of_today(kept)


def test_a_result_under_another_ones_name_is_not_shown(kept: Kept, tmp_path: Path) -> None:
    """As where files were copied together from two workspaces by hand."""
    other = Question(question(kept).room, 4, 2)
    result_file(kept).rename(result_file(kept).with_name(f"{other.digest}.npz"))
    assert kept.answer(other) is None


def test_a_worker_with_another_simulator_gives_no_number(kept: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = Question(question(kept).room, 4, 2)
    piece = sent(asked)
    monkeypatch.setattr(answers, "simulator_version", lambda: "0123456789abcdef")
    came_back = work(piece)
    monkeypatch.undo()
    with pytest.raises(WorkspaceError, match="Install the same version of answerable wherever it runs"):
        kept.keep(asked, came_back)
    assert kept.answer(asked) is None
