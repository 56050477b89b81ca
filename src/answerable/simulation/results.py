"""What came of a room: a mean over repetitions and how far they lie apart, by queue, by slot and over all."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

import numpy as np
from scipy.stats import t as student

from answerable.simulation.kernel.world import COUNTED

PLACE = {name: place for place, name in enumerate(COUNTED)}
"""Where each of COUNTED stands in an array of what was counted."""
NORMAL_95 = 1.959963984540054


@dataclass(frozen=True)
class Spread:
    """A number over repetitions. mean; low, high: the middle 95% of repetitions; error: the standard error of the mean."""

    mean: float
    low: float
    high: float
    error: float


@dataclass(frozen=True)
class Simulated:
    """All repetitions of a room.

    queues, pools: names. by_slot: queues × slots × COUNTED, means over repetitions. totals: repetitions × queues × COUNTED.
    staffed, busy: pools × slots, handler seconds, means. seeds: the seed, and the number of repetitions. stopped: why a
    repetition ended before its time ("" where none did), and stopped_at: seconds from the start.
    """

    queues: tuple[str, ...]
    pools: tuple[str, ...]
    slot_seconds: float
    seed: int
    by_slot: np.ndarray
    totals: np.ndarray
    staffed: np.ndarray
    busy: np.ndarray
    stopped: str = ""
    stopped_at: float = 0.0

    @property
    def repetitions(self) -> int:
        """How many times the room was run."""
        return len(self.totals)

    def counted(self, queue: str, name: str) -> np.ndarray:
        """What was counted of a queue (a name of COUNTED) in each repetition."""
        return self.totals[:, self.queues.index(queue), PLACE[name]]

    def slot_mean(self, queue: int, slot: int, name: str) -> float:
        """What was counted of a queue (its place) in a slot, the mean over repetitions."""
        return float(self.by_slot[queue, slot, PLACE[name]])

    def share_within(self, queue: str) -> Spread:
        """Of those answered, the share answered within the limit."""
        return spread_of(self.counted(queue, "within"), self.counted(queue, "answered"))

    def share_within_of_offered(self, queue: str) -> Spread:
        """Of those who came to the queue, the share answered within the limit."""
        return spread_of(self.counted(queue, "within"), self.counted(queue, "offered"))

    def share_abandoned(self, queue: str) -> Spread:
        """Of those who came to the queue, the share who gave up."""
        return spread_of(self.counted(queue, "abandoned"), self.counted(queue, "offered"))

    def mean_wait(self, queue: str) -> Spread:
        """Seconds of wait of those answered, from the queue's start."""
        return spread_of(self.counted(queue, "wait_answered"), self.counted(queue, "answered"))

    def occupancy(self, pool: str) -> float:
        """The share of the time on duty in which handlers were at work."""
        place = self.pools.index(pool)
        return float(self.busy[place].sum() / self.staffed[place].sum()) if self.staffed[place].any() else 0.0


def spread_of(numerators: np.ndarray, denominators: np.ndarray) -> Spread:
    """A ratio over repetitions: of the sums, with the spread and the standard error of single repetitions (delta method).
    NaN throughout where nothing was counted."""
    total = denominators.sum()
    if total == 0:
        return Spread(*(float("nan"),) * 4)
    ratio = float(numerators.sum() / total)
    single = numerators[denominators > 0] / denominators[denominators > 0]
    low, high = np.quantile(single, [0.025, 0.975])
    count = len(numerators)
    off = numerators - ratio * denominators
    error = sqrt(float((off**2).sum()) / max(count - 1, 1) / count) / float(denominators.mean())
    return Spread(ratio, float(low), float(high), error)


def margin_of(error: float, repetitions: int, level: float = 0.95) -> float:
    """Half the width of the interval that holds the truth with that chance: Student's t, as the error is itself estimated from
    the repetitions. With 8 of them the normal's 1.96 would hold it 9 times in 10 only. Infinite for a single repetition."""
    return float(student.ppf((1 + level) / 2, repetitions - 1)) * error if repetitions > 1 else float("inf")


def difference_of(first: tuple[np.ndarray, np.ndarray], second: tuple[np.ndarray, np.ndarray]) -> tuple[float, float]:
    """The second ratio less the first, and its standard error, each a pair of numerators and denominators by repetition.

    Repetitions of one number saw the same callers, so what they have in common falls out: the error is of the differences
    (delta method). NaN twice where a denominator is 0 throughout.
    """
    if not first[1].sum() or not second[1].sum() or len(first[0]) != len(second[0]):
        return float("nan"), float("nan")
    ratios = [numerators.sum() / denominators.sum() for numerators, denominators in (first, second)]
    off = [(numerators - ratio * denominators) / denominators.mean()
           for ratio, (numerators, denominators) in zip(ratios, (first, second), strict=True)]
    count = len(off[0])
    return float(ratios[1] - ratios[0]), sqrt(float(((off[1] - off[0]) ** 2).sum()) / max(count - 1, 1) / count)


def change_of(first: tuple[np.ndarray, np.ndarray], second: tuple[np.ndarray, np.ndarray]) -> tuple[float, float, float]:
    """The second ratio less the first, and the ends of its 95% interval; NaN throughout where a denominator is 0 throughout."""
    mean, error = difference_of(first, second)
    margin = margin_of(error, len(first[0]))
    return mean, mean - margin, mean + margin
