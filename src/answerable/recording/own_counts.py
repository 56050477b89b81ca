"""What the simulator itself counted of what a measure asks, where the two mean the same; else why not.

A measure's population is held against the queues and outcomes of the simulator: each outcome of a queue is a number that the
kernel counted (OWN), so a measure that only counts and divides outcomes has its number from the kernel too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from answerable.measures.conditions import holding
from answerable.measures.definition import Measure
from answerable.recording.records import channel_of
from answerable.records.contract import SERIES_COLUMNS
from answerable.records.series import Combination
from answerable.simulation.laying_out import Queue, queues_of
from answerable.simulation.results import PLACE
from answerable.simulation.room import Room

# Outcome and whether the contact queued, as records say it → what the kernel counts so.
OWN = {("answered", 1): "answered", ("abandoned", 1): "abandoned", ("abandoned", 0): "left_message",
       ("contained", 0): "contained", ("forwarded", 0): "refused"}

UNCOUNTED = "no number that the simulator counts means this"
OTHER_LIMIT = "the room's limit of “answered within” is another one"
OTHER_CLOCK = "the simulator counts from the queue's start, the measure from an earlier moment"
AT_ITS_END = "the simulator counts to the beginning of work that may be broken off, the record to its end"
SHORT = "the simulator takes who gives up at the limit itself for short, the measure does not"
FORMULA = "the simulator divides by those answered, or by those and who gave up in the queue"


@dataclass(frozen=True)
class Own:
    """What the simulator counted. value: in the measure's unit (percent, seconds, contacts), None where the two do not mean
    the same; why: then the reason."""

    value: float | None
    why: str = ""


@dataclass(frozen=True)
class _Part:
    """One outcome of a queue: a name of COUNTED, the outcome in records, and all words by which a condition knows it."""

    queue: int
    counted: str
    outcome: str
    words: Combination


def own_count(measure: Measure, room: Room, counted: np.ndarray) -> Own:
    """A measure's number by the kernel's own counts. counted: queues × COUNTED, summed over the repetitions."""
    parts = _parts(room)
    chosen = _holding(measure.population.text, parts)
    total = sum(_number(counted, part) for part in chosen)
    if measure.kind == "count":
        return Own(total)
    if measure.kind == "share" and measure.clock is None and measure.counted:
        return _percent(sum(_number(counted, part) for part in _holding(measure.counted.text, chosen)), total)
    if measure.kind == "abandonment":
        if measure.short_abandon_ms:
            return Own(None, SHORT)
        return _percent(sum(_number(counted, part) for part in chosen if part.outcome == "abandoned"), total)
    if measure.kind not in ("service_level", "mean") or measure.longer_than_ms is not None:
        return Own(None, UNCOUNTED)
    return _timed(measure, room, chosen, counted)


def _timed(measure: Measure, room: Room, chosen: Sequence[_Part], counted: np.ndarray) -> Own:
    """A share answered within a limit, or a mean wait."""
    queues = sorted({part.queue for part in chosen})
    different = _clock_differs(measure, room, queues)
    if different:
        return Own(None, different)
    answered, abandoned = (sum(_number(counted, part) for part in chosen if part.outcome == outcome)
                           for outcome in ("answered", "abandoned"))
    if measure.kind == "mean":
        if {part.outcome for part in chosen} != {"answered"}:
            return Own(None, UNCOUNTED)
        wait = float(counted[queues, PLACE["wait_answered"]].sum())
        return Own(wait / answered if answered else None)
    within = {round(queues_of(room)[queue].service.within * 1000) for queue in queues}
    if measure.threshold is None or within != {measure.threshold.last_ms}:
        return Own(None, OTHER_LIMIT)
    if measure.formula not in ("answered-within-of-answered", "answered-within-of-offered"):
        return Own(None, FORMULA)
    return _percent(float(counted[queues, PLACE["within"]].sum()),
                    answered if measure.formula == "answered-within-of-answered" else answered + abandoned)


def _clock_differs(measure: Measure, room: Room, queues: Sequence[int]) -> str:
    """Why a measure's clock is not the simulator's, which runs from the queue's start to the beginning of the work."""
    laid_out = queues_of(room)
    if measure.clock not in ("queue", "force", "caller"):
        return UNCOUNTED
    if any(laid_out[queue].service.interruptible for queue in queues):
        return AT_ITS_END
    if measure.clock != "queue" and any(_earlier(room, laid_out[queue]) for queue in queues):
        return OTHER_CLOCK
    return ""


def _earlier(room: Room, queue: Queue) -> bool:
    """Whether a contact of a queue has been in the force's hands before it: in a message, or with a switchboard."""
    line = room.lines[queue.line]
    return line.message is not None or (line.switchboard is not None and queue.following < 0)


def _percent(part: float, whole: float) -> Own:
    return Own(100.0 * part / whole if whole else None)


def _number(counted: np.ndarray, part: _Part) -> float:
    return float(counted[part.queue, PLACE[part.counted]])


def _parts(room: Room) -> list[_Part]:
    found = []
    for place, queue in enumerate(queues_of(room)):
        known: dict[str, str | int] = {"line": queue.name, "channel": channel_of(room.lines[queue.line]), "queue": queue.name,
                                       "origin": "public"}
        for (outcome, queued), counted in OWN.items():
            words = known | {"outcome": outcome, "queued": queued}
            found.append(_Part(place, counted, outcome, tuple(words.get(name) for name in SERIES_COLUMNS)))
    return found


def _holding(condition: str, parts: Sequence[_Part]) -> list[_Part]:
    """The parts for which a condition over the dimensions holds."""
    keep = holding(condition, tuple(part.words for part in parts), "contacts")
    return [part for part, kept in zip(parts, keep, strict=True) if kept]
