"""The verb `staff`: handlers by half-hour for targets."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from answerable.cli.printing import Progress, as_csv, as_json, as_table
from answerable.cli.simulating import ready
from answerable.errors import InputError
from answerable.simulation.room import Room
from answerable.simulation.room_file import read_room
from answerable.simulation.telling import moment
from answerable.staffing.requirement import Requirement, cost_of_each, require
from answerable.staffing.reserves import by_reserve, cheapest, kept_back, read_reserves
from answerable.staffing.targets import Target, read_target, share_of
from answerable.words import format_count, format_things


def staff(arguments: Namespace) -> int:
    """Search how many handlers a pool needs, and print them by half-hour."""
    room = read_room(Path(arguments.room))
    targets = [read_target(said, room) for said in arguments.target]
    pool = arguments.pool or room.pools[0].name
    options = {"confidence": _confidence(arguments.confidence, targets), "repetitions": arguments.repetitions,
               "seed": arguments.seed, "threads": arguments.threads}
    reserves = read_reserves(arguments.reserve) if arguments.reserve else None
    if reserves:
        kept_back(room, pool, targets)
    ready(quiet=arguments.quiet)
    tried = _searched(room, pool, targets, reserves, options, quiet=arguments.quiet)
    found = tried[cheapest(tried)]
    costs = cost_of_each(_asked(room, found), pool, targets, found, **options) if arguments.costs else {}
    if arguments.format == "table":
        print("\n".join([*_in_words(found, costs), *_reserves_in_words(tried), "", as_table(list(_rows(found)))]))
    elif arguments.format == "csv":
        print(as_csv(list(_rows(found))))
    else:
        print(as_json({"pool": pool, "hours": found.hours, "settled": found.settled, "rounds": found.rounds,
                       "confidence": found.confidence, "hours_by_reserve": {key: own.hours for key, own in tried.items()
                                                                            if reserves},
                       "staff": found.staff, "targets": [_told(found, place, costs) for place in range(len(targets))]}))
    return 0


def _confidence(said: str | None, targets: list[Target]) -> float | None:
    if said is None:
        return None
    share = share_of(said)
    if not 0 < share < 1:
        raise InputError(f"the share '{said}' cannot be.", where="--confidence",
                         remedy="Write one between 0% and 100%, such as 90%.")
    if not any(target.over_all for target in targets):
        raise InputError("--confidence is of targets over the whole time, and none is asked for.", where="--confidence",
                         remedy=f"Write over_all after a target, such as \"{targets[0].line} within 80% over_all\".")
    return share


def _searched(room: Room, pool: str, targets: list[Target], reserves: range | None, options: dict[str, Any], *,
              quiet: bool) -> dict[int, Requirement]:
    """What is required, by reserve; by 0 alone where none are looked for."""
    progress = Progress(f"Staffing {pool} of {room.name}", quiet=quiet)

    def tell(reserve: int, number: int, changed: int) -> None:
        of = f"reserve {reserve}, " if reserves else ""
        progress(1 - changed / room.slots, f"{of}round {number}, {changed} slots change")
    found = (by_reserve(room, pool, targets, reserves, progress=tell, **options) if reserves else
             {0: require(room, pool, targets, progress=lambda number, changed: tell(0, number, changed), **options)})
    progress.done(format_things(sum(own.rounds for own in found.values()), "round", "rounds"))
    return found


def _asked(room: Room, found: Requirement) -> Room:
    """The room as it was asked, with the reserve that was found."""
    return replace(room, lines=found.room.lines)


def _told(found: Requirement, place: int, costs: dict[Target, float]) -> dict[str, Any]:
    target = found.targets[place]
    low, high = target.chance(found.result)
    return {"target": str(target), "over_all": target.over(found.result).mean,
            "met_over_all": target.met_over_all(found.result), "met_over_all_low": low, "met_over_all_high": high,
            "slots_missed": None if target.over_all else found.missed[place],
            "hours": costs.get(target)}


def _in_words(found: Requirement, costs: dict[Target, float]) -> Iterator[str]:
    room = found.room
    yield (f"{found.pool} of {room.name}: {format_count(round(found.hours))} handler hours on duty, from {min(found.staff)} to "
           f"{max(found.staff)} handlers at once. Breaks, absence and outages of the room's file are in these numbers.")
    if not found.settled:
        yield "The search did not settle in the rounds it has; somewhat fewer may do."
    for target, missed in zip(found.targets, found.missed, strict=True):
        yield f"{target}: with callers that the search had not seen, {_kept(found, target, missed)}."
        if target in costs:
            yield _cost_in_words(round(costs[target]), len(found.targets))


def _cost_in_words(hours: int, targets: int) -> str:
    if targets == 1:
        return "It is the only target: all of these hours are its cost."
    if hours <= 0:
        return "It costs nothing more than the other targets need."
    return f"It costs {format_things(hours, 'hour', 'hours')} on top of what the other targets need."


def _kept(found: Requirement, target: Target, missed: tuple[int, ...]) -> str:
    """How a target is kept by callers that the search had not seen."""
    result = found.result
    low, high = target.chance(result)
    asked = f"asked: {found.confidence:.0%}; " if target.over_all and found.confidence is not None else ""
    over = (f"over the whole time it was met in {target.met_over_all(result):.0%} of repetitions ({asked}chance between "
            f"{low:.0%} and {high:.0%})")
    if not target.over_all:
        return f"missed in {len(missed)} of {found.room.slots} slots{_when(found.room, missed)}; {over}"
    mean = target.over(result).mean
    return f"{f'{mean:.0f} s' if target.measure == 'mean_wait' else f'{mean:.1%}'}; {over}"


def _reserves_in_words(tried: dict[int, Requirement]) -> Iterator[str]:
    if len(tried) < 2:
        return
    hours = ", ".join(f"{reserve}: {format_count(round(own.hours))}" for reserve, own in tried.items())
    yield f"Handler hours by reserve: {hours}. The fewest are needed with a reserve of {cheapest(tried)}, shown here."


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
