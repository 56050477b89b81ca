"""The simulator within the server: made ready beside it, run by few at a time, and what it found kept for a while.

A server has few threads for answers. One what-if is simulated at a time and one more may wait; whoever comes then is told so at
once, and everybody else's pages go on: the compiled kernel lets go of the interpreter.
"""

from __future__ import annotations

import subprocess
import sys
from collections import OrderedDict
from dataclasses import dataclass
from pathlib import Path
from threading import BoundedSemaphore, Lock, Thread
from time import perf_counter
from typing import Literal

from answerable.simulation.results import Simulated
from answerable.simulation.room import Room

State = Literal["asleep", "getting ready", "ready", "failed"]
SEED = 1
# Repetitions that are run where nobody asks for more: of these, the one that takes nearest to so long.
SECONDS, STEPS = 0.5, (8, 12, 16, 24, 32, 48, 64, 100)
MORE = 200
COUNTS = (*STEPS, MORE)
# What was found and is kept, and how long somebody waits for another what-if to end.
KEPT, PATIENCE = 24, 20.0
_WARM = "from answerable.simulation.simulating import get_ready; get_ready()"


class Busy(Exception):
    """One what-if is being simulated and another waits already."""


class NotReady(Exception):
    """The simulator is not ready yet."""


@dataclass
class _Now:
    state: State = "asleep"
    reason: str = ""


_NOW = _Now()
_BEGINNING = Lock()
_COMING = BoundedSemaphore(2)       # one at work, and one who waits
_AT_WORK = BoundedSemaphore(1)
_FOUND: OrderedDict[tuple[Room, int], Simulated] = OrderedDict()
_STEP: dict[int, int] = {}          # by size of a room: the place in STEPS


def state() -> State:
    """How far the simulator is."""
    return _NOW.state


def begin() -> None:
    """Begin to make the simulator ready in a thread of its own; nothing happens where that has begun."""
    with _BEGINNING:
        if _NOW.state != "asleep":
            return
        _NOW.state = "getting ready"
    Thread(target=get_ready, name="simulator", daemon=True).start()


def get_ready() -> None:
    """Make it ready, and wait for that. Where it was never compiled on this machine, a process of its own does that, so that
    answers are not held up: it takes up to a minute of a processor. This one then reads the result."""
    _NOW.state = "getting ready"
    try:
        from answerable.simulation.kernel.compiled import config
        from answerable.simulation.simulating import get_ready as compiled

        if not any(Path(config.CACHE_DIR).rglob("*.nbc")):
            subprocess.run([sys.executable, "-c", _WARM], stdin=subprocess.DEVNULL, capture_output=True, check=False)
        compiled()
        _NOW.state = "ready"
    except Exception as error:
        # What stands in the way (a library that cannot be loaded) is told on the page; the rest of the site goes on.
        _NOW.state, _NOW.reason = "failed", f"{type(error).__name__}: {error}"


def reason() -> str:
    """Why it could not be made ready; "" where it could."""
    return _NOW.reason


def simulated(rooms: tuple[Room, ...], count: int | None = None) -> tuple[Simulated, ...]:
    """What came of each room, each run equally often with the same callers. count: of COUNTS; None: as many repetitions
    as do not keep anybody waiting. Raises NotReady; Busy where others are at it."""
    if _NOW.state != "ready":
        begin()
        raise NotReady
    if not _COMING.acquire(blocking=False):
        raise Busy
    try:
        if not _AT_WORK.acquire(timeout=PATIENCE):
            raise Busy
        try:
            often = count or min(STEPS[_STEP.get(_size(room), 0)] for room in rooms)
            return tuple(_found(room, often) for room in rooms)
        finally:
            _AT_WORK.release()
    finally:
        _COMING.release()


def _size(room: Room) -> int:
    """Rooms of about one size take about as long: the power of two of the contacts that come."""
    return int(sum(sum(line.arrivals) for line in room.lines)).bit_length()


def _found(room: Room, count: int) -> Simulated:
    from answerable.simulation.simulating import simulate

    if (room, count) in _FOUND:
        _FOUND.move_to_end((room, count))
        return _FOUND[room, count]
    began = perf_counter()
    result = simulate(room, count, SEED)
    if count != MORE:
        _next_time(_size(room), (perf_counter() - began) / count)
    _FOUND[room, count] = result
    while len(_FOUND) > KEPT:
        _FOUND.popitem(last=False)
    return result


def _next_time(size: int, each: float) -> None:
    """Choose how often rooms of a size are run from now on, by what a repetition took. It changes only where it is well out:
    the room as it is would else be simulated anew each time."""
    now = _STEP.get(size)
    fits = max((place for place, step in enumerate(STEPS) if step * each <= SECONDS), default=0)
    if now is None or STEPS[now] * each > 1.6 * SECONDS or fits > now + 1:
        _STEP[size] = fits
