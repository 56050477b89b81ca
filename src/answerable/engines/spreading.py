"""The same work done on many pieces that know nothing of each other: on the cores of this machine, or on Spark.

work is a function at the top of a module, from bytes to bytes, so that another process finds it by its name; on Spark every
worker must have this program installed. Results come as they are done, each with its piece's place; whoever stops asking for
them stops the work.
"""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor, wait
from contextlib import contextmanager
from itertools import islice
from multiprocessing import connection, get_context, parent_process

from answerable.engines.naming import DUCKDB, EngineName

Work = Callable[[bytes], bytes]
Results = Generator[tuple[int, bytes], None, None]
AHEAD = 3       # pieces handed over for each core: the next ones are there when one is done, and few are made too early


def cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def spread(name: EngineName, work: Work, pieces: Sequence[bytes], *, at_once: int | None = None,
           processes: bool = True) -> Results:
    """The results of all pieces with their places. name: an engine that is not Spark means this machine. at_once: how many
    pieces at the same time here (None: as many as there are cores). processes: whether each of these is a process of its own,
    which costs some seconds at the start, or a thread, which waits for others whenever it runs plain Python. Raises EngineError
    where Spark fails, and whatever work raises."""
    if name.kind == DUCKDB:
        return _here(work, pieces, min(at_once or cores(), len(pieces)) or 1, processes=processes)
    from answerable.engines.spark_spreading import on_spark

    return on_spark(name, work, pieces)


def _here(work: Work, pieces: Sequence[bytes], at_once: int, *, processes: bool) -> Results:
    waiting, running = iter(enumerate(pieces)), dict[Future[bytes], int]()
    with _ending(_processes(at_once) if processes else ThreadPoolExecutor(at_once)) as executor:
        def go_on(count: int) -> None:
            for place, piece in islice(waiting, count):
                running[executor.submit(work, piece)] = place
        go_on(AHEAD * at_once)
        while running:
            done, _ = wait(running, return_when=FIRST_COMPLETED)
            for future in done:
                yield running.pop(future), future.result()
            go_on(len(done))


def _processes(at_once: int) -> Executor:
    # Not forked: a copy of a process with threads may wait for a lock that nobody holds any more.
    return ProcessPoolExecutor(at_once, mp_context=get_context("spawn"), initializer=_begin)


@contextmanager
def _ending(executor: Executor) -> Iterator[Executor]:
    """When the block is left, early or not: pieces not begun are dropped, those under way waited for."""
    try:
        yield executor
    finally:
        executor.shutdown(wait=True, cancel_futures=True)


def _begin() -> None:
    """Of a new process: Ctrl-C is for the one that asked, and when that one is gone, so is this."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        os._exit(1)
