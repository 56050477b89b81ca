"""Scores of forecasts, against worked values and a library of them."""

from __future__ import annotations

import numpy as np
import pytest

from answerable.forecasting.projection import LEVELS
from answerable.forecasting.scores import brier, crps_sample, interval_score, pinball, weighted_interval_score


def test_a_quantile_that_is_too_low_costs_its_level_and_one_too_high_the_rest() -> None:
    assert pinball(0.9, 100, 110) == pytest.approx(9)
    assert pinball(0.9, 100, 90) == pytest.approx(1)
    assert pinball(0.5, 100, 100) == 0


def test_an_interval_costs_its_width_and_twenty_times_what_lies_outside_of_ninety_percent() -> None:
    assert interval_score(70, 90, 80, 0.1) == pytest.approx(20)
    assert interval_score(70, 90, 65, 0.1) == pytest.approx(20 + 5 * 20)
    assert interval_score(70, 90, 91, 0.5) == pytest.approx(20 + 1 * 4)


def test_the_weighted_score_is_the_median_and_every_interval_by_its_weight() -> None:
    # Bracher et al. 2021, equation 1, by hand: median 5, 50% interval 4 to 7, 90% interval 1 to 11, outcome 9.
    by_hand = (0.5 * abs(9 - 5) + 0.25 * (3 + 2 / 0.5 * 2) + 0.05 * 10) / 2.5
    assert weighted_interval_score((0.05, 0.25, 0.5, 0.75, 0.95), (1, 4, 5, 7, 11), 9) == pytest.approx(by_hand)


def test_the_weighted_score_is_the_sum_of_interval_scores_of_scoringrules() -> None:
    import scoringrules  # compiles for eight seconds: only where it is asked, not in every worker

    # Its own weighted score adds the median itself where the published formula has the distance from it.
    random = np.random.default_rng(4)
    outcomes = random.normal(50, 10, 20)
    quantiles = np.sort(random.normal(50, 12, (20, len(LEVELS))), axis=1)
    total = np.abs(outcomes - quantiles[:, len(LEVELS) // 2]) / 2
    for place, level in enumerate(LEVELS[:len(LEVELS) // 2]):
        low, high = quantiles[:, place], quantiles[:, -1 - place]
        total += level * scoringrules.interval_score(outcomes, low, high, 2 * level)
    assert weighted_interval_score(LEVELS, quantiles, outcomes) == pytest.approx(total / (len(LEVELS) // 2 + 0.5))


def test_levels_that_are_not_symmetric_are_refused() -> None:
    with pytest.raises(ValueError, match="symmetric"):
        weighted_interval_score((0.1, 0.5, 0.8), (1, 2, 3), 2)


def test_the_probability_score_of_a_sample_is_that_of_scoringrules() -> None:
    import scoringrules

    random = np.random.default_rng(5)
    sample, outcomes = random.gamma(2, 3, (15, 60)), random.gamma(2, 3, 15)
    assert crps_sample(sample, outcomes) == pytest.approx(scoringrules.crps_ensemble(outcomes, sample))
    assert crps_sample([7.0, 7.0], 7.0) == 0


def test_odds_cost_the_square_of_their_distance_from_what_happened() -> None:
    assert brier([0.8, 0.8, 0.5], [1, 0, 1]) == pytest.approx([0.04, 0.64, 0.25])
