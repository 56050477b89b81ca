"""The verb `ratings`: rules listed with what they let a rating say, shown from the top, and checked."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from answerable.cli import run
from answerable.content import shipped
from small_force import SmallForce


def own(force: SmallForce, name: str, *changes: tuple[str, str]) -> Path:
    """The default rule under a name of the workspace's own, with some of its text replaced."""
    text = (shipped("ratings") / "default-2.yaml").read_text("utf-8")
    word, _dash, version = name.rpartition("-")
    for before, after in (("rating_rule: default", f"rating_rule: {word}"), ("version: 2", f"version: {version}"), *changes):
        assert before in text
        text = text.replace(before, after)
    path = force.workspace.folder / "ratings" / f"{name}.yaml"
    path.write_text(text, "utf-8")
    return path


LENIENT = (("  - {rating: behind-benchmark, when: {benchmark: worse}}\n", ""),
           ("stale_after: 3 ", "favourable_despite: {benchmark: [worse]}\nstale_after: 3 "))


def test_the_list_says_what_a_rule_is_favourable_in_spite_of(force: SmallForce, capsys: pytest.CaptureFixture[str]) -> None:
    own(force, "lenient-1", *LENIENT)
    assert run(["ratings", "list", "--workspace", str(force.workspace.folder), "--format", "json"]) == 0
    rows = {row["rule"]: row for row in json.loads(capsys.readouterr().out)}
    assert list(rows) == ["default-1", "default-2", "lenient-1"]
    assert rows["default-2"]["favourable"] == "meets-target-reliably, improving, ahead-of-benchmark, ahead-of-peers"
    assert [row["favourable_despite"] for row in rows.values()] == ["", "", "benchmark worse"]


def test_a_rule_is_shown_from_the_top(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["ratings", "show", "default-2"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "default-2: Default rating rule"
    assert "  Favourable in spite of: nothing" in lines
    assert "   1. Not rated [neutral]: figure none or not-available or provisional or stale" in lines
    assert "   4. Off target and worsening [unfavourable]: signal special-cause-concern, target missed" in lines
    assert lines[-1] == "  31. Not rated [neutral]: in every other case"


def test_a_rule_that_is_not_there_is_refused_with_the_nearest(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["ratings", "show", "default2"]) == 2
    assert "there is no rating rule 'default2'. Did you mean 'default-2'" in capsys.readouterr().err
    assert run(["ratings", "show"]) == 2


def test_a_check_finds_lenience_that_is_not_declared(force: SmallForce, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["ratings", "check", "--workspace", str(force.workspace.folder)]
    assert run(words) == 0
    assert capsys.readouterr().out == "2 rating rules checked, 0 faults.\n"
    own(force, "lenient-1", LENIENT[0])
    assert run(words) == 2
    assert "can be given where benchmark is worse" in capsys.readouterr().out


def test_a_check_finds_a_shipped_name_used_for_another_rule(force: SmallForce, capsys: pytest.CaptureFixture[str]) -> None:
    own(force, "default-2", ("minimum_denominator: 30", "minimum_denominator: 3"))
    assert run(["ratings", "check", "--workspace", str(force.workspace.folder)]) == 2
    assert "does something else than the shipped one of that name" in capsys.readouterr().out
