"""Writing a workbook that somebody fills in: locked cells to read, open ones with the checks of Excel, and a sheet of help."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from answerable.errors import InputError

_OPEN = PatternFill("solid", start_color="FFF7D6")
_EDGE = Border(*[Side("thin", color="B1B4B6")] * 4)
_TOP = Alignment(vertical="top", wrap_text=True)


@dataclass(frozen=True)
class Takes:
    """What Excel lets somebody write into a cell. words: shown when the cell is chosen and when it takes something else; least,
    most: ends of a number, None of any; choices: one of these alone; number: false of any text."""

    words: str
    least: float | None = None
    most: float | None = None
    choices: tuple[str, ...] = ()
    number: bool = True


@dataclass(frozen=True)
class Open:
    """A cell to be filled in. value: what stands in it at first."""

    takes: Takes
    value: str = ""


def write_form(path: Path, name: str, columns: Mapping[str, float], rows: Sequence[Sequence[str | Open]], help_name: str,
               help_lines: Sequence[str]) -> None:
    """Write a form as a workbook. columns: heading → width in characters; rows: text that is shown, or an open cell, for each
    column; help_lines: the text of the second sheet. Everything but open cells is locked, without a password. Raises InputError
    where the file is there already or cannot be written."""
    if path.exists():
        raise InputError("is there already, and may have been filled in.", where=str(path), remedy="Name another file.")
    book = openpyxl.Workbook()
    page = book.worksheets[0]
    page.title = name
    for place, (heading, width) in enumerate(columns.items(), 1):
        _write(page.cell(1, place), heading).font = Font(bold=True)
        page.column_dimensions[get_column_letter(place)].width = width
    for number, row in enumerate(rows, 2):
        for place, value in enumerate(row, 1):
            _fill(page.cell(number, place), value)
    for check in _checks(rows, len(columns)):
        page.add_data_validation(check)
    page.freeze_panes = "C2"
    # Widths may be changed, so that nothing is cut off; the protection is there against slips alone.
    page.protection.formatColumns = page.protection.formatRows = False
    page.protection.enable()
    _write_help(book.create_sheet(help_name), help_lines)
    try:
        book.save(path)
    except OSError as error:
        raise InputError(f"cannot be written: {error.strerror or error}.", where=str(path)) from error


def _write(cell: Any, text: str) -> Any:
    cell.value = text or None
    if text:
        # A cell that is told to be text is never run as a formula.
        cell.data_type = "s"
    cell.alignment = _TOP
    return cell


def _fill(cell: Any, value: str | Open) -> None:
    if isinstance(value, str):
        _write(cell, value)
        return
    _write(cell, value.value)
    cell.protection, cell.fill, cell.border = Protection(locked=False), _OPEN, _EDGE


def _checks(rows: Sequence[Sequence[str | Open]], width: int) -> Iterator[DataValidation]:
    """A check for each run of open cells, one beneath another, that take the same."""
    for place in range(width):
        letter = get_column_letter(place + 1)
        column = [(number, cell.takes if isinstance(cell := row[place], Open) else None) for number, row in enumerate(rows, 2)]
        for takes, run in groupby(column, key=lambda pair: pair[1]):
            numbers = [number for number, _takes in run]
            if takes is not None:
                check = _check(takes)
                check.add(f"{letter}{numbers[0]}:{letter}{numbers[-1]}")
                yield check


def _check(takes: Takes) -> DataValidation:
    told: dict[str, Any] = {"allow_blank": True, "showErrorMessage": True, "showInputMessage": True, "prompt": takes.words,
                            "error": takes.words}
    if takes.choices:
        return DataValidation(type="list", formula1=f'"{",".join(takes.choices)}"', **told)
    if not takes.number:
        return DataValidation(type=None, **told)
    if takes.least is not None and takes.most is not None:
        return DataValidation(type="decimal", operator="between", formula1=f"{takes.least:g}", formula2=f"{takes.most:g}",
                              **told)
    # Any number: Excel has no such check but one with an end far away.
    least = -1e15 if takes.least is None else takes.least
    return DataValidation(type="decimal", operator="greaterThanOrEqual", formula1=f"{least:g}", **told)


def _write_help(page: Any, lines: Sequence[str]) -> None:
    page.column_dimensions["A"].width = 100
    for number, line in enumerate(lines, 1):
        _write(page.cell(number, 1), line)
    page.cell(1, 1).font = Font(bold=True)
    page.protection.enable()
