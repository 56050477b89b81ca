"""A load killed at any moment leaves the workspace as it was before or as it is after, and never anything between."""

from __future__ import annotations

import random
import time
from dataclasses import dataclass
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

import pytest
import store_processes as processes

from answerable.doctor import examine
from answerable.records.store import digest_of
from small_force import SmallForce, call

KILLS = 20
FILES, ROWS_A_FILE = 4, 15_000


def written(folder: Path) -> list[Path]:
    """Files of calls, each over two months, so that neighbours share one."""
    header, files = "id,presented,answered,line,outcome,agent", []
    for file in range(FILES):
        lines = [f"{file}/{number},2026-{1 + file + number % 2:02}-{1 + number % 28:02} {number % 24:02}:{number % 60:02}:00,"
                 f"2026-{1 + file + number % 2:02}-{1 + number % 28:02} {number % 24:02}:{number % 60:02}:{number % 50:02},"
                 f"{'999' if number % 3 else '101'},answered,agent {number % 97}" for number in range(ROWS_A_FILE)]
        path = folder / f"calls{file}.csv"
        path.write_text("\n".join([header, *lines]) + "\n", encoding="utf-8")
        files.append(path)
    return files


def workspace_with_a_first_load(folder: Path) -> SmallForce:
    """A workspace that holds one day, so that there is something to lose."""
    force = SmallForce(folder)
    force.load([call(f"first{number}", f"2026-02-10 10:{number:02}:00", answered=f"2026-02-10 10:{number:02}:09")
                for number in range(50)], "first.csv")
    return force


def begin(force: SmallForce, files: list[Path]) -> BaseProcess:
    """A load in a process of its own, which has come to its work."""
    return processes.begin(processes.load, force.workspace.folder, files)


def told(force: SmallForce) -> list[dict[str, Any]]:
    """What the workspace says: contacts and waits, day by day and line by line."""
    return [row for measure in ("contacts-recorded", "999-median-time-to-answer", "101-mean-wait-caller-clock")
            for row in force.figures(measure, "day,line")]


@dataclass(frozen=True)
class Undisturbed:
    """What a load that nobody kills does: its files, how many seconds it takes, and what is told before and after."""

    files: list[Path]
    seconds: float
    before: list[dict[str, Any]]
    after: list[dict[str, Any]]


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> Undisturbed:
    """The load left alone."""
    folder = tmp_path_factory.mktemp("undisturbed")
    force, files = workspace_with_a_first_load(folder), written(folder)
    before = told(force)
    process = begin(force, files)
    started = time.monotonic()
    assert processes.done(process)
    return Undisturbed(files, time.monotonic() - started, before, told(force))


def test_killed_at_twenty_moments_it_holds_none_of_the_load_or_all(tmp_path: Path, undisturbed: Undisturbed) -> None:
    moments = [(place + random.Random(place).random()) / KILLS * undisturbed.seconds for place in range(KILLS)]
    force, whole = workspace_with_a_first_load(tmp_path / "0"), 0
    for place, moment in enumerate(random.Random(5).sample(moments, KILLS)):
        processes.killed_after(moment, processes.load, force.workspace.folder, undisturbed.files)
        assert whole_files(force)
        if force.workspace.head().number == 2:
            assert told(force) == undisturbed.after
            force, whole = workspace_with_a_first_load(tmp_path / str(place + 1)), whole + 1
        else:
            assert told(force) == undisturbed.before
    assert whole < KILLS
    # Whatever the killed ones left behind, the load that is let be does what it would have done.
    assert processes.done(begin(force, undisturbed.files))
    assert told(force) == undisturbed.after


def whole_files(force: SmallForce) -> bool:
    """Whether every file that the newest state names is there as it was written."""
    store = force.workspace.store
    return all(digest_of(Path(store.path(ref))) == ref.sha256 for ref in store.head().files())


def test_what_a_killed_load_left_behind_is_told_and_does_no_harm(tmp_path: Path, undisturbed: Undisturbed) -> None:
    force = workspace_with_a_first_load(tmp_path)
    left = force.workspace.folder / "tmp" / "part-of-a-killed-load"
    left.write_bytes(b"unfinished")
    assert "left-over" in {finding["kind"] for finding in examine(force.workspace)}
    assert told(force) == undisturbed.before
