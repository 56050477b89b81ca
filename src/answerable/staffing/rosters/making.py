"""A roster made: laid out, solved within a time, and checked."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from answerable.errors import InputError
from answerable.staffing.rosters.need import Need
from answerable.staffing.rosters.person import Person, Roster
from answerable.staffing.rosters.problem import lay_out
from answerable.staffing.rosters.searching import Found, search
from answerable.staffing.rules.breaches import Breach
from answerable.staffing.rules.checking import breaches
from answerable.staffing.rules.duties import DAY, PersonDuties, local
from answerable.staffing.rules.kinds import RuleSet
from answerable.staffing.solving import run_within

START_SECONDS = 3.0     # for the other process to come up, to build its model and to hand the last roster over


def make_roster(need: Need, people: Sequence[Person], sets: Sequence[RuleSet], *, seconds: float = 60.0, workers: int = 2,
                seed: int = 1, better: Callable[[int, float], None] | None = None) -> Roster:
    """The best roster found within so many seconds of the wall clock. better: called with the price and the bound of every
    better one. Raises InputError where none was found, or a shift breaks a rule by itself."""
    started = time.monotonic()
    problem = lay_out(need, people, sets)
    left = max(seconds - (time.monotonic() - started), 1.0)
    told = (lambda found: better(found.price, found.bound)) if better else None
    outcome = run_within(left, search, problem, max(left - START_SECONDS, left / 2), workers, seed, better=told)
    found: Found | None = outcome.answer
    if found is None:
        raise InputError(f"no roster was found in {seconds:g} seconds.", remedy="Give it longer (--seconds).")
    return Roster(need, tuple(people), found.given, found.price, found.bound, found.proven, time.monotonic() - started)


def as_worked(roster: Roster, place: int) -> PersonDuties:
    """The duties of a person by place: those before the roster and those in it, to be checked."""
    person, need = roster.people[place], roster.need
    first = min([need.first, *(local(duty.starts, need.zone).date() for duty in person.before)])
    return PersonDuties((*person.before, *roster.duties(place)), first, need.last, need.zone, person.leave,
                        person.weekly_hours, judged_from=need.first)


def check(roster: Roster, sets: Sequence[RuleSet]) -> list[list[Breach]]:
    """The breaches of each person, by an implementation of the rules that the search does not know."""
    return [breaches(as_worked(roster, place), sets) for place in range(len(roster.people))]


def before_is_over(person: Person, need: Need) -> bool:
    """Whether all duties before the roster begin before its first day."""
    return all(local(duty.starts, need.zone).date() <= need.first - DAY for duty in person.before)
