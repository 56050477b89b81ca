"""Measures whose charts have what not every chart has: limits that step from month to month, a series without its season."""

from __future__ import annotations

import math

from example_release import WEEKDAYS, Json, ordinary, wobble

from answerable.words import format_value


def with_varying_limits() -> Json:
    """A share whose limits follow the number of calls: wide in a month with few, and past 100% in one."""
    measure = ordinary()
    points = measure["chart"]["points"]
    for month, point in enumerate(points):
        calls = 40 if month == 20 else 900 + 60 * (month % 7)
        reach = 3 * math.sqrt(70 * 30 / calls)
        point |= {"centre": 70.0, "lower": 70 - reach, "upper": min(100.0, 70 + 1.6 * reach), "adjusted": None}
    last = points[-1]
    measure["chart"] |= {"kind": "p", "phases": [
        {"from": points[0]["period_start"], "to": points[-1]["period_start"], "mean": 70.0, "lower": last["lower"],
         "upper": last["upper"], "points": len(points), "varying": True}]}
    return measure


def with_season() -> Json:
    """A share that rises each summer: what is judged is the series without its season."""
    measure = ordinary()
    for month, point in enumerate(measure["chart"]["points"]):
        season = 9 * math.sin(month * math.pi / 6)
        point |= {"value": 66 + wobble(month, 3) + season, "adjusted": 66 + wobble(month, 3), "centre": None,
                  "lower": None, "upper": None}
    measure["chart"]["points"][-3] |= {"special_cause": "concern", "rules": ["beyond-limits"]}
    measure["chart"]["phases"][-1]["varying"] = False
    return measure


def funnel_of(sizes: list[int], *, centre: float = 70.0, shifts: dict[int, float] | None = None, own: int = 3) -> Json:
    """A group of forces whose figures lie about a centre by what chance alone makes of their sizes.

    shifts: place of a force → how many standard errors it lies off; own: the place of the force itself.
    """
    shifts = {7: 4.0, 11: -2.6, 5: -5.0, **(shifts or {})}
    points = []
    for place, size in enumerate(sizes):
        z = shifts.get(place, wobble(place, 1.7))
        value = centre + z * math.sqrt(centre * (100 - centre) / size)
        outside = ("above" if z > 0 else "below") if abs(z) > 1.96 else None
        name = f"{FORCES[place % len(FORCES)]} {'' if place < 20 else place}".strip()
        points.append({"force": f"force-{place}", "name": name,
                       "value": value, "text": f"{value:.1f}%", "denominator": size, "z": z,
                       "outside": outside and f"{outside}-{'998' if abs(z) > 3.09 else '95'}", "own": place == own,
                       "rank": place + 1, "rank_low": 1, "rank_high": len(sizes),
                       "comparability": "", "left_out": "counts something else" if place % 9 == 4 else ""})
    return {"group": None, "kind": "share", "period_label": "April 2025 to March 2026",
            "unit": "percent", "denominator_words": "calls", "centre": centre, "phi": 1.0,
            "tau2": 0.0, "adjusted": False, "limits": limits_of(sizes, centre), "points": points,
            "sentence": "Westshire lies within the limits.", "notes": []}


FORCES = ("Northshire", "Eastshire", "Southshire", "Westshire", "Mid Downs", "Greater Harbour", "Upper Vale", "Fenland",
          "Isle of Carr", "Ashdale", "Brookmoor", "Cliffshire", "Dunwater", "Elmshire", "Fellside and Garth", "Holderwold",
          "Kestrel Valley", "Longmere", "Marlshire", "Northern Islands")


def limits_of(sizes: list[int], centre: float) -> list[Json]:
    """Limits on a grid of sizes from half the smallest to twice the largest."""
    low, high = math.log(min(sizes) / 2), math.log(max(sizes) * 2)
    grid = [math.exp(low + (high - low) * step / 60) for step in range(61)]
    error = [math.sqrt(centre * (100 - centre) / size) for size in grid]
    return [{"denominator": size, "lower95": max(0.0, centre - 1.96 * one), "upper95": min(100.0, centre + 1.96 * one),
             "lower998": max(0.0, centre - 3.09 * one), "upper998": min(100.0, centre + 3.09 * one)}
            for size, one in zip(grid, error, strict=True)]


def week_of(*, unit: str = "percent", few: bool = True) -> Json:
    """The hours of a week, as a release holds them: worst on Friday and Saturday nights; few cases before dawn."""
    rows = []
    for day, label in enumerate(WEEKDAYS):
        numbers: list[float | None] = [
            round(80 - 25 * math.exp(-((hour - 22) % 24) ** 2 / 8) * (day in (4, 5)) - 10 * math.sin(hour / 24 * math.pi), 1)
            for hour in range(24)]
        if day == 6:
            numbers[5] = None
        cases = [12 if few and 3 <= hour <= 4 else 400 for hour in range(24)]
        texts = [None if value is None else format_value(value, unit) for value in numbers]
        rows.append({"label": label, "values": texts, "numbers": numbers, "cases": cases})
    return {"period_label": "1 November 2025 to 30 October 2026", "fewest_cases": 30, "rows": rows}


def add_charts(measures: list[Json]) -> None:
    """Give an ordinary measure the hours of its week."""
    for measure in measures:
        if measure["id"] == "101-answered-within-30s":
            measure["by_hour"] = week_of()
