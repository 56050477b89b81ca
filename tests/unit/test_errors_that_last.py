"""Days whose errors last say less than as many that err each for itself, and widen intervals by the day."""

from __future__ import annotations

import numpy as np
import pytest

from answerable.forecasting.demand.intervals import effective_days, learn_spread

ORIGINS, AHEAD = 14, 14
ORIGIN, LEAD = np.repeat(np.arange(ORIGINS) * 7, AHEAD), np.tile(np.arange(1, AHEAD + 1), ORIGINS)


def scores(shared: float, seed: int = 1) -> np.ndarray:
    draw = np.random.default_rng(seed)
    common, own = np.repeat(draw.normal(size=ORIGINS), AHEAD), draw.normal(size=ORIGINS * AHEAD)
    return np.sqrt(shared) * common + np.sqrt(1 - shared) * own


def test_the_days_that_count_are_those_of_the_design_effect() -> None:
    """By the slow way: mean squares between and within origins of equal size."""
    told = scores(0.4)
    table = told.reshape(ORIGINS, AHEAD)
    between = AHEAD * table.mean(axis=1).var(ddof=1)
    within = table.var(axis=1, ddof=1).mean()
    shared = (between - within) / (between + (AHEAD - 1) * within)
    assert effective_days(told, LEAD, ORIGIN, 105) == round(105 / (1 + (AHEAD - 1) * shared))


@pytest.mark.parametrize(("shared", "least", "most"), [(0.0, 60, 105), (0.5, 8, 25), (0.98, 6, 9)])
def test_errors_that_last_leave_few_days(shared: float, least: int, most: int) -> None:
    found = [effective_days(scores(shared, seed), LEAD, ORIGIN, 105) for seed in range(20)]
    assert least <= np.mean(found) <= most


def test_one_origin_leaves_the_days_as_they_are() -> None:
    assert effective_days(scores(0.5)[:AHEAD], LEAD[:AHEAD], ORIGIN[:AHEAD], 14) == 14


def test_intervals_by_the_day_are_wider_where_errors_last() -> None:
    mean = np.full(ORIGINS * AHEAD, 400.0)
    outcome = np.round(400 * np.exp(0.1 * scores(0.6)))
    spans = []
    for whole_days in (False, True):
        spread = learn_spread(mean, outcome, LEAD, ORIGIN, True, 105, whole_days=whole_days)
        told = spread.quantiles(np.array([400.0]), np.array([3]))
        spans.append(told[0, -2] - told[0, 1])
    assert 1.05 < spans[1] / spans[0] < 1.5
