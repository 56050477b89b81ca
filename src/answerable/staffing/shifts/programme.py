"""A linear programme with whole numbers, put together variable by variable and row by row."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import inf

import numpy as np


@dataclass(frozen=True)
class Programme:
    """Minimise cost · x with lower ≤ A x ≤ upper and 0 ≤ x ≤ most.

    whole: which x must be whole numbers. stage: in what order x are made whole one after the other: 1 first, then 2; 0 for
    those that follow from others. choice: of which group (from 1) a variable is, of whose variables just one is 1 and the
    others are 0; 0 for those of none. A by columns (compressed): those of column j are rows[begins[j]:begins[j + 1]] with the
    values beside them.
    """

    cost: np.ndarray
    most: np.ndarray
    whole: np.ndarray
    stage: np.ndarray
    choice: np.ndarray
    lower: np.ndarray
    upper: np.ndarray
    begins: np.ndarray
    rows: np.ndarray
    values: np.ndarray

    def only(self, kept: np.ndarray) -> Programme:
        """The programme without the variables that are not kept (a mask): they are 0."""
        lengths = np.diff(self.begins)
        entries = np.repeat(kept, lengths)
        begins = np.concatenate([[0], np.cumsum(lengths[kept])])
        return Programme(self.cost[kept], self.most[kept], self.whole[kept], self.stage[kept], self.choice[kept], self.lower,
                         self.upper, begins, self.rows[entries], self.values[entries])

    def linked(self, wanted: np.ndarray, used: np.ndarray) -> np.ndarray:
        """Of the wanted variables (a mask) those that are used, and those that are not tied to 0 while nothing else is: no row
        that must be 0 holds them without one that is used."""
        columns = np.repeat(np.arange(len(self.cost)), np.diff(self.begins))
        alive = np.bincount(self.rows, used[columns], minlength=len(self.lower)) > 0
        ties = (self.lower == 0) & (self.upper == 0) & ~alive
        tied = np.bincount(columns, ties[self.rows], minlength=len(self.cost)) > 0
        return np.asarray(used | (wanted & ~tied))

    def allows(self, values: np.ndarray) -> bool:
        """Whether values keep every row and limit, but for the last digits."""
        columns = np.repeat(np.arange(len(self.cost)), np.diff(self.begins))
        found = np.bincount(self.rows, self.values * values[columns], minlength=len(self.lower))
        return bool((found >= self.lower - 1e-5).all() and (found <= self.upper + 1e-5).all()
                    and (values >= -1e-6).all() and (values <= self.most + 1e-6).all())


class Builder:
    """A programme as it grows. Rows are made before the variables that stand in them."""

    def __init__(self) -> None:
        self._lower: list[float] = []
        self._upper: list[float] = []
        self._cost: list[float] = []
        self._most: list[float] = []
        self._whole: list[bool] = []
        self._stage: list[int] = []
        self._choice: list[int] = []
        self._begins, self._rows, self._values = [0], list[int](), list[float]()

    def row(self, lower: float, upper: float = inf) -> int:
        """A new row; gives its number."""
        self._lower.append(lower)
        self._upper.append(upper)
        return len(self._lower) - 1

    def variable(self, cost: float, entries: Iterable[tuple[int, float]], *, whole: bool = True, most: float = inf,
                 stage: int = 0, choice: int = 0) -> int:
        """A new variable with what stands in its column, (row, value); gives its number. Entries of one row are added up."""
        column: dict[int, float] = {}
        for row, value in entries:
            column[row] = column.get(row, 0.0) + value
        self._rows += column
        self._values += column.values()
        self._begins.append(len(self._rows))
        for kept, value in ((self._cost, cost), (self._most, most)):
            kept.append(value)
        self._whole.append(whole)
        self._stage.append(stage)
        self._choice.append(choice)
        return len(self._cost) - 1

    def programme(self) -> Programme:
        """What was put together."""
        numbers = [np.array(values, dtype=float) for values in (self._cost, self._most)]
        whole, stage = np.array(self._whole, dtype=bool), np.array(self._stage, dtype=np.int8)
        choice = np.array(self._choice, dtype=np.int16)
        return Programme(numbers[0], numbers[1], whole, stage, choice, np.array(self._lower), np.array(self._upper),
                         np.array(self._begins, dtype=np.int32), np.array(self._rows, dtype=np.int32), np.array(self._values))
