"""What the simulator would say of a room with any number of people, from a few dozen points at which it was asked.

A measure of a line (a share answered within its limit, …) as a smooth function of the staff ratio (people able to work over
those for whom the room's file plans) that never turns, at a few levels of demand. All points see the same callers.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from math import log, sqrt

import numpy as np

from answerable.errors import InputError
from answerable.simulation.results import Simulated
from answerable.simulation.room import Room
from answerable.simulation.simulating import simulate
from answerable.staffing.strength.monotone import rising, smooth
from answerable.staffing.strength.scaled import scaled
from answerable.staffing.targets import Target

RATIOS, DEMANDS, REPETITIONS, TRIES = 16, 3, 24, 6
FINE = 400
DAYS_OF_MONTH = 30.44
FRESH_SEED = 104729
_A_MOMENT = 0.05        # seconds added to a mean wait before its logarithm
_HAIR = 0.005           # a demand so near the edge is at it
Told = Callable[[int, int], None]


@dataclass(frozen=True)
class Range:
    """Between which values the simulator is asked: staff ratios, and demand against the room's file."""

    least_ratio: float
    most_ratio: float
    least_demand: float = 1.0
    most_demand: float = 1.0


@dataclass(frozen=True)
class Emulator:
    """A measure by staff ratio and demand. ratios: logarithms, fine steps; demands: logarithms; places: demands × ratios, the
    measure on its own scale (`placed`); spread: the same, standard deviation of a month's figure about it; error: root mean
    square, and worst, difference from the simulator at ratios and demands between the points, with other callers, in the
    measure's unit; points: how often the simulator was asked; stopped: at how many of them a repetition ended before its time,
    since more contacts waited than it holds."""

    target: Target
    ratios: np.ndarray
    demands: np.ndarray
    places: np.ndarray
    spread: np.ndarray
    points: int
    error: tuple[float, float] = (0.0, 0.0)
    stopped: int = 0

    def at(self, ratios: np.ndarray, demands: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """(place, spread of a month) at logarithms of ratio and demand; outside of what was asked, as at its edge."""
        step = self.ratios[1] - self.ratios[0]
        along = np.clip((ratios - self.ratios[0]) / step, 0, len(self.ratios) - 1)
        left = np.minimum(along.astype(int), len(self.ratios) - 2)
        part = along - left
        low, wide = self.demands[0], self.demands[-1] - self.demands[0]
        across = np.clip((demands - low) / (wide or 1.0), 0, 1) * (len(self.demands) - 1)
        lower = np.minimum(across.astype(int), max(len(self.demands) - 2, 0))
        upper, share = np.minimum(lower + 1, len(self.demands) - 1), across - lower
        place, spread = ((1 - share) * ((1 - part) * table[lower, left] + part * table[lower, left + 1])
                         + share * ((1 - part) * table[upper, left] + part * table[upper, left + 1])
                         for table in (self.places, self.spread))
        return np.asarray(place), np.asarray(spread)

    def ratio_of(self, figure: float, demand: float) -> float:
        """The logarithm of the ratio at which the measure is so much, at a logarithm of demand; at the edge where it never
        is."""
        line = self.at(self.ratios, np.full(len(self.ratios), demand))[0]
        sign = 1 if self.target.at_least else -1
        # A hair's rise lets what is level have one answer.
        return float(np.interp(sign * placed(self.target, figure), sign * line + np.arange(len(line)) * 1e-9, self.ratios))

    def beyond(self, ratios: np.ndarray, demands: np.ndarray) -> float:
        """The share of ratios and demands (logarithms) that lie outside of what was asked."""
        outside = (ratios < self.ratios[0]) | (ratios > self.ratios[-1])
        return float((outside | (demands < self.demands[0] - _HAIR) | (demands > self.demands[-1] + _HAIR)).mean())

    def value(self, places: np.ndarray) -> np.ndarray:
        """Places on the measure's own scale as shares or seconds."""
        if self.target.measure == "mean_wait":
            return np.asarray(np.maximum(np.exp(places) - _A_MOMENT, 0.0))
        return np.asarray(1 / (1 + np.exp(-places)))


def placed(target: Target, figure: float) -> float:
    """A figure on the scale on which it is emulated: the logit of a share, the logarithm of a wait."""
    if target.measure == "mean_wait":
        return log(figure + _A_MOMENT)
    inside = min(max(figure, 1e-4), 1 - 1e-4)
    return log(inside / (1 - inside))


def emulate(room: Room, targets: Sequence[Target], over: Range, *, repetitions: int = REPETITIONS, seed: int = 1,
            ratios: int = RATIOS, threads: int | None = None, progress: Told | None = None) -> list[Emulator]:
    """One emulator for each target. progress: called with points done and points in all. Raises InputError where a line of a
    target is never answered."""
    demands = np.linspace(log(over.least_demand), log(over.most_demand), DEMANDS) if (
        over.most_demand > 1.002 * over.least_demand) else np.array([log(over.least_demand)])
    steps = np.linspace(log(over.least_ratio), log(over.most_ratio), ratios)
    points = len(demands) * len(steps)
    told, asked = points + TRIES, []
    for demand in demands:
        for ratio in steps:
            here = scaled(room, float(np.exp(ratio)), float(np.exp(demand)))
            asked.append(simulate(here, repetitions, seed, threads=threads))
            if progress:
                progress(len(asked), told)
    stopped = sum(bool(result.stopped) for result in asked)
    made = [replace(_emulator(target, room, steps, demands, [_counted(target, result) for result in asked]), stopped=stopped)
            for target in targets]
    return _tried(made, room, repetitions, seed, threads,
                  lambda done: progress(points + done, told) if progress else None)


def _counted(target: Target, result: Simulated) -> tuple[float, float]:
    """(place, standard deviation of one repetition about it) of a target's measure."""
    above, below = target.counts(result)
    total = float(below.sum())
    if total == 0:
        raise InputError(f"nobody of {target.line} is answered with so few handlers that no figure can be told.",
                         remedy="Look at the room's staff, and at the plan's establishment.")
    if target.measure == "mean_wait":
        mean = float(above.sum()) / total
        slope = 1 / (mean + _A_MOMENT)
        place = log(mean + _A_MOMENT)
    else:
        mean = (float(above.sum()) + 0.5) / (total + 1)
        slope = 1 / (mean * (1 - mean))
        place = log(mean / (1 - mean))
    off = (above - float(above.sum()) / total * below) / below.mean()
    return place, float(sqrt((off**2).sum() / max(len(off) - 1, 1)) * slope)


def _emulator(target: Target, room: Room, steps: np.ndarray, demands: np.ndarray,
              counted: list[tuple[float, float]]) -> Emulator:
    places, spread = np.moveaxis(np.array(counted).reshape(len(demands), len(steps), 2), 2, 0)
    sign = 1 if target.at_least else -1
    fine = np.linspace(steps[0], steps[-1], FINE)
    straight = np.array([rising(sign * row) for row in places])
    # More demand is never better: neighbours out of order are chance.
    straight = -np.array([rising(-column) for column in straight.T]).T
    weeks = sqrt(room.slots / room.slots_a_day() / DAYS_OF_MONTH)
    middle = np.array([np.convolve(np.pad(row, 2, mode="edge"), np.full(5, 0.2), mode="valid") for row in spread])
    return Emulator(target, fine, demands, sign * np.array([smooth(steps, row, fine) for row in straight]),
                    weeks * np.array([np.interp(fine, steps, row) for row in middle]), len(counted))


def _tried(made: list[Emulator], room: Room, repetitions: int, seed: int, threads: int | None,
           told: Callable[[int], None]) -> list[Emulator]:
    """The same with their error: asked between the points, over the middle of the range, with callers that they have not
    seen."""
    one = made[0]
    share = (np.arange(TRIES) + 0.5) / TRIES
    ratios = one.ratios[0] + (0.1 + 0.8 * share) * (one.ratios[-1] - one.ratios[0])
    demands = one.demands[0] + np.modf(share * 2.6)[0] * (one.demands[-1] - one.demands[0])
    off: list[list[float]] = [[] for _ in made]
    for place, (ratio, demand) in enumerate(zip(ratios, demands, strict=True)):
        result = simulate(scaled(room, float(np.exp(ratio)), float(np.exp(demand))), repetitions, seed + FRESH_SEED + place,
                          threads=threads)
        for own, emulator in zip(off, made, strict=True):
            above, below = emulator.target.counts(result)
            said = emulator.value(emulator.at(np.array([ratio]), np.array([demand]))[0])[0]
            own.append(float(said - above.sum() / below.sum()))
        told(place + 1)
    return [replace(each, error=(sqrt(float(np.mean(np.square(own)))), float(np.abs(own).max())))
            for each, own in zip(made, off, strict=True)]
