"""Which columns of a file tell the time and which the counts: those named, else those that can be nothing else."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from answerable.comparing.report_values import amount
from answerable.comparing.timed_texts import MINUTE_MS, NOTHING, read_clocks, read_moments
from answerable.errors import InputError, did_you_mean
from answerable.words import join_words

DATE, HOUR, WEEK, MONTH, VALUE, NUMERATOR, DENOMINATOR = "date", "hour", "week", "month", "value", "numerator", "denominator"
SAMPLE, NEARLY_ALL, ON_MARKS = 400, 0.95, 0.5
GRID_MS = 5 * MINUTE_MS
# What a column is called that holds the one date, or the one count, of a row; compared without spaces, dashes and case.
DATE_NAMES = ("date", "datetime", "timestamp", "ds", "time", "period", "day", "week", "month", "weekending", "weekbeginning",
              "weekcommencing")
HOUR_NAMES = ("hour", "time", "hr", "hourofday", "starttime", "interval", "slot", "halfhour")
VALUE_NAMES = ("value", "count", "counts", "n", "y", "total", "number", "calls", "incidents", "attendances", "arrivals",
               "volume")
# Numbers that are no counts: parts of the date, places, names in digits.
NO_COUNTS = re.compile(r"(is)?(year|month|day|dayofweek|dow|weekday|hour|minute|week|weekno|weeknumber|isoweek|quarter|season|"
                       r"dayofyear|dayofmonth|workingday|holiday|bankholiday|weekend|lat|latitude|lon|lng|long|longitude|x|y?coord|"
                       r"zip|zipcode|postcode|postalcode|code|id|objectid|index|row|rownumber|rownames|unnamed.*|.*id|)")
Rows = Sequence[tuple[int, Sequence[str]]]


@dataclass(frozen=True)
class FileLayout:
    """How a file is read. columns: our name (date, hour, week, month, value, numerator, denominator) → the file's; events:
    each row is one event; facets: a series for each value of these; where: only these rows; every: by what it is counted or
    added up, None as the file has it; add_up: whether rows of one series and time are added up; zone: the time zone, None
    where it was not told."""

    columns: Mapping[str, str] = field(default_factory=dict)
    events: bool = False
    facets: Sequence[str] = ()
    where: Mapping[str, str] = field(default_factory=dict)
    every: str | None = None
    add_up: bool = False
    zone: str | None = None


@dataclass(frozen=True)
class Chosen:
    """The columns used, by our names; events: whether each row is an event; found: which were found out and not told."""

    columns: Mapping[str, str]
    events: bool
    found: tuple[str, ...]


def choose_columns(header: Sequence[str], rows: Rows, layout: FileLayout) -> Chosen:
    """The columns to use. Raises InputError where one is named that is not there, or where several could be meant."""
    for column in dict.fromkeys([*layout.columns.values(), *layout.facets, *layout.where]):
        _check(column, header)
    return _Chooser(header, rows, layout).chosen()


class _Chooser:
    """Looks at some hundred rows of a file."""

    def __init__(self, header: Sequence[str], rows: Rows, layout: FileLayout) -> None:
        self.header, self.layout = header, layout
        sample = rows[:: max(1, len(rows) // SAMPLE)]
        self.texts = {name: [cells[at].strip() if at < len(cells) else "" for _line, cells in sample]
                      for at, name in enumerate(header) if header.count(name) == 1}
        self.counters = {name for at, name in enumerate(header) if _counts_rows(rows, at)}
        self.free = [name for name in self.texts if name not in (*layout.columns.values(), *layout.facets, *layout.where)]

    def chosen(self) -> Chosen:
        columns = dict(self.layout.columns)
        if DATE not in columns:
            columns |= self._date()
        if not {HOUR, WEEK, MONTH} & columns.keys():
            columns |= self._hour(columns)
        events = self.layout.events
        if not events and not {VALUE, NUMERATOR} & columns.keys():
            events = self._off_the_marks(columns)
            columns |= {} if events else self._value(columns)
            events = events or VALUE not in columns
        if (NUMERATOR in columns) != (DENOMINATOR in columns):
            raise InputError("a share needs both --numerator and --denominator.", remedy="Name the other column too.")
        return Chosen(columns, events, tuple(name for name in columns if name not in self.layout.columns))

    def _date(self) -> dict[str, str]:
        dated = [name for name in self.free if self._is_date(name)]
        if len(dated) > 1:
            named = [name for name in dated if _plain(name) in DATE_NAMES]
            dated = named if len(named) == 1 else dated
        if len(dated) == 1:
            return {DATE: dated[0]}
        if dated:
            raise InputError(f"{join_words(dated)} are all columns of dates.",
                             remedy=f"Name the one to use: --date {dated[0]}.")
        plain = {_plain(name): name for name in self.free}
        for ours, names in ((WEEK, ("week", "weekno", "weeknumber", "isoweek")), (MONTH, ("month", "monthno", "monthnumber"))):
            part = next((plain[name] for name in names if name in plain and self._is_number(plain[name])), None)
            if part and "year" in plain:
                return {DATE: plain["year"], ours: part}
        if "year" in plain and self._is_number(plain["year"]):
            return {DATE: plain["year"]}
        raise InputError(f"no column holds dates. The columns are {', '.join(self.header)}.",
                         remedy="Name the one to use with --date.")

    def _hour(self, columns: Mapping[str, str]) -> dict[str, str]:
        """A column of hours or clock times, where the dates have none and days come more than once."""
        days = [text for text in self.texts[columns[DATE]] if text]
        moments = read_moments(days)
        if (moments.clock > 0).any() or (moments.first != moments.last).any():
            return {}
        found = [name for name in self.free if _plain(name) in HOUR_NAMES
                 and name != columns[DATE] and self._share(name, lambda texts: read_clocks(texts)[0] >= 0) >= NEARLY_ALL]
        return {HOUR: found[0]} if len(found) == 1 else {}

    def _off_the_marks(self, columns: Mapping[str, str]) -> bool:
        """Whether times are to the minute or second, as events have them."""
        clocks = (read_clocks(self.texts[columns[HOUR]])[0] if HOUR in columns
                  else read_moments(self.texts[columns[DATE]]).clock)
        timed = clocks[clocks >= 0]
        return bool(len(timed)) and float(np.mean(timed % GRID_MS != 0)) > ON_MARKS

    def _value(self, columns: Mapping[str, str]) -> dict[str, str]:
        counts = [name for name in self.free if name not in columns.values() and self._is_number(name)
                  and (_plain(name) in VALUE_NAMES or not NO_COUNTS.fullmatch(_plain(name)))]
        if len(counts) > 1:
            counts = [name for name in counts if name not in self.counters]
        if len(counts) > 1:
            named = [name for name in counts if _plain(name) in VALUE_NAMES]
            counts = named if len(named) == 1 else counts
        if len(counts) > 1:
            raise InputError(f"{join_words(counts)} are all columns of numbers.", remedy=f"Name the one to use: --value "
                             f"{counts[0]}; --events counts the rows.")
        return {VALUE: counts[0]} if counts else {}

    def _is_date(self, name: str) -> bool:
        filled = [text for text in self.texts[name] if text.casefold() not in NOTHING]
        digits = bool(filled) and all(text.replace(".", "").isdigit() for text in filled)
        # Numbers are dates only where they look like no count: 20160401, or ten or thirteen digits since 1970.
        if digits and not (all(re.fullmatch(r"(19|20)\d{6}|1\d{9}(\.\d+)?|1\d{12}", text) for text in filled)
                           or (_plain(name) in DATE_NAMES and all(len(text) == 6 for text in filled))):
            return False
        return self._share(name, lambda texts: ~read_moments(texts).wrong) >= NEARLY_ALL

    def _is_number(self, name: str) -> bool:
        return self._share(name, lambda texts: np.array([_reads(text) for text in texts])) >= NEARLY_ALL

    def _share(self, name: str, good: object) -> float:
        filled = [text for text in self.texts[name] if text.casefold() not in NOTHING]
        return float(np.mean(good(filled))) if filled else 0.0  # type: ignore[operator]


def _check(column: str, header: Sequence[str]) -> None:
    if column not in header:
        raise InputError(f"there is no column '{column}'. {did_you_mean(column, header)} Its columns are "
                         f"{', '.join(header)}.".replace("  ", " "),
                         remedy="--date, --hour, --value, --numerator, --denominator, --facet and --where name those to use.")
    if header.count(column) > 1:
        raise InputError(f"there are {header.count(column)} columns '{column}'.", remedy="Give them names of their own.")


def _counts_rows(rows: Rows, at: int) -> bool:
    """Whether a column counts the rows: 1, 2, 3 or 0, 1, 2 and so on."""
    first = [cells[at].strip() if at < len(cells) else "" for _line, cells in rows[:50]]
    return len(first) > 2 and first in ([str(number) for number in range(len(first))],
                                        [str(number) for number in range(1, len(first) + 1)])


def _plain(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.casefold())


def _reads(text: str) -> bool:
    try:
        float(text)
        return True
    except ValueError:
        pass
    try:
        return amount(text) is not None
    except InputError:
        return False
