"""Applying a source to a piece of a file: its expressions as one query, its times as milliseconds.

What comes out is still as the source tells it: nothing has been checked or put in order yet.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

import duckdb
import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from answerable.clocks import FIRST_YEAR, LAST_YEAR
from answerable.engines import own_connection, quoted
from answerable.errors import InputError, did_you_mean
from answerable.records.sources import Mapped, Source
from answerable.records.tables import TABLES

# "There is no such time" in arrays of whole numbers.
NONE = np.iinfo(np.int64).min
EARLIEST_MS, LATEST_MS = (int(np.datetime64(str(year), "ms").astype(np.int64)) for year in (FIRST_YEAR, LAST_YEAR))
ZONE_AT_END = r"(Z|z|[+-][0-9]{2}(:?[0-9]{2})?)$"


@dataclass
class RawTime:
    """A time column. ms: wall or UTC milliseconds, NONE where there is none; zoned: given with a zone (so UTC);
    given: whether the source said anything; text: what it said; plus: milliseconds to add to the instant, for a time
    that is given as a beginning and a duration."""

    ms: npt.NDArray[np.int64]
    zoned: npt.NDArray[np.bool_]
    given: npt.NDArray[np.bool_]
    text: pa.ChunkedArray
    plus: npt.NDArray[np.int64] | None = None


@dataclass
class Raw:
    """The mapped columns of some rows, as the source tells them."""

    rows: npt.NDArray[np.int64]
    record_id: pa.ChunkedArray
    times: dict[str, RawTime]
    texts: dict[str, pa.ChunkedArray]
    failed_checks: dict[str, npt.NDArray[np.bool_]]
    left_out: int
    counts: dict[str, pa.ChunkedArray]
    amounts: dict[str, pa.ChunkedArray] = field(default_factory=dict)


class Mapper:
    """A source made ready for the columns of one file.

    columns: the file's own names. Raises InputError when a column without which nothing can be placed is missing;
    `missing` names the others that are, `unused` those that the source does not know.
    """

    def __init__(self, source: Source, columns: Collection[str], where: str) -> None:
        self.source = source
        self.renames = _match(source.named_columns(), columns)
        present = set(self.renames)
        self._refuse_other_file(present, columns, where)
        self.missing = sorted(source.named_columns() - present)
        self.unused = sorted(set(columns) - set(self.renames.values()))
        self.groups = [group for group in source.groups if present.issuperset(group.columns)]
        self.lost_groups = [group for group in source.groups if group not in self.groups]
        if source.groups and not self.groups:
            raise InputError(f"is not what the source '{source.name}' says: no line has all of its columns; missing: "
                             f"{', '.join(self.missing)}.", where=where, remedy="Nothing was loaded.")
        # What has a default is never left empty: a column of theirs that is missing counts as one without a word.
        self.table = TABLES[source.table]
        self.absent = {name for name, mapped in source.columns.items()
                       if name not in self.table.defaults and not present.issuperset(mapped.columns)}
        self.connection = own_connection()
        self.query = self._query(present)

    def _refuse_other_file(self, present: set[str], columns: Collection[str], where: str) -> None:
        lost = sorted(self.source.required_columns() - present)
        if not lost:
            return
        nearest = " ".join(f"For '{name}': {hint}" for name in lost if (hint := did_you_mean(name, columns)))
        raise InputError(f"is not what the source '{self.source.name}' says: the column"
                         f"{'s' * (len(lost) > 1)} {', '.join(repr(name) for name in lost)} "
                         f"{'are' if len(lost) > 1 else 'is'} missing; the file has {self._shown(columns)}.",
                         where=where, remedy=f"{nearest} Nothing was loaded.".strip())

    def _shown(self, columns: Collection[str]) -> str:
        # Where none of the needed names is there, the first row may be no header but somebody's record: it is not shown.
        known = self.source.required_columns() & set(self.renames)
        return ", ".join(columns) if known else f"{len(columns)} columns under other names, or has no header"

    def _query(self, present: set[str]) -> str:
        # The file's columns under the names that the source uses, blanks and null words taken out.
        words = ", ".join(quoted(word) for word in self.source.null_words) or "''"
        cleaned = [f"{_cleaned(_name(own), words)} AS {_name(name)}" for name, own in self.renames.items()]
        blank = {column for name in self.table.defaults if name in self.source.columns
                 for column in self.source.columns[name].columns} - present
        cleaned += [f"CAST(NULL AS VARCHAR) AS {_name(column)}" for column in sorted(blank)]
        wanted = [f"{sql} AS {_name(name)}" for name, sql in self._wanted(present).items()]
        return f"WITH cleaned AS (SELECT {', '.join(cleaned)} FROM piece) SELECT {', '.join(wanted)} FROM cleaned"

    def _wanted(self, present: set[str]) -> dict[str, str]:
        wanted = {"id": self._identity()}
        wanted["keep"] = f"coalesce({self.source.keep.sql()}, false)" if self.source.keep else "true"
        for name, mapped in self.source.columns.items():
            if name in self.absent:
                continue
            if name in self.table.times:
                wanted |= self._time(name, mapped)
            elif name in self.table.amounts:
                wanted |= _amount(name, f"CAST({mapped.value.sql()} AS VARCHAR)")
            else:
                wanted[f"text {name}"] = f"CAST({mapped.value.sql()} AS VARCHAR)"
        for name, check in self.source.checks.items():
            if present.issuperset(check.columns):
                wanted[f"check {name}"] = f"coalesce({check.sql()}, false)"
        for group in self.groups:
            wanted |= {f"count {column}": _name(column) for column in group.columns}
        return wanted

    def _identity(self) -> str:
        """The record's number, as SQL; nothing where every part of it is empty: such rows are not all one record."""
        # The system's name keeps apart records of two systems that happen to have the same number.
        system, parts = quoted(self.source.system), [f"CAST({part.sql()} AS VARCHAR)" for part in self.source.identity]
        if not parts:
            return system
        joined = " || '|' || ".join([system, *(f"coalesce({part}, '')" for part in parts)])
        return f"CASE WHEN coalesce({', '.join(parts)}) IS NOT NULL THEN {joined} END"

    def _time(self, name: str, mapped: Mapped) -> dict[str, str]:
        text = f"CAST({mapped.value.sql()} AS VARCHAR)"
        ms, zoned = _time_sql(text, self.source.time_formats)
        if mapped.plus is None:
            return {f"ms {name}": ms, f"zoned {name}": zoned, f"given {name}": text}
        plus = _duration_sql(f"CAST({mapped.plus.sql()} AS VARCHAR)", self.source.duration_format)
        # Without a duration to add there is no such time: it was not given, and so is no fault.
        text = f"CASE WHEN ({mapped.plus.sql()}) IS NOT NULL THEN {text} END"
        return {f"ms {name}": f"CASE WHEN {plus} IS NOT NULL THEN {ms} END", f"zoned {name}": zoned,
                f"given {name}": text, f"plus {name}": plus}

    def apply(self, table: pa.Table, rows: npt.NDArray[np.int64]) -> Raw:
        """The mapped columns of a piece of the file. Raises InputError for an expression that cannot be run."""
        piece = table.select(list(dict.fromkeys(self.renames.values())))
        self.connection.register("piece", piece)
        try:
            out = self.connection.sql(self.query).to_arrow_table()
        except duckdb.Error as error:
            raise InputError(f"the source '{self.source.name}' cannot be applied: {str(error).splitlines()[0]}",
                             remedy="Check its expressions: every column is text until it is cast.") from error
        finally:
            self.connection.unregister("piece")
        keep = out["keep"]
        left_out = out.num_rows - int(pc.sum(keep).as_py() or 0)
        if left_out:
            out, rows = out.filter(keep), rows[keep.to_numpy()]
        return self._raw(out, rows, left_out)

    def _raw(self, out: pa.Table, rows: npt.NDArray[np.int64], left_out: int) -> Raw:
        def named(prefix: str) -> dict[str, pa.ChunkedArray]:
            return {name.removeprefix(prefix): out[name] for name in out.column_names if name.startswith(prefix)}

        plus = {name: pc.fill_null(values, 0).to_numpy() for name, values in named("plus ").items()}
        times = {name: RawTime(_within_reach(pc.fill_null(out[f"ms {name}"], NONE).to_numpy()),
                               pc.fill_null(out[f"zoned {name}"], False).to_numpy(),
                               pc.is_valid(text).to_numpy(), text, plus.get(name))
                 for name, text in named("given ").items()}
        failed = {name: ~values.to_numpy() for name, values in named("check ").items()}
        return Raw(rows, out["id"], times, named("text "), failed, left_out, named("count "), named("amount "))


def _amount(name: str, text: str) -> dict[str, str]:
    """A number in thousandths, as SQL; nothing where the text is none."""
    return {f"amount {name}": f"TRY_CAST(round(TRY_CAST({text} AS DOUBLE) * 1000) AS BIGINT)", f"text {name}": text}


def _cleaned(column: str, words: str) -> str:
    """SQL: a value without the spaces round it, null where it is one of the null words.

    Trimming every value would cost as much as all expressions together, so only those that begin with a space (they
    sort before '!') or end with one are trimmed.
    """
    return (f"CASE WHEN {column} IN ({words}) THEN NULL WHEN {column} < '!' OR suffix({column}, ' ') "
            f"THEN CASE WHEN trim({column}) IN ({words}) THEN NULL ELSE trim({column}) END ELSE {column} END")


def _within_reach(ms: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """The same with NONE for what lies outside the years of which the clock changes are known: a slip of the pen."""
    return np.where((ms >= EARLIEST_MS) & (ms < LATEST_MS), ms, NONE)


def _match(wanted: Collection[str], columns: Collection[str]) -> dict[str, str]:
    """Name that the source uses → the file's own name: equal, or equal but for capitals and spaces."""
    loosely = {_loose(column): column for column in reversed(list(columns))}
    exact = set(columns)
    return {name: name if name in exact else loosely[_loose(name)]
            for name in sorted(wanted) if name in exact or _loose(name) in loosely}


def _loose(name: str) -> str:
    return "".join(name.casefold().split())


def _name(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _time_sql(text: str, formats: tuple[str, ...]) -> tuple[str, str]:
    """(milliseconds, whether given with a zone) of a text, as SQL. Without formats: ISO 8601."""
    if formats:
        tries = [f"epoch_ms(try_strptime({text}, {quoted(form)}))" for form in formats]
        zoned = [f"try_strptime({text}, {quoted(form)}) IS NOT NULL" for form in formats if "%z" in form]
        return f"coalesce({', '.join(tries)})", " OR ".join(zoned) or "false"
    has_zone = f"regexp_matches({text}, {quoted(ZONE_AT_END)}) AND {text} LIKE '%:%'"
    # A cast to TIMESTAMP would quietly drop an offset such as +01:00; a cast to TIMESTAMPTZ applies it.
    return (f"CASE WHEN {has_zone} THEN epoch_ms(TRY_CAST({text} AS TIMESTAMPTZ)) "
            f"ELSE epoch_ms(TRY_CAST({text} AS TIMESTAMP)) END", has_zone)


def _duration_sql(text: str, form: str) -> str:
    """Milliseconds of a duration text, as SQL; nothing where it is not of that form."""
    if form == "seconds":
        return f"TRY_CAST(round(TRY_CAST({text} AS DOUBLE) * 1000) AS BIGINT)"
    parts = 3 if form == "h:mm:ss" else 2
    # Counted from the right end: hours, where there are any, may have any number of digits.
    units = [f"TRY_CAST(split_part({text}, ':', {place}) AS DOUBLE) * {1000 * 60 ** (parts - place)}"
             for place in range(1, parts + 1)]
    shape = r"^[0-9]+" + r":[0-5]?[0-9]" * (parts - 1) + r"(\.[0-9]+)?$"
    return (f"CASE WHEN regexp_matches({text}, {quoted(shape)}) "
            f"THEN TRY_CAST(round({' + '.join(units)}) AS BIGINT) END")
