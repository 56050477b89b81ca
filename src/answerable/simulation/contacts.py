"""The contacts of a simulated room one by one, as its telephone system would have seen them, and who took them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from answerable.errors import InputError
from answerable.simulation.handlers import heads, name_handlers
from answerable.simulation.kernel.world import FINE, KEPT, TOO_MANY_KEPT, WAS_ABANDONED, WAS_ANSWERED, Plan
from answerable.simulation.kernel.world import Room as Arrays
from answerable.simulation.laying_out import names_of_queues, next_names, plan_of, seed_of, shapes_of, world_of
from answerable.simulation.results import PLACE
from answerable.simulation.room import Room
from answerable.simulation.running import new_room, run_once, tallies_of
from answerable.simulation.simulating import SEED


@dataclass(frozen=True)
class Contacts:
    """Contacts of one repetition, in the order in which they came.

    rows: KEPT, times in seconds from the start of the first slot that counts. caller: by row, which of the callers it is, from
    0; attempts of one caller have one number, and so have a call to a switchboard and what became of it after that. handler:
    by row, the number of the handler of its pool, from 1; NONE where nobody answered. counted: queues × COUNTED, what the
    simulator itself counted. queues: names, by the number in the rows. before: how many came before the first slot that
    counts and reached their queue in it: they are counted, and not among the rows. unfinished: how many came to a queue and
    were still there a day after the end: the same.
    """

    rows: np.ndarray
    caller: np.ndarray
    handler: np.ndarray
    counted: np.ndarray
    queues: tuple[str, ...]
    before: int
    unfinished: int


def contacts_of(room: Room, repetition: int = 0, seed: int = SEED) -> Contacts:
    """Every contact of a repetition: the same that `simulating.simulate` counts in it.

    Raises InputError where more wait than the simulator holds.
    """
    key = seed_of(seed, repetition)
    plan = plan_of(room, key)
    world = world_of(room)
    world["seed"] = key
    arrays = run_kept(world, shapes_of(room), plan, room.name)
    rows, begins = rows_of(arrays), room.warm_up * room.slot_seconds
    handler = name_handlers(rows, heads(plan.staff), room.slot_seconds)
    for name in ("arrived", "queued", "answered", "talked", "free", "left"):
        rows[name] -= begins
    inside = rows["arrived"] >= 0.0
    counted = tallies_of(arrays)[:, room.warm_up:].sum(axis=1)
    before = int((~inside & (rows["slot"] >= room.warm_up)).sum())
    caller = np.unique(_callers(rows)[inside], return_inverse=True)[1]
    return Contacts(rows[inside], caller, handler[inside], counted, names_of_queues(room), before,
                    _unfinished(rows, counted, room.warm_up))


def run_kept(world: np.ndarray, shapes: np.ndarray, plan: Plan, name: str) -> Arrays:
    """Run a room once with every contact written down. world, shapes: as laid out, the seed in it; name: the room's, for an
    error. Raises InputError where more wait than the simulator holds."""
    room_for = 1000 + 3 * int(plan.mean.sum())
    while True:
        arrays = new_room(world, shapes, plan, kept=room_for)
        run_once(arrays, plan)
        if arrays.state.fault == FINE:
            return arrays
        if arrays.state.fault != TOO_MANY_KEPT:
            raise InputError(f"more contacts wait in {name} than the simulator holds: the queue grows without bound.",
                             remedy="Give it more staff, or its lines a patience; `answerable simulate` says from when.")
        room_for *= 2


def rows_of(arrays: Arrays) -> np.ndarray:
    """The contacts that a run wrote down, in the order in which they came. KEPT, seconds from the start of the run."""
    rows = np.frombuffer(arrays.kept.data, dtype=KEPT)[:int(arrays.state.kept)]
    return rows[np.lexsort((rows["queued"], rows["arrived"]))]


def _callers(rows: np.ndarray) -> np.ndarray:
    """Which caller each row is of. Attempts hang together by their names: each follows from the one before it."""
    known: dict[int, int] = {}
    found = np.zeros(len(rows), dtype=np.int64)
    for place, (name, following) in enumerate(zip(rows["name"].tolist(), next_names(rows["name"]).tolist(), strict=True)):
        caller = known.setdefault(name, len(known))
        found[place] = known[following] = caller
    return found


def _unfinished(rows: np.ndarray, counted: np.ndarray, warm_up: int) -> int:
    done = np.isin(rows["outcome"], (WAS_ANSWERED, WAS_ABANDONED)) & (rows["slot"] >= warm_up)
    return int(counted[:, PLACE["offered"]].sum() - done.sum())
