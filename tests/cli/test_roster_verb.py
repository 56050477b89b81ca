"""`answerable roster`, as it is typed."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from answerable.cli import run

NEED = "weekday,shift,starts,ends,break_minutes,people\n" + "".join(
    f"{day},early,07:00,15:00,45,1\n{day},late,15:00,23:00,45,1\n"
    for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun"))
PEOPLE = "person,weekly_hours,leave,wishes\nAvery,40,2026-06-02..2026-06-03,\nBlake,,,late -2\nCasey,20,,\nDrew,40,,\n"


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """A folder with a need and people."""
    (tmp_path / "need.csv").write_text(NEED, encoding="utf-8")
    (tmp_path / "people.csv").write_text(PEOPLE, encoding="utf-8")
    return tmp_path


def test_a_roster_is_made_told_written_and_checked(files: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = files / "roster.csv"
    assert run(["roster", str(files / "need.csv"), "--people", str(files / "people.csv"), "--from", "2026-06-01", "--days", "7",
                "--seconds", "8", "--workers", "1", "--quiet", "--out", str(out)]) == 0
    told = capsys.readouterr().out
    assert "2026-06-01 to 2026-06-07: 14 of 14 duties are given to 4 people; nobody is missing." in told
    assert "finds no breach of the rules" in told
    row = next(line for line in told.splitlines() if line.startswith("Avery"))
    assert row.split().count("leave") == 2
    rows = list(csv.DictReader(io.StringIO(out.read_text(encoding="utf-8"))))
    assert len(rows) == 14
    assert rows[0]["starts"].endswith("+01:00")
    assert run(["roster", "--check", str(out), "--people", str(files / "people.csv")]) == 0
    assert "4 people, 14 duties from 2026-06-01 to 2026-06-07: 0 breaches of the rules" in capsys.readouterr().out


def test_breaches_of_a_roster_that_there_is_are_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "duties.csv"
    path.write_text("person;date;starts;ends;break_minutes\nAvery;2026-06-01;14:00;22:00;45\nAvery;2026-06-02;07:00;15:00;10\n",
                    encoding="utf-8")
    assert run(["roster", "--check", str(path), "--rules", "working-time-regulations-1998", "--format", "json"]) == 0
    told = json.loads(capsys.readouterr().out)["breaches"]
    assert [(one["person"], one["rule"], one["day"]) for one in told] == [
        ("Avery", "daily rest", "2026-06-01"), ("Avery", "break", "2026-06-02")]
    assert run(["roster", "--check", str(path), "--rules", "police-regulations-2003", "--published", "2026-05-02"]) == 0
    told_in_words = capsys.readouterr().out
    assert "the roster was published on 2026-05-02, where 1 month before it starts is the latest" in told_in_words
    assert "the roster covers 2 days, where 3 months are the least" in told_in_words


def test_faults_of_the_files_are_told_by_row_and_name_nobody(files: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (files / "people.csv").write_text("person,weekly_hours,wishes\nAvery,400,\nAvery,40,never\n", encoding="utf-8")
    assert run(["roster", str(files / "need.csv"), "--people", str(files / "people.csv"), "--from", "2026-06-01"]) == 2
    told = capsys.readouterr().err
    assert "Row 2: weekly_hours must be hours a week from 1 to 60; it is '400'." in told
    assert "Row 3: this person stands in a row above too." in told
    assert "Row 3: wishes must be a shift, a weekday or a date with a weight" in told
    assert "Avery" not in told
    (files / "duties.csv").write_text("person,starts,ends\nAvery,2026-06-01 07:00,2026-06-01 15:00\n"
                                      "Avery,2026-06-01 14:00,2026-06-01 22:00\n", encoding="utf-8")
    assert run(["roster", "--check", str(files / "duties.csv")]) == 2
    assert "Rows 2 and 3: these duties of one person overlap." in capsys.readouterr().err
    assert run(["roster", str(files / "need.csv"), "--people", str(files / "people.csv")]) == 2
    assert "first day is not known" in capsys.readouterr().err
