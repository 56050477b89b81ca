"""The source of the kernel, run by Python itself, gives what the compiled kernel gives: what is tested is what is written."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

SCRIPT = """
import json, sys
sys.path[:0] = [{folder!r}]
from test_twin import everything
from answerable.simulation.simulating import simulate
result = simulate(everything(), 2, threads=1)
print(json.dumps([result.totals.tolist(), result.busy.tolist()]))
"""


def counted(disable: str) -> str:
    """What two repetitions of the room with everything switched on count, in a process of its own."""
    script = SCRIPT.format(folder=str(Path(__file__).parent))
    made = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False,
                          env={**os.environ, "NUMBA_DISABLE_JIT": disable})
    assert made.returncode == 0, made.stderr
    return made.stdout


def test_uncompiled_and_compiled_count_the_same() -> None:
    assert counted("1") == counted("0")
