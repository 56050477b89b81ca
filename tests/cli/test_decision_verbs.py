"""The verbs of decisions, for people and for scripts."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from datetime import date

import pytest

from answerable.cli import run
from answerable.cli.deciding import grouped
from answerable.judgement.steps import BREAK, Happening, Proposal, Side
from small_force import SmallForce

WATCH = ["stage", "--measure", "101-offered", "--stage", "watching", "--by", "Analyst", "--reason", "=SUM(A1), of two\nlines"]


def test_the_record_as_table_csv_and_json(force: SmallForce, capsys: pytest.CaptureFixture[str]) -> None:
    folder = str(force.workspace.folder)
    assert run(["decide", folder, *WATCH]) == 0
    assert run(["decide", folder, "end", "--ends", "1", "--by", "Analyst", "--reason", "A slip"]) == 0
    capsys.readouterr()
    run(["decisions", folder, "--format", "json"])
    told = json.loads(capsys.readouterr().out)
    assert [(each["number"], each["state"]) for each in told] == [(1, "taken back"), (2, "stands")]
    run(["decisions", folder, "--format", "csv"])
    first = next(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert (first["kind"], first["reason"]) == ("stage", "'=SUM(A1), of two lines")
    run(["decisions", folder, "--measure", "101-offered"])
    assert "taken back" in capsys.readouterr().out
    run(["decisions", folder, "--measure", "999-offered"])
    assert capsys.readouterr().out == "Nothing was decided.\n"


def test_what_would_be_recorded_is_shown_and_nothing_is(force: SmallForce, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["decide", str(force.workspace.folder), *WATCH, "--dry-run"]) == 0
    assert "# Nothing was recorded. decisions/0001.yaml would be:" in capsys.readouterr().out
    assert force.workspace.decisions() == ()


def test_a_mistake_is_one_line_and_records_nothing(force: SmallForce, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["decide", str(force.workspace.folder), *WATCH, "--at", "2026-01-01"]) == 2
    printed = capsys.readouterr().err
    assert printed.count("\n") == 1
    assert "unknown key 'at'" in printed
    assert force.workspace.decisions() == ()


def test_an_empty_workspace_proposes_no_step(force: SmallForce, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["steps", str(force.workspace.folder), "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out) == []
    with pytest.raises(SystemExit):
        run(["decide", str(force.workspace.folder), "opinion", "--by", "A", "--reason", "r"])


def side(first: date, last: date, mean: float) -> Side:
    """Ten figures on one side of a step."""
    return Side(first, last, ("first", "last"), 10, mean, None, None)


def test_proposals_of_one_day_and_one_cause_are_told_together() -> None:
    start, day, end = date(2024, 8, 1), date(2025, 6, 1), date(2026, 3, 1)
    step = Proposal(day, "June 2025", BREAK, side(start, day, 5.0), side(day, end, 9.0), None)
    moved = Happening(day, "The records come from another system: B instead of A")
    late = Happening(date(2025, 5, 20), "The records come from another system: D instead of C")
    found = [("waits", replace(step, at=end)), ("calls", replace(step, beside=(moved,))),
             ("chats", replace(step, beside=(late, moved))), ("e-mails", replace(step, beside=(moved, late)))]
    assert list(grouped(found)) == [
        "1 June 2025: the records come from another system: B instead of A: 2 measures", "  calls, e-mails",
        "1 June 2025: the records come from another system: D instead of C (20 May 2025): 1 measure", "  chats",
        "1 March 2026: the figures changed, and nothing else is known of about then: 1 measure", "  waits"]
