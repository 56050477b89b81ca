"""Projections that say what a test needs them to say: courses given one by one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import cache

import numpy as np

from answerable.forecasting.projection import LEVELS, Backtest, Method, Projection, Step
from answerable.forecasting.series import MONTH, Series
from answerable.judgement.aims import Amount
from answerable.measures.catalogue import read_measures
from answerable.measures.definition import Measure
from answerable.measures.figure import Figure
from answerable.periods import period_label
from answerable.projecting.goals import Goal
from answerable.projecting.measures import Past, months_between, scale_of
from answerable.projecting.projected import Projected

TESTED = Backtest(12, 60, "last", 0.2, 0.1, 0.3, 0.5, 0.9, 5)
AROUND_ZERO = np.linspace(-1, 1, 41)


@cache
def measure(name: str = "101-answered-within-30s") -> Measure:
    """A shipped measure."""
    return read_measures()[name]


def month(number: int) -> date:
    """The first day of a month, counted from January 2024."""
    return date(2024 + number // 12, number % 12 + 1, 1)


def figure(number: int, value: float | None, status: str = "final", **more: object) -> Figure:
    """A month's figure of that measure."""
    start, end = month(number), month(number + 1) - timedelta(days=1)
    made = Figure("101-answered-within-30s", 1, start.isoformat(), end.isoformat(), period_label("month", start, end), value,
                  "percent", None, 100.0, 1.0, status)
    return replace(made, **more)  # type: ignore[arg-type]


def figures(values: Sequence[float | None]) -> tuple[Figure, ...]:
    """Final figures, one a month; None: nothing came."""
    return tuple(figure(place, value, "no-data" if value is None else "final") for place, value in enumerate(values))


def goal(value: float = 80, comparison: str = ">=", ends: date | None = None, *, asked: bool = False, starts: date = date.min,
         warn_below: float | None = 0.5) -> Goal:
    """A value to be met in each month."""
    amount = Amount(value, comparison)
    return Goal(amount, amount.words("percent"), starts, ends, asked, warn_below)


def projected(middles: Sequence[float], goals: Sequence[Goal | None] = (), *, name: str = "101-answered-within-30s",
              last: float = 75.0, wide: float = 10.0) -> Projected:
    """Months from January 2026 on, each spread evenly over its middle ± `wide`, all 41 courses side by side. last: the figure
    of December 2025."""
    found = measure(name)
    steps = tuple(Step(month(24 + place), month(25 + place) - timedelta(days=1), period_label("month", month(24 + place),
                                                                                             month(24 + place)),
                       place + 1, tuple(float(np.quantile(middle + wide * AROUND_ZERO, level)) for level in LEVELS), middle)
                  for place, middle in enumerate(middles))
    paths = tuple(tuple(middle + wide * each for middle in middles) for each in AROUND_ZERO.tolist())
    values = (70.5, 71.5, last)
    series = Series(found.id, MONTH, months_between(month(21), month(23)), values, scale_of(found, values))
    past = Past(found, series, None, figure(23, last))
    return Projected(past, Projection(found.id, date(2025, 12, 31), Method("last", 1, "the last figure"), steps, paths, TESTED),
                     tuple(goals or [None] * len(steps)))
