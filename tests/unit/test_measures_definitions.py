"""Reading a measure's YAML: each fault that a definition can have, what is said of it, and what to do about it."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from answerable.content import shipped
from answerable.errors import DefinitionError
from answerable.measures.catalogue import read_measure, read_measures

COUNT: dict[str, Any] = {
    "measure": "calls", "version": 1, "title": "Calls", "group": "101", "kind": "count", "population": "line = '101'",
    "direction": "neutral", "sentence": "{value} in {period}", "why_it_matters": "Demand.", "author": "A. Analyst",
    "review_due": date(2027, 4, 1)}
LEVEL: dict[str, Any] = COUNT | {
    "kind": "service_level", "clock": "queue", "formula": "answered-within-of-offered",
    "threshold": {"seconds": 30, "comparison": "<=", "resolution": "milliseconds"}}
MEAN: dict[str, Any] = COUNT | {"kind": "mean", "clock": "queue"}
PERCENTILE: dict[str, Any] = COUNT | {"kind": "percentile", "clock": "queue", "percentile": 50}
SHARE: dict[str, Any] = COUNT | {"kind": "share", "counted": "origin = 'internal'"}
ABANDONMENT: dict[str, Any] = COUNT | {"kind": "abandonment"}
EXACTLY = {"comparison": "<=", "resolution": "milliseconds"}
LOG = [{"version": 2, "date": date(2026, 10, 1), "change": "Another clock."}]

# The fault: (the definition, what it is changed to have, the fault as it is named, the remedy as it is named).
FAULTS: dict[str, tuple[dict[str, Any], dict[str, Any], str, str]] = {
    "a kind that there is not": (COUNT, {"kind": "counting"}, "'kind' is 'counting'", "must be one of count, share,"),
    "a key spelt wrong": (COUNT, {"populaton": "true"}, "unknown key 'populaton'", "Did you mean 'population'"),
    "a key of another kind": (COUNT, {"threshold": {"seconds": 30}},
                              "'threshold' goes with service_level or within, not with count",
                              "take it out, or change the kind"),
    "a key missing": (COUNT, {"author": None}, "'author' is missing", ""),
    "a key of its kind missing": (MEAN, {"clock": None}, "'clock' is missing", ""),
    "a name other than the file's": (COUNT, {"measure": "offered"}, "'measure' is 'offered'", "the file is named 'calls'"),
    "a version that is no number": (COUNT, {"version": "1.1"}, "'version' is '1.1'", "a whole number of 1 or more"),
    "a version that is yes": (COUNT, {"version": True}, "'version' is True", "a whole number of 1 or more"),
    "a direction that there is not": (COUNT, {"direction": "up"}, "'direction' is 'up'", "one of higher, lower, neutral"),
    "a sentence without its value": (COUNT, {"sentence": "Calls in {period}"}, "'sentence' lacks {value}", ""),
    "a sentence without its period": (COUNT, {"sentence": "{value} calls"}, "'sentence' lacks {period}", ""),
    "a sentence with a placeholder nobody fills": (
        COUNT, {"sentence": "{value} in {period} at {place}"}, "'sentence' has {place}", "placeholders are value, numerator"),
    "a sentence with a brace left open": (COUNT, {"sentence": "{value in {period}"}, "'sentence' does not parse",
                                          "write each placeholder as {name}"),
    "a review date in words": (COUNT, {"review_due": "next spring"}, "'review_due' is 'next spring'",
                               "write a date such as 2027-04-01"),
    "caveats that are one text": (COUNT, {"caveats": "Mind this."}, "'caveats' must be a list",
                                  "begin each caveat with a dash"),
    "a change log that is a text": (COUNT, {"change_log": "first"}, "'change_log' must be a list",
                                    "each entry has version, date and change"),
    "a version without its change": (COUNT, {"version": 2}, "'change_log' has no line for version 2",
                                     "the first day on which it holds"),
    "a change of a version to come": (COUNT, {"change_log": LOG}, "tells of version 2, but this is version 1", ""),
    "a change that holds before the one before it": (
        COUNT, {"version": 3, "change_log": [*LOG, {"version": 3, "date": date(2026, 9, 1), "change": "Another line."}]},
        "a later version must hold from a later day", ""),
    "a change without its date": (COUNT, {"version": 2, "change_log": [{"version": 2, "change": "Clock."}]}, "'change_log'",
                                  "a date such as 2027-04-01"),
    "a condition that does not parse": (COUNT, {"population": "line = = '101'"}, "'line = = '101'' is not an expression",
                                        "stands in double quotes"),
    "a condition on a column that there is not": (COUNT, {"population": "lines = '101'"}, "reads the column 'lines'",
                                                  "Did you mean 'line'?"),
    "a condition with another comparison": (COUNT, {"population": "line > '101'"}, "'population' uses 'line > '101''",
                                            "made of =, <>, IN, IS NULL, AND, OR and NOT"),
    "two conditions in one": (COUNT, {"population": "line = '101', line = '999'"}, "'line = '101', line = '999''",
                              "must be one expression and nothing more"),
    "a word of no vocabulary": (COUNT, {"population": "outcome = 'answerd'"}, "'answerd' is no outcome",
                                "use one of answered, abandoned,"),
    "a word of no vocabulary in a list": (COUNT, {"population": "channel IN ('phone', 'mail')"}, "'mail' is no channel",
                                          "use one of phone, chat, email,"),
    "a line without quotes": (COUNT, {"population": "line = 101"}, "'line = 101'", "words in quotes (line = '101')"),
    "a word without quotes": (COUNT, {"population": "outcome = answered"}, "reads the column 'answered'", "words in quotes"),
    "a comparison with NULL": (COUNT, {"population": "queue = NULL"}, "'queue = NULL'", "queue IS NULL"),
    "a NULL in a list": (COUNT, {"population": "queue IN ('a', NULL)"}, "'queue IN ('a', NULL)'", "queue IS NULL"),
    "a dimension that is to be true": (COUNT, {"population": "queued IS TRUE"}, "'queued IS TRUE'", "queued against 0 or 1"),
    "queued against a word": (COUNT, {"population": "queued = 'yes'"}, "'queued = 'yes''", "queued against 0 or 1"),
    "a dimension by itself": (COUNT, {"population": "NOT queue"}, "'queue' by itself is neither true nor false", "compare it"),
    "a counted part that is no word": (SHARE, {"counted": "origin = 'inside'"}, "'counted': 'inside' is no origin",
                                       "use one of public, internal, partner"),
    "a clock that there is not": (LEVEL, {"clock": "callers"}, "'clock' is 'callers'", "one of caller, force, queue"),
    "a stretch that is no wait": (LEVEL, {"clock": "talk"}, "'clock' is 'talk'", "one of caller, force, queue"),
    "a least length of talk": (MEAN, {"clock": "talk", "longer_than_seconds": 5}, "'longer_than_seconds'",
                               "goes with a wait clock only"),
    "a least wait without a clock": (SHARE, {"longer_than_seconds": 5}, "'longer_than_seconds'", "needs a 'clock'"),
    "a least wait below nothing": (MEAN, {"longer_than_seconds": -1}, "'longer_than_seconds' is -1",
                                   "a whole number of 0 or more"),
    "a threshold that is a number": (LEVEL, {"threshold": 30}, "'threshold'", "must hold seconds, comparison and resolution"),
    "a threshold that says nothing of a wait of just so long": (
        LEVEL, {"threshold": {"seconds": 30}}, "threshold: 'comparison' is missing", "whether just so long a wait is within"),
    "a threshold without its unit": (LEVEL, {"threshold": {"seconds": 30, "comparison": "<="}},
                                     "threshold: 'resolution' is missing", ""),
    "a threshold's key spelt wrong": (LEVEL, {"threshold": {"second": 30}}, "threshold: unknown key 'second'",
                                      "Did you mean 'seconds'?"),
    "a threshold in parts of a second": (LEVEL, {"threshold": {"seconds": 0.5}}, "threshold: 'seconds' is 0.5",
                                         "a whole number above 0"),
    "a comparison that there is not": (LEVEL, {"threshold": {"seconds": 30, "comparison": ">="}}, "threshold: '>='",
                                       "comparison is <= or <"),
    "a resolution that there is not": (LEVEL, {"threshold": {"seconds": 30, "resolution": "seconds"}}, "'seconds'",
                                       "resolution milliseconds or whole-seconds"),
    "a formula that there is not": (LEVEL, {"formula": "answered-within"}, "'formula' is 'answered-within'",
                                    "one of answered-or-abandoned-within-of-offered"),
    "a formula without its limit": (LEVEL, {"formula": "answered-within-or-short-abandoned-of-offered"},
                                    "the formula 'answered-within-or-short-abandoned-of-offered'",
                                    "needs 'short_abandon_seconds'"),
    "a limit that the formula does not use": (LEVEL, {"short_abandon_seconds": 5}, "'short_abandon_seconds' changes nothing",
                                              "use answered-within-or-short-abandoned-of-offered"),
    "short abandons without a clock": (ABANDONMENT, {"short_abandon_seconds": 5}, "'clock' and 'short_abandon_seconds'",
                                       "write both, or neither"),
    "a clock without short abandons": (ABANDONMENT, {"clock": "queue"}, "'clock' and 'short_abandon_seconds'",
                                       "write both, or neither"),
    "a percentile of all": (PERCENTILE, {"percentile": 100}, "'percentile' is 100", "from 1 to 99"),
    "a percentile between two": (PERCENTILE, {"percentile": 99.9}, "'percentile' is 99.9", "a whole number of 1 or more"),
    "a dimension that there is not": (COUNT, {"kind": "composition", "dimension": "channels"}, "'dimension' is 'channels'",
                                      "one of line, channel, queue"),
    "occupancy of one line": (COUNT, {"kind": "occupancy", "population": "line = '999'"}, "'population' is \"line = '999'\"",
                              "occupancy is of \"channel = 'phone'\""),
}
# What a whole file can have wrong: (its text, the fault, the remedy).
BROKEN_FILES = {
    "a list": ("- measure: calls\n", "must hold keys and values", ""),
    "a bracket left open": ("measure: [calls\n", "line 2: is not valid YAML", "Check the indentation and the quotes"),
    "a key twice": ("measure: calls\nmeasure: calls\n", "line 2: is not valid YAML: the key 'measure' stands twice", ""),
    "another encoding": ("title: Anrufe für 101\n".encode("latin-1"), "cannot be read", ""),
}


def refusal(folder: Path, content: str | bytes) -> DefinitionError:
    """The error that reading a definition of this content ends in."""
    path = folder / "calls.yaml"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(DefinitionError) as caught:
        read_measure(path)
    return caught.value


@pytest.mark.parametrize("fault", FAULTS)
def test_a_faulty_definition_is_refused_with_its_remedy(fault: str, tmp_path: Path) -> None:
    whole, change, named, remedy = FAULTS[fault]
    error = refusal(tmp_path, yaml.safe_dump(whole | change, allow_unicode=True))
    assert named in str(error)
    assert remedy in str(error)
    assert str(tmp_path / "calls.yaml") in str(error)


@pytest.mark.parametrize("fault", BROKEN_FILES)
def test_a_file_that_is_no_definition_is_refused(fault: str, tmp_path: Path) -> None:
    content, named, remedy = BROKEN_FILES[fault]
    error = refusal(tmp_path, content)
    assert named in str(error)
    assert remedy in str(error)
    assert str(tmp_path / "calls.yaml") in str(error)


def test_every_fault_of_a_file_is_told_at_once(tmp_path: Path) -> None:
    broken = LEVEL | {"direction": "up", "population": "outcome = 'answerd'", "threshold": {"seconds": 0} | EXACTLY}
    error = refusal(tmp_path, yaml.safe_dump(broken))
    assert len(error.faults) == 3
    assert "has 3 faults: (1)" in str(error)


@pytest.mark.parametrize("whole", [COUNT, LEVEL, MEAN, PERCENTILE, SHARE, ABANDONMENT], ids=lambda whole: whole["kind"])
def test_without_a_fault_the_same_definitions_are_read(whole: dict[str, Any], tmp_path: Path) -> None:
    (tmp_path / "calls.yaml").write_text(yaml.safe_dump(whole))
    measure = read_measure(tmp_path / "calls.yaml")
    assert (measure.id, measure.kind, measure.noun) == ("calls", whole["kind"], "contacts")


def test_every_shipped_definition_is_read() -> None:
    names = {path.stem for path in shipped("measures").glob("*.yaml")}
    assert set(read_measures()) == names
    assert len(names) >= 29


def test_a_measure_of_the_workspace_replaces_the_shipped_one(tmp_path: Path) -> None:
    own = COUNT | {"measure": "101-offered", "version": 2, "change_log": LOG}
    (tmp_path / "101-offered.yaml").write_text(yaml.safe_dump(own))
    measures = read_measures(tmp_path)
    assert measures["101-offered"].version == 2
    assert measures["999-offered"].version == 1


@pytest.mark.parametrize(("comparison", "resolution", "last_ms"), [
    ("<=", "milliseconds", 10_000), ("<", "milliseconds", 9_999),
    ("<=", "whole-seconds", 10_999), ("<", "whole-seconds", 9_999)])
def test_the_longest_wait_within_ten_seconds(comparison: str, resolution: str, last_ms: int, tmp_path: Path) -> None:
    threshold = {"seconds": 10, "comparison": comparison, "resolution": resolution}
    (tmp_path / "calls.yaml").write_text(yaml.safe_dump(LEVEL | {"threshold": threshold}))
    read = read_measure(tmp_path / "calls.yaml").threshold
    assert read is not None
    assert read.last_ms == last_ms
