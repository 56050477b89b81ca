"""The true figures of the incidents, by month: what a careful loading of all files must find."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from answerable.records.synthetic.callers import ORIGINS
from answerable.records.synthetic.contacts import NONE
from answerable.records.synthetic.hours import Hours, Ints, hours_of_month, to_date
from answerable.records.synthetic.incident_files import Told
from answerable.records.synthetic.incidents import GRADES, RESOLUTIONS
from answerable.records.synthetic.plan import MonthPlan
from answerable.records.synthetic.texts import Mask

PUBLIC = ORIGINS.index("public")
Counts = dict[str, Any]
WITHIN_MINUTES = (15, 20, 60, 1440)
COUNTED_AT = {"07:00": 14, "15:00": 30, "23:00": 46}     # clock times → half-hour of the local day


def count_incidents(parts: Sequence[Told], plans: Sequence[MonthPlan]) -> dict[str, Counts]:
    """Month → counts. Incidents of the last minutes of a month may have been created in the next one."""
    told = {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
    month = told["day"].astype("datetime64[D]").astype("datetime64[M]").astype(np.int64) + 1970 * 12
    return {plan.name: _month(told, month == plan.number, hours_of_month(plan.year, plan.month, 0)) for plan in plans}


def _month(told: Told, which: Mask, hours: Hours) -> Counts:
    days, counts = np.unique(told["day"][which], return_counts=True)
    return {
        "incidents": int(which.sum()),
        "days": {to_date(day).isoformat(): int(count) for day, count in zip(days, counts, strict=True)},
        "grades": {word: _grade(told, which & (told["grade"] == grade)) for grade, word in enumerate(GRADES)},
        "initial_grades": {word: int((told["first_grade"][which] == grade).sum()) for grade, word in enumerate(GRADES)},
        "regraded": int((told["first_grade"] != told["grade"])[which].sum()),
        "resolutions": {word: int((told["resolution"][which] == code).sum()) for code, word in enumerate(RESOLUTIONS)},
        "without_unit": {clock: _by_grade(told, "created", "until", hours, slot) for clock, slot in COUNTED_AT.items()},
        "taken_back": {clock: _by_grade(told, "gap_from", "gap_to", hours, slot) for clock, slot in COUNTED_AT.items()}}


def _by_grade(told: Told, begins: str, ends: str, hours: Hours, slot: int) -> dict[str, list[int]]:
    """Grade → on each day of the month, incidents of the public within such a stretch at that clock time."""
    public = (told["origin"] == PUBLIC) & (told[begins] != NONE)
    return {word: _waiting(told[begins], told[ends], public & (told["grade"] == grade), hours, slot)
            for grade, word in enumerate(GRADES)}


def _grade(told: Told, which: Mask) -> Counts:
    known = np.sort(told["attendance_ms"][which & (told["attendance_ms"] != NONE)])
    counts: Counts = {"incidents": int(which.sum()), "attended": int(told["attended"][which].sum())}
    if len(known):
        within = np.searchsorted(known, np.array(WITHIN_MINUTES) * 60_000, side="right")
        counts["attendance"] = {
            "count": len(known), "sum_ms": int(known.sum()), "longest_ms": int(known[-1]),
            "median_ms": [int(known[(len(known) - 1) // 2]), int(known[len(known) // 2])],
            "within_minutes": dict(zip(map(str, WITHIN_MINUTES), within.tolist(), strict=True))}
    return counts


def _waiting(begins: Ints, ends: Ints, which: Mask, hours: Hours, slot: int) -> list[int]:
    """On each day, how many stretches hold the instant: begun at it or before, and not over by then."""
    at = hours.start_ms[(hours.slot == slot) & hours.within_month(hours.start_ms)]
    begun = np.searchsorted(np.sort(begins[which]), at, side="right")
    return [int(count) for count in begun - np.searchsorted(np.sort(ends[which]), at, side="right")]
