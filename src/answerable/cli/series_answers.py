"""A file by the week, month, quarter or year: what is expected in the periods ahead, the odds of a target, its past tried."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from answerable.cli.printing import Progress
from answerable.comparing.published_periods import published_period
from answerable.comparing.timed_columns import FileLayout
from answerable.comparing.timed_reading import FileRead, read_for_forecasts
from answerable.comparing.timed_scores import OURS, Score, Trial, in_words
from answerable.errors import InputError
from answerable.forecasting.projection import LEVELS, NoProjection, Projection
from answerable.forecasting.series import SHARE, Series

PERIODS = 12
# Origins of a backtest unless told: as far back as a year of weeks, two years of months.
ORIGINS = {"week": 52, "month": 24, "quarter": 12, "year": 8}
DAYS_IN = {"week": 7, "month": 30.4375, "quarter": 91.3125, "year": 365.25}
SEASON = {"week": 52, "month": 12, "quarter": 4, "year": 1}
SHOWN = {"low50": 0.25, "high50": 0.75, "low90": 0.05, "high90": 0.95}
MEANT = {"week": "four-week mean", "month": "mean of the last twelve", "quarter": "mean of the last four",
         "year": "mean of the last two"}
MEAN_OF = {"week": 4, "month": 12, "quarter": 4, "year": 2}
MOST_PERIODS = 520


@dataclass(frozen=True, eq=False)
class SeriesAnswer:
    """What is said of one series. made: None where nothing is projected, and refused says why; met, met_by: the odds of the
    target in each step, and by it; wanted: the step by which it is asked for; trial, scores: where its past was tried."""

    name: str
    series: Series
    made: Projection | None
    refused: str
    target: tuple[float, str] | None = None
    met: tuple[float, ...] = ()
    met_by: tuple[float, ...] = ()
    wanted: int | None = None
    trial: Trial | None = None
    origins: int = 0
    scores: list[Score] = field(default_factory=list)
    came: Trial | None = None

    @property
    def first(self) -> str:
        return _label(self.series, 0)

    @property
    def last(self) -> str:
        return _label(self.series, -1)

    def sentences(self) -> list[str]:
        """What is expected, the odds, by what, and what the past says of it."""
        if self.trial is not None:
            return in_words(self.scores, self.origins)
        assert self.made is not None
        step, tested = self.made.steps[-1], self.made.backtest
        said = [f"{step.label}: about {self._text(step.at(0.5))} expected; between {self._text(step.at(0.05))} and "
                f"{self._text(step.at(0.95))} in nine of ten cases.", *self._odds(), f"Projected by {self.made.method.words}."]
        if tested.forecasts and tested.skill is not None:
            said.append(f"At {tested.origins} earlier origins it erred {_more_or_less(tested.skill)} than {tested.floor}"
                        + ("." if tested.cover90 is None else f"; its 90% intervals held {100 * tested.cover90:.0f}% of it."))
        if self.came is not None:
            said += in_words(self.came.scores(), 1, held=True)
        return [*said, *self.made.notes]

    def _odds(self) -> list[str]:
        if self.target is None or self.made is None:
            return []
        from answerable.forecasting.odds import odds_in_words

        value, better = self.target
        at = len(self.made.steps) - 1 if self.wanted is None else self.wanted
        side = "at most" if better == "lower" else "at least"
        return [f"To be {side} {self._text(value)}: {odds_in_words(self.met[at])} in {self.made.steps[at].label}, "
                f"{odds_in_words(self.met_by[at])} at some time by then."]

    def table(self) -> list[dict[str, Any]]:
        """For people: scores where the past was tried, else the periods."""
        if self.trial is not None:
            return [score.row() for score in self.scores]
        assert self.made is not None
        from answerable.forecasting.odds import percent_of

        return [{"period": step.label, "median": self._text(step.at(0.5)),
                 **{name: self._text(step.at(level)) for name, level in SHOWN.items()},
                 **({"met": percent_of(self.met[at]), "met by then": percent_of(self.met_by[at])} if self.met else {}),
                 **({} if self.came is None else {"came": self._known(self.came.came[at])})}
                for at, step in enumerate(self.made.steps)]

    def rows(self, *, quantiles: bool) -> list[dict[str, Any]]:
        """A row a period ahead, or a row a forecast of the past."""
        title = {"series": self.name} if self.name else {}
        if self.trial is not None:
            return [{**title, **row} for row in self.trial.rows(quantiles=quantiles)]
        if self.made is None:
            return []
        came = [{}] * len(self.made.steps) if self.came is None else self.came.more()
        return [{**title, "start": step.period_start.isoformat(), "end": step.period_end.isoformat(),
                 "median": _figure(step.at(0.5)), **{name: _figure(step.at(level)) for name, level in SHOWN.items()},
                 **({f"q{level:g}": _figure(value) for level, value in zip(LEVELS, step.quantiles, strict=True)}
                    if quantiles else {}),
                 **({"met": round(self.met[at], 3), "met_by": round(self.met_by[at], 3)} if self.met else {}),
                 "method": self.made.method.id, **came[at]} for at, step in enumerate(self.made.steps)]

    def as_json(self) -> dict[str, Any]:
        """Everything, with every quantile."""
        base: dict[str, Any] = {"series": self.name, "from": self.series.starts[0].isoformat(),
                                "to": self.series.starts[-1].isoformat(), "refused": self.refused or None}
        if self.trial is not None:
            return {**base, "origins": self.origins, "scores": [vars(score) for score in self.scores]}
        if self.made is None:
            return base
        return {**base, "method": vars(self.made.method), "sentences": self.sentences(), "steps": self.rows(quantiles=True),
                "backtest": vars(self.made.backtest), "notes": list(self.made.notes)}

    def _known(self, value: float) -> str:
        return "" if np.isnan(value) else self._text(value)

    def _text(self, value: float) -> str:
        sign = "%" if self.series.scale == SHARE else ""
        return f"{value:,.0f}{sign}" if abs(value) >= 1000 and not sign else f"{value:,.4g}{sign}"


def series_answers(read: FileRead, arguments: Namespace, progress: Progress) -> list[SeriesAnswer]:
    """An answer for each series of a file, all projected together."""
    every = read.every.name
    ahead = arguments.ahead or (max(1, round(arguments.days / DAYS_IN[every])) if arguments.days else PERIODS)
    named = [(name, _named(series, name)) for name, series in read.series.items()]
    theirs = _theirs(arguments, read) if arguments.against else None
    if arguments.backtest:
        return _tried(named, ahead, arguments, progress, theirs)
    from answerable.forecasting.projecting import project_all

    wanted = [_by(arguments, series) for _name, series in named]
    ahead = max(ahead, *(1 + at for at in wanted if at is not None)) if any(at is not None for at in wanted) else ahead
    made = project_all([series for _name, series in named], ahead, progress=lambda done, of: progress(done / of))
    progress.done(f"{len(made)} series")
    found = [_answer(name, series, answer, arguments, at)
             for (name, series), answer, at in zip(named, made, wanted, strict=True)]
    return [replace(answer, came=_came(answer, read.later.get(answer.name), theirs)) for answer in found]


def _came(answer: SeriesAnswer, later: Any, theirs: tuple[str, dict[str, float]] | None) -> Trial | None:
    """What came in the periods ahead, by the rows after --as-of, beside the forecasts; None where nothing is known of them."""
    if answer.made is None or not isinstance(later, Series):
        return None
    known = dict(zip(later.starts, later.values, strict=True))
    came = [known.get(step.period_start) for step in answer.made.steps]
    if all(value is None for value in came):
        return None
    trial = _trial(answer.series, [_Row(answer.made.origin, step.ahead, step.quantiles, np.nan if value is None else value,
                                        step.period_start) for step, value in zip(answer.made.steps, came, strict=True)])
    return trial.with_theirs(*theirs) if theirs else trial


@dataclass(frozen=True)
class _Row:
    """One forecast and what came of it."""

    origin: date
    ahead: int
    quantiles: tuple[float, ...]
    outcome: float
    start: date


def _named(series: Series, name: str) -> Series:
    return series if series.id == name else Series(name or "series", series.every, series.starts, series.values, series.scale,
                                                   series.weights)


def _answer(name: str, series: Series, made: Projection | NoProjection, arguments: Namespace, wanted: int | None
            ) -> SeriesAnswer:
    if isinstance(made, NoProjection):
        return SeriesAnswer(name, series, None, f"No projection{f' of {name}' if name else ''}: {made.words}")
    if getattr(arguments, "target", None) is None:
        return SeriesAnswer(name, series, made, "")
    from answerable.forecasting.odds import met, met_by

    comparison = "<=" if arguments.better == "lower" else ">="
    # The wanted step is counted from the last period that the file has; a projection may start before it.
    at = None if wanted is None else next((place for place, step in enumerate(made.steps) if step.period_start
                                           == _later(series, wanted)), None)
    return SeriesAnswer(name, series, made, "", (arguments.target, arguments.better), met(made, arguments.target, comparison),
                        met_by(made, arguments.target, comparison), at)


def _later(series: Series, wanted: int) -> date:
    from answerable.forecasting.spacing import later

    return later(series.every, series.starts[-1], wanted + 1)


def _by(arguments: Namespace, series: Series) -> int | None:
    """The place of the period that --by names, from 0 for the first after the last. Raises InputError where it is past."""
    if getattr(arguments, "by", None) is None:
        return None
    from answerable.forecasting.spacing import last_day, later

    days = published_period(arguments.by)
    if days is None:
        raise InputError(f"--by '{arguments.by}' names no period.", remedy="Write --by 2027-03.")
    if days[1] <= last_day(series.every, series.starts[-1]):
        raise InputError(f"--by '{arguments.by}' is past: the figures reach {_label(series, -1)}.", remedy="Give a later one.")
    for at in range(MOST_PERIODS):
        if last_day(series.every, later(series.every, series.starts[-1], at + 1)) >= days[1]:
            return at
    raise InputError(f"--by '{arguments.by}' is too far ahead.", remedy="Give an earlier one.")


# ---- the past tried ----


def _tried(named: Sequence[tuple[str, Series]], ahead: int, arguments: Namespace, progress: Progress,
           theirs: tuple[str, dict[str, float]] | None) -> list[SeriesAnswer]:
    from answerable.forecasting.backtests import backtest

    step, origins = arguments.step or 1, arguments.origins or ORIGINS[named[0][1].every]
    progress.tell(f"trying the past of {len(named)} series")
    rows = backtest([series for _name, series in named], ahead, origins * step)
    by_series: dict[str, list[Any]] = {}
    for row in rows:
        by_series.setdefault(row.series, []).append(row)
    progress.done(f"{len(named)} series")
    found = []
    for name, series in named:
        mine = by_series.get(series.id, [])
        kept = set(sorted({row.origin for row in mine}, reverse=True)[::step][:origins])
        mine = [_Row(row.origin, row.ahead, row.quantiles, row.outcome, _after(series, row.origin, row.ahead))
                for row in mine if row.origin in kept]
        if not mine:
            found.append(SeriesAnswer(name, series, None, _why_not(name, series, ahead)))
            continue
        trial = _trial(series, mine)
        trial = trial.with_theirs(*theirs) if theirs else trial
        found.append(SeriesAnswer(name, series, None, "", trial=trial, origins=len(kept), scores=trial.scores()))
    return found


def _why_not(name: str, series: Series, ahead: int) -> str:
    from answerable.forecasting.projecting import project_one

    made = project_one(series, ahead)
    words = made.words if isinstance(made, NoProjection) else "its past is too short to be tried."
    return f"No projection{f' of {name}' if name else ''}: {words}"


def _after(series: Series, origin: date, ahead: int) -> date:
    """First day of the period so many after the one that ends on the last day seen."""
    return series.starts[series.starts.index(_start_of(series, origin)) + ahead]


def _trial(series: Series, rows: Sequence[_Row]) -> Trial:
    """Rows of a backtest beside what anyone could have said: the last figure, the same period a year before, a plain mean."""
    values = np.array([np.nan if value is None else value for value in series.values], dtype=float)
    place = {start: at for at, start in enumerate(series.starts)}
    points: dict[str, list[float]] = {OURS: [], "last figure": [], "seasonal naive": [], MEANT[series.every]: []}
    starts = []
    for row in rows:
        origin = place[_start_of(series, row.origin)]
        seen = values[:origin + 1]
        known = seen[~np.isnan(seen)]
        points[OURS].append(row.quantiles[LEVELS.index(0.5)])
        points["last figure"].append(known[-1])
        points["seasonal naive"].append(_year_before(seen, origin + row.ahead, SEASON[series.every]))
        points[MEANT[series.every]].append(float(known[-MEAN_OF[series.every]:].mean()))
        starts.append(row.start.isoformat())
    came = np.array([row.outcome for row in rows])
    return Trial(tuple(starts), tuple(row.origin.isoformat() for row in rows), tuple(row.ahead for row in rows), came,
                 {name: np.array(each) for name, each in points.items()}, np.array([row.quantiles for row in rows]))


def _start_of(series: Series, origin: date) -> date:
    """The period that ends on the last day seen."""
    return max(start for start in series.starts if start <= origin)


def _year_before(seen: np.ndarray[Any, np.dtype[np.float64]], place: int, season: int) -> float:
    """The newest known figure of the same period of the year; the newest of all where there is none."""
    at = place - season
    while at >= 0:
        if at < len(seen) and not np.isnan(seen[at]):
            return float(seen[at])
        at -= season
    return float(seen[~np.isnan(seen)][-1])


def _theirs(arguments: Namespace, read: FileRead) -> tuple[str, dict[str, float]]:
    """Somebody else's forecasts: the name of the file, and the first day of each period → forecast."""
    path = Path(arguments.against)
    told = read_for_forecasts(path, FileLayout({"value": "forecast"}, every=read.every.name, zone=arguments.zone))
    series = next(iter(told.series.values()))
    return path.name, {start.isoformat(): value for start, value in zip(series.starts, series.values, strict=True)
                       if value is not None}


def _label(series: Series, at: int) -> str:
    from answerable.forecasting.spacing import label

    return label(series.every, series.starts[at])


def _more_or_less(skill: float) -> str:
    if abs(skill) < 0.005:
        return "no more and no less"
    return f"{100 * abs(skill):.0f}% {'less' if skill > 0 else 'more'}"


def _figure(value: float) -> float:
    return round(float(value), 4)


