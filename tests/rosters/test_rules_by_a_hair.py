"""Every shipped rule, kept by a hair and broken by a hair, on duties written by hand."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import pytest
from tests.rosters.hand_made import LONDON, MONDAY, duty, only, told

from answerable.staffing.rules.duties import Duty, has_night_work
from answerable.staffing.rules.reading import read_rules, shipped_rules

WTR, POLICE = "working-time-regulations-1998", "police-regulations-2003"
VARIABLE, CONTRACT = "police-regulations-2003-variable-shifts", "staff-contract-example"
Case = tuple[str, str, int, Sequence[Duty], Sequence[Duty], str]


def each(days: Sequence[int], clocks: str, break_minutes: int = 45) -> list[Duty]:
    """The same duty on each of these days."""
    return [duty(day, clocks, break_minutes) for day in days]


def weeks(number: int, in_week: Sequence[int]) -> list[int]:
    """The same days of each of so many weeks."""
    return [7 * week + day for week in range(number) for day in in_week]


# Rule set, rule, days known, kept, broken, what is then said.
CASES: dict[str, Case] = {
    # 17 weeks of six eight-hour days without a break are 48 hours exactly; one minute more in all is too much.
    "weekly hours": (WTR, "weekly hours", 119, each(weeks(17, range(6)), "07:00-15:00", 0),
                     [*each(weeks(17, range(6))[:-1], "07:00-15:00", 0), duty(117, "07:00-15:01", 0)],
                     "48.001 hours of work a week on average, where 48 hours are the most"),
    "night workers' hours": (WTR, "night workers' hours", 119, each(weeks(17, range(6)), "22:00-06:00", 0),
                             [*each(weeks(17, range(6))[:-1], "22:00-06:00", 0), duty(117, "21:59-06:00", 0)],
                             "for each 24 on average, where 8 are the most"),
    "daily rest": (WTR, "daily rest", 7, [duty(0, "14:00-22:00"), duty(1, "09:00-17:00")],
                   [duty(0, "14:00-22:00"), duty(1, "08:59-17:00")],
                   "Monday 1 June 2026: the longest rest in the 24 hours from the duty's beginning is 10 hours 59 minutes, "
                   "where at least 11 hours are due (daily rest: reg. 10(1))."),
    "daily rest after a long duty": (WTR, "daily rest", 7, [duty(0, "07:00-20:00")], [duty(0, "07:00-20:01")],
                                     "10 hours 59 minutes"),
    # Duties from noon to midnight leave Sundays free, 24 hours within the week. A minute less in the second week, and its other
    # ways fail too: no rest of 48 hours, and only one of 24 in the two weeks.
    "weekly rest": (WTR, "weekly rest", 14, each(weeks(2, range(6)), "12:00-00:00"),
                    [*each(weeks(2, range(6))[:-1], "12:00-00:00"), duty(12, "12:00-00:01")],
                    "there must be one uninterrupted rest of 24 hours in a week, 2 uninterrupted rests of 24 hours in two "
                    "weeks or one uninterrupted rest of 48 hours in two weeks"),
    "break": (WTR, "break", 1, [duty(0, "07:00-13:00", 0)], [duty(0, "07:00-13:01", 0)],
              "6 hours 1 minute of work have a break of 0 minutes, where at least 20 minutes are due"),
    "break of 20 minutes": (WTR, "break", 1, [duty(0, "07:00-15:00", 20)], [duty(0, "07:00-15:00", 19)],
                            "7 hours 41 minutes of work have a break of 19 minutes"),
    "normal tour": (POLICE, "normal tour", 1, [duty(0, "07:00-15:00")], [duty(0, "07:00-15:01")],
                    "the duty is 8 hours 1 minute long, where 8 hours are the most"),
    "refreshment": (POLICE, "refreshment", 1, [duty(0, "07:00-15:00", 45)], [duty(0, "07:00-15:00", 44)],
                    "a break of 44 minutes, where at least 45 minutes are due"),
    "rest days of normal tours": (POLICE, "rest days", 14, each(weeks(2, range(5)), "07:00-15:00"),
                                  each([*range(5), *range(7, 13)], "07:00-15:00"),
                                  "Monday 8 June 2026 to Sunday 14 June 2026: 1 rest day, where at least 2 in 7 days are due"),
    "between tours": (POLICE, "between tours", 2, [duty(0, "14:00-22:00"), duty(1, "09:00-17:00")],
                      [duty(0, "14:00-22:00"), duty(1, "08:59-17:00")],
                      "Tuesday 2 June 2026: the duty begins 10 hours 59 minutes after the one before ended"),
    "interval between rest days": (POLICE, "interval between rest days", 9, each(range(1, 8), "07:00-15:00"),
                                   each(range(8), "07:00-15:00"), "0 rest days, where at least 1 in 8 days are due"),
    "rest days of variable shifts": (VARIABLE, "rest days", 70, each(weeks(10, range(5)), "07:00-17:00", 60),
                                     [*each(weeks(10, range(5)), "07:00-17:00", 60), duty(5, "07:00-17:00", 60)],
                                     "19 rest days, where at least 20 in 70 days are due"),
    "between variable tours": (VARIABLE, "between tours", 2, [duty(0, "12:00-22:00"), duty(1, "09:00-19:00")],
                               [duty(0, "12:00-22:00"), duty(1, "08:59-19:00")], "10 hours 59 minutes"),
    "hours in four weeks": (CONTRACT, "hours in four weeks", 28, each(weeks(4, range(5)), "07:00-15:00"),
                            [*each(weeks(4, range(5)), "07:00-15:00")[:-1], duty(25, "07:00-15:01")],
                            "160 hours 1 minute, where the contract has 160 hours in 4 weeks"),
    "rest between shifts": (CONTRACT, "rest between shifts", 2, [duty(0, "14:00-22:00"), duty(1, "09:00-17:00")],
                            [duty(0, "14:00-22:00"), duty(1, "08:59-17:00")], "10 hours 59 minutes"),
    "days in a row": (CONTRACT, "days in a row", 7, each(range(6), "07:00-15:00"), each(range(7), "07:00-15:00"),
                      "0 rest days, where at least 1 in 7 days are due"),
    "rest days in two weeks": (CONTRACT, "rest days in two weeks", 14, each(weeks(2, range(5)), "07:00-15:00"),
                               each([*range(6), *range(7, 12)], "07:00-15:00"),
                               "3 rest days, where at least 4 in 14 days are due"),
    # From 20:00 to 02:00 lies three hours after 23:00, which is night work; a minute less is not.
    "nights in a row": (CONTRACT, "nights in a row", 4, [*each(range(3), "22:00-06:00"), duty(3, "19:59-01:59")],
                        [*each(range(3), "22:00-06:00"), duty(3, "20:00-02:00")],
                        "4 nights, where 3 in 4 days are the most"),
    "free weekends": (CONTRACT, "free weekends", 28, each([5, 13, 19], "07:00-15:00"), each([5, 13, 19, 27], "07:00-15:00"),
                      "0 free weekends, where at least 1 in 4 weeks must be"),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_a_rule_is_kept_by_a_hair_and_broken_by_a_hair(case: Case) -> None:
    rules, name, days, kept, broken, words = case
    assert told(kept, days, rules, name) == []
    said = told(broken, days, rules, name)
    assert len(said) == 1
    assert words in said[0]


def test_every_shipped_rule_about_a_person_has_its_case() -> None:
    shipped = {(name, rule.name) for name in shipped_rules() for rule in read_rules(name).rules if rule.name != "publication"}
    # The steps of variable shifts' refreshment have a test of their own below.
    assert shipped == {(case[0], case[1]) for case in CASES.values()} | {(VARIABLE, "refreshment")}


@pytest.mark.parametrize(("clocks", "minutes"), [
    ("07:00-11:59", 0), ("07:00-12:00", 30), ("07:00-12:59", 30), ("07:00-13:00", 35), ("07:00-14:00", 40),
    ("07:00-15:00", 45), ("07:00-16:00", 50), ("07:00-16:59", 50), ("07:00-17:00", 60), ("07:00-19:00", 60)])
def test_refreshment_rises_with_the_length_of_a_variable_shift(clocks: str, minutes: int) -> None:
    assert told([duty(0, clocks, minutes)], 1, VARIABLE, "refreshment") == []
    assert minutes == 0 or len(told([duty(0, clocks, minutes - 1)], 1, VARIABLE, "refreshment")) == 1


SPRING, AUTUMN = date(2026, 3, 28), date(2026, 10, 24)      # the clocks change in the night after each


@pytest.mark.parametrize("rules", [(WTR, "daily rest"), (POLICE, "between tours"), (CONTRACT, "rest between shifts")],
                         ids=lambda one: str(one[1]))
@pytest.mark.parametrize(("first", "second", "kept"), [
    (SPRING, "09:00-17:00", False),     # eleven hours by the clock, ten that elapsed
    (SPRING, "10:00-18:00", True),
    (AUTUMN, "08:00-16:00", True),      # ten hours by the clock, eleven that elapsed
    (AUTUMN, "07:59-16:00", False)])
def test_rest_over_a_change_of_the_clocks_is_what_elapsed(rules: tuple[str, str], first: date, second: str, kept: bool) -> None:
    duties = [duty(first, "14:00-22:00"), duty(first + timedelta(days=1), second)]
    assert (told(duties, 2, *rules, first=first) == []) is kept


def test_a_night_over_a_change_of_the_clocks_has_the_hours_that_elapsed() -> None:
    assert [duty(first, "22:00-06:00").minutes / 60 for first in (SPRING, AUTUMN)] == [7, 9]
    night = only(WTR, "daily rest").rules[0].night
    as_usual, autumn, spring = MONDAY, AUTUMN + timedelta(days=1), SPRING + timedelta(days=1)
    assert [has_night_work(duty(day, "00:00-02:00", 0), night, LONDON) for day in (as_usual, autumn)] == [False, True]
    assert [has_night_work(duty(day, "00:00-03:00", 0), night, LONDON) for day in (as_usual, spring)] == [True, False]


def test_leave_is_made_up_for_by_as_many_worked_days_after_the_period() -> None:
    # Of 17 weeks of 50 hours, five days of the first are leave: 800 hours. The law does not divide these by 17.
    days = weeks(17, range(5))
    worked = each(days[5:], "07:00-17:00", 0)
    assert told(worked, 119, WTR, "weekly hours", leave=range(5)) == [
        "Monday 1 June 2026 to Sunday 27 September 2026: 50.0 hours of work a week on average, where 48 hours are the most "
        "(weekly hours: reg. 4(1), 4(3)(b), 4(6))."]
    assert told(worked, 119, WTR, "weekly hours") == []
    # Where the week after is known, its shorter days count in place of the average one: 800 + 5 × 3 hours over 17 weeks.
    later = each([119 + day for day in range(5)], "07:00-10:00", 0)
    assert told([*worked, *later], 126, WTR, "weekly hours", leave=range(5)) == []


def test_breaches_of_periods_that_overlap_are_told_once_with_the_worst() -> None:
    said = told(each(range(9), "07:00-15:00"), 14, CONTRACT, "days in a row")
    assert said == ["Monday 1 June 2026 to Sunday 7 June 2026: 0 rest days, where at least 1 in 7 days are due (days in a row: "
                    "this example, clause 3)."]


def test_half_time_has_half_the_contracts_hours_and_leave_counts_as_a_fifth_of_the_week() -> None:
    ten = each(weeks(4, [0, 2])[:8], "07:00-15:00")
    assert told([*ten, duty(1, "07:00-15:00"), duty(8, "07:00-15:00")], 28, CONTRACT, "hours in four weeks",
                weekly_hours=20) == []
    said = told([*ten, duty(1, "07:00-15:00"), duty(8, "07:00-15:00")], 28, CONTRACT, "hours in four weeks",
                weekly_hours=20, leave=[4])
    assert "84 hours with 1 day of leave, where the contract has 80 hours in 4 weeks" in said[0]
