"""Which period each cell falls in: days, months, rolling windows, half-hours, hours of the week."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from answerable.clocks import DAY_MS, HALF_HOUR_MS, half_hours_of_day, zone
from answerable.measures.blocks import Cells
from answerable.measures.presence import Presence
from answerable.periods import MONTHS_OF, WEEKDAYS, Period, day_label, month_number, slot_label, spans, to_date


@dataclass(frozen=True)
class Keys:
    """Cells with the period each is in. starts: for each period (first day, last day, slot, repeated); slot -1 for
    whole days."""

    cells: Cells
    group: npt.NDArray[np.int64]
    starts: list[tuple[int, int, int, int]]
    kind: str

    def first_day(self, period: int) -> int:
        """First local day of a period."""
        return self.starts[period][0]

    def last_day(self, period: int) -> int:
        """Last local day of a period."""
        return self.starts[period][1]

    def describe(self, period: int) -> tuple[str, str, str]:
        """(period_start, period_end, label) as figures carry them."""
        first, last, slot, repeated = self.starts[period]
        if self.kind == "hour-of-week":
            weekday, hour = divmod(slot, 24)
            return (f"{WEEKDAYS[weekday]} {hour:02d}:00", f"{WEEKDAYS[weekday]} {hour + 1:02d}:00",
                    f"{WEEKDAYS[weekday]}s, {hour:02d}:00 to {hour + 1:02d}:00")
        if slot < 0:
            return _in_words(self.kind, first, last)
        start = np.datetime64(first * DAY_MS + slot * HALF_HOUR_MS, "ms").astype("datetime64[m]")
        end = start + np.timedelta64(30, "m")
        again = " (second time)" if repeated else ""
        return f"{start}{again}", f"{end}{again}", f"{day_label(to_date(first))}, {slot_label(slot, bool(repeated))}"


# A page asks every measure for the same periods.
@lru_cache(maxsize=4096)
def _in_words(kind: str, first: int, last: int) -> tuple[str, str, str]:
    return to_date(first).isoformat(), to_date(last).isoformat(), Period(kind, first, last).label


def keys_of(kind: str, cells: Cells, presence: Presence, first: int | None, last: int | None, time_zone: str) -> Keys:
    """The cells keyed by period. Periods run from the first day that came to the last one that should have come (or those
    that are asked for), with those that are empty; half-hours, hours of the week and the whole only to the last that came."""
    until = presence.last if kind in ("half-hour", "hour-of-week", "all") else presence.until
    least = presence.first if first is None else max(first, presence.first)
    most = until if last is None else min(last, until)
    if least > most:
        return Keys(cells.where(np.zeros(len(cells.day), dtype=bool)), np.empty(0, dtype=np.int64), [], kind)
    if kind == "half-hour":
        return _by_half_hour(cells, least, most, time_zone)
    if kind == "hour-of-week":
        return _by_hour_of_week(cells, least, most)
    periods = spans(kind, least, most)
    if kind.startswith("rolling"):
        return _rolling(cells, periods, kind)
    starts = np.array([period.start for period in periods], dtype=np.int64)
    ends = np.array([period.end for period in periods], dtype=np.int64)
    if kind == "all":
        starts[0] = min(starts[0], int(cells.day.min(initial=least)))
    group = np.searchsorted(starts, cells.day, side="right") - 1
    inside = (group >= 0) & (cells.day <= ends[np.maximum(group, 0)])
    if not inside.all():
        cells, group = cells.where(inside), group[inside]
    return Keys(cells, group, [(period.start, period.end, -1, 0) for period in periods], kind)


def _rolling(cells: Cells, periods: list[Period], kind: str) -> Keys:
    """Each month's cells go into every window that holds the month."""
    if not periods:
        return Keys(cells.where(np.zeros(len(cells.day), dtype=bool)), np.empty(0, dtype=np.int64), [], kind)
    length = MONTHS_OF[kind]
    first = int(month_number(np.array([periods[0].end]))[0])
    places, groups = [], []
    months = month_number(cells.day) - first
    for shift in range(length):
        group = months + shift
        inside = np.flatnonzero((group >= 0) & (group < len(periods)))
        places.append(inside)
        groups.append(group[inside])
    place = np.concatenate(places)
    taken = Cells(*(None if values is None else values[place] for values in cells.columns()))  # type: ignore[arg-type]
    return Keys(taken, np.concatenate(groups), [(period.start, period.end, -1, 0) for period in periods], kind)


def _by_half_hour(cells: Cells, first: int, last: int, time_zone: str) -> Keys:
    assert cells.slot is not None
    assert cells.repeated is not None
    local = zone(time_zone)
    starts = [(day, day, slot, again) for day in range(first, last + 1) for slot, again in half_hours_of_day(local, day)]
    # A source of another zone may have slots that this zone's day lacks: they are added, so that nothing is lost.
    present = set(zip(cells.day.tolist(), cells.slot.tolist(), cells.repeated.tolist(), strict=True))
    extra = {(day, day, slot, again) for day, slot, again in present} - set(starts)
    starts = sorted({*starts, *extra}, key=lambda start: (start[0], start[2], start[3]))
    codes = {(day, slot, again): place for place, (day, _, slot, again) in enumerate(starts)}
    group = np.array([codes[key] for key in zip(cells.day.tolist(), cells.slot.tolist(), cells.repeated.tolist(),
                                                strict=True)], dtype=np.int64)
    return Keys(cells, group, starts, "half-hour")


def _by_hour_of_week(cells: Cells, first: int, last: int) -> Keys:
    """Cells whose day is the weekday, Monday 0 (cells.hour_of_week_cells)."""
    assert cells.slot is not None
    group = cells.day * 24 + cells.slot // 2
    return Keys(cells, group, [(first, last, hour, 0) for hour in range(7 * 24)], "hour-of-week")
