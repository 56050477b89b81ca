"""A report's ratings: read as people write them, every fault told with its line, held against their own figures."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import openpyxl
import pytest

from answerable.comparing.published_periods import published_period
from answerable.comparing.report_check import check_rows, unchecked
from answerable.comparing.report_columns import NAMES, read_header
from answerable.comparing.report_values import Amount, amount
from answerable.comparing.stated_ratings import Known, Report, read_report
from answerable.content import shipped
from answerable.errors import InputError
from answerable.judgement.stated import vocabulary

OURS = (Known("101-answered-within-30s", "101 calls answered within 30 seconds", "percent", "higher"),)


def report(folder: Path, *lines: str) -> Report:
    """The report in a CSV file of these lines."""
    path = folder / "report.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return read_report(path, vocabulary(), OURS)


@pytest.mark.parametrize(("text", "first", "last"), [
    ("September 2020", date(2020, 9, 1), date(2020, 9, 30)), ("Sept 2020", date(2020, 9, 1), date(2020, 9, 30)),
    ("Sep-20", date(2020, 9, 1), date(2020, 9, 30)), ("2020-09", date(2020, 9, 1), date(2020, 9, 30)),
    ("Q1 2020/21", date(2020, 4, 1), date(2020, 6, 30)), ("Q4 2020/21", date(2021, 1, 1), date(2021, 3, 31)),
    ("2020/21 Q3", date(2020, 10, 1), date(2020, 12, 31)), ("2nd quarter 2020-21", date(2020, 7, 1), date(2020, 9, 30)),
    ("2019/20", date(2019, 4, 1), date(2020, 3, 31)), ("2019-20", date(2019, 4, 1), date(2020, 3, 31)),
    ("Apr-Jun 2020", date(2020, 4, 1), date(2020, 6, 30)), ("Nov 2019 to Jan 2020", date(2019, 11, 1), date(2020, 1, 31)),
    ("year to September 2020", date(2019, 10, 1), date(2020, 9, 30)),
    ("12 months ending Feb 2020", date(2019, 3, 1), date(2020, 2, 29)),
    ("2020-04-01 to 2020-09-30", date(2020, 4, 1), date(2020, 9, 30)), ("2010-11", date(2010, 11, 1), date(2010, 11, 30)),
])
def test_periods_as_people_write_them(text: str, first: date, last: date) -> None:
    assert published_period(text) == (first, last)


@pytest.mark.parametrize("text", ["Q2 2020", "Octember 2020", "2019/21", "April", "Q5 2020/21", "Jun - Apr 2020",
                                  "last month", ""])
def test_words_that_name_no_days(text: str) -> None:
    assert published_period(text) is None


@pytest.mark.parametrize(("text", "value", "unit", "direction", "strict"), [
    ("86%", 86, "percent", "", False), ("1,204", 1204, "", "", False), ("4m31s", 271, "seconds", "", False),
    ("4 min 31 s", 271, "seconds", "", False), ("1 hour 2 minutes", 3720, "seconds", "", False),
    ("26.0 per cent", 26, "percent", "", False),
    (">= 98%", 98, "percent", "higher", False), ("98% or more", 98, "percent", "higher", False),
    ("less than 5%", 5, "percent", "lower", True),
    ("up to 10 minutes", 600, "seconds", "lower", False), ("−3.5", -3.5, "", "", False),
    ("0:29:07", 1747, "seconds", "", False),
])
def test_amounts_as_people_print_them(text: str, value: float, unit: str, direction: str, strict: bool) -> None:
    found = amount(text)
    assert found is not None
    assert (found.value, found.unit, found.direction, found.strict) == (value, unit, direction, strict)


@pytest.mark.parametrize(("text", "half"), [("86%", 0.5), ("86.0%", 0.05), ("1,204", 0.5), ("4m31s", 0.5), ("4 minutes", 30),
                                            ("2 hours", 1800), ("12.25 seconds", 0.005), ("less than 5%", 0.5)])
def test_how_far_the_true_value_may_lie_from_the_printed_one(text: str, half: float) -> None:
    found = amount(text)
    assert found is not None
    assert found.half == pytest.approx(half)


@pytest.mark.parametrize(("one", "other", "disagree"), [("4 minutes", "4m29s", False), ("4 minutes", "4m31s", True),
                                                        ("86%", "86.4%", False), ("86.0%", "86.4%", True)])
def test_rounding_is_as_fine_as_what_was_printed(tmp_path: Path, one: str, other: str, disagree: bool) -> None:
    found = report(tmp_path, "measure,period,rating,value", f"a b,2020,,{one}", f"a b,2020,,{other}")
    assert bool(codes(found)) == disagree


def test_a_workbooks_cells_are_read_as_they_are_shown(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(["Measure", "Period", "RAG", "Value", "Target"])
    sheet.append(["a b", date(2020, 9, 1), "Green", 0.71, 0.98])
    for place, form in (("B2", "mmm-yy"), ("D2", "0%"), ("E2", "0.0%")):
        sheet[place].number_format = form
    book.save(tmp_path / "report.xlsx")
    found = read_report(tmp_path / "report.xlsx", vocabulary())
    (row,) = found.rows
    assert (row.stated.label, row.amounts["value"], row.amounts["target"]) == (
        "September 2020", Amount(71.0, "percent", half=0.5), Amount(98.0, "percent", half=0.05))

@pytest.mark.parametrize("text", ["8:05", "0:29:00", "many", "86%%", "1,20", "12.5.2020"])
def test_an_amount_is_never_guessed(text: str) -> None:
    with pytest.raises(InputError):
        amount(text)


@pytest.mark.parametrize("text", ["", " ", "-", "n/a", "Not set"])
def test_an_empty_cell_is_no_amount(text: str) -> None:
    assert amount(text) is None


def test_a_header_in_plain_words() -> None:
    header = read_header(["Indicator", "Reporting Period", "RAG", "Out of", "National baseline", "Which way is better?",
                          "column 7"])
    assert header.faults == ()
    assert list(header.places) == ["measure", "period", "rating", "denominator", "baseline", "direction"]


def test_no_name_of_a_column_means_two() -> None:
    names = [name for column, others in NAMES.items() for name in (column, *others)]
    plain = [name.replace("_", " ") for name in names]
    assert len({*plain}) >= len(plain) - len(NAMES)
    for column, others in NAMES.items():
        for name in others:
            assert list(read_header([name]).places) == [column]


def test_every_fault_of_a_file_is_told_with_its_line(tmp_path: Path) -> None:
    found = report(tmp_path, "measure,period,rating,value,denominator", "a b,September 2020,gren,8:05,", "a b,Q2 2020,green,,0",
                   ",2020,green,1,", "101-answered-withn-30s,2020,green,1,", "a b,2020,green,1,2,3", "", "a b,2020-01,green,5,")
    told = [fault.split(": ", 1)[0] for fault in found.faults]
    assert told == ["report.csv, line 2"] * 2 + ["report.csv, line 3"] * 2 + ["report.csv, line 4", "report.csv, line 5",
                                                                            "report.csv, line 6"]
    assert "Did you mean '101-answered-within-30s'?" in found.faults[5]
    assert [row.line for row in found.rows] == [8]


@pytest.mark.parametrize(("lines", "said"), [
    (["measure,period,rating,value", "a b,2020,green,104%"], "104 per cent. A share lies between 0 and 100"),
    (["measure,period,rating,value,target", "a b,2020,green,0.86,98%"], "0.86%, or 86%? Write the sign"),
    (["measure,period,rating,value", "a b,2020,green,4m31s", "a b,2021,green,86%"], "more than one unit: seconds and percent"),
    (["measure,period,rating,direction", "a b,2020,green,higher", "a b,2021,green,lower"], "more than one direction"),
    (["measure,period,rating,value,rest_of", "a b,2020,green,55%,c d"], "no row is about 'c d'"),
    (["measure,period,rating,colour", "a b,2020,green,green"], "'rating' and 'colour' both mean rating"),
    (["measure,period,rating"], "there are no rows under the header"),
    (["measure,period,raiting", "a b,2020,green"], "there is no column 'raiting'. Did you mean 'rating'"),
    (["measure,period,rating,direction", "a b,2020,green,hihger"], "direction 'hihger' is not known. Did you mean 'higher'"),
])
def test_faults_of_a_file(tmp_path: Path, lines: list[str], said: str) -> None:
    assert any(said in fault for fault in report(tmp_path, *lines).faults)


def test_a_measure_of_ours_by_its_id_or_its_title(tmp_path: Path) -> None:
    found = report(tmp_path, "measure,period,rating,value", "101-answered-within-30s,2020-01,green,86",
                   "101 Calls answered within 30  seconds,2020-02,green,85", "101 calls,2020-02,green,85")
    told = [(row.own, row.unit, row.direction) for row in found.rows]
    assert told == [(True, "percent", "higher")] * 2 + [(False, "count", "")]
    assert len({row.measure for row in found.rows}) == 2


def test_a_workbook_and_other_separators(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["Measure", "Period", "RAG", "Value"])  # type: ignore[union-attr]
    book.active.append(["a b", "September 2020", "Green", 86])  # type: ignore[union-attr]
    book.save(tmp_path / "report.xlsx")
    found = read_report(tmp_path / "report.xlsx", vocabulary())
    assert (found.faults, [(row.line, row.amount("value")) for row in found.rows]) == ((), [(2, 86.0)])
    (tmp_path / "german.csv").write_bytes("\ufeffmeasure;period;rating;value\r\na, b;2020-09;green;1,204\r\n".encode())
    (row,) = read_report(tmp_path / "german.csv", vocabulary()).rows
    assert (row.title, row.amount("value")) == ("a, b", 1204.0)


@pytest.mark.parametrize("content", [b"\xff\xfe\x00a", b'measure,"period'])
def test_a_file_that_is_no_table_is_refused_in_one_line(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "report.csv").write_bytes(content)
    with pytest.raises(InputError, match=r"report\.csv: "):
        read_report(tmp_path / "report.csv", vocabulary())


def test_an_absent_and_an_empty_file(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="there is no file"):
        read_report(tmp_path / "absent.csv", vocabulary())
    assert len(report(tmp_path).faults) == 3


def codes(found: Report) -> list[tuple[int, str, bool]]:
    """(line, code, certain) of everything that contradicts a report."""
    assert found.faults == ()
    return [(item.row.line, item.told.code, item.told.certain) for item in check_rows(found.rows)]


def test_the_shipped_example_shows_what_the_check_can_do() -> None:
    found = read_report(shipped("reports") / "example.csv", vocabulary())
    assert codes(found) == [(3, "favourable-but-target-missed", True), (3, "unchanged-after-fall", True),
                            (5, "favourable-on-static-measure-meant-to-move", True), (7, "rated-on-nothing", True)]


def test_what_stands_in_an_earlier_row_still_holds(tmp_path: Path) -> None:
    found = report(tmp_path, "measure,period,rating,value,target,direction", "a b,2020-01,green,90%,80%,higher",
                   "a b,2020-03,green,75%,,", "a b,2020-02,green,88%,,")
    assert codes(found) == [(3, "favourable-but-target-missed", True)]


def test_a_year_is_not_compared_with_a_month(tmp_path: Path) -> None:
    found = report(tmp_path, "measure,period,rating,value,numerator,denominator,direction",
                   "a b,2019/20,green,86%,8600,10000,higher", "a b,April 2020,green,65%,650,1000,")
    assert codes(found) == []


def test_twelve_months_make_a_chart(tmp_path: Path) -> None:
    values = [80, 82, 79, 81, 80, 78, 81, 83, 79, 80, 82, 81, 65]
    lines = [f"a b,2020-{month + 1:02d},green,{value}%,higher" if month < 12 else f"a b,2021-01,green,{value}%,higher"
             for month, value in enumerate(values)]
    found = report(tmp_path, "measure,period,rating,value,direction", *lines)
    assert codes(found) == [(14, "unchanged-after-fall", True)]
    assert "below its usual range, a change for the worse" in check_rows(found.rows)[0].told.words


def test_months_that_overlap_make_none(tmp_path: Path) -> None:
    names = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    lines = [f"a b,{names[place % 12]} {2019 + place // 12} to {names[(place + 2) % 12]} {2019 + (place + 2) // 12},green,"
             f"{80 + place % 3 if place < 15 else 60}%,higher" for place in range(16)]
    # Each shares two of its three months with its neighbour, so no chart is drawn of them: with one this would be certain.
    assert codes(report(tmp_path, "measure,period,rating,value,direction", *lines)) == [(17, "unchanged-after-fall", False)]


def test_statements_that_disagree(tmp_path: Path) -> None:
    found = report(tmp_path, "measure,period,rating,value,rest_of,source,page", "Calls lost,October 2022,,55%,,Minutes,3",
                   "Calls answered,October 2022,,55%,Calls lost,Reply,", "Calls lost,November 2022,,50%,,Minutes,3")
    (told,) = check_rows(found.rows)
    assert told.told.words == ("Statements about October 2022 disagree: 55% (Minutes, page 3); 45%, which is what is left of "
                               "55% (Reply).")


def test_what_could_not_be_checked_is_said(tmp_path: Path) -> None:
    found = report(tmp_path, "measure,period,rating,value,target", "a b,2020,green,71%,98%", "c d,2020,green,71%,98% or more")
    assert codes(found) == [(3, "favourable-but-target-missed", True)]
    (said,) = unchecked(found.rows)
    assert said.startswith("a b: which way is better is not told")
    (said,) = unchecked(report(tmp_path, "measure,period,rating,value", "a b,2020,,247", "a b,2021,reduced,113").rows)
    assert said.startswith("a b: which way is better is not told")
    assert unchecked(report(tmp_path, "measure,period,rating,value", "a b,2020,green,247").rows) == []
