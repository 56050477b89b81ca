"""What a programme's variables mean: daily shifts, breaks, people.

Every pattern comes down to daily shifts (a type, a weekday, a start) and how many work each: single shifts are chosen by
themselves; tours and teams say how many people work each. Breaks are implicit (Aykin 1996): for each daily shift and break,
how many take it at each of its moments, which together are as many as work the shift. That is exact, and far smaller than a
column for every way of laying all of a shift's breaks.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from answerable.errors import InputError
from answerable.staffing.shifts.need import Need
from answerable.staffing.shifts.pattern import Break, Pattern, ShiftType
from answerable.staffing.shifts.programme import Builder, Programme

SURPLUS = 0.01
"""What a slot of surplus weighs where one of shortage weighs 1."""


@dataclass(frozen=True)
class Ask:
    """What is asked: the fewest people or paid hours by which at most a share of the need is short (share: 0 for no shortage at
    all), or the least shortage that so many people leave (people: their number)."""

    share: float = 0.0
    people: int | None = None
    fewest: str = "people"


@dataclass(frozen=True)
class DailyShift:
    """A shift type on a weekday (0 is Monday) from a start (minutes after midnight)."""

    type: ShiftType
    weekday: int
    start: int


@dataclass(frozen=True)
class Week:
    """One person's week of a tour: the shift, its days, and the start; latest: the latest start where it may vary."""

    shift: str
    days: tuple[int, ...]
    start: int
    latest: int


@dataclass
class LaidOut:
    """A programme, and what its variables mean. shifts: how many work a daily shift. breaks: how many of them take a break (its
    place in the type) from a number of minutes after the shift's start. weeks: people by week; teams: the size of a team,
    its variable. short: by slot."""

    pattern: Pattern
    need: Need
    ask: Ask
    builder: Builder = field(default_factory=Builder)
    cover: list[int] = field(default_factory=list)
    shifts: list[tuple[DailyShift, int]] = field(default_factory=list)
    breaks: list[tuple[DailyShift, int, int, int]] = field(default_factory=list)
    weeks: list[tuple[Week, int]] = field(default_factory=list)
    team: int | None = None
    short: list[int] = field(default_factory=list)
    heads: int = -1

    @property
    def programme(self) -> Programme:
        """As arrays."""
        return self.builder.programme()

    def cost_of_people(self, people: float, paid_minutes: float) -> float:
        """What people and what they are paid for cost in the objective."""
        if self.ask.people is not None:
            return 0.0
        return people if self.ask.fewest == "people" and self.pattern.weeks else paid_minutes / 60

    def head_entries(self, people: float) -> list[tuple[int, float]]:
        """The entry in the row of the people there are."""
        return [(self.heads, people)] if self.ask.people is not None else []


def presence(shift: DailyShift, need: Need) -> Iterator[tuple[int, float]]:
    """The slots in which a daily shift is on duty, each with the share of it."""
    yield from _spread(need.slot(shift.weekday, shift.start), shift.type.minutes, need)


def away(shift: DailyShift, at: int, minutes: int, need: Need) -> Iterator[tuple[int, float]]:
    """The slots that a break takes, from so many minutes after the shift's start, each with the share of it."""
    yield from _spread(need.slot(shift.weekday, shift.start + at), minutes, need)


def _spread(first: int, minutes: int, need: Need) -> Iterator[tuple[int, float]]:
    slots = need.calendar.slots
    for place in range(-(-minutes // need.slot_minutes)):
        yield (first + place) % slots, min(1.0, minutes / need.slot_minutes - place)


def starts_of(shift: ShiftType, need: Need, pattern: Pattern) -> tuple[int, ...]:
    """The starts of a shift that lie on a slot's edge. Raises InputError where none does."""
    starts = tuple(start for start in shift.starts if start % need.slot_minutes == 0)
    if not starts:
        raise InputError(f"no start of the shift '{shift.name}' lies on the edge of a slot of {need.slot_minutes} minutes.",
                         where=pattern.where or pattern.name, remedy="Let it start on such an edge.")
    return starts


def moments_of(own: Break, shift: ShiftType, need: Need, pattern: Pattern) -> tuple[int, ...]:
    """When a break may begin, in minutes after the shift's start, on the edges of slots. Raises InputError where it may not."""
    first = -(-own.earliest // need.slot_minutes) * need.slot_minutes
    moments = tuple(range(first, own.latest + 1, need.slot_minutes))
    if not moments:
        raise InputError(f"a break of the shift '{shift.name}' has no edge of a slot of {need.slot_minutes} minutes in its "
                         "window.",
                         where=pattern.where or pattern.name, remedy="Make the window longer.")
    return moments


def put_daily_shift(laid: LaidOut, shift: DailyShift, *, whole: bool, cost: float = 0.0,
                    entries: Sequence[tuple[int, float]] = (), stage: int = 0) -> int:
    """The variable of how many work a daily shift, and those of its breaks. entries: what else stands in its column."""
    links = [laid.builder.row(0.0, 0.0) for _ in shift.type.breaks]
    surplus = SURPLUS * sum(share for _, share in presence(shift, laid.need)) if laid.ask.people is not None else 0.0
    number = laid.builder.variable(cost + surplus, [*((laid.cover[slot], share) for slot, share in presence(shift, laid.need)),
                                                    *((link, -1.0) for link in links), *entries], whole=whole, stage=stage)
    laid.shifts.append((shift, number))
    for place, (own, link) in enumerate(zip(shift.type.breaks, links, strict=True)):
        for at in moments_of(own, shift.type, laid.need, laid.pattern):
            lost = [(laid.cover[slot], -share) for slot, share in away(shift, at, own.minutes, laid.need)]
            saved = -SURPLUS * own.minutes / laid.need.slot_minutes if laid.ask.people is not None else 0.0
            laid.breaks.append((shift, place, at, laid.builder.variable(saved, [*lost, (link, 1.0)], stage=2)))
    return number
