"""Spark sessions: in this process's own JVM, on a standalone cluster, or on a server by Spark Connect."""

from __future__ import annotations

import os
import socket
import sys
import tempfile
from contextlib import suppress
from importlib.util import find_spec
from typing import Any

from answerable.engines.java import find_java, java_home
from answerable.engines.naming import EngineName
from answerable.errors import EngineError

# Every setting on which a number could hang is said, whatever the cluster's own defaults are: sums that do not fit must
# fail, and so must files that are missing or damaged.
EXACT = {"spark.sql.ansi.enabled": "true", "spark.sql.files.ignoreMissingFiles": "false",
         "spark.sql.files.ignoreCorruptFiles": "false", "spark.sql.session.timeZone": "UTC"}
ANSWERS_WITHIN_S = 5
INSTALL = "`pip install 'answerable[spark]'` brings what it needs."
# Together about 13 s: enough for a network that stumbles, and nobody waits long for a server that is gone.
CONNECT_RETRIES: dict[str, Any] = {"max_retries": 5, "initial_backoff": 200, "backoff_multiplier": 3.0, "max_backoff": 5000}


def check(name: EngineName) -> None:
    """Raises EngineError where a part is missing or nothing answers at the engine's address. Starts nothing."""
    needed = ("pyspark", "grpc", "grpc_status") if name.kind == "connect" else ("pyspark", "py4j")
    missing = [package for package in needed if find_spec(package) is None]
    if missing:
        raise EngineError(f"the engine {name.label} needs the Python package {missing[0]}, which is not installed.",
                          remedy=INSTALL)
    if name.kind != "connect":
        find_java()
    if name.addresses:
        _reach(name)


def _reach(name: EngineName) -> str:
    """This machine's own address, as the engine sees it."""
    for address in name.addresses:
        try:
            with socket.create_connection(address, ANSWERS_WITHIN_S) as connection:
                return str(connection.getsockname()[0])
        except OSError as error:
            refused = error.strerror or str(error)
    raise EngineError(f"the engine {name.label} cannot be reached: {refused}.",
                      remedy="Start it, or mend `engine` in answerable.toml; without that line DuckDB folds.")


def open_session(name: EngineName) -> Any:
    """A new Spark session. Raises EngineError, or what pyspark raises."""
    check(name)
    session = _connect(name) if name.kind == "connect" else _own(name)
    for key, value in EXACT.items():
        session.conf.set(key, value)
    return session


def _connect(name: EngineName) -> Any:
    from pyspark.sql.connect.client.retries import DefaultPolicy
    from pyspark.sql.connect.session import SparkSession

    session = SparkSession.builder.remote(name.url).create()
    session.client.set_retry_policies([DefaultPolicy(**CONNECT_RETRIES)])
    return session


def give_up(session: Any, name: EngineName) -> None:
    """No call of this session is tried a second time from now on."""
    if name.kind == "connect":
        session.client.set_retry_policies([])


def close_session(session: Any, name: EngineName) -> None:
    """End a session; one whose server is gone has nothing to be ended."""
    with suppress(Exception):
        session.stop()
    if name.kind == "connect":
        # The client closes itself once more when it is collected, whenever that is, and would then end the threads that it
        # shares with the sessions opened since.
        session.client.close = lambda: None


def _own(name: EngineName) -> Any:
    from pyspark import SparkConf, SparkContext
    from pyspark.sql import SparkSession

    if SparkContext._active_spark_context is not None:
        raise EngineError("this process has a Spark session of its own open.",
                          remedy="Stop that one, or load from a process of its own.")
    # Python that workers run (sweeps do, the fold does not) is, where nobody says otherwise, the one at this one's path.
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    conf = SparkConf(loadDefaults=False)
    for key, value in _settings(name).items():
        conf.set(key, value)
    if SparkContext._gateway is not None and SparkContext._gateway.proc.poll() is not None:
        SparkContext._gateway = None   # the JVM of an earlier session died
    context = SparkContext(conf=conf, gateway=SparkContext._gateway or _launched(conf))
    context.setLogLevel("OFF")
    return SparkSession(context)


def _settings(name: EngineName) -> dict[str, str]:
    """What the session is started with. The workers call back to the address by which this machine reached the master."""
    own = _reach(name) if name.addresses else "127.0.0.1"
    return {"spark.master": name.url, "spark.app.name": "answerable", "spark.ui.enabled": "false",
            "spark.driver.host": own, "spark.driver.bindAddress": own, "spark.cores.max": str(name.cores),
            "spark.sql.shuffle.partitions": str(max(2, name.cores))}


def _launched(conf: Any) -> Any:
    """The JVM of this process, which ends with it. What it says goes aside, and is told if it does not start."""
    from pyspark.errors import PySparkRuntimeError
    from pyspark.java_gateway import launch_gateway

    before = os.environ.get("JAVA_HOME")
    with java_home(find_java()) as home, tempfile.TemporaryFile() as said:
        os.environ["JAVA_HOME"] = str(home)
        try:
            launch: Any = launch_gateway
            return launch(conf, {"stdout": said, "stderr": said})
        except PySparkRuntimeError as error:
            said.seek(0)
            lines = [line for line in said.read().decode(errors="replace").splitlines() if line.strip()]
            raise EngineError(f"Java does not start: {(lines or ['it says nothing'])[-1].strip()}",
                              remedy="Let JAVA_HOME name a Java 17 or 21.") from error
        finally:
            os.environ.pop("JAVA_HOME")
            if before is not None:
                os.environ["JAVA_HOME"] = before
