"""Giving each action the owners that an action column prints apart from its text."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from answerable.documents.minutes.flow import Unit
from answerable.documents.minutes.owners import Owners
from answerable.documents.minutes.walking import Said


@dataclass
class Marked:
    """A marked action that may wait for its owners. unit: the number of its paragraph; place: its table and row; margin: the
    owners found for it, as printed."""

    unit: int
    place: tuple[int, int] | None
    margin: str = ""


@dataclass(frozen=True)
class Left:
    """Owners of an action column beside which no marked action stands. unit: the number of the paragraph before it."""

    unit: int
    printed: str
    place: tuple[int, int] | None

    def beside(self, one: Said) -> bool:
        """Whether a sentence stands in the same row, or right before."""
        return one.place == self.place if self.place else one.unit == self.unit


def give_owners(units: Sequence[Unit], marked: Sequence[Marked], owners: Owners,
                settled: Collection[tuple[int, int]] = ()) -> list[Left]:
    """Fill in the margin of every marked action that has one; what is left over is returned.

    Owners in a row of a table belong to the actions of that row. Others belong to the list of actions before them: one for
    each where their numbers agree, else to the last. settled: tables and rows whose columns are named, and need no guess.
    """
    left: list[Left] = []
    waiting: list[Marked] = []
    margins: list[str] = []
    by_unit: dict[int, list[Marked]] = {}
    for one in marked:
        by_unit.setdefault(one.unit, []).append(one)
    before = 0
    for number, unit in enumerate(units):
        if not unit.margin_only:
            before = number
        if number in by_unit:
            if margins:
                _share(_last_run(waiting, units), margins, owners)
                waiting, margins = [], []
            waiting += by_unit[number]
        if not unit.margin_only or (unit.cell and (unit.cell.table, unit.cell.row) in settled):
            continue
        same_row = _of_row(unit, marked)
        if same_row:
            _share(same_row, [unit.margin], owners)
            waiting = [one for one in waiting if one not in same_row]
        elif waiting:
            margins.append(unit.margin)
        else:
            place = (unit.cell.table, unit.cell.row) if unit.cell else None
            left.append(Left(before, unit.margin, place))
    if margins:
        _share(_last_run(waiting, units), margins, owners)
    return left


def _of_row(unit: Unit, marked: Iterable[Marked]) -> list[Marked]:
    if unit.cell is None:
        return []
    place = (unit.cell.table, unit.cell.row)
    return [one for one in marked if one.place == place and not one.margin]


def _last_run(waiting: Sequence[Marked], units: Sequence[Unit]) -> list[Marked]:
    """The actions at the end that follow one another with nothing between: one list."""
    run = list(waiting[-1:])
    for one in reversed(waiting[:-1]):
        between = range(one.unit + 1, run[0].unit)
        if any(not units[at].margin_only for at in between):
            break
        run.insert(0, one)
    return run


def _share(waiting: Sequence[Marked], margins: Sequence[str], owners: Owners) -> None:
    single = [owner for margin in margins for owner in owners.split(margin)]
    if len(margins) == len(waiting):
        given: Sequence[str] = margins
    elif len(single) == len(waiting):
        given = single
    else:
        # Nobody can tell which is whose: they stand beside the last, where a person sees them.
        given = [""] * (len(waiting) - 1) + [" / ".join(margins)]
    for one, printed in zip(waiting, given, strict=False):
        one.margin = printed
