"""Early warnings: the first month's end at which the odds of meeting a target in one of the next months fall under a level."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import groupby
from typing import Any

import numpy as np

from answerable.forecasting.backtests import Row, backtest
from answerable.forecasting.odds import odds_in_words, percent_of
from answerable.forecasting.projection import LEVELS
from answerable.judgement.aims import Amount
from answerable.judgement.series import HIGHER
from answerable.periods import day_label, period_label
from answerable.projecting.goals import Goal, goals_ahead
from answerable.projecting.measures import months_between
from answerable.projecting.projected import Projected
from answerable.projecting.running import Projections
from answerable.words import _

# So many months ahead are looked at: further on the odds say more of the season than of what is going on.
WITHIN = 3
# A warning is cleared when the odds of all these months are above the level by so much: it must not come and go.
MARGIN = 0.1
# Months' ends that are looked at again.
LOOKED_AT = 24
# Beyond the outermost levels that are kept nothing more is told.
_LEAST, _MOST = LEVELS[0] / 2, 1 - (1 - LEVELS[-1]) / 2


@dataclass(frozen=True)
class MonthOdds:
    """A month ahead. start: its first day; goal: what it is held to; odds: from 0 to 1, that it meets it."""

    start: date
    goal: Goal
    odds: float

    @property
    def label(self) -> str:
        """The month in words."""
        return period_label("month", self.start, self.start)

    def under(self, margin: float = 0.0) -> bool:
        """Whether the odds are under the goal's level, with a margin on top."""
        return self.goal.warn_below is not None and self.odds < self.goal.warn_below + margin


@dataclass(frozen=True)
class Look:
    """What could be known at a month's end. on: the day after it; months: the next ones that are held to something."""

    on: date
    months: tuple[MonthOdds, ...]


@dataclass(frozen=True)
class Warned:
    """A warning. raised_on: the first day on which it could be known; month: the first one whose odds were under the level;
    cleared_on: None while it stands; or_before: raised at the first look there is, so that it may have stood before."""

    raised_on: date
    month: MonthOdds
    cleared_on: date | None = None
    or_before: bool = False

    def stood_on(self, day: date) -> bool:
        """Whether it stood on a day."""
        return self.raised_on <= day and (self.cleared_on is None or day < self.cleared_on)

    def as_json(self, unit: str) -> dict[str, Any]:
        """The part "warning" of a release's projection."""
        goal = self.month.goal
        return {"raised_on": self.raised_on.isoformat(), "or_before": self.or_before,
                "month": self.month.start.isoformat(), "label": self.month.label, "odds": self.month.odds,
                "level": goal.warn_below, "words": self.words(unit)}

    def words(self, unit: str) -> str:
        """The warning as a sentence."""
        goal = self.month.goal
        since = _("at least since {day}") if self.or_before else _("since {day}")
        return _("The target is at risk {since}: by the figures before that day it was {odds} that {month} would be {asked}. "
                 "A warning is given under {level}.").format(
            since=since.format(day=day_label(self.raised_on)), odds=odds_in_words(self.month.odds), month=self.month.label,
            asked=goal.amount.words(unit), level=percent_of(goal.warn_below or 0.0))


def warned(looks: Iterable[Look]) -> list[Warned]:
    """Every warning of a row of looks, in order: raised at the first look at which a month's odds are under its level, cleared
    at the first at which all are above it by the margin, or at which nothing is to be met any more."""
    found: list[Warned] = []
    standing = False
    for place, look in enumerate(looks):
        if standing and not any(month.under(MARGIN) for month in look.months):
            found[-1] = replace(found[-1], cleared_on=look.on)
            standing = False
        elif not standing and (month := next((each for each in look.months if each.under()), None)):
            found.append(Warned(look.on, month, or_before=place == 0))
            standing = True
    return found


def looks_of(rows: Iterable[Row], goals: Callable[[Sequence[date]], Sequence[Goal | None]]) -> list[Look]:
    """The looks of one measure. rows: of its backtest, by origin and months ahead; goals: what months are held to."""
    looks = []
    for origin, own in groupby(rows, key=lambda row: row.origin):
        ahead = list(own)
        first = origin + timedelta(days=1)
        starts = months_between(first, first + timedelta(days=31 * len(ahead)))[:len(ahead)]
        looks.append(Look(first, tuple(MonthOdds(start, goal, odds_of(row.quantiles, goal.amount))
                                       for start, row, goal in zip(starts, ahead, goals(starts), strict=True) if goal)))
    return looks


def odds_of(quantiles: Sequence[float], amount: Amount) -> float:
    """The odds that a figure meets a value, from its quantiles at LEVELS: between them by straight lines, and never 0 or 1."""
    below = float(np.interp(amount.value, quantiles, LEVELS, left=_LEAST, right=_MOST))
    return 1 - below if amount.direction == HIGHER else below


def warnings_of(made: Projections, measures: Iterable[str] | None = None) -> dict[str, list[Warned]]:
    """Measure → its warnings over the last two years, those that are held to a target alone. Each month's end is looked at
    with the months up to it, as their figures are known now; the newest with the odds that are shown. measures: None for
    all."""
    wanted = [item for name, item in made.by_id.items() if item.runs and (measures is None or name in set(measures))]
    looks = replayed(made, wanted)
    return {item.measure.id: warned([*looks[item.measure.id][:-1], newest_look(item)]) for item in wanted}


def replayed(made: Projections, wanted: Sequence[Projected]) -> dict[str, list[Look]]:
    """Measure → its looks at the last months' ends, the oldest first. Every series of the workspace is in the pool, as it was
    when the measure was projected."""
    series = [item.past.series for item in made.by_id.values() if item.past.series is not None and item.projection]
    if not wanted or not series:
        return {item.measure.id: [] for item in wanted}
    # As far ahead as was projected: by that the ways are chosen.
    rows = [row for row in backtest(series, made.ahead, LOOKED_AT, without_outcome=True) if row.ahead <= WITHIN]
    by_series = {name: list(own) for name, own in groupby(rows, key=lambda row: row.series)}
    return {item.measure.id: looks_of(by_series.get(item.measure.id, []), goals_of(made, item)) for item in wanted}


def goals_of(made: Projections, item: Projected) -> Callable[[Sequence[date]], Sequence[Goal | None]]:
    """What months of a measure are held to, those of the past too, by the targets as they are known now."""
    return lambda starts: goals_ahead(made.targets, item.measure, starts, made.force, made.workspace.settings.warn_below)


def newest_look(item: Projected) -> Look:
    """What is known now, with the odds that are shown."""
    months = []
    assert item.projection is not None, "only what is projected is looked at"
    for step, goal, (odds, _by) in zip(item.projection.steps[:WITHIN], item.goals, item.odds, strict=False):
        if goal is not None and odds is not None:
            months.append(MonthOdds(step.period_start, goal, odds))
    return Look(item.origin + timedelta(days=1), tuple(months))


def standing_warnings(made: Projections) -> dict[str, Warned]:
    """Measure → the warning that stands now."""
    return {name: found[-1] for name, found in warnings_of(made).items() if found and found[-1].cleared_on is None}
