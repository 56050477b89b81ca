"""A cover found for a pattern and a need, within a wall of time."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from answerable.errors import InputError
from answerable.staffing.shifts.cover import Cover, Rostered
from answerable.staffing.shifts.highs import Solved, solve
from answerable.staffing.shifts.laid_out import SURPLUS, Ask, DailyShift, LaidOut
from answerable.staffing.shifts.laying_out import lay_out
from answerable.staffing.shifts.need import Need
from answerable.staffing.shifts.pattern import Pattern
from answerable.staffing.solving import run_within

SECONDS = 30.0
_SHARE_TO_WRITE, _START = 0.06, 1.0     # of the wall: what the solver leaves for handing over, and for its process to come up
Told = Callable[[float, float | None], None]


def find_cover(pattern: Pattern, need: Need, ask: Ask | None = None, *, seconds: float = SECONDS,
               progress: Told | None = None) -> Cover:
    """The best cover that is found within so many seconds of the wall clock.

    progress: called with the bound and the best answer's cost so far (None: none yet), from another thread. Raises InputError
    where the pattern does not fit the need's slots, where no cover can be (naming the times that no shift covers), or
    where none was found in time.
    """
    ask = ask or Ask()
    if ask.people is not None and pattern.weeks is None:
        raise InputError(f"'{pattern.name}' holds single shifts, of which nobody knows how many one person works.",
                         remedy="Ask for a number of people with a pattern of tours or a rotation.")
    laid = lay_out(pattern, need, ask)
    _somebody_can_be_there(laid)
    told = (lambda solved: progress(solved.bound, solved.cost if solved.values is not None else None)) if progress else None
    outcome = run_within(seconds, solve, laid.programme, max(seconds * (1 - _SHARE_TO_WRITE) - _START, 0.2), better=told)
    solved = outcome.answer or Solved()
    if solved.infeasible:
        _cannot_be(laid, seconds)
    if solved.values is None or solved.bound is None:
        raise InputError(f"no cover by '{pattern.name}' was found in {seconds:g} seconds{_least(solved)}.",
                         remedy="Give it more time (--seconds), fewer starts, or longer slots.")
    return cover_of(laid, solved, finished=outcome.finished, seconds=outcome.seconds)


def _least(solved: Solved) -> str:
    return "" if solved.bound is None else f"; whatever is found, it costs {solved.bound:.1f} or more"


def _somebody_can_be_there(laid: LaidOut) -> None:
    """Raises InputError naming the times at which somebody is needed and no shift of the pattern is on duty, unless a shortage
    is what is asked for."""
    if laid.ask.people is None:
        programme, needed = laid.programme, np.array(laid.need.people) > 0
        helped = np.zeros(len(programme.lower), dtype=bool)
        of_shifts = np.repeat(~np.isin(np.arange(len(programme.cost)), laid.short), np.diff(programme.begins))
        helped[programme.rows[of_shifts & (programme.values > 0)]] = True
        _raise_not_covered(laid, np.flatnonzero(needed & ~helped[laid.cover]))


def _raise_not_covered(laid: LaidOut, slots: np.ndarray) -> None:
    if len(slots):
        need = laid.need
        most = max(need.people[slot] for slot in slots)
        raise InputError(f"'{laid.pattern.name}' cannot cover {_spans(need, slots.tolist())}, where up to {most:,} "
                         f"{'person is' if most == 1 else 'people are'} needed.",
                         where=laid.pattern.where or None,
                         remedy="Let a shift start so that it covers these times, or ask what is short with a number of people "
                                "(--people).")


def _spans(need: Need, slots: list[int]) -> str:
    """Slots as spans of time: "Mon 03:00 to Mon 05:00 and Sun 23:00 to Mon 01:00"; the week is a ring."""
    every, there = len(need.people), set(slots)
    if len(there) == every:
        return "any time of the week"
    firsts = [slot for slot in slots if (slot - 1) % every not in there]
    told = []
    for first in firsts[:4]:
        last = first
        while last % every in there:
            last += 1
        told.append(f"{need.moment(first)} to {need.moment(last % every)}")
    more = [f"{len(firsts) - 4} more spans"] if len(firsts) > 4 else []
    return " and ".join(filter(None, [", ".join([*told, *more][:-1]), [*told, *more][-1]]))


def _cannot_be(laid: LaidOut, seconds: float) -> None:
    """Raises InputError naming what stays short however many people there are."""
    elastic = lay_out(laid.pattern, laid.need, Ask(people=10**6))
    solved = run_within(seconds, solve, elastic.programme, seconds * (1 - _SHARE_TO_WRITE) - _START).answer
    if solved is not None and solved.values is not None:
        _raise_not_covered(laid, np.flatnonzero(solved.values[elastic.short] > 1e-6))
    raise InputError(f"'{laid.pattern.name}' cannot cover the need.", where=laid.pattern.where or None,
                     remedy="Ask what is short with a number of people (--people).")


def cover_of(laid: LaidOut, solved: Solved, *, finished: bool, seconds: float) -> Cover:
    """The cover that a solved programme means. Raises AssertionError where nothing was solved."""
    assert solved.values is not None
    assert solved.bound is not None
    counts = np.rint(solved.values).astype(int)
    breaks: dict[DailyShift, list[tuple[int, int, int]]] = {}
    for shift, place, at, number in laid.breaks:
        if counts[number]:
            breaks.setdefault(shift, []).append((place, at, int(counts[number])))
    rostered = tuple(Rostered(shift, int(counts[number]), tuple(breaks.get(shift, ())))
                     for shift, number in laid.shifts if counts[number])
    weeks = tuple((week, int(counts[number])) for week, number in laid.weeks if counts[number])
    known = SURPLUS * laid.need.work if laid.ask.people is not None else 0.0     # what is on duty less the need is the surplus
    return Cover(laid.pattern, laid.need, laid.ask, rostered, _people(laid, counts), weeks, max(solved.bound - known, 0.0),
                 solved.cost - known,
                 solved.proven, finished, seconds)


def _people(laid: LaidOut, counts: np.ndarray) -> int | None:
    if laid.team is not None:
        return int(counts[laid.team]) * getattr(laid.pattern.weeks, "teams", 1)
    return sum(int(counts[number]) for _, number in laid.weeks) if laid.weeks else None
