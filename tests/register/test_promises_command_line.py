"""answerable promises follow and list; a release follows the promises by itself."""

from __future__ import annotations

import json
from argparse import Namespace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from test_promises_pages import claim, promise

from answerable.cli import promises as verb
from answerable.cli.arguments import build_parser


@pytest.fixture(autouse=True)
def the_register_is_open(monkeypatch: pytest.MonkeyPatch) -> None:
    """The tests' own database is the register: it is not migrated anew."""
    monkeypatch.setattr(verb, "prepared_register", lambda folder: Path(folder))


def test_follow_says_what_was_settled(cast: Any, capsys: pytest.CaptureFixture[str]) -> None:
    made = promise(cast)
    promise(cast, "Later.", date(2036, 1, 1))
    claim(cast)
    verb.promises(build_parser().parse_args(["promises", "follow", "my-force"]))
    said = capsys.readouterr().out
    assert said.startswith("Followed 2 promises: 2 looks kept, 1 settled.")
    assert f"  {made.pk} missed: " in said
    verb.promises(build_parser().parse_args(["promises", "follow", "my-force"]))
    assert capsys.readouterr().out.startswith("Followed 1 promise: 0 looks kept, 0 settled.")


def test_list_prints_every_promise_with_where_it_stands(cast: Any, capsys: pytest.CaptureFixture[str]) -> None:
    promise(cast)
    claim(cast)
    verb.promises(Namespace(what="list", workspace="my-force", format="json"))
    rows = json.loads(capsys.readouterr().out)
    assert [(row["state"], row["promised"], row["due"]) for row in rows] == [
        ("missed", ">= 80", "2026-03-31"), ("person", "", "")]


def test_a_workspace_without_a_register_has_nothing_to_follow(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ANSWERABLE_DATABASE", raising=False)
    assert verb.follow_after_release(tmp_path) == ""


def test_what_goes_wrong_takes_the_release_not_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ANSWERABLE_DATABASE", raising=False)
    (tmp_path / verb.DATABASE).touch()
    said = verb.follow_after_release(tmp_path)
    assert said.startswith("The promises were not followed: ")
    assert f"`answerable promises follow {tmp_path}` does it." in said
