"""Sweeps: every combination of a room's changes run, held against targets and costs, and laid out in tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from answerable.engines.naming import DEFAULT_ENGINE, EngineName
from answerable.errors import InputError, did_you_mean
from answerable.simulation.results import Simulated
from answerable.simulation.room import Room
from answerable.simulation.scenarios.differences import (
    ABANDONED,
    MEAN_WAIT,
    WITHIN,
    Difference,
    Figure,
    Weighed,
    differences,
)
from answerable.simulation.scenarios.sweep_file import Combination, Sweep, Value
from answerable.simulation.telling import moment
from answerable.staffing.targets import Target, read_target
from answerable.what_if.answers import Answer, Question
from answerable.what_if.compared import hours
from answerable.what_if.keeping import Kept
from answerable.what_if.running import Run, Told, answer_to, run_all

FRESH_SEED = 7919               # of callers that the choice has not seen
SHOWN = (WITHIN, ABANDONED, MEAN_WAIT)
MOST_TABLES = 6


@dataclass(frozen=True)
class Result:
    """What came of a combination. values: of the axes; hours: of handlers planned; cost: these by the pools' costs; figures:
    the differences from the room as it is; reached: of each target, over all repetitions (NaN where nobody was counted); sure:
    in what share of repetitions it is met; trouble: why its means say nothing, "" where they do."""

    values: tuple[Value, ...]
    hours: float
    cost: float
    figures: tuple[Difference, ...]
    reached: tuple[float, ...]
    sure: tuple[float, ...]
    trouble: str

    def figure(self, queue: str, figure: Figure) -> float | None:
        """One of its figures."""
        return next(one.second for one in self.figures if one.queue == queue and one.figure == figure)


@dataclass(frozen=True)
class Swept:
    """A sweep that was run. base: the room as it is, by the same measures; run: how much of it was run now."""

    sweep: Sweep
    targets: tuple[Target, ...]
    base: Result
    results: tuple[Result, ...]
    run: Run
    repetitions: int
    seed: int

    @property
    def meeting(self) -> tuple[Result, ...]:
        """The combinations that meet every target over all repetitions, the cheapest first, and of those that cost the same
        the one furthest from a miss; none where there is no target."""
        found = [result for result in self.results if self.targets and not result.trouble and meets(result, self.targets)]
        return tuple(sorted(found, key=lambda result: (result.cost, -_room_to_spare(result, self.targets))))


def sweep_over(kept: Kept, sweep: Sweep, repetitions: int, seed: int, *, engine: EngineName = DEFAULT_ENGINE,
               at_once: int | None = None, progress: Told | None = None) -> Swept:
    """Run every combination that was not run before, and gather all of them. What is done is kept at once: after a stop the
    same call goes on from there. Raises InputError for a target that cannot be, EngineError where Spark fails."""
    targets = tuple(read_target(said, sweep.base) for said in sweep.targets)
    every = list(sweep.combinations())
    questions = [Question(sweep.base, repetitions, seed), *(Question(one.room, repetitions, seed) for one in every)]
    run = run_all(kept, questions, engine=engine, at_once=at_once, progress=progress)
    base = answer_to(kept, questions[0])
    results = tuple(_result(sweep, one, answer_to(kept, question), base, targets)
                    for one, question in zip(every, questions[1:], strict=True))
    own = _result(sweep, Combination((), sweep.base), base, base, targets)
    return Swept(sweep, targets, own, results, run, repetitions, seed)


def _result(sweep: Sweep, one: Combination, answer: Answer, base: Answer, targets: Sequence[Target]) -> Result:
    room, found = one.room, answer.simulated
    figures = tuple(own for own in differences(base.simulated, found) if own.figure in SHOWN)
    reached = tuple(_reached(target, found) for target in targets)
    sure = tuple(target.met_over_all(found) for target in targets)
    return Result(one.values, hours(room), _cost(room, sweep.costs), figures, reached, sure, _trouble(room, answer))


def _cost(room: Room, costs: Mapping[str, float]) -> float:
    return sum(sum(pool.staff) * costs.get(pool.name, 1.0) for pool in room.pools) * room.slot_seconds / 3600


def _reached(target: Target, result: Simulated) -> float:
    above, below = target.counts(result)
    return float(above.sum() / below.sum()) if below.sum() else float("nan")


def _trouble(room: Room, answer: Answer) -> str:
    if answer.simulated.stopped:
        return answer.simulated.stopped
    return "" if answer.unstable_from is None else f"unstable from {moment(room, answer.unstable_from)}"


def meets(result: Result, targets: Sequence[Target]) -> bool:
    """Whether every target is met over all repetitions together."""
    return all(reached >= target.level if target.at_least else reached <= target.level
               for target, reached in zip(targets, result.reached, strict=True))


def _room_to_spare(result: Result, targets: Sequence[Target]) -> float:
    """How far the nearest target is from a miss, in parts of what may be missed of it (of 80% within: of the other 20%)."""
    return min((reached - target.level) / (1 - target.level) if target.at_least else (target.level - reached) / target.level
               if target.level else 0.0 for target, reached in zip(targets, result.reached, strict=True))


def tried_anew(kept: Kept, swept: Swept, result: Result) -> Result:
    """A combination with callers that the choice has not seen: of many, the one that looks best was lucky too."""
    place = swept.results.index(result)
    one = next(islice(swept.sweep.combinations(), place, None))
    found, base = (answer_to(kept, Question(room, swept.repetitions, swept.seed + FRESH_SEED))
                   for room in (one.room, swept.sweep.base))
    return _result(swept.sweep, one, found, base, swept.targets)


def read_figure(said: str, room: Room) -> tuple[str, Figure]:
    """A figure as it is written: "101 within", "chat mean_wait". Raises InputError where it is none."""
    line, _, measure = said.rpartition(" ")
    lines, known = [own.name for own in room.lines], {figure.id: figure for figure in SHOWN}
    if line not in lines or measure not in known:
        wrong, right = (line, lines) if line not in lines else (measure, list(known))
        raise InputError(f"'{said}' is no figure. {did_you_mean(wrong, right)}".strip(), where="--figure", remedy=(
            f'Write a line ({", ".join(lines)}) and one of {", ".join(known)}, such as "{lines[0]} within".'))
    return line, known[measure]


@dataclass(frozen=True)
class TwoWay:
    """A figure by two axes. at: the values of the other axes, by name; down: the values of the first axis, each with the
    figure at every value of the second (None where there is none, or its means say nothing)."""

    at: Mapping[str, Value]
    across: tuple[Value, ...]
    down: tuple[tuple[Value, tuple[float | None, ...]], ...]


def two_way(swept: Swept, queue: str, figure: Figure, by: tuple[str, str], where: Mapping[str, str]) -> Iterator[TwoWay]:
    """A table for every combination of the axes that are not in `by`; where: of those only these values. Raises InputError for
    an axis or a value that is not there, or where there would be more tables than anybody reads."""
    axes = {axis.name: axis for axis in swept.sweep.axes}
    for name in (*by, *where):
        if name not in axes:
            raise InputError(f"the sweep has no '{name}'.", remedy=did_you_mean(name, axes) or f"There are: {', '.join(axes)}.")
    for name, value in where.items():
        if value not in map(str, axes[name].values):
            raise InputError(f"'{name}' is never {value}.", remedy=f"It is {', '.join(map(str, axes[name].values))}.")
    found: dict[tuple[Value, ...], dict[tuple[Value, Value], Result]] = {}
    others = [name for name in axes if name not in by]
    for result in swept.results:
        at = dict(zip(axes, result.values, strict=True))
        if all(str(at[name]) == value for name, value in where.items()):
            found.setdefault(tuple(at[name] for name in others), {})[at[by[0]], at[by[1]]] = result
    if len(found) > MOST_TABLES:
        raise InputError(f"that would be {len(found)} tables, one for each of {' and '.join(others)}.", where="--two-way",
                         remedy="Choose with --where NAME=VALUE.")
    down, across = (axes[name].values for name in by)
    for rest, cells in found.items():
        yield TwoWay(dict(zip(others, rest, strict=True)), across, tuple(
            (value, tuple(_shown(cells.get((value, other)), queue, figure) for other in across)) for value in down))


def _shown(result: Result | None, queue: str, figure: Figure) -> float | None:
    return None if result is None or result.trouble else result.figure(queue, figure)


def rows(swept: Swept) -> Iterator[dict[str, object]]:
    """A row for each combination: its values, hours, cost, targets, and of each line every figure with its difference from the
    room as it is and the 95% interval of that. Shares in per cent, waits in seconds."""
    for result in swept.results:
        row: dict[str, object] = dict(zip((axis.name for axis in swept.sweep.axes), result.values, strict=True))
        row |= {"handler hours": result.hours, "cost": result.cost, "trouble": result.trouble}
        for target, reached, sure in zip(swept.targets, result.reached, result.sure, strict=True):
            row |= {str(target): None if reached != reached else reached, f"{target}: share of repetitions": sure}
        for one in result.figures:
            scale, name = 100.0 if one.figure.share else 1.0, f"{one.queue} {one.figure.id}"
            known = one.weighed is not Weighed.UNKNOWN
            row[name] = None if one.second is None else one.second * scale
            for what, value in (("difference", one.difference), ("low", one.low), ("high", one.high)):
                row[f"{name} {what}"] = value * scale if known else None
        yield row
