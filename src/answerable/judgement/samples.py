"""What a sample tells of the whole: intervals for a share, from surveys and dip samples.

Which interval, and why: docs/decisions/0020-wilson-intervals.md. Shares are 0 to 1 here; figures hold them in per cent.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from statistics import NormalDist
from typing import Any

from answerable.errors import InputError
from answerable.judgement.tails import binomial_tails, hypergeometric_tails
from answerable.words import _, format_value

LEVEL = 0.95
WILSON, EXACT = "wilson", "exact"
METHODS = (WILSON, EXACT)
# Of a known population: the same with the correction for what was not drawn any more.
FINITE = "-finite"
# Narrower than this many points, whole per cents would hide the interval: it is said with one decimal.
NARROW = 5.0
METHOD_WORDS = {WILSON: "Wilson", EXACT: "Clopper and Pearson, exact", f"{WILSON}{FINITE}": "Wilson, finite population",
                f"{EXACT}{FINITE}": "hypergeometric, exact"}


@dataclass(frozen=True)
class Sample:
    """What was found. count: how many of the `size` looked at have what is asked about; population: how many there are in
    all, None where they are many more than were looked at or it is not known.

    Raises InputError on numbers that cannot be: more found than looked at, more looked at than there are, none looked at.
    """

    count: int
    size: int
    population: int | None = None

    def __post_init__(self) -> None:
        if self.size < 1:
            raise InputError(f"a sample of {self.size} tells nothing.", remedy="Look at one at least.")
        if not 0 <= self.count <= self.size:
            raise InputError(f"{self.count} of {self.size} cannot be.", remedy="Give first how many were found, then how many "
                             "were looked at.")
        if self.population is not None and self.population < self.size:
            raise InputError(f"{self.size} were looked at, but the population is {self.population}.",
                             remedy="Give as population how many there are in all.")

    @property
    def share(self) -> float:
        """The share found, 0 to 1."""
        return self.count / self.size

    @property
    def full(self) -> bool:
        """Whether all that there are were looked at: then chance had no part in it."""
        return self.population == self.size


@dataclass(frozen=True)
class Interval:
    """The shares (0 to 1) of the whole that the sample is compatible with. level: of confidence, 0 to 1; method: one of
    METHODS, with FINITE behind it where the population is known."""

    low: float
    high: float
    level: float = LEVEL
    method: str = WILSON

    def as_json(self) -> dict[str, Any]:
        """The interval as a release holds it: low and high in per cent."""
        return {"low": 100 * self.low, "high": 100 * self.high, "level": self.level, "method": self.method,
                "range": self.range_words, "words": self.words}

    @property
    def words(self) -> str:
        """"72% to 100% with 95% confidence". Rounded outwards, so that rounding promises nothing."""
        return _("{range} with {level} confidence").format(range=self.range_words, level=percent(self.level))

    @property
    def range_words(self) -> str:
        """"72% to 100%"."""
        low, high = self._ends()
        return _("{low} to {high}").format(low=low, high=high)

    def said_of(self, share: float) -> str:
        """What a sample with that share (0 to 1) tells, as a clause: "at least 72%" of all, "at most 28%" of none."""
        low, high = self._ends()
        if share == 1:
            told = _("at least {low}").format(low=low)
        elif share == 0:
            told = _("at most {high}").format(high=high)
        else:
            told = _("between {low} and {high}").format(low=low, high=high)
        return _("{told} with {level} confidence").format(told=told, level=percent(self.level))

    def _ends(self) -> tuple[str, str]:
        step = 0.1 if 100 * (self.high - self.low) < NARROW else 1.0
        return _outwards(100 * self.low, step, math.floor), _outwards(100 * self.high, step, math.ceil)


def interval(sample: Sample, *, level: float = LEVEL, method: str = WILSON) -> Interval | None:
    """The interval of a share; None for a full count, which has no sampling error.

    level: of confidence, above 0 and below 1, two-sided. method: WILSON (Wilson, JASA 22, 1927, 209-212; with a known
    population its variance times (N - n)/(N - 1), Cochran, Sampling Techniques, 1977, §3.3) or EXACT (Clopper and
    Pearson, Biometrika 26, 1934, 404-413; with a known population the hypergeometric test inverted). Raises InputError
    on another level or method.
    """
    _check(level, method)
    if sample.full:
        return None
    tail = (1 - level) / 2
    low, high = _BOUNDS[method](sample, tail)
    return Interval(low, high, level, method + (FINITE if sample.population else ""))


def interval_of_share(share: float, size: float, *, level: float = LEVEL) -> Interval:
    """Wilson's interval of a share (0 to 1) found among `size` people or records, whose count need not be whole: where each
    gave several answers, which are not so many people."""
    check_level(level)
    low, high = wilson_ends(share * size, size, None, (1 - level) / 2)
    return Interval(low, high, level, WILSON)


def lower_bound(sample: Sample, *, level: float = LEVEL, method: str = WILSON) -> float:
    """The share (0 to 1) that the whole has at least, one-sided: all the doubt lies below. The share itself of a full
    count. Raises as `interval` does."""
    _check(level, method)
    return sample.share if sample.full else _BOUNDS[method](sample, 1 - level)[0]


def upper_bound(sample: Sample, *, level: float = LEVEL, method: str = WILSON) -> float:
    """The share (0 to 1) that the whole has at most, one-sided. As `lower_bound`."""
    _check(level, method)
    return sample.share if sample.full else _BOUNDS[method](sample, 1 - level)[1]


def check_level(level: float) -> None:
    """Raise InputError unless a level of confidence lies between a half and 1."""
    if not 0.5 <= level < 1:
        raise InputError(f"{format_value(100 * level, 'percent', shortest=True)} is no level of confidence.",
                         remedy="Use one from 50% to under 100%, such as 95%.")


def percent(share: float) -> str:
    """A share (0 to 1) as a page shows it: "95%", "2.5%"."""
    # 100 × 0.95 is a hair above 95 in binary.
    return format_value(round(100 * share, 6), "percent", shortest=True)


def _check(level: float, method: str) -> None:
    check_level(level)
    if method not in METHODS:
        raise InputError(f"'{method}' is no method for an interval.", remedy=f"Use one of: {', '.join(METHODS)}.")


def _wilson(sample: Sample, tail: float) -> tuple[float, float]:
    low, high = wilson_ends(sample.count, sample.size, sample.population, tail)
    return _possible(sample, low, high)


def wilson_ends(count: float, size: float, population: int | None, tail: float) -> tuple[float, float]:
    """The score test inverted: the shares whose own standard error puts the sample within z of them. count: need not be
    whole, for planning; tail: the probability (0 to 0.5) beyond each end."""
    squared = NormalDist().inv_cdf(1 - tail) ** 2
    if population:
        squared *= (population - size) / max(population - 1, 1)
    middle = count + squared / 2
    half = math.sqrt(squared * (count * (size - count) / size + squared / 4))
    # On paper the ends are exactly 0 and 1 here; the square root of a square misses them by a hair.
    return (0.0 if count == 0 else (middle - half) / (size + squared),
            1.0 if count == size else (middle + half) / (size + squared))


def _possible(sample: Sample, low: float, high: float) -> tuple[float, float]:
    """Cut at what the sample itself leaves possible: those found are there, those found without it are too."""
    if not sample.population:
        return low, high
    rest = sample.size - sample.count
    return (max(low, sample.count / sample.population), min(high, (sample.population - rest) / sample.population))


def _exact(sample: Sample, tail: float) -> tuple[float, float]:
    if sample.population:
        return _hypergeometric(sample, sample.population, tail)
    count, size = sample.count, sample.size
    low = 0.0 if count == 0 else _crossing(lambda share: binomial_tails(count, size, share).at_least > tail)
    high = 1.0 if count == size else _crossing(lambda share: binomial_tails(count, size, share).at_most <= tail)
    return low, high


def _crossing(beyond: Callable[[float], bool]) -> float:
    """Where a condition on a share turns from false to true, to the last digit."""
    low, high = 0.0, 1.0
    while low < (middle := (low + high) / 2) < high:
        low, high = (low, middle) if beyond(middle) else (middle, high)
    return high


def _hypergeometric(sample: Sample, population: int, tail: float) -> tuple[float, float]:
    """The least and the most marked ones of the population that the sample does not rule out, as shares."""
    count, size = sample.count, sample.size
    possible = range(count, population - (size - count) + 1)
    least = _first(possible, lambda marked: hypergeometric_tails(count, size, marked, population).at_least > tail)
    most = _first(possible, lambda marked: hypergeometric_tails(count, size, marked, population).at_most <= tail)
    return least / population, (most - 1) / population


def _first(numbers: range, found: Callable[[int], bool]) -> int:
    """The first number for which a condition holds that, once it does, holds on; one beyond the last where it never does."""
    low, high = numbers.start, numbers.stop
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if found(middle) else (middle + 1, high)
    return low


_BOUNDS: dict[str, Callable[[Sample, float], tuple[float, float]]] = {WILSON: _wilson, EXACT: _exact}


def _outwards(value: float, step: float, rounding: Callable[[float], int]) -> str:
    # A hair of binary beyond a round number must not push it a whole step on.
    steps = round(value / step, 6)
    return format_value(round(rounding(steps) * step, 1), "percent", shortest=True)
