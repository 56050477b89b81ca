"""Exponential smoothing of many histories at once, over a grid of its settings, averaged by how well each fitted."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from answerable.forecasting.scales import Numbers

# (pull of the level, pull of the trend, damping of the trend): from a level that hardly moves to a random walk, and some
# damped trends (Gardner and McKenzie 1985).
LEVELS_ONLY = tuple((pull, 0.0, 1.0) for pull in (0.03, 0.08, 0.15, 0.25, 0.4, 0.6, 0.8, 1.0))
TRENDS = tuple((pull, share * pull, damping) for pull in (0.1, 0.25, 0.5, 0.8) for share, damping in ((0.1, 0.95), (0.3, 0.85)))
GRID = np.array(LEVELS_ONLY + TRENDS)
FIRST_LEVEL = 6
WARMING_UP = 4
CHUNK = 2048


@dataclass(frozen=True)
class Smoothed:
    """course: (rows, ahead) forecasts; level_only: the same by settings without trend; error: the mean size of the errors one
    period ahead within the history."""

    course: Numbers
    level_only: Numbers
    error: Numbers


def smoothed(seen: Numbers, ahead: int) -> Smoothed:
    """Histories without season, (rows, periods) newest last with nan where not known, carried on for `ahead` periods."""
    parts = [_smoothed(seen[start:start + CHUNK], ahead) for start in range(0, max(len(seen), 1), CHUNK)]
    return Smoothed(np.concatenate([part.course for part in parts]), np.concatenate([part.level_only for part in parts]),
                    np.concatenate([part.error for part in parts]))


def _smoothed(seen: Numbers, ahead: int) -> Smoothed:
    pulls, trends, dampings = GRID.T
    level = np.repeat(_first_level(seen)[:, None], len(GRID), axis=1)
    trend = np.zeros_like(level)
    squares, sizes = np.zeros_like(level), np.zeros_like(level)
    known = ~np.isnan(seen)
    order = np.cumsum(known, axis=1)
    for column in range(seen.shape[1]):
        here = known[:, column, None]
        level += dampings * trend
        error = np.where(here, np.where(here, seen[:, column, None], 0.0) - level, 0.0)
        trend = np.where(order[:, column, None] > 0, dampings * trend + trends * error, trend)
        level += pulls * error
        counted = error * (order[:, column, None] > WARMING_UP)
        squares += counted ** 2
        sizes += np.abs(counted)
    number = np.maximum(order[:, -1] - WARMING_UP, 1)
    weights = _weights(squares, number)
    only = np.where(trends == 0, weights, 0.0)
    only /= np.maximum(only.sum(axis=1, keepdims=True), 1e-300)
    reach = np.array([[sum(damping ** power for power in range(1, step + 1)) for damping in dampings]
                      for step in range(1, ahead + 1)])
    course = (weights * level).sum(axis=1)[:, None] + (weights * trend) @ reach.T
    flat = np.repeat((only * level).sum(axis=1)[:, None], ahead, axis=1)
    return Smoothed(course, flat, (weights * sizes).sum(axis=1) / number)


def _first_level(seen: Numbers) -> Numbers:
    """The mean of the first figures."""
    early = (np.cumsum(~np.isnan(seen), axis=1) <= FIRST_LEVEL) & ~np.isnan(seen)
    return np.asarray(np.where(early, np.where(early, seen, 0.0), 0.0).sum(axis=1) / np.maximum(early.sum(axis=1), 1))


def _weights(squares: Numbers, number: Numbers) -> Numbers:
    """Each setting's weight: its likelihood with normal errors of unknown spread, over the sum of all."""
    least = np.maximum(squares.min(axis=1, keepdims=True), 1e-300)
    lost = 0.5 * number[:, None] * np.log(np.maximum(squares, 1e-300) / least)
    weights = np.exp(-lost)
    return np.asarray(weights / weights.sum(axis=1, keepdims=True))
