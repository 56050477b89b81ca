"""What the rules leave open to one person: limits on days, nights, hours and weekends, as numbers that a solver takes.

Where a rule cannot be said exactly in whole days, the limit is on the safe side: whatever keeps the limits keeps the rules
(`staffing.rules.checking`, with which this shares nothing but the rules and the clock). Safer than the rule are:
hours over the edge of a reference period count whole; everyone who may work nights is taken for a night worker;
the weekly rest is had in each week, though two weeks together would do; days of leave are made up for by the longest shift.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from math import ceil, floor

from answerable.staffing.rosters.need import Need
from answerable.staffing.rosters.person import Person
from answerable.staffing.rules.duties import DAY, MINUTE, Duty, has_night_work, local
from answerable.staffing.rules.kinds import (
    AverageHours,
    ContractHours,
    FreeWeekends,
    MostNights,
    NightAverage,
    RestDays,
    Rule,
)


@dataclass
class Limits:
    """Of one person, in days from the roster's first (0). days, nights: (first, end, most), the end not included. minutes:
    (first, end, most, whether breaks count). weekends: (the Saturdays of some weeks, on how many of these weekends duties may
    begin); a Saturday may be -1, its Sunday then being the roster's first day."""

    days: list[tuple[int, int, int]] = field(default_factory=list)
    nights: list[tuple[int, int, int]] = field(default_factory=list)
    minutes: list[tuple[int, int, int, bool]] = field(default_factory=list)
    weekends: list[tuple[tuple[int, ...], int]] = field(default_factory=list)


@dataclass(frozen=True)
class Past:
    """What is known of a person from before the roster. known: how many days; worked: the day of each duty, in days from the
    roster's first, so below 0."""

    known: int
    worked: tuple[int, ...]
    duties: tuple[Duty, ...]

    def count(self, first: int, end: int) -> int:
        """Days with a duty."""
        return len({day for day in self.worked if first <= day < end})


def past_of(person: Person, need: Need) -> Past:
    """Known is all since the first duty that is given."""
    worked = tuple((local(duty.starts, need.zone).date() - need.first).days for duty in person.before)
    return Past(-min(worked, default=0), worked, person.before)


def limits_of(person: Person, need: Need, rules: Sequence[Rule]) -> Limits:
    """The limits of a person by every rule about days, nights, hours and weekends."""
    found, past = Limits(), past_of(person, need)
    for rule in rules:
        match rule.kind:
            case RestDays() as kind:
                found.days += _rest_days(kind, past, need)
            case MostNights() as kind:
                found.nights += _nights(rule, kind, past, need)
            case ContractHours() as kind:
                found.minutes += _contract(rule, kind, person, need)
            case AverageHours() | NightAverage() as kind:
                found.minutes += _average(rule, kind, person, past, need)
            case FreeWeekends() as kind:
                found.weekends += _weekends(kind, past, need)
    return found


def _windows(past: Past, need: Need, length: int) -> Iterator[tuple[int, int]]:
    """Every period of so many days that is known whole and touches the roster."""
    for first in range(max(-past.known, 1 - length), len(need.people) - length + 1):
        yield first, first + length


def _rest_days(kind: RestDays, past: Past, need: Need) -> Iterator[tuple[int, int, int]]:
    known = past.known + len(need.people)
    if known < kind.in_days:
        rest = floor(kind.at_least * known / kind.in_days)
        yield 0, len(need.people), max(known - rest - past.count(-past.known, 0), 0)
        return
    for first, end in _windows(past, need, kind.in_days):
        if not kind.whole_weeks or (need.first + first * DAY).weekday() == 0:
            yield max(first, 0), end, max(kind.in_days - kind.at_least - past.count(first, 0), 0)


def _nights(rule: Rule, kind: MostNights, past: Past, need: Need) -> Iterator[tuple[int, int, int]]:
    nights = {day for day, duty in zip(past.worked, past.duties, strict=True) if has_night_work(duty, rule.night, need.zone)}
    for first, end in _windows(past, need, kind.in_days):
        yield max(first, 0), end, max(kind.at_most - sum(first <= day < 0 for day in nights), 0)


def _contract(rule: Rule, kind: ContractHours, person: Person, need: Need) -> Iterator[tuple[int, int, int, bool]]:
    """A last period that is cut short by the roster's end has its share of the hours."""
    weekly = kind.full_time if person.weekly_hours is None else person.weekly_hours
    for first in range(0, len(need.people), kind.weeks * 7):
        end = min(first + kind.weeks * 7, len(need.people))
        leave = sum(need.first + first * DAY <= day < need.first + end * DAY for day in person.leave)
        most = weekly * 60 * ((end - first) / 7 - leave / 5)
        yield first, end, max(floor(most + 1e-6), 0), rule.breaks_are_work


def _average(rule: Rule, kind: AverageHours | NightAverage, person: Person, past: Past,
             need: Need) -> Iterator[tuple[int, int, int, bool]]:
    length, known = kind.weeks * 7, past.known + len(need.people)
    if known < length:
        periods = [(-past.known, len(need.people))]
    elif kind.successive:
        periods = [(first, first + length) for first in range(-past.known, len(need.people) - length + 1, length)]
    else:
        periods = list(_windows(past, need, length))
    for first, end in periods:
        if end > 0:
            gone = sum(_worked(duty, rule) for day, duty in zip(past.worked, past.duties, strict=True) if first - 1 <= day)
            most = _allowed(kind, end - first) - gone - _leave(rule, kind, person, past, need, first, end)
            yield max(first - 1, 0), end, max(floor(most + 1e-6), 0), rule.breaks_are_work


def _allowed(kind: AverageHours | NightAverage, days: int) -> float:
    """Minutes in a reference period; a period not yet over counts begun weeks whole."""
    weeks = ceil(days / 7)
    if isinstance(kind, AverageHours):
        return kind.hours * 60 * weeks
    return kind.hours * 60 * weeks * (7 - kind.rest_hours / 24)


def _leave(rule: Rule, kind: AverageHours | NightAverage, person: Person, past: Past, need: Need, first: int, end: int) -> int:
    if isinstance(kind, NightAverage):
        return 0
    days = sum(need.first + first * DAY <= day < need.first + end * DAY for day in person.leave)
    return days * longest_shift(rule, past, need) if days else 0


def longest_shift(rule: Rule, past: Past, need: Need) -> int:
    """Minutes of work of the longest shift of any day, or of the longest past duty."""
    return max([*(_worked(shift.on(day, need.zone), rule) for shift in need.shifts for day in need.days),
                *(_worked(duty, rule) for duty in past.duties)])


def _worked(duty: Duty, rule: Rule) -> int:
    return (duty.ends - duty.starts) // MINUTE - (0 if rule.breaks_are_work else duty.break_minutes)


def _weekends(kind: FreeWeekends, past: Past, need: Need) -> Iterator[tuple[tuple[int, ...], int]]:
    begins = need.first - timedelta(days=past.known)
    monday = (begins + timedelta(days=-begins.weekday() % 7) - need.first).days
    weeks = list(range(monday, len(need.people) - 6, 7))
    for place in range(len(weeks) - kind.in_weeks + 1):
        group = weeks[place:place + kind.in_weeks]
        gone = sum(past.count(week + 5, week + 7) > 0 for week in group if week + 5 < 0)
        ahead = tuple(week + 5 for week in group if week + 6 >= 0)
        # A weekend of which the Saturday lies before the roster and was worked is gone already, whatever its Sunday brings.
        open_ = tuple(saturday for saturday in ahead if not (saturday < 0 and past.count(saturday, saturday + 1)))
        if open_:
            yield open_, max(kind.in_weeks - kind.at_least - gone, 0)


def week_begins(day: date) -> date:
    """The Monday of a day's week."""
    return day - timedelta(days=day.weekday())
