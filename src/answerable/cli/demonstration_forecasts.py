"""The past of the demonstration's forecast ledger: what its program and two of its people would have said of months to come.

Everything is worked out from the figures up to the month before, and entered in the order of time with a made-up time, which
the ledger takes for a made-up force alone. What came of it is entered when the demonstration is released, as for anybody.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from statistics import NormalDist

from answerable.judgement.targets import Target, read_targets, target_for
from answerable.judging import monthly
from answerable.ledger.entries import Forecast
from answerable.ledger.outcomes import final
from answerable.ledger.people import Said, Seen, record_said
from answerable.measures.definition import Measure
from answerable.measures.figure import Figure
from answerable.periods import period_label
from answerable.projecting.as_then import known_then, project_then
from answerable.projecting.measures import months_between, newest_of, scale_of
from answerable.projecting.people import beside
from answerable.projecting.recorded import record_shown
from answerable.projecting.running import Figures
from answerable.records.store import Manifest
from answerable.workspace import Workspace

# What the program projects: what has a target, and what is asked about most.
PROJECTED = ("101-answered-within-30s", "999-answered-within-10s", "101-offered", "999-offered", "101-abandonment",
             "101-mean-wait-queue-clock", "email-answered-within-24h", "attendance-within-grade-time", "incidents-created")
# Of these people speak.
FORECAST = PROJECTED[:2]
# Months of forecasts before the newest figures. The program projects at the first of them (just before 101 collapses) and at
# every third after it; people speak each month.
LOOKS, EVERY = 18, 3
# Who knows fewer months says nothing.
FEWEST = 6
PROGRAM_AT, HOPEFUL_AT, CAUTIOUS_AT = (timedelta(days=2, hours=8), timedelta(days=3, hours=10, minutes=30),
                                       timedelta(days=4, hours=14, minutes=15))
Told = Callable[[float, str], None]


@dataclass(frozen=True)
class Person:
    """Somebody who forecasts the next month. leans: measure → points added to the newest figure; reach: half the width of the
    interval, in points; level: of the interval, in per cent; sure: spread, in points, by which the odds are judged; after: the
    time after a month's end at which it is said."""

    by: str
    leans: Mapping[str, float]
    reach: float
    level: float
    sure: float
    after: timedelta
    reason: str


PEOPLE = (
    Person("Duty superintendent", {FORECAST[0]: 6.0, FORECAST[1]: 3.0}, 3.0, 80.0, 4.0, HOPEFUL_AT,
           "The rota is being worked on, and it will show"),
    Person("Head of contact", {FORECAST[0]: -5.0, FORECAST[1]: -2.5}, 8.0, 90.0, 8.0, CAUTIOUS_AT,
           "The newest month, and room for what may still go wrong"))


@dataclass(frozen=True)
class Made:
    """What all of the past is worked out from, read once. figures: monthly, by measure, of the newest state."""

    workspace: Workspace
    head: Manifest
    measures: Mapping[str, Measure]
    targets: Sequence[Target]
    figures: Figures


def forecast_the_past(workspace: Workspace, progress: Told) -> int:
    """Enter the made-up past of a made-up force's forecasts, and return how many entries there are. progress: called with the
    share done (0 to 1) and what is being done. Raises WorkspaceError in a workspace that is not made up."""
    measures, head = {name: workspace.measures()[name] for name in PROJECTED}, workspace.head()
    figures = {}
    for place, (name, measure) in enumerate(measures.items()):
        progress(0.4 * place / len(measures), name)
        figures[name] = monthly(workspace, measure, head)
    made = Made(workspace, head, measures, read_targets(workspace.folder / "targets"), figures)
    newest = newest_of(figures.values())
    origins = [] if newest is None else _month_ends(newest, LOOKS)
    for place, origin in enumerate(origins):
        progress(0.4 + 0.6 * place / len(origins), period_label("month", origin.replace(day=1), origin))
        if len(known_then(figures, origin).get(FORECAST[0], ())) >= FEWEST:
            _say(made, origin, place)
    return len(workspace.forecasts())


def _month_ends(newest: date, months: int) -> list[date]:
    """The last days of so many months before the one that ends on `newest`, the oldest first."""
    starts = months_between(newest - timedelta(days=31 * (months + 2)), newest)[-months:]
    return [start - timedelta(days=1) for start in starts]


def _say(made: Made, origin: date, place: int) -> None:
    """Enter all that is said with the figures up to a month's end. place: of that month among them."""
    model: Sequence[Forecast] = ()
    if place % EVERY == 0:
        at = _at(origin, PROGRAM_AT)
        projected = project_then(made.workspace, made.head, made.figures, origin, at.date())
        if record_shown(projected, projected.by_id.values(), at=at) is not None:
            model = made.workspace.forecasts()[-1].forecasts
    for person in PEOPLE:
        _speak(made, known_then(made.figures, origin), origin, person, model)


def _at(origin: date, after: timedelta) -> datetime:
    return datetime.combine(origin + timedelta(days=1), time(), UTC) + after


def _speak(made: Made, figures: Figures, origin: date, person: Person, model: Sequence[Forecast]) -> None:
    """Enter what a person says of the month after a month's end. figures: no more than was known; model: what the program
    said."""
    told = {(each.measure, each.period_start): beside(each) for each in model}

    def seen(said: Said) -> Seen:
        own = figures[said.measure.id]
        return Seen(own, scale_of(said.measure, [each.value for each in own]),
                    lambda start: told.get((said.measure.id, start)))

    said = [found for name in person.leans if (found := _said(made, name, figures.get(name, ()), origin, person))]
    if said:
        record_said(made.workspace.store, made.workspace.settings.time_zone, made.head, said, seen, person.by,
                    reason=person.reason, at=_at(origin, person.after))


def _said(made: Made, name: str, known: Sequence[Figure], origin: date, person: Person) -> Said | None:
    values = [each.value for each in known if final(each) and each.value is not None]
    if not values:
        return None
    start, value = origin + timedelta(days=1), _share(values[-1] + person.leans[name])
    target = target_for(made.targets, name, start)
    amount = target.amount if target else None
    return Said(made.measures[name], start, _month_end(start), value, _share(value - person.reach),
                _share(value + person.reach), person.level, amount,
                _odds(value, amount.value, person.sure) if amount else None)


def _odds(value: float, target: float, sure: float) -> float:
    """The odds of reaching a target, in steps of 5 per cent as people say them, and never 0 or 100."""
    return float(min(95, max(5, 5 * round(20 * (1 - NormalDist(value, sure).cdf(target))))))


def _share(value: float) -> float:
    """A whole number of per cent."""
    return float(min(100, max(0, round(value))))


def _month_end(start: date) -> date:
    return (start + timedelta(days=31)).replace(day=1) - timedelta(days=1)
