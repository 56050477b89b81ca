"""The verb `strength`: a plan of people, and what the room does with them."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path

from answerable.cli.printing import Progress, as_csv, as_json, as_table
from answerable.cli.simulating import ready
from answerable.comparing.stated_ratings import file_lines
from answerable.errors import InputError
from answerable.records.store import write_durably
from answerable.simulation.room import Room
from answerable.simulation.room_file import read_room
from answerable.simulation.room_writing import yaml_of
from answerable.staffing.strength.emulator import Emulator
from answerable.staffing.strength.history import Past, read_history
from answerable.staffing.strength.mixing import mixed
from answerable.staffing.strength.people import drawn
from answerable.staffing.strength.plan import Plan
from answerable.staffing.strength.plan_file import read_plan
from answerable.staffing.strength.structural import StructuralProjection, emulators_for, project_plan, room_of
from answerable.staffing.strength.telling import (
    Row,
    difference_in_words,
    difference_rows,
    figure_rows,
    figures_in_words,
    shown,
    strength_in_words,
    strength_rows,
)
from answerable.staffing.targets import Target, read_target
from answerable.words import format_things


def strength(arguments: Namespace) -> int:
    """Carry a plan on and print its months; with a room, the months' figures too."""
    _check(arguments)
    plans = [read_plan(Path(name)) for name in (arguments.plan, arguments.against) if name]
    if len(plans) == 2 and (plans[0].begins, plans[0].months) != (plans[1].begins, plans[1].months):
        first, second = (f"{plan.months} from {plan.label(0)}" for plan in plans)
        raise InputError(f"the plans cover other months: {first}, and {second}.", where="--against",
                         remedy="Give both the same `begins` and `months`.")
    if not arguments.room:
        _print_people(plans, arguments)
        return 0
    room = read_room(Path(arguments.room))
    targets = [read_target(said, room) for said in arguments.target]
    past = _past(arguments, plans[0], targets[0])
    made = _projected(arguments, plans, room, targets, past)
    if arguments.write_room:
        month = _month(arguments, plans[0]) % plans[0].months
        write_durably(Path(arguments.write_room), yaml_of(room_of(made[0], room, month)).encode())
    if arguments.record:
        _record(arguments, made[0])
    _print_figures(made, arguments)
    return 0


def _check(arguments: Namespace) -> None:
    if arguments.room and not arguments.target:
        raise InputError("a room needs a target.", remedy='Add one: --target "101 within 80%".')
    for name in ("target", "history", "workspace", "record", "mix", "write_room"):
        if getattr(arguments, name) and not arguments.room:
            raise InputError(f"--{name.replace('_', '-')} needs a room.", remedy="Add --room ROOM, the room's file.")
    if bool(arguments.workspace) != bool(arguments.measure):
        raise InputError("--workspace and --measure go together.", remedy="Give both, or neither.")
    if arguments.record and not arguments.workspace:
        raise InputError("--record needs a workspace and a measure.", remedy="Add --workspace WORKSPACE --measure MEASURE.")
    if not 1 <= arguments.sure <= 99:
        raise InputError(f"--sure is {arguments.sure}.", remedy="Write per cent from 1 to 99.")


def _past(arguments: Namespace, plan: Plan, target: Target) -> tuple[Past, ...]:
    """The months gone by: who was there by the file, figures by the file or the workspace."""
    found: tuple[Past, ...] = ()
    if arguments.history:
        found = read_history(file_lines(Path(arguments.history)), plan, target, Path(arguments.history))
    if arguments.workspace:
        from answerable.projecting.structural import with_figures

        found = with_figures(found, plan, target, arguments.workspace, arguments.measure)
    return found


def _projected(arguments: Namespace, plans: Sequence[Plan], room: Room, targets: Sequence[Target],
               past: Sequence[Past]) -> list[StructuralProjection]:
    ready(quiet=arguments.quiet)
    progress = Progress(f"Asking the simulator of {room.name}", quiet=arguments.quiet)
    emulators: tuple[Emulator, ...] = emulators_for(
        plans, room, targets, past, draws=arguments.draws, seed=arguments.seed, threads=arguments.threads,
        progress=lambda done, total: progress(done / total, f"{done} of {total} points"))
    progress.done(format_things(emulators[0].points, "point", "points"))
    made = [project_plan(plan, targets, emulators, past, draws=arguments.draws, seed=arguments.seed) for plan in plans]
    return [mixed(each, past, arguments.seed) for each in made] if arguments.mix else made


def _record(arguments: Namespace, made: StructuralProjection) -> None:
    from answerable.projecting.structural import record

    number = record(made, arguments.workspace, arguments.measure, by=arguments.by)
    Progress("The projection", quiet=arguments.quiet).tell(f"kept as entry {number} of the forecast ledger")


def _print_people(plans: Sequence[Plan], arguments: Namespace) -> None:
    found = [drawn(plan, arguments.draws, arguments.seed) for plan in plans]
    month = _month(arguments, plans[0])
    told = [[*strength_in_words(plan, own, arguments.sure / 100, month)] for plan, own in zip(plans, found, strict=True)]
    rows = [[*strength_rows(plan, own)] for plan, own in zip(plans, found, strict=True)]
    if arguments.format == "table":
        print("\n\n".join("\n".join([*words, "", as_table(shown(own))]) for words, own in zip(told, rows, strict=True)))
    elif arguments.format == "csv":
        print(as_csv(_named(plans, rows)))
    else:
        print(as_json({"plans": [{"name": plan.name, "file": plan.where, "sentences": words, "months": own}
                                 for plan, words, own in zip(plans, told, rows, strict=True)]}))


def _month(arguments: Namespace, plan: Plan) -> int:
    """The place of the month that the sentences tell of."""
    if arguments.month is None:
        return -1
    names = [f"{plan.month(place)[0]:%Y-%m}" for place in range(plan.months)]
    if arguments.month not in names:
        raise InputError(f"'{arguments.month}' is no month of the plan.", where="--month",
                         remedy=f"Write one from {names[0]} to {names[-1]}.")
    return names.index(arguments.month)


def _named(plans: Sequence[Plan], rows: Sequence[Sequence[Row]]) -> list[Row]:
    return [{"plan": plan.name, **row} for plan, own in zip(plans, rows, strict=True) for row in own]


def _print_figures(made: Sequence[StructuralProjection], arguments: Namespace) -> None:
    sure, month = arguments.sure / 100, _month(arguments, made[0].plan)
    told = [[*strength_in_words(each.plan, each.strength, sure, month), *figures_in_words(each, sure, month)] for each in made]
    rows = [[*figure_rows(each)] for each in made]
    between = [*difference_in_words(made[0], made[1], month)] if len(made) == 2 else []
    if arguments.format == "table":
        parts = ["\n".join([*words, "", as_table(shown(own))]) for words, own in zip(told, rows, strict=True)]
        if between:
            parts.append("\n".join([*between, "", as_table(shown(difference_rows(made[0], made[1])))]))
        print("\n\n".join(parts))
    elif arguments.format == "csv":
        print(as_csv(_named([each.plan for each in made], rows)))
    else:
        print(as_json({"plans": [
            {"name": each.plan.name, "file": each.plan.where, "sentences": words,
             "months": [*strength_rows(each.plan, each.strength)], "figures": own}
            for each, words, own in zip(made, told, rows, strict=True)],
            "differences": [*difference_rows(made[0], made[1])] if between else [], "difference_sentences": between}))
