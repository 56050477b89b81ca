"""Reading the files of a roster: the need, the people, duties. Each is a table whose first row names the columns; every fault
is told with its row, and no fault names a person."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from typing import TypeVar
from zoneinfo import ZoneInfo

from answerable.errors import InputError, did_you_mean
from answerable.staffing.rosters.need import Need, Shift
from answerable.staffing.rosters.person import Person, Wish
from answerable.staffing.rules.duties import DAY, Duty, duty_on

Lines = Sequence[tuple[int, Sequence[str]]]
Value = TypeVar("Value")
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MOST_TOLD = 10
NEED = ("date", "weekday", "shift", "starts", "ends", "break_minutes", "people", "skill")
PEOPLE = ("person", "weekly_hours", "skills", "leave", "days_off", "wishes")
DUTIES = ("person", "date", "starts", "ends", "break_minutes", "shift")


@dataclass
class Table:
    """The rows of a file by column; faults are noted and raised by `finish`, all at once."""

    where: str
    known: tuple[str, ...]
    lines: Lines
    faults: list[str] = field(default_factory=list)

    def rows(self, *needed: str) -> Iterator[Row]:
        """Each row below the header. Raises InputError where the header is not as it must be."""
        header = [name.strip().lower().replace(" ", "_") for name in self.lines[0][1]] if self.lines else []
        for name in header:
            if name and name not in self.known:
                raise InputError(f"the column '{name}' is not known.", where=self.where,
                                 remedy=did_you_mean(name, self.known) or f"Columns are {', '.join(self.known)}.")
        for name in needed:
            if name not in header:
                raise InputError(f"the column '{name}' is missing.", where=self.where,
                                 remedy=f"Columns are {', '.join(self.known)}.")
        for number, cells in self.lines[1:]:
            yield Row(self, number, {name: cell.strip() for name, cell in zip(header, cells, strict=False)})

    def finish(self) -> None:
        """Raise one InputError with every fault noted."""
        if self.faults:
            more = f" And {len(self.faults) - MOST_TOLD} more." if len(self.faults) > MOST_TOLD else ""
            raise InputError(" ".join(self.faults[:MOST_TOLD]) + more, where=self.where)


@dataclass(frozen=True)
class Row:
    """A row: its number in the file and its cells."""

    table: Table
    number: int
    cells: dict[str, str]

    def fault(self, message: str) -> None:
        """Note what is wrong with it."""
        self.table.faults.append(f"Row {self.number}: {message}.")

    def read(self, column: str, how: Callable[[str], Value], wanted: str, stand_in: Value) -> Value:
        """A cell as `how` reads it; the stand-in, and a fault, where that raises ValueError."""
        try:
            return how(self.cells.get(column, ""))
        except ValueError:
            self.fault(f"{column} must be {wanted}; it is '{self.cells.get(column, '')}'")
            return stand_in

    def each(self, column: str) -> list[str]:
        """The words of a cell that holds several, with semicolons between them."""
        return [word.strip() for word in self.cells.get(column, "").split(";") if word.strip()]

    def day(self, column: str, stand_in: date) -> date:
        """A date."""
        return self.read(column, lambda text: date.fromisoformat(text[:10]), "a date such as 2026-06-01", stand_in)

    def clock(self, column: str) -> time:
        """A time of day."""
        return self.read(column, _clock, "a time of day such as 07:00", time(0))

    def minutes(self) -> int:
        """The minutes of the break; none where the cell is empty."""
        return self.read("break_minutes", lambda text: _whole(text or "0"), "a whole number of minutes", 0)


def _clock(text: str) -> time:
    if not (found := re.fullmatch(r"(\d{1,2}):(\d\d)(?::00)?", text)):
        raise ValueError(text)
    return time(int(found[1]), int(found[2]))


def _whole(text: str) -> int:
    if int(text) < 0:
        raise ValueError
    return int(text)


def _weekday(text: str) -> int:
    found = [place for place, name in enumerate(WEEKDAYS) if len(text) >= 3 and name.startswith(text.lower())]
    if not found:
        raise ValueError(text)
    return found[0]


def read_need(lines: Lines, where: str, *, first: date | None, days: int | None, zone: str) -> Need:
    """The need of a file: a row for each shift of each date, or of each weekday, which is then repeated.

    first: the roster's first day (None: the first date of the file; weekdays need one); days: how many (None: to the file's
    last date, or 28). Raises InputError with the row of every fault.
    """
    table, wanted, shifts = Table(where, NEED, lines), dict[tuple[object, int], int](), list[Shift]()
    for row in table.rows("shift", "starts", "ends", "people"):
        shift = Shift(row.cells["shift"], row.clock("starts"), row.clock("ends"), row.minutes(), row.cells.get("skill", ""))
        if shift not in shifts:
            if any((own.name, own.skill) == (shift.name, shift.skill) for own in shifts):
                row.fault(f"the shift {shift.label} has other times or another break in a row above")
            shifts.append(shift)
        on: object = row.day("date", date.min) if row.cells.get("date") else row.read(
            "weekday", _weekday, "a weekday such as monday, or date must be given", 0)
        key = (on, shifts.index(shift))
        if key in wanted:
            row.fault(f"the shift {shift.label} stands twice for the same day")
        wanted[key] = row.read("people", _whole, "a whole number", 0)
    table.finish()
    return _need_of(wanted, shifts, where, first, days, zone)


def _need_of(wanted: dict[tuple[object, int], int], shifts: list[Shift], where: str, first: date | None, days: int | None,
             zone: str) -> Need:
    dates = [on for on, _ in wanted if isinstance(on, date)]
    if not wanted or not any(wanted.values()):
        raise InputError("asks for nobody.", where=where, remedy="Give a row for each shift with how many people it needs.")
    if first is None and not dates:
        raise InputError("names weekdays and no dates, so the roster's first day is not known.", where=where,
                         remedy="Give it: --from 2026-06-01.")
    first = first or min(dates)
    length = days or ((max(dates) - first).days + 1 if dates else 28)
    if length < 1:
        raise InputError(f"has no date on or after {first}.", where=where, remedy="Give another first day (--from).")
    return Need(first, tuple(shifts), tuple(
        tuple(wanted.get((first + day * DAY, shift), wanted.get(((first + day * DAY).weekday(), shift), 0))
              for shift in range(len(shifts))) for day in range(length)), zone)


def read_people(lines: Lines, where: str, need: Need | None = None) -> list[Person]:
    """The people of a file, a row each; wishes may name the shifts of a need. Raises InputError with the row of each fault."""
    table, found, names = Table(where, PEOPLE, lines), list[Person](), set[str]()
    for row in table.rows("person"):
        name = row.cells["person"]
        if not name or name in names:
            row.fault("person is empty" if not name else "this person stands in a row above too")
        names.add(name)
        hours = row.read("weekly_hours", lambda text: _hours(text) if text else None, "hours a week from 1 to 60", None)
        days = [one for word in row.each("leave") for one in _days(row, word)]
        off, weekdays = _off(row)
        found.append(Person(name, hours, frozenset(row.each("skills")), frozenset(days), off, weekdays,
                            tuple(_wish(row, word, need) for word in row.each("wishes"))))
    table.finish()
    if not found:
        raise InputError("names nobody.", where=where, remedy="Give a row for each person.")
    return found


def _hours(text: str) -> float:
    if not 1 <= float(text) <= 60:
        raise ValueError(text)
    return float(text)


def _days(row: Row, word: str) -> list[date]:
    """A date, or all days from one to another: 2026-06-01..2026-06-05."""
    try:
        first, _, last = word.partition("..")
        begins, ends = date.fromisoformat(first.strip()), date.fromisoformat((last or first).strip())
        if not 0 <= (ends - begins).days < 400:
            raise ValueError(word)
    except ValueError:
        row.fault(f"leave must be dates such as 2026-06-01 or 2026-06-01..2026-06-05, with semicolons between; it has '{word}'")
        return []
    return [begins + timedelta(days=day) for day in range((ends - begins).days + 1)]


def _off(row: Row) -> tuple[frozenset[date], frozenset[int]]:
    dates, weekdays = set(), set()
    for word in row.each("days_off"):
        try:
            if word[0].isdigit():
                dates.add(date.fromisoformat(word))
            else:
                weekdays.add(_weekday(word))
        except ValueError:
            row.fault(f"days_off must be weekdays or dates, with semicolons between; it has '{word}'")
    return frozenset(dates), frozenset(weekdays)


def _wish(row: Row, word: str, need: Need | None) -> Wish:
    """"night -3": a shift, a weekday or a date, and a weight: below 0 rather not, above 0 gladly."""
    what, _, weight = word.rpartition(" ")
    shifts = {shift.name for shift in need.shifts} if need else set()
    try:
        number = int(weight)
        if not what or not 1 <= abs(number) <= 100:
            raise ValueError(word)
        if what[0].isdigit() and "-" in what:
            return Wish(number, day=date.fromisoformat(what))
        return Wish(number, shift=what) if what in shifts or not need else Wish(number, weekday=_weekday(what))
    except ValueError:
        row.fault(f"wishes must be a shift, a weekday or a date with a weight from -100 to 100, such as 'night -3; saturday "
                  f"-1'; it has '{word}'")
        return Wish(0)


def read_duties(lines: Lines, where: str, zone: str) -> dict[str, tuple[Duty, ...]]:
    """Name → that person's duties in order, of a file with a row for each: `starts` and `ends` as dates with times, or `date`
    with times of day. Raises InputError with the row of every fault."""
    table, found = Table(where, DUTIES, lines), dict[str, list[tuple[Duty, int]]]()
    for row in table.rows("person", "starts", "ends"):
        duty = _duty(row, zone)
        if not row.cells["person"]:
            row.fault("person is empty")
        if not 0 <= duty.break_minutes < duty.minutes:
            row.fault("the duty ends before it begins, or is not longer than its break")
        found.setdefault(row.cells["person"], []).append((duty, row.number))
    for duties in found.values():
        duties.sort()
        for (one, first), (other, second) in pairwise(duties):
            if other.starts < one.ends:
                table.faults.append(f"Rows {min(first, second)} and {max(first, second)}: these duties of one person overlap.")
    table.finish()
    return {name: tuple(duty for duty, _ in duties) for name, duties in found.items()}


def _duty(row: Row, zone: str) -> Duty:
    if row.cells.get("date"):
        return duty_on(row.day("date", date(2000, 1, 1)), row.clock("starts"), row.clock("ends"), zone, row.minutes())
    wanted, empty = "a date and time such as 2026-06-01 07:00", datetime(2000, 1, 1, tzinfo=UTC)
    return Duty(row.read("starts", lambda text: _moment(text, zone), wanted, empty),
                row.read("ends", lambda text: _moment(text, zone), wanted, empty + DAY), row.minutes())


def _moment(text: str, zone: str) -> datetime:
    """A time by the wall clock of the zone, or by the offset that it has itself."""
    moment = datetime.fromisoformat(text)
    if len(text) < 14:
        raise ValueError(text)
    return (moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(zone))).astimezone(UTC)


def with_duties_before(people: Sequence[Person], before: dict[str, tuple[Duty, ...]], need: Need) -> list[Person]:
    """The people with their duties before the roster; what begins on or after its first day is left out, as are duties of
    people who are not in it."""
    begins = datetime.combine(need.first, time(0), ZoneInfo(need.zone)).astimezone(UTC)
    return [replace(person, before=tuple(duty for duty in before.get(person.name, ()) if duty.starts < begins))
            for person in people]
