"""The forecast ledger: nobody can change it unseen, and nothing of it is dropped."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from answerable import Workspace
from answerable.errors import InputError, WorkspaceError
from answerable.ledger import Day, DemandSeen, Method, ledger_faults, record_demand, record_projections
from ledgers import projected


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace.create(tmp_path / "force")


def record(workspace: Workspace, *medians: float) -> int:
    return record_projections(workspace.store, "Europe/London", [projected(*medians)], workspace.head())


def demand(workspace: Workspace, mean: float = 4.25) -> int:
    parts = [{"start": f"2026-09-01T{hour:02d}:00:00+01:00", "mean": mean, "floor": 4.0} for hour in range(24)]
    seen = DemandSeen("101", "contacts", 60, date(2026, 8, 31), Method("profile", 1), parts,
                      [Day(date(2026, 9, 1), 24 * mean, ((0.05, 80.0), (0.95, 120.0)), 96.0)])
    return record_demand(workspace.store, "Europe/London", seen, workspace.head())


def test_a_projection_is_read_as_it_was_recorded(workspace: Workspace) -> None:
    assert record(workspace, 70.0, 71.5) == 1
    entry, = workspace.forecasts()
    first, second = entry.forecasts
    assert (entry.kind, entry.by, entry.manifest, entry.methods) == ("model", "answerable", 0, (Method("theta", 1),))
    assert (first.point, first.at(0.05), second.point, second.ahead) == (70.0, 65.5, 71.5, 2)
    assert entry.made_at.endswith("+00:00")


def test_the_same_projection_of_the_same_records_is_one_entry(workspace: Workspace) -> None:
    assert [record(workspace, 70.0), record(workspace, 70.0), record(workspace, 70.5), record(workspace, 70.0)] == [1, 1, 2, 1]


def test_a_projection_of_what_was_seen_is_refused(workspace: Workspace) -> None:
    with pytest.raises(InputError, match="was made with figures up to 2026-09-30"):
        record_projections(workspace.store, "Europe/London", [projected(70.0, origin=date(2026, 9, 30))], workspace.head())
    assert workspace.forecasts() == ()


def rewritten(path: Path) -> None:
    path.write_text(path.read_text("utf-8").replace("percent", "seconds"), "utf-8")


def swapped(path: Path) -> None:
    other = path.with_name("000003.json")
    content = other.read_bytes()
    other.write_bytes(path.read_bytes())
    path.write_bytes(content)


def added(path: Path) -> None:
    text = path.read_text("utf-8").replace('"number": 3', '"number": 4')
    path.with_name("000004.json").write_text(text, "utf-8")


@pytest.mark.parametrize(("harm", "place", "named"), [
    (rewritten, 1, 1), (rewritten, 2, 2), (rewritten, 3, 3), (os.remove, 1, 1), (os.remove, 2, 2), (os.remove, 3, 3),
    (swapped, 1, 1), (added, 3, 3)])
def test_what_was_changed_removed_or_moved_is_named(workspace: Workspace, harm: Callable[[Path], None], place: int,
                                                    named: int) -> None:
    for median in (70.0, 71.0, 72.0):
        record(workspace, median)
    harm(workspace.folder / "forecasts" / f"{place:06d}.json")
    assert f"{named:06d}.json" in [path.name for path, _fault in ledger_faults(workspace.folder)]
    with pytest.raises(WorkspaceError, match=r"00000\d\.json"):
        workspace.forecasts()
    # Nothing is added to a ledger that is not whole.
    with pytest.raises(WorkspaceError):
        record(workspace, 73.0)


def test_a_table_beside_an_entry_is_named_by_its_content_and_held_to_it(workspace: Workspace) -> None:
    assert [demand(workspace), demand(workspace), demand(workspace, 5.0)] == [1, 1, 2]
    assert list(ledger_faults(workspace.folder)) == []
    first, second = (workspace.folder / "forecasts" / table.name for entry in workspace.forecasts() for table in entry.tables)
    first.write_text(first.read_text("utf-8").replace("4.25", "4.75"), "utf-8")
    second.unlink()
    assert [fault for _path, fault in ledger_faults(workspace.folder)] == [
        "the table of entry 1 was changed after it was recorded.", "the table of entry 2 is missing."]
