"""Series to project: drawn worlds whose truth is known, and real ones from the folder of public files."""

from __future__ import annotations

import csv
import gzip
from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from answerable.forecasting.series import COUNT, MONTH, NUMBER, RATIO, SHARE, WEEK, YEAR, Series

Numbers = NDArray[np.float64]
SEED = 20261122


def months(first: date, count: int) -> tuple[date, ...]:
    """The first days of so many months."""
    numbers = range(first.year * 12 + first.month - 1, first.year * 12 + first.month - 1 + count)
    return tuple(date(number // 12, number % 12 + 1, 1) for number in numbers)


def drawn(name: str, count: int, periods: int = 72) -> list[Series]:
    """So many series of one world, the same in every run: a key of WORLDS."""
    random = np.random.default_rng([SEED, list(WORLDS).index(name)])
    return [WORLDS[name](random, f"{name} {number:03}", periods) for number in range(count)]


def _series(name: str, values: Iterable[float], scale: str, weights: Iterable[float] | None = None) -> Series:
    figures = tuple(float(value) for value in values)
    return Series(name, MONTH, months(date(2020, 1, 1), len(figures)), figures, scale,
                  None if weights is None else tuple(float(weight) for weight in weights))


def _share(places: Numbers) -> Numbers:
    return np.asarray(100 / (1 + np.exp(-places)))


def walk(random: np.random.Generator, name: str, periods: int) -> Series:
    """A random walk: the last figure cannot be beaten."""
    return _series(name, np.cumsum(random.normal(size=periods)), NUMBER)


def noise(random: np.random.Generator, name: str, periods: int) -> Series:
    """Chance around a level that stays."""
    return _series(name, 50 + random.normal(size=periods), NUMBER)


def seasonal(random: np.random.Generator, name: str, periods: int) -> Series:
    """A share with a year of its own, and a level that drifts a little."""
    year = 0.4 * np.sin(2 * np.pi * (np.arange(periods) + random.integers(12)) / 12)
    return _series(name, _share(1 + year + random.normal(0, 0.15, periods) + np.cumsum(random.normal(0, 0.04, periods))), SHARE)


def shifted(random: np.random.Generator, name: str, periods: int) -> Series:
    """A share whose level moves once, at a month that nobody declared."""
    moved = (np.arange(periods) > random.integers(20, periods - 7)) * random.normal()
    year = 0.2 * np.sin(2 * np.pi * np.arange(periods) / 12)
    return _series(name, _share(1 + year + moved + random.normal(0, 0.15, periods)), SHARE)


def trending(random: np.random.Generator, name: str, periods: int) -> Series:
    """A count that grows or falls by about 1% a month."""
    level = 7 + random.normal(0, 0.01) * np.arange(periods) + random.normal(0, 0.1, periods)
    return _series(name, np.round(np.exp(level)), COUNT)


def small(random: np.random.Generator, name: str, periods: int) -> Series:
    """Three things a month, more in summer."""
    return _series(name, random.poisson(3 * (1 + 0.5 * np.sin(2 * np.pi * np.arange(periods) / 12))), COUNT)


def dipped(random: np.random.Generator, name: str, periods: int) -> Series:
    """85% of 15 to 60 cases: chance alone."""
    sizes = random.integers(15, 60, periods)
    return _series(name, 100 * random.binomial(sizes, 0.85) / sizes, SHARE, sizes)


def weekly(random: np.random.Generator, name: str, periods: int) -> Series:
    """Calls a week at a force's numbers: a year, a Christmas, a level that drifts."""
    starts = tuple(date(2021, 1, 4) + timedelta(days=7 * week) for week in range(3 * periods))
    day = np.array([start.timetuple().tm_yday for start in starts])
    level = 7.5 + 0.1 * np.sin(2 * np.pi * (day - 100) / 365.25) - 0.15 * ((day > 355) | (day < 3))
    level = level + np.cumsum(random.normal(0, 0.015, len(starts))) + random.normal(0, 0.04, len(starts))
    return Series(name, WEEK, starts, tuple(random.poisson(np.exp(level)).astype(float).tolist()), COUNT)


WORLDS = {"random walk": walk, "noise": noise, "seasonal share": seasonal, "level shift": shifted, "trend": trending,
          "small counts": small, "shares of 15 to 60": dipped, "weekly counts": weekly}


def attendances(folder: Path) -> tuple[list[Series], list[Series]]:
    """(share within four hours, attendances) of every trust in the NHS-R file, all types together."""
    cells: dict[tuple[str, int], list[int]] = defaultdict(lambda: [0, 0])
    with gzip.open(folder / "nhsrdatasets" / "ae_attendances.csv.gz", "rt") as lines:
        for row in csv.DictReader(lines):
            month = (int(row["period"][:4]) - 2016) * 12 + int(row["period"][5:7]) - 4
            cell = cells[row["org_code"], month]
            cell[0] += int(row["attendances"])
            cell[1] += int(row["breaches"])
    starts, shares, counts = months(date(2016, 4, 1), 36), [], []
    for name in sorted({name for name, _month in cells}):
        found = [cells.get((name, month), [0, 0]) for month in range(36)]
        sizes = tuple(float(all_) if all_ else None for all_, _late in found)
        shares.append(Series(name, MONTH, starts, tuple(100 * (1 - late / all_) if all_ else None for all_, late in found),
                             SHARE, sizes))
        counts.append(Series(name, MONTH, starts, sizes, COUNT))
    return shares, counts


def abandoned(folder: Path) -> tuple[list[Series], list[Series]]:
    """(the share of emergency ambulance calls abandoned in England, the calls), one series each."""
    with open(folder / "nhs_999_calls_abandoned_2011_2017" / "england_999_ambulance_calls_abandoned_monthly.csv") as lines:
        rows = list(csv.DictReader(lines))
    calls = tuple(1000 * float(row["calls_received_thousand"]) for row in rows)
    starts = months(date(2011, 4, 1), len(rows))
    return ([Series("abandoned", MONTH, starts, tuple(float(row["pct_abandoned"]) for row in rows), SHARE, calls)],
            [Series("calls", MONTH, starts, calls, COUNT)])


def severity(folder: Path, most: int = 200) -> list[Series]:
    """Yearly crime severity scores by force and kind of offence."""
    scores: dict[str, dict[int, float]] = defaultdict(dict)
    with gzip.open(folder / "uk_police_statistics_lesscrime" / "crime-pressure-force-2022-data.csv.gz", "rt") as lines:
        for row in csv.DictReader(lines):
            if row["severity_score"].replace(".", "", 1).isdigit():
                scores[f"{row['offence_group']}, {row['code']}"][int(row["year_ending"][:4])] = float(row["severity_score"])
    years = range(2003, 2023)
    return [Series(name, YEAR, tuple(date(year, 1, 1) for year in years), tuple(found.get(year) for year in years), RATIO)
            for name, found in sorted(scores.items())][:most]
