"""Reading a list of published figures of others into benchmarks: taken, to be decided, or refused; nothing dropped.

A value that cannot be true beside the others of its force and period, and a time that can be read in two ways, is held
back with what would make sense: somebody decides, and the decision is written down with the figure.
"""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from answerable.comparing.benchmarks import ADDRESS, Divided, amount, division_faults
from answerable.comparing.mapping import FURTHER_COLUMNS, TIME, ImportMapping, Metric
from answerable.comparing.organisations import Organisations
from answerable.comparing.plausible import Reported, doubts
from answerable.comparing.published_periods import published_period
from answerable.comparing.times import TIME_READINGS, seconds, sensible
from answerable.errors import InputError, did_you_mean

TAKEN, HELD, REFUSED = "taken", "to decide", "refused"
COUNTS = ("contacts", "count")
# Marks a row with more fields than the header: a comma outside quotes has moved what stands after it.
SHIFTED = "shifted"
NUMBER = re.compile(r"\d+(\.\d+)?")


@dataclass(frozen=True)
class Row:
    """A row of the list. number: its line in the file; outcome: taken, to decide or refused, with words that say why.

    readings: reading → value in the metric's unit (one under "" where nothing has to be read); chosen: the reading taken.
    """

    number: int
    text: Mapping[str, str]
    outcome: str
    words: str = ""
    metric: Metric | None = None
    about: str = ""
    starts: date = date.min
    ends: date = date.max
    readings: Mapping[str, float] = field(default_factory=dict)
    chosen: str | None = None

    @property
    def value(self) -> float:
        """The value taken, in the metric's unit."""
        return self.readings.get(self.chosen or "", 0.0)

    @property
    def readable_in_two_ways(self) -> bool:
        """Whether what was printed can be read in more than one way."""
        return len(self.readings) > 1

    def reported(self) -> Reported:
        """The row as a number to be checked against others."""
        assert self.metric is not None
        return Reported(str(self.number), self.about, self.text["line"], self.starts, self.ends, self.metric.statistic,
                        self.value, self.metric.unit)

    @property
    def name(self) -> str:
        """The row as a report names it."""
        return f"row {self.number}: {self.text['about']}, {self.text['period']}, {self.text['line']}, {self.text['metric']}"


@dataclass(frozen=True)
class ReadAs:
    """How times are to be read where they can be read in two ways: for all metrics, and for single ones."""

    everywhere: str | None = None
    by_metric: Mapping[str, str] = field(default_factory=dict)


def read_as(words: Sequence[str], mapping: ImportMapping) -> ReadAs:
    """`--read-as` texts: "mm:ss" or "METRIC=mm:ss". Raises InputError for an unknown reading or metric."""
    everywhere, by_metric = None, {}
    names = {item.name for item in mapping.metrics}
    for word in words:
        metric, equals, reading = word.rpartition("=")
        if reading not in TIME_READINGS:
            raise InputError(f"'{reading}' is no way to read a time.", remedy=f"Write {' or '.join(TIME_READINGS)}.")
        if equals and metric not in names:
            raise InputError(f"the mapping '{mapping.name}' has no metric '{metric}'.", remedy=did_you_mean(metric, names))
        if equals:
            by_metric[metric] = reading
        else:
            everywhere = reading
    return ReadAs(everywhere, by_metric)


def read_list(path: Path, mapping: ImportMapping, organisations: Organisations, decided: ReadAs) -> list[Row]:
    """Every row of a list with its outcome. Raises InputError where the file or a column of it is missing."""
    rows = [_row(number, text, mapping, organisations) for number, text in _texts(path, mapping)]
    return _with_proposals(_without_doubts(_without_repeats(_settled(rows, mapping, decided, organisations))))


def _texts(path: Path, mapping: ImportMapping) -> list[tuple[int, dict[str, str]]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            given = list(reader.fieldnames or [])
            columns = {key: column for key, column in mapping.columns.items()
                       if column in given or key not in FURTHER_COLUMNS}
            missing = [column for column in columns.values() if column not in given]
            if missing:
                raise InputError(f"has no column '{missing[0]}'.", where=str(path), remedy=(
                    f"{did_you_mean(missing[0], given)} Its columns are {', '.join(given)}; the mapping '{mapping.name}' "
                    "names those it reads.").lstrip())
            return [(reader.line_num, {key: (row[column] or "").strip() for key, column in columns.items()}
                     | ({SHIFTED: "yes"} if row.get(None) else {})) for row in reader]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise InputError(f"cannot be read: {error}.", where=str(path), remedy="Save it as CSV in UTF-8.") from error


def _row(number: int, text: dict[str, str], mapping: ImportMapping, organisations: Organisations) -> Row:
    refused = Row(number, text, REFUSED)
    if SHIFTED in text:
        return replace(refused, words="has more fields than the header. Put a text with a comma in it in quotes.")
    metric = mapping.metric(text["metric"], text["line"])
    if metric is None:
        return replace(refused, words=_unknown_metric(text, mapping))
    force = organisations.force(text["about"])
    if force is None and not mapping.is_group(text["about"]):
        return replace(refused, words=f"no police force '{text['about']}'. {organisations.nearest(text['about'])}".rstrip())
    period = mapping.periods.get(text["period"]) or published_period(text["period"])
    if period is None:
        return replace(refused, words=f"'{text['period']}' names no days. Give its first and last day in the mapping, under "
                                      "periods.")
    if not ADDRESS.fullmatch(text["address"]):
        return replace(refused, words=f"no address of a source ('{text['address']}').")
    readings, fault = _readings(text, metric, mapping)
    fault = fault or _fault_of_counts(text)
    if not fault:
        readings, fault = _as_divided(readings, text, metric)
    if fault:
        return replace(refused, words=fault)
    return Row(number, text, TAKEN, "", metric, force.id if force else text["about"], *period, readings,
               next(iter(readings)) if len(readings) == 1 else None)


def _unknown_metric(text: Mapping[str, str], mapping: ImportMapping) -> str:
    names = {item.name for item in mapping.metrics if text["line"] in item.lines}
    return (f"the mapping has no metric '{text['metric']}' for '{text['line']}'. "
            f"{did_you_mean(text['metric'], names)}").rstrip()


def _readings(text: Mapping[str, str], metric: Metric, mapping: ImportMapping) -> tuple[dict[str, float], str]:
    """Reading → value, or what is wrong with the value or its unit."""
    unit, value = mapping.units.get(text["unit"]), text["value"]
    if unit in (TIME, *TIME_READINGS):
        if metric.unit != "seconds":
            return {}, f"a time ('{value}') for a metric in {metric.unit}."
        readings = seconds(value)
        readings = {unit: readings[unit]} if unit in readings else {} if unit != TIME else readings
        return readings, "" if readings else f"'{value}' is no time of that form."
    if unit != metric.unit and not (unit in COUNTS and metric.unit in COUNTS):
        return {}, f"the unit is '{text['unit']}', but the metric is in {metric.unit}."
    if not re.fullmatch(rf"-?{NUMBER.pattern}", value):
        return {}, f"'{value}' is no number. Write it with a point for decimals and no commas."
    return {"": float(value)}, ""


def _fault_of_counts(text: Mapping[str, str]) -> str:
    """What is wrong with the counts that stand beside a value; empty where nothing is."""
    for key in FURTHER_COLUMNS:
        if text.get(key) and not NUMBER.fullmatch(text[key]):
            return f"the {key.replace('_', ' ')} '{text[key]}' is no number. Write it with a point for decimals and no commas."
    return ""


def _as_divided(readings: Mapping[str, float], text: Mapping[str, str], metric: Metric) -> tuple[dict[str, float], str]:
    """The readings that agree with what was divided, where that stands in the list; what is wrong where none does."""
    counts = [float(text[key]) if text.get(key) else None for key in FURTHER_COLUMNS]
    faults = {reading: " ".join(division_faults(Divided(value, *counts), metric.unit, metric.statistic,
                                                exact=metric.reading == "exact")) for reading, value in readings.items()}
    agreeing = {reading: value for reading, value in readings.items() if not faults[reading]}
    return agreeing, "" if agreeing else next(iter(faults.values()))


def _settled(rows: Iterable[Row], mapping: ImportMapping, decided: ReadAs, organisations: Organisations) -> list[Row]:
    """Times that can be read in two ways, with the reading that somebody decided on; open where nobody did."""
    corrected = {(force.id, item.metric): item.read_as for item in mapping.corrections
                 if (force := organisations.force(item.force))}
    found = []
    for row in rows:
        name = row.text["metric"]
        wanted = decided.by_metric.get(name) or corrected.get((row.about, name)) or decided.everywhere
        if row.outcome == TAKEN and row.chosen is None:
            row = replace(row, chosen=wanted) if wanted in row.readings else replace(row, outcome=HELD)
        found.append(row)
    return found


def _without_repeats(rows: Sequence[Row]) -> list[Row]:
    """A row that says what an earlier one said is refused, so that it is not counted twice."""
    seen: dict[tuple[object, ...], int] = {}
    found = []
    for row in rows:
        key = (row.about, row.text["line"], row.text["metric"], row.starts, row.ends, row.text["value"], row.text["address"])
        if row.outcome != REFUSED and key in seen:
            row = replace(row, outcome=REFUSED, words=f"says the same as row {seen[key]}.")
        elif row.outcome != REFUSED:
            seen[key] = row.number
        found.append(row)
    return found


def _without_doubts(rows: Sequence[Row]) -> list[Row]:
    """Rows that cannot be true together are held: those that can be read otherwise, or all where none can.

    Where a reading leads to what cannot be, the other rows of that force and metric that were read so are held as well:
    one list prints its times in one way.
    """
    by_number = {str(row.number): row for row in rows}
    said: dict[str, list[str]] = defaultdict(list)
    for doubt in doubts(row.reported() for row in rows if row.outcome == TAKEN):
        open_ones = [key for key in doubt.keys if by_number[key].readable_in_two_ways]
        for key in open_ones or doubt.keys:
            said[key].append(f"{doubt.words} (rows {', '.join(doubt.keys)}).")
    for row in rows:
        blamed = [key for key in said if row.readable_in_two_ways and by_number[key].readable_in_two_ways
                  and _read_alike(row, by_number[key])]
        if blamed and str(row.number) not in said and row.outcome == TAKEN:
            said[str(row.number)] = [f"Row {blamed[0]}, read in the same way, cannot be true."]
    return [_held(row, said[str(row.number)]) if str(row.number) in said else row for row in rows]


def _read_alike(one: Row, other: Row) -> bool:
    return (one.about, one.metric, one.chosen) == (other.about, other.metric, other.chosen)


def _held(row: Row, said: Sequence[str]) -> Row:
    return replace(row, outcome=HELD, words=" ".join(said), chosen=None if row.readable_in_two_ways else row.chosen)


def _with_proposals(rows: Sequence[Row]) -> list[Row]:
    """Every open time with the reading that makes sense beside the rest of its force and period."""
    by_subject: dict[object, list[Row]] = defaultdict(list)
    for row in rows:
        if row.outcome != REFUSED:
            by_subject[row.reported().subject].append(row)
    possible: dict[int, set[str]] = {}
    for group in by_subject.values():
        unread = {str(row.number): (row.reported(), row.readings) for row in group if row.chosen is None}
        found = sensible(unread, [row.reported() for row in group if row.chosen is not None])
        possible |= {int(key): readings for key, readings in found.items()}
    return [replace(row, words=f"{row.words} {_proposal(row, rows, possible)}".strip()) if row.number in possible else row
            for row in rows]


def _proposal(row: Row, rows: Sequence[Row], possible: Mapping[int, set[str]]) -> str:
    values = " or ".join(f"{amount(value, 'seconds')} ({reading})" for reading, value in row.readings.items())
    said = f"'{row.text['value']}' can be read as {values}."
    if not possible[row.number]:
        return f"{said} Neither makes sense beside the other figures of that period: look at the source."
    alike = [other.number for other in rows if other.number in possible and other.about == row.about
             and other.metric == row.metric and len(possible[other.number]) == 1]
    own = row.number in alike
    sure = possible[row.number] if own else {reading for number in alike for reading in possible[number]}
    if len(sure) != 1:
        return f"{said} Nothing in the list tells which: look at the source, then give --read-as {row.text['metric']}=READING."
    (reading,) = sure
    because = "Beside the other times of that period only" if own else f"As row {alike[0]} can only be read so,"
    return f"{said} {because} {reading} makes sense: --read-as {row.text['metric']}={reading} takes it so."


def needs_reading(row: Row) -> bool:
    """Whether the value was a time that had to be read, so that what was printed is kept beside it."""
    return row.chosen in TIME_READINGS
