"""Pieces of work done at the same time, in threads that stay: each keeps its engine (own_connection)."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from functools import lru_cache
from typing import TypeVar

Piece = TypeVar("Piece")
Result = TypeVar("Result")


@contextmanager
def side_by_side(work: Callable[[Piece], Result], pieces: Iterable[Piece], at_once: int, *,
                 staying: bool = True) -> Iterator[Iterator[Result]]:
    """The results of all pieces, in their order; what a piece raises is raised where its result is asked for.

    When the block is left, early or not, pieces not begun are dropped and those under way waited for: nothing works on
    behind the caller's back. work may not call this itself: it would wait for its own thread. staying: False for an engine
    whose sessions end, since a thread remembers the session that it served.
    """
    threads = _threads(os.getpid(), at_once) if staying else ThreadPoolExecutor(at_once)
    futures: list[Future[Result]] = [threads.submit(work, piece) for piece in pieces]
    try:
        yield (future.result() for future in futures)
    finally:
        for future in futures:
            future.cancel()
        wait(futures)
        if not staying:
            threads.shutdown()


@lru_cache(maxsize=8)
def _threads(_process: int, at_once: int) -> ThreadPoolExecutor:
    """The threads of this process. A new thread would start an engine, which takes longer than to merge a small month."""
    return ThreadPoolExecutor(at_once, thread_name_prefix="answerable")
