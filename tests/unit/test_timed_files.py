"""Files as what can be forecast: which columns, at what distances, what is nought, what is not known, which days are whole."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from answerable.comparing.timed_columns import FileLayout
from answerable.comparing.timed_reading import FileRead, read_for_forecasts
from answerable.errors import InputError
from answerable.forecasting.demand.types import Demand
from answerable.forecasting.series import COUNT, NUMBER, RATIO, SHARE, Series

Read = Callable[..., FileRead]
HALF_HOUR = timedelta(minutes=30)


@pytest.fixture
def read(tmp_path: Path) -> Read:
    def written(text: str, name: str = "file.csv", as_of: date | None = None, **layout: object) -> FileRead:
        path = tmp_path / name
        path.write_bytes(gzip.compress(text.encode()) if name.endswith(".gz") else text.encode())
        return read_for_forecasts(path, FileLayout(**layout), as_of)  # type: ignore[arg-type]

    return written


def demand(found: FileRead) -> Demand:
    (part,) = found.parts.values()
    assert isinstance(part, Demand)
    return part


def series(found: FileRead) -> Series:
    (part,) = found.parts.values()
    assert isinstance(part, Series)
    return part


def hours(first: datetime, number: int, value: Callable[[datetime], object], step: timedelta = timedelta(hours=1),
          head: str = "when,calls") -> str:
    moments = [first + at * step for at in range(number)]
    return "\n".join([head, *(f"{moment:%Y-%m-%d %H:%M},{value(moment)}" for moment in moments)]) + "\n"


def table(head: str, rows: Iterable[object]) -> str:
    return "\n".join([head, *map(str, rows)]) + "\n"


# ---- columns ----


def test_the_one_date_and_the_one_count_are_found(read: Read) -> None:
    rows = [f"{at},{date(2020, 1, 1) + timedelta(days=at)},{30 + at},{at % 7},{51.5 + at / 100}" for at in range(30)]
    found = read(table("id,day,calls,weekday,latitude", rows))
    assert found.notes[0] == "Taken: the dates from day and the counts from calls."
    assert demand(found).counts[:, 0].tolist() == [30 + at for at in range(30)]


@pytest.mark.parametrize(("head", "words"), [
    ("opened,closed,calls", "opened and closed are all columns of dates. Name the one to use: --date opened"),
    ("day,offered,answered", "offered and answered are all columns of numbers. Name the one to use: --value offered")])
def test_two_that_could_be_meant_are_refused(read: Read, head: str, words: str) -> None:
    dates = head.startswith("opened")
    rows = [f"2020-01-{at + 1:02d},{f'2020-01-{at + 1:02d}' if dates else 3 * at},{5 * at}" for at in range(20)]
    with pytest.raises(InputError, match=words):
        read(table(head, rows))


def test_a_column_that_is_not_there_is_named_with_the_nearest(read: Read) -> None:
    with pytest.raises(InputError, match=r"line 1: there is no column 'cals'\. Did you mean 'calls'"):
        read("day,calls\n2020-01-01,3\n", columns={"value": "cals"})


def test_tabs_semicolons_a_byte_order_mark_and_gzip(read: Read) -> None:
    rows = [f"{date(2020, 1, 1) + timedelta(days=at):%d/%m/%Y};{at}" for at in range(1, 30)]
    for text, name in ((table("day;calls", rows), "a.csv"), ("\ufeff" + table("day;calls", rows), "b.csv"),
                       (table("day;calls", rows).replace(";", "\t"), "c.tsv"), (table("day;calls", rows), "d.csv.gz")):
        assert demand(read(text, name)).counts.shape == (29, 1)


def test_a_day_and_an_hour_in_two_columns(read: Read) -> None:
    rows = [f"{date(2020, 1, 6) + timedelta(days=at // 24)},{at % 24},{at}" for at in range(24 * 9)]
    found = demand(read(table("date,hour,value", rows)))
    assert (found.interval_minutes, found.counts[2, 5]) == (60, 53)


def test_a_year_and_a_week_in_two_columns(read: Read) -> None:
    rows = [f"{2020 + at // 53},{at % 53 + 1},{at}" for at in range(53)]
    found = series(read(table("year,week,calls", rows)))
    assert (found.every, found.starts[0], found.starts[-1]) == ("week", date(2019, 12, 30), date(2020, 12, 28))


def test_a_few_rows_that_name_no_time_are_left_out_and_told(read: Read) -> None:
    rows = [*(f"{date(2020, 1, 1) + timedelta(days=at)},{at + 3}" for at in range(40)), "Total,900", "Source: the force,"]
    found = read(table("day,calls", rows))
    assert any("2 rows were left out: line 42: the date 'Total' names no time" in note for note in found.notes)
    with pytest.raises(InputError, match="line 2: the date 'x0' names no time; line 3"):
        read(table("day,calls", [f"x{at},1" for at in range(30)]), columns={"date": "day", "value": "calls"})


def test_a_second_figure_of_one_time_is_refused_unless_added_up_or_told_apart(read: Read) -> None:
    rows = [f"{date(2020, 1, 1) + timedelta(days=at)},{line},{value}" for at in range(30)
            for line, value in (("101", 5), ("999", 2))]
    text = table("day,line,calls", rows)
    with pytest.raises(InputError, match="line 3: a second figure for 1 January 2020: the first stands in line 2"):
        read(text, columns={"value": "calls"})
    assert demand(read(text, columns={"value": "calls"}, add_up=True)).counts[0, 0] == 7
    assert list(read(text, columns={"value": "calls"}, facets=["line"]).parts) == ["101", "999"]
    assert demand(read(text, columns={"value": "calls"}, where={"line": "999"})).counts[0, 0] == 2


# ---- distances ----


def test_five_minutes_are_added_up_to_half_hours(read: Read) -> None:
    found = read(hours(datetime(2020, 1, 6), 288 * 15, lambda when: 10 + when.hour, timedelta(minutes=5)))
    assert found.every.name == "half-hour"
    assert "Rows are added up by the half-hour (`--every` names another)." in found.notes
    assert demand(found).counts[3, 20] == 6 * 20


@pytest.mark.parametrize(("days", "every", "starts"), [
    ([date(2020, 1, 1) + timedelta(days=7 * at) for at in range(60)], "week", date(2020, 1, 1)),
    ([date(2020, 1 + at % 12, 1).replace(year=2020 + at // 12) for at in range(30)], "month", date(2020, 1, 1)),
    ([date(2020 + at // 4, 3 * (at % 4) + 1, 1) for at in range(12)], "quarter", date(2020, 1, 1)),
    ([date(2020 + at // 4, 3 * (at % 4) + 3, 31 if at % 4 in (0, 3) else 30) for at in range(12)], "quarter", date(2020, 1, 1)),
    ([date(2000 + at, 4, 1) for at in range(12)], "year", date(2000, 4, 1))])
def test_what_dates_stand_for_is_found_out(read: Read, days: list[date], every: str, starts: date) -> None:
    found = series(read(table("date,value", (f"{day},{100 + at}" for at, day in enumerate(days)))))
    assert (found.every, found.starts[0], len(found.starts)) == (every, starts, len(days))
    assert found.values == tuple(100.0 + at for at in range(len(days)))


def test_a_week_that_begins_a_day_late_is_still_that_week(read: Read) -> None:
    days = [date(2020, 1, 6) + timedelta(days=7 * at + (at == 17)) for at in range(60)]
    found = series(read(table("week,calls", (f"{day},{50 + at}" for at, day in enumerate(days)))))
    assert (found.every, found.starts[17], found.values[17]) == ("week", date(2020, 5, 4), 67.0)


def test_a_missing_month_is_a_gap_and_empty_months_to_come_are_none(read: Read) -> None:
    rows = [f"2020-{month:02d},{month if month < 11 else ''}" for month in range(1, 13) if month != 5]
    found = series(read(table("month,calls", rows)))
    assert found.values == (1, 2, 3, 4, None, 6, 7, 8, 9, 10)


def test_days_are_added_up_to_whole_months_only(read: Read) -> None:
    rows = [f"{date(2020, 1, 15) + timedelta(days=at)},{1 + at % 2}" for at in range(100)]
    found = read(table("day,calls", rows), every="month")
    assert series(found).starts == (date(2020, 2, 1), date(2020, 3, 1))
    assert any("The first and the last month are there in part and were left out." in note for note in found.notes)
    by_hand = sum(1 + at % 2 for at in range(100) if (date(2020, 1, 15) + timedelta(days=at)).month == 2)
    assert series(found).values[0] == by_hand


def test_finer_than_the_file_is_refused(read: Read) -> None:
    with pytest.raises(InputError, match=r"has a row for every month; there is nothing by the week in it\."):
        read(table("month,calls", (f"2020-{month:02d},{month}" for month in range(1, 13))), every="week")


# ---- what is possible ----


@pytest.mark.parametrize(("values", "head", "scale"), [
    (["1", "2", "3"], "calls", COUNT), (["1.5", "2", "3"], "mean", RATIO), (["1%", "2%", "3%"], "late", SHARE),
    (["1.5", "2", "3"], "pct_late", SHARE), (["-1", "2", "3"], "change", NUMBER)])
def test_the_scale_is_what_the_values_allow(read: Read, values: list[str], head: str, scale: str) -> None:
    rows = (f"2020-{at + 1:02d},{value}" for at, value in enumerate(values))
    assert series(read(table(f"month,{head}", rows))).scale == scale


def test_shares_come_from_their_counts(read: Read) -> None:
    rows = [f"2020-{at:02d},{at},{10 * at if at != 3 else 0}" for at in range(1, 8)]
    found = series(read(table("month,late,all", rows), columns={"numerator": "late", "denominator": "all"}))
    assert (found.scale, found.values[:4], found.weights[:2]) == (SHARE, (10.0, 10.0, None, 10.0), (10.0, 20.0))


def test_shares_by_the_day_are_refused(read: Read) -> None:
    rows = [f"{date(2020, 1, 1) + timedelta(days=at)},{at},{10 * at + 1}" for at in range(30)]
    with pytest.raises(InputError, match="has shares by the day; by the day and shorter counts alone are forecast"):
        read(table("day,late,all", rows), columns={"numerator": "late", "denominator": "all"})


# ---- events ----


def calls(days: int, seed: int = 1, a_day: float = 60.0) -> list[datetime]:
    """Times of made-up events, more of them by day than by night."""
    draw = np.random.default_rng(seed)
    rate = np.repeat([0.4, 1.6], 12) * a_day / 24
    return [datetime(2021, 3, 1) + timedelta(days=day, hours=hour, seconds=float(at))
            for day in range(days) for hour in range(24) for at in np.sort(draw.uniform(0, 3600, draw.poisson(rate[hour])))]


def test_rows_without_a_count_are_counted(read: Read) -> None:
    made = calls(30)
    rows = (f"{at},{when:%Y-%m-%dT%H:%M:%S},{at / 7:.3f}" for at, when in enumerate(made))
    found = read(table("id,received,lat", rows), zone="UTC")
    assert found.notes[0] == "Taken: the dates from received; each row is one event."
    assert found.every.name == "hour"
    by_hand = np.zeros((30, 24))
    for when in made:
        by_hand[(when.date() - date(2021, 3, 1)).days, when.hour] += 1
    assert np.array_equal(demand(found).counts, by_hand)


def test_a_day_that_ends_before_its_usual_end_is_left_out(read: Read) -> None:
    made = [when for when in calls(30) if when < datetime(2021, 3, 30, 15)]
    found = read(table("received", (f"{when:%Y-%m-%d %H:%M:%S}" for when in made)), zone="UTC")
    assert demand(found).days[-1] == date(2021, 3, 29)
    assert "The last day, 30 March 2021, is there in part and was left out." in found.notes


def test_hours_without_events_are_nought_and_days_without_any_are_not_known(read: Read) -> None:
    made = [when for when in calls(30) if when.date() != date(2021, 3, 11)]
    found = read(table("received", (f"{when:%Y-%m-%d %H:%M:%S}" for when in made)), zone="UTC")
    counts = demand(found).counts
    assert np.isnan(counts[10]).all()
    assert not np.isnan(np.delete(counts, 10, axis=0)).any()
    assert (counts == 0).any()
    assert any("in stretches where ten or more were to be expected, are taken as not known" in note for note in found.notes)


def test_rare_events_have_days_of_nought(read: Read) -> None:
    rows = [date(2021, 1, 1) + timedelta(days=at) for at in range(0, 120, 3)]
    found = demand(read(table("reported", rows), every="day"))
    assert found.counts.sum() == 40
    assert (found.counts == 0).sum() == len(found.days) - 40


def test_rows_without_times_of_one_month_each_are_counted_by_the_month(read: Read) -> None:
    found = series(read(table("month,place", (f"2020-{1 + at % 8:02d},here" for at in range(50)))))
    assert (found.every, found.values[:3]) == ("month", (7.0, 7.0, 6.0))


# ---- what is nought, what is not known ----


def test_a_file_with_noughts_says_so_and_what_lacks_is_not_known(read: Read) -> None:
    rows = [f"{date(2020, 1, 1) + timedelta(days=at)},{at % 3}" for at in range(40) if at != 17]
    assert np.isnan(demand(read(table("day,calls", rows))).counts[17, 0])


def test_a_file_of_ones_and_twos_without_noughts_leaves_them_out(read: Read) -> None:
    rows = [f"{date(2020, 1, 1) + timedelta(days=at)},{at % 3}" for at in range(60) if at % 3]
    found = read(table("day,calls", rows))
    assert demand(found).counts[:6, 0].tolist() == [1, 2, 0, 1, 2, 0]
    assert any("without a row count as nought: the file has ones and no noughts" in note for note in found.notes)


def test_a_large_count_that_lacks_is_not_known(read: Read) -> None:
    rows = [f"{date(2020, 1, 1) + timedelta(days=at)},{200 + at % 7}" for at in range(40) if at != 17]
    assert np.isnan(demand(read(table("day,calls", rows))).counts[17, 0])


def test_a_half_hour_of_which_a_part_lacks_is_not_known(read: Read) -> None:
    text = hours(datetime(2020, 1, 6), 288 * 15, lambda when: 10 + when.hour, timedelta(minutes=5))
    text = text.replace("2020-01-09 10:05,20\n", "")
    counts = demand(read(text)).counts
    assert np.isnan(counts[3, 20])
    assert np.isnan(counts).sum() == 1


# ---- the clock ----


def autumn(value: int = 10) -> str:
    """Hours by the wall in London around the end of October 2021, when one comes twice."""
    moments = [datetime(2021, 10, 18) + timedelta(hours=at) for at in range(24 * 21)]
    rows = [f"{moment:%Y-%m-%d %H:%M},{value + moment.hour}" for moment in moments]
    twice = rows.index("2021-10-31 01:00,11")
    return table("when,calls", [*rows[:twice + 1], "2021-10-31 01:00,40", *rows[twice + 1:]])


def test_the_hour_that_comes_twice_is_one_slot_of_both(read: Read) -> None:
    found = demand(read(autumn()))
    assert (found.counts[13, 1], found.exposure[13, 1]) == (51, 2)
    with pytest.raises(InputError, match="a second figure for 31 October 2021"):
        read(autumn(), zone="UTC")


def test_the_hour_that_does_not_exist_has_no_exposure(read: Read) -> None:
    text = hours(datetime(2021, 3, 15), 24 * 21, lambda when: 10)
    found = read(text.replace("2021-03-28 01:00,10\n", ""))
    assert demand(found).exposure[13, 1] == 0
    assert np.isnan(demand(found).counts[13, 1])
    # With counts in that hour the file's clock is another one.
    other = read(text)
    assert (demand(other).exposure == 1).all()
    assert any("an hour that never was in Europe/London" in note for note in other.notes)


def test_instants_are_told_by_the_local_clock(read: Read) -> None:
    moments = [datetime(2021, 6, 7) + timedelta(hours=at) for at in range(24 * 15)]
    text = table("when,calls", (f"{moment:%Y-%m-%dT%H:%M:%S}+00:00,{moment.hour}" for moment in moments))
    assert demand(read(text, zone="Europe/London")).counts[2, 12] == 11
    assert demand(read(text, zone="America/New_York")).counts[2, 7] == 11


def test_a_z_that_is_not_meant_is_found_by_the_shape_of_the_day(read: Read) -> None:
    moments = [datetime(2021, 3, 1) + at * HALF_HOUR for at in range(48 * 56)]
    opened = [moment for moment in moments if 8 <= moment.hour < 18]
    text = table("when,calls", (f"{moment:%Y-%m-%dT%H:%M:%S}Z,{100 + moment.hour}" for moment in opened))
    found = read(text)
    assert any("The Z behind the times is not meant" in note for note in found.notes)
    assert (~np.isnan(demand(found).counts[-1])).nonzero()[0][0] == 16
    assert (~np.isnan(demand(read(text, zone="Europe/London")).counts[-1])).nonzero()[0][0] == 18
