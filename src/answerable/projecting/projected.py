"""A measure projected, with the odds of what it is held to in each month ahead."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from itertools import groupby

from answerable.forecasting.odds import met, met_by
from answerable.forecasting.projection import NoProjection, Projection
from answerable.measures.definition import Measure
from answerable.projecting.goals import Goal
from answerable.projecting.measures import Past

# What it is to miss a value, for each way to meet it.
_MISSED = {">=": "<", ">": "<=", "<=": ">", "<": ">="}


@dataclass(frozen=True)
class Run:
    """Months ahead with one goal, side by side. projection: of these months alone."""

    goal: Goal
    projection: Projection

    @cached_property
    def met(self) -> tuple[float, ...]:
        """The odds, from 0 to 1, that each month meets the goal."""
        amount = self.goal.amount
        return met(self.projection, amount.value, amount.comparison)

    @cached_property
    def met_by(self) -> tuple[float, ...]:
        """The odds that some month up to and with each one does."""
        amount = self.goal.amount
        return met_by(self.projection, amount.value, amount.comparison)

    @cached_property
    def met_throughout(self) -> tuple[float, ...]:
        """The odds that every month up to and with each one does."""
        amount = self.goal.amount
        return tuple(1 - odds for odds in met_by(self.projection, amount.value, _MISSED[amount.comparison]))


@dataclass(frozen=True)
class Projected:
    """What is said of a measure's months ahead. found: the projection, or why there is none; goals: of each of its months."""

    past: Past
    found: Projection | NoProjection
    goals: tuple[Goal | None, ...] = ()

    @property
    def measure(self) -> Measure:
        """The measure."""
        return self.past.measure

    @property
    def projection(self) -> Projection | None:
        """The projection, None where there is none."""
        return self.found if isinstance(self.found, Projection) else None

    @property
    def origin(self) -> date:
        """The last day that was seen; the first day there is where nothing is projected."""
        return self.projection.origin if self.projection else date.min

    @cached_property
    def runs(self) -> tuple[Run, ...]:
        """The months ahead that have a goal, in runs of one value to be met."""
        if self.projection is None:
            return ()
        found, first = [], 0
        for goal, steps in groupby(self.goals):
            last = first + len(list(steps))
            if goal is not None:
                found.append(Run(goal, _part(self.projection, first, last)))
            first = last
        return tuple(found)

    @cached_property
    def odds(self) -> tuple[tuple[float | None, float | None], ...]:
        """(met, met by) of each month ahead, None where it has no goal."""
        told = {step.ahead: pair for run in self.runs
                for step, *pair in zip(run.projection.steps, run.met, run.met_by, strict=True)}
        steps = self.projection.steps if self.projection else ()
        return tuple((pair[0], pair[1]) if (pair := told.get(step.ahead)) else (None, None) for step in steps)

    def with_goals(self, goals: Sequence[Goal | None]) -> Projected:
        """The same held to something else."""
        return Projected(self.past, self.found, tuple(goals))


def _part(projection: Projection, first: int, last: int) -> Projection:
    return replace(projection, steps=projection.steps[first:last], paths=tuple(path[first:last] for path in projection.paths))
