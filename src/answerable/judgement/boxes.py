"""Sets of cases as boxes: what a list of conditions leaves over, without going through every case.

A case gives each name one value of its own. A box gives each name a set of values and stands for every case made of them, so
a condition ("target missed, signal concern or none") is one box, however many cases it holds. With ten facts of three to six
values there are hundreds of thousands of cases, and a few dozen boxes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

Space = Mapping[str, Sequence[str]]
Box = Mapping[str, frozenset[str]]


def whole(space: Space) -> Box:
    """The box of every case. space: name → its values."""
    return {name: frozenset(values) for name, values in space.items()}


def without(box: Box, taken: Box) -> list[Box]:
    """A box less another, as boxes that share no case; [box] itself where the two share none.

    taken: a name left out of it means all values of that name.
    """
    if any(not box[name] & values for name, values in taken.items()):
        return [box]
    rest: list[Box] = []
    core = dict(box)
    for name, values in taken.items():
        outside = core[name] - values
        if outside:
            rest.append({**core, name: outside})
        core[name] &= values
    return rest


def left_after(boxes: Iterable[Box], taken: Box) -> list[Box]:
    """Several boxes less one."""
    return [part for box in boxes for part in without(box, taken)]


def meets(boxes: Iterable[Box], other: Box) -> bool:
    """Whether any of the boxes shares a case with another."""
    return any(all(box[name] & values for name, values in other.items()) for box in boxes)


def shared(boxes: Iterable[Box], other: Box) -> list[Box]:
    """What several boxes share with another."""
    found = ({**box, **{name: box[name] & values for name, values in other.items()}} for box in boxes)
    return [box for box in found if all(box.values())]


def first_case(box: Box, space: Space) -> dict[str, str]:
    """One case of a box: of each name the first value that the box has, in the order of the space."""
    return {name: next(value for value in values if value in box[name]) for name, values in space.items()}
