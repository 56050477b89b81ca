"""The months ahead as they would have been projected on an earlier day, from the figures up to a month and nothing later."""

from __future__ import annotations

from datetime import date

from answerable.projecting.running import AHEAD, Figures, Projections, project_measures
from answerable.records.store import Manifest
from answerable.workspace import Workspace


def known_then(figures: Figures, origin: date) -> Figures:
    """The figures of the months that had ended by a day, by measure; measures that had none are left out."""
    cut = {measure: [each for each in own if each.period_end <= origin.isoformat()] for measure, own in figures.items()}
    return {measure: own for measure, own in cut.items() if own}


def project_then(workspace: Workspace, head: Manifest, figures: Figures, origin: date, day: date, *,
                 ahead: int = AHEAD) -> Projections:
    """Measures projected from their figures up to a month's end, and from what was decided by the day.

    figures: monthly, of the measures that are wanted, as the state `head` has them (what was revised since counts as revised);
    origin: last day that may be seen; day: on which it is made; ahead: months. Raises InputError where nothing had been seen.
    """
    return project_measures(workspace, head, figures=known_then(figures, origin), ahead=ahead, day=day)
