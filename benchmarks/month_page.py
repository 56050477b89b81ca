"""The figures of every measure of the catalogue from cells: for one month, and for all 36 months by month.

Warm: the cells of the months are in memory, as in a server that has answered before. Cold: a state that nothing in
memory belongs to, so the cells are read from disk first; starting Python and importing is not counted.
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
from benchmarks.force import BY_MONTH, loaded_force, refolded
from benchmarks.material import MONTHS, arguments, months, parquet_material
from benchmarks.measuring import Ratio, best_ms

GOAL_MS = 20
SLOWEST_SHOWN = 5
Work = Callable[[], Any]


def main(options: Namespace) -> bool:
    """Time the questions and print them. Returns whether every measure had a figure."""
    print(f"figures from the cells of {options.rows:,} contacts\n{measuring.machine()}\n", flush=True)
    workspace = loaded_force(parquet_material(options.rows, options.folder), fresh=options.fresh)
    head, measures = refolded(workspace), list(workspace.measures().values())
    latest = question("month", None, f"{months()[-1]}-01", f"{months()[-1]}-30")
    one, every = _all(workspace, head, measures, latest), _all(workspace, head, measures, BY_MONTH)
    told = [bool(figures) and figures[-1].value is not None for figures in every()]
    times = {f"{len(measures)} measures, one month, warm": best_ms(one, options.rounds),
             f"{len(measures)} measures by month, {MONTHS} months, warm": best_ms(every, options.rounds),
             f"{len(measures)} measures, one month, cold": best_ms(_cold(workspace, head, measures, latest), options.rounds),
             f"{len(measures)} measures by month, {MONTHS} months, cold":
                 best_ms(_cold(workspace, head, measures, BY_MONTH), options.rounds)}
    measuring.print_ratios([_line(what, ms) for what, ms in times.items()])
    _print_slowest(workspace, head, measures, options.rounds)
    _print_cells(head)
    print(measuring.load())
    return all(told)


def _all(workspace: Workspace, head: Manifest, measures: Sequence[Measure], asked: Question) -> Work:
    """The work of asking every measure in turn."""
    zone = workspace.settings.time_zone
    return lambda: [ask(workspace.store, head, measure, asked, zone) for measure in measures]


def _cold(workspace: Workspace, head: Manifest, measures: Sequence[Measure], asked: Question) -> Work:
    """The same of a state that was never asked before."""
    return lambda: _all(workspace, replace(head, sha256=uuid4().hex), measures, asked)()


def _line(what: str, times: tuple[float, float]) -> Ratio:
    wall, cpu = times
    judged = "one month, warm" in what
    return Ratio(what, "a limit" if judged else "", f"{wall:,.0f} ms (CPU {cpu:,.0f})",
                 f"≤ {GOAL_MS} ms" if judged else measuring.NO_GOAL, wall <= GOAL_MS or not judged)


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
