"""What is projected: a series of figures at even distances, with its gaps and its declared steps."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

WEEK, MONTH, QUARTER, YEAR = "week", "month", "quarter", "year"
# A scale says what values are possible: shares in percent from 0 to 100, counts, durations and ratios from 0 up,
# numbers anything.
SHARE, COUNT, DURATION, RATIO, NUMBER = "share", "count", "duration", "ratio", "number"


@dataclass(frozen=True)
class Restart:
    """The level starts afresh at the first period on or after `at`. known_from: the first day on which this was known: a
    backtest from an earlier origin must not use it."""

    at: date
    known_from: date
    reason: str


@dataclass(frozen=True)
class Series:
    """A series of figures.

    every: WEEK, MONTH, QUARTER or YEAR; starts: the first day of each period, in order, none left out; values: one a period
    in the measure's unit (shares in percent, durations in seconds), None where there is no figure that counts;
    scale: which values are possible; weights: the denominators behind the values, where they are known; restarts: declared
    or accepted steps.
    """

    id: str
    every: str
    starts: tuple[date, ...]
    values: tuple[float | None, ...]
    scale: str
    weights: tuple[float | None, ...] | None = None
    restarts: tuple[Restart, ...] = ()
