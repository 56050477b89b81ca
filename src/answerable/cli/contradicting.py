"""What contradicts a rating: `answerable check-report`, and `answerable judge --contradictions`."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from answerable.cli.printing import as_csv, as_json
from answerable.comparing.report_check import Found, check_rows, unchecked
from answerable.comparing.stated_ratings import Report, read_report
from answerable.content import shipped
from answerable.contradicting import Contradicted, contradicted, known_measures, rating_words, stated_rows
from answerable.errors import InputError
from answerable.judgement.evidence import Contradiction
from answerable.judging import Assessed
from answerable.words import format_things
from answerable.workspace import Workspace

FAULTY = 2
EXAMPLE = "example.csv"


def check_report(arguments: Namespace) -> int:
    """Say of each rating of a report what contradicts it. Returns 2 where the file has faults."""
    if arguments.example:
        print((shipped("reports") / EXAMPLE).read_text(encoding="utf-8").rstrip())
        return 0
    if arguments.file is None:
        raise InputError("which report?", remedy="Name its file; `answerable check-report --example` prints one to begin with.")
    report = read_report(Path(arguments.file), rating_words())
    if report.faults:
        return _say_faults(report)
    _print_found(arguments.format, report, check_rows(report.rows))
    return 0


def print_contradicted(arguments: Namespace, workspace: Workspace, found: Sequence[Assessed]) -> int:
    """Say what contradicts the ratings shown of a workspace, and those of reports. Returns 2 where a report has faults."""
    words, measures = rating_words(workspace), known_measures(workspace.measures().values())
    rows = [row for row in stated_rows(workspace) if arguments.measure in (None, row.measure)]
    for name in arguments.stated:
        report = read_report(Path(name), words, measures)
        if report.faults:
            return _say_faults(report)
        rows += report.rows
    told = contradicted(found, rows)
    if arguments.format == "json":
        print(as_json([as_row(item) | {"figures": item.figures} for item in told.all]))
    else:
        print("\n".join([*_counted(told), *_listed(told.all), *unchecked(rows)]))
    return 0


def _counted(told: Contradicted) -> Iterable[str]:
    certain = len({id(item.stated) for item in told.all if item.certain})
    yield f"{format_things(told.checked, 'rating', 'ratings')} held against the evidence, {certain} contradicted."


def _say_faults(report: Report) -> int:
    for fault in report.faults:
        print(f"answerable: {fault}", file=sys.stderr)
    print(f"answerable: {format_things(len(report.faults), 'fault', 'faults')} in {report.file}; nothing was checked.",
          file=sys.stderr)
    return FAULTY


def _print_found(form: str, report: Report, found: Sequence[Found]) -> None:
    if form == "json":
        print(as_json([{"line": item.row.line, **as_row(item.told), "figures": item.told.figures} for item in found]))
    elif form == "csv":
        print(as_csv([{"line": item.row.line, **as_row(item.told)} for item in found]))
    else:
        print("\n".join([*_summary(report, found), *_listed([item.told for item in found]), *unchecked(report.rows)]))


def as_row(told: Contradiction) -> dict[str, Any]:
    """A contradiction for scripts."""
    content = told.as_json()
    content.pop("figures")
    return {"measure": told.stated.measure, "title": told.stated.title, **content}


def _summary(report: Report, found: Sequence[Found]) -> Iterable[str]:
    rated = [row for row in report.rows if row.stated.rated]
    certain = {item.row.line for item in found if item.told.certain}
    ratings = format_things(len(rated), "rating", "ratings")
    measures = format_things(len({row.measure for row in rated}), "measure", "measures")
    yield f"{report.file}: {ratings} of {measures}, {len(certain)} contradicted."


def _listed(found: Iterable[Contradiction]) -> Iterable[str]:
    """The contradictions in words: those beyond doubt first, then those that chance, or what is not told, may explain."""
    listed = list(found)
    for certain, heading in ((True, "Contradicted:"), (False, "To ask about:")):
        chosen = [item for item in listed if item.certain is certain]
        if chosen:
            yield heading
        yield from (in_words(item) for item in chosen)


def in_words(told: Contradiction) -> str:
    """A contradiction as a line: the measure, the sentence, its source and its code."""
    source = f" ({told.stated.source})" if told.stated.source and told.code != "statements-disagree" else ""
    return f"- {told.stated.title}: {told.words}{source} [{told.code}]"
