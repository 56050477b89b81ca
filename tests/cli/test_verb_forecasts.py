"""The verb `forecasts`: recording what people forecast, listing it, scoring it, verifying that nothing was changed."""

from __future__ import annotations

import csv
import io
import json
import shutil
from datetime import date, timedelta
from pathlib import Path

import openpyxl
import pytest

from answerable import Workspace
from answerable.cli import run
from small_force import SmallForce, call

MEASURE = "101-answered-within-30s"
HEADER = "measure,period,forecast,low,high,level,target,odds,by,made_on"


def month_after(months: int) -> str:
    """The month so many after this one, "2027-01"."""
    today = date.today()
    year, place = divmod(12 * today.year + today.month - 1 + months, 12)
    return f"{year}-{place + 1:02d}"


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> SmallForce:
    """Two calls a day over six whole months up to the last one, eight of ten answered in time."""
    force = SmallForce(tmp_path_factory.mktemp("loaded"))
    first, today = date.fromisoformat(f"{month_after(-6)}-01"), date.today()
    days = [first + timedelta(days=place) for place in range((today.replace(day=1) - first).days)]
    force.load([call(f"{day}-{hour}", f"{day} {hour}:00:00", answered=f"{day} {hour}:0{int((day.day + hour) % 5 == 0)}:10",
                     ended=f"{day} {hour}:09:00") for day in days for hour in (10, 11)])
    return force


@pytest.fixture
def workspace(loaded: SmallForce, tmp_path: Path) -> Workspace:
    shutil.copytree(loaded.workspace.folder, tmp_path / "force")
    return Workspace(tmp_path / "force")


def add(workspace: Workspace, *words: str, month: str | None = None) -> int:
    """Head of contact forecasts a month, the next one unless another is named."""
    return run(["forecasts", "add", str(workspace.folder), MEASURE, "--month", month or month_after(1),
                "--by", "Head of contact", "--quiet", *words])


def imported(workspace: Workspace, *rows: str) -> int:
    path = workspace.folder.parent / "said.csv"
    path.write_text("\n".join([HEADER, *rows]) + "\n", "utf-8")
    return run(["forecasts", "import", str(workspace.folder), str(path), "--quiet"])


def test_a_forecast_is_recorded_with_its_interval_its_odds_and_the_floor_beside_it(
        workspace: Workspace, capsys: pytest.CaptureFixture[str]) -> None:
    assert add(workspace, "--value", "78", "--low", "72%", "--high", "84", "--target", "80", "--odds", "40") == 0
    told = capsys.readouterr().out
    assert "78% (72% to 84%, 90% interval); odds of 80% or more: 40%" in told
    assert "who made them: a post can stand in place of a name" in told
    entry, = workspace.forecasts()
    said, = entry.forecasts
    assert (entry.by, entry.kind, entry.manifest) == ("Head of contact", "human", workspace.head().number)
    assert (said.quantiles, said.odds, said.ahead) == (((0.05, 72.0), (0.5, 78.0), (0.95, 84.0)), 0.4, 2)
    # Less than a year is known: the newest figure stands in for the same month of last year.
    assert said.floor == pytest.approx(workspace.figure_rows(MEASURE, "month")[-1]["value"])
    # The same again is the same entry.
    assert add(workspace, "--value", "78", "--low", "72", "--high", "84", "--target", "80", "--odds", "40%") == 0
    assert "Entry 1 has this already" in capsys.readouterr().out
    assert len(workspace.forecasts()) == 1


def test_a_dry_run_records_nothing(workspace: Workspace, capsys: pytest.CaptureFixture[str]) -> None:
    assert add(workspace, "--value", "78", "--dry-run") == 0
    assert capsys.readouterr().out.startswith("Would record: Head of contact")
    assert not (workspace.folder / "forecasts").exists()


@pytest.mark.parametrize(("words", "fault"), [
    (["--value", "178"], "never 178%"), (["--value", "78", "--low", "80", "--high", "90"], "outside its own interval"),
    (["--value", "78", "--low", "70"], "Write both"), (["--value", "78", "--odds", "40"], "no target"),
    (["--value", "78", "--target", "80", "--odds", "0.4"], "Write 40% or 0.4%"),
    (["--value", "4m10s"], "is measured in percent"), (["--value", "about 80"], "is no number"),
    (["--value", "78", "--made-on", "yesterday"], "is no day"), ([], "--value")])
def test_a_mistake_is_one_line_and_records_nothing(workspace: Workspace, capsys: pytest.CaptureFixture[str], words: list[str],
                                                   fault: str) -> None:
    assert add(workspace, *words) == 2
    said = capsys.readouterr().err
    assert fault in said
    assert said.count("\n") == 1
    assert workspace.forecasts() == ()


def test_a_month_whose_figure_is_known_cannot_be_forecast(workspace: Workspace, capsys: pytest.CaptureFixture[str]) -> None:
    assert add(workspace, "--value", "78", month=month_after(-1)) == 2
    assert "is over and its figure is known" in capsys.readouterr().err
    assert add(workspace, "--value", "78", "--made-on", f"{month_after(-2)}-01", month=month_after(-1)) == 0
    assert "counts as made afterwards" in capsys.readouterr().out


def test_all_faults_of_a_file_are_told_together_and_nothing_of_it_is_recorded(
        workspace: Workspace, capsys: pytest.CaptureFixture[str]) -> None:
    ahead = month_after(1)
    assert imported(workspace, f"{MEASURE},{ahead},78%,,,,,,Head of contact,", f"{MEASURE[:-1]},{ahead},78,,,,,,A,",
                    f"{MEASURE},soon,78,,,,,,A,", f"{MEASURE},{ahead},,,,,,,,", f"{MEASURE},{month_after(-1)},78,,,,,,A,",
                    f"{MEASURE},{ahead},79%,,,,,,Head of contact,") == 2
    said = capsys.readouterr().err.splitlines()
    assert [line.split(":")[1].split(",")[1].strip() for line in said[:-1]] == [
        "line 3", "line 4", "line 5", "line 5", "line 6", "line 7"]
    assert "Did you mean" in said[0]
    assert said[-1] == "answerable: 6 faults in said.csv; nothing was recorded."
    assert workspace.forecasts() == ()


def test_a_column_that_is_not_known_is_named_with_the_nearest(workspace: Workspace, capsys: pytest.CaptureFixture[str]) -> None:
    path = workspace.folder.parent / "odd.csv"
    path.write_text("measure,period,forcast,by\n", "utf-8")
    assert run(["forecasts", "import", str(workspace.folder), str(path)]) == 2
    told = capsys.readouterr().err
    assert "there is no column 'forcast'. Did you mean 'forecast'?" in told
    assert "the column 'forecast' is missing" in told


def test_a_file_is_an_entry_for_each_author_and_the_same_file_again_adds_nothing(
        workspace: Workspace, capsys: pytest.CaptureFixture[str]) -> None:
    rows = [f"{MEASURE},{month_after(1)},78%,72%,84%,,80% or more,40%,Head of contact,",
            f"{MEASURE},{month_after(2)},79%,,,,,,Head of contact,",
            f'101-offered,{month_after(1)},"1,200",,,,,,Planning team,']
    assert imported(workspace, *rows) == 0
    capsys.readouterr()
    assert imported(workspace, *rows) == 0
    assert "has this already" in capsys.readouterr().out
    assert [(entry.by, len(entry.forecasts), entry.file) for entry in workspace.forecasts()] == [
        ("Head of contact", 2, "said.csv"), ("Planning team", 1, "said.csv")]
    assert workspace.forecasts()[1].forecasts[0].point == 1200


def test_the_example_is_a_file_that_can_be_imported(workspace: Workspace, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["forecasts", "import", "--example"]) == 0
    path = workspace.folder.parent / "example.csv"
    path.write_text(capsys.readouterr().out.replace("2027-01", month_after(1)).replace("2027-02", month_after(2)), "utf-8")
    assert run(["forecasts", "import", str(workspace.folder), str(path), "--quiet"]) == 0
    assert {entry.by for entry in workspace.forecasts()} == {"Head of contact", "Planning team"}


def test_scores_as_table_csv_json_and_workbook(workspace: Workspace, tmp_path: Path,
                                               capsys: pytest.CaptureFixture[str]) -> None:
    folder = str(workspace.folder)
    assert run(["forecasts", "score", folder]) == 0
    assert capsys.readouterr().out == "No forecast was recorded so far.\n"
    add(workspace, "--value", "78", "--made-on", f"{month_after(-2)}-01", month=month_after(-1))
    add(workspace, "--value", "78")
    capsys.readouterr()
    assert run(["forecasts", "score", folder]) == 0
    told = capsys.readouterr().out
    assert told.startswith("Kept so far: 2 forecasts, of which 1 is scored and 1 waits for its outcome. 1 was made when the "
                           "outcome was known, and is counted apart.")
    assert "1 outcome is new, and kept as entry 3." in told
    assert "Made when the outcome was known, and so no proof of anything:" in told
    run(["forecasts", "score", folder, "--format", "json"])
    content = json.loads(capsys.readouterr().out)
    assert [row["status"] for row in content["scores"]] == ["scored", "waiting"]
    run(["forecasts", "score", folder, "--format", "csv", "--by", "Head of contact"])
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert [row["afterwards"] for row in rows] == ["True", "False"]
    run(["forecasts", "score", folder, "--output", str(tmp_path / "scores.xlsx")])
    assert openpyxl.load_workbook(tmp_path / "scores.xlsx").active["A1"].value == "entry"
    assert run(["forecasts", "list", folder, "--measure", MEASURE]) == 0
    assert "Head of contact" in capsys.readouterr().out
    # Scored again, nothing is new.
    run(["forecasts", "score", folder])
    assert "new, and kept" not in capsys.readouterr().out


def test_what_was_changed_is_named_by_verify_and_by_the_doctor(workspace: Workspace,
                                                               capsys: pytest.CaptureFixture[str]) -> None:
    folder = str(workspace.folder)
    add(workspace, "--value", "78")
    assert run(["forecasts", "verify", folder]) == 0
    assert "everything is as it was written" in capsys.readouterr().out
    path = workspace.folder / "forecasts" / "000001.json"
    path.write_text(path.read_text("utf-8").replace("78.0", "81.0"), "utf-8")
    assert run(["forecasts", "verify", folder]) == 1
    assert "entry 1 was changed after it was recorded" in capsys.readouterr().out
    run(["doctor", folder, "--format", "json"])
    assert [each["kind"] for each in json.loads(capsys.readouterr().out) if "000001.json" in each["where"]] == ["forecast"]
    assert add(workspace, "--value", "79") == 2
