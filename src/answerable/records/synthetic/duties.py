"""The duties of everybody, as planned and as worked: the very rotas that the queue and the streets were served by."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np
import pyarrow as pa

from answerable.records.synthetic import staffing, texts
from answerable.records.synthetic.callers import PLACES
from answerable.records.synthetic.contacts import NONE
from answerable.records.synthetic.hours import HALF_HOUR_MS, Hours, Ints
from answerable.records.synthetic.plain import people, row_numbers
from answerable.records.synthetic.plan import MonthPlan
from answerable.records.synthetic.response import BLOCK_SLOTS, REASONS, Officers
from answerable.records.synthetic.texts import Mask

MINUTE_MS = 60_000
LETTERS = ("H", "X", "P", "S", "C")
ROLES = ("call handler", "dispatcher", "response", "response", "neighbourhood")
KINDS = ("staff", "staff", "officer", "special", "pcso")
HANDLER, DISPATCHER, OFFICER, SPECIAL, PCSO = range(len(ROLES))
TEAMS = ("Control room", *(f"Response {place}" for place in PLACES), *(f"Neighbourhood {place}" for place in PLACES))
DISPATCHERS, PCSOS, SPECIALS = 4, 10, 7         # a block, a day, a Friday or Saturday night; at scale 1
DISPATCH_STARTS = (14, 30, 46)
PCSO_STARTS, PCSO_SLOTS = (18, 24), 16
SPECIAL_START, SPECIAL_SLOTS, SPECIALS_COME = 38, 12, 0.72


@dataclass(frozen=True)
class Duties:
    """One row a duty; times are instants in ms UTC, NONE where there was none. group: code into ROLES and KINDS."""

    group: Ints
    number: Ints
    place: Ints
    starts: Ints
    planned_end: Ints
    began: Ints
    ended: Ints


def all_duties(roster: staffing.Roster, officers: Officers, scale: float, random: np.random.Generator) -> Duties:
    """Every duty that begins in the month."""
    parts = [_handlers(roster, scale, random), _officers(officers, random),
             _others(officers.hours, DISPATCHER, DISPATCH_STARTS, BLOCK_SLOTS, DISPATCHERS * scale, 0.97, random),
             _others(officers.hours, PCSO, PCSO_STARTS, PCSO_SLOTS, PCSOS * scale / 2, 0.94, random),
             _others(officers.hours, SPECIAL, (SPECIAL_START,), SPECIAL_SLOTS, SPECIALS * scale, SPECIALS_COME, random)]
    whole = Duties(**{field.name: np.concatenate([getattr(part, field.name) for part in parts]) for field in fields(Duties)})
    return _take(whole, np.argsort(whole.starts, kind="stable"))


def _take(duties: Duties, which: Ints) -> Duties:
    return Duties(**{field.name: getattr(duties, field.name)[which] for field in fields(Duties)})


def _handlers(roster: staffing.Roster, scale: float, random: np.random.Generator) -> Duties:
    """The handlers of each half-hour as stretches: one duty where the rota or the room held a place without a break."""
    hours = roster.hours
    inside = np.flatnonzero(hours.within_month(hours.start_ms))
    planned, present = roster.planned[inside], roster.present[inside]
    day, slot, start = hours.day[inside], hours.slot[inside], hours.start_ms[inside]
    size = staffing.team_size(scale)
    block = (day - day[0]) * 3 + slot // staffing.BLOCK_SLOTS
    found: list[tuple[Ints, ...]] = []
    for place in range(min(int(max(planned.max(), present.max())), size)):
        on_rota, there = planned > place, present > place
        first, last = _runs(on_rota | there, block)
        team = (day[first] + np.array(staffing.TURNS)[slot[first] // staffing.BLOCK_SLOTS]) % staffing.TEAMS
        number = 1 + team * size + (day[first] * 5 + place) % size
        rota, room = _ends(on_rota, first, last, start), _ends(there, first, last, start)
        found.append((number, np.where(rota[0] == NONE, room[0], rota[0]), rota[1], *room))
    number, starts, planned_end, began, ended = (np.concatenate(column) for column in zip(*found, strict=True))
    began = np.where(began == NONE, NONE, began + _minutes(-4, 6, len(began), random))
    return Duties(np.full(len(number), HANDLER), number, np.full(len(number), NONE), starts, planned_end, began, ended)


def _runs(flags: Mask, block: Ints) -> tuple[Ints, Ints]:
    """First and last place of each stretch of flags that does not cross into another block."""
    turn = np.diff(block, prepend=block[0] - 1) != 0
    before = np.concatenate([[False], flags[:-1]]) & ~turn
    first = np.flatnonzero(flags & ~before)
    after = np.concatenate([flags[1:] & ~turn[1:], [False]])
    return first, np.flatnonzero(flags & ~after)


def _ends(flags: Mask, first: Ints, last: Ints, start: Ints) -> tuple[Ints, Ints]:
    """Begin of the first and end of the last flagged half-hour of each stretch; NONE where it has none."""
    places = np.flatnonzero(flags)
    low, high = np.searchsorted(places, first), np.searchsorted(places, last, side="right")
    some = high > low
    begins, ends = np.full(len(first), NONE), np.full(len(first), NONE)
    begins[some], ends[some] = start[places[low[some]]], start[places[high[some] - 1]] + HALF_HOUR_MS
    return begins, ends


def _officers(officers: Officers, random: np.random.Generator) -> Duties:
    rows = np.flatnonzero(officers.hours.within_month(officers.hours.start_ms[officers.first]))
    starts = officers.hours.start_ms[officers.first[rows]]
    count, absent = len(rows), officers.absent[rows]
    ends = starts + BLOCK_SLOTS * HALF_HOUR_MS
    over = np.where(random.random(count) < 0.25, _minutes(10, 120, count, random), 0)
    return Duties(np.full(count, OFFICER), officers.number[rows], officers.place[rows], starts, ends,
                  np.where(absent, NONE, starts + _minutes(-5, 5, count, random)), np.where(absent, NONE, ends + over))


def _others(hours: Hours, group: int, begins: tuple[int, ...], slots: int, people_each: float, come: float,
            random: np.random.Generator) -> Duties:
    """Duties of a fixed length; those of Specials on Friday and Saturday nights only."""
    at = np.flatnonzero(np.isin(hours.slot, begins) & hours.within_month(hours.start_ms))
    if group == SPECIAL:
        at = at[np.isin((hours.day[at] + 3) % 7, (4, 5))]
    at = at[np.isin(hours.slot[at], begins)]
    each = np.maximum(np.floor(people_each + random.random(len(at))), 1).astype(np.int64)
    rows = np.repeat(at, each)
    starts, count = hours.start_ms[rows], len(rows)
    rank = np.arange(count) - np.repeat(np.cumsum(each) - each, each)
    number = 1 + (hours.day[rows] * 7 + rank) % max(1, round(people_each * 6))
    there = random.random(count) < come
    place = np.full(count, NONE) if group == DISPATCHER else number % len(PLACES)
    ends = starts + slots * HALF_HOUR_MS
    return Duties(np.full(count, group), number, place, starts, ends,
                  np.where(there, starts + _minutes(-5, 8, count, random), NONE),
                  np.where(there, ends + _minutes(-20, 20, count, random), NONE))


def _minutes(least: int, most: int, count: int, random: np.random.Generator) -> Ints:
    return random.integers(least, most + 1, count) * MINUTE_MS


def duties_table(duties: Duties, plan: MonthPlan, hours: Hours) -> pa.Table:
    """The duties as the table `duties`."""
    team = np.where(duties.place == NONE, 0, 1 + duties.place + len(PLACES) * (duties.group == PCSO))
    return pa.table({
        "duty_id": row_numbers("R", plan, len(duties.group)),
        "starts_at": texts.offset_times(duties.starts, hours), "planned_end_at": texts.offset_times(duties.planned_end, hours),
        "actual_start_at": texts.offset_times(duties.began, hours), "actual_end_at": texts.offset_times(duties.ended, hours),
        "person": people(LETTERS, duties.group, duties.number), "team": texts.words(team, TEAMS),
        "role": texts.words(duties.group, ROLES), "kind": texts.words(duties.group, KINDS),
        "place": texts.words(duties.place, PLACES)})


def abstractions_table(officers: Officers, plan: MonthPlan, hours: Hours, random: np.random.Generator) -> pa.Table:
    """The abstractions of response officers as the table `abstractions`: those hours in which nobody could send them."""
    away = officers.gone_to > officers.gone_from
    rows = np.flatnonzero(away & hours.within_month(officers.hours.start_ms[officers.first]))
    begins = officers.hours.start_ms[officers.first[rows]] + officers.gone_from[rows] * HALF_HOUR_MS
    ends = begins + (officers.gone_to - officers.gone_from)[rows] * HALF_HOUR_MS
    count = len(rows)
    group = np.full(count, OFFICER)
    return pa.table({
        "abstraction_id": row_numbers("B", plan, count),
        "starts_at": texts.offset_times(begins, hours), "ends_at": texts.offset_times(ends, hours),
        "person": people(LETTERS, group, officers.number[rows]),
        "authorised_by": people(("G",), np.zeros(count, np.int64), random.integers(1, 13, count)),
        "team": texts.words(1 + officers.place[rows], TEAMS), "role": texts.words(group, ROLES),
        "kind": texts.words(group, KINDS), "reason": texts.words(officers.reason[rows], REASONS),
        "place": texts.words(officers.place[rows], PLACES)})
