"""Public series as demand: the bank's half-hours of 2003, a control room's incidents and lines by the hour, a small bank's
half-hours of 1999, and electricity by the half-hour (no calls: a check of the method alone)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pandas as pd

from answerable.forecasting.demand.types import Demand


def from_times(name: str, times: pd.Series, minutes: int, weights: pd.Series | None = None) -> Demand:
    """Times (local clock) counted by day and slot; slots of a day with rows are 0 where none came, days without are nan."""
    values = np.ones(len(times)) if weights is None else weights.to_numpy(dtype=float)
    first = times.min().normalize()
    day = ((times.dt.normalize() - first).dt.days).to_numpy()
    slot = ((times.dt.hour * 60 + times.dt.minute) // minutes).to_numpy()
    counts = np.zeros((int(day.max()) + 1, 1440 // minutes))
    np.add.at(counts, (day, slot), values)
    counts[~np.isin(np.arange(len(counts)), day)] = np.nan
    start: date = first.date()
    return Demand(name, tuple(start + timedelta(days=number) for number in range(len(counts))), minutes, counts)


def bank(folder: Path) -> Demand:
    """Calls handled by a large bank, weekdays 07:00 to 21:00 by the half-hour, March to October 2003."""
    rows = pd.read_csv(folder / "call_arrival_series_5min" / "bank_calls_5min_2003.csv.gz")
    times = pd.to_datetime(rows["DateTime"]).dt.tz_localize(None)
    kept = times.dt.hour < 21
    return from_times("bank", times[kept], 30, rows["Calls"][kept])


def incidents(folder: Path, agency: str | None = None) -> Demand:
    """Incidents of a control room by the hour, twelve weeks of 2025."""
    rows = pd.read_csv(folder / "decc_psap_2025" / "cad_incidents_2025w35-w46.csv.gz", low_memory=False,
                       usecols=["Agency", "Incident_Start_Time"])
    if agency:
        rows = rows[rows["Agency"] == agency]
    times = pd.to_datetime(rows["Incident_Start_Time"], errors="coerce", format="mixed").dropna()
    return from_times(agency or "incidents", times[(times >= "2025-08-24") & (times < "2025-11-16")], 60)


def line(folder: Path, column: str) -> Demand:
    """Calls answered on one line of the same room by the hour, three weeks."""
    rows = pd.read_csv(folder / "decc_psap_2025" / "phone_hourly_2025w44-w46.csv.gz")
    counts = rows[column].to_numpy(dtype=float).reshape(-1, 24)
    return Demand(column, tuple(date(2025, 10, 26) + timedelta(days=day) for day in range(len(counts))), 60, counts)


def small_bank(folder: Path) -> Demand:
    """Calls to a small bank by the half-hour, February 1999."""
    rows = pd.read_csv(folder / "technion_anonymous_bank_1999" / "february1999.tsv.gz", sep="\t")
    times = pd.to_datetime(rows["date"].astype(str) + " " + rows["vru_entry"], format="%y%m%d %H:%M:%S")
    return from_times("small bank", times, 30)


def electricity(folder: Path) -> Demand:
    """Electricity by the half-hour, England and Wales, twelve weeks of 2000 (MW)."""
    rows = pd.read_csv(folder / "call_arrival_series_5min" / "taylor_halfhourly_electricity_2000.csv.gz")
    counts = rows.iloc[:, -1].to_numpy(dtype=float).reshape(-1, 48)
    return Demand("electricity", tuple(date(2000, 6, 5) + timedelta(days=day) for day in range(len(counts))), 30, counts)


SERIES: dict[str, Callable[[Path], Demand]] = {
    "bank": bank, "incidents": incidents, "fire": lambda folder: incidents(folder, "FIRE"),
    "emergency line": lambda folder: line(folder, "911_T"), "other line": lambda folder: line(folder, "ADM_T"),
    "small bank": small_bank, "electricity": electricity}
