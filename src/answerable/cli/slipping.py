"""`shifts --slip`: the same people starting earlier or later, held against demand as it is and as it would be."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from answerable.cli.printing import as_csv, as_json, as_table
from answerable.cli.simulating import ready
from answerable.errors import InputError
from answerable.simulation.room import Pool, Room
from answerable.simulation.scenarios.changes import changed
from answerable.simulation.simulating import simulate
from answerable.simulation.telling import difference_in_words, moment
from answerable.staffing.requirement import with_staff
from answerable.staffing.shifts.slipping import Slip, read_moved, read_slip, room_slipped

Planned = Callable[[Room], Sequence[float]]


def slip(room: Room, pool: Pool, planned: Planned, arguments: Namespace) -> int:
    """Compare the room's shifts before and after a slip, and print it. planned: the people a room's slots need."""
    if not (arguments.need or arguments.target):
        raise InputError("a slip needs something to be held against.", where="--slip",
                         remedy='Say what is needed, such as --target "999 within 90%", or --need FILE.')
    slips = [read_slip(said) for said in arguments.slip]
    worlds = {"as it is": room}
    if arguments.moved:
        worlds["as moved"] = changed(room, [move for said in arguments.moved for move in read_moved(said, room)])
    needs = {name: _need(world, room, planned, arguments) for name, world in worlds.items()}
    staff = [np.array(_staff(own, pool.name)) for own in (room, room_slipped(room, pool.name, slips))]
    rows = list(_rows(room, needs, staff))
    told = list(_in_words(room, slips, needs, staff))
    simulated = {name: _simulated(world, _staff(room_slipped(room, pool.name, slips), pool.name), pool.name, arguments)
                 for name, world in worlds.items()}
    if arguments.format == "csv":
        print(as_csv(rows))
    elif arguments.format == "json":
        print(as_json({"sentences": told, "simulated": simulated, "half_hours": rows}))
    else:
        for name, sentences in simulated.items():
            told += ["", f"Simulated, demand {name}. {sentences[0]}", *sentences[1:]]
        print("\n".join([*told, "", as_table([row for row in rows if row["before"] != row["after"]])]))
    return 0


def _need(world: Room, room: Room, planned: Planned, arguments: Namespace) -> np.ndarray:
    """What a world's slots need. A file's numbers move as the arrivals do."""
    if arguments.target:
        return np.array(planned(world), dtype=float)
    come = [np.sum([line.arrivals for line in own.lines], axis=0) for own in (room, world)]
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.array(planned(room)) * np.where(come[0] > 0, come[1] / come[0], 1.0)


def _staff(room: Room, pool: str) -> tuple[int, ...]:
    return next(own.staff for own in room.pools if own.name == pool)


def _rows(room: Room, needs: dict[str, np.ndarray], staff: list[np.ndarray]) -> Iterator[dict[str, Any]]:
    for slot in range(room.slots):
        row: dict[str, Any] = {"slot": slot, "from": moment(room, slot), "before": int(staff[0][slot]),
                               "after": int(staff[1][slot])}
        for name, need in needs.items():
            short = [round(max(float(need[slot] - own[slot]), 0.0), 2) for own in staff]
            row |= {f"need {name}": round(float(need[slot]), 2), f"short before, {name}": short[0],
                    f"short after, {name}": short[1]}
        yield row


def _in_words(room: Room, slips: list[Slip], needs: dict[str, np.ndarray], staff: list[np.ndarray]) -> Iterator[str]:
    yield f"{room.name}: {'; '.join(map(str, slips))}, with the same people."
    for name, need in needs.items():
        short = [np.maximum(need - own, 0.0) for own in staff]
        worst = int(np.argmax(short[1]))
        yield (f"Demand {name}: {short[0].sum():,.1f} half-hours of work short before, {short[1].sum():,.1f} after, of "
               f"{need.sum():,.0f}; after it the shortest is {moment(room, worst)}, by {short[1][worst]:.3g} of "
               f"{need[worst]:.3g}.")


def _simulated(world: Room, after: Sequence[int], pool: str, arguments: Namespace) -> list[str]:
    ready(quiet=arguments.quiet)
    rooms = [world, replace(with_staff(world, pool, after), name=f"{world.name}, shifts slipped")]
    results = [simulate(own, arguments.repetitions, arguments.seed, threads=arguments.threads) for own in rooms]
    return difference_in_words(rooms, results)
