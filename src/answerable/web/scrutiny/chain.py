"""The workspace's chain of decisions, as the register sees it: what stands in it, what would be recorded, recording it."""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Mapping
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from answerable.decisions import FOLDER, Decision, read_decisions
from answerable.decisions.kinds import OVERRIDE, PAUSED, STAGE, STEP
from answerable.errors import AnswerableError, DefinitionError
from answerable.web.organisations.models import Organisation, Oversight

if TYPE_CHECKING:
    from answerable.workspace import Workspace

# A reason in the chain ends with the request that it was recorded for, so that what a crash cut off is found again.
_REQUEST = re.compile(r"(?s)(.*) \(request \d+\)")
# Kinds that have a place of their own for the second person; in others both stand together as who decided.
_WITH_SECOND = (STEP, OVERRIDE)


def workspace() -> Workspace:
    """The workspace that the site serves. Raises WorkspaceError where the folder is none."""
    # Loaded where it is needed: the engines behind it take a second, and pages of releases never need them.
    from answerable.workspace import Workspace

    return Workspace(settings.WORKSPACE)


def decisions() -> tuple[Decision, ...]:
    """Every recorded decision, in order. Raises WorkspaceError where the record is damaged."""
    folder = Path(settings.WORKSPACE) / FOLDER
    if not folder.is_dir():
        return ()
    stats = [(each.name, each.stat()) for each in os.scandir(folder)]
    return _read(folder, tuple(sorted((name, stat.st_mtime_ns, stat.st_size) for name, stat in stats)))


@lru_cache(maxsize=4)
def _read(folder: Path, _files: tuple[tuple[str, int, int], ...]) -> tuple[Decision, ...]:
    return read_decisions(folder)


def needs_second(kind: str, content: Mapping[str, Any]) -> bool:
    """Whether a decision needs a second person: every override, every step that is accepted (it changes what is judged from
    then on), every pause (it silences a concern). The rest can be taken by one person, and be taken back."""
    return (kind == OVERRIDE or (kind == STEP and content.get("accepted", True) is not False)
            or (kind == STAGE and content.get("stage") == PAUSED))


def parties() -> tuple[Organisation, Organisation | None]:
    """(the force whose figures the workspace holds, the governing body that oversees it today or None). Raises
    ValidationError where the register has no such force."""
    name = workspace().settings.name
    forces = list(Organisation.objects.on().filter(kind="force"))
    named = [each for each in forces if name.casefold() in (each.name.casefold(), each.short_name.casefold())]
    found = named or (forces if len(forces) == 1 else [])
    if not found:
        raise ValidationError(_("The register has no force named “%(name)s”, as answerable.toml names it. An administrator "
                                "adds it under Organisations."), params={"name": name})
    oversight = Oversight.objects.on().filter(overseen=found[0], overseer__kind="body").select_related("overseer").first()
    return found[0], oversight.overseer if oversight else None


def check(kind: str, content: Mapping[str, Any], *, by: str, reason: str, second: str) -> Decision:
    """The decision as it would be recorded now; nothing is. Raises ValidationError with every fault in words."""
    try:
        return workspace().decide(kind, dry_run=True, **_given(kind, content, by, reason, second))
    except AnswerableError as error:
        raise ValidationError(faults_of(error)) from error


def faults_of(error: AnswerableError) -> list[str]:
    """What an error says to somebody at a page: its faults, without the places of files."""
    if isinstance(error, DefinitionError) and error.faults:
        return list(error.faults)
    return [" ".join(filter(None, (error.message, error.remedy)))]


def record(kind: str, content: Mapping[str, Any], *, by: str, reason: str, second: str, request: int,
           taken: Collection[int]) -> int:
    """Record a decision in the chain, and return its number there.

    request: the number of the request, which ends the reason; taken: numbers in the chain that belong to other requests. What
    is recorded already for a request of which no trace is left, since the program was cut off between chain and register, is
    found and not recorded again. Raises ValidationError with every fault, WorkspaceError where the chain cannot be written.
    """
    given = _given(kind, content, by, reason, second)
    for each in decisions():
        if each.number not in taken and _is(each, kind, given):
            return each.number
    try:
        return workspace().decide(kind, **given | {"reason": f"{given['reason']} (request {request})"}).number
    except DefinitionError as error:
        raise ValidationError(faults_of(error)) from error


def _given(kind: str, content: Mapping[str, Any], by: str, reason: str, second: str) -> dict[str, Any]:
    given = {key: value for key, value in content.items() if value not in (None, "")}
    if second and kind in _WITH_SECOND:
        given["second"] = second
    elif second:
        by = f"{by}, with {second}"
    return given | {"by": by, "reason": reason.strip().removesuffix(".")}


def _is(decision: Decision, kind: str, given: Mapping[str, Any]) -> bool:
    """Whether a decision of the chain was recorded for a request of that content."""
    told, reason = decision.as_json(), _REQUEST.fullmatch(decision.reason)
    return decision.kind == kind and reason is not None and reason[1] == given["reason"] and all(
        str(told.get(key)) == str(value) for key, value in given.items() if key != "reason")
