"""Steps that are proposed: where, how large, how sure; and where none may be."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from answerable.judgement import steps
from answerable.judgement.charts import control_chart
from answerable.judgement.series import PhaseStart, Point
from answerable.judgement.steps import (
    BREAK,
    CHANGE,
    MINIMUM_EACH_SIDE,
    ORDERS,
    Happening,
    Proposal,
    best_split,
    chance_at,
    chance_of,
    discounted,
    evidence_at,
    line_share,
    proposals,
)

LEVELS = [60, 62, 59, 61, 60, 63, 58, 61, 60, 62]
STEP = [*LEVELS, *[value + 20 for value in LEVELS]]


def month(number: int) -> date:
    return date(2024 + number // 12, number % 12 + 1, 1)


def points(values: Sequence[float | None]) -> list[Point]:
    return [Point(month(place), f"month {place}", value, "no-data" if value is None else "final")
            for place, value in enumerate(values)]


def proposed(values: Sequence[float | None], breaks: Sequence[Happening] = (), starts: Sequence[int] = ()) -> list[Proposal]:
    chart = control_chart(points(values), direction="higher", phase_starts=[PhaseStart(month(each), "") for each in starts])
    return proposals(chart, breaks)


def test_a_step_is_proposed_with_both_sides_and_what_led_there() -> None:
    [found] = proposed(STEP)
    assert (found.at, found.why) == (month(10), CHANGE)
    assert (found.before.figures, found.after.figures) == (10, 10)
    assert (found.before.mean, found.after.mean, found.size) == pytest.approx((60.6, 80.6, 20))
    # Moving ranges 2 3 2 1 3 5 3 1 2: 22/9 on average, and 2.66 of them to either side.
    assert found.before.upper == pytest.approx(60.6 + 2.66 * 22 / 9)
    assert found.chance is not None
    assert (found.chance.as_large, found.chance.orders) == (0, ORDERS)
    assert "beyond-limits" in dict(found.rules)
    assert found.words("percent").startswith("A step change in month 10 is proposed: the average went from 60.6% (10 figures) "
                                             "to 80.6% (10 figures). Of 999 random orders of the same figures, none show a "
                                             "step")


def test_the_same_figures_get_the_same_answer_whatever_order_they_come_in() -> None:
    chart = control_chart(random.Random(1).sample(points(STEP), len(STEP)), direction="lower")
    assert [each.as_json("percent") for each in proposals(chart)] == [each.as_json("percent") for each in proposed(STEP)]


@pytest.mark.parametrize("short", range(2, MINIMUM_EACH_SIDE))
def test_too_few_figures_on_a_side_propose_nothing(short: int) -> None:
    assert proposed([*LEVELS, *[95] * short]) == []
    assert proposed([*[95] * short, *LEVELS]) == []


def test_a_gap_is_no_step_and_none_is_proposed_over_one() -> None:
    assert proposed([*LEVELS, None, *[value + 20 for value in LEVELS]]) == []
    assert proposed([*LEVELS, None, None, *LEVELS]) == []


def test_a_steady_rise_is_no_step() -> None:
    assert proposed([60 + place + (place % 3) / 2 for place in range(24)]) == []


def test_figures_that_never_move_propose_nothing() -> None:
    assert proposed([50] * 30) == []


def test_two_steps_are_found_and_each_held_against_its_neighbours() -> None:
    found = proposed([*LEVELS, *[value + 20 for value in LEVELS], *[value + 5 for value in LEVELS]])
    assert [each.at for each in found] == [month(10), month(20)]
    assert [round(each.size, 6) for each in found] == [20, -15]


def test_where_a_phase_begins_there_is_a_step_already() -> None:
    values = [*STEP, *[value + 20 for value in LEVELS]]
    assert proposed(values, starts=[10]) == []
    assert proposed(values, [Happening(month(10), "another system")], starts=[10]) == []


def test_a_change_of_system_is_proposed_whether_the_figures_changed_or_not() -> None:
    [found] = proposed([*LEVELS, *LEVELS], [Happening(date(2024, 10, 20), "another system")])
    # A day within a month: the next month is the first that is wholly of the new.
    assert (found.at, found.why, found.size) == (month(10), BREAK, 0)
    assert found.chance is not None
    assert found.chance.as_large == ORDERS
    assert [each.words for each in found.beside] == ["another system"]


def test_a_change_of_system_beside_a_found_step_is_not_proposed_twice() -> None:
    assert len(proposed(STEP, [Happening(month(10), "another system")])) == 1
    assert len(proposed(STEP, [Happening(month(9), "another system")])) == 1


def test_a_change_of_system_with_too_few_figures_since_is_not_proposed() -> None:
    assert proposed([*LEVELS, *LEVELS[:7]], [Happening(month(10), "another system")]) == []


def test_evidence_of_too_few_figures_says_what_it_can() -> None:
    assert evidence_at(points([1, 2, 3]), month(3)) == {}
    found = evidence_at(points([1, 2, 3, 10]), month(3))
    assert (found["after"]["figures"], found["after"]["lower"], found["chance"]) == (1, None, None)


# ---- slow second implementations ----

few = st.lists(st.integers(0, 30), min_size=16, max_size=26)


@given(few)
def test_the_best_place_has_the_least_squares(values: list[int]) -> None:
    def squares(part: Sequence[int]) -> Fraction:
        mean = Fraction(sum(part), len(part))
        return sum(((value - mean) ** 2 for value in part), Fraction(0))

    whole = squares(values)
    place, share = best_split(values)
    if whole == 0:
        assert (place, share) == (0, 0.0)
        return
    everywhere = {before: (whole - squares(values[:before]) - squares(values[before:])) / whole
                  for before in range(1, len(values))}
    explained = {before: gain for before, gain in everywhere.items()
                 if MINIMUM_EACH_SIDE <= before <= len(values) - MINIMUM_EACH_SIDE}
    if place == 0:
        # Better placed where one side has too few: waited for, not proposed.
        assert max(everywhere.values()) >= max(explained.values())
        return
    assert share == pytest.approx(float(max(explained.values())), abs=1e-9)
    assert float(explained[place]) == pytest.approx(share, abs=1e-9)


@given(few)
def test_the_line_explains_what_least_squares_says(values: list[int]) -> None:
    n = len(values)
    sx, sy = Fraction(n * (n - 1), 2), Fraction(sum(values))
    sxx, syy = Fraction(sum(i * i for i in range(n))), Fraction(sum(v * v for v in values))
    sxy = Fraction(sum(i * v for i, v in enumerate(values)))
    down = (n * sxx - sx * sx) * (n * syy - sy * sy)
    expected = float((n * sxy - sx * sy) ** 2 / down) if down else 0.0
    assert line_share(values) == pytest.approx(expected, abs=1e-9)


@given(few, st.integers(-50, 50), st.integers(1, 9))
@settings(max_examples=30)
def test_shifting_and_scaling_move_the_proposal_with_them(values: list[int], shift: int, scale: int) -> None:
    plain, moved = proposed(values), proposed([scale * value + shift for value in values])
    assert [(each.at, each.chance) for each in plain] == [(each.at, each.chance) for each in moved]
    assert [each.size * scale for each in plain] == pytest.approx([each.size for each in moved])


def test_the_chance_nears_the_share_of_all_orders() -> None:
    before, after = [1, 4, 2, 7], [6, 8, 3, 9]
    orders = [abs(sum(order[:4]) - sum(order[4:])) for order in permutations([*before, *after])]
    exact = sum(each >= abs(sum(before) - sum(after)) for each in orders) / len(orders)
    chance = chance_at(before, after)
    assert chance is not None
    assert chance.as_large / chance.orders == pytest.approx(exact, abs=0.04)


def test_counting_stops_when_there_are_too_many() -> None:
    noise = [random.Random(2).gauss(0, 1) for _ in range(24)]
    chance = chance_of(noise, best_split(noise)[1] / 2)
    assert chance.as_large == steps.MOST_AS_LARGE + 1
    assert chance.orders < ORDERS


def test_figures_that_are_like_their_neighbours_speak_less_for_a_step() -> None:
    slow = [60 + 3 * (place // 4 % 2) + (10 if place >= 16 else 0) for place in range(32)]
    place, share = best_split(slow)
    assert discounted(slow, place, share) < share
    assert discounted([1.0] * 8 + [2.0] * 8, 8, 1.0) == 1.0


def test_stable_figures_seldom_propose_a_step() -> None:
    rng = random.Random(5)
    stable = [proposed([rng.gauss(80, 4) for _ in range(30)]) for _ in range(300)]
    assert sum(map(bool, stable)) <= 8
