"""How a workspace's demand would have been forecast from earlier days, and what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from answerable.forecasting.demand.engine import backtest_demand
from answerable.forecasting.demand.scoring import wape
from answerable.forecasting.demand.types import DemandBacktest, DemandOrigin
from answerable.forecasting.projection import NoProjection
from answerable.projecting.demand import HALF_HOUR, HOUR, Records, Subject, recorded
from answerable.projecting.demand_ahead import Calendar
from answerable.projecting.demand_table import DECIMALS, columns_of, slots_of_day
from answerable.projecting.demand_words import percent_text
from answerable.words import _

if TYPE_CHECKING:
    from answerable.forecasting.demand.rolling import Progress

Row = dict[str, Any]
ORIGINS, STEP_DAYS = 8, 7


@dataclass(frozen=True, eq=False)
class Tested:
    """Forecasts from earlier days with what came of them. origins: in order."""

    subject: Subject
    origins: tuple[DemandOrigin, ...]
    summary: DemandBacktest
    time_zone: str


def looked_back(records: Records, calendar: Calendar, subject: Subject, days: int, minutes: int, origins: int = ORIGINS,
           step_days: int = STEP_DAYS, progress: Progress | None = None) -> Tested | NoProjection:
    """Forecasts of `days` days from so many earlier days, the last of them `days` before the end and the others `step_days`
    apart; none sees what came after it."""
    found = recorded(records, subject, minutes)
    if isinstance(found, NoProjection):
        return found
    columns, _notes = calendar.columns(found.demand.days, 1)
    made = backtest_demand(found.demand, days, origins, step_days, columns, progress=progress)
    return made if isinstance(made, NoProjection) else Tested(subject, made.origins, made.summary, records.time_zone)


def tested_sentences(told: Tested) -> list[str]:
    """How far the forecasts were off, against the floor, and how many counts lay inside the intervals."""
    of = told.summary
    said = _("From {origins} earlier days, {noun} were forecast by the {part} with an error of {error} of what came; the floor "
             "erred by {floor}.").format(origins=of.origins, noun=told.subject.noun, error=percent_text(of.wape),
                                         floor=percent_text(of.floor_wape), part=_part(told))
    if of.cover90 is None or of.cover50 is None:
        return [said]
    return [said, _("{half} of the counts lay inside the 50% intervals, {most} inside the 90% intervals.").format(
        half=percent_text(of.cover50, 0), most=percent_text(of.cover90, 0))]


def _part(told: Tested) -> str:
    minutes = told.origins[0].forecast.interval_minutes
    return {HALF_HOUR: _("half-hour"), HOUR: _("hour")}.get(minutes, _("day"))


def origin_rows(told: Tested) -> list[Row]:
    """A row for each earlier day: what was forecast from it, what came, and how far off that and the floor were."""
    rows = []
    for origin in told.origins:
        made, known = origin.forecast, ~np.isnan(origin.outcome)
        rows.append({"origin": made.origin.isoformat(), "method": made.method.id,
                     "forecast": round(float(made.mean[known].sum())), "came": round(float(origin.outcome[known].sum())),
                     "error_percent": _percent(wape(origin.outcome, made.mean)),
                     "floor_percent": _percent(wape(origin.outcome, made.floor))})
    return rows


def _percent(share: float) -> float | None:
    return None if np.isnan(share) else round(100 * share, 1)


def outcome_rows(told: Tested) -> list[Row]:
    """A row for each part of each forecast, with what came (None: not known)."""
    return [row for origin in told.origins for row in _of_origin(origin, told.time_zone)]


def _of_origin(origin: DemandOrigin, time_zone: str) -> Sequence[Row]:
    made, rows = origin.forecast, []
    for place, day in enumerate(made.days):
        seen = set[int]()
        for slot, start, end, _often in slots_of_day(day, made.interval_minutes, time_zone):
            if slot in seen:
                # Both passes of an hour that comes twice were forecast, and counted, together.
                continue
            seen.add(slot)
            came = origin.outcome[place, slot]
            rows.append({"series": made.series, "origin": made.origin.isoformat(), "start": start.isoformat(timespec="minutes"),
                         "end": end.isoformat(timespec="minutes"), "mean": round(float(made.mean[place, slot]), DECIMALS),
                         **columns_of(made.quantiles[place, slot]), "floor": round(float(made.floor[place, slot]), DECIMALS),
                         "came": None if np.isnan(came) else float(came)})
    return rows


def tested_document(told: Tested) -> Row:
    """All of it, as JSON has it."""
    of = told.summary
    return {"series": told.subject.id, "noun": told.subject.noun, "sentences": tested_sentences(told),
            "origins": origin_rows(told), "wape": of.wape, "floor": of.floor, "floor_wape": of.floor_wape, "skill": of.skill,
            "skill_low": of.skill_low, "skill_high": of.skill_high, "cover50": of.cover50, "cover90": of.cover90,
            "day_cover90": of.day_cover90}
