"""The form for people's forecasts: a workbook that is written, filled in with Excel and read back."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from answerable import Workspace
from answerable.cli import run
from answerable.comparing.report_values import amount
from answerable.judgement.aims import Amount
from answerable.projecting.people_file import column_letters, target_of
from answerable.projecting.people_form import target_text
from small_force import SmallForce, call

MEASURE = "101-answered-within-30s"
TARGET = f"""target: {MEASURE}
version: 1
measure: {MEASURE}
value: 79.95
comparison: ">="
owner: The force
status: aspiration
source: Made up.
from: 2020-01-01
"""


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """Two months of two calls a day, of which every fifth day's are answered late, and a target."""
    force = SmallForce(tmp_path_factory.mktemp("form"))
    days = [date(2026, 4, 1) + timedelta(days=place) for place in range(61)]
    force.load([call(f"{day}-{hour}", f"{day} {hour}:00:00", answered=f"{day} {hour}:0{int(day.day % 5 == 0)}:10",
                     ended=f"{day} {hour}:09:00") for day in days for hour in (10, 11)])
    (force.workspace.folder / "targets").mkdir(exist_ok=True)
    (force.workspace.folder / "targets" / f"{MEASURE}.yaml").write_text(TARGET, "utf-8")
    return Workspace(force.workspace.folder)


def written(workspace: Workspace, path: Path, *words: str) -> Any:
    assert run(["forecasts", "form", str(workspace.folder), str(path), "--by", "Head of contact", *words]) == 0
    return openpyxl.load_workbook(path)


def filled(path: Path, **cells: Any) -> None:
    book = openpyxl.load_workbook(path)
    for place, value in cells.items():
        book.worksheets[0][place] = value
    book.save(path)


def bring_in(workspace: Workspace, path: Path) -> int:
    return run(["forecasts", "import", str(workspace.folder), str(path), "--quiet", "--dry-run"])


def test_it_has_a_row_for_each_month_of_what_has_a_target_and_no_forecast_of_the_program(
        workspace: Workspace, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    book = written(workspace, tmp_path / "ask.xlsx", "--months", "3")
    assert "2 measures, 3 months each" in capsys.readouterr().out
    header, *listed = book["Forecasts"].iter_rows(values_only=True)
    # The other is a national standard, of which there are no records here.
    rows = [row for row in listed if row[0] == MEASURE]
    assert header == ("measure", "title", "unit", "last figures", "period", "target", "forecast", "low", "high", "level",
                      "odds", "by", "reason")
    today = date.today()
    months = [12 * today.year + today.month + place for place in range(3)]
    assert [row[4] for row in rows] == [f"{month // 12}-{month % 12 + 1:02d}" for month in months]
    assert {(row[0], row[2], row[5], row[11]) for row in rows} == {(MEASURE, "%", "79.95% or more", "Head of contact")}
    assert all(set(row[6:11]) == {None} for row in rows)
    # 6 of 30 days, and of 31.
    assert rows[0][3] == "April 2026: 80.0%\nMay 2026: 80.6%"


def test_open_cells_are_checked_and_all_others_locked(workspace: Workspace, tmp_path: Path) -> None:
    asked = ["--months", "2", "--measure", MEASURE, "--measure", "101-offered"]
    page = written(workspace, tmp_path / "ask.xlsx", *asked)["Forecasts"]
    assert page.protection.sheet
    assert page.protection.password is None
    assert [cell.column_letter for cell in page[2] if not cell.protection.locked] == list("GHIJKLM")
    # Of a measure without a target people name their own.
    assert not page["F4"].protection.locked
    checks = {str(each.sqref): (each.type, each.formula1, each.formula2) for each in page.data_validations.dataValidation}
    assert checks["G2:G3"] == ("decimal", "0", "100")
    assert checks["G4:G5"] == ("decimal", "0", None)
    assert checks["J2:J5"] == ("list", '"50,80,90,95"', None)
    assert checks["K2:K5"] == ("decimal", "0", "100")


def test_filled_in_it_is_read_back_and_empty_rows_are_skipped(workspace: Workspace, tmp_path: Path,
                                                              capsys: pytest.CaptureFixture[str]) -> None:
    written(workspace, path := tmp_path / "ask.xlsx")
    filled(path, G3=78, H3=72, I3=0.845, K3=40, M3="New handlers")
    book = openpyxl.load_workbook(path)
    # Excel shows what was typed as 84.5% so, and keeps 0.845.
    book.worksheets[0]["I3"].number_format = "0.00%"
    book.save(path)
    capsys.readouterr()
    assert bring_in(workspace, path) == 0
    told = capsys.readouterr().out
    assert "78% (72% to 84.5%, 90% interval); odds of 80% or more: 40%" in told
    assert told.count(MEASURE) == 1
    assert told.startswith("Would record: Head of contact")


def test_faults_name_row_and_column_all_together(workspace: Workspace, tmp_path: Path,
                                                 capsys: pytest.CaptureFixture[str]) -> None:
    written(workspace, path := tmp_path / "ask.xlsx")
    filled(path, G2=178, G3=0.78, H4=70, G5=78, H5=70, G6="0:45", G7=78, L7=None)
    assert bring_in(workspace, path) == 2
    said = capsys.readouterr().err.splitlines()
    assert [line.removeprefix("answerable: ask.xlsx, ").split(":")[0] for line in said[:-1]] == [
        "row 2, column G", "row 3, column G", "row 4, column G", "row 5, column I", "row 6, column G", "row 7, column L"]
    assert "Write 78% or 0.78%" in said[1]
    assert "leave the row empty" in said[2]
    assert "a time of the day" in said[4]
    assert said[-1] == "answerable: 6 faults in ask.xlsx; nothing was recorded."


def test_a_form_in_which_nothing_is_filled_in_is_told_so(workspace: Workspace, tmp_path: Path,
                                                         capsys: pytest.CaptureFixture[str]) -> None:
    written(workspace, path := tmp_path / "ask.xlsx")
    assert bring_in(workspace, path) == 2
    assert "nothing is filled in" in capsys.readouterr().err


def test_what_may_be_filled_in_is_never_overwritten(workspace: Workspace, tmp_path: Path,
                                                    capsys: pytest.CaptureFixture[str]) -> None:
    written(workspace, path := tmp_path / "ask.xlsx")
    assert run(["forecasts", "form", str(workspace.folder), str(path)]) == 2
    assert "is there already" in capsys.readouterr().err
    assert run(["forecasts", "form", str(workspace.folder), "ask.csv"]) == 2
    assert "Name a file that ends in .xlsx" in capsys.readouterr().err


@pytest.mark.parametrize("given", [Amount(79.95, ">="), Amount(80.0, ">"), Amount(123456.789, "<="), Amount(0.25, "<")])
def test_a_target_is_read_back_to_the_last_digit(workspace: Workspace, given: Amount) -> None:
    text = target_text(given, workspace.measure(MEASURE))
    assert target_of(text, workspace.measure(MEASURE)) == given
    assert amount(text) is not None


def test_columns_have_the_letters_of_a_sheet() -> None:
    assert [column_letters(place) for place in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]
