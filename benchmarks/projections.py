"""Projections: how long 860 series take, how much less than the floors they err, how often their intervals and odds hold.

python -m benchmarks.projections [--quick] [--rivals]    ANSWERABLE_DATA names the folder of real series
"""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from answerable.forecasting.backtests import Row, backtest
from answerable.forecasting.models import NAMES
from answerable.forecasting.pooling import AsOf, Pool, as_of, outlook, pool_of
from answerable.forecasting.projecting import project_all
from answerable.forecasting.projection import LEVELS, Projection
from answerable.forecasting.refusing import refusal
from answerable.forecasting.scores import brier, weighted_interval_score
from answerable.forecasting.series import COUNT, Series
from benchmarks.projection_series import WORLDS, abandoned, attendances, drawn, severity

LIMIT_SECONDS = 20.0


@dataclass(frozen=True)
class Task:
    """Series to be told so far ahead from so many origins. alone: each by itself instead of pooled."""

    name: str
    series: list[Series]
    ahead: int
    origins: int
    alone: bool = False


def tasks(quick: bool) -> list[Task]:
    """Real series where the folder is named, then drawn ones."""
    found = []
    if os.environ.get("ANSWERABLE_DATA"):
        folder = Path(os.environ["ANSWERABLE_DATA"])
        shares, counts = attendances(folder)
        share, calls = abandoned(folder)
        found = [Task("within four hours, by trust", shares, 6, 12), Task("the same, each alone", shares[::12], 6, 12, True),
                 Task("attendances, by trust", counts, 6, 12), Task("999 calls abandoned (one)", share, 6, 36),
                 Task("999 calls (one)", calls, 6, 36), Task("crime severity, yearly", severity(folder), 3, 8)]
    number = 12 if quick else 40
    found += [Task(name, drawn(name, number), 12, 24) for name in WORLDS]
    return found + [Task(f"{name}, each alone", drawn(name, 8 if quick else 12), 12, 24, True)
                    for name in ("random walk", "seasonal share", "small counts", "weekly counts")]


def floor_rows(task: Task) -> dict[tuple[str, int, int], tuple[float, ...]]:
    """Quantiles of the seasonal naive, given intervals in the same way: by (series, place of the origin, ahead)."""
    found = {}
    able = sorted((one for one in task.series if refusal(one) is None), key=lambda one: one.id)
    for group in ([[one] for one in able] if task.alone else [able]):
        pool = pool_of(group, group[0].every, task.ahead, task.origins)
        for now in np.unique(pool.evidence.rows.origin).tolist():
            found.update(_floor_at(pool, now, task))
    return found


def _floor_at(pool: Pool, now: int, task: Task) -> dict[tuple[str, int, int], tuple[float, ...]]:
    from answerable.forecasting.conformal import spread
    choice = np.full(len(pool.series), NAMES.index("seasonal-naive"))
    told, known = as_of(pool, now), spread(pool.evidence, choice, now)
    found = {}
    for row in np.flatnonzero(pool.evidence.rows.origin == now).tolist() if told and known else ():
        assert told is not None
        assert known is not None
        one = pool.series[pool.evidence.rows.owner[row]]
        if one.last - task.origins <= now < one.last:
            quantiles = outlook(pool, np.array([row]), AsOf(choice, told.floor, known), known.quantiles).quantiles[0]
            found.update({(one.series.id, now - one.first, step + 1): tuple(quantiles[step]) for step in range(task.ahead)})
    return found


def our_rows(task: Task) -> list[Row]:
    """What was told of a task's series."""
    if task.alone:
        return [row for one in task.series for row in backtest([one], task.ahead, task.origins)]
    return backtest(task.series, task.ahead, task.origins)


def scored(task: Task) -> str:
    """One line: how many forecasts, skill by absolute error and by interval score, coverage of 50% and 90%."""
    ours, floors = our_rows(task), floor_rows(task)
    by_name = {one.id: one for one in task.series}
    sizes = {name: float(np.mean(np.abs(np.diff([v for v in one.values if v is not None])))) or 1.0
             for name, one in by_name.items() if sum(v is not None for v in one.values) > 1}
    middle = len(LEVELS) // 2
    sums = np.zeros(6)
    for row in ours:
        end = next(index for index, start in enumerate(by_name[row.series].starts) if start > row.origin) - 1
        floor = floors[row.series, end, row.ahead]
        size = sizes[row.series]
        low90, low50, high50, high90 = (row.quantiles[LEVELS.index(level)] for level in (0.05, 0.25, 0.75, 0.95))
        sums += (abs(row.outcome - row.quantiles[middle]) / size, abs(row.outcome - floor[middle]) / size,
                 float(weighted_interval_score(LEVELS, row.quantiles, row.outcome)) / size,
                 float(weighted_interval_score(LEVELS, floor, row.outcome)) / size,
                 low50 <= row.outcome <= high50, low90 <= row.outcome <= high90)
    return (f"{task.name:34}{len(ours):8,}{1 - sums[0] / sums[1]:12.3f}{1 - sums[2] / sums[3]:12.3f}"
            f"{sums[4] / len(ours):10.3f}{sums[5] / len(ours):8.3f}")


def speed(count: int) -> None:
    """How long so many monthly series of 72 months take, 12 months ahead with intervals, backtest and courses."""
    series = drawn("seasonal share", count)
    began, used = time.perf_counter(), time.process_time()
    made = project_all(series, 12)
    wall, cpu = time.perf_counter() - began, time.process_time() - used
    assert all(isinstance(one, Projection) for one in made)
    print(f"{count} monthly series of 72, 12 ahead: {wall:.1f} s (processor {cpu:.1f} s), "
          f"{wall / LIMIT_SECONDS:.2f} of the limit of {LIMIT_SECONDS:.0f} s\n")


def odds_table(tasks_: Sequence[Task]) -> None:
    """How often what was said with odds came about: each outcome against the series' median up to its origin."""
    told, came = [], []
    for task in tasks_:
        series = {one.id: one for one in task.series}
        for row in our_rows(task):
            seen = [value for start, value in zip(series[row.series].starts, series[row.series].values, strict=True)
                    if value is not None and start <= row.origin]
            mark = float(np.median(seen))
            whole = series[row.series].scale == COUNT and all(value == round(value) for value in seen)
            # As courses of whole things are told: rounded.
            least = np.ceil(mark) - 0.5 if whole else mark
            told.append(float(1 - np.interp(least, row.quantiles, LEVELS, left=0.005, right=0.995)))
            came.append(row.outcome >= mark)
    odds, happened = np.array(told), np.array(came, dtype=float)
    print(f"\nodds of reaching the median so far: Brier {brier(odds, happened).mean():.3f}"
          f" (always saying {happened.mean():.2f}: {brier(happened.mean(), happened).mean():.3f})")
    print(f"{'odds said':>12}{'forecasts':>12}{'mean odds':>12}{'came about':>12}")
    for low in np.arange(0, 1, 0.1):
        here = (odds >= low) & (odds < low + 0.1 + 1e-9)
        if here.any():
            print(f"{f'{low:.1f}–{low + 0.1:.1f}':>12}{here.sum():12,}{odds[here].mean():12.3f}{happened[here].mean():12.3f}")


def rivals(tasks_: Sequence[Task]) -> None:
    """Mean absolute error of the middle over that of statsforecast's models, at every fourth origin, and what each costs."""
    from statsforecast.models import AutoETS, DynamicOptimizedTheta
    print(f"\n{'our error over theirs':34}{'theta':>10}{'ETS(A,N,A)':>12}   seconds for each fit")
    for task in tasks_:
        ours, theirs, spent = [], {"theta": [], "ets": []}, {"theta": 0.0, "ets": 0.0}
        names = {one.id: one for one in task.series[::4]}
        few = Task(task.name, list(names.values()), task.ahead, task.origins)
        rows = [row for row in our_rows(few) if row.ahead == task.ahead]
        for row in rows[::4]:
            one = names[row.series]
            before = [value for start, value in zip(one.starts, one.values, strict=True) if start <= row.origin]
            seen = np.array(before, dtype=float)
            if np.isnan(seen).any():
                continue
            ours.append(abs(row.quantiles[len(LEVELS) // 2] - row.outcome))
            models = {"theta": DynamicOptimizedTheta(season_length=12), "ets": AutoETS(season_length=12, model="ANA")}
            for name, model in models.items():
                began = time.process_time()
                said = model.forecast(y=seen, h=task.ahead)["mean"][-1]
                spent[name] += time.process_time() - began
                theirs[name].append(abs(said - row.outcome))
        print(f"{task.name:34}{np.sum(ours) / np.sum(theirs['theta']):10.2f}{np.sum(ours) / np.sum(theirs['ets']):12.2f}"
              f"   {spent['theta'] / len(ours):.4f}, {spent['ets'] / len(ours):.4f}")


def main() -> None:
    """Print everything."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer series of each world")
    parser.add_argument("--rivals", action="store_true", help="models of statsforecast too (minutes)")
    chosen = parser.parse_args()
    speed(100 if chosen.quick else 860)
    todo = tasks(chosen.quick)
    print(f"{'':34}{'':>8}{'skill against the seasonal naive':>24}{'':4}inside\n"
          f"{'series':34}{'told':>8}{'error':>12}{'intervals':>12}{'50%':>10}{'90%':>8}")
    for task in todo:
        print(scored(task), flush=True)
    pooled = [task for task in todo if not task.alone]
    odds_table(pooled)
    if chosen.rivals:
        rivals([task for task in pooled if task.series[0].every == "month"])


if __name__ == "__main__":
    main()
