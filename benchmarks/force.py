"""The workspace that the benchmarks ask: the raw rows loaded, and their cells folded by the code as it stands."""

from __future__ import annotations

import shutil
import uuid
from dataclasses import replace

from answerable.measures.asking import Question, ask
from answerable.measures.definition import Measure
from answerable.measures.folding import fold_months
from answerable.records.series import SeriesBook
from answerable.records.store import FileRef, Manifest
from answerable.workspace import Workspace
from benchmarks.material import SOURCE, Material

# (month, value of the dimension or None) → (numerator, denominator, seconds), None where the measure has none.
Answers = dict[tuple[str, str | None], tuple[float | None, float | None, float | None]]
BY_MONTH = Question("month")


def loaded_force(material: Material, *, fresh: bool = False) -> Workspace:
    """The workspace with the raw rows loaded; made where it is not there, or afresh where asked."""
    folder = material.folder / "force"
    if fresh:
        shutil.rmtree(folder, ignore_errors=True)
    if not (folder / "log" / "00000001.json").exists():
        shutil.rmtree(folder, ignore_errors=True)
        workspace = Workspace.create(folder, name="Benchmark", made_up=True)
        workspace.load_many([(SOURCE, path) for path in material.parquet])
    return Workspace(folder)


def records_of(workspace: Workspace) -> tuple[dict[str, FileRef], SeriesBook]:
    """(month → its record file, the series book)."""
    head = workspace.head()
    return head.parts("contacts", "records"), workspace.store.read_series(head)


def refolded(workspace: Workspace) -> Manifest:
    """A state whose cells are folded anew, written to disk but not committed. It counts as a new state, so nothing that
    is kept in memory of another one serves it."""
    records, book = records_of(workspace)
    folded = fold_months(workspace.store, "contacts", records, book)
    tables = {"contacts": {month: {"records": records[month], **parts} for month, parts in folded.items()}}
    return replace(workspace.head(), tables=tables, sha256=uuid.uuid4().hex)


def committed(workspace: Workspace) -> Workspace:
    """The workspace with its cells folded anew and committed."""
    manifest = refolded(workspace)
    manifest.number += 1
    workspace.store.commit(manifest)
    return workspace


def answers(workspace: Workspace, head: Manifest) -> dict[str, Answers]:
    """Every figure of every measure by month, by measure."""
    return {name: {(figure.period_start[:7], next(iter(figure.dimensions.values()), None)):
                   (figure.numerator, figure.denominator, figure.value if figure.unit == "seconds" else None)
                   for figure in ask(workspace.store, head, measure, BY_MONTH, workspace.settings.time_zone)}
            for name, measure in contact_measures(workspace).items()}


def contact_measures(workspace: Workspace) -> dict[str, Measure]:
    """The measures of the catalogue that are about contacts."""
    return {name: measure for name, measure in workspace.measures().items() if measure.table == "contacts"}


def canonical_bytes_a_row(workspace: Workspace) -> float:
    """Bytes of the record files over their rows."""
    files = workspace.head().parts("contacts", "records").values()
    return sum(file.bytes for file in files) / max(sum(file.rows for file in files), 1)
