"""Work that may never end, such as a solver's, in a process of its own that is ended when its time is up.

A solver looks at its clock only between steps, and some steps take minutes (decision 41). So the function runs in another
process, which hands over the best answer whenever it has a better one; when the wall is reached the process is killed and the
last answer counts. The process ends by itself when whoever started it is gone.
"""

from __future__ import annotations

import os
import pickle
import signal
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import IO, Any

_LENGTH = struct.Struct("<Q")
_BETTER, _DONE, _FAILED = "better", "done", "failed"
_CHILD = "from answerable.staffing.solving import _work; _work()"


@dataclass(frozen=True)
class Outcome:
    """What came of it. answer: what the function gave, or the best it had handed over when its time was up; None where it had
    none. finished: whether the function came to its end. seconds: how long all of it took."""

    answer: Any
    finished: bool
    seconds: float


def run_within(seconds: float, function: Callable[..., Any], *arguments: Any,
               better: Callable[[Any], None] | None = None) -> Outcome:
    """function(keep, *arguments) in a process of its own, for at most so many seconds of the wall clock, its start (half a
    second) included.

    function: stands at the top of a module, so that the other process finds it by its name; it calls keep(answer) with every
    better answer and returns the last one. Arguments and answers must be such as pickle takes. better: called here with every
    answer handed over, from another thread. What the function raises is raised here, unless an answer was handed over before
    its process died by other means (memory, a fault in a solver's library): then that answer counts.
    """
    started = time.monotonic()
    child = subprocess.Popen([sys.executable, "-c", _CHILD], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                             env={**os.environ, "PYTHONPATH": os.pathsep.join(path or os.getcwd() for path in sys.path)})
    told = _Told(child, better)
    try:
        told.start(pickle.dumps((function, arguments)))
        ended = told.wait(started + seconds)
    finally:
        child.kill()
        status = child.wait()
        told.close()
    if told.error is not None:
        raise told.error
    if ended and not told.finished and told.answer is None:
        raise RuntimeError(f"the process of {function.__qualname__} died before it had an answer (status {status})")
    return Outcome(told.answer, told.finished, time.monotonic() - started)


class _Told:
    """What the other process has said so far."""

    def __init__(self, child: subprocess.Popen[bytes], better: Callable[[Any], None] | None) -> None:
        assert child.stdin
        assert child.stdout
        self.into, self.out, self.better = child.stdin, child.stdout, better
        self.answer: Any = None
        self.finished, self.error = False, None
        self.listener = threading.Thread(target=self._listen, daemon=True)
        self.teller = threading.Thread(target=self._tell, daemon=True)

    def start(self, job: bytes) -> None:
        """Hand the job over. By a thread: what is larger than a pipe would wait for a process that may not come up."""
        self.job = job
        self.listener.start()
        self.teller.start()

    def wait(self, until: float) -> bool:
        """Until it has ended, which gives True, or the time (monotonic) is reached."""
        self.listener.join(max(until - time.monotonic(), 0.0))
        return not self.listener.is_alive()

    def close(self) -> None:
        """Take what it said before it was ended, and close the pipes."""
        self.listener.join()
        self.teller.join()
        for pipe in (self.into, self.out):
            with suppress(BrokenPipeError):
                pipe.close()

    def _tell(self) -> None:
        with suppress(BrokenPipeError, ValueError):         # it may be ended before it has read its job
            _send(self.into, self.job)

    def _listen(self) -> None:
        while (message := _receive(self.out)) is not None:
            kind, content = pickle.loads(message)
            if kind == _FAILED:
                self.error = content
                return
            self.answer, self.finished = content, kind == _DONE
            if self.finished:
                return
            if self.better:
                self.better(content)


def _send(pipe: IO[bytes], message: bytes) -> None:
    pipe.write(_LENGTH.pack(len(message)) + message)
    pipe.flush()


def _receive(pipe: IO[bytes]) -> bytes | None:
    """The next whole message; None where the other side has ended, in the midst of one too."""
    head = pipe.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        return None
    length = _LENGTH.unpack(head)[0]
    message = pipe.read(length)
    return message if len(message) == length else None


def _work() -> None:
    """What the other process does: read its job, do it, say what comes of it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)        # Ctrl+C is for the one who started it, who then ends this process
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)                                       # what a solver prints must not come between the messages
    try:
        job = _receive(sys.stdin.buffer)
        if job is None:
            return
        threading.Thread(target=_end_with_the_starter, daemon=True).start()
        function, arguments = pickle.loads(job)
        answer = function(lambda better: _send(out, pickle.dumps((_BETTER, better))), *arguments)
        _send(out, pickle.dumps((_DONE, answer)))
    except Exception as error:
        _send(out, _failure(error))
    finally:
        os._exit(0)         # without tidying up, which would wait for the thread that listens


def _failure(error: Exception) -> bytes:
    """The error as a message; one that cannot be handed over as it is by its words."""
    try:
        message = pickle.dumps((_FAILED, error))
        pickle.loads(message)
    except Exception:
        return pickle.dumps((_FAILED, RuntimeError(f"{type(error).__name__}: {error}")))
    return message


def _end_with_the_starter() -> None:
    """Nothing more is ever said on this pipe: it ends when the starter does, however that was."""
    sys.stdin.buffer.read()
    os._exit(1)
