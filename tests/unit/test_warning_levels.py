"""Under which odds is warned is content: of a target, or of the workspace."""

from __future__ import annotations

from pathlib import Path

import pytest

from answerable import Workspace
from answerable.errors import DefinitionError, WorkspaceError
from answerable.judgement.targets import read_target

TARGET = """
target: made-up
version: 1
measure: 101-answered-within-30s
{asks}
owner: Nobody
status: local
source: Made up.
from: 2026-01-01
"""
VALUE = 'value: 80\ncomparison: ">="'


def target(folder: Path, asks: str) -> Path:
    path = folder / "made-up.yaml"
    path.write_text(TARGET.format(asks=asks), encoding="utf-8")
    return path


def workspace(folder: Path, more: str) -> Path:
    made = Workspace.create(folder / "force").folder
    with (made / "answerable.toml").open("a", encoding="utf-8") as file:
        file.write(more)
    return made


def test_a_target_may_name_its_level(tmp_path: Path) -> None:
    assert read_target(target(tmp_path, f"{VALUE}\nwarn_below: 33")).warn_below == 33
    assert read_target(target(tmp_path, VALUE)).warn_below is None


@pytest.mark.parametrize("asks", [f"{VALUE}\nwarn_below: 0", f"{VALUE}\nwarn_below: 95", f"{VALUE}\nwarn_below: often",
                                  "aim: rise\nwarn_below: 50", f"{VALUE}\nwarn_bellow: 50"])
def test_a_level_that_cannot_be_is_a_fault(asks: str, tmp_path: Path) -> None:
    with pytest.raises(DefinitionError, match="warn_bel"):
        read_target(target(tmp_path, asks))


def test_a_workspace_may_name_a_level_for_all(tmp_path: Path) -> None:
    assert Workspace(workspace(tmp_path, "\n[forecasts]\nwarn_below = 20\n")).settings.warn_below == 20


def test_without_one_missing_is_warned_of_when_it_is_the_likelier(tmp_path: Path) -> None:
    assert Workspace(workspace(tmp_path, "")).settings.warn_below == 50


@pytest.mark.parametrize(("more", "told"), [
    ("\n[forecasts]\nwarn_below = 0\n", "from 1 to 90"), ("\n[forecasts]\nwarn_below = true\n", "from 1 to 90"),
    ("\n[forecasts]\nwarn_bellow = 50\n", "Did you mean 'warn_below'"), ("\nforecasts = 50\n", "\\[forecasts\\] on one line")])
def test_a_setting_that_cannot_be_is_refused(more: str, told: str, tmp_path: Path) -> None:
    with pytest.raises(WorkspaceError, match=told):
        Workspace(workspace(tmp_path, more))
