"""A forecast of demand, kept in the ledger with the records it was made from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from answerable.forecasting.projection import LEVELS
from answerable.ledger.entries import Day, Method
from answerable.ledger.recording import DemandSeen, record_demand
from answerable.projecting.demand import LINE
from answerable.projecting.demand_ahead import Ahead
from answerable.projecting.demand_table import parts

if TYPE_CHECKING:
    from answerable.workspace import Workspace

CONTACTS, INCIDENTS = "contacts", "incidents"


def keep(workspace: Workspace, ahead: Ahead) -> int:
    """Keep a forecast in the workspace's ledger, and return its entry's number: the same forecast from the same records is
    kept once. Raises WorkspaceError where the ledger is damaged or cannot be written."""
    made = ahead.forecast
    floor = made.floor.sum(axis=1)
    days = [Day(day, float(made.day_totals.quantiles[place, LEVELS.index(0.5)]),
                tuple((level, float(value)) for level, value in zip(LEVELS, made.day_totals.quantiles[place], strict=True)),
                float(floor[place])) for place, day in enumerate(made.days)]
    unit = CONTACTS if ahead.subject.kind == LINE else INCIDENTS
    seen = DemandSeen(made.series, unit, made.interval_minutes, made.origin, Method(made.method.id, made.method.version),
                      parts(ahead), days)
    return record_demand(workspace.store, workspace.settings.time_zone, seen, ahead.manifest)
