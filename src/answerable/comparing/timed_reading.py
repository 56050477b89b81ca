"""A file as what can be forecast: demand by the day and shorter, series by the week and longer, one for each facet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from answerable.comparing.timed_columns import FileLayout
from answerable.comparing.timed_demand import demand_of
from answerable.comparing.timed_file import TimedFile, read_timed_file
from answerable.comparing.timed_series import series_of
from answerable.comparing.timed_spacing import Every, find_every
from answerable.errors import InputError
from answerable.forecasting.demand.types import Demand
from answerable.forecasting.series import Series
from answerable.periods import to_day


@dataclass(frozen=True, eq=False)
class FileRead:
    """What can be forecast from a file. parts: facet → demand or series, of one kind; notes: what was found out, taken as
    nought or as not known, and left out; said once each; later: the same facets with the rows after --as-of, where there are
    any."""

    file: TimedFile
    every: Every
    parts: Mapping[str, Demand | Series]
    notes: tuple[str, ...]
    later: Mapping[str, Demand | Series] = field(default_factory=dict)

    @property
    def demands(self) -> dict[str, Demand]:
        return {name: part for name, part in self.parts.items() if isinstance(part, Demand)}

    @property
    def series(self) -> dict[str, Series]:
        return {name: part for name, part in self.parts.items() if isinstance(part, Series)}


def read_for_forecasts(path: Path, layout: FileLayout, as_of: date | None = None) -> FileRead:
    """A file read by a layout. as_of: rows after that day are not looked at. Raises InputError with every fault."""
    whole = read_timed_file(path, layout)
    file = whole if as_of is None else _up_to(whole, as_of)
    every = find_every(file, layout.every)
    if every.minutes and (file.percent or any(rows.over is not None for rows in file.series.values())):
        raise InputError(f"{file.file} has shares by the {every.name}; by the day and shorter counts alone are forecast.",
                         remedy="Name the counts with --value, or add up to weeks or months with --every.")
    notes = list(file.notes)
    if not every.as_it_is:
        notes.append(_counted_by(file, every, layout.every is None))
    parts, said = _parts(file, every, layout)
    later = {} if as_of is None else _parts(whole, every, layout)[0]
    return FileRead(file, every, parts, tuple(dict.fromkeys([*notes, *said])), later)


def _parts(file: TimedFile, every: Every, layout: FileLayout) -> tuple[dict[str, Demand | Series], list[str]]:
    """Facet → demand or series, and what has to be said of them."""
    parts: dict[str, Demand | Series] = {}
    notes: list[str] = []
    for name, rows in file.series.items():
        build = demand_of if every.minutes else series_of
        parts[name], said = build(name, rows, every, file, add_up=layout.add_up)
        notes += [f"{name}: {words}" if name else words for words in said]
    return parts, notes


def _counted_by(file: TimedFile, every: Every, found: bool) -> str:
    what = "Events are counted" if file.events else "Rows are added up"
    return f"{what} by the {every.name}{' (`--every` names another)' if found else ''}."


def _up_to(file: TimedFile, as_of: date) -> TimedFile:
    last = to_day(as_of)
    kept = {name: rows.only(rows.last <= last) for name, rows in file.series.items()}
    kept = {name: rows for name, rows in kept.items() if len(rows.first)}
    if not kept:
        raise InputError(f"{file.file} has no row up to {as_of.isoformat()}.", remedy="Give a later --as-of.")
    return TimedFile(file.file, kept, file.chosen, file.percent, file.zone, file.naive, file.notes)
