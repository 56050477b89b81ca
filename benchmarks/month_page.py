"""The figures of every measure of the catalogue from cells: for one month, for a year by month, for all 36 months.

Warm: the cells of the months are in memory, as in a server that has answered before. Cold: a state that nothing in
memory belongs to, so the cells are read from disk first, once; starting Python and importing is not counted.
"""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any
from uuid import uuid4

from answerable.measures.asking import Question, ask, question
from answerable.measures.definition import Measure
from answerable.records.store import Manifest
from answerable.workspace import Workspace
from benchmarks import measuring
from benchmarks.contacts import PLACES
from benchmarks.force import BY_MONTH, contact_measures, loaded_force, refolded
from benchmarks.material import MONTHS, arguments, months, parquet_material
from benchmarks.measuring import Ratio, best_ms

MONTH, YEAR, PLACE_YEAR, EVERY = "one month", "12 months by month", "12 months of one place", f"{MONTHS} months by month"
GOALS_MS = {MONTH: 20, YEAR: 30, PLACE_YEAR: 30}
SLOWEST_SHOWN = 5
Work = Callable[[], Any]


def main(options: Namespace) -> bool:
    """Time the questions and print them. Returns whether every measure had a figure."""
    print(f"figures from the cells of {options.rows:,} contacts\n{measuring.machine()}\n", flush=True)
    workspace = loaded_force(parquet_material(options.rows, options.folder), fresh=options.fresh)
    head, measures = refolded(workspace), list(contact_measures(workspace).values())
    asked = _questions()
    work = {name: _all(workspace, head, measures, one) for name, one in asked.items()}
    told = [bool(figures) and figures[-1].value is not None for figures in work[EVERY]()]
    times = {f"all measures, {name}, warm": (best_ms(run, options.rounds), GOALS_MS.get(name))
             for name, run in work.items()}
    times |= {f"all measures, {name}, cold": (best_ms(_cold(workspace, head, measures, one), 1), None)
              for name, one in asked.items()}
    measuring.print_ratios([_line(what, ms, goal) for what, (ms, goal) in times.items()])
    _print_slowest(workspace, head, measures, options.rounds)
    _print_cells(head)
    print(measuring.load())
    return all(told)


def _all(workspace: Workspace, head: Manifest, measures: Sequence[Measure], asked: Question) -> Work:
    """The work of asking every measure in turn."""
    zone = workspace.settings.time_zone
    # Of one place there is no occupancy: a handler takes calls of all.
    own = [measure for measure in measures if not (asked.where and measure.kind == "occupancy")]
    return lambda: [ask(workspace.store, head, measure, asked, zone) for measure in own]


def _cold(workspace: Workspace, head: Manifest, measures: Sequence[Measure], asked: Question) -> Work:
    """The same of a state that was never asked before."""
    return lambda: _all(workspace, replace(head, sha256=uuid4().hex), measures, asked)()


def _questions() -> dict[str, Question]:
    """What a page asks, by its name."""
    year = f"{months()[-12]}-01", f"{months()[-1]}-30"
    return {MONTH: question("month", None, f"{months()[-1]}-01", f"{months()[-1]}-30"), YEAR: question("month", None, *year),
            PLACE_YEAR: question("month", {"place": PLACES[0]}, *year), EVERY: BY_MONTH}


def _line(what: str, times: tuple[float, float], goal: int | None) -> Ratio:
    wall, cpu = times
    return Ratio(what, "" if goal is None else "a limit", f"{wall:,.0f} ms (CPU {cpu:,.0f})",
                 measuring.NO_GOAL if goal is None else f"≤ {goal} ms", goal is None or wall <= goal)


def _print_slowest(workspace: Workspace, head: Manifest, measures: Sequence[Measure], rounds: int) -> None:
    latest = question("month", None, f"{months()[-1]}-01", f"{months()[-1]}-30")
    rows = [(measure.id, best_ms(_all(workspace, head, [measure], latest), rounds)[1],
             best_ms(_all(workspace, head, [measure], BY_MONTH), rounds)[1]) for measure in measures]
    slowest = sorted(rows, key=lambda row: -row[2])[:SLOWEST_SHOWN]
    measuring.print_table(("slowest measures, warm", "one month, CPU ms", f"{MONTHS} months, CPU ms"),
                          [(name, f"{one:.1f}", f"{every:.1f}") for name, one, every in slowest])


def _print_cells(head: Manifest) -> None:
    rows = []
    for part in ("records", "days", "months", "handling"):
        files = head.parts("contacts", part).values()
        rows.append((part, f"{sum(file.rows for file in files):,}", f"{sum(file.bytes for file in files) / 1e6:,.1f}"))
    measuring.print_table(("kept", "rows", "MB"), rows)


if __name__ == "__main__":
    parser = arguments(str(__doc__), rows=10_000_000, rounds=5)
    parser.add_argument("--fresh", action="store_true", help="load the rows anew, after a change to loading")
    sys.exit(0 if main(parser.parse_args()) else 1)
