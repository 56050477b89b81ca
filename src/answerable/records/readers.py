"""Reading foreign files in pieces of bounded size: every value as text, every row with its number in the file.

Row numbers count the header as row 1, as a spreadsheet does. Rows that do not fit the header are set apart
with the reason; rows that are blank throughout are no records.
"""

from __future__ import annotations

import csv
import gzip
import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
import pyarrow.parquet as pq

from answerable.errors import InputError
from answerable.records.encodings import find_encoding, unpacking
from answerable.records.sources import FORMATS, Source

ROWS_A_CHUNK = 200_000
BLOCK_BYTES = 16 << 20
FORMAT_OF_SUFFIX = {".csv": "csv", ".txt": "csv", ".tsv": "tsv", ".tab": "tsv", ".xlsx": "xlsx", ".xlsm": "xlsx",
                    ".jsonl": "jsonl", ".ndjson": "jsonl", ".json": "jsonl", ".parquet": "parquet"}
# A file that cannot be text is a workbook or a Parquet file, whatever its name and its source say.
FORMAT_OF_BYTES = {b"PK\x03\x04": "xlsx", b"PAR1": "parquet"}

Rows = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Rejected:
    """A row that could not be read as a record: its number in the file and why."""

    row: int
    reason: str


@dataclass(frozen=True)
class Chunk:
    """Some rows of a file. table: text columns; rows: their numbers in the file; rejected: rows set apart;
    done: share of the file read so far, 0 to 1."""

    table: pa.Table
    rows: Rows
    rejected: list[Rejected]
    done: float


@dataclass
class Reading:
    """An opened file: its columns, what was noticed on the way, and its chunks (to be gone through once)."""

    columns: list[str]
    chunks: Iterator[Chunk]
    warnings: list[str] = field(default_factory=list)


def open_file(path: Path, source: Source) -> Reading:
    """Open a foreign file as its source says. Raises InputError for one that cannot be read as such."""
    if not path.is_file():
        raise InputError(f"there is no file '{path}'.", remedy="Check the name and the folder.")
    form = FORMAT_OF_BYTES.get(_first_bytes(path)) or source.file.format or format_of(path)
    if form == "parquet":
        return _open_parquet(path)
    if form == "xlsx":
        from answerable.records.spreadsheets import open_spreadsheet

        return open_spreadsheet(path, source.file.sheet, source.file.header_row)
    if form == "jsonl":
        from answerable.records.nested import open_json_lines

        return open_json_lines(path, source)
    return _open_delimited(path, source, "\t" if form == "tsv" else None)


def _first_bytes(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(4)


def format_of(path: Path) -> str:
    """The format told by the file's name, `.gz` left aside. Raises InputError for a name that tells none."""
    suffixes = [suffix.lower() for suffix in path.suffixes if suffix.lower() != ".gz"]
    form = FORMAT_OF_SUFFIX.get(suffixes[-1] if suffixes else "")
    if form is None:
        raise InputError(f"the name '{path.name}' does not tell the file's format.",
                         remedy=f"Say it in the source: file: {{format: {' | '.join(FORMATS)}}}.")
    return form


def open_bytes(path: Path) -> Any:
    """The file's bytes, unpacked where it is gzip (told by its first bytes, not its name)."""
    with path.open("rb") as file:
        packed = file.read(2) == b"\x1f\x8b"
    return gzip.open(path, "rb") if packed else path.open("rb")


def _open_delimited(path: Path, source: Source, delimiter: str | None) -> Reading:
    encoding, warnings = find_encoding(path, source.file.encoding)
    header, delimiter = header_of(path, encoding, source.file.delimiter or delimiter, source.file.header_row)
    columns = _distinct(header, path)
    reading = Reading(columns, iter(()), warnings)
    reading.chunks = _delimited_chunks(path, columns, encoding, delimiter, source.file.header_row)
    return reading


def header_of(path: Path, encoding: str, delimiter: str | None, header_row: int) -> tuple[list[str], str]:
    """(the names in the header row of a text file, what stands between them). Raises InputError where it has none."""
    with open_bytes(path) as raw, unpacking(path):
        text = io.TextIOWrapper(raw, encoding=encoding, newline="", errors="replace")
        lines = [text.readline() for _ in range(header_row)]
    if not lines[-1].strip():
        raise InputError(f"has no header in row {header_row}.", where=str(path),
                         remedy="The first row must name the columns; a source may say file: {header_row: N}.")
    line = lines[-1].removeprefix("\ufeff")
    delimiter = delimiter or max(",;\t|", key=line.count)
    return next(csv.reader([line], delimiter=delimiter)), delimiter


def _distinct(header: list[str], path: Path) -> list[str]:
    """Column names without stray spaces; a name that stands twice gets a number, an empty one its place."""
    names: list[str] = []
    for place, name in enumerate(header, 1):
        base = " ".join(name.split()) or f"column {place}"
        repeats = names.count(base)
        names.append(f"{base}.{repeats}" if repeats else base)
    return names


class _Misfits:
    """Rows whose number of fields is not the header's, gathered while the reader skips them."""

    def __init__(self, columns: list[str], delimiter: str) -> None:
        self.columns, self.delimiter = columns, delimiter
        self.rejected: list[Rejected] = []
        self.mended: list[tuple[int, list[str]]] = []

    def __call__(self, row: Any) -> str:
        number = int(row.number)
        # A quote that was never closed may have drawn many lines into one row: each is looked at by itself.
        for line in row.text.splitlines():
            self._line(number, line)
        return "skip"

    def _line(self, number: int, line: str) -> None:
        quoting: Any = csv.QUOTE_NONE if self.delimiter == "\t" else csv.QUOTE_MINIMAL
        fields = next(csv.reader([line], delimiter=self.delimiter, quoting=quoting), [])
        width = len(self.columns)
        if len(fields) == width:
            self.mended.append((number, fields))
        elif len(fields) > width and not any(value.strip() for value in fields[width:]):
            self.mended.append((number, fields[:width]))
        elif any(value.strip() for value in fields):
            self.rejected.append(Rejected(number, f"fields-shifted: {len(fields)} fields where the header has "
                                                  f"{width}"))

    def take(self) -> tuple[list[Rejected], list[tuple[int, list[str]]]]:
        taken = self.rejected, self.mended
        self.rejected, self.mended = [], []
        return taken


class _Counted(io.RawIOBase):
    """A byte stream that knows how far the underlying file has been read."""

    def __init__(self, path: Path) -> None:
        self.path, self.file = path, path.open("rb")
        self.size = max(path.stat().st_size, 1)
        packed = self.file.read(2) == b"\x1f\x8b"
        self.file.seek(0)
        self.stream: Any = gzip.open(self.file, "rb") if packed else self.file

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        with unpacking(self.path):
            data = self.stream.read(len(buffer))
        buffer[:len(data)] = data
        return len(data)

    def done(self) -> float:
        return min(self.file.tell() / self.size, 1.0)


def _delimited_chunks(path: Path, columns: list[str], encoding: str, delimiter: str,
                      header_row: int) -> Iterator[Chunk]:
    misfits = _Misfits(columns, delimiter)
    stream = _Counted(path)
    try:
        reader = pyarrow.csv.open_csv(
            pa.PythonFile(stream, mode="r"),
            # One thread, or the reader does not know the numbers of the rows that it skips.
            read_options=pyarrow.csv.ReadOptions(use_threads=False, block_size=BLOCK_BYTES, encoding=encoding,
                                                 column_names=columns, skip_rows=header_row),
            parse_options=pyarrow.csv.ParseOptions(delimiter=delimiter, newlines_in_values=delimiter != "\t",
                                                   # Tab-separated exports do not quote: a quote there is a letter.
                                                   quote_char=False if delimiter == "\t" else '"',
                                                   ignore_empty_lines=False, invalid_row_handler=misfits),
            convert_options=pyarrow.csv.ConvertOptions(column_types={name: pa.string() for name in columns},
                                                       strings_can_be_null=False, check_utf8=True))
        yield from _numbered(reader, misfits, columns, stream, header_row)
    except pa.ArrowInvalid as error:
        # Nothing after the header, with or without an end of line.
        if "Empty CSV file" in str(error) or "Could not skip initial" in str(error):
            return
        raise InputError(f"cannot be read as {encoding} text with '{delimiter}' between fields: "
                         f"{str(error).splitlines()[0]}", where=str(path),
                         remedy="Check the file, or say encoding and delimiter in the source.") from error


def _numbered(reader: Any, misfits: _Misfits, columns: list[str], stream: _Counted,
              header_row: int) -> Iterator[Chunk]:
    upcoming = header_row + 1
    skipped: list[int] = []
    for batch in reader:
        rejected, mended = misfits.take()
        # The reader may run ahead: a skipped row can belong to a later batch, so its number is kept until then.
        skipped = sorted({row for row in skipped if row >= upcoming} | {item.row for item in rejected}
                         | {number for number, _ in mended})
        rows = _row_numbers(upcoming, batch.num_rows, skipped)
        upcoming = int(rows[-1]) + 1 if len(rows) else upcoming
        table = pa.Table.from_batches([batch])
        if mended:
            table, rows = _with_mended(table, rows, mended, columns)
        table, rows = without_blank(table, rows)
        table, rows, swallowed = _without_swallowed(table, rows, misfits.delimiter)
        table, rows, headers = _without_headers(table, rows)
        yield Chunk(table, rows, rejected + swallowed + headers, stream.done())
    yield from _leftover(misfits, columns)


def _leftover(misfits: _Misfits, columns: list[str]) -> Iterator[Chunk]:
    rejected, mended = misfits.take()
    if rejected or mended:
        empty = pa.table({name: pa.array([], pa.string()) for name in columns})
        table, rows = _with_mended(empty, np.empty(0, dtype=np.int64), mended, columns)
        yield Chunk(table, rows, rejected, 1.0)


def _with_mended(table: pa.Table, rows: Rows, mended: list[tuple[int, list[str]]],
                 columns: list[str]) -> tuple[pa.Table, Rows]:
    extra = pa.table({name: pa.array([fields[at] for _, fields in mended], pa.string())
                      for at, name in enumerate(columns)})
    numbers = np.array([number for number, _ in mended], dtype=np.int64)
    return pa.concat_tables([table, extra.cast(table.schema)]), np.concatenate([rows, numbers])


def _without_swallowed(table: pa.Table, rows: Rows, delimiter: str) -> tuple[pa.Table, Rows, list[Rejected]]:
    """Set apart rows of which one value holds whole other rows: the mark of a quote that was never closed."""
    bad = np.zeros(table.num_rows, dtype=bool)
    for column in table.columns:
        if pc.any(pc.match_substring(column, "\n")).as_py():
            lines = pc.count_substring(column, "\n").to_numpy()
            marks = pc.count_substring(column, delimiter).to_numpy()
            bad |= (lines > 0) & (marks >= table.num_columns - 1) & (table.num_columns > 1)
    if not bad.any():
        return table, rows, []
    swallowed = [Rejected(int(row), "quote-not-closed: a value runs on over the following lines") for row in rows[bad]]
    return table.filter(pa.array(~bad)), rows[~bad], swallowed


def _without_headers(table: pa.Table, rows: Rows) -> tuple[pa.Table, Rows, list[Rejected]]:
    """Set apart rows that are the header again, as in files put together from several."""
    bad = np.ones(table.num_rows, dtype=bool)
    for name, column in zip(table.column_names, table.columns, strict=True):
        bad &= pc.equal(column, name).to_numpy()
        if not bad.any():
            return table, rows, []
    again = [Rejected(int(row), "header-again: the row is the header") for row in rows[bad]]
    return table.filter(pa.array(~bad)), rows[~bad], again


def _row_numbers(first: int, count: int, skipped: list[int]) -> Rows:
    """The numbers of `count` rows read from row `first` on, leaving out the numbers that were skipped."""
    numbers = np.arange(first, first + count + len(skipped), dtype=np.int64)
    return numbers[~np.isin(numbers, np.array(skipped, dtype=np.int64))][:count] if skipped else numbers


def without_blank(table: pa.Table, rows: Rows) -> tuple[pa.Table, Rows]:
    """The rows that hold anything at all."""
    if not table.num_columns or not table.num_rows:
        return table, rows
    blank = None
    for column in table.columns:
        empty = pc.fill_null(pc.equal(column, ""), True)
        blank = empty if blank is None else pc.and_(blank, empty)
        if not pc.any(blank).as_py():
            return table, rows
    keep = pc.invert(blank)
    return table.filter(keep), rows[keep.to_numpy().astype(bool)]


def _open_parquet(path: Path) -> Reading:
    try:
        file = pq.ParquetFile(path)
    except (pa.ArrowInvalid, OSError) as error:
        raise InputError("is not a Parquet file that can be read.", where=str(path),
                         remedy=f"({str(error).splitlines()[0]})") from error
    columns = [name for name in file.schema_arrow.names if not pa.types.is_nested(file.schema_arrow.field(name).type)]
    return Reading(columns, _parquet_chunks(file, columns))


def _parquet_chunks(file: pq.ParquetFile, columns: list[str]) -> Iterator[Chunk]:
    read, total = 0, max(file.metadata.num_rows, 1)
    for batch in file.iter_batches(batch_size=ROWS_A_CHUNK, columns=columns):
        rows = np.arange(read + 2, read + 2 + batch.num_rows, dtype=np.int64)
        read += batch.num_rows
        table = pa.table({name: pc.cast(batch.column(name), pa.string()) for name in columns})
        yield Chunk(table, rows, [], read / total)
