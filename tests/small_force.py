"""A workspace of a handful of records, for tests that say what one row must become."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from answerable import Workspace
from answerable.records.preparing import LoadReport

CALLS = """
source: calls
version: 1
table: contacts
identity: [id]
columns:
  presented_at: presented
  message_ended_at: message_ended
  queued_at: queued
  left_queue_at: left_queue
  operator_connected_at: operator
  answered_at: answered
  abandoned_at: abandoned
  ended_at: ended
  wrap_up_ended_at: wrap_up_ended
  line: line
  channel: "coalesce(channel, 'phone')"
  outcome: outcome
  handler: agent
  incident: incident
"""

Row = Mapping[str, object]


def table(rows: Iterable[Row], columns: Iterable[str] = ()) -> str:
    """Rows as CSV text. columns: the header, where it is to hold more than the first row's keys."""
    listed = list(rows)
    names = list(columns) or list(listed[0])
    lines = [",".join(names), *(",".join(str(row.get(name, "")) for name in names) for row in listed)]
    return "\n".join(lines) + "\n"


def call(number: object, presented: str, **given: object) -> dict[str, object]:
    """A row of the source `calls`: answered on 101 unless something else is given."""
    return {"id": number, "presented": presented, "line": "101", "outcome": "answered", **given}


class SmallForce:
    """A workspace in a folder of its own, with a source named `calls`."""

    def __init__(self, folder: Path, time_zone: str = "Europe/London") -> None:
        self.files = folder / "files"
        self.files.mkdir(parents=True, exist_ok=True)
        self.workspace = Workspace.create(folder / "force", time_zone=time_zone)
        self.source("calls", CALLS)

    def copied(self, folder: Path) -> SmallForce:
        """The same in another folder, that is not there yet: quicker than loading again."""
        shutil.copytree(self.files.parent, folder)
        other = object.__new__(SmallForce)
        other.files, other.workspace = folder / "files", Workspace(folder / "force")
        return other

    def source(self, name: str, text: str) -> None:
        """Write a source of the workspace's own."""
        (self.workspace.folder / "sources" / f"{name}.yaml").write_text(text, encoding="utf-8")

    def file(self, name: str, content: str | bytes) -> Path:
        """Write a file to be loaded."""
        path = self.files / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    def load(self, content: str | bytes | Iterable[Row], name: str = "calls.csv", source: str = "calls") -> LoadReport:
        """Write a file and load it."""
        whole = content if isinstance(content, (str, bytes)) else table(_wide(list(content)))
        return self.workspace.load(source, self.file(name, whole))

    def records(self) -> list[dict[str, Any]]:
        """Every stored contact, in order of its instant."""
        files = self.workspace.head().parts("contacts", "records").values()
        rows = [row for ref in files for row in pq.read_table(self.workspace.store.path(ref)).to_pylist()]
        return sorted(rows, key=lambda row: (row["presented_ms"], row["record_id"]))

    def figures(self, measure: str = "contacts-recorded", by: str = "all", **where: str) -> list[dict[str, Any]]:
        """The figures of a measure."""
        return self.workspace.figure_rows(measure, by, where)

    def value(self, measure: str = "contacts-recorded", **where: str) -> float | None:
        """The one figure of a measure over everything; 0 where there are no records at all."""
        rows = self.figures(measure, "all", **where)
        return rows[0]["value"] if rows else 0

    def by_day(self, measure: str = "contacts-recorded") -> dict[str, float | None]:
        """First day of the period → value, for days that have one."""
        return {row["period_start"]: row["value"] for row in self.figures(measure, "day") if row["value"]}


def _wide(rows: list[Row]) -> list[Row]:
    """The same rows, the first with every column that any of them has."""
    names = list(dict.fromkeys(name for row in rows for name in row))
    return [{name: row.get(name, "") for name in names} for row in rows]


def faults(report: LoadReport) -> dict[tuple[str, str], int]:
    """What was wrong, as (fault, column) → records."""
    return {(fault["fault"], fault["column"]): fault["records"] for fault in report.faults}


def adds_up(report: LoadReport) -> bool:
    """Whether every row of the file was accounted for."""
    return report.read == report.accepted + report.quarantined + report.duplicate
