"""The command in this process: the same words, output and exit code, without waiting a second for Python to start."""

from __future__ import annotations

import contextlib
import io
import subprocess

from answerable.cli import run


def answerable(*words: str) -> subprocess.CompletedProcess[str]:
    """Run the command. An error that a user would see as a stack trace is raised."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            code = run(words)
        except SystemExit as ended:
            code = ended.code if isinstance(ended.code, int) else int(ended.code is not None)
    return subprocess.CompletedProcess(words, code, out.getvalue(), err.getvalue())
