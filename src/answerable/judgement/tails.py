"""How likely a count, or one more extreme, is: the tails of the binomial and the hypergeometric distribution.

Every probability is the one before it times a simple ratio. So all are made from that of the likeliest count outwards and
then divided by their sum: only positive numbers are added, nothing cancels out, and no factorial is ever formed.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

# What is this much less likely than the likeliest count changes no digit that is shown.
NEGLIGIBLE = 1e-18


@dataclass(frozen=True)
class Tails:
    """at_most: probability of a count or fewer; at_least: of it or more. Both hold the count itself."""

    at_most: float
    at_least: float


def binomial_tails(count: int, size: int, share: float) -> Tails:
    """Tails at `count` when each of `size` independent draws succeeds with probability `share` (0 to 1)."""
    if share <= 0 or share >= 1:
        return _sure(count, size if share >= 1 else 0)
    odds = share / (1 - share)
    likeliest = min(int((size + 1) * share), size)
    return _tails(count, 0, size, likeliest, lambda at: (size - at) / (at + 1) * odds)


def hypergeometric_tails(count: int, size: int, marked: int, population: int) -> Tails:
    """Tails at `count` marked ones among `size` drawn, none twice, from a population of which so many are marked."""
    least, most = max(0, size + marked - population), min(size, marked)
    likeliest = min(max((size + 1) * (marked + 1) // (population + 2), least), most)
    unmarked = population - marked - size
    return _tails(count, least, most, likeliest,
                  lambda at: (marked - at) * (size - at) / ((at + 1) * (unmarked + at + 1)))


def _sure(count: int, certain: int) -> Tails:
    return Tails(float(certain <= count), float(certain >= count))


def _tails(count: int, least: int, most: int, likeliest: int, ratio: Callable[[int], float]) -> Tails:
    """Tails of a distribution over least … most. ratio: of the probability of a count's successor to the count's own."""
    weights = {likeliest: 1.0}
    for at in range(likeliest, most):
        weights[at + 1] = weights[at] * ratio(at)
        if weights[at + 1] < NEGLIGIBLE:
            break
    for at in range(likeliest, least, -1):
        weights[at - 1] = weights[at] / ratio(at - 1)
        if weights[at - 1] < NEGLIGIBLE:
            break
    whole = math.fsum(weights.values())
    return Tails(math.fsum(weight for at, weight in weights.items() if at <= count) / whole,
                 math.fsum(weight for at, weight in weights.items() if at >= count) / whole)
