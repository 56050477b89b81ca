"""How days differ beyond chance, found again in worlds where it is known."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import nnls

from answerable.forecasting.demand.busyness import CORRELATIONS, busyness
from answerable.forecasting.demand.rolling import Earlier


def world(day_shape: float, within_shape: float, level: float, *, weeks: int = 300, slots: int = 24, mean: float = 60.0,
          together: int = 1) -> tuple[Earlier, np.ndarray]:
    """Weeks of forecasts whose means err by `level` (log deviation) a week; counts of gamma days and gamma stretches of
    `together` slots."""
    draw = np.random.default_rng(5)
    means = mean * (1 + 0.5 * np.sin(np.arange(slots) / slots * 2 * np.pi))
    day = draw.gamma(day_shape, 1 / day_shape, (weeks, 7, 1)) if np.isfinite(day_shape) else np.ones((weeks, 7, 1))
    within = (np.repeat(draw.gamma(within_shape, 1 / within_shape, (weeks, 7, slots // together)), together, axis=2)
              if np.isfinite(within_shape) else 1.0)
    wrong = np.exp(draw.normal(-level ** 2 / 2, level, (weeks, 1, 1)))
    came = draw.poisson(means * day * within * wrong).astype(float).ravel()
    week, weekday, slot = (index.ravel() for index in np.indices((weeks, 7, slots)))
    return Earlier({}, came, week * 7, week * 7 + weekday, slot, weekday + 1), np.broadcast_to(means, (weeks, 7, slots)).ravel()


@pytest.mark.parametrize("shape", [20.0, 100.0])
def test_the_days_factor_is_found_beside_the_slots_and_the_models_error(shape: float) -> None:
    found = busyness(*world(shape, 40.0, 0.05))
    assert found is not None
    assert found.day_shape == pytest.approx(shape, rel=0.15)
    assert found.within_shape == pytest.approx(40.0, rel=0.15)
    assert found.level_deviation == pytest.approx(0.05, rel=0.25)
    assert abs(found.within_correlation) < 0.1


def test_chance_alone_is_not_taken_for_busyness() -> None:
    found = busyness(*world(np.inf, np.inf, 0.0))
    assert found is not None
    assert found.day_shape > 1500
    assert found.within_shape > 1500
    assert found.level_deviation < 0.02


def test_neighbouring_slots_that_go_together_are_told_apart_from_the_day() -> None:
    found = busyness(*world(50.0, 30.0, 0.0, together=4))
    assert found is not None
    assert found.day_shape == pytest.approx(50.0, rel=0.2)
    # Three of four neighbours share a stretch, and none four apart: a power of one number comes near to that, no more.
    assert found.within_correlation == pytest.approx(0.65, abs=0.15)


def pairs_one_by_one(errors: np.ndarray, expected: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """(what slots have in common by how far they are apart, its weight), pair by pair."""
    days, slots = errors.shape
    above, below = np.zeros(slots), np.zeros(slots)
    for day in range(days):
        for one in range(slots):
            above[0] += errors[day, one] ** 2 - expected[day, one]
            below[0] += expected[day, one] ** 2
            for other in range(one + 1, slots):
                above[other - one] += errors[day, one] * errors[day, other]
                below[other - one] += expected[day, one] * expected[day, other]
    return above / below, below


def test_the_variances_are_those_of_pairs_counted_one_by_one_and_fitted_slowly() -> None:
    earlier, means = world(30.0, 20.0, 0.0, weeks=4, slots=12)
    errors, expected = (earlier.outcome - means).reshape(28, 12), means.reshape(28, 12)
    common, weights = pairs_one_by_one(errors, expected)
    shared_above = shared_below = 0.0
    for day in range(28):
        for other in range(28):
            if other // 7 == day // 7 and other != day:
                shared_above += errors[day].sum() * errors[other].sum()
                shared_below += expected[day].sum() * expected[other].sum()
    shared = shared_above / shared_below
    tried = []
    for correlation in CORRELATIONS:
        falls = np.array([1.0, *(correlation ** distance for distance in range(1, 12))])
        both, missed = nnls(np.sqrt(weights)[:, None] * np.column_stack([np.ones(12), falls]),
                            np.sqrt(weights) * (common - max(shared, 0.0)))
        tried.append((missed, *both, correlation))
    found = busyness(earlier, means)
    assert found is not None
    best = min(tried)
    assert 1 / found.day_shape == pytest.approx(best[1] + max(shared, 0.0) - shared, abs=1e-9)
    assert 1 / found.within_shape == pytest.approx(best[2], abs=1e-9)
    assert found.within_correlation == pytest.approx(best[3])


def test_one_odd_day_is_not_how_days_differ() -> None:
    earlier, means = world(50.0, np.inf, 0.0, weeks=60)
    plain = busyness(earlier, means)
    earlier.outcome[:24] *= 6
    found = busyness(earlier, means)
    assert found is not None
    assert plain is not None
    assert found.day_shape == pytest.approx(plain.day_shape, rel=0.05)


def test_two_weeks_are_needed() -> None:
    earlier, means = world(30.0, 20.0, 0.0, weeks=1)
    assert busyness(earlier, means) is None
