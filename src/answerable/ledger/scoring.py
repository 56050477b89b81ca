"""Every forecast of the ledger held against what came of it: a function of the entries alone. Scored again, it is the same."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from answerable.forecasting.scores import brier, weighted_interval_score
from answerable.ledger.entries import Entry, Forecast, Outcome
from answerable.words import _

SCORED, WAITING, CANNOT = STATUSES = ("scored", "waiting", "cannot")

Key = tuple[str, date, date]


@dataclass(frozen=True)
class Marks:
    """A forecast against an outcome. error: outcome minus point, in the unit; wis: weighted interval score, of a point alone
    its absolute error; inside50, inside90: None where no such interval was said; met: whether the target was met; brier: of
    the odds that it is; floor, model: absolute errors of the floor, and of what the program said beside."""

    outcome: float
    error: float
    wis: float
    inside50: bool | None
    inside90: bool | None
    met: bool | None
    brier: float | None
    floor: float | None
    model: float | None

    @property
    def absolute(self) -> float:
        """The absolute error, in the unit."""
        return abs(self.error)


@dataclass(frozen=True)
class Scored:
    """A forecast with its scores. first: against the figure as it was first known; newest: as it is known now, the same where
    it was not revised; both None unless `status` is SCORED; reason: why it is not; afterwards: made when the outcome was
    known, so that it proves nothing; brier_by: of the odds that some period up to this one meets the target, None until that
    is known."""

    entry: Entry
    forecast: Forecast
    status: str
    reason: str = ""
    first: Marks | None = None
    newest: Marks | None = None
    afterwards: bool = False
    brier_by: float | None = None

    @property
    def revised(self) -> bool:
        """Whether the figure was changed after it was first known."""
        return self.first is not None and self.newest is not None and self.first.outcome != self.newest.outcome


@dataclass(frozen=True)
class Come:
    """An outcome, the number of the entry that holds it, and that of the state of the records that told it."""

    entry: int
    manifest: int
    outcome: Outcome

    def known_to(self, entry: Entry) -> bool:
        """Whether it was there to be known when an entry was made: it stood in the ledger, or in the records."""
        return self.outcome.value is not None and (self.entry < entry.number or 0 < self.manifest <= entry.head)


def score(entries: Iterable[Entry]) -> tuple[Scored, ...]:
    """Every forecast in the ledger, in order, with its scores or why it has none: those of measures, and demand by the day."""
    entries = tuple(entries)
    come = outcomes_of(entries)
    found = [(entry, forecast, _against(forecast, come.get(key_of(forecast), ())))
             for entry in entries for forecast in entry.said]
    marks = iter(_marks([(forecast, each.outcome.value) for _entry, forecast, outcomes in found for each in outcomes
                         if each.outcome.value is not None]))
    return tuple(_with_odds_by([_scored(entry, forecast, outcomes, come.get(key_of(forecast), ()), marks)
                                for entry, forecast, outcomes in found]))


def _with_odds_by(scored: Iterable[Scored]) -> Iterator[Scored]:
    """The same, with the scores of the odds of meeting a target by a period. They are of the run of periods side by side, in
    one entry, that have the same target: met as soon as one meets it, missed when all of them are known to miss it."""
    run: list[Scored] = []
    for each in scored:
        if run and (run[-1].entry, run[-1].forecast.measure, run[-1].forecast.target) != (
                each.entry, each.forecast.measure, each.forecast.target):
            run = []
        run.append(each)
        met = [None if past.newest is None else past.newest.met for past in run]
        told = any(met) or (None not in met)
        # What knew the beginning of the run and not its end is neither before nor after the fact.
        alike = len({past.afterwards for past in run}) == 1
        odds = each.forecast.odds_by
        yield replace(each, brier_by=float(brier(odds, any(met)))) if odds is not None and told and alike else each


def outcomes_of(entries: Iterable[Entry]) -> Mapping[Key, Sequence[Come]]:
    """(measure, first day, last day of a period) → what became known of it, the first first."""
    found: dict[Key, list[Come]] = defaultdict(list)
    for entry in entries:
        for outcome in entry.outcomes:
            found[key_of(outcome)].append(Come(entry.number, entry.manifest, outcome))
    return found


def key_of(each: Forecast | Outcome) -> Key:
    """Of which measure and period it is."""
    return each.measure, each.period_start, each.period_end


def _against(forecast: Forecast, come: Sequence[Come]) -> tuple[Come, ...]:
    """The first and the newest outcome by the definition that was forecast; one where it was not revised."""
    same = [each for each in come if each.outcome.value is not None and each.outcome.version == forecast.version]
    return tuple(same[:1] + [each for each in same[-1:] if each.outcome.value != same[0].outcome.value])


def _scored(entry: Entry, forecast: Forecast, outcomes: Sequence[Come], come: Sequence[Come],
            marks: Iterator[Marks]) -> Scored:
    afterwards = forecast.afterwards or any(each.known_to(entry) for each in come)
    if outcomes:
        own = [next(marks) for _each in outcomes]
        return Scored(entry, forecast, SCORED, "", own[0], own[-1], afterwards)
    if not come:
        return Scored(entry, forecast, WAITING, afterwards=afterwards)
    last = come[-1].outcome
    reason = last.reason if last.value is None else _(
        "the definition changed from version {old} to {new} between the forecast and its outcome").format(
            old=forecast.version, new=last.version)
    return Scored(entry, forecast, CANNOT, reason, afterwards=afterwards)


def _marks(pairs: Sequence[tuple[Forecast, float]]) -> list[Marks]:
    return [_mark(forecast, outcome, wis) for (forecast, outcome), wis in zip(pairs, _wis(pairs), strict=True)]


def _mark(forecast: Forecast, outcome: float, wis: float) -> Marks:
    met = None if forecast.target is None else forecast.target.met(outcome)
    return Marks(
        outcome, outcome - forecast.point, wis, _inside(forecast, 0.25, outcome), _inside(forecast, 0.05, outcome), met,
        None if forecast.odds is None or met is None else float(brier(forecast.odds, met)),
        None if forecast.floor is None else abs(outcome - forecast.floor),
        None if forecast.model is None else abs(outcome - forecast.model.point))


def _inside(forecast: Forecast, below: float, outcome: float) -> bool | None:
    low, high = forecast.at(below), forecast.at(1 - below)
    return None if low is None or high is None else low <= outcome <= high


def _wis(pairs: Sequence[tuple[Forecast, float]]) -> list[float]:
    """The weighted interval score of each, those of the same levels together: a ledger holds many thousands."""
    found = [abs(outcome - each.point) for each, outcome in pairs]
    groups: dict[tuple[float, ...], list[int]] = defaultdict(list)
    for place, (each, _outcome) in enumerate(pairs):
        if each.quantiles:
            groups[tuple(level for level, _value in each.quantiles)].append(place)
    for levels, places in groups.items():
        values = [[value for _level, value in pairs[place][0].quantiles] for place in places]
        losses = weighted_interval_score(levels, values, [pairs[place][1] for place in places])
        for place, loss in zip(places, losses.tolist(), strict=True):
            found[place] = loss
    return found
