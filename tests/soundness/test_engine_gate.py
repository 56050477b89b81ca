"""The gate for another version of the query engine (docs/decisions/0002): a table that a transaction made and filled must
give back what was put in. DuckDB 2.0.0 gave 0, 0 and nothing."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from answerable.engines import connect

ROWS = 200_000
TRANSACTION = """
CREATE TABLE source_rows AS SELECT i::BIGINT AS id FROM range({rows}) made(i);
BEGIN;
CREATE TABLE copied AS SELECT * FROM source_rows LIMIT 0;
INSERT INTO copied SELECT * FROM source_rows;
COMMIT;
"""


def sums(connection: duckdb.DuckDBPyConnection) -> tuple[int, ...] | None:
    """(rows, distinct numbers, their sum) of the table copied within the transaction."""
    connection.execute(TRANSACTION.format(rows=ROWS))
    return connection.execute("SELECT COUNT(*), COUNT(DISTINCT id), SUM(id) FROM copied").fetchone()


@pytest.mark.parametrize("on_disk", [False, True])
def test_rows_written_in_a_transaction_can_be_read_after_it(tmp_path: Path, on_disk: bool) -> None:
    connection = duckdb.connect(str(tmp_path / "gate.db")) if on_disk else connect()
    with connection:
        assert sums(connection) == (ROWS, ROWS, ROWS * (ROWS - 1) // 2)
        assert connection.execute("SELECT id FROM copied ORDER BY id DESC LIMIT 2").fetchall() == [(ROWS - 1,), (ROWS - 2,)]


def test_a_cast_with_an_offset_applies_it() -> None:
    """A cast to TIMESTAMP drops the offset without a word; the one that the mapping uses must not."""
    with connect() as connection:
        row = connection.execute("SELECT epoch_ms(TRY_CAST('2026-07-01T01:00:00+01:00' AS TIMESTAMPTZ)), "
                                 "epoch_ms(try_strptime('2026-07-01 01:00:00 +0100', '%Y-%m-%d %H:%M:%S %z'))").fetchone()
    assert row == (1_782_864_000_000, 1_782_864_000_000)
