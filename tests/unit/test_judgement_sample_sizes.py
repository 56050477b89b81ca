"""How many to look at, and whether two surveys can be told apart."""

from __future__ import annotations

from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from answerable.errors import InputError
from answerable.judgement.sample_differences import difference
from answerable.judgement.sample_sizes import size_to_tell, size_within, size_without_any, told_words
from answerable.judgement.samples import Sample, interval

# Newcombe, Statistics in Medicine 17, 1998, 873-890, table II, method 10: (first, second, low, high) of first - second.
NEWCOMBE = [((56, 70), (48, 80), 0.0524, 0.3339), ((9, 10), (3, 10), 0.1705, 0.8090), ((6, 7), (2, 7), 0.0582, 0.8062),
            ((5, 56), (0, 29), -0.0381, 0.1926), ((0, 10), (0, 20), -0.1611, 0.2775), ((0, 10), (0, 10), -0.2775, 0.2775),
            ((10, 10), (0, 20), 0.6791, 1.0), ((10, 10), (0, 10), 0.6075, 1.0)]


@pytest.mark.parametrize(("later", "earlier", "low", "high"), NEWCOMBE)
def test_the_differences_that_newcombe_printed(later: tuple[int, int], earlier: tuple[int, int], low: float,
                                               high: float) -> None:
    found = difference(Sample(*earlier), Sample(*later))
    assert (found.low, found.high) == pytest.approx((low, high), abs=5e-5)


def test_a_difference_says_whether_the_two_can_be_told_apart() -> None:
    assert difference(Sample(46, 60), Sample(61, 70)).words == \
        "cannot be told apart: the change lies between −2.8 and +24 points, with 95% confidence"
    assert difference(Sample(480, 800), Sample(560, 800)).words == \
        "rose by between 5.3 and 14.6 points, with 95% confidence"
    assert difference(Sample(560, 800), Sample(480, 800)).words == \
        "fell by between 5.3 and 14.6 points, with 95% confidence"


def test_the_same_people_asked_twice_are_refused_with_the_reason() -> None:
    with pytest.raises(InputError, match="not independent"):
        difference(Sample(46, 60), Sample(61, 70), same_people=True)


def test_two_full_counts_differ_by_what_they_differ() -> None:
    found = difference(Sample(46, 60, 60), Sample(35, 70, 70))
    assert found.low == found.high == found.found


@given(st.integers(1, 50), st.integers(1, 50), st.data())
def test_turning_the_two_round_turns_the_difference_round(first: int, second: int, data: st.DataObject) -> None:
    one, other = Sample(data.draw(st.integers(0, first)), first), Sample(data.draw(st.integers(0, second)), second)
    there, back = difference(one, other), difference(other, one)
    assert (there.low, there.high) == pytest.approx((-back.high, -back.low), abs=1e-12)
    assert -1 <= there.low <= there.found <= there.high <= 1


def test_how_many_to_tell_one_share_from_another_in_the_published_tables() -> None:
    """A'Hern, Statistics in Medicine 20, 2001, 859-866, one-sided 5 %, power 80 %: 12 of 35, 6 of 25."""
    for hoped, other, needed, size in ((0.4, 0.2, 12, 35), (0.3, 0.1, 6, 25)):
        plan = size_to_tell(hoped, other)
        assert (plan.needed, plan.size) == (needed, size)


@pytest.mark.parametrize(("hoped", "other"), [(0.9, 0.8), (0.99, 0.5), (0.75, 0.5), (0.999, 0.9), (0.05, 0.2)])
def test_no_smaller_sample_does_it(hoped: float, other: float) -> None:
    """By trying every size and every rule, with plain sums."""
    low, high = (other, hoped) if hoped > other else (1 - other, 1 - hoped)
    slow = next((size, needed) for size in range(1, 500) for needed in range(size + 1)
                if at_least(needed, size, low) <= 0.05 and at_least(needed, size, high) >= 0.8)
    plan = size_to_tell(hoped, other)
    assert (plan.size, plan.needed if plan.higher else plan.size - plan.needed) == slow


def test_a_plan_says_what_to_do() -> None:
    assert told_words(size_to_tell(0.9, 0.8), 0.9, 0.8) == (
        "Look at 82: where at least 72 of them have it, the share is more than 80% (said wrongly at most 4.6% of the time); "
        "a share of 90% is found so 80.6% of the time.")
    assert "at most" in told_words(size_to_tell(0.05, 0.1), 0.05, 0.1)


def test_a_known_population_needs_fewer_and_never_more_than_there_are() -> None:
    assert size_to_tell(0.9, 0.8, population=480).size < size_to_tell(0.9, 0.8).size
    assert size_to_tell(0.9, 0.8, population=20).size <= 20


@pytest.mark.parametrize(("hoped", "other"), [(0.9, 0.9), (1.0, 0.5), (0.5, 0.0)])
def test_questions_that_no_sample_answers_are_refused(hoped: float, other: float) -> None:
    with pytest.raises(InputError):
        size_to_tell(hoped, other)


def test_how_many_for_a_margin() -> None:
    """At a half the end of Wilson's interval lies z / 2√(n + z²) away, so n = z² / 4m² − z²; Cochran's 385 is for p ± z·se."""
    assert size_within(0.05) == 381
    assert size_within(0.05, population=480) < 381
    assert size_within(0.05, expected=0.9) < size_within(0.05)


@given(st.integers(2, 30), st.one_of(st.none(), st.integers(100, 5000)))
def test_the_interval_is_as_narrow_as_was_asked_whatever_is_found(points: int, population: int | None) -> None:
    size = size_within(points / 100, population=population)
    for count in range(0, size + 1, max(1, size // 50)):
        around = interval(Sample(count, size, population))
        assert around is None or (around.high - around.low) / 2 <= points / 100 + 1e-9


def test_how_many_to_be_sure_that_few_are_bad_when_none_is_found() -> None:
    """The discovery samples of auditing: 59 for 5 %, 299 for 1 %, both at 95 % (0.95⁵⁹ = 0.0485, 0.99²⁹⁹ = 0.0495)."""
    assert (size_without_any(0.05), size_without_any(0.01)) == (59, 299)


@given(st.integers(1, 20), st.integers(20, 300))
def test_of_a_known_population_no_smaller_sample_is_sure_either(points: int, population: int) -> None:
    size = size_without_any(points / 100, population=population)
    bad = points * population // 100 + 1

    def unseen(looked_at: int) -> float:
        return comb(population - bad, looked_at) / comb(population, looked_at)

    assert unseen(size) <= 0.05 < unseen(size - 1)


def at_least(needed: int, size: int, share: float) -> float:
    return sum(comb(size, at) * share ** at * (1 - share) ** (size - at) for at in range(needed, size + 1))
