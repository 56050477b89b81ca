"""The verbs about others: targets, benchmarks and peers."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import Any

from answerable.cli.printing import as_json, as_table
from answerable.comparing.benchmarks import Benchmark, benchmark_files, read_benchmark_file
from answerable.comparing.organisations import FILE, Organisations, read_organisations
from answerable.comparing.plausible import disagreements, doubts, reported
from answerable.content import content_files
from answerable.errors import AnswerableError, InputError, did_you_mean
from answerable.measures.catalogue import read_measures
from answerable.measures.definition import Measure
from answerable.words import format_things
from answerable.workspace import Workspace

MEASURES = "measures"
COUNTS = ("contacts", "count")


def _folder(arguments: Namespace) -> Path | None:
    return Workspace(arguments.workspace).folder if arguments.workspace else None


def _inside(folder: Path | None, kind: str) -> Path | None:
    return folder / kind if folder else None


def _organisations(folder: Path | None) -> Organisations:
    return read_organisations(_inside(folder, FILE))


def _print(arguments: Namespace, rows: list[dict[str, Any]]) -> None:
    print(as_json(rows) if arguments.format == "json" else as_table(rows))


def _report(checked: str, faults: Iterable[str], remarks: Iterable[str] = ()) -> int:
    """Print faults and remarks. Returns 2 where there is a fault; a remark alone is no error."""
    faulty, remarked = list(faults), list(remarks)
    for line in [*faulty, *remarked]:
        print(line)
    said = format_things(len(faulty), "fault", "faults")
    print(f"{checked} checked, {said}{f', {len(remarked)} to look at' if remarked else ''}.")
    return 2 if faulty else 0


def _read_all(files: Iterable[Path], read: Callable[[Path], Any]) -> tuple[list[Any], list[str]]:
    """What each file holds, and the faults of those that cannot be read."""
    found, faults = [], []
    for path in files:
        try:
            found.append(read(path))
        except AnswerableError as error:
            faults += [f"{path.name}: {fault}" for fault in getattr(error, "faults", ()) or [error.line()]]
    return found, faults


def targets(arguments: Namespace) -> int:
    """List or check targets."""
    from answerable.judgement.targets import check_target, read_target, read_targets

    folder = _folder(arguments)
    if arguments.what == "list":
        _print(arguments, [{"target": item.id, "measure": item.measure, "value": f"{item.comparison} {item.value:g}",
                            "status": item.status, "owner": item.owner, "from": item.starts.isoformat(),
                            "to": item.ends.isoformat() if item.ends else "", "applies_to": item.applies_to or "every force"}
                           for item in read_targets(_inside(folder, "targets"))])
        return 0
    files = content_files("targets", _inside(folder, "targets"))
    measures, organisations = read_measures(_inside(folder, MEASURES)), _organisations(folder)
    found, faults = _read_all(files.values(), read_target)
    for item in found:
        faults += _unknown_measure(item.id, item.measure, measures)
        if item.applies_to and organisations.force(item.applies_to) is None:
            faults.append(f"{item.id}: applies_to '{item.applies_to}' is no police force. "
                          f"{organisations.nearest(item.applies_to)}".rstrip())
        if item.measure in measures:
            _found, wrong = _read_all([files[item.id]], lambda _path, item=item: check_target(  # type: ignore[misc]
                item, measures[item.measure].direction))
            faults += wrong
    return _report(format_things(len(files), "target", "targets"), faults)


def _unknown_measure(where: str, name: str, measures: dict[str, Measure]) -> list[str]:
    return [] if name in measures else [f"{where}: there is no measure '{name}'. {did_you_mean(name, measures)}".rstrip()]


def benchmarks(arguments: Namespace) -> int:
    """List, show, check or import benchmarks."""
    if arguments.what == "import":
        from answerable.cli.importing import import_list

        return import_list(arguments)
    folder = _folder(arguments)
    if arguments.what == "check":
        return _check_benchmarks(folder)
    found = [item for path in benchmark_files(_inside(folder, "benchmarks")) for item in read_benchmark_file(path)]
    if arguments.what == "list":
        _print(arguments, [{"benchmark": item.id, "about": item.about, "from": item.starts.isoformat(),
                            "to": "" if item.ends == date.max else item.ends.isoformat(), "value": item.text,
                            "status": item.status, "like": ", ".join(alike.measure for alike in item.alike)}
                           for item in found])
        return 0
    known = {item.id: item for item in found}
    for name in arguments.names or [""]:
        if name not in known:
            raise InputError(f"there is no benchmark '{name}'." if name else "which benchmark?",
                             remedy=did_you_mean(name, known) or "`answerable benchmarks list` names them all.")
        print(_in_words(known[name]))
    return 0


def _in_words(item: Benchmark) -> str:
    from answerable.comparing.benchmarks import CLOCKS, CONFIDENCES, STATUSES

    lines = [item.id, f"  {item.quantity}: {item.text}", f"  About: {item.about}, {item.period}",
             f"  Owner: {item.owner} ({item.status}: {STATUSES[item.status].format(owner=item.owner)})",
             f"  Source: {item.source} {item.address} ({item.confidence}: {CONFIDENCES[item.confidence]})",
             f"  Comparability: {item.comparability}"]
    lines += [f"  Like {alike.measure}{', which is what is left of 100%' * (alike.takes == 'rest')}: {CLOCKS[alike.clocks]}"
              for alike in item.alike]
    lines += [f"  Printed as {item.printed}, read as {item.read_as}"] if item.printed else []
    return "\n".join(lines + ([f"  Note: {item.note}"] if item.note else []))


def _check_benchmarks(folder: Path | None) -> int:
    """Faults of the files; figures that cannot be true together; and, to look at, statements that disagree."""
    files = benchmark_files(_inside(folder, "benchmarks"))
    lists, faults = _read_all(files, read_benchmark_file)
    found = [item for part in lists for item in part]
    measures = read_measures(_inside(folder, MEASURES))
    for item in found:
        for alike in item.alike:
            faults += _unknown_measure(item.id, alike.measure, measures) or _other_unit(item, measures[alike.measure])
    ids = [item.id for item in found]
    faults += [f"{name}: stands in more than one file." for name in sorted({name for name in ids if ids.count(name) > 1})]
    faults += [f"{', '.join(doubt.keys)}: {doubt.words}." for doubt in doubts(map(reported, found))]
    remarks = [f"disagree about {item.about}, {item.period}, {item.measure}: {item.words}" for item in disagreements(found)]
    return _report(format_things(len(found), "benchmark", "benchmarks"), faults, remarks)


def _other_unit(item: Benchmark, measure: Measure) -> list[str]:
    same = item.unit == measure.unit or (item.unit in COUNTS and measure.unit in COUNTS)
    return [] if same else [f"{item.id}: its unit is {item.unit}, that of {measure.id} is {measure.unit}. They cannot be "
                            "compared."]


def peers(arguments: Namespace) -> int:
    """List or check peer groups."""
    from answerable.comparing.peers import read_peer_group

    folder = _folder(arguments)
    organisations, files = _organisations(folder), content_files("peers", _inside(folder, "peers"))
    if arguments.what == "check":
        _found, faults = _read_all(files.values(), lambda path: read_peer_group(path, organisations))
        return _report(format_things(len(files), "peer group", "peer groups"), faults)
    day = _day(arguments.on)
    groups = [read_peer_group(path, organisations) for path in files.values()]
    _print(arguments, [{"peers": group.id, "title": group.title, "on": day.isoformat(), "owner": group.owner,
                        "members": ", ".join(sorted(group.on(day)))} for group in groups])
    return 0


def _day(text: str | None) -> date:
    try:
        return date.fromisoformat(text) if text else date.today()
    except ValueError as error:
        raise InputError(f"'{text}' is no day.", remedy="Write --on 2026-04-01.") from error
