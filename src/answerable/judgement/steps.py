"""Steps: where a series seems to have changed its level, with the evidence. They are proposed; nothing is judged afresh by it.

A step is looked for inside an unbroken stretch of one phase, never over a gap, and with at least MINIMUM_EACH_SIDE figures on
either side. Of all places the one is taken that splits the stretch into two with the least sum of squared deviations from
their means, which is the most likely one for a shift of a normal mean (Hawkins, Journal of the American Statistical Association
72, 1977, 180-186). How sure that is, is told by random orders of the same figures: in how many of them the best place is as
good (Antoch and Hušková, Statistics & Probability Letters 53, 2001, 37-46). Further steps are looked for on the two sides, and
each is then held against its neighbours alone (Bai, Econometric Theory 13, 1997, 315-352).
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import accumulate, pairwise
from typing import Any

from answerable.judgement.charts import ChartPoint, ControlChart
from answerable.judgement.kinds import KINDS
from answerable.judgement.series import Point, stretches_of, value_of
from answerable.judgement.xmr import LIMITS_IN_MOVING_RANGES
from answerable.words import _, capital, format_things, format_value, join_words, mark, ngettext

# One more than the run of seven that the rules ask for: seven in a row alone must not propose a step.
MINIMUM_EACH_SIDE = 8
# Random orders, and the most of them that may show as large a step for one to be proposed: at most 1 in 100.
ORDERS, MOST_AS_LARGE = 999, 9
# The same figures must get the same answer every time.
_SEED = 1979

CHANGE, BREAK = "change", "break"


@dataclass(frozen=True)
class Side:
    """The figures on one side of a step. first, last: starts of its first and last period; labels: the periods in words;
    figures: how many count; mean, lower, upper: their mean and usual range (mean ± 2.66 average moving ranges), in the
    measure's unit; None where there are too few."""

    first: date
    last: date
    labels: tuple[str, str]
    figures: int
    mean: float
    lower: float | None
    upper: float | None

    def as_json(self) -> dict[str, Any]:
        """The side as a release and a decision hold it."""
        return {"from": self.first.isoformat(), "to": self.last.isoformat(), "figures": self.figures, "mean": self.mean,
                "lower": self.lower, "upper": self.upper}


@dataclass(frozen=True)
class Chance:
    """How often chance alone gives a step as large: in as_large of so many random orders of the same figures."""

    as_large: int
    orders: int

    @property
    def words(self) -> str:
        """The same as a sentence without its full stop."""
        return ngettext("of {orders} random orders of the same figures, {as_large} shows a step as large",
                        "of {orders} random orders of the same figures, {as_large} show a step as large",
                        self.as_large or self.orders).format(orders=self.orders, as_large=self.as_large or _("none"))

    def as_json(self) -> dict[str, int]:
        """The chance as a release and a decision hold it."""
        return {"as_large": self.as_large, "orders": self.orders}


@dataclass(frozen=True)
class Happening:
    """Something else that happened: the day, and what, in words."""

    at: date
    words: str


@dataclass(frozen=True)
class Proposal:
    """A step that somebody should decide on. at, label: first day of the new, and its period in words; why: CHANGE (the
    figures changed) or BREAK (what they are made from did); rules: codes and words of the special causes that led there;
    beside: what else happened about then."""

    at: date
    label: str
    why: str
    before: Side
    after: Side
    chance: Chance | None
    rules: tuple[tuple[str, str], ...] = ()
    beside: tuple[Happening, ...] = ()

    @property
    def size(self) -> float:
        """By how much the mean is higher after the step than before, in the measure's unit."""
        return self.after.mean - self.before.mean

    def words(self, unit: str) -> str:
        """The proposal as a sentence or two."""
        text = _("A step change in {month} is proposed: the average went from {before} ({earlier}) to {after} ({later}).") \
            if self.why == CHANGE else _("A step change in {month} is proposed, as the figures are made from something else "
                                         "from then on: the average was {before} ({earlier}) and is {after} ({later}).")
        before, after = self.before.mean, self.after.mean
        said = text.format(month=self.label, before=format_value(before, unit), earlier=_counted(self.before),
                           after=format_value(after, unit, apart_from=before), later=_counted(self.after))
        chance = f" {capital(self.chance.words)}." if self.chance else ""
        found = _(" Seen as: {rules}.").format(rules=join_words([words for _code, words in self.rules])) if self.rules else ""
        return f"{said}{chance}{found}"

    def as_json(self, unit: str) -> dict[str, Any]:
        """The proposal as a release holds it."""
        return {"at": self.at.isoformat(), "label": self.label, "why": self.why, "before": self.before.as_json(),
                "after": self.after.as_json(), "size": self.size, "chance": self.chance.as_json() if self.chance else None,
                "rules": [{"code": code, "words": words} for code, words in self.rules],
                "beside": [{"at": each.at.isoformat(), "words": each.words} for each in self.beside],
                "words": self.words(unit)}


def proposals(chart: ControlChart, breaks: Iterable[Happening] = ()) -> list[Proposal]:
    """The steps that a chart's figures speak for, by day, and those at breaks in what the figures are made from.

    breaks: days from which the figures are made from something else (another system) though they are judged as one series;
    a proposal at one is made whether the figures changed or not, and says how much they did. Where a phase begins there is
    a step already, and none is proposed.
    """
    found = [proposal for phase in chart.phases for stretch in _stretches(phase.points)
             for proposal in _changes(stretch, chart)]
    for each in breaks:
        for phase in chart.phases:
            split = split_at(phase.points, each.at)
            if split is None or min(len(_values(side)) for side in split) < MINIMUM_EACH_SIDE:
                continue
            before, after = split
            near = {point.point.period_start for point in (before[-1], *after[:2])}
            if not any(proposal.at in near for proposal in found):
                first = after[0].point
                found.append(Proposal(first.period_start, first.label, BREAK, side_of(before), side_of(after),
                                      chance_at(_values(before), _values(after)), beside=(each,)))
    return sorted(found, key=lambda proposal: proposal.at)


def evidence_at(points: Sequence[Point], at: date) -> dict[str, Any]:
    """What the figures of one phase say of a step on a day, to be kept with the decision: both sides, the size and the
    chance; what cannot be told of too few figures is None."""
    split = split_at([ChartPoint(point, None, 0, ()) for point in points], at)
    if split is None:
        return {}
    before, after = split
    sides = side_of(before), side_of(after)
    chance = chance_at(_values(before), _values(after))
    return {"before": sides[0].as_json(), "after": sides[1].as_json(), "size": sides[1].mean - sides[0].mean,
            "chance": chance.as_json() if chance else None}


def split_at(points: Sequence[ChartPoint], at: date) -> tuple[list[ChartPoint], list[ChartPoint]] | None:
    """The points before a day and from it on; None where one side has none that is judged."""
    before = [point for point in points if point.point.period_start < at]
    after = [point for point in points if point.point.period_start >= at]
    return (before, after) if _values(before) and _values(after) else None


def side_of(points: Sequence[ChartPoint]) -> Side:
    """The figures on one side of a step, with their mean and usual range; moving ranges are never taken over a gap."""
    judged = [point for point in points if point.point.judged]
    ranges = [abs(_value(later) - _value(earlier)) for stretch in _stretches(points) for earlier, later in pairwise(stretch)]
    mean = math.fsum(_values(judged)) / len(judged)
    width = LIMITS_IN_MOVING_RANGES * math.fsum(ranges) / len(ranges) if ranges else None
    first, last = judged[0].point, judged[-1].point
    return Side(first.period_start, last.period_start, (first.label, last.label), len(judged), mean,
                None if width is None else mean - width, None if width is None else mean + width)


def best_split(values: Sequence[float]) -> tuple[int, float]:
    """(how many figures lie before the best place for a step, share of the sum of squares that it explains); (0, 0.0) where
    that place has too few figures on one side, or all are the same."""
    total = len(values)
    mean = math.fsum(values) / total if values else 0.0
    whole = math.fsum((value - mean) ** 2 for value in values)
    if total < 2 * MINIMUM_EACH_SIDE or whole <= 0:
        return 0, 0.0
    centred = [value - mean for value in values]
    place, gain = _most(centred)
    # A step that is better placed nearer to an end has too few figures on that side as yet.
    return (place, min(gain / whole, 1.0)) if _most(centred, 1)[1] <= gain else (0, 0.0)


def chance_of(values: Sequence[float], share: float) -> Chance:
    """In how many random orders of the figures the best place for a step explains as large a share of the sum of squares. It
    stops counting when there are too many for a proposal."""
    mean = math.fsum(values) / len(values)
    centred = [value - mean for value in values]
    # What chance could do is rounded in their favour: equal figures in another order must count as equal.
    wanted = share * math.fsum(value * value for value in centred) * (1 - 1e-9)
    return _counted_orders(centred, lambda order: _most(order)[1] >= wanted)


def chance_at(before: Sequence[float], after: Sequence[float]) -> Chance | None:
    """The same for a step at a place that was given, not looked for; None where a side has fewer than two figures."""
    if min(len(before), len(after)) < 2:
        return None
    values, place = [*before, *after], len(before)
    mean = math.fsum(values) / len(values)
    centred = [value - mean for value in values]
    wanted = abs(math.fsum(centred[:place])) * (1 - 1e-9)
    rng, count = random.Random(_SEED), 0
    for _turn in range(ORDERS):
        _shuffle(centred, rng)
        count += abs(math.fsum(centred[:place])) >= wanted
    return Chance(count, ORDERS)


def _changes(stretch: Sequence[ChartPoint], chart: ControlChart) -> list[Proposal]:
    """The steps inside a stretch, each held against its neighbours alone."""
    found = []
    for before, after, chance in _held(stretch):
        rules = _rules_found(before, after, chart)
        # Without a special cause the chart itself sees one series: what chance gives one time in a hundred is no step.
        if rules:
            first = after[0].point
            found.append(Proposal(first.period_start, first.label, CHANGE, side_of(before), side_of(after), chance, rules))
    return found


def _held(stretch: Sequence[ChartPoint]) -> list[tuple[Sequence[ChartPoint], Sequence[ChartPoint], Chance]]:
    """(before, after, chance) at each place that stands against its neighbours: those that do not are taken out, the first of
    them at a time, as without it the neighbours of the others are longer."""
    places = _places(tuple(_values(stretch)), 0)
    while places:
        bounds = [0, *places, len(stretch)]
        parts = [stretch[first:last] for first, last in zip(bounds, bounds[2:], strict=False)]
        steps = [_step_among(tuple(_values(part))) for part in parts]
        weak = next((number for number, (place, _chance) in enumerate(steps) if not place), None)
        if weak is None:
            return [(part[:place], part[place:], chance) for part, (place, chance) in zip(parts, steps, strict=True)]
        places.pop(weak)
    return []


def _places(values: tuple[float, ...], offset: int) -> list[int]:
    """Where a stretch, and then each of its two sides, may have changed its level. A second step makes the figures on one side
    of the first look alike to their neighbours, so that is held against a place only when it stands between its own."""
    place, share = best_split(values)
    if not place or chance_of(values, share).as_large > MOST_AS_LARGE:
        return []
    return [*_places(values[:place], offset), offset + place, *_places(values[place:], offset + place)]


# A stretch with one step is looked at twice, and by everything that asks for a measure's proposals.
@lru_cache(maxsize=256)
def _step_among(values: tuple[float, ...]) -> tuple[int, Chance]:
    """(how many figures lie before the one step that a stretch shows, its chance); 0 figures where it shows none."""
    place, share = best_split(values)
    none = Chance(0, 0)
    if not place or share <= line_share(values):
        # A steady rise or fall is no step, though the best place for one always explains much of it.
        return 0, none
    chance = chance_of(values, discounted(values, place, share))
    return (place, chance) if chance.as_large <= MOST_AS_LARGE else (0, none)


def line_share(values: Sequence[float]) -> float:
    """The share of the sum of squares that a straight line explains: the squared correlation with time."""
    middle, mean = (len(values) - 1) / 2, math.fsum(values) / len(values)
    across = math.fsum((place - middle) * (value - mean) for place, value in enumerate(values))
    whole = math.fsum((value - mean) ** 2 for value in values)
    spread = math.fsum((place - middle) ** 2 for place in range(len(values)))
    return across * across / (spread * whole) if whole else 0.0


def discounted(values: Sequence[float], place: int, share: float) -> float:
    """The share that a step explains, less what neighbouring figures that are alike would explain without one.

    The variance of a mean of figures whose neighbours correlate by r is (1+r)/(1-r) times as large (Bayley and Hammersley,
    Supplement to the Journal of the Royal Statistical Society 8, 1946, 184-197), so the F of the step is divided by that. r is
    that of the deviations from the two means, corrected for its bias of -(1+3r)/n in each (Marriott and Pope, Biometrika 41,
    1954, 390-402).
    """
    total = len(values)
    parts = [values[:place], values[place:]]
    left = [value - math.fsum(part) / len(part) for part in parts for value in part]
    squares = math.fsum(value * value for value in left)
    if share >= 1 or squares <= 0:
        return share
    found = math.fsum(earlier * later for earlier, later in pairwise(left)) / squares
    alike = min(max((found + 2 / total) / (1 - 6 / total), 0.0), 0.95)
    ratio = share / (1 - share) * (1 - alike) / (1 + alike)
    return ratio / (1 + ratio)


def _most(centred: Sequence[float], least: int = MINIMUM_EACH_SIDE) -> tuple[int, float]:
    """(place, what it explains of the sum of squares) of the best place for a step; values less their mean, so that their
    sum is 0: a step after k of n explains s²·n/(k·(n-k)), s being the sum of the first k. least: figures on either side."""
    total, best, place = len(centred), -1.0, 0
    sums = list(accumulate(centred))
    for before in range(least, total - least + 1):
        gain = sums[before - 1] ** 2 * total / (before * (total - before))
        if gain > best:
            best, place = gain, before
    return place, best


def _counted_orders(values: Sequence[float], as_large: Callable[[list[float]], bool]) -> Chance:
    rng, order, count = random.Random(_SEED), list(values), 0
    for turn in range(1, ORDERS + 1):
        _shuffle(order, rng)
        count += as_large(order)
        if count > MOST_AS_LARGE:
            return Chance(count, turn)
    return Chance(count, ORDERS)


def _shuffle(values: list[float], rng: random.Random) -> None:
    """Fisher and Yates. Of a Random only `random()` is promised to give the same numbers for ever."""
    for place in range(len(values) - 1, 0, -1):
        other = int(rng.random() * (place + 1))
        values[place], values[other] = values[other], values[place]


def _rules_found(before: Sequence[ChartPoint], after: Sequence[ChartPoint],
                 chart: ControlChart) -> tuple[tuple[str, str], ...]:
    """Special causes on the side to which the figures went, after the step, and on the other before it."""
    up = 1 if math.fsum(_values(after)) / len(after) > math.fsum(_values(before)) / len(before) else -1
    points = [*((point, -up) for point in before), *((point, up) for point in after)]
    codes = dict.fromkeys((code, side) for point, side in points if point.side == side for code in point.rules[:1])
    centre = _(KINDS[chart.plan.kind].centre)
    return tuple((code, _(chart.rule_set.rule(code).words(side)).format(centre=centre)) for code, side in codes)


def _stretches(points: Sequence[ChartPoint]) -> list[list[ChartPoint]]:
    by_start = {point.point.period_start: point for point in points}
    return [[by_start[point.period_start] for point in stretch]
            for stretch in stretches_of([point.point for point in points])]


def _values(points: Iterable[ChartPoint]) -> list[float]:
    return [_value(point) for point in points if point.point.judged]


def _value(judged: ChartPoint) -> float:
    """The value that the rules judge: seasonally adjusted where the chart is."""
    return value_of(judged.point) if judged.adjusted is None else judged.adjusted


def _counted(side: Side) -> str:
    return format_things(side.figures, mark("figure"), mark("figures"))
