"""A figure as it stood on a day comes from the records of that day, never from later ones; where they are gone, there is an
error and no figure."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from answerable.cli import run
from answerable.errors import AnswerableError, InputError, WorkspaceError
from answerable.records.store import Manifest
from answerable.records.tidying import tidy
from small_force import SmallForce, call

# Manifest → (the moment of its commit, UTC; calls that it holds). 3 June 23:30 UTC is 4 June in London.
COMMITTED = {1: ("2026-05-30T08:00:00", 10), 2: ("2026-06-03T23:30:00", 25), 3: ("2026-06-04T22:59:59", 20),
             4: ("2026-06-04T23:00:00", 30), 5: ("2026-10-25T00:30:00", 40), 6: ("2026-10-25T01:30:00", 50)}


def at_that_moment(force: SmallForce, number: int, moment: str) -> None:
    """Let a manifest have been committed at a moment."""
    path = force.workspace.folder / "log" / f"{number:08d}.json"
    content = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps(content | {"created_at": f"{moment}+00:00"}, indent=1), encoding="utf-8")


@pytest.fixture(scope="module")
def as_told(tmp_path_factory: pytest.TempPathFactory) -> SmallForce:
    """A workspace whose one file was corrected again and again. For asking only."""
    force = SmallForce(tmp_path_factory.mktemp("told"))
    for number, (moment, count) in COMMITTED.items():
        force.load([call(f"{place}", f"2026-05-{1 + place % 28:02} 10:{place:02}:00") for place in range(count)])
        assert force.workspace.head().number == number
        at_that_moment(force, number, moment)
    return force


@pytest.fixture
def told(as_told: SmallForce, tmp_path: Path) -> SmallForce:
    """The same, to be changed."""
    return as_told.copied(tmp_path / "copy")


def held(force: SmallForce, when: str | int) -> int:
    """Calls as of a moment."""
    return int(force.workspace.figure_rows("contacts-recorded", "all", as_of=when)[0]["value"])


@pytest.mark.parametrize(("when", "number"), [
    (1, 1), ("2", 2), (6, 6),
    # The end of the day counts, on the clock of the workspace.
    ("2026-05-30", 1), ("2026-06-03", 1), ("2026-06-04", 3), ("2026-06-05", 4), ("2026-12-31", 6),
    # A time counts with its own minute or second.
    ("2026-06-04 00:29", 1), ("2026-06-04 00:30", 2), ("2026-06-04T23:59:58", 2), ("2026-06-04T23:59:59", 3),
    ("2026-06-04T23:30+00:00", 4), ("2026-06-05T00:00:00", 4),
    # 01:30 came twice on 25 October: the later one is meant, unless the offset says otherwise.
    ("2026-10-25T01:30", 6), ("2026-10-25T01:30+01:00", 5), ("2026-10-25T01:30+00:00", 6)])
def test_the_newest_state_up_to_then_is_read(as_told: SmallForce, when: str | int, number: int) -> None:
    assert as_told.workspace.state(when).number == number
    assert held(as_told, when) == COMMITTED[number][1]


@pytest.mark.parametrize(("when", "says"), [
    ("2026-05-29", "nothing was loaded yet on 2026-05-29; the first load was on 2026-05-30 09:00:00"),
    ("7", "there is no manifest 7"), ("0", "there is no manifest 0"), ("yesterday", "neither a day"),
    ("2026-02-30", "neither a day"), ("20260604", "neither a day"), ("", "neither a day"), ("-1", "neither a day")])
def test_what_cannot_be_told_is_an_error(as_told: SmallForce, when: str, says: str) -> None:
    with pytest.raises(InputError, match=says):
        as_told.workspace.state(when)


def test_a_state_that_was_tidied_away_is_an_error_and_not_its_neighbour(told: SmallForce) -> None:
    tidy(told.workspace.store, 30, now=datetime(2026, 7, 20, tzinfo=UTC))
    # On 20 June, thirty days before, manifest 4 stood.
    assert list(told.workspace.store.manifest_files()) == [4, 5, 6]
    for when in ("2026-06-04", "2026-05-30", "3"):
        with pytest.raises(WorkspaceError, match=r"no longer kept.*History is kept from 2026-06-05 00:00:00 \(manifest 4\)"):
            told.workspace.state(when)
    assert held(told, "2026-06-05") == 30
    with pytest.raises(InputError, match="nothing was loaded yet"):
        told.workspace.state("2026-05-29")


@pytest.mark.parametrize("days", [1, 45, 46, 51, 400])
def test_every_day_that_history_is_kept_for_can_be_asked(told: SmallForce, days: int) -> None:
    now = datetime(2026, 7, 20, 12, tzinfo=UTC)
    asked = [(now - timedelta(days=back)).strftime("%Y-%m-%d") for back in range(days) if back < 60]
    before = {day: _or_none(told, day) for day in asked}
    tidy(told.workspace.store, days, now=now)
    assert {day: _or_none(told, day) for day in asked} == before


def _or_none(force: SmallForce, day: str) -> int | None:
    try:
        return force.workspace.state(day).number
    except InputError:
        return None


def test_a_clock_that_was_set_back_leaves_the_order_of_the_loads(told: SmallForce) -> None:
    at_that_moment(told, 4, "2026-06-02T12:00:00")
    assert held(told, "2026-06-02") == 30
    assert held(told, "2026-06-04") == 30


def test_asking_for_today_and_for_a_day_in_turn_never_mixes_them(as_told: SmallForce) -> None:
    for by in ("month", "day", "all"):
        for when, count in (("2026-06-04", 20), (None, 50), ("1", 10), (None, 50)):
            rows = as_told.workspace.figure_rows("contacts-recorded", by, as_of=when)
            assert sum(row["value"] for row in rows) == count


def test_the_command_line_takes_it_for_figures_and_judgements(as_told: SmallForce, capsys: pytest.CaptureFixture[str]) -> None:
    folder = str(as_told.workspace.folder)
    assert run(["figures", folder, "contacts-recorded", "--format", "json"]) == 0
    now = json.loads(capsys.readouterr().out)
    assert run(["figures", folder, "contacts-recorded", "--as-of", "2026-06-04", "--format", "json"]) == 0
    then = json.loads(capsys.readouterr().out)
    assert [list(row) for row in then] == [list(row) for row in now]
    assert (now[0]["value"], then[0]["value"]) == (50, 20)
    assert run(["judge", folder, "contacts-recorded", "--as-of", "41"]) == 2
    assert "there is no manifest 41" in capsys.readouterr().err
    assert run(["judge", folder, "contacts-recorded", "--as-of", "1"]) == 0
    assert "10" in capsys.readouterr().out
    assert int(as_told.workspace.figures("contacts-recorded", by="all", as_of=2)["value"].sum()) == 25


def test_history_lists_each_state_with_its_load(told: SmallForce, capsys: pytest.CaptureFixture[str]) -> None:
    told.workspace.withdraw("calls.csv")
    folder = str(told.workspace.folder)
    assert run(["store", "history", folder, "--format", "json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert [list(row) for row in rows] == [["manifest", "committed", "what", "rows", "bytes", "releases"]] * 7
    assert [row["rows"] for row in rows] == [*(count for _, count in COMMITTED.values()), 0]
    assert (rows[1]["committed"], rows[1]["what"]) == ("2026-06-04 00:30:00", "loaded calls.csv")
    assert rows[6]["what"] == "withdrew calls.csv"
    assert run(["store", "history", folder]) == 0
    assert "2026-10-25 01:30:00" in capsys.readouterr().out


@pytest.mark.parametrize("days", [0, -3])
def test_less_than_a_day_of_history_is_refused(as_told: SmallForce, days: int) -> None:
    with pytest.raises(InputError, match="Keep one day at least"):
        tidy(as_told.workspace.store, days)


def test_a_dry_run_says_what_would_go_and_leaves_it(told: SmallForce, capsys: pytest.CaptureFixture[str]) -> None:
    def everything() -> set[Path]:
        return {path for path in told.workspace.folder.rglob("*") if path.is_file() and path.suffix != ".lock"}

    before = everything()
    said = tidy(told.workspace.store, 30, now=datetime(2026, 7, 20, tzinfo=UTC), dry_run=True)
    assert said.manifests == (1, 2, 3)
    assert everything() == before
    assert run(["store", "tidy", str(told.workspace.folder), "--keep-days", "100000", "--dry-run"]) == 0
    assert "(nothing)\nWould remove 0 states" in capsys.readouterr().out
    done = tidy(told.workspace.store, 30, now=datetime(2026, 7, 20, tzinfo=UTC))
    assert done == said
    assert {str(path.relative_to(told.workspace.folder)) for path in before - everything()} == {
        *done.no_longer_needed, *(f"log/{number:08d}.json" for number in done.manifests)}


def test_after_all_was_tidied_the_next_load_goes_on(told: SmallForce) -> None:
    tidy(told.workspace.store, 1, now=datetime(2027, 1, 1, tzinfo=UTC))
    told.load([call("new", "2026-05-29 10:00:00")], "new.csv")
    head: Manifest = told.workspace.head()
    assert head.number == 7
    assert told.value() == 51
    with pytest.raises(AnswerableError, match="no longer kept"):
        told.workspace.state("2026-06-04")
