"""What a load commits is on the disk before the manifest that names it: a loss of power leaves one whole state."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from small_force import SmallForce, call


def test_every_file_of_a_state_is_waited_for_and_the_manifest_last(force: SmallForce, monkeypatch: pytest.MonkeyPatch) -> None:
    waited: list[int] = []
    monkeypatch.setattr(os, "fsync", lambda file: waited.append(os.fstat(file).st_ino))
    force.load([call(1, "2026-03-01 09:00:00", answered="2026-03-01 09:00:10")])
    store, head = force.workspace.store, force.workspace.head()
    manifest = waited.index(store.manifest_files()[1].stat().st_ino)
    # A file keeps its number when it is given its name; the folder's list of names is waited for after it.
    named = [Path(store.path(ref)) for ref in head.files()]
    assert named
    for file in named:
        place = waited.index(file.stat().st_ino)
        assert file.parent.stat().st_ino in waited[place:manifest]
    assert waited[manifest + 1:] == [(store.folder / "log").stat().st_ino]
