"""A list of published figures whose times can be read in two ways: nothing is taken that somebody has not decided.

The figures are made up; their shape is that of a list in which minutes and seconds stand in a column of hours, minutes
and seconds, beside longest times that really are hours.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from answerable.comparing.benchmarks import read_benchmark_file
from answerable.comparing.importing import HELD, REFUSED, TAKEN, Row, read_as, read_list
from answerable.comparing.keeping import write_benchmarks
from answerable.comparing.mapping import import_mapping
from answerable.comparing.organisations import read_organisations
from answerable.comparing.published_periods import published_period
from answerable.comparing.times import seconds
from answerable.errors import InputError, WorkspaceError

HEAD = "force,period,service,metric,value,unit,note,source_url\n"
MEAN, LONGEST = "mean_answer_time_as_printed", "longest_answer_time_as_printed"
OWN = "organisations: ours\nversion: 1\nforces:\n  northshire: {name: Northshire Police}\n"
TRAP = [("2020/21", "999", MEAN, "0:07:00", "text"), ("2021/22", "999", MEAN, "0:31:00", "text"),
        ("2021/22", "999", LONGEST, "0:17:43", "text"), ("2020/21", "101", MEAN, "0:44:00", "text"),
        ("2021/22", "101", MEAN, "6:02:00", "text"), ("2021/22", "101", LONGEST, "5:50:00", "text")]
COUNTS = [("2021/22", "101", "calls_offered", "1000", "calls"), ("2021/22", "101", "calls_answered", "900", "calls"),
          ("2021/22", "101", "calls_not_answered", "100", "calls")]
RIGHT = (f"{MEAN}=mm:ss", f"{LONGEST}=h:mm:ss")

Figure = tuple[str, str, str, str, str]


def rows(folder: Path, figures: Sequence[Figure], *decided: str, mapping: str = "") -> list[Row]:
    """The rows of a list about Northshire, read with a mapping that may have more lines at its end."""
    (folder / "organisations.yaml").write_text(OWN, encoding="utf-8")
    (folder / "list.csv").write_text(HEAD + "".join(
        f"Northshire,{period},{line},{metric},{value},{unit},,https://northshire.example/figures\n"
        for period, line, metric, value, unit in figures), encoding="utf-8")
    if mapping:
        shipped = Path(import_mapping.__code__.co_filename).parent.parent / "catalogue/imports/published_call_handling.yaml"
        text = shipped.read_text(encoding="utf-8").replace("corrections: []\n", mapping)
        (folder / "published_call_handling.yaml").write_text(text, encoding="utf-8")
    known = import_mapping("published_call_handling", folder)
    return read_list(folder / "list.csv", known, read_organisations(folder / "organisations.yaml"), read_as(decided, known))


def outcomes(found: Sequence[Row]) -> list[str]:
    """What became of each row."""
    return [row.outcome for row in found]


@pytest.mark.parametrize(("text", "readings"), [
    ("0:31:00", {"h:mm:ss": 1860, "mm:ss": 31}), ("6:02:00", {"h:mm:ss": 21720, "mm:ss": 362}),
    ("0:17:43", {"h:mm:ss": 1063}), ("11:17", {"h:mm:ss": 40620, "mm:ss": 677}),
    ("0:61:00", {}), ("0:00:75", {}), ("31", {}), ("1:2:3:4", {}), ("-0:10:00", {}), ("", {}),
])
def test_every_way_a_time_can_be_read(text: str, readings: dict[str, float]) -> None:
    assert seconds(text) == readings


def test_a_time_with_two_readings_is_never_taken_by_itself(tmp_path: Path) -> None:
    assert outcomes(rows(tmp_path, TRAP)) == [HELD, HELD, TAKEN, HELD, HELD, HELD]


def test_the_reading_that_makes_sense_is_proposed_and_why(tmp_path: Path) -> None:
    first, second, _third, _fourth, mean, longest = rows(tmp_path, TRAP)
    assert "'0:31:00' can be read as 31 minutes (h:mm:ss) or 31 seconds (mm:ss)." in second.words
    assert "only mm:ss makes sense" in second.words          # 31 minutes would be above the longest, 17 min 43 s
    assert "As row 3 can only be read so, mm:ss makes sense" in first.words
    assert f"--read-as {MEAN}=mm:ss" in mean.words
    assert f"--read-as {LONGEST}=h:mm:ss" in longest.words    # 5 min 50 s would be below the mean of 6 min 2 s


def test_the_decision_is_followed_and_written_down(tmp_path: Path) -> None:
    found = rows(tmp_path, TRAP, *RIGHT)
    assert [row.value for row in found] == [7, 31, 1063, 44, 362, 21000]
    mapping = import_mapping("published_call_handling", tmp_path)
    target = write_benchmarks(tmp_path / "benchmarks", tmp_path / "list.csv", found, mapping, decided=RIGHT,
                              today=date(2026, 11, 2))
    written = read_benchmark_file(target)
    assert [(item.printed, item.read_as, item.value) for item in written][1] == ("0:31:00", "mm:ss", 31)
    assert written[0].imported["read_as"] == list(RIGHT)
    assert written[0].imported["on"] == "2026-11-02"
    assert {item.status for item in written} == {"reported"}


@pytest.mark.parametrize("reading", ["mm:ss", "h:mm:ss"])
def test_one_reading_for_everything_is_held_back_where_it_leads_to_what_cannot_be(tmp_path: Path, reading: str) -> None:
    found = rows(tmp_path, TRAP, reading)
    assert (found[4].outcome, found[5].outcome) == (HELD, HELD)
    assert "above the longest of the same period" in found[4].words


def test_what_was_read_as_an_impossible_one_was_is_held_as_well(tmp_path: Path) -> None:
    first, second, *_rest = rows(tmp_path, TRAP, f"{MEAN}=h:mm:ss")
    assert second.outcome == HELD
    assert (first.outcome, first.words.startswith("Row 3, read in the same way, cannot be true.")) == (HELD, True)


def test_a_correction_in_the_mapping_decides_for_its_force_and_metric_only(tmp_path: Path) -> None:
    correction = ("corrections:\n  - {force: Northshire, metric: " + MEAN + ", read_as: \"mm:ss\", "
                  "because: The mean would exceed the longest.}\n")
    found = rows(tmp_path, TRAP, mapping=correction)
    assert outcomes(found) == [TAKEN, TAKEN, TAKEN, TAKEN, TAKEN, HELD]
    elsewhere = rows(tmp_path, TRAP, mapping=correction.replace("Northshire", "Kent"))
    assert outcomes(elsewhere) == [HELD, HELD, TAKEN, HELD, HELD, HELD]


def test_a_unit_that_says_how_to_read_leaves_nothing_to_decide(tmp_path: Path) -> None:
    (found,) = rows(tmp_path, [("2020/21", "999", MEAN, "11:17", "mm:ss")])
    assert (found.outcome, found.value) == (TAKEN, 677)


def test_parts_that_make_the_whole_are_taken(tmp_path: Path) -> None:
    assert outcomes(rows(tmp_path, COUNTS)) == [TAKEN, TAKEN, TAKEN]


def test_parts_that_do_not_make_the_whole_are_held_all_of_them(tmp_path: Path) -> None:
    found = rows(tmp_path, [*COUNTS[:2], ("2021/22", "101", "calls_not_answered", "10", "calls")])
    assert outcomes(found) == [HELD, HELD, HELD]
    assert "1,000 offered less 900 answered is 100, not the 10 printed as not answered (rows 2, 3, 4)." in found[0].words


def test_a_share_above_100_is_held(tmp_path: Path) -> None:
    (found,) = rows(tmp_path, [("2021/22", "101", "abandonment_rate", "108", "percent")])
    assert (found.outcome, "a share lies between 0 and 100" in found.words) == (HELD, True)


@pytest.mark.parametrize(("figure", "words"), [
    (("2021/22", "101", "calls_oferred", "1", "calls"), "no metric 'calls_oferred' for '101'. Did you mean 'calls_offered'"),
    (("2021/22", "112", "calls_offered", "1", "calls"), "no metric 'calls_offered' for '112'."),
    (("last spring", "101", "calls_offered", "1", "calls"), "'last spring' names no days."),
    (("2021/23", "101", "calls_offered", "1", "calls"), "'2021/23' names no days."),
    (("2021/22", "101", "calls_offered", "1,000", "calls"), "has more fields than the header."),
    (("2021/22", "101", "calls_offered", '"1,000"', "calls"), "'1,000' is no number."),
    (("2021/22", "101", "mean_answer_time", "39", "minutes"), "the unit is 'minutes', but the metric is in seconds."),
    (("2021/22", "101", "mean_answer_time", "39", "percent"), "the unit is 'percent', but the metric is in seconds."),
    (("2021/22", "101", "calls_offered", "0:10:00", "text"), "a time ('0:10:00') for a metric in contacts."),
    (("2021/22", "101", MEAN, "soon", "text"), "'soon' is no time of that form."),
    (("2021/22", "101", "abandonment_rate", "about 7", "percent"), "'about 7' is no number."),
])
def test_what_cannot_be_read_is_refused_and_told(tmp_path: Path, figure: Figure, words: str) -> None:
    (found,) = rows(tmp_path, [figure])
    assert found.outcome == REFUSED
    assert words in found.words


def test_the_same_figure_twice_is_taken_once(tmp_path: Path) -> None:
    found = rows(tmp_path, [COUNTS[0], COUNTS[0]])
    assert (outcomes(found), found[1].words) == ([TAKEN, REFUSED], "says the same as row 2.")


def test_a_list_is_not_imported_over_an_earlier_one_by_accident(tmp_path: Path) -> None:
    found, mapping = rows(tmp_path, COUNTS), import_mapping("published_call_handling")
    target = write_benchmarks(tmp_path / "benchmarks", tmp_path / "list.csv", found, mapping)
    with pytest.raises(WorkspaceError, match="imported before"):
        write_benchmarks(tmp_path / "benchmarks", tmp_path / "list.csv", found, mapping)
    assert write_benchmarks(tmp_path / "benchmarks", tmp_path / "list.csv", found, mapping, replacing=True) == target


def test_a_list_of_which_nothing_can_be_taken_writes_nothing(tmp_path: Path) -> None:
    found = rows(tmp_path, TRAP[:1])
    with pytest.raises(InputError, match="no figure that can be taken"):
        write_benchmarks(tmp_path / "benchmarks", tmp_path / "list.csv", found, import_mapping("published_call_handling"))
    assert not (tmp_path / "benchmarks").exists()


@pytest.mark.parametrize(("text", "days"), [
    ("2024-04", ("2024-04-01", "2024-04-30")), ("2024-02", ("2024-02-01", "2024-02-29")),
    ("2024", ("2024-01-01", "2024-12-31")),
    ("2020/21", ("2020-04-01", "2021-03-31")), ("1999/00", ("1999-04-01", "2000-03-31")),
    ("2021-11-01/2022-04-30", ("2021-11-01", "2022-04-30")), ("2014-04/2014-12", ("2014-04-01", "2014-12-31")),
    ("2015/16 to 2016-01", ("2015-04-01", "2016-01-31")), ("2024-13", None), ("2020/20", None), ("2022-04/2021-04", None),
    ("2024 year to date", None), ("same period one year earlier", None), ("", None),
])
def test_a_period_names_days_or_none(text: str, days: tuple[str, str] | None) -> None:
    assert published_period(text) == (days and tuple(map(date.fromisoformat, days)))


@pytest.mark.parametrize(("words", "message"), [
    (("ss:mm",), "'ss:mm' is no way to read a time. Write h:mm:ss or mm:ss."),
    (("mean_anser=mm:ss",), "has no metric 'mean_anser'. Did you mean"),
])
def test_a_decision_about_nothing_known_is_refused(words: tuple[str, ...], message: str) -> None:
    with pytest.raises(InputError) as error:
        read_as(words, import_mapping("published_call_handling"))
    assert message in str(error.value)
