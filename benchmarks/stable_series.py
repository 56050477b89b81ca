"""Series of months in which nothing changes but by chance: normal, skewed, autocorrelated, and at a police force's numbers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import count
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from answerable.judgement.series import Point

Numbers = NDArray[np.float64]
Drawn = tuple[Numbers, Numbers | None]
SEED = 20261122
MONTHS = [date(2000 + month // 12, month % 12 + 1, 1) for month in range(240)]
# What a month's share is of, at the size of a force: its calls to 101, the calls of a district, a dip sample.
CALLS, DISTRICT, DIPPED = 23_000, 600, 60


@dataclass(frozen=True)
class Series:
    """A kind of stable series. draw: (random numbers, months) → (values, denominators or None); unit: of the values;
    denominators: whether it has such."""

    name: str
    draw: Callable[[np.random.Generator, int], Drawn]
    unit: str = "percent"
    denominators: bool = False

    def points(self, random: np.random.Generator, months: int) -> list[Point]:
        """A series of so many final months."""
        return as_points(*self.draw(random, months), unit=self.unit)


def as_points(values: Numbers, denominators: Numbers | None = None, unit: str = "percent") -> list[Point]:
    """Values as final months, with the counts behind them where there are denominators."""
    sizes: Sequence[float | None] = [None] * len(values) if denominators is None else denominators.tolist()
    scale = 100 if unit == "percent" else 1
    return [Point(month, str(month), value, "final", None if size is None else value * size / scale, size)
            for month, value, size in zip(MONTHS, values.tolist(), sizes, strict=False)]


def normal(random: np.random.Generator, months: int) -> Drawn:
    """Around 80 with a spread of 3 points, each month by itself."""
    return random.normal(80, 3, months), None


def skewed(random: np.random.Generator, months: int) -> Drawn:
    """A wait: half of the months under 20 seconds, some far above (lognormal, spread 0.5 of the logarithm)."""
    return np.exp(random.normal(3, 0.5, months)), None


def autocorrelated(kept: float) -> Callable[[np.random.Generator, int], Drawn]:
    """Each month keeps a share of how far the one before lay from 80; the spread is 3 points in all."""
    def draw(random: np.random.Generator, months: int) -> Drawn:
        steps = random.normal(0, 3 * (1 - kept ** 2) ** 0.5, months)
        steps[0] = random.normal(0, 3)
        for month in range(1, months):
            steps[month] += kept * steps[month - 1]
        return 80 + steps, None
    return draw


def shares(size: int, spread: float, share: float = 0.8) -> Callable[[np.random.Generator, int], Drawn]:
    """A share out of about `size` a month, 10% up and down. spread: of the true share from month to month, in points, beside
    the chance of who calls; 0: nothing but that chance."""
    def draw(random: np.random.Generator, months: int) -> Drawn:
        sizes = _sizes(size, random, months)
        true = np.clip(random.normal(share, spread / 100, months), 0.01, 0.99)
        return 100 * random.binomial(sizes.astype(np.int64), true) / sizes, sizes
    return draw


def rates(size: int, spread: float, rate: float) -> Callable[[np.random.Generator, int], Drawn]:
    """Events for each of about `size` a month (complaints for each incident). spread: of the true rate, as a share of it."""
    def draw(random: np.random.Generator, months: int) -> Drawn:
        sizes = _sizes(size, random, months)
        return random.poisson(sizes * rate * np.maximum(random.normal(1, spread, months), 0)) / sizes, sizes
    return draw


def counts(mean: float, spread: float) -> Callable[[np.random.Generator, int], Drawn]:
    """A number of things a month: Poisson, around a mean that itself goes up and down by a share of `spread`."""
    def draw(random: np.random.Generator, months: int) -> Drawn:
        return random.poisson(mean * np.maximum(random.normal(1, spread, months), 0)).astype(np.float64), None
    return draw


def seasonal(random: np.random.Generator, months: int) -> Drawn:
    """The normal series on top of a year that goes 5 points up and 5 down."""
    return random.normal(80, 3, months) + 5 * np.sin(2 * np.pi * np.arange(months) / 12), None


def days_between(random: np.random.Generator, events: int) -> Drawn:
    """Days from one rare event to the next, where nothing makes them cluster."""
    return random.exponential(20, events), None


def chances_between(random: np.random.Generator, events: int) -> Drawn:
    """Chances without an event from one rare event to the next."""
    return random.geometric(1 / 201, events).astype(np.float64) - 1, None


def _sizes(size: int, random: np.random.Generator, months: int) -> Numbers:
    return np.maximum(np.round(size * np.exp(random.normal(0, 0.1, months))), 1)


NORMAL = Series("normal", normal)
STABLE = (
    NORMAL,
    Series("skewed (waits)", skewed, "seconds"),
    Series("autocorrelated 0.3", autocorrelated(0.3)),
    Series("autocorrelated 0.6", autocorrelated(0.6)),
    Series("80% of 23,000, chance alone", shares(CALLS, 0), denominators=True),
    Series("80% of 23,000, spread 4 points", shares(CALLS, 4), denominators=True),
    Series("80% of 600, spread 4 points", shares(DISTRICT, 4), denominators=True),
    Series("90% of a sample of 60", shares(DIPPED, 0, 0.9), denominators=True),
    Series("0.05 for each of 600, chance alone", rates(DISTRICT, 0, 0.05), "ratio", denominators=True),
    Series("0.05 for each of 23,000, spread 15%", rates(CALLS, 0.15, 0.05), "ratio", denominators=True),
    Series("counts of 3,000, spread 6%", counts(3000, 0.06), "count"),
    Series("counts of 3, chance alone", counts(3, 0), "count"),
)


SEASONAL = Series("seasonal, 5 points up and down", seasonal)
# Each point is an event, not a month: its value is what lies between it and the one before.
DAYS_BETWEEN = Series("days between events, 20 on average", days_between, "count")
CHANCES_BETWEEN = Series("chances between events, 200 on average", chances_between, "count")


def seeded(name: str) -> Callable[[], np.random.Generator]:
    """A maker of independent streams of random numbers, the same in every run for the same name."""
    numbers = count()
    return lambda: np.random.default_rng([SEED, crc32(name.encode()), next(numbers)])
