"""The verb `scenarios`: what-if questions of a workspace kept, run, compared and swept."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import yaml

from answerable.cli.printing import Progress, as_csv, as_json, as_table
from answerable.cli.simulating import ready
from answerable.cli.sweeping import shown, sweep
from answerable.errors import AnswerableError, InputError
from answerable.simulation.scenarios.changes_writing import written
from answerable.simulation.scenarios.scenario_file import Scenario
from answerable.simulation.scenarios.sweep_file import Sweep
from answerable.what_if.answers import Answer, Question
from answerable.what_if.compared import AS_IT_IS, Side, compare, hours_in_words, in_words, questions_of, rows
from answerable.what_if.keeping import Kept
from answerable.what_if.running import answers
from answerable.words import format_things
from answerable.workspace import Workspace


def scenarios(arguments: Namespace) -> int:
    """Do what was asked for."""
    workspace = Workspace(arguments.workspace)
    kept = Kept(workspace.folder)
    several = arguments.what in ("add", "remove", "compare", "run")
    if not arguments.names and arguments.what != "list":
        raise InputError(f"`answerable scenarios {arguments.what}` needs {'one name or more' if several else 'a name'}.",
                         remedy="`answerable scenarios list` names what there is.")
    if len(arguments.names) > 1 and not several:
        raise InputError(f"`answerable scenarios {arguments.what}` takes one name.", remedy="Say it once for each.")
    if arguments.format == "parquet" and arguments.what != "sweep":
        raise InputError("--format parquet is for `answerable scenarios sweep`.", remedy="Use csv or json.")
    work: dict[str, Callable[[Workspace, Kept, Namespace], None]] = {
        "list": _list, "add": _add, "show": _show, "remove": _remove, "run": _run, "compare": _compare, "sweep": sweep}
    work[arguments.what](workspace, kept, arguments)
    return 0


def _list(_: Workspace, kept: Kept, arguments: Namespace) -> None:
    found = [_listed(kept, name, path) for name, path in kept.files().items()]
    print(as_table(found) if arguments.format == "table" else as_csv(found) if arguments.format == "csv" else as_json(found))


def _listed(kept: Kept, name: str, path: Path) -> dict[str, str]:
    """A row of the list; a faulty file stands in it with its fault."""
    row = {"name": name, "kind": "faulty", "room": "", "from": "workspace" if path.parent == kept.folder else "shipped"}
    try:
        found = kept.read_file(path)
    except AnswerableError as error:
        return row | {"what": error.message}
    kind = "scenario" if isinstance(found, Scenario) else f"sweep of {len(found):,}"
    return row | {"kind": kind, "room": found.room_id, "what": found.name}


def _add(_: Workspace, kept: Kept, arguments: Namespace) -> None:
    for name in arguments.names:
        added = kept.add(Path(name), replace=arguments.replace)
        print(f"Added {added.id}: {added.name}.")


def _remove(_: Workspace, kept: Kept, arguments: Namespace) -> None:
    for name in arguments.names:
        kept.remove(name)
        print(f"Removed {name}.")


def _show(_: Workspace, kept: Kept, arguments: Namespace) -> None:
    found = kept.read(arguments.names[0])
    changes = [written(change) for change in found.changes]
    told: dict[str, Any] = {"name": found.name, "description": found.description, "room": found.room_id, "changes": changes}
    if isinstance(found, Sweep):
        told |= {"vary": {axis.name: list(axis.values) for axis in found.axes}, "combinations": len(found),
                 "targets": list(found.targets)}
    if arguments.format == "json":
        print(as_json(told))
        return
    print("\n".join(filter(None, (f"{found.id}: {found.name}, in the room {found.room_id}", found.description))))
    for change in changes:
        print(f"  {yaml.safe_dump(change, default_flow_style=True, width=1000, sort_keys=False).strip()[1:-1]}")
    for axis in found.axes if isinstance(found, Sweep) else ():
        print(f"  {axis.name}: {', '.join(map(str, axis.values))}")


def _run(_: Workspace, kept: Kept, arguments: Namespace) -> None:
    for name in arguments.names:
        found = _scenario(kept, name)
        _answers(kept, questions_of([found], None, arguments.repetitions, arguments.seed), arguments)
        print(f"{found.name}: its figures are kept.")


def _compare(_: Workspace, kept: Kept, arguments: Namespace) -> None:
    """Scenarios against one, or against the room as it is; what was not run yet is run."""
    others = [_scenario(kept, name) for name in arguments.names]
    base = _scenario(kept, arguments.against) if arguments.against else None
    questions = questions_of(others, base, arguments.repetitions, arguments.seed)
    names = [base.name if base else AS_IT_IS, *(scenario.name for scenario in others)]
    found = _answers(kept, questions, arguments)
    comparison = compare([Side(name, question.room, answer)
                          for name, question, answer in zip(names, questions, found, strict=True)])
    told, listed = [*in_words(comparison), *hours_in_words(comparison)], list(rows(comparison))
    if arguments.format == "table":
        print("\n".join([*told, "", as_table(listed)]))
    elif arguments.format == "csv":
        print(as_csv(listed))
    else:
        print(as_json({"against": names[0], "repetitions": arguments.repetitions, "seed": arguments.seed, "sentences": told,
                       "figures": listed}))


def _scenario(kept: Kept, name: str) -> Scenario:
    found = kept.read(name)
    if isinstance(found, Scenario):
        return found
    raise InputError(f"'{name}' is a sweep of {len(found):,} rooms.",
                     remedy=f"Say `answerable scenarios sweep WORKSPACE {name}`.")


def _answers(kept: Kept, questions: Sequence[Question], arguments: Namespace) -> list[Answer]:
    ready(quiet=arguments.quiet)
    progress = Progress("Simulating", quiet=arguments.quiet)
    # Here, whatever folds: starting Spark takes longer than a handful of rooms.
    found = answers(kept, questions, at_once=arguments.threads, progress=lambda done: progress(done.share, shown(done)))
    progress.done(format_things(len(questions), "room", "rooms"))
    return found
