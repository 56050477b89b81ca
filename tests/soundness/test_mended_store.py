"""After damage, no figure is made of half a month without a word: mending gives the figures of before, or takes the month out
and says which files bring it back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from answerable.cli import run
from answerable.errors import WorkspaceError
from answerable.records.verifying import verify
from answerable.releases import release
from small_force import SmallForce, call


def calls(month: int, count: int, first: int = 0) -> list[dict[str, object]]:
    """Calls of a month, each answered after 9 seconds, and one of the next."""
    rows = [call(f"{month}/{number}", f"2026-{month:02}-{1 + number % 28:02} 10:{number % 60:02}:00",
                 answered=f"2026-{month:02}-{1 + number % 28:02} 10:{number % 60:02}:09") for number in range(first, count)]
    return [*rows, call(f"{month}/last", f"2026-{month + 1:02}-01 08:00:00", answered=f"2026-{month + 1:02}-01 08:00:05")]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> SmallForce:
    """Three files over three months. The third replaces calls of the second."""
    force = SmallForce(tmp_path_factory.mktemp("whole"))
    force.load(calls(1, 40), "january.csv")
    force.load(calls(2, 50), "february.csv")
    force.load([call(f"2/{number}", f"2026-02-{1 + number % 28:02} 10:{number % 60:02}:00", line="999",
                     answered=f"2026-02-{1 + number % 28:02} 10:{number % 60:02}:20") for number in range(10)], "late.csv")
    return force


@pytest.fixture
def copy(whole: SmallForce, tmp_path: Path) -> SmallForce:
    """The same, to be damaged."""
    return whole.copied(tmp_path / "copy")


def told(force: SmallForce) -> list[dict[str, Any]]:
    """Figures by day and line."""
    return [row for measure in ("contacts-recorded", "101-mean-wait-caller-clock", "999-offered")
            for row in force.figures(measure, "day,line")]


def damage(force: SmallForce, month: str, part: str) -> str:
    """Flip a byte of a file of the newest state. Returns its name."""
    ref = force.workspace.head().tables["contacts"][month][part]
    path = force.workspace.folder / ref.name
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    return ref.name


@pytest.mark.parametrize("part", ["days", "months", "handling"])
def test_damaged_cells_are_made_anew(copy: SmallForce, whole: SmallForce, part: str) -> None:
    damage(copy, "2026-02", part)
    mended = copy.workspace.mend()
    assert (mended.folded, mended.taken_out, mended.load_again) == ((("contacts", "2026-02"),), (), ())
    assert told(copy) == told(whole)
    assert not [finding for finding in verify(copy.workspace.store).findings
                if (finding.manifests or (0, 0))[1] == copy.workspace.head().number]


def test_damaged_records_go_and_their_files_bring_them_back(copy: SmallForce, whole: SmallForce) -> None:
    damage(copy, "2026-02", "records")
    mended = copy.workspace.mend()
    assert mended.taken_out == (("contacts", "2026-02"),)
    # January's file has a call of February as well, and the late one came last: in that order all is as it was.
    assert mended.load_again == (("calls", "january.csv"), ("calls", "february.csv"), ("calls", "late.csv"))
    assert copy.workspace.figure_rows("contacts-recorded", "month")[1]["status"] == "no-data"
    for source, file in mended.load_again:
        copy.workspace.load(source, copy.files / file)
    assert told(copy) == told(whole)
    assert not [finding for finding in verify(copy.workspace.store).findings
                if (finding.manifests or (0, 0))[1] == copy.workspace.head().number]


def test_the_finding_says_the_same(copy: SmallForce) -> None:
    name = damage(copy, "2026-02", "records")
    finding, = verify(copy.workspace.store).findings
    assert finding.file == name
    assert finding.load_again == (("calls", "january.csv"), ("calls", "february.csv"), ("calls", "late.csv"))
    assert "store mend" in finding.remedy


@pytest.mark.parametrize("part", ["records", "days", "months", "handling"])
def test_nothing_is_released_from_a_damaged_file(copy: SmallForce, part: str) -> None:
    name = damage(copy, "2026-02", part)
    with pytest.raises(WorkspaceError, match="a file of the records is damaged") as error:
        release(copy.workspace)
    assert error.value.where == name
    assert not list((copy.workspace.folder / "releases").iterdir())


def test_a_store_that_is_whole_is_left_alone(copy: SmallForce, capsys: pytest.CaptureFixture[str]) -> None:
    number = copy.workspace.head().number
    assert run(["store", "mend", str(copy.workspace.folder)]) == 0
    assert "nothing was changed" in capsys.readouterr().out
    assert copy.workspace.head().number == number


def test_the_command_names_the_files_to_load(copy: SmallForce, capsys: pytest.CaptureFixture[str]) -> None:
    damage(copy, "2026-01", "records")
    damage(copy, "2026-03", "days")
    assert run(["store", "mend", str(copy.workspace.folder)]) == 0
    said = capsys.readouterr().out
    for words in ("taken out, as its records are damaged: contacts, 2026-01", "the cells of contacts, 2026-03",
                  "january.csv (source calls)"):
        assert words in said


def test_without_the_list_of_series_nothing_can_be_mended(copy: SmallForce) -> None:
    ref = next(iter(copy.workspace.head().series.values()))
    (copy.workspace.folder / ref.name).unlink()
    with pytest.raises(WorkspaceError, match="list of series is damaged"):
        copy.workspace.mend()
