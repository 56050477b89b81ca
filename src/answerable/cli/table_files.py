"""Rows written to a file as its name ends: CSV, JSON or a workbook."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from answerable.cli.printing import as_csv, as_json
from answerable.errors import InputError

ENDINGS = (".csv", ".json", ".xlsx")


def check_ending(path: Path) -> None:
    """Raises InputError for a name that ends in nothing that is written."""
    if path.suffix.lower() not in ENDINGS:
        raise InputError(f"'{path}' names no kind of file that is written.", remedy=f"Let it end in {', '.join(ENDINGS)}.")


def write_rows(path: Path, rows: Sequence[Mapping[str, Any]], whole: Any) -> None:
    """Write a file. rows: of the table; whole: what JSON has. Raises InputError for another ending."""
    check_ending(path)
    if path.suffix.lower() == ".xlsx":
        from answerable.records.spreadsheets import write_workbook

        write_workbook(path, {"table": rows})
    else:
        text = as_json(whole) if path.suffix.lower() == ".json" else as_csv(rows)
        path.write_text(text + "\n", encoding="utf-8")
