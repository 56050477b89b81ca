"""The months gone by, as they are told to a projection of people: figures, and who was there to make them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np

from answerable.content import raise_faults
from answerable.errors import did_you_mean
from answerable.periods import month_number, to_day
from answerable.staffing.strength.plan import Plan
from answerable.staffing.targets import Target

Lines = Sequence[tuple[int, Sequence[str]]]
_MONTH = re.compile(r"(\d{4})-(\d\d)(-\d\d)?")


@dataclass(frozen=True)
class Past:
    """A month gone by. place: −1 is the last before the plan; figure: of the target's measure, shares from 0 to 1, waits in
    seconds; working: people there, in experienced people's work; abstraction: the share of their time that was away; demand:
    contacts against those of the room's file. None where not known."""

    place: int
    figure: float | None
    working: float | None
    abstraction: float | None = None
    demand: float | None = None


def read_history(lines: Lines, plan: Plan, target: Target, where: Path) -> tuple[Past, ...]:
    """The months before a plan out of a table's lines (number, cells), the first of which holds the names of the columns:
    month, figure, working, and where known abstraction and demand. Months from the plan's first on are left out. Raises
    DefinitionError with the line of every fault."""
    faults: list[str] = []
    (_first, header), *rows = lines or [(1, ())]
    names = [name.strip().lower() for name in header]
    known = ("month", "figure", "working", "abstraction", "demand")
    faults += [f"line 1: there is no column '{name}'. {did_you_mean(name, names) or 'Add it to the first line.'}"
               for name in known[:2] if name not in names]
    faults += [f"line 1: the column '{name}' is not known. Known are {', '.join(known)}." for name in names
               if name not in known]
    found: dict[int, Past] = {}
    for number, cells in rows if not faults else ():
        row = _Row(number, dict(zip(names, (cell.strip() for cell in cells), strict=False)), faults)
        past = row.read(plan, target)
        if past.place in found:
            faults.append(f"line {number}: the month stands twice.")
        found[past.place] = past
    raise_faults(faults, what="the history", path=where)
    return tuple(past for place, past in sorted(found.items()) if place < 0)


class _Row:
    """One line of the table; what is wrong with it goes to the faults."""

    def __init__(self, number: int, text: dict[str, str], faults: list[str]) -> None:
        self.number, self.text, self.faults = number, text, faults

    def read(self, plan: Plan, target: Target) -> Past:
        """The month of the line."""
        wait = target.measure == "mean_wait"
        figure = self._number("figure", most=float("inf") if wait else 100.0)
        if figure is not None and not wait:
            if 0 < figure < 1 and not self.text["figure"].endswith("%"):
                self._fault("figure", f"is {figure:g}, which may be {100 * figure:g} per cent or less than one. Write "
                                      f"{100 * figure:g}% or {figure:g}%")
            figure /= 100
        return Past(self._place(plan), figure, self._number("working"), self._number("abstraction", most=0.95),
                    self._number("demand", least=0.05, most=20.0))

    def _place(self, plan: Plan) -> int:
        matched = _MONTH.fullmatch(self.text.get("month", ""))
        if not matched or not 1 <= int(matched[2]) <= 12 or int(matched[1]) < 1:
            self._fault("month", f"must be a month such as 2026-04; it is {self.text.get('month', '')!r}")
            return -1000 - self.number
        days = month_number(np.array([to_day(date(int(matched[1]), int(matched[2]), 1)), to_day(plan.begins)]))
        return int(days[0] - days[1])

    def _number(self, name: str, *, least: float = 0.0, most: float = float("inf")) -> float | None:
        text = self.text.get(name, "")
        if not text:
            return None
        try:
            value = float(text.removesuffix("%").strip())
        except ValueError:
            value = float("nan")
        if not least <= value <= most or value == float("inf"):
            wanted = f"of {least:g} or more" if most == float("inf") else f"from {least:g} to {most:g}"
            self._fault(name, f"must be a number {wanted}; it is {text!r}")
            return None
        return value

    def _fault(self, name: str, message: str) -> None:
        self.faults.append(f"line {self.number}: {name} {message}.")
