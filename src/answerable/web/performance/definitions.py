"""What the pages say of definitions: the list of all, and on a measure's page its versions and where it is used."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from answerable.web.performance.home import group_title, in_families
from answerable.web.performance.reading import Release

SIGNS = {"-": "removed", "+": "added", " ": "same"}


@dataclass(frozen=True)
class DefinitionLine:
    """One line of the list. depth: how many measures of its family stand above it; review: see `review_state`."""

    id: str
    title: str
    depth: int
    version: int
    counted: str
    author: str
    checked_by: str
    review_due: str
    review: str


def definitions_context(release: Release, today: date) -> dict[str, Any]:
    """The parts of the page of all definitions. today: the local day, which tells what is overdue."""
    families = [(f"family-{number}", group_title(name), [_line(measure, depth, today) for measure, depth in members])
                for number, (name, members) in enumerate(in_families(release.measures()).items(), start=1)]
    lines = [line for _id, _title, of_family in families for line in of_family]
    unchecked, late = sum(not line.checked_by for line in lines), sum(line.review == "overdue" for line in lines)
    return {"families": families, "count": len(lines),
            "unchecked": ngettext("{n} was checked by nobody but its author so far.",
                                  "{n} were checked by nobody but their authors so far.", unchecked).format(n=unchecked),
            "late": ngettext("The review of {n} is overdue.", "The reviews of {n} are overdue.", late).format(n=late)
            if late else ""}


def _line(measure: Mapping[str, Any], depth: int, today: date) -> DefinitionLine:
    definition = measure["definition"]
    return DefinitionLine(measure["id"], measure["title"], depth, measure["version"], definition["counted"],
                          definition["author"], definition.get("checked_by") or "", definition.get("review_due") or "",
                          review_state(definition.get("review_due"), today))


def review_state(due: str | None, today: date) -> str:
    """"overdue", "due" or "unset": where the review of a definition stands on a day."""
    if not due:
        return "unset"
    return "overdue" if date.fromisoformat(due) < today else "due"


def versions_context(measure: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Every version of a measure, the newest first, with what differs from the one before it; nothing where a release
    was made before versions were kept."""
    return [{**version, "lines": [{"kind": SIGNS[sign], "sign": sign.strip(), "text": text}
                                  for sign, text in version["sql_changes"]],
             "changed_sql": any(sign != " " for sign, _text in version["sql_changes"])}
            for version in measure.get("versions") or ()]


def used_in_context(release: Release, measure: Mapping[str, Any]) -> dict[str, Any]:
    """Where a measure is used; empty where a release was made before that was kept. A measure that the release shows has
    an address, another only its title."""
    used = measure.get("used_in")
    if not used:
        return {}
    parents = [used["parent"]] if used["parent"] else []
    named = {"parents": parents, "children": used["children"], "alike": used["same_population"]}
    return {**{name: _linked(release, measures) for name, measures in named.items()}, "targets": used["targets"],
            "rating_rules": used["rating_rules"], "benchmarks": len(measure.get("benchmarks") or ()),
            "first_release": used["first_release"] or release.number,
            "only_this": not used["first_release"]}


def _linked(release: Release, measures: Iterable[Mapping[str, str]]) -> list[dict[str, Any]]:
    return [{**measure, "shown": measure["id"] in release.measure_ids} for measure in measures]


def checked_words(definition: Mapping[str, Any]) -> str:
    """Who checked a definition."""
    return definition.get("checked_by") or _("Nobody yet: no second person has checked this definition")
