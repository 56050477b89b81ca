"""What is wrong or missing in a workspace, and the remedy."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from answerable.comparing.checking import check_everything
from answerable.comparing.stated_ratings import FOLDER as STATED
from answerable.content import content_files, yaml_files
from answerable.contradicting import faults_of_reports
from answerable.decisions.checking import faults_later, over
from answerable.decisions.reading import FOLDER as DECISIONS
from answerable.decisions.reading import REMEDY, chain, chain_faults, released_faults
from answerable.decisions.standing import taken_back
from answerable.engines.choosing import folding_engine
from answerable.errors import AnswerableError, EngineError
from answerable.forecasting.declared_days import EVENTS, SCHOOL_HOLIDAYS, read_events, read_school_holidays
from answerable.forecasting.system_library import OPENMP, PACKAGES, library_fault
from answerable.ledger.keeping import REMEDY as LEDGER_REMEDY
from answerable.ledger.keeping import ledger_faults
from answerable.measures.catalogue import read_measure
from answerable.measures.grades import FOLDER, overlapping, read_scheme, read_schemes
from answerable.missing import register_of
from answerable.records.quality import day_warnings
from answerable.records.sources import read_source
from answerable.records.store import Manifest
from answerable.records.verifying import file_fault
from answerable.records.withdrawing import to_load_again
from answerable.register import FOLDER as REGISTER
from answerable.register import read_entry
from answerable.words import format_things
from answerable.workspace import Workspace

Finding = dict[str, Any]


def examine(workspace: Workspace) -> list[Finding]:
    """Every finding, as kind, what, where, remedy. Nothing is changed."""
    findings = _engine(workspace) + _library(library_fault()) + _definitions(workspace)
    try:
        head = workspace.head()
    except AnswerableError as error:
        return [*findings, _finding("damaged", error.message, error.where or "", error.remedy or "")]
    damaged = _files(workspace, head)
    findings += damaged + _orphans(workspace) + _loads(head) + _release(workspace, head)
    findings += _decisions(workspace, damaged) + _ledger(workspace)
    # What the figures say can only be looked at where they can be read.
    findings += [] if damaged else _days(workspace, head)
    unasked = damaged or any(_faulty(findings, kind) for kind in ("measures", FOLDER, REGISTER))
    return findings + ([] if unasked else _measures(workspace, head))


def _finding(kind: str, what: str, where: str, remedy: str) -> Finding:
    return {"kind": kind, "what": what, "where": where, "remedy": remedy}


def _engine(workspace: Workspace) -> list[Finding]:
    """Whether the engine that folds is there: without it nothing can be loaded, though all figures can be read."""
    try:
        folding_engine(workspace.settings.engine).check()
    except EngineError as error:
        return [_finding("engine", error.message, "answerable.toml", error.remedy or "")]
    return []


def _library(fault: str | None) -> list[Finding]:
    """The library of the operating system that forecasting lacks."""
    remedy = f"On Debian and Ubuntu {PACKAGES[OPENMP]}. Everything else works without it."
    return [_finding("library", fault, "this computer", remedy)] if fault else []


def _definitions(workspace: Workspace) -> list[Finding]:
    findings = []
    for kind, read in (("measures", read_measure), ("sources", read_source), ("grade_schemes", read_scheme),
                       (REGISTER, read_entry), (EVENTS, read_events), (SCHOOL_HOLIDAYS, read_school_holidays)):
        for path in content_files(kind, workspace.folder / kind).values():
            try:
                read(path)
            except AnswerableError as error:
                remedy = "Mend the file." if kind in (REGISTER, EVENTS, SCHOOL_HOLIDAYS) else \
                    f"`answerable {'grades' if kind == FOLDER else kind} check` lists every fault."
                findings.append(_finding("definition", error.message, str(path), remedy))
    findings += [_finding("definition", fault, "others", "`answerable targets check`, `benchmarks check` and `peers "
                                "check` with --workspace list every fault.") for fault in check_everything(workspace.folder)]
    findings += [_finding("definition", fault, STATED, "Mend the file: no release is made while it has faults.")
                 for fault in faults_of_reports(workspace)]
    return findings + _what_if(workspace) + ([] if _faulty(findings, FOLDER) else _overlaps(workspace))


def _what_if(workspace: Workspace) -> list[Finding]:
    """Faults of the workspace's own rooms and scenarios."""
    own = {folder: yaml_files(workspace.folder / folder) for folder in ("rooms", "scenarios")}
    if not any(own.values()):
        return []
    from answerable.simulation.room_file import read_room
    from answerable.what_if.keeping import Kept

    findings = []
    for path, read in (*((path, read_room) for path in own["rooms"]),
                       *((path, Kept(workspace.folder).read_file) for path in own["scenarios"])):
        try:
            read(path)
        except AnswerableError as error:
            findings.append(_finding("definition", error.message, str(path), "Mend the file."))
    return findings


def _overlaps(workspace: Workspace) -> list[Finding]:
    folder = workspace.folder / FOLDER
    return [_finding("definition", f"'{one.name}' and '{other.name}' are in force on the same days for the same agency.",
                     str(folder), "Give one of them a 'to', or each an 'agency'.")
            for one, other in overlapping(read_schemes(folder))]


def _faulty(findings: list[Finding], kind: str) -> bool:
    return any(finding["kind"] == "definition" and Path(finding["where"]).parent.name == kind for finding in findings)


def _files(workspace: Workspace, head: Manifest) -> list[Finding]:
    """Files of the head that are gone or not what they were."""
    faults = ((ref, file_fault(Path(workspace.store.path(ref)), ref)) for ref in head.files())
    return [_finding("damaged", fault[1], ref.name, "Restore it from a backup; `answerable store verify WORKSPACE` says what "
                     "to do without one.") for ref, fault in faults if fault is not None]


def _orphans(workspace: Workspace) -> list[Finding]:
    orphans = workspace.store.orphans()
    if not orphans:
        return []
    size = sum(path.stat().st_size for path in orphans) / 1e6
    what = (f"{format_things(len(orphans), 'file', 'files')} ({size:.1f} MB) that no manifest names, left by a load that "
            "was stopped.")
    return [_finding("left-over", what, str(workspace.folder),
                     "They do no harm; `answerable store tidy WORKSPACE` removes them.")]


def _loads(head: Manifest) -> list[Finding]:
    if not head.batches:
        return [_finding("no-records", "nothing was loaded yet.", "records",
                         "`answerable load WORKSPACE SOURCE FILE`; `answerable sources list` names the sources.")]
    findings = [_finding("load-again", "a file that was withdrawn may have had some of the same records, which went with it.",
                         name, "Load this file again: what it has of them comes back.") for name in to_load_again(head)]
    for batch in head.batches:
        if batch.get("withdrawn_by"):
            continue
        for fault in batch["faults"]:
            what = (f"{format_things(fault['records'], 'record', 'records')}, {fault['column'] or 'row'}: {fault['words']} "
                    f"({fault['example']}).")
            findings.append(_finding("fault" if fault["kept"] else "quarantine", what, batch["file"],
                                     "Mend the file and load it again under its name, or mend the source."))
        findings += [_finding("warning", text, batch["file"], "") for text in batch["warnings"]]
    return findings


def _days(workspace: Workspace, head: Manifest) -> list[Finding]:
    return [_finding("days", text, "records", "Ask the source for the day again, and load it.")
            for text in day_warnings(workspace.store, head)]


def _measures(workspace: Workspace, head: Manifest) -> list[Finding]:
    """What is missing and unexplained, overdue or contradicted, and definitions whose review is overdue."""
    findings = [finding.as_json() for finding in register_of(workspace, head, date.today()).findings]
    for measure in workspace.measures().values():
        if measure.keeper.review_due < date.today():
            findings.append(_finding("review", f"the definition's review was due on {measure.keeper.review_due}.",
                                     measure.id, "Review it and set the next date."))
    return findings


def _decisions(workspace: Workspace, damaged: list[Finding]) -> list[Finding]:
    """Decisions that were changed, removed or cannot be read, and those that no longer fit what they are about."""
    faults = dict.fromkeys((*chain_faults(workspace.folder / DECISIONS), *released_faults(workspace.folder)))
    if faults or damaged:
        return [_finding("decision", fault, str(path), REMEDY) for path, fault in faults]
    record, today, named = workspace.decisions(), workspace.today(), chain(workspace.folder / DECISIONS).file_name
    try:
        known = workspace.known()
    except AnswerableError:
        # A definition that cannot be read is told by itself.
        return []
    return [_finding("decision", f"decision {each.number} ({each.what.words}): {fault}", named(each.number),
                     f"`answerable decide WORKSPACE end --ends {each.number} …` takes it back.")
            for each in record if not taken_back(each, record) and not over(each, record, today)
            for fault in faults_later(each, known)]


def _ledger(workspace: Workspace) -> list[Finding]:
    """Entries of the forecast ledger, and tables beside them, that were changed, removed or cannot be read."""
    return [_finding("forecast", fault, str(path), LEDGER_REMEDY) for path, fault in ledger_faults(workspace.folder)]


def _release(workspace: Workspace, head: Manifest) -> list[Finding]:
    import json

    releases = sorted((workspace.folder / "releases").glob("[0-9]*/release.json"))
    if head.batches and not releases:
        return [_finding("release", "there is no release: the site has nothing to show.", "releases",
                         "`answerable release WORKSPACE`")]
    if releases and json.loads(releases[-1].read_text(encoding="utf-8"))["manifest"]["number"] < head.number:
        return [_finding("release", "records were loaded after the newest release.", "releases",
                         "`answerable release WORKSPACE`")]
    return []
