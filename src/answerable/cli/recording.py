"""Simulated contacts as records, and their figures: what `simulate --figures` and `--records` add."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from answerable.cli.printing import Progress
from answerable.errors import InputError
from answerable.recording.dates import first_day
from answerable.recording.figures import TIME_ZONE, MeasuredFigure, Recorded, figures, record, write
from answerable.simulation.room import Room
from answerable.words import format_things
from answerable.workspace import Workspace


@dataclass(frozen=True)
class Told:
    """What is printed of the records: sentences, and a row for each measure."""

    sentences: list[str]
    rows: list[dict[str, Any]]


def check_recording(rooms: Sequence[Room], arguments: Namespace) -> None:
    """Raise InputError for what cannot be recorded, before any work."""
    if not _is_asked(arguments):
        return
    if len(rooms) > 1:
        raise InputError("two rooms cannot be recorded at once.", remedy="Leave --against out, and record each by itself.")
    first_day(rooms[0], arguments.first)
    if arguments.figures:
        Workspace(arguments.figures)


def record_contacts(room: Room, arguments: Namespace) -> Told | None:
    """Write the contacts of some repetitions, and have them judged; None where neither was asked for."""
    if not _is_asked(arguments):
        return None
    workspace = Workspace(arguments.figures) if arguments.figures else None
    progress = Progress(f"Recording {room.name}", quiet=arguments.quiet)
    recorded = record(room, first_day(room, arguments.first), min(arguments.recorded, arguments.repetitions), arguments.seed,
                      time_zone=workspace.settings.time_zone if workspace else TIME_ZONE, progress=progress)
    progress.done(format_things(recorded.contacts, "contact", "contacts"))
    if arguments.records:
        write(recorded, Path(arguments.records))
    if arguments.figures is None:
        return Told(list(_in_words(recorded, arguments)), [])
    progress = Progress("Judging the records", quiet=arguments.quiet)
    found = figures(recorded, workspace, progress=progress)
    progress.done(format_things(len(found), "measure", "measures"))
    return Told(list(_in_words(recorded, arguments)), [_row(figure, compared=workspace is not None) for figure in found])


def _is_asked(arguments: Namespace) -> bool:
    return arguments.figures is not None or arguments.records is not None


def _in_words(recorded: Recorded, arguments: Namespace) -> Iterator[str]:
    days, contacts = recorded.days, format_things(recorded.contacts, "contact", "contacts")
    yield (f"{format_things(len(days), 'repetition', 'repetitions')} recorded contact by contact, from {days[0]}"
           f"{f' (the last from {days[-1]})' if len(days) > 1 else ''}: "
           f"{contacts}{f', in {arguments.records}' if arguments.records else ''}.")
    if arguments.figures is not None:
        yield ("value: by the measure's definition, out of the records. simulator: what the simulator itself counted, where it "
               "means the same.")
    if recorded.before:
        yield (f"{format_things(recorded.before, 'contact', 'contacts')} came before the first day and reached the queue in "
               "it: the simulator counts them, the records do not.")
    if recorded.unfinished:
        yield (f"{format_things(recorded.unfinished, 'contact was', 'contacts were')} still there a day after the end: the "
               "simulator counts them, the records do not.")


def _row(figure: MeasuredFigure, *, compared: bool) -> dict[str, Any]:
    real = {"newest_real": _rounded(figure.real), "real_from": figure.real_period} if compared else {}
    return {"measure": figure.measure.id, "value": _rounded(figure.value), "unit": figure.measure.unit,
            "of": None if figure.of is None else round(figure.of), "simulator": _rounded(figure.own.value), **real,
            "difference": figure.own.why}


def _rounded(value: float | None) -> float | int | None:
    if value is None:
        return None
    return int(value) if value == int(value) else round(value, 3)
