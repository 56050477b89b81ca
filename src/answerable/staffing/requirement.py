"""How many handlers a pool needs in each slot, for targets on several lines at once, in every slot or over the whole time.

A closed form gives the start; from there the simulator is asked again and again, always with the same callers: slots that
miss a target get more, slots with room to spare give one up, until neither is to be done (the iterative staffing algorithm of
Feldman, Mandelbaum, Massey & Whitt 2008, with steps of whole people). Targets over the whole time come on top of that
(`whole_time`). The answer is then tried on callers it has not seen.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from math import ceil, exp, isfinite, sqrt

import numpy as np

from answerable.errors import InputError
from answerable.simulation.durations import handling_seconds
from answerable.simulation.results import Simulated
from answerable.simulation.room import Line, Room
from answerable.simulation.simulating import simulate
from answerable.staffing.erlang import waits
from answerable.staffing.targets import Target
from answerable.staffing.whole_time import MOST_ROUNDS as MOST_OF_WHOLE_TIME
from answerable.staffing.whole_time import WholeTime

REPETITIONS, MOST_ROUNDS, FRESH_SEED = 60, 30, 7919
Told = Callable[[int, int], None]


@dataclass(frozen=True)
class Requirement:
    """The answer. staff: by slot. result: the room with it, with callers that the search had not seen. missed: for each
    target the slots in which it is missed there (none of those over the whole time). rounds: of the search. settled: whether
    it ended by itself. confidence: the share of repetitions in which targets over the whole time were to be met; None: on the
    mean."""

    pool: str
    targets: tuple[Target, ...]
    room: Room
    staff: tuple[int, ...]
    result: Simulated
    missed: tuple[tuple[int, ...], ...]
    rounds: int
    settled: bool
    confidence: float | None = None

    @property
    def hours(self) -> float:
        """Handler hours of the whole room's time in the pool."""
        return sum(self.staff) * self.room.slot_seconds / 3600


def require(room: Room, pool: str, targets: Sequence[Target], *, confidence: float | None = None,
            repetitions: int = REPETITIONS, seed: int = 1, threads: int | None = None,
            progress: Told | None = None) -> Requirement:
    """The fewest handlers of a pool by which every target is met in every slot, or over the whole time where it says so, as
    far as the search finds.

    What the room's file says of that pool's staff is not used; of other pools it is. confidence: the share of repetitions in
    which targets over the whole time are to be met; None: that their mean meets them. progress: called with the round and how
    many slots still change. Raises InputError where the pool is not there or takes none of the targets' lines.
    """
    _check(room, pool, targets)
    search = _Search(room, pool, targets, repetitions, seed, threads)
    while not search.settled and search.rounds < MOST_ROUNDS:
        search.step()
        if progress:
            progress(search.rounds, search.changed)
    best, rounds, settled = search.best(), search.rounds, search.settled
    if search.over_all:
        best, more, settled = _over_all(search, best, confidence, progress)
        rounds += more
    result = simulate(with_staff(room, pool, best), repetitions, seed + FRESH_SEED, threads=threads)
    return Requirement(pool, tuple(targets), with_staff(room, pool, best), best, result,
                       tuple(() if target.over_all else tuple(map(int, np.flatnonzero(target.missed(result))))
                             for target in targets), rounds, settled, confidence)


def _over_all(search: _Search, least: tuple[int, ...], confidence: float | None,
              progress: Told | None) -> tuple[tuple[int, ...], int, bool]:
    """(staff, rounds, settled) for the targets over the whole time, on top of what the others need."""
    floor = np.maximum(least, carried(search.room, search.pool))
    own = WholeTime(search.ask, search.over_all, start(search.room, search.pool, search.over_all), floor.tolist(), confidence)
    while not own.settled and own.rounds < MOST_OF_WHOLE_TIME:
        own.step()
        if progress:
            progress(search.rounds + own.rounds, own.changed)
    return own.best or tuple(map(int, own.staff)), own.rounds, own.settled


def with_staff(room: Room, pool: str, staff: Sequence[int]) -> Room:
    """The room with other handlers in a pool."""
    return replace(room, pools=tuple(replace(own, staff=tuple(staff)) if own.name == pool else own for own in room.pools))


def _check(room: Room, pool: str, targets: Sequence[Target]) -> None:
    names = [own.name for own in room.pools]
    if pool not in names:
        raise InputError(f"there is no pool '{pool}' in {room.name}.", remedy=f"There are: {', '.join(names)}.")
    own_pool = room.pools[names.index(pool)]
    if max(own_pool.absent, own_pool.away) >= 1:
        raise InputError(f"all of the pool '{pool}' are absent or away, so no number of handlers helps.",
                         where=room.where or None, remedy="Write shares below 1 for absent and away.")
    for line in room.lines:
        if pool in line.service.pools and not isfinite(handling_seconds(line.service)):
            raise InputError(f"{line.name} takes for ever, so no number of handlers helps.", where=room.where or None,
                             remedy="Write how long its talk and wrap take.")
    for target in targets:
        line = next(own for own in room.lines if own.name == target.line)
        if pool not in line.service.pools:
            raise InputError(f"the pool '{pool}' takes nothing of {line.name}, so no number of handlers helps the target "
                             f"'{target}'.", remedy=f"Ask for the pool {' or '.join(line.service.pools)}.")


class _Search:
    """The staff as it stands. failed: of each slot the highest number seen to miss a target."""

    def __init__(self, room: Room, pool: str, targets: Sequence[Target], repetitions: int, seed: int,
                 threads: int | None) -> None:
        self.room, self.pool = room, pool
        self.targets = [target for target in targets if not target.over_all]
        self.over_all = [target for target in targets if target.over_all]
        self.repetitions, self.seed, self.threads = repetitions, seed, threads
        self.staff = np.array(start(room, pool, self.targets)) if self.targets else np.zeros(room.slots, dtype=int)
        self.failed = np.full(room.slots, -1)
        self.passing: tuple[int, ...] | None = None
        self.rounds, self.changed, self.settled = 0, room.slots, not self.targets

    def ask(self, staff: np.ndarray) -> Simulated:
        """The room with so many handlers by slot, always with the same callers."""
        return simulate(with_staff(self.room, self.pool, staff.tolist()), self.repetitions, self.seed, threads=self.threads)

    def step(self) -> None:
        """Ask once, and change every slot that is to be changed."""
        result = self.ask(self.staff)
        self.rounds += 1
        short, spare = self._short(result), self._spare(result)
        self.failed = np.where(short > 0, np.maximum(self.failed, self.staff), self.failed)
        if not short.any() and (self.passing is None or self.staff.sum() < sum(self.passing)):
            self.passing = tuple(map(int, self.staff))
        fewer = spare & (short == 0) & (self.staff - 1 > self.failed)
        before = self.staff.copy()
        self.staff = np.where(short > 0, self.staff + short, np.where(fewer, self.staff - 1, self.staff))
        self.changed = int((self.staff != before).sum())
        self.settled = self.changed == 0

    def _short(self, result: Simulated) -> np.ndarray:
        """How many more each slot gets: 1 where a target is missed by little, more by far."""
        more = np.zeros(self.room.slots, dtype=int)
        for target in self.targets:
            missed, found = target.missed(result), target.by_slot(result)
            off = np.abs(np.nan_to_num(found) - target.level) / (target.level if target.measure == "mean_wait" else 0.1)
            more = np.maximum(more, np.where(missed, 1 + np.minimum(off, 8.0).astype(int) // 2, 0))
        return more

    def _spare(self, result: Simulated) -> np.ndarray:
        """The slots in which one fewer is worth a try: all targets are met there."""
        spare = self.staff > 0
        for target in self.targets:
            spare &= ~target.missed(result)
        return spare

    def best(self) -> tuple[int, ...]:
        """The fewest handlers seen to meet all targets in all slots; what stands where none was."""
        return self.passing or tuple(map(int, self.staff))


def start(room: Room, pool: str, targets: Sequence[Target]) -> list[int]:
    """Where the search begins: for each slot the fewest handlers by which Erlang C with priority meets the targets on what of
    the slot's work is still being done in it (lagged by the mean handling), nobody giving up."""
    lines = [line for line in room.lines if pool in line.service.pools]
    loads = {line.name: _lagged(line, room) for line in lines}
    share = 1 / (1 - next(own for own in room.pools if own.name == pool).away)
    return [ceil(share * _least(slot, lines, loads, targets, pool)) for slot in range(room.slots)]


def carried(room: Room, pool: str) -> list[int]:
    """By slot the handlers whom its work keeps busy, and of a line with a reserve one more than that, where anyone comes.

    A target over the whole time is never met by fewer: by the numbers alone it would be cheapest to close at night, when few
    call, and whoever is never answered is not among those answered in time. A line counts for the pool that is asked first.
    """
    lines = [line for line in room.lines if line.service.pools[0] == pool]
    if not lines:
        return [0] * room.slots
    loads = np.array([_lagged(line, room) for line in lines])
    kept = np.array([[line.service.reserve_in(pool) + 1] for line in lines]) * (np.array([line.arrivals for line in lines]) > 0)
    share = 1 / (1 - next(own for own in room.pools if own.name == pool).away)
    return [max(ceil(share * load), most) for load, most in zip(loads.sum(axis=0), kept.max(axis=0), strict=True)]


def _lagged(line: Line, room: Room) -> np.ndarray:
    """A line's offered load by slot (erlangs), of contacts who came about a mean handling earlier."""
    handling = handling_seconds(line.service)
    load = np.array(line.arrivals) * handling / room.slot_seconds
    late = min(handling / room.slot_seconds, 1.0)
    return (1 - late) * load + late * np.roll(load, 1)


def _least(slot: int, lines: list[Line], loads: dict[str, np.ndarray], targets: Sequence[Target], pool: str) -> int:
    total = float(sum(load[slot] for load in loads.values()))
    handlers = max(ceil(total + 0.3 * sqrt(total)), 1 if total else 0)
    while total and not all(_meets(target, handlers, slot, pool, lines, loads) for target in targets):
        handlers += 1
    return handlers


def _meets(target: Target, handlers: int, slot: int, pool: str, lines: list[Line], loads: dict[str, np.ndarray]) -> bool:
    """Whether a share within a limit is reached; other measures are left to the simulator."""
    total = float(sum(load[slot] for load in loads.values()))
    line = next((own for own in lines if own.name == target.line), None)
    if line is None or not target.at_least or loads[line.name][slot] == 0 or handlers > 2 * total + 20:
        return True
    if handlers <= total:
        return False
    service = line.service
    before = sum(float(loads[other.name][slot]) for other in lines if other.service.priority <= service.priority)
    handling = handling_seconds(service)
    free = max(handlers - service.reserve_in(pool), 1)
    return 1 - waits(handlers, total) * exp(-max(free - before, 0.0) * service.within / handling) >= target.level


def cost_of_each(room: Room, pool: str, targets: Sequence[Target], whole: Requirement,
                 **options: float | None) -> dict[Target, float]:
    """Handler hours that each target costs: those of all targets, less those of all but it."""
    if len(targets) < 2:
        return dict.fromkeys(targets, whole.hours)
    return {target: whole.hours - require(room, pool, [other for other in targets if other != target],
                                          **options).hours for target in targets}     # type: ignore[arg-type]
