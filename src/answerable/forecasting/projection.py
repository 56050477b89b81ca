"""What is said of the months ahead: a distribution for each of them, and the odds of a target."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

# The levels at which a distribution is kept: enough for 50% and 90% intervals, and for scoring by all of it.
LEVELS = (0.01, 0.025, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5,
          0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95, 0.975, 0.99)


@dataclass(frozen=True)
class Method:
    """By what was projected. id, version: they never change their meaning; words: for people."""

    id: str
    version: int
    words: str


@dataclass(frozen=True)
class Step:
    """One period ahead. ahead: 1 for the first after the origin; quantiles: at LEVELS, in the series' unit; floor: what the
    floor that the method is held against says for it."""

    period_start: date
    period_end: date
    label: str
    ahead: int
    quantiles: tuple[float, ...]
    floor: float

    def at(self, level: float) -> float:
        """The quantile at one of LEVELS."""
        return self.quantiles[LEVELS.index(level)]


@dataclass(frozen=True)
class Backtest:
    """How the same method did from earlier origins, never seeing what came after them. origins, forecasts: how many;
    skill: 1 minus its error over the floor's, 0.2 where it errs a fifth less (None: no forecast to compare), with a 90%
    interval; cover50, cover90: the shares of outcomes inside the intervals; pooled: how many series the intervals rest on."""

    origins: int
    forecasts: int
    floor: str
    skill: float | None
    skill_low: float | None
    skill_high: float | None
    cover50: float | None
    cover90: float | None
    pooled: int


@dataclass(frozen=True)
class Projection:
    """A series projected. origin: the last day that was seen; paths: equally likely courses of the periods ahead, in the
    series' unit (whole numbers where it counts whole things), from which odds over several periods are told."""

    series: str
    origin: date
    method: Method
    steps: tuple[Step, ...]
    paths: tuple[tuple[float, ...], ...]
    backtest: Backtest
    notes: tuple[str, ...] = field(default=())


@dataclass(frozen=True)
class NoProjection:
    """Why a series cannot be projected, in one plain sentence. code: too-short, constant, lost, too-many-gaps, ..."""

    series: str
    code: str
    words: str
