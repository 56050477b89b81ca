"""How dates and times are spelt in files: each spelling is read as what it says, and what says nothing is told."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest

from answerable.comparing.timed_texts import read_clocks, read_moments, week_days
from answerable.periods import to_date

HOUR = 3_600_000


def one(text: str, *others: str) -> tuple[date, date, float | None]:
    """First and last day and the hour that the first of a column's texts names; None for no hour."""
    found = read_moments([text, *others])
    assert not found.wrong.any()
    clock = found.clock[0]
    return to_date(found.first[0]), to_date(found.last[0]), None if clock < 0 else clock / HOUR


@pytest.mark.parametrize("text", ["2016-04-01", "2016/04/01", "20160401", "01/04/2016", "1.4.2016", "1 April 2016", "1-Apr-16",
                                  "Apr 1, 2016", "Fri, 1 Apr 2016", "April 1st 2016", "01/04/16", "160401"])
def test_one_day_in_every_spelling(text: str) -> None:
    assert one(text) == (date(2016, 4, 1), date(2016, 4, 1), None)


@pytest.mark.parametrize("text", ["2016-04-01 13:30", "2016-04-01T13:30:00", "2016-04-01 13:30:00.000", "01/04/2016 13:30",
                                  "01/04/2016 1:30 PM", "1 Apr 2016 13:30:00", "20160401 13:30", "1/4/2016  1:30:00 p.m."])
def test_one_time_in_every_spelling(text: str) -> None:
    assert one(text) == (date(2016, 4, 1), date(2016, 4, 1), 13.5)


def test_midnight_and_noon_by_the_twelve_hour_clock() -> None:
    assert one("2016-04-01 12:00:00 AM")[2] == 0
    assert one("2016-04-01 12:30 PM")[2] == 12.5
    assert one("2016-04-01 13")[2] == 13


@pytest.mark.parametrize(("text", "first", "last"), [
    ("2016-04", date(2016, 4, 1), date(2016, 4, 30)), ("April 2016", date(2016, 4, 1), date(2016, 4, 30)),
    ("201604", date(2016, 4, 1), date(2016, 4, 30)), ("Q2 2020/21", date(2020, 7, 1), date(2020, 9, 30)),
    ("2016-W05", date(2016, 2, 1), date(2016, 2, 7)), ("2016 W53", date(2015, 12, 28), date(2016, 1, 3)),
    ("2019/20", date(2019, 4, 1), date(2020, 3, 31)), ("2016", date(2016, 1, 1), date(2016, 12, 31))])
def test_what_names_more_than_a_day(text: str, first: date, last: date) -> None:
    if text.endswith("W53"):
        assert read_moments([text]).wrong.all()  # 2016 has 52 weeks
    else:
        assert one(text) == (first, last, None)


def test_the_month_stands_first_where_the_column_proves_it() -> None:
    assert one("4/1/2016 1:30 PM", "4/13/2016 1:30 PM")[0] == date(2016, 4, 1)
    assert one("04/01/2016", "13/01/2016")[0] == date(2016, 1, 4)
    # Read with the day first these would be four early days of January, and nothing after them.
    assert one("4/1/2016", "1/1/2016", "2/1/2016", "3/1/2016")[0] == date(2016, 4, 1)
    # A thirteenth in both places is no one order.
    assert read_moments(["13/01/2016", "01/13/2016"]).wrong.sum() == 1


def test_seconds_and_milliseconds_since_1970_are_instants() -> None:
    moment = datetime(2022, 11, 1, 4, 47, 19, tzinfo=UTC)
    for text in (str(int(moment.timestamp())), str(int(moment.timestamp() * 1000)), f"{moment.timestamp():.1f}"):
        found = read_moments([text])
        assert (to_date(found.first[0]), found.clock[0], found.zoned[0]) == (
            date(2022, 11, 1), (4 * 3600 + 47 * 60 + 19) * 1000, True)


def test_an_offset_says_how_far_the_clock_is_before_utc() -> None:
    found = read_moments(["2016-04-01T13:30:00Z", "2016-04-01 13:30+01:00", "2016-04-01 13:30 -0530", "2016-04-01 13:30"])
    assert (found.offset / HOUR).tolist() == [0, 1, -5.5, 0]
    assert found.zoned.tolist() == [True, True, True, False]


def test_what_names_no_time_is_told() -> None:
    found = read_moments(["2016-02-30", "soon", "", "2016-04-01 25:00", "2016-04-01 13:75 PM", "2016-04-01"])
    assert found.wrong.tolist() == [True, True, True, True, True, False]


def test_hours_in_a_column_of_their_own() -> None:
    assert (read_clocks(["0", "13", "23"])[0] / HOUR).tolist() == [0, 13, 23]
    assert (read_clocks(["1:05 PM", "13:30", "00:00:30"])[0] / HOUR).tolist() == [13 + 5 / 60, 13.5, 30 / 3600]
    ends, words = read_clocks(["1", "24"])
    assert (ends / HOUR).tolist() == [0, 23]
    assert "each by its end" in words
    slots, words = read_clocks(["1", "48"])
    assert (slots / HOUR).tolist() == [0, 23.5]
    assert words == "half-hours 1 to 48"
    assert read_clocks(["noon"])[0].tolist() == [-1]


def test_iso_weeks_are_those_of_the_calendar() -> None:
    years = np.repeat(np.arange(1998, 2031), 52)
    weeks = np.tile(np.arange(1, 53), 33)
    first, last = week_days(years, weeks)
    assert [to_date(day) for day in first] == [date.fromisocalendar(int(year), int(week), 1)
                                               for year, week in zip(years, weeks, strict=True)]
    assert (last - first == 6).all()


def test_a_long_column_is_read_like_its_texts_one_by_one() -> None:
    start = datetime(2020, 2, 27, 23, 50)
    texts = [(start + timedelta(minutes=7 * at)).strftime("%d/%m/%Y %H:%M") for at in range(500)] * 2
    found = read_moments(texts)
    for at in (0, 3, 250, 499, 700):
        assert datetime.combine(to_date(found.first[at]), datetime.min.time()) + timedelta(
            milliseconds=int(found.clock[at])) == start + timedelta(minutes=7 * (at % 500))
