"""Whether a measure keeps to the straight line from where it stood to the target."""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from typing import Any

import pytest

from answerable.judgement.aims import Amount
from answerable.web.register.plans_trajectory import BEHIND, MISSED, ON, REACHED, UNTOLD, Way, way_of

START, END = date(2026, 1, 10), date(2026, 12, 31)
EIGHTY = Amount(80.0, ">=")


def measure(*values: float | None, unit: str = "percent", status: str = "final") -> dict[str, Any]:
    """Figures from January 2026 on."""
    rows = [{"period_start": f"2026-{number:02d}-01", "period_end": f"2026-{number:02d}-{monthrange(2026, number)[1]}",
             "value": value, "status": "no-data" if value is None else status} for number, value in enumerate(values, 1)]
    return {"unit": unit, "figures": rows}


def way(*values: float | None, amount: Amount = EIGHTY, **more: Any) -> Way:
    return way_of(measure(*values, **more), amount, START, END)


def test_the_line_is_straight_from_the_start_to_the_target() -> None:
    """From 69% in January to 80% in December: one point a month."""
    assert way(69.0, 70.0).line == pytest.approx(70.0)
    assert way(69.0, 70.0, 71.0, 72.0, 73.0, 74.0).line == pytest.approx(74.0)


@pytest.mark.parametrize(("values", "state"), [
    ((69.0, 70.0, 71.0), ON), ((69.0, 69.9, 70.9), BEHIND), ((69.0, 69.9, 71.0), ON), ((69.0, 70.0, 70.9), ON),
    ((69.0, 60.0), ON), ((69.0, 60.0, None, 60.0), BEHIND)])
def test_behind_only_once_two_figures_in_a_row_are(values: tuple[float | None, ...], state: str) -> None:
    assert way(*values).state == state


def test_one_figure_beside_the_line_is_said_but_not_taken_for_more() -> None:
    assert way(69.0, 70.0, 70.5).words == (
        "Beside its way for one month: 70.5% in March 2026, where 71% or more was needed to come to 80% or more.")


def test_where_the_target_was_met_at_the_start_it_is_to_be_held() -> None:
    assert way(85.0, 84.0, 81.0).state == ON
    assert way(85.0, 79.0, 79.5).state == BEHIND


def test_a_falling_measure_has_a_falling_line() -> None:
    falling = {"amount": Amount(290.0, "<="), "unit": "seconds"}
    assert way(400.0, 390.0, 381.0, **falling).line == pytest.approx(380.0)
    assert way(400.0, 395.0, 385.0, **falling).state == BEHIND
    assert way(400.0, 385.0, 375.0, **falling).state == ON


@pytest.mark.parametrize(("last", "state"), [(80.0, REACHED), (79.9, MISSED)])
def test_the_last_month_decides(last: float, state: str) -> None:
    assert way(*[70.0] * 11, last).state == state


def test_provisional_figures_count_for_nothing() -> None:
    assert way(69.0, 60.0, 60.0, status="provisional").state == UNTOLD


@pytest.mark.parametrize(("starts", "ends"), [(None, END), (START, None), (date(2019, 1, 1), END)])
def test_without_a_start_or_an_end_there_is_no_line(starts: date | None, ends: date | None) -> None:
    found = way_of(measure(60.0, 61.0), EIGHTY, starts, ends)
    assert (found.state, found.line) == (UNTOLD, None)
    assert "to be reached is 80% or more" in found.words
    assert way_of(measure(60.0, 81.0), EIGHTY, starts, ends).state == REACHED


def test_a_measure_that_the_release_does_not_have_is_untold() -> None:
    assert way_of(None, EIGHTY, START, END).state == UNTOLD
