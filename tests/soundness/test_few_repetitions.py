"""What is told of two rooms with few repetitions holds the truth as often as it says."""

from __future__ import annotations

from math import sqrt

import numpy as np
import pytest

from answerable.simulation.results import difference_of, margin_of

WORLDS = 4000


@pytest.mark.parametrize("repetitions", [4, 8, 50])
def test_the_interval_of_a_difference_holds_it_95_times_in_100(repetitions: int) -> None:
    chances, held = np.random.default_rng(repetitions), 0
    for _ in range(WORLDS):
        came = chances.poisson(1000, repetitions)
        before = chances.binomial(came, 0.8)
        after = before + chances.binomial(came - before, 0.2)      # a fifth of the others: four points more of 100
        mean, error = difference_of((before, came), (after, came))
        held += abs(mean - 0.04) <= margin_of(error, repetitions)
    assert held / WORLDS == pytest.approx(0.95, abs=0.0025 + 3.5 * sqrt(0.95 * 0.05 / WORLDS))


def test_one_repetition_tells_no_difference() -> None:
    assert margin_of(0.0, 1) == float("inf")
