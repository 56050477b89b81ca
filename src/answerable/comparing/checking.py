"""Checking every file about others, shipped and of a workspace, against one another and against the measures."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from answerable.comparing.absences import read_absence
from answerable.comparing.benchmarks import WORKING_DAYS, Benchmark, benchmark_files, read_benchmark_file
from answerable.comparing.mapping import read_import_mapping
from answerable.comparing.organisations import FILE, Organisations, read_organisations
from answerable.comparing.peers import read_peer_group
from answerable.comparing.plausible import disagreements, doubts, reported
from answerable.content import content_files
from answerable.errors import AnswerableError, did_you_mean
from answerable.judgement.kinds import KINDS
from answerable.judgement.plans import FOLDER as CHART_PLANS
from answerable.judgement.plans import ChartPlan, read_plan, read_plans
from answerable.judgement.targets import Target, check_target, read_target
from answerable.measures.catalogue import read_measures
from answerable.measures.definition import Measure

# Units that mean a different kind of number; contacts, incidents and other things counted are all counts.
MEASURED = ("percent", "seconds", "ratio", WORKING_DAYS)


@dataclass(frozen=True)
class Checked:
    """What a check found. number: of things checked; faults: what must be mended; remarks: what is worth a look."""

    number: int
    faults: tuple[str, ...]
    remarks: tuple[str, ...] = ()


def check_targets(folder: Path | None) -> Checked:
    """Targets, shipped and of a workspace's folder: each file, its measure, its direction, the force it applies to."""
    files = content_files("targets", _inside(folder, "targets"))
    measures, organisations = read_measures(_inside(folder, "measures")), _organisations(folder)
    found, faults = _read_all(files.values(), read_target)
    for item in found:
        faults += _unknown_measure(item.id, item.measure, measures) or _wrong_way(item, measures[item.measure])
        if item.applies_to and organisations.force(item.applies_to) is None:
            faults.append(f"{item.id}: applies_to '{item.applies_to}' is no police force. "
                          f"{organisations.nearest(item.applies_to)}".rstrip())
    return Checked(len(files), tuple(faults))


def check_benchmarks(folder: Path | None) -> Checked:
    """Benchmarks: each file, the measures they are like, figures that cannot be true together (faults), and published
    statements that disagree (remarks)."""
    lists, faults = _read_all(benchmark_files(_inside(folder, "benchmarks")), read_benchmark_file)
    found: list[Benchmark] = [item for part in lists for item in part]
    measures = read_measures(_inside(folder, "measures"))
    for item in found:
        for alike in item.alike:
            faults += _unknown_measure(item.id, alike.measure, measures) or _other_unit(item, measures[alike.measure])
    ids = [item.id for item in found]
    faults += [f"{name}: stands in more than one file." for name in sorted({name for name in ids if ids.count(name) > 1})]
    faults += [f"{', '.join(doubt.keys)}: {doubt.words}." for doubt in doubts(map(reported, found))]
    return Checked(len(found), tuple(faults), tuple(
        f"disagree about {item.about}, {item.period}, {item.measure}: {item.words}" for item in disagreements(found)))


def check_peers(folder: Path | None) -> Checked:
    """Peer groups: each file, whether its forces are known, and the measures that it declares alike."""
    organisations, files = _organisations(folder), content_files("peers", _inside(folder, "peers"))
    found, faults = _read_all(files.values(), lambda path: read_peer_group(path, organisations))
    measures = read_measures(_inside(folder, "measures"))
    faults += [fault for group in found for measure in group.alike for fault in _unknown_measure(group.id, measure, measures)]
    return Checked(len(files), tuple(faults))


def check_plans(folder: Path | None) -> Checked:
    """Chart plans, shipped and of a workspace's folder: each file, its measures, whether they suit its kind of chart, and
    whether two plans are for the same measure."""
    own = _inside(folder, CHART_PLANS)
    files, measures = content_files(CHART_PLANS, own), read_measures(_inside(folder, "measures"))
    found, faults = _read_all(files.values(), read_plan)
    for plan in found:
        for name in plan.measures:
            faults += _unknown_measure(plan.id, name, measures) or _unsuited(plan, measures[name])
    if not faults:
        try:
            read_plans(own)
        except AnswerableError as error:
            faults.append(error.line())
    return Checked(len(files), tuple(faults))


def _unsuited(plan: ChartPlan, measure: Measure) -> list[str]:
    units = KINDS[plan.kind].units
    if units is None or measure.unit in units:
        return []
    return [f"{plan.id}: kind '{plan.kind}' takes {' or '.join(units)}, but '{measure.id}' is in {measure.unit}. Use kind: xmr "
            "for it."]


def check_rest(folder: Path | None) -> Checked:
    """Statements that a standard does not exist, and mappings of lists: each file."""
    absences = content_files("absences", _inside(folder, "absences"))
    imports = content_files("imports", _inside(folder, "imports"))
    faults = _read_all(absences.values(), read_absence)[1] + _read_all(imports.values(), read_import_mapping)[1]
    return Checked(len(absences) + len(imports), tuple(faults))


def check_everything(folder: Path) -> list[str]:
    """Every fault of every file about others in a workspace."""
    try:
        return [fault for check in (check_targets, check_benchmarks, check_peers, check_plans, check_rest)
                for fault in check(folder).faults]
    except AnswerableError as error:
        # What all of them need cannot be read: the list of organisations, or a measure, which has a check of its own.
        return [error.line()]


def _inside(folder: Path | None, kind: str) -> Path | None:
    return folder / kind if folder else None


def _organisations(folder: Path | None) -> Organisations:
    return read_organisations(_inside(folder, FILE))


def _read_all(files: Iterable[Path], read: Callable[[Path], Any]) -> tuple[list[Any], list[str]]:
    """What each file holds, and the faults of those that cannot be read."""
    found, faults = [], []
    for path in files:
        try:
            found.append(read(path))
        except AnswerableError as error:
            faults += [f"{path.name}: {fault}" for fault in getattr(error, "faults", ()) or [error.line()]]
    return found, faults


def _unknown_measure(where: str, name: str, measures: Mapping[str, Measure]) -> list[str]:
    return [] if name in measures else [f"{where}: there is no measure '{name}'. {did_you_mean(name, measures)}".rstrip()]


def _wrong_way(target: Target, measure: Measure) -> list[str]:
    try:
        check_target(target, measure.direction)
    except AnswerableError as error:
        return [error.line()]
    return []


def _other_unit(item: Benchmark, measure: Measure) -> list[str]:
    # A limit is what a measure holds times against, in a unit of its own.
    same = item.statistic == "limit" or item.unit == measure.unit or not {item.unit, measure.unit} & set(MEASURED)
    return [] if same else [f"{item.id}: its unit is {item.unit}, that of {measure.id} is {measure.unit}. They cannot be "
                            "compared."]
