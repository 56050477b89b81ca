"""What earlier releases say that each rating rule does, held against the rule files of today.

A rating is published with the id of its rule, which ends in the version. So that id must go on meaning the same: a rule that
does something else needs a new version in a new file.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from answerable.content import content_files
from answerable.errors import DefinitionError
from answerable.judgement.ratings import RatingRule
from answerable.words import join_words
from answerable.workspace import Workspace


def rule_json(rule: RatingRule) -> dict[str, Any]:
    """The part "rating_rule" of a release: the rule as it was, so that a reader can hold every rating against it."""
    return {"id": rule.id, "title": rule.title, "about": rule.about, "digest": rule.digest, "meaning": rule.meaning(),
            "favourable_despite": [{"fact": fact, "values": sorted(values)} for fact, values in rule.favourable_despite],
            "text": rule.text}


def rule_faults(workspace: Workspace) -> list[str]:
    """Why a rating rule does not do what it did in an earlier release, each with its remedy. Releases made before rules were
    kept tell nothing; nor is asked after a rule whose file is gone, as it rates nothing any more."""
    files = content_files("ratings", workspace.folder / "ratings")
    faults = []
    for path in sorted((workspace.folder / "releases").glob("[0-9]*/release.json"), key=lambda path: int(path.parent.name)):
        held = json.loads(path.read_bytes()).get("rating_rule")
        if held and held["id"] in files:
            faults += _changed(held, workspace.rating_rule(held["id"]), path, files[held["id"]])
    return list(dict.fromkeys(faults))


def _changed(held: dict[str, Any], rule: RatingRule, release: Path, file: Path) -> list[str]:
    if held["digest"] == rule.digest:
        return []
    now, before = rule.meaning(), held["meaning"]
    parts = [f"'{name}'" for name in dict.fromkeys([*before, *now]) if before.get(name) != now.get(name)]
    name, _dash, version = rule.id.rpartition("-")
    return [f"{file.name}: the rule does something else than in release {int(release.parent.name)} ({join_words(parts)} "
            f"changed). Put it back (the release has its text in release.json), or save it under a new version, "
            f"{name}-{int(version) + 1}.yaml, and name that under 'rating_rule' in answerable.toml."]


def check_rules(workspace: Workspace) -> None:
    """Raise DefinitionError, every fault listed, where a rating rule does not do what it did in an earlier release."""
    faults = rule_faults(workspace)
    if faults:
        raise DefinitionError(f"a released rating rule changed: {' '.join(faults)}", faults=faults,
                              where=str(workspace.folder / "ratings"))
