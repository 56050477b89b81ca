"""`answerable check-report`: a report that somebody else wrote, without a workspace."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from answerable.cli import run


def test_the_example_is_where_to_begin(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check-report", "--example"]) == 0
    path = tmp_path / "report.csv"
    path.write_text(capsys.readouterr().out, encoding="utf-8")
    assert run(["check-report", str(path)]) == 0
    out = capsys.readouterr().out
    assert out.startswith("report.csv: 6 ratings of 4 measures, 3 contradicted.\nContradicted:\n- Victims content")
    assert "61% misses the target of 80%. (Example report, page 9) [favourable-but-target-missed]" in out


def test_for_scripts(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "report.csv"
    path.write_text("measure,period,rating,value,target,direction\na b,2020,green,71%,98%,higher\n", encoding="utf-8")
    assert run(["check-report", str(path), "--format", "json"]) == 0
    (found,) = json.loads(capsys.readouterr().out)
    assert (found["line"], found["code"]) == (2, "favourable-but-target-missed")
    assert found["figures"] == {"value": 71.0, "target": 98.0}
    assert run(["check-report", str(path), "--format", "csv"]) == 0
    (row,) = csv.DictReader(io.StringIO(capsys.readouterr().out))
    assert (row["measure"], row["stated"], row["certain"]) == ("a b", "green", "True")


def test_nothing_is_said_of_an_honest_report(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "report.csv"
    path.write_text("measure,period,rating,value,target,direction\na b,2020,red,71%,98%,higher\n", encoding="utf-8")
    assert run(["check-report", str(path)]) == 0
    assert capsys.readouterr().out == "report.csv: 1 rating of 1 measure, 0 contradicted.\n"


def test_every_fault_is_told_and_nothing_checked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "report.csv"
    path.write_text("measure,period,rating\na b,2020,gren\na b,Q2 2020,green\n", encoding="utf-8")
    assert run(["check-report", str(path)]) == 2
    out, errors = capsys.readouterr()
    assert out == ""
    assert "line 2: the rating 'gren' is a word that is not known. Did you mean 'green'" in errors
    assert "line 3: the period 'Q2 2020' names no days" in errors
    assert errors.splitlines()[-1] == "answerable: 2 faults in report.csv; nothing was checked."


def test_a_report_has_to_be_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check-report"]) == 2
    assert "--example" in capsys.readouterr().err
