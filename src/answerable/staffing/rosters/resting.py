"""Which shifts may follow which, and by what days off the weekly rest is had: arithmetic on the shifts of each day."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from itertools import product
from math import ceil

from answerable.staffing.rosters.limits import past_of, week_begins
from answerable.staffing.rosters.need import Need
from answerable.staffing.rosters.person import Person
from answerable.staffing.rules.duties import DAY, MINUTE, Duty, instant
from answerable.staffing.rules.kinds import Break, DailyRest, DutyLength, PeriodRest, RestBetween, Rule, Way

OFF = -1


@dataclass(frozen=True)
class Witness:
    """So many days off from a day on are the weekly rest, unless they lie between two shifts of `spoilt`: (the shift on the day
    before, the shift on the day after), OFF for none."""

    day: int
    length: int
    spoilt: frozenset[tuple[int, int]]


class Calendar:
    """The duties of every shift on every day of a need, a few days beyond its ends too."""

    def __init__(self, need: Need) -> None:
        self.need = need

    @cache     # noqa: B019 (one need, one calendar)
    def duty(self, day: int, shift: int) -> Duty:
        """A shift on a day, both by place."""
        return self.need.shifts[shift].on(self.need.first + day * DAY, self.need.zone)

    @cache     # noqa: B019
    def midnight(self, day: int) -> datetime:
        """The instant at which a day begins."""
        return instant(self.need.first + timedelta(days=day), datetime.min.time(), self.need.zone)


def least_rest(rules: Sequence[Rule]) -> float:
    """Hours between duties that every rule wants."""
    return max((rule.kind.hours for rule in rules if isinstance(rule.kind, RestBetween | DailyRest)), default=0.0)


def broken_by_itself(duty: Duty, rules: Sequence[Rule]) -> Rule | None:
    """The first rule that a duty breaks whatever lies around it: too long, too short a break, no room for the daily rest."""
    length = (duty.ends - duty.starts) // MINUTE
    for rule in rules:
        kind = rule.kind
        if isinstance(kind, DutyLength) and length > kind.hours * 60:
            return rule
        if isinstance(kind, DailyRest) and length > (24 - kind.hours) * 60:
            return rule
        if isinstance(kind, Break) and duty.break_minutes < _break_due(kind, length, duty.break_minutes):
            return rule
    return None


def _break_due(kind: Break, length: int, taken: int) -> int:
    minutes = length - taken if kind.of == "work" else length
    return max((step.minutes for step in kind.steps
                if minutes > step.hours * 60 or (minutes == step.hours * 60 and not step.beyond)), default=0)


def may_follow(calendar: Calendar, day: int, shift: int, following: int, hours: float) -> bool:
    """Whether a shift of the next day may follow a shift of a day."""
    return calendar.duty(day + 1, following).starts - calendar.duty(day, shift).ends >= timedelta(hours=hours)


def weekly_rests(person: Person, calendar: Calendar, kind: PeriodRest) -> Iterator[list[Witness]]:
    """For each week that the roster ends and that is known whole: the ways of having its rest; one of them must be had. Nothing
    for a week in which it was had before the roster began."""
    way = min(kind.ways, key=lambda way: (way.days, way.rests))
    need, past = calendar.need, past_of(person, calendar.need)
    monday = (week_begins(need.first) - need.first).days
    step = way.days
    while monday + step <= len(need.people):
        if monday >= -past.known and not _had(way, monday, past.duties, calendar):
            yield list(_witnesses(way, monday, past.duties, calendar))
        monday += step


def _had(way: Way, monday: int, duties: Sequence[Duty], calendar: Calendar) -> bool:
    """Whether the rest was had in the part of the week before the roster."""
    free_from, until = calendar.midnight(monday), calendar.midnight(0)
    if monday >= 0:
        return False
    for duty in duties:
        if duty.ends > free_from:
            if duty.starts - free_from >= timedelta(hours=way.hours):
                return True
            free_from = duty.ends
    return until - free_from >= timedelta(hours=way.hours)


def _witnesses(way: Way, monday: int, duties: Sequence[Duty], calendar: Calendar) -> Iterator[Witness]:
    hours = way.hours * way.rests       # one rest as long as all of them together
    for length in sorted({max(int(hours // 24), 1), ceil(hours / 24)}):
        for day in range(max(monday, 0), monday + way.days - length + 1):
            yield Witness(day, length, _spoilt(day, length, hours, (monday, monday + way.days), duties, calendar))


def _spoilt(day: int, length: int, hours: float, week: tuple[int, int], duties: Sequence[Duty],
            calendar: Calendar) -> frozenset[tuple[int, int]]:
    """The pairs of shifts around days off that leave less than the rest within the week."""
    shifts, last = range(len(calendar.need.shifts)), len(calendar.need.people)
    before = [OFF, *(shifts if day > 0 else ())]
    after = [OFF, *(shifts if day + length < last else ())]
    begins, ends = calendar.midnight(week[0]), calendar.midnight(week[1])
    return frozenset((one, other) for one, other in product(before, after)
                     if min(_free_until(day + length, other, calendar), ends)
                     - max(_free_from(day, one, duties, calendar), begins) < timedelta(hours=hours))


def _free_from(day: int, shift: int, duties: Sequence[Duty], calendar: Calendar) -> datetime:
    """From when on somebody is free who is off on a day, after a shift on the day before (or OFF on that day too)."""
    if day == 0:
        return duties[-1].ends if duties else calendar.midnight(0)
    if shift != OFF:
        return calendar.duty(day - 1, shift).ends
    if day == 1:
        return max(duties[-1].ends, calendar.midnight(0)) if duties else calendar.midnight(0)
    return max(calendar.midnight(day - 1), *(calendar.duty(day - 2, own).ends for own in range(len(calendar.need.shifts))))


def _free_until(day: int, shift: int, calendar: Calendar) -> datetime:
    """Until when: to the shift on a day, or to the end of that day where it is OFF."""
    return calendar.midnight(day + 1) if shift == OFF else calendar.duty(day, shift).starts
