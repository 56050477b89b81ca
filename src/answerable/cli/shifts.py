"""The verb `shifts`: a week's requirement covered with shifts."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from answerable.cli.printing import Progress
from answerable.cli.shift_answers import Answer, answer_of, print_answers
from answerable.cli.simulating import ready
from answerable.cli.slipping import slip
from answerable.cli.table_files import check_ending, write_rows
from answerable.errors import InputError
from answerable.simulation.room import Pool, Room
from answerable.simulation.room_file import read_room
from answerable.simulation.simulating import simulate
from answerable.staffing.requirement import FRESH_SEED, require
from answerable.staffing.rules.kinds import RuleSet
from answerable.staffing.rules.reading import read_rules
from answerable.staffing.shifts.cover import Cover
from answerable.staffing.shifts.finding import find_cover
from answerable.staffing.shifts.laid_out import Ask
from answerable.staffing.shifts.need import Need
from answerable.staffing.shifts.need_of import need_of, read_need
from answerable.staffing.shifts.pattern import Pattern
from answerable.staffing.shifts.pattern_file import find_pattern
from answerable.staffing.shifts.telling import duties_needed
from answerable.staffing.shifts.written_back import rostered_room
from answerable.staffing.targets import read_target

_RULES = ("working-time-regulations-1998", "police-regulations-2003-variable-shifts")
_NEARLY = 0.01          # the share of the need that may be short in the second number of people that is told


def shifts(arguments: Namespace) -> int:
    """Cover a room's week with a pattern, or with several side by side, and print what comes of it."""
    room = read_room(Path(arguments.room))
    pool = _pool(room, arguments.pool)
    _check(arguments)
    if arguments.slip:
        return slip(room, pool, lambda world: _planned(world, pool, arguments)[0], arguments)
    patterns = [find_pattern(said) for said in (arguments.compare or [arguments.pattern])]
    sets = [read_rules(named) for named in (_RULES if arguments.rules is None else arguments.rules)]
    planned, of = _planned(room, pool, arguments)
    needs = [need_of(room, pool, planned, pattern, of=of, at_desks=arguments.at_desks, away=arguments.away)
             for pattern in patterns]
    answers = [_answered(room, pool, pattern, need, sets, arguments) for pattern, need in zip(patterns, needs, strict=True)]
    print_answers(answers, arguments)
    if arguments.out:
        rows = duties_needed(answers[0].cover)
        write_rows(Path(arguments.out), rows, {"need": rows})
    return 0


def _check(arguments: Namespace) -> None:
    """Raises InputError where --out is asked for what has no one cover, or with a name that ends in no kind of file."""
    if arguments.out and (arguments.slip or len(arguments.compare or [""]) > 1):
        raise InputError("--out writes the shifts of one pattern.", remedy="Ask for one with --pattern.")
    if arguments.out:
        check_ending(Path(arguments.out))


def _answered(room: Room, pool: Pool, pattern: Pattern, need: Need, sets: list[RuleSet], arguments: Namespace) -> Answer:
    """The cover of one pattern, with what it asks of people and, where asked, what the simulator says of it."""
    ask = Ask(arguments.short, arguments.people, arguments.fewest)
    cover = _found(pattern, need, ask, arguments)
    nearly = _found(pattern, need, Ask(_NEARLY, None, arguments.fewest), arguments) if (
        pattern.weeks and ask == Ask(fewest=arguments.fewest)) else None
    if nearly and nearly.cost > cover.cost:
        nearly = replace(cover, bound=nearly.bound, proven=False)       # with nobody short, no more than a hundredth is
    targets = [read_target(said, room) for said in arguments.target or ()]
    if not arguments.simulate:
        return answer_of(cover, nearly, sets, None, targets)
    ready(quiet=arguments.quiet)
    rostered = rostered_room(room, pool.name, cover)
    result = simulate(rostered, arguments.repetitions, arguments.seed + FRESH_SEED, threads=arguments.threads)
    return answer_of(cover, nearly, sets, (rostered, result), targets)


def _pool(room: Room, name: str | None) -> Pool:
    """The pool of a name; the first where none is named. Raises InputError for one that is not there."""
    found = [own for own in room.pools if name in (None, own.name)]
    if not found:
        raise InputError(f"there is no pool '{name}' in {room.name}.", where="--pool",
                         remedy=f"There are {', '.join(own.name for own in room.pools)}.")
    return found[0]


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


def _found(pattern: Pattern, need: Need, ask: Ask, arguments: Namespace) -> Cover:
    progress = Progress(f"Covering by {pattern.title}", quiet=arguments.quiet)
    progress.tell(f"for at most {arguments.seconds:g} s")
    cover = find_cover(pattern, need, ask, seconds=arguments.seconds)
    progress.done(f"gap {cover.gap:.2%}")
    return cover
