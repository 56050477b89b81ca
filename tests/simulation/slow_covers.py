"""A cover counted again minute by minute, and the best of small instances by trying everything: slow, and written apart."""

from __future__ import annotations

from itertools import product

from answerable.staffing.shifts.cover import Cover
from answerable.staffing.shifts.need import Need

WEEK = 7 * 1440


def minutes_at_desks(cover: Cover) -> list[int]:
    """People at desks in each minute of the need's week, counted person by person."""
    found = [0] * WEEK
    for own in cover.rostered:
        begins = (own.shift.weekday - cover.need.begins.value) % 7 * 1440 + own.shift.start
        for minute in range(own.shift.type.minutes):
            found[(begins + minute) % WEEK] += own.people
        for place, after, people in own.breaks:
            for minute in range(own.shift.type.breaks[place].minutes):
                found[(begins + after + minute) % WEEK] -= people
    return found


def short_and_beyond(cover: Cover) -> tuple[list[float], list[float]]:
    """By slot: people short, and people beyond the need; of the mean over the slot's minutes."""
    long = cover.need.slot_minutes
    minutes = minutes_at_desks(cover)
    there = [sum(minutes[first:first + long]) / long for first in range(0, WEEK, long)]
    pairs = list(zip(cover.need.people, there, strict=True))
    return [max(need - own, 0.0) for need, own in pairs], [max(own - need, 0.0) for need, own in pairs]


def breaks_are_whole(cover: Cover) -> bool:
    """Whether everybody on a shift takes each of its breaks once, within its window."""
    for own in cover.rostered:
        for place, kind in enumerate(own.shift.type.breaks):
            taken = [(after, people) for which, after, people in own.breaks if which == place]
            if sum(people for _, people in taken) != own.people:
                return False
            if any(not kind.earliest <= after <= kind.latest for after, _ in taken):
                return False
    return True


def fewest_by_trying(need: Need, weeks: list[tuple[int, ...]], most: int) -> int | None:
    """The fewest people by which nobody is short, each with one of some weeks (the slots at a desk): every choice of up to
    `most` people with each week is tried. None where none covers."""
    best: int | None = None
    for counts in product(range(most + 1), repeat=len(weeks)):
        people = sum(counts)
        if best is not None and people >= best:
            continue
        there = [0] * len(need.people)
        for count, slots in zip(counts, weeks, strict=True):
            for slot in slots:
                there[slot] += count
        if all(own >= wanted for own, wanted in zip(there, need.people, strict=True)):
            best = people
    return best
