"""`answerable benchmarks import`: a list of published figures into a workspace."""

from __future__ import annotations

from argparse import Namespace
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from answerable.cli.printing import as_json
from answerable.comparing.importing import HELD, REFUSED, TAKEN, Row, read_as, read_list
from answerable.comparing.keeping import write_benchmarks
from answerable.comparing.mapping import import_mapping
from answerable.comparing.organisations import FILE, read_organisations
from answerable.errors import InputError
from answerable.words import format_count, format_things
from answerable.workspace import Workspace


def import_list(arguments: Namespace) -> int:
    """Import a list; say of each row that was not taken why."""
    if len(arguments.names) != 2:
        raise InputError("import needs a workspace and a file.",
                         remedy="answerable benchmarks import my-force published_figures.csv")
    workspace, source = Workspace(arguments.names[0]), Path(arguments.names[1])
    mapping = import_mapping(arguments.mapping, workspace.folder / "imports")
    organisations = read_organisations(workspace.folder / FILE)
    rows = read_list(source, mapping, organisations, read_as(arguments.read_as, mapping))
    if arguments.format == "table":
        print("\n".join(_in_words(rows, source.name)))
    target = None if arguments.dry_run else write_benchmarks(
        workspace.folder / "benchmarks", source, rows, mapping, decided=arguments.read_as, replacing=arguments.replace)
    if arguments.format == "json":
        print(as_json(_for_scripts(rows, target)))
    elif target:
        print(f"Written to {target}. To withdraw these figures, remove the file.")
    else:
        print("Nothing was written (--dry-run).")
    return 0


def _in_words(rows: Sequence[Row], file: str) -> list[str]:
    counts = Counter(row.outcome for row in rows)
    lines = [f"{file}: {format_things(len(rows), 'figure', 'figures')} = " + " + ".join(
        f"{format_count(counts[outcome])} {outcome}" for outcome in (TAKEN, HELD, REFUSED))]
    return lines + [f"  {outcome}: {row.name}: {row.words}" for outcome in (HELD, REFUSED)
                    for row in rows if row.outcome == outcome]


def _for_scripts(rows: Sequence[Row], target: Path | None) -> dict[str, object]:
    counts = Counter(row.outcome for row in rows)
    return {"read": len(rows), "taken": counts[TAKEN], "to_decide": counts[HELD], "refused": counts[REFUSED],
            "written": str(target) if target else None,
            "rows": [{"row": row.number, "outcome": row.outcome, "words": row.words, "metric": row.text["metric"],
                      "about": row.about or row.text["about"]} for row in rows]}
