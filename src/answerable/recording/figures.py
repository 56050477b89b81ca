"""The figures of simulated contacts, by the engine and the definitions that judge the real ones."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from answerable.measures.definition import Measure
from answerable.recording.dates import beginnings
from answerable.recording.own_counts import Own, own_count
from answerable.recording.records import SOURCE, write_records
from answerable.simulation.contacts import Contacts, contacts_of
from answerable.simulation.room import Room
from answerable.workspace import Workspace

TIME_ZONE = "Europe/London"
Progress = Callable[[float, str], None]


@dataclass(frozen=True)
class Recorded:
    """Repetitions of a room, contact by contact, each with the day on which it begins in a time zone."""

    room: Room
    repetitions: tuple[Contacts, ...]
    days: tuple[date, ...]
    time_zone: str

    @property
    def contacts(self) -> int:
        """How many contacts in all."""
        return sum(len(contacts.rows) for contacts in self.repetitions)

    @property
    def before(self) -> int:
        """Contacts that the simulator counts and the records do not have, since they came before a repetition's first day."""
        return sum(contacts.before for contacts in self.repetitions)

    @property
    def unfinished(self) -> int:
        """Contacts that were still there a day after a repetition's end: the simulator counts them, no record tells of them."""
        return sum(contacts.unfinished for contacts in self.repetitions)


@dataclass(frozen=True)
class MeasuredFigure:
    """A measure of simulated contacts. value, of: what the records give, and out of how many; own: what the simulator counted;
    real, real_period: the newest figure of the workspace's own records, None where there is none."""

    measure: Measure
    value: float
    of: float | None
    own: Own
    real: float | None = None
    real_period: str = ""


def record(room: Room, first: date, repetitions: int, seed: int, *, time_zone: str = TIME_ZONE,
           progress: Progress | None = None) -> Recorded:
    """Run so many repetitions and keep every contact. first: the day on which the first begins; the others follow by weeks.

    Raises InputError where a queue grows beyond what the simulator holds.
    """
    days, found = beginnings(room, first, repetitions, time_zone), list[Contacts]()
    for number, day in enumerate(days):
        found.append(contacts_of(room, number, seed))
        if progress:
            progress((number + 1) / repetitions, day.isoformat())
    return Recorded(room, tuple(found), tuple(days), time_zone)


def write(recorded: Recorded, path: Path) -> int:
    """Write the records as the source `simulated_contacts` reads them; gives how many."""
    return write_records(path, recorded.room, recorded.repetitions, recorded.days, recorded.time_zone)


def figures(recorded: Recorded, workspace: Workspace | None = None, *,
            progress: Progress | None = None) -> list[MeasuredFigure]:
    """Every measure of contacts that has a figure in these records.

    workspace: whose definitions are used beside the catalogue's; nothing is put into it. The records are loaded into a
    workspace of their own that is thrown away.
    """
    with TemporaryDirectory(prefix="answerable-") as folder:
        path = Path(folder, "simulated.csv")
        write(recorded, path)
        own = _workspace(Path(folder, "workspace"), workspace, recorded.time_zone)
        own.load(SOURCE, path, progress=_no_progress if progress is None else lambda share: progress(share, ""))
        return _measured(own, recorded, workspace)


def _no_progress(_share: float) -> None:
    return None


def _workspace(folder: Path, like: Workspace | None, time_zone: str) -> Workspace:
    made = Workspace.create(folder, name="simulated", time_zone=time_zone, made_up=True)
    if like is not None and (like.folder / "measures").is_dir():
        shutil.copytree(like.folder / "measures", folder / "measures", dirs_exist_ok=True)
    return made


def _measured(own: Workspace, recorded: Recorded, real: Workspace | None) -> list[MeasuredFigure]:
    counted = np.sum([contacts.counted for contacts in recorded.repetitions], axis=0)
    found = []
    for name, measure in own.measures().items():
        if measure.table != "contacts" or measure.dimension is not None:
            continue
        rows = own.figure_rows(name, by="all")
        if len(rows) != 1 or rows[0]["value"] is None or rows[0]["denominator"] == 0:
            continue
        value, period = _newest(real, name) if real is not None else (None, "")
        found.append(MeasuredFigure(measure, rows[0]["value"], rows[0]["denominator"],
                                    own_count(measure, recorded.room, counted), value, period))
    return found


def _newest(workspace: Workspace, measure: str) -> tuple[float | None, str]:
    """The newest month's figure of a workspace's own records, and the month's first day."""
    rows: Sequence[dict[str, object]] = workspace.figure_rows(measure, by="month")
    known = [row for row in rows if row["value"] is not None]
    if not known:
        return None, ""
    value, start = known[-1]["value"], known[-1]["period_start"]
    assert isinstance(value, float | int)
    return float(value), str(start)
