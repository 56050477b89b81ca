"""The floors: what anyone could say without a model, and what a model must beat to be used."""

from __future__ import annotations

import numpy as np

from answerable.forecasting.scales import Numbers

YEARS = 3


def last_known(seen: Numbers, ahead: int) -> Numbers:
    """The newest figure, for all periods ahead. seen: (rows, periods), newest last; returns (rows, ahead)."""
    places = np.where(np.isnan(seen), -1, np.arange(seen.shape[1])).max(axis=1)
    return np.repeat(np.take_along_axis(seen, np.maximum(places, 0)[:, None], axis=1), ahead, axis=1)


def same_period(seen: Numbers, season: int, ahead: int, years: int = 1) -> Numbers:
    """The mean of the newest `years` known figures of the same period of the year; the newest figure of all where there is
    none. years 1 is the seasonal naive."""
    rows, periods = seen.shape
    total, number = np.zeros((rows, ahead)), np.zeros((rows, ahead))
    newest = periods - season + np.arange(ahead) % season
    while (newest >= 0).any():
        values = np.where(newest >= 0, seen[:, np.maximum(newest, 0)], np.nan)
        take = ~np.isnan(values) & (number < years)
        total += np.where(take, values, 0.0)
        number += take
        newest = newest - season
    return np.where(number > 0, total / np.maximum(number, 1), last_known(seen, ahead))
