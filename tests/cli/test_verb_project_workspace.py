"""`answerable project` of a workspace: what it prints, writes and refuses."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from answerable.cli import run
from made_projections import month
from small_force import SmallForce, call

MEASURE = "101-answered-within-30s"
TARGET = f"""
target: made-up
version: 1
measure: {MEASURE}
value: 78
comparison: ">="
owner: Nobody
status: local
source: Made up.
from: 2020-01-01
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A workspace of eighteen months in which about eight of ten calls are answered in time."""
    force = SmallForce(tmp_path_factory.mktemp("ahead"))
    rows = []
    for number in range(18):
        for place in range(112):
            day, minute = f"{month(number):%Y-%m}-{place // 4 + 1:02d}", 10 + place % 4
            answered = f"{day} 09:{minute}:{45 if place < 20 + 7 * number % 11 else 10}"
            rows.append(call(f"{day}-{place}", f"{day} 09:{minute}:00", queued=f"{day} 09:{minute}:00", left_queue=answered,
                             answered=answered))
    force.load(rows)
    (force.workspace.folder / "targets" / "made-up.yaml").write_text(TARGET, encoding="utf-8")
    return str(force.workspace.folder)


def said(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    assert run(["project", *words, "--quiet"]) == 0
    return capsys.readouterr().out


def refused(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    assert run(["project", *words, "--quiet"]) == 2
    return capsys.readouterr().err


def test_one_measure_is_told_in_words_and_month_by_month(folder: str, capsys: pytest.CaptureFixture[str]) -> None:
    lines = said(capsys, folder, MEASURE, "--target", "80", "--by", "2027-03").splitlines()
    assert lines[0].startswith(f"{MEASURE}: 101 calls answered within 30 seconds")
    assert "80% by March 2027." in lines[1] or "stay at 80% or more in March 2027." in lines[1]
    # Odds stand in the months up to then, and in none after.
    assert [line.split("  ")[0] for line in lines if "80% or more  " in line][-1] == "March 2027"
    assert lines[-1] == "Entry 1 of the forecast ledger."


def test_all_measures_are_a_line_each_and_the_others_a_reason(folder: str, capsys: pytest.CaptureFixture[str]) -> None:
    text = said(capsys, folder)
    assert any(line.startswith(MEASURE) and "June 2026" not in line for line in text.splitlines())
    assert "contacts-by-channel: Not projected: the measure has a series for each channel and none for the whole." in text


def test_scripts_get_every_step_with_its_ledger_entry(folder: str, capsys: pytest.CaptureFixture[str]) -> None:
    (found,) = json.loads(said(capsys, folder, MEASURE, "--ahead", "3", "--format", "json"))
    projection = found["projection"]
    assert [step["label"] for step in projection["steps"]] == ["June 2025", "July 2025", "August 2025"]
    assert all(0 <= step["low90"] <= step["low50"] <= step["median"] <= step["high50"] <= step["high90"] <= 100
               for step in projection["steps"])
    assert projection["entry"] is not None
    assert projection["origin"]["label"] == "May 2025"


@pytest.mark.parametrize("name", ["ahead.csv", "ahead.json", "ahead.xlsx"])
def test_a_file_is_written_as_its_name_ends(name: str, folder: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / name
    assert said(capsys, folder, MEASURE, "--output", str(path)) == f"Wrote {path}.\n"
    if name.endswith("csv"):
        rows = list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))
        assert [row["ahead"] for row in rows] == [str(number) for number in range(1, 13)]
        assert {row["measure"] for row in rows} == {MEASURE}
    else:
        assert path.stat().st_size > 500


@pytest.mark.parametrize(("words", "told"), [
    (("101-answered-within-30",), "Did you mean '101-answered-within-30s'"),
    ((MEASURE, "--target", "120"), "it is never 120%"),
    ((MEASURE, "--target", "80", "--by", "2020-03"), "2020-03 is over"),
    ((MEASURE, "--target", "80", "--by", "March"), "'March' is not a month"),
    ((MEASURE, "--target", "80", "--by", "2040-03"), "further ahead of the newest figure than 36 months"),
    (("--target", "80"), "is about one measure"),
    ((MEASURE, "--by", "2027-03"), "needs a value to be met by then"),
    ((MEASURE, "--ahead", "0"), "--ahead is 0"),
    ((MEASURE, "--days", "14"), "--days is about a file"),
    ((MEASURE, "--output", "ahead.doc"), "ahead.doc"),
    (("repeat-contacts-within-30-days",), "there is no measure"),
    (("101-offered", "--warnings"), "no measure that is projected has a target"),
])
def test_what_makes_no_sense_is_refused_with_a_remedy(words: tuple[str, ...], told: str, folder: str,
                                                      capsys: pytest.CaptureFixture[str]) -> None:
    line = refused(capsys, folder, *words)
    assert told in line
    assert line.count("\n") == 1


def test_the_warnings_of_the_last_months_are_held_against_what_came(folder: str, capsys: pytest.CaptureFixture[str]) -> None:
    (found,) = json.loads(said(capsys, folder, "--warnings", "--format", "json"))
    assert found["measure"] == MEASURE
    assert sum(found["stood"].values()) + sum(found["quiet"].values()) == found["months"] > 0
    assert all(each["raised_on"] < (each["cleared_on"] or "9") for each in found["warnings"])
    text = said(capsys, folder, MEASURE, "--warnings")
    assert f"in {found['months']} months" in text
    assert "A warning is given at the first month's end" in text


def test_a_folder_that_is_no_workspace_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "is not a workspace" in refused(capsys, str(tmp_path))
