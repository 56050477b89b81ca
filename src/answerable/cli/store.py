"""The verb `store`: verifying, history, tidying and mending."""

from __future__ import annotations

from argparse import Namespace
from typing import Any

from answerable.cli.printing import Progress, as_json, as_table
from answerable.errors import InputError
from answerable.words import format_things
from answerable.workspace import Workspace

FINDINGS = 1
MOST_LISTED = 20


def store(arguments: Namespace) -> int:
    """Do what is asked of the store. Returns the exit code: 1 where something is damaged."""
    workspace = Workspace(arguments.workspace)
    if arguments.what != "tidy" and (arguments.keep_days is not None or arguments.dry_run):
        raise InputError("--keep-days and --dry-run are for `answerable store tidy`.",
                         remedy="Leave them out.")
    return {"verify": _verify, "history": _history, "tidy": _tidy, "mend": _mend}[arguments.what](workspace, arguments)


def _verify(workspace: Workspace, arguments: Namespace) -> int:
    from answerable.records.verifying import verify

    progress = Progress("Verifying", quiet=arguments.quiet)
    verified = verify(workspace.store, progress)
    progress.done(f"{format_things(verified.files, 'file', 'files')}, {_size(verified.bytes)}")
    if arguments.format == "json":
        print(as_json(verified.as_json()))
        return FINDINGS if verified.findings else 0
    for finding in verified.findings:
        print(_finding(finding.as_json()))
    looked = (f"{format_things(verified.manifests, 'manifest', 'manifests')}, "
              f"{format_things(verified.releases, 'release', 'releases')} and "
              f"{format_things(verified.files, 'file', 'files')} ({_size(verified.bytes)}) were looked at: ")
    print(looked + (f"{format_things(len(verified.findings), 'finding', 'findings')}." if verified.findings
                    else "everything is as it was written."))
    return FINDINGS if verified.findings else 0


def _finding(finding: dict[str, Any]) -> str:
    named = {"table": finding["table"], "month": finding["month"], "part": finding["part"]}
    holds = ", ".join(f"{key} {value}" for key, value in named.items() if value)
    first, last = finding["manifests"] or (None, None)
    needed = "" if first is None else f"manifest {first}" if first == last else f"manifests {first} to {last}"
    about = "; ".join(filter(None, (holds, needed)))
    return f"{finding['kind']}: {finding['file']}{f' ({about})' if about else ''}: {finding['what']} {finding['remedy']}"


def _history(workspace: Workspace, arguments: Namespace) -> int:
    from answerable.records.history import history

    states = history(workspace.store, workspace.settings.time_zone)
    rows = [{"manifest": state.manifest, "committed": state.created_at, "what": state.what, "rows": state.rows,
             "bytes": state.bytes, "releases": list(state.releases)} for state in states]
    if arguments.format == "json":
        print(as_json(rows))
    elif rows:
        print(as_table([row | {"releases": ", ".join(state.releases)} for row, state in zip(rows, states, strict=True)]))
    else:
        print("Nothing was loaded yet.")
    return 0


def _tidy(workspace: Workspace, arguments: Namespace) -> int:
    from answerable.records.tidying import tidy

    progress = Progress("Tidying", quiet=arguments.quiet)
    workspace.store.tell = progress.tell
    gone = tidy(workspace.store, arguments.keep_days, dry_run=arguments.dry_run, progress=progress)
    if arguments.format == "json":
        print(as_json(gone.__dict__ | {"dry_run": arguments.dry_run}))
        return 0
    would = "Would remove" if arguments.dry_run else "Removed"
    if arguments.dry_run:
        print("\n".join(_shortened([*(f"log/{number:08d}.json" for number in gone.manifests), *gone.no_longer_needed,
                                    *gone.left_over]) or ["(nothing)"]))
    print(f"{would} {format_things(len(gone.manifests), 'state', 'states')} with "
          f"{format_things(len(gone.no_longer_needed), 'file', 'files')} of theirs, and "
          f"{format_things(len(gone.left_over), 'left-over file', 'left-over files')}: {_size(gone.bytes)}.")
    if gone.too_new:
        print(f"{format_things(gone.too_new, 'file is', 'files are')} less than a day old and stay: a load on another "
              "machine may still need them.")
    return 0


def _mend(workspace: Workspace, arguments: Namespace) -> int:
    workspace.store.tell = Progress("Mending", quiet=arguments.quiet).tell
    mended = workspace.mend()
    if arguments.format == "json":
        print(as_json(mended.__dict__))
        return 0
    if mended.manifest is None:
        print("No file of the newest state is damaged: nothing was changed.")
        return 0
    for table, month in mended.folded:
        print(f"made anew from their records: the cells of {table}, {month}")
    for table, month in mended.taken_out:
        print(f"taken out, as its records are damaged: {table}, {month}")
    for source, file in mended.load_again:
        print(f"load again, in this order: {file} (source {source})")
    print(f"The newest state is manifest {mended.manifest} now. Older ones are as they were.")
    return 0


def _shortened(names: list[str]) -> list[str]:
    more = len(names) - MOST_LISTED
    return names if more <= 0 else [*names[:MOST_LISTED], f"... and {more:,} more"]


def _size(count: int) -> str:
    return f"{count / 1e6:,.1f} MB"
