"""What came of a room, as it is kept on disk and sent between machines: under a digest of all that it depends on."""

from __future__ import annotations

import io
import json
import pickle
import zlib
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from hashlib import sha256
from importlib.metadata import version as version_of
from pathlib import Path
from zipfile import BadZipFile

import numpy as np

import answerable.simulation
from answerable.simulation.results import Simulated
from answerable.simulation.room import Room
from answerable.simulation.simulating import Progress, simulate
from answerable.simulation.stability import unstable_from

# The numbers of a run depend on these beside our own sources.
_LIBRARIES = ("numpy", "numba", "scipy")
_ARRAYS = ("totals", "staffed", "busy")


@dataclass(frozen=True)
class Question:
    """A room to be run so many times with the callers of a seed."""

    room: Room
    repetitions: int
    seed: int

    @cached_property
    def digest(self) -> str:
        """The name of its answer: of the room but for what it and its parts are called in messages, the repetitions, the seed,
        and the version of the simulator. Two scenarios that come to the same room have one answer."""
        room = replace(self.room, name="", where="", lines=tuple(replace(line, where="") for line in self.room.lines),
                       pools=tuple(replace(pool, where="") for pool in self.room.pools))
        return sha256(repr((room, self.repetitions, self.seed, simulator_version())).encode()).hexdigest()


@dataclass(frozen=True)
class Answer:
    """simulated: without its slots (by_slot is empty; staffed and busy are sums over slots, pools × 1). unstable_from: the slot
    from which a queue grows without bound, None where none does."""

    simulated: Simulated
    unstable_from: int | None

    @property
    def usable(self) -> bool:
        """Whether its means say anything: no run ended before its time, and no queue grows for as long as the room runs."""
        return not self.simulated.stopped and self.unstable_from is None


@lru_cache
def simulator_version() -> str:
    """What tells one state of the simulator from another: a digest of its sources (of scenarios' files it has none) and the
    versions of the libraries that work out its numbers."""
    found, folder = sha256(), Path(answerable.simulation.__file__).parent
    for path in sorted(folder.rglob("*.py")):
        if "scenarios" not in path.relative_to(folder).parts:
            found.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes())
    for library in _LIBRARIES:
        found.update(f"{library} {version_of(library)}".encode())
    return found.hexdigest()[:16]


def ask(question: Question, *, threads: int | None = None, progress: Progress | None = None) -> Answer:
    """Run the room. Its numbers are the same on any number of threads."""
    result = simulate(question.room, question.repetitions, question.seed, threads=threads, progress=progress)
    slotless = replace(result, by_slot=result.by_slot[:, :0], staffed=result.staffed.sum(axis=1, keepdims=True),
                       busy=result.busy.sum(axis=1, keepdims=True))
    return Answer(slotless, unstable_from(question.room, result))


def packed(question: Question, found: Answer) -> bytes:
    """An answer as bytes, which name the question that it answers."""
    result, file = found.simulated, io.BytesIO()
    told = {"digest": question.digest, "queues": result.queues, "pools": result.pools, "slot_seconds": result.slot_seconds,
            "seed": result.seed, "stopped": result.stopped, "stopped_at": result.stopped_at,
            "unstable_from": found.unstable_from}
    np.savez_compressed(file, told=np.array(json.dumps(told)), **{name: getattr(result, name) for name in _ARRAYS})
    return file.getvalue()


def unpacked(content: bytes, digest: str) -> Answer | None:
    """The answer in bytes; None where they are not whole, or belong to another question than that of the digest."""
    try:
        with np.load(io.BytesIO(content), allow_pickle=False) as arrays:
            told = json.loads(str(arrays["told"]))
            totals, staffed, busy = (arrays[name] for name in _ARRAYS)
    except (ValueError, KeyError, OSError, EOFError, NotImplementedError, BadZipFile, zlib.error):
        return None
    if told["digest"] != digest:
        return None
    by_slot = np.zeros((len(told["queues"]), 0, totals.shape[2]))
    return Answer(Simulated(tuple(told["queues"]), tuple(told["pools"]), told["slot_seconds"], told["seed"], by_slot, totals,
                             staffed, busy, told["stopped"], told["stopped_at"]), told["unstable_from"])


def sent(question: Question) -> bytes:
    """A question as bytes for another process or machine that has this program."""
    return pickle.dumps((question, simulator_version()))


def work(piece: bytes) -> bytes:
    """Answer a question that was sent, on one thread; where this machine has another version of the simulator, only that one's
    name comes back, and the digest of no question is in it."""
    question, version = pickle.loads(piece)
    if version != simulator_version():
        return f"other version {simulator_version()}".encode()
    return packed(question, ask(question, threads=1))
