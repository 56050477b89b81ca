"""The engines that fold: DuckDB, Sail (Spark Connect without a JVM), and a standalone Spark cluster."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from pysail.spark import SparkConnectServer

from answerable.engines.choosing import folding_engine
from answerable.engines.folding import FoldingEngine
from answerable.engines.naming import engine_name
from benchmarks.spark_cluster import QUICK, cluster

WORKERS = 2
SPARK = pytest.mark.slow


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


@pytest.fixture(scope="module", params=["duckdb", "sail", pytest.param("spark_cluster", marks=SPARK)])
def engine(request: pytest.FixtureRequest) -> Iterator[FoldingEngine]:
    """Every engine in turn, each with one session for all tests of a file."""
    address = "duckdb" if request.param == "duckdb" else request.getfixturevalue(request.param)
    chosen = folding_engine(engine_name(address, WORKERS if request.param == "spark_cluster" else None))
    yield chosen
    chosen.close()
