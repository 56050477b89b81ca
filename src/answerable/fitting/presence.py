"""Who was there: handlers by half-hour, from duties where there are some, else from who answered.

From who answered: a handler is taken to be there from the first answer to the end of the last contact, but for gaps of more
than half an hour. Not all who are there can take a contact: breaks, paperwork, other duties. How many can is seen at moments
in which somebody waits: whoever could take a contact would then be busy. The share of those there who are busy at such moments
is the share who can.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from answerable.clocks import SLOTS_A_DAY
from answerable.fitting.contacts import ANSWERED, ELSEWHERE, Contacts
from answerable.measures.answering import Question
from answerable.measures.staffed import staffed_cells
from answerable.records.store import Manifest, Store
from answerable.records.tables import TABLES, clock_codes, family_of
from answerable.simulation.estimating.estimate import UNKNOWN, Estimate, ratio_over_days
from answerable.words import join_words

STEP = 10.0             # seconds between the moments that are looked at
LONGEST_GAP = 1800.0    # seconds without a contact after which a handler is taken to have gone
RINGING = 10.0          # seconds in the queue before a contact counts as waiting: a free handler answers sooner
FEWEST_IN_A_POOL = 0.05     # of all answers; handlers of rarer sets of lines join the pool they have most in common with
RARE = 0.03             # of a handler's contacts: a line taken less often than that is not one of his
MOST_POOLS = 6


@dataclass(frozen=True)
class Presence:
    """A pool. name; lines: places of the lines that it takes. heads: those there, days × half-hours. able: the share of them
    who could take a contact, at moments in which somebody waited; from_duties: whether heads are of duties, else of who
    answered."""

    name: str
    lines: tuple[int, ...]
    heads: np.ndarray
    able: Estimate
    from_duties: bool


_Pool = tuple[bool, ...]        # which lines a pool takes


def pools_of(contacts: Contacts, given: Sequence[_Pool] = ()) -> list[tuple[tuple[int, ...], np.ndarray]]:
    """The sets of lines that handlers take, each with whether a contact was answered by one of its handlers (a contact whose
    handler is not recorded belongs to the first pool that takes its line). The most answers first. given: sets that are
    known from other days; handlers then join the one they have most in common with."""
    answered = (contacts.outcome == ANSWERED) & (contacts.handler != 0)
    lines = len(contacts.lines)
    if not answered.any():
        return [(tuple(range(lines)), contacts.outcome == ANSWERED)]
    handlers, place = np.unique(contacts.handler[answered], return_inverse=True)
    table = np.zeros((len(handlers), lines))
    np.add.at(table, (place, contacts.line[answered]), 1)
    takes = table >= np.maximum(RARE * table.sum(axis=1, keepdims=True), 1)
    sets = {key: float(table[(takes == key).all(axis=1)].sum()) for key in map(tuple, np.unique(takes, axis=0).tolist())}
    great = list(given) or _great(sets, takes)
    nearest = {key: max(great, key=lambda other: (sum(map(np.logical_and, key, other)), -sum(other), sets.get(other, 0)))
               for key in sets}
    pool_of = {handler: great.index(nearest[tuple(row)])
               for handler, row in zip(handlers.tolist(), takes.tolist(), strict=True)}
    _without_a_pool(great, lines)
    own = np.array([pool_of.get(handler, -1) for handler in contacts.handler.tolist()])
    first = np.array([next(place for place, key in enumerate(great) if key[line]) for line in range(lines)])
    own = np.where(own < 0, first[contacts.line], own)
    return [(tuple(np.flatnonzero(key).tolist()), (contacts.outcome == ANSWERED) & (own == place))
            for place, key in enumerate(great)]


def _great(sets: dict[_Pool, float], takes: np.ndarray) -> list[_Pool]:
    """The sets by which many contacts are answered; one of all lines where there are none."""
    least = FEWEST_IN_A_POOL * sum(sets.values())
    great = sorted((key for key in sets if sets[key] >= least), key=lambda key: -sets[key])[:MOST_POOLS]
    return great or [tuple(bool(column.any()) for column in takes.T)]


def _without_a_pool(pools: list[_Pool], lines: int) -> None:
    """A line that no great pool takes goes to the greatest."""
    missing = [line for line in range(lines) if not any(pool[line] for pool in pools)]
    pools[0] = tuple(bool(takes or line in missing) for line, takes in enumerate(pools[0]))


def presence_of(contacts: Contacts, duties: np.ndarray | None, like: Sequence[Presence] = ()) -> tuple[Presence, ...]:
    """The pools with who was there. duties: heads on duty by day and half-hour; they count where there is one pool. like:
    pools of other days, to be found again on these."""
    lines = range(len(contacts.lines))
    pools = pools_of(contacts, [tuple(line in pool.lines for line in lines) for pool in like])
    return tuple(_presence(contacts, lines, own, duties if len(pools) == 1 else None) for lines, own in pools)


def _presence(contacts: Contacts, lines: tuple[int, ...], own: np.ndarray, duties: np.ndarray | None) -> Presence:
    name = join_words([contacts.lines[line] for line in lines])
    moments = contacts.days * round(86400 / STEP)
    start, end = _worked(contacts, own)
    busy = _at_moments(*_joined(contacts.handler[own], start, end, 0.0), moments)
    there = _at_moments(*_joined(contacts.handler[own], start, end, LONGEST_GAP), moments)
    if not contacts.handler[own].any():
        there = np.repeat(_by_half_hour(busy, contacts.days).max(axis=2).ravel(), round(1800 / STEP))
    if duties is not None:
        there = np.repeat(duties.ravel(), round(1800 / STEP))
    pressed = _waiting(contacts, lines, moments) > 0
    by_day = [np.where(pressed, kept, 0).reshape(contacts.days, -1).sum(axis=1).astype(float) for kept in (busy, there)]
    able = ratio_over_days(*by_day) if by_day[1].sum() else UNKNOWN
    return Presence(name, lines, _by_half_hour(there, contacts.days).mean(axis=2), able, duties is not None)


def _worked(contacts: Contacts, own: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """From when to when contacts kept their handler: seconds from the first midnight."""
    start = contacts.came[own] + contacts.before[own] + np.nan_to_num(contacts.wait[own])
    return start, start + np.nan_to_num(contacts.talk[own]) + np.nan_to_num(contacts.wrap[own])


def _joined(handler: np.ndarray, start: np.ndarray, end: np.ndarray, gap: float) -> tuple[np.ndarray, np.ndarray]:
    """Spans of one handler put together where no more than the gap lies between them. Contacts without a handler stay."""
    order = np.lexsort((start, handler))
    handler, start, end = handler[order], start[order], end[order]
    if not len(handler):
        return start, end
    # The latest end so far of the same handler: handlers are set apart by more than any time.
    apart = np.cumsum(np.append(0, np.diff(handler) != 0)) * 1e9
    latest = np.maximum.accumulate(end + apart)
    begins = np.append(True, (start + apart)[1:] - latest[:-1] > gap) | (handler == 0)
    ends = np.append(np.flatnonzero(begins)[1:] - 1, len(start) - 1)
    return start[begins], (latest - apart)[ends]


def _at_moments(start: np.ndarray, end: np.ndarray, moments: int) -> np.ndarray:
    """How many spans hold each moment."""
    change = np.zeros(moments + 1)
    for times, step in ((start, 1), (end, -1)):
        np.add.at(change, np.clip(np.ceil(times / STEP).astype(np.int64), 0, moments), step)
    return np.cumsum(change[:-1])


def _waiting(contacts: Contacts, lines: tuple[int, ...], moments: int) -> np.ndarray:
    waited = np.isin(contacts.line, lines) & (contacts.outcome != ELSEWHERE) & (contacts.wait > RINGING)
    queued = contacts.came[waited] + contacts.before[waited]
    return _at_moments(queued + RINGING, queued + contacts.wait[waited], moments)


def _by_half_hour(values: np.ndarray, days: int) -> np.ndarray:
    return np.asarray(values.reshape(days, SLOTS_A_DAY, -1))


def at_once(contacts: Contacts, line: int) -> int:
    """How many contacts of a line one handler had at the same time: of all moments at work, the 95th percentile."""
    own = (contacts.outcome == ANSWERED) & (contacts.line == line) & (contacts.handler != 0)
    moments = contacts.days * round(86400 / STEP)
    start, end = _worked(contacts, own)
    together = _at_moments(start, end, moments)
    handlers = _at_moments(*_joined(contacts.handler[own], start, end, 0.0), moments)
    at_work = handlers > 0
    return max(1, round(float(np.quantile(together[at_work] / handlers[at_work], 0.95)))) if at_work.any() else 1


def duties_of(store: Store, head: Manifest, time_zone: str, first: int, last: int, role: str) -> np.ndarray | None:
    """Heads of a role on duty, as worked, by day and half-hour; None where no duty of it came."""
    table = "duties"
    if not head.parts(table, "records"):
        return None
    place = TABLES[table].series_columns.index("role")
    series = [code for code, words in enumerate(store.combinations(head, family_of(table))) if words[place] == role]
    cells = staffed_cells(store, head, table, Question("half-hour", first=first, last=last), series,
                          clock_codes(table, "worked")[0], time_zone)
    if not series or not cells.ms_sum.sum():
        return None
    heads = np.zeros((last - first + 1, SLOTS_A_DAY))
    assert cells.slot is not None
    np.add.at(heads, (cells.day - first, cells.slot), cells.ms_sum / 1_800_000)
    return heads
