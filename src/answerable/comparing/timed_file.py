"""Times and counts out of any file: when each row is by the local clock, and what it counts; every fault told with its line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt

from answerable.clocks import DAY_MS, Zone, zone
from answerable.comparing.series_file import file_table, number_printed
from answerable.comparing.timed_columns import (
    DATE,
    DENOMINATOR,
    HOUR,
    MONTH,
    NUMERATOR,
    VALUE,
    WEEK,
    Chosen,
    FileLayout,
    Rows,
    choose_columns,
)
from answerable.comparing.timed_texts import (
    EXAMPLES,
    HOUR_MS,
    NOTHING,
    Flags,
    Moments,
    Whole,
    month_days,
    read_clocks,
    read_moments,
    week_days,
)
from answerable.errors import InputError, did_you_mean
from answerable.words import format_things, join_words

Floats = npt.NDArray[np.float64]
DEFAULT_ZONE = "Europe/London"
# So many rows without a time or a number (a line of totals, a note under the table) are left out and told; more are faults.
FEW_ROWS, FEW = 3, 0.01
MOST_FAULTS = 20
SLOT_MS = HOUR_MS // 2
# How much likelier one reading of the clock must be before "Z" is taken not to be meant.
PLAINLY, NOISE = 1.25, 0.02


@dataclass(frozen=True, eq=False)
class TimedRows:
    """The rows of one series, in the file's order. first, last: the days that each names, since 1970-01-01; clock: ms since
    local midnight, -1 where only days are named; again: in the second pass of an hour that comes twice, where that is known;
    values: nan where not known, of events 1; over: the denominators, where there are any; lines: in the file."""

    first: Whole
    last: Whole
    clock: Whole
    again: Flags
    values: Floats
    over: Floats | None
    lines: Whole

    def only(self, kept: Flags) -> TimedRows:
        """Those rows alone."""
        return TimedRows(self.first[kept], self.last[kept], self.clock[kept], self.again[kept], self.values[kept],
                         None if self.over is None else self.over[kept], self.lines[kept])


@dataclass(frozen=True, eq=False)
class TimedFile:
    """What a file holds. series: facet → rows; events: whether each row is one; percent: whether values carry its sign or
    name; chosen: which columns; notes: what was found out and what was left out, in sentences; zone: whose clock changes
    bear on it, None where its clock does not change; naive: whether times came without an offset from UTC."""

    file: str
    series: Mapping[str, TimedRows]
    chosen: Chosen
    percent: bool
    zone: Zone | None
    naive: bool
    notes: tuple[str, ...] = field(default=())

    @property
    def events(self) -> bool:
        return self.chosen.events


def read_timed_file(path: Path, layout: FileLayout) -> TimedFile:
    """The rows of a CSV file (commas, semicolons or tabs; UTF-8, gzip or not) or of a workbook's first sheet. Raises InputError
    where it cannot be read, with every fault and its line."""
    header, rows = file_table(path)
    if not rows:
        raise InputError(f"{path.name}, line 1: there are no rows under the header.")
    try:
        chosen = choose_columns(header, rows, layout)
    except InputError as error:
        raise InputError(f"{path.name}, line 1: {error.message}", remedy=error.remedy) from error
    return _Reader(path.name, layout, header, chosen).read(rows)


class _Reader:
    """Reads one file, and remembers what is wrong with it."""

    def __init__(self, file: str, layout: FileLayout, header: Sequence[str], chosen: Chosen) -> None:
        self.file, self.layout, self.header, self.chosen = file, layout, header, chosen
        self.notes: list[str] = []
        self.zone: Zone | None = zone(layout.zone or DEFAULT_ZONE)

    def read(self, rows: Rows) -> TimedFile:
        """The whole file."""
        rows = self._wanted(rows)
        lines = np.array([line for line, _cells in rows], dtype=np.int64)
        moments = self._moments(rows)
        values, percent, unread = self._values(rows)
        over = self._numbers(rows, self.chosen.columns[DENOMINATOR])[0] if DENOMINATOR in self.chosen.columns else None
        self._bear(lines, moments.wrong, self._texts(rows, self.chosen.columns[DATE]), "the date '{}' names no time",
                   f"Write it like one of these: {EXAMPLES}.")
        self._bear(lines, unread & ~moments.wrong, self._texts(rows, self.chosen.columns.get(VALUE)), "'{}' is no number",
                   "Leave the cell empty where there is none.")
        good = ~moments.wrong
        days, clock, again = self._local(moments, good, np.nan_to_num(values))
        last = np.where(moments.first == moments.last, days, moments.last)
        facets = self._facets(rows)
        every = TimedRows(days, last, clock, again, values, over, lines)
        names, places = np.unique(np.array(facets, dtype=object).astype(str), return_inverse=True)
        series = {str(name): every.only(good & (places == at)) for at, name in enumerate(names)}
        self._say_columns()
        return TimedFile(self.file, {name: found for name, found in series.items() if len(found.first)}, self.chosen, percent,
                         self.zone, not bool(moments.zoned.any()), tuple(self.notes))

    def _facets(self, rows: Rows) -> list[str]:
        """Of which series each row is."""
        if not self.layout.facets:
            return [""] * len(rows)
        columns = [self._texts(rows, column) for column in self.layout.facets]
        return [", ".join(text or "(none)" for text in texts) for texts in zip(*columns, strict=True)]

    def _texts(self, rows: Rows, column: str | None) -> list[str]:
        if column is None:
            return [""] * len(rows)
        at = self.header.index(column)
        return [cells[at].strip() if at < len(cells) else "" for _line, cells in rows]

    def _wanted(self, rows: Rows) -> Rows:
        """The rows that --where asks for. Raises InputError where there is none."""
        for column, value in self.layout.where.items():
            at = self.header.index(column)
            kept = [row for row in rows if at < len(row[1]) and row[1][at].strip() == value]
            if not kept:
                seen = dict.fromkeys(row[1][at].strip() for row in rows if at < len(row[1]))
                raise InputError(f"{self.file}, line 1: no such row. There is no {column} '{value}'.",
                                 remedy=did_you_mean(value, seen) or None)
            rows = kept
        return rows

    # ---- times ----

    def _moments(self, rows: Rows) -> Moments:
        texts = self._texts(rows, self.chosen.columns[DATE])
        for part, days_of in ((WEEK, week_days), (MONTH, month_days)):
            if part in self.chosen.columns:
                return self._of_year(texts, self._texts(rows, self.chosen.columns[part]), part, days_of)
        moments = read_moments(texts)
        if moments.order == "month":
            self.notes.append("The dates have the month first.")
        if HOUR not in self.chosen.columns:
            return moments
        clock, words = read_clocks(self._texts(rows, self.chosen.columns[HOUR]))
        if words:
            self.notes.append(f"{self.chosen.columns[HOUR]} was read as {words}.")
        # An hour that ends at midnight ends its own day.
        clock = np.where(clock >= DAY_MS, clock - DAY_MS, clock)
        return replace(moments, clock=clock, wrong=moments.wrong | (clock < 0))

    def _of_year(self, years: Sequence[str], parts: Sequence[str], part: str, days_of: object) -> Moments:
        most = 53 if part == WEEK else 12
        digits = [_whole(text) for text in years], [_whole(text) for text in parts]
        year, number = np.array(digits[0], dtype=np.int64), np.array(digits[1], dtype=np.int64)
        wrong = (year < 1800) | (year > 2200) | (number < 1) | (number > most)
        first, last = days_of(np.where(wrong, 1970, year), np.where(wrong, 1, number))  # type: ignore[operator]
        none = np.zeros(len(first), dtype=np.int64)
        return Moments(first, last, none - 1, none, none > 0, wrong)

    def _local(self, moments: Moments, good: Flags, values: Floats) -> tuple[Whole, Whole, Flags]:
        """Days and clock by the local wall, and whether in an hour's second pass."""
        again = np.zeros(len(moments.first), dtype=bool)
        timed = good & (moments.clock >= 0)
        wall = moments.first * DAY_MS + np.maximum(moments.clock, 0)
        zoned = timed & moments.zoned
        if zoned.any() and self.zone is not None and not self._not_meant(moments, wall[zoned], values[zoned]):
            wall[zoned], again[zoned] = self.zone.to_local(wall[zoned] - moments.offset[zoned])
        days = np.floor_divide(wall, DAY_MS)
        return days, np.where(timed, wall - days * DAY_MS, moments.clock), again

    def _not_meant(self, moments: Moments, wall: Whole, values: Floats) -> bool:
        """Whether "Z" stands behind times that are local all the same: the shape of the day then moves by no hour where the
        clocks change. Never where a zone was told, or an offset is not nought."""
        if self.layout.zone or self.zone is None or moments.offset.any():
            return False
        as_it_stands = _shape_moved(wall, self.zone, wall, values)
        if _shape_moved(wall, self.zone, self.zone.to_local(wall)[0], values) <= PLAINLY * as_it_stands + NOISE:
            return False
        self.notes.append("The Z behind the times is not meant: the day keeps its shape where the clocks change, so times are "
                          "read as local ones. `--zone` reads them as they stand.")
        return True

    # ---- numbers ----

    def _values(self, rows: Rows) -> tuple[Floats, bool, Flags]:
        """The values, whether they are percentages, and which could not be read."""
        if self.chosen.events:
            return np.ones(len(rows)), False, np.zeros(len(rows), dtype=bool)
        column = self.chosen.columns.get(NUMERATOR) or self.chosen.columns[VALUE]
        values, signs, unread = self._numbers(rows, column)
        plain = column.casefold()
        percent = bool(signs.any()) or "percent" in plain or "pct" in plain or "%" in plain
        return values, percent and NUMERATOR not in self.chosen.columns, unread

    def _numbers(self, rows: Rows, column: str) -> tuple[Floats, Flags, Flags]:
        texts = self._texts(rows, column)
        known = {text: _number(text) for text in set(texts)}
        found = [known[text] for text in texts]
        values = np.array([np.nan if one is None or one[0] is None else one[0] for one in found])
        return values, np.array([one is not None and one[1] for one in found]), np.array([one is None for one in found])

    # ---- faults and words ----

    def _bear(self, lines: Whole, wrong: Flags, texts: Sequence[str], what: str, remedy: str) -> None:
        """Leave out a few rows, and say so. Raises InputError with their lines where they are more than a few."""
        number = int(wrong.sum())
        if not number:
            return
        told = [f"line {lines[at]}: {what.format(texts[at])}" for at in np.flatnonzero(wrong)[:MOST_FAULTS]]
        if number > max(FEW_ROWS, FEW * len(lines)) or number == len(lines):
            more = f" (and {number - MOST_FAULTS:,} more)" if number > MOST_FAULTS else ""
            raise InputError(f"{self.file}: {'; '.join(told)}{more}.", remedy=remedy)
        self.notes.append(f"{format_things(number, 'row was', 'rows were')} left out: {'; '.join(told[:3])}"
                          f"{', and so on' if number > 3 else ''}.")

    def _say_columns(self) -> None:
        if not self.chosen.found and not self.chosen.events:
            return
        words = {DATE: "the dates", HOUR: "the hours", WEEK: "the weeks", MONTH: "the months", VALUE: "the counts"}
        told = [f"{words[name]} from {column}" for name, column in self.chosen.columns.items() if name in words]
        events = "; each row is one event" if self.chosen.events else ""
        self.notes.insert(0, f"Taken: {join_words(told)}{events}.")


def _number(text: str) -> tuple[float | None, bool] | None:
    """A number and whether in percent; None where the text is neither a number nor the word for none."""
    if text.casefold() in NOTHING:
        return None, False
    try:
        return number_printed(text)
    except InputError:
        return None


def _whole(text: str) -> int:
    try:
        return int(float(text))
    except ValueError:
        return -1


def _shape_moved(utc: Whole, changes: Zone, wall: Whole, values: Floats) -> float:
    """How far the shape of the day, by that wall's clock, differs in the four weeks before and after the clocks changed: 0 to 2
    a change, summed."""
    total = 0.0
    for change in changes.changes_ms[(changes.changes_ms > utc.min()) & (changes.changes_ms < utc.max())]:
        sides = [(utc < change) & (utc >= change - 28 * DAY_MS), (utc >= change) & (utc < change + 28 * DAY_MS)]
        counts = [np.bincount((wall[side] % DAY_MS) // SLOT_MS, weights=values[side], minlength=48) for side in sides]
        if all(each.sum() > 0 for each in counts):
            total += float(np.abs(counts[0] / counts[0].sum() - counts[1] / counts[1].sum()).sum())
    return total
