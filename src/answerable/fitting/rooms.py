"""A fitted room as a Room: a usual week, to be written to a file, or the very days that a check is about."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from answerable.fitting.fitted import Fitted, FittedLine
from answerable.fitting.presence import Presence
from answerable.simulation.room import AT_ONCE, Line, Message, Pool, Room, Service, Weekday

EMERGENCY, EMERGENCY_WITHIN, WITHIN = "999", 10.0, 30.0
# On fewer heads than this on an average day nobody is put down for a half-hour of the usual week.
HARDLY_ANYBODY = 0.3
WARM_UP = 8     # half-hours


@dataclass(frozen=True)
class Policy:
    """What no record says, and people declare. within: limits of "answered within" by line, seconds; first: the lines that go
    before all others. reserve: how many handlers of a pool stay free for these, the others waiting; `reserving` finds it."""

    within: tuple[tuple[str, float], ...] = ()
    first: tuple[str, ...] = (EMERGENCY,)
    reserve: int = 0

    def limit(self, line: str) -> float:
        """The limit of a line (seconds)."""
        return dict(self.within).get(line, EMERGENCY_WITHIN if line == EMERGENCY else WITHIN)


def usual_week(fitted: Fitted, name: str, policy: Policy, able: float) -> Room:
    """A week from Monday: expected contacts, the mean of heads there rounded, and the share who cannot take a contact as
    `away`. able: what each pool's share who can is multiplied by (calibrated). A line is closed while nobody is there."""
    weekdays = fitted.contacts.weekdays
    heads = [np.array([_mean_of(pool.heads, weekdays, day) for day in range(7)]).ravel() for pool in fitted.pools]
    staff = [np.where(mean < HARDLY_ANYBODY, 0, np.maximum(np.round(mean), 1)).astype(int) for mean in heads]
    shares = [min(pool.able.value * able, 1.0) if np.isfinite(pool.able.value) else 1.0 for pool in fitted.pools]
    pools = tuple(Pool(pool.name, tuple(count.tolist()), away=round(1 - share, 4))
                  for pool, count, share in zip(fitted.pools, staff, shares, strict=True))
    arrivals = [line.arrivals.by_slot.ravel() for line in fitted.lines]
    return _room(fitted, name, policy, arrivals, pools, Weekday.MONDAY, fitted.busyness.value)


def _mean_of(heads: np.ndarray, weekdays: np.ndarray, day: int) -> np.ndarray:
    own = weekdays == day
    return np.asarray(heads[own].mean(axis=0) if own.any() else heads.mean(axis=0))


def room_of_days(fitted: Fitted, policy: Policy, arrivals: list[np.ndarray], heads: list[np.ndarray], begins: int,
                 busyness: float, chance: np.random.Generator) -> Room:
    """A room of given days. arrivals: by line, expected contacts; heads: by pool, those who can take a contact (parts of a head
    are rounded by chance); both days × half-hours. begins: the weekday of the first day."""
    pools = tuple(Pool(pool.name, tuple(np.floor(own.ravel() + chance.random(own.size)).astype(int).tolist()))
                  for pool, own in zip(fitted.pools, heads, strict=True))
    return _room(fitted, "days", policy, [own.ravel() for own in arrivals], pools, Weekday(begins), busyness)


def _room(fitted: Fitted, name: str, policy: Policy, arrivals: list[np.ndarray], pools: tuple[Pool, ...], begins: Weekday,
          busyness: float) -> Room:
    slots = arrivals[0].size
    lines = []
    for place, (line, own) in enumerate(zip(fitted.lines, arrivals, strict=True)):
        takers = _takers(fitted.pools, place)
        is_open = np.array([pools[taker].staff for taker in takers]).max(axis=0) > 0
        kept_back = tuple((pools[taker].name, policy.reserve) for taker in takers if is_shared(fitted, taker, policy))
        service = _service(line, tuple(pools[taker].name for taker in takers), policy, kept_back)
        lines.append(_line(line, own, service, is_open))
    return Room(name, tuple(lines), pools, slots, begins=begins, busyness=0.0 if busyness != busyness else round(busyness, 4),
                warm_up=min(WARM_UP, slots))


def _takers(pools: tuple[Presence, ...], line: int) -> list[int]:
    """The pools that take a line: those that take the fewest lines are asked first."""
    return sorted((place for place, pool in enumerate(pools) if line in pool.lines), key=lambda place: len(pools[place].lines))


def is_shared(fitted: Fitted, pool: int, policy: Policy) -> bool:
    """Whether a pool takes lines that go first and others too: there, handlers can be kept free for the first."""
    first = [fitted.lines[line].name in policy.first for line in fitted.pools[pool].lines]
    return any(first) and not all(first)


def _service(line: FittedLine, pools: tuple[str, ...], policy: Policy, kept_back: tuple[tuple[str, int], ...]) -> Service:
    first = line.name in policy.first
    return Service(line.talk.duration, pools, wrap=line.wrap.duration if line.wrap.contacts else AT_ONCE,
                   patience=line.patience, priority=0 if first else 1,
                   reserves=() if first or not policy.reserve else kept_back, within=policy.limit(line.name),
                   at_once=line.at_once)


def _line(line: FittedLine, arrivals: np.ndarray, service: Service, is_open: np.ndarray) -> Line:
    lost = (round(line.contained.value, 4), round(line.left.value, 4))
    message = Message(round(line.message.mean.value, 1), *lost) if line.message.mean.value > 0 or any(lost) else None
    return Line(line.name, tuple(np.round(arrivals, 3).tolist()), service, message=message,
                redial=line.redialling.redial if line.redialling else None,
                open=() if is_open.all() else tuple(is_open.tolist()))

