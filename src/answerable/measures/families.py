"""Families: the measures of one group, each below the one that it is a part or another view of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from answerable.errors import did_you_mean
from answerable.measures.definition import Measure


def family_faults(measures: Mapping[str, Measure]) -> dict[str, list[str]]:
    """Measure → what is wrong with its 'parent': no such measure, one of another group or table, or a circle."""
    found = {measure.id: list(_faults(measure, measures)) for measure in measures.values() if measure.parent is not None}
    return {name: faults for name, faults in found.items() if faults}


def _faults(measure: Measure, measures: Mapping[str, Measure]) -> Iterator[str]:
    parent = measures.get(str(measure.parent))
    if parent is None:
        yield f"'parent' is '{measure.parent}', which is no measure. {did_you_mean(str(measure.parent), measures)}".rstrip()
        return
    for what, own, others in (("group", measure.group, parent.group), ("table", measure.table, parent.table)):
        if own != others:
            yield (f"'parent' is '{parent.id}' of the {what} '{others}', but this measure is of '{own}': a family stands in "
                   f"one {what}.")
    line = ancestors(measure, measures)
    if measure.id in line:
        circle = " of ".join(f"'{name}'" for name in (measure.id, *line[:line.index(measure.id) + 1]))
        yield f"'parent' leads in a circle ({circle}): take one 'parent' out."


def ancestors(measure: Measure, measures: Mapping[str, Measure]) -> tuple[str, ...]:
    """The ids of a measure's parent, its parent's parent and so on; where they run in a circle, once round."""
    found: list[str] = []
    above = measure.parent
    while above is not None and above not in found:
        found.append(above)
        above = measures[above].parent if above in measures else None
    return tuple(found)


def children(name: str, measures: Iterable[Measure]) -> list[Measure]:
    """The measures whose parent is the one of that id, in the order given."""
    return [measure for measure in measures if measure.parent == name]
