"""`answerable chart`: any series in a file, judged point by point without a workspace."""

from __future__ import annotations

import csv
import gzip
import io
import json
from pathlib import Path
from typing import Any

import pytest

from answerable.cli import run

# The example of NHSRplotthedots' vignette on screening, with its figures: mean 1.944, limits -0.716 and 4.604.
EIGHTEEN = [1, 2, 1, 2, 10, *[1, 2] * 6, 1]


def months(values: list[Any], first: int = 2020) -> str:
    return "date,value\n" + "".join(f"{first + at // 12}-{at % 12 + 1:02d}-01,{value}\n" for at, value in enumerate(values))


@pytest.fixture
def written(tmp_path: Path) -> Any:
    def write(text: str, name: str = "series.csv") -> str:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return str(path)

    return write


def printed(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    assert run(["chart", *words]) == 0
    return capsys.readouterr().out


def rows(capsys: pytest.CaptureFixture[str], *words: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(printed(capsys, *words, "--format", "csv"))))


def refused(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    assert run(["chart", *words]) == 2
    out, said = capsys.readouterr()
    assert out == ""
    return said


def test_a_plain_file_gives_what_the_package_s_own_example_has(written: Any, capsys: pytest.CaptureFixture[str]) -> None:
    found = rows(capsys, written(months(EIGHTEEN)))
    assert len(found) == 18
    assert {(round(float(row["mean"]), 3), round(float(row["lower"]), 3), round(float(row["upper"]), 3)) for row in found} == {
        (1.944, -0.716, 4.604)}
    assert [row["date"] for row in found if row["rules"] == "beyond-limits"] == ["2020-05-01"]
    assert [row["moving_range"] for row in found[:5]] == ["", "1.0", "1.0", "1.0", "8.0"]


def test_without_screening_the_limits_are_wider_and_the_plan_says_so(written: Any, capsys: pytest.CaptureFixture[str]) -> None:
    found = json.loads(printed(capsys, written(months(EIGHTEEN)), "--no-screen", "--format", "json"))[0]
    assert [round(found["phases"][0][line], 3) for line in ("lower", "upper")] == [-3.063, 6.952]
    assert found["plan"]["rule_set"] == "making-data-count-r-0.2.2, moving ranges not screened"


def test_limits_come_from_two_figures_on_and_a_note_says_how_little_they_are(written: Any,
                                                                             capsys: pytest.CaptureFixture[str]) -> None:
    path = written(months([4, 6, 5]))
    assert "Limits from 3 figures only: below 13 they are little reliable." in printed(capsys, path)
    assert rows(capsys, path)[0]["upper"] == str(5 + 2.66 * 1.5)
    few = printed(capsys, path, "--minimum-points", "12")
    assert "[too-few-points]" in few
    assert "No limits: they need 12 figures, two of them in a row; there are 3." in few


def test_thirteen_figures_need_no_note(written: Any, capsys: pytest.CaptureFixture[str]) -> None:
    assert "Limits from" not in printed(capsys, written(months(EIGHTEEN[:13])))
    assert "Limits from 12 figures only" in printed(capsys, written(months(EIGHTEEN[:12])))


def test_each_value_of_a_column_is_a_series_and_a_condition_chooses(written: Any, capsys: pytest.CaptureFixture[str]) -> None:
    path = written("when,who,kind,n\n" + "".join(
        f"2024-0{month}-01,{who},{kind},{month * size}\n" for who, size in (("North", 1), ("South", 10))
        for kind in ("a", "b") for month in range(1, 5)))
    words = [path, "--date", "when", "--value", "n"]
    assert {row["facet"] for row in rows(capsys, *words, "--facet", "who", "--where", "kind=a")} == {"North", "South"}
    assert {row["facet"] for row in rows(capsys, *words, "--facet", "who", "--facet", "kind")} == {
        "North, a", "North, b", "South, a", "South, b"}
    summed = rows(capsys, *words, "--facet", "who", "--add-up")
    assert [row["value"] for row in summed if row["facet"] == "South"] == ["20.0", "40.0", "60.0", "80.0"]


def test_a_second_figure_for_a_period_is_a_fault_and_is_never_added_by_guess(written: Any,
                                                                             capsys: pytest.CaptureFixture[str]) -> None:
    said = refused(capsys, written("date,value\n2024-01,1\n2024-02,2\n2024-01,5\n"))
    assert "line 4: a second figure for January 2024: the first stands in line 2." in said


def test_a_new_phase_has_limits_of_its_own(written: Any, capsys: pytest.CaptureFixture[str]) -> None:
    found = rows(capsys, written(months([1, 2] * 6 + [11, 12] * 6)), "--rebase", "2021-01-01")
    assert [(row["phase"], row["mean"]) for row in (found[11], found[12])] == [("1", "1.5"), ("2", "11.5")]
    assert {row["special_cause"] for row in found} == {"none"}
    assert "no phase would begin there" in refused(capsys, written(months([1, 2, 3])), "--rebase", "2030-01-01")


def test_a_baseline_fixes_the_limits_from_the_first_points(written: Any, capsys: pytest.CaptureFixture[str]) -> None:
    found = rows(capsys, written(months([1, 2] * 6 + [20])), "--baseline", "12")
    assert (found[-1]["mean"], found[-1]["baseline"], found[-1]["special_cause"]) == ("1.5", "12", "improvement")
    assert "a baseline of 1 is fewer than the 2" in refused(capsys, written(months([1, 2])), "--baseline", "1")


@pytest.mark.parametrize(("better", "expected"), [("higher", ("concern", "consistent-fail")),
                                                  ("lower", ("improvement", "consistent-pass")), ("neutral", ("neutral", ""))])
def test_which_way_is_better_turns_the_words_round(better: str, expected: tuple[str, str], written: Any,
                                                   capsys: pytest.CaptureFixture[str]) -> None:
    path = written(months([10, 11] * 6 + [1]))
    last = rows(capsys, path, "--better", better, "--target", "50")[-1]
    summary = rows(capsys, path, "--better", better, "--target", "50", "--summary")[0]
    assert (last["special_cause"], last["side"], summary["assurance"]) == (expected[0], "low", expected[1])
    assert summary["variation"] == f"special-cause-{expected[0]}"


def test_shares_come_from_their_counts(written: Any, capsys: pytest.CaptureFixture[str]) -> None:
    path = written("date,numerator,denominator\n2024-01,30,100\n2024-02,20,50\n2024-03,0,0\n2024-04,5,20\n")
    found = rows(capsys, path, "--kind", "p")
    assert [row["value"] for row in found] == ["30.0", "40.0", "", "25.0"]
    assert float(found[0]["mean"]) == pytest.approx(100 * 55 / 170)
    assert float(found[1]["upper"]) - float(found[1]["mean"]) == pytest.approx(300 * (55 / 170 * 115 / 170 / 50) ** .5)
    rates = rows(capsys, path, "--kind", "u")
    assert [row["value"] for row in rates] == ["0.3", "0.4", "", "0.25"]


def test_a_share_and_its_denominator_stand_for_the_counts(written: Any, capsys: pytest.CaptureFixture[str]) -> None:
    path = written("date,value,calls\n2024-01,30%,100\n2024-02,40%,50\n2024-04,25%,20\n")
    found = rows(capsys, path, "--kind", "p", "--denominator", "calls")
    assert [row["numerator"] for row in found] == ["30.0", "20.0", "5.0"]
    assert "needs columns numerator and denominator or value and denominator" in refused(capsys, path, "--kind", "p")


def test_faults_of_counts_are_told_together_with_their_lines(written: Any, capsys: pytest.CaptureFixture[str]) -> None:
    said = refused(capsys, written("date,numerator,denominator\n2024-01,3,2\n2024-02,3,0\n2024-03,3,4\n"), "--kind", "p")
    assert "line 2: the figure for January 2024 has a numerator (3) above its denominator (2)" in said
    assert "line 3: February 2024 is 3 out of 0." in said
    assert "2 faults" in said


@pytest.mark.parametrize(("kind", "value"), [("g", "12"), ("t", "7.5")])
def test_rare_events_may_share_a_day(kind: str, value: str, written: Any, capsys: pytest.CaptureFixture[str]) -> None:
    path = written(f"date,value\n2024-01-05,{value}\n2024-01-05,0\n2024-02-11,{value}\n2024-03-01,3\n")
    found = rows(capsys, path, "--kind", kind)
    assert len(found) == 4
    assert all(row["upper"] for row in found)


def test_a_file_may_be_packed_or_have_semicolons_or_be_a_workbook(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    import openpyxl

    text = months(EIGHTEEN)
    (tmp_path / "packed.csv.gz").write_bytes(gzip.compress(text.encode()))
    (tmp_path / "semicolons.csv").write_text(text.replace(",", ";"), encoding="utf-8-sig")
    book = openpyxl.Workbook()
    for row in csv.reader(io.StringIO(text)):
        book.active.append([cell if at == 0 or cell == "value" else float(cell) for at, cell in enumerate(row)])
    book.save(tmp_path / "book.xlsx")
    found = [rows(capsys, str(tmp_path / name)) for name in ("packed.csv.gz", "semicolons.csv", "book.xlsx")]
    assert found[0] == found[1] == found[2]


def test_a_workbook_s_share_is_taken_as_it_is_not_as_it_is_shown(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    for row in (("date", "value"), ("2024-01", 0.8634), ("2024-02", 0.8711)):
        book.active.append(row)
    for cell in book.active["B"]:
        cell.number_format = "0%"
    book.save(tmp_path / "book.xlsx")
    assert [row["value"] for row in rows(capsys, str(tmp_path / "book.xlsx"))] == ["0.8634", "0.8711"]


def test_a_provisional_figure_is_shown_and_not_judged(written: Any, capsys: pytest.CaptureFixture[str]) -> None:
    path = written("date,value,status\n" + "".join(f"2024-{at:02d},{10 + at % 2},final\n" for at in range(1, 12))
                   + "2024-12,99,provisional\n")
    last = rows(capsys, path)[-1]
    assert (last["value"], last["special_cause"], last["mean"]) == ("99.0", "", str((5 * 10 + 6 * 11) / 11))
    assert "Provisional, so not judged: 1 figure." in printed(capsys, path)
    assert "Did you mean 'provisional'" in refused(capsys, written("date,value,status\n2024-01,1,provisonal\n"))


def test_a_chart_of_months_is_drawn_with_its_gaps(written: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = months(EIGHTEEN).splitlines()
    path, picture = written("\n".join([*lines[:7], *lines[8:]])), tmp_path / "chart.svg"
    printed(capsys, path, "--svg", str(picture), "--target", "3")
    drawn = picture.read_text(encoding="utf-8")
    assert drawn.startswith("<svg")
    assert "July 2020" in drawn
    weekly = written("date,value\n2024-01-01,1\n2024-01-08,2\n2024-01-15,3\n")
    assert "only series of months or longer periods can be drawn" in refused(capsys, weekly, "--svg", str(picture))


def test_output_goes_to_a_file(written: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert printed(capsys, written(months(EIGHTEEN)), "--format", "csv", "--output", str(tmp_path / "out.csv")) == ""
    assert len((tmp_path / "out.csv").read_text(encoding="utf-8").splitlines()) == 19


def test_a_value_that_no_row_has_is_met_with_the_nearest(written: Any, capsys: pytest.CaptureFixture[str]) -> None:
    said = refused(capsys, written("date,who,value\n2024-01,North,1\n"), "--where", "who=Nort")
    assert "There is no who 'Nort'. Did you mean 'North'?" in said


def test_a_season_needs_three_years_and_single_values(written: Any, capsys: pytest.CaptureFixture[str]) -> None:
    seasonal = [10 * (at % 12 in (0, 11)) + at % 2 for at in range(48)]
    found = rows(capsys, written(months(seasonal)), "--season", "month")
    assert all(row["adjusted"] for row in found)
    assert float(found[0]["adjusted"]) < float(found[0]["value"])
    assert "[too-few-points]" in printed(capsys, written(months(seasonal[:24])), "--season", "month")
    assert "cannot be adjusted for the season" in refused(capsys, written(months([1])), "--season", "month", "--kind", "t")


def test_an_unknown_rule_set_is_met_with_the_known_ones(written: Any, capsys: pytest.CaptureFixture[str]) -> None:
    assert "Did you mean 'making-data-count-2023'" in refused(capsys, written(months([1])), "--rule-set", "making-data-2023")
