"""What the home page shows of each measure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from answerable.charts import trend_line_svg
from answerable.web.components.signals import signal_kind
from answerable.web.performance.decided import beside_rating
from answerable.web.performance.projection import outlook
from answerable.web.performance.reading import Release

FIRST_GROUPS = ("999", "101")


@dataclass(frozen=True)
class MeasureLine:
    """One line of the home page. figure: None without one; trend: SVG, empty where there is too little to
    draw; depth: how many measures of its family stand above it; outlook: what is expected of its target; override, stage:
    what people decided of it and stands on the day.
    """

    id: str
    title: str
    figure: Mapping[str, Any] | None
    signal: Mapping[str, str] | None
    rating: Mapping[str, str] | None
    target: str
    trend: str
    depth: int = 0
    outlook: Mapping[str, str] = field(default_factory=dict)
    override: Mapping[str, Any] | None = None
    stage: Mapping[str, Any] | None = None


@dataclass(frozen=True)
class Group:
    """The measures of one subject."""

    id: str
    title: str
    lines: tuple[MeasureLine, ...]


def groups(release: Release, today: date) -> list[Group]:
    """Every measure of a release by family: the emergency line first, in each family a measure before those that are
    parts or other views of it. today: the local day on which the page is made.
    """
    return [Group(f"group-{number}", group_title(name), tuple(_line(measure, depth, today) for measure, depth in members))
            for number, (name, members) in enumerate(in_families(release.measures()).items(), start=1)]


def in_families(measures: Sequence[Mapping[str, Any]]) -> dict[str, list[tuple[Mapping[str, Any], int]]]:
    """Family → its measures, each with how many of them stand above it: parents before their children, and of those
    beside one another what has a target before what has none. Families come in the release's order, 999 and 101 first.
    """
    shown = {measure["id"] for measure in measures}
    below: dict[str | None, list[Mapping[str, Any]]] = {}
    for measure in sorted(measures, key=lambda measure: measure["target"] is None):
        parent = measure.get("parent")
        below.setdefault(parent if parent in shown else None, []).append(measure)
    families: dict[str, list[tuple[Mapping[str, Any], int]]] = {name: [] for name in FIRST_GROUPS}
    for head in sorted(below.get(None, []), key=lambda measure: measure["id"] not in below):
        families.setdefault(head["group"], []).extend(_descent(head, 0, below))
    return {name: members for name, members in families.items() if members}


def _descent(head: Mapping[str, Any], depth: int, below: Mapping[str | None, Sequence[Mapping[str, Any]]],
             ) -> Iterator[tuple[Mapping[str, Any], int]]:
    """A measure and everything below it."""
    yield head, depth
    for child in below.get(head["id"], ()):
        yield from _descent(child, depth + 1, below)


def signal_counts(release: Release) -> list[tuple[str, str]]:
    """How many measures show each signal, as (code, words), special causes first; usual ones are not listed.
    """
    counted = Counter(_special(measure) for measure in release.measures())
    words = {
        "concern": ngettext("{n} measure shows a signal of concern", "{n} measures show a signal of concern",
                            counted["concern"]),
        "improvement": ngettext("{n} measure shows a signal of improvement",
                                "{n} measures show a signal of improvement", counted["improvement"]),
        "neutral": ngettext("{n} measure shows a change that is neither better nor worse",
                            "{n} measures show a change that is neither better nor worse",
                            counted["neutral"]),
    }
    return [(code, text.format(n=counted[code])) for code, text in words.items() if counted[code]]


def group_title(name: str) -> str:
    """The heading of a group; a group that this version does not know is headed by its own name."""
    known = {"999": _("999: emergency calls"), "101": _("101: non-emergency calls"),
             "All channels": _("All channels"), "Any line": _("Any line"),
             "Digital": _("Chat, e-mail and web forms"), "Handling": _("Handling of calls")}
    return known.get(name, name[:1].upper() + name[1:])


def signal_of(measure: Mapping[str, Any]) -> Mapping[str, str] | None:
    """The performance signal of a measure, code and words; None where it has none."""
    signal: Mapping[str, str] | None = (measure.get("judgement") or {}).get("signal")
    return signal


def _special(measure: Mapping[str, Any]) -> str:
    signal = signal_of(measure)
    return signal_kind(signal["code"]) if signal else "none"


def _line(measure: Mapping[str, Any], depth: int, today: date) -> MeasureLine:
    return MeasureLine(
        depth=depth, outlook=outlook(measure),
        id=measure["id"], title=measure["title"], figure=measure["headline"], signal=signal_of(measure),
        rating=(measure.get("judgement") or {}).get("rating"),
        target=(measure.get("target") or {}).get("words", ""),
        trend=trend_line_svg(measure["chart"]["points"]), **beside_rating(measure, today))
