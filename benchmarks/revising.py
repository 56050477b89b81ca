"""How much better the rest of a day is told once a part of it has come: bank calls of 2003, by the half-hour.

Run: ANSWERABLE_DATA=folder python -m benchmarks.revising
"""

from __future__ import annotations

import csv
import gzip
import os
import sys
from datetime import date, datetime, timedelta
from pathlib import Path

import numpy as np

from answerable.forecasting.demand.engine import backtest_demand
from answerable.forecasting.demand.revising import Rest, revised
from answerable.forecasting.demand.types import Demand, DemandForecast, Floats
from answerable.forecasting.projection import LEVELS

FILE = "call_arrival_series_5min/bank_calls_5min_2003.csv.gz"
WEEKS, TIMES = 16, ("10:00", "12:00", "15:00")
LOW, HIGH = LEVELS.index(0.05), LEVELS.index(0.95)


def bank_calls(folder: Path) -> Demand:
    """Calls by half-hour on every day from the first to the last; weekends have no rows."""
    counts: dict[date, Floats] = {}
    with gzip.open(folder / FILE, "rt", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            # The file's Z is not real: it is the bank's local clock.
            start = datetime.fromisoformat(row["DateTime"].removesuffix("Z"))
            day = counts.setdefault(start.date(), np.full(48, np.nan))
            slot = start.hour * 2 + start.minute // 30
            # The last five minutes stand alone in their half-hour: left out.
            if slot < 42:
                day[slot] = np.nan_to_num(day[slot]) + float(row["Calls"])
    first, last = min(counts), max(counts)
    days = tuple(first + timedelta(days=place) for place in range((last - first).days + 1))
    return Demand("bank calls", days, 30, np.array([counts.get(day, np.full(48, np.nan)) for day in days]))


class Told:
    """What was said of the rest of days at a time of the day, and what came."""

    def __init__(self) -> None:
        self.rows: list[tuple[float, float, float, float, float]] = []
        self.slots: list[tuple[float, float, float]] = []
        self.inside: list[bool] = []

    def add(self, forecast: Floats, rest: Rest, came: Floats) -> None:
        left = np.array(rest.slots)
        self.rows.append((float(came[left].sum()), rest.forecast_rest, rest.total_mean, float(rest.total_quantiles[LOW]),
                          float(rest.total_quantiles[HIGH])))
        self.slots += list(zip(came[left], forecast[left], rest.mean, strict=True))
        self.inside += list((came[left] >= rest.quantiles[:, LOW]) & (came[left] <= rest.quantiles[:, HIGH]))

    def line(self, time: str) -> str:
        came, before, after, low, high = np.array(self.rows).T
        slot, slot_before, slot_after = np.array(self.slots).T
        return (f"{time}  {len(came):4}  {_share(came, before):6.1%} {_share(came, after):6.1%}   "
                f"{_share(slot, slot_before):6.1%} {_share(slot, slot_after):6.1%}   "
                f"{np.mean((came >= low) & (came <= high)):6.2f} {np.mean(self.inside):6.2f}")


def _share(came: Floats, told: Floats) -> float:
    return float(np.abs(came - told).sum() / came.sum())


def main() -> None:
    """Forecast 16 weeks, each from the end of the week before; revise every day of them at three times."""
    folder = os.environ.get("ANSWERABLE_DATA")
    if not folder:
        sys.exit("Set ANSWERABLE_DATA to the folder of the public data sets.")
    made = backtest_demand(bank_calls(Path(folder)), 7, WEEKS, 7)
    print(f"{'':5}  {'':4}  {'rest of the day':>14}  {'half-hours':>14}   {'90% interval holds':>14}")
    print(f"{'time':5}  {'days':4}  {'before':>6} {'after':>6}   {'before':>6} {'after':>6}   {'rest':>6} {'slots':>6}")
    for time in TIMES:
        told = Told()
        for origin in made.origins:
            _add_days(told, origin.forecast, origin.outcome, int(time[:2]) * 2)
        print(told.line(time))
    print(made.origins[-1].forecast.busyness, made.origins[-1].forecast.method.id)


def _add_days(told: Told, forecast: DemandForecast, outcome: Floats, slot: int) -> None:
    for place in range(len(forecast.days)):
        came = outcome[place]
        if not np.isnan(came).all():
            seen = np.where(np.arange(48) < slot, came, np.nan)
            told.add(forecast.mean[place], revised(forecast.mean[place], seen, forecast.busyness), np.nan_to_num(came))


if __name__ == "__main__":
    main()
