"""The force's rooms run by the simulator's kernel: a month in half-hours of its own calendar, every contact written down.

A slot is a half-hour of real time, so days of 23 and 25 hours are what they are. How busy each day is and who is there is drawn
by the force (`demand`, `staffing`); the contacts themselves, their talk and their patience by the kernel.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import gamma, sqrt

import numpy as np

from answerable.records.synthetic.callers import Handling
from answerable.records.synthetic.contacts import NONE
from answerable.records.synthetic.demand import Floats
from answerable.records.synthetic.hours import HALF_HOUR_MS, Ints
from answerable.simulation.contacts import rows_of, run_kept
from answerable.simulation.handlers import name_handlers
from answerable.simulation.kernel.world import Plan
from answerable.simulation.laying_out import shapes_of, world_of
from answerable.simulation.room import Duration, Line, Pool, Room, Service

Crews = Sequence[Sequence[int]]     # of each half-hour, the numbers of those who take contacts


@dataclass(frozen=True)
class Desk:
    """A line as the force has it: the line, and the contacts expected in each half-hour of the month."""

    line: Line
    expected: Floats


@dataclass(frozen=True)
class Seen:
    """What the telephone system saw. rows: KEPT, by arrival, seconds from the first half-hour; handler: who took each, NONE
    where nobody did; line: which of the lines each was for; first_ms: the instant of the first half-hour."""

    rows: np.ndarray
    handler: Ints
    line: Ints
    first_ms: int

    def __len__(self) -> int:
        return len(self.rows)

    def at(self, name: str, tick_ms: int) -> Ints:
        """The instants of a column of KEPT in milliseconds, cut to the system's tick; NONE where there is none. Cutting keeps
        the order of instants, so what did not overlap does not."""
        seconds = self.rows[name]
        ticks = np.floor(np.nan_to_num(seconds) * (1000 / tick_ms)).astype(np.int64)
        return np.where(np.isnan(seconds), NONE, self.first_ms + ticks * tick_ms)


def see(name: str, desks: Sequence[Desk], crews: Crews, first_ms: int, random: np.random.Generator) -> Seen:
    """Run lines that one pool answers. crews: who is there in each half-hour; first_ms: when the first begins. The same
    state of `random` gives the same contacts."""
    slots = len(crews)
    staff = tuple(len(crew) for crew in crews)
    room = Room(name, tuple(desk.line for desk in desks), (Pool(POOL, staff),), slots, HALF_HOUR_MS / 1000)
    plan = Plan(np.array([desk.expected for desk in desks], dtype=float), np.ones((len(desks), slots), dtype=np.int64),
                np.array([staff], dtype=np.int64))
    world = world_of(room)
    world["seed"] = random.integers(0, 2**64, dtype=np.uint64)
    rows = rows_of(run_kept(world, shapes_of(room), plan, name))
    return Seen(rows, name_handlers(rows, [crews], room.slot_seconds), rows["queue"].astype(np.int64), first_ms)


POOL = "handlers"


def service(handling: Handling, **more: object) -> Service:
    """How a line is dealt with: its talk, wrap-up and patience, and whatever else a service has."""
    patience = weibull(handling.patience_seconds, handling.patience_shape)
    return Service(**{"talk": log_normal(handling.talk_seconds, handling.talk_variation), "pools": (POOL,),  # type: ignore[arg-type]
                      "wrap": log_normal(handling.wrap_seconds, handling.wrap_variation), "patience": patience, **more})


def log_normal(mean_seconds: float, variation: float) -> Duration:
    """A log-normal duration by its mean and coefficient of variation."""
    return Duration("log_normal", mean_seconds, mean_seconds * variation)


def weibull(mean_seconds: float, shape: float) -> Duration:
    """A Weibull duration by its mean and shape."""
    variation = sqrt(gamma(1 + 2 / shape) / gamma(1 + 1 / shape) ** 2 - 1)
    return Duration("weibull", mean_seconds, mean_seconds * variation)
