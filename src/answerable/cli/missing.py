"""The verb missing: the register of what is missing."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterable
from datetime import date

from answerable.cli.printing import as_json, as_table
from answerable.missing import NEVER, MeasureState, register_of
from answerable.periods import day_label
from answerable.register import Entry
from answerable.words import format_things, format_value
from answerable.workspace import Workspace


def missing(arguments: Namespace) -> None:
    """Print what can be computed, what cannot, why, and what somebody should see to."""
    workspace = Workspace(arguments.workspace)
    register = register_of(workspace, workspace.head(), date.today())
    if arguments.format == "json":
        print(as_json(register.as_json()))
        return
    came = [state for state in register.measures if state.state != NEVER]
    if came:
        print(as_table([_row(state) for state in came]))
    for state in came:
        print("\n".join(_gaps(state)), end="\n" if state.gaps else "")
    never = [state.measure.id for state in register.measures if state.state == NEVER]
    if never:
        print(f"No records came for {format_things(len(never), 'measure', 'measures')}: {', '.join(never)}.")
    print("\n".join(_wanted(register.wanted)), end="\n" if register.wanted else "")
    for finding in register.findings:
        print(f"{finding.kind}: {finding.where}: {finding.what} {finding.remedy}")
    counted = format_things(len(register.findings), "finding", "findings")
    print(f"{counted}." if register.findings else "Nothing is missing that the register does not explain.")


def _row(state: MeasureState) -> dict[str, str]:
    covered = [month.coverage for month in state.months if month.coverage is not None]
    return {"measure": state.measure.id, "now": state.state, "since": state.since or "-", "latest": state.latest or "-",
            "coverage": format_value(100 * sum(covered) / len(covered), "percent") if covered else "-",
            "from": ", ".join(state.sources)}


def _gaps(state: MeasureState) -> Iterable[str]:
    for gap in state.gaps:
        ends = "now" if gap.goes_on else day_label(gap.last)
        said = "; ".join(entry.words for entry in gap.explained) or ("UNEXPLAINED" if gap.unexplained else "few were expected")
        yield f"{state.measure.id}: {day_label(gap.first)} to {ends}: {gap.words} ({said})"


def _wanted(entries: Iterable[Entry]) -> Iterable[str]:
    for entry in entries:
        asked = f"{entry.asked_by}, {entry.asked_where}" if entry.asked_where else entry.asked_by
        by = f"; {entry.owner} is to define it by {day_label(entry.by)}" if entry.owner and entry.by else ""
        yield f"wanted, without a definition: {entry.title} (asked for by {asked}){by}: {entry.why}"
