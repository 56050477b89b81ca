"""What is to be expected, said in sentences."""

from __future__ import annotations

import math
from datetime import date

import numpy as np

from answerable.forecasting.demand.revising import day_variance
from answerable.forecasting.demand.types import DemandForecast
from answerable.forecasting.projection import LEVELS
from answerable.periods import WEEKDAYS, day_label
from answerable.projecting.demand import DAY, HOUR
from answerable.projecting.demand_ahead import Ahead
from answerable.words import _, format_count

LOW, HIGH = LEVELS.index(0.05), LEVELS.index(0.95)


def sentences(ahead: Ahead) -> list[str]:
    """How much is to be expected, when it is busiest, how it was told, and how well that did of late."""
    made = ahead.forecast
    if not made.mean.any():
        return [_("No {noun} are expected on these days: closed, by what came before.").format(noun=ahead.subject.noun)]
    return [_expected(ahead), _busiest(ahead), *_method(made), *_busyness(made)]


def _expected(ahead: Ahead) -> str:
    totals = ahead.forecast.day_totals
    days = ahead.forecast.days
    if len(days) == 1:
        return _("About {total} {noun} are expected on {day}; nine days in ten like it bring {low} to {high}.").format(
            total=count_text(totals.mean[0]), noun=ahead.subject.noun, day=_day(days[0]),
            low=count_text(totals.quantiles[0, LOW]), high=count_text(totals.quantiles[0, HIGH]))
    top = int(np.argmax(totals.mean))
    return _("About {total} {noun} are expected from {first} to {last}, {mean} a day; most on {top}: {most}, and nine days in "
             "ten like it bring {low} to {high}.").format(
        total=count_text(totals.mean.sum()), noun=ahead.subject.noun, first=day_label(days[0]), last=day_label(days[-1]),
        mean=count_text(totals.mean.mean()), top=_day(days[top]), most=count_text(totals.mean[top]),
        low=count_text(totals.quantiles[top, LOW]), high=count_text(totals.quantiles[top, HIGH]))


def _busiest(ahead: Ahead) -> str:
    made = ahead.forecast
    if made.interval_minutes == DAY:
        top, least = (int(place(made.mean[:, 0])) for place in (np.argmax, np.argmin))
        return _("The busiest day is {top}, the quietest {least} with {number}.").format(
            top=_day(made.days[top]), least=_day(made.days[least]), number=count_text(made.mean[least, 0]))
    day, slot = np.unravel_index(int(np.argmax(made.mean)), made.mean.shape)
    minutes = int(slot) * made.interval_minutes
    words = _("The busiest hour is {when}: {number} expected, and nine in ten like it bring {low} to {high}.") \
        if made.interval_minutes == HOUR else \
        _("The busiest half-hour is {when}: {number} expected, and nine in ten like it bring {low} to {high}.")
    when = _("{day} at {time}").format(day=_day(made.days[day]), time=f"{minutes // 60:02d}:{minutes % 60:02d}")
    return words.format(when=when, number=count_text(made.mean[day, slot]), low=count_text(made.quantiles[day, slot, LOW]),
                        high=count_text(made.quantiles[day, slot, HIGH]))


def _method(made: DemandForecast) -> list[str]:
    """By what it was told, and how that did against the floor."""
    of = made.backtest
    own = percent_text(of.wape)
    floor = next((one for one in made.tried if one.id == of.floor), None)
    said = _("Told by {method}. At {origins} earlier times it missed by {error} of what came").format(
        method=made.method.words, origins=of.origins, error=own)
    if floor is None or floor.chosen:
        said += _("; no other way did better.")
    else:
        said += _("; the simplest way that serves, {floor}, by {other}.").format(floor=floor.words,
                                                                                other=percent_text(of.floor_wape))
    covered = [] if of.cover90 is None else [_("{share} of what came lay within the 90% intervals.").format(
        share=percent_text(of.cover90, 0))]
    return [said, *covered]


def _busyness(made: DemandForecast) -> list[str]:
    """How far a day may lie from its forecast beyond chance."""
    if made.busyness is None:
        return []
    variance = day_variance(made.busyness)
    if variance < 1e-6:
        return [_("Days differ from their forecast by no more than chance.")]
    return [_("Beyond chance, a whole day is busier or quieter than forecast by {share} (one standard deviation).").format(
        share=percent_text(math.sqrt(variance), 0 if variance > 1e-4 else 1))]


def _day(day: date) -> str:
    return f"{WEEKDAYS[day.weekday()]} {day_label(day)}"


def count_text(value: float) -> str:
    """A number of things: whole from 10 on, with one decimal below."""
    return format_count(round(float(value))) if value >= 9.95 or float(value).is_integer() else f"{value:.1f}"


def percent_text(share: float, decimals: int = 1) -> str:
    """A share as a percentage: "21.0%"."""
    return "100%" if share == 1 else f"{100 * share:.{decimals}f}%"
