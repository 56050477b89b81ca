"""`answerable scenarios`, as it is typed."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from answerable import Workspace
from answerable.cli import run
from answerable.doctor import examine

ROOM = """\
days: 1
lines:
  "101": {arrivals: 20, talk: {exponential: 300}, patience: {exponential: 300}, pools: [handlers]}
  "999": {arrivals: 2, talk: {exponential: 300}, pools: [desk], within: 10}
pools:
  handlers: {staff: 4}
  desk: {staff: 3}
"""
MORE = "name: one more handler\nroom: small\nchanges: [staff: {pool: handlers, add: 1}]\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A workspace with a small room, and a scenario's file beside it."""
    Workspace.create(tmp_path / "force")
    (tmp_path / "force" / "rooms" / "small.yaml").write_text(ROOM, encoding="utf-8")
    (tmp_path / "more.yaml").write_text(MORE, encoding="utf-8")
    return tmp_path / "force"


def said(capsys: pytest.CaptureFixture[str], *words: str, code: int = 0) -> str:
    """What a command prints, errors too."""
    assert run(["scenarios", *words]) == code
    captured = capsys.readouterr()
    return captured.out + (captured.err if code else "")


def test_from_a_file_to_the_difference_in_words(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert said(capsys, "add", str(folder), str(folder.parent / "more.yaml")) == "Added more: one more handler.\n"
    told = said(capsys, "compare", str(folder), "more", "--quiet", "--repetitions", "20")
    assert told.startswith("Against the room as it is, with the same callers in 20 repetitions of each; in brackets the 95% "
                           "interval.")
    assert "With one more handler, on 101: " in told
    assert " more of 100 answered are within 30 seconds (" in told
    assert "With one more handler, nothing changes for 999." in told
    assert "With one more handler, 24 handler hours more are planned, of 168." in told
    rows = list(csv.DictReader(io.StringIO(
        said(capsys, "compare", str(folder), "more", "--quiet", "--repetitions", "20", "--format", "csv"))))
    within = next(row for row in rows if (row["line"], row["figure"]) == ("101", "within"))
    assert float(within["low"]) < float(within["difference"]) < float(within["high"])
    assert float(within["with"]) - float(within["base"]) == pytest.approx(float(within["difference"]), abs=0.002)
    assert within["weighed"] == "different"


def test_what_there_is_with_what_is_faulty(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "scenarios" / "broken.yaml").write_text(MORE.replace("handlers", "handler"), encoding="utf-8")
    listed = {row["name"]: row for row in json.loads(said(capsys, "list", str(folder), "--format", "json"))}
    assert (listed["broken"]["kind"], listed["broken"]["from"]) == ("faulty", "workspace")
    assert "it is 'handler'. Did you mean 'handlers'" in listed["broken"]["what"]
    assert (listed["one-more-at-17"]["kind"], listed["one-more-at-17"]["from"]) == ("scenario", "shipped")


def test_the_doctor_names_what_is_faulty(folder: Path) -> None:
    (folder / "scenarios" / "broken.yaml").write_text(MORE.replace("handlers", "handler"), encoding="utf-8")
    found = [finding for finding in examine(Workspace(folder)) if finding["kind"] == "definition"]
    assert [Path(finding["where"]).name for finding in found] == ["broken.yaml"]
    assert "it is 'handler'" in found[0]["what"]


def test_one_is_shown_as_it_changes_the_room(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = said(capsys, "show", str(folder), "one-more-at-17")
    assert "one-more-at-17: one more handler from 17:00 to 20:00, in the room control-room" in told
    assert "staff: {pool: handlers, add: 1, from: '17:00', to: '20:00'}" in told


@pytest.mark.parametrize(("words", "told"), [
    (("compare", "mor"), "there is no scenario 'mor'. Did you mean 'more'?"),
    (("compare",), "`answerable scenarios compare` needs one name or more."),
    (("show", "more", "more"), "`answerable scenarios show` takes one name."),
    (("compare", "chat-or-101"), "'chat-or-101' is a sweep of 36 rooms."),
    (("compare", "more", "one-more-at-17"), "'more' is of the room small, and 'one-more-at-17' of control-room."),
    (("remove", "one-more-at-17"), "It comes with the program; it cannot be removed."),
])
def test_what_cannot_be_is_told(folder: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], told: str) -> None:
    said(capsys, "add", str(folder), str(folder.parent / "more.yaml"))
    assert told in said(capsys, words[0], str(folder), *words[1:], code=2)
