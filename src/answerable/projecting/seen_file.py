"""The counts of a day so far, out of a file: for a room whose newest calls are not loaded yet."""

from __future__ import annotations

import csv
import math
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np

from answerable.errors import InputError
from answerable.forecasting.demand.types import Floats
from answerable.periods import to_day
from answerable.projecting.demand import DAY, HALF_HOUR, Moment
from answerable.words import _

START, COUNT = "start", "count"


def moment(text: str) -> Moment:
    """"2026-09-30 14:00" as a moment; a time within a half-hour counts from its start. Raises InputError."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError as error:
        raise InputError(_("'{text}' is not a time.").format(text=text),
                         remedy=_("Write it as \"2026-09-30 14:00\", by the local clock.")) from error
    if found.tzinfo is not None:
        raise InputError(_("'{text}' has an offset.").format(text=text),
                         remedy=_("Write the time of the local clock: \"2026-09-30 14:00\"."))
    return Moment(to_day(found.date()), (found.hour * 60 + found.minute) // HALF_HOUR)


def read_seen(path: Path, minutes: int, time_zone: str) -> tuple[Moment, Floats]:
    """(up to when a day is known, its counts by slot of so many minutes, nan where the file has none).

    The file is a CSV with the columns `start`, the local time at which a slot begins ("2026-09-30 08:30", or with its
    offset), and `count`; all on one day; the two passes of an hour that comes twice add up. Raises InputError with the line
    of what is wrong.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise InputError(_("the counts cannot be read: {error}.").format(error=error), where=str(path)) from error
    if not rows or not {START, COUNT} <= set(rows[0]):
        raise InputError(_("the counts need the columns 'start' and 'count', and a row for each part of the day that is over."),
                         where=str(path))
    seen, days, known = np.full(DAY // minutes, np.nan), set[date](), set[datetime]()
    for line, row in enumerate(rows, 2):
        start = _start(row[START], minutes, time_zone, f"{path}, line {line}")
        if start in known:
            raise InputError(_("{start} stands twice.").format(start=row[START]), where=f"{path}, line {line}")
        known.add(start)
        days.add(start.date())
        slot = (start.hour * 60 + start.minute) // minutes
        seen[slot] = np.nan_to_num(seen[slot]) + _count(row[COUNT], f"{path}, line {line}")
    if len(days) > 1:
        raise InputError(_("the counts are of {number} days.").format(number=len(days)), where=str(path),
                         remedy=_("Give those of the day that is under way."))
    over = (int(np.flatnonzero(~np.isnan(seen)).max()) + 1) * minutes // HALF_HOUR
    return Moment(to_day(days.pop()), over), seen


def _start(text: str | None, minutes: int, time_zone: str, where: str) -> datetime:
    """The local time at which a slot begins; without an offset the first pass of an hour that comes twice."""
    try:
        found = datetime.fromisoformat((text or "").strip())
    except ValueError as error:
        raise InputError(_("'{text}' is not a time.").format(text=text), where=where,
                         remedy=_("Write it as 2026-09-30 08:30.")) from error
    if found.tzinfo is not None:
        local = found.astimezone(ZoneInfo(time_zone))
        # Aware and naive times do not compare: the pass is kept in the microseconds, which no slot has.
        found = local.replace(tzinfo=None, microsecond=local.fold, fold=0)
    if (found.hour * 60 + found.minute) % minutes or found.second:
        raise InputError(_("{text} is not where a part of {minutes} minutes begins.").format(text=text, minutes=minutes),
                         where=where)
    return found


def _count(text: str | None, where: str) -> float:
    try:
        value = float(text or "")
    except ValueError:
        value = math.nan
    if not math.isfinite(value) or value < 0:
        raise InputError(_("'{text}' is not a count.").format(text=text), where=where)
    return value
