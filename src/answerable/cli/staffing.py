"""The verb `staff`: handlers by half-hour for targets."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from answerable.cli.printing import Progress, as_csv, as_json, as_table
from answerable.cli.simulating import ready
from answerable.simulation.room import Room
from answerable.simulation.room_file import read_room
from answerable.simulation.telling import moment
from answerable.staffing.requirement import Requirement, cost_of_each, require
from answerable.staffing.targets import Target, read_target
from answerable.words import format_count, format_things


def staff(arguments: Namespace) -> int:
    """Search how many handlers a pool needs, and print them by half-hour."""
    room = read_room(Path(arguments.room))
    targets = [read_target(said, room) for said in arguments.target]
    pool = arguments.pool or room.pools[0].name
    ready(quiet=arguments.quiet)
    progress = Progress(f"Staffing {pool} of {room.name}", quiet=arguments.quiet)
    options = {"repetitions": arguments.repetitions, "seed": arguments.seed, "threads": arguments.threads}
    found = require(room, pool, targets, **options, progress=lambda number, changed: progress(
        1 - changed / room.slots, f"round {number}, {changed} slots change"))
    progress.done(format_things(found.rounds, "round", "rounds"))
    costs = cost_of_each(room, pool, targets, found, **options) if arguments.costs else {}
    if arguments.format == "table":
        print("\n".join([*_in_words(found, costs), "", as_table(list(_rows(found)))]))
    elif arguments.format == "csv":
        print(as_csv(list(_rows(found))))
    else:
        print(as_json({"pool": pool, "hours": found.hours, "settled": found.settled, "rounds": found.rounds,
                       "staff": found.staff, "targets": [_told(found, place, costs) for place in range(len(targets))]}))
    return 0


def _told(found: Requirement, place: int, costs: dict[Target, float]) -> dict[str, Any]:
    target = found.targets[place]
    return {"target": str(target), "met_over_all": target.met_over_all(found.result), "slots_missed": found.missed[place],
            "hours": costs.get(target)}


def _in_words(found: Requirement, costs: dict[Target, float]) -> Iterator[str]:
    room = found.room
    yield (f"{found.pool} of {room.name}: {format_count(round(found.hours))} handler hours on duty, from {min(found.staff)} to "
           f"{max(found.staff)} handlers at once. Breaks, absence and outages of the room's file are in these numbers.")
    if not found.settled:
        yield "The search did not settle in the rounds it has; somewhat fewer may do."
    for target, missed in zip(found.targets, found.missed, strict=True):
        cost = f" It costs {format_count(round(costs[target]))} hours." if target in costs else ""
        yield (f"{target}: with callers that the search had not seen, missed in {len(missed)} of {room.slots} slots"
               f"{_when(room, missed)}; over the whole time it was met in {target.met_over_all(found.result):.0%} of "
               f"repetitions.{cost}")


def _when(room: Room, missed: tuple[int, ...]) -> str:
    if not missed:
        return ""
    named = ", ".join(moment(room, slot) for slot in missed[:3])
    return f" ({named}{' …' if len(missed) > 3 else ''})"


def _rows(found: Requirement) -> Iterator[dict[str, Any]]:
    reached = [target.by_slot(found.result) for target in found.targets]
    for slot, handlers in enumerate(found.staff):
        yield {"slot": slot, "from": moment(found.room, slot), "handlers": handlers,
               **{str(target): None if numbers[slot] != numbers[slot] else round(float(numbers[slot]), 4)
                  for target, numbers in zip(found.targets, reached, strict=True)}}
