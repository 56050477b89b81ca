"""What `answerable measures check` refuses: words that say something else than what is counted."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from answerable.measures.ambiguity import ambiguities
from answerable.measures.catalogue import read_measure, read_measures

TODAY = date(2026, 11, 22)
LEVEL: dict[str, Any] = {
    "measure": "answered", "version": 1, "title": "101 calls answered within 30 seconds (queue's clock)", "group": "101",
    "kind": "service_level", "population": "line = '101' AND outcome IN ('answered', 'abandoned')",
    "formula": "answered-within-of-offered", "clock": "queue",
    "threshold": {"seconds": 30, "comparison": "<=", "resolution": "milliseconds"}, "direction": "higher",
    "sentence": "{value} of {denominator} 101 calls were answered within 30 seconds in {period}", "why_it_matters": "Waits.",
    "author": "A. Analyst", "checked_by": "B. Colleague", "review_due": date(2027, 4, 1)}
UNDER = {"threshold": {"seconds": 30, "comparison": "<", "resolution": "milliseconds"}}
MEDIAN = {key: value for key, value in LEVEL.items() if key not in ("threshold", "formula")} | {
    "kind": "percentile", "percentile": 50, "title": "Median wait on 101 (queue's clock)",
    "sentence": "Half of the {denominator} 101 calls in {period} waited no longer than {value}"}

# The fault: (the definition, what it is changed to have, what is said of it).
FAULTS: dict[str, tuple[dict[str, Any], dict[str, Any], str]] = {
    "a sentence with another threshold": (
        LEVEL, {"sentence": "{value} were answered within 20 seconds in {period}"},
        "'sentence' names '20 seconds', but the definition names 30 seconds"),
    "a title with another threshold": (LEVEL, {"title": "Answered within 1 minute"}, "'title' names '1 minute'"),
    "a threshold that only the words name": (
        MEDIAN, {"title": "Median wait over 5 seconds"},
        "'title' names '5 seconds', but the definition names no length of time"),
    "a title with another clock": (LEVEL, {"title": "Answered within 30 seconds (caller's clock)"},
                                   "'title' names the caller's clock, but 'clock' is 'queue'"),
    "under, for at most": (LEVEL, {"title": "Answered in under 30 seconds"},
                           "'title' says 'under', but 'comparison' is '<=': 'within' goes with <=, 'under' with <"),
    "within, for less than": (LEVEL | UNDER, {"sentence": "{value} answered within 30 seconds in {period}"},
                              "'sentence' says 'within', but 'comparison' is '<'"),
    "a median of another percentile": (MEDIAN, {"percentile": 90}, "'title' says 'median', which is the 50th percentile"),
    "a percentile of another number": (MEDIAN, {"title": "90th percentile of the wait"},
                                       "'title' names the 90th percentile, but 'percentile' is 50"),
    "an average that is none": (MEDIAN, {"title": "Average wait on 101"}, "'title' says 'Average', but 'kind' is 'percentile'"),
    "a line that is not asked for": (LEVEL, {"population": "outcome IN ('answered', 'abandoned')"},
                                     "'title' names the line 101, which 'population' does not"),
    "an author who checks himself": (LEVEL, {"checked_by": "a. analyst "}, "'checked_by' and 'author' are both 'A. Analyst'"),
    "a review that never comes": (LEVEL, {"review_due": date(2029, 4, 1)},
                                  "'review_due' is 2029-04-01, more than 2 years away"),
}


def faults_of(content: dict[str, Any], folder: Path, name: str = "answered") -> list[str]:
    """What is said of a definition."""
    (folder / f"{name}.yaml").write_text(yaml.safe_dump(content | {"measure": name}), encoding="utf-8")
    return ambiguities(read_measure(folder / f"{name}.yaml"), TODAY)


@pytest.mark.parametrize("fault", FAULTS)
def test_what_can_be_misread_is_refused(fault: str, tmp_path: Path) -> None:
    whole, change, named = FAULTS[fault]
    found = faults_of(whole | change, tmp_path)
    assert any(named in text for text in found), found


@pytest.mark.parametrize("whole", [LEVEL, MEDIAN, LEVEL | UNDER | {
    "title": "101 calls answered in under 30 seconds", "sentence": "{value} answered in less than 30 seconds in {period}"}])
def test_the_same_definitions_are_clear_without_the_fault(whole: dict[str, Any], tmp_path: Path) -> None:
    assert faults_of(whole, tmp_path) == []


def test_a_name_says_the_same_as_the_definition(tmp_path: Path) -> None:
    assert "'measure' names '10s'" in faults_of(LEVEL, tmp_path, "101-answered-within-10s")[0]
    assert "'measure' names the caller's clock" in faults_of(LEVEL, tmp_path, "101-caller-clock")[0]
    assert faults_of(LEVEL, tmp_path, "101-within-30s-queue-clock") == []


def test_no_shipped_measure_can_be_misread() -> None:
    written = date(2026, 11, 22)
    assert {measure.id: found for measure in read_measures().values() if (found := ambiguities(measure, written))} == {}
