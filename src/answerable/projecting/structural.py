"""Where a projection of people meets a workspace: past figures of its measure, and the ledger that keeps what was said."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

import numpy as np

from answerable.errors import InputError
from answerable.forecasting.floors import same_period
from answerable.forecasting.projection import LEVELS, Backtest, Method, Projection, Step
from answerable.judgement.aims import Amount
from answerable.ledger.entries import STRUCTURAL
from answerable.ledger.outcomes import final
from answerable.ledger.recording import Outlook, record_projections
from answerable.measures.definition import Measure
from answerable.measures.figure import Figure
from answerable.periods import month_number, to_day
from answerable.staffing.strength.history import Past
from answerable.staffing.strength.plan import Plan
from answerable.staffing.strength.structural import StructuralProjection, chance, hits
from answerable.staffing.targets import Target
from answerable.workspace import Workspace

VERSION = 1
# How it did before is not known: a plan of people is made once.
_NO_RECORD = Backtest(0, 0, "seasonal-naive", None, None, None, None, None, 0)


def with_figures(past: Sequence[Past], plan: Plan, target: Target, folder: str, measure: str) -> tuple[Past, ...]:
    """Past months with the figures of a workspace's measure, in place of any that they have. Raises InputError where the
    measure is not of the target's kind, or has no final figure before the plan."""
    workspace = Workspace(folder)
    own = workspace.measure(measure)
    _check_kind(own, target)
    by_place = {one.place: replace(one, figure=None) for one in past}
    figures = [figure for figure in _final(workspace, own) if _place(figure, plan) < 0]
    if not figures:
        raise InputError(f"'{own.id}' has no final figure before {plan.label(0)}.", where=folder,
                         remedy="Load records of the months before, or leave --workspace and --measure out.")
    for figure in figures:
        place = _place(figure, plan)
        value = float(figure.value or 0.0) / (1 if target.measure == "mean_wait" else 100)
        by_place[place] = replace(by_place.get(place, Past(place, None, None)), figure=value)
    return tuple(by_place[place] for place in sorted(by_place))


def record(made: StructuralProjection, folder: str, measure: str, *, by: str) -> int:
    """Keep what is said of the first target's months in a workspace's forecast ledger, and return the entry's number: with its
    odds, the state of the records, and the floor beside it. Months that are over are left out. Raises InputError where none is
    to come, or the measure is not of the target's kind; WorkspaceError where the ledger is damaged."""
    workspace = Workspace(folder)
    own = workspace.measure(measure)
    _check_kind(own, made.targets[0])
    figures = _final(workspace, own)
    if not figures:
        raise InputError(f"'{own.id}' has no final figure.", where=folder, remedy="Load records first.")
    newest = date.fromisoformat(figures[-1].period_end)
    places = [place for place in range(made.plan.months)
              if made.plan.month(place)[1] >= workspace.today() and made.plan.month(place)[0] > newest]
    if not places:
        raise InputError(f"every month of '{made.plan.name}' is over: nothing can be forecast of it any more.",
                         where=made.plan.where, remedy="Write a plan that begins later.")
    return record_projections(workspace.store, workspace.settings.time_zone,
                              [_outlook(made, own, figures, newest, places)], workspace.head(), by=by)


def _outlook(made: StructuralProjection, measure: Measure, figures: Sequence[Figure], newest: date,
             places: Sequence[int]) -> Outlook:
    target = made.targets[0]
    scale = 1 if target.measure == "mean_wait" else 100
    drawn = scale * made.figures[0][places]
    met = hits(target, made.figures[0][places])
    steps = tuple(_steps(made.plan, drawn, figures, newest, places))
    method = Method(STRUCTURAL, VERSION, "a plan of people through the simulated room")
    projection = Projection(measure.id, newest, method, steps, tuple(map(tuple, drawn.T.tolist())), _NO_RECORD)
    amount = Amount(scale * target.level, ">=" if target.at_least else "<=")
    return Outlook(projection, measure.id, measure.version, measure.unit, measure.direction, [amount] * len(places),
                   chance(met).tolist(), chance(np.logical_or.accumulate(met, axis=0)).tolist())


def _steps(plan: Plan, drawn: np.ndarray, figures: Sequence[Figure], newest: date, places: Sequence[int]) -> Iterator[Step]:
    by_month = {_month(figure): figure.value for figure in figures}
    seen = np.array([[by_month.get(month) for month in range(min(by_month), max(by_month) + 1)]], dtype=float)
    for row, place in zip(drawn, places, strict=True):
        start, end = plan.month(place)
        ahead = 12 * (start.year - newest.year) + start.month - newest.month
        yield Step(start, end, plan.label(place), ahead, tuple(np.quantile(row, LEVELS).tolist()),
                   float(same_period(seen, 12, ahead)[0, -1]))


def _check_kind(measure: Measure, target: Target) -> None:
    unit = "seconds" if target.measure == "mean_wait" else "percent"
    if measure.unit != unit:
        raise InputError(f"'{measure.id}' is measured in {measure.unit}, and '{target}' in {unit}.", where="--measure",
                         remedy="Name the measure that counts what the target asks for.")


def _final(workspace: Workspace, measure: Measure) -> list[Figure]:
    return [figure for figure in workspace.known().figures(measure) if final(figure)]


def _month(figure: Figure) -> int:
    return int(month_number(np.array([to_day(date.fromisoformat(figure.period_start))]))[0])


def _place(figure: Figure, plan: Plan) -> int:
    """Where a figure's month stands against the plan's first."""
    return _month(figure) - int(month_number(np.array([to_day(plan.begins)]))[0])
