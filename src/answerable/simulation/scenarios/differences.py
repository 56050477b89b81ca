"""What is told of two simulated rooms: figures by line, their differences with intervals, and which may be chance."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import Enum

import numpy as np
from scipy.stats import t as student

from answerable.simulation.results import Simulated, difference_of, margin_of

LEVEL = 0.95


@dataclass(frozen=True)
class Figure:
    """A number of a line. above, below: what is counted out of what (names of COUNTED; below None: a count for each
    repetition). share: whether it is shown in per cent."""

    id: str
    above: str
    below: str | None = None
    share: bool = False

    def counted(self, result: Simulated, queue: str) -> tuple[np.ndarray, np.ndarray]:
        """Numerators and denominators by repetition."""
        above = result.counted(queue, self.above)
        return above, np.ones(len(above)) if self.below is None else result.counted(queue, self.below)

    def of(self, result: Simulated, queue: str) -> float | None:
        """The figure over all repetitions; None where nobody was counted."""
        above, below = self.counted(result, queue)
        return float(above.sum() / below.sum()) if below.sum() else None


WITHIN = Figure("within", "within", "answered", share=True)
ABANDONED = Figure("abandoned", "abandoned", "offered", share=True)
MEAN_WAIT = Figure("mean_wait", "wait_answered", "answered")
REFUSED = Figure("refused", "refused")
FIGURES = (Figure("offered", "offered"), REFUSED, WITHIN, ABANDONED, MEAN_WAIT)


class Weighed(Enum):
    """What a difference is worth."""

    SAME = "the same"                       # in every single repetition
    DIFFERENT = "different"
    CHANCE = "may be chance"
    UNKNOWN = "nobody was counted"


@dataclass(frozen=True)
class Difference:
    """A figure of a queue in two rooms. difference: the second less the first; low, high: its 95% interval, which is about the
    simulation alone and narrows with more repetitions; chance: the odds that mere chance makes as great a difference (two-sided
    p of Student's t on the repetitions)."""

    queue: str
    figure: Figure
    first: float | None
    second: float | None
    difference: float = 0.0
    low: float = 0.0
    high: float = 0.0
    chance: float = 1.0
    weighed: Weighed = Weighed.UNKNOWN


def differences(first: Simulated, second: Simulated) -> list[Difference]:
    """Every figure of every queue that both have. Both were run with one seed and as many repetitions, two or more."""
    return [_difference(first, second, queue, figure) for queue in first.queues if queue in second.queues for figure in FIGURES]


def _difference(first: Simulated, second: Simulated, queue: str, figure: Figure) -> Difference:
    own, other = figure.counted(first, queue), figure.counted(second, queue)
    found = Difference(queue, figure, figure.of(first, queue), figure.of(second, queue))
    if found.first is None or found.second is None:
        return found
    mean, error = difference_of(own, other)
    if all(np.array_equal(mine, theirs) for mine, theirs in zip(own, other, strict=True)):
        return replace(found, weighed=Weighed.SAME)
    freedom = len(own[0]) - 1
    reach = margin_of(error, len(own[0]), LEVEL)
    chance = float(2 * student.sf(abs(mean) / error, freedom)) if error else float(mean == 0)
    return replace(found, difference=mean, low=mean - reach, high=mean + reach, chance=chance, weighed=Weighed.CHANCE)


def weighed(found: Iterable[Difference]) -> list[Difference]:
    """The same, told apart from chance all together: at most one in twenty such lists names any difference that is none (Holm
    1979). Those the same throughout, and those of nobody, do not count."""
    listed = list(found)
    open_ = sorted((place for place, one in enumerate(listed) if one.weighed is Weighed.CHANCE),
                   key=lambda place: listed[place].chance)
    for rank, place in enumerate(open_):
        if listed[place].chance > (1 - LEVEL) / (len(open_) - rank):
            break
        listed[place] = replace(listed[place], weighed=Weighed.DIFFERENT)
    return listed


def looked_at(found: Sequence[Difference]) -> int:
    """How many differences could have been chance."""
    return sum(one.weighed in (Weighed.CHANCE, Weighed.DIFFERENT) for one in found)
