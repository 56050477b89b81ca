"""Wall clocks: instants to local days and half-hours and back, for whole arrays, with the hour that comes twice."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import TypeAlias
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

import numpy as np
import numpy.typing as npt

from answerable.errors import InputError, did_you_mean

DAY_MS = 86_400_000
HALF_HOUR_MS = 1_800_000
SLOTS_A_DAY = 48
# The span for which clock changes are listed; a time outside it is read with the nearest offset known.
FIRST_YEAR, LAST_YEAR = 1985, 2060

Milliseconds: TypeAlias = npt.NDArray[np.int64]
Flags: TypeAlias = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Zone:
    """A time zone as arrays. changes_ms: instants (UTC) at which the offset changes; offsets_ms: one more
    offset (local minus UTC) than there are changes, the first for the time before the first change."""

    name: str
    changes_ms: Milliseconds
    offsets_ms: Milliseconds

    def to_local(self, utc_ms: Milliseconds) -> tuple[Milliseconds, Flags]:
        """Local wall time in ms since 1970-01-01 00:00 on the wall, and whether it is an hour's second pass."""
        index = np.searchsorted(self.changes_ms, utc_ms, side="right")
        local = utc_ms + self.offsets_ms[index]
        return local, self._second_pass(utc_ms, index)

    def _second_pass(self, utc_ms: Milliseconds, index: npt.NDArray[np.intp]) -> Flags:
        if not len(self.changes_ms):
            return np.zeros(len(utc_ms), dtype=bool)
        last = np.maximum(index - 1, 0)
        step_back = self.offsets_ms[:-1][last] - self.offsets_ms[1:][last]
        return (index > 0) & (utc_ms - self.changes_ms[last] < step_back)

    def to_utc(self, local_ms: Milliseconds, second_pass: Flags | None = None) -> Milliseconds:
        """The instants of wall times. An ambiguous time is the first pass unless `second_pass` says otherwise;
        a time that never was is read by the offset in force before the change (PEP 495's reading)."""
        first = local_ms - self.offsets_ms[np.searchsorted(self._wall(np.maximum), local_ms, side="right")]
        if second_pass is None or not second_pass.any():
            return first
        second = local_ms - self.offsets_ms[np.searchsorted(self._wall(np.minimum), local_ms, side="right")]
        return np.where(second_pass & self.ambiguous(local_ms), second, first)

    def _wall(self, choose: np.ufunc) -> Milliseconds:
        wall: Milliseconds = self.changes_ms + choose(self.offsets_ms[:-1], self.offsets_ms[1:])
        return wall

    def ambiguous(self, local_ms: Milliseconds) -> Flags:
        """Which wall times come twice (the clock goes back over them)."""
        return self._between(local_ms, self.offsets_ms[1:], self.offsets_ms[:-1])

    def never_was(self, local_ms: Milliseconds) -> Flags:
        """Which wall times never were (the clock leaps over them)."""
        return self._between(local_ms, self.offsets_ms[:-1], self.offsets_ms[1:])

    def _between(self, local_ms: Milliseconds, lower: Milliseconds, upper: Milliseconds) -> Flags:
        found = np.zeros(len(local_ms), dtype=bool)
        if not len(local_ms):
            return found
        least, most = local_ms.min(), local_ms.max()
        for start, end in zip(self.changes_ms + lower, self.changes_ms + upper, strict=True):
            if start < end and start <= most and end > least:
                found |= (local_ms >= start) & (local_ms < end)
        return found


@lru_cache(maxsize=32)
def zone(name: str) -> Zone:
    """The zone of an IANA name. Raises InputError for an unknown one and for one off the half-hour grid."""
    try:
        rules = ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise InputError(f"'{name}' is not a time zone.", remedy=did_you_mean(name, available_timezones())
                         or "Use a name such as Europe/London or UTC.") from error
    changes, offsets = _changes(rules)
    if any(offset % HALF_HOUR_MS for offset in offsets):
        raise InputError(f"the time zone '{name}' does not keep to half-hours.",
                         remedy="Figures by half-hour need an offset of whole half-hours.")
    return Zone(name, np.array(changes, dtype=np.int64), np.array(offsets, dtype=np.int64))


def _changes(rules: ZoneInfo) -> tuple[list[int], list[int]]:
    moment = datetime(FIRST_YEAR, 1, 1, tzinfo=UTC)
    end = datetime(LAST_YEAR, 1, 1, tzinfo=UTC)
    offset = _offset_ms(rules, moment)
    changes, offsets = [], [offset]
    while moment < end:
        following = moment + timedelta(days=1)
        if _offset_ms(rules, following) != offset:
            exact = _exact_change(rules, moment, following)
            offset = _offset_ms(rules, following)
            changes.append(int(exact.timestamp()) * 1000)
            offsets.append(offset)
        moment = following
    return changes, offsets


def _offset_ms(rules: ZoneInfo, moment: datetime) -> int:
    offset = moment.astimezone(rules).utcoffset()
    return int((offset or timedelta()).total_seconds()) * 1000


def _exact_change(rules: ZoneInfo, before: datetime, after: datetime) -> datetime:
    # Halving, to the second: changes fall on whole seconds.
    while after - before > timedelta(seconds=1):
        middle = (before + (after - before) / 2).replace(microsecond=0)
        if _offset_ms(rules, middle) == _offset_ms(rules, before):
            before = middle
        else:
            after = middle
    return after


def day_and_slot(local_ms: Milliseconds) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int16]]:
    """Local day (days since 1970-01-01) and half-hour of the day (0 to 47) of wall times in ms."""
    day = np.floor_divide(local_ms, DAY_MS)
    slot = (local_ms - day * DAY_MS) // HALF_HOUR_MS
    return day.astype(np.int32), slot.astype(np.int16)


def half_hours_of_day(zone_: Zone, day: int) -> list[tuple[int, int]]:
    """(slot, repeated) of every half-hour of a local day in order: 48, or 46 and 50 when the clocks change."""
    midnights = np.array([day * DAY_MS, (day + 1) * DAY_MS], dtype=np.int64)
    start, end = zone_.to_utc(midnights)
    instants = np.arange(start, end, HALF_HOUR_MS, dtype=np.int64)
    local, repeated = zone_.to_local(instants)
    _, slots = day_and_slot(local)
    return [(int(slot), int(again)) for slot, again in zip(slots, repeated, strict=True)]
