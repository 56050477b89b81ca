"""Forecasts held against what came: the same scores for ours, for the floors and for anybody else's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from answerable.comparing.timed_file import Floats
from answerable.forecasting.demand.scoring import coverage, wape
from answerable.forecasting.projection import LEVELS
from answerable.forecasting.scores import weighted_interval_score

OURS = "this forecast"


@dataclass(frozen=True)
class Score:
    """How one forecaster did. wape: absolute errors over what came, in all; mae, rmse: in the unit of the values; cover50,
    cover90: shares of outcomes inside the intervals; wis: the weighted interval score; None where only points are told."""

    who: str
    forecasts: int
    wape: float
    mae: float
    rmse: float
    cover50: float | None = None
    cover90: float | None = None
    wis: float | None = None

    def row(self) -> dict[str, object]:
        """A line of a table, empty where there is no score."""
        return {"who": self.who, "forecasts": self.forecasts, "WAPE": _percent(self.wape), "MAE": _digits(self.mae),
                "RMSE": _digits(self.rmse), "within 50%": _share(self.cover50), "within 90%": _share(self.cover90),
                "WIS": _digits(self.wis)}


@dataclass(frozen=True, eq=False)
class Trial:
    """Forecasts of one series from earlier origins, one element an origin and time, nan where there is no outcome. starts: ISO
    texts; origins: the last day seen; points: name → forecasts, ours first, floors after it; quantiles: (… × LEVELS), ours."""

    starts: tuple[str, ...]
    origins: tuple[str, ...]
    ahead: tuple[int, ...]
    came: Floats
    points: dict[str, Floats]
    quantiles: Floats
    shut: Floats = field(default_factory=lambda: np.empty(0))

    def scores(self) -> list[Score]:
        """Everybody's, over the times for which all of them have a forecast and something came."""
        good = ~np.isnan(self.came) & np.all([~np.isnan(each) for each in self.points.values()], axis=0)
        # Times at which nothing was expected and nothing came would flatter every interval.
        if len(self.shut):
            good &= ~((self.shut > 0) & (np.nan_to_num(self.came) == 0))
        if not good.any():
            return []
        came, quantiles = self.came[good], self.quantiles[good]
        own = (coverage(came, quantiles, 0.25, 0.75), coverage(came, quantiles, 0.05, 0.95),
               float(weighted_interval_score(LEVELS, quantiles, came).mean()))
        return [_score(name, each[good], came, own if name == OURS else (None, None, None))
                for name, each in self.points.items()]

    def with_theirs(self, name: str, told: dict[str, float]) -> Trial:
        """With somebody else's forecasts beside ours. told: start → forecast."""
        theirs = np.array([told.get(start, np.nan) for start in self.starts])
        return Trial(self.starts, self.origins, self.ahead, self.came, {**self.points, name: theirs}, self.quantiles, self.shut)

    def more(self) -> list[dict[str, object]]:
        """What came at each time, and what others forecast for it, to stand beside ours."""
        others = {name: each for name, each in self.points.items() if name != OURS}
        return [{"came": _number(self.came[at]), **{name: _number(each[at]) for name, each in others.items()}}
                for at in range(len(self.starts))]

    def rows(self, *, quantiles: bool) -> list[dict[str, object]]:
        """A row a forecast, for a file."""
        levels = LEVELS if quantiles else (0.05, 0.25, 0.5, 0.75, 0.95)
        return [{"origin": self.origins[at], "start": self.starts[at], "ahead": self.ahead[at], "came": _number(self.came[at]),
                 **{name: _number(each[at]) for name, each in self.points.items()},
                 **{f"q{level:g}": _number(self.quantiles[at, LEVELS.index(level)]) for level in levels}}
                for at in range(len(self.starts))]


def together(trials: Sequence[Trial]) -> Trial:
    """The trials of several series as one, of whatever all of them have."""
    names = [name for name in trials[0].points if all(name in trial.points for trial in trials)]
    shut = [trial.shut if len(trial.shut) else np.zeros(len(trial.came)) for trial in trials]
    return Trial(tuple(start for trial in trials for start in trial.starts),
                 tuple(origin for trial in trials for origin in trial.origins),
                 tuple(step for trial in trials for step in trial.ahead), np.concatenate([trial.came for trial in trials]),
                 {name: np.concatenate([trial.points[name] for trial in trials]) for name in names},
                 np.concatenate([trial.quantiles for trial in trials]), np.concatenate(shut))


def _score(name: str, points: Floats, came: Floats, own: tuple[float | None, float | None, float | None]) -> Score:
    errors = points - came
    return Score(name, len(came), wape(came, points), float(np.abs(errors).mean()), float(np.sqrt((errors ** 2).mean())), *own)


def in_words(scores: Sequence[Score], origins: int, *, held: bool = False) -> list[str]:
    """What the scores say: the error beside the best other's, and what the intervals held. held: of one forecast that was made
    as of a day, and not of a past tried from several."""
    if not scores:
        return ["Nothing came yet that could be held against the forecast."]
    ours, others = scores[0], scores[1:]
    best = min(others, key=lambda score: score.wape, default=None)
    from_ = (f"Of what is known by now, {ours.forecasts:,} figures: the forecast" if held else
             f"From {origins} earlier {'origin' if origins == 1 else 'origins'}, {ours.forecasts:,} forecasts: they")
    lines = [f"{from_} erred by {_percent(ours.wape)} of what came"
             + (f", {best.who} by {_percent(best.wape)} (skill {1 - ours.wape / best.wape:+.2f})." if best and best.wape
                else ".")]
    if ours.cover50 is not None and ours.cover90 is not None:
        lines.append(f"The 50% intervals held {_share(ours.cover50)} of what came, the 90% intervals {_share(ours.cover90)}.")
    return lines


def _percent(share: float) -> str:
    return f"{100 * share:.1f}%"


def _share(share: float | None) -> str:
    return "" if share is None else f"{share:.3f}"


def _digits(value: float | None) -> str:
    return "" if value is None else f"{value:,.4g}" if abs(value) < 1000 else f"{value:,.0f}"


def _number(value: float) -> float | None:
    return None if np.isnan(value) else round(float(value), 4)
