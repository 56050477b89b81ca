"""Days that stand under a wrong date, told by their place in a file that otherwise goes from day to day in order."""

from __future__ import annotations

import itertools

# Below this share of days in order, a file has no order that could tell anything.
ORDERLY = 0.8


def misplaced_blocks(days: list[int]) -> list[int]:
    """Which blocks of rows stand under a day that does not fit their place.

    days: the local day of each block of rows, in the order of the file. Returns places in that list; empty where
    the file is in no order. A day twice in a row: the one next to a gap is the wrong one; where no gap tells, both.
    """
    if len(days) < 3:
        return []
    backwards = sum(later < earlier for earlier, later in itertools.pairwise(days))
    if backwards > len(days) / 2:
        return sorted(len(days) - 1 - place for place in misplaced_blocks(days[::-1]))
    chain = _best_chain(days)
    if len(chain) < ORDERLY * len(days):
        return []
    wrong = [place for place in range(len(days)) if place not in chain]
    return sorted({*wrong, *_undecided(days, chain, wrong)})


def _best_chain(days: list[int]) -> set[int]:
    """Places of the longest strictly rising chain; of equally long ones, that with the most steps in which the
    day moves on as the place does: one day a block."""
    best: list[tuple[int, int, int]] = []
    for place, day in enumerate(days):
        options = [(best[before][0] + 1, best[before][1] + (day - days[before] == place - before), before)
                   for before in range(place) if days[before] < day]
        best.append(max(options, key=lambda option: option[:2], default=(1, 0, -1)))
    place = max(range(len(days)), key=lambda at: best[at][:2])
    chain = set()
    while place >= 0:
        chain.add(place)
        place = best[place][2]
    return chain


def _undecided(days: list[int], chain: set[int], wrong: list[int]) -> list[int]:
    """Blocks of the chain that could as well change places with a wrong one of the same day."""
    doubtful = []
    for place in wrong:
        for twin in (at for at in chain if days[at] == days[place]):
            if _steps(days, (chain - {twin}) | {place}) == _steps(days, chain):
                doubtful.append(twin)
    return doubtful


def _steps(days: list[int], chain: set[int]) -> int:
    """How many steps of a chain move on in days as they do in places."""
    places = sorted(chain)
    return sum(days[later] - days[earlier] == later - earlier for earlier, later in itertools.pairwise(places))
