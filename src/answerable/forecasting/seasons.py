"""The season of each history: what it shares with the others, and what is its own beyond chance."""

from __future__ import annotations

import numpy as np

from answerable.forecasting.scales import Numbers, Places
from answerable.forecasting.spacing import Spacing

# A year's mean needs most of its periods.
SHARE_NEEDED = 0.75
# The pull of a week's season towards that of its neighbours: there are few years and 52 of them.
NEIGHBOURS = np.array([1.0, 2.0, 3.0, 2.0, 1.0])
MANY_SEASONS = 24
# The variance of a row's mean in units of its size, times this, is what its part in the common season is drawn by.
PULL_TO_NONE = 2.0
MOST_FOLLOWED = 3.0


def seasons(seen: Numbers, origins: Places, spacing: Spacing, ahead: int) -> tuple[Numbers, Numbers]:
    """The season of every period seen, and of those ahead.

    seen: (rows, periods), newest last; origins: (rows,) where in the calendar each ends. Returns (rows, periods) and
    (rows, ahead). A row's season is what it shares with the other rows of its origin, and of the rest as much as is more than
    chance: the spread between seasons over that within them (empirical Bayes: James and Stein 1961, for unequal numbers).
    """
    (rows, periods), season = seen.shape, spacing.season
    if season < 2 or periods < season + 2:
        return np.zeros((rows, periods)), np.zeros((rows, ahead))
    left = seen - _year_around(seen, season)
    years = -(-periods // season)
    # The first period ahead is the first of a year, and so are those whole years before it.
    columns = periods + np.arange(season) - np.round(spacing.year * np.arange(years, 0, -1)).astype(int)[:, None]
    shaped = np.where(columns >= 0, left[:, np.maximum(columns, 0)], np.nan)
    kept = _shrunk(shaped, origins)
    return kept[:, _of_year(np.arange(-periods, 0), spacing)], kept[:, _of_year(np.arange(ahead), spacing)]


def _of_year(steps: Places, spacing: Spacing) -> Places:
    """Which period of a year each is; steps: 0 for the first ahead, -1 for the newest seen. A year of weeks is 52 and a day or
    two: now and then its last week comes twice, so that Christmas stays where it is."""
    years = np.floor(steps / spacing.year).astype(np.int64)
    first = np.round(spacing.year * years).astype(np.int64)
    early = steps < first
    first = np.where(early, np.round(spacing.year * (years - 1)), first).astype(np.int64)
    return np.asarray(np.minimum(steps - first, spacing.season - 1))


def _year_around(seen: Numbers, season: int) -> Numbers:
    """The mean of the year around each period; the nearest one where the year is not complete; nan where there is none."""
    periods = seen.shape[1]
    weights = np.ones(season + 1 - season % 2)
    if season % 2 == 0:
        weights[0] = weights[-1] = 0.5
    half = len(weights) // 2
    known = ~np.isnan(seen)
    padded = np.pad(np.where(known, seen, 0.0), ((0, 0), (half, half)))
    there = np.pad(known.astype(float), ((0, 0), (half, half)))
    total, number = np.zeros_like(seen), np.zeros_like(seen)
    for place, weight in enumerate(weights):
        total += weight * padded[:, place:place + periods]
        number += weight * there[:, place:place + periods]
    enough = number >= SHARE_NEEDED * season
    return _filled_outwards(np.where(enough, total / np.maximum(number, 1e-9), np.nan))


def _filled_outwards(middle: Numbers) -> Numbers:
    """Each nan takes the value before it, and the first ones the first known."""
    periods = middle.shape[1]
    places = np.where(np.isnan(middle), -1, np.arange(periods))
    before = np.maximum.accumulate(places, axis=1)
    first = np.argmax(~np.isnan(middle), axis=1)
    use = np.where(before < 0, first[:, None], before)
    return np.take_along_axis(middle, use, axis=1)


def _shrunk(shaped: Numbers, origins: Places) -> Numbers:
    """(rows, years, season) of what is left beside the year's mean → (rows, season), adding up to 0."""
    known = ~np.isnan(shaped)
    number = known.sum(axis=1)
    mean = np.where(known, shaped, 0.0).sum(axis=1) / np.maximum(number, 1)
    mean -= mean.mean(axis=1, keepdims=True)
    within = np.where(known, (shaped - mean[:, None, :]) ** 2, 0.0).sum(axis=(1, 2))
    freedom = number.sum(axis=1) - (number > 0).sum(axis=1)
    noise = within / np.maximum(freedom, 1)
    squares = np.where(known, shaped ** 2, 0.0).sum(axis=(1, 2))
    common = _common(mean, np.sqrt(squares / np.maximum(number.sum(axis=1), 1)), number, origins)
    rest = mean - common
    if shaped.shape[2] >= MANY_SEASONS:
        smooth = np.where((freedom > 0)[:, None], _round_the_year(rest), 0.0)
        return np.asarray(common + smooth + (rest - smooth) * _kept(rest - smooth, noise, number, freedom))
    return np.asarray(common + rest * _kept(rest, noise, number, freedom))


def _common(mean: Numbers, size: Numbers, number: Places, origins: Places) -> Numbers:
    """(rows, season): the mean season of the other rows of the same origin, each in units of its own size, as far as the row
    follows it. How far is a regression drawn to 0 by the chance in the row's own means."""
    scaled = mean / np.maximum(size, 1e-12)[:, None]
    _, group = np.unique(origins, return_inverse=True)
    telling = (number > 0).any(axis=1).astype(float)
    others = np.bincount(group, telling)[group] - telling
    total = np.zeros((int(group.max(initial=0)) + 1, mean.shape[1]))
    np.add.at(total, group, scaled)
    pattern = (total[group] - scaled) / np.maximum(others, 1)[:, None]
    strength = (pattern ** 2).sum(axis=1)
    chance = PULL_TO_NONE / np.maximum(number.mean(axis=1), 1)
    follows = (scaled * pattern).sum(axis=1) / np.maximum(strength + chance, 1e-12)
    return np.asarray((np.where(others > 0, np.clip(follows, 0, MOST_FOLLOWED), 0.0) * size)[:, None] * pattern)


def _kept(mean: Numbers, noise: Numbers, number: Numbers, freedom: Numbers) -> Numbers:
    chance = noise[:, None] / np.maximum(number, 1)
    between = np.maximum((mean ** 2).mean(axis=1) - chance.mean(axis=1), 0.0)[:, None]
    share = between / np.maximum(between + chance, 1e-300)
    # Without a second year nothing tells season from chance.
    return np.asarray(np.where((freedom > 0)[:, None] & (number > 0), share, 0.0))


def _round_the_year(mean: Numbers) -> Numbers:
    half = len(NEIGHBOURS) // 2
    circle = np.concatenate([mean[:, -half:], mean, mean[:, :half]], axis=1)
    parts = [weight * circle[:, place:place + mean.shape[1]] for place, weight in enumerate(NEIGHBOURS)]
    return np.asarray(sum(parts) / NEIGHBOURS.sum())
