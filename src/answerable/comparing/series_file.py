"""Series out of any file: a date and a value (or a numerator and a denominator) a row, every fault told with its line."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from answerable.comparing.published_periods import days_in_words
from answerable.comparing.report_values import NONE, PERCENT, RATIO, amount
from answerable.comparing.series_days import (
    EXAMPLES,
    POINT,
    Days,
    are_ends,
    days_named,
    month_first,
    named,
    period_of,
    spacing,
)
from answerable.comparing.stated_ratings import file_lines
from answerable.errors import InputError, did_you_mean
from answerable.judgement.kinds import KINDS, U_PRIME, T, U
from answerable.judgement.rare_events import days_between
from answerable.judgement.series import FINAL, NO_DATA, STATUSES, Point
from answerable.words import format_things

DATE, VALUE, NUMERATOR, DENOMINATOR, STATUS = "date", "value", "numerator", "denominator", "status"
COUNTS = (NUMERATOR, DENOMINATOR)
# As R, spreadsheets and data frames write that there is no figure.
NOTHING = (*NONE, "nan", "null", "none", "#n/a")
MOST_FAULTS = 20
Cells = Mapping[str, str]


@dataclass(frozen=True)
class Layout:
    """How a file is read. columns: our name (date, value, numerator, denominator, status) → the file's, for those that have
    another; facets: columns of which each combination of values is a series; where: column → the one value that a row must
    have; kind: of chart; unit: "percent" or another of words.UNITS, None where not told; every: what single days stand for,
    None to find out; add_up: whether rows of one series and period are added up."""

    columns: Mapping[str, str] = field(default_factory=dict)
    facets: Sequence[str] = ()
    where: Mapping[str, str] = field(default_factory=dict)
    kind: str = "xmr"
    unit: str | None = None
    every: str | None = None
    add_up: bool = False


@dataclass(frozen=True)
class SeriesFile:
    """What a file holds. series: facet → points, in the file's order; faults: what must be mended, each with its line; there
    are series only where there are none. every: what single days were taken to stand for, None where none is one; unit: as
    told, or as the values have it; days: facet → first day of a point's period → the day that the file has for it."""

    file: str
    series: Mapping[str, tuple[Point, ...]]
    faults: tuple[str, ...]
    unit: str | None = None
    every: str | None = None
    days: Mapping[str, Mapping[date, date]] = field(default_factory=dict)


@dataclass(frozen=True)
class _Row:
    line: int
    facet: str
    days: Days
    numbers: Mapping[str, float | None]
    status: str
    percent: bool


# First day of a period (and of events the line) → the first row that tells of it, and its point.
Places = dict[tuple[date, int], tuple[_Row, Point]]


def read_series_file(path: Path, layout: Layout) -> SeriesFile:
    """The series of a CSV file (UTF-8, gzip or not) or of the first sheet of a workbook.

    Raises InputError where the file cannot be read at all; every other fault is in what is given back.
    """
    header, rows = file_table(path)
    reader = _Reader(path.name, layout, header)
    return reader.read(rows)


def file_table(path: Path) -> tuple[list[str], list[tuple[int, Sequence[str]]]]:
    """The names of the columns of a CSV file or of a workbook's first sheet, and its rows with their lines. Raises InputError
    where it cannot be read."""
    if path.suffix.lower() == ".xlsx" and path.is_file():
        # Cells as they are and not as they are shown: a share shown as 86% may be 0.8634.
        from answerable.records.spreadsheets import open_spreadsheet

        sheet = open_spreadsheet(path, None, 1)
        return list(sheet.columns), [(int(number), cells) for chunk in sheet.chunks for number, cells in zip(
            chunk.rows, zip(*(column.to_pylist() for column in chunk.table.columns), strict=True), strict=True)]
    lines = file_lines(path)
    if not lines:
        raise InputError("is empty.", where=str(path), remedy="The first line names the columns.")
    return [name.strip() for name in lines[0][1]], [*lines[1:]]


class _Reader:
    """Reads one file, and remembers what is wrong with it."""

    def __init__(self, file: str, layout: Layout, header: Sequence[str]) -> None:
        self.file, self.layout, self.header = file, layout, header
        self.kind = KINDS[layout.kind]
        self.faults: list[str] = []
        self.uses = self._columns()
        self.known_days: dict[str, Days | None] = {}

    def read(self, lines: Sequence[tuple[int, Sequence[str]]]) -> SeriesFile:
        """The whole file."""
        rows = [] if self.faults else self._rows(lines)
        self._check_days(rows)
        self._check_shares(rows)
        unit = self._unit(rows)
        every, found = self._series(rows) if not self.faults else (None, {})
        scale = self.kind.scale(unit) if self.kind.varying else 100.0 if unit == PERCENT else 1.0
        series = {facet: tuple(self._finished(row, point, scale) for row, point in points.values())
                  for facet, points in found.items()}
        if self.uses.keys() <= {DATE, STATUS}:
            series = {facet: self._between(facet, points) for facet, points in series.items()}
        days = {facet: {point.period_start: row.days.first for row, point in points.values()}
                for facet, points in found.items()}
        return SeriesFile(self.file, {} if self.faults else series, tuple(self.faults), unit, every, days)

    def _fault(self, line: int, words: str) -> None:
        self.faults.append(f"{self.file}, line {line}: {words}")

    # ---- columns ----

    def _columns(self) -> dict[str, str]:
        """Our name → the file's column, of what the kind of chart is made from."""
        found = {name: self.layout.columns.get(name, name) for name in (DATE, VALUE, *COUNTS, STATUS)}
        told = [found[name] for name in (VALUE, *COUNTS, STATUS)
                if name in self.layout.columns or self.header.count(found[name]) > 1]
        for column in dict.fromkeys([found[DATE], *told, *self.layout.facets, *self.layout.where]):
            self._check(column)
        there = {name: column for name, column in found.items() if column in self.header}
        return {name: column for name, column in there.items() if name in (DATE, STATUS, *self._made_from(there))}

    def _check(self, column: str) -> None:
        if column not in self.header:
            self._fault(1, f"there is no column '{column}'. {did_you_mean(column, self.header)} Its columns are "
                           f"{', '.join(self.header)}; --date, --value, --numerator, --denominator, --status and --facet name "
                           "those to use.".replace("  ", " "))
        elif self.header.count(column) > 1:
            self._fault(1, f"there are {self.header.count(column)} columns '{column}'. Give them names of their own.")

    def _made_from(self, there: Mapping[str, str]) -> tuple[str, ...]:
        told = [name for name in (VALUE, *COUNTS) if name in self.layout.columns]
        if self.kind.varying:
            ways: tuple[tuple[str, ...], ...] = (COUNTS, (VALUE, DENOMINATOR))
        else:
            # Of events their days are enough: the time between them is worked out.
            ways = ((VALUE,), COUNTS, *([()] if self.layout.kind == T else []))
        # What is named is used; of what the file has under our own names, the first way that is complete.
        for way in sorted(ways, key=lambda way: -sum(name in way for name in told)):
            if set(told) <= set(way) and all(name in there for name in way):
                return way
        if not self.faults:
            needs = " or ".join(" and ".join(way) for way in ways)
            given = f", and not {' and '.join(told)} together" if len(told) > 1 else ""
            self._fault(1, f"a chart of kind {self.kind.code} needs columns {needs}{given}. The file has "
                           f"{', '.join(self.header)}: name those to use, as in --value attendances.")
        return ()

    # ---- rows ----

    def _rows(self, lines: Sequence[tuple[int, Sequence[str]]]) -> list[_Row]:
        wanted = dict.fromkeys([*self.uses.values(), *self.layout.facets, *self.layout.where])
        places = {column: self.header.index(column) for column in wanted}
        rows, seen = [], {column: dict[str, None]() for column in self.layout.where}
        for line, cells in lines:
            text = {column: cells[at].strip() if at < len(cells) else "" for column, at in places.items()}
            for column, values in seen.items():
                values[text[column]] = None
            if len(cells) > len(self.header) and any(cell.strip() for cell in cells[len(self.header):]):
                self._fault(line, "it has more fields than the header. Put a text with a comma in it in quotes.")
            elif all(text[column] == value for column, value in self.layout.where.items()) and (row := self._row(line, text)):
                rows.append(row)
        if not lines:
            self._fault(1, "there are no rows under the header.")
        elif not rows and not self.faults:
            self._fault(1, "no such row. " + " ".join(
                f"There is no {column} '{value}'. {did_you_mean(value, seen[column])}".strip()
                for column, value in self.layout.where.items() if value not in seen[column]))
        return rows

    def _row(self, line: int, text: Cells) -> _Row | None:
        before = len(self.faults)
        days = self._days(line, text[self.uses[DATE]])
        shown: dict[str, Any] = {name: self._number(line, name, text[self.uses[name]])
                                 for name in (VALUE, *COUNTS) if name in self.uses}
        status = self._status(line, text)
        if len(self.faults) > before or days is None:
            return None
        facet = ", ".join(text[column] or "(none)" for column in self.layout.facets)
        return _Row(line, facet, days, {name: pair[0] for name, pair in shown.items()}, status,
                    percent=any(pair[1] for pair in shown.values()))

    def _days(self, line: int, text: str) -> Days | None:
        if text not in self.known_days:
            self.known_days[text] = days_named(text)
        found = self.known_days[text]
        if found is None:
            said = f"the date '{text}' names no days" if text else "the date is missing"
            self._fault(line, f"{said}. Write it like one of these: {EXAMPLES}.")
        return found

    def _number(self, line: int, name: str, text: str) -> tuple[float | None, bool]:
        """The number, and whether it carries the sign of a percentage."""
        try:
            return number_printed(text)
        except InputError as error:
            self._fault(line, f"{name}: {error.line()}")
            return None, False

    def _status(self, line: int, text: Cells) -> str:
        said = text[self.uses[STATUS]].casefold() if STATUS in self.uses else ""
        if said and said not in STATUSES:
            self._fault(line, f"unknown status '{said}'. {did_you_mean(said, STATUSES)} Known: {', '.join(STATUSES)}."
                        .replace("  ", " "))
        return said

    # ---- series ----

    def _check_days(self, rows: Sequence[_Row]) -> None:
        """Dates that could be read in two ways, and of events those that are more than a day."""
        if rows and month_first(row.days for row in rows):
            self._fault(rows[0].line, "the dates may have the month first: read with the day first, all are early days of "
                        "January. Write them like 2016-04-01 (spreadsheets: the format yyyy-mm-dd).")
        longer = [row for row in rows if self.kind.between_events and row.days.first != row.days.last]
        if longer:
            days = days_in_words(longer[0].days.first, longer[0].days.last)
            self._fault(longer[0].line, f"{days} is more than a day, and a {self.kind.code} chart is of events. Give the day "
                        "of each.")

    def _check_shares(self, rows: Sequence[_Row]) -> None:
        """Shares of which a chart is made from counts must tell whether they are percentages."""
        values = [row.numbers[VALUE] or 0.0 for row in rows if row.numbers.get(VALUE) is not None and not row.percent]
        if self.kind.units == (PERCENT,) and self.layout.unit is None and values and 0 < max(values) <= 1:
            self._fault(rows[0].line, "no value is above 1: are they percentages (1 is one in a hundred) or shares (1 is all)? "
                        "For percentages add --unit percent; in place of shares give the numerators.")

    def _unit(self, rows: Iterable[_Row]) -> str | None:
        if self.layout.unit or not rows:
            return self.layout.unit
        if all(row.percent for row in rows) or (NUMERATOR in self.uses and self.kind.code not in (U, U_PRIME)):
            return PERCENT
        return PERCENT if self.kind.units == (PERCENT,) else None

    def _series(self, rows: Sequence[_Row]) -> tuple[str | None, dict[str, Places]]:
        """What single days stand for, and facet → the rows and points of each period."""
        single = [row.days.first for row in rows if row.days.first == row.days.last]
        every = self.layout.every or (POINT if self.kind.between_events else spacing(single) if single else None)
        ends = bool(single) and are_ends(single)
        found: dict[str, Places] = {}
        for row in rows:
            one = row.days.first == row.days.last
            days = period_of(row.days.first, every or POINT, ends=ends) if one else named(
                row.days.first, row.days.last, gaps=self.layout.every != POINT)
            point = Point(days.first, days.label, row.numbers.get(VALUE), row.status or FINAL, row.numbers.get(NUMERATOR),
                          row.numbers.get(DENOMINATOR), period_end=days.last)
            # Events have no periods: each row is one of its own.
            key = (days.first, row.line if self.kind.between_events else 0)
            self._put(found.setdefault(row.facet, {}), key, row, point)
        return every, found

    def _between(self, facet: str, events: Sequence[Point]) -> tuple[Point, ...]:
        """The days between events of which only their days are told."""
        if len(events) < 2:
            self._fault(1, f"there is one event only{f' of {facet}' if facet else ''}: no time lies between.")
        return tuple(days_between(event.period_start for event in events))

    def _put(self, points: Places, key: tuple[date, int], row: _Row, point: Point) -> None:
        if key not in points:
            points[key] = (row, point)
        elif self.layout.add_up and VALUE in self.uses and (
                DENOMINATOR in self.uses or row.percent or self.layout.unit in (PERCENT, RATIO)):
            self._fault(row.line, "shares and rates cannot be added up. Give their numerators.")
        elif self.layout.add_up:
            first, held = points[key]
            points[key] = (first, _added(held, point))
        else:
            of = f" of {row.facet}" if row.facet else ""
            self._fault(row.line, f"a second figure for {point.label}{of}: the first stands in line {points[key][0].line}. "
                                  "Choose rows with --where, tell series apart with --facet, or add counts up with --add-up.")

    def _finished(self, row: _Row, point: Point, scale: float) -> Point:
        """The point with its value, made from its counts where they are given, and its status."""
        if VALUE not in self.uses and None not in (point.numerator, point.denominator):
            if not point.denominator:
                # 0 of 0 is no figure; some of nothing is a slip.
                if point.numerator:
                    self._fault(row.line, f"{point.label} is {point.numerator:g} out of 0.")
                point = replace(point, value=None)
            else:
                point = replace(point, value=scale * (point.numerator or 0.0) / point.denominator)
        elif DENOMINATOR in self.uses and point.value is not None and point.denominator is not None:
            point = replace(point, numerator=point.value * point.denominator / scale)
        point = replace(point, status=NO_DATA) if point.value is None and point.status == FINAL else point
        wrong = self.kind.wrong(point, scale) if point.judged else None
        if wrong:
            self._fault(row.line, f"the figure for {point.label} {wrong}, so it cannot be judged by a {self.kind.code} chart.")
        return point


def _added(one: Point, other: Point) -> Point:
    """Two rows of one period together. What one of them lacks, the sum lacks; what one says is not final is not."""
    status = one.status if one.status != FINAL else other.status
    return replace(one, status=status, value=_sum(one.value, other.value), numerator=_sum(one.numerator, other.numerator),
                   denominator=_sum(one.denominator, other.denominator))


def _sum(one: float | None, other: float | None) -> float | None:
    return None if one is None or other is None else one + other


def number_printed(text: str) -> tuple[float | None, bool]:
    """A number as it is printed, and whether as a percentage; None where there is no figure."""
    try:
        number = float(text)
        if math.isfinite(number):
            return number, False
    except ValueError:
        pass
    if text.casefold() in NOTHING:
        return None, False
    found = amount(text)
    if found is None:
        return None, False
    if found.direction:
        raise InputError(f"'{text}' is not one number.", remedy="Leave the cell empty where the figure is not known.")
    return found.value, found.unit == PERCENT


def faults_in_words(read: SeriesFile) -> list[str]:
    """The faults of a file, the first so many, and how many there are."""
    more = len(read.faults) - MOST_FAULTS
    end = f", of which {MOST_FAULTS} are shown" if more > 0 else ""
    return [*read.faults[:MOST_FAULTS],
            f"{format_things(len(read.faults), 'fault', 'faults')} in {read.file}{end}; nothing was charted."]
