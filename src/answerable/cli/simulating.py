"""The verb `simulate`: a control room run on paper."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from answerable.cli.printing import Progress, as_csv, as_json, as_table
from answerable.cli.recording import check_recording, record_contacts
from answerable.simulation.results import Simulated, Spread
from answerable.simulation.room import Room
from answerable.simulation.room_file import read_room
from answerable.simulation.simulating import get_ready
from answerable.simulation.simulating import simulate as run
from answerable.simulation.stability import unstable_from
from answerable.simulation.telling import difference_in_words, in_words, moment
from answerable.words import format_things


def simulate(arguments: Namespace) -> int:
    """Run a room, or two rooms with the same callers, and print what came of it."""
    rooms = [read_room(Path(name)) for name in (arguments.room, arguments.against) if name]
    check_recording(rooms, arguments)
    ready(quiet=arguments.quiet)
    results = [_run(room, arguments) for room in rooms]
    measured = record_contacts(rooms[0], arguments)
    if arguments.format == "table":
        for room, result in zip(rooms, results, strict=True):
            print("\n".join([*in_words(room, result), "", as_table(list(_rows(room, result, by_slot=arguments.by_slot)))]))
        if len(results) == 2:
            print("\n".join(["", *difference_in_words(rooms, results)]))
        if measured:
            print("\n".join(["", *measured.sentences, *(["", as_table(measured.rows)] if measured.rows else [])]))
    else:
        found = [row for room, result in zip(rooms, results, strict=True)
                 for row in _rows(room, result, by_slot=arguments.by_slot)]
        measures = measured.rows if measured else []
        print(as_csv(measures or found) if arguments.format == "csv"
              else as_json(_document(rooms, results, found) | ({"measures": measures} if measured else {})))
    return 0


def ready(*, quiet: bool) -> None:
    """Have the simulator ready, and say what is waited for."""
    Progress("The simulator", quiet=quiet).tell("getting ready; the first time after an installation that takes half a minute")
    get_ready()


def _run(room: Room, arguments: Namespace) -> Simulated:
    progress = Progress(f"Simulating {room.name}", quiet=arguments.quiet)
    result = run(room, arguments.repetitions, arguments.seed, threads=arguments.threads,
                 progress=lambda done, total: progress(done / total, f"{done} of {total}"))
    progress.done(format_things(result.repetitions, "repetition", "repetitions"))
    return result


def _document(rooms: list[Room], results: list[Simulated], rows: list[dict[str, Any]]) -> dict[str, Any]:
    return {"rooms": [{"name": room.name, "file": room.where, "stopped": result.stopped or None,
                       "unstable_from": unstable_from(room, result)} for room, result in zip(rooms, results, strict=True)],
            "repetitions": results[0].repetitions, "seed": results[0].seed, "figures": rows,
            "differences": difference_in_words(rooms, results) if len(rooms) == 2 else []}


def _rows(room: Room, result: Simulated, *, by_slot: bool) -> Iterator[dict[str, Any]]:
    for queue in result.queues:
        if by_slot:
            yield from _slots(room, result, queue)
            continue
        total = {name: float(result.counted(queue, name).mean()) for name in ("offered", "answered", "abandoned", "refused")}
        yield {"room": room.name, "queue": queue, **{name: round(number, 1) for name, number in total.items()},
               **_spread("answered_within", result.share_within(queue), 4),
               **_spread("abandoned_share", result.share_abandoned(queue), 4),
               **_spread("mean_wait_seconds", result.mean_wait(queue), 1)}


def _slots(room: Room, result: Simulated, queue: str) -> Iterator[dict[str, Any]]:
    place = result.queues.index(queue)
    for slot in range(room.slots):
        offered, within, answered, abandoned = (float(result.slot_mean(place, slot, name))
                                                for name in ("offered", "within", "answered", "abandoned"))
        yield {"room": room.name, "queue": queue, "slot": slot, "from": moment(room, slot), "offered": round(offered, 2),
               "answered": round(answered, 2), "abandoned": round(abandoned, 2),
               "answered_within": round(within / answered, 4) if answered else None}


def _spread(name: str, spread: Spread, digits: int) -> dict[str, float | None]:
    """A number with the middle 95% of the repetitions; empty where nothing was counted."""
    if spread.mean != spread.mean:
        return dict.fromkeys((name, f"{name}_low", f"{name}_high"))
    return {name: round(spread.mean, digits), f"{name}_low": round(spread.low, digits),
            f"{name}_high": round(spread.high, digits)}
