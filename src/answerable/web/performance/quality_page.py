"""What the page on the quality of the records shows: counts and reasons, never a record."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from answerable.web.performance.days import MonthStrip, legend, month_strips
from answerable.web.performance.reading import Release
from answerable.words import format_value

MOST_LOADS = 30
MOST_DAYS = 40


@dataclass(frozen=True)
class SourceLine:
    """All loads of one source together. first_day, last_day: ISO days of the records, None where none was
    dated.
    """

    source: str
    files: int
    read: int
    accepted: int
    quarantined: int
    duplicate: int
    first_day: str | None
    last_day: str | None


@dataclass(frozen=True)
class CoverageLine:
    """How much of what a feed should have brought came. share: in words; more: missing days beyond those
    listed; months: its last months, day by day.
    """

    feed: str
    starts: str
    ends: str
    days_expected: int
    days_received: int
    days_missing: int
    share: str
    missing_days: tuple[str, ...]
    more: int
    months: tuple[MonthStrip, ...]


def quality_context(release: Release) -> dict[str, Any]:
    """The parts of the page."""
    quality = release.quality()
    titles = {measure["id"]: measure["title"] for measure in release.header["measures"]}
    newest_first = sorted(quality["loads"], key=lambda load: load["loaded_at"], reverse=True)
    return {
        "sources": source_lines(quality["loads"]),
        "loads": newest_first[:MOST_LOADS], "load_count": len(newest_first),
        "faults": quality["faults"], "quarantine": quality["quarantine"], "warnings": quality["warnings"],
        "coverage": [_coverage(feed) for feed in quality["coverage"]], "legend": legend(),
        "days_known": any("by_day" in feed for feed in quality["coverage"]),
        "gaps": [{**gap, "title": titles.get(name := gap["measure"], name), "known": name in titles}
                 for gap in quality["gaps"]],
    }


def source_lines(loads: Iterable[Mapping[str, Any]]) -> list[SourceLine]:
    """The loads summed by source, by name."""
    by_source: dict[str, list[Mapping[str, Any]]] = {}
    for load in loads:
        by_source.setdefault(load["source"], []).append(load)
    return [_source(name, of_source) for name, of_source in sorted(by_source.items())]


def _source(name: str, loads: list[Mapping[str, Any]]) -> SourceLine:
    days = [load[key] for load in loads for key in ("first_day", "last_day") if load.get(key)]
    sums = {key: sum(load[key] for load in loads) for key in ("read", "accepted", "quarantined", "duplicate")}
    return SourceLine(name, len(loads), **sums, first_day=min(days, default=None),
                      last_day=max(days, default=None))


def _coverage(feed: Mapping[str, Any]) -> CoverageLine:
    expected, received, missing = feed["days_expected"], feed["days_received"], feed["missing_days"]
    share = format_value(100 * received / expected if expected else None, "percent")
    return CoverageLine(feed["feed"], feed["from"], feed["to"], expected, received, len(missing), share,
                        tuple(missing[:MOST_DAYS]), max(0, len(missing) - MOST_DAYS),
                        tuple(month_strips(feed)))
