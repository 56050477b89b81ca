"""The estimators of a room's parts: against a published example, and against what the kernel's own distributions draw."""

from __future__ import annotations

from collections.abc import Callable
from math import exp, log, sqrt

import numpy as np
import pytest

from answerable.simulation.durations import lay_out_duration, mean_seconds
from answerable.simulation.estimating.arriving import (
    absorbed_by,
    busyness_of,
    drift_of,
    steadiness_of,
    usual_day,
    weekly_pattern,
)
from answerable.simulation.estimating.estimate import Estimate, mean_of_exponential, ratio_over_days
from answerable.simulation.estimating.lasting import lasting
from answerable.simulation.estimating.patience import kaplan_meier, mean_patience, patience_of
from answerable.simulation.kernel import randomness
from answerable.simulation.kernel.world import SHAPES
from answerable.simulation.room import NEVER, Duration

# Weeks in remission of 21 patients on 6-mercaptopurine; negative: still in remission when last seen. Freireich et al., Blood 21
# (1963) 699-716; the worked example of Kaplan-Meier in textbooks (Cox and Oakes 1984; Kleinbaum and Klein).
REMISSION = np.array([6, 6, 6, 7, 10, 13, 16, 22, 23, -6, -9, -10, -11, -17, -19, -20, -25, -32, -32, -34, -35], dtype=float)
WORLDS = 100


def drawn(duration: Duration, count: int, seed: int) -> np.ndarray:
    """What the kernel draws of a duration: its own transformation of uniform numbers."""
    row = np.zeros(1, dtype=SHAPES)
    lay_out_duration(duration, row[0])
    one = row[0]
    shares = np.random.default_rng(seed).random(count)
    return np.array([randomness.duration(share, one["kind"], one["first"], one["second"], one["table"]) for share in shares])


def covered(estimate: Callable[[int], Estimate], truth: float, worlds: int = WORLDS) -> int:
    """In how many made-up worlds the interval holds the truth."""
    return sum(truth in estimate(world) for world in range(worlds))


def test_kaplan_meier_gives_the_published_remissions() -> None:
    found = kaplan_meier(np.abs(REMISSION), REMISSION > 0)
    assert found.times.tolist() == [6, 7, 10, 13, 16, 22, 23]
    assert found.at_risk.tolist() == [21, 17, 15, 12, 11, 7, 6]
    assert np.round(found.waiting, 4).tolist() == [0.8571, 0.8067, 0.7529, 0.6902, 0.6275, 0.5378, 0.4482]
    # The interval on the scale of log(-log), as statistical packages print it for these data.
    assert np.round(found.low, 3).tolist() == [0.620, 0.563, 0.503, 0.432, 0.368, 0.268, 0.188]
    assert np.round(found.high, 3).tolist() == [0.952, 0.923, 0.889, 0.849, 0.805, 0.747, 0.680]


def test_exponential_patience_is_all_the_waiting_by_who_gave_up() -> None:
    found = mean_patience(np.abs(REMISSION), REMISSION > 0)
    assert found.value == pytest.approx(359 / 9)
    # Garwood's 95% limits of a Poisson count of 9: 4.1154 and 17.0848.
    assert (found.low, found.high) == (pytest.approx(359 / 17.0848, rel=1e-4), pytest.approx(359 / 4.1154, rel=1e-4))


def test_nobody_who_gave_up_leaves_patience_without_an_upper_end() -> None:
    assert mean_of_exponential(100.0, 0) == Estimate(float("inf"), pytest.approx(100 / 3.6889, rel=1e-4), float("inf"))
    assert patience_of(np.array([3.0, 9.0]), np.array([False, False])) is NEVER


def waits(world: int, patience: Duration, answer: float, count: int) -> tuple[np.ndarray, np.ndarray]:
    """Waits that end by an answer after a random time, or by giving up."""
    willing = drawn(patience, count, world)
    until = np.random.default_rng(world + 10_000).exponential(answer, count)
    return np.minimum(willing, until), willing <= until


def test_the_interval_of_patience_holds_the_kernels_own_in_95_of_100_worlds() -> None:
    truth = Duration("exponential", 240.0)
    assert covered(lambda world: mean_patience(*waits(world, truth, 60.0, 300)), 240.0) in range(89, 100)


def test_a_table_of_patience_is_that_of_the_kernel_where_waits_were_seen() -> None:
    """A log-normal patience, of which four in five are answered before they give up, comes back to within two in a hundred."""
    truth = Duration("log_normal", 300.0, 250.0)
    table = np.array(patience_of(*waits(1, truth, 90.0, 6000)).quantiles)
    own = np.sort(drawn(truth, 4000, 7))
    for seconds in (30, 60, 120, 240):
        told = np.interp(seconds, table, np.linspace(0, 1, len(table)))
        assert told == pytest.approx(np.searchsorted(own, seconds) / len(own), abs=0.025)
    # Censored as if it were patience, the median would be a fifth of what it is.
    assert np.median(table) > 3 * np.median(waits(1, truth, 90.0, 6000)[0])


@pytest.mark.parametrize("truth", [Duration("log_normal", 340.0, 300.0), Duration("exponential", 90.0)])
def test_the_shape_that_drew_the_talk_is_found(truth: Duration) -> None:
    seconds = drawn(truth, 4000, 3)
    found = lasting(seconds, np.arange(4000) // 100)
    assert found.duration.shape == truth.shape
    assert truth.mean in found.mean
    assert found.duration.mean == pytest.approx(seconds.mean(), rel=1e-4)


def test_talk_of_two_kinds_is_a_table_with_the_records_mean() -> None:
    """Half are passed on after ten seconds, half talk for minutes: no smooth shape says that."""
    seconds = np.concatenate([drawn(Duration("log_normal", 10.0, 3.0), 2000, 1),
                              drawn(Duration("log_normal", 600.0, 700.0), 2000, 2)])
    found = lasting(seconds, np.arange(4000) % 20)
    assert found.duration.shape == "quantiles"
    assert mean_seconds(found.duration) == pytest.approx(seconds.mean(), rel=0.002)
    assert dict(found.told)["quantiles"] > dict(found.told)["log_normal"] + 0.1


def test_the_mean_of_talk_holds_the_truth_where_days_differ() -> None:
    """Days share something that moves all talk of the day: an interval from contacts alone would be half as wide."""
    def world(number: int) -> Estimate:
        chance = np.random.default_rng(number)
        counts = chance.poisson(40, 28)
        means = 300 * np.exp(chance.normal(-0.02, 0.2, 28))
        sums = np.array([chance.exponential(mean, count).sum() for mean, count in zip(means, counts, strict=True)])
        return ratio_over_days(sums, counts.astype(float))
    assert covered(world, 300.0) in range(87, 100)


def counted(world: int, busyness: float, weeks: int = 12) -> tuple[np.ndarray, np.ndarray]:
    """(days × half-hours, weekdays) of a made-up line, its Fridays short and its days busier and less busy."""
    chance = np.random.default_rng(world)
    days = np.arange(7 * weeks) % 7
    factor = chance.gamma(1 / busyness**2, busyness**2, len(days)) if busyness else np.ones(len(days))
    return chance.poisson(expected()[days] * factor[:, None]), days


def expected() -> np.ndarray:
    """Contacts by weekday and half-hour."""
    shape = 1 + 10 * np.exp(-((np.arange(48) - 26) / 9) ** 2)
    by_day = np.outer([1.2, 1, 1, 1, 0.8, 0.6, 0.5], shape)
    by_day[4, 28:] = 0.2
    return by_day


@pytest.mark.parametrize("busyness", [0.0, 0.08, 0.25])
def test_busyness_is_found_and_its_interval_holds_it(busyness: float) -> None:
    def world(number: int) -> Estimate:
        counts, days = counted(number, busyness)
        return busyness_of(counts.sum(axis=1).astype(float), days)
    found = [world(number).value for number in range(WORLDS)]
    # Without any it cannot come out below 0: the mean of what is found lies a little above.
    assert np.sqrt(np.mean(np.square(found))) == pytest.approx(busyness, abs=0.025)
    assert covered(world, busyness) in range(89, 101)


def test_three_weeks_of_half_hours_are_told_better_with_the_shape_of_the_week() -> None:
    """The error of the shrunk pattern is well below that of plain means; a Friday of its own shape keeps it."""
    shrunk, plain = 0.0, 0.0
    for world in range(20):
        counts, days = counted(world, 0.0, weeks=3)
        means = np.array([counts[days == day].mean(axis=0) for day in range(7)])
        shrunk += float(((weekly_pattern(counts, days).by_slot - expected()) ** 2).sum())
        plain += float(((means - expected()) ** 2).sum())
    assert shrunk < 0.6 * plain
    pattern = weekly_pattern(*counted(1, 0.0, weeks=12))
    assert pattern.by_slot[4, 30:].sum() == pytest.approx(expected()[4, 30:].sum(), rel=0.4)
    assert pattern.trusted[4] < min(pattern.trusted[:4])


def test_the_half_hours_intervals_hold_the_truth() -> None:
    inside = [((found := weekly_pattern(*counted(world, 0.0, weeks=6))).low <= expected()) & (expected() <= found.high)
              for world in range(20)]
    assert 0.92 <= np.mean(inside) <= 0.98


def test_a_weekdays_level_is_what_came() -> None:
    counts, days = counted(2, 0.1)
    for day in range(7):
        assert weekly_pattern(counts, days).by_slot[day].sum() == pytest.approx(counts[days == day].sum() / 12)


def test_the_log_normal_that_is_drawn_has_the_moments_asked_for() -> None:
    """Holds the tests above to account: what is drawn is what is meant."""
    seconds = np.log(drawn(Duration("log_normal", 340.0, 300.0), 20_000, 5))
    variance = log(1 + (300 / 340) ** 2)
    assert seconds.mean() == pytest.approx(log(340) - variance / 2, abs=0.02)
    assert exp(seconds.std()) == pytest.approx(exp(sqrt(variance)), rel=0.02)


def test_a_level_that_wanders_is_told_from_weeks_that_differ_by_themselves() -> None:
    chance = np.random.default_rng(4)
    apart = [drift_of(1 + chance.normal(0, 0.05, 13)) for _ in range(200)]
    wandering = [drift_of(1 + np.cumsum(chance.normal(0, 0.05, 13))) for _ in range(200)]
    assert np.mean(wandering) == pytest.approx(0.05**2, rel=0.35)
    assert np.mean(apart) < 0.1 * np.mean(wandering)
    assert drift_of(np.array([1.0, 1.2])) == 0.0


@pytest.mark.parametrize("burstiness", [0.0, 0.3])
def test_half_hours_that_burst_are_told_from_chance(burstiness: float) -> None:
    """What is found is the standard deviation of a half-hour's own factor, whatever the days do."""
    chance, means = np.random.default_rng(8), np.full((60, 48), 20.0)
    days = means * chance.gamma(50, 1 / 50, (60, 1))
    factor = chance.gamma(burstiness**-2, burstiness**2, means.shape) if burstiness else 1.0
    counts = chance.poisson(days * factor)
    pattern = weekly_pattern(counts, np.arange(60) % 7)
    found = steadiness_of(counts, usual_day(pattern, counts, np.arange(60) % 7), absorbed_by(pattern))
    assert found.value**-0.5 == pytest.approx(burstiness, abs=0.04)
    # Chance alone is the end of the scale: a factor of 3% is told from none by nobody.
    assert found.high**-0.5 <= max(burstiness, 0.033) <= found.low**-0.5
