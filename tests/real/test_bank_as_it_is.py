"""What is to be said of the real files beside their reference values: days, faults, and that nobody's name is kept.

The files are no part of this project; ANSWERABLE_DATA names the folder that holds them.
"""

from __future__ import annotations

import gzip
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from answerable import Workspace
from answerable.records.preparing import LoadReport


@pytest.fixture(scope="module")
def bank(real_data: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Workspace, LoadReport, Path]:
    """(a workspace with the bank's calls of February 1999, what loading them said, their file)."""
    path = real_data / "technion_anonymous_bank_1999" / "february1999.tsv.gz"
    workspace = Workspace.create(tmp_path_factory.mktemp("bank") / "force")
    return workspace, workspace.load("technion_anonymous_bank", path), path


Bank = tuple[Workspace, LoadReport, Path]


def test_the_reference_value_of_talk_is_over_calls_with_talk(bank: Bank) -> None:
    store = bank[0].store
    files = bank[0].head().parts("contacts", "records").values()
    talks = [ms for ref in files for ms in pq.read_table(store.path(ref), columns=["talk_ms"])["talk_ms"].to_pylist() if ms]
    row, = bank[0].figure_rows("talk-time-mean", "all")
    assert round(sum(talks) / len(talks) / 1000, 1) == 176.9
    assert row["numerator"] == sum(talks) / 1000


def test_the_month_came_whole_and_its_days_add_up(bank: Bank) -> None:
    workspace, report, _ = bank
    month, = workspace.figure_rows("contacts-recorded", "month")
    assert (report.as_json()["first_day"], report.as_json()["last_day"]) == ("1999-02-01", "1999-02-28")
    assert (month["period_start"], month["value"], month["coverage"], month["status"]) == ("1999-02-01", 33_344, 1, "final")
    assert sum(row["value"] for row in workspace.figure_rows("contacts-recorded", "day")) == 33_344


def test_the_same_file_again_changes_nothing(bank: Bank) -> None:
    workspace, _, path = bank
    before = workspace.head().sha256
    assert workspace.load("technion_anonymous_bank", path).duplicate == 33_344
    assert workspace.head().sha256 == before


def test_no_name_or_number_of_the_bank_is_kept(bank: Bank) -> None:
    lines = gzip.decompress(bank[2].read_bytes()).decode("latin-1").splitlines()[1:]
    servers = {line.rsplit("\t", 1)[1].strip() for line in lines} - {"NO_SERVER", ""}
    customers = {line.split("\t")[2] for line in lines if len(line.split("\t")[2]) >= 7}
    assert len(servers) > 10
    assert len(customers) > 100
    held = b"".join(file.read_bytes() for file in bank[0].folder.rglob("*.json")) + str(bank[1].as_json()).encode()
    assert [word for word in servers | customers if word.encode() in held] == []
    assert columns_holding(bank[0].folder, servers | customers) == []


def columns_holding(folder: Path, words: set[str]) -> list[str]:
    """Text columns of the workspace's Parquet files in which one of the words stands, alone or between bars."""
    return [f"{file.name}: {field.name}" for file in folder.rglob("*.parquet") for field in pq.read_schema(file)
            if pa.types.is_string(field.type)
            and words & {part for value in pq.read_table(file, columns=[field.name])[field.name].unique().to_pylist()
                         for part in str(value).split("|")}]
