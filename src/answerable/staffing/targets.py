"""What is asked of a line, and whether a simulated room gives it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from answerable.errors import InputError, did_you_mean
from answerable.judgement.samples import wilson_ends
from answerable.simulation.results import PLACE, Simulated, Spread, spread_of
from answerable.simulation.room import Room

Measure = Literal["within", "within_of_offered", "abandoned", "mean_wait"]
_ABOVE = {"within": "within", "within_of_offered": "within", "abandoned": "abandoned", "mean_wait": "wait_answered"}
_BELOW = {"within": "answered", "within_of_offered": "offered", "abandoned": "offered", "mean_wait": "answered"}
OVER_ALL = "over_all"


@dataclass(frozen=True)
class Target:
    """What is asked of a line (a queue's name): at least a share answered within its limit (of those answered, or of those
    offered), at most a share who give up, or at most a mean wait (seconds). In every slot; over_all: over the room's whole
    time instead (a week's share of a week's calls)."""

    line: str
    measure: Measure
    level: float
    over_all: bool = False

    @property
    def at_least(self) -> bool:
        """Whether more is better."""
        return self.measure in ("within", "within_of_offered")

    def __str__(self) -> str:
        bound = "at least" if self.at_least else "at most"
        level = f"{self.level:g} s" if self.measure == "mean_wait" else f"{self.level:.1%}"
        return f"{self.line} {self.measure.replace('_', ' ')} {bound} {level}{' over all' if self.over_all else ''}"

    def by_slot(self, result: Simulated) -> np.ndarray:
        """The measure in each slot over all repetitions; NaN where nobody came."""
        own = result.by_slot[result.queues.index(self.line)]
        with np.errstate(invalid="ignore", divide="ignore"):
            return np.asarray(own[:, PLACE[_ABOVE[self.measure]]] / own[:, PLACE[_BELOW[self.measure]]])

    def missed(self, result: Simulated) -> np.ndarray:
        """The slots in which it is missed."""
        found = self.by_slot(result)
        return np.asarray((found < self.level if self.at_least else found > self.level) & ~np.isnan(found))

    def counts(self, result: Simulated) -> tuple[np.ndarray, np.ndarray]:
        """What the measure divides, and by what, in each repetition."""
        return result.counted(self.line, _ABOVE[self.measure]), result.counted(self.line, _BELOW[self.measure])

    def over(self, result: Simulated) -> Spread:
        """The measure over all slots together."""
        return spread_of(*self.counts(result))

    def met_over_all(self, result: Simulated) -> float:
        """The share of repetitions in which it is met over all slots together."""
        above, below = self.counts(result)
        with np.errstate(invalid="ignore", divide="ignore"):
            found = above / below
        return float(np.mean(found >= self.level if self.at_least else found <= self.level))

    def chance(self, result: Simulated) -> tuple[float, float]:
        """The ends between which the chance lies that it is met over all slots together: 95%, by Wilson, from repetitions."""
        return wilson_ends(round(self.met_over_all(result) * result.repetitions), result.repetitions, None, 0.025)

    def margins(self, result: Simulated) -> np.ndarray:
        """By how much each repetition keeps it over all, in contacts (mean_wait: in seconds, summed); below 0 where it misses.
        A ratio is at least a level where what is above, less the level times what is below, is at least 0."""
        return self._margins(*self.counts(result))

    def margins_by_slot(self, result: Simulated) -> np.ndarray:
        """What each slot adds to the mean of the margins."""
        own = result.by_slot[result.queues.index(self.line)]
        return self._margins(own[:, PLACE[_ABOVE[self.measure]]], own[:, PLACE[_BELOW[self.measure]]])

    def _margins(self, above: np.ndarray, below: np.ndarray) -> np.ndarray:
        return np.asarray((above - self.level * below) * (1 if self.at_least else -1))


def read_target(said: str, room: Room) -> Target:
    """A target as it is written on the command line: "999 within 90%", "101 abandoned 2%", "101 mean_wait 60", and with
    "over_all" after it for the whole time instead of every slot. Raises InputError where the line or the measure is not known,
    or the level cannot be."""
    parts = said.split()
    if over_all := parts[-1:] == [OVER_ALL]:
        parts.pop()
    names = [line.name for line in room.lines]
    if len(parts) != 3 or parts[0] not in names or parts[1] not in _ABOVE:
        word, known = (parts[0], names) if parts and parts[0] not in names else ([*parts, "", ""][1], list(_ABOVE))
        raise InputError(f"'{said}' is no target. {did_you_mean(word, known)}".strip(), where="--target",
                         remedy=f'Write a line ({", ".join(names)}), a measure ({", ".join(_ABOVE)}) and a level, such as '
                                f'"{names[0]} within 90%"; with {OVER_ALL} after it for the whole time.')
    level = share_of(parts[2])
    if not 0 <= level < float("inf") or (level >= 1 and parts[1] != "mean_wait"):
        raise InputError(f"the level '{parts[2]}' cannot be.", where=f"--target {said}",
                         remedy="Shares are below 100%, such as 90% or 0.9; mean waits are seconds.")
    return Target(parts[0], parts[1], level, over_all)     # type: ignore[arg-type]


def share_of(said: str) -> float:
    """A number as it is written: "90%" is 0.9. -1 where it is none."""
    try:
        return float(said.removesuffix("%")) / (100 if said.endswith("%") else 1)
    except ValueError:
        return -1.0
