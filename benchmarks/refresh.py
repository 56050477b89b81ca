"""One new day on top of many: the time from a day's file to the committed state, against how many days are held.

Every workspace ends in the middle of the same month, so that the month which is written anew is equally long; what
differs is how much else there is. Each held day counts as loaded from a file of its own.
"""

from __future__ import annotations

import sys
import time
from argparse import Namespace
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

import numpy as np
import pyarrow.csv

from answerable.measures.asking import Question, ask
from benchmarks import measuring
from benchmarks.canonical import made_force
from benchmarks.contacts import DAY_MS, made_contacts
from benchmarks.material import SEED, SOURCE, arguments, handlers_on_duty, raw_table
from benchmarks.measuring import Ratio, cpu_seconds

GOAL_SECONDS = 2.0
FLAT = 1.5
LAST_DAY = int(np.datetime64("2026-09-15", "D").astype(np.int64))
THREE_YEARS = 1096
Times = tuple[float, float]


def main(options: Namespace) -> bool:
    """Load new days onto workspaces of several sizes and print what each took. Returns whether all rows were taken."""
    a_day = options.rows // THREE_YEARS
    print(f"one new day of {a_day:,} contacts\n{measuring.machine()}\n", flush=True)
    files = [_day_file(options.folder, LAST_DAY + 1 + place, a_day) for place in range(options.rounds + 1)]
    found = {days: _refreshed(options.folder / f"days-{days}", days, a_day, files) for days in options.days}
    least, most = min(options.days), max(options.days)
    slowest = max(load for load, _ in found.values())
    growth = found[most][0][1] / found[least][0][1]
    measuring.print_ratios([
        Ratio("refresh, slowest", "a limit", f"{slowest[0]:.2f} s (CPU {slowest[1]:.2f})", f"≤ {GOAL_SECONDS:g} s",
              slowest[0] <= GOAL_SECONDS),
        Ratio(f"refresh with {most:,} days held, CPU", f"with {least:,}", f"{growth:.2f}×", f"≤ {FLAT:g}×", growth <= FLAT)])
    measuring.print_table(
        ("days held", "contacts held", "load wall s", "load CPU s", "all figures by month, cold, wall s", "CPU s"),
        [(f"{days:,}", f"{days * a_day:,}", f"{load[0]:.2f}", f"{load[1]:.2f}", f"{asked[0]:.2f}", f"{asked[1]:.2f}")
         for days, (load, asked) in found.items()])
    print(measuring.load())
    return True


def _day_file(folder: Path, day: int, rows: int) -> Path:
    """A day's raw rows as a CSV file."""
    random = np.random.default_rng([SEED, day])
    contacts = made_contacts(random, day * DAY_MS, (day + 1) * DAY_MS, rows, handlers_on_duty(rows * THREE_YEARS))
    path = folder / f"day-{np.datetime64(day, 'D')}-{rows}.csv"
    path.parent.mkdir(parents=True, exist_ok=True)
    pyarrow.csv.write_csv(raw_table(contacts, day * 1_000_000), path)
    return path


def _refreshed(folder: Path, days: int, a_day: int, files: list[Path]) -> tuple[Times, Times]:
    """(wall, CPU seconds) of the best load of a day, and of asking for every figure by month after it. The first load
    is not counted: it imports what loading needs."""
    workspace = made_force(folder, LAST_DAY - days + 1, days, a_day * days)
    loads, asked = [], []
    for file in files:
        start, cpu = time.perf_counter(), cpu_seconds()
        report = workspace.load(SOURCE, file)
        loads.append((time.perf_counter() - start, cpu_seconds() - cpu))
        assert report.accepted == a_day
        start, cpu = time.perf_counter(), cpu_seconds()
        head = replace(workspace.head(), sha256=uuid4().hex)
        for measure in workspace.measures().values():
            ask(workspace.store, head, measure, Question("month"), workspace.settings.time_zone)
        asked.append((time.perf_counter() - start, cpu_seconds() - cpu))
    return _best(loads[1:]), _best(asked[1:])


def _best(times: list[Times]) -> Times:
    return min(wall for wall, _ in times), min(cpu for _, cpu in times)


if __name__ == "__main__":
    parser = arguments(str(__doc__), rows=10_000_000, rounds=3)
    parser.add_argument("--days", type=int, nargs="+", default=[30, 300, 1000], help="days held before (30 300 1000)")
    sys.exit(0 if main(parser.parse_args()) else 1)
