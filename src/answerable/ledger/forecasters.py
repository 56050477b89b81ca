"""What the scores say of a forecaster: bias, calibration and skill, each with its uncertainty."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from typing import Any

from answerable.judgement.series import HIGHER, LOWER
from answerable.ledger.entries import Method
from answerable.ledger.scoring import CANNOT, SCORED, WAITING, Marks, Scored
from answerable.ledger.uncertainty import Estimate, blocks, mean_of, ratio_of, share_of
from answerable.words import _, format_things, format_value, mark

CAUTIOUS, TOO_HOPEFUL, TOO_LOW, TOO_HIGH, UNTOLD = "cautious", "too hopeful", "too low", "too high", ""
# The bounds of the words for odds (forecasting.odds): where it said "unlikely", how often did it happen?
ODDS_BOUNDS = (0.0, 0.1, 1 / 3, 2 / 3, 0.9, 1.0)
# Of fewer an interval such as 7% to 93% says nothing but invites to be read: that they are too few is said instead.
FEWEST_ODDS = 10


@dataclass(frozen=True)
class Forecaster:
    """One author by one method (None: by all of the author's), of one measure (None: of all).

    afterwards: these were made when the outcome was known, and prove nothing; n: forecasts scored; waiting, cannot: those
    that are not yet, and those that never can be; periods: different ones among the scored; unit: of bias, mae and wis,
    None where the measures have several, whose errors are never averaged; bias: outcome better than forecast (of a measure
    of which neither direction is better: higher) by so much on average; skill: 1 minus its absolute error over
    that of the floor; skill_model: over that of the program's forecast beside it.
    """

    by: str
    kind: str
    method: Method | None
    measure: str | None
    afterwards: bool
    n: int
    waiting: int
    cannot: int
    periods: int
    unit: str | None
    neutral: bool
    bias: Estimate | None
    mae: float | None
    wis: float | None
    cover50: Estimate | None
    cover90: Estimate | None
    brier: Estimate | None
    brier_by: Estimate | None
    skill: Estimate | None
    skill_model: Estimate | None

    @property
    def side(self) -> str:
        """To which side it errs: CAUTIOUS, TOO_HOPEFUL, TOO_LOW or TOO_HIGH; UNTOLD where that is not told."""
        if self.bias is None or self.bias.low is None or self.bias.high is None or self.bias.low <= 0 <= self.bias.high:
            return UNTOLD
        return self.side_of(self.bias.value)

    def side_of(self, bias: float) -> str:
        """The word for a bias of this sign."""
        return ((TOO_LOW if bias > 0 else TOO_HIGH) if self.neutral else (CAUTIOUS if bias > 0 else TOO_HOPEFUL))

    @property
    def words(self) -> str:
        """The bias in one sentence."""
        return bias_words(self)


def forecasters(scored: Iterable[Scored]) -> tuple[Forecaster, ...]:
    """Every author, by each method and by all of them, of each measure and of all; those that were made afterwards apart."""
    groups: dict[tuple[Any, ...], list[Scored]] = defaultdict(list)
    for each in scored:
        author = (each.afterwards, each.entry.kind, each.entry.by)
        for method in (each.forecast.method, None):
            for measure in (None, each.forecast.measure):
                groups[(*author, method, measure)].append(each)
    return tuple(_forecaster(key, groups[key]) for key in sorted(groups, key=_order) if _told(key, groups))


def _order(key: tuple[Any, ...]) -> tuple[Any, ...]:
    afterwards, kind, by, method, measure = key
    return afterwards, kind, by, measure or "", (method.id, method.version) if method else ("", 0)


def _told(key: tuple[Any, ...], groups: dict[tuple[Any, ...], list[Scored]]) -> bool:
    """Whether a row says something of its own: all methods together only where there are several."""
    method = key[3]
    return method is not None or len({each.forecast.method for each in groups[key]}) > 1


def _forecaster(key: tuple[Any, ...], group: Sequence[Scored]) -> Forecaster:
    afterwards, kind, by, method, measure = key
    done = [each for each in group if each.status == SCORED]
    # Met early, odds by a later period are known before that period is.
    told = [each for each in group if each.brier_by is not None]
    units = {(each.forecast.unit, each.forecast.better not in (HIGHER, LOWER)) for each in done}
    unit, neutral = next(iter(units)) if len(units) == 1 else (None, False)
    alike = done if unit is not None else []
    return Forecaster(
        by, kind, method, measure, afterwards, len(done), sum(each.status == WAITING for each in group),
        sum(each.status == CANNOT for each in group),
        len({each.forecast.period_start for each in done}), unit, neutral,
        mean_of(list(map(towards_better, alike)), *_ways(alike)), _mean([_marks(each).absolute for each in alike]),
        _mean([_marks(each).wis for each in alike]), _share(done, lambda marks: marks.inside50),
        _share(done, lambda marks: marks.inside90), _brier(done),
        _of_squares(mean_of([each.brier_by or 0.0 for each in told], *_ways(told))), _skill(done, lambda marks: marks.floor),
        _skill(done, lambda marks: marks.model))


def _marks(each: Scored) -> Marks:
    assert each.newest is not None, "only what is scored comes here"
    return each.newest


def towards_better(each: Scored) -> float:
    """By how much the outcome was better than the forecast, in the unit; of a neutral measure, by how much higher."""
    error = _marks(each).error
    return -error if each.forecast.better == LOWER else error


def _ways(group: Sequence[Scored]) -> tuple[list[int], list[int]]:
    """The two ways in which forecasts hang together: when they were made, and what they are of."""
    furthest = max((each.forecast.ahead for each in group), default=1)
    place = _day if any(each.entry.demand for each in group) else _month
    return (blocks([place(each.forecast.origin) for each in group], furthest),
            blocks([place(each.forecast.period_start) for each in group], furthest))


def _month(day: date) -> int:
    return 12 * day.year + day.month


def _day(day: date) -> int:
    return day.toordinal()


def _mean(values: Sequence[float]) -> float | None:
    return math.fsum(values) / len(values) if values else None


def _share(group: Sequence[Scored], hit: Callable[[Marks], bool | None]) -> Estimate | None:
    known = [each for each in group if hit(_marks(each)) is not None]
    return share_of([bool(hit(_marks(each))) for each in known], *_ways(known))


def _brier(group: Sequence[Scored]) -> Estimate | None:
    known = [each for each in group if _marks(each).brier is not None]
    return _of_squares(mean_of([_marks(each).brier or 0.0 for each in known], *_ways(known)))


def _of_squares(found: Estimate | None) -> Estimate | None:
    """The mean of squares of odds, whose interval ends where such a mean must: at 0 and 1."""
    if found is None or found.low is None or found.high is None:
        return found
    return replace(found, low=max(0.0, found.low), high=min(1.0, found.high))


def _skill(group: Sequence[Scored], other: Callable[[Marks], float | None]) -> Estimate | None:
    """1 minus the absolute error over that of another forecast of the same. Of several measures each error is first divided by
    the other's mean error of its measure: their units differ, and so does how hard they are."""
    known = [each for each in group if other(_marks(each)) is not None]
    sums: dict[str, list[float]] = defaultdict(list)
    for each in known:
        sums[each.forecast.measure].append(other(_marks(each)) or 0.0)
    scales = {measure: math.fsum(errors) / len(errors) for measure, errors in sums.items()}
    known = [each for each in known if scales[each.forecast.measure] > 0]
    ratio = ratio_of([_marks(each).absolute / scales[each.forecast.measure] for each in known],
                     [(other(_marks(each)) or 0.0) / scales[each.forecast.measure] for each in known], *_ways(known))
    if ratio is None:
        return None
    ends = (None, None) if ratio.low is None or ratio.high is None else (1 - ratio.high, 1 - ratio.low)
    return Estimate(1 - ratio.value, ratio.count, *ends)


def bias_words(found: Forecaster) -> str:
    """The bias in a sentence: "6 points cautious on average over 14 forecasts (between 3 and 9)."."""
    over = format_things(found.n, mark("forecast"), mark("forecasts"))
    if found.periods < found.n:
        over = _("{forecasts} of {periods}").format(
            forecasts=over, periods=format_things(found.periods, mark("period"), mark("periods")))
    if found.n == 0:
        return _("No outcome is known yet.")
    if found.bias is None:
        return _("The errors of measures in different units are not averaged: see each measure.")
    if found.bias.low is None or found.bias.high is None:
        return _("{over}: too few, or made too close together, to tell a bias.").format(over=over)
    side = found.side
    if side == UNTOLD:
        return _("No bias can be told over {over} (between {low} {low_side} and {high} {high_side}).").format(
            over=over, low=_amount(found, found.bias.low), low_side=_side(found, -1),
            high=_amount(found, found.bias.high), high_side=_side(found, 1))
    ends = sorted((abs(found.bias.low), abs(found.bias.high)))
    return _("{amount} {side} on average over {over} (between {low} and {high}).").format(
        amount=_amount(found, found.bias.value), side=_(side), over=over, low=_amount(found, ends[0], bare=True),
        high=_amount(found, ends[1]))


def _side(found: Forecaster, sign: int) -> str:
    return _(found.side_of(sign))


def _amount(found: Forecaster, bias: float, *, bare: bool = False) -> str:
    """The size of a bias. bare: without the unit where the same stands behind the number that follows."""
    if found.unit != "percent":
        return format_value(abs(bias), found.unit or "")
    number = f"{abs(bias):.1f}".removesuffix(".0")
    return number if bare else _("{number} points").format(number=number)


@dataclass(frozen=True)
class Reliability:
    """What became of odds between two bounds (the first included): mean_odds: as said; share_met: as it came, None of none."""

    starts: float
    ends: float
    n: int
    mean_odds: float | None
    share_met: Estimate | None


def calibration(scored: Iterable[Scored]) -> tuple[Reliability, ...]:
    """The reliability of the odds, by the bounds of their words: of what is scored and was not made afterwards. Of fewer than
    FEWEST_ODDS the share has no interval."""
    known = [each for each in scored if each.status == SCORED and not each.afterwards and _marks(each).brier is not None]
    found = []
    for starts, ends in pairwise(ODDS_BOUNDS):
        inside = [each for each in known if starts <= (each.forecast.odds or 0.0) < ends
                  or ends == each.forecast.odds == ODDS_BOUNDS[-1]]
        share = share_of([bool(_marks(each).met) for each in inside], *_ways(inside))
        if share is not None and len(inside) < FEWEST_ODDS:
            share = replace(share, low=None, high=None)
        found.append(Reliability(starts, ends, len(inside), _mean([each.forecast.odds or 0.0 for each in inside]), share))
    return tuple(found)
