"""Who may write when. The operating system takes these locks back when a process ends, however it ends, so none is ever left
behind; where a folder knows no locks, the exclusive hard link of a commit still decides who was first."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from answerable.errors import WorkspaceError

Tell = Callable[[str], None]

# How long a wait may last before it is told, and before it is told again.
TOLD_AFTER_SECONDS, TOLD_EVERY_SECONDS = 2.0, 60.0
LONGEST_WAIT_SECONDS = 3600.0
POLL_SECONDS = 0.05
# Kinds of file system on which every writer is a process of this very machine.
LOCAL_FILE_SYSTEMS = frozenset(("ext2", "ext3", "ext4", "xfs", "btrfs", "zfs", "f2fs", "jfs", "reiserfs", "bcachefs",
                                "overlay", "tmpfs", "ramfs", "apfs", "hfs"))
_MOUNTS = Path("/proc/self/mountinfo")


def untold(_what: str) -> None:
    """Says nothing to nobody."""


@contextmanager
def locked(path: Path, what: str, *, shared: bool = False, tell: Tell = untold,
           longest: float = LONGEST_WAIT_SECONDS) -> Iterator[bool]:
    """Hold the lock of a file, together with others that hold it shared or alone. Gives False where there are no locks.

    what: why it is waited for, told after two seconds ("another load is …"); longest: seconds after which to give up.
    Raises WorkspaceError then.
    """
    handle = _opened(path)
    if handle is None:
        yield False
        return
    try:
        yield _waited(handle, shared, what, path, tell, longest)
    finally:
        os.close(handle)


def _opened(path: Path) -> int | None:
    """The lock's file; None where it can neither be made nor read, as for another user of a shared folder."""
    for flags in (os.O_RDWR | os.O_CREAT, os.O_RDONLY):
        try:
            return os.open(path, flags, 0o666)
        except OSError:
            continue
    return None


def _waited(handle: int, shared: bool, what: str, path: Path, tell: Tell, longest: float) -> bool:
    try:
        import fcntl
    except ImportError:
        # An operating system without this kind of locks.
        return False
    mode = fcntl.LOCK_SH if shared else fcntl.LOCK_EX
    started, told = time.monotonic(), 0.0
    while True:
        try:
            fcntl.flock(handle, mode | fcntl.LOCK_NB)
            return True
        except BlockingIOError:
            pass
        except OSError:
            # A folder that knows no locks, as some network shares do not.
            return False
        waited = time.monotonic() - started
        if waited > longest:
            raise WorkspaceError(f"{what}, for {waited / 60:.0f} minutes now.", where=str(path.parent.parent),
                                 remedy="Nothing was changed. Try again when it is done.")
        if waited > told + (TOLD_EVERY_SECONDS if told else TOLD_AFTER_SECONDS):
            told = waited
            tell(f"{what}: waiting.")
        time.sleep(POLL_SECONDS)


def on_a_local_disk(folder: Path) -> bool:
    """Whether a folder lies on a disk of this machine alone. Where that cannot be told, False."""
    try:
        found = [_mounted(line) for line in _MOUNTS.read_text(encoding="utf-8").splitlines()]
    except OSError:
        return False
    whole = folder.resolve()
    holding = [(point, kind) for point, kind in found if whole.is_relative_to(point)]
    # Of two mounted on one another at the same place, the later one is seen.
    return bool(holding) and max(enumerate(holding), key=lambda item: (len(item[1][0]), item[0]))[1][1] in LOCAL_FILE_SYSTEMS


def _mounted(line: str) -> tuple[str, str]:
    """(where, kind of file system) of a line of Linux's list of mounts."""
    before, _, after = line.partition(" - ")
    point = before.split()[4]
    for octal, letter in (("\\040", " "), ("\\011", "\t"), ("\\012", "\n"), ("\\134", "\\")):
        point = point.replace(octal, letter)
    return point, after.split()[0]
