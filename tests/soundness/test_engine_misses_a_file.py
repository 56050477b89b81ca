"""An engine that cannot see a file of records must say so: some servers take a missing file for an empty one."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from answerable.engines.choosing import folding_engine
from answerable.engines.folding import Files
from answerable.engines.naming import engine_name
from answerable.errors import EngineError

NUMBERS = pa.table({"n": pa.array(range(10), pa.int64())})


def written(folder: Path) -> Files:
    """A file of ten numbers."""
    pq.write_table(NUMBERS, folder / "numbers.parquet")
    return Files((folder / "numbers.parquet",), NUMBERS.schema, NUMBERS.num_rows)


def test_the_server_takes_a_missing_file_for_an_empty_one_and_we_do_not(sail: str, tmp_path: Path) -> None:
    files, engine = written(tmp_path), folding_engine(engine_name(sail))
    gone = replace(files, paths=(tmp_path / "gone.parquet",))
    with engine.run() as run:
        assert run.write(f"SELECT n FROM {run.read(files)} AS numbers", NUMBERS.schema, tmp_path / "copy.parquet") == 10
        with pytest.raises(EngineError, match=r"reads 0 of 10 rows of gone.parquet\. Put the workspace where all its workers"):
            run.read(gone)
    engine.close()


def test_half_of_the_files_is_not_enough(sail: str, tmp_path: Path) -> None:
    files, engine = written(tmp_path), folding_engine(engine_name(sail))
    both = Files((*files.paths, tmp_path / "gone.parquet"), files.schema, 20)
    with engine.run() as run, pytest.raises(EngineError, match="reads 10 of 20 rows"):
        run.read(both)
    engine.close()


@pytest.mark.parametrize("name", ["part[1]", "a*", "{b}", "what?"])
def test_a_name_that_spark_takes_for_a_pattern_is_refused(sail: str, tmp_path: Path, name: str) -> None:
    folder = tmp_path / name
    folder.mkdir()
    engine = folding_engine(engine_name(sail))
    with engine.run() as run, pytest.raises(EngineError, match=r"takes this name for a pattern\. Move the workspace"):
        run.read(written(folder))
    engine.close()
