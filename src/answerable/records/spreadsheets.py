"""Reading an Excel workbook's sheet as rows of text."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np
import openpyxl
import pyarrow as pa
from openpyxl.cell import WriteOnlyCell
from openpyxl.utils.exceptions import InvalidFileException

from answerable.errors import InputError, did_you_mean
from answerable.records.readers import ROWS_A_CHUNK, Chunk, Reading, _distinct, without_blank


def open_spreadsheet(path: Path, sheet: str | None, header_row: int) -> Reading:
    """Open one sheet (the first unless named). Raises InputError for a file or sheet that is not there."""
    try:
        # Opened first: by its name alone the library would refuse a workbook that is named otherwise.
        book = openpyxl.load_workbook(path.open("rb"), read_only=True, data_only=True)
    except (InvalidFileException, BadZipFile, KeyError, OSError) as error:
        raise InputError("is not an Excel workbook (.xlsx) that can be read.", where=str(path),
                         remedy="Save it again as .xlsx or as CSV.") from error
    if sheet is not None and sheet not in book.sheetnames:
        raise InputError(f"has no sheet '{sheet}'.", where=str(path),
                         remedy=did_you_mean(sheet, book.sheetnames) or f"It has: {', '.join(book.sheetnames)}.")
    page = book[sheet] if sheet else book.worksheets[0]
    # A read-only sheet may carry a wrong size in its head, which would cut rows off.
    page.reset_dimensions()
    rows = page.iter_rows(values_only=True)
    header: tuple[Any, ...] = ()
    for _ in range(header_row):
        header = next(rows, ())
    names = [_text(value) for value in header]
    while names and not names[-1]:
        names.pop()
    if not names:
        raise InputError(f"has no header in row {header_row}.", where=str(path),
                         remedy="The first row must name the columns; a source may say file: {header_row: N}.")
    columns = _distinct(names, path)
    return Reading(columns, _chunks(rows, columns, header_row))


def printed_rows(path: Path) -> list[tuple[int, list[str]]]:
    """Every row of a workbook's first sheet that holds anything, with its number, each cell as the sheet shows it: 0.86 in a
    percent format as "86%", the first day of a month in a format without a day as "2020-09". Raises InputError for a file
    that cannot be read."""
    try:
        book = openpyxl.load_workbook(path.open("rb"), read_only=True, data_only=True)
    except (InvalidFileException, BadZipFile, KeyError, OSError) as error:
        raise InputError("is not an Excel workbook (.xlsx) that can be read.", where=str(path),
                         remedy="Save it again as .xlsx or as CSV.") from error
    page = book.worksheets[0]
    page.reset_dimensions()
    rows = [(number, [_printed(cell.value, str(getattr(cell, "number_format", ""))) for cell in row])
            for number, row in enumerate(page.iter_rows(), 1)]
    return [(number, cells) for number, cells in rows if any(cells)]


def _printed(value: Any, number_format: str) -> str:
    """A cell as the sheet shows it. A percent format's decimals are kept, as they say how the number was rounded."""
    if isinstance(value, (int, float)) and not isinstance(value, bool) and number_format.endswith("%"):
        decimals = len(number_format.partition(".")[2].rstrip("%"))
        return f"{100 * value:.{decimals}f}%"
    if isinstance(value, datetime.datetime) and (value.hour, value.minute, value.second) == (0, 0, 0):
        return value.strftime("%Y-%m-%d" if "d" in number_format.lower() else "%Y-%m")
    return _text(value).strip()


def _chunks(rows: Iterator[tuple[Any, ...]], columns: list[str], header_row: int) -> Iterator[Chunk]:
    number, width = header_row, len(columns)
    held: list[list[str]] = []
    for row in rows:
        number += 1
        held.append([_text(row[at]) if at < len(row) else "" for at in range(width)])
        if len(held) == ROWS_A_CHUNK:
            yield _chunk(held, columns, number, 0.5)
            held = []
    if held:
        yield _chunk(held, columns, number, 1.0)


def _chunk(held: list[list[str]], columns: list[str], last: int, done: float) -> Chunk:
    table = pa.table({name: pa.array([row[at] for row in held], pa.string()) for at, name in enumerate(columns)})
    numbers = np.arange(last - len(held) + 1, last + 1, dtype=np.int64)
    table, numbers = without_blank(table, numbers)
    return Chunk(table, numbers, [], done)


def _text(value: Any) -> str:
    """A cell as text: dates in ISO form, whole numbers without a decimal point, durations as h:mm:ss."""
    if value is None:
        return ""
    if isinstance(value, datetime.datetime):
        return value.isoformat(sep=" ")
    if isinstance(value, datetime.timedelta):
        seconds = round(value.total_seconds())
        return f"{seconds // 3600}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def write_workbook(path: Path, sheets: Mapping[str, Sequence[Mapping[str, Any]]]) -> None:
    """Write a workbook of sheets: name → rows with the same keys, which head the columns. Text is text, whatever it begins
    with. Raises InputError where the file cannot be written."""
    book = openpyxl.Workbook(write_only=True)
    for name, rows in sheets.items():
        page = book.create_sheet(name)
        names = list(rows[0]) if rows else []
        page.append(names)
        for row in rows:
            page.append([_cell_of(page, row[key]) for key in names])
    try:
        book.save(path)
    except OSError as error:
        raise InputError(f"cannot be written: {error.strerror or error}.", where=str(path)) from error


def _cell_of(page: Any, value: Any) -> Any:
    if not isinstance(value, str):
        return value
    # A cell that is told to be text is never run as a formula.
    cell = WriteOnlyCell(page, value)
    cell.data_type = "s"
    return cell
