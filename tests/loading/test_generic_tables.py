"""The plain sources of the tables beside the contacts: every column of the contract under its own name, any of them missing."""

from __future__ import annotations

from pathlib import Path

import pytest

from answerable import Workspace
from answerable.records.sources import find_source_file, read_source
from answerable.records.table import Column
from answerable.records.tables import TABLES

TABLES_WITH_A_CONTRACT = sorted(name for name, table in TABLES.items() if table.own_schema is None)
VALUES = {"time": "2026-06-01 10:00:00", "word": "North", "text": "7", "person": "P1", "amount": "2"}


def value_of(column: Column) -> str:
    return column.words[0] if column.words else VALUES[column.kind]


def load(tmp_path: Path, table: str, columns: dict[str, str]) -> tuple[Workspace, list[str]]:
    source = read_source(find_source_file(f"generic_{table}"))
    number = source.identity[0].columns[0]
    rows = {number: "A1", **columns}
    (tmp_path / "file.csv").write_text(f"{','.join(rows)}\n{','.join(rows.values())}\n")
    workspace = Workspace.create(tmp_path / "force")
    report = workspace.load(f"generic_{table}", tmp_path / "file.csv")
    assert (report.read, report.accepted) == (1, 1)
    assert report.faults == []
    return workspace, report.warnings


@pytest.mark.parametrize("table", TABLES_WITH_A_CONTRACT)
def test_a_plain_source_reads_every_column_of_the_contract(tmp_path: Path, table: str) -> None:
    source = read_source(find_source_file(f"generic_{table}"))
    assert set(source.columns) == set(TABLES[table].names)
    load(tmp_path, table, {column.name: value_of(column) for column in TABLES[table].columns})


@pytest.mark.parametrize("table", TABLES_WITH_A_CONTRACT)
def test_columns_that_are_not_needed_may_be_missing_without_a_word(tmp_path: Path, table: str) -> None:
    needed = {column.name: value_of(column) for column in TABLES[table].columns if column.required}
    workspace, warnings = load(tmp_path, table, needed)
    assert not [said for said in warnings if "columns" in said]
    series = workspace.store.read_series(workspace.head(), TABLES[table].family or table)
    words = dict(zip(TABLES[table].series_columns, series.combinations[0], strict=True))
    for name, default in TABLES[table].defaults.items():
        assert words[name] == default.strip("'")


def test_words_may_be_written_in_capitals(tmp_path: Path) -> None:
    columns = {"starts_at": VALUES["time"], "role": "Response", "kind": "OFFICER"}
    load(tmp_path, "duties", columns)
