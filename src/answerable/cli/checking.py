"""`answerable measures check`: every definition read, and everything about it that could be misread."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

from answerable.content import content_files
from answerable.errors import AnswerableError
from answerable.measures.ambiguity import checked, overdue
from answerable.measures.catalogue import VERSIONS, read_measure
from answerable.measures.definition import Measure
from answerable.measures.families import family_faults
from answerable.measures.versions import same_meaning, unkept
from answerable.releases.held_meanings import meaning_faults
from answerable.words import join_words
from answerable.workspace import Workspace

SITE_ZONE = "Europe/London"


def check_measures(arguments: Namespace) -> int:
    """Say every fault and every doubt of the measures; returns the exit code: 2 where there is a fault."""
    named = arguments.workspace or arguments.measure
    workspace = Workspace(named) if named else None
    own = workspace.folder / "measures" if workspace else None
    today = datetime.now(ZoneInfo(workspace.settings.time_zone if workspace else SITE_ZONE)).date()
    files = content_files("measures", own)
    faults = {name: checked(partial(read_measure, path), today) for name, path in files.items()}
    measures = {name: read_measure(path) for name, path in files.items() if _reads(path)}
    for name, found in (*_between(measures, workspace, own), *_earlier(own)):
        faults[name] = list(dict.fromkeys([*faults.get(name, []), *found]))
    faulty = {name: found for name, found in faults.items() if found}
    for name, found in faulty.items():
        print(f"{name}.yaml:")
        print("\n".join(f"  - {fault}" for fault in found))
    for warning in _warnings(measures, [measure for measure in measures.values() if overdue(measure, today)]):
        print(f"warning: {warning}")
    print(f"{len(files)} measures checked, {len(faulty)} with faults.")
    return 2 if faulty else 0


def _reads(path: Path) -> bool:
    try:
        read_measure(path)
    except AnswerableError:
        return False
    return True


def _between(measures: Mapping[str, Measure], workspace: Workspace | None, own: Path | None,
             ) -> Iterator[tuple[str, list[str]]]:
    """Faults that show only beside other measures, earlier versions or earlier releases."""
    yield from family_faults(measures).items()
    try:
        if workspace is not None:
            yield from meaning_faults(workspace, measures.values()).items()
        else:
            yield from ((name, unkept(measure, own)) for name, measure in measures.items())
    except AnswerableError:
        # A version's file that does not parse is told by itself.
        return


def _earlier(own: Path | None) -> Iterator[tuple[str, list[str]]]:
    """The earlier versions that do not parse."""
    for path in content_files(f"measures/{VERSIONS}", own / VERSIONS if own else None).values():
        try:
            read_measure(path)
        except AnswerableError as error:
            yield f"{VERSIONS}/{path.stem}", list(getattr(error, "faults", ()) or [error.line()])


def _warnings(measures: Mapping[str, Measure], late: list[Measure]) -> Iterator[str]:
    for alike in same_meaning(measures.values()):
        yield f"{join_words([measure.id for measure in alike])} mean the same under different names."
    for measure in late:
        yield f"{measure.id}: its review has been overdue since {measure.keeper.review_due}."
