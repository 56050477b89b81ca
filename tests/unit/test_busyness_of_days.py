"""How far days and half-hours differ beyond chance, learnt from the errors of earlier forecasts of worlds that are known."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest
from scipy.stats import gamma, norm

from answerable.forecasting.demand.busyness import busyness, fitted_covariance

DISTANCE = np.arange(28)
MEAN = np.concatenate([np.full(8, 6.0), np.linspace(20, 60, 20), np.linspace(60, 6, 20)])


@pytest.mark.parametrize(("day", "within", "correlation"), [(0.004, 0.006, 0.9), (0.01, 0.0, 0.0), (0.0, 0.02, 0.5),
                                                            (0.003, 0.01, 0.0)])
def test_covariances_that_are_of_the_form_are_told_exactly(day: float, within: float, correlation: float) -> None:
    falls = np.where(DISTANCE == 0, 1.0, correlation ** DISTANCE)
    found = fitted_covariance(day + within * falls, np.linspace(28, 1, 28))
    assert found[:2] == pytest.approx((day, within), abs=1e-9)
    if within:
        assert found[2] == pytest.approx(correlation, abs=1e-9)


def test_no_variance_is_negative_and_the_days_is_no_less_than_what_days_share() -> None:
    assert fitted_covariance(np.full(28, -0.001), np.ones(28))[:2] == (0.0, 0.0)
    assert fitted_covariance(np.full(28, 0.002), np.ones(28), 0.003)[0] == pytest.approx(0.003)
    assert fitted_covariance(np.zeros(1), np.zeros(1)) == (0.0, 0.0, 0.0)


def earlier(days: int, day: float, within: float, correlation: float) -> SimpleNamespace:
    """Counts of days that differ as given, as the errors of earlier forecasts hold them."""
    random = np.random.default_rng(2)
    apart = np.abs(np.subtract.outer(np.arange(48), np.arange(48)))
    normal = random.multivariate_normal(np.zeros(48), correlation ** apart, days)
    slots = gamma.ppf(norm.cdf(normal), within, scale=1 / within)
    counts = random.poisson(MEAN * random.gamma(day, 1 / day, (days, 1)) * slots)
    return SimpleNamespace(days=days, origin=np.repeat(np.arange(days) // 7, 48), day=np.repeat(np.arange(days), 48),
                           slot=np.tile(np.arange(48), days), outcome=counts.ravel().astype(float))


def test_a_known_world_is_found_again() -> None:
    found = busyness(earlier(1500, 150, 60, 0.8), np.tile(MEAN, 1500))  # type: ignore[arg-type]
    assert found is not None
    # The variances of the whole: 1 / 150 of the day, 1 / 60 of the half-hour.
    assert 1 / found.day_shape + found.level_deviation ** 2 == pytest.approx(1 / 150, rel=0.2)
    assert found.within_shape == pytest.approx(60, rel=0.15)
    assert found.within_correlation == pytest.approx(0.8, abs=0.05)
    assert found.level_deviation < 0.02


def test_too_few_days_tell_nothing() -> None:
    assert busyness(earlier(13, 150, 60, 0.8), np.tile(MEAN, 13)) is None  # type: ignore[arg-type]
