"""The rest of a day that is under way: its forecast, revised by what has come of it so far."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from answerable.forecasting.demand.revising import Rest, revised
from answerable.forecasting.demand.types import Busyness, Floats
from answerable.forecasting.projection import NoProjection
from answerable.periods import day_label, to_date
from answerable.projecting.demand import Moment
from answerable.projecting.demand_ahead import Ahead
from answerable.projecting.demand_table import DECIMALS, columns_of, shared, slots_of_day
from answerable.projecting.demand_words import HIGH, LOW, count_text, percent_text
from answerable.words import _

Row = dict[str, Any]
# A day as busy as forecast to within this share is said to be so.
AS_FORECAST = 0.005
# Where too few days tell how far days differ from their forecast: by a tenth, the upper end of what was found in call centres
# (Ibrahim and others, International Journal of Forecasting 32, 2016). By chance alone would be too sure.
ASSUMED = Busyness(100.0, float("inf"), 0.0, 0.0, 0)


@dataclass(frozen=True, eq=False)
class Today:
    """A day under way. ahead: its forecast from the days before; day; seen: (slots) counts, nan where not known; rest: what is
    left, revised; until: up to when it was looked at."""

    ahead: Ahead
    day: date
    seen: Floats
    rest: Rest
    until: Moment

    @property
    def place(self) -> int:
        """Which of the forecast's days it is."""
        return self.ahead.forecast.days.index(self.day)


def today_of(ahead: Ahead, until: Moment, seen: Floats | None = None) -> Today | NoProjection:
    """The day of `until`, revised. ahead: the forecast that was made with `until`; seen: (slots) the counts of the day in place
    of those of the records, nan where not known."""
    made = ahead.forecast
    day = to_date(until.day)
    if seen is None:
        seen = np.full(made.mean.shape[1], np.nan) if ahead.recorded.under_way is None else ahead.recorded.under_way[1]
    if day not in made.days:
        return NoProjection(made.series, "lost", _("There is no forecast of {day}.").format(day=day_label(day)))
    rest = revised(made.mean[made.days.index(day)], seen, made.busyness or ASSUMED)
    return Today(ahead, day, seen, rest, until)


def today_sentences(today: Today) -> list[str]:
    """How the day goes against its forecast, and what is still to be expected."""
    rest, noun = today.rest, today.ahead.subject.noun
    until = _until(today)
    if not (~np.isnan(today.seen)).any():
        return [_("Nothing of {day} is known yet: {number} {noun} are expected on it.").format(
            day=day_label(today.day), number=count_text(rest.forecast_rest), noun=noun)]
    said = _("By {time} on {day}, {seen} {noun} have come, where {expected} were forecast.").format(
        time=until, day=day_label(today.day), seen=count_text(rest.seen), noun=noun, expected=count_text(rest.forecast_seen))
    if not rest.slots:
        return [said, _("Nothing more of the day is to come.")]
    still = _("{rest} more are expected by the day's end, and nine days in ten like it bring {low} to {high}; before the day "
              "{before} were forecast for these hours. The whole day then has about {total}.")
    return [said, *_course(rest), *_assumed(today), still.format(
        rest=count_text(rest.total_mean), low=count_text(rest.total_quantiles[LOW]),
        high=count_text(rest.total_quantiles[HIGH]), before=count_text(rest.forecast_rest),
        total=count_text(rest.total_mean + rest.seen))]


def _assumed(today: Today) -> list[str]:
    return [] if today.ahead.forecast.busyness else [
        _("Too few days have come to tell how far days differ from their forecast; a tenth was assumed.")]


def _course(rest: Rest) -> list[str]:
    factor = rest.factor
    if not np.isfinite(factor.shape):
        return [_("Days here differ from their forecast by no more than chance: what is left stands as it was forecast.")]
    low, high = percent_text(factor.at(0.05), 0), percent_text(factor.at(0.95), 0)
    if abs(factor.mean - 1) < AS_FORECAST:
        return [_("The day is about as busy as was forecast (90% interval: {low} to {high} of it).").format(low=low, high=high)]
    words = _("The day is taken to be {share} busier than forecast (90% interval: {low} to {high} of the forecast).") \
        if factor.mean > 1 else \
        _("The day is taken to be {share} quieter than forecast (90% interval: {low} to {high} of the forecast).")
    return [words.format(share=percent_text(abs(factor.mean - 1), 0), low=low, high=high)]


def _until(today: Today) -> str:
    """The time of the day up to which its counts are known."""
    known = int(np.flatnonzero(~np.isnan(today.seen)).max(initial=-1)) + 1
    minutes = known * today.ahead.forecast.interval_minutes
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def today_rows(today: Today) -> list[Row]:
    """A row for every part of the day still to come: as `demand_table.parts`, with `before`, what was forecast for it before
    the day; the busyness shape is that of the factor that is left."""
    made, rows = today.ahead.forecast, []
    left = {slot: place for place, slot in enumerate(today.rest.slots)}
    shape = today.rest.factor.shape
    for slot, start, end, passes in slots_of_day(today.day, made.interval_minutes, today.ahead.time_zone):
        if slot in left:
            mean, quantiles = shared(float(today.rest.mean[left[slot]]), today.rest.quantiles[left[slot]], passes)
            rows.append({"series": made.series, "start": start.isoformat(timespec="minutes"),
                         "end": end.isoformat(timespec="minutes"), "minutes": round((end - start).total_seconds() / 60),
                         "mean": round(mean, DECIMALS), **columns_of(quantiles),
                         "before": round(float(made.mean[today.place, slot]) / passes, DECIMALS),
                         "busyness_shape": round(shape, DECIMALS) if np.isfinite(shape) else None})
    return rows


def today_document(today: Today, sentences: list[str]) -> Row:
    """All of it, as JSON has it."""
    rest, made = today.rest, today.ahead.forecast
    shape, rate = rest.factor.shape, rest.factor.rate
    finite = bool(np.isfinite(shape))
    return {"series": made.series, "noun": today.ahead.subject.noun, "day": today.day.isoformat(), "until": today.until.text,
            "time_zone": today.ahead.time_zone, "manifest": today.ahead.manifest.number, "sentences": sentences,
            "notes": list(today.ahead.notes), "method": {"id": made.method.id, "version": made.method.version,
                                                         "words": made.method.words},
            "seen": rest.seen, "forecast_seen": round(rest.forecast_seen, DECIMALS),
            "forecast_rest": round(rest.forecast_rest, DECIMALS),
            "factor": {"mean": round(rest.factor.mean, 6), "shape": round(shape, 6) if finite else None,
                       "rate": round(rate, 6) if finite else None, "low90": round(rest.factor.at(0.05), 6),
                       "high90": round(rest.factor.at(0.95), 6)},
            "rest": {"mean": round(rest.total_mean, DECIMALS), **columns_of(rest.total_quantiles)}, "parts": today_rows(today)}
