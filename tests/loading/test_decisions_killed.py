"""Decisions recorded at the same moment each get a number of their own; one that is killed is there whole or not at all."""

from __future__ import annotations

import random
from pathlib import Path

import store_processes as processes

from answerable import Workspace
from answerable.decisions.reading import chain_faults
from answerable.records import turns
from small_force import SmallForce

EACH = 12


def decide_many(folder: Path, name: str, count: int) -> None:
    """Record one decision after the other."""
    workspace = Workspace(folder)
    for number in range(count):
        workspace.decide("stage", measure="101-offered", stage="watching", by=name, reason=f"{name} {number}")


def decide_without_locks(folder: Path, name: str, count: int) -> None:
    """The same in a folder that knows no locks: only the exclusive link decides who was first."""
    turns._opened = lambda _path: None  # type: ignore[assignment]
    decide_many(folder, name, count)


def check_whole(folder: Path) -> list[str]:
    assert list(chain_faults(folder / "decisions")) == []
    return [each.reason for each in Workspace(folder).decisions()]


def test_two_writers_never_take_one_number(force: SmallForce) -> None:
    folder = force.workspace.folder
    for work in (decide_many, decide_without_locks):
        running = [processes.begin(work, folder, f"{work.__name__} {name}", EACH) for name in ("A", "B")]
        assert all(processes.done(each) for each in running)
    reasons = check_whole(folder)
    assert len(reasons) == len(set(reasons)) == 4 * EACH


def test_a_killed_decision_is_there_whole_or_not_at_all(force: SmallForce) -> None:
    folder, rng = force.workspace.folder, random.Random(4)
    whole = processes.seconds_of(decide_many, folder, "first", 3)
    for turn in range(8):
        before = len(check_whole(folder))
        processes.killed_after(rng.uniform(0, whole), decide_many, folder, f"turn {turn}", 3)
        assert before <= len(check_whole(folder)) <= before + 3
    # What was left behind stands in nobody's way.
    decide_many(folder, "last", 1)
    assert check_whole(folder)[-1] == "last 0"
