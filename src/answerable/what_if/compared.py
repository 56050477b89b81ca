"""Scenarios side by side with the same callers: figures, differences with their intervals, and these in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from answerable.errors import InputError
from answerable.simulation.room import Room
from answerable.simulation.scenarios.differences import (
    ABANDONED,
    MEAN_WAIT,
    REFUSED,
    WITHIN,
    Difference,
    Weighed,
    differences,
    looked_at,
    weighed,
)
from answerable.simulation.scenarios.scenario_file import Scenario
from answerable.simulation.telling import limit_of, moment
from answerable.what_if.answers import Answer, Question
from answerable.words import format_count, format_things, format_value, join_words

AS_IT_IS = "the room as it is"
TOLD = (WITHIN, ABANDONED, MEAN_WAIT, REFUSED)
"""The figures whose differences are put into words."""


@dataclass(frozen=True)
class Side:
    """A room that is compared, by the name that sentences say."""

    name: str
    room: Room
    answer: Answer


@dataclass(frozen=True)
class Comparison:
    """Scenarios against one base. found: for each of them the differences of all lines, weighed all together."""

    base: Side
    others: tuple[Side, ...]
    found: tuple[tuple[Difference, ...], ...]

    @property
    def looked_at(self) -> int:
        """How many differences could have been chance."""
        return looked_at([one for listed in self.found for one in listed])


def questions_of(scenarios: Sequence[Scenario], base: Scenario | None, repetitions: int, seed: int) -> list[Question]:
    """What is to be run for a comparison: the base first. base: None for the room without changes. Raises InputError where the
    scenarios are not of one room: the callers of two rooms are not the same."""
    every = [*([base] if base else []), *scenarios]
    for first, second in pairwise(every):
        if first.room_id != second.room_id:
            raise InputError(f"'{first.id}' is of the room {first.room_id}, and '{second.id}' of {second.room_id}.",
                             remedy="Compare scenarios of one room; `answerable simulate --against` compares two rooms.")
    rooms = [base.room if base else scenarios[0].base, *(scenario.room for scenario in scenarios)]
    return [Question(room, repetitions, seed) for room in rooms]


def compare(sides: Sequence[Side]) -> Comparison:
    """The first against all others. Their differences are told apart from chance all together (`differences.weighed`)."""
    base, *others = sides
    found = [differences(base.answer.simulated, other.answer.simulated) for other in others]
    told, begins = weighed([one for listed in found for one in listed]), 0
    parts = []
    for listed in found:
        parts.append(tuple(told[begins:begins + len(listed)]))
        begins += len(listed)
    return Comparison(base, tuple(others), tuple(parts))


def in_words(comparison: Comparison) -> Iterator[str]:
    """The comparison in sentences: what is different, what may be chance, and what the margins are worth."""
    result = comparison.base.answer.simulated
    times = format_things(result.repetitions, "repetition", "repetitions")
    yield f"Against {comparison.base.name}, with the same callers in {times} of each; in brackets the 95% interval."
    for side in (comparison.base, *comparison.others):
        yield from _warnings(side)
    for side, found in zip(comparison.others, comparison.found, strict=True):
        yield from _of_one(side, found)
    if comparison.looked_at > 1:
        yield (f"{comparison.looked_at} differences are looked at together. Told are those that chance would hardly make "
               "among so many (Holm, 5% for all together).")
    yield ("The intervals are of the simulation: more repetitions narrow them. They do not say how well the room's file "
           "describes the room.")


def _warnings(side: Side) -> Iterator[str]:
    result = side.answer.simulated
    if result.stopped:
        at = moment(side.room, max(int(result.stopped_at / side.room.slot_seconds), 0))
        yield f"Not to be counted on: {side.name} stopped at {at}: {result.stopped}."
    elif side.answer.unstable_from is not None:
        yield (f"Not to be counted on: {side.name} is unstable from {moment(side.room, side.answer.unstable_from)}: waits grow "
               "for as long as the room runs.")


def _of_one(side: Side, found: Sequence[Difference]) -> Iterator[str]:
    told = [one for one in found if one.figure in TOLD]
    for queue in side.answer.simulated.queues:
        own = [one for one in told if one.queue == queue]
        clear = [different(one, side.room) for one in own if one.weighed is Weighed.DIFFERENT]
        unclear = [unsure(one, side.room) for one in own if one.weighed is Weighed.CHANCE]
        if clear:
            yield f"With {side.name}, on {queue}: {'; '.join(clear)}."
        if unclear:
            yield f"With {side.name}, on {queue} it may be chance: {'; '.join(unclear)}."
    same = [queue for queue in side.answer.simulated.queues
            if all(one.weighed is Weighed.SAME for one in found if one.queue == queue)]
    if same:
        yield f"With {side.name}, nothing changes for {join_words(same)}."


def different(one: Difference, room: Room) -> str:
    """A difference that is no chance, in words: "3.1 more of 100 answered are within 30 seconds (2.7 to 3.5)"."""
    low, high = sorted((abs(one.low), abs(one.high))) if one.low * one.high > 0 else (0.0, max(abs(one.low), abs(one.high)))
    more = one.difference > 0
    if one.figure == MEAN_WAIT:
        size, *reach = (_seconds(value, abs(one.difference)) for value in (abs(one.difference), low, high))
        reach[0] = reach[0].removesuffix(" seconds")
        return f"the mean wait is {size} {'longer' if more else 'shorter'} ({' to '.join(reach)})"
    scale = 100 if one.figure.share else 1
    digits = _digits(abs(one.difference) * scale)
    size, *reach = (f"{value * scale:,.{digits}f}" for value in (abs(one.difference), low, high))
    return f"{size} {'more' if more else 'fewer'} {_what(one, room)} ({' to '.join(reach)})"


def unsure(one: Difference, room: Room) -> str:
    """A difference that may be chance, in words."""
    if one.figure == MEAN_WAIT:
        return f"whether the mean wait is longer or shorter ({one.low:+.2f} to {one.high:+.2f} seconds)"
    scale = 100 if one.figure.share else 1
    return f"whether more or fewer {_what(one, room)} ({one.low * scale:+.2f} to {one.high * scale:+.2f})"


def _what(one: Difference, room: Room) -> str:
    if one.figure == WITHIN:
        return f"of 100 answered are within {limit_of(room, one.queue):g} seconds"
    return "of 100 who come give up" if one.figure == ABANDONED else "in each repetition are turned away"


def _seconds(value: float, beside: float) -> str:
    """A wait as people say it; short ones with the decimals that tell it."""
    return format_value(round(value), "seconds") if beside >= 60 else f"{value:,.{_digits(beside)}f} seconds"


def _digits(number: float) -> int:
    """Decimals by which a difference is told: two significant ones at least."""
    return 1 if number >= 1 else 2 if number >= 0.1 else 3


def hours(room: Room) -> float:
    """Handler hours planned in all pools together."""
    return sum(sum(pool.staff) for pool in room.pools) * room.slot_seconds / 3600


def rows(comparison: Comparison) -> Iterator[dict[str, object]]:
    """A row for each line, figure and scenario: base, scenario, difference, interval, and what it is worth. Shares in per
    cent, waits in seconds, counts for each repetition."""
    for side, found in zip(comparison.others, comparison.found, strict=True):
        for one in found:
            scale = 100.0 if one.figure.share else 1.0
            known = one.weighed is not Weighed.UNKNOWN
            yield {"scenario": side.name, "line": one.queue, "figure": one.figure.id,
                   "base": None if one.first is None else round(one.first * scale, 3),
                   "with": None if one.second is None else round(one.second * scale, 3),
                   **{name: round(value * scale, 3) if known else None
                      for name, value in (("difference", one.difference), ("low", one.low), ("high", one.high))},
                   "weighed": one.weighed.value}


def hours_in_words(comparison: Comparison) -> Iterator[str]:
    """The planned handler hours of the base and of each scenario where they differ."""
    own = hours(comparison.base.room)
    for side in comparison.others:
        more = hours(side.room) - own
        if more:
            yield (f"With {side.name}, {format_count(round(abs(more), 1))} handler hours {'more' if more > 0 else 'fewer'} are "
                   f"planned, of {format_count(round(own, 1))}.")
