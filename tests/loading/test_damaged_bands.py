"""Hourly counts as other months of such a source hold them: days under a wrong date, rows twice or out of order, columns that
come and go. What can be known is loaded right; the rest is set apart and named."""

from __future__ import annotations

import random
from datetime import datetime

import openpyxl
import pytest
from band_files import SOURCE, days, hour, load, of_day, relabel, total

from answerable.errors import InputError
from small_force import SmallForce, adds_up, faults, table

FORTNIGHT = "2025-09-01"


def by_day(force: SmallForce) -> dict[str, int]:
    """Day → contacts on both lines."""
    return {day: int(value or 0) for day, value in force.by_day().items()}


def test_an_undamaged_fortnight_is_loaded_whole(force: SmallForce) -> None:
    rows = days(FORTNIGHT, 14)
    report = load(force, rows)
    assert (report.accepted, report.faults, force.value()) == (336, [], total(rows))
    assert force.value("answered-within-10s-of-offered", line="911") == pytest.approx(
        100 * sum(int(str(row["911_10"])) for row in rows) / total(rows, "911"))


def test_a_day_under_the_next_days_date_is_set_apart_and_the_missing_day_named(force: SmallForce) -> None:
    rows = days(FORTNIGHT, 14)
    wrong = rows[of_day(rows, "09/05/2025")]
    relabel(rows, "09/05/2025", "09/06/2025")
    report = load(force, rows)
    assert faults(report) == {("interval-twice", "interval_start"): 24}
    assert force.value() == total(rows) - total(wrong)
    assert any("labelled 6 September 2025 but do not fit there" in text and "probably those of 5 September" in text
               for text in report.warnings)
    assert any("no records on 5 September 2025" in text for text in report.warnings)
    assert adds_up(report)


def test_hours_alike_in_two_days_under_one_date_do_not_take_rows_from_the_right_day(force: SmallForce) -> None:
    rows = days(FORTNIGHT, 14)
    right, wrong = of_day(rows, "09/06/2025"), of_day(rows, "09/05/2025")
    for at in (2, 3):
        rows[wrong.start + at] |= {name: value for name, value in rows[right.start + at].items() if name != "DateTime"}
    relabel(rows, "09/05/2025", "09/06/2025")
    report = load(force, rows)
    assert by_day(force)["2025-09-06"] == total(rows[right])
    assert (report.quarantined, report.duplicate) == (24, 0)


def test_a_day_with_a_date_from_another_month_is_set_apart(force: SmallForce) -> None:
    rows = days(FORTNIGHT, 14)
    relabel(rows, "09/05/2025", "12/05/2025")
    report = load(force, rows)
    assert faults(report) == {("day-out-of-place", "interval_start"): 24}
    assert "2025-12-05" not in by_day(force)


def test_a_day_with_the_date_of_a_day_in_another_file_does_not_overwrite_it(force: SmallForce) -> None:
    first, second = days(FORTNIGHT, 7), days("2025-09-08", 7, seed=900)
    load(force, first, "week1.csv")
    kept = total(second[24:])
    relabel(second, "09/08/2025", "09/03/2025")
    report = load(force, second, "week2.csv")
    assert faults(report) == {("interval-loaded-otherwise", "interval_start"): 24}
    assert force.value() == total(first) + kept
    assert any("no records on 8 September 2025" in text for text in report.warnings)


@pytest.mark.parametrize("place", ["end", "beginning", "middle"])
def test_a_day_out_of_order_under_its_own_date_is_loaded(force: SmallForce, place: str) -> None:
    rows = days(FORTNIGHT, 14)
    late = rows[of_day(rows, "09/03/2025")]
    del rows[of_day(rows, "09/03/2025")]
    at = {"end": len(rows), "beginning": 0, "middle": of_day(rows, "09/09/2025").start}[place]
    rows[at:at] = late
    report = load(force, rows)
    assert (report.faults, force.value()) == ([], total(rows))


@pytest.mark.parametrize("disorder", ["halves", "neighbours", "shuffled", "whole file backwards"])
def test_hours_in_the_wrong_order_are_still_their_days(force: SmallForce, disorder: str) -> None:
    rows = days(FORTNIGHT, 14)
    day = of_day(rows, "09/03/2025")
    if disorder == "halves":
        rows[day] = rows[day][12:] + rows[day][:12]
    elif disorder == "neighbours":
        rows[day.start + 2], rows[day.start + 3] = rows[day.start + 3], rows[day.start + 2]
    elif disorder == "shuffled":
        rows[day] = random.Random(4).sample(rows[day], 24)
    else:
        rows.reverse()
    report = load(force, rows)
    assert (report.faults, report.accepted, force.value()) == ([], 336, total(rows))


def test_repeated_rows_count_once(force: SmallForce) -> None:
    rows = days(FORTNIGHT, 14)
    repeated = [*rows[:60], dict(rows[59]), *rows[60:200], dict(rows[30]), *rows[200:]]
    report = load(force, repeated)
    assert (report.read, report.accepted, report.duplicate, report.quarantined) == (338, 336, 2, 0)
    assert force.value() == total(rows)


@pytest.mark.parametrize("place", [0, 8, 15, 24])
def test_an_hour_twice_with_other_counts_is_set_apart_and_its_day_is_kept(force: SmallForce, place: int) -> None:
    rows = days(FORTNIGHT, 14)
    clash = hour(datetime(2025, 9, 4, 7), 3000)
    good = [row for row in rows if row["DateTime"] != clash["DateTime"]]
    rows.insert(of_day(rows, "09/04/2025").start + place, clash)
    report = load(force, rows)
    assert (report.quarantined, force.value()) == (2, total(good))
    assert any("twice with different counts" in text for text in report.warnings)


def test_a_day_of_25_hours_has_both_of_its_hours(force: SmallForce) -> None:
    rows = days("2025-10-30", 7)
    second = hour(datetime(2025, 11, 2, 1), 77)
    rows.insert(of_day(rows, "11/02/2025").start + 2, second)
    report = load(force, rows)
    assert (report.faults, report.accepted, force.value()) == ([], 169, total(rows))
    assert len(force.figures("contacts-recorded", "hour-of-week")) >= 24


def test_a_day_of_25_hours_with_24_rows_says_what_that_may_mean(force: SmallForce) -> None:
    report = load(force, days("2025-10-30", 7))
    assert report.accepted == 168
    assert any("2 November 2025" in text and "twice" in text for text in report.warnings)


def test_a_day_of_23_hours_is_whole(force: SmallForce) -> None:
    rows = [row for row in days("2025-03-06", 7) if row["DateTime"] != "03/09/2025 2:00"]
    report = load(force, rows)
    assert (report.faults, report.warnings[1:], force.value()) == ([], [], total(rows))


def test_an_hour_that_never_was_does_not_cost_its_neighbour(force: SmallForce) -> None:
    rows = days("2025-03-06", 7)
    rows[of_day(rows, "03/09/2025").start + 2] |= {name: 0 for name in rows[0] if name not in ("DateTime", "Hour")}
    report = load(force, rows)
    assert faults(report) == {("interval-that-never-was", "interval_start"): 1}
    assert force.value() == total(rows)


def test_a_band_that_is_missing_leaves_its_line_out_and_says_so(force: SmallForce) -> None:
    rows = [{name: value for name, value in row.items() if name != "911_60"} for row in days(FORTNIGHT, 14)]
    report = load(force, rows)
    assert force.figures("contacts-recorded", "all", line="911") == []
    assert force.value(line="ADM") == total(rows, "ADM")
    assert any("counts of line 911, channel phone were not loaded" in text for text in report.warnings)
    assert any("911_60" in text for text in report.warnings)


def test_a_new_band_makes_the_sums_wrong_and_the_file_is_refused(force: SmallForce) -> None:
    rows = [row | {"911_30": 1, "911_T": int(str(row["911_T"])) + 1} for row in days(FORTNIGHT, 14)]
    with pytest.raises(InputError, match="do not add up to the total"):
        load(force, rows)
    assert force.workspace.head().number == 0


def test_a_new_column_beside_the_bands_is_named_and_passed_over(force: SmallForce) -> None:
    rows = [row | {"EXT_30": 1} for row in days(FORTNIGHT, 14)]
    report = load(force, rows)
    assert force.value() == total(rows)
    assert any("EXT_30" in text for text in report.warnings)


@pytest.mark.parametrize(("column", "value", "fault"), [
    ("911_T", "1", ("counts-do-not-add-up", "911_T")), ("ADM_10", "NULL", ("counts-not-whole", "line ADM, channel phone")),
    ("ADM_10", "", ("counts-not-whole", "line ADM, channel phone")),
    ("ADM_10", "85%", ("counts-not-whole", "line ADM, channel phone")),
    ("911_10", "-1", ("counts-not-whole", "line 911, channel phone")),
    ("911_10", "2.5", ("counts-not-whole", "line 911, channel phone")),
    ("DateTime", "NULL", ("no-time", "interval_start")), ("DateTime", "soon", ("time-not-understood", "interval_start")),
    ("DateTime", "09/05/2025 5:10", ("interval-off-the-half-hour", "interval_start"))])
def test_a_row_that_cannot_be_right_is_set_apart_by_itself(force: SmallForce, column: str, value: str,
                                                          fault: tuple[str, str]) -> None:
    rows = days(FORTNIGHT, 14)
    good = [*rows[:101], *rows[102:]]
    rows[101][column] = value
    report = load(force, rows)
    assert faults(report) == {fault: 1}
    assert force.value() == total(good)
    assert any("5 September 2025 (23 intervals)" in text for text in report.warnings)


def test_percentages_as_text_are_not_looked_at(force: SmallForce) -> None:
    rows = [row | {"911_PCT_10": "85.3%", "ADM_PCT_10": "n/a"} for row in days(FORTNIGHT, 14)]
    assert load(force, rows).faults == []
    assert force.value() == total(rows)


@pytest.mark.parametrize("form", ["%Y-%m-%d %H:%M:%S", "%m/%d/%Y %I:%M %p", "%m/%d/%Y %H:%M:%S"])
def test_other_ways_to_write_the_date_that_the_source_knows(force: SmallForce, form: str) -> None:
    rows = [row | {"DateTime": datetime.strptime(str(row["DateTime"]), "%m/%d/%Y %H:%M").strftime(form)}
            for row in days(FORTNIGHT, 14)]
    assert load(force, rows).faults == []
    assert force.value() == total(rows)


@pytest.mark.parametrize(("form", "count", "said"), [
    ("%d/%m/%Y %H:%M", 30, "rows can be taken"), ("%d/%m/%Y %H:%M", 12, "other way round"),
    ("%d.%m.%Y %H:%M", 14, "not one of its 336 rows can be taken"), ("%Y-%m-%dT%H:%M", 14, "not one of its 336 rows")])
def test_a_way_to_write_the_date_that_it_does_not_know_is_refused(force: SmallForce, form: str, count: int, said: str) -> None:
    rows = [row | {"DateTime": datetime.strptime(str(row["DateTime"]), "%m/%d/%Y %H:%M").strftime(form)}
            for row in days(FORTNIGHT, count)]
    with pytest.raises(InputError, match=said):
        load(force, rows)
    assert force.workspace.head().number == 0


@pytest.mark.parametrize("name", ["phone.xlsx", "phone.csv"])
def test_a_workbook_instead_of_a_text_is_read_as_one(force: SmallForce, name: str) -> None:
    rows = days(FORTNIGHT, 3)
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.append(list(rows[0]))
    for row in rows:
        moment = datetime.strptime(str(row["DateTime"]), "%m/%d/%Y %H:%M")
        page.append([moment, *list(row.values())[1:]])
    book.save(force.files / "saved.xlsx")
    report = force.load((force.files / "saved.xlsx").read_bytes(), name, SOURCE)
    assert (report.accepted, force.value()) == (72, total(rows))


def test_the_header_again_windows_line_ends_and_blank_lines(force: SmallForce) -> None:
    rows = days(FORTNIGHT, 14)
    with_header = [*rows[:33], {name: name for name in rows[0]}, *rows[33:]]
    report = force.load(table(with_header).replace("\n", "\r\n") + "\r\n\r\n", "phone.csv", SOURCE)
    assert faults(report) == {("header-again", ""): 1}
    assert force.value() == total(rows)


def test_a_corrected_file_brings_the_missing_day(force: SmallForce) -> None:
    rows = days(FORTNIGHT, 14)
    right = [dict(row) for row in rows]
    relabel(rows, "09/05/2025", "09/06/2025")
    load(force, rows)
    report = load(force, right)
    assert (report.accepted, report.withdrawn, report.faults) == (24, 0, [])
    assert force.value() == total(right)


def test_the_order_in_which_weeks_come_does_not_matter(force: SmallForce) -> None:
    first, second = days(FORTNIGHT, 7), days("2025-09-08", 7, seed=50)
    load(force, second, "week2.csv")
    load(force, first, "week1.csv")
    assert force.value() == total(first) + total(second)
    assert load(force, first, "week1 again.csv").duplicate == 168


def test_the_remedy_for_intervals_loaded_otherwise_works(force: SmallForce) -> None:
    """Withdraw the file that was wrong, load the right one again: as the warning says."""
    wrong, right = days(FORTNIGHT, 7), [*days(FORTNIGHT, 2, seed=11), *days("2025-09-08", 1)]
    load(force, wrong, "wrong.csv")
    assert any("withdraw the other one first" in text for text in load(force, right, "right.csv").warnings)
    force.workspace.withdraw("wrong.csv")
    report = load(force, right, "right.csv")
    assert (report.accepted, report.quarantined, force.value()) == (48, 0, total(right))
