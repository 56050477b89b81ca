"""A measure's projection, read once for its chart: the last figures, what is expected of the periods ahead, and what was
forecast before.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from answerable.charts.series import NOT_NEGATIVE, POSSIBLE, Point

HISTORY = 24            # periods before the first that is projected
MOST_PAST = 24          # the latest past forecasts: more would cover the figures


@dataclass(frozen=True)
class Ahead:
    """What is expected of one period: the middle of it, and the ranges of 50% and 90%, in the measure's unit. target: what
    the period is held to, None where it is held to nothing."""

    slot: int
    label: str
    median: float
    low50: float
    high50: float
    low90: float
    high90: float
    target: float | None


@dataclass(frozen=True)
class Past:
    """What was forecast before, as (slot, median) of the periods shown, and by whom."""

    by: str
    kind: str
    steps: tuple[tuple[int, float], ...]


@dataclass(frozen=True)
class Warned:
    """An early warning. slot: the period at whose left edge it could first be known; day: that day."""

    slot: int
    day: date


@dataclass(frozen=True)
class Fan:
    """A fan chart ready to be placed: one slot a period, first the figures, then what is expected.

    broken: slots at whose left edge the series stops being comparable; target: what the figures are held to, None where
    that is nothing; target_words: of what the first period ahead is held to; due: slot of the period by which that is to be
    met, None where it has no such date or lies beyond the chart.
    """

    unit: str
    days: tuple[date, ...]
    points: tuple[Point, ...]
    ahead: tuple[Ahead, ...]
    broken: tuple[int, ...]
    target: float | None
    target_words: str
    due: int | None
    past: tuple[Past, ...]
    warned: Warned | None

    @property
    def possible(self) -> tuple[float, float | None]:
        """The least and the most that the axis may show."""
        return POSSIBLE.get(self.unit, NOT_NEGATIVE)

    @property
    def anchor(self) -> Point | None:
        """The figure from which the fan opens: the one just before it, where that is final and compares with it."""
        first = self.ahead[0].slot
        return next((point for point in self.points if point.slot == first - 1 and point.value is not None
                     and not point.provisional and first not in self.broken), None)

    @property
    def gaps(self) -> list[tuple[int, int]]:
        """The stretches without figures before the fan: of each its first slot and the one after its last."""
        empty = [point.slot for point in self.points if point.value is None and point.slot < self.ahead[0].slot]
        starts = [slot for slot in empty if slot - 1 not in empty]
        return [(first, next(slot for slot in range(first, first + len(empty) + 1) if slot not in empty)) for first in starts]

    def runs(self) -> list[list[Point]]:
        """The figures in unbroken stretches: a gap or a break ends one."""
        stretches = groupby(self.points, key=lambda point: (point.value is None,
                                                            sum(slot <= point.slot for slot in self.broken)))
        return [list(points) for (empty, _broken), points in stretches if not empty]

    def drawn_values(self) -> list[float]:
        """Every value that must lie on the axis."""
        figures = [point.value for point in self.points if point.value is not None]
        expected = [value for step in self.ahead for value in (step.low90, step.median, step.high90, step.target)
                    if value is not None]
        before = [value for past in self.past for _slot, value in past.steps]
        return [*figures, *expected, *before, *([] if self.target is None else [self.target])]


def can_be_drawn(measure: Mapping[str, Any]) -> bool:
    """Whether a measure of a release has a projection; one released before there were such has none."""
    return bool((measure.get("projection") or {}).get("steps"))


def read_fan(measure: Mapping[str, Any]) -> Fan:
    """The fan of a measure of a release (`measures/ID.json`). Raises ValueError where `can_be_drawn` says no."""
    if not can_be_drawn(measure):
        raise ValueError(f"measure '{measure['id']}' has no projection to draw")
    projection, raw = measure["projection"], measure["chart"]["points"]
    first = date.fromisoformat(projection["steps"][0]["period_start"])
    before = [point for point in raw if _day(point) < first][-HISTORY:]
    among = [point for point in raw if _day(point) >= first]
    days = tuple(sorted({_day(each) for each in [*before, *among, *projection["steps"]]}))
    slots = {day: slot for slot, day in enumerate(days)}
    target, present = projection.get("target") or {}, measure.get("target") or {}
    return Fan(
        unit=measure["unit"], days=days, ahead=tuple(_ahead(step, slots, target.get("value")) for step in projection["steps"]),
        points=tuple(Point(slots[_day(point)], _day(point), point["label"], point["value"],
                           point["status"] == "provisional", None) for point in [*before, *among]),
        broken=tuple(sorted({_slot_of(each["at"], days) for each in measure["chart"]["breaks"]} - {0, len(days)})),
        target=present.get("value"), target_words=target.get("text") or "", due=_due(target.get("by"), days),
        past=_past(measure.get("past_forecasts") or (), slots), warned=_warned(projection.get("warning"), days))


def _day(period: Mapping[str, Any]) -> date:
    return date.fromisoformat(period["period_start"])


def _ahead(step: Mapping[str, Any], slots: Mapping[date, int], target: float | None) -> Ahead:
    """target: of the whole projection, for a step that has no word about its own."""
    return Ahead(slots[_day(step)], step["label"], float(step["median"]), float(step["low50"]), float(step["high50"]),
                 float(step["low90"]), float(step["high90"]), step.get("target", target))


def _slot_of(at: str, days: Sequence[date]) -> int:
    """The first slot on or after a day; as many as there are where none is, 0 for a day before them all."""
    return sum(day < date.fromisoformat(at) for day in days)


def _due(by: str | None, days: Sequence[date]) -> int | None:
    """The slot of the period in which a day or month lies; None beyond the last one."""
    if not by or by[:7] > days[-1].isoformat()[:7]:
        return None
    return sum(day.isoformat()[:len(by)] <= by for day in days) - 1


def _past(forecasts: Sequence[Mapping[str, Any]], slots: Mapping[date, int]) -> tuple[Past, ...]:
    """The latest forecasts that say anything of the periods shown; not those made when the outcome was known."""
    read = []
    for forecast in one_act_each(forecasts):
        steps = [(slots[_day(step)], float(step["median"])) for step in forecast["steps"]
                 if _day(step) in slots and step.get("median") is not None]
        if steps and not forecast.get("afterwards"):
            read.append(Past(forecast["by"], forecast["kind"], tuple(sorted(steps))))
    return tuple(read[place] for place in latest([past.kind for past in read]))


def latest(kinds: Sequence[str]) -> list[int]:
    """The places of the latest MOST_PAST past forecasts, in order, given the kind of each: half by people and half by models,
    more where there are fewer of the other. People speak often, and would else push out what a model said a year ago."""
    people = [place for place, kind in enumerate(kinds) if kind == "human"]
    models = [place for place, kind in enumerate(kinds) if kind != "human"]
    half = MOST_PAST // 2
    return sorted([*people[-max(half, MOST_PAST - len(models)):], *models[-max(half, MOST_PAST - len(people)):]])


def one_act_each(forecasts: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Past forecasts of a measure (`past_forecasts`), those put together that belong together: who writes down month after
    month on one day, knowing the same figures, makes one forecast in several entries. The entry is that of the first."""
    acts: dict[tuple[Any, ...], dict[str, Any]] = {}
    for forecast in forecasts:
        said = {step["period_start"] for step in forecast["steps"]}
        day = forecast.get("made_on") or forecast["made_at"][:10]
        key = (forecast["by"], forecast["kind"], day, forecast.get("origin_label"), bool(forecast.get("afterwards")))
        known = acts.get(key)
        # A month said twice is a second thought, and so a forecast of its own.
        if known is None or said & {step["period_start"] for step in known["steps"]}:
            acts[(*key, forecast["entry"]) if known else key] = {**forecast}
        else:
            known["steps"] = sorted([*known["steps"], *forecast["steps"]], key=lambda step: str(step["period_start"]))
    return list(acts.values())


def _warned(warning: Mapping[str, Any] | None, days: Sequence[date]) -> Warned | None:
    """The warning, where it could be known in a period that is shown."""
    at = (warning or {}).get("raised_on")
    if not at or date.fromisoformat(at) < days[0]:
        return None
    return Warned(_slot_of(at, days), date.fromisoformat(at))
