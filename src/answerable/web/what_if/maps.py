"""Heat maps of the week: a number for each weekday and half-hour, put into classes that differ in ground and in words.

The numbers stand in the cells, so that nothing is told by colour alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from answerable.simulation.results import PLACE, Simulated
from answerable.simulation.room import Room, Weekday
from answerable.web.what_if.telling import limit_words

DAYS = (gettext_lazy("Monday"), gettext_lazy("Tuesday"), gettext_lazy("Wednesday"), gettext_lazy("Thursday"),
        gettext_lazy("Friday"), gettext_lazy("Saturday"), gettext_lazy("Sunday"))
# Fewer contacts than this in all repetitions of a cell tell of chance more than of the half-hour.
FEWEST = 30
_COUNTED = {"within": ("within", "answered", 100.0), "abandoned": ("abandoned", "offered", 100.0),
            "wait": ("wait_answered", "answered", 1.0)}
# Where classes begin, from the least: the ground of each is darker than that of the one before.
_EDGES = {"within": (40.0, 60.0, 80.0, 95.0), "abandoned": (2.0, 5.0, 10.0, 20.0), "wait": (15.0, 30.0, 60.0, 180.0),
          "busy": (40.0, 60.0, 75.0, 90.0)}
_STEPS = {"within": (2.0, 10.0), "abandoned": (1.0, 5.0), "wait": (10.0, 60.0), "busy": (2.0, 10.0)}


@dataclass(frozen=True)
class Cell:
    """A weekday and half-hour. text: its number, "" where nobody came; kind: its class, as the style names it."""

    text: str
    kind: str


@dataclass(frozen=True)
class Map:
    """A heat map. title: what it shows; columns: beginnings of the half-hours; rows: (weekday, its cells); keys: (class, words)
    of those that are there; sentence: what it says as a whole."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[Cell, ...]], ...]
    keys: tuple[tuple[str, str], ...]
    sentence: str


def kinds(room: Room) -> list[tuple[str, str]]:
    """What can be shown as a map: (key, words), a key being "within:101" or "busy:handlers"."""
    words = {"within": _("{name}: answered within {limit}, of 100"), "abandoned": _("{name}: gave up, of 100"),
             "wait": _("{name}: mean wait, seconds")}
    found = [(f"{kind}:{line.name}", words[kind].format(name=line.name, limit=limit_words(line.service.within)))
             for line in room.lines for kind in words]
    return found + [(f"busy:{pool.name}", _("{pool}: busy, of 100 minutes on duty").format(pool=pool.name))
                    for pool in room.pools]


def usual(room: Room) -> str:
    """The key of the map that is shown where none is asked for: of the line to which most come."""
    return f"within:{max(room.lines, key=lambda line: sum(line.arrivals)).name}"


def map_of(room: Room, result: Simulated, key: str) -> Map:
    """The map of a room as it was simulated. key: of kinds."""
    kind, _colon, name = key.partition(":")
    values, few = _values(room, result, kind, name)
    cells = [[_cell(kind, value, is_few) for value, is_few in zip(*line, strict=True)]
             for line in zip(values, few, strict=True)]
    return _made(room, dict(kinds(room))[key], cells, _class_words(kind), _sentence(kind, values, few))


def difference_map(room: Room, now: Simulated, then: Simulated, key: str) -> Map:
    """The map of what changes make of each half-hour: then less now."""
    kind, _colon, name = key.partition(":")
    (first, few), (second, also) = _values(room, now, kind, name), _values(room, then, kind, name)
    off, small = second - first, few | also
    cells = [[_off_cell(kind, value, is_few) for value, is_few in zip(*line, strict=True)]
             for line in zip(off, small, strict=True)]
    title = _("{name}: difference to now, {unit}").format(name=name, unit=_("seconds") if kind == "wait" else _("of 100"))
    return _made(room, title, cells, _off_words(kind), _off_sentence(off, small, _STEPS[kind][0]))


def _minutes(room: Room) -> int:
    """How long a column is: half an hour, an hour where slots do not fit that, else a slot."""
    slot = room.slot_seconds / 60
    return int(next((minutes for minutes in (30, 60) if minutes >= slot and minutes % slot == 0), slot))


def _values(room: Room, result: Simulated, kind: str, name: str) -> tuple[np.ndarray, np.ndarray]:
    """(value, whether few stand behind it) by weekday and column; NaN where there is none. Days of one weekday are taken
    together."""
    if kind == "busy":
        place = result.pools.index(name)
        above, below, scale = result.busy[place], result.staffed[place], 100.0
        enough = np.ones(room.slots)
    else:
        own = result.by_slot[result.queues.index(name)]
        over, under, scale = _COUNTED[kind]
        above, below = own[:, PLACE[over]], own[:, PLACE[under]]
        enough = below * result.repetitions / FEWEST
    top, bottom, many = (_gathered(room, part) for part in (above, below, enough))
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(top / bottom * scale), (many < 1) & (bottom > 0)


def _gathered(room: Room, by_slot: np.ndarray) -> np.ndarray:
    """A sum by weekday (those that the room has, from Monday) and column."""
    a_day, together = room.slots_a_day(), max(round(_minutes(room) * 60 / room.slot_seconds), 1)
    found = np.zeros((7, a_day // together))
    for first in range(0, room.slots - a_day + 1, a_day):
        found[(room.begins.value + first // a_day) % 7] += by_slot[first:first + a_day].reshape(-1, together).sum(axis=1)
    return found[_weekdays(room)]


def _weekdays(room: Room) -> list[int]:
    return sorted({(room.begins.value + day) % 7 for day in range(max(room.slots // room.slots_a_day(), 1))})


def _class(kind: str, value: float) -> int:
    """The class of a value as it is shown, from 1."""
    return 1 + sum(round(value) >= edge for edge in _EDGES[kind])


def _cell(kind: str, value: float, few: bool) -> Cell:
    if np.isnan(value):
        return Cell("", "none")
    return Cell("·", "few") if few else Cell(f"{value:.0f}", f"{_class(kind, value)}")


def _off_cell(kind: str, value: float, few: bool) -> Cell:
    if np.isnan(value):
        return Cell("", "none")
    if few:
        return Cell("·", "few")
    small, large = _STEPS[kind]
    size = 0 if abs(round(value)) < small else 1 if abs(round(value)) < large else 2
    text = f"{value:+.0f}".replace("-", "−")
    return Cell("0" if round(value) == 0 else text, "same" if not size else f"{'more' if value > 0 else 'less'}-{size}")


def _class_words(kind: str) -> dict[str, str]:
    edges = _EDGES[kind]
    words = {"1": _("below {number}").format(number=f"{edges[0]:g}")}
    for place, (least, most) in enumerate(pairwise(edges), 2):
        words[str(place)] = _("{least} to {most}").format(least=f"{least:g}", most=f"{most - 1:g}")
    return words | {"5": _("{number} and above").format(number=f"{edges[-1]:g}")} | _also()


def _also() -> dict[str, str]:
    return {"few": _("fewer than {number} contacts in all repetitions").format(number=FEWEST),
            "none": _("nobody comes, or nobody is there")}


def _off_words(kind: str) -> dict[str, str]:
    small, large = (f"{step:g}" for step in _STEPS[kind])
    under = f"{_STEPS[kind][1] - 1:g}"
    return {"less-2": _("{number} or more below now").format(number=large),
            "less-1": _("{least} to {most} below now").format(least=small, most=under),
            "same": _("less than {number} off").format(number=small),
            "more-1": _("{least} to {most} above now").format(least=small, most=under),
            "more-2": _("{number} or more above now").format(number=large)} | _also()


def _made(room: Room, title: str, cells: list[list[Cell]], words: dict[str, str], sentence: str) -> Map:
    columns = tuple(f"{minutes // 60:02}:{minutes % 60:02}" for minutes in range(0, 1440, _minutes(room)))
    there = {cell.kind for row in cells for cell in row}
    return Map(title, columns, tuple((str(DAYS[day]), tuple(row)) for day, row in zip(_weekdays(room), cells, strict=True)),
               tuple((kind, said) for kind, said in words.items() if kind in there), sentence)


def _sentence(kind: str, values: np.ndarray, few: np.ndarray) -> str:
    known = values[~np.isnan(values) & ~few]
    if not len(known):
        return _("There is no half-hour with enough contacts to be shown.")
    return _("Half-hours lie between {least} and {most}; the middle one at {middle}.").format(
        least=f"{known.min():.0f}", most=f"{known.max():.0f}", middle=f"{np.median(known):.0f}")


def _off_sentence(off: np.ndarray, few: np.ndarray, step: float) -> str:
    known = off[~np.isnan(off) & ~few]
    above, below = (int((np.round(known) * sign >= step).sum()) for sign in (1, -1))
    return _("{above} half-hours lie above now by {step} or more, {below} below it. Single half-hours differ by chance more "
             "than the week does.").format(above=above, below=below, step=f"{step:g}")


def days_of_week() -> Iterator[tuple[str, Any]]:
    """(key, words) of spans of days as the form has them."""
    yield from (("every_day", _("every day")), ("weekdays", _("Monday to Friday")), ("weekend", _("Saturday and Sunday")))
    yield from ((day.name.lower(), DAYS[day.value]) for day in Weekday)
