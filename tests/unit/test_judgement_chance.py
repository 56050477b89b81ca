"""What chance can explain: simulated services, and slow second readings."""

from __future__ import annotations

import math
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from answerable.judgement.chance import DEVIATIONS, ORDINARY_SPREAD, apart, enough_cases, error_of_mean


@settings(deadline=None)
@given(st.floats(0.02, 0.98), st.floats(0.02, 0.98), st.sampled_from([1, 2]))
def test_enough_cases_is_the_least_that_is_enough(one: float, other: float, figures: int) -> None:
    needed = enough_cases(one, other, figures)
    if needed is None:
        assert abs(apart(one, other, [1e15] * figures)) <= DEVIATIONS + 1e-6
        return
    assert abs(apart(one, other, [needed + 1] * figures)) > DEVIATIONS
    assert needed == 1 or abs(apart(one, other, [needed - 1] * figures)) <= DEVIATIONS + 1e-6


def test_on_few_cases_shares_lie_as_far_apart_as_by_the_pooled_test() -> None:
    # Where counting outweighs the ordinary spread, the angle test and the pooled two-proportion test agree.
    one, other, n = 0.6, 0.4, 20
    pooled = (one - other) / math.sqrt(0.5 * 0.5 * 2 / n)
    assert apart(one, other, [n, n]) == pytest.approx(pooled, rel=0.15)


def test_a_steady_service_is_rarely_called_fallen() -> None:
    luck = random.Random(4)
    fallen = 0
    for _trial in range(4000):
        middle = math.asin(math.sqrt(luck.uniform(0.3, 0.97)))
        shares = []
        for _month in range(2):
            true = math.sin(min(max(luck.gauss(middle, ORDINARY_SPREAD), 0.0), math.pi / 2)) ** 2
            n = 400
            shares.append(sum(luck.random() < true for _ in range(n)) / n)
        fallen += apart(shares[0], shares[1], [400, 400]) > DEVIATIONS
    assert fallen <= 16      # 0.135% of 4,000 is 5.4; more than 16 has a chance below one in ten thousand


def test_values_that_follow_one_another_tell_less() -> None:
    luck, value, following = random.Random(7), 0.0, []
    for _ in range(200):
        value = 0.7 * value + luck.gauss(0, 1)
        following.append(value)
    mixed = following[:]
    luck.shuffle(mixed)
    assert error_of_mean(following) > 1.7 * error_of_mean(mixed)
    assert error_of_mean([5.0] * 12) == 0.0
