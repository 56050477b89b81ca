"""A pattern's file (YAML) read into a Pattern. What may stand in it: docs/reference/shift-patterns.md."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

from answerable.content import shipped
from answerable.content.located import File, Part
from answerable.errors import InputError, did_you_mean
from answerable.simulation.by_slot import DAYS, Calendar, slot_of
from answerable.simulation.room import Weekday
from answerable.staffing.shifts.pattern import REST, Break, Pattern, Rotation, ShiftType, Tour, Tours

_EDGE = 5           # times of day stand on edges of five minutes; whether they fit a requirement's slots is found later
_CLOCK = Calendar(1, _EDGE, Weekday.MONDAY)
_GROUPS = {"every_day": DAYS, "weekdays": DAYS[:5], "weekend": DAYS[5:]}
_DAY = 1440


def pattern_names() -> tuple[str, ...]:
    """The names of the shipped patterns, in order."""
    return tuple(sorted(path.stem for path in shipped("shift_patterns").glob("*.yaml")))


def find_pattern(said: str) -> Pattern:
    """The pattern of a file, or the shipped one of a name. Raises InputError where there is neither, DefinitionError with the
    line of every fault of the file."""
    path = Path(said)
    if path.suffix in (".yaml", ".yml"):
        return read_pattern(path)
    if said not in pattern_names():
        raise InputError(f"there is no shift pattern '{said}'. {did_you_mean(said, pattern_names())}".strip(),
                         remedy=f"There are {', '.join(pattern_names())}; or give the file of your own, which ends in .yaml.")
    return read_pattern(shipped("shift_patterns") / f"{said}.yaml")


def read_pattern(path: Path) -> Pattern:
    """The pattern of a file. Raises DefinitionError with the line of every fault, and of what could never be: rest between
    shifts that cannot be kept, breaks that lie upon one another, teams that leave the weeks different."""
    file = File(path, "the shift pattern")
    top = file.top
    top.known("title", "note", "shifts", "tours", "days_off_together", "starts_vary", "rotation", "rest_hours")
    if "tours" in top.content and "rotation" in top.content:
        top.fault("rotation", "cannot go with tours: a pattern has one of them")
    shifts = tuple(_shift(top.part("shifts"), name) for name in top.part("shifts").content)
    rest = _minutes(top, "rest_hours", default=11.0)
    names = tuple(shift.name for shift in shifts)
    weeks = _rotation(top, names) if "rotation" in top.content else _tours(top, names) if "tours" in top.content else None
    pattern = Pattern(path.stem, top.text("title", default=path.stem), shifts, weeks, rest, top.text("note", default=""),
                      str(path))
    if not file.faults:
        _rest_is_kept(top, pattern)
    file.finish()
    return pattern


def _minutes(part: Part, key: str, *, default: float | None = None, above: bool = False) -> int:
    """Hours as minutes on an edge."""
    minutes = 60 * part.number(key, default=default, above=above, most=24.0, unit="hours")
    if abs(minutes - _EDGE * round(minutes / _EDGE)) > 1e-6:
        part.fault(key, f"must be hours on an edge of {_EDGE} minutes; it is {part.content.get(key)!r}")
    return round(minutes)


def _shift(shifts: Part, name: str) -> ShiftType:
    part = shifts.part(name)
    part.known("starts", "hours", "breaks", "days")
    minutes = _minutes(part, "hours", above=True)
    if name == "rest":
        shifts.fault(name, "is the word for a day off in a rotation; give the shift another name")
    return ShiftType(name, _starts(part), minutes, _breaks(part, minutes), _days(part))


def _starts(part: Part) -> tuple[int, ...]:
    """any; a list of times of day; or from, to (with it) and every so many minutes."""
    value = part.content.get("starts")
    if value == "any":
        return tuple(range(0, _DAY, 30))
    if isinstance(value, list):
        times = [Part(part.file, (*part.keys, "starts"), {str(place): one}) for place, one in enumerate(value)]
        return tuple(sorted({_time(one, str(place)) for place, one in enumerate(times)}))
    own = part.part("starts")
    own.known("from", "to", "every")
    first, last, step = _time(own, "from"), _time(own, "to"), own.whole("every", default=30, least=_EDGE)
    last += _DAY if last < first else 0
    return tuple(sorted(time % _DAY for time in range(first, last + 1, step)))


def _time(part: Part, key: str) -> int:
    return slot_of(part, key, _CLOCK) * _EDGE % _DAY


def _days(part: Part) -> tuple[int, ...]:
    if "days" not in part.content:
        return tuple(range(7))
    wanted = part.texts("days", (*DAYS, *_GROUPS), "day")
    return tuple(sorted({DAYS.index(day) for name in wanted for day in _GROUPS.get(name, (name,))}))


def _breaks(part: Part, length: int) -> tuple[Break, ...]:
    if "breaks" not in part.content:
        return ()
    found = []
    for own in part.parts("breaks"):
        own.known("minutes", "from", "to", "paid")
        first = _minutes(own, "from")
        found.append(Break(own.whole("minutes", least=_EDGE), first, _minutes(own, "to", default=first / 60), own.flag("paid")))
        if found[-1].latest < found[-1].earliest:
            own.fault("to", "must not be before from")
        if found[-1].latest + found[-1].minutes > length:
            own.fault("to", f"must leave the break's {found[-1].minutes} minutes before the shift ends, after "
                            f"{length / 60:g} hours")
    for one, other in pairwise(found):
        if one.latest + one.minutes > other.earliest:
            part.fault("breaks", "must follow one another: the last moment of one must not lie in the next one's window")
    return tuple(found)


def _tours(top: Part, names: tuple[str, ...]) -> Tours:
    kinds = []
    for own in top.parts("tours"):
        own.known("shift", "days")
        days = own.whole("days", least=1)
        if days > 7:
            own.fault("days", f"must be at most 7; it is {days}")
        kinds.append(Tour(own.choice("shift", names), min(days, 7)))
    together, vary = top.whole("days_off_together", default=2), top.whole("starts_vary", default=0)
    for number, kind in enumerate(kinds, 1):
        if 7 - kind.days < together:
            top.file.fault(("tours", str(number), "days"), f"leaves {7 - kind.days} days off, where {together} are to be "
                                                           "together (days_off_together)")
    return Tours(tuple(kinds), together, vary)


def _rotation(top: Part, names: tuple[str, ...]) -> Rotation:
    own = top.part("rotation")
    own.known("cycle", "teams", "staggered")
    cycle = tuple("" if name == "rest" else name for name in own.texts("cycle", (*names, "rest"), "shift"))
    rotation = Rotation(cycle, own.whole("teams", least=1), own.flag("staggered"))
    if len(cycle) % rotation.teams:
        own.fault("teams", f"must divide the cycle's {len(cycle)} days; it is {rotation.teams}")
        return rotation
    uneven = [name for name in names if rotation.teams_on(name) is None]
    if uneven:
        own.fault("teams", f"leave the weeks different: the teams on {uneven[0]!r} are not as many on the same weekday of "
                           "every week. Take as many teams as make every day alike, or one team a week of a cycle of "
                           "whole weeks")
    return rotation


def _rest_is_kept(top: Part, pattern: Pattern) -> None:
    """A fault where days that follow one another could leave less rest than the pattern is to keep, whatever starts are chosen
    of those that may be."""
    if isinstance(pattern.weeks, Tours):
        for kind in pattern.weeks.kinds:
            shift = pattern.shift(kind.shift)
            left = _DAY - pattern.weeks.starts_vary - shift.minutes
            if kind.days > 1 and left < pattern.rest:
                top.fault("starts_vary" if pattern.weeks.starts_vary else "rest_hours",
                          f"leaves {left / 60:g} hours between two shifts {shift.name!r}, where {pattern.rest / 60:g} are to "
                          "be kept")
    elif isinstance(pattern.weeks, Rotation):
        cycle = pattern.weeks.cycle
        for one, following in pairwise((*cycle, cycle[0])):
            if REST in (one, following):
                continue
            best = not pattern.weeks.staggered
            left = least_rest(pattern.shift(one), pattern.shift(following), best=best)
            if left < pattern.rest:
                top.fault("rotation", f"leaves {left / 60:g} hours {'at best' if best else 'at worst'} between "
                                      f"{one!r} and {following!r}, where {pattern.rest / 60:g} are to be kept")


def least_rest(one: ShiftType, following: ShiftType, *, best: bool = False) -> int:
    """Minutes from one shift's end to the next day's start: by the worst of their starts, or the best."""
    ends, begins = (min(one.starts), max(following.starts)) if best else (max(one.starts), min(following.starts))
    return _DAY + begins - ends - one.minutes
