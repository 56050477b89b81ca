"""Series drawn for tests of projections: the same in every run for the same seed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import numpy as np

from answerable.forecasting.series import COUNT, MONTH, NUMBER, SHARE, WEEK, Series


def months(count: int, year: int = 2020) -> tuple[date, ...]:
    """The first days of so many months from January of a year."""
    return tuple(date(year + month // 12, month % 12 + 1, 1) for month in range(count))


def monthly(name: str, values: Sequence[float | None], scale: str = NUMBER, **more: object) -> Series:
    """A monthly series from January 2020."""
    return Series(name, MONTH, months(len(values)), tuple(values), scale, **more)  # type: ignore[arg-type]


def shares(count: int, periods: int = 48, seed: int = 1) -> list[Series]:
    """Shares of some hundred cases with a season and a drifting level."""
    random = np.random.default_rng(seed)
    found = []
    for number in range(count):
        places = 1 + 0.3 * np.sin(2 * np.pi * np.arange(periods) / 12) + np.cumsum(random.normal(0, 0.1, periods))
        sizes = random.integers(200, 900, periods)
        cases = random.binomial(sizes, 1 / (1 + np.exp(-places)))
        weights = tuple(sizes.astype(float).tolist())
        found.append(monthly(f"share {number}", (100 * cases / sizes).tolist(), SHARE, weights=weights))
    return found


def walks(count: int, periods: int = 60, seed: int = 2) -> list[Series]:
    """Random walks with steps of spread 1."""
    random = np.random.default_rng(seed)
    return [monthly(f"walk {number:03}", np.cumsum(random.normal(size=periods)).tolist()) for number in range(count)]


def weeks(periods: int = 150, seed: int = 3) -> Series:
    """A weekly count with a year of its own."""
    random = np.random.default_rng(seed)
    starts = tuple(date(2021, 1, 4) + timedelta(days=7 * week) for week in range(periods))
    level = np.exp(6 + 0.2 * np.sin(2 * np.pi * np.arange(periods) / 52.18))
    return Series("weekly", WEEK, starts, tuple(random.poisson(level).astype(float).tolist()), COUNT)
