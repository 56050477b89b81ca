"""Placing things on a chart: no label covers another, no axis says what cannot be."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from answerable.charts.layout import axis_domain, month_slots, spread, text_width, ticks, wrap
from answerable.charts.plot import tick_text

places = st.lists(st.floats(-50, 350), min_size=1, max_size=8).map(sorted)
sizes = st.lists(st.floats(5, 30), min_size=8, max_size=8)


@given(places, sizes)
def test_labels_never_overlap_and_stay_on_the_line(wanted: list[float], all_sizes: list[float]) -> None:
    own = all_sizes[:len(wanted)]
    centres = spread(wanted, own, 0, 300)
    for (first, size), (second, other) in pairwise(zip(centres, own, strict=True)):
        assert second - first >= (size + other) / 2 - 1e-6
    assert centres[0] >= own[0] / 2 - 1e-6
    assert centres[-1] + own[-1] / 2 <= 300 + 1e-6


def test_labels_that_do_not_touch_stay_where_they_are_wanted() -> None:
    assert spread([10, 50, 90], [20, 20, 20], 0, 100) == [10, 50, 90]


def test_labels_that_touch_share_the_push() -> None:
    assert spread([50, 52], [20, 20], 0, 100) == [41, 61]


def test_too_many_labels_start_at_the_top() -> None:
    assert spread([0, 0, 0], [20, 20, 20], 0, 30) == [10, 30, 50]


def test_the_axis_does_not_start_at_zero_unless_the_figures_do() -> None:
    low, high = axis_domain([60, 80], (0.0, 100.0))
    assert 50 < low < 60
    assert 80 < high < 90


@given(st.lists(st.floats(0, 100), min_size=1))
def test_a_percentage_axis_never_leaves_what_is_possible(values: list[float]) -> None:
    low, high = axis_domain(values, (0.0, 100.0))
    assert 0 <= low < high <= 100
    assert low <= min(values)
    assert high >= max(values)


def test_a_flat_series_still_has_an_axis() -> None:
    low, high = axis_domain([40.0, 40.0], (0.0, None))
    assert low < 40 < high


@given(st.floats(0, 1e5), st.floats(0.01, 1e6), st.booleans())
def test_ticks_are_few_even_and_on_the_axis(low: float, span: float, seconds: bool) -> None:
    found = ticks(low, low + span, 6, seconds=seconds)
    assert len(found) <= 7
    assert all(low - span * 1e-8 <= value <= low + span * (1 + 1e-8) for value in found)
    gaps = [second - first for first, second in pairwise(found)]
    assert gaps == pytest.approx([gaps[0]] * len(gaps)) if gaps else True


def test_ticks_of_a_clock_are_those_of_a_clock() -> None:
    assert [tick_text(value, "seconds") for value in ticks(0, 130, 6, seconds=True)] == [
        "0 s", "30 s", "1 min", "1 min 30 s", "2 min"]
    assert [tick_text(value, "seconds") for value in ticks(0, 15000, 6, seconds=True)] == [
        "0 s", "1 h", "2 h", "3 h", "4 h"]


def test_ticks_of_a_share_have_no_more_digits_than_they_need() -> None:
    assert [tick_text(value, "percent") for value in ticks(97, 100, 6)] == [
        "97%", "97.5%", "98%", "98.5%", "99%", "99.5%", "100%"]
    assert tick_text(12500.0, "contacts") == "12,500"


@pytest.mark.parametrize(("months", "most", "labelled"), [
    (36, 13, ["2024-01", "2024-04"]), (36, 7, ["2024-01", "2024-07"]), (4, 13, ["2023-11", "2023-12"]),
    (120, 13, ["2024-01", "2025-01"])])
def test_months_are_labelled_on_round_months_of_the_calendar(
    months: int, most: int, labelled: list[str]
) -> None:
    days = [
        date((2023 * 12 + 10 + number) // 12, (2023 * 12 + 10 + number) % 12 + 1, 1)
        for number in range(months)
    ]
    slots = month_slots(days, most)
    assert len(slots) <= most
    assert [days[slot].strftime("%Y-%m") for slot in slots[:2]] == labelled


@given(st.text("abc mW", max_size=80), st.floats(60, 300))
def test_wrapped_text_fits_and_loses_no_letter(text: str, width: float) -> None:
    lines = wrap(text, width, 14)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert all(text_width(line, 14) <= width for line in lines)
