"""A sweep's file (YAML): a room with changes whose numbers go over ranges. What may stand in it: docs/how-to/scenarios.md."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from math import floor, prod
from pathlib import Path
from typing import Any

from answerable.content import read_yaml
from answerable.content.located import File, Part
from answerable.simulation.room import Room
from answerable.simulation.scenarios.changes import Change, changed
from answerable.simulation.scenarios.changes_file import Names, read_changes
from answerable.simulation.scenarios.scenario_file import KEYS, FindRoom, room_of

Value = int | float | str
HERE = "each"                   # stands in a change where the value goes
MOST_COMBINATIONS = 100_000


@dataclass(frozen=True)
class Axis:
    """Something that is varied. values: what stands for `each` in turn; changes: for each value, what it changes."""

    name: str
    values: tuple[Value, ...]
    changes: tuple[tuple[Change, ...], ...]


@dataclass(frozen=True)
class Combination:
    """One value of every axis, and the room that it makes."""

    values: tuple[Value, ...]
    room: Room


@dataclass(frozen=True)
class Sweep:
    """A room with changes that are made in every combination (changes), and axes along which it is varied.

    listed: the first values of all axes together, then the second, and so on; else every value with every other. targets: as
    they are written ("999 within 90%"). costs: what an hour of a handler costs, by pool; 1 where nothing is said.
    """

    id: str
    name: str
    description: str
    room_id: str
    base: Room
    changes: tuple[Change, ...]
    axes: tuple[Axis, ...]
    listed: bool
    targets: tuple[str, ...]
    costs: Mapping[str, float]

    def __len__(self) -> int:
        """How many combinations there are."""
        return len(self.axes[0].values) if self.listed else prod(len(axis.values) for axis in self.axes)

    def combinations(self) -> Iterator[Combination]:
        """Every combination; the last axis varies fastest. Raises InputError where changes do not fit the room."""
        ranges = [range(len(axis.values)) for axis in self.axes]
        common = changed(self.base, self.changes)
        for places in zip(*ranges, strict=True) if self.listed else product(*ranges):
            chosen = list(zip(self.axes, places, strict=True))
            yield Combination(tuple(axis.values[place] for axis, place in chosen),
                              changed(common, [change for axis, place in chosen for change in axis.changes[place]]))


def is_sweep(path: Path) -> bool:
    """Whether a file of a scenario varies something. Raises DefinitionError where it is no YAML."""
    return "vary" in read_yaml(path)


def read_sweep(path: Path, find_room: FindRoom) -> Sweep:
    """The sweep of a file. Raises DefinitionError with the line of every fault."""
    file = File(path, "the sweep")
    top = file.top
    top.known(*KEYS, "vary", "combinations", "targets", "costs")
    room_id, base = room_of(top, find_room)
    names = Names(base)
    changes = read_changes(top, "changes", names)
    vary = top.part("vary")
    axes = tuple(_axis(vary, name, names) for name in vary.content)
    found = Sweep(path.stem, top.text("name", default=path.stem), top.text("description", default=""), room_id, base, changes,
                  axes, top.choice("combinations", ("all", "listed"), default="all") == "listed", _targets(top),
                  _costs(top, names))
    _can_be_run(top, found)
    file.faults[:] = dict.fromkeys(file.faults)     # a fault of a change is found once for every value
    file.finish()
    return found


def _axis(vary: Part, name: str, names: Names) -> Axis:
    part = vary.part(name)
    part.known("each", "changes")
    values = _values(part)
    if "changes" not in part.content:
        part.fault("changes", f"is missing: the changes in which `{HERE}` stands for the value")
    elif not _stands_in(part.content["changes"]):
        part.fault("changes", f"must say `{HERE}` where the value goes")
    found = []
    for value in values:
        own = Part(part.file, part.keys, {"changes": _with(part.content.get("changes"), value)})
        found.append(read_changes(own, "changes", names))
    return Axis(name, values, tuple(found))


def _values(part: Part) -> tuple[Value, ...]:
    """A list of values, or a range: from, to, step (default 1)."""
    value = part.content.get("each")
    if isinstance(value, list) and value and all(isinstance(one, int | float | str) for one in value):
        if len(set(map(str, value))) < len(value):
            part.fault("each", "names a value twice")
        return tuple(value)
    if not isinstance(value, dict):
        part.fault("each", f"must be a list of values, or a range such as {{from: -3, to: 5}}; it is {value!r}")
        return ()
    own = part.part("each")
    own.known("from", "to", "step")
    first, last = (own.number(key, least=float("-inf")) for key in ("from", "to"))
    step = own.number("step", default=1.0, above=True)
    if last < first:
        own.fault("to", "must not be below from")
        return ()
    count = floor((last - first) / step + 1e-9) + 1
    if count > MOST_COMBINATIONS:
        own.fault("step", f"makes {count:,} values; at most {MOST_COMBINATIONS:,} can be")
        return ()
    # Rounded, so that 0.1 + 2 × 0.1 is the 0.3 that a person would write.
    return tuple(_plain(round(first + place * step, 10)) for place in range(count))


def _plain(number: float) -> int | float:
    return int(number) if number == int(number) else number


def _stands_in(content: Any) -> bool:
    if isinstance(content, dict):
        return any(map(_stands_in, content.values()))
    return any(map(_stands_in, content)) if isinstance(content, list) else content == HERE


def _with(content: Any, value: Value) -> Any:
    """Changes with a value where `each` stands."""
    if isinstance(content, dict):
        return {key: _with(own, value) for key, own in content.items()}
    if isinstance(content, list):
        return [_with(own, value) for own in content]
    return value if content == HERE else content


def _targets(top: Part) -> tuple[str, ...]:
    value = top.content.get("targets", [])
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        top.fault("targets", f'must be a list such as ["999 within 90%"]; it is {value!r}')
        return ()
    return tuple(value)


def _costs(top: Part, names: Names) -> dict[str, float]:
    if "costs" not in top.content:
        return {}
    own = top.part("costs")
    own.known(*names.pools)
    return {pool: own.number(pool, unit="of an hour of a handler") for pool in own.content if pool in names.pools}


def _can_be_run(top: Part, sweep: Sweep) -> None:
    lengths = {axis.name: len(axis.values) for axis in sweep.axes}
    if not lengths:
        top.fault("vary", "must name at least one thing to be varied")
    elif sweep.listed and len(set(lengths.values())) > 1:
        told = ", ".join(f"{name} {count}" for name, count in lengths.items())
        top.fault("combinations", f"is listed, so all must have as many values; there are: {told}")
    elif len(sweep) > MOST_COMBINATIONS:
        top.fault("vary", f"makes {len(sweep):,} combinations; at most {MOST_COMBINATIONS:,} can be run")
