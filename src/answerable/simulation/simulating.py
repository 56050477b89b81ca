"""Simulating a room as often as asked: the repetitions spread over the cores, each the same whichever core runs it."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from os import cpu_count
from threading import Lock

import numpy as np

from answerable.simulation.kernel.world import COUNTED, FINE, TOO_MANY_CONTACTS, TOO_MANY_EVENTS, Plan
from answerable.simulation.kernel.world import Room as Arrays
from answerable.simulation.laying_out import names_of_queues, plan_of, seed_of, shapes_of, world_of
from answerable.simulation.results import Simulated
from answerable.simulation.room import Duration, Line, Pool, Room, Service
from answerable.simulation.running import empty, new_room, run_once, tallies_of

REPETITIONS, SEED = 50, 1
Progress = Callable[[int, int], None]
_STOPS = dict.fromkeys((TOO_MANY_CONTACTS, TOO_MANY_EVENTS),
                       "more contacts wait than the simulator holds: the queue grows without bound")


def simulate(room: Room, repetitions: int = REPETITIONS, seed: int = SEED, *, threads: int | None = None,
             progress: Progress | None = None) -> Simulated:
    """Run a room so many times.

    seed: rooms run with the same seed see the same contacts (common random numbers), so their difference is due to the rooms.
    threads: as many as there are cores where None; the result does not depend on it. progress: called with repetitions done
    and repetitions in all, from any thread, one at a time.
    """
    job = _Job(room, repetitions, seed, progress)
    count = min(threads or cpu_count() or 1, repetitions)
    with ThreadPoolExecutor(count) as pool:
        list(pool.map(job.work, [range(first, repetitions, count) for first in range(count)]))
    return job.result()


class _Job:
    """The repetitions of one room, and the sums of those that are done."""

    def __init__(self, room: Room, repetitions: int, seed: int, progress: Progress | None) -> None:
        self.room, self.repetitions, self.seed, self.progress = room, repetitions, seed, progress
        self.world, self.shapes = world_of(room), shapes_of(room)
        queues = len(names_of_queues(room))
        self.by_slot = np.zeros((repetitions, queues, room.slots, len(COUNTED)), dtype=np.float32)
        self.pools = np.zeros((repetitions, 2, len(room.pools), room.slots))
        self.stops: list[tuple[float, int]] = []
        self.done, self.lock = 0, Lock()

    def work(self, repetitions: range) -> None:
        """Run some of the repetitions one after the other, in arrays of their own."""
        world, arrays = self.world.copy(), None
        for repetition in repetitions:
            key = seed_of(self.seed, repetition)
            plan = plan_of(self.room, key)
            if arrays is None or arrays.doing.shape[1] <= plan.staff.max(initial=0):
                arrays = new_room(world, self.shapes, plan)
            world["seed"] = key
            self._run(repetition, arrays, plan)

    def _run(self, repetition: int, arrays: Arrays, plan: Plan) -> None:
        empty(arrays)
        reached, before = run_once(arrays, plan), self.room.warm_up
        with self.lock:
            self.by_slot[repetition] = tallies_of(arrays)[:, before:]
            self.pools[repetition] = arrays.pools.staffed[:, before:], arrays.pools.busy[:, before:]
            if arrays.state.fault != FINE:
                self.stops.append((reached - before * self.room.slot_seconds, int(arrays.state.fault)))
            self.done += 1
            if self.progress:
                self.progress(self.done, self.repetitions)

    def result(self) -> Simulated:
        """All repetitions together."""
        stopped_at, fault = min(self.stops, default=(0.0, FINE))
        # Summed in the order of repetitions, whichever thread ended first: the last digits do not depend on threads.
        staffed, busy = self.pools.mean(axis=0)
        return Simulated(
            queues=names_of_queues(self.room), pools=tuple(pool.name for pool in self.room.pools),
            slot_seconds=self.room.slot_seconds, seed=self.seed, by_slot=self.by_slot.mean(axis=0, dtype=np.float64),
            totals=self.by_slot.sum(axis=2, dtype=np.float64), staffed=staffed, busy=busy,
            stopped=_STOPS.get(fault, ""), stopped_at=stopped_at)


def get_ready() -> None:
    """Have the kernel compiled, or read from disk, before it is needed: half a minute the first time after an installation."""
    service = Service(Duration("constant", 1.0), ("one",))
    simulate(Room("nobody calls", (Line("none", (0.0,), service),), (Pool("one", (1,)),), 1), 1)
