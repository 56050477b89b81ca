"""What is forecast by the half-hour, hour or day, and what is said of the days ahead."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

import numpy as np
from numpy.typing import NDArray

from answerable.forecasting.projection import LEVELS, Method

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Demand:
    """Counts by the half-hour, hour or day of one line, grade or place.

    days: dates in order, none left out; interval_minutes: 30, 60 … 1440 (a day); counts: (days × slots), slots being
    1440 / interval_minutes, nan where not known or where there was no row; exposure: (days × slots) of 0 where the hour does
    not exist (the clock goes forward) or is closed by declaration, 2 in the repeated hour, else 1; None: 1 throughout.
    """

    id: str
    days: tuple[date, ...]
    interval_minutes: int
    counts: Floats
    exposure: Whole | None = None

    @property
    def slots(self) -> int:
        return 1440 // self.interval_minutes


@dataclass(frozen=True, eq=False)
class DayTotals:
    """The days as wholes. mean: (days), the sum of the slots' means; quantiles: (days × LEVELS), from the errors of whole
    days and not from the slots' quantiles, which do not add up."""

    mean: Floats
    quantiles: Floats


@dataclass(frozen=True)
class Busyness:
    """How far days differ beyond chance, after what was forecast.

    A count is Poisson with the forecast mean × the day's factor × the slot's own factor, both gamma with mean 1.
    day_shape: the shape of the day's factor (its variance is 1 / shape; infinite: no more than chance); within_shape: that
    of the slot's; within_correlation: between neighbouring slots' factors; level_deviation: the relative standard deviation
    of the error that days of one forecast share, the model's own, which is not in day_shape; days: how many days it rests on.
    """

    day_shape: float
    within_shape: float
    within_correlation: float
    level_deviation: float
    days: int


@dataclass(frozen=True)
class Tried:
    """How one way of forecasting did from earlier origins. id, words: which; wape: the absolute errors over the counts;
    deviance: mean Poisson deviance a slot; chosen: whether the forecast is made by it; floor: whether it is a floor."""

    id: str
    words: str
    wape: float
    deviance: float
    chosen: bool
    floor: bool


@dataclass(frozen=True)
class DemandBacktest:
    """How the chosen way did from earlier origins, nothing after them seen. skill: 1 minus its absolute error over the best
    floor's, with a 90% interval over origins; cover50, cover90: the shares of counts inside the intervals, an end point
    counted in part so that whole numbers are told fairly; day_cover90: the same of whole days."""

    origins: int
    forecasts: int
    floor: str
    wape: float
    floor_wape: float
    skill: float | None
    skill_low: float | None
    skill_high: float | None
    cover50: float | None
    cover90: float | None
    day_cover90: float | None
    pinball: float | None = None


@dataclass(frozen=True, eq=False)
class DemandForecast:
    """Demand forecast. origin: the last day seen; days: those ahead; mean, floor: (days × slots); quantiles:
    (days × slots × LEVELS); open: (days × slots), where False mean and quantiles are 0; tried: the floors and models that
    were held against each other; notes: what a reader has to know, in plain sentences."""

    series: str
    origin: date
    interval_minutes: int
    days: tuple[date, ...]
    mean: Floats
    quantiles: Floats
    floor: Floats
    open: Flags
    day_totals: DayTotals
    busyness: Busyness | None
    method: Method
    tried: tuple[Tried, ...]
    backtest: DemandBacktest
    notes: tuple[str, ...] = field(default=())

    def at(self, level: float) -> Floats:
        """(days × slots): the quantile at one of LEVELS."""
        return self.quantiles[:, :, LEVELS.index(level)]


@dataclass(frozen=True, eq=False)
class DemandOrigin:
    """One origin of a backtest: the forecast made there, and what came. outcome: (days × slots), nan where not known."""

    forecast: DemandForecast
    outcome: Floats


@dataclass(frozen=True, eq=False)
class DemandBacktests:
    """Forecasts from earlier origins with what came of them, and their summary."""

    origins: tuple[DemandOrigin, ...]
    summary: DemandBacktest
