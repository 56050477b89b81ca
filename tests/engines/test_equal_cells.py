"""The same text gives the same cells on every engine: each cell and column of each table that folds. And a sweep of simulations
on a cluster gives the very answers of this machine.

All that needs the Spark cluster stands in this one file, so that it is started once.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from benchmarks.spark_cluster import cluster
from generated import BOOK, stored_records

from answerable.engines import spark
from answerable.engines.choosing import folding_engine
from answerable.engines.folding import Files, FoldingEngine
from answerable.engines.naming import engine_name
from answerable.engines.spark_spreading import in_waves
from answerable.errors import EngineError
from answerable.measures.folding import fold_months
from answerable.records.store import FileRef, Store
from answerable.records.tables import TABLES
from answerable.simulation.room import Duration, Line, Pool, Room, Service
from answerable.what_if.answers import Question, sent, work

ROWS = 800
ONE_NUMBER = pa.schema([("n", pa.int64())])
SERVICE = Service(Duration("exponential", 300), ("handlers",), patience=Duration("exponential", 200))


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """An empty store, in a folder whose name is no plain word."""
    empty = Store(tmp_path / "a förce")
    empty.create()
    return empty


def read(store: Store, ref: FileRef) -> tuple[pa.Schema, Counter[tuple[object, ...]]]:
    """The columns of a file with their types, and how often each row stands in it."""
    table = pq.read_table(store.path(ref))
    return table.schema.remove_metadata(), Counter(zip(*(column.to_pylist() for column in table.columns), strict=True))


@pytest.mark.parametrize("table", TABLES)
def test_every_cell_is_the_one_of_the_default_engine(engine: FoldingEngine, store: Store, table: str) -> None:
    records = stored_records(store, table, ROWS)
    expected, folded = fold_months(store, table, records, BOOK), fold_months(store, table, records, BOOK, engine)
    assert [list(parts) for parts in folded.values()] == [list(parts) for parts in expected.values()]
    for month, parts in expected.items():
        for part, ref in parts.items():
            assert read(store, folded[month][part]) == read(store, ref), f"{month} {part}"
            assert folded[month][part].rows == ref.rows > 0


def test_contacts_of_an_earlier_contract_give_the_same_cells(engine: FoldingEngine, store: Store) -> None:
    """Files written before contacts had a caller: every engine reads them as if it were empty."""
    records = dict(list(stored_records(store, "contacts", 200).items())[:1])

    def earlier(month: str, ref: FileRef) -> FileRef:
        table = pq.read_table(store.path(ref)).drop_columns(["caller"])

        def write(path: Path) -> int:
            pq.write_table(table, path)
            return len(table)
        return store.keep("data/contacts", month, write)
    before = {month: earlier(month, ref) for month, ref in records.items()}
    expected, folded = fold_months(store, "contacts", records, BOOK), fold_months(store, "contacts", before, BOOK, engine)
    for month, parts in expected.items():
        assert before[month].sha256 != records[month].sha256
        for part, ref in parts.items():
            assert read(store, folded[month][part]) == read(store, ref), f"{month} {part}"


@pytest.mark.parametrize("name", ["on_sail", "on_cluster"])
def test_rows_that_spark_does_not_find_are_an_error(request: pytest.FixtureRequest, store: Store, name: str) -> None:
    ref = stored_records(store, "samples", 50)["2024-10"]
    files = Files((Path(store.path(ref)),), TABLES["samples"].schema, ref.rows + 1)
    with pytest.raises(EngineError, match=r"reads 50 of 51 rows of 2024-10.*where all its workers see it"), \
            request.getfixturevalue(name).run() as run:
        run.read(files)


def test_a_sum_that_does_not_fit_is_an_error(on_cluster: FoldingEngine, tmp_path: Path) -> None:
    largest = "SELECT SUM(n) AS n FROM (SELECT 9223372036854775807 AS n UNION ALL SELECT 1 AS n) AS two"
    with pytest.raises(EngineError, match=r"ARITHMETIC_OVERFLOW.*Nothing was changed"), on_cluster.run() as run:
        run.write(largest, ONE_NUMBER, tmp_path / "sum.parquet")


def room(staff: int) -> Room:
    """A small room."""
    return Room("small", (Line("101", (20.0,) * 12, SERVICE),), (Pool("handlers", (staff,) * 12),), 12)


@pytest.mark.slow
def test_the_workers_answers_are_those_of_this_machine(on_cluster: FoldingEngine) -> None:
    pieces = [sent(Question(room(staff), 3, 1)) for staff in range(2, 7)]
    assert dict(in_waves(on_cluster, work, pieces)) == {place: work(piece) for place, piece in enumerate(pieces)}


def test_a_cluster_without_workers_is_told_and_not_waited_for(on_cluster: FoldingEngine, tmp_path: Path,
                                                               monkeypatch: pytest.MonkeyPatch) -> None:
    on_cluster.close()   # a process has one session at a time
    monkeypatch.setattr(spark, "WAIT_FOR_WORKERS_S", 2)
    with cluster(0) as address:
        alone = folding_engine(engine_name(address))
        with pytest.raises(EngineError, match=r"given no worker for 2 seconds\. Start workers"), alone.run() as run:
            run.write("SELECT n FROM (SELECT 1 AS n UNION ALL SELECT 2 AS n) AS two GROUP BY n", ONE_NUMBER,
                      tmp_path / "n.parquet")
        alone.close()
