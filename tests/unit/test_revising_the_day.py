"""A day revised while it goes on: exact where the model is conjugate, honest where it is not."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import gamma, nbinom, poisson

from answerable.forecasting.demand.revising import Rest, count_quantiles, day_factor, revised
from answerable.forecasting.demand.types import Busyness
from answerable.forecasting.projection import LEVELS

MEAN = np.concatenate([np.full(16, 2.0), np.linspace(10, 40, 16), np.linspace(35, 5, 16)])


def busy(day: float = np.inf, within: float = np.inf, correlation: float = 0.0, level: float = 0.0) -> Busyness:
    return Busyness(day, within, correlation, level, 100)


def until(slot: int, counts: np.ndarray = MEAN) -> np.ndarray:
    return np.where(np.arange(48) < slot, counts, np.nan)


def at(rest: Rest, level: float) -> float:
    return float(rest.total_quantiles[LEVELS.index(level)])


def test_with_a_days_factor_alone_the_posterior_is_the_exact_one() -> None:
    seen = until(20, np.round(1.2 * MEAN))
    rest = revised(MEAN, seen, busy(day=50))
    came, forecast = float(np.nansum(seen)), float(MEAN[:20].sum())
    exact = day_factor(forecast, came, 50)
    assert (exact.shape, exact.rate) == (50 + came, 50 + forecast)
    assert (rest.factor.shape, rest.factor.rate) == pytest.approx((exact.shape, exact.rate))
    assert rest.factor.at(0.05) == pytest.approx(gamma.ppf(0.05, 50 + came, scale=1 / (50 + forecast)))
    assert rest.mean == pytest.approx(MEAN[20:] * exact.mean)
    # A Poisson with a gamma factor is negative binomial: slot by slot, and of all that is left.
    left = MEAN[20:].sum()
    assert rest.total_quantiles == pytest.approx(nbinom.ppf(LEVELS, exact.shape, exact.rate / (exact.rate + left)))
    assert rest.quantiles[3] == pytest.approx(nbinom.ppf(LEVELS, exact.shape, exact.rate / (exact.rate + MEAN[23])))


def test_an_error_of_level_is_part_of_what_is_not_known_of_the_day() -> None:
    together = revised(MEAN, until(20), busy(day=1 / (1 / 50 - 0.1 ** 2), level=0.1))
    assert together.factor.shape == pytest.approx(revised(MEAN, until(20), busy(day=50)).factor.shape)


@pytest.mark.parametrize("busyness", [None, busy()])
def test_days_that_differ_by_chance_alone_are_not_revised(busyness: Busyness | None) -> None:
    rest = revised(MEAN, until(20, 3 * MEAN), busyness)
    assert rest.mean == pytest.approx(MEAN[20:])
    assert rest.factor.mean == 1.0
    assert rest.total_quantiles == pytest.approx(poisson.ppf(LEVELS, MEAN[20:].sum()))


def test_nothing_seen_leaves_the_forecast_and_the_whole_spread_of_days() -> None:
    rest = revised(MEAN, np.full(48, np.nan), busy(day=50))
    assert rest.mean == pytest.approx(MEAN)
    assert rest.total_quantiles == pytest.approx(nbinom.ppf(LEVELS, 50, 50 / (50 + MEAN.sum())))


def test_the_whole_day_seen_leaves_nothing() -> None:
    rest = revised(MEAN, until(48), busy(day=50, within=20, correlation=0.5))
    assert rest.slots == ()
    assert rest.total_mean == 0.0
    assert rest.total_quantiles.tolist() == [0.0] * len(LEVELS)


def test_lost_and_closed_slots_say_nothing() -> None:
    seen = until(20, np.round(1.3 * MEAN))
    seen[8:12] = np.nan
    rest = revised(MEAN, seen, busy(day=50))
    assert rest.forecast_seen == pytest.approx(MEAN[:20].sum() - MEAN[8:12].sum())
    assert rest.slots == tuple(range(20, 48))
    closed = np.where(np.arange(48) >= 40, 0.0, MEAN)
    assert revised(closed, seen, busy(day=50)).slots == tuple(range(20, 40))


def test_a_busy_hour_lingers_where_slots_are_alike_and_wears_off() -> None:
    counts = MEAN.copy()
    counts[18:20] *= 2
    rest = revised(MEAN, until(20, counts), busy(within=10, correlation=0.7))
    ratios = rest.mean / MEAN[20:]
    assert ratios[0] > 1.2
    assert (np.diff(ratios) < 0).all()
    assert ratios[-1] == pytest.approx(1.0, abs=0.01)
    assert revised(MEAN, until(20, counts), busy(within=10)).mean == pytest.approx(MEAN[20:])


def slow_rest(mean: np.ndarray, seen: np.ndarray, day: float, within: float, slots: int) -> np.ndarray:
    """The mean of what is left, by weighing days drawn from the prior with how likely what was seen is on each of them.
    A Poisson with a gamma factor of a slot's own is negative binomial given the day's."""
    draws = np.random.default_rng(5).gamma(day, 1 / day, 100_000)
    scaled = np.outer(draws, mean[:slots])
    likely = nbinom.logpmf(seen[:slots], within, within / (within + scaled)).sum(axis=1)
    weights = np.exp(likely - likely.max())
    return mean[slots:] * np.average(draws, weights=weights)


@pytest.mark.parametrize("share", [0.85, 1.0, 1.2])
def test_a_slow_second_telling_by_weighing_agrees_where_the_formula_is_linear(share: float) -> None:
    seen = np.round(share * MEAN)
    rest = revised(MEAN, until(20, seen), busy(day=60, within=30))
    assert rest.mean == pytest.approx(slow_rest(MEAN, seen, 60, 30, 20), rel=0.02)


def worlds(days: int, busyness: Busyness) -> np.ndarray:
    """(days × slots) counts of days that the model tells of. The slots' factors: a gaussian copula over gamma margins."""
    random = np.random.default_rng(11)
    apart = np.abs(np.subtract.outer(np.arange(48), np.arange(48)))
    normal = random.multivariate_normal(np.zeros(48), busyness.within_correlation ** apart, days)
    from scipy.stats import norm

    slot = gamma.ppf(norm.cdf(normal), busyness.within_shape, scale=1 / busyness.within_shape)
    day = random.gamma(busyness.day_shape, 1 / busyness.day_shape, (days, 1))
    return random.poisson(MEAN * day * slot)


@pytest.mark.parametrize("slot", [20, 30])
def test_in_made_up_worlds_it_errs_less_and_its_intervals_hold(slot: int) -> None:
    busyness = busy(day=40, within=25, correlation=0.6)
    days = worlds(120, busyness)
    rests = [revised(MEAN, until(slot, day.astype(float)), busyness) for day in days]
    left = days[:, slot:].sum(axis=1)
    before = np.abs(left - MEAN[slot:].sum()).mean()
    after = np.abs(left - np.array([rest.total_mean for rest in rests])).mean()
    assert after < 0.85 * before
    inside = [at(rest, 0.05) <= came <= at(rest, 0.95) for rest, came in zip(rests, left, strict=True)]
    assert 0.82 <= np.mean(inside) <= 0.97
    slots = np.array([rest.quantiles for rest in rests])
    covered = (days[:, slot:] >= slots[:, :, LEVELS.index(0.05)]) & (days[:, slot:] <= slots[:, :, LEVELS.index(0.95)])
    assert 0.88 <= covered.mean() <= 0.97


def test_quantiles_of_counts_without_more_spread_are_poisson() -> None:
    assert count_quantiles(np.array([7.0, 0.0]), np.array([0.0, 0.0])).tolist() == \
        [poisson.ppf(LEVELS, 7).tolist(), [0.0] * len(LEVELS)]
