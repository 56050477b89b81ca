"""The verbs that only ask: figures, judge, measures, sources, doctor."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import Any

from answerable.cli.printing import as_csv, as_json, as_table
from answerable.errors import AnswerableError, InputError
from answerable.words import format_things
from answerable.workspace import Workspace, dimension_filter

FIRST_COLUMNS = ("period_start", "period_end")
LAST_COLUMNS = ("value", "unit", "numerator", "denominator", "coverage", "status", "note")
LATEST_COLUMNS = ("latest_month_value", "latest_month_denominator")
INTERVAL_COLUMNS = ("interval_low", "interval_high")
FIXED = {"measure", "version", *FIRST_COLUMNS, *LAST_COLUMNS, *INTERVAL_COLUMNS, *LATEST_COLUMNS}


def figures(arguments: Namespace) -> None:
    """Print or write figures."""
    workspace = Workspace(arguments.workspace)
    rows = workspace.figure_rows(arguments.measure, arguments.by or ["month"], dimension_filter(arguments.where),
                                 arguments.start, arguments.end, as_of=arguments.as_of, version=arguments.version)
    if arguments.format == "parquet":
        _write_parquet(rows, arguments.output)
        return
    text = {"json": as_json, "csv": as_csv, "table": _table}[arguments.format](rows)
    if arguments.output:
        Path(arguments.output).write_text(text + "\n", encoding="utf-8")
    else:
        print(text)


def _table(rows: list[dict[str, Any]]) -> str:
    if not rows:
        return "No records for this measure. `answerable doctor` says what is missing."
    dimensions = [name for name in rows[0] if name not in FIXED]
    latest = [name for name in (*INTERVAL_COLUMNS, *LATEST_COLUMNS) if name in rows[0]]
    table = as_table(rows, [*FIRST_COLUMNS, *dimensions, *LAST_COLUMNS[:-1], *latest, LAST_COLUMNS[-1]])
    return f"{rows[0]['measure']}, version {rows[0]['version']}\n{table}"


def _write_parquet(rows: list[dict[str, Any]], output: str | None) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    if not output:
        raise InputError("Parquet is not for the screen.", remedy="Say where to: --output figures.parquet.")
    numbers = ("value", "numerator", "denominator", "coverage")
    for row in rows:
        row |= {name: None if row[name] is None else float(row[name]) for name in (*numbers, *INTERVAL_COLUMNS) if name in row}
    pq.write_table(pa.Table.from_pylist(rows), output)
    print(f"Wrote {len(rows):,} figures to {output}.")


def judge(arguments: Namespace) -> int:
    """Print judgements: the sentence, the rating and its reasons; or what contradicts the ratings."""
    from answerable.judging import Families, judgement_json

    workspace = Workspace(arguments.workspace)
    families = Families.of(workspace, workspace.state(arguments.as_of), workspace.rating_rule(arguments.rule))
    chosen = [workspace.measure(arguments.measure)] if arguments.measure else list(families.measures.values())
    found = [assessed for measure in chosen if (assessed := families.assess(measure)).judgement]
    if arguments.contradictions or arguments.stated:
        from answerable.cli.contradicting import print_contradicted

        return print_contradicted(arguments, workspace, found)
    if arguments.format == "json":
        print(as_json([{"measure": item.measure.id, "version": item.measure.version, **judgement_json(item)}
                       for item in found]))
        return 0
    if not found:
        print("There is nothing to judge: no records for this measure. `answerable doctor` says what is missing.")
    for item in found:
        print(_judgement(item.measure.id, judgement_json(item)))
    return 0


def _judgement(measure: str, said: dict[str, Any]) -> str:
    judged, plan = said["judgement"], said["chart"]["plan"]["id"]
    lines = [measure, f"  {judged['sentence']}"]
    if judged["rating"]:
        lines.append(f"  Rating: {judged['rating']['words']} (rule {judged['rating_rule']}, chart plan {plan}, "
                     f"{judged['rule_set']})")
    lines += _decided(judged)
    return "\n".join(lines + [f"  - {reason['words']} [{reason['code']}]" for reason in judged["reasons"]])


def _decided(judged: dict[str, Any]) -> list[str]:
    """The override and the stage that stand beside the computed rating."""
    lines, override, stage = [], judged.get("override"), judged.get("stage")
    if override:
        lines.append(f"  Overridden until {override['expires']}: {override['rating']['words']} (decision "
                     f"{override['decision']}, {override['by']} and {override['second']}): {override['reason']}")
    if stage:
        pause = f", until \"{stage['until']}\", at the latest until {stage['latest']}" if stage["until"] else ""
        lines.append(f"  Stage: {stage['words']}{pause} (decision {stage['decision']}, {stage['by']}): {stage['reason']}")
    return lines


def _own(arguments: Namespace, kind: str) -> Path | None:
    return Workspace(arguments.workspace).folder / kind if arguments.workspace else None


def measures(arguments: Namespace) -> int:
    """List, show or check measure definitions."""
    from answerable.measures.catalogue import read_measures
    from answerable.measures.explain import described, in_words, sql

    if arguments.what == "check":
        from answerable.cli.checking import check_measures

        return check_measures(arguments)
    known = read_measures(_own(arguments, "measures"))
    if arguments.what == "list":
        rows = [{"measure": item.id, "version": item.version, "unit": item.unit, "title": item.title}
                for item in known.values()]
        print(as_json(rows) if arguments.format == "json" else as_table(rows))
        return 0
    measure = _named(known, arguments.measure, "measure")
    if arguments.format == "json":
        print(as_json({"measure": measure.id, "version": measure.version, "title": measure.title,
                       "words": in_words(measure).__dict__, "sql": sql(measure)}))
    else:
        print(described(measure))
    return 0


def _named(known: Any, name: str | None, what: str) -> Any:
    from answerable.errors import did_you_mean

    if name is None:
        raise InputError(f"which {what}?", remedy=f"Name one; `answerable {what}s list` lists them.")
    if name not in known:
        raise InputError(f"there is no {what} '{name}'.",
                         remedy=did_you_mean(name, known) or f"`answerable {what}s list` names them all.")
    return known[name]


def _check(files: dict[str, Path], read: Any, what: str) -> int:
    """Read every definition; say every fault of every file."""
    faulty = 0
    for path in files.values():
        try:
            read(path)
        except AnswerableError as error:
            faulty += 1
            print(f"{path.name}:")
            print("\n".join(f"  - {fault}" for fault in getattr(error, "faults", ()) or [error.line()]))
    print(f"{len(files)} {what} checked, {faulty} with faults.")
    return 2 if faulty else 0


def sources(arguments: Namespace) -> int:
    """List, show, check or propose sources."""
    from answerable.records.sources import list_sources, read_source

    known = list_sources(_own(arguments, "sources"))
    if arguments.what == "check":
        return _check(known, read_source, "sources")
    if arguments.what == "list":
        rows = [{"source": name, "table": source.table, "title": source.title}
                for name, path in known.items() for source in [read_source(path)]]
        print(as_table(rows))
    elif arguments.what == "show":
        print(_named(known, arguments.name, "source").read_text(encoding="utf-8").rstrip())
    elif arguments.name is None:
        raise InputError("which file shall be looked at?", remedy="answerable sources new calls.csv")
    else:
        from answerable.records.proposing import propose

        print(propose(Path(arguments.name)))
    return 0


def doctor(arguments: Namespace) -> None:
    """Say what is wrong or missing."""
    from answerable.doctor import examine

    findings = examine(Workspace(arguments.workspace))
    if arguments.format == "json":
        print(as_json(findings))
        return
    for finding in findings:
        print(f"{finding['kind']}: {finding['where']}: {finding['what']} {finding['remedy']}".rstrip())
    print(f"{format_things(len(findings), 'finding', 'findings')}." if findings else "Nothing wrong was found.")
