"""Working days in England and Wales: no Saturday, no Sunday, no bank holiday."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import numpy.typing as npt

from answerable.clocks import DAY_MS, FIRST_YEAR, LAST_YEAR, zone

TIME_ZONE = "Europe/London"


@lru_cache(maxsize=1)
def bank_holidays() -> npt.NDArray[np.datetime64]:
    """The bank holidays of England and Wales from 1985 to 2060, in order (from the package `holidays`)."""
    import holidays

    found = holidays.country_holidays("GB", subdiv="ENG", years=range(FIRST_YEAR, LAST_YEAR + 1))
    return np.array(sorted(found), dtype="datetime64[D]")


def working_days_between(start_ms: npt.NDArray[np.int64], end_ms: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Working days after the local day of `start_ms` up to and with that of `end_ms` (instants in ms, UTC).

    0 when both fall on one day, or when only days off lie between; an end before its start gives 0 as well.
    """
    first, last = _day(start_ms), _day(end_ms)
    # busday_count counts the first day and not the last: both move on by one, so that the day of the event is not counted.
    counted = np.busday_count(first + 1, np.maximum(last, first) + 1, holidays=bank_holidays())
    days: npt.NDArray[np.int64] = counted.astype(np.int64)
    return days


def _day(instants_ms: npt.NDArray[np.int64]) -> npt.NDArray[np.datetime64]:
    # "No such time" is the least whole number; it is set to day 0 and never used.
    known = np.where(instants_ms < 0, 0, instants_ms)
    local, _repeated = zone(TIME_ZONE).to_local(known)
    days: npt.NDArray[np.datetime64] = (local // DAY_MS).astype("datetime64[D]")
    return days
