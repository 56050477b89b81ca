"""What came of forecasts: the newest figures and counts of a workspace put into its ledger."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

import numpy as np

from answerable.forecasting.projection import NoProjection
from answerable.ledger.entries import Entry, Outcome, demand_key
from answerable.ledger.outcomes import record_outcomes
from answerable.measures.figure import Figure
from answerable.projecting.demand import MEASURE, Records, recorded
from answerable.projecting.demand_ahead import calendar_of, records_of
from answerable.projecting.demand_table import slots_of_day
from answerable.workspace import Workspace


def bring_outcomes(workspace: Workspace, known: Mapping[str, Sequence[Figure]] | None = None) -> Entry | None:
    """Append to the ledger what the newest state of the records tells of forecast periods: final figures, and the counts of
    days that came whole, as they first are and again when they are revised. Returns the entry, None where nothing is new.

    known: monthly figures by measure, where they were worked out already. Raises WorkspaceError where the ledger is damaged.
    """
    measures, months = workspace.measures(), workspace.known().figures

    def figures(measure: str) -> Sequence[Figure] | None:
        if known is not None and measure in known:
            return known[measure]
        return months(measures[measure]) if measure in measures else None

    def counted(series: str, minutes: int, days: Sequence[date]) -> Iterator[Outcome]:
        records = records_of(workspace, workspace.head(), calendar_of(workspace).country)
        yield from counts_of(records, series, minutes, days)

    return record_outcomes(workspace.store, workspace.settings.time_zone, workspace.head(), figures, counted)


def counts_of(records: Records, series: str, minutes: int, days: Sequence[date]) -> Iterator[Outcome]:
    """What came on those of the days that came whole, of a line or grade by its name among all series ("line 101")."""
    kind, _space, value = series.partition(" ")
    subject = next((each for each in (records.subjects(kind) if kind in MEASURE else ()) if each.value == value), None)
    found = recorded(records, subject, minutes) if subject is not None else None
    if found is None or isinstance(found, NoProjection):
        return
    places = {day: place for place, day in enumerate(found.demand.days)}
    for day in days:
        slots = slots_of_day(day, minutes, records.time_zone)
        counts = found.demand.counts[places[day]] if day in places else None
        if counts is not None and not any(np.isnan(counts[slot]) for slot, _start, _end, _often in slots):
            parts = tuple((start.isoformat(timespec="minutes"), float(counts[slot])) for slot, start, _end, often in slots
                          if often == 1)
            yield Outcome(demand_key(series), 1, day, day, float(np.nansum(counts)), minutes=minutes, parts=parts)
