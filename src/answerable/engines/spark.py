"""The fold's queries on Spark: a standalone cluster, a JVM of our own, or any server that speaks Spark Connect.

The text is the one that DuckDB runs. Files are read by an explicit list and an explicit schema, and the rows that Spark
finds in them are counted first: an engine that cannot see a file must not fold the rest as if that were all.
"""

from __future__ import annotations

import threading
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as NotYet
from contextlib import contextmanager, suppress
from importlib import import_module
from pathlib import Path
from typing import Any

import pyarrow as pa

from answerable.engines.duck import connect, write_parquet
from answerable.engines.folding import SQL_TYPES, Files, cast_to
from answerable.engines.naming import EngineName
from answerable.engines.sessions import check, close_session, give_up, open_session
from answerable.errors import EngineError

# Runs side by side: months are the pieces that a cluster shares out. Each holds a month's cells in memory here.
MOST_AT_ONCE, USUAL_AT_ONCE = 8, 4
# A cluster without a free core lets its applications wait for ever.
WAIT_FOR_WORKERS_S = 60
LOOK_EVERY_S = 2
PATTERN_CHARACTERS = frozenset("*?[]{}\\")


class SparkFolding:
    """An engine that folds on Spark (engines.folding.FoldingEngine). Its session is opened by the first run and stays
    until `close`."""

    def __init__(self, name: EngineName) -> None:
        self.name = name
        self.at_once = min(name.cores or USUAL_AT_ONCE, MOST_AT_ONCE)
        self._session: Any = None
        self._opening = threading.Lock()

    def check(self) -> None:
        """Raises EngineError where a part is missing or nothing answers."""
        check(self.name)

    @contextmanager
    def run(self) -> Iterator[SparkRun]:
        """A run; its views are dropped at the end."""
        run = SparkRun(self._opened(), self.name)
        try:
            yield run
        except EngineError:
            # Whatever else this session is asked for by now, it is not to be tried again and again.
            give_up(run.session, self.name)
            raise
        finally:
            run.close()

    def _opened(self) -> Any:
        with self._opening:
            if self._session is None:
                with _told(self.name):
                    self._session = open_session(self.name)
            return self._session

    def close(self) -> None:
        """End the session, and so give the cluster its cores back."""
        with self._opening:
            session, self._session = self._session, None
        if session is not None:
            close_session(session, self.name)


class SparkRun:
    """Queries that share their tables (engines.folding.Run), as views of names of their own in a shared session."""

    def __init__(self, session: Any, name: EngineName) -> None:
        self.session, self.name = session, name
        self.views: dict[str, Any] = {}

    def read(self, files: Files) -> str:
        """Parquet files as a view. Raises EngineError where Spark finds other than their rows."""
        columns = ", ".join(f"{field.name} {SQL_TYPES[field.type]}" for field in files.schema)
        paths = [_address(path) for path in files.paths]
        with _told(self.name):
            view = self._view(self.session.read.schema(columns).parquet(*paths))
            found = self._rows(f"SELECT COUNT(*) AS n FROM {view}")["n"][0].as_py()
        if found != files.rows:
            raise EngineError(f"the engine {self.name.label} reads {found:,} of {files.rows:,} rows "
                              f"of {files.paths[0].name}.", where=str(files.paths[0].parent),
                              remedy="Put the workspace where all its workers see it under this same path.")
        return view

    def keep(self, query: str, schema: pa.Schema) -> str:
        """A query's rows as a view, held in the engine's memory where it can."""
        with _told(self.name):
            return self._view(self.session.sql(cast_to(query, schema)).persist())

    def write(self, query: str, schema: pa.Schema, path: Path) -> int:
        """A query's rows into a Parquet file of this machine; returns how many."""
        with _told(self.name):
            rows = self._rows(cast_to(query, schema)).select(schema.names).cast(schema)
        connection = connect(threads=1)
        connection.register("cells_of_spark", rows)
        written = write_parquet(connection, "SELECT * FROM cells_of_spark", path)
        connection.close()
        return written

    def map_pieces(self, work: Callable[[Iterator[pa.RecordBatch]], Iterator[pa.RecordBatch]], count: int) -> pa.Table:
        """Places 0 to count, each a partition of its own, through a function that the workers' Python runs: batches of places
        in, batches of place and result (bytes) out."""
        with _told(self.name, GO_ON):
            places = self.session.range(0, count, 1, count)
            return self._table(places.mapInArrow(work, "place BIGINT, result BINARY"))

    def close(self) -> None:
        """Drop the views."""
        with suppress(Exception):   # where the engine is gone, so are they
            for view, frame in self.views.items():
                self.session.catalog.dropTempView(view)
                frame.unpersist()

    def _view(self, frame: Any) -> str:
        view = f"answerable_{uuid.uuid4().hex}"
        frame.createOrReplaceTempView(view)
        self.views[view] = frame
        return view

    def _rows(self, query: str) -> pa.Table:
        return self._table(self.session.sql(query))

    def _table(self, frame: Any) -> pa.Table:
        if self.name.kind != "standalone":
            return frame.toArrow()
        with ThreadPoolExecutor(1) as pool:
            return self._watched(pool.submit(frame.toArrow))

    def _watched(self, rows: Future[pa.Table]) -> pa.Table:
        """Wait for a query of a cluster as long as any worker works for us."""
        context, idle = self.session.sparkContext, 0
        while True:
            try:
                return rows.result(LOOK_EVERY_S)
            except NotYet:
                workers = len(context._jsc.sc().statusTracker().getExecutorInfos()) - 1
                idle = 0 if workers > 0 else idle + LOOK_EVERY_S
            if idle >= WAIT_FOR_WORKERS_S:
                context.cancelAllJobs()
                raise EngineError(f"the cluster {self.name.label} has given no worker for {WAIT_FOR_WORKERS_S} seconds.",
                                  remedy="Start workers, or let what holds their cores end; `engine_cores` in answerable.toml "
                                         "says how many are asked for.")


LOAD_AGAIN = ("Nothing was changed. Mend or restart the engine and load again; without `engine` in answerable.toml DuckDB "
              "folds.")
GO_ON = ("What was done is kept. Mend or restart the engine and say the same again; without `engine` in answerable.toml the "
         "cores of this machine do the work.")


@contextmanager
def _told(name: EngineName, remedy: str = LOAD_AGAIN) -> Iterator[None]:
    """What Spark, its gateway or its connection raise, as one line that says what to do."""
    try:
        yield
    except _faults() as error:
        raise EngineError(f"the engine {name.label} failed: {_first_line(error)}",
                          remedy=remedy) from error


def _faults() -> tuple[type[Exception], ...]:
    """The errors of what is installed: Spark Connect needs no gateway to a JVM, and the other way round."""
    from pyspark.errors import PySparkException

    faults: list[type[Exception]] = [PySparkException, pa.ArrowException, ConnectionError]
    for module, fault in (("py4j.protocol", "Py4JError"), ("grpc", "RpcError")):
        with suppress(ImportError):
            faults.append(getattr(import_module(module), fault))
    return tuple(faults)


def _first_line(error: Exception) -> str:
    text = str(getattr(error, "java_exception", error))   # of an error inside the JVM, what it says there
    line = next((line.strip() for line in text.splitlines() if line.strip()), type(error).__name__)
    return line[:200] + ("" if line.endswith(".") else ".")


def _address(path: Path) -> str:
    """A file's address for Spark, which takes every path as a pattern. Raises EngineError where it is one."""
    text = str(path.absolute())
    if set(text) & PATTERN_CHARACTERS:
        raise EngineError("Spark takes this name for a pattern.", where=text,
                          remedy=f"Move the workspace to a folder without {' '.join(sorted(PATTERN_CHARACTERS))} in its name.")
    return f"file://{text}"
