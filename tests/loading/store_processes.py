"""Work on a store in processes of their own, which can be killed at any moment.

They are forked from a server that has everything imported, so that each begins at once and dies in its work, not in its
imports.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from multiprocessing import get_context
from multiprocessing.process import BaseProcess
from multiprocessing.synchronize import Event
from pathlib import Path
from typing import Any

from answerable import Workspace
from answerable.records import turns
from answerable.records.tidying import tidy

CONTEXT = get_context("forkserver")
CONTEXT.set_forkserver_preload(["pytest", "answerable.workspace", "answerable.releases", "answerable.charts",
                                "answerable.judging", "answerable.records.tidying", "answerable.records.withdrawing",
                                "answerable.records.bands_merging", "answerable.records.mending", "pyarrow.parquet"])
LONGEST_SECONDS = 120
# Long enough from now that every state but the newest counts as old.
LATER = timedelta(days=3)


def load(folder: Path, files: list[Path]) -> None:
    """Load files, all of them at once."""
    Workspace(folder).load_many([("calls", path) for path in files])


def load_without_locks(folder: Path, files: list[Path]) -> None:
    """The same in a folder that knows no locks: only the commit decides who was first."""
    turns._opened = lambda _path: None  # type: ignore[assignment]
    load(folder, files)


def withdraw(folder: Path, name: str) -> None:
    """Take a file out."""
    Workspace(folder).withdraw(name)


def release(folder: Path) -> None:
    """Freeze a release."""
    from answerable.releases import release as freeze

    freeze(Workspace(folder))


def tidy_old(folder: Path) -> None:
    """Tidy away all that can go."""
    tidy(Workspace(folder).store, 1, now=datetime.now(UTC) + LATER)


def mend(folder: Path) -> None:
    """Mend the newest state."""
    Workspace(folder).mend()


def begin(work: Callable[..., None], *given: Any) -> BaseProcess:
    """Work in a process of its own."""
    process = CONTEXT.Process(target=_begun, args=(work, given, begun := CONTEXT.Event()))
    process.start()
    begun.wait(LONGEST_SECONDS)
    return process


def _begun(work: Callable[..., None], given: tuple[Any, ...], begun: Event) -> None:
    begun.set()
    work(*given)


def done(process: BaseProcess) -> bool:
    """Wait for a process; whether it ended well."""
    process.join(LONGEST_SECONDS)
    return process.exitcode == 0


def seconds_of(work: Callable[..., None], *given: Any) -> float:
    """How long work takes that nobody kills."""
    process = begin(work, *given)
    started = time.monotonic()
    assert done(process)
    return time.monotonic() - started


def killed_after(seconds: float, work: Callable[..., None], *given: Any) -> bool:
    """Begin work and kill it after some seconds. Whether it had ended before."""
    process = begin(work, *given)
    process.join(seconds)
    ended = process.exitcode is not None
    process.kill()
    process.join()
    return ended


def read_until(folder: Path, stop: Event, told: Any) -> None:
    """Ask for figures again and again until told to stop; send the different (manifest, contacts recorded) in order, and
    how often they were read."""
    workspace, seen, times = Workspace(folder), [], 0
    while not stop.is_set() or not times:
        head = workspace.head()
        figures = workspace.figure_rows("contacts-recorded", "all", as_of=head.number) if head.number else []
        value = figures[0]["value"] if figures else 0
        times += 1
        if not seen or seen[-1] != (head.number, value):
            seen.append((head.number, value))
    told.send((seen, times, os.getpid()))
