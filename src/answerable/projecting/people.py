"""What people forecast, put into the ledger of a workspace with what was known and what the program says of the same."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from itertools import groupby
from pathlib import Path

from answerable.errors import DefinitionError
from answerable.forecasting.projection import LEVELS
from answerable.ledger.entries import MODEL, STRUCTURAL, Beside, Entry, Forecast, Method
from answerable.ledger.keeping import kept
from answerable.ledger.people import Said, Seen, faults_of, record_said
from answerable.measures.definition import Measure
from answerable.measures.figure import Figure
from answerable.projecting.measures import scale_of
from answerable.projecting.people_file import Fault, Row, read_people_file
from answerable.projecting.running import Projections, project_measures
from answerable.workspace import Workspace

Told = Callable[[float, str], None]


def untold(_share: float, _what: str) -> None:
    """Progress that nobody watches."""


@dataclass
class Looked:
    """What a workspace knows when somebody forecasts, each measure looked up once."""

    workspace: Workspace
    figures: Callable[[Measure], Sequence[Figure]]
    progress: Told = untold
    known: dict[str, Seen] = field(default_factory=dict)

    @classmethod
    def at(cls, workspace: Workspace, progress: Told) -> Looked:
        """The newest state of a workspace. progress: as project_measures tells it."""
        return cls(workspace, workspace.known().figures, progress)

    def __call__(self, said: Said) -> Seen:
        """What was there to be seen of the measure of a forecast."""
        measure = said.measure
        if measure.id not in self.known:
            figures = self.figures(measure)
            self.known[measure.id] = Seen(figures, scale_of(measure, [figure.value for figure in figures]),
                                          self._model(measure))
        return self.known[measure.id]

    def _model(self, measure: Measure) -> Callable[[date], Beside | None]:
        """What the program says of each month ahead: as recorded for the same records, else projected now."""
        head = self.workspace.head()
        said: dict[date, Forecast] = {}
        for entry in self.workspace.forecasts():
            if entry.kind == MODEL and (entry.manifest, entry.manifest_sha256) == (head.number, head.sha256):
                said |= {each.period_start: each for each in entry.forecasts
                         if each.measure == measure.id and each.method.id != STRUCTURAL}
        return lambda start: beside(said[start]) if start in said else self._projected(measure, start)

    def _projected(self, measure: Measure, start: date) -> Beside | None:
        item = self.projections.by_id.get(measure.id)
        made = item.projection if item else None
        step = next((step for step in made.steps if step.period_start == start), None) if made else None
        if made is None or step is None:
            return None
        return Beside(Method(made.method.id, made.method.version), kept(float(step.at(0.5))),
                      tuple((level, kept(float(value))) for level, value in zip(LEVELS, step.quantiles, strict=True)))

    @cached_property
    def projections(self) -> Projections:
        """Every measure projected from the newest state: only where the ledger has not told it."""
        return project_measures(self.workspace, self.workspace.head(), progress=self.progress)


def beside(forecast: Forecast) -> Beside:
    """What the program said, as it is kept beside what a person says of the same month."""
    return Beside(forecast.method, kept(forecast.point), forecast.quantiles, forecast.odds)


def add(workspace: Workspace, said: Said, by: str, *, reason: str = "", dry_run: bool = False,
        progress: Told = untold) -> Entry:
    """Record what somebody forecasts, and return the entry. Raises DefinitionError with every fault, WorkspaceError where the
    ledger is damaged."""
    looked = Looked.at(workspace, progress)
    faults = [] if by.strip() else ["by is empty. Write the name or the post of who says it."]
    faults += [words for _column, words in faults_of(said, looked(said), workspace.today())]
    if faults:
        listed = " ".join(f"({number}) {fault}" for number, fault in enumerate(faults, 1))
        raise DefinitionError(f"the forecast has {len(faults)} fault{'s' * (len(faults) > 1)}: {listed}", faults=faults)
    return record_said(workspace.store, workspace.settings.time_zone, workspace.head(), [said], looked, by.strip(),
                       reason=reason, dry_run=dry_run)


def bring_in(workspace: Workspace, path: Path, *, dry_run: bool = False,
             progress: Told = untold) -> tuple[list[Entry], list[str]]:
    """(entries, faults) of a file of people's forecasts: an entry for each author and day on which they were made, or every
    fault of the file, each with its line, and nothing recorded. The same file again records nothing new. Raises InputError
    where the file cannot be read at all, WorkspaceError where the ledger is damaged."""
    looked, today = Looked.at(workspace, progress), workspace.today()
    found = read_people_file(path, workspace.measures())
    faults = list(found.faults)
    for row in found.rows:
        faults += [Fault(row.line, column, words) for column, words in faults_of(row.said, looked(row.said), today)]
    faults += _twice(found.rows)
    if faults:
        return [], [f"{path.name}, {found.place(fault)}: {fault.words}" for fault in sorted(faults, key=lambda each: each.line)]
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return [_bring_in(workspace, looked, path.name, digest, group, dry_run) for group in _acts(found.rows)], []


def _twice(rows: Iterable[Row]) -> list[Fault]:
    first: dict[tuple[object, ...], int] = {}
    faults = []
    for row in rows:
        key = (row.by.casefold(), row.said.measure.id, row.said.start, row.said.made_on)
        if key in first:
            faults.append(Fault(row.line, "", f"line {first[key]} has a forecast of the same by the same author. Leave one "
                                              "out."))
        first.setdefault(key, row.line)
    return faults


def _acts(rows: Sequence[Row]) -> list[list[Row]]:
    """The rows of each author and day together."""
    def act(row: Row) -> tuple[date, str]:
        return row.said.made_on or date.max, row.by

    return [list(group) for _key, group in groupby(sorted(rows, key=act), key=act)]


def _bring_in(workspace: Workspace, looked: Looked, file: str, digest: str, rows: Sequence[Row], dry_run: bool) -> Entry:
    first = rows[0]
    of = {(row.said.measure.id, row.said.start) for row in rows}
    for entry in workspace.forecasts():
        if (entry.file_sha256, entry.by) == (digest, first.by) \
                and of == {(each.measure, each.period_start) for each in entry.forecasts}:
            return entry
    reasons = "; ".join(dict.fromkeys(row.reason for row in rows if row.reason))
    return record_said(workspace.store, workspace.settings.time_zone, workspace.head(), [row.said for row in rows], looked,
                       first.by, reason=reasons, file=file, file_sha256=digest, dry_run=dry_run)
