"""Everything about a roster as numbers: what the solver is given, and what each thing costs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import time
from math import ceil, floor

from answerable.errors import InputError
from answerable.staffing.rosters.limits import Limits, limits_of
from answerable.staffing.rosters.need import Need
from answerable.staffing.rosters.person import Person
from answerable.staffing.rosters.resting import (
    Calendar,
    Witness,
    broken_by_itself,
    least_rest,
    may_follow,
    weekly_rests,
)
from answerable.staffing.rules.duties import has_night_work
from answerable.staffing.rules.kinds import Night, PeriodRest, Rule, RuleSet

# Of reg. 2(1) of the Working Time Regulations 1998, where no rule says another.
_USUAL = Night(time(23), time(6), 3)
SHORTAGE, UNFAIR = 1000, 2
"""What a duty that nobody has costs, and a night or weekend duty beyond one person's share; a wish costs its weight."""


@dataclass(frozen=True)
class Share:
    """How many of some duties one person should have: from `least` to `most`."""

    least: int
    most: int


@dataclass
class Own:
    """Of one person. open: (day, shift) that may be given. shut: (day 0's) shifts ruled out by the last duty before. wishes:
    cost of a (day, shift), above 0 for one that is not wanted. rests: for each week, the ways of having its rest."""

    open: frozenset[tuple[int, int]]
    limits: Limits
    wishes: dict[tuple[int, int], int]
    rests: list[list[Witness]]
    nights: Share
    weekends: Share


@dataclass
class Problem:
    """people: each one's own. need: people by day and shift. minutes: (by day and shift, with breaks; without). nights: which
    (day, shift) are night work. follows: shifts of a day and of the next that may not both be one person's, by day."""

    own: list[Own]
    need: tuple[tuple[int, ...], ...]
    minutes: tuple[dict[tuple[int, int], int], dict[tuple[int, int], int]]
    nights: frozenset[tuple[int, int]]
    weekend: frozenset[int]
    clashes: list[tuple[tuple[int, int], ...]] = field(default_factory=list)


def lay_out(need: Need, people: Sequence[Person], sets: Sequence[RuleSet]) -> Problem:
    """The problem of a need, people and rules. Raises InputError for a shift that no rule set allows on any day."""
    rules = [rule for set_ in sets for rule in set_.rules]
    calendar, shifts = Calendar(need), range(len(need.shifts))
    duties = {(day, shift): calendar.duty(day, shift) for day in range(len(need.people)) for shift in shifts}
    allowed = {place for place, duty in duties.items() if broken_by_itself(duty, rules) is None}
    _each_shift_is_possible(need, calendar, allowed, rules)
    nights = frozenset(place for place, duty in duties.items() if any(
        has_night_work(duty, night, need.zone) for night in {rule.night for rule in rules} or {_USUAL}))
    hours = least_rest(rules)
    problem = Problem([], need.people, ({place: duty.worked(breaks_are_work=True) for place, duty in duties.items()},
                                        {place: duty.worked(breaks_are_work=False) for place, duty in duties.items()}),
                      nights, frozenset(day for day, own in enumerate(need.days) if own.weekday() >= 5),
                      list(_clashes(calendar, hours)))
    alike: dict[Person, Own] = {}       # who differs in name and wishes alone is worked out once
    for person, shares in zip(people, _shares(need, people, nights, problem.weekend), strict=True):
        plain = replace(person, name="", wishes=())
        if plain not in alike:
            alike[plain] = _own(plain, calendar, rules, allowed, hours, shares)
        problem.own.append(replace(alike[plain], wishes=_wishes(person, alike[plain], need)) if person.wishes else alike[plain])
    return problem


def _wishes(person: Person, own: Own, need: Need) -> dict[tuple[int, int], int]:
    return {place: -weight for place in sorted(own.open)
            if (weight := person.wants(need.shifts[place[1]], need.days[place[0]]))}


def _each_shift_is_possible(need: Need, calendar: Calendar, allowed: set[tuple[int, int]], rules: Sequence[Rule]) -> None:
    for place, shift in enumerate(need.shifts):
        if not any((day, place) in allowed for day in range(len(need.people))):
            rule = broken_by_itself(calendar.duty(0, place), rules)
            assert rule
            raise InputError(f"the shift {shift.name} ({shift.starts:%H:%M} to {shift.ends:%H:%M}, break "
                             f"{shift.break_minutes} minutes) breaks the rule '{rule.name}' ({rule.source}) by itself.",
                             remedy="Change its times or its break, or leave the rule out (--rules).")


def _clashes(calendar: Calendar, hours: float) -> list[tuple[tuple[int, int], ...]]:
    """Groups of which one person may have one at most: a shift with those of the next day that may not follow it, and a shift
    with those of the day before that it may not follow."""
    shifts, found = range(len(calendar.need.shifts)), set()
    for day in range(len(calendar.need.people) - 1):
        bad = {(one, other) for one in shifts for other in shifts if not may_follow(calendar, day, one, other, hours)}
        for shift in shifts:
            found.add(((day, shift), *((day + 1, other) for one, other in sorted(bad) if one == shift)))
            found.add((*((day, one) for one, other in sorted(bad) if other == shift), (day + 1, shift)))
    return sorted(group for group in found if len(group) > 1)


def _own(person: Person, calendar: Calendar, rules: Sequence[Rule], allowed: set[tuple[int, int]], hours: float,
         shares: tuple[Share, Share]) -> Own:
    need = calendar.need
    ended = person.before[-1].ends if person.before else None
    open_ = frozenset(
        (day, shift) for day, shift in allowed if need.people[day][shift] and person.can(need.shifts[shift])
        and person.is_there(need.days[day])
        and (ended is None or day > 1 or (calendar.duty(day, shift).starts - ended).total_seconds() >= hours * 3600))
    rests = [week for rule in rules if isinstance(rule.kind, PeriodRest) for week in weekly_rests(person, calendar, rule.kind)]
    return Own(open_, limits_of(person, need, rules), {}, rests, *shares)


def _shares(need: Need, people: Sequence[Person], nights: frozenset[tuple[int, int]],
            weekend: frozenset[int]) -> list[tuple[Share, Share]]:
    """Each one's fair share of nights and of weekend duties, by hours of the contract on days that are not leave, among those
    who may have them."""
    return list(zip(_share(need, people, lambda day, shift: (day, shift) in nights),
                    _share(need, people, lambda day, shift: day in weekend), strict=True))


def _share(need: Need, people: Sequence[Person], counts: Callable[[int, int], bool]) -> list[Share]:
    wanted = [(day, shift) for day in range(len(need.people)) for shift in range(len(need.shifts))
              if counts(day, shift) and need.people[day][shift]]
    total = sum(need.people[day][shift] for day, shift in wanted)
    weights = [(40.0 if person.weekly_hours is None else person.weekly_hours) * sum(
        any(on == day and person.can(need.shifts[shift]) for on, shift in wanted) and person.is_there(need.days[day])
        for day in {day for day, _ in wanted}) for person in people]
    over = sum(weights) or 1.0
    return [Share(floor(total * weight / over + 1e-9), ceil(total * weight / over - 1e-9)) for weight in weights]
