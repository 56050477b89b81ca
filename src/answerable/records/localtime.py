"""Instants out of the times that a file gives: zones, midnight, the hour that comes twice and the one that never was."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import numpy as np
import numpy.typing as npt

from answerable.clocks import DAY_MS, HALF_HOUR_MS, Zone
from answerable.records.mapping import NONE, RawTime

Instants = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
STEP_BACK_MS = HALF_HOUR_MS // 2
# A file of which more than this share of the steps from row to row go back is in no order that could tell anything.
MOST_STEPS_BACK = 0.01


class Placing:
    """What became of times that the clock change makes doubtful. Counts are of records."""

    def __init__(self) -> None:
        self.never_was = np.zeros(0, dtype=bool)
        self.undecided = np.zeros(0, dtype=bool)


def to_instants(times: Mapping[str, RawTime], anchor: str, zone: Zone,
                rolls_past_midnight: bool, earlier: Collection[str] = (),
                soon: Collection[str] | None = None) -> tuple[dict[str, Instants], Placing]:
    """UTC milliseconds of every time column (NONE where there is none), and what was doubtful.

    anchor: the column that places the record (presented_at, interval_start); it decides between the two passes
    of an hour that comes twice by the order of the file, else by the record's other times. earlier: columns of times that
    come before it; all others come after it; soon: of these, the ones that come soon enough after it to tell between the
    two passes (None: all).
    """
    placing = Placing()
    walls = {name: time.ms.copy() for name, time in times.items()}
    if rolls_past_midnight:
        _roll(walls, anchor)
    # Of intervals each comes once, so the same start again is a step back; contacts may well begin at the same moment.
    least_step = 0 if anchor == "interval_start" else STEP_BACK_MS
    telling = {name: wall for name, wall in walls.items()
               if name == anchor or (name not in earlier and (soon is None or name in soon))}
    second, doubtful = _passes(telling, times, anchor, zone, least_step)
    anchored = _later(_instant(walls[anchor], times[anchor].zoned, zone, second), times[anchor].plus)
    instants = {anchor: anchored}
    for name, wall in walls.items():
        if name in earlier:
            instants[name] = _later(_before(wall, times[name].zoned, zone, anchored), times[name].plus)
        elif name != anchor:
            instants[name] = _later(_after(wall, times[name].zoned, zone, anchored), times[name].plus)
    local = ~times[anchor].zoned & (walls[anchor] != NONE)
    placing.never_was = local & zone.never_was(walls[anchor])
    placing.undecided = doubtful
    return instants, placing


def _later(instants: Instants, plus: Instants | None) -> Instants:
    """Instants and the durations to add to them: to the instant, as a wall clock may be put back meanwhile."""
    return instants if plus is None else np.where(instants == NONE, NONE, instants + plus)


def _roll(walls: dict[str, Instants], anchor: str) -> None:
    """A clock time twelve hours or more before the anchor belongs to the next day."""
    start = walls[anchor]
    for name, wall in walls.items():
        if name != anchor:
            late = (wall != NONE) & (start != NONE) & (start - wall >= DAY_MS // 2)
            wall[late] += DAY_MS


def _instant(wall: Instants, zoned: Flags, zone: Zone, second: Flags | None) -> Instants:
    local = (wall != NONE) & ~zoned
    instants = wall.copy()
    if local.any():
        instants[local] = zone.to_utc(wall[local], None if second is None else second[local])
    return instants


def _after(wall: Instants, zoned: Flags, zone: Zone, anchored: Instants) -> Instants:
    """A later time of the record: in an hour that comes twice, the pass that does not lie before the anchor."""
    first = _instant(wall, zoned, zone, None)
    twice = (wall != NONE) & ~zoned & zone.ambiguous(wall)
    if not twice.any():
        return first
    again = _instant(wall, zoned, zone, twice)
    return np.where(twice & (first < anchored) & (anchored != NONE), again, first)


def _before(wall: Instants, zoned: Flags, zone: Zone, anchored: Instants) -> Instants:
    """An earlier time of the record: in an hour that comes twice, the later pass that does not lie after the anchor."""
    first = _instant(wall, zoned, zone, None)
    twice = (wall != NONE) & ~zoned & zone.ambiguous(wall)
    if not twice.any():
        return first
    again = _instant(wall, zoned, zone, twice)
    return np.where(twice & (again <= anchored), again, first)


def _passes(walls: dict[str, Instants], times: Mapping[str, RawTime], anchor: str, zone: Zone,
            least_step: int) -> tuple[Flags | None, Flags]:
    """(which anchors are second passes, which stay undecided) among the anchors in an hour that comes twice.

    least_step: by how many milliseconds the times must step back for a second pass to begin there.
    """
    wall = walls[anchor]
    twice = (wall != NONE) & ~times[anchor].zoned & zone.ambiguous(wall)
    undecided = np.zeros(len(wall), dtype=bool)
    if not twice.any():
        return None, undecided
    second = np.zeros(len(wall), dtype=bool)
    direction = _direction(wall, twice)
    for day in np.unique(wall[twice] // DAY_MS):
        places = np.flatnonzero(twice & (wall // DAY_MS == day))[::direction or 1]
        backwards = np.flatnonzero(np.diff(wall[places]) <= -least_step)
        if direction and len(backwards) == 1:
            second[places[backwards[0] + 1:]] = True
        else:
            _by_later_times(places, walls, times, anchor, zone, second, undecided)
    return second, undecided


def _direction(wall: Instants, twice: Flags) -> int:
    """1 where the anchors run on from row to row, -1 where they run back (newest first), 0 where they are in no order;
    looked at outside the doubtful hours. Only a file in order tells anything by a step in one."""
    given = wall != NONE
    steps, doubtful = np.diff(wall[given]), twice[given]
    plain = steps[~(doubtful[:-1] & doubtful[1:])]
    direction = 1 if (plain >= 0).sum() >= (plain < 0).sum() else -1
    return direction if (direction * plain <= -STEP_BACK_MS).sum() <= MOST_STEPS_BACK * len(plain) else 0


def _by_later_times(places: npt.NDArray[np.intp], walls: dict[str, Instants], times: Mapping[str, RawTime],
                    anchor: str, zone: Zone, second: Flags, undecided: Flags) -> None:
    """Where a record leaves the doubtful hour, take the pass that makes the contact the shorter one."""
    decided = np.zeros(len(places), dtype=bool)
    wall = walls[anchor][places]
    latest = zone.to_utc(wall, np.ones(len(wall), dtype=bool))
    for name, others in walls.items():
        other = others[places]
        usable = (other != NONE) & (name != anchor)
        plain = usable & (times[name].zoned[places] | ~zone.ambiguous(other))
        instants = np.where(times[name].zoned[places], other, zone.to_utc(other))
        leaves = plain & (instants >= latest) & ~decided
        stays = usable & ~plain & (other < wall) & ~decided
        second[places[leaves]] = True
        decided |= leaves | stays
    undecided[places[~decided]] = True
