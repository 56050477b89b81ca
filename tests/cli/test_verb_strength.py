"""`answerable strength`, as it is typed."""

from __future__ import annotations

import csv
import io
import json
from datetime import date, timedelta
from pathlib import Path

import pytest

from answerable import Workspace
from answerable.cli import run
from answerable.simulation.room_file import read_room
from small_force import SmallForce, call

ROOM = """\
name: small room
days: 1
lines:
  "101": {arrivals: 20, talk: {exponential: 300}, patience: {exponential: 300}, pools: [handlers]}
pools:
  handlers: {staff: 5}
"""
MEASURE = "101-answered-within-30s"


def month_after(months: int) -> str:
    """The month so many after this one, "2027-01"."""
    year, place = divmod(12 * date.today().year + date.today().month - 1 + months, 12)
    return f"{year}-{place + 1:02d}"


def plan_text(name: str = "a plan", starts: str | None = None) -> str:
    """A plan of three months from the next one on."""
    return f"""\
name: {name}
begins: {month_after(1)}
months: 3
establishment: 20
in_post: 16
joiners: [{{starts: {starts or month_after(1) + "-01"}, people: 6}}]
training: {{weeks: 2, passes: 18 of 20}}
leavers: {{in_a_year: 0.1}}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "plan.yaml").write_text(plan_text(), encoding="utf-8")
    (tmp_path / "later.yaml").write_text(plan_text("later", month_after(3) + "-01"), encoding="utf-8")
    (tmp_path / "room.yaml").write_text(ROOM, encoding="utf-8")
    rows = "".join(f"{month_after(-place)},{60 + place}%,15.5\n" for place in range(12))
    (tmp_path / "months.csv").write_text(f"month,figure,working\n{rows}", encoding="utf-8")
    return tmp_path


def typed(folder: Path, *words: str) -> int:
    """The verb with the room, few draws and no progress."""
    return run(["strength", str(folder / "plan.yaml"), "--room", str(folder / "room.yaml"), "--target", "101 within 70%",
                "--draws", "200", "--quiet", *words])


def test_strength_begins_with_a_sentence(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["strength", str(folder / "plan.yaml")]) == 0
    told = capsys.readouterr().out
    assert told.startswith("a plan: 16 people in post for 20 posts when ")
    assert "The establishment is reached with a chance of at least 80% first at the end of" in told
    assert "strength as written" in told


def test_months_of_a_room_come_with_their_odds(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    written = folder / "then.yaml"
    assert typed(folder, "--history", str(folder / "months.csv"), "--against", str(folder / "later.yaml"), "--format",
                 "json", "--month", month_after(2), "--write-room", str(written)) == 0
    told = json.loads(capsys.readouterr().out)
    first, later = told["plans"]
    assert [row["month"] for row in first["figures"]] == [month_after(place) for place in (1, 2, 3)]
    assert any(sentence.startswith("By the last 12 months the room does") for sentence in first["sentences"])
    assert first["figures"][1]["met"] > later["figures"][1]["met"]
    assert told["difference_sentences"][0] == "later against a plan, with the same chances in both:"
    assert told["differences"][1]["difference"] < 0
    then = read_room(written)
    assert then.name.startswith("small room, ")
    assert then.pools[0].staff[0] <= 5
    assert then.outages


def test_csv_has_a_row_a_month(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["strength", str(folder / "plan.yaml"), "--format", "csv"]) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert [row["month"] for row in rows] == [month_after(place) for place in (1, 2, 3)]
    assert float(rows[0]["strength_low"]) <= float(rows[0]["strength"]) <= float(rows[0]["strength_high"])


@pytest.mark.parametrize(("words", "said"), [
    (["--target", "101 within 70%"], "--target needs a room."), (["--record"], "--record needs a room."),
    (["--sure", "100"], "--sure is 100."), (["--measure", "m"], "--workspace and --measure go together."),
    (["--month", "2020-01"], "'2020-01' is no month of the plan.")])
def test_what_does_not_go_together_is_said_in_one_line(folder: Path, words: list[str], said: str,
                                                       capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["strength", str(folder / "plan.yaml"), *words]) == 2
    assert said in capsys.readouterr().err


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """Two calls a day over four whole months up to the last one, one of them answered in time."""
    force = SmallForce(tmp_path_factory.mktemp("of"))
    first, today = date.fromisoformat(f"{month_after(-4)}-01"), date.today()
    days = [first + timedelta(days=place) for place in range((today.replace(day=1) - first).days)]
    force.load([call(f"{day}-{hour}", f"{day} {hour}:00:00", answered=f"{day} {hour}:0{int(hour == 10)}:10",
                     ended=f"{day} {hour}:09:00") for day in days for hour in (10, 11)])
    return force.workspace


def test_figures_come_from_a_workspace_and_what_is_said_is_kept_there_to_be_scored(
        folder: Path, workspace: Workspace, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["--history", str(folder / "months.csv"), "--workspace", str(workspace.folder), "--measure", MEASURE]
    assert typed(folder, *words, "--record", "--by", "Head of contact") == 0
    capsys.readouterr()
    entry, = workspace.forecasts()
    assert (entry.by, entry.kind, entry.manifest) == ("Head of contact", "model", workspace.head().number)
    first = entry.forecasts[0]
    assert (first.measure, first.method.id, first.period_start.isoformat()) == (MEASURE, "structural", f"{month_after(1)}-01")
    assert (first.target.value, first.target.comparison, first.floor) == (70.0, ">=", 50.0)     # type: ignore[union-attr]
    assert first.ahead == 2
    assert 0 < first.odds < 1       # type: ignore[operator]
    assert [each.odds_by for each in entry.forecasts] == sorted(each.odds_by for each in entry.forecasts)  # type: ignore[type-var]
    # The same again is the same entry.
    assert typed(folder, *words, "--record", "--by", "Head of contact") == 0
    assert len(workspace.forecasts()) == 1


def test_a_measure_of_another_kind_is_refused(folder: Path, workspace: Workspace, capsys: pytest.CaptureFixture[str]) -> None:
    assert typed(folder, "--workspace", str(workspace.folder), "--measure", "101-offered") == 2
    assert "'101-offered' is measured in contacts, and '101 within at least 70.0%' in percent." in capsys.readouterr().err
