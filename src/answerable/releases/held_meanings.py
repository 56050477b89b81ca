"""What earlier releases say that each version of a measure means, held against the definitions of today.

A figure is published with the number of its definition. So that number must go on meaning the same: a definition whose
meaning changed needs a new version, and the earlier one stays beside it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from answerable.errors import DefinitionError
from answerable.measures.definition import Measure
from answerable.measures.meaning import changed_fields, meaning, meaning_digest
from answerable.measures.versions import overwritten, unkept
from answerable.words import join_words
from answerable.workspace import Workspace


@dataclass(frozen=True)
class Released:
    """One version of a measure as a release holds it. folder: the release's; digest: of its meaning."""

    folder: Path
    measure: str
    version: int
    digest: str

    @property
    def number(self) -> int:
        """The release's number."""
        return int(self.folder.name)

    def fields(self) -> dict[str, Any]:
        """The parts of the meaning, as released; empty where they cannot be read."""
        try:
            held = json.loads((self.folder / "measures" / f"{self.measure}.json").read_bytes())
        except (OSError, ValueError):
            return {}
        return next((dict(item["meaning"]) for item in held.get("versions", []) if item["version"] == self.version), {})


def released_versions(folder: Path) -> list[Released]:
    """Every version that a release in this folder (a workspace's `releases`) names, the oldest release first. Releases
    made before meanings were kept name none."""
    found = []
    for path in sorted(folder.glob("[0-9]*/release.json"), key=lambda path: int(path.parent.name)):
        for measure in json.loads(path.read_bytes())["measures"]:
            found += [Released(path.parent, measure["id"], int(number), digest)
                      for number, digest in measure.get("meanings", {}).items()]
    return found


def meaning_faults(workspace: Workspace, measures: Iterable[Measure]) -> dict[str, list[str]]:
    """Measure → why its versions do not mean what they meant, each with its remedy. Raises DefinitionError where a
    version's file does not parse."""
    held: dict[str, list[Released]] = {}
    for item in released_versions(workspace.folder / "releases"):
        held.setdefault(item.measure, []).append(item)
    own = workspace.folder / "measures"
    found = {measure.id: [*overwritten(measure, own), *unkept(measure, own),
                          *_changed(workspace, measure, held.get(measure.id, []))] for measure in measures}
    return {name: list(dict.fromkeys(faults)) for name, faults in found.items() if faults}


def _changed(workspace: Workspace, measure: Measure, held: list[Released]) -> list[str]:
    kept = workspace.versions(measure)
    faults = []
    for item in held:
        version = kept.get(item.version)
        if item.version > measure.version:
            faults.append(f"release {item.number} has version {item.version}, but the definition is version "
                          f"{measure.version}: a version never goes back. Make it version {item.version + 1}.")
        elif version is not None and meaning_digest(version) != item.digest:
            faults.append(_other_meaning(item, version, measure))
    return faults


def _other_meaning(item: Released, version: Measure, current: Measure) -> str:
    parts = [f"'{name}'" for name in changed_fields(item.fields(), meaning(version))]
    what = f"version {item.version} means something else than in release {item.number} ({join_words(parts)} changed)"
    if version is not current:
        return f"{what}: put the text of that version back."
    return (f"{what}: put it back, or raise 'version' to {item.version + 1}, say in 'change_log' what changed, and keep the "
            f"text of version {item.version} as versions/{item.measure}-v{item.version}.yaml (the release has it in "
            f"measures/{item.measure}.json).")


def check_meanings(workspace: Workspace, measures: Iterable[Measure]) -> None:
    """Raise DefinitionError, every fault listed, where a version of a measure does not mean what it meant."""
    faults = [f"{name}: {fault}" for name, found in meaning_faults(workspace, measures).items() for fault in found]
    if faults:
        raise DefinitionError(f"a released definition changed: {' '.join(faults)}", faults=faults,
                              where=str(workspace.folder / "measures"))
