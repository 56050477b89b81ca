"""What a release tells of the months ahead: projections that are in the forecast ledger, and the ledger itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from answerable.chain import newest_json
from answerable.errors import WorkspaceError
from answerable.judging import Assessed
from answerable.ledger import Entry, ledger_faults
from answerable.ledger.keeping import REMEDY, read_table
from answerable.ledger.packing import packed
from answerable.ledger.shown import forecasts_json, past_forecasts
from answerable.projecting import Projections, project_measures, projection_json, record_shown
from answerable.projecting.come import bring_outcomes
from answerable.projecting.early_warnings import Warned, standing_warnings
from answerable.records.store import Manifest
from answerable.workspace import Workspace

Told = Callable[[float, str], None]


@dataclass(frozen=True)
class Ahead:
    """What a release tells of the months ahead. made_at: UTC, ISO; entry: number of the ledger's entry that holds it, None
    where nothing is projected; warnings: by measure, those that stand; entries: the ledger, with that entry."""

    made: Projections
    made_at: str
    entry: int | None
    warnings: Mapping[str, Warned]
    entries: Sequence[Entry]

    def of(self, measure: str) -> dict[str, Any]:
        """The parts "projection", "no_projection" and "past_forecasts" of a measure's file."""
        item, warning = self.made.by_id.get(measure), self.warnings.get(measure)
        told = warning.as_json(item.measure.unit) if item and warning else None
        earlier = [entry for entry in self.entries if entry.number != self.entry]
        return projection_json(item, self.made_at, self.entry, told) | {"past_forecasts": past_forecasts(earlier, measure)}

    def forecasts(self, shown: Sequence[Assessed]) -> dict[str, Any]:
        """The content of forecasts.json, with its long lists packed."""
        titles = {item.measure.id: item.measure.title for item in shown}
        return packed(forecasts_json(self.entries, titles, rows=partial(read_table, self.made.workspace.store)))

    @property
    def newest(self) -> dict[str, Any]:
        """The part "forecasts" of release.json: number and SHA-256 of the ledger's newest entry, 0 and "" before the first."""
        return newest_json(self.entries)


def check_ledger(folder: Path) -> None:
    """Raise WorkspaceError where the ledger of a workspace is not as it was written. folder: the workspace's."""
    for path, fault in ledger_faults(folder):
        raise WorkspaceError(fault, where=str(path), remedy=REMEDY)


def ahead_of(workspace: Workspace, head: Manifest, shown: Sequence[Assessed], progress: Told) -> Ahead:
    """Every measure of a release projected, and recorded before it is shown; so is what came of earlier forecasts. progress:
    called with the share done, 0 to 1. Raises WorkspaceError where the ledger is damaged."""
    figures = {item.measure.id: item.figures for item in shown}
    bring_outcomes(workspace, figures)
    made = project_measures(workspace, head, figures=figures, progress=progress)
    number = record_shown(made, made.by_id.values())
    entries = workspace.forecasts()
    # Released again from the same records it is the same forecast, made when it was made first.
    made_at = next((entry.made_at for entry in entries if entry.number == number), "")
    return Ahead(made, made_at, number, standing_warnings(made), entries)
