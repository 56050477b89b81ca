"""Tables that the force writes with the contract's own column names, a file a year, for the sources `generic_…`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import numpy as np
import pyarrow as pa
from pyarrow import csv

from answerable.records.synthetic import texts
from answerable.records.synthetic.hours import Ints
from answerable.records.synthetic.plan import MonthPlan


@dataclass(frozen=True)
class PlainPart:
    """One month's rows of a plain table. table: of the contract; rows: their lines, each with its end."""

    table: str
    header: bytes
    rows: bytes
    count: int


def plain_part(table: str, rows: pa.Table) -> PlainPart:
    """A month's rows as text."""
    sink = BytesIO()
    csv.write_csv(rows, sink, csv.WriteOptions(include_header=False, quoting_style="none"))
    return PlainPart(table, ",".join(rows.column_names).encode() + b"\n", sink.getvalue(), rows.num_rows)


def row_numbers(letter: str, plan: MonthPlan, count: int) -> pa.Array:
    """Numbers of a month's rows, as E2607-000123."""
    month = np.full(count, plan.year % 100 * 100 + plan.month)
    return texts.column([texts.constant(letter, count), texts.digits(month, 4), texts.constant("-", count),
                         texts.digits(np.arange(1, count + 1), 6)])


def people(letters: Sequence[str], letter: Ints, number: Ints) -> pa.Array:
    """The numbers by which the force's systems know people, as H0054."""
    kinds = np.array([ord(sign) for sign in letters], dtype=np.uint8)[letter][:, None]
    return texts.column([kinds, texts.digits(number, 4)])


def write_years(folder: Path, months: Sequence[tuple[MonthPlan, Sequence[PlainPart]]]) -> dict[str, tuple[str, int]]:
    """Write each table's file of each year. Returns name of the file → (source, rows), in the order of the years."""
    files: dict[str, tuple[str, list[bytes], int]] = {}
    for plan, parts in months:
        for part in parts:
            if part.count:
                name = f"{part.table.replace('_', '-')}-{plan.year}.csv"
                source, lines, count = files.get(name, (f"generic_{part.table}", [part.header], 0))
                files[name] = (source, [*lines, part.rows], count + part.count)
    for name, (_, lines, _count) in files.items():
        (folder / name).write_bytes(b"".join(lines))
    return {name: (source, count) for name, (source, _, count) in files.items()}
