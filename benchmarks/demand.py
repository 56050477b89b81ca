"""Demand by the half-hour, hour and day, from rolling origins: the model against its floors, and how often intervals hold.

    ANSWERABLE_DATA=folder python -m benchmarks.demand            # every series
    ANSWERABLE_DATA=folder python -m benchmarks.demand --only bank

Every forecast is made as at its origin: choice of the model, intervals and opening hours know nothing after it. Ends with exit
code 1 where the bank's half-hours miss their goals: WAPE of 7.0% at most, 90% intervals that hold in 87 to 93% of half-hours.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import numpy as np

from answerable.forecasting.demand.engine import backtest_rolling, rolling_for
from answerable.forecasting.demand.rolling import Rolling
from answerable.forecasting.demand.scoring import poisson_deviance, wape
from answerable.forecasting.demand.types import Demand, DemandBacktests
from benchmarks.demand_series import SERIES

MOST_WAPE, LEAST_COVER, MOST_COVER = 0.07, 0.87, 0.93


def made_up() -> Demand:
    """Three years of hours of a made-up force: week, season, a wandering level, days that differ by a gamma of shape 60."""
    draw, days = np.random.default_rng(3), 3 * 365
    number = np.arange(days)
    hours = np.exp(0.6 * np.sin((np.arange(24) - 9) / 24 * 2 * np.pi))
    week = np.array([1, 0.95, 0.95, 1, 1.1, 1.25, 1.15])[number % 7]
    level = 30 * np.exp(0.1 * np.cumsum(draw.normal(0, 0.02, days)) + 0.12 * np.sin(2 * np.pi * (number + 60) / 365.25))
    mean = (level * week * draw.gamma(60, 1 / 60, days))[:, None] * hours
    return Demand("made-up", tuple(date(2021, 3, 1) + timedelta(days=int(day)) for day in number), 60,
                  draw.poisson(mean).astype(float))


# name: (its demand, days ahead, origins)
RUNS: dict[str, tuple[Callable[[Path], Demand], int, int]] = {
    "bank": (SERIES["bank"], 7, 16), "incidents": (SERIES["incidents"], 7, 5), "fire": (SERIES["fire"], 7, 5),
    "emergency line": (SERIES["emergency line"], 1, 4), "other line": (SERIES["other line"], 1, 4),
    "small bank": (SERIES["small bank"], 1, 10), "electricity": (SERIES["electricity"], 7, 4),
    "made-up": (lambda _folder: made_up(), 14, 10)}


def told(name: str, rolling: Rolling, backtests: DemandBacktests) -> list[str]:
    """One line of the whole, and one of each way."""
    whole, lines = backtests.summary, []
    chosen = Counter(one.forecast.method.id for one in backtests.origins)
    between = "" if whole.skill_low is None else f" ({whole.skill_low:.1%} to {whole.skill_high:.1%})"
    lines.append(f"{name}: {whole.origins} origins, {whole.forecasts} slots; WAPE {whole.wape:.2%}, best floor each time "
                 f"{whole.floor_wape:.2%}, skill {whole.skill:.1%}{between}; 50% interval {whole.cover50:.3f}, "
                 f"90% {whole.cover90:.3f}, of days {whole.day_cover90:.3f}; pinball {whole.pinball:.3f}; "
                 f"chosen {dict(chosen)}")
    places = [(one.forecast.origin - rolling.demand.days[0]).days + 1 for one in backtests.origins]
    outcome = np.concatenate([np.where(one.forecast.open, one.outcome, np.nan) for one in backtests.origins])
    pairs = list(zip(places, backtests.origins, strict=True))
    ways = set.intersection(*(set(rolling.at(place)) for place in places))
    for way in sorted(ways):
        mean = np.concatenate([rolling.at(place)[way][:len(one.outcome)] for place, one in pairs])
        lines.append(f"    {way:16} WAPE {wape(outcome, mean):.2%}  deviance {poisson_deviance(outcome, mean):.3f}")
    return lines


def run(name: str, folder: Path) -> DemandBacktests | None:
    """Run one series and print what came of it; None where there is no forecast."""
    series, ahead, origins = RUNS[name]
    rolling = rolling_for(series(folder), ahead, {})
    wall, processor = time.perf_counter(), time.process_time()
    backtests = backtest_rolling(rolling, ahead, origins, 7 if ahead >= 7 else ahead)
    if not isinstance(backtests, DemandBacktests):
        print(f"{name}: {backtests.words}")
        return None
    print("\n".join(told(name, rolling, backtests)))
    print(f"    {time.process_time() - processor:.1f} s of CPU, {time.perf_counter() - wall:.1f} s", flush=True)
    return backtests


def main() -> int:
    """Runs what is asked for; 1 where the bank misses its goals."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", choices=sorted(RUNS), action="append")
    wanted = parser.parse_args().only or list(RUNS)
    folder = os.environ.get("ANSWERABLE_DATA")
    if not folder and wanted != ["made-up"]:
        sys.exit("Set ANSWERABLE_DATA to the folder of the public data sets, or ask for --only made-up.")
    done = {name: run(name, Path(folder or ".")) for name in wanted}
    if "bank" not in done:
        return 0
    bank = done["bank"]
    held = bank is not None and bank.summary.wape <= MOST_WAPE and LEAST_COVER <= (bank.summary.cover90 or 0) <= MOST_COVER
    print(f"bank: goals {'met' if held else 'MISSED'}")
    return 0 if held else 1


if __name__ == "__main__":
    sys.exit(main())
