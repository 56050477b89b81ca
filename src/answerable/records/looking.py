"""A look at a foreign file: its columns, what stands in them, and how its times and lengths of time are written."""

from __future__ import annotations

import itertools
import json
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from answerable.engines import connect, quoted
from answerable.errors import InputError
from answerable.records.encodings import find_encoding
from answerable.records.expressions import ExpressionFault, parse
from answerable.records.proposing_words import DURATION_NAMES, likenesses, name_words
from answerable.records.readers import format_of, header_of, open_bytes, open_file
from answerable.records.sources import FileForm, Source

ROWS_LOOKED_AT = 50_000
VALUES_TRIED = 2_000
# A column is of a kind when at least this share of its filled values are.
MOST = 0.9
NOTHING = ("", "NULL", "null", "None", "N/A", "n/a", "NA", "-", "--", "(null)", "NaN")
MIDNIGHT = ("0:00:00", "00:00:00")

DAYS = ("%d/%m/%Y", "%m/%d/%Y", "%d/%m/%y", "%m/%d/%y", "%d-%m-%Y", "%m-%d-%Y", "%d.%m.%Y", "%Y-%m-%d", "%Y/%m/%d", "%d-%b-%Y",
        "%d %b %Y", "%d-%b-%y", "%Y%m%d", "%y%m%d")
CLOCKS = ("%H:%M:%S", "%H:%M", "%I:%M:%S %p", "%I:%M %p")
MONTH_FIRST = {"%m/%d/%Y": "%d/%m/%Y", "%m/%d/%y": "%d/%m/%y", "%m-%d-%Y": "%d-%m-%Y"}
DAY_FIRST = {day: month for month, day in MONTH_FIRST.items()}
ZONE = re.compile(r":\d\d(\.\d+)?\s*(Z|[+-]\d\d:?\d\d)$")
DURATIONS = {"h:mm:ss": re.compile(r"^\d+:[0-5]\d:[0-5]\d(\.\d+)?$"), "mm:ss": re.compile(r"^\d+:[0-5]\d(\.\d+)?$"),
             "seconds": re.compile(r"^\d+(\.\d+)?$")}


@dataclass
class Column:
    """A column of the file. values: of the rows looked at; counts: value → rows, without those that mean nothing
    (`nothing`); day, clock: the formats of a date and of a time of day in it ("ISO": both in ISO 8601); duration: how it
    writes a length of time; unsure: what is not certain about them; path: where it lies in a nested record."""

    name: str
    values: Sequence[str | None]
    counts: Counter[str]
    nothing: frozenset[str] = frozenset()
    day: str = ""
    clock: str = ""
    duration: str = ""
    unsure: str = ""
    path: str = ""

    @property
    def sql(self) -> str:
        """The column as it stands in an expression."""
        try:
            plain = parse(self.name).columns == (self.name,)
        except ExpressionFault:
            plain = False
        return self.name if plain else '"' + self.name.replace('"', '""') + '"'

    @property
    def words(self) -> list[str]:
        """The words of the name, in lower case."""
        return name_words(self.name)

    @property
    def rows(self) -> int:
        """How many rows were looked at."""
        return len(self.values)


def look_at(path: Path) -> tuple[list[Column], dict[str, str]]:
    """(the file's columns with the values of its first rows and what these are; how the file is written: format, encoding,
    delimiter). Raises InputError for a file that cannot be read."""
    columns, form = _read(path)
    for column in columns:
        _recognise(column)
    _settle_clocks(columns)
    return columns, form


def _read(path: Path) -> tuple[list[Column], dict[str, str]]:
    if not path.is_file():
        raise InputError(f"there is no file '{path}'.", remedy="Check the name and the folder.")
    form = {"format": format_of(path)}
    if form["format"] == "jsonl":
        return _nested_columns(path), form
    if form["format"] in ("csv", "tsv"):
        form["encoding"], _ = find_encoding(path, None)
        form["delimiter"] = header_of(path, form["encoding"], "\t" if form["format"] == "tsv" else None, 1)[1]
    reading = open_file(path, _blank_source(form["format"]))
    chunk = next(reading.chunks, None)
    table = pa.table({name: pa.array([], pa.string()) for name in reading.columns}) if chunk is None else chunk.table
    table = table.slice(0, ROWS_LOOKED_AT)
    return [_column(name, pc.utf8_trim_whitespace(table[name]).to_pylist()) for name in reading.columns], form


def _blank_source(form: str) -> Source:
    return Source("new", 1, "", "contacts", "new", "", FileForm(format=form), None, None, (), "seconds", False, 0, ("",),
                  None, (), {}, {})


def _column(name: str, values: Sequence[str | None], path: str = "") -> Column:
    counts = Counter(value for value in values if value is not None)
    nothing = frozenset(value for value in NOTHING if counts.pop(value, 0))
    return Column(name, values, counts, nothing, path=path)


def _nested_columns(path: Path) -> list[Column]:
    """Every simple value of the first records, under the names of the objects it lies in."""
    records = []
    with open_bytes(path) as raw:
        for line in itertools.islice(raw, ROWS_LOOKED_AT // 10):
            try:
                records.append(json.loads(line))
            except ValueError:
                continue
    leaves = [dict(_leaves(record, ())) for record in records if isinstance(record, dict)]
    names = list(dict.fromkeys(itertools.chain.from_iterable(leaves)))
    return [_column("_".join(name), [leaf.get(name) for leaf in leaves], ".".join(name) if len(name) > 1 else "")
            for name in names]


def _leaves(value: object, at: tuple[str, ...]) -> Iterable[tuple[tuple[str, ...], str]]:
    if isinstance(value, dict):
        for name, below in value.items():
            yield from _leaves(below, (*at, str(name)))
    elif isinstance(value, list):
        # Of a list the first counts, as in `take: first`.
        for below in value[:1]:
            yield from _leaves(below, at)
    elif value is not None:
        yield at, str(value)


def _recognise(column: Column) -> None:
    """Find out whether a column holds times, dates, clock times or durations, and how they are written."""
    values = [value for value, _ in column.counts.most_common(VALUES_TRIED)]
    for form, shape in DURATIONS.items():
        if values and sum(bool(shape.match(value)) for value in values) >= MOST * len(values):
            column.duration = form
            break
    if (values and any(mark in "".join(values[:50]) for mark in ":-/.")) or column.words[:1] == ["date"]:
        _recognise_time(column, values)


def _recognise_time(column: Column, values: list[str]) -> None:
    forms = [(day, clock) for day in DAYS for clock in ("", *CLOCKS)] + [("", clock) for clock in CLOCKS]
    fits = dict(zip([("ISO", "ISO"), *forms], _fitting(values, [" ".join(filter(None, form)) for form in forms]), strict=True))
    good = [form for form, count in fits.items() if count >= MOST * len(values)]
    if not good:
        return
    # A form with both a day and a clock tells more than one without; among equals the first listed.
    best = max(good, key=lambda form: (fits[form], bool(form[0]) + bool(form[1]), form == ("ISO", "ISO")))
    column.day, column.clock = best
    twin = DAY_FIRST.get(best[0]) or MONTH_FIRST.get(best[0])
    if twin and fits.get((twin, best[1]), 0) == fits[best]:
        column.day, column.unsure = _day_or_month(values, best[0], twin)


def _settle_clocks(columns: list[Column]) -> None:
    """A time of day needs a date beside it, and goes round the clock; 0:03:10 without either is a length of time."""
    dated = any(column.day and not column.clock for column in columns)
    for column in columns:
        if column.clock and not column.day:
            hours = {value.split(":")[0].zfill(2) for value in column.counts if value not in MIDNIGHT}
            if not dated or (column.duration and hours <= {"00"} and any(likenesses(column.words, DURATION_NAMES).values())):
                column.clock = ""


def _fitting(values: list[str], forms: list[str]) -> list[int]:
    """How many of the values are ISO 8601 with day and clock, and how many are of each form."""
    iso = "COUNT(TRY_CAST(v AS TIMESTAMP)) FILTER (v LIKE '____-__-__%:%')"
    counts = ", ".join([iso, *(f"COUNT(try_strptime(v, {quoted(form)}))" for form in forms)])
    with connect(threads=1) as connection:
        connection.register("tried", pa.table({"v": pa.array(values, pa.string())}))
        return list(connection.execute(f"SELECT {counts} FROM tried").fetchall()[0])


def _day_or_month(values: list[str], first: str, twin: str) -> tuple[str, str]:
    """(the likelier of two forms that both fit, what is unsure): in a short file the month changes least."""
    day_first = first if first in DAY_FIRST else twin
    parts = [re.split(r"[^0-9]", value)[:2] for value in values]
    left, right = ({part[at] for part in parts if len(part) > at} for at in (0, 1))
    if len(left) >= 3 > len(right):
        return day_first, ""
    if len(right) >= 3 > len(left):
        return DAY_FIRST[day_first], ""
    return day_first, "no value tells whether the day or the month stands first: the day was taken. Check this."
