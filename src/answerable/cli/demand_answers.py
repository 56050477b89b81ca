"""A file by the day, the hour or the half-hour: what is expected in the days ahead, and how well the past was forecast."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np

from answerable.cli.printing import Progress
from answerable.comparing.timed_columns import FileLayout
from answerable.comparing.timed_demand import exposure_of
from answerable.comparing.timed_file import read_timed_file
from answerable.comparing.timed_reading import FileRead
from answerable.comparing.timed_scores import OURS, Score, Trial, in_words
from answerable.forecasting.calendars import calendar_columns
from answerable.forecasting.demand.types import Demand, DemandForecast, DemandOrigin, Floats
from answerable.forecasting.projection import LEVELS, NoProjection
from answerable.forecasting.whose_holidays import LEAST_DAYS, USUAL, whose_holidays
from answerable.periods import day_label, to_day
from answerable.words import format_count

DAYS, ORIGINS, STEP = 14, 16, 7
DAY = 1440
SHOWN = {"low50": 0.25, "high50": 0.75, "low90": 0.05, "high90": 0.95}


@dataclass(frozen=True, eq=False)
class DemandAnswer:
    """What is said of one series. forecast: None where there is none, and refused says why; trial, scores: where its past was
    forecast; kept: how many intervals ahead are wanted; said: whose holidays were found."""

    name: str
    demand: Demand
    forecast: DemandForecast | None
    refused: str
    kept: int
    target: tuple[float, str] | None = None
    trial: Trial | None = None
    origins: int = 0
    scores: list[Score] = field(default_factory=list)
    came: Trial | None = None
    said: str = ""

    @property
    def first(self) -> str:
        return day_label(self.demand.days[0])

    @property
    def last(self) -> str:
        return day_label(self.demand.days[-1])

    def sentences(self) -> list[str]:
        """What is expected, by what, and what the past says of it."""
        if self.trial is not None:
            return [*in_words(self.scores, self.origins), *([self.said] if self.said else [])]
        assert self.forecast is not None
        made = self.forecast
        total = float(made.mean.sum())
        busiest = int(np.argmax(made.day_totals.mean))
        day = made.days[busiest]
        said = [f"{day_label(made.days[0])} to {day_label(made.days[-1])}: about {_whole(total)} expected, most on "
                f"{day.strftime('%A')} {day_label(day)} ({_whole(float(made.day_totals.mean[busiest]))}).",
                f"Forecast by {made.method.words}."]
        tested = made.backtest
        if tested.forecasts:
            said.append(f"At {tested.origins} earlier origins it erred by {100 * tested.wape:.1f}% of what came, the floor by "
                        f"{100 * tested.floor_wape:.1f}%"
                        + ("." if tested.cover90 is None else f"; its 90% intervals held {100 * tested.cover90:.0f}% of it."))
        if self.came is not None:
            said += in_words(self.came.scores(), 1, held=True)
        return [*said, *made.notes, *([self.said] if self.said else [])]

    def table(self) -> list[dict[str, Any]]:
        """For people: scores where the past was forecast, else the days."""
        if self.trial is not None:
            return [score.row() for score in self.scores]
        assert self.forecast is not None
        made, totals = self.forecast, self.forecast.day_totals
        came = None if self.came is None else self.came.came.reshape(len(made.days), -1)
        return [{"day": f"{day.strftime('%a')} {day.isoformat()}", "mean": _text(totals.mean[at]),
                 **{name: _text(totals.quantiles[at, LEVELS.index(level)]) for name, level in SHOWN.items()},
                 **({} if came is None else {"came": _known(came[at], made.open[at])})}
                for at, day in enumerate(made.days)]

    def rows(self, *, quantiles: bool) -> list[dict[str, Any]]:
        """A row an interval ahead, or a row a forecast of the past."""
        title = {"series": self.name} if self.name else {}
        if self.trial is not None:
            return [{**title, **row} for row in self.trial.rows(quantiles=quantiles)]
        made = self.forecast
        if made is None:
            return []
        found = []
        for place in range(self.kept):
            at, slot = divmod(place, made.mean.shape[1])
            told = made.quantiles[at, slot]
            start = datetime.combine(made.days[at], datetime.min.time()) + timedelta(minutes=slot * made.interval_minutes)
            # A day's end is the day itself, as a month's is its last day; that of an hour is the next one's start.
            end = start + timedelta(minutes=made.interval_minutes % DAY)
            found.append({**title, "start": _stamp(start, made.interval_minutes), "end": _stamp(end, made.interval_minutes),
                          "mean": _figure(made.mean[at, slot]),
                          **{name: _figure(told[LEVELS.index(level)]) for name, level in SHOWN.items()},
                          **({f"q{level:g}": _figure(value) for level, value in zip(LEVELS, told, strict=True)}
                             if quantiles else {}), **self._odds(told), "method": made.method.id})
        return found if self.came is None else [{**row, **more} for row, more in zip(found, self.came.more(), strict=False)]

    def _odds(self, told: Floats) -> dict[str, float]:
        if self.target is None:
            return {}
        value, better = self.target
        below = float(np.interp(value, told, LEVELS, left=LEVELS[0] / 2, right=1 - LEVELS[0] / 2))
        return {"met": round(below if better == "lower" else 1 - below, 3)}

    def as_json(self) -> dict[str, Any]:
        """Everything, with every quantile."""
        base: dict[str, Any] = {"series": self.name, "from": self.demand.days[0].isoformat(),
                                "to": self.demand.days[-1].isoformat(), "refused": self.refused or None}
        if self.trial is not None:
            return {**base, "origins": self.origins, "notes": [self.said] if self.said else [],
                    "scores": [vars(score) for score in self.scores]}
        if self.forecast is None:
            return base
        made = self.forecast
        return {**base, "method": vars(made.method), "sentences": self.sentences(), "steps": self.rows(quantiles=True),
                "backtest": vars(made.backtest), "notes": [*made.notes, *([self.said] if self.said else [])]}


def demand_answers(read: FileRead, arguments: Namespace, progress: Progress) -> list[DemandAnswer]:
    """An answer for each series of a file."""
    ahead, kept = _ahead(arguments, read.every.minutes)
    theirs = _theirs(arguments, read) if arguments.against else None
    found = []
    for done, (name, demand) in enumerate(read.demands.items()):
        def tell(part: int, of: int, done: int = done, name: str = name) -> None:
            progress((done + part / max(of, 1)) / len(read.parts), name)

        work = _tried if arguments.backtest else _ahead_of
        found.append(work(name, demand, read, arguments, ahead, kept, theirs, tell))
        progress((done + 1) / len(read.parts), name)
    progress.done(f"{len(found)} series")
    return found


def _ahead(arguments: Namespace, minutes: int) -> tuple[int, int]:
    """Days ahead, and how many intervals of them are wanted."""
    slots = DAY // minutes
    if arguments.ahead:
        return -(-arguments.ahead // slots), arguments.ahead
    days = arguments.days or DAYS
    return days, days * slots


def _ahead_of(name: str, demand: Demand, read: FileRead, arguments: Namespace, ahead: int, kept: int, theirs: Any,
              tell: Any) -> DemandAnswer:
    from answerable.forecasting.demand.engine import forecast_demand

    country, said = _country(demand, len(demand.days), arguments)
    known = _calendar(demand, ahead, read, country)
    made = forecast_demand(demand, ahead, known, exposure_ahead=_exposure(demand, ahead, read), progress=tell)
    target = None if getattr(arguments, "target", None) is None else (arguments.target, arguments.better)
    if isinstance(made, NoProjection):
        return DemandAnswer(name, demand, None, f"No forecast{f' of {name}' if name else ''}: {made.words}", kept)
    came = _came(demand, made, read.later.get(name))
    held = None if came is None else _trial(demand, [DemandOrigin(made, came)], known, ahead)
    return DemandAnswer(name, demand, made, "", kept, target, came=held.with_theirs(*theirs) if held and theirs else held,
                        said=said)


def _came(demand: Demand, made: DemandForecast, later: Any) -> Floats | None:
    """(days × slots): what came on the days ahead, by the rows after --as-of; nan where it is not known; None where nothing."""
    if not isinstance(later, Demand):
        return None
    came = np.full(made.mean.shape, np.nan)
    first = (made.days[0] - later.days[0]).days
    there = later.counts[max(first, 0):first + len(came)]
    came[:len(there)] = there
    return None if np.isnan(came).all() else came


def _tried(name: str, demand: Demand, read: FileRead, arguments: Namespace, ahead: int, kept: int, theirs: Any,
           tell: Any) -> DemandAnswer:
    from answerable.forecasting.demand.engine import backtest_demand

    origins, step = arguments.origins or ORIGINS, arguments.step or STEP
    country, said = _country(demand, max(LEAST_DAYS, len(demand.days) - ahead - step * (origins - 1)), arguments)
    known = _calendar(demand, ahead, read, country)
    made = backtest_demand(demand, ahead, origins, step, known, progress=tell)
    if isinstance(made, NoProjection):
        return DemandAnswer(name, demand, None, f"No forecast{f' of {name}' if name else ''}: {made.words}", kept)
    trial = _trial(demand, made.origins, known, ahead)
    trial = trial.with_theirs(*theirs) if theirs else trial
    return DemandAnswer(name, demand, None, "", kept, None, trial, len(made.origins), trial.scores(),
                        said=said)


def _trial(demand: Demand, made: Sequence[DemandOrigin], known: Mapping[str, Floats], ahead: int) -> Trial:
    from answerable.forecasting.demand.floors import four_week_mean, seasonal_naive
    from answerable.forecasting.demand.past import past_at

    starts: list[str] = []
    origins: list[str] = []
    steps: list[int] = []
    parts: dict[str, list[Floats]] = {"came": [], OURS: [], "seasonal naive": [], "four-week mean": [], "shut": []}
    quantiles = []
    for one in made:
        cast = one.forecast
        days = (cast.days[0] - demand.days[0]).days
        past = past_at(demand, days, ahead, known)
        length = len(one.outcome)
        weight = np.ones(one.outcome.shape)
        if demand.exposure is not None and days + length <= len(demand.exposure):
            weight = np.asarray(demand.exposure[days:days + length], dtype=float)
        naive, mean = (floor(past)[:length] * weight for floor in (seasonal_naive, four_week_mean))
        for key, values in (("came", one.outcome), (OURS, cast.mean[:length]), ("seasonal naive", naive),
                            ("four-week mean", mean), ("shut", ~cast.open[:length])):
            parts[key].append(np.asarray(values, dtype=float).ravel())
        quantiles.append(cast.quantiles[:length].reshape(-1, len(LEVELS)))
        starts += _starts(cast.days[:length], cast.interval_minutes)
        origins += [cast.origin.isoformat()] * one.outcome.size
        steps += [at + 1 for at in range(length) for _slot in range(one.outcome.shape[1])]
    joined = {key: np.concatenate(values) for key, values in parts.items()}
    came, shut = joined.pop("came"), joined.pop("shut")
    return Trial(tuple(starts), tuple(origins), tuple(steps), came, joined, np.concatenate(quantiles), shut)


def _starts(days: Sequence[date], minutes: int) -> list[str]:
    return [_stamp(datetime.combine(day, datetime.min.time()) + timedelta(minutes=slot * minutes), minutes)
            for day in days for slot in range(DAY // minutes)]


def _country(demand: Demand, known: int, arguments: Namespace) -> tuple[str, str]:
    """Whose bank holidays are known ahead, and what has to be said of it. known: only so many first days are looked at, so
    that no origin of a backtest is told by what came after it."""
    if arguments.country is not None:
        return "" if arguments.country.casefold() == "none" else arguments.country, ""
    totals = np.where(np.isnan(demand.counts).all(axis=1), np.nan, np.nansum(demand.counts, axis=1))
    found = whose_holidays(demand.days[:known], totals[:known])
    return found, "" if found == USUAL else (f"The public holidays of {found} stand out among the days, so those ahead are "
                                             "taken from there (`--country` names another).")


def _calendar(demand: Demand, ahead: int, read: FileRead, country: str) -> dict[str, Floats]:
    """What the calendar tells of the days of a demand and of those ahead of it."""
    days = [*demand.days, *(demand.days[-1] + timedelta(days=at + 1) for at in range(ahead))]
    changes = read.file.zone.name if demand.exposure is not None and (demand.exposure != 1).any() and read.file.zone else ""
    return calendar_columns(days, country, time_zone=changes)


def _exposure(demand: Demand, ahead: int, read: FileRead) -> Any:
    """Hours ahead that do not exist or come twice, where those of the past were taken so."""
    if demand.exposure is None or not (demand.exposure != 1).any():
        return None
    return exposure_of(to_day(demand.days[-1]) + 1, ahead, demand.slots, demand.interval_minutes, read.file.zone)


def _theirs(arguments: Namespace, read: FileRead) -> tuple[str, dict[str, float]]:
    """Somebody else's forecasts: the name of the file, and start → forecast."""
    path = Path(arguments.against)
    told = read_timed_file(path, FileLayout({"value": "forecast"}, zone=arguments.zone))
    rows = next(iter(told.series.values()))
    starts = [_stamp(datetime(1970, 1, 1) + timedelta(days=int(day), milliseconds=max(int(clock), 0)), read.every.minutes)
              for day, clock in zip(rows.first, rows.clock, strict=True)]
    return path.name, dict(zip(starts, rows.values.tolist(), strict=True))


def _stamp(moment: datetime, minutes: int) -> str:
    """By the day the first day, else the local time."""
    return moment.date().isoformat() if minutes >= DAY else moment.isoformat(timespec="minutes")


def _figure(value: float) -> float:
    return round(float(value), 3)


def _text(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:,.1f}"


def _known(slots: Floats, opened: Any) -> str:
    """A day's total, where it is known of all its open slots."""
    return _text(float(np.nansum(slots))) if not np.isnan(slots[opened]).any() else ""


def _whole(value: float) -> str:
    return format_count(round(value))
