"""Releases: figures, judgements, definitions and the state they rest on, frozen in a folder that never changes.

docs/reference/release-format.md describes the folder. The public site reads the newest one and nothing else.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from answerable import __version__
from answerable.chain import newest_json
from answerable.contradicting import contradicted, stated_rows
from answerable.decisions import Decision
from answerable.decisions.reading import check_released
from answerable.errors import WorkspaceError
from answerable.judgement.targets import read_targets
from answerable.judging import Assessed, Families, entries_of, explained_gaps, judgement_json, proposed_steps
from answerable.measures.asking import Question, ask
from answerable.measures.definition import Measure
from answerable.measures.explain import in_words, sql
from answerable.measures.figure import Figure
from answerable.measures.grades import FOLDER as GRADE_SCHEMES
from answerable.measures.grades import read_schemes
from answerable.missing import register_of
from answerable.records.faults import in_words as fault_words
from answerable.records.quality import day_warnings
from answerable.records.store import Manifest, disk_errors, sync_folder
from answerable.records.verifying import check_whole
from answerable.releases.breakdowns import breakdowns, by_hour, grade_times, response_rates
from answerable.releases.data_package import Publication, write_data_package
from answerable.releases.held_meanings import check_meanings, released_versions
from answerable.releases.held_plans import check_released_plans, plans_json
from answerable.releases.held_rules import check_rules, rule_json
from answerable.releases.languages import Writer
from answerable.releases.projections import Ahead, ahead_of, check_ledger
from answerable.releases.public_definitions import meanings, used_in, versions_json, working
from answerable.releases.welsh_words import welsh_words
from answerable.releases.what_came import coverage_json, entries_json
from answerable.sampling import interval_json
from answerable.words import LANGUAGES, format_value, recording, speaking
from answerable.workspace import Workspace

FORMAT = 1
Told = Callable[[float, str], None]


def _untold(_share: float, _what: str) -> None:
    """Progress that nobody watches."""


def release(workspace: Workspace, *, note: str = "", progress: Told = _untold,
            newest_event: dict[str, Any] | None = None) -> int:
    """Freeze the figures and judgements of every measure that has any, and return the release's number.

    newest_event: of the register's record of what was done, {"number", "sha256"}, so that a record cut off later shows against
    what was published; None without a register. progress: called with the share done (0 to 1) and what is being done. Raises
    WorkspaceError where there is nothing to release, a file of the records is damaged or another release is being written,
    DefinitionError where a version of a measure does not mean, or a rating rule does not do, what it did in an earlier release.
    """
    head = workspace.head()
    # What is published cannot be taken back: no figure of it may rest on a file that went wrong on the disk.
    check_whole(workspace.store, head)
    check_meanings(workspace, workspace.measures().values())
    check_rules(workspace)
    check_released_plans(workspace)
    check_released(workspace.folder)
    check_ledger(workspace.folder)
    with recording():
        return _made(workspace, head, {"note": note} | ({"register": newest_event} if newest_event else {}), progress)


def _made(workspace: Workspace, head: Manifest, given: dict[str, Any], progress: Told) -> int:
    families, assessed = Families.of(workspace, head), []
    for place, measure in enumerate(families.measures.values()):
        progress(0.4 * place / len(families.measures), measure.id)
        assessed.append(families.assess(measure))
    shown = [item for item in assessed if item.has_figures]
    if not shown:
        raise WorkspaceError("holds no figures to release.", where=str(workspace.folder),
                             remedy="Load records first: `answerable load`.")
    ahead = ahead_of(workspace, head, shown, lambda share, what: progress(0.4 + 0.1 * share, what))
    return _write(workspace, head, shown, ahead, given, progress)


def _write(workspace: Workspace, head: Manifest, shown: Sequence[Assessed], ahead: Ahead, given: dict[str, Any],
           progress: Told) -> int:
    folder = workspace.folder / "releases"
    number = max([int(path.name) for path in folder.glob("[0-9]*") if path.name.isdigit()], default=0) + 1
    told = contradicted(shown, stated_rows(workspace))
    with workspace.store.staging() as staging, disk_errors(folder):
        unfinished = staging / "release"
        writer = Writer(unfinished, welsh_words(workspace.folder))
        year_end = max(headline.period_end for item in shown if (headline := _headline(item.figures)))
        uses, written = _uses(workspace, shown), []
        for place, item in enumerate(shown):
            progress(0.5 + 0.45 * place / len(shown), item.measure.id)
            content = measure_json(workspace, head, item, year_end) | {
                "used_in": uses[item.measure.id], "register": entries_json(entries_of(workspace, head, item.measure))}
            content |= {"contradictions": told.of(item.measure.id)} | ahead.of(item.measure.id)
            written.append((item, writer.measure(content)))
        writer.part_charts([content for _item, content in written])
        writer.json("contradictions", told.as_json())
        writer.json("forecasts", ahead.forecasts(shown), compact=True)
        writer.json("quality", _quality(workspace, head, shown))
        known = {item.measure.id: item.figures for item in shown}
        writer.json("missing", register_of(workspace, head, date.today(), known).as_json())
        header = _header(workspace, head, number, shown[0].decided.record) | {"forecasts": ahead.newest} | given
        writer.signals(header, folder)
        with speaking("en"):
            published = Publication(writer.english(header), workspace.settings.licence, _sources(head), written)
            write_data_package(unfinished, published)
        writer.described()
        _write_header(writer, header, shown)
        _publish(unfinished, folder / f"{number:04d}")
    progress(1.0, "done")
    return number


def _publish(unfinished: Path, target: Path) -> None:
    try:
        os.rename(unfinished, target)
    except OSError as error:
        raise WorkspaceError(f"the release {target.name} is there already.", where=str(target.parent),
                             remedy="Another release was being written: run it again.") from error
    sync_folder(target.parent)


def _uses(workspace: Workspace, shown: Sequence[Assessed]) -> dict[str, dict[str, Any]]:
    """Measure → where it is used."""
    measures, targets = workspace.measures(), read_targets(workspace.folder / "targets")
    released = released_versions(workspace.folder / "releases")
    return {item.measure.id: used_in(item.measure, measures, targets,
                                     item.judgement.rule.id if item.judgement else None, released) for item in shown}


def measure_json(workspace: Workspace, head: Manifest, item: Assessed, year_end: str) -> dict[str, Any]:
    """A measure as a release holds it. year_end: last day (ISO) of the year whose hours of the week are shown."""
    measure, single = item.measure, not item.measure.dimensions
    headline = _headline(item.figures)
    judged = judgement_json(item)

    def asking(version: Measure, asked: Question) -> list[Figure]:
        return _ask(workspace, head, version, asked)

    def shown(figure: Figure) -> dict[str, Any]:
        return _figure_json(figure) | interval_json(measure, figure)

    return {
        "id": measure.id, "version": measure.version, "title": measure.title, "group": measure.group,
        "unit": measure.unit, "direction": measure.direction, "definition": _definition(measure), "sql": sql(measure),
        "dimensions": list(measure.dimensions), "digest": measure.digest, "parent": measure.parent,
        "versions": versions_json(item), "working": working(item, headline),
        "figures": [shown(figure) for figure in item.figures] if single else [],
        "headline": shown(headline) if single and headline else None,
        "judgement": judged["judgement"], "target": judged["target"], "chart": judged["chart"],
        "benchmarks": judged["benchmarks"], "no_standard": judged["no_standard"],
        "funnels": judged["funnels"], "peer_trend": judged["peer_trend"],
        "decisions": judged["decisions"],
        "proposed_steps": [each.as_json(measure.unit) for each in proposed_steps(workspace, head, item)],
        "evidence": _evidence(head, measure, headline),
        "breakdowns": breakdowns(item.definition_of(headline) if headline else measure, headline, asking, shown),
        "response": response_rates(measure, headline, asking, _figure_json),
        "by_hour": by_hour(measure, year_end, asking),
        "grade_times": grade_times(measure, read_schemes(workspace.folder / GRADE_SCHEMES))}


def _definition(measure: Measure) -> dict[str, Any]:
    words, keeper = in_words(measure), measure.keeper
    return {"text": measure.text, "why_it_matters": keeper.why_it_matters, "counted": words.counted, "out_of": words.out_of,
            "clock": words.clock, "left_out": words.left_out, "caveats": list(keeper.caveats), "author": keeper.author,
            "checked_by": keeper.checked_by, "review_due": keeper.review_due.isoformat(),
            "change_log": [dict(entry) for entry in keeper.change_log]}


def _headline(figures: Sequence[Figure]) -> Figure | None:
    """The latest final figure, or the latest provisional one where none is final."""
    with_value = [figure for figure in figures if figure.value is not None]
    final = [figure for figure in with_value if figure.status == "final"]
    known = final or with_value
    return known[-1] if known else None


def _figure_json(figure: Figure) -> dict[str, Any]:
    return {"version": figure.version, "period_start": figure.period_start, "period_end": figure.period_end,
            "label": figure.label,
            "value": figure.value, "text": format_value(figure.value, figure.unit), "numerator": figure.numerator,
            "denominator": figure.denominator, "coverage": figure.coverage, "status": figure.status,
            "untimed": figure.untimed, "note": figure.note}


def _evidence(head: Manifest, measure: Measure, headline: Figure | None) -> dict[str, Any]:
    loads = [] if headline is None else [
        {key: batch.get(key) for key in ("source", "file", "sha256", "loaded_at", "accepted")}
        for batch in head.batches if not batch.get("withdrawn_by") and batch.get("first_day")
        and batch["first_day"] <= headline.period_end and batch["last_day"] >= headline.period_start]
    return {"manifest": head.number, "manifest_sha256": head.sha256, "cut_off": _cut_off(head), "loads": loads,
            "untimed": headline.untimed if headline else 0}


def _cut_off(head: Manifest) -> str | None:
    return max((batch["cut_off"] for batch in head.batches if batch.get("cut_off") and not batch.get("withdrawn_by")),
               default=None)


def _ask(workspace: Workspace, head: Manifest, measure: Measure, asked: Question) -> list[Figure]:
    return ask(workspace.store, head, measure, asked, workspace.settings.time_zone)


def _quality(workspace: Workspace, head: Manifest, shown: Sequence[Assessed]) -> dict[str, Any]:
    """The page on data quality: loads, faults, quarantine, coverage by feed, warnings, gaps by measure."""
    loads, faults, quarantine, warnings = [], [], [], []
    for batch in head.batches:
        named = {"source": batch["source"], "file": batch["file"]}
        loads.append(named | {key: batch.get(key) for key in (
            "loaded_at", "read", "accepted", "quarantined", "duplicate", "first_day", "last_day", "manifest")})
        for fault in batch["faults"]:
            if fault["kept"]:
                faults.append(named | {key: fault[key] for key in ("fault", "column", "records", "words")})
            else:
                quarantine.append(named | {"reason": fault_words(fault["fault"]), "records": fault["records"]})
        warnings += [{"where": batch["file"], "what": text, "remedy": ""} for text in batch["warnings"]]
    warnings += [{"where": "all records", "what": text, "remedy": "Ask the source for the day again, and load it."}
                 for text in day_warnings(workspace.store, head)]
    return {"loads": loads, "faults": faults, "quarantine": quarantine, "coverage": coverage_json(workspace, head),
            "warnings": warnings, "gaps": _gaps(workspace, head, shown)}


def _gaps(workspace: Workspace, head: Manifest, shown: Sequence[Assessed]) -> list[dict[str, Any]]:
    return [{"measure": item.measure.id, "from": gap.first.isoformat(), "to": gap.last.isoformat(), "words": gap.words}
            for item in shown if not item.measure.dimensions
            for gap in explained_gaps(item.figures, entries_of(workspace, head, item.measure))]


def _sources(head: Manifest) -> list[str]:
    """The systems that the records come from, by name."""
    return sorted({str(batch.get("title", batch["source"])) for batch in head.batches if not batch.get("withdrawn_by")})


def _header(workspace: Workspace, head: Manifest, number: int, decisions: Sequence[Decision]) -> dict[str, Any]:
    settings = workspace.settings
    return {"format": FORMAT, "number": number, "created_at": datetime.now(UTC).isoformat(timespec="seconds"),
            "workspace": {"name": settings.name, "governing_body": settings.governing_body,
                          "time_zone": settings.time_zone, "made_up": settings.made_up},
            "manifest": {"number": head.number, "sha256": head.sha256}, "answerable": __version__,
            "cut_off": _cut_off(head), "rating_rule": rule_json(workspace.rating_rule()),
            "chart_plans": plans_json(workspace), "decisions": newest_json(decisions)}


def _write_header(writer: Writer, header: dict[str, Any], shown: Sequence[Assessed]) -> None:
    """Write release.json: what the release is, its measures, and the SHA-256 of every other file."""
    measures = [{"id": item.measure.id, "title": item.measure.title, "group": item.measure.group,
                 "version": item.measure.version, "parent": item.measure.parent, "meanings": meanings(item),
                 "sha256": writer.digest(f"measures/{item.measure.id}.json")} for item in shown]
    writer.header(header | {"languages": list(LANGUAGES), "measures": measures})
