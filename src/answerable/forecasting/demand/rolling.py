"""Every way of forecasting, asked at earlier origins, each time knowing only what was known there."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np

from answerable.forecasting.demand import floors
from answerable.forecasting.demand.boosted import boosted
from answerable.forecasting.demand.past import Past, past_at
from answerable.forecasting.demand.profiled import profiled
from answerable.forecasting.demand.seasons import day_model
from answerable.forecasting.demand.types import Demand, Floats
from answerable.words import mark

Progress = Callable[[int, int], None]
# So many days must be known for a first forecast: two weeks, so that a weekday has been seen twice.
LEAST_DAYS = 14
# How many earlier origins are asked: of half-hours and hours eight weeks' worth, of whole days (one outcome each) a quarter.
ORIGINS, ORIGINS_OF_DAYS = 8, 13
# A series shorter than this is asked from every day, a longer one from every week.
SHORT = 42
# Of so many earlier origins at least a model must have been asked; origins too early for it are then left out.
LEAST_ORIGINS = 3
PROFILED, BOOSTED, BLENDED = "level-profile", "boosted", "blended"
WORDS = {PROFILED: mark("the level of recent weeks, season and calendar, times the profile of the day"),
         BOOSTED: mark("boosted trees on the weeks before, the last days and the calendar"),
         BLENDED: mark("the mean of level times profile and boosted trees")}


@dataclass
class Rolling:
    """The forecasts of one demand from many origins, kept: an origin's forecast depends on nothing after it, so origins of a
    backtest share them."""

    demand: Demand
    ahead: int
    known: Mapping[str, Floats]
    _pasts: dict[int, Past] = field(default_factory=dict)
    _made: dict[int, dict[str, Floats]] = field(default_factory=dict)

    def past(self, days: int) -> Past:
        """The past after so many days."""
        if days not in self._pasts:
            self._pasts[days] = past_at(self.demand, days, self.ahead, self.known)
        return self._pasts[days]

    def at(self, days: int) -> dict[str, Floats]:
        """Each way's rates (ahead × slots) for the days after the first `days`."""
        if days not in self._made:
            self._made[days] = forecasts(self.past(days))
        return self._made[days]

    def earlier(self, days: int) -> list[int]:
        """The earlier origins by which a forecast after `days` days is judged, the oldest first."""
        step = 1 if days < SHORT else 7
        most = (ORIGINS_OF_DAYS if self.demand.slots == 1 else ORIGINS) + (self.ahead - 1) // 7
        number = most * 7 if step == 1 else most
        return [days - step * back for back in range(number, 0, -1) if days - step * back >= LEAST_DAYS]


def forecasts(past: Past) -> dict[str, Floats]:
    """Each way's rates (ahead × slots) for the days after a past. A model that the past is too short for is left out."""
    made = {floors.SEASONAL_NAIVE: floors.seasonal_naive(past), floors.FOUR_WEEKS: floors.four_week_mean(past)}
    model = day_model(past)
    for way, rates in ((PROFILED, profiled(past, model)), (BOOSTED, boosted(past, model))):
        if rates is not None and np.isfinite(rates).all():
            made[way] = rates
    if BOOSTED in made:
        made[BLENDED] = (made[PROFILED] + made[BOOSTED]) / 2
    return made


@dataclass(frozen=True, eq=False)
class Earlier:
    """Earlier forecasts beside what came, flat: one element a slot that was open and is known. made: way → rates;
    outcome: counts by exposure; origin, day (absolute), slot, ahead: of each element; weight: its exposure."""

    made: Mapping[str, Floats]
    outcome: Floats
    origin: np.ndarray
    day: np.ndarray
    slot: np.ndarray
    ahead: np.ndarray

    @property
    def origins(self) -> int:
        return len(np.unique(self.origin))

    @property
    def days(self) -> int:
        return len(np.unique(self.day))


def earlier_forecasts(rolling: Rolling, days: int) -> Earlier | None:
    """What every way forecast at the earlier origins of `days`, with outcomes up to then; None where there is none. Outcomes
    are those of the past as it is known at `days`: lost stretches and closed days are no outcomes."""
    past = rolling.past(days)
    rates, origins = past.rates, rolling.earlier(days)
    if rolling.demand.exposure is not None:   # the repeated hour's mean of two is no count
        rates = np.where(rolling.demand.exposure[past.first:days] > 1, np.nan, rates)
    pieces: list[tuple[dict[str, Floats], Floats, np.ndarray, np.ndarray, np.ndarray, np.ndarray]] = []
    with_all = [origin for origin in origins if set(rolling.at(days)) <= set(rolling.at(origin))]
    for origin in with_all if len(with_all) >= LEAST_ORIGINS else origins:
        length, place = min(rolling.ahead, days - origin), origin - past.first
        outcome, opened = rates[place:place + length], rolling.past(origin).open_ahead()[:length]
        made = {way: rate[:length] for way, rate in rolling.at(origin).items()}
        row, slot = np.nonzero(~np.isnan(outcome) & opened)
        pieces.append(({way: rate[row, slot] for way, rate in made.items()}, outcome[row, slot],
                       np.full(len(row), origin), origin + row, slot, row + 1))
    if not sum(len(piece[1]) for piece in pieces):
        return None
    ways = set.intersection(set(rolling.at(days)), *(set(piece[0]) for piece in pieces))
    joined = [np.concatenate([piece[part] for piece in pieces]) for part in range(1, 6)]
    return Earlier({way: np.concatenate([piece[0][way] for piece in pieces]) for way in sorted(ways)}, *joined)
