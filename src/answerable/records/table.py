"""What a table of records is: its columns, clocks and the canonical row they become."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pyarrow as pa

Instants = npt.NDArray[np.int64]
Combination = tuple[str | int | None, ...]

# Counted records, as the `clock` code of a cell; a table's own clocks are numbered from here on.
RECORDS_CODE = 0
FIRST_CLOCK_CODE = 16


@dataclass(frozen=True)
class Column:
    """A column that a source can fill. kind: time, word (a dimension), text (kept beside, no dimension), person (kept as a
    pseudonym) or amount (a number, kept in thousandths); words: the only values it may have (empty: any); default: SQL where
    the source has no such column; same_as: the column whose value it has then."""

    name: str
    kind: str
    about: str
    words: tuple[str, ...] = ()
    default: str | None = None
    same_as: str | None = None
    required: bool = False
    unit: str = ""


@dataclass(frozen=True)
class Clock:
    """A time that a table's records have. start, end: the columns it runs between (the first of several that a record has);
    about: in words; exact: kept as it is for medians and thresholds (False: only added up)."""

    name: str
    about: str
    start: tuple[str, ...] = ()
    end: tuple[str, ...] = ()
    exact: bool = True


@dataclass(frozen=True)
class Flag:
    """A yes or no that follows from a record: whether a column is filled (or another says so by a word), or differs from
    another one. says: (column, word)."""

    name: str
    about: str
    given: str = ""
    says: tuple[str, str] | None = None
    differs: tuple[str, str] | None = None


@dataclass(frozen=True)
class Table:
    """A table of records.

    anchor: the time that places a record; instant: its column in the canonical row; feed: the dimensions whose values tell
    one feed of records from another; orders: time → the ones before it, nearest first; earlier: times that come before the
    anchor; soon: times that come soon after it, if any; derived: further clocks out of the instants; weight: the amount
    column that says for how many a record stands; never_pooled: dimensions across which records are never added up; kept:
    times that the canonical row keeps as they are; published: the dimensions by which a page tells its newest figure;
    family: where tables share their series, the name of them all; drawn: whether its records are some of many more (a survey,
    a dip sample), so that chance has a part in every share of them; several: the dimension (the question of a survey) that
    tells apart the rows of one person or record.
    """

    name: str
    title: str
    noun: str
    about: str
    anchor: str
    columns: tuple[Column, ...]
    feed: tuple[str, ...]
    clocks: tuple[Clock, ...] = ()
    flags: tuple[Flag, ...] = ()
    orders: tuple[tuple[str, tuple[str, ...]], ...] = ()
    earlier: tuple[str, ...] = ()
    soon: tuple[str, ...] = ()
    derived: Callable[[Mapping[str, Instants]], dict[str, Instants]] | None = None
    weight: str | None = None
    never_pooled: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    published: tuple[str, ...] = ()
    family: str = ""
    statements: bool = False
    drawn: bool = False
    several: str = ""
    instant: str = "at_ms"
    own_schema: pa.Schema | None = field(default=None, compare=False)
    own_series: tuple[str, ...] = ()

    def _of(self, *kinds: str) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns if column.kind in kinds)

    @cached_property
    def times(self) -> tuple[str, ...]:
        """Names of the time columns."""
        return self._of("time")

    @cached_property
    def dimensions(self) -> tuple[str, ...]:
        """Names of the dimensions, which are words."""
        return self._of("word")

    @cached_property
    def series_columns(self) -> tuple[str, ...]:
        """What makes a series: the dimensions and the flags."""
        return self.own_series or (*self.dimensions, *self.flag_names)

    @cached_property
    def flag_names(self) -> tuple[str, ...]:
        """Names of the flags."""
        return tuple(flag.name for flag in self.flags)

    @cached_property
    def amounts(self) -> tuple[str, ...]:
        """Names of the amount columns."""
        return self._of("amount")

    @cached_property
    def persons(self) -> tuple[str, ...]:
        """Names of the columns that hold people, kept as pseudonyms."""
        return self._of("person")

    @cached_property
    def texts(self) -> tuple[str, ...]:
        """Names of the columns that are kept as they are, beside the dimensions."""
        return self._of("text")

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Every column that a source can fill."""
        return tuple(column.name for column in self.columns)

    @cached_property
    def required(self) -> tuple[str, ...]:
        """Columns without which no record can be placed."""
        return tuple(column.name for column in self.columns if column.required)

    @cached_property
    def vocabularies(self) -> dict[str, tuple[str, ...]]:
        """Column → the only words it may have."""
        return {column.name: column.words for column in self.columns if column.words}

    @cached_property
    def defaults(self) -> dict[str, str]:
        """Column → SQL of its value where the source has no such column."""
        return {column.name: column.default for column in self.columns if column.default is not None}

    @cached_property
    def clock_codes(self) -> dict[str, int]:
        """Clock or amount → its code in the cells."""
        names = (*(clock.name for clock in self.clocks), *(name for name in self.amounts if name != self.weight))
        return {name: FIRST_CLOCK_CODE + place for place, name in enumerate(names)}

    def unit_of(self, amount: str) -> str:
        """The unit in which a clock or an amount is added up: hours, or the amount's own."""
        return next((column.unit for column in self.columns if column.name == amount and column.unit), "hours")

    @cached_property
    def exact_clocks(self) -> tuple[str, ...]:
        """Clocks of which every value is kept."""
        return tuple(clock.name for clock in self.clocks if clock.exact)

    @cached_property
    def schema(self) -> pa.Schema:
        """The canonical row."""
        if self.own_schema is not None:
            return self.own_schema
        numbers = [(f"{name}_ms", pa.int64()) for name in self.clock_codes]
        weight = [("weight", pa.int64())] if self.weight else []
        return pa.schema([
            ("record_id", pa.string()), ("batch", pa.string()), ("row", pa.int64()), (self.instant, pa.int64()),
            ("local_day", pa.int32()), ("slot", pa.int16()), ("repeated", pa.int8()), ("series", pa.int32()),
            *weight, *numbers, *((f"{name}_ms", pa.int64()) for name in self.kept),
            *((name, pa.int64()) for name in self.persons), *((name, pa.string()) for name in self.texts)])
