"""The odds that a projected figure compares so with a value, from the levels that a release keeps of its distribution."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from answerable.judgement.aims import Amount

# What every release has of a step, whatever its age.
FIVE = ((0.05, "low90"), (0.25, "low50"), (0.5, "median"), (0.75, "high50"), (0.95, "high90"))


@dataclass(frozen=True)
class Spread:
    """What is expected of a period. levels: from 0 to 1, rising; values: of each, in the measure's unit, never falling; both
    of one entry where it is known; weight: of a known month, its denominator; told: the odds where the release tells them of
    this very value; coarse: whether five levels are all there is."""

    levels: tuple[float, ...]
    values: tuple[float, ...]
    weight: float | None = None
    told: float | None = None
    coarse: bool = False

    @classmethod
    def known(cls, value: float, weight: float | None) -> Spread:
        """A month whose figure is known."""
        return cls((0.5,), (float(value),), weight)

    def at(self, level: float) -> float:
        """The value that is not exceeded with that probability: between two levels by a straight line, and beyond the outermost
        as they are."""
        place = bisect_left(self.levels, level)
        if place == 0 or place == len(self.levels):
            return self.values[min(place, len(self.values) - 1)]
        low, high = self.levels[place - 1], self.levels[place]
        share = (level - low) / (high - low)
        return self.values[place - 1] + share * (self.values[place] - self.values[place - 1])


def spread_of(step: Mapping[str, Any], projection: Mapping[str, Any], amount: Amount) -> Spread:
    """What a release expects of one month. step: of its projection; amount: the value that is promised."""
    target = projection.get("target") or {}
    same = step.get("target") == amount.value and target.get("comparison") == amount.comparison
    told = step.get("met") if same else None
    if step.get("quantiles") and projection.get("levels"):
        return Spread(tuple(projection["levels"]), tuple(step["quantiles"]), told=told)
    return Spread(tuple(level for level, _name in FIVE), tuple(step[name] for _level, name in FIVE), told=told,
                  coarse=told is None)


def together(parts: Sequence[Spread], *, add: bool, usual: float) -> Spread:
    """What is expected of several months as one. add: whether months are added, else they are averaged by their weights;
    usual: the weight of a month that is still ahead.

    The months ahead are taken to move together: the release tells how each may come out, not how they hang together. That gives
    the widest range that there can be, and odds that are rather too near to one half than too sure.
    """
    ahead = [part for part in parts if len(part.levels) > 1]
    levels = ahead[0].levels
    weights = [1.0 if add else part.weight or usual for part in parts]
    over = 1.0 if add else sum(weights)
    values = tuple(sum(weight * part.at(level) for weight, part in zip(weights, parts, strict=True)) / over for level in levels)
    return Spread(levels, values, coarse=any(part.coarse or len(part.levels) == len(FIVE) for part in ahead))


def odds_of(spread: Spread, amount: Amount) -> float:
    """P(the figure compares so with the value): between two levels by a straight line, and never 0 or 1, since beyond the
    outermost levels nothing is told."""
    if spread.told is not None:
        return spread.told
    below = _below(spread, amount.value, including=amount.comparison in (">", "<="))
    return 1 - below if amount.direction == "higher" else below


def _below(spread: Spread, value: float, *, including: bool) -> float:
    """P(X < value), or P(X <= value) where the value itself counts: they differ where many levels share one value, as with
    shares that reach 100%."""
    levels, values = spread.levels, spread.values
    place = bisect_right(values, value) if including else bisect_left(values, value)
    if place == 0:
        return levels[0] / 2
    if place == len(values):
        return 1 - (1 - levels[-1]) / 2
    low, high = values[place - 1], values[place]
    share = (value - low) / (high - low)
    return levels[place - 1] + share * (levels[place] - levels[place - 1])
