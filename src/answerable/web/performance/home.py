"""What the home page shows of each measure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from answerable.charts import trend_line_svg
from answerable.web.components.signals import signal_kind
from answerable.web.performance.reading import Release

FIRST_GROUPS = ("999", "101")


@dataclass(frozen=True)
class MeasureLine:
    """One line of the home page. figure: None without one; trend: SVG, empty where there is too little to
    draw.
    """

    id: str
    title: str
    figure: Mapping[str, Any] | None
    signal: Mapping[str, str] | None
    rating: Mapping[str, str] | None
    target: str
    trend: str


@dataclass(frozen=True)
class Group:
    """The measures of one subject."""

    id: str
    title: str
    lines: tuple[MeasureLine, ...]


def groups(release: Release) -> list[Group]:
    """Every measure of a release by group, in the release's order, but the emergency line first and in each
    group what has a target before what has none.
    """
    by_group: dict[str, list[MeasureLine]] = {name: [] for name in FIRST_GROUPS}
    for measure in sorted(release.measures(), key=lambda measure: measure["target"] is None):
        by_group.setdefault(measure["group"], []).append(_line(measure))
    return [Group(f"group-{number}", group_title(name), tuple(lines))
            for number, (name, lines) in enumerate(by_group.items(), start=1) if lines]


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
             "Digital": _("Chat, e-mail and web forms")}
    return known.get(name, name[:1].upper() + name[1:])


def signal_of(measure: Mapping[str, Any]) -> Mapping[str, str] | None:
    """The performance signal of a measure, code and words; None where it has none."""
    signal: Mapping[str, str] | None = (measure.get("judgement") or {}).get("signal")
    return signal


def _special(measure: Mapping[str, Any]) -> str:
    signal = signal_of(measure)
    return signal_kind(signal["code"]) if signal else "none"


def _line(measure: Mapping[str, Any]) -> MeasureLine:
    return MeasureLine(
        id=measure["id"], title=measure["title"], figure=measure["headline"], signal=signal_of(measure),
        rating=(measure.get("judgement") or {}).get("rating"),
        target=(measure.get("target") or {}).get("words", ""),
        trend=trend_line_svg(measure["chart"]["points"]))
