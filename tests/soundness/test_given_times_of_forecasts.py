"""A forecast's time can be given in a made-up workspace alone. A real one refuses it, and names what was entered while it was
made up."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from answerable import Workspace
from answerable.cli.demonstration_forecasts import forecast_the_past
from answerable.errors import InputError, WorkspaceError
from answerable.ledger import ledger_faults, record_projections
from answerable.ledger.entries import HUMAN
from answerable.ledger.keeping import append
from answerable.releases.projections import check_ledger
from ledgers import projected

THEN = datetime(2025, 9, 3, 8, tzinfo=UTC)


def made_in(folder: Path, *, made_up: bool) -> Workspace:
    return Workspace.create(folder / "force", made_up=made_up)


def record(workspace: Workspace, at: datetime | None, median: float = 70.0) -> int:
    return record_projections(workspace.store, "Europe/London", [projected(median)], workspace.head(), at=at)


def rewritten(workspace: Workspace, old: str, new: str) -> Workspace:
    path = workspace.folder / "answerable.toml"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")
    return Workspace(workspace.folder)


def test_a_real_workspace_refuses_a_given_time(tmp_path: Path) -> None:
    workspace = made_in(tmp_path, made_up=False)
    with pytest.raises(WorkspaceError, match="dated by the clock"):
        record(workspace, THEN)
    assert workspace.forecasts() == ()
    record(workspace, None)
    entry, = workspace.forecasts()
    assert not entry.made_up
    assert datetime.fromisoformat(entry.made_at) > THEN


@pytest.mark.parametrize("said", ["", 'made_up = "true"\n', "made_up = 1\n", "made_up = false\n"])
def test_only_the_plain_words_make_it_a_made_up_one(tmp_path: Path, said: str) -> None:
    workspace = made_in(tmp_path, made_up=False)
    path = workspace.folder / "answerable.toml"
    lines = [line for line in path.read_text("utf-8").splitlines(keepends=True) if not line.startswith("made_up")]
    path.write_text("".join(lines) + said, "utf-8")
    with pytest.raises(WorkspaceError, match="dated by the clock"):
        record(workspace, THEN)


def test_the_made_up_past_of_the_demonstration_is_refused_before_anything_is_said(tmp_path: Path,
                                                                                  monkeypatch: pytest.MonkeyPatch) -> None:
    from made_projections import figures

    monkeypatch.setattr("answerable.cli.demonstration_forecasts.monthly", lambda *_args: figures([70.0] * 24))
    workspace = made_in(tmp_path, made_up=False)
    with pytest.raises(WorkspaceError, match="dated by the clock"):
        forecast_the_past(workspace, lambda _share, _what: None)
    assert workspace.forecasts() == ()


def test_a_made_up_entry_says_so_and_names_no_state_of_the_records(tmp_path: Path) -> None:
    workspace = made_in(tmp_path, made_up=True)
    record(workspace, THEN)
    entry, = workspace.forecasts()
    assert (entry.made_at, entry.day, entry.made_up) == ("2025-09-03T08:00:00+00:00", date(2025, 9, 3), True)
    assert (entry.manifest, entry.manifest_sha256, entry.head) == (0, "", 0)
    assert list(ledger_faults(workspace.folder)) == []


def test_a_workspace_that_turns_real_is_told_of_every_given_time(tmp_path: Path) -> None:
    workspace = made_in(tmp_path, made_up=True)
    record(workspace, THEN)
    record(workspace, None, 71.0)
    workspace = rewritten(workspace, "made_up = true", "made_up = false")
    faults = [(path.name, fault) for path, fault in ledger_faults(workspace.folder)]
    assert [name for name, _fault in faults] == ["000001.json"]
    assert "proves nothing in a real one" in faults[0][1]
    with pytest.raises(WorkspaceError, match="given its time"):
        check_ledger(workspace.folder)


def test_given_times_follow_one_another_and_have_a_zone(tmp_path: Path) -> None:
    workspace = made_in(tmp_path, made_up=True)
    record(workspace, THEN)
    with pytest.raises(InputError, match="lies before entry 1"):
        record(workspace, THEN.replace(day=2), 71.0)
    with pytest.raises(InputError, match="has no zone"):
        record(workspace, THEN.replace(tzinfo=None), 71.0)
    record(workspace, None, 71.0)
    # After what the clock has dated, nothing can be put into the past any more.
    with pytest.raises(InputError, match="lies before entry 2"):
        record(workspace, THEN.replace(day=4), 72.0)


def test_a_rehearsed_entry_is_held_to_the_same(tmp_path: Path) -> None:
    workspace = made_in(tmp_path, made_up=False)
    with pytest.raises(WorkspaceError, match="dated by the clock"):
        append(workspace.store, "Europe/London", workspace.head(), lambda blank, _known: blank, dry_run=True, at=THEN)
    assert HUMAN not in {entry.kind for entry in workspace.forecasts()}
