"""The verb `fit`: a room made of the records of a workspace, and held against days that it was not made of."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from answerable.cli.printing import Progress, as_csv, as_json, as_table
from answerable.cli.simulating import ready
from answerable.errors import InputError
from answerable.fitting.checking import Able, Compared, check
from answerable.fitting.contacts import Contacts, contacts_of, days_of
from answerable.fitting.days import Span, chosen_days
from answerable.fitting.fitted import Fitted
from answerable.fitting.fitted import fit as fit_to
from answerable.fitting.presence import duties_of, presence_of
from answerable.fitting.reserving import Reserved, reserved
from answerable.fitting.rooms import EMERGENCY, Policy, usual_week
from answerable.fitting.telling import check_in_words, check_rows, half_hour_rows, in_words, rows_of, span_label
from answerable.records.store import write_durably
from answerable.simulation.room_writing import yaml_of
from answerable.words import format_things
from answerable.workspace import Workspace


def fit(arguments: Namespace) -> int:
    """Fit a room, check it, write it, and print what came out."""
    workspace = Workspace(arguments.workspace)
    head = workspace.state(arguments.as_of)
    asked = Policy(tuple(map(_limit, arguments.within)), tuple(arguments.first or [EMERGENCY]))
    own, other = chosen_days(days_of(workspace.store, head), arguments.since, arguments.until, arguments.check_on)
    reader = _Reader(workspace, head, tuple(arguments.line), arguments.role)
    ready(quiet=arguments.quiet)
    fitted = fit_to(*reader.read(own))
    found = _calibrate(fitted, asked, arguments)
    checked = _check(fitted, reader, other, found.policy, found.able, arguments)
    room = usual_week(fitted, f"{workspace.settings.name}, {span_label(*own)}", found.policy, found.able.factor)
    if arguments.output:
        write_durably(Path(arguments.output), yaml_of(room).encode())
    _print(fitted, found, checked, arguments)
    return 0


@dataclass(frozen=True)
class _Reader:
    """Where contacts and duties are read, and which."""

    workspace: Workspace
    head: Any
    lines: tuple[str, ...]
    role: str

    def read(self, days: Span) -> tuple[Contacts, Any]:
        """The contacts of some days, and the heads on duty (None where no duty came)."""
        store, time_zone = self.workspace.store, self.workspace.settings.time_zone
        return (contacts_of(store, self.head, time_zone, *days, self.lines),
                duties_of(store, self.head, time_zone, *days, self.role))


def _limit(said: str) -> tuple[str, float]:
    line, _equals, seconds = said.rpartition("=")
    try:
        return (line, float(seconds)) if line and float(seconds) >= 0 else _no_limit(said)
    except ValueError:
        return _no_limit(said)


def _no_limit(said: str) -> tuple[str, float]:
    raise InputError(f"'{said}' is no limit of a line.", remedy="Write --within 101=30: the line, and seconds.")


def _calibrate(fitted: Fitted, policy: Policy, arguments: Namespace) -> Reserved:
    progress = Progress("Calibrating", quiet=arguments.quiet)
    found = reserved(fitted, policy, progress=lambda done, total: progress(done / total, f"round {done}"))
    progress.done(f"handlers × {found.able.factor:.2f}, {found.policy.reserve} kept free")
    return found


def _check(fitted: Fitted, reader: _Reader, days: Span, policy: Policy, able: Able,
           arguments: Namespace) -> tuple[Contacts, Sequence[Compared]]:
    other, duties = _same_lines(fitted, reader).read(days)
    progress = Progress("Checking", quiet=arguments.quiet)
    found = check(fitted, other, presence_of(other, duties, fitted.pools), policy, able, repetitions=arguments.repetitions,
                  seed=arguments.seed, progress=lambda done, total: progress(done / total, f"{done} of {total}"))
    progress.done(format_things(arguments.repetitions, "repetition", "repetitions"))
    return other, found


def _same_lines(fitted: Fitted, reader: _Reader) -> _Reader:
    """The lines that were fitted, whatever else came later."""
    return _Reader(reader.workspace, reader.head, fitted.contacts.lines, reader.role)


def _print(fitted: Fitted, calibration: Reserved, checked: tuple[Contacts, Sequence[Compared]], arguments: Namespace) -> None:
    other, found = checked
    parameters, figures = list(rows_of(fitted, calibration)), list(check_rows(found))
    parameters += half_hour_rows(fitted) if arguments.by_slot else ()
    if arguments.format == "csv":
        keys = ("part", "of", "parameter", "taken", "value", "low", "high", "real", "inside", "off", "unit", "method")
        rows = [{"part": "fitted", **row} for row in parameters]
        rows += [{"part": "checked", "of": row["line"], "parameter": row["figure"], "value": row["predicted"], **row}
                 for row in figures]
        print(as_csv([{key: row.get(key) for key in keys} for row in rows]))
    elif arguments.format == "json":
        print(as_json({"fitted_to": list(in_words(fitted)), "parameters": parameters, "room": arguments.output,
                       "checked": list(check_in_words(found, other)), "figures": figures}))
    else:
        print("\n".join([*in_words(fitted), "", as_table(parameters), "", *check_in_words(found, other), "",
                         as_table(figures)]))
        if arguments.output:
            print(f"\nThe room of a usual week: {arguments.output}. Simulate it with `answerable simulate {arguments.output}`.")
