"""By when a recommendation is to be answered."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from answerable.errors import InputError
from answerable.forecasting.calendars import public_holidays
from answerable.response_clocks import days_left, is_working_day, response_due

ENGLAND = public_holidays("England", range(2024, 2030))
SCOTLAND = public_holidays("Scotland", range(2024, 2030))


@pytest.mark.parametrize(("published", "due"), [
    (date(2027, 1, 1), date(2027, 2, 25)), (date(2027, 2, 1), date(2027, 3, 28)), (date(2028, 2, 1), date(2028, 3, 27)),
    (date(2026, 11, 22), date(2027, 1, 16)), (date(2027, 12, 31), date(2028, 2, 24)), (date(2028, 2, 29), date(2028, 4, 24))])
def test_an_inspectorates_56_days_begin_with_the_day_of_publication(published: date, due: date) -> None:
    """Police Act 1996 s.55(5A) and (5B): days are days, whatever their weekday, and a leap day is one of them."""
    assert response_due(published, "inspectorate") == due
    assert (due - published).days + 1 == 56


@pytest.mark.parametrize(("published", "days", "off", "due"), [
    # A Monday, a Friday, a Saturday.
    (date(2027, 3, 1), 5, ENGLAND, date(2027, 3, 8)), (date(2027, 3, 5), 1, ENGLAND, date(2027, 3, 8)),
    (date(2027, 3, 6), 1, ENGLAND, date(2027, 3, 8)),
    # Easter 2027: Good Friday 26 March, Easter Monday 29 March; Scotland works on Easter Monday.
    (date(2027, 3, 25), 1, ENGLAND, date(2027, 3, 30)), (date(2027, 3, 25), 1, SCOTLAND, date(2027, 3, 29)),
    # Christmas 2027 falls on a weekend: Monday 27 and Tuesday 28 December stand for it, and 3 January for New Year's Day.
    (date(2027, 12, 23), 3, ENGLAND, date(2027, 12, 30)), (date(2027, 12, 23), 6, ENGLAND, date(2028, 1, 5)),
    (date(2027, 12, 23), 6, SCOTLAND, date(2028, 1, 6)),
    (date(2026, 12, 24), 1, ENGLAND, date(2026, 12, 29)), (date(2027, 3, 1), 20, frozenset(), date(2027, 3, 29))])
def test_working_days_leave_out_weekends_and_bank_holidays(published: date, days: int, off: frozenset[date], due: date) -> None:
    assert response_due(published, "working-days", days, off) == due


@given(st.dates(date(2024, 6, 1), date(2028, 6, 1)), st.integers(1, 200))
def test_as_many_working_days_lie_after_the_day_of_publication_as_were_given(published: date, days: int) -> None:
    due = response_due(published, "working-days", days, ENGLAND)
    assert due is not None
    walked = [published + timedelta(days=step) for step in range(1, (due - published).days + 1)]
    assert sum(day.weekday() < 5 and day not in ENGLAND for day in walked) == days
    assert is_working_day(due, ENGLAND)


def test_what_has_no_limit_or_no_beginning_is_not_due() -> None:
    assert response_due(date(2027, 1, 1), "none") is None
    assert response_due(None, "inspectorate") is None
    assert response_due(None, "date", by=date(2027, 5, 1)) == date(2027, 5, 1)


@pytest.mark.parametrize(("clock", "days", "told"), [("working-days", None, "no number of working days"),
                                                     ("working-days", 0, "no number"), ("working-days", 1001, "no number"),
                                                     ("date", None, "none is given"), ("moon", None, "unknown clock 'moon'")])
def test_a_clock_that_lacks_something_says_so(clock: str, days: int | None, told: str) -> None:
    with pytest.raises(InputError, match=told):
        response_due(date(2027, 1, 1), clock, days)


def test_the_day_due_is_in_time() -> None:
    due = date(2027, 2, 25)
    assert [days_left(due, due + timedelta(days=step)) for step in (-12, 0, 1)] == [12, 0, -1]
