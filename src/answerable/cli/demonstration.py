"""`answerable demo`: a workspace filled with the made-up force, by the very steps that a user takes."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from argparse import Namespace
from contextlib import suppress
from pathlib import Path

from answerable.cli.demonstration_forecasts import forecast_the_past
from answerable.cli.demonstration_room import add_what_if
from answerable.cli.printing import Progress
from answerable.cli.simulating import ready
from answerable.decisions.checking import months_later
from answerable.errors import DefinitionError, WorkspaceError
from answerable.records.synthetic import (
    CALENDAR_FOLDER,
    GRADE_SCHEMES_FOLDER,
    NEIGHBOURS_FOLDER,
    REGISTER_FOLDER,
    SOURCES,
    TARGETS_FOLDER,
    make_force,
)
from answerable.releases import release
from answerable.workspace import SETTINGS, Workspace

NAME = "Westshire Police"
PASSWORD = "made-up-westshire"   # of every account of the demonstration (answerable.web.demonstrating.cast)
LATER = "later"
COMMISSIONER = "Police and Crime Commissioner of Westshire (made up)"
BODY = "Westshire Police and Crime Commissioner"


def demo(arguments: Namespace) -> None:
    """Make the records, load them, judge and release."""
    folder, started = Path(arguments.workspace), time.monotonic()
    if (folder / SETTINGS).exists():
        print(f"{folder} is there already; nothing was made. `answerable serve {folder}` serves it.")
        return
    if folder.exists() and any(folder.iterdir()):
        raise WorkspaceError("is not empty and is no workspace.", where=str(folder), remedy="Name another folder.")
    unfinished = folder.with_name(f".{folder.name}-unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    workspace = Workspace.create(unfinished, name=NAME, governing_body=BODY, made_up=True)
    for name, text in SOURCES.items():
        (workspace.folder / "sources" / f"{name}.yaml").write_text(text, encoding="utf-8")
    shutil.copytree(TARGETS_FOLDER, workspace.folder / "targets", dirs_exist_ok=True)
    shutil.copytree(GRADE_SCHEMES_FOLDER, workspace.folder / "grade_schemes", dirs_exist_ok=True)
    shutil.copytree(REGISTER_FOLDER, workspace.folder / "register", dirs_exist_ok=True)
    shutil.copytree(NEIGHBOURS_FOLDER, workspace.folder, dirs_exist_ok=True)
    shutil.copytree(CALENDAR_FOLDER, workspace.folder, dirs_exist_ok=True)
    add_what_if(workspace.folder, arguments.scale)
    records = _fill(workspace, arguments)
    # The past comes first: on its days nothing of what is decided now was known.
    progress = Progress("Forecasting as in earlier months")
    progress.done(f"{forecast_the_past(workspace, progress)} entries of the forecast ledger")
    _decide(workspace)
    progress = Progress("Judging and releasing")
    progress.done(f"release {release(workspace, note='The demonstration', progress=progress)}")
    _fill_register(workspace)
    # Only a finished demonstration gets its name, so a stopped one is never taken for whole.
    unfinished.rename(folder)
    print(f"Made {folder}: {records:,} records of a made-up force in {time.monotonic() - started:.0f} s.\n"
          f"Look at it: answerable serve {folder}\n"
          f"Sign in as officer@westshire.example (policy officer), chief@, member of the panel panel@ … with {PASSWORD}")


def _fill_register(workspace: Workspace) -> None:
    """Meetings, promises, plans and actions of the made-up force. In a process of its own: Django is set up for one workspace
    alone, and a program that makes several would fill the first."""
    progress = Progress("Filling the register")
    done = subprocess.run([sys.executable, "-m", "answerable.web.demonstrating", str(workspace.folder)], capture_output=True,
                          text=True, check=False)
    if done.returncode:
        raise WorkspaceError(f"the register could not be filled: {done.stderr.strip().splitlines()[-1]}",
                             where=str(workspace.folder), remedy="Everything else is made; say `answerable demo` once more.")
    progress.done("meetings, promises, plans and actions")


def _decide(workspace: Workspace) -> None:
    """What people of the made-up force decided, by the steps that anybody takes. A step needs figures before and after."""
    today = workspace.today()
    workspace.decide("stage", family="101-offered", stage="watching", by=COMMISSIONER,
                     reason="101 collapsed in the summer of 2025 and has recovered; it is watched for a year")
    workspace.decide("stage", measure="attendance-within-grade-time", stage="paused", until="Report on regrading",
                     latest=months_later(today, 5), by=COMMISSIONER,
                     reason="The inspectorate looks into regrading; the questions wait for what it finds")
    workspace.decide("override", measure="attendance-within-grade-time", rating="not-rated", by=COMMISSIONER,
                     second="Chief Constable of Westshire (made up)", expires=months_later(today, 3),
                     reason="Since November 2025 incidents are regraded just before their time is over: the figure gains, and "
                     "nobody comes any sooner",
                     evidence="Share of incidents regraded before the limit; dip sample of 30 incidents")
    with suppress(DefinitionError):
        # A shorter demonstration has no months before the step.
        workspace.decide("step", measure="regraded-share", at="2025-11-01", by="Head of performance of Westshire (made up)",
                         reason="Dispatchers regrade incidents that are about to be late")


def _fill(workspace: Workspace, arguments: Namespace) -> int:
    exports = workspace.folder / "exports"
    ready(quiet=False)
    progress = Progress("Making three years of records" if arguments.months == 36 else "Making records")
    files = make_force(exports, seed=arguments.seed, months=arguments.months, scale=arguments.scale,
                       progress=lambda what, share: progress(share, what))
    progress.done(f"{len(files)} files")
    progress = Progress("Loading")
    # What was corrected or given twice came after the rest had been loaded, as it would.
    later = [pair for pair in files if pair[1].parent.name == LATER]
    reports = workspace.load_many([pair for pair in files if pair not in later], progress=progress)
    if later:
        reports += workspace.load_many(later)
    records = sum(report.accepted - report.replaced for report in reports)
    progress.done(f"{records:,} records, {sum(report.quarantined for report in reports):,} quarantined, "
                  f"{sum(report.duplicate for report in reports):,} duplicate")
    return records
