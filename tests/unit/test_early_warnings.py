"""Early warnings: raised as soon as a month's odds are under the level, cleared well above it, held against what came."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from answerable.forecasting.backtests import Row
from answerable.forecasting.projection import LEVELS
from answerable.judgement.aims import Amount
from answerable.projecting.early_warnings import Look, MonthOdds, Warned, looks_of, newest_look, odds_of, warned
from answerable.projecting.replays import replay_of
from made_projections import goal, month, projected

GOAL = goal()


def looks(*odds: Sequence[float]) -> list[Look]:
    """A look at each month's end from January 2024 on, with the odds of the next months."""
    return [Look(month(place + 1), tuple(MonthOdds(month(place + 1 + ahead), GOAL, each) for ahead, each in enumerate(row)))
            for place, row in enumerate(odds)]


def days(found: Sequence[Warned]) -> list[tuple[date, date | None]]:
    return [(each.raised_on, each.cleared_on) for each in found]


def test_a_warning_is_raised_at_the_first_fall_under_the_level() -> None:
    found = warned(looks([0.9, 0.8, 0.7], [0.8, 0.6, 0.49], [0.6, 0.45, 0.3]))
    assert days(found) == [(month(2), None)]
    assert (found[0].month.start, found[0].month.odds) == (month(4), 0.49)


def test_at_the_level_there_is_no_warning() -> None:
    assert warned(looks([0.5])) == []


def test_it_is_cleared_only_well_above_the_level() -> None:
    assert days(warned(looks([0.4], [0.55], [0.59], [0.6], [0.9]))) == [(month(1), month(4))]


def test_all_of_the_months_must_be_above_it() -> None:
    assert days(warned(looks([0.4, 0.9], [0.9, 0.55], [0.9, 0.61]))) == [(month(1), month(3))]


def test_it_does_not_come_and_go_around_the_level() -> None:
    assert len(warned(looks(*[[0.49], [0.51]] * 6))) == 1


def test_it_may_be_raised_again_after_it_was_cleared() -> None:
    assert days(warned(looks([0.4], [0.7], [0.4]))) == [(month(1), month(2)), (month(3), None)]


def test_where_nothing_is_to_be_met_any_more_it_is_over() -> None:
    assert days(warned(looks([0.4], []))) == [(month(1), month(2))]


def test_the_level_is_that_of_the_target() -> None:
    careful = goal(warn_below=0.2)
    look = Look(month(1), (MonthOdds(month(1), careful, 0.3),))
    assert warned([look]) == []


def test_the_sentence_says_since_when_how_likely_and_under_what() -> None:
    found = warned(looks([0.9], [0.31]))[0]
    assert found.words("percent") == (
        "The target is at risk since 1 March 2024: by the figures before that day it was unlikely (31%) that March 2024 would "
        "be 80% or more. A warning is given under 50%.")
    assert found.as_json("percent") | {"words": ""} == {
        "raised_on": "2024-03-01", "or_before": False, "month": "2024-03-01", "label": "March 2024", "odds": 0.31, "level": 0.5,
        "words": ""}


def test_what_stood_at_the_first_look_may_have_stood_before() -> None:
    assert warned(looks([0.31]))[0].words("percent").startswith("The target is at risk at least since 1 February 2024: ")


def slow_odds(quantiles: Sequence[float], value: float) -> float:
    """P(below a value): found between two neighbouring quantiles, one after the other."""
    if value < quantiles[0]:
        return LEVELS[0] / 2
    for (low, high), (below, above) in zip(pairwise(quantiles), pairwise(LEVELS), strict=True):
        if low <= value < high:
            return below + (above - below) * (value - low) / (high - low)
    return LEVELS[-1] if value == quantiles[-1] else 1 - (1 - LEVELS[-1]) / 2


@settings(max_examples=30, deadline=None)
@given(st.lists(st.integers(1, 50), min_size=len(LEVELS), max_size=len(LEVELS)), st.integers(-5, 1200))
def test_odds_from_quantiles_are_those_of_straight_lines(gaps: list[int], value: int) -> None:
    quantiles = [float(sum(gaps[:place + 1])) for place in range(len(gaps))]
    expected = slow_odds(quantiles, value)
    assert odds_of(quantiles, Amount(value, "<=")) == pytest.approx(expected)
    assert odds_of(quantiles, Amount(value, ">=")) == pytest.approx(1 - expected)


def test_the_newest_look_has_the_odds_that_are_shown() -> None:
    item = projected([75, 79, 83, 90], [GOAL, None, GOAL, GOAL])
    look = newest_look(item)
    assert look.on == date(2026, 1, 1)
    assert [(each.start, each.odds) for each in look.months] == [(month(24), item.odds[0][0]), (month(26), item.odds[2][0])]


def test_a_backtests_rows_become_looks_at_the_months_after_each_origin() -> None:
    flat = tuple(70 + 20 * level for level in LEVELS)
    rows = [Row("calls", date(2025, 11, 30), ahead, "last", flat, 80.0, 80.0) for ahead in (1, 2, 3)]
    found = looks_of(rows, lambda starts: [GOAL] * len(starts))
    assert [look.on for look in found] == [date(2025, 12, 1)]
    assert [each.start for each in found[0].months] == [month(23), month(24), month(25)]
    assert found[0].months[0].odds == pytest.approx(0.5)


def test_what_came_tells_how_early_a_warning_was_and_whether_it_was_false() -> None:
    # Warned at the end of February for a miss in April; then quiet; then warned in vain.
    told = looks([0.9], [0.4], [0.3], [0.9], [0.9], [0.4], [0.9], [0.9], [0.9], [0.9])
    met = {month(place): place != 3 for place in range(11)}
    replay = replay_of(projected([75.0], [GOAL]), told, met)
    assert [(each.first, each.months, each.begun) for each in replay.missed] == [(month(3), 1, False)]
    assert not replay.missed[0].stood
    assert replay.missed[0].weeks == pytest.approx((date(2024, 5, 1) - date(2024, 3, 1)).days / 7)
    assert days(replay.false) == [(month(6), month(7))]
    assert (replay.stood_missed, replay.stood_met, replay.quiet_missed, replay.quiet_met) == (1, 2, 0, 7)


def test_a_warning_that_never_went_tells_no_second_miss_ahead() -> None:
    met = {month(place): place not in (2, 4) for place in range(6)}
    replay = replay_of(projected([75.0], [GOAL]), looks([0.4], [0.4], [0.4], [0.4], [0.4]), met)
    assert [(each.first, each.stood, each.weeks is None) for each in replay.missed] == [
        (month(2), False, False), (month(4), True, True)]


def test_a_warning_whose_months_have_not_come_is_neither_true_nor_false() -> None:
    replay = replay_of(projected([75.0], [GOAL]), looks([0.9], [0.4]), {month(1): True})
    assert (len(replay.false), len(replay.open)) == (0, 1)


def test_a_miss_without_a_warning_has_no_weeks() -> None:
    replay = replay_of(projected([75.0], [GOAL]), looks([0.9], [0.9]), {month(0): True, month(1): False})
    assert [(each.weeks, each.begun) for each in replay.missed] == [(None, False)]
    assert replay.quiet_missed == 1
