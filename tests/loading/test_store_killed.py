"""Killed at any moment, whatever writes the store leaves it as before or as after: a first load, a correction, a withdrawal, a
release, a tidying. What is left behind goes with the next tidying."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import store_processes as processes

from answerable import Workspace
from answerable.records.tidying import tidy
from answerable.records.verifying import verify
from small_force import SmallForce, call, table

KILLS = 10
ROWS = 600


def calls(file: int, count: int = ROWS, seconds: int = 9) -> list[dict[str, object]]:
    """Visits to the counter over two months. At the counter few measures have figures, so that releasing is quick."""
    return [call(f"{file}/{number}", moment := f"2026-0{1 + file + number % 2}-{1 + number % 28:02} 10:{number % 60:02}:00",
                 answered=f"{moment[:-2]}{seconds:02}", channel="counter", line="counter", agent=number % 5)
            for number in range(count)]


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with a history: two files, one of them corrected twice, and a release of the middle of it."""
    force = SmallForce(tmp_path_factory.mktemp("before"))
    force.load(calls(0), "first.csv")
    force.load(calls(1), "second.csv")
    processes.release(force.workspace.folder)
    force.load(calls(1, ROWS - 5), "second.csv")
    force.load(calls(1, ROWS - 9, seconds=8), "second.csv")
    for name, rows in {"third.csv": calls(2), "fourth.csv": calls(3), "first.csv": calls(0, ROWS - 20, seconds=30)}.items():
        force.file(name, table(rows))
    return force.workspace.folder.parent


@pytest.fixture(scope="module")
def damaged(before: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same with damaged cells of one month and damaged records of another."""
    folder = copied(before, tmp_path_factory.mktemp("damaged") / "copy")
    months = Workspace(folder).head().tables["contacts"]
    for ref in (months["2026-02"]["months"], months["2026-03"]["records"]):
        (folder / ref.name).write_bytes(b"rubbish")
    return folder.parent


@dataclass(frozen=True)
class Operation:
    """Something that writes. given: its arguments after the workspace's folder, made from the folder beside it."""

    work: Callable[..., None]
    given: Callable[[Path], list[Any]] = lambda _files: []


OPERATIONS = {
    "a first load": Operation(processes.load, lambda files: [[files / "third.csv", files / "fourth.csv"]]),
    "a correction": Operation(processes.load, lambda files: [[files / "first.csv"]]),
    "a withdrawal": Operation(processes.withdraw, lambda _files: ["second.csv"]),
    "a release": Operation(processes.release),
    "a tidying": Operation(processes.tidy_old),
}


def told(folder: Path) -> Any:
    """What a workspace says: its newest state's figures, the states that are kept, and its releases."""
    workspace = Workspace(folder)
    return {"figures": workspace.figure_rows("contacts-recorded", "day"), "states": set(workspace.store.manifest_files()),
            "releases": sorted(path.parent.name for path in (folder / "releases").glob("*/release.json"))}


def as_they_stood(folder: Path) -> dict[int, Any]:
    """Every state that is kept, with its figures."""
    workspace = Workspace(folder)
    return {number: workspace.figure_rows("contacts-recorded", "all", as_of=number)
            for number in workspace.store.manifest_files()}


def left_over(folder: Path) -> list[Path]:
    """What lies in a workspace and is named by no state."""
    return [*(folder / "tmp").iterdir(), *Workspace(folder).store.orphans()]


def copied(before: Path, to: Path) -> Path:
    """The workspace again, to be worked on."""
    shutil.copytree(before, to)
    return to / "force"


@pytest.mark.parametrize("name", OPERATIONS)
def test_a_killed_operation_leaves_the_store_as_before_or_as_after(name: str, before: Path, tmp_path: Path) -> None:
    operation = OPERATIONS[name]
    given = operation.given(before / "files")
    undisturbed = copied(before, tmp_path / "undisturbed")
    seconds = processes.seconds_of(operation.work, undisturbed, *given)
    as_before, as_after, stood = told(before / "force"), told(undisturbed), as_they_stood(before / "force")
    finished = 0
    for place in range(KILLS):
        folder = copied(before, tmp_path / str(place))
        moment = (place + random.Random(f"{name}{place}").random()) / KILLS * seconds
        finished += processes.killed_after(moment, operation.work, folder, *given)
        now = told(folder)
        if name == "a tidying":
            # The states go one by one; those that are still there say what they said.
            assert as_they_stood(folder).items() <= stood.items()
            assert as_after["states"] <= now["states"] <= as_before["states"]
            assert now | {"states": None} == as_before | {"states": None}
        else:
            assert now in (as_before, as_after)
        # What was left behind goes, and nothing else.
        tidy(Workspace(folder).store)
        assert verify(Workspace(folder).store).findings == []
        assert told(folder) == now
        assert left_over(folder) == []
    assert finished < KILLS
    # And the work can be done as if nothing had been.
    if now != as_after:
        operation.work(folder, *given)
    assert told(folder) == as_after


def test_a_killed_mending_leaves_the_store_as_damaged_as_before_or_mended(damaged: Path, tmp_path: Path) -> None:
    mended = copied(damaged, tmp_path / "undisturbed")
    seconds, number = processes.seconds_of(processes.mend, mended), Workspace(damaged / "force").head().number
    for place in range(KILLS):
        folder = copied(damaged, tmp_path / str(place))
        processes.killed_after((place + random.Random(place).random()) / KILLS * seconds, processes.mend, folder)
        if Workspace(folder).head().number == number:
            assert Workspace(folder).mend().manifest == number + 1
        assert told(folder) == told(mended)
        tidy(Workspace(folder).store)
        assert left_over(folder) == []
        assert told(folder) == told(mended)


def test_a_state_that_a_release_rests_on_is_never_tidied_away(before: Path, tmp_path: Path) -> None:
    folder = copied(before, tmp_path / "kept")
    processes.tidy_old(folder)
    workspace = Workspace(folder)
    assert list(workspace.store.manifest_files()) == [2, 3, 4]
    assert workspace.figure_rows("contacts-recorded", "all", as_of=2)[0]["value"] == 2 * ROWS
    assert verify(workspace.store).findings == []
    # Without the release nothing rests on it any more.
    shutil.rmtree(folder / "releases" / "0001")
    gone = tidy(workspace.store, 1, now=datetime.now(UTC) + processes.LATER)
    assert gone.manifests == (2,)
    assert gone.no_longer_needed
    assert list(workspace.store.manifest_files()) == [3, 4]
    assert verify(workspace.store).findings == []
