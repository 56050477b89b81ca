"""What a release says of a definition: its versions and what differs between them, where it is used, its working."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from answerable.judgement.targets import Target
from answerable.judging import Assessed
from answerable.measures.definition import Measure
from answerable.measures.explain import sql
from answerable.measures.families import children
from answerable.measures.figure import Figure
from answerable.measures.meaning import differences, meaning, meaning_digest, sql_changes
from answerable.measures.versions import in_force_from, same_population
from answerable.releases.held_meanings import Released
from answerable.words import _, format_count, format_value


def meanings(item: Assessed) -> dict[str, str]:
    """Version (as text) → digest of its meaning, of every version that is kept."""
    return {str(number): meaning_digest(version) for number, version in item.versions.items()}


def versions_json(item: Assessed) -> list[dict[str, Any]]:
    """Every kept version of a measure, the newest first, each with what differs from the one before it."""
    kept = sorted(item.versions.items())
    before = [None, *(version for _number, version in kept)]
    return [_version_json(item.measure, number, version, earlier)
            for (number, version), earlier in zip(kept, before, strict=False)][::-1]


def _version_json(current: Measure, number: int, version: Measure, earlier: Measure | None) -> dict[str, Any]:
    logged: Mapping[str, Any] = next(
        (entry for entry in reversed(current.keeper.change_log) if entry["version"] == number), {})
    since = in_force_from(current, number)
    return {"version": number, "current": number == current.version, "title": version.title,
            "in_force_from": since.isoformat() if since else None, "date": logged.get("date"),
            "change": logged.get("change", ""), "digest": meaning_digest(version), "meaning": meaning(version),
            "sql": sql(version), "text": version.text, "author": version.keeper.author,
            "checked_by": version.keeper.checked_by, "before": earlier.version if earlier else None,
            "differences": [difference.__dict__ for difference in differences(earlier, version)] if earlier else [],
            "sql_changes": sql_changes(earlier, version) if earlier else []}


def used_in(measure: Measure, measures: Mapping[str, Measure], targets: Iterable[Target], rule: str | None,
            released: Sequence[Released]) -> dict[str, Any]:
    """Where a measure is used. rule: the rating rule that rated it, None where it is not rated; released: what earlier
    releases hold."""
    held = [item for item in released if item.measure == measure.id]
    return {"targets": [{"target": target.id, "version": target.version, "words": target.words(measure.unit),
                         "from": target.starts.isoformat(), "to": target.ends.isoformat() if target.ends else None}
                        for target in targets if target.measure == measure.id],
            "rating_rules": [rule] if rule else [],
            "first_release": min((item.number for item in held), default=None),
            "parent": _named(measures[measure.parent]) if measure.parent else None,
            "children": [_named(child) for child in children(measure.id, measures.values())],
            "same_population": [_named(measures[name]) for name in same_population(measure, measures)]}


def _named(measure: Measure) -> dict[str, str]:
    return {"id": measure.id, "title": measure.title}


def working(item: Assessed, figure: Figure | None) -> str:
    """How a figure came about, with its numbers put in: "1,234 ÷ 2,345 = 52.6%"; "" where numerator and denominator do
    not give the value by themselves, so that nothing is shown which does not add up."""
    if figure is None or figure.value is None or item.measure.dimensions:
        return ""
    measure, value = item.definition_of(figure), format_value(figure.value, figure.unit)
    part, whole = figure.numerator, figure.denominator
    if measure.kind in ("percentile", "longest"):
        return _ranked(measure, whole, value) if measure.method == "nearest-rank" and whole else ""
    if part is not None and whole:
        scale = 100 if figure.unit == "percent" else 1
        if not math.isclose(scale * part / whole, figure.value, rel_tol=1e-9, abs_tol=1e-9):
            return ""
        if measure.kind in ("mean", "occupancy"):
            return _("{part} seconds ÷ {n} {whole} = {value}").format(
                part=format_count(part), n=format_count(whole), value=value,
                whole=_("seconds of handlers") if measure.kind == "occupancy" else measure.noun)
        return f"{format_count(part)} ÷ {format_count(whole)} = {value}"
    return f"{format_count(part)} {measure.noun}" if part is not None and part == figure.value else ""


def _ranked(measure: Measure, size: float, value: str) -> str:
    """Which of the times, in order, the figure is: ceil(p·N / 100) in whole numbers, as the finaliser takes it."""
    place = max((int(measure.percentile or 100) * int(size) + 99) // 100, 1)
    return _("number {place} of {n} {noun}, in order of their time: {value}").format(
        place=format_count(place), n=format_count(size), noun=measure.noun, value=value)
