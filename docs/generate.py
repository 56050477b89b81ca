"""Writes the pages of the reference that are made from the program itself: the command line, the measures, the tables.

`python docs/generate.py` writes them; a test holds that they are up to date.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path

from minutes_grammar import minutes_grammar

from answerable.cli.arguments import build_parser
from answerable.judgement.targets import Target, read_targets
from answerable.measures.catalogue import read_measures
from answerable.measures.definition import FORMULAS, Measure
from answerable.measures.explain import in_words, sql
from answerable.records.faults import WORDS
from answerable.records.table import Column, Table
from answerable.records.tables import TABLES

REFERENCE = Path(__file__).resolve().parent / "reference"
QUOTE = "'"
NOTICE = "<!-- Made by docs/generate.py. Change the program or the catalogue, not this page. -->"
DIRECTIONS = {"higher": "higher is better", "lower": "lower is better", "neutral": "neither direction is better"}
EXIT_CODES = """
## Exit codes and output

| code | means |
|---|---|
| 0 | done |
| 1 | `answerable store verify` found damage: what it printed names it |
| 2 | also: `answerable audit verify` found that the record of what was done is not as it was written: it names what |
| 2 | an error that you can mend: one line on the error output says what, where, and the remedy; nothing was changed |
| 130 | stopped with Ctrl+C |

What you asked for goes to the standard output, progress and errors to the error output. So
`answerable figures … --format csv > figures.csv` writes figures and nothing else. What `--format json` prints is
stable for scripts.
"""


def command_line() -> str:
    """The page on the command line, from the parser."""
    parser = build_parser()
    parts = [NOTICE, "# The command line", str(parser.description), EXIT_CODES.strip()]
    for name, verb in _verbs(parser).items():
        parts.append(f"## answerable {name}\n\n{verb.description}\n\n{_usage(verb)}\n\n{_arguments(verb)}"
                     f"\n\n{_example(verb)}")
    return "\n\n".join(parts) + "\n"


def _verbs(parser: argparse.ArgumentParser) -> dict[str, argparse.ArgumentParser]:
    action = next(action for action in parser._actions if isinstance(action, argparse._SubParsersAction))
    return dict(action.choices)


def _usage(verb: argparse.ArgumentParser) -> str:
    return f"    {' '.join([verb.prog, *map(_in_usage, _own_actions(verb))])}"


def _own_actions(verb: argparse.ArgumentParser) -> list[argparse.Action]:
    return [action for action in verb._actions if not isinstance(action, argparse._HelpAction)]


def _in_usage(action: argparse.Action) -> str:
    shown = _value_name(action)
    if action.option_strings:
        return f"[{f'{action.option_strings[0]} {shown}'.rstrip()}]"
    return {"+": f"{shown} [{shown} ...]", "?": f"[{shown}]"}.get(str(action.nargs), shown)


def _value_name(action: argparse.Action) -> str:
    if action.nargs == 0:
        return ""
    if action.choices:
        return "|".join(map(str, action.choices))
    return str(action.metavar or action.dest.upper())


def _arguments(verb: argparse.ArgumentParser) -> str:
    rows = [f"| `{_named(action)}` | {action.help or ''} |" for action in _own_actions(verb)]
    return "\n".join(["| argument | meaning |", "|---|---|", *rows])


def _named(action: argparse.Action) -> str:
    shown = " or ".join(map(str, action.choices)) if action.choices else _value_name(action)
    return f"{', '.join(action.option_strings)} {shown}".strip()


def _example(verb: argparse.ArgumentParser) -> str:
    lines = (verb.epilog or "").removeprefix("Example:\n").splitlines()
    return "Example:\n\n" + "\n".join(f"    {line.strip()}" for line in lines)


def measures() -> str:
    """The page on the shipped measures, from the catalogue."""
    targets = read_targets()
    known = sorted(read_measures().values(), key=lambda measure: (measure.group, measure.id))
    parts = [NOTICE, "# The shipped measures",
             "Every measure of the catalogue, in the words that `answerable measures show` prints. Own ones: "
             "[write a measure](../how-to/write-a-measure.md). Terms: [glossary](../glossary.md). The columns of the "
             "SQL: [the contacts table](contacts.md), with the dimensions joined on and a column `period`.",
             _list(known)]
    for group, members in groupby(known, key=lambda measure: measure.group):
        parts.append(f"## {group}")
        parts += [_measure(measure, targets) for measure in members]
    return "\n\n".join([*parts, _formulas()]) + "\n"


def _list(known: Sequence[Measure]) -> str:
    rows = [f"| [{measure.id}](#{measure.id}) | {measure.title} | {measure.unit} | {measure.clock or '–'} |"
            for measure in known]
    return "\n".join(["| measure | title | unit | clock |", "|---|---|---|---|", *rows])


def _measure(measure: Measure, targets: Sequence[Target]) -> str:
    words = in_words(measure)
    lines = [f"### {measure.id}\n", f"**{measure.title}** (version {measure.version}; {measure.unit}; "
             f"{DIRECTIONS[measure.direction]})\n", f"{measure.keeper.why_it_matters}\n",
             f"- Counted: {words.counted}.", f"- Out of: {words.out_of}.", f"- Clock: {words.clock}",
             f"- Left out: {words.left_out}", *_more(measure, targets)]
    lines += [f"- To mind: {caveat}" for caveat in measure.keeper.caveats]
    return "\n".join([*lines, f"\n```sql\n{sql(measure)}\n```"])


def _more(measure: Measure, targets: Sequence[Target]) -> Iterator[str]:
    if measure.parent:
        yield f"- Part of, or another view of: [{measure.parent}](#{measure.parent})."
    if measure.formula:
        yield f"- Formula: `{measure.formula}`."
    for target in targets:
        if target.measure == measure.id:
            whose = f"; for {target.applies_to} alone" if target.applies_to else ""
            yield f"- Target: {target.asks.brief(measure.unit)} ({target.status}; {target.owner}{whose}). {target.source}"


def _formulas() -> str:
    rows = [f"| `{name}` | {counted} | {of} |" for name, (counted, of) in FORMULAS.items()]
    return "\n".join(["## The five formulas of a service level\n",
                      "Systems and forces divide differently. Which one a measure uses is part of its definition.\n",
                      "| formula | counted | out of |", "|---|---|---|", *rows])


def faults() -> str:
    """The page on faults and reasons for quarantine, from their words."""
    rows = [f"| `{code}` | {words} |" for code, words in sorted(WORDS.items())]
    return "\n\n".join([NOTICE, "# Faults and reasons for quarantine",
                        "What a load can say of a file's rows. A fault leaves the record in and is counted; a row in "
                        "quarantine is no record. `answerable load` says of each which it was (*kept* or "
                        "*quarantined*), with the number of records, the column and an example that names a row.",
                        "\n".join(["| code | words |", "|---|---|", *rows])]) + "\n"


TABLES_INTRODUCTION = """
Beside [contacts](contacts.md), a workspace can hold the tables below. A [source](sources.md) names its table with `table:`
and gives its columns. For each table there is a source `generic_…` that reads a file with these very column names and one
column more that numbers its records; what such a file lacks stays empty.

- A **time** is an instant; without a zone it is read in the source's `time_zone`. The time marked *places the record* decides
  the day it counts in. A row without it, or with a time that cannot be understood, goes to quarantine.
- A **word** can be grouped by and filtered on. Where only certain words are possible, another one in a column that may not be
  empty puts the row into quarantine; in any other it is taken as not given, and counted as a fault.
- A **text** is kept beside the record, to link it with others.
- A **person** is stored only as a pseudonym made with the workspace's own key.
- An **amount** is a number, kept in thousandths.

A time that lies before the one that must come first is voided: the record stays, the fault is counted. A clock that lacks one
of its two times has no value for that record, never 0.
"""


def tables() -> str:
    """The page on the tables beside the contacts, from their contract."""
    shown = [table for table in TABLES.values() if table.own_schema is None]
    return "\n\n".join([NOTICE, "# Tables beside the contacts", TABLES_INTRODUCTION.strip(), *map(_table, shown)]) + "\n"


def _table(table: Table) -> str:
    columns = [f"| `{column.name}` | {column.kind} | {_may_be_empty(column)} | {_about(column)} |"
               for column in table.columns]
    parts = [f"## `{table.name}`: {table.title}", table.about, f"Source for a plain table: `generic_{table.name}`.",
             "\n".join(["| column | kind | may be empty | meaning |", "|---|---|---|---|", *columns])]
    if table.clocks:
        parts.append("\n".join(["| clock | from … to |", "|---|---|",
                                *(f"| `{clock.name}` | {clock.about} |" for clock in table.clocks)]))
    if table.flags:
        parts.append("\n".join(["| yes or no | meaning |", "|---|---|",
                                *(f"| `{flag.name}` | {flag.about} |" for flag in table.flags)]))
    return "\n\n".join(parts)


def _may_be_empty(column: Column) -> str:
    if column.required:
        return "**no**"
    if column.default is not None:
        return f"no (default `{column.default.strip(QUOTE)}`)"
    return f"yes (then as `{column.same_as}`)" if column.same_as else "yes"


def _about(column: Column) -> str:
    words = f": {', '.join(f'`{word}`' for word in column.words)}" if column.words else ""
    unit = f", in {column.unit}" if column.unit else ""
    return f"{column.about}{unit}{words}"


PAGES = {"command-line.md": command_line, "measures.md": measures, "faults.md": faults, "tables.md": tables,
         "minutes-grammar.md": minutes_grammar}


def main() -> None:
    """Write every page."""
    for name, make in PAGES.items():
        (REFERENCE / name).write_text(make(), encoding="utf-8")


if __name__ == "__main__":
    main()
