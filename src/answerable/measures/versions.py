"""The versions of a measure: the current file, and the earlier ones kept beside it in `versions/`.

No version is ever overwritten: `measures/versions/101-abandonment-v1.yaml` keeps the text that
`measures/101-abandonment.yaml` had while it was version 1. docs/decisions/0010-versions-of-definitions.md says why so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

from answerable.content import shipped, yaml_files
from answerable.errors import InputError
from answerable.measures.catalogue import VERSIONS, read_measure
from answerable.measures.definition import Measure
from answerable.measures.meaning import changed_fields, meaning, meaning_digest, population_meaning
from answerable.words import join_words

_VERSION = re.compile(r"(.+)-v([0-9]+)")


def earlier_files(measure: Measure, own: Path | None = None) -> dict[int, Path]:
    """Number → file of the versions before the current one: shipped, and of the folder `own` (which win). A shipped
    current file that an own one of a higher version replaces is an earlier version too."""
    found: dict[int, Path] = {}
    replaced = shipped("measures") / f"{measure.id}.yaml"
    if replaced.is_file() and own is not None and (own / replaced.name).is_file():
        found[read_measure(replaced).version] = replaced
    for folder in (shipped("measures"), own):
        for path in yaml_files(folder / VERSIONS) if folder else ():
            named = _VERSION.fullmatch(path.stem)
            if named and named[1] == measure.id:
                found[int(named[2])] = path
    return {number: path for number, path in sorted(found.items()) if number < measure.version}


def read_versions(measure: Measure, own: Path | None = None) -> dict[int, Measure]:
    """Number → every version of a measure that is kept, the current one last. Raises DefinitionError."""
    return {number: read_measure(path) for number, path in earlier_files(measure, own).items()} \
        | {measure.version: measure}


def version_of(measure: Measure, number: int, own: Path | None = None) -> Measure:
    """One version of a measure. Raises InputError where it is not kept."""
    kept = read_versions(measure, own)
    if number not in kept:
        raise InputError(f"version {number} of '{measure.id}' is not kept.",
                         remedy=f"There {'is' if len(kept) == 1 else 'are'} {join_words([str(known) for known in kept])}.")
    return kept[number]


def in_force_from(measure: Measure, number: int) -> date | None:
    """The first day on which a version holds, by the change log of the current one; None: from the beginning."""
    days = [date.fromisoformat(entry["date"]) for entry in measure.keeper.change_log if entry["version"] == number]
    return max(days) if days and number > 1 else None


def unkept(measure: Measure, own: Path | None = None) -> list[str]:
    """One fault for each earlier version whose text is not kept."""
    kept = read_versions(measure, own)
    return [f"version {number} is not kept: save the text of that version as {VERSIONS}/{measure.id}-v{number}.yaml, so that "
            "its figures can be worked out again." for number in range(1, measure.version) if number not in kept]


def overwritten(measure: Measure, own: Path | None = None) -> list[str]:
    """A fault where a measure of the workspace replaces the shipped one under the same version with another meaning."""
    path = shipped("measures") / f"{measure.id}.yaml"
    if own is None or not path.is_file() or not (own / path.name).is_file():
        return []
    replaced = read_measure(path)
    if replaced.version != measure.version or meaning_digest(replaced) == meaning_digest(measure):
        return []
    parts = join_words([f"'{name}'" for name in changed_fields(meaning(replaced), meaning(measure))])
    return [f"it replaces the shipped version {measure.version} with another meaning ({parts}): raise 'version' to "
            f"{measure.version + 1} and say in 'change_log' what changed, or give it a name of its own."]


def same_meaning(measures: Iterable[Measure]) -> list[tuple[Measure, ...]]:
    """Measures that mean the same under different names."""
    by_meaning: dict[str, list[Measure]] = {}
    for measure in measures:
        by_meaning.setdefault(meaning_digest(measure), []).append(measure)
    return [tuple(alike) for alike in by_meaning.values() if len(alike) > 1]


def same_population(measure: Measure, measures: Mapping[str, Measure]) -> list[str]:
    """Ids of the other measures about the same records: of one table, with a population that says the same."""
    own = population_meaning(measure)
    return [other.id for other in measures.values() if other.id != measure.id and population_meaning(other) == own]
