"""Each rule by itself, on examples made by hand. 1 is a high point found, -1 a low one, 0 none."""

from __future__ import annotations

import pytest

from answerable.errors import InputError
from answerable.judgement.rules import (
    OFFICIAL_2023,
    R_0_2_2,
    RULE_SETS,
    Found,
    Stretch,
    beyond_limits,
    one_side_of_mean,
    rule_set_named,
    trend,
    two_of_three,
    two_of_three_inside,
)


def values(*numbers: float) -> Stretch:
    """A stretch of which only the values matter."""
    return Stretch(numbers, *[(0,) * len(numbers)] * 3)


def placed(side: Found, near: Found | None = None, beyond: Found | None = None) -> Stretch:
    """A stretch of which only the places against the lines matter."""
    nowhere = (0,) * len(side)
    return Stretch(tuple(map(float, side)), side, near or nowhere, beyond or nowhere)


def test_beyond_limits_finds_the_points_outside() -> None:
    assert beyond_limits(placed((1, -1, 1), beyond=(1, 0, 0))) == (1, 0, 0)


@pytest.mark.parametrize(
    ("numbers", "found"),
    [
        ((1, 2, 3, 4, 5, 6, 7), (1,) * 7),
        ((7, 6, 5, 4, 3, 2, 1), (-1,) * 7),
        ((1, 2, 3, 4, 5, 6), (0,) * 6),
        ((1, 2, 3, 3, 4, 5, 6), (0,) * 7),
        ((2, 1, 2, 3, 4, 5, 6, 7, 3), (0, 1, 1, 1, 1, 1, 1, 1, 0)),
        ((1, 2, 3, 4, 5, 6, 7, 8), (1,) * 8),
        ((), ()),
    ],
    ids=["seven-up", "seven-down", "only-six", "a-tie-breaks-it", "published-vector", "eight-up", "empty"],
)
def test_a_trend_is_seven_points_each_beyond_the_last(numbers: tuple[float, ...], found: Found) -> None:
    assert trend(values(*numbers)) == found


def test_the_turn_of_two_trends_takes_the_direction_of_the_later() -> None:
    assert trend(values(1, 2, 3, 4, 5, 6, 7, 6, 5, 4, 3, 2, 1)) == (1,) * 6 + (-1,) * 7


def test_the_end_of_a_rise_is_a_rise_whatever_begins_beside_it() -> None:
    # Here we depart from the R code, which calls the seventh point a fall: docs/departures.md.
    assert trend(values(1, 2, 3, 4, 5, 6, 7, 1, 2, 3, 4, 5, 6, 7)) == (1,) * 14


@pytest.mark.parametrize(
    ("side", "found"),
    [
        ((1,) * 7, (1,) * 7),
        ((-1,) * 8 + (1,), (-1,) * 8 + (0,)),
        ((1,) * 6 + (-1,), (0,) * 7),
        ((1, 1, 1, 0, 1, 1, 1, 1), (0,) * 8),
    ],
    ids=["seven-above", "eight-below", "only-six", "on-the-mean-breaks-it"],
)
def test_a_run_is_seven_points_on_one_side_of_the_mean(side: Found, found: Found) -> None:
    assert one_side_of_mean(placed(side)) == found


@pytest.mark.parametrize(
    ("near", "found"),
    [
        ((1, 0, 1), (1, 0, 1)),
        ((0, 1, 1), (0, 1, 1)),
        ((1, 0, 0, 1), (0, 0, 0, 0)),
        ((1, 0, 0, 1, 1), (0, 0, 0, 1, 1)),
        ((0, 0, 1, 0, 1, 0, 0), (0, 0, 1, 0, 1, 0, 0)),
    ],
)
def test_two_of_three_finds_only_the_close_points(near: Found, found: Found) -> None:
    assert two_of_three(placed((1,) * len(near), near)) == found


def test_two_of_three_needs_all_three_on_one_side_of_the_mean() -> None:
    assert two_of_three(placed((1, -1, 1), (1, 0, 1))) == (0, 0, 0)
    assert two_of_three(placed((1, 0, 1), (1, 0, 1))) == (0, 0, 0)
    assert two_of_three(placed((-1, -1, -1), (-1, 0, -1))) == (-1, 0, -1)


def test_a_point_beyond_the_limits_counts_among_two_of_three_only_since_2023() -> None:
    stretch = placed((1, 1, 1), near=(1, 1, 0), beyond=(1, 0, 0))
    assert two_of_three_inside(stretch) == (0, 0, 0)
    assert two_of_three(stretch) == (1, 1, 0)


def test_the_two_sets_differ_in_that_rule_and_in_screening() -> None:
    assert (
        [rule.code for rule in R_0_2_2.rules]
        == [rule.code for rule in OFFICIAL_2023.rules]
        == ["beyond-limits", "trend-of-seven", "two-of-three", "seven-on-one-side"]
    )
    assert R_0_2_2.rule("two-of-three").find is two_of_three_inside
    assert OFFICIAL_2023.rule("two-of-three").find is two_of_three
    assert (R_0_2_2.screen_outliers, OFFICIAL_2023.screen_outliers) == (True, False)


def test_each_rule_says_high_and_low_in_words() -> None:
    for rule_set in RULE_SETS.values():
        for rule in rule_set.rules:
            assert rule.words(1) != rule.words(-1)


def test_a_rule_set_is_found_by_its_id_and_an_unknown_one_names_the_nearest() -> None:
    assert rule_set_named("making-data-count-2023") is OFFICIAL_2023
    with pytest.raises(
        InputError, match=r"unknown rule set 'making-data-count-2024'\. Did you mean 'making-data"
    ):
        rule_set_named("making-data-count-2024")
