"""The engines that fold: DuckDB, Sail (Spark Connect without a JVM), and a standalone Spark cluster."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from benchmarks.spark_cluster import QUICK, cluster
from pysail.spark import SparkConnectServer

from answerable.engines.choosing import folding_engine
from answerable.engines.duck import DuckFolding
from answerable.engines.folding import FoldingEngine
from answerable.engines.naming import engine_name

WORKERS = 2


@pytest.fixture(scope="session")
def sail() -> Iterator[str]:
    """The address of a Spark Connect server in this process."""
    server = SparkConnectServer()
    server.start(background=True)
    yield address_of(server)
    server.stop()


def address_of(server: SparkConnectServer) -> str:
    """A running server's address, as a setting names it."""
    host, port = server.listening_address or ("", 0)
    return f"sc://{host}:{port}"


@pytest.fixture(scope="session")
def spark_cluster() -> Iterator[str]:
    """The address of a standalone cluster, for as long as the tests run."""
    before = {name: os.environ.get(name) for name in QUICK}
    os.environ.update(QUICK)   # for the JVM of this process too
    with cluster(WORKERS) as address:
        yield address
    for name, value in before.items():
        os.environ.pop(name)
        if value is not None:
            os.environ[name] = value


class TextOnDuckDB:
    """DuckDB running the text, as it does where its short cut for contacts (measures.sorted_fold) does not fit."""

    def __init__(self) -> None:
        duckdb = DuckFolding()
        self.at_once, self.check, self.run, self.close = duckdb.at_once, duckdb.check, duckdb.run, duckdb.close


@pytest.fixture(scope="module", params=["duckdb", "sail", pytest.param("spark_cluster", marks=pytest.mark.slow)])
def engine(request: pytest.FixtureRequest) -> Iterator[FoldingEngine]:
    """Every engine in turn, each with one session for all tests of a file."""
    if request.param == "duckdb":
        yield TextOnDuckDB()
        return
    cores = WORKERS if request.param == "spark_cluster" else None
    chosen = folding_engine(engine_name(request.getfixturevalue(request.param), cores))
    yield chosen
    chosen.close()
