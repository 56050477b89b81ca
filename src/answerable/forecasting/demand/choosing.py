"""Which way of forecasting is used: the one with the least error at earlier origins, and a model only where it beats the
floors there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from answerable.forecasting.demand import floors, rolling
from answerable.forecasting.demand.boosted import library
from answerable.forecasting.demand.past import Past
from answerable.forecasting.demand.rolling import Earlier
from answerable.forecasting.demand.scoring import deviances, wape
from answerable.forecasting.demand.summing import skill_interval
from answerable.forecasting.demand.types import DemandBacktest, Floats, Tried
from answerable.forecasting.projection import Method
from answerable.words import _, format_count

WORDS = floors.WORDS | rolling.WORDS
MOST = 3.0
FLOORS = (floors.SEASONAL_NAIVE, floors.FOUR_WEEKS)


@dataclass(frozen=True)
class Choice:
    """What is used: weights by way, adding up to 1; floor: the better floor; tried: all of them with their errors."""

    weights: Mapping[str, float]
    floor: str
    tried: tuple[Tried, ...]

    def apply(self, made: Mapping[str, Floats]) -> Floats:
        """The forecast made of the ways' own."""
        return np.asarray(sum(weight * made[way] for way, weight in self.weights.items()))

    def method(self) -> Method:
        ways = [one for one in self.tried if one.chosen]
        return Method("+".join(one.id for one in ways), 1, " + ".join(one.words for one in ways))


def choose(earlier: Earlier) -> Choice:
    """The way with the least Poisson deviance at the earlier origins. A slot counts for no more than MOST times what the best
    way errs by in 99 of 100, so that one odd day that no way foresaw does not decide."""
    each = {way: deviances(earlier.outcome, made) for way, made in earlier.made.items()}
    most = MOST * float(np.quantile(np.min(list(each.values()), axis=0), 0.99))
    deviance = {way: float(np.mean(np.minimum(one, most) if most else one)) for way, one in each.items()}
    best = min(deviance, key=lambda way: deviance[way])
    floor = min(FLOORS, key=lambda way: deviance[way])
    tried = tuple(Tried(way, _(WORDS[way]), wape(earlier.outcome, made), deviance[way], way == best, way in FLOORS)
                  for way, made in earlier.made.items())
    return Choice({best: 1.0}, floor, tried)


def backtest(earlier: Earlier, fitted: Floats, choice: Choice) -> DemandBacktest:
    """How the choice did at the earlier origins by which it was chosen; coverage is not told of the errors that made the
    intervals."""
    floor = earlier.made[choice.floor]
    sums = [np.array([np.abs(earlier.outcome - made)[earlier.origin == one].sum() for one in np.unique(earlier.origin)])
            for made in (fitted, floor)]
    skill, low, high = skill_interval(*sums)
    return DemandBacktest(earlier.origins, len(fitted), choice.floor, wape(earlier.outcome, fitted),
                          wape(earlier.outcome, floor), skill, low, high, None, None, None)


def notes(past: Past, choice: Choice) -> list[str]:
    """What a reader has to know of how the past was read."""
    said = []
    weekdays = [_("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday"), _("Sunday")]
    closed = [name for name, opened in zip(weekdays, past.week_open, strict=True) if not opened.any()]
    if closed:
        said.append(_("Closed by what came in recent weeks: {days}.").format(days=", ".join(closed)))
    if past.lost:
        said.append(_("{number} past days with a stretch that came in part or not at all were left out of learning.").format(
            number=format_count(past.lost)))
    if library() is None:
        said.append(_("LightGBM cannot be loaded, so boosted trees were not tried (on Linux it needs the system's libgomp: "
                      "apt-get install libgomp1)."))
    if set(choice.weights) <= set(FLOORS):
        said.append(_("No model did better than {floor} at earlier origins, so that is the forecast.").format(
            floor=_(WORDS[choice.floor])))
    return said
