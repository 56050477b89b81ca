"""Who was there, inferred from who answered: small days that can be counted by hand."""

from __future__ import annotations

import numpy as np
import pytest

from answerable.errors import InputError
from answerable.fitting.contacts import ANSWERED, CONTAINED, GAVE_UP, Contacts
from answerable.fitting.days import chosen_days, read_span
from answerable.fitting.presence import at_once, pools_of, presence_of
from answerable.periods import to_date

NINE = 9 * 3600.0
# Line, seconds from midnight, wait, talk and handler of each contact; a talk of None: it gave up.
Row = tuple[int, float, float, float | None, int]


def contacts(*rows: Row, lines: tuple[str, ...] = ("101",), days: int = 1) -> Contacts:
    """Contacts of made-up days from Thursday 1970-01-01."""
    line, came, wait, talk, handler = (np.array(column) for column in zip(*rows, strict=True))
    answered = np.array([seconds is not None for seconds in talk])
    empty = np.full(len(rows), np.nan)
    return Contacts(
        lines, 0, days - 1, line, (came // 86400).astype(int), (came % 86400 // 1800).astype(int),
        np.where(answered, ANSWERED, GAVE_UP), came, wait.astype(float), np.zeros(len(rows)), empty,
        np.array([np.nan if seconds is None else seconds for seconds in talk], dtype=float), empty, handler,
        np.zeros(len(rows), dtype=int), (False,) * len(lines))


def test_a_handler_is_there_between_contacts_and_gone_after_half_an_hour_without() -> None:
    found = presence_of(contacts((0, NINE, 0, 600, 7), (0, NINE + 1800, 0, 600, 7), (0, NINE + 7200, 0, 900, 7)), None)[0]
    # 9:00 to 9:40 without a break, then 11:00 to 11:15.
    assert found.heads[0, 18:23].tolist() == [1.0, pytest.approx(1 / 3), 0.0, 0.0, 0.5]
    assert found.heads.sum() / 2 == pytest.approx(40 / 60 + 15 / 60)
    assert not found.from_duties


def test_who_can_take_a_contact_is_seen_while_somebody_waits() -> None:
    """Two are there from nine to ten; for ten minutes somebody waits while one of them takes nothing."""
    found = presence_of(contacts((0, NINE, 0, 3600, 1), (0, NINE, 0, 60, 2), (0, NINE + 1200, 600, 1800, 2)), None)[0]
    assert found.heads[0, 18:20].tolist() == [2.0, 2.0]
    assert found.able.value == pytest.approx(0.5)


def test_where_nobody_waits_nothing_is_known_of_who_could() -> None:
    assert np.isnan(presence_of(contacts((0, NINE, 5, 600, 1), (0, NINE, 0, 60, 2)), None)[0].able.value)


def test_duties_go_before_who_answered() -> None:
    duties = np.full((1, 48), 3.0)
    found = presence_of(contacts((0, NINE, 0, 3600, 1), (0, NINE + 10, 900, 1800, 1)), duties)[0]
    assert (found.heads == 3.0).all()
    assert found.able.value == pytest.approx(1 / 3)
    assert found.from_duties


def test_without_handlers_the_most_at_once_were_there() -> None:
    found = presence_of(contacts((0, NINE, 0, 600, 0), (0, NINE + 60, 0, 600, 0), (0, NINE + 1800, 0, 300, 0)), None)[0]
    assert found.heads[0, 17:21].tolist() == [0.0, 2.0, 1.0, 0.0]


def test_handlers_of_the_same_lines_are_a_pool() -> None:
    """Two take calls alone, two take chats alone, and one who took a single chat among forty calls is of the calls."""
    rows = [(0, NINE + 100 * number, 0, 60, 1 + number % 3) for number in range(120)]
    rows += [(1, NINE + 200 * number, 0, 60, 8 + number % 2) for number in range(40)] + [(1, NINE, 0, 60, 1)]
    found = pools_of(contacts(*rows, lines=("101", "chat")))
    assert [lines for lines, _own in found] == [(0,), (1,)]
    assert [int(own.sum()) for _lines, own in found] == [121, 40]


def test_pools_of_other_days_are_found_again() -> None:
    both = [(number % 2, NINE + 60 * number, 0, 60, 5) for number in range(40)]
    first = presence_of(contacts(*both, lines=("101", "999")), None)
    again = presence_of(contacts(*[(0, *row[1:]) for row in both], lines=("101", "999")), None, first)
    assert [pool.lines for pool in again] == [pool.lines for pool in first] == [(0, 1)]


def test_chats_at_once_are_those_of_one_handler() -> None:
    rows = [(0, NINE + 1000 * number + shift, 0, 900, 1) for number in range(10) for shift in (0, 30)]
    assert at_once(contacts(*rows), 0) == 2
    assert at_once(contacts(*[(0, came, wait, talk, place) for place, (_, came, wait, talk, _) in enumerate(rows, 1)]), 0) == 1


def test_the_last_whole_month_is_checked_on_and_thirteen_weeks_fitted_to() -> None:
    came = read_span("2026-01")[0], read_span("2026-10")[1] + 9
    fitted, checked = chosen_days(came, None, None, None)
    assert [str(to_date(day)) for day in (*fitted, *checked)] == ["2026-07-02", "2026-09-30", "2026-10-01", "2026-10-31"]


def test_of_a_single_month_the_last_week_is_checked_on() -> None:
    fitted, checked = chosen_days(read_span("1999-02"), None, None, None)
    assert [str(to_date(day)) for day in (*fitted, *checked)] == ["1999-02-01", "1999-02-21", "1999-02-22", "1999-02-28"]


@pytest.mark.parametrize(("words", "said"), [
    ((None, "2026-09-20", "2026-09"), "overlap"), ((None, None, "2026-01"), "less than a week"),
    (("yesterday", None, None), "'yesterday' is no day"), ((None, None, "2026-13"), "is no month and no span of days"),
    ((None, None, "2027-03"), "no contact came in 2027-03")])
def test_days_that_cannot_be_are_told(words: tuple[str | None, str | None, str | None], said: str) -> None:
    with pytest.raises(InputError) as told:
        chosen_days((read_span("2026-01")[0], read_span("2026-10")[1]), *words)
    assert said in str(told.value)


def test_who_was_content_with_the_message_is_not_offered() -> None:
    found = contacts((0, NINE, 0, 60, 1), (0, NINE, 30, None, 0))
    found.outcome[0] = CONTAINED
    assert found.offered.tolist() == [False, True]
