"""Calendar columns: what is known of days past and ahead, held against published dates and slow second tellings."""

from __future__ import annotations

import calendar
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest

from answerable.errors import DefinitionError, InputError
from answerable.forecasting.calendars import calendar_columns, days_between, easter_sunday
from answerable.forecasting.declared_days import read_events, read_school_holidays, read_weather

YEAR = days_between(date(2026, 1, 1), date(2026, 12, 31))


def flagged(name: str, country: str, days: list[date] = YEAR, **given: object) -> list[date]:
    columns = calendar_columns(days, country, **given)  # type: ignore[arg-type]
    return [day for day, value in zip(days, columns[name], strict=True) if value]


def test_bank_holidays_are_those_of_the_nation() -> None:
    # https://www.gov.uk/bank-holidays
    assert flagged("bank_holiday", "England") == [date(2026, *at) for at in (
        (1, 1), (4, 3), (4, 6), (5, 4), (5, 25), (8, 31), (12, 25), (12, 26), (12, 28))]
    scotland = flagged("bank_holiday", "Scotland")
    assert {date(2026, 1, 2), date(2026, 8, 3), date(2026, 11, 30)} < set(scotland)
    assert date(2026, 4, 6) not in scotland
    assert date(2026, 3, 17) in flagged("bank_holiday", "Northern Ireland")
    assert flagged("bank_holiday", "Wales") == flagged("bank_holiday", "England")
    assert date(2026, 7, 4) in flagged("bank_holiday", "US")


def test_the_days_beside_a_bank_holiday_are_none_themselves() -> None:
    assert date(2026, 4, 2) in flagged("day_before_bank_holiday", "England")
    assert date(2026, 4, 7) in flagged("day_after_bank_holiday", "England")
    assert date(2026, 12, 25) not in flagged("day_before_bank_holiday", "England")
    # The last day of a span has a holiday after it that lies beyond the span.
    assert flagged("day_before_bank_holiday", "England", [date(2026, 12, 31)]) == [date(2026, 12, 31)]


def test_christmas_and_new_year_are_told_day_by_day() -> None:
    columns = calendar_columns(days_between(date(2025, 12, 24), date(2026, 1, 2)))
    names = ["christmas_eve", "christmas_day", "boxing_day", "december_27", "december_28", "december_29", "december_30",
             "new_years_eve", "new_years_day", "january_2"]
    assert np.array_equal(np.array([columns[name] for name in names]), np.eye(10))


@pytest.mark.parametrize(("year", "month", "day"), [(1999, 4, 4), (2024, 3, 31), (2026, 4, 5), (2038, 4, 25)])
def test_easter(year: int, month: int, day: int) -> None:
    assert easter_sunday(year) == date(year, month, day)
    assert flagged("good_friday", "", days_between(date(year, 1, 1), date(year, 6, 30))) == \
        [date(year, month, day) - timedelta(days=2)]


def slow_payday(year: int, month: int, latest: int, off: set[date]) -> date:
    working = [date(year, month, day) for day in range(1, calendar.monthrange(year, month)[1] + 1)
               if date(year, month, day).weekday() < 5 and date(year, month, day) not in off]
    return max(day for day in working if day.day <= latest)


@pytest.mark.parametrize(("name", "latest"), [("days_since_last_working_day", 31), ("days_since_28th", 28),
                                              ("days_since_25th", 25)])
def test_days_since_a_payday_count_from_the_working_day_on_or_before_it(name: str, latest: int) -> None:
    off = set(flagged("bank_holiday", "England", days_between(date(2025, 11, 1), date(2026, 12, 31))))
    paid = [slow_payday(2025, 12, latest, off), *(slow_payday(2026, month, latest, off) for month in range(1, 13))]
    expected = [(day - max(payday for payday in paid if payday <= day)).days for day in YEAR]
    assert calendar_columns(YEAR, "England")[name].tolist() == expected


def test_clock_changes_come_from_the_time_zone() -> None:
    assert flagged("clocks_forward", "", time_zone="Europe/London") == [date(2026, 3, 29)]
    assert flagged("clocks_back", "", time_zone="Europe/London") == [date(2026, 10, 25)]
    assert flagged("clocks_back", "", time_zone="America/New_York") == [date(2026, 11, 1)]
    assert "clocks_back" not in calendar_columns(YEAR)


def test_an_unknown_country_is_refused_with_the_nearest() -> None:
    with pytest.raises(InputError, match=r"'Scotlnd'.*Did you mean .*Scotland"):
        calendar_columns(YEAR, "Scotlnd")
    with pytest.raises(InputError, match="GB-QQQ"):
        calendar_columns(YEAR, "GB-QQQ")


SCHOOLS = """
school_holidays: Westshire
version: 1
source: Made up
from: 2026-01-01
to: 2026-08-31
holidays:
  - {name: Easter, from: 2026-03-30, to: 2026-04-10}
"""


def test_school_holidays_tell_only_of_the_days_in_their_file(tmp_path: Path) -> None:
    (tmp_path / "westshire.yaml").write_text(SCHOOLS, encoding="utf-8")
    held = read_school_holidays(tmp_path / "westshire.yaml")
    column = calendar_columns(YEAR, "England", schools=[held])["school_holiday"]
    assert [day for day, value in zip(YEAR, column, strict=True) if value == 1] == \
        days_between(date(2026, 3, 30), date(2026, 4, 10))
    assert np.isnan(column[YEAR.index(date(2026, 9, 1)):]).all()
    assert not np.isnan(column[:YEAR.index(date(2026, 9, 1))]).any()
    assert "school_holiday" not in calendar_columns(days_between(date(2027, 1, 1), date(2027, 2, 1)), "England", schools=[held])


def test_a_school_holiday_outside_what_the_file_tells_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "westshire.yaml"
    path.write_text(SCHOOLS.replace("to: 2026-08-31", "to: 2026-04-01").replace("source", "sourse"), encoding="utf-8")
    with pytest.raises(DefinitionError) as caught:
        read_school_holidays(path)
    assert "unknown key 'sourse'" in caught.value.line()
    assert "does not lie within 2026-01-01 to 2026-04-01" in caught.value.line()


EVENTS = """
events: Westshire
version: 1
listed:
  - {name: Carnival, days: [2026-07-11, 2026-07-12], area: Westport, kind: festival}
  - {name: Food festival, days: [2026-07-12], kind: festival}
  - {name: Marathon, days: [2027-04-11], kind: sport}
"""


def test_events_are_counted_by_kind(tmp_path: Path) -> None:
    path = tmp_path / "events.yaml"
    path.write_text(EVENTS, encoding="utf-8")
    columns = calendar_columns(YEAR, "England", events=read_events(path))
    assert columns["event_festival"][[YEAR.index(date(2026, 7, day)) for day in (10, 11, 12, 13)]].tolist() == [0, 1, 2, 0]
    assert "event_sport" not in columns


def test_faults_of_an_event_are_named_together(tmp_path: Path) -> None:
    path = tmp_path / "events.yaml"
    path.write_text(EVENTS.replace("kind: sport", "kind: sprot, place: here").replace("[2027-04-11]", "[soon]"),
                    encoding="utf-8")
    with pytest.raises(DefinitionError) as caught:
        read_events(path)
    line = caught.value.line()
    assert "3 faults" in line
    assert "event 3: unknown key 'place'" in line
    assert "'sprot' is not a kind of event. Did you mean 'sport'?" in line
    assert "must be a day such as 2026-07-11, and is 'soon'" in line


def test_weather_is_a_column_where_a_file_tells_it(tmp_path: Path) -> None:
    path = tmp_path / "weather.csv"
    path.write_text("day,Rain mm\n2026-01-01,2.5\n2026-01-02,\n", encoding="utf-8")
    column = calendar_columns(YEAR[:3], weather=read_weather(path))["weather_rain_mm"]
    assert column[0] == 2.5
    assert np.isnan(column[1:]).all()
    path.write_text("day,Rain mm\n2026-01-01,wet\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"line 2.*'wet' in the column 'Rain mm' is not a number"):
        read_weather(path)
