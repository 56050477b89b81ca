"""The search for the cheapest roster, with OR-Tools' CP-SAT. Runs in a process of its own (`staffing.solving`)."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ortools.sat.python import cp_model

from answerable.staffing.rosters.grouping import groups_of, part_of
from answerable.staffing.rosters.problem import SHORTAGE, UNFAIR, Own, Problem
from answerable.staffing.rosters.resting import OFF

FIRM = 0.6     # of the time that is left to a group, for what asks for more
Place = tuple[int, int]
Given = tuple[tuple[int, ...], ...]


@dataclass(frozen=True)
class Found:
    """given: for each person, for each day, the shift by place or -1. price: what it costs; bound: nothing costs less."""

    given: tuple[tuple[int, ...], ...]
    price: int
    bound: float
    proven: bool


class _Model:
    """The model: a boolean for each person, day and shift that may be. covered: nobody may be missing. firm: nor may shares be
    left, nor anything be given that is not wanted; so it costs nothing, and an answer is the best."""

    def __init__(self, problem: Problem, *, covered: bool = False, firm: bool = False) -> None:
        self.problem, self.model, self.firm, self.covered = problem, cp_model.CpModel(), firm, covered or firm
        self.costs: list[Any] = []
        self.given: list[dict[Place, Any]] = []
        self.off: list[list[Any]] = []
        for own in problem.own:
            self._person(own)
        self._cover()
        self.model.minimize(sum(self.costs))

    def _person(self, own: Own) -> None:
        given = {place: self.model.new_bool_var("") for place in sorted(own.open)
                 if not (self.firm and own.wishes.get(place, 0) > 0)}
        off = [self.model.new_bool_var("") for _ in self.problem.need]
        self.given.append(given)
        self.off.append(off)
        for day, free in enumerate(off):
            self.model.add_exactly_one(free, *(own_ for (on, _), own_ in given.items() if on == day))
        for group in self.problem.clashes:
            if len(clashing := [given[place] for place in group if place in given]) > 1:
                self.model.add_at_most_one(clashing)
        self._limits(own, given, off)
        for witnesses in own.rests:
            self._weekly_rest(witnesses, given, off)
        self.costs += [cost * given[place] for place, cost in own.wishes.items() if place in given]
        self._fair([given[place] for place in given if place in self.problem.nights], own.nights.least, own.nights.most)
        self._fair([given[place] for place in given if place[0] in self.problem.weekend], own.weekends.least,
                   own.weekends.most)

    def _limits(self, own: Own, given: dict[Place, Any], off: list[Any]) -> None:
        for first, end, most in own.limits.days:
            if most < end - first:
                self.model.add(sum(off[first:end]) >= end - first - most)
        for first, end, most in own.limits.nights:
            nights = [given[place] for place in given if first <= place[0] < end and place in self.problem.nights]
            if len({place[0] for place in given if first <= place[0] < end}) > most:
                self.model.add(sum(nights) <= most)
        for first, end, most, breaks_are_work in own.limits.minutes:
            minutes = self.problem.minutes[0 if breaks_are_work else 1]
            self._hours([(minutes[place], given[place]) for place in given if first <= place[0] < end],
                        off[first:end], most)
        for saturdays, most in own.limits.weekends:
            worked = [self._weekend(off, saturday) for saturday in saturdays]
            if len(worked) > most:
                self.model.add(sum(worked) <= most)

    def _hours(self, worked: list[tuple[int, Any]], off: list[Any], most: int) -> None:
        """Minutes of work; where all shifts are of one length, as a number of days off, which the solver sees through."""
        lengths = {minutes for minutes, _ in worked}
        if len(lengths) == 1:
            self.model.add(sum(off) >= len(off) - most // lengths.pop())
        elif lengths:
            self.model.add(sum(minutes * own for minutes, own in worked) <= most)

    def _weekend(self, off: list[Any], saturday: int) -> Any:
        """Whether a duty begins on a weekend (a boolean that is 1 where one does)."""
        worked = self.model.new_bool_var("")
        for day in (saturday, saturday + 1):
            if 0 <= day < len(off):
                self.model.add_implication(off[day].Not(), worked)
        return worked

    def _weekly_rest(self, witnesses: list[Any], given: dict[Place, Any], off: list[Any]) -> None:
        had = []
        for witness in witnesses:
            days = off[witness.day:witness.day + witness.length]
            if len(days) == 1 and not witness.spoilt:
                had.append(days[0])
                continue
            holds = self.model.new_bool_var("")
            for free in days:
                self.model.add_implication(holds, free)
            for before, after in witness.spoilt:
                around = [self._is(given, off, witness.day - 1, before),
                          self._is(given, off, witness.day + witness.length, after)]
                self.model.add_bool_or(holds.Not(), *(one.Not() for one in around if one is not None))
            had.append(holds)
        self.model.add_bool_or(had)

    def _is(self, given: dict[Place, Any], off: list[Any], day: int, shift: int) -> Any:
        """The boolean that says whether somebody has a shift on a day, or is off; None outside the roster, where it is known to
        be so."""
        if not 0 <= day < len(off):
            return None
        return off[day] if shift == OFF else given.get((day, shift), self.model.new_constant(0))

    def _fair(self, duties: list[Any], least: int, most: int) -> None:
        if duties and self.firm:
            self.model.add_linear_constraint(sum(duties), least, most)
        elif duties and (most < len(duties) or least > 0):
            beyond = self.model.new_int_var(0, len(duties), "")
            self.model.add(sum(duties) <= most + beyond)
            self.model.add(sum(duties) >= least - beyond)
            self.costs.append(UNFAIR * beyond)

    def _cover(self) -> None:
        for day, wanted in enumerate(self.problem.need):
            for shift, people in enumerate(wanted):
                there = [given[day, shift] for given in self.given if (day, shift) in given]
                if people and self.covered:
                    self.model.add(sum(there) == people)
                elif people:
                    missing = self.model.new_int_var(max(people - len(there), 0), people, "")
                    self.model.add(sum(there) + missing == people)
                    self.costs.append(SHORTAGE * missing)

    def begin_from(self, given: Given) -> None:
        """Have the search begin from a roster."""
        for own, days in zip(self.given, given, strict=True):
            for (day, shift), chosen in own.items():
                self.model.add_hint(chosen, days[day] == shift)

    def read(self, value: Callable[[Any], int]) -> tuple[tuple[int, ...], ...]:
        """Who has what, by the values of the booleans."""
        found = []
        for given in self.given:
            own = [OFF] * len(self.problem.need)
            for (day, shift), chosen in given.items():
                if value(chosen):
                    own[day] = shift
            found.append(tuple(own))
        return tuple(found)


class _Keeping(cp_model.CpSolverSolutionCallback):
    """Hands over every better roster."""

    def __init__(self, model: _Model, keep: Callable[[Found], None]) -> None:
        super().__init__()
        self.model, self.keep = model, keep

    def on_solution_callback(self) -> None:
        """Called by the solver."""
        self.keep(Found(self.model.read(self.value), round(self.objective_value), self.best_objective_bound, False))


def search(keep: Callable[[Found], None], problem: Problem, seconds: float, workers: int, seed: int) -> Found:
    """The cheapest roster of a problem found within so many seconds. keep: called with every better
    one. First by groups, at best for nothing; then the whole, from there on."""
    until = time.monotonic() + seconds
    settings = _Settings(workers, seed)
    start = _by_groups(problem, until - seconds / 6, settings)
    price, least = price_of(problem, start), _least(problem)
    found = Found(start, price, min(least, price), price <= least)
    keep(found)
    left = until - time.monotonic()
    if found.proven or left < 1:
        return found
    model = _Model(problem)
    model.begin_from(start)
    better = settings.solve(model, until - time.monotonic(), _Keeping(model, keep))
    return better if better and better.price <= price else found


@dataclass(frozen=True)
class _Settings:
    workers: int
    seed: int

    def solve(self, model: _Model, seconds: float, told: _Keeping | None = None) -> Found | None:
        """What CP-SAT makes of a model in so many seconds."""
        if seconds <= 0:
            return None
        solver = cp_model.CpSolver()
        solver.parameters.max_time_in_seconds = seconds
        solver.parameters.num_workers = self.workers
        solver.parameters.random_seed = self.seed
        status = solver.solve(model.model, told)
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return None
        return Found(model.read(solver.value), round(solver.objective_value), solver.best_objective_bound,
                     status == cp_model.OPTIMAL)


def _by_groups(problem: Problem, until: float, settings: _Settings) -> Given:
    """A roster put together from groups: firm ones where they can be, then such as leave nobody missing, then the
    best of each in its share of the time."""
    groups = groups_of(len(problem.own))
    given: list[tuple[int, ...]] = [(OFF,) * len(problem.need)] * len(problem.own)
    for number, (group, part) in enumerate(zip(groups, part_of(problem, groups), strict=True)):
        share = (until - time.monotonic()) / (len(groups) - number)
        end = time.monotonic() + share
        found = (settings.solve(_Model(part, firm=True), share * FIRM)
                 or settings.solve(_Model(part, covered=True), (end - time.monotonic()) * FIRM)
                 or settings.solve(_Model(part), end - time.monotonic()))
        for place, own in zip(group, found.given if found else (), strict=False):
            given[place] = own
    return tuple(given)


def _least(problem: Problem) -> int:
    """A price that no roster is below: every wish for something had."""
    return sum(min([0, *(cost for (on, _), cost in own.wishes.items() if on == day)])
               for own in problem.own for day in range(len(problem.need)) if own.wishes)


def price_of(problem: Problem, given: Given) -> int:
    """What a roster costs: duties that nobody has, shares that are not kept, wishes."""
    had = [[sum(own[day] == shift for own in given) for shift in range(len(wanted))] for day, wanted in enumerate(problem.need)]
    missing = sum(people - had[day][shift] for day, wanted in enumerate(problem.need) for shift, people in enumerate(wanted))
    total = SHORTAGE * missing
    for own, days in zip(problem.own, given, strict=True):
        places = [(day, shift) for day, shift in enumerate(days) if shift != OFF]
        total += sum(own.wishes.get(place, 0) for place in places)
        nights, weekend = sum(place in problem.nights for place in places), sum(day in problem.weekend for day, _ in places)
        for number, share, able in ((nights, own.nights, own.open & problem.nights),
                                    (weekend, own.weekends, {place for place in own.open if place[0] in problem.weekend})):
            total += UNFAIR * max(number - share.most, share.least - number, 0) if able else 0
    return total
