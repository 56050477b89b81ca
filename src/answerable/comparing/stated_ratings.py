"""Reading the ratings of a report that somebody wrote: a CSV file or a workbook, a row a rating, every fault told together."""

from __future__ import annotations

import csv
import gzip
import io
import zlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import TypeVar

from answerable.comparing.published_periods import EXAMPLES, days_in_words, published_period
from answerable.comparing.report_columns import Header, read_header
from answerable.comparing.report_values import (
    COUNT,
    DIRECTION_WORDS,
    MEANT_WORDS,
    PERCENT,
    UNIT_WORDS,
    Amount,
    amount,
    word,
)
from answerable.errors import InputError, did_you_mean
from answerable.judgement.evidence import BASELINE, BENCHMARK, FALL, RISE, TARGET
from answerable.judgement.series import HIGHER, LOWER
from answerable.judgement.stated import Stated, Vocabulary
from answerable.periods import period_label

FOLDER = "stated_ratings"
SUFFIXES = (".csv", ".xlsx")
GZIP = b"\x1f\x8b"
BARS = (TARGET, BASELINE, BENCHMARK)
AMOUNTS = ("value", "numerator", "denominator", *BARS)
WORDS: dict[str, Mapping[str, tuple[str, ...]]] = {"unit": UNIT_WORDS, "direction": DIRECTION_WORDS, "meant_to": MEANT_WORDS}
Read = TypeVar("Read")


@dataclass(frozen=True)
class Known:
    """What is known of a measure of ours that a report may name. direction: which way is better."""

    id: str
    title: str
    unit: str
    direction: str


@dataclass(frozen=True)
class Row:
    """A row of a report, read. line: its number in the file; measure: one of our ids, or the report's own words; unit: as told
    or worked out, "count" where nothing tells it; direction, meant_to: empty where not told; rest_of: the measure that it is
    the rest of, empty for none."""

    line: int
    file: str
    measure: str
    title: str
    own: bool
    stated: Stated
    amounts: Mapping[str, Amount]
    unit: str = ""
    direction: str = ""
    meant_to: str = ""
    rest_of: str = ""

    def amount(self, name: str) -> float | None:
        """An amount of the row by its column; None where the cell is empty."""
        found = self.amounts.get(name)
        return found.value if found else None


@dataclass(frozen=True)
class Report:
    """A report's ratings. faults: what must be mended, each with its line; rows are whole only where there are none."""

    file: str
    rows: tuple[Row, ...]
    faults: tuple[str, ...]


def report_files(folder: Path) -> list[Path]:
    """The files of stated ratings in a folder, by name."""
    return [path for path in sorted(folder.glob("*")) if path.suffix.lower() in SUFFIXES] if folder.is_dir() else []


def read_report(path: Path, words: Vocabulary, measures: Iterable[Known] = ()) -> Report:
    """The ratings in a CSV file or a workbook. measures: ours, which a row may name by id or by title.

    Raises InputError where the file cannot be read at all; every other fault is in the report, with its line.
    """
    (first, names), *lines = file_lines(path) or [(1, [])]
    header, faults = read_header(names), _Faults(path.name)
    faults.add(first, *header.faults)
    if not header.faults:
        if not lines:
            faults.add(first, "there are no rows under the header.")
        reader = _Reader(path.name, header, words, tuple(measures), faults)
        rows = _settled([row for number, cells in lines if (row := reader.row(number, cells)) is not None], faults)
    else:
        rows = []
    return Report(path.name, tuple(rows), tuple(faults.listed))


class _Faults:
    """The faults of a file, each with its line."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.listed: list[str] = []

    def add(self, line: int, *faults: str) -> None:
        """Remember faults of a line."""
        self.listed += [f"{self.file}, line {line}: {fault}" for fault in faults]

    def told(self, line: int, read: Callable[[], Read]) -> Read | None:
        """What is read; None, and the fault remembered, where it cannot be."""
        try:
            return read()
        except InputError as error:
            self.add(line, error.line())
            return None


@dataclass(frozen=True)
class _Reader:
    """Reads row after row of one file."""

    file: str
    header: Header
    words: Vocabulary
    measures: tuple[Known, ...]
    faults: _Faults

    def row(self, line: int, cells: Sequence[str]) -> Row | None:
        """A row, or None and its faults."""
        before = len(self.faults.listed)
        if any(cell.strip() for cell in cells[self.header.width:]):
            self.faults.add(line, "it has more fields than the header. Put a text with a comma in it in quotes.")
            return None
        text = {column: cells[place].strip() if place < len(cells) else "" for column, place in self.header.places.items()}
        known, period = self._measure(line, text["measure"]), self._period(line, text["period"])
        meaning = self.faults.told(line, partial(self.words.meaning, text["rating"]))
        amounts = self._amounts(line, text)
        kinds = {name: self.faults.told(line, partial(word, text.get(name, ""), known_words, name))
                 for name, known_words in WORDS.items()}
        if len(self.faults.listed) > before or period is None or meaning is None:
            return None
        name, title = (known.id, known.title) if known else (plain(text["measure"]), text["measure"])
        stated = Stated(name, title, text["rating"], meaning, *period, _label(*period), _source(text))
        return Row(line, self.file, name, title, known is not None, stated, amounts,
                   unit=known.unit if known else kinds["unit"] or "",
                   direction=known.direction if known else kinds["direction"] or "",
                   meant_to=kinds["meant_to"] or "", rest_of=text.get("rest_of", ""))

    def _measure(self, line: int, text: str) -> Known | None:
        if not text:
            self.faults.add(line, "the measure is missing.")
            return None
        known = next((item for item in self.measures if text == item.id or plain(text) == plain(item.title)), None)
        # What is written like an id and is near to one is a slip, not a measure of the report's own.
        hint = did_you_mean(text, [item.id for item in self.measures], most=1) if "-" in text and " " not in text else ""
        if known is None and hint:
            self.faults.add(line, f"there is no measure '{text}'. {hint} A measure of the report's own is written in "
                                  "words, with spaces.")
        return known

    def _period(self, line: int, text: str) -> tuple[date, date] | None:
        found = published_period(text)
        if found is None:
            said = f"the period '{text}' names no days" if text else "the period is missing"
            self.faults.add(line, f"{said}. Write it like one of these: {EXAMPLES}.")
        return found

    def _amounts(self, line: int, text: Mapping[str, str]) -> dict[str, Amount]:
        read = {name: self.faults.told(line, partial(amount, text.get(name, ""))) for name in AMOUNTS}
        found = {name: value for name, value in read.items() if value is not None}
        for name in ("numerator", "denominator"):
            least = 0 if name == "numerator" else 1
            if name in found and found[name].value < least:
                self.faults.add(line, f"{name} is {text[name]}. Write a number of {least} or more, or leave the cell empty.")
        return found


def _settled(rows: Sequence[Row], faults: _Faults) -> list[Row]:
    """The rows with what only those of the same measure tell together: its unit, and which way is better."""
    by_measure: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        by_measure[row.measure].append(row)
    settled = {measure: _with_common(together, faults) for measure, together in by_measure.items()}
    found = [_with_value(row, faults) for row in rows for row in [settled[row.measure][row.line]]]
    return [replace(row, rest_of=_rest(row, by_measure, faults)) for row in found]


def _with_common(rows: Sequence[Row], faults: _Faults) -> dict[int, Row]:
    """Line → row, with the unit and the direction that any row of the measure tells."""
    units = dict.fromkeys(unit for row in rows for unit in (row.unit, *(found.unit for found in row.amounts.values())) if unit)
    counted = all("numerator" in row.amounts and "denominator" in row.amounts for row in rows if row.amounts)
    ways = dict.fromkeys(way for row in rows for way in _ways(row) if way)
    for what, said in (("unit", list(units)), ("direction", list(ways))):
        if len(said) > 1:
            faults.add(rows[-1].line, f"the rows of '{rows[0].title}' tell more than one {what}: {' and '.join(said)}. Mend "
                                      "them, or give the measures names of their own.")
    unit = next(iter(units), PERCENT if counted else COUNT)
    return {row.line: replace(row, unit=unit, direction=next(iter(ways), "")) for row in rows}


def _ways(row: Row) -> Iterable[str]:
    """Which way is better, by whatever the row tells: said outright, by a target's side, or by what it was meant to do."""
    if row.direction:
        yield row.direction
        return
    target = row.amounts.get(TARGET)
    yield target.direction if target else ""
    yield {RISE: HIGHER, FALL: LOWER}.get(row.meant_to, "")


def _with_value(row: Row, faults: _Faults) -> Row:
    """The row, once its amounts are known to be what its unit can be."""
    for name in ("value", *BARS):
        found = row.amounts.get(name)
        if found is None or row.unit != PERCENT:
            continue
        if not 0 <= found.value <= 100:
            faults.add(row.line, f"{name} is {found.value:g} per cent. A share lies between 0 and 100.")
        elif 0 < found.value < 1 and not found.unit:
            faults.add(row.line, f"{name} is {found.value:g}: {found.value:g}%, or {100 * found.value:g}%? Write the sign.")
    return row


def _rest(row: Row, known: Mapping[str, object], faults: _Faults) -> str:
    """The measure that a row is the rest of."""
    if row.rest_of and row.unit != PERCENT:
        faults.add(row.line, f"only a share can be the rest of another; '{row.title}' is none. Leave rest_of empty.")
    if row.rest_of and plain(row.rest_of) not in known and row.rest_of not in known:
        faults.add(row.line, f"no row is about '{row.rest_of}', which this is to be the rest of. "
                             f"{did_you_mean(plain(row.rest_of), known)}".rstrip())
    return row.rest_of if row.rest_of in known else plain(row.rest_of)


def plain(text: str) -> str:
    """A measure's name without what does not matter: capitals and spaces."""
    return " ".join(text.casefold().split())


def _label(first: date, last: date) -> str:
    """A period as people name it; a financial year by its two years."""
    year = (first.month, first.day, last.month, last.day) == (4, 1, 3, 31) and last.year == first.year + 1
    return period_label("financial-year", first, last) if year else days_in_words(first, last)


def _source(text: Mapping[str, str]) -> str:
    page = text.get("page", "")
    return ", ".join(filter(None, (text.get("source", ""), f"page {page}" if page[:1].isdigit() else page)))


def file_lines(path: Path) -> list[tuple[int, list[str]]]:
    """The lines of a CSV file (commas, semicolons or tabs; UTF-8, gzip or not), or of a workbook's first sheet as it shows
    them, that hold anything, each with its number. Raises InputError where it cannot be read."""
    if not path.is_file():
        raise InputError(f"there is no file '{path}'.", remedy="Check the name and the folder.")
    if path.suffix.lower() == ".xlsx":
        from answerable.records.spreadsheets import printed_rows

        return printed_rows(path)
    rows = _text(path)
    return [(number, cells) for number, cells in rows if any(cell.strip() for cell in cells)]


def _text(path: Path) -> list[tuple[int, list[str]]]:
    try:
        content = path.read_bytes()
        text = (gzip.decompress(content) if content[:2] == GZIP else content).decode("utf-8-sig")
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
        return [(reader.line_num, cells) for cells in reader]
    except UnicodeDecodeError as error:
        raise InputError("is not text in UTF-8.", where=str(path), remedy="Save it as \"CSV UTF-8\".") from error
    except (OSError, EOFError, zlib.error, csv.Error) as error:
        raise InputError(f"cannot be read: {error}.", where=str(path), remedy="Save it as CSV in UTF-8.") from error


def _delimiter(text: str) -> str:
    first = text.lstrip().partition("\n")[0]
    return max(",;\t", key=first.count)
