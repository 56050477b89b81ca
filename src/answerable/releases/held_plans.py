"""What earlier releases say that each chart plan does, held against the plans of today.

A judgement is published with the id of its chart plan, which ends in the version. So that id must go on meaning the same: a
plan that draws other lines needs a new version in a new file. Which measures it is for may change: that each of them names its
plan in every release is enough.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from answerable.content import content_files
from answerable.errors import DefinitionError
from answerable.judgement.plans import FOLDER, ChartPlan, read_plan, read_plans
from answerable.words import join_words
from answerable.workspace import Workspace


def plans_json(workspace: Workspace) -> list[dict[str, Any]]:
    """The part "chart_plans" of a release: the plans as they were, so that a reader can hold every signal against them."""
    return [{"id": plan.id, "title": plan.title, "words": plan.words, "reason": plan.reason, "meaning": plan.meaning()}
            for plan in read_plans(workspace.folder / FOLDER)]


def plan_faults(workspace: Workspace) -> list[str]:
    """Why a chart plan does not do what it did in an earlier release, each with its remedy. Releases made before plans were
    kept tell nothing; nor is asked after a plan whose file is gone, as it judges nothing any more."""
    files, faults = content_files(FOLDER, workspace.folder / FOLDER), []
    for path in sorted((workspace.folder / "releases").glob("[0-9]*/release.json"), key=lambda path: int(path.parent.name)):
        for held in json.loads(path.read_bytes()).get("chart_plans", []):
            if held["id"] in files:
                faults += _changed(held, read_plan(files[held["id"]]), path, files[held["id"]])
    return list(dict.fromkeys(faults))


def check_released_plans(workspace: Workspace) -> None:
    """Raise DefinitionError, every fault listed, where a chart plan does not do what it did in an earlier release."""
    faults = plan_faults(workspace)
    if faults:
        raise DefinitionError(f"a released chart plan changed: {' '.join(faults)}", faults=faults,
                              where=str(workspace.folder / FOLDER))


def _changed(held: dict[str, Any], plan: ChartPlan, release: Path, file: Path) -> list[str]:
    now, before = plan.meaning(), held["meaning"]
    parts = [f"'{name}'" for name in dict.fromkeys([*before, *now]) if before.get(name) != now.get(name)]
    name, _dash, version = plan.id.rpartition("-")
    return [f"{file.name}: the plan does something else than in release {int(release.parent.name)} ({join_words(parts)} "
            f"changed). Put it back, or save it under a new version, {name}-{int(version) + 1}.yaml."] if parts else []
