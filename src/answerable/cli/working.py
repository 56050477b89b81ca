"""The verbs that change something: init, load, withdraw, release; and serve."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import Any

from answerable.cli.printing import Progress, as_json
from answerable.records.withdrawing import to_load_again
from answerable.words import format_things
from answerable.workspace import Workspace


def init(arguments: Namespace) -> None:
    """Make a workspace."""
    workspace = Workspace.create(arguments.workspace, name=arguments.name, governing_body=arguments.governing_body,
                                 time_zone=arguments.time_zone)
    print(f"Made the workspace {workspace.folder}. Next: `answerable load {workspace.folder} SOURCE FILE`; "
          "`answerable sources list` names the sources.")


def load(arguments: Namespace) -> None:
    """Load files: all of them, or none when one of them is not what the source says."""
    workspace = Workspace(arguments.workspace)
    what = Path(arguments.files[0]).name if len(arguments.files) == 1 else f"{len(arguments.files)} files"
    progress = Progress(f"Loading {what}", quiet=arguments.quiet)
    workspace.store.tell = progress.tell
    loaded = workspace.load_many([(arguments.source, Path(name)) for name in arguments.files], progress=progress)
    reports = [report.as_json() for report in loaded]
    total = _together(reports)
    progress.done(f"{total['read']:,} read, {total['accepted']:,} accepted, {total['quarantined']:,} quarantined, "
                  f"{total['duplicate']:,} duplicate")
    print(as_json(total) if arguments.format == "json" else "\n".join(map(_in_words, reports)))


def _together(reports: list[dict[str, Any]]) -> dict[str, Any]:
    """One report for scripts: the sums, every fault and warning, and each file's own report."""
    if len(reports) == 1:
        return reports[0]
    total: dict[str, Any] = {key: sum(report[key] for report in reports) for key in
                             ("read", "accepted", "quarantined", "duplicate", "replaced", "withdrawn", "left_out")}
    faults: dict[tuple[str, str], dict[str, Any]] = {}
    for report in reports:
        for fault in report["faults"]:
            held = faults.setdefault((fault["fault"], fault["column"]),
                                     fault | {"records": 0, "example": f"{report['file']}, {fault['example']}"})
            held["records"] += fault["records"]
    total["faults"] = list(faults.values())
    total["warnings"] = [f"{report['file']}: {text}" for report in reports for text in report["warnings"]]
    return total | {"files": reports}


def _in_words(report: dict[str, Any]) -> str:
    lines = [f"{report['file']}: {report['read']:,} read = {report['accepted']:,} accepted + "
             f"{report['quarantined']:,} quarantined + {report['duplicate']:,} duplicate"]
    if report["first_day"]:
        lines.append(f"  days {report['first_day']} to {report['last_day']}; manifest {report['manifest']}")
    for key in ("replaced", "withdrawn", "left_out"):
        lines += [f"  {report[key]:,} {key.replace('_', ' ')}"] if report[key] else []
    for fault in report["faults"]:
        kept = "kept" if fault["kept"] else "quarantined"
        counted = format_things(fault["records"], "record", "records")
        lines.append(f"  {kept}: {counted}, {fault['column'] or 'row'}: {fault['words']} ({fault['example']})")
    return "\n".join(lines + [f"  warning: {text}" for text in report["warnings"]])


def withdraw(arguments: Namespace) -> None:
    """Take a loaded file's records out."""
    workspace = Workspace(arguments.workspace)
    workspace.store.tell = Progress("Withdrawing").tell
    gone = workspace.withdraw(arguments.file)
    counted = format_things(gone, "record", "records")
    print(f"Withdrew {counted} of {arguments.file}. Load the file again to bring them back.")
    if again := to_load_again(workspace.head()):
        print(f"Load again, as they may have had some of the same records: {', '.join(dict.fromkeys(again))}.")


def release(arguments: Namespace) -> None:
    """Freeze a release."""
    from answerable.cli.audit import newest_event
    from answerable.releases import release as freeze

    workspace = Workspace(arguments.workspace)
    progress = Progress("Releasing", quiet=arguments.quiet)
    workspace.store.tell = progress.tell
    number = freeze(workspace, note=arguments.note, progress=progress, newest_event=newest_event(workspace.folder))
    progress.done(f"release {number}")
    print(f"Release {number} is in {workspace.folder / 'releases' / f'{number:04d}'}. "
          f"See it with `answerable serve {workspace.folder}`.")
    from answerable.cli.promises import follow_after_release

    if followed := follow_after_release(workspace.folder):
        print(followed)


def serve(arguments: Namespace) -> None:
    """Serve the public site until stopped."""
    workspace = Workspace(arguments.workspace)
    try:
        from answerable.web.server import serve as start
    except ImportError as error:
        from answerable.errors import InputError

        raise InputError(f"the site's parts are not installed ({error.name}).",
                         remedy="Install them: pip install answerable.") from error
    start(workspace.folder, host=arguments.host, port=arguments.port)
