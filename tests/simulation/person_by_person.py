"""The people of a plan, one at a time and day by day: slow, and plain enough to be believed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from answerable.staffing.strength.people import NEVER, all_lives
from answerable.staffing.strength.plan import Plan


@dataclass
class Month:
    """What a month counts."""

    in_post: float = 0.0
    in_training: float = 0.0
    working: float = 0.0
    at_end: int = 0
    joined: int = 0
    left: int = 0
    failed: int = 0


def lived(plan: Plan, draws: int, seed: int) -> list[list[Month]]:
    """Every draw of a plan, month by month, from the days of each person's life."""
    edges = plan.edges.tolist()
    found = [[Month() for _ in range(plan.months)] for _ in range(draws)]
    for lives in all_lives(plan, draws, seed):
        for person in range(len(lives.starts)):
            for draw in range(draws):
                starts, trained, leaves = (int(part[person, draw]) for part in (lives.starts, lives.trained, lives.leaves))
                if starts < NEVER:
                    _live(plan, edges, found[draw], starts, trained, leaves, bool(lives.failed[person, draw]))
    for month in range(plan.months):
        lent = _lent(plan, edges[month], edges[month + 1])
        for draw in range(draws):
            found[draw][month].working += lent
    return found


def _live(plan: Plan, edges: list[int], months: list[Month], starts: int, trained: int, leaves: int, failed: bool) -> None:
    for place, month in enumerate(months):
        days = edges[place + 1] - edges[place]
        for day in range(edges[place], edges[place + 1]):
            month.joined += day == starts
            if day == leaves:
                month.left += not failed
                month.failed += failed
            if starts <= day < leaves:
                month.in_post += 1 / days
                month.in_training += (day < trained) / days
                month.working += _work(plan, day - trained) / days
                month.at_end += day == edges[place + 1] - 1


def _work(plan: Plan, since: int) -> float:
    """What a day is worth so many days after training."""
    if since < 0:
        return 0.0
    week = since // 7
    return plan.training.nesting[week] if week < len(plan.training.nesting) else 1.0


def _lent(plan: Plan, first: int, end: int) -> float:
    total = sum(lent.people * lent.productivity for lent in plan.redeployed for day in range(first, end)
                if lent.first <= day < lent.last)
    return total / (end - first)


def column(found: list[list[Month]], name: str) -> np.ndarray:
    """One of the things counted, months × draws."""
    return np.array([[getattr(month, name) for month in months] for months in found], dtype=float).T
