"""What tests of every folder share. (This folder is on the import path because this file is in it.)"""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

# As the command has it (answerable.cli says why), and before anything imports numpy.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from small_force import SmallForce

# Looking for circles of objects no longer needed after every 700 new ones took a fifteenth of the tests' time.
gc.set_threshold(50_000, 20, 100)

# How long an example takes tells of the machine, and nothing of what is tested.
settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")


@pytest.fixture
def force(tmp_path: Path) -> SmallForce:
    """An empty workspace in London's time."""
    return SmallForce(tmp_path)


@pytest.fixture(scope="session", autouse=True)
def quick_disk() -> Iterator[None]:
    """Files are handed to the system and not waited for until they are on the disk: that guards against a loss of power
    alone, which no test brings about, and cost a fifth of the time of every load. Processes that tests start do wait."""
    waiting = os.fsync
    os.fsync = lambda _file: None
    yield
    os.fsync = waiting


@pytest.fixture(scope="session")
def real_data() -> Path:
    """The folder of real data; tests that need it are skipped where it is not named."""
    named = os.environ.get("ANSWERABLE_DATA")
    if not named:
        pytest.skip("ANSWERABLE_DATA is not set: it names the folder of real data, which is no part of this project")
    return Path(named)


@pytest.fixture
def sail_server() -> Iterator[Any]:
    """A server in this process that speaks Spark Connect: Sail, which needs no Java."""
    from pysail.spark import SparkConnectServer

    server = SparkConnectServer()
    server.start(background=True)
    yield server
    if server.running:
        server.stop()


@pytest.fixture
def sail(sail_server: Any) -> str:
    """The server's address, as the setting `engine` names it."""
    host, port = sail_server.listening_address
    return f"sc://{host}:{port}"
