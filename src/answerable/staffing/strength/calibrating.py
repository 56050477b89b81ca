"""What the room does with its people against what the simulator says: told by the last months, as far as they tell it.

For each month gone by the emulator is turned round: with how many people would the simulator have given that figure? The
logarithm of this number over that of those who were there is the month's offset. The last twelve known are averaged, the
newest weighing most; the average tells one lasting efficiency, through what absence, demand and chance did to each month.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import log, sqrt

import numpy as np

from answerable.staffing.strength.chances import ABSENCE, DEMAND, EFFICIENCY, GROWTH, PAST, normals, wandered
from answerable.staffing.strength.emulator import Emulator
from answerable.staffing.strength.history import Past
from answerable.staffing.strength.plan import Plan, Wandering

MONTHS_BACK, CALIBRATED_BY, WEIGHT, FEWEST_FOR_SCATTER = 24, 12, 0.85, 4
_HAIR = 1e-12


@dataclass(frozen=True)
class Conditions:
    """Under which people work in the months ahead, in every draw. efficiency: draws, logarithms; absent: months × draws,
    shares of time; demand: months × draws, logarithms against the room's file; widened: by how much more the last months
    scatter than the plan says (1: not more); told_by: from how many months the efficiency is known."""

    efficiency: np.ndarray
    absent: np.ndarray
    demand: np.ndarray
    widened: float = 1.0
    told_by: int = 0


def conditions(plan: Plan, draws: int, seed: int, past: Sequence[Past] = (), emulator: Emulator | None = None, *,
               weight: float = WEIGHT) -> Conditions:
    """The conditions of a plan's months: as the plan says where no past is given, else as the past leaves them open.

    weight: of each month against the one after it. Everything is drawn from what the plan says before anything is known, the
    past months too, then moved by as much as what was seen differs from what was drawn (Matheron's rule: the result is
    the normal distribution given what was seen).
    """
    known = [one for one in past if one.figure is not None and one.working and one.place >= -MONTHS_BACK]
    seen = known[-CALIBRATED_BY:] if emulator else []
    told = _Told(plan, seen, emulator, weight) if emulator and seen else None
    factor = told.scatter() if told else 1.0
    absence, demand = (_wider(own, factor) for own in (plan.absence.wandering, plan.demand.wandering))
    months = MONTHS_BACK + plan.months
    unknown = np.concatenate([plan.efficiency * normals(seed, EFFICIENCY, 1, draws),
                              wandered(absence, seed, ABSENCE, months, draws), wandered(demand, seed, DEMAND, months, draws)])
    if told:
        unknown = told.given(unknown, covariance(plan.efficiency, absence, demand, months), factor,
                             normals(seed, PAST, 1, draws))
    ahead = range(plan.months)
    growth = plan.demand.growth_sd * normals(seed, GROWTH, draws) * (np.array(ahead)[:, None] + 0.5) / 12
    usual = np.array([usual_absence(plan, place) for place in ahead])[:, None]
    expected = np.array([expected_demand(plan, place) for place in ahead])[:, None]
    return Conditions(unknown[0], np.clip(usual + unknown[1 + MONTHS_BACK:1 + months], 0.0, 0.95),
                      expected + growth + unknown[1 + months + MONTHS_BACK:], factor, len(seen))


def usual_absence(plan: Plan, place: int) -> float:
    """Abstraction expected in a month: the usual and what the calendar month has more."""
    return plan.absence.usual + dict(plan.absence.by_month).get(plan.month(place)[0].month, 0.0)


def expected_demand(plan: Plan, place: int) -> float:
    """The logarithm of a month's expected demand against the room's file, which stands at the plan's first day."""
    season = dict(plan.demand.by_month).get(plan.month(place)[0].month, 1.0)
    return log(season) + log(1 + plan.demand.growth) * (place + 0.5) / 12


def present(plan: Plan, absent: np.ndarray | float) -> np.ndarray:
    """The logarithm of how much of people's time is there, against the usual."""
    return np.asarray(np.log1p(-np.asarray(absent)) - np.log1p(-plan.absence.usual))


def covariance(efficiency: float, absence: Wandering, demand: Wandering, months: int) -> np.ndarray:
    """Of efficiency, then absence and demand in each month, before anything is seen."""
    found = np.zeros((1 + 2 * months, 1 + 2 * months))
    found[0, 0] = efficiency**2
    apart = np.abs(np.subtract.outer(np.arange(months), np.arange(months)))
    for first, own in ((1, absence), (1 + months, demand)):
        found[first:first + months, first:first + months] = own.sd**2 * own.carries_over**apart
    return found


def _wider(own: Wandering, factor: float) -> Wandering:
    return Wandering(own.sd * factor, own.carries_over)


class _Told:
    """What past months tell. offsets: of each month; rows: months × unknowns, how an offset follows from what is not known;
    noise: variance of an offset by chance alone; weights: sum 1."""

    def __init__(self, plan: Plan, seen: Sequence[Past], emulator: Emulator, weight: float) -> None:
        self.plan, self.seen = plan, seen
        self.months = MONTHS_BACK + plan.months
        self.rows, self.noise = np.zeros((len(seen), 1 + 2 * self.months)), np.zeros(len(seen))
        self.offsets = np.array([self._offset(number, one, emulator) for number, one in enumerate(seen)])
        weights = weight ** np.array([-1.0 - one.place for one in seen])
        self.weights = weights / weights.sum()

    def _offset(self, number: int, one: Past, emulator: Emulator) -> float:
        absent = usual_absence(self.plan, one.place) if one.abstraction is None else one.abstraction
        demand = expected_demand(self.plan, one.place) if one.demand is None else log(one.demand)
        ratio = emulator.ratio_of(float(one.figure or 0.0), demand)
        row = self.rows[number]
        row[0] = 1.0
        if one.abstraction is None:
            row[1 + MONTHS_BACK + one.place] = -1 / (1 - absent)
        if one.demand is None:
            row[1 + self.months + MONTHS_BACK + one.place] = -1.0
        self.noise[number] = _chance(emulator, ratio, demand) ** 2
        return ratio - log(float(one.working or 1.0) / self.plan.room_for) - float(present(self.plan, absent))

    def scatter(self) -> float:
        """By how much the offsets scatter more than what the plan says explains: at least 1."""
        if len(self.seen) < FEWEST_FOR_SCATTER:
            return 1.0
        plan = self.plan
        expected = self.rows @ covariance(plan.efficiency, plan.absence.wandering, plan.demand.wandering,
                                          self.months) @ self.rows.T + np.diag(self.noise)
        middle = self.weights @ self.offsets
        found = float(self.weights @ (self.offsets - middle) ** 2)
        likely = float(self.weights @ np.diag(expected) - self.weights @ expected @ self.weights)
        return max(1.0, sqrt(found / max(likely, _HAIR)))

    def given(self, unknown: np.ndarray, before: np.ndarray, factor: float, chance: np.ndarray) -> np.ndarray:
        """What was drawn, moved to what was seen: the weighted offset, and absence and demand where they are known."""
        rows, values, noise = [self.weights @ self.rows], [float(self.weights @ self.offsets)], [
            float(self.weights**2 @ self.noise) * factor**2]
        for one in self.seen:
            absent = None if one.abstraction is None else one.abstraction - usual_absence(self.plan, one.place)
            demand = None if one.demand is None else log(one.demand) - expected_demand(self.plan, one.place)
            for first, known in ((1, absent), (1 + self.months, demand)):
                if known is not None and before[first, first] > 0:
                    rows.append(np.eye(len(before))[first + MONTHS_BACK + one.place])
                    values.append(known)
                    noise.append(0.0)
        told, errors = np.array(rows), np.array(noise)
        spread = told @ before @ told.T + np.diag(errors + _HAIR)
        drawn = told @ unknown
        drawn[0] += sqrt(errors[0]) * chance[0]
        moved: np.ndarray = unknown + before @ told.T @ np.linalg.solve(spread, np.array(values)[:, None] - drawn)
        return moved


def _chance(emulator: Emulator, ratio: float, demand: float) -> float:
    """What chance does to a month's offset: its spread over the slope, both at the ratio; at most 1."""
    step = 0.02
    (low, high), (spread, _other) = emulator.at(np.array([ratio - step, ratio + step]), np.full(2, demand))
    return min(float(spread) / max(abs(float(high - low)) / (2 * step), 1e-6), 1.0)
