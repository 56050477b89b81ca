"""Forecasts recorded at the same moment each get a number of their own; one that is killed is there whole or not at all."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
import store_processes as processes

from answerable import Workspace
from answerable.ledger import ledger_faults, record_projections
from answerable.records import turns
from ledgers import projected

EACH = 6


def record_many(folder: Path, name: str, count: int) -> None:
    """Record one projection after the other, each of another value."""
    workspace = Workspace(folder)
    for number in range(count):
        record_projections(workspace.store, "Europe/London", [projected(50.0 + number)], workspace.head(), by=name)


def record_without_locks(folder: Path, name: str, count: int) -> None:
    """The same in a folder that knows no locks: only the exclusive link decides who was first."""
    turns._opened = lambda _path: None  # type: ignore[assignment]
    record_many(folder, name, count)


def check_whole(folder: Path) -> list[tuple[str, float]]:
    assert list(ledger_faults(folder)) == []
    return [(each.by, each.forecasts[0].point) for each in Workspace(folder).forecasts()]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Workspace.create(tmp_path / "force").folder


def test_two_writers_never_take_one_number(folder: Path) -> None:
    for work in (record_many, record_without_locks):
        running = [processes.begin(work, folder, f"{work.__name__} {name}", EACH) for name in ("A", "B")]
        assert all(processes.done(each) for each in running)
    recorded = check_whole(folder)
    assert len(recorded) == len(set(recorded)) == 4 * EACH


def test_a_killed_forecast_is_there_whole_or_not_at_all(folder: Path) -> None:
    rng = random.Random(4)
    whole = processes.seconds_of(record_many, folder, "first", 3)
    for turn in range(6):
        before = len(check_whole(folder))
        processes.killed_after(rng.uniform(0, whole), record_many, folder, f"turn {turn}", 3)
        assert before <= len(check_whole(folder)) <= before + 3
    # What was left behind stands in nobody's way.
    record_many(folder, "last", 1)
    assert check_whole(folder)[-1] == ("last", 50.0)
