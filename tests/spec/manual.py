"""Calls in, figures out: a table drawn in the test is loaded, and a measure is asked."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from answerable import Workspace

DAY = "2026-09-01"
TIMES = ("presented", "operator", "message ended", "queued", "left queue", "answered", "abandoned", "ended", "wrap-up ended")
COLUMNS = {"operator": "operator_connected_at", "message ended": "message_ended_at", "left queue": "left_queue_at",
           "wrap-up ended": "wrap_up_ended_at"}
# What a call is unless its table says otherwise; a time of day is on 1 September 2026, London time.
USUAL = {"line": "101", "outcome": "answered", "presented": "09:00:00"}
Row = dict[str, Any]


def read_table(text: str) -> list[dict[str, str]]:
    """The rows of a table drawn with bars, its first line naming the columns."""
    lines = [[cell.strip() for cell in line.split("|")] for line in text.strip().splitlines()]
    return [dict(zip(lines[0], cells, strict=True)) for cells in lines[1:]]


def record(number: int, cells: Mapping[str, str]) -> dict[str, str]:
    """A row of a file for the source generic_csv."""
    told = USUAL | {name: value for name, value in cells.items() if value}
    return {"call_id": str(number)} | {column(name): moment(value) if name in TIMES else value for name, value in told.items()}


def column(name: str) -> str:
    """The file's column of a column of the table."""
    return COLUMNS.get(name, f"{name}_at" if name in TIMES else name)


def moment(text: str) -> str:
    """A time of day stands for that time on the usual day."""
    return f"{DAY} {text}" if len(text) <= len("09:00:00.000") else text


class Force:
    """An empty force to which calls come."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.workspace = Workspace.create(folder / "force")

    def calls(self, table: str, times: int = 1) -> None:
        """Load the calls of a table, each so many times over (with a number of its own)."""
        rows = [record(number, cells) for number, cells in enumerate(read_table(table) * times)]
        # One column for each that is filled anywhere: a file without a column for a time does not record it.
        names = dict.fromkeys(name for row in rows for name in row)
        path = self.folder / f"calls-{len(list(self.folder.glob('*.csv')))}.csv"
        with path.open("w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, list(names))
            writer.writeheader()
            writer.writerows(row | {"call_id": f"{path.stem}-{row['call_id']}"} for row in rows)
        self.workspace.load("generic_csv", path)

    def define(self, text: str) -> None:
        """Add a measure of the force's own."""
        whole = ("version: 1\ntitle: T\ngroup: G\ndirection: neutral\nsentence: '{value} in {period}'\nwhy_it_matters: W\n"
                 "author: A\nreview_due: 2030-01-01\n" + text)
        name = text.split("measure:")[1].split()[0]
        (self.workspace.folder / "measures" / f"{name}.yaml").write_text(whole)

    def figures(self, measure: str, by: str = "all", **more: Any) -> list[Row]:
        """The figures of a measure."""
        return self.workspace.figure_rows(measure, by, **more)

    def figure(self, measure: str, **more: Any) -> Row:
        """The one figure over everything that came."""
        only, = self.figures(measure, **more)
        return only

    def value(self, measure: str, **more: Any) -> float | None:
        """The value of that figure."""
        value: float | None = self.figure(measure, **more)["value"]
        return value
