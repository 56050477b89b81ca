"""Which way a series goes over a year: the sign test, what may be compared, and how often it errs."""

from __future__ import annotations

import random
from datetime import date
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from answerable.judgement.series import PhaseStart, Point
from answerable.judgement.trends import ERROR, IMPROVING, LEAST_PAIRS, WORSENING, Year, sign_test, year_of


def month(number: int) -> date:
    return date(2024 + number // 12, number % 12 + 1, 1)


def points(values: list[float | None]) -> list[Point]:
    return [Point(month(place), "x", value, "no-data" if value is None else "final") for place, value in enumerate(values)]


def year(values: list[float | None], direction: str = "higher", starts: tuple[PhaseStart, ...] = ()) -> Year:
    series = points(values)
    return year_of(series, next(point for point in reversed(series) if point.judged), direction, starts)


# From the binomial table: P(11 or more of 12) = 13/4096, doubled; P(8 of 8) = 1/256, doubled.
@pytest.mark.parametrize(("one", "other", "chance"), [
    (11, 1, 26 / 4096), (12, 0, 2 / 4096), (10, 2, 158 / 4096), (8, 0, 2 / 256), (6, 6, 1.0), (0, 0, 1.0), (1, 11, 26 / 4096)])
def test_the_sign_test_gives_the_tabled_chances(one: int, other: int, chance: float) -> None:
    assert sign_test(one, other) == pytest.approx(chance, rel=1e-12)


@given(st.integers(0, 6), st.integers(0, 6))
def test_the_sign_test_is_what_throwing_every_row_of_coins_gives(one: int, other: int) -> None:
    rows = list(product((0, 1), repeat=one + other))
    as_uneven = sum(max(sum(row), len(row) - sum(row)) >= max(one, other) for row in rows)
    assert sign_test(one, other) == pytest.approx(as_uneven / len(rows))


def test_of_twelve_months_eleven_must_be_of_one_kind() -> None:
    assert [Year(better, 12 - better, 12).code for better in (12, 11, 10, 6, 2, 1, 0)] == [
        IMPROVING, IMPROVING, None, None, None, WORSENING, WORSENING]
    assert Year(8, 0, 8).code == IMPROVING
    assert Year(7, 0, 7).code is None


def test_each_month_is_held_against_itself_a_year_before_so_seasons_play_no_part() -> None:
    season = [80.0, 82, 84, 70, 60, 55, 50, 52, 60, 70, 75, 78]
    assert year([*season, *[value - 1 for value in season]]) == Year(0, 12, 12)
    assert year([*season, *[value - 1 for value in season]], "lower") == Year(12, 0, 12)
    assert year([*season, *season]) == Year(0, 0, 12)
    assert year([*season, *season], "neutral") == Year(0, 0, 0)


def test_only_final_figures_of_both_years_make_a_pair() -> None:
    first: list[float | None] = [50.0] * 12
    second: list[float | None] = [60.0, None, *[60.0] * 10]
    assert year([None, *first[1:], *second]) == Year(10, 0, 10)
    assert year(first) == Year(0, 0, 0)


def test_the_year_before_last_plays_no_part() -> None:
    assert year([10.0] * 12 + [50.0] * 12 + [60.0] * 12) == Year(12, 0, 12)


def test_a_change_of_meaning_ends_what_may_be_compared_and_a_change_of_level_does_not() -> None:
    values: list[float | None] = [86.0] * 12 + [65.0] * 12
    assert year(values, starts=(PhaseStart(month(12), "a new definition"),)) == Year(0, 0, 0)
    accepted = PhaseStart(month(12), "a step that somebody accepted", level_only=True)
    assert year(values, starts=(accepted,)).code == WORSENING


@given(st.lists(st.one_of(st.none(), st.integers(0, 100).map(float)), min_size=13, max_size=40).filter(lambda v: any(
    value is not None for value in v)))
def test_turning_the_direction_round_swaps_better_and_worse(values: list[float | None]) -> None:
    higher, lower = year(values), year(values, "lower")
    assert (higher.better, higher.worse, higher.pairs) == (lower.worse, lower.better, lower.pairs)
    assert year([None if value is None else value * 3 + 7 for value in values]) == higher


def test_a_leap_day_has_a_year_before_it() -> None:
    days = [Point(date(2023, 2, 28), "x", 1.0, "final"), Point(date(2024, 2, 29), "x", 2.0, "final")]
    assert year_of(days, days[-1], "higher") == Year(1, 0, 1)


def test_a_year_without_change_is_called_better_or_worse_as_seldom_as_declared() -> None:
    chance = random.Random(3)
    called = sum(Year(better, 12 - better, 12).code is not None for better in (
        sum(chance.random() < 0.5 for _month in range(12)) for _series in range(20_000)))
    assert called / 20_000 <= ERROR
    assert called / 20_000 == pytest.approx(26 / 4096, abs=0.002)
    assert next(size for size in range(1, 13) if sign_test(size, 0) <= ERROR) == LEAST_PAIRS
