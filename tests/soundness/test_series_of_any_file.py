"""Series out of a file whose figures would be wrong without an error: dates of two readings, gaps, shares of two units."""

from __future__ import annotations

import tempfile
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from answerable.comparing.series_chart import Asked, charted, plan_asked
from answerable.comparing.series_days import days_named
from answerable.comparing.series_file import Layout, SeriesFile, read_series_file
from answerable.judgement.rules import R_0_2_2
from published_rules import by_hand


def read(folder: Path, text: str, **layout: object) -> SeriesFile:
    path = folder / "series.csv"
    path.write_text(text, encoding="utf-8")
    return read_series_file(path, Layout(**layout))  # type: ignore[arg-type]


def only(found: SeriesFile) -> list[tuple[str, date | None]]:
    assert found.faults == ()
    (points,) = found.series.values()
    return [(point.label, point.period_end) for point in points]


# ---- dates ----


@pytest.mark.parametrize(("text", "expected"), [
    ("2016-04-01", date(2016, 4, 1)), ("01/04/2016", date(2016, 4, 1)), ("1.4.2016", date(2016, 4, 1)),
    ("2016-04-01 00:00:00", date(2016, 4, 1)), ("2016-04-01T00:00:00Z", date(2016, 4, 1)), ("1 April 2016", date(2016, 4, 1)),
    ("1st Apr 2016", date(2016, 4, 1))])
def test_a_day_is_read_with_the_day_first(text: str, expected: date) -> None:
    found = days_named(text)
    assert found is not None
    assert (found.first, found.last) == (expected, expected)


@pytest.mark.parametrize("text", ["", "2016-13-01", "31/04/2016", "04/13/2016", "soon", "201604", "42461", "1/4/16"])
def test_what_names_no_day_is_no_day(text: str) -> None:
    assert days_named(text) is None


def test_first_days_of_months_with_the_month_in_front_are_refused(tmp_path: Path) -> None:
    text = "date,value\n" + "".join(f"{month:02d}/01/{year},1\n" for year in (2023, 2024) for month in range(1, 13))
    (fault,) = read(tmp_path, text).faults
    assert "may have the month first" in fault
    assert read(tmp_path, text.replace("/01/", "/02/").replace("12/02/2024,1\n", "13/02/2024,1\n")).faults == ()


@pytest.mark.parametrize(("days", "every", "first"), [
    (["2024-01-01", "2024-02-01", "2024-04-01"], "month", ("January 2024", date(2024, 1, 31))),
    (["2024-01-31", "2024-02-29", "2024-04-30"], "month", ("January 2024", date(2024, 1, 31))),
    (["2024-03-31", "2024-06-30", "2024-12-31"], "quarter", ("January to March 2024", date(2024, 3, 31))),
    (["2024-01-01", "2024-04-01", "2024-10-01"], "quarter", ("January to March 2024", date(2024, 3, 31))),
    (["2022-03-31", "2023-03-31", "2024-03-31"], "year", ("April 2021 to March 2022", date(2022, 3, 31))),
    (["2024-01-15", "2024-02-15", "2024-04-15"], "month", ("January 2024", date(2024, 1, 31))),
    (["2024-01-15", "2024-04-15", "2024-07-15"], "point", ("15 January 2024", None)),
    (["2024-01-08", "2024-01-15", "2024-01-29"], "week", ("Week beginning 8 January 2024", date(2024, 1, 14))),
    (["2024-01-08", "2024-01-09", "2024-01-29"], "point", ("8 January 2024", None)),
    (["2024-01", "2024-02"], None, ("January 2024", date(2024, 1, 31)))])
def test_what_days_stand_for_is_told_by_how_they_lie(days: list[str], every: str | None, first: tuple[str, date | None],
                                                     tmp_path: Path) -> None:
    found = read(tmp_path, "date,value\n" + "".join(f"{day},1\n" for day in days))
    assert found.every == every
    assert only(found)[0] == first


def test_a_point_keeps_the_day_that_the_file_has_so_that_it_can_be_joined(tmp_path: Path) -> None:
    text = "date,value\n" + "".join(f"{day},{at}\n" for at, day in enumerate(("2024-01-31", "2024-02-29", "2024-03-31")))
    found = read(tmp_path, text)
    asked = Asked(plan_asked("xmr", R_0_2_2), "higher", rebase=(date(2024, 2, 29),))
    rows = charted("", found.series[""], asked, found.days[""]).rows()
    assert [(row["date"], row["phase"]) for row in rows] == [("2024-01-31", 1), ("2024-02-29", 2), ("2024-03-31", 2)]


def test_a_missing_month_ends_runs_and_moving_ranges_and_is_told(tmp_path: Path) -> None:
    found = read(tmp_path, "date,value\n2024-01-01,1\n2024-02-01,2\n2024-04-01,9\n2024-05-01,10\n")
    told = charted("", found.series[""], Asked(plan_asked("xmr", R_0_2_2), "higher"))
    assert [row["moving_range"] for row in told.rows()] == [None, 1.0, None, 1.0]
    assert any(note.startswith("1 gap between figures") for note in told.notes)


@pytest.mark.parametrize("day", ["", "-01"])
def test_missing_months_are_passed_over_where_that_is_asked(day: str, tmp_path: Path) -> None:
    text = f"date,value\n2024-01{day},1\n2024-02{day},2\n2024-04{day},9\n"
    found = read(tmp_path, text, every="point")
    told = charted("", found.series[""], Asked(plan_asked("xmr", R_0_2_2), "higher"))
    assert [row["moving_range"] for row in told.rows()] == [None, 1.0, 7.0]
    assert not any("gap" in note for note in told.notes)


def test_two_columns_of_one_name_are_refused(tmp_path: Path) -> None:
    assert "there are 2 columns 'value'" in read(tmp_path, "date,value,value\n2024-01,1,2\n").faults[0]


def test_events_need_no_more_than_their_days(tmp_path: Path) -> None:
    points = read(tmp_path, "date\n2024-03-01\n2024-01-01\n2024-01-11\n", kind="t").series[""]
    assert [(point.period_start.isoformat(), point.value) for point in points] == [("2024-01-11", 10.0), ("2024-03-01", 50.0)]
    assert "there is one event only" in read(tmp_path, "date\n2024-03-01\n", kind="t").faults[0]
    assert "is more than a day" in read(tmp_path, "date\n2024-03\n2024-04\n", kind="t").faults[0]


def test_a_header_alone_is_no_series(tmp_path: Path) -> None:
    assert "there are no rows under the header" in read(tmp_path, "date,value\n").faults[0]


# ---- values ----


def test_shares_that_may_be_percentages_or_not_are_refused(tmp_path: Path) -> None:
    text = "date,value,denominator\n2024-01,0.5,100\n2024-02,0.7,100\n"
    assert "percentages (1 is one in a hundred) or shares" in read(tmp_path, text, kind="p-prime").faults[0]
    told = read(tmp_path, text, kind="p-prime", unit="percent")
    assert told.series[""][0].numerator == 0.5


def test_shares_are_never_added_up(tmp_path: Path) -> None:
    text = "date,value,denominator\n2024-01,50%,100\n2024-01,70%,100\n"
    assert "cannot be added up" in read(tmp_path, text, kind="p", add_up=True).faults[0]
    assert "cannot be added up" in read(tmp_path, text, add_up=True).faults[0]


def test_a_sum_lacks_what_one_of_its_parts_lacks(tmp_path: Path) -> None:
    found = read(tmp_path, "date,value\n2024-01,5\n2024-01,\n2024-02,4\n", add_up=True).series[""]
    assert [(point.value, point.status) for point in found] == [(None, "no-data"), (4.0, "final")]


@pytest.mark.parametrize("nothing", ["", "NA", "NaN", "-", "n/a", "NULL"])
def test_no_figure_is_no_zero(nothing: str, tmp_path: Path) -> None:
    found = read(tmp_path, f"date,value\n2024-01,5\n2024-02,{nothing}\n").series[""]
    assert (found[1].value, found[1].status) == (None, "no-data")


@pytest.mark.parametrize("wrong", ["inf", "5 or more", "many", "8:05"])
def test_what_is_not_one_number_is_a_fault(wrong: str, tmp_path: Path) -> None:
    assert "line 3: value: " in read(tmp_path, f"date,value\n2024-01,5\n2024-02,{wrong}\n").faults[0]


# ---- point by point against a second reading of the published rules ----


@given(st.lists(st.integers(0, 40), min_size=3, max_size=40))
def test_every_point_is_as_the_published_rules_have_it(values: list[int]) -> None:
    days = [date(2024, 1, 1) + timedelta(days=7 * at) for at in range(len(values))]
    # Away from whole numbers no figure lies on a line by chance, where rounding would decide.
    numbers = [value + 0.137 * at % 1 for at, value in enumerate(values)]
    text = "date,value\n" + "".join(f"{day},{number!r}\n" for day, number in zip(days, numbers, strict=True))
    with tempfile.TemporaryDirectory() as folder:
        found = read(Path(folder), text)
    rows = charted("", found.series[""], Asked(plan_asked("xmr", R_0_2_2), "higher"), found.days[""]).rows()
    for row, (mean, lower, upper, rule) in zip(rows, by_hand(numbers), strict=True):
        assert [row["mean"], row["lower"], row["upper"]] == pytest.approx([mean, lower, upper], abs=1e-9)
        assert (row["rules"] or [None])[0] == rule
