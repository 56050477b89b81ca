"""What the page of what is missing shows: the register of the release, and what is overdue by now."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from answerable.web.performance.home import group_title
from answerable.web.performance.reading import Release
from answerable.words import format_value

LOUD = ("missing-unexplained", "contradicted")


def missing_context(release: Release, today: date) -> dict[str, Any]:
    """The parts of the page. today: the local day, which tells what is overdue."""
    content, shown = release.missing(), set(release.measure_ids)
    lines = [_line(measure, shown, today) for measure in content["measures"]]
    return {"findings": [finding for finding in content["findings"] if finding["kind"] in LOUD],
            "gone": [line for line in lines if line["state"] == "not-available"],
            "with_gaps": [line for line in lines if line["state"] == "available" and line["gaps"]],
            "whole": [line for line in lines if line["state"] == "available" and not line["gaps"]],
            "never": [line for line in lines if line["state"] == "never"],
            "wanted": [entry | {"overdue": _overdue(entry.get("by"), today)} for entry in content["wanted"]]}


def own_entries(measure: Mapping[str, Any], today: date) -> list[dict[str, Any]]:
    """The gaps that the register tells of a measure, for its page."""
    return [gap | {"overdue": gap["status"] == "open" and _overdue(gap["mend_by"], today)}
            for entry in measure.get("register", []) for gap in entry["gaps"]]


def _line(measure: Mapping[str, Any], shown: set[str], today: date) -> dict[str, Any]:
    covered = [month["coverage"] for month in measure["months"] if month["coverage"] is not None]
    gaps = [gap | {"register": [told | {"overdue": told["status"] == "open" and _overdue(told["mend_by"], today)}
                                for told in gap["register"]]} for gap in measure["gaps"]]
    return {**measure, "gaps": gaps, "known": measure["measure"] in shown, "group": group_title(measure["group"]),
            "coverage": format_value(100 * sum(covered) / len(covered), "percent") if covered else "–"}


def _overdue(day: str | None, today: date) -> bool:
    return day is not None and date.fromisoformat(day) < today
