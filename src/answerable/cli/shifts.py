"""The verb `shifts`: a week's requirement covered with shifts."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from answerable.cli.printing import Progress, as_csv, as_json, as_table
from answerable.cli.simulating import ready
from answerable.simulation.room import Pool, Room
from answerable.simulation.room_file import read_room
from answerable.staffing.requirement import require
from answerable.staffing.shifts.cover import Cover
from answerable.staffing.shifts.finding import find_cover
from answerable.staffing.shifts.laid_out import Ask
from answerable.staffing.shifts.need import Need
from answerable.staffing.shifts.need_of import need_of, read_need
from answerable.staffing.shifts.pattern import Pattern
from answerable.staffing.shifts.pattern_file import find_pattern
from answerable.staffing.shifts.telling import by_slot, in_words, summary
from answerable.staffing.targets import read_target

_COMPARED = ("people", "hours_a_person", "hours", "bound", "gap", "short_share", "worst", "worst_short", "surplus_half_hours")


def shifts(arguments: Namespace) -> int:
    """Cover a room's week with a pattern, or with several side by side, and print what comes of it."""
    room = read_room(Path(arguments.room))
    pool = next((own for own in room.pools if own.name == arguments.pool), room.pools[0])
    patterns = [find_pattern(said) for said in (arguments.compare or [arguments.pattern])]
    planned, of = _planned(room, pool, arguments)
    covers = [_found(pattern, need_of(room, pool, planned, pattern, of=of, at_desks=arguments.at_desks, away=arguments.away),
                     arguments) for pattern in patterns]
    _print(covers, arguments)
    return 0


def _planned(room: Room, pool: Pool, arguments: Namespace) -> tuple[Sequence[float], str]:
    """The numbers to be covered, by slot of the room, and what they are."""
    if arguments.need:
        return read_need(Path(arguments.need), room), f"the numbers of {Path(arguments.need).name}"
    if not arguments.target:
        return pool.staff, f"what {pool.name} of {room.name} is staffed with now"
    targets = [read_target(said, room) for said in arguments.target]
    ready(quiet=arguments.quiet)
    progress = Progress(f"Staffing {pool.name} of {room.name}", quiet=arguments.quiet)
    found = require(room, pool.name, targets, seed=arguments.seed, threads=arguments.threads, progress=lambda number, changed:
                    progress(1 - changed / room.slots, f"round {number}, {changed} slots change"))
    progress.done(f"{found.hours:,.0f} hours")
    return found.staff, f"the handlers that {' and '.join(map(str, targets))} need"


def _found(pattern: Pattern, need: Need, arguments: Namespace) -> Cover:
    progress = Progress(f"Covering by {pattern.title}", quiet=arguments.quiet)
    progress.tell(f"for at most {arguments.seconds:g} s")
    ask = Ask(arguments.short, arguments.people, arguments.fewest)
    cover = find_cover(pattern, need, ask, seconds=arguments.seconds)
    progress.done(f"gap {cover.gap:.2%}")
    return cover


def _print(covers: list[Cover], arguments: Namespace) -> None:
    if arguments.format == "csv":
        print(as_csv([row for cover in covers for row in by_slot(cover)]))
    elif arguments.format == "json":
        print(as_json({"covers": [_document(cover) for cover in covers]}))
    else:
        for cover in covers:
            print("\n".join([*in_words(cover), *cover.need.how, ""]))
        if len(covers) > 1:
            print(as_table([{"pattern": cover.pattern.title, **{name: summary(cover)[name] for name in _COMPARED}}
                            for cover in covers]))
        else:
            print(as_table(by_slot(covers[0]), ("from", "need", "on_duty", "on_break", "at_desks", "short", "surplus")))


def _document(cover: Cover) -> dict[str, Any]:
    return {**summary(cover), "sentences": [*in_words(cover), *cover.need.how],
            "shifts": [{"shift": own.shift.type.name, "weekday": own.shift.weekday, "start_minutes": own.shift.start,
                        "minutes": own.shift.type.minutes, "people": own.people,
                        "breaks": [{"after_minutes": at, "minutes": own.shift.type.breaks[place].minutes, "people": people}
                                   for place, at, people in own.breaks]} for own in cover.rostered],
            "half_hours": by_slot(cover)}
