"""The verbs about what figures are held against: targets, chart plans, benchmarks and peers."""

from __future__ import annotations

from argparse import Namespace
from datetime import date
from pathlib import Path
from typing import Any

from answerable.cli.printing import as_json, as_table
from answerable.comparing.benchmarks import CLOCKS, CONFIDENCES, REST, STATUSES, Benchmark, read_benchmarks
from answerable.comparing.checking import Checked, check_benchmarks, check_peers, check_plans, check_targets
from answerable.comparing.organisations import FILE, read_organisations
from answerable.comparing.peers import read_peer_groups
from answerable.errors import InputError, did_you_mean
from answerable.judgement.plans import FOLDER as CHART_PLANS
from answerable.judgement.plans import read_plans
from answerable.judgement.targets import read_targets
from answerable.words import format_things
from answerable.workspace import Workspace


def _folder(arguments: Namespace) -> Path | None:
    return Workspace(arguments.workspace).folder if arguments.workspace else None


def _inside(folder: Path | None, kind: str) -> Path | None:
    return folder / kind if folder else None


def _print(arguments: Namespace, rows: list[dict[str, Any]]) -> int:
    print(as_json(rows) if arguments.format == "json" else as_table(rows))
    return 0


def _report(arguments: Namespace, checked: Checked, one: str, many: str) -> int:
    """Print faults and remarks. Returns 2 where there is a fault; a remark alone is no error."""
    if arguments.format == "json":
        print(as_json({"checked": checked.number, "faults": checked.faults, "to_look_at": checked.remarks}))
        return 2 if checked.faults else 0
    for line in (*checked.faults, *checked.remarks):
        print(line)
    look = f", {len(checked.remarks)} to look at" if checked.remarks else ""
    print(f"{format_things(checked.number, one, many)} checked, {format_things(len(checked.faults), 'fault', 'faults')}{look}.")
    return 2 if checked.faults else 0


def targets(arguments: Namespace) -> int:
    """List or check targets."""
    folder = _folder(arguments)
    if arguments.what == "check":
        return _report(arguments, check_targets(folder), "target", "targets")
    return _print(arguments, [
        {"target": item.id, "measure": item.measure, "value": item.asks.brief(), "status": item.status,
         "owner": item.owner, "from": item.starts.isoformat(), "to": item.ends.isoformat() if item.ends else "",
         "applies_to": item.applies_to or "every force"} for item in read_targets(_inside(folder, "targets"))])


def plans(arguments: Namespace) -> int:
    """List or check chart plans."""
    folder = _folder(arguments)
    if arguments.what == "check":
        return _report(arguments, check_plans(folder), "chart plan", "chart plans")
    return _print(arguments, [
        {"chart_plan": item.id, "kind": item.kind, "rule_set": item.rule_set.id,
         "baseline": item.baseline.words if item.baseline else "all figures of a phase", "minimum_points": item.minimum_points,
         "season": item.season, "measures": "every other measure" if item.for_all else ", ".join(item.measures)}
        for item in read_plans(_inside(folder, CHART_PLANS))])


def benchmarks(arguments: Namespace) -> int:
    """List, show, check or import benchmarks."""
    if arguments.what == "import":
        from answerable.cli.importing import import_list

        return import_list(arguments)
    folder = _folder(arguments)
    if arguments.what == "check":
        return _report(arguments, check_benchmarks(folder), "benchmark", "benchmarks")
    found = read_benchmarks(_inside(folder, "benchmarks"))
    if arguments.what == "list":
        return _print(arguments, [
            {"benchmark": item.id, "about": item.about, "from": item.starts.isoformat(),
             "to": "" if item.ends == date.max else item.ends.isoformat(), "value": item.text, "status": item.status,
             "like": ", ".join(alike.measure for alike in item.alike)} for item in found])
    known = {item.id: item for item in found}
    for name in arguments.names or [""]:
        if name not in known:
            raise InputError(f"there is no benchmark '{name}'." if name else "which benchmark?",
                             remedy=did_you_mean(name, known) or "`answerable benchmarks list` names them all.")
        print(_in_words(known[name]))
    return 0


def _in_words(item: Benchmark) -> str:
    lines = [item.id, f"  {item.quantity}: {item.text}", f"  About: {item.about}, {item.period}",
             f"  Owner: {item.owner} ({item.status}: {STATUSES[item.status].format(owner=item.owner)})",
             f"  Source: {item.source} {item.address} ({item.confidence}: {CONFIDENCES[item.confidence]})",
             f"  Comparability: {item.comparability}"]
    lines += [f"  Like {alike.measure}{', which is what is left of 100%' * (alike.takes == REST)}: {CLOCKS[alike.clocks]}"
              for alike in item.alike]
    lines += [f"  Printed as {item.printed}, read as {item.read_as}"] if item.printed else []
    return "\n".join(lines + ([f"  Note: {item.note}"] if item.note else []))


def peers(arguments: Namespace) -> int:
    """List or check peer groups, or put a measure among peers."""
    if arguments.what == "funnel":
        from answerable.cli.funnels import funnels

        return funnels(arguments)
    folder = _folder(arguments)
    if arguments.what == "check":
        return _report(arguments, check_peers(folder), "peer group", "peer groups")
    day, organisations = _day(arguments.on), read_organisations(_inside(folder, FILE))
    if arguments.format == "csv":
        raise InputError("--format csv goes with `peers funnel`.", remedy="Write --format json.")
    return _print(arguments, [
        {"peers": group.id, "title": group.title, "on": day.isoformat(), "owner": group.owner,
         "members": ", ".join(sorted(group.on(day)))} for group in read_peer_groups(_inside(folder, "peers"), organisations)])


def _day(text: str | None) -> date:
    try:
        return date.fromisoformat(text) if text else date.today()
    except ValueError as error:
        raise InputError(f"'{text}' is no day.", remedy="Write --on 2026-04-01.") from error
