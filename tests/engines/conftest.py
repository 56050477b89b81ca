"""The engines that fold: DuckDB, Sail (Spark Connect without a JVM), and a standalone Spark cluster."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from benchmarks.spark_cluster import QUICK, cluster

from answerable.engines.choosing import folding_engine
from answerable.engines.duck import DuckFolding
from answerable.engines.folding import FoldingEngine
from answerable.engines.naming import engine_name

WORKERS = 2


class TextOnDuckDB:
    """DuckDB running the text, as it does where its short cut for contacts (measures.sorted_fold) does not fit."""

    def __init__(self) -> None:
        duckdb = DuckFolding()
        self.at_once, self.check, self.run, self.close = duckdb.at_once, duckdb.check, duckdb.run, duckdb.close


@pytest.fixture(scope="session")
def quick_java() -> Iterator[None]:
    """Every Java that is started meanwhile starts quickly."""
    before = {name: os.environ.get(name) for name in QUICK}
    os.environ.update(QUICK)
    yield
    for name, value in before.items():
        os.environ.pop(name)
        if value is not None:
            os.environ[name] = value


@pytest.fixture(scope="session")
def on_cluster(quick_java: None) -> Iterator[FoldingEngine]:
    """The engine on a standalone cluster of two workers, which runs as long as the tests do."""
    with cluster(WORKERS) as address:
        engine = folding_engine(engine_name(address, WORKERS))
        yield engine
        engine.close()


@pytest.fixture
def on_sail(sail: str) -> Iterator[FoldingEngine]:
    """The engine on a server that speaks Spark Connect."""
    engine = folding_engine(engine_name(sail))
    yield engine
    engine.close()


@pytest.fixture(params=["duckdb", "on_sail", pytest.param("on_cluster", marks=pytest.mark.slow)])
def engine(request: pytest.FixtureRequest) -> FoldingEngine:
    """Every engine in turn."""
    return TextOnDuckDB() if request.param == "duckdb" else request.getfixturevalue(request.param)
