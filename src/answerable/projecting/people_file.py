"""A file of people's forecasts: a row a forecast, every fault of the file told together with its line."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TypeVar

from answerable.comparing.published_periods import published_period
from answerable.comparing.report_values import PERCENT, SECONDS, Amount, amount
from answerable.comparing.series_days import days_named
from answerable.comparing.stated_ratings import file_lines
from answerable.errors import InputError, did_you_mean
from answerable.judgement import aims
from answerable.judgement.series import HIGHER, LOWER
from answerable.ledger.people import Said
from answerable.measures.definition import Measure

# Column → other names that a header may give it.
COLUMNS: dict[str, tuple[str, ...]] = {
    "measure": ("indicator", "kpi"), "period": ("month",), "forecast": ("value", "prediction", "projection"), "low": ("lower",),
    "high": ("upper",), "level": (), "target": (), "odds": ("probability", "chance"), "by": ("who", "author", "name"),
    "made_on": ("made", "date"), "reason": ("note", "comment")}
NEEDED = ("measure", "period", "forecast", "by")
# Columns of a form that are there to be read; what somebody fills in; what is left as it was handed out tells nothing.
SHOWN = ("title", "unit", "last figures")
FILLED = ("forecast", "low", "high", "odds", "reason")
MONTH_EXAMPLES = '"2027-01" or "January 2027"'
Read = TypeVar("Read")


@dataclass(frozen=True)
class Row:
    """A row of the file. line: its number; reason: why, may be empty."""

    line: int
    by: str
    reason: str
    said: Said


@dataclass(frozen=True)
class Fault:
    """What must be mended. line: of the file; column: its name (a key of COLUMNS), empty of a whole row; words: with the
    remedy."""

    line: int
    column: str
    words: str


@dataclass(frozen=True)
class PeopleFile:
    """What a file holds. faults: what must be mended; rows are whole only where there are none; places: column → its place
    from 0 on; sheet: whether it is a workbook."""

    rows: tuple[Row, ...]
    faults: tuple[Fault, ...]
    places: Mapping[str, int]
    sheet: bool

    def place(self, fault: Fault) -> str:
        """Where a fault lies: "line 7", or in a workbook "row 7, column G"."""
        if not self.sheet:
            return f"line {fault.line}"
        place = self.places.get(fault.column)
        return f"row {fault.line}" + ("" if place is None else f", column {column_letters(place)}")


def read_people_file(path: Path, measures: Mapping[str, Measure]) -> PeopleFile:
    """The forecasts in a CSV file or a workbook. In a form, rows in which nothing was filled in are skipped. Raises InputError
    where it cannot be read at all."""
    (first, names), *lines = file_lines(path) or [(1, [])]
    places, faults = _header(names)
    listed = [Fault(first, "", fault) for fault in faults]
    form = all(column in places for column in SHOWN)
    if form:
        lines = [line for line in lines if _filled(line[1], places)]
    if not faults and not lines:
        listed.append(Fault(first, "", "nothing is filled in under the header." if form
                            else "there are no rows under the header."))
    rows = []
    for number, cells in lines if not faults else []:
        text = {name: cells[place].strip() if place < len(cells) else "" for name, place in places.items()}
        reader = _Row(text, measures, form)
        row = reader.read(number)
        if any(cell.strip() for cell in cells[len(names):]):
            reader.faults.append(("", "it has more fields than the header. Put a number with a comma in it in quotes."))
        listed += [Fault(number, *fault) for fault in reader.faults]
        rows += [row] if row is not None else []
    return PeopleFile(tuple(rows), tuple(listed), places, path.suffix.lower() == ".xlsx")


def _filled(cells: Sequence[str], places: Mapping[str, int]) -> bool:
    """Whether a row of a form says anything."""
    return any(cells[place].strip() for name in FILLED if (place := places.get(name)) is not None and place < len(cells))


def column_letters(place: int) -> str:
    """The letters of a sheet's column, from 0 on: A, Z, AA."""
    before, own = divmod(place, 26)
    return (column_letters(before - 1) if before else "") + "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[own]


def _header(names: Sequence[str]) -> tuple[dict[str, int], list[str]]:
    known = {_plain(name): column for column, others in COLUMNS.items() for name in (column, *others)}
    known |= {column: column for column in SHOWN}
    places: dict[str, int] = {}
    faults = []
    for place, name in enumerate(names):
        column = known.get(_plain(name))
        if column is None:
            faults.append(f"there is no column '{name}'. {did_you_mean(_plain(name), known)} Columns are {', '.join(COLUMNS)}."
                          .replace("  ", " "))
        elif column in places:
            faults.append(f"'{names[places[column]]}' and '{name}' both mean {column}. Leave one out.")
        places.setdefault(column or name, place)
    return places, faults + [f"the column '{column}' is missing." for column in NEEDED if column not in places]


def _plain(name: str) -> str:
    return re.sub(r"[\W_]+", " ", name.casefold()).strip()


class _Row:
    """Reads one row, and remembers what is wrong with it."""

    def __init__(self, text: Mapping[str, str], measures: Mapping[str, Measure], form: bool) -> None:
        self.text, self.measures, self.form = text, measures, form
        self.faults: list[tuple[str, str]] = []

    def read(self, line: int) -> Row | None:
        """The row; None where it has faults."""
        by, days = self.text.get("by", ""), self._told("period", lambda: month_of(self.text.get("period", "")))
        if not by:
            self.faults.append(("by", "by is empty. Write the name or the post of who says it."))
        measure = self._told("measure", lambda: measure_of(self.text.get("measure", ""), self.measures))
        made_on = self._made_on()
        if measure is None:
            return None
        value, low, high = (self._number(name, measure) for name in ("forecast", "low", "high"))
        level, odds = self._percent("level"), self._percent("odds")
        target = self._told("target", lambda: target_of(self.text.get("target", ""), measure))
        if value is None and not self.text.get("forecast"):
            self.faults.append(("forecast", "forecast is empty. Write what is forecast, or leave the row "
                                            f"{'empty' if self.form else 'out'}."))
        if self.faults or days is None or value is None:
            return None
        return Row(line, by, self.text.get("reason", ""),
                   Said(measure, *days, value, low, high, level, target, odds, made_on))

    def _told(self, column: str, read: Callable[[], Read]) -> Read | None:
        try:
            return read()
        except InputError as error:
            self.faults.append((column, error.line()))
            return None

    def _number(self, name: str, measure: Measure) -> float | None:
        text = self.text.get(name, "")
        if self.form and ":" in text:
            # A sheet takes 0:45 for a time of the day, whatever was meant.
            self.faults.append((name, f"{name} is '{text}', a time of the day. Write a number in {measure.unit}."))
            return None
        return self._told(name, lambda: number_of(name, text, measure))

    def _percent(self, name: str) -> float | None:
        return self._told(name, lambda: percent_of(name, self.text.get(name, "")))

    def _made_on(self) -> date | None:
        text = self.text.get("made_on", "")
        found = days_named(text) if text else None
        if text and (found is None or found.first != found.last):
            self.faults.append(("made_on", f"made_on is '{text}', which is no day. Write 2026-11-30."))
        return found.first if found is not None and found.first == found.last else None


def measure_of(name: str, measures: Mapping[str, Measure]) -> Measure:
    """A measure by its id or its title, of which there is one figure a month. Raises InputError."""
    titles = {measure.title.casefold(): measure for measure in measures.values()}
    found = measures.get(name) or titles.get(name.casefold())
    if found is None:
        raise InputError(f"there is no measure '{name}'.", remedy=did_you_mean(name, [*measures, *titles])
                         or "`answerable measures list` names them all.")
    if found.dimensions:
        raise InputError(f"'{found.id}' has no single figure a month: it has one for each {' and '.join(found.dimensions)}.",
                         remedy="Forecast another measure.")
    return found


def month_of(text: str) -> tuple[date, date]:
    """First and last day of a month. Raises InputError for what is none."""
    days = published_period(text)
    if days is None or days[0].day != 1 or (days[0].year, days[0].month) != (days[1].year, days[1].month) \
            or (days[1] - days[0]).days < 27:
        raise InputError(f"'{text}' is no month.", remedy=f"Write {MONTH_EXAMPLES}: measures are forecast by the month.")
    return days


def number_of(name: str, text: str, measure: Measure) -> float | None:
    """A number in a measure's unit; None for an empty text. Raises InputError where it is none or has another unit's sign, and
    for a bare number under 1 of a measure in per cent, which may be meant as a share."""
    try:
        found = amount(text)
    except InputError as error:
        raise InputError(f"{name}: {error.message}", remedy=error.remedy) from error
    if found is None:
        return None
    _check_plain(name, text, found)
    if found.unit in (PERCENT, SECONDS) and found.unit != measure.unit:
        raise InputError(f"{name} is '{text}', but '{measure.id}' is measured in {measure.unit}.",
                         remedy="Write it in that unit.")
    if measure.unit == PERCENT:
        _check_share(name, text, found)
    return found.value


def _check_share(name: str, text: str, found: Amount) -> None:
    if 0 < found.value < 1 and found.unit != PERCENT:
        raise InputError(f"{name} is '{text}', which may be {100 * found.value:g} per cent or less than one.",
                         remedy=f"Write {100 * found.value:g}% or {found.value:g}%.")


def _check_plain(name: str, text: str, found: Amount) -> None:
    if found.direction:
        raise InputError(f"{name} is '{text}'.", remedy="Write one number.")


def percent_of(name: str, text: str) -> float | None:
    """A percentage, with or without its sign; None for an empty text. Raises InputError for what is none, and for a bare
    number under 1, which may be meant as a share."""
    try:
        found = amount(text)
    except InputError as error:
        raise InputError(f"{name}: {error.message}", remedy="Write per cent, such as 40.") from error
    if found is None:
        return None
    _check_plain(name, text, found)
    if found.unit == SECONDS:
        raise InputError(f"{name} is '{text}'.", remedy="Write per cent, such as 40.")
    _check_share(name, text, found)
    return found.value


def target_of(text: str, measure: Measure) -> aims.Amount | None:
    """A target: "80", or "80% or more", "at most 60"; by the measure's direction where it does not say. None for an empty
    text. Raises InputError."""
    found = amount(text)
    if found is None:
        return None
    if found.unit in (PERCENT, SECONDS) and found.unit != measure.unit:
        raise InputError(f"target is '{text}', but '{measure.id}' is measured in {measure.unit}.",
                         remedy="Write it in that unit.")
    direction = found.direction or measure.direction
    if direction not in (HIGHER, LOWER):
        raise InputError(f"target is '{text}', and neither direction of '{measure.id}' is the better.",
                         remedy=f"Write '{text} or more' or '{text} or less'.")
    comparison = {HIGHER: ">", LOWER: "<"}[direction] + ("" if found.strict else "=")
    return aims.Amount(found.value, comparison)
