"""A programme solved by HiGHS: its linear relaxation, a dive from there to whole numbers, then search among few columns.

The relaxation, by an interior point method with crossover (the simplex method took a hundred times as long where breaks leave
many ways of equal cost), gives the bound. The dive rounds the largest fractions up, some at a time, and solves the rest anew
from where it stood: a cover within about a hundredth of the bound comes of it in seconds. The search goes on from there with
the columns of the relaxation and the dive and those of small reduced cost.

This runs in a process of its own (`solving.run_within`); it must not import what takes long to load.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import product

import highspy
import numpy as np

from answerable.staffing.shifts.programme import Programme

_NEAR = 1e-6
_OPTIMAL = highspy.HighsModelStatus.kOptimal
_DIVE = 0.6             # of the time that is left, for the dive
_FEW = 250              # so many people or shifts to choose from are all searched
_GAP = 1e-4             # the search ends when it is this near to the best that its columns allow


@dataclass(frozen=True)
class Solved:
    """What is known. bound: of the relaxation, which no answer is below; None where there is none: infeasible tells that
    nothing can be. values: of each variable, the best answer; None where there is none yet. proven: whether nothing is
    better."""

    bound: float | None = None
    values: np.ndarray | None = None
    cost: float = float("inf")
    proven: bool = False
    infeasible: bool = False


Keep = Callable[[Solved], None]


def solve(keep: Keep, programme: Programme, seconds: float) -> Solved:
    """Solve within about so many seconds, handing over every better answer."""
    search = _Search(keep, programme, time.monotonic() + seconds)
    if search.relax():
        if programme.choice.any():
            search.choose()
        if not search.take_relaxed() and programme.stage.any():
            search.dive()
        search.search()
    return search.best


def _model(programme: Programme, *, whole: bool) -> highspy.HighsLp:
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = len(programme.cost), len(programme.lower)
    model.col_cost_, model.col_lower_, model.col_upper_ = programme.cost, np.zeros(len(programme.cost)), programme.most
    model.row_lower_, model.row_upper_ = programme.lower, programme.upper
    model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    model.a_matrix_.start_, model.a_matrix_.index_ = programme.begins, programme.rows
    model.a_matrix_.value_ = programme.values
    if whole:
        kinds = (highspy.HighsVarType.kContinuous, highspy.HighsVarType.kInteger)
        model.integrality_ = [kinds[int(one)] for one in programme.whole]
    return model


def _solver(seconds: float, **options: object) -> highspy.Highs:
    solver = highspy.Highs()
    solver.silent()
    for name, value in ({"threads": 1, "time_limit": max(seconds, 0.1)} | options).items():
        solver.setOptionValue(name, value)
    return solver


class _Pace:
    """How many numbers to round up at a time, so that all are whole when a time (monotonic) is reached: at least a tenth of
    those left, more where solving takes long, fewer where so many did not fit."""

    def __init__(self, until: float) -> None:
        self.until, self.begun, self.rounds, self.most = until, time.monotonic(), 0, 1.0

    def at_once(self, left: int) -> int:
        """Of so many that are left: the share that, taken off in each of the rounds there is time for, leaves one."""
        now = time.monotonic()
        each = (now - self.begun) / self.rounds if self.rounds else 0.0
        rounds = max((self.until - now) / each, 1.0) if each else 20.0
        share = min(max(1 - left ** (-1 / rounds), 0.1), self.most)
        return min(max(int(share * left), 1), left)

    def took(self, number: int, *, fitted: bool) -> None:
        """Say that so many were tried, and whether there was room for them."""
        self.rounds += 1
        self.most = self.most if fitted else self.most / 4 if number > 1 else self.most


class _Search:
    """The best answer as it stands."""

    def __init__(self, keep: Keep, programme: Programme, until: float) -> None:
        self.keep, self.programme, self.until = keep, programme, until
        self.best = Solved()
        self.columns = np.zeros(len(programme.cost), dtype=bool)
        self.low, self.high = np.zeros(len(programme.cost)), programme.most.copy()

    @property
    def left(self) -> float:
        """Seconds."""
        return self.until - time.monotonic()

    def relax(self) -> bool:
        """Solve the relaxation; whether there is anything to go on with."""
        self.solver = _solver(self.left, solver="ipm")
        self.solver.passModel(_model(self.programme, whole=False))
        self.solver.run()
        status = self.solver.getModelStatus()
        if status != _OPTIMAL:
            self.best = Solved(infeasible=status in (highspy.HighsModelStatus.kInfeasible,
                                                     highspy.HighsModelStatus.kUnboundedOrInfeasible))
            return False
        solution = self.solver.getSolution()
        self.relaxed = np.array(solution.col_value)
        self.solver.setOptionValue("solver", "simplex")     # what follows goes on from where this ended
        self.best = Solved(bound=float(self.solver.getInfo().objective_function_value))
        self.keep(self.best)
        near = np.array(solution.col_dual) <= 0.02 * max(float(self.programme.cost.max(initial=0)), _NEAR)
        first = self.programme.stage == 1
        if first.sum() <= _FEW:
            self.columns[:] = True
        else:
            few = near if (near & first).sum() <= 2 * _FEW else np.zeros_like(near)
            self.columns = self.programme.linked(~first | few, self.relaxed > _NEAR)
        return True

    def choose(self) -> None:
        """Try every choice of one out of each group by its relaxation, as far as a third of the time reaches, the likeliest
        first, and go on with the best. Where all were tried, the least of them is a bound too, and a better one."""
        groups = [np.flatnonzero(self.programme.choice == number) for number in range(1, int(self.programme.choice.max()) + 1)]
        order = [group[np.argsort(-self.relaxed[group], kind="stable")] for group in groups]
        until, ended, best = time.monotonic() + self.left / 3, True, (float("inf"), self.high)
        for chosen in sorted(product(*map(range, map(len, order))), key=sum):
            if time.monotonic() > until:
                ended = False
                break
            high = self.programme.most.copy()
            high[np.concatenate(groups)] = 0.0
            high[[group[place] for group, place in zip(order, chosen, strict=True)]] = 1.0
            values = self._rest(self.low, high)
            if values is not None and float(self.programme.cost @ values) < best[0] - _NEAR:
                best = float(self.programme.cost @ values), high
                self.relaxed = values
        self.high = best[1]
        if ended and best[0] < float("inf"):
            self.best = replace(self.best, bound=best[0])
            self.keep(self.best)

    def take_relaxed(self) -> bool:
        """Take the relaxation for an answer, where it is whole; whether it is."""
        whole = not self._parts(self.relaxed, self.programme.whole).any()
        if whole:
            self._take(self.relaxed, np.ones(len(self.relaxed), dtype=bool))
        return whole

    def dive(self) -> None:
        """Round up, some at a time, and solve the rest anew, until all that must be whole is."""
        kept = self.programme.linked(self.programme.stage != 1, self.relaxed > _NEAR)
        programme, values = self.programme.only(kept), self.relaxed[kept]
        low, high = self.low[kept], self.high[kept]
        self.solver.passModel(_model(programme, whole=False))
        stages = int(programme.stage.max())
        for stage in range(1, stages + 1):
            pace = _Pace(time.monotonic() + _DIVE * self.left / (stages + 1 - stage))
            while (parts := self._parts(values, programme.stage == stage)).any():
                low = np.where(programme.stage == stage, np.maximum(low, np.floor(values + _NEAR)), low)
                top = np.argsort(-parts)[:pace.at_once(int(np.count_nonzero(parts)))]
                tried = low.copy()
                tried[top] += 1
                found = self._rest(tried, high)
                pace.took(len(top), fitted=found is not None)
                if found is not None:
                    low = tried
                elif len(top) == 1:         # there is no room for one more of it
                    high[top] = low[top]
                    found = self._rest(low, high)
                if self.left <= 0 or (found is None and len(top) == 1):
                    return
                values = values if found is None else found
        self._take(values, kept)

    @staticmethod
    def _parts(values: np.ndarray, own: np.ndarray) -> np.ndarray:
        """What each of some variables has beyond a whole number; 0 of all others."""
        parts = values - np.floor(values + _NEAR)
        return np.where(own & (parts > _NEAR), parts, 0.0)

    def _rest(self, low: np.ndarray, high: np.ndarray) -> np.ndarray | None:
        """The relaxation with these bounds; None where nothing lies within them, or the time is up."""
        self.solver.changeColsBounds(len(low), np.arange(len(low), dtype=np.int32), low, high)
        self.solver.setOptionValue("time_limit", self.solver.getRunTime() + max(self.left, 0.1))
        self.solver.run()
        return np.array(self.solver.getSolution().col_value) if self.solver.getModelStatus() == _OPTIMAL else None

    def _better(self, values: np.ndarray) -> None:
        """Keep an answer, where it is one and better."""
        cost = float(self.programme.cost @ values)
        if cost < self.best.cost - _NEAR and self.programme.allows(values):
            self.best = replace(self.best, values=values, cost=cost)
            self.keep(self.best)
            self.columns |= values > _NEAR

    def search(self) -> None:
        """Branch and bound among the columns that were found to be of use."""
        if self.best.bound is not None and self.best.cost <= self.best.bound + _NEAR:
            self.best = replace(self.best, proven=True)
            return
        kept = self.columns.copy()
        small = self.programme.only(kept)
        solver = _solver(self.left, mip_rel_gap=_GAP)
        solver.passModel(_model(small, whole=True))
        if self.best.values is not None:
            start = highspy.HighsSolution()
            start.col_value = list(self.best.values[kept])
            solver.setSolution(start)
        solver.cbMipImprovingSolution += lambda event: self._take(np.array(event.data_out.mip_solution), kept)
        solver.run()
        values = np.array(solver.getSolution().col_value)
        if len(values) and solver.getInfo().primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible:
            self._take(values, kept)
        ended = solver.getModelStatus() == _OPTIMAL and bool(kept.all())
        self.best = replace(self.best, proven=ended)

    def _take(self, values: np.ndarray, kept: np.ndarray) -> None:
        whole = np.zeros(len(kept))
        whole[kept] = values
        self._better(np.where(self.programme.whole, np.rint(whole), whole))
