"""Several processes on one store: loaders at once, and readers through loads and tidying."""

from __future__ import annotations

import os
import threading
import time
from pathlib import Path

import pytest
import store_processes as processes

from answerable import Workspace
from answerable.errors import WorkspaceError
from answerable.records import turns
from answerable.records.tidying import tidy
from answerable.records.verifying import verify
from small_force import SmallForce, call, table

ROUNDS = 3
ROWS = 40


def written(force: SmallForce, name: str, day: int) -> Path:
    """A file of calls of one day of January."""
    return force.file(name, table(call(f"{name}/{number}", f"2026-01-{day:02} 10:{number:02}:00",
                                       answered=f"2026-01-{day:02} 10:{number:02}:09") for number in range(ROWS)))


@pytest.mark.parametrize("work", [processes.load, processes.load_without_locks], ids=["with locks", "without locks"])
def test_two_loaders_at_once_are_both_committed(force: SmallForce, work: object) -> None:
    for place in range(ROUNDS):
        # Into the same month: each must take what the other brought.
        pair = [processes.begin(work, force.workspace.folder, [written(force, f"{place}{name}.csv", 2 * place + at + 1)])
                for at, name in enumerate("ab")]
        assert [processes.done(process) for process in pair] == [True, True]
        assert force.workspace.head().number == 2 * place + 2
        assert force.value() == ROWS * 2 * (place + 1)
    assert sorted(batch["file"] for batch in force.workspace.head().batches) == sorted(
        f"{place}{name}.csv" for place in range(ROUNDS) for name in "ab")
    assert list(force.by_day().values()) == [ROWS] * 2 * ROUNDS
    assert verify(force.workspace.store).findings == []


def test_the_same_file_loaded_twice_at_once_counts_once(force: SmallForce) -> None:
    path = written(force, "same.csv", 3)
    pair = [processes.begin(processes.load, force.workspace.folder, [path]) for _ in "ab"]
    assert [processes.done(process) for process in pair] == [True, True]
    assert force.value() == ROWS


def test_a_file_taken_out_while_another_comes_in(force: SmallForce) -> None:
    force.workspace.load("calls", written(force, "goes.csv", 1))
    pair = [processes.begin(processes.withdraw, force.workspace.folder, "goes.csv"),
            processes.begin(processes.load, force.workspace.folder, [written(force, "comes.csv", 2)])]
    assert [processes.done(process) for process in pair] == [True, True]
    assert force.by_day() == {"2026-01-02": ROWS}


def test_a_reader_sees_only_states_that_were_and_never_an_older_one_again(force: SmallForce) -> None:
    store = force.workspace.store
    stop, (told, tells) = processes.CONTEXT.Event(), processes.CONTEXT.Pipe(duplex=False)
    reader = processes.CONTEXT.Process(target=processes.read_until, args=(force.workspace.folder, stop, tells))
    reader.start()
    legal = {0: 0}
    for day in range(1, 7):
        # Every third load takes back all but a few records of the one before.
        name = f"{day - day // 3}.csv"
        assert processes.done(processes.begin(processes.load, force.workspace.folder, [written(force, name, day)]))
        legal[store.head().number] = force.value() or 0
        tidy(store)
    processes.tidy_old(force.workspace.folder)
    assert list(store.manifest_files()) == [max(legal) - 1, max(legal)]
    time.sleep(0.2)
    stop.set()
    seen, times, process = told.recv()
    assert processes.done(reader)
    assert process != os.getpid()
    assert [number for number, _ in seen] == sorted({number for number, _ in seen})
    assert set(seen) <= set(legal.items())
    assert seen[-1] == (max(legal), legal[max(legal)])
    assert times > len(seen)


def test_a_long_wait_is_told(force: SmallForce, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns, "TOLD_AFTER_SECONDS", 0.05)
    said: list[str] = []
    other = Workspace(force.workspace.folder)
    other.store.tell = said.append
    path = written(force, "waits.csv", 4)
    with force.workspace.store.turn():
        waiting = threading.Thread(target=other.load, args=("calls", path))
        waiting.start()
        while not said:
            time.sleep(0.01)
        assert force.workspace.head().number == 0
    waiting.join()
    assert said == ["another load is putting its records in: waiting."]
    assert force.value() == ROWS


def test_nothing_is_tidied_while_somebody_writes(force: SmallForce) -> None:
    with force.workspace.store.staging() as folder:
        (folder / "half-written").write_bytes(b"x")
        with pytest.raises(WorkspaceError, match="a load or a release is being written"):
            tidy(Workspace(force.workspace.folder).store, patience=0.1)
        assert (folder / "half-written").exists()
    assert tidy(force.workspace.store).left_over == ()


def test_a_killed_writer_holds_nobody_up(force: SmallForce) -> None:
    path = written(force, "killed.csv", 5)
    for seconds in (0.0, 0.05, 0.1, 0.15):
        processes.killed_after(seconds, processes.load, force.workspace.folder, [path])
        tidy(force.workspace.store, patience=5.0)
    force.workspace.load("calls", path)
    assert force.value() == ROWS


def test_in_a_shared_folder_what_is_new_may_be_a_writers_out_of_sight(force: SmallForce,
                                                                      monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("answerable.records.tidying.on_a_local_disk", lambda _folder: False)
    left = force.workspace.folder / "tmp" / "part-of-somebody"
    left.write_bytes(b"x")
    kept = tidy(force.workspace.store)
    assert (kept.left_over, kept.too_new, left.exists()) == ((), 1, True)
    yesterday = time.time() - 25 * 3600
    os.utime(left, (yesterday, yesterday))
    assert tidy(force.workspace.store).left_over == ("tmp/part-of-somebody",)
    assert not left.exists()


@pytest.mark.parametrize(("mounts", "local"), [
    ("22 1 8:1 / / rw - ext4 /dev/sda1 rw", True),
    ("22 1 8:1 / / rw - ext4 /dev/sda1 rw\n30 22 0:40 / {} rw shared:1 - nfs4 server:/forces rw", False),
    ("22 1 0:40 / / rw - nfs4 server:/ rw\n30 22 8:1 / {} rw - xfs /dev/sdb1 rw", True),
    ("22 1 8:1 / / rw - ext4 /dev/sda1 rw\n30 22 0:50 / {} rw - cifs //server/forces rw", False),
    ("22 1 8:1 / / rw - ext4 /dev/sda1 rw\n30 22 0:40 / {}-not-this rw - nfs4 server:/ rw", True),
    ("", False)])
def test_whether_a_folder_is_local_is_told_by_what_is_mounted_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
                                                                    mounts: str, local: bool) -> None:
    listed = tmp_path / "mountinfo"
    listed.write_text(mounts.format(tmp_path), encoding="utf-8")
    monkeypatch.setattr(turns, "_MOUNTS", listed)
    assert turns.on_a_local_disk(tmp_path) is local


def test_a_list_of_mounts_that_is_not_there_means_not_local(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns, "_MOUNTS", tmp_path / "none")
    assert not turns.on_a_local_disk(tmp_path)
