"""How long something takes (talk, wrap-up): a shape chosen by how well it foretells days that it was not fitted to."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import ndtr

from answerable.simulation.estimating.estimate import Estimate, ratio_over_days
from answerable.simulation.kernel.world import TABLE_STEPS
from answerable.simulation.room import AT_ONCE, Duration, Shape

FEWEST_FOR_A_TABLE = 200
# What a table of quantiles knows nothing of (longer than its longest) still has this chance, spread as the log-normal is.
BEYOND_THE_TABLE = 0.01
LEAST_CHANCE = 1e-12
SHORTEST = 0.5          # seconds: a time of 0 has no logarithm; it was less than the clock's second


@dataclass(frozen=True)
class Lasting:
    """duration: as a room takes it, its mean that of the records. mean: seconds, with its interval. told: the mean logarithm
    of the likelihood of a contact, by shape tried, on days left out; higher is better."""

    duration: Duration
    mean: Estimate
    told: tuple[tuple[Shape, float], ...]
    contacts: int


def lasting(seconds: np.ndarray, days: np.ndarray) -> Lasting:
    """Fit exponential, log-normal and a table of quantiles, and take what foretells best: fitted to every other day, each
    is judged by the likelihood of the days between, and the other way round.

    seconds: of each contact; days: the day of each (any whole number). The mean's interval is a bootstrap over days.
    """
    kept = np.isfinite(seconds) & (seconds >= 0)
    seconds, days = np.maximum(seconds[kept], SHORTEST), days[kept]
    if not len(seconds):
        return Lasting(AT_ONCE, Estimate(0.0, 0.0, 0.0), (), 0)
    _, place = np.unique(days, return_inverse=True)
    mean = ratio_over_days(np.bincount(place, weights=seconds), np.bincount(place).astype(float))
    if seconds.min() == seconds.max():
        return Lasting(Duration("constant", float(seconds[0])), mean, (), len(seconds))
    odd = place % 2 == 1
    halves = [(seconds[odd], seconds[~odd]), (seconds[~odd], seconds[odd])] if odd.any() else [(seconds, seconds)]
    shapes: list[Shape] = ["exponential", "log_normal"]
    if len(seconds) >= FEWEST_FOR_A_TABLE and all(len(np.unique(half)) > 1 for pair in halves for half in pair):
        shapes.append("quantiles")
    told = tuple((shape, float(np.concatenate([_likelihood(shape, *pair) for pair in halves]).mean())) for shape in shapes)
    best = max(told, key=lambda one: one[1])[0]
    return Lasting(_fitted(best, seconds), mean, told, len(seconds))


def _fitted(shape: Shape, seconds: np.ndarray) -> Duration:
    if shape == "exponential":
        return Duration("exponential", float(seconds.mean()))
    if shape == "log_normal":
        # The mean is the records', since the work to be done depends on it; the spread that of the logarithms.
        mean = float(seconds.mean())
        return Duration("log_normal", mean, mean * float(np.sqrt(np.expm1(max(np.log(seconds).var(), 1e-6)))))
    return Duration("quantiles", quantiles=tuple(np.round(_table(seconds), 2).tolist()))


def _table(seconds: np.ndarray) -> np.ndarray:
    """Quantiles at equal steps whose mean, by lines drawn through them, is that of the seconds: the last is moved, since the
    longest of all says little of those between it and the last but one."""
    table = np.quantile(seconds, np.linspace(0, 1, TABLE_STEPS + 1))
    others = table[:-1].sum() - table[0] / 2
    table[-1] = max(table[-2], 2 * (TABLE_STEPS * seconds.mean() - others))
    return np.asarray(table)


def _likelihood(shape: Shape, given: np.ndarray, others: np.ndarray) -> np.ndarray:
    """The logarithm of the chance of the second around each of the others, of a shape fitted to the given: times are often
    written to whole seconds, so a density would say too much of them."""
    edges = np.maximum(others - 0.5, 0.0), others + 0.5
    if shape == "exponential":
        before, after = (np.exp(-edge / given.mean()) for edge in edges)
        return np.asarray(np.log(np.maximum(before - after, LEAST_CHANCE)))
    logs = np.log(given)
    mean, sd = logs.mean(), max(float(logs.std()), 1e-3)
    low, high = (ndtr((np.log(np.maximum(edge, 1e-9)) - mean) / sd) for edge in edges)
    smooth = high - low
    if shape == "quantiles":
        # Equal quantiles are set a little apart, for the share below a second to be told between them.
        table, shares = _table(given) + np.arange(TABLE_STEPS + 1) * 1e-7, np.linspace(0, 1, TABLE_STEPS + 1)
        low, high = (np.interp(edge, table, shares) for edge in edges)
        smooth = (1 - BEYOND_THE_TABLE) * (high - low) + BEYOND_THE_TABLE * smooth
    return np.asarray(np.log(np.maximum(smooth, LEAST_CHANCE)))
