"""Which signals of many are told: the procedures against worked examples and a slow second way."""

from __future__ import annotations

import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from answerable.judgement.false_alarm_rates import USUAL
from answerable.judgement.portfolio import LEVEL, Weighed, expected_by_chance, rejected, rules_in, simes, told

# Benjamini and Hochberg, 1995, section 4: fifteen tests, of which four are told at 0.05.
PUBLISHED = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590,
             1.0]
unhurried = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
chances = st.lists(st.floats(0, 1), min_size=1, max_size=12)


def test_the_published_example_tells_four() -> None:
    named = {f"test {place}": value for place, value in enumerate(PUBLISHED)}
    assert sorted(rejected(named, 15, 0.05)) == ["test 0", "test 1", "test 2", "test 3"]


@unhurried
@given(chances, st.integers(0, 30), st.floats(0.01, 0.5))
def test_what_is_told_is_the_largest_set_within_its_bound(values: list[float], silent: int, level: float) -> None:
    named, tests = {str(place): value for place, value in enumerate(values)}, len(values) + silent
    fits = [count for count in range(len(values) + 1)
            if sum(value <= level * count / tests for value in values) >= count]
    assert len(rejected(named, tests, level)) >= max(fits)
    assert all(named[name] <= level * len(rejected(named, tests, level)) / tests for name in rejected(named, tests, level))


@unhurried
@given(chances)
def test_simes_lies_between_the_smallest_and_bonferroni(values: list[float]) -> None:
    # 3 × 0.7 / 3 need not be 0.7 in binary.
    slack = 1 + 1e-12
    assert min(values) <= slack * simes(values, len(values))
    assert simes(values, len(values)) <= slack * min(1.0, len(values) * min(values))


def test_a_family_counts_once_and_not_by_its_size() -> None:
    signals = [Weighed(f"view {number} of calls", "calls", 0.001) for number in range(10)]
    one = [Weighed("counter", "counter", 0.02)]
    assert told([*signals, *one], {"calls": 10, "counter": 1}) == {signal.measure for signal in [*signals, *one]}
    # The ten views are one finding: they do not lend the other families ten places.
    weak = [Weighed("counter", "counter", 0.06)]
    assert "counter" not in told([*signals, *weak], {"calls": 10, "counter": 1, "a": 1, "b": 1, "c": 1})


def test_within_a_family_only_what_holds_by_itself_is_told() -> None:
    signals = [Weighed("head", "calls", 1e-6), Weighed("part", "calls", 0.4)]
    assert told(signals, {"calls": 2, "others": 5}) == {"head"}


def test_looks_count() -> None:
    assert Weighed("a", "a", 0.002, tests=4).adjusted == 0.008
    assert told([Weighed("a", "a", 0.002, tests=4)], {"a": 1} | {str(i): 1 for i in range(20)}) == frozenset()


def test_nothing_judged_tells_nothing() -> None:
    assert told([], {}) == frozenset()
    assert expected_by_chance([]) == 0


def test_what_chance_gives_grows_with_measures_and_months() -> None:
    assert expected_by_chance([2] * 10) == pytest.approx(20 * expected_by_chance([1]))
    assert expected_by_chance([1], USUAL) > 2 * expected_by_chance([1])
    assert rules_in("making-data-count-r-0.2.2") == 4


def test_of_what_is_told_no_more_than_the_level_is_false() -> None:
    """A hundred portfolios of sixty families of three related measures, a tenth of them really changed."""
    chooser, shares = random.Random(7), []
    for _ in range(200):
        signals, changed = [], set()
        for family in range(60):
            common, real = chooser.random(), chooser.random() < 0.1
            changed |= {f"{family}"} if real else set()
            for part in range(3):
                value = chooser.random() * 1e-4 if real else max(common * 0.9, chooser.random() * 0.1 + common * 0.9)
                signals.append(Weighed(f"{family}.{part}", f"{family}", min(value, 1.0)))
        families = {measure.split(".")[0] for measure in told(signals, {str(family): 3 for family in range(60)})}
        shares.append(len(families - changed) / max(len(families), 1))
    assert sum(shares) / len(shares) <= LEVEL
