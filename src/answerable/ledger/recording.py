"""Recording what the program forecasts: projections of measures, and demand by the part of the day."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from answerable.errors import InputError
from answerable.forecasting.projection import LEVELS, Projection
from answerable.judgement.aims import Amount
from answerable.ledger.entries import DEMAND, MODEL, Day, Demand, Entry, Forecast, Method
from answerable.ledger.keeping import append, keep_table, kept
from answerable.records.store import Manifest, Store

PROGRAM = "answerable"


@dataclass(frozen=True)
class Outlook:
    """A projection of a measure to be recorded. version: of its definition; better: its direction; for each step, where there
    is a target: targets: what is to be met; met, met_by: the odds (0 to 1) that it is, and that it is in some step up to and
    with this one. Each may be empty, or hold None for a step without."""

    projection: Projection
    measure: str
    version: int
    unit: str
    better: str
    targets: Sequence[Amount | None] = ()
    met: Sequence[float | None] = ()
    met_by: Sequence[float | None] = ()


@dataclass(frozen=True)
class DemandSeen:
    """Demand forecast by the part of the day. series: what is counted ("101"); origin: last day that was seen; parts: a row a
    part of a day with the same keys in each, among them `start` (local time with its offset), `mean`, quantiles under
    `low90`, `low50`, `median`, `high50`, `high90`, and `floor`; days: the totals."""

    series: str
    unit: str
    interval_minutes: int
    origin: date
    method: Method
    parts: Sequence[Mapping[str, Any]]
    days: Sequence[Day]


def record_projections(store: Store, time_zone: str, outlooks: Sequence[Outlook], manifest: Manifest, *,
                       by: str = PROGRAM, at: datetime | None = None) -> int:
    """Record projections made from a state of the records as one entry, and return its number.

    What was recorded already (the same forecasts by the same author and method) is not recorded again: the number is that
    entry's, the newest that has them all. A forecast of a period that is over, made from a state that was no longer the
    newest, counts as made afterwards. at: when it was made, in a made-up past alone (keeping.append). Raises InputError without
    a projection or for a period that begins before the origin, WorkspaceError where the ledger is damaged.
    """
    forecasts = tuple(forecast for each in outlooks for forecast in _forecasts(each))
    if not forecasts:
        raise InputError("there is no projection to record.", remedy="Record a projection, not the reason why there is none.")

    def make(blank: Entry, known: Sequence[Entry]) -> Entry:
        late = blank.head > blank.manifest
        said = tuple(replace(each, afterwards=late and each.period_end < blank.day) for each in forecasts)
        for entry in reversed(known):
            if (entry.kind, entry.by) == (MODEL, by) and _has(entry, said):
                return entry
        return replace(blank, kind=MODEL, by=by, forecasts=said)

    return append(store, time_zone, manifest, make, at=at).number


def _has(entry: Entry, said: Sequence[Forecast]) -> bool:
    """Whether an entry has all of these, by the same method and from the same figures."""
    known = {(each.measure, each.period_start): each for each in entry.forecasts}
    return all(known.get((each.measure, each.period_start)) == each for each in said)


def _forecasts(each: Outlook) -> Iterator[Forecast]:
    made = each.projection
    for place, step in enumerate(made.steps):
        if step.period_start <= made.origin:
            raise InputError(f"the forecast of {step.label} for '{each.measure}' was made with figures up to {made.origin}.",
                             remedy="A forecast is of a time that was not seen.")
        yield Forecast(
            each.measure, each.version, each.unit, each.better, step.period_start, step.period_end, step.label, step.ahead,
            made.origin, Method(made.method.id, made.method.version), kept(float(step.at(0.5))),
            tuple((level, kept(float(value))) for level, value in zip(LEVELS, step.quantiles, strict=True)),
            _at(each.targets, place), _at(each.met, place), _at(each.met_by, place), kept(float(step.floor)))


def _at(values: Sequence[Any], place: int) -> Any:
    """What stands at a step, numbers as the ledger keeps them; None where nothing does."""
    return kept(values[place]) if place < len(values) else None


def record_demand(store: Store, time_zone: str, seen: DemandSeen, manifest: Manifest, *, by: str = PROGRAM) -> int:
    """Record a forecast of demand made from a state of the records, and return its entry's number; the same one twice is one
    entry. The parts of the days are kept as a CSV file beside it. Raises InputError without rows, WorkspaceError as
    `record_projections`."""
    if not seen.parts or not seen.days:
        raise InputError(f"the forecast of demand for '{seen.series}' has no rows.", remedy="Record one that has.")
    table = keep_table(store, seen.parts)
    days = tuple(Day(day.day, kept(day.point), tuple((level, kept(value)) for level, value in day.quantiles),
                     kept(day.floor)) for day in seen.days)

    def make(blank: Entry, known: Sequence[Entry]) -> Entry:
        demand = Demand(seen.series, seen.unit, seen.interval_minutes, seen.origin, seen.method, table, days,
                        blank.head > blank.manifest)
        for entry in reversed(known):
            if (entry.kind, entry.by, entry.demand) == (DEMAND, by, demand):
                return entry
        return replace(blank, kind=DEMAND, by=by, demand=demand)

    return append(store, time_zone, manifest, make).number
