"""The demonstration's register comes about by commands that people use, on its own days; its audit chain keeps real time."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from example_release import write_example_release

from answerable.cli.promises import follow_after_release

# What is made here is made by a process of its own, and never told of another database.
pytestmark = pytest.mark.skipif("ANSWERABLE_DATABASE" in os.environ, reason="it is the same whatever the tests stand on")

ROOT = Path(__file__).parents[2]
SETTINGS = """name = "Westshire Police"
governing_body = "Westshire Police and Crime Commissioner"
time_zone = "Europe/London"
made_up = {made_up}
licence = ""
"""


def fill(folder: Path) -> subprocess.CompletedProcess[str]:
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("ANSWERABLE_", "DJANGO_"))}
    return subprocess.run([sys.executable, "-m", "answerable.web.demonstrating", str(folder)], capture_output=True, text=True,
                          env=environment | {"PYTHONPATH": str(ROOT / "src")}, check=False)


@pytest.fixture(scope="module")
def made_up(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made-up")
    write_example_release(folder, number=1)
    (folder / "answerable.toml").write_text(SETTINGS.format(made_up="true"))
    done = fill(folder)
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture
def register(made_up: Path) -> sqlite3.Connection:
    return sqlite3.connect(made_up / "register.sqlite3")


def test_each_change_has_its_event(register: sqlite3.Connection) -> None:
    kinds = {kind for (kind,) in register.execute("select kind from audit_auditevent")}
    assert {"meeting.closed", "action.closed", "promise.added", "account.tied"} <= kinds
    actors = {actor for (actor,) in register.execute("select actor from audit_auditevent where kind = 'action.closed'")}
    assert None not in actors, "actions are closed by people"


def test_the_story_has_its_own_days_and_the_chain_the_real_ones(register: sqlite3.Connection) -> None:
    (first_said,), = register.execute("select min(said_on) from register_promiseentry").fetchall()
    (first_event,), = register.execute("select min(at) from audit_auditevent").fetchall()
    assert first_said < first_event[:10]


def test_actions_and_questions_are_open_for_the_meeting_to_come(register: sqlite3.Connection) -> None:
    (planned,), = register.execute("select count(*) from meetings_meeting where state = 'planned'").fetchall()
    (open_,), = register.execute("select count(*) from register_action where state = 'open'").fetchall()
    assert planned == 1
    assert open_ >= 3


def test_a_real_workspace_gets_no_invented_register(tmp_path: Path) -> None:
    write_example_release(tmp_path, number=1)
    (tmp_path / "answerable.toml").write_text(SETTINGS.format(made_up="false"))
    done = fill(tmp_path)
    assert done.returncode != 0
    assert "not a made-up one" in done.stderr
    assert not (tmp_path / "register.sqlite3").exists()


def test_after_a_release_the_promises_are_followed(made_up: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ANSWERABLE_DATABASE", raising=False)
    assert follow_after_release(made_up).startswith("Followed ")
