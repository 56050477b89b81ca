"""How often a bias is told of forecasters who have none: `python -m benchmarks.forecast_bias`.

Three kinds of series, and forecasters who know how each of them goes on: a random walk, one that forgets three tenths of the
way to its mean every month, and one without memory. Each forecasts some months ahead, every month.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import numpy as np

from answerable.ledger.entries import MODEL, OUTCOME, Entry, Forecast, Method, Outcome
from answerable.ledger.forecasters import UNTOLD, forecasters
from answerable.ledger.scoring import score

RUNS = 400
SEED = 1
# Months of forecasting, and months ahead each time.
SETTINGS = ((14, 1), (14, 6), (24, 3), (24, 12), (48, 12))
# Kind of series → its memory of the month before.
MEMORIES = {"random walk": 1.0, "memory 0.7": 0.7, "no memory": 0.0}


def month(number: int) -> tuple[date, date]:
    """First and last day of a month counted from January 2020."""
    first, after = (date(2020 + place // 12, place % 12 + 1, 1) for place in (number, number + 1))
    return first, after - timedelta(days=1)


def ledger(random: np.random.Generator, months: int, ahead: int, memory: float) -> tuple[Entry, Entry]:
    """The forecasts of one forecaster, and what came."""
    path = [0.0]
    for shock in random.normal(size=months):
        path.append(memory * path[-1] + float(shock))
    blank = Entry(0, "", date(2020, 1, 1), "", MODEL, "A", "", 1, "", 1)
    made = tuple(Forecast("m", 1, "percent", "higher", *month(at + far), "", far, month(at)[1], Method("known", 1),
                          memory ** far * path[at])
                 for at in range(months) for far in range(1, ahead + 1) if at + far <= months)
    come = tuple(Outcome("m", 1, *month(place), path[place]) for place in range(1, months + 1))
    return replace(blank, number=1, forecasts=made), replace(blank, number=2, kind=OUTCOME, manifest=2, outcomes=come)


def share(told: Callable[[], bool]) -> float:
    """How often it is told."""
    return sum(told() for _run in range(RUNS)) / RUNS


def main() -> None:
    """Print the share of forecasters without bias of whom one is told, for each kind of series and setting."""
    random = np.random.default_rng(SEED)
    print(f"{'':12}" + "".join(f"{f'{months} months, {ahead} ahead':>22}" for months, ahead in SETTINGS))
    for name, memory in MEMORIES.items():
        cells = []
        for months, ahead in SETTINGS:
            def told(months: int = months, ahead: int = ahead, memory: float = memory) -> bool:
                return forecasters(score(ledger(random, months, ahead, memory)))[0].side != UNTOLD

            cells.append(share(told))
        print(f"{name:12}" + "".join(f"{cell:>22.0%}" for cell in cells))


if __name__ == "__main__":
    main()
