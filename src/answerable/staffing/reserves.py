"""Which reserve needs the fewest handlers: a line that is taken only while more of a pool than so many stay free."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from answerable.errors import InputError
from answerable.simulation.room import Line, Room
from answerable.staffing.requirement import Requirement, require
from answerable.staffing.targets import Target

MOST = 20


def read_reserves(said: str) -> range:
    """Reserves as they are written on the command line: "0..3", or one number. Raises InputError where they cannot be."""
    first, dots, last = said.partition("..")
    numbers = [int(part) for part in (first, last if dots else first) if part.isdecimal() and int(part) <= MOST]
    if len(numbers) < 2 or numbers[0] > numbers[1]:
        raise InputError(f"'{said}' are no reserves.", where="--reserve",
                         remedy=f"Write two whole numbers from 0 to {MOST}, the smaller first, such as 0..3.")
    return range(numbers[0], numbers[1] + 1)


def kept_back(room: Room, pool: str, targets: Sequence[Target]) -> tuple[str, ...]:
    """The lines whose reserve is looked for: those with a target that the pool takes, but for those that go first. Raises
    InputError where there is none."""
    asked = {target.line for target in targets}
    lines = [line for line in room.lines if line.name in asked and pool in line.service.pools]
    first = min((line.service.priority for line in room.lines if pool in line.service.pools), default=0)
    names = tuple(line.name for line in lines if line.service.priority > first)
    if not names:
        raise InputError(f"no line with a target gives way to another in the pool '{pool}', so none has a reserve to look for.",
                         where="--reserve", remedy="Leave the option out, or ask for a target of a line with a priority "
                                                   "above the first.")
    return names


def with_reserve(room: Room, pool: str, names: Iterable[str], reserve: int) -> Room:
    """The room with so many of a pool kept free by those lines; their reserves in other pools stay."""
    wanted = set(names)

    def kept(line: Line) -> Line:
        others = tuple((own, number) for own, number in line.service.reserves if own != pool)
        return replace(line, service=replace(line.service, reserves=(*others, (pool, reserve))))
    return replace(room, lines=tuple(kept(line) if line.name in wanted else line for line in room.lines))


def by_reserve(room: Room, pool: str, targets: Sequence[Target], reserves: Iterable[int], *,
               confidence: float | None = None, repetitions: int, seed: int = 1, threads: int | None = None,
               progress: Callable[[int, int, int], None] | None = None) -> dict[int, Requirement]:
    """What is required with each reserve, with the same callers. progress: called with the reserve, the round and how many
    slots still change. Raises InputError as `kept_back` and `require` do."""
    names, found = kept_back(room, pool, targets), dict[int, Requirement]()
    for reserve in reserves:
        def tell(number: int, changed: int, of: int = reserve) -> None:
            if progress:
                progress(of, number, changed)
        found[reserve] = require(with_reserve(room, pool, names, reserve), pool, targets, confidence=confidence,
                                 repetitions=repetitions, seed=seed, threads=threads, progress=tell)
    return found


def cheapest(found: dict[int, Requirement]) -> int:
    """The reserve with the fewest handler hours; the smaller of two that need the same."""
    return min(found, key=lambda reserve: (found[reserve].hours, reserve))
