"""Loading incidents: the 717,152 calls for service of San Antonio (a real file in the folder that ANSWERABLE_DATA names), into
an empty workspace.

Seconds from the file to the committed state, and rows a second. The goal is under 20 seconds on two cores.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from pathlib import Path

from answerable.workspace import Workspace
from benchmarks import measuring
from benchmarks.measuring import cpu_seconds

FILE = "san_antonio_pd_calls_2022_2026/sapd_calls.csv.gz"
SOURCE = "san_antonio_calls_for_service"
GOAL_SECONDS = 20


def main() -> bool:
    """Load the file once and print what it took. Returns whether every row was accepted."""
    folder = os.environ.get("ANSWERABLE_DATA")
    if not folder:
        raise SystemExit("ANSWERABLE_DATA must name the folder of the real files.")
    print(f"loading the calls for service of San Antonio\n{measuring.machine()}\n", flush=True)
    with tempfile.TemporaryDirectory() as scratch:
        workspace = Workspace.create(Path(scratch) / "force", time_zone="America/Chicago")
        start, cpu = time.perf_counter(), cpu_seconds()
        report = workspace.load(SOURCE, Path(folder) / FILE)
        wall, cpu = time.perf_counter() - start, cpu_seconds() - cpu
    print(f"{report.accepted:,} of {report.read:,} rows in {wall:.1f} s ({cpu:.1f} s of processor time), "
          f"{report.accepted / wall:,.0f} rows a second; the goal is under {GOAL_SECONDS} s")
    print(measuring.load())
    return report.accepted == report.read


if __name__ == "__main__":
    sys.exit(0 if main() else 1)
