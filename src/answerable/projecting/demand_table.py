"""Demand ahead as plain rows: what the simulation and the planning of staff read (docs/reference/demand-table.md)."""

from __future__ import annotations

import math
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np

from answerable.clocks import half_hours_of_day, zone
from answerable.forecasting.demand.revising import day_variance
from answerable.forecasting.demand.types import DemandForecast, Floats
from answerable.forecasting.projection import LEVELS
from answerable.periods import WEEKDAYS, to_day
from answerable.projecting.demand import DAY, HALF_HOUR
from answerable.projecting.demand_ahead import Ahead

# Column → the level of its quantile.
QUANTILES = {"low90": 0.05, "low50": 0.25, "median": 0.5, "high50": 0.75, "high90": 0.95}
PART_COLUMNS = ("series", "start", "end", "minutes", "mean", *QUANTILES, "floor", "busyness_shape")
DAY_COLUMNS = ("series", "day", "weekday", "mean", *QUANTILES, "floor", "events")
DECIMALS = 3
# A day that differs by less than a thousandth differs by chance alone.
LEAST_VARIANCE = 1e-6
Row = dict[str, Any]


def parts(ahead: Ahead) -> list[Row]:
    """A row for every half-hour (hour, day) that the clock has on the days ahead, with the columns PART_COLUMNS: the hour that
    never is has none, the one that comes twice has two."""
    made, rows = ahead.forecast, []
    shape = busyness_shape(made)
    for place, day in enumerate(made.days):
        for slot, start, end, passes in slots_of_day(day, made.interval_minutes, ahead.time_zone):
            mean, quantiles = shared(float(made.mean[place, slot]), made.quantiles[place, slot], passes)
            rows.append({"series": made.series, "start": start.isoformat(timespec="minutes"),
                         "end": end.isoformat(timespec="minutes"), "minutes": round((end - start).total_seconds() / 60),
                         "mean": round(mean, DECIMALS), **columns_of(quantiles),
                         "floor": round(float(made.floor[place, slot]) / passes, DECIMALS), "busyness_shape": shape})
    return rows


def columns_of(quantiles: Floats) -> dict[str, float]:
    """The named quantiles out of those at LEVELS."""
    # 0 is added, as a minus zero would be printed as one.
    return {name: round(float(quantiles[LEVELS.index(level)]), DECIMALS) + 0.0 for name, level in QUANTILES.items()}


def busyness_shape(made: DemandForecast) -> float | None:
    """The shape of the gamma factor by which one day differs from its forecast: of its own, and of the level that all days of
    the forecast share. None where days do not differ beyond chance, or too few tell."""
    variance = day_variance(made.busyness) if made.busyness else 0.0
    return round(1 / variance, DECIMALS) if variance > LEAST_VARIANCE else None


def shared(mean: float, quantiles: Floats, passes: int) -> tuple[float, Floats]:
    """(mean, quantiles) of one of the `passes` of a slot, from those of all its passes together. The passes are taken to
    differ by chance, so the width shrinks by the root of their number."""
    if passes == 1:
        return mean, quantiles
    each = mean / passes
    spread = np.maximum(each + (quantiles - mean) / math.sqrt(passes), 0.0)
    if (quantiles == np.round(quantiles)).all():
        # Whole numbers stay whole, on the wider side.
        spread = np.where(np.array(LEVELS) < 0.5, np.floor(spread), np.ceil(spread))
    return each, spread


def slots_of_day(day: date, minutes: int, time_zone: str) -> list[tuple[int, datetime, datetime, int]]:
    """(slot, start, end, how often the slot comes on this day) of every part of a local day in order, with the offsets that
    hold then."""
    if minutes == DAY:
        return [(0, _instant(to_day(day), 0, 0, time_zone), _instant(to_day(day) + 1, 0, 0, time_zone), 1)]
    halves = half_hours_of_day(zone(time_zone), to_day(day))
    each = minutes // HALF_HOUR
    starts = [(slot // each, again) for slot, again in halves if slot % each == 0]
    often = {slot: sum(other == slot for other, _again in starts) for slot, _again in starts}
    found = []
    for slot, again in starts:
        start = _instant(to_day(day), slot * each, again, time_zone)
        end = (start.astimezone(ZoneInfo("UTC")) + timedelta(minutes=minutes)).astimezone(ZoneInfo(time_zone))
        found.append((slot, start, end, often[slot]))
    return found


def _instant(day: int, half_hour: int, again: int, time_zone: str) -> datetime:
    """The moment at which a half-hour of a local day starts. fold: the second pass of an hour that comes twice."""
    wall = datetime.combine(date(1970, 1, 1) + timedelta(days=day), datetime.min.time()) + timedelta(minutes=30 * half_hour)
    return wall.replace(tzinfo=ZoneInfo(time_zone), fold=int(again))


def days(ahead: Ahead) -> list[Row]:
    """A row for each day ahead, with the columns DAY_COLUMNS."""
    made = ahead.forecast
    floor = made.floor.sum(axis=1)
    return [{"series": made.series, "day": day.isoformat(), "weekday": WEEKDAYS[day.weekday()],
             "mean": round(float(made.day_totals.mean[place]), DECIMALS), **columns_of(made.day_totals.quantiles[place]),
             "floor": round(float(floor[place]), DECIMALS),
             "events": "; ".join(event.name for event in ahead.events if day in event.days)}
            for place, day in enumerate(made.days)]


def tried(made: DemandForecast) -> list[Row]:
    """A row for each way of forecasting that was held against the others at earlier origins, the best first."""
    listed = sorted(made.tried, key=lambda one: one.deviance)
    return [{"method": one.id, "words": one.words, "floor": "yes" if one.floor else "", "used": "yes" if one.chosen else "",
             "absolute_error_percent": round(100 * one.wape, 1), "poisson_deviance": round(one.deviance, DECIMALS)}
            for one in listed]


def document(ahead: Ahead, sentences: list[str]) -> Row:
    """All of it, as JSON has it."""
    made, of = ahead.forecast, ahead.forecast.backtest
    busyness = made.busyness
    return {
        "series": made.series, "noun": ahead.subject.noun, "origin": made.origin.isoformat(),
        "interval_minutes": made.interval_minutes, "time_zone": ahead.time_zone, "manifest": ahead.manifest.number,
        "sentences": sentences, "notes": list(ahead.notes),
        "method": {"id": made.method.id, "version": made.method.version, "words": made.method.words},
        "busyness": None if busyness is None else {
            "day_shape": _finite(busyness.day_shape), "within_shape": _finite(busyness.within_shape),
            "within_correlation": _finite(busyness.within_correlation), "level_deviation": _finite(busyness.level_deviation),
            "days": busyness.days},
        "backtest": {"origins": of.origins, "forecasts": of.forecasts, "floor": of.floor, "wape": _finite(of.wape),
                     "floor_wape": _finite(of.floor_wape), "skill": _finite(of.skill), "skill_low": _finite(of.skill_low),
                     "skill_high": _finite(of.skill_high), "cover50": _finite(of.cover50), "cover90": _finite(of.cover90),
                     "day_cover90": _finite(of.day_cover90)},
        "tried": tried(made), "days": days(ahead), "parts": parts(ahead)}


def _finite(value: float | None) -> float | None:
    return None if value is None or not math.isfinite(value) else round(float(value), 6)
