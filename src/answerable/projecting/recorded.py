"""What is shown of the months ahead goes into the forecast ledger first."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from answerable.ledger.recording import Outlook, record_projections
from answerable.projecting.projected import Projected
from answerable.projecting.running import Projections


def record_shown(made: Projections, shown: Iterable[Projected], *, at: datetime | None = None) -> int | None:
    """Record the projections among what is shown, as one entry, and return its number; None where there is none. The same
    projection of the same state is recorded once. at: when it was made, in a made-up past alone. Raises WorkspaceError where
    the ledger is damaged."""
    told = [Outlook(item.projection, item.measure.id, item.measure.version, item.measure.unit, item.measure.direction,
                    [goal.amount if goal else None for goal in item.goals],
                    [met for met, _by in item.odds], [by for _met, by in item.odds])
            for item in shown if item.projection]
    if not told:
        return None
    return record_projections(made.workspace.store, made.workspace.settings.time_zone, told, made.head, at=at)
