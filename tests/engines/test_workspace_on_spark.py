"""A workspace whose setting `engine` names Spark: the same figures, and errors that leave everything as it was."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest

from answerable import Workspace
from answerable.doctor import examine
from answerable.engines import sessions
from answerable.errors import EngineError, WorkspaceError
from answerable.records.store import FileRef, Store

HEADER = "call_id,line,outcome,presented_at,queued_at,answered_at,abandoned_at,ended_at,handler\n"
SILENT = "sc://127.0.0.1:9"


def calls(folder: Path, name: str, months: range) -> Path:
    """A file of calls in these months of 2026: answered after a wait of their own, abandoned, and without a time."""
    lines = []
    for month in months:
        for place in range(60):
            day, minute = f"2026-{month:02d}-{1 + place % 28:02d}", f"{place % 24:02d}:{place % 60:02d}"
            wait = f"{day} {minute}:{place % 50 + 5:02d}.{place * 37 % 1000:03d}"
            answered = place % 4 != 0
            lines.append(f"{month}-{place},{('101', '999')[place % 3 == 0]},{'answered' if answered else 'abandoned'},"
                         f"{day} {minute}:00,{day} {minute}:03,{wait if answered and place % 7 else ''},"
                         f"{'' if answered else wait},{day} {minute}:59,{'Ann Example' if place % 2 else 'Bob Example'}")
    path = folder / name
    path.write_text(HEADER + "\n".join(lines) + "\n", encoding="utf-8")
    return path


def workspace(folder: Path, engine: str | None = None) -> Workspace:
    """A new workspace, or the one there, on this engine."""
    if not folder.exists():
        Workspace.create(folder, name="Made-up force", made_up=True)
    settings = [line for line in (folder / "answerable.toml").read_text(encoding="utf-8").splitlines()
                if not line.startswith("engine")]
    (folder / "answerable.toml").write_text("\n".join([*settings, *([f'engine = "{engine}"'] if engine else []), ""]),
                                            encoding="utf-8")
    return Workspace(folder)


def every_figure(of: Workspace) -> dict[str, list[dict[str, Any]]]:
    """Every figure of every measure, by month, by day, and in all."""
    return {f"{name} {by}": of.figure_rows(name, by) for name in of.measures() for by in ("month", "day", "all")}


def test_the_same_loads_give_the_same_figures(sail: str, tmp_path: Path) -> None:
    sides = [workspace(tmp_path / "with duckdb"), workspace(tmp_path / "with spark", sail)]
    first, second = calls(tmp_path, "first.csv", range(1, 4)), calls(tmp_path, "second.csv", range(3, 6))
    found = []
    for side in sides:
        side.load("generic_csv", first)
        side.load("generic_csv", second)
        loaded = every_figure(side)
        side.withdraw("first.csv")
        found.append((loaded, every_figure(side)))
    assert found[0] == found[1]
    assert found[0][0]["101-offered all"][0]["value"] == 200
    assert found[0][0] != found[0][1]


class StoppingStore(Store):
    """A store that stops a server once the first file of cells is kept: in the middle of the fold."""

    server: Any = None
    first = threading.Lock()   # never given back: months are folded side by side, and one stops the server

    def keep(self, kind: str, *words: Any) -> FileRef:
        kept = super().keep(kind, *words)
        if kind.startswith("cells/") and self.first.acquire(blocking=False):
            self.server.stop()
        return kept


def test_a_server_that_dies_in_the_middle_of_a_load_leaves_all_as_it_was(
        sail: str, sail_server: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sessions.CONNECT_RETRIES, "max_retries", 2)
    ours = workspace(tmp_path / "force", sail)
    ours.load("generic_csv", calls(tmp_path, "first.csv", range(1, 3)))
    before, figures = ours.head(), every_figure(ours)
    ours.store = StoppingStore(ours.folder)
    ours.store.server = sail_server
    more = calls(tmp_path, "more.csv", range(3, 12))
    with pytest.raises(EngineError) as told:
        ours.load("generic_csv", more)
    assert "\n" not in told.value.line()
    assert f"the engine {sail} failed" in told.value.line()
    assert "Nothing was changed. Mend or restart the engine and load again" in told.value.line()
    again = workspace(ours.folder)
    assert again.head() == before
    assert every_figure(again) == figures
    assert again.load("generic_csv", more).accepted == 9 * 60


def test_an_engine_that_is_silent_is_told_before_anything_is_read(tmp_path: Path) -> None:
    ours = workspace(tmp_path / "force", SILENT)
    done = subprocess.run([sys.executable, "-m", "answerable", "load", str(ours.folder), "generic_csv",
                           str(calls(tmp_path, "calls.csv", range(1, 2)))], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert done.stderr.splitlines() == [f"answerable: the engine {SILENT} cannot be reached: Connection refused. Start it, or "
                                        "mend `engine` in answerable.toml; without that line DuckDB folds."]
    assert ours.head().number == 0


def test_the_command_says_nothing_of_spark_while_all_is_well(sail: str, tmp_path: Path) -> None:
    ours = workspace(tmp_path / "force", sail)
    done = subprocess.run([sys.executable, "-m", "answerable", "load", str(ours.folder), "generic_csv", "--quiet",
                           str(calls(tmp_path, "calls.csv", range(1, 2)))], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_figures_can_be_read_while_the_engine_is_away(sail: str, tmp_path: Path) -> None:
    ours = workspace(tmp_path / "force", sail)
    ours.load("generic_csv", calls(tmp_path, "calls.csv", range(1, 3)))
    assert every_figure(workspace(ours.folder, SILENT)) == every_figure(ours)


@pytest.mark.parametrize("engine", [SILENT, "spark://127.0.0.1:9"])
def test_the_doctor_names_an_engine_that_is_silent(tmp_path: Path, engine: str) -> None:
    findings = [found for found in examine(workspace(tmp_path / "force", engine)) if found["kind"] == "engine"]
    assert [(found["what"], found["where"]) for found in findings] == [
        (f"the engine {engine} cannot be reached: Connection refused.", "answerable.toml")]


def test_the_doctor_names_a_part_that_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyspark", None)
    found = next(found for found in examine(workspace(tmp_path / "force", "local[2]")) if found["kind"] == "engine")
    assert found["what"] == "the engine local[2] needs the Python package pyspark, which is not installed."
    assert found["remedy"] == "`pip install 'answerable[spark]'` brings what it needs."


def test_the_doctor_has_nothing_to_say_of_an_engine_that_answers(sail: str, tmp_path: Path) -> None:
    assert [found for found in examine(workspace(tmp_path / "force", sail)) if found["kind"] == "engine"] == []


@pytest.mark.parametrize(("line", "told"), [
    ('engine = "sparc://a:1"', "the engine 'sparc://a:1' is not known. Write one of 'duckdb', 'spark://host:port'"),
    ("engine = 3", "the engine 3 is not known"),
    ('engine = "local[0]"', "is not known"),
    ("engine_cores = 2", "'engine_cores' does not go with the engine 'duckdb'"),
    ('engine = "spark://a:7077"\nengine_cores = 0', "'engine_cores' is 0. Write a whole number from 1 up."),
    ('engine = "spark://a:7077"\nengine_cores = true', "'engine_cores' is True"),
    ('engines = "duckdb"', "unknown setting 'engines'. Did you mean 'engine'"),
])
def test_what_is_wrong_in_the_settings(tmp_path: Path, line: str, told: str) -> None:
    ours = workspace(tmp_path / "force")
    with (ours.folder / "answerable.toml").open("a", encoding="utf-8") as settings:
        settings.write(f"{line}\n")
    with pytest.raises(WorkspaceError) as refused:
        Workspace(ours.folder)
    assert told in refused.value.line()
